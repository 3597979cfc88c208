package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"math/big"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/bluebird-rpc/bluebird/testdata/ok/basics"
	"github.com/bluebird-rpc/bluebird/testdata/ok/basics/basicsrpc"
	"github.com/bluebird-rpc/bluebird/testdata/ok/blocks"
	"github.com/bluebird-rpc/bluebird/testdata/ok/blocks/blocksrpc"
	"github.com/bluebird-rpc/bluebird/testdata/ok/clientonly"
	"github.com/bluebird-rpc/bluebird/testdata/ok/clientonly/clientonlyrpc"
	"github.com/bluebird-rpc/bluebird/testdata/ok/containers"
	"github.com/bluebird-rpc/bluebird/testdata/ok/containers/containersrpc"
	"github.com/bluebird-rpc/bluebird/testdata/ok/copied/copiedrpc"
	"github.com/bluebird-rpc/bluebird/testdata/ok/defaults"
	"github.com/bluebird-rpc/bluebird/testdata/ok/defaults/defaultsrpc"
	"github.com/bluebird-rpc/bluebird/testdata/ok/names"
	namesClient "github.com/bluebird-rpc/bluebird/testdata/ok/names/client"
	namesCodec "github.com/bluebird-rpc/bluebird/testdata/ok/names/codec"
	firstV1 "github.com/bluebird-rpc/bluebird/testdata/ok/names/first/v1"
	"github.com/bluebird-rpc/bluebird/testdata/ok/names/namesrpc"
	secondV1 "github.com/bluebird-rpc/bluebird/testdata/ok/names/second/v1"
	"github.com/bluebird-rpc/bluebird/testdata/ok/results"
	"github.com/bluebird-rpc/bluebird/testdata/ok/results/resultsrpc"
	"github.com/bluebird-rpc/bluebird/testdata/ok/services"
	"github.com/bluebird-rpc/bluebird/testdata/ok/services/servicesrpc"
	"github.com/bluebird-rpc/bluebird/testdata/ok/structs"
	"github.com/bluebird-rpc/bluebird/testdata/ok/structs/geo"
	"github.com/bluebird-rpc/bluebird/testdata/ok/structs/structsrpc"
	"github.com/bluebird-rpc/bluebird/testdata/ok/times"
	"github.com/bluebird-rpc/bluebird/testdata/ok/times/timesrpc"
)

// echoes calls method, a bound method of a client, with args and checks that it returns them. It does so twice:
// the first call of a method on a connection sends fields by name, later ones may be compact.
func echoes(t *testing.T, method any, args ...any) {
	t.Helper()
	returns(t, method, args, args...)
}

// returns calls method with args, twice, and checks that it returns want.
func returns(t *testing.T, method any, args []any, want ...any) {
	t.Helper()
	in := []reflect.Value{reflect.ValueOf(t.Context())}
	for _, a := range args {
		in = append(in, reflect.ValueOf(a))
	}
	for _, form := range []string{"first", "second"} {
		out := reflect.ValueOf(method).Call(in)
		last := len(out) - 1
		if err := out[last].Interface(); err != nil {
			t.Errorf("%s call: %v", form, err)
			return
		}
		for i, w := range want {
			if got := out[i].Interface(); !reflect.DeepEqual(got, w) {
				t.Errorf("%s call, result %d: got %#v, want %#v", form, i, got, w)
			}
		}
	}
}

func pointer[T any](v T) *T { return &v }

