package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"maps"
	"math"
	"math/big"
	"net/url"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/tinylib/msgp/msgp"

	"github.com/bluebird-rpc/bluebird/internal/arbitrary"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
	"github.com/bluebird-rpc/bluebird/testdata/ok/shapes"
	"github.com/bluebird-rpc/bluebird/testdata/ok/shapes/figure"
	"github.com/bluebird-rpc/bluebird/testdata/ok/shapes/shapesrpc"
)

func init() { codec.Register[shapes.Point]("shapes.Point") }

// randomMaker makes random values for all shapes.
func randomMaker(seed uint64) arbitrary.Maker {
	m := arbitrary.New(seed)
	maps.Copy(m.Special, special)
	return m
}

// special makes values of types that reflection cannot fill, or that would not arrive as the same.
var special = map[reflect.Type]func(arbitrary.Maker) any{
	reflect.TypeFor[figure.Sum](): func(m arbitrary.Maker) any {
		return m.OneOf(figure.Sum{}, figure.NewSum(1, -2, int8(m.Int())))
	},
	reflect.TypeFor[figure.Price](): func(m arbitrary.Maker) any { return m.OneOf(figure.Price{}, figure.NewPrice(m.Int64())) },
	reflect.TypeFor[figure.Pair]():  func(m arbitrary.Maker) any { return figure.NewPair(byte(m.Int()), byte(m.Int())) },
	reflect.TypeFor[figure.Raw]():   func(m arbitrary.Maker) any { return m.OneOf(figure.Raw{}, figure.Raw{Text: m.Text() + "x"}) },
	reflect.TypeFor[figure.Options](): func(m arbitrary.Maker) any {
		return m.OneOf(figure.Options{}, figure.NewOptions(map[string]string{"a": "b"}))
	},
	reflect.TypeFor[figure.Figure](): func(m arbitrary.Maker) any {
		return m.OneOf(nil, figure.Circle{Radius: m.Float64()}, &figure.Circle{Radius: 1}, (*figure.Circle)(nil), &figure.Square{Side: m.Int()},
			figure.Label(m.Text()), figure.Group{figure.Label("in"), nil}, new(figure.Label), (*figure.Square)(nil), figure.Group(nil), &figure.Group{})
	},
	reflect.TypeFor[image.Image](): func(m arbitrary.Maker) any {
		gray := image.NewGray(image.Rect(0, 0, 3, 2))
		gray.Pix[m.IntN(6)] = 9
		return m.OneOf(nil, gray, image.NewRGBA(image.Rect(1, 2, 3, 4)))
	},
	reflect.TypeFor[figure.Named](): func(m arbitrary.Maker) any {
		return m.OneOf(nil, shapes.City(m.Text()), &shapes.River{Length: m.Float64()})
	},
	reflect.TypeFor[shapes.Op]():   func(m arbitrary.Maker) any { return m.OneOf(nil, shapes.Add{N: m.Int()}, &shapes.Add{}, shapes.Neg{}) },
	reflect.TypeFor[shapes.Node](): func(m arbitrary.Maker) any { return m.OneOf(nil, shapes.Leaf{Text: "leaf"}, &shapes.Tree{Value: 3}) },
	reflect.TypeFor[error](): func(m arbitrary.Maker) any {
		return m.OneOf(nil, bluebird.NotFound, io.EOF, fs.ErrNotExist, bluebird.Internal)
	},
	reflect.TypeFor[any](): func(m arbitrary.Maker) any {
		return m.OneOf(arbitrary.Standard()[reflect.TypeFor[any]()](m), shapes.Point{X: 1, Y: m.Float64()}, &shapes.Point{X: 2})
	},
}

// random returns a pointer to a random value of a shape.
func random(s shapes.Shape, seed uint64) any {
	v := s.New()
	randomMaker(seed).Fill(reflect.ValueOf(v).Elem(), 4)
	return v
}

// encodeShape returns v as a message of one value.
func encodeShape(t testing.TB, s shapes.Shape, v any, compact bool) []byte {
	t.Helper()
	e := codec.Encoder{Compact: compact, NoRefs: true}
	b := s.Append(msgp.AppendArrayHeader(nil, 1), v, &e)
	if err := e.Err(); err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	return b
}

