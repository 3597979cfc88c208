package codec

import (
	"bytes"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tinylib/msgp/msgp"
)

func TestNumbersAreReadWhereExact(t *testing.T) {
	read := map[string]func(*Reader) any{
		"int":     func(r *Reader) any { return ReadInt(r) },
		"int8":    func(r *Reader) any { return ReadInt8(r) },
		"int16":   func(r *Reader) any { return ReadInt16(r) },
		"int32":   func(r *Reader) any { return ReadInt32(r) },
		"int64":   func(r *Reader) any { return ReadInt64(r) },
		"uint":    func(r *Reader) any { return ReadUint(r) },
		"uint8":   func(r *Reader) any { return ReadUint8(r) },
		"uint16":  func(r *Reader) any { return ReadUint16(r) },
		"uint32":  func(r *Reader) any { return ReadUint32(r) },
		"uint64":  func(r *Reader) any { return ReadUint64(r) },
		"float32": func(r *Reader) any { return ReadFloat32(r) },
		"float64": func(r *Reader) any { return ReadFloat64(r) },
	}
	for _, tt := range []struct {
		sent   any
		as     string
		want   any // nil if it does not fit
		reason string
	}{
		{nil, "int", 0, ""},
		{nil, "float32", float32(0), ""},
		{127, "int8", int8(127), ""},
		{128, "int8", nil, "int8 cannot hold 128"},
		{-128, "int8", int8(-128), ""},
		{-129, "int8", nil, "int8 cannot hold -129"},
		{-1, "uint8", nil, "uint8 cannot hold -1"},
		{255, "uint8", uint8(255), ""},
		{256, "uint8", nil, "uint8 cannot hold 256"},
		{-32768, "int16", int16(-32768), ""},
		{32768, "int16", nil, "int16 cannot hold 32768"},
		{65535, "uint16", uint16(65535), ""},
		{65536, "uint16", nil, "uint16 cannot hold 65536"},
		{math.MaxInt32, "int32", int32(math.MaxInt32), ""},
		{int64(math.MaxInt32 + 1), "int32", nil, "int32 cannot hold 2147483648"},
		{uint32(math.MaxUint32), "uint32", uint32(math.MaxUint32), ""},
		{uint64(math.MaxUint32 + 1), "uint32", nil, "uint32 cannot hold 4294967296"},
		{uint64(math.MaxInt64), "int64", int64(math.MaxInt64), ""},
		{uint64(math.MaxInt64 + 1), "int64", nil, "int64 cannot hold 9223372036854775808"},
		{uint64(math.MaxUint64), "uint64", uint64(math.MaxUint64), ""},
		{int64(math.MinInt64), "int64", int64(math.MinInt64), ""},
		{3.0, "int", 3, ""},
		{float32(-3), "int16", int16(-3), ""},
		{3.5, "int", nil, "cannot hold 3.5"},
		{math.NaN(), "int", nil, "cannot hold NaN"},
		{math.Inf(1), "uint64", nil, "cannot hold +Inf"},
		{float64(1 << 63), "int64", nil, "int64 cannot hold 9.223372036854776e+18"},
		{float64(1 << 63), "uint64", uint64(1 << 63), ""},
		{float64(-1 << 63), "int64", int64(math.MinInt64), ""},
		{math.MaxFloat64, "uint64", nil, "uint64 cannot hold"},
		{7, "float64", 7.0, ""},
		{-7, "float32", float32(-7), ""},
		{int64(1<<53 + 1), "float64", nil, "float64 cannot hold 9007199254740993"},
		{int64(math.MinInt64), "float64", float64(math.MinInt64), ""},
		{int64(math.MaxInt64), "float64", nil, "float64 cannot hold"},
		{uint64(1 << 63), "float32", float32(1 << 63), ""},
		{1<<24 + 1, "float32", nil, "float32 cannot hold 16777217"},
		{float32(0.1), "float64", float64(float32(0.1)), ""},
		{0.1, "float32", nil, "float32 cannot hold 0.1"},
		{math.Inf(-1), "float32", float32(math.Inf(-1)), ""},
		{math.MaxFloat64, "float32", nil, "float32 cannot hold"},
		{math.SmallestNonzeroFloat64, "float32", nil, "float32 cannot hold 5e-324"},
	} {
		r := open(t, encode(t, tt.sent, false), false)
		got := read[tt.as](r)
		if tt.want == nil {
			wantError(t, r.Err(), Range, tt.reason)
			continue
		}
		if got != tt.want || r.Err() != nil {
			t.Errorf("%T(%v) as %s = %v, %v; want %v", tt.sent, tt.sent, tt.as, got, r.Err(), tt.want)
		}
	}
}