func TestBasicTypesArriveAsTheyWere(t *testing.T) {
	c := basicsrpc.NewClient(bluebirdtest.Serve(t, basics.RegisterFuncs))
	returns(t, c.Add, []any{1.5, 2.25}, 3.75)
	returns(t, c.Next, []any{basics.Blue}, basics.Red)
	returns(t, c.Ping, nil)

	echoes(t, c.Integers, 0, int8(0), int16(0), int32(0), int64(0))
	echoes(t, c.Integers, math.MinInt, int8(math.MinInt8), int16(math.MinInt16), int32(math.MinInt32), int64(math.MinInt64))
	echoes(t, c.Integers, math.MaxInt, int8(math.MaxInt8), int16(math.MaxInt16), int32(math.MaxInt32), int64(math.MaxInt64))
	echoes(t, c.Unsigned, uint(0), uint8(0), uint16(0), uint32(0), uint64(0))
	echoes(t, c.Unsigned, uint(math.MaxUint), uint8(math.MaxUint8), uint16(math.MaxUint16), uint32(math.MaxUint32), uint64(math.MaxUint64))
	echoes(t, c.Others, true, float32(math.MaxFloat32), math.Inf(-1), complex64(1-2i), 3+4i, "a\x00\xff€", byte(255), 'ß')
	echoes(t, c.Others, false, float32(0), math.SmallestNonzeroFloat64, complex64(0), 0i, strings.Repeat("x", 70000), byte(0), rune(0))
	echoes(t, c.Named, basics.Yes(true), basics.Celsius(-273.15), basics.Green, basics.Rank(-1), basics.Word("w"), basics.Phase(1i))
	echoes(t, c.Bytes, []byte{1, 2}, basics.Text("text"), basics.Cells{3, 4}, basics.Hash{5}, basics.Board{8: 6}, [2]byte{7, 8})
	echoes(t, c.Bytes, []byte(nil), basics.Text(nil), basics.Cells(nil), basics.Hash{}, basics.Board{}, [2]byte{})
	echoes(t, c.Bytes, []byte{}, basics.Text{}, basics.Cells{}, basics.Hash{}, basics.Board{}, [2]byte{})
	echoes(t, c.Bytes, bytes.Repeat([]byte{9}, 1<<20), basics.Text(bytes.Repeat([]byte{8}, 1<<17)), make(basics.Cells, 1<<16), basics.Hash{}, basics.Board{}, [2]byte{})
}

func TestStructsArriveAsTheyWere(t *testing.T) {
	c := structsrpc.NewClient(bluebirdtest.Serve(t, structs.RegisterFuncs))
	ada := structs.Person{Name: "Ada", Age: 36, Home: geo.Point{X: 1, Y: 2}, Work: &geo.Point{X: 3}}
	ada.Contact.Phone = []string{"1", "2"}
	countess := ada
	countess.Name = "Countess"
	returns(t, c.Rename, []any{ada, "Countess"}, countess)

	box := geo.Box{Min: geo.Point{X: 1, Y: 1}, Max: geo.Point{X: 3, Y: 5}}
	returns(t, c.Center, []any{box}, geo.Point{X: 2, Y: 3})
	echoes(t, c.Derive, &structs.Derived{Base: structs.Base{ID: 7}, Corner: structs.Corner{X: 1}, Box: &box, Title: "t"})
	echoes(t, c.Derive, &structs.Derived{})
	echoes(t, c.Derive, (*structs.Derived)(nil))

	left, right := &structs.Tree{Value: 2}, &structs.Tree{Value: 3, Others: []structs.Tree{{Value: 4}, {}}}
	returns(t, c.Mirror,
		[]any{&structs.Tree{Value: 1, Left: left, Right: right, ByName: map[string]*structs.Tree{"x": left, "": nil}}},
		&structs.Tree{Value: 1, Left: right, Right: left, ByName: map[string]*structs.Tree{"x": left, "": nil}})
	returns(t, c.Plant, []any{structs.Forest{nil, {}, {{}, {nil}}}}, structs.Forest{{nil, {}, {{}, {nil}}}})
	echoes(t, c.Chain, structs.Odd{Next: &structs.Even{Number: 1, Next: &structs.Odd{Next: &structs.Even{Number: 2}}}})

	returns(t, c.Swap, []any{structs.Pair[int, string]{First: 1, Second: "two"}}, structs.Pair[string, int]{First: "two", Second: 1})
	pair := structs.Pair[geo.Point, []int]{First: geo.Point{X: 1}, Second: []int{1, 2, 3}}
	returns(t, c.Label, []any{"l", pair}, geo.Tagged[structs.Pair[geo.Point, []int]]{Label: "l", Value: pair})
	returns(t, c.Anonymous, []any{struct{ A, B int }{1, 2}}, struct{ Sum int }{3})
	echoes(t, c.Nothing, structs.Empty{})
	echoes(t, c.Widen, structs.Wide{A: 1, H: 8, ANameOfMoreThanThirtyTwoBytesIsWrittenInAnotherWay: "x"})
}