func eachShape(t *testing.T, f func(t *testing.T, s shapes.Shape, compact bool)) {
	for _, s := range shapes.Shapes() {
		for _, compact := range []bool{false, true} {
			name := map[bool]string{false: "named", true: "compact"}[compact]
			t.Run(s.Name+"/"+name, func(t *testing.T) { f(t, s, compact) })
		}
	}
}

func TestEveryValueArrivesAsItself(t *testing.T) {
	eachShape(t, func(t *testing.T, s shapes.Shape, compact bool) {
		for seed := range uint64(300) {
			v := random(s, seed)
			var r codec.Reader
			r.Open(encodeShape(t, s, v, compact), compact, codec.Limits{MaxDecoded: -1})
			got := s.New()
			s.Read(&r, got)
			if err := r.Err(); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			if !reflect.DeepEqual(got, v) {
				t.Fatalf("seed %d:\n%s", seed, fieldsThatDiffer(reflect.ValueOf(v).Elem(), reflect.ValueOf(got).Elem()))
			}
		}
	})
}

// fieldsThatDiffer shows the fields in which two structs differ.
func fieldsThatDiffer(sent, got reflect.Value) string {
	var b strings.Builder
	for i := range sent.NumField() {
		f := sent.Type().Field(i)
		if f.IsExported() && !reflect.DeepEqual(sent.Field(i).Interface(), got.Field(i).Interface()) {
			fmt.Fprintf(&b, "%s: sent %#v, got %#v\n", f.Name, sent.Field(i), got.Field(i))
		}
	}
	return b.String()
}

func TestEveryPrefixIsRefused(t *testing.T) {
	eachShape(t, func(t *testing.T, s shapes.Shape, compact bool) {
		for seed := range uint64(3) {
			msg := encodeShape(t, s, random(s, seed), compact)
			step := 1 + len(msg)/2000
			for n := 0; n < len(msg); n += step {
				var r codec.Reader
				r.Open(msg[:n], compact, codec.Limits{})
				got := s.New()
				s.Read(&r, got)
				if !r.Failed() {
					t.Fatalf("seed %d: the first %d of %d bytes are taken", seed, n, len(msg))
				}
				if !reflect.ValueOf(got).Elem().IsZero() {
					t.Fatalf("seed %d: %d of %d bytes leave %+v", seed, n, len(msg), got)
				}
			}
		}
	})
}

// The scan of a small message is put off. That makes no difference: Err has it done at once.
func TestScanThatIsPutOffMakesNoDifference(t *testing.T) {
	eachShape(t, func(t *testing.T, s shapes.Shape, compact bool) {
		for seed := range uint64(20) {
			msg := encodeShape(t, s, random(s, seed), compact)
			if len(msg) > codec.DefaultMaxDepth {
				continue
			}
			m := arbitrary.New(seed)
			for range 100 {
				scannedOrNot(t, s, damage(m, msg), compact)
			}
		}
	})
}

// damage returns a copy of msg of which a few bytes are others.
func damage(m arbitrary.Maker, msg []byte) []byte {
	damaged := slices.Clone(msg)
	for range m.IntN(3) {
		damaged[m.IntN(len(damaged))] = byte(m.OneOf(0xc0, 0x91, 0xa1, 0x81, 0xcd, 0xc4, m.IntN(256)).(int))
	}
	return damaged[:len(damaged)-m.IntN(10)/9*m.IntN(len(damaged))]
}