func TestEveryWidthIsRead(t *testing.T) {
	for _, wire := range []string{
		"\x05", "\xcc\x05", "\xcd\x00\x05", "\xce\x00\x00\x00\x05", "\xcf\x00\x00\x00\x00\x00\x00\x00\x05",
		"\xd0\x05", "\xd1\x00\x05", "\xd2\x00\x00\x00\x05", "\xd3\x00\x00\x00\x00\x00\x00\x00\x05",
		"\xca\x40\xa0\x00\x00", "\xcb\x40\x14\x00\x00\x00\x00\x00\x00",
	} {
		r := &Reader{}
		r.Open([]byte("\x9c"+strings.Repeat(wire, 12)), false, Limits{})
		sum := float64(ReadInt(r)) + float64(ReadInt8(r)) + float64(ReadInt16(r)) + float64(ReadInt32(r)) + float64(ReadInt64(r)) +
			float64(ReadUint(r)) + float64(ReadUint8(r)) + float64(ReadUint16(r)) + float64(ReadUint32(r)) + float64(ReadUint64(r)) +
			float64(ReadFloat32(r)) + ReadFloat64(r)
		if sum != 60 || r.Err() != nil {
			t.Errorf("reading % x twelve times gave a sum of %v, %v; want 60", wire, sum, r.Err())
		}
	}
}

func TestNaNStaysNaN(t *testing.T) {
	r := open(t, encode(t, math.NaN(), false), false)
	if f := ReadFloat32(r); f == f || r.Err() != nil {
		t.Errorf("ReadFloat32 of NaN = %v, %v", f, r.Err())
	}
	c := complex(math.NaN(), 1)
	r = open(t, encode(t, c, false), false)
	if d := ReadComplex64(r); imag(d) != 1 || r.Err() != nil {
		t.Errorf("ReadComplex64 of %v = %v, %v", c, d, r.Err())
	}
}

func TestMissingValuesAreZero(t *testing.T) {
	for _, msg := range []string{"\x90", "\x9f" + strings.Repeat("\xc0", 15)} {
		var r Reader
		r.Open([]byte(msg), false, Limits{})
		var v tree
		readTree(&r, &v)
		got := []any{
			ReadInt(&r), ReadUint8(&r), ReadFloat32(&r), ReadFloat64(&r), ReadBool(&r), ReadString(&r), ReadTime(&r), ReadComplex64(&r),
			len(ReadBytes(&r)), len(ReadNumbers[int](&r)), r.Nil(), r.ReadAny(), v.Name,
		}
		want := []any{0, uint8(0), float32(0), 0.0, false, "", time.Time{}, complex64(0), 0, 0, true, nil, ""}
		if !reflect.DeepEqual(got, want) || r.Err() != nil {
			t.Errorf("% x: got %v, %v; want %v", msg, got, r.Err(), want)
		}
	}
}