// Fields that are not sent do not arrive, and nothing else is in their place.
func TestIgnoredFieldIsNotSent(t *testing.T) {
	c := structsrpc.NewClient(bluebirdtest.Serve(t, structs.RegisterFuncs))
	got, err := c.Rename(t.Context(), structs.Person{Ignored: "secret"}, "x")
	if err != nil || got.Ignored != "" {
		t.Errorf("Ignored = %q, %v; want nothing", got.Ignored, err)
	}
}

func TestCyclicValueIsRefusedBeforeItIsSent(t *testing.T) {
	c := structsrpc.NewClient(bluebirdtest.Serve(t, structs.RegisterFuncs))
	ring := &structs.Tree{}
	ring.Left = ring
	if _, err := c.Mirror(t.Context(), ring); !errors.Is(err, bluebird.InvalidArgument) {
		t.Errorf("Mirror of a ring: %v, want InvalidArgument", err)
	}
}

func TestContainersArriveAsTheyWere(t *testing.T) {
	c := containersrpc.NewClient(bluebirdtest.Serve(t, containers.RegisterFuncs))
	item := containers.Item{Name: "n", Tags: []string{"a", ""}}

	echoes(t, c.Slices, []string{"a"}, [][]int{nil, {}, {1, 2}}, containers.Items{item, {}}, []*containers.Item{nil, &item}, []map[string]bool{nil, {}, {"x": true}}, [][]byte{nil, {}, {1}})
	echoes(t, c.Slices, []string(nil), [][]int(nil), containers.Items(nil), []*containers.Item(nil), []map[string]bool(nil), [][]byte(nil))
	echoes(t, c.Slices, []string{}, [][]int{}, containers.Items{}, []*containers.Item{}, []map[string]bool{}, [][]byte{})
	echoes(t, c.Arrays, [3]string{"a", "", "c"}, [2][2]int{{1, 2}, {3, 4}}, [1]containers.Item{item}, [0]containers.Item{}, [2][]string{nil, {}})
	echoes(t, c.Maps,
		map[string]int{"": 0, "a": 1}, map[int]containers.Item{-1: item}, map[containers.Key][]string{{Row: 1, Side: [2]bool{true}}: {"x"}, {}: nil},
		map[containers.Level]*containers.Item{"low": nil, "high": &item}, map[[2]uint8]bool{{1, 2}: true}, map[bool]map[float64]string{true: {0.5: "half"}, false: nil})
	echoes(t, c.Maps,
		map[string]int(nil), map[int]containers.Item(nil), map[containers.Key][]string(nil),
		map[containers.Level]*containers.Item{}, map[[2]uint8]bool{}, map[bool]map[float64]string{})

	word := pointer("w")
	echoes(t, c.Pointers, pointer(1), &item, &word, &[]int{1}, &map[string]*int{"a": pointer(2), "b": nil}, &[2]float32{1, 2}, pointer(pointer(&item)))
	echoes(t, c.Pointers, (*int)(nil), (*containers.Item)(nil), (**string)(nil), (*[]int)(nil), (*map[string]*int)(nil), (*[2]float32)(nil), (***containers.Item)(nil))
	echoes(t, c.Pointers, pointer(0), &containers.Item{}, new(*string), new([]int), new(map[string]*int), new([2]float32), pointer(new(*containers.Item)))
}