// scannedOrNot reads msg with and without a scan before, and compares.
func scannedOrNot(t *testing.T, s shapes.Shape, msg []byte, compact bool) {
	t.Helper()
	var lazy, eager codec.Reader
	got, want := s.New(), s.New()
	lazy.Open(msg, compact, codec.Limits{})
	s.Read(&lazy, got)
	eager.Open(msg, compact, codec.Limits{})
	_ = eager.Err()
	s.Read(&eager, want)
	if g, w := fmt.Sprint(lazy.Err()), fmt.Sprint(eager.Err()); g != w || lazy.Element() != eager.Element() {
		t.Errorf("% x: %s; scanned before: %s", msg, g, w)
	}
	e := codec.Encoder{NoRefs: true}
	g, w := s.Append(nil, got, &e), s.Append(nil, want, &e)
	slices.Sort(g) // maps have no order
	slices.Sort(w)
	if !lazy.Failed() && !bytes.Equal(g, w) {
		t.Errorf("% x: %+v; scanned before: %+v", msg, got, want)
	}
	if lazy.Failed() && !reflect.ValueOf(got).Elem().IsZero() {
		t.Errorf("% x: %v leaves %+v", msg, lazy.Err(), got)
	}
}

// The same value is read whatever the target held before, and whatever was read before with the same Reader.
func TestNothingStaleIsLeft(t *testing.T) {
	eachShape(t, func(t *testing.T, s shapes.Shape, compact bool) {
		zero := encodeShape(t, s, s.New(), compact)
		var r codec.Reader
		for seed := range uint64(20) {
			r.Open(encodeShape(t, s, random(s, seed), compact), compact, codec.Limits{})
			s.Read(&r, s.New())
			r.Open(zero, compact, codec.Limits{})
			got := s.New()
			s.Read(&r, got)
			if r.Failed() || !reflect.DeepEqual(got, s.New()) {
				t.Fatalf("a zero value after another arrives as %+v, %v", got, r.Err())
			}
		}
	})
}

func allocation(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// bombs are messages as in rows 16 to 19 of the catalogue of faults, for every field of every shape.
func bombs() map[string][]byte {
	all := map[string][]byte{}
	for _, s := range shapes.Shapes() {
		typ := reflect.TypeOf(s.New()).Elem()
		for i := range typ.NumField() {
			head := msgp.AppendString(append([]byte{0x91}, 0x81), typ.Field(i).Name)
			add := func(row string, tail string) {
				all[row+" "+s.Name+"."+typ.Field(i).Name] = append(head[:len(head):len(head)], tail...)
			}
			add("row 16: depth", strings.Repeat("\x91", 1<<16)+"\xc0")
			add("row 16: depth of maps", strings.Repeat("\x81\xa4Left", 1<<14)+"\xc0")
			add("row 16: depth of unions", strings.Repeat("\x92\xa5Group\x91", 1<<14)+"\xc0")
			add("row 17: array", "\xdd\xff\xff\xff\xff")
			add("row 17: map", "\xdf\xff\xff\xff\xff")
			add("row 17: bytes", "\xc6\xff\xff\xff\xff")
			add("row 17: string", "\xdb\xff\xff\xff\xff")
			add("row 17: extension", "\xc9\xff\xff\xff\xff\x20")
			chain := ""
			for n := 3000; n > 0; n -= 3 {
				chain += string([]byte{0xdc, byte(n >> 8), byte(n)})
			}
			add("row 18: chain", chain+strings.Repeat("\xc0", 3000))
			for _, c := range []string{"\x80", "\x90", "\xc0", "\xa0", "\x00", "\x92\xa6Circle\x80", "\x92\xa7*Square\x80"} {
				add(fmt.Sprintf("row 19: %x", c), "\xdd\x00\x01\x00\x00"+strings.Repeat(c, 1<<16))
			}
		}
	}
	return all
}

func TestRows16To19BombsAreRefusedOrPaidFor(t *testing.T) {
	read := map[string]shapes.Shape{}
	for _, s := range shapes.Shapes() {
		read[s.Name] = s
	}
	for name, msg := range bombs() {
		shape, _, _ := strings.Cut(name[strings.LastIndexByte(name, ' ')+1:], ".")
		s := read[shape]
		var r codec.Reader
		read := func() {
			r.Open(msg, false, codec.Limits{})
			s.Read(&r, s.New())
		}
		cost, most := allocation(read), uint64(64*len(msg)+1<<20)
		if strings.HasPrefix(name, "row 17") {
			cost, most = min(cost, allocation(read), allocation(read)), 4<<10 // a thread of Go's own costs as much
		}
		if cost > most+most/10 {
			t.Errorf("%s: %d bytes cost %d bytes of memory, %d are allowed (%v)", name, len(msg), cost, most, r.Err())
		}
		if !strings.HasPrefix(name, "row 19") && !r.Failed() {
			t.Errorf("%s is taken", name)
		}
	}
}

// Callers without stubs send any numbers as blocks, also where the handler has a []any.
func TestBlockIsReadAsListOfAny(t *testing.T) {
	msg := []byte("\x91\x81\xa4Anys\xc7\x03\x20\x01\x02\xff")
	v, err := decode(shapeCalled(t, "Values"), msg, false, codec.Limits{})
	want := []any{int64(1), int64(2), int64(-1)}
	if got := v.(*shapes.Values).Anys; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read as %#v, %v; want %#v", got, err, want)
	}
	_, err = decode(shapeCalled(t, "Values"), []byte("\x91\x81\xa4Anys\xc7\x03\x05abc"), false, codec.Limits{})
	if err == nil || !strings.Contains(err.Error(), "want array, got time") {
		t.Errorf("another extension: %v", err)
	}
}