func TestNilAndEmptyAreKeptApart(t *testing.T) {
	for _, v := range []any{
		[]byte(nil), []byte{}, []int(nil), []int{}, []string(nil), []string{}, map[string]int(nil), map[string]int{}, []float64{}, [][]byte{nil, {}},
		new([]int), &[]int{}, new(map[string]int), new(*int),
	} {
		got := newOf(v)
		r := open(t, encode(t, v, false), false)
		ReadInto(r, got)
		if g := reflect.ValueOf(got).Elem().Interface(); !reflect.DeepEqual(g, v) || r.Err() != nil {
			t.Errorf("%T %#v came back as %#v, %v", v, v, g, r.Err())
		}
	}
}

func TestStringsAndBytesReadEachOther(t *testing.T) {
	for _, n := range []int{0, 1, 31, 32, 255, 256, 65535, 65536} {
		s := strings.Repeat("x", n)
		r := open(t, encode(t, []byte(s), false), false)
		if got := ReadString(r); got != s || r.Err() != nil {
			t.Errorf("ReadString of %d bytes = %d bytes, %v", n, len(got), r.Err())
		}
		r = open(t, encode(t, s, false), false)
		if got := ReadBytes(r); got == nil || string(got) != s || r.Err() != nil {
			t.Errorf("ReadBytes of a string of %d = %d bytes, %v", n, len(got), r.Err())
		}
	}
	r := open(t, []byte("\x93\x01\xcc\xff\x02"), false)
	if got := ReadBytes(r); !bytes.Equal(got, []byte{1, 255, 2}) || r.Err() != nil {
		t.Errorf("ReadBytes of an array = %v, %v", got, r.Err())
	}
}

func TestTimesAreInstantsInUTC(t *testing.T) {
	for _, want := range []time.Time{
		{},
		time.Unix(0, 0),
		time.Unix(1700000000, 0),
		time.Unix(1<<33, 999999999),
		time.Unix(-1, 1),
		time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.FixedZone("east", 3600)),
		time.Now(),
	} {
		for name, b := range map[string][]byte{"msgp": AppendTime(nil, want), "specification": msgp.AppendTimeExt(nil, want)} {
			if name == "specification" && want.Unix() < 0 && want.Nanosecond() != 0 {
				continue // msgp writes a nanosecond below 0
			}
			r := open(t, b, false)
			got := ReadTime(r)
			if !got.Equal(want) || got.Location() != time.UTC || r.Err() != nil {
				t.Errorf("%s: %v came back as %v, %v", name, want, got, r.Err())
			}
		}
	}
	r := open(t, AppendTime(nil, time.Time{}), false)
	if got := ReadTime(r); !reflect.DeepEqual(got, time.Time{}) {
		t.Errorf("the zero time came back as %#v", got)
	}
}

func TestStringsOfASmallMessageShareOneAllocation(t *testing.T) {
	msg := message(1, encode(t, []string{"one two three", "four five six", "seven eight nine", "ten"}, false)...)
	var r Reader
	got := testing.AllocsPerRun(100, func() {
		r.Open(msg, false, Limits{})
		if v := readStrings(&r); len(v) != 4 || v[2] != "seven eight nine" {
			t.Fatal(v, r.Err())
		}
	})
	if got != 2 {
		t.Errorf("%v allocations for a slice of 4 strings, want 2", got)
	}
}

func TestStringsOfALargeMessage(t *testing.T) {
	for _, tt := range []struct {
		name string
		n    int     // strings
		each int     // bytes of each string
		rest int     // bytes that are no strings, for each string
		most float64 // allocations
	}{
		{"mostly text shares chunks", 10000, 40, 0, 20},
		{"mostly numbers does not", 10000, 40, 100, 10000},
		{"long strings stand alone", 100, 20 << 10, 0, 100},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := make([]string, tt.n)
			b := msgp.AppendArrayHeader(message(1), uint32(2*tt.n))
			for i := range want {
				want[i] = fmt.Sprintf("%*d", tt.each, i)
				b = msgp.AppendString(b, want[i])
				b = msgp.AppendBytes(b, make([]byte, tt.rest))
			}
			var r Reader
			allocs := testing.AllocsPerRun(1, func() {
				r.Open(b, false, Limits{})
				r.Slice(0)
				for i := range want {
					if got := ReadString(&r); got != want[i] {
						t.Fatalf("string %d is %q, %v", i, got, r.Err())
					}
					r.Skip()
				}
			})
			if allocs > tt.most {
				t.Errorf("%v allocations, want at most %v", allocs, tt.most)
			}
		})
	}
}