func TestServicesKeepTheirState(t *testing.T) {
	logger, counter := &services.Logger{}, new(services.Counter)
	conn := bluebirdtest.Serve(t, func(r bluebird.Registrar) {
		services.RegisterLogger(r, logger)
		services.RegisterStore(r, services.Mem{})
		services.RegisterCounter(r, counter)
	})
	var log servicesrpc.Logger = servicesrpc.NewLoggerClient(conn)
	for _, line := range []string{"one", "two", "three"} {
		if err := log.AddLog(t.Context(), line); err != nil {
			t.Fatal(err)
		}
	}
	returns(t, log.GetLog, []any{2}, []string{"two", "three"})
	if got, err := bluebird.Invoke[[]string](t.Context(), conn, "services.Logger.GetLog", bluebird.Args{}); err != nil || len(got) != 3 {
		t.Errorf("GetLog by name = %q, %v; want all lines", got, err)
	}

	store := servicesrpc.NewStoreClient(conn)
	if err := store.Put(t.Context(), "k", "v"); err != nil {
		t.Error(err)
	}
	returns(t, store.Get, []any{"k"}, "v", true)
	returns(t, store.Get, []any{"x"}, "", false)
	returns(t, store.Len, nil, 1)
	if err := store.Put(t.Context(), "", "v"); err == nil || !strings.Contains(err.Error(), "empty key") {
		t.Errorf("Put without a key: %v, want an error about it", err)
	}

	if got, err := servicesrpc.NewCounterClient(conn).Add(t.Context(), 3); got != 3 || *counter != 3 || err != nil {
		t.Errorf("Add(3) = %d, %v; want 3", got, err)
	}
}

func TestNamesDoNotClash(t *testing.T) {
	conn := bluebirdtest.Serve(t, func(r bluebird.Registrar) {
		names.RegisterFuncs(r)
		names.RegisterType(r, &names.Type{})
	})
	c, typ := namesrpc.NewClient(conn), namesrpc.NewTypeClient(conn)
	returns(t, c.Predeclared, []any{1., 2., 3., 4., 5., 6., 7., 8., 9.}, 45.)
	returns(t, c.Locals, []any{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}, 91)
	returns(t, c.Imports, []any{1, 2, 3, 4, 5}, 15)
	returns(t, c.Functions, []any{1, 2, 3, 4, 5, 6, 7}, 28)
	returns(t, c.Results, []any{1}, 1, 2, 3, 4, 5)
	returns(t, c.Blank, []any{1, 2, 3, time.Second}, 3)
	returns(t, c.TypeFunc, []any{1}, 1)
	returns(t, c.Packages, []any{namesCodec.Mode(1), firstV1.Spec{Name: "a"}, secondV1.Spec{Name: "b"}, namesClient.Options(2)},
		secondV1.Spec{Name: "a"}, firstV1.Spec{Name: "b"}, namesCodec.Mode(1), namesClient.Options(2))
	returns(t, typ.Func, []any{1}, 1)
	returns(t, typ.Range, []any{3, 1}, 2)

	pairs, why, n, none, err := c.Streams(t.Context(), slices.Values([]string{"\x01", "\x02"}), good[byte](3, 4), strings.NewReader("x"))
	if err != nil || n != 10 || none != nil {
		t.Errorf("Streams = %d, %v, %v; want 10, nil, nil", n, none, err)
	}
	for size, text := range pairs {
		if size.Länge != 1 || text != "x" {
			t.Errorf("Streams sends %v, %q", size, text)
		}
	}
	lazy, failed := c.Lazily(t.Context(), 1, 2, 3)
	if got := maps.Collect(lazy); got[6] != "x" || why() != nil || failed() != nil {
		t.Errorf("Lazily sends %v, %v, %v; want 6 and x", got, why(), failed())
	}
	text, err := c.Funcs(t.Context(), func() bool { return true },
		func(_ context.Context, a, b, c, d int) (string, error) { return fmt.Sprint(a, b, c, d), nil },
		func(_ context.Context, a, b, c, d, e, f int, _ names.Größe, more ...byte) (string, string, error) {
			return fmt.Sprint(a, b, c, d, e, f), fmt.Sprint(more), nil
		})
	if want := "1 2 3 41 2 3 4 5 6[7 8]"; text != want || err != nil {
		t.Errorf("Funcs = %q, %v; want %q", text, err, want)
	}

	size := names.Größe{Länge: 1, Unter: []names.Größe{{}}, Nach: map[float64]*names.Größe{2: {Breite: 3}}}
	echoes(t, c.Prüfe, size)
	returns(t, c.Types, []any{&size, time.Minute, "s", byte(1)},
		&names.Größe2{Größe: size, Zeit: time.Minute, Name: "s", Wert: 1}, time.Minute, "s", byte(1))
}