func TestRow20WrongValuesNameTheirField(t *testing.T) {
	for _, tt := range []struct {
		shape, value string
		kind         codec.Kind
		text         string
	}{
		{"Basics", "\x81\xa2I8\xcc\x80", codec.Range, "v.I8: int8 cannot hold 128"},
		{"Basics", "\x81\xa4Text\x01", codec.Type, "v.Text: want string, got int"},
		{"Basics", "\x82\xa2I8\x01\xa2I8\x01", codec.Duplicate, "v.I8: the field is there twice"},
		{"Maps", "\x81\xa7ByFloat\x81\xca\x7f\xc0\x00\x00\x80", codec.Range, "v.ByFloat[0]: NaN cannot be a key"},
		{"Maps", "\x81\xa6ByWave\x81\xd7\x03\x7f\xc0\x00\x00\x00\x00\x00\x00\x00", codec.Range, "v.ByWave[0]: NaN cannot be a key"},
		{"Maps", "\x81\xa8ByNumber\x82\x01\xc0\x01\xc0", codec.Duplicate, "v.ByNumber[1]: the key"},
		{"Unions", "\x81\xa6Figure\x92\xa5Watch\x80", codec.Type, `v.Figure: want a variant of Circle, *Circle, Group, *Group, Label, *Label, *Square, got "Watch"`},
		{"Unions", "\x81\xa6Figure\x91\xa5Label", codec.Range, "v.Figure: want 2 elements, got 1"},
		{"Unions", "\x81\xa6Figure\x92\x01\x80", codec.Type, "v.Figure: want the name of a variant, got int"},
		{"Unions", "\x81\xa7Figures\x92\xc0\x92\xa6Circle\x81\xa6Radius\xc3", codec.Type, "v.Figures[1].Radius: want float, got bool"},
		{"Values", "\x81\xa5Error\x81\xa4code\x63", codec.Range, "v.Error.code: there is no code 99"},
		{"Values", "\x81\xa3Any\x92\xc7\x01\x2cx\xc0", codec.Type, `v.Any: no type is registered as "x"`},
		{"Values", "\x81\xa3Any\xd4\x4d\x00", codec.Type, "v.Any: got extension 77, which has no Go type"},
		{"Bigs", "\x81\xa3Rat\x92\x01\x00", codec.Range, "v.Rat: a denominator must be positive"},
		{"Bigs", "\x81\xa3Rat\xa41e99", codec.Range, "v.Rat: want a fraction"},
		{"Bigs", "\x81\xa3Int\xcb\x3f\xf8\x00\x00\x00\x00\x00\x00", codec.Range, "v.Int: big.Int cannot hold 1.5"},
		{"Bigs", "\x81\xa3Int\xd4\x2b\x02", codec.Type, "v.Int: want integer, got big integer"},
		{"Foreign", "\x81\xa3Sum\xc4\x01\x05", codec.Malformed, "v.Sum: figure.Sum does not take it: figure: malformed sum"},
		{"Foreign", "\x81\xa4Pair\xc4\x00", codec.Malformed, "v.Pair: figure.Pair does not take it: panic: runtime error: index out of range"},
		{"Foreign", "\x81\xa5Color\xa1x", codec.Malformed, "v.Color: figure.Color does not take it"},
		{"Foreign", "\x81\xa5Price\x07", codec.Type, "v.Price: want figure.Price as bytes or a string, got int"},
	} {
		for _, s := range shapes.Shapes() {
			if s.Name != tt.shape {
				continue
			}
			r := codec.Reader{Names: []string{"v"}}
			r.Open(append([]byte{0x91}, tt.value...), false, codec.Limits{})
			s.Read(&r, s.New())
			var e *codec.Error
			if !errors.As(r.Err(), &e) || e.Kind != tt.kind || !strings.HasPrefix(e.Error(), tt.text) {
				t.Errorf("%s %q: %v; want %s", tt.shape, tt.value, r.Err(), tt.text)
			}
		}
	}
}