func TestScalarsAllocateNothing(t *testing.T) {
	msg := message(6, encode(t, 1.5, false)...)
	msg = append(msg, encode(t, 70000, false)...)
	msg = append(msg, encode(t, true, false)...)
	msg = append(msg, encode(t, point{1, 2}, false)...)
	msg = append(msg, encode(t, complex(1, 2), false)...)
	msg = append(msg, encode(t, time.Now(), false)...)
	var r Reader
	if n := testing.AllocsPerRun(100, func() {
		r.Open(msg, false, Limits{})
		var p point
		f, i, b := ReadFloat64(&r), ReadInt32(&r), ReadBool(&r)
		readPoint(&r, &p)
		c, d := ReadComplex128(&r), ReadTime(&r)
		if f != 1.5 || i != 70000 || !b || p.Y != 2 || c != complex(1, 2) || d.IsZero() || r.Failed() {
			t.Fatal(f, i, b, p, c, d, r.Err())
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestEncoderLeavesOutLargePayloads(t *testing.T) {
	blob := bytes.Repeat([]byte("x"), LargeSize)
	floats := make([]float64, LargeSize/8)
	floats[1] = 2
	append3 := func(e *Encoder) []byte {
		b := AppendBytes(nil, blob, e)
		b = AppendNumbers(b, floats, e)
		return AppendBytes(b, blob[:LargeSize-1], e)
	}
	whole := append3(&Encoder{NoRefs: true})
	var e Encoder
	b := append3(&e)
	refs := e.Refs()
	if len(refs) != 2 || &refs[0].Data[0] != &blob[0] || len(refs[1].Data) != LargeSize {
		t.Fatalf("got %d refs, want the two large payloads", len(refs))
	}
	joined := bytes.Join([][]byte{b[:refs[0].Off], refs[0].Data, b[refs[0].Off:refs[1].Off], refs[1].Data, b[refs[1].Off:]}, nil)
	if !bytes.Equal(joined, whole) {
		t.Error("bytes and refs joined are not the message")
	}
	if e.Reset(true); len(e.Refs()) != 0 || !e.Compact {
		t.Error("Reset leaves refs or does not set Compact")
	}
}

func TestReaderGivesAwayOnlyWhatItOwns(t *testing.T) {
	blob := bytes.Repeat([]byte("x"), LargeSize)
	msg := message(1, encode(t, blob, false)...)
	var r Reader
	for _, own := range []bool{false, true} {
		r.Open(msg, false, Limits{})
		if own {
			r.Own()
		}
		got := ReadBytes(&r)
		if shared := &got[0] == &msg[len(msg)-len(got)]; shared != own || r.Given() != own {
			t.Errorf("own %v: shared %v, given %v", own, shared, r.Given())
		}
		if own && cap(got) != len(got) {
			t.Errorf("what is given away has room for %d bytes more", cap(got)-len(got))
		}
	}
	msg = message(2, encode(t, blob, false)...)
	msg = append(msg, encode(t, bytes.Repeat(blob, 4), false)...)
	r.Open(msg, false, Limits{})
	r.Own()
	if ReadBytes(&r); r.Given() {
		t.Error("a fifth of a message is given away and keeps the rest")
	}
}

func TestCyclesAreRefused(t *testing.T) {
	var ring tree
	ring.Next = &ring
	ring.Kids = []tree{ring}
	ring.Ends = map[string]*tree{"a": &ring, "b": &ring}
	var e Encoder
	appendTree(nil, &ring, &e)
	wantError(t, e.Err(), Cycle, "contains itself, or is nested deeper than MaxDepth (1000)")

	e.Reset(false)
	AppendAny(nil, ring, &e)
	wantError(t, e.Err(), Cycle, "Next.Next.")

	list := &tree{}
	for range 998 {
		list = &tree{Next: list}
	}
	e.Reset(false)
	b := appendTree(nil, list, &e)
	if e.Err() != nil || Scan(b, 0) != nil {
		t.Errorf("a list of 999: %v, %v", e.Err(), Scan(b, 0))
	}
}

func TestPathsNameWhatFailed(t *testing.T) {
	v := someTree()
	v.Kids[1].Ends["x"] = &tree{Name: "here"}
	for _, compact := range []bool{false, true} {
		e := Encoder{Compact: compact}
		b := appendTree(message(2, 7), &v, &e)
		i := bytes.Index(b, []byte("\xa4here"))
		b[i] = 0x94 // an array of 4 numbers in its place
		r := Reader{Names: []string{"n", "t"}}
		r.Open(b, compact, Limits{})
		ReadInt(&r)
		var got tree
		readTree(&r, &got)
		wantError(t, r.Err(), Type, `t.Kids[1].Ends["x"].Name: want string, got array (byte `)
		if r.Element() != 1 {
			t.Errorf("Element() = %d, want 1", r.Element())
		}
		r.Names = nil
		wantError(t, r.Err(), Type, `[1].Kids[1].Ends["x"].Name: `)
	}
}

func TestErrorsAreSticky(t *testing.T) {
	r := open(t, encode(t, map[string]any{"Name": 5}, false), false)
	var v tree
	readTree(r, &v)
	first := r.Err()
	ReadInt(r)
	readTree(r, &v)
	ReadNumbers[int](r)
	r.Fail(Range, "another")
	if ReadString(r) != "" || r.ReadAny() != nil || !r.Failed() {
		t.Error("something was read after an error")
	}
	wantError(t, r.Err(), Type, "p.Name: want string, got int")
	if r.Err() != first {
		t.Errorf("the error became %v", r.Err())
	}
}

func TestFieldsComeInAnyOrder(t *testing.T) {
	names := make(Names, 150)
	for i := range names {
		names[i] = fmt.Sprintf("%0*d", 1+i%40, i)
	}
	orders := map[string]func(i int) int{
		"in order":   func(i int) int { return i },
		"backwards":  func(i int) int { return 149 - i },
		"scattered":  func(i int) int { return i * 7 % 150 },
		"with a gap": func(i int) int { return (i + 100) % 150 },
	}
	for name, order := range orders {
		for _, twice := range []int{-1, 0, 63, 64, 149} {
			b := msgp.AppendMapHeader(nil, 151)
			b = msgp.AppendString(b, "unknown")
			b = append(b, 0x91, 0x80)
			for i := range 150 {
				k := order(i)
				b = msgp.AppendString(b, names[k])
				b = msgp.AppendInt(b, k)
			}
			if twice >= 0 {
				b[2]++ // one more entry
				b = msgp.AppendString(b, names[twice])
				b = msgp.AppendInt(b, twice)
			}
			r := open(t, b, false)
			n := 0
			f := r.Struct(names)
			for f.Next(r) {
				if f.Index < 0 {
					r.Skip()
				} else if k := ReadInt(r); k != f.Index {
					t.Fatalf("%s: field %d has the value %d", name, f.Index, k)
				}
				n++
			}
			if twice >= 0 {
				wantError(t, r.Err(), Duplicate, "p."+names[twice]+": the field is there twice")
			} else if n != 151 || r.Err() != nil {
				t.Errorf("%s: %d fields, %v; want 151", name, n, r.Err())
			}
		}
	}
}

func TestFormerNameIsTheSameField(t *testing.T) {
	for _, tt := range []struct {
		value string
		want  [2]int
		fault string
	}{
		{"\x82\xa1B\x01\xa1A\x02", [2]int{2, 1}, ""},
		{"\x82\xa3Old\x02\xa1B\x01", [2]int{2, 1}, ""},
		{"\x82\xa1A\x02\xa3Old\x03", [2]int{}, "p.A: the field is there twice"},
		{"\x83\xa3Old\x02\xa1B\x01\xa1A\x03", [2]int{}, "p.A: the field is there twice"},
		{"\x82\xa3Old\x02\xa5Older\x03", [2]int{}, "p.A: the field is there twice"},
		{"\x94\x02\x01\x03\x04", [2]int{2, 1}, ""}, // what is too much in a compact message is no former name
	} {
		r := open(t, []byte(tt.value), true)
		var got [2]int
		f := r.Struct(Names{"A", "B"})
		f.Was(Names{"Old", "Older"}, 0, 0)
		for f.Next(r) {
			if f.Index < 0 {
				r.Skip()
			} else {
				got[f.Index] = ReadInt(r)
			}
		}
		if tt.fault != "" {
			wantError(t, r.Err(), Duplicate, tt.fault)
		} else if got != tt.want || r.Err() != nil {
			t.Errorf("%q = %v, %v; want %v", tt.value, got, r.Err(), tt.want)
		}
	}
}

func TestCompactStructsMayBeShorterOrLonger(t *testing.T) {
	for _, tt := range []struct {
		value string
		want  point
	}{
		{"\x90", point{}},
		{"\x91\x01", point{1, 0}},
		{"\x92\x01\x02", point{1, 2}},
		{"\x94\x01\x02\xa1x\x91\xc0", point{1, 2}},
		{"\x81\xa1Y\x02", point{0, 2}}, // by name all the same
		{"\xc0", point{}},
	} {
		var r Reader
		r.Open(message(2, append([]byte(tt.value), 0x07)...), true, Limits{})
		got := point{9, 9}
		readPoint(&r, &got)
		if next := ReadInt(&r); got != tt.want || next != 7 || r.Err() != nil {
			t.Errorf("% x = %v and then %d, %v; want %v and 7", tt.value, got, next, r.Err(), tt.want)
		}
	}
}

func TestReorder(t *testing.T) {
	params := []string{"a", "b", "n"}
	defaults := []string{"", "", "\x05"}
	former := map[string]int{"first": 0}
	for _, tt := range []struct {
		msg  string
		want string
		kind Kind
		name string
	}{
		{"\x82\xa1b\xa1x\xa1a\x01", "\x93\x01\xa1x\x05", 0, ""},
		{"\x83\xa1n\xc0\xa1a\x01\xc4\x01b\x91\x80", "\x93\x01\x91\x80\xc0", 0, ""},
		{"\x82\xa5first\x01\xa1b\x02", "\x93\x01\x02\x05", 0, ""},
		{"\x82\xa5first\x01\xa1a\x02", "", Duplicate, "a"},
		{"\x81\xa1a\x01", "", Missing, "b"},
		{"\x80", "", Missing, "a"},
		{"\x83\xa1a\x01\xa1b\x02\xa1c\x03", "", Unknown, "c"},
		{"\x82\xa1a\x01\xa1a\x02", "", Duplicate, "a"},
		{"\x81\x01\x02", "", Type, ""},
		{"\x81\xa1a", "", Malformed, ""},
		{"\x80\x80", "", Malformed, ""},
		{"\x90", "", Type, ""},
		{"", "", Malformed, ""},
	} {
		got, err := Reorder([]byte(tt.msg), Params{Names: params, Defaults: defaults, Former: former}, 0)
		if tt.kind != 0 {
			wantError(t, err, tt.kind, "")
			if e := err.(*Error); e.Path != tt.name {
				t.Errorf("Reorder(% x): error about %q, want %q", tt.msg, e.Path, tt.name)
			}
			continue
		}
		if string(got) != tt.want || err != nil {
			t.Errorf("Reorder(% x) = % x, %v; want % x", tt.msg, got, err, tt.want)
		}
	}
}