func TestCallersByNameGetDefaults(t *testing.T) {
	conn := bluebirdtest.Serve(t, defaults.RegisterFuncs)
	got, err := bluebird.Invoke[string](t.Context(), conn, "defaults.Greet", bluebird.Args{"greeting": "hello"})
	if want := "hello world!hello world!"; got != want || err != nil {
		t.Errorf("Greet = %q, %v; want %q", got, err, want)
	}
	measured, err := bluebird.Invoke[[]any](t.Context(), conn, "defaults.Measure", nil)
	if want := 5; len(measured) != want || err != nil {
		t.Errorf("Measure = %v, %v; want %d results", measured, err, want)
	}
	if _, err := bluebird.Invoke[string](t.Context(), conn, "defaults.Greet", nil); !errors.Is(err, bluebird.InvalidArgument) {
		t.Errorf("Greet without a greeting: %v, want InvalidArgument", err)
	}
	echoes(t, defaultsrpc.NewClient(conn).Measure, defaults.Unit("x"), float32(0), time.Duration(0), uint64(0), int8(0))
}

func TestEveryFormOfSignature(t *testing.T) {
	c := resultsrpc.NewClient(bluebirdtest.Serve(t, results.RegisterFuncs))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()

	returns(t, c.Nothing, nil)
	returns(t, c.Fail, []any{false})
	if err := c.Fail(ctx, true); err == nil || !strings.Contains(err.Error(), "negative") {
		t.Errorf("Fail(true) = %v, want an error about negative", err)
	}
	if ok, err := c.Deadline(ctx); !ok || err != nil {
		t.Errorf("Deadline = %v, %v; want true", ok, err)
	}
	returns(t, c.Divide, []any{7, 2}, 3, 1)
	if q, r, err := c.Divide(ctx, 1, 0); q != 0 || r != 0 || err == nil {
		t.Errorf("Divide(1, 0) = %d, %d, %v; want an error", q, r, err)
	}
	returns(t, c.Many, []any{2}, 2, "n", true, []string{"n"}, map[string]int{"n": 2}, pointer(2), [2]string{"n", "n"}, struct{ N int }{2})
	a, b, yes, d, e, f, g, h, err := c.Many(ctx, -1)
	if a != 0 || b != "" || yes || d != nil || e != nil || f != nil || g != [2]string{} || h.N != 0 || err == nil {
		t.Errorf("Many(-1) = %v %q %v %q %v %v %q %v %v; want an error and zeros", a, b, yes, d, e, f, g, h, err)
	}
	returns(t, c.Sum, []any{1}, 1)
	returns(t, c.Sum, []any{1, 2, 3}, 6)
	returns(t, c.Join, []any{"a", "b"}, "a b")
	returns(t, c.Concat, []any{[]byte("a"), byte('b'), byte('c')}, []byte("abc"))
	returns(t, c.Blanks, nil, 1, "two", true)
}