func TestForeignDecodersSeeNoMoreThanMaxForeign(t *testing.T) {
	for _, tt := range []struct {
		limit int64
		size  int
		fails bool
	}{{0, 4 << 20, false}, {0, 4<<20 + 1, true}, {10, 10, false}, {10, 11, true}, {-1, 5 << 20, false}} {
		value := msgp.AppendBytes([]byte("\x91\x81\xa3URL"), []byte(strings.Repeat("u", tt.size)))
		var r codec.Reader
		r.Open(value, false, codec.Limits{MaxForeign: tt.limit})
		var v shapes.Foreign
		for _, s := range shapes.Shapes() {
			if s.Name == "Foreign" {
				s.Read(&r, &v)
			}
		}
		if got := r.Failed(); got != tt.fails || got && !strings.Contains(r.Err().Error(), "MaxForeign") {
			t.Errorf("MaxForeign %d, %d bytes: %v", tt.limit, tt.size, r.Err())
		}
	}
}

func TestWhatCannotBeSentIsRefusedByName(t *testing.T) {
	loop := &shapes.Tree{}
	loop.Left = loop
	ring := shapes.Tree{Kids: make([]shapes.Tree, 1)}
	ring.Kids[0] = ring
	ring.Kids[0].Kids = ring.Kids
	group := figure.Group{nil}
	group[0] = group
	anys := []any{nil}
	anys[0] = anys
	nan := float32(math.NaN())
	for _, tt := range []struct {
		name string
		v    any
		kind codec.Kind
		text string
	}{
		{"Tree", loop, codec.Cycle, "contains itself"},
		{"Tree", &ring, codec.Cycle, "contains itself"},
		{"Tree", &shapes.Tree{Next: loop}, codec.Cycle, "contains itself"},
		{"Unions", &shapes.Unions{Figure: group}, codec.Cycle, "contains itself"},
		{"Values", &shapes.Values{Any: anys}, codec.Cycle, "contains itself"},
		{"Unions", &shapes.Unions{Figure: &figure.Watch{}}, codec.Unsupported, "*figure.Watch cannot be sent as figure.Figure"},
		{"Unions", &shapes.Unions{Figure: figure.Secret()}, codec.Unsupported, "figure.secret cannot be sent as figure.Figure"},
		{"Unions", &shapes.Unions{Picture: image.NewNRGBA(image.Rect(0, 0, 1, 1))}, codec.Unsupported, "*image.NRGBA cannot be sent as image.Image"},
		{"Maps", &shapes.Maps{ByFloat: map[float32]map[bool]int{nan: nil}}, codec.Range, "NaN cannot be a key"},
		{"Maps", &shapes.Maps{ByPoint: map[shapes.Point]*shapes.Point{{X: math.NaN()}: nil}}, codec.Range, "NaN cannot be a key"},
		{"Values", &shapes.Values{Any: map[float64]int{math.NaN(): 1}}, codec.Range, "NaN cannot be a key"},
		{"Values", &shapes.Values{Any: make(chan int)}, codec.Unsupported, "chan int cannot be sent"},
		{"Values", &shapes.Values{Any: struct{ F figure.Figure }{figure.Circle{}}}, codec.Unsupported, "figure.Figure cannot be sent"},
	} {
		for _, s := range shapes.Shapes() {
			if s.Name != tt.name {
				continue
			}
			var e codec.Encoder
			s.Append(nil, tt.v, &e)
			var err *codec.Error
			if !errors.As(e.Err(), &err) || err.Kind != tt.kind || !strings.Contains(err.Error(), tt.text) {
				t.Errorf("%s: %v; want %s", tt.name, e.Err(), tt.text)
			}
		}
	}
}