func TestTypesOfPackageMainAreCopied(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	program := filepath.Join(t.TempDir(), "copied")
	if out, err := goCommand(root, "build", "-o", program, "./testdata/ok/copied"); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	server := exec.CommandContext(t.Context(), program)
	server.Stderr = t.Output()
	stdout, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Process.Kill()
		server.Wait()
	})
	address, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	conn, err := bluebird.Dial(t.Context(), strings.TrimSpace(address))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	c := copiedrpc.NewClient(conn)
	shape := copiedrpc.Shape{
		Name: "s", Fill: copiedrpc.Green, Opacity: copiedrpc.Third, At: copiedrpc.Place{X: 1}, Made: time.Unix(1, 2).UTC(),
		Parts: []copiedrpc.Shape{{Name: copiedrpc.Shape{}.Name}}, Notes: map[copiedrpc.Phrase]copiedrpc.Answer{copiedrpc.Golden: copiedrpc.Yes},
	}
	shape.Odd.Phase, shape.Odd.Count = copiedrpc.Turn, copiedrpc.Large
	blue := shape
	blue.Fill = copiedrpc.Blue
	returns(t, c.Paint, []any{shape, copiedrpc.Blue}, blue)
	returns(t, c.Mark, []any{&shape, 'x'}, copiedrpc.Marked{Shape: &shape, Mark: 'x'})
	frame := copiedrpc.Frame{Spot: &copiedrpc.Spot{X: 1}, Tags: copiedrpc.Tags{"a": copiedrpc.Red}, Width: 4, Style: "dotted"}
	frame.Inner.Depth = 3
	grains := []copiedrpc.Grain{7, 8}
	framed, two, err := c.Frames(t.Context(), frame, struct{ copiedrpc.Tags }{copiedrpc.Tags{"b": copiedrpc.Blue}}, grains)
	if want := "2 map[a:0 b:2] 8 dotted {{0 1} 3} [7 8]\n"; err != nil || fmt.Sprintln(framed.X, framed.Tags, framed.Width, framed.Style, framed.Inner, two) != want {
		t.Errorf("Frames = %+v, %v, %v; want %s", framed, two, err, want)
	}
	words := map[copiedrpc.Color]string{}
	scraps, failed := c.Follow(t.Context(), func(yield func(copiedrpc.Shape) bool) { _ = yield(shape) && yield(blue) },
		func(h copiedrpc.Hint) copiedrpc.Mood { return copiedrpc.Mood(h.Text + "!") })
	for color, scrap := range scraps {
		words[color] = string(scrap.Mood)
	}
	if failed() != nil || words[copiedrpc.Green] != "s!" || words[copiedrpc.Blue] != "s!" {
		t.Errorf("Follow sends %v, %v; want s! for each", words, failed())
	}
	if n, err := copiedrpc.NewCanvasClient(conn).Draw(t.Context(), shape); n != 1 || err != nil {
		t.Errorf("Draw = %d, %v; want 1", n, err)
	}
	if err := c.Fail(t.Context(), "dark"); !errors.Is(err, copiedrpc.ErrDark) || err.Error() != "paint: too dark" {
		t.Errorf("Fail(dark) = %v; want %v", err, copiedrpc.ErrDark)
	}
	if err := c.Fail(t.Context(), "empty"); !errors.Is(err, copiedrpc.ErrDark) || !errors.Is(err, copiedrpc.ErrEmpty) || err.Error() != "empty: too dark\na tear of 5" {
		t.Errorf("Fail(empty) = %v; want %v", err, copiedrpc.ErrEmpty)
	}
	for kind, want := range map[string][]error{
		"blind": {copiedrpc.ErrBlind, copiedrpc.ErrDark}, "gone": {copiedrpc.ErrGone, fs.ErrNotExist}, "busy": {copiedrpc.ErrBusy, bluebird.Unavailable},
		"torn": {copiedrpc.ErrTear}, "empty": {copiedrpc.ErrEmpty, copiedrpc.ErrDark},
	} {
		err := c.Fail(t.Context(), kind)
		for _, target := range want {
			if !errors.Is(err, target) || !errors.Is(want[0], target) {
				t.Errorf("Fail(%s) = %v; want %v, as is %v", kind, err, target, want[0])
			}
		}
	}
	if err := c.Fail(t.Context(), "tear"); err == nil || err.Error() != "a tear of 5" || errors.Is(err, copiedrpc.ErrDark) {
		t.Errorf("Fail(tear) = %v; want its text", err)
	}
}