func TestHonestSmallElementsPass(t *testing.T) {
	const n = 1 << 20
	array := func(field, element string) []byte {
		b := msgp.AppendString([]byte{0x91, 0x81}, field)
		b = msgp.AppendArrayHeader(b, n)
		return append(b, strings.Repeat(element, n)...)
	}
	for _, tt := range []struct {
		shape string
		msg   []byte
	}{
		{"Texts", array("Words", "\xa0")},
		{"Lists", array("Lists", "\xc0")},
		{"Lists", array("Points", "\xc0")},
		{"Times", array("All", "\xc0")},
		{"Values", array("Anys", "\xc0")},
		{"Values", array("Errors", "\xc0")},
		{"Unions", array("Figures", "\xc0")},
		{"Bigs", array("List", "\x01")},
	} {
		for _, s := range shapes.Shapes() {
			if s.Name != tt.shape {
				continue
			}
			var r codec.Reader
			r.Open(tt.msg, false, codec.Limits{})
			s.Read(&r, s.New())
			if err := r.Err(); err != nil {
				t.Errorf("%s: %v", tt.shape, err)
			}
		}
	}
}

// The kinds as parameters and results, through a connection: first by names, then compact.
func TestShapesTravelThroughCalls(t *testing.T) {
	c := shapesrpc.NewClient(bluebirdtest.Serve(t, shapes.RegisterFuncs))
	ctx := context.Background()
	n := new(big.Int).Exp(big.NewInt(-3), big.NewInt(301), nil)
	u := url.URL{Scheme: "https", Host: "example.com", User: url.User("ada")}
	problem := fmt.Errorf("reading: %w", errors.Join(fs.ErrNotExist, bluebird.NotFound))
	for range 3 {
		f, a, m, v, s, named, errs, err := c.EchoAll(ctx, &figure.Square{Side: 2}, shapes.Point{X: 1}, n, u, figure.NewSum(1), shapes.City("Rome"), problem)
		if err != nil {
			t.Fatal(err)
		}
		if *f.(*figure.Square) != (figure.Square{Side: 2}) || a != (shapes.Point{X: 1}) || m.Cmp(n) != 0 || v.String() != u.String() ||
			!reflect.DeepEqual(s, figure.NewSum(1)) || named != shapes.City("Rome") {
			t.Errorf("got %v %v %v %v %v %v", f, a, m, v, s, named)
		}
		if len(errs) != 1 || errs[0].Error() != problem.Error() || !errors.Is(errs[0], fs.ErrNotExist) || !errors.Is(errs[0], bluebird.NotFound) || errors.Is(errs[0], io.EOF) {
			t.Errorf("got error %v", errs)
		}
		pointers := shapes.Pointers{Error: new(error)}
		if got, err := c.EchoPointers(ctx, pointers); err != nil || !reflect.DeepEqual(got, pointers) {
			t.Errorf("EchoPointers = %+v, %v", got, err)
		}
		nulls := shapes.Nulls{Name: sql.NullString{String: "x", Valid: true}}
		if got, err := c.EchoNulls(ctx, nulls); err != nil || !reflect.DeepEqual(got, nulls) {
			t.Errorf("EchoNulls = %+v, %v", got, err)
		}
	}
	if _, err := c.EchoUnions(ctx, shapes.Unions{Figure: figure.Secret()}); !errors.Is(err, bluebird.InvalidArgument) || !strings.Contains(err.Error(), "figure.secret") {
		t.Errorf("EchoUnions of a secret: %v", err)
	}
}