// Constants of copied types are exactly what they were.
func TestConstantsAreCopiedExactly(t *testing.T) {
	if got, want := float64(copiedrpc.Third), float64(float32(1.0/3)); got != want {
		t.Errorf("Third = %v, want %v", got, want)
	}
	if got, want := copiedrpc.Golden, copiedrpc.Phrase("say \"`so`\"\n"); got != want {
		t.Errorf("Golden = %q, want %q", got, want)
	}
	if got, want := new(big.Int).SetUint64(uint64(copiedrpc.Large)), new(big.Int).SetUint64(math.MaxUint64); got.Cmp(want) != 0 {
		t.Errorf("Large = %v, want %v", got, want)
	}
	if copiedrpc.Turn != 1-2i || !copiedrpc.Yes || copiedrpc.Blue != 2 {
		t.Errorf("Turn, Yes, Blue = %v, %v, %v; want 1-2i, true, 2", copiedrpc.Turn, copiedrpc.Yes, copiedrpc.Blue)
	}
}

func TestClientWithoutTheServersPackage(t *testing.T) {
	c := clientonlyrpc.NewClient(bluebirdtest.Serve(t, clientonly.RegisterFuncs))
	if got, err := c.Walk(t.Context(), 1.5, 4*time.Second); got != 6 || err != nil {
		t.Errorf("Walk = %v, %v; want 6", got, err)
	}
}

func TestInstantsArriveAsTheyWere(t *testing.T) {
	c := timesrpc.NewClient(bluebirdtest.Serve(t, times.RegisterFuncs))
	at := time.Date(2026, 2, 3, 4, 5, 6, 7, time.UTC)
	event := times.Event{At: at, Takes: time.Hour, Ends: &at, On: time.Sunday}
	later := event
	later.At = at.Add(time.Hour)
	returns(t, c.Shift, []any{event, time.Hour}, later)
	returns(t, c.Add, []any{time.Second, at, time.Time{}}, []time.Time{at.Add(time.Second), time.Time{}.Add(time.Second)})
	returns(t, c.Next, []any{time.December}, time.January)
	echoes(t, c.ByMonth, map[time.Month][]time.Duration{time.May: {1, 2}, time.June: nil})

	berlin := at.In(time.FixedZone("", 3600))
	if got, err := c.Shift(t.Context(), times.Event{At: berlin}, 0); !got.At.Equal(at) || err != nil {
		t.Errorf("Shift = %v, %v; want the instant %v", got.At, err, at)
	}
}

func TestNumbersArriveAsTheyWere(t *testing.T) {
	c := blocksrpc.NewClient(bluebirdtest.Serve(t, blocks.RegisterFuncs))
	returns(t, c.Scale, []any{[]float64{1, 2}, 2.}, []float64{2, 4})
	for _, n := range []int{0, 1, 7, 8, 1000, 100_000} {
		echoes(t, c.Integers, sequence[int](n), sequence[int8](n), sequence[int16](n), sequence[int32](n), sequence[int64](n))
		echoes(t, c.Unsigned, sequence[uint](n), sequence[uint8](n), sequence[uint16](n), sequence[uint32](n), sequence[uint64](n))
		echoes(t, c.Others, sequence[float32](n), make([]complex64, n), make([]complex128, n), sequence[blocks.Degree](n), blocks.Vector(sequence[float64](n)), [10]float64{1, 9: 2}, [3]blocks.Degree{1, 2, 3})
	}
	echoes(t, c.Integers, []int(nil), []int8(nil), []int16(nil), []int32(nil), []int64(nil))
	returns(t, c.Transpose,
		[]any{blocks.Matrix{Rows: 2, Columns: 4, Values: []float64{1, 2, 3, 4, 5, 6, 7, 8}}},
		&blocks.Matrix{Rows: 4, Columns: 2, Values: []float64{1, 5, 2, 6, 3, 7, 4, 8}})
}

// sequence returns n numbers that differ from each other, as far as T can tell.
func sequence[T int | int8 | int16 | int32 | int64 | uint | uint8 | uint16 | uint32 | uint64 | float32 | float64 | blocks.Degree](n int) []T {
	s := make([]T, n)
	for i := range s {
		s[i] = T(i)
	}
	return s
}
