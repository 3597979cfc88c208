package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/bluebird-rpc/bluebird/testdata/ok/flows"
	"github.com/bluebird-rpc/bluebird/testdata/ok/flows/far"
	"github.com/bluebird-rpc/bluebird/testdata/ok/flows/flowsrpc"
)

// TestFlowsArrive calls every function of testdata/ok/flows, and compares what comes back with what was sent.
func TestFlowsArrive(t *testing.T) {
	conn, ctx := bluebirdtest.Serve(t, flows.RegisterFuncs), t.Context()
	c := flowsrpc.NewClient(conn)
	same := func(what string, got, want any) {
		t.Helper()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %#v, want %#v", what, got, want)
		}
	}
	check := func(what string, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}

	same("Count", items(t, c.Count(ctx, 3)), []int{0, 1, 2})
	same("Tick", items(t, c.Tick(ctx, 3)), []int{0, 1, 2})
	same("Upper", items(t, c.Upper(ctx, good("a", "b"))), []string{"A", "B"})
	lines := []flows.Line{{Number: 0, Text: "line 0", Tags: []string{}}, {Number: 1, Text: "line 1", Tags: []string{}}}
	same("Lines", items(t, c.Lines(ctx, 2, -1)), lines)
	n := 0
	for line, err := range c.Lines(ctx, 5, 1) {
		if n == 0 {
			same("Lines", line, lines[0])
		} else if !errors.Is(err, flows.ErrOdd) {
			t.Errorf("Lines: %v", err)
		}
		n++
	}
	same("Lines up to an error", n, 2)
	seq, why := c.Births(ctx)
	same("Births", maps.Collect(seq), map[string]int{"Ada": 1815, "Alan": 1912})
	check("Births", why())
	points, why := c.Named(ctx, errors.New("a"), errors.New("b"))
	same("Named", fmt.Sprint(maps.Collect(points)), "map[{0 0}:[{0 a []}] {1 0}:[{0 b []}]]")
	check("Named", why())

	sum, err := c.Sum(ctx, slices.Values([]float64{1, 2.5}))
	same("Sum", sum, 3.5)
	check("Sum", err)
	number, last, err := c.Checksum(ctx, good(lines...))
	same("Checksum", fmt.Sprint(number, last), "1line 1")
	check("Checksum", err)
	_, _, err = c.Checksum(ctx, func(yield func(flows.Line, error) bool) { yield(flows.Line{}, flows.ErrOdd) })
	if !errors.Is(err, flows.ErrOdd) {
		t.Errorf("Checksum of what breaks off: %v", err)
	}
	name, age, err := c.Oldest(ctx, maps.All(map[string]int{"a": 1, "b": 3}))
	same("Oldest", fmt.Sprint(name, age), "b3")
	check("Oldest", err)
	total, err := c.Drain(ctx, channel(1, 2, 3))
	same("Drain", total, 6)
	check("Drain", err)

	size, err := c.Upload(ctx, "a", strings.NewReader("12345"))
	same("Upload", size, int64(5))
	check("Upload", err)
	text, err := c.Twice(ctx, io.NopCloser(strings.NewReader("ab")), strings.NewReader("cd"))
	same("Twice", text, "abcd")
	check("Twice", err)
	same("Download", contents(t)(c.Download(ctx, "text")), "text")
	if _, err = c.Download(ctx, ""); !errors.Is(err, flows.ErrOdd) {
		t.Errorf("Download: %v", err)
	}
	same("Open", contents(t)(c.Open(ctx, 3)), "xxx")
	var out, more bytes.Buffer
	check("Export", c.Export(ctx, &out, 3))
	same("Export", out.String(), "0\n1\n2\n")
	out.Reset()
	both, err := c.Split(ctx, strings.NewReader("abc"), &out, &more)
	same("Split", fmt.Sprint(both, out.String(), more.String()), "trueabcabc")
	check("Split", err)
	both, err = c.Split(ctx, nil, nil, &more)
	same("Split without a reader", both, false)
	check("Split", err)

	var epochs []int
	text, err = c.Train(ctx, 3, func(epoch int, loss float64) error { epochs = append(epochs, epoch); return nil })
	same("Train", fmt.Sprint(text, epochs), "trained[0 1 2]")
	check("Train", err)
	if _, err = c.Train(ctx, 3, func(int, float64) error { return flows.ErrOdd }); !errors.Is(err, flows.ErrOdd) {
		t.Errorf("Train: %v", err)
	}
	told := -1
	best, err := c.Ask(ctx, 4, func(a, b int) bool { return a > b && a != 3 }, func(n int) { told = n })
	same("Ask", fmt.Sprint(best, told), "2 2")
	check("Ask", err)
	visit := func(_ context.Context, line *flows.Line, tags ...string) (flows.Line, bool, error) {
		return flows.Line{Number: line.Number + 1, Tags: tags}, line.Number < 3, nil
	}
	reported := 0
	walked, err := c.Walk(ctx, visit, func(far.Point, int) (bool, error) { return false, nil }, func(int, int) error { reported++; return nil })
	tags := []string{"a", "b"}
	same("Walk", walked, []flows.Line{{Number: 2, Tags: tags}, {Number: 3, Tags: tags}, {Number: 4, Tags: tags}})
	same("Walk", reported, 3)
	check("Walk", err)
	blank, err := c.Blank(ctx, 1, nil, func(a, b, c, d, e int) int { return a*10000 + b*1000 + c*100 + d*10 + e }, nil)
	same("Blank", blank, 11234)
	check("Blank", err)

	out.Reset()
	shout := func(word string) (string, error) { return word + "!", nil }
	echo, n, ages, agesErr, body, later, err := c.Mixed(ctx, ">", good("a", "b"), strings.NewReader("body"), &out, shout, channel(1, 2), 3, 4)
	check("Mixed", err)
	if err == nil {
		same("Mixed", items(t, echo), []string{">a!", ">b!"})
		same("Mixed", n, 10)
		same("Mixed", maps.Collect(ages), map[string]int{">": 10})
		check("Mixed", agesErr())
		same("Mixed", contents(t)(body, nil), "body")
		same("Mixed", items(t, later), []int{10})
		same("Mixed", out.String(), "body")
	}
	all, h, i, _, reader, err := c.Nothing(ctx, nil, nil, nil, nil, nil, nil, nil)
	same("Nothing", fmt.Sprint(all, h == nil, i == nil, reader == nil, err), "true true true true <nil>")
}

// TestItemsOfEveryKindArrive sends items whose types are of every kind there and back.
func TestItemsOfEveryKindArrive(t *testing.T) {
	conn, ctx := bluebirdtest.Serve(t, flows.RegisterFuncs), t.Context()
	c := flowsrpc.NewClient(conn)
	at := time.Date(2020, 2, 3, 4, 5, 6, 7, time.UTC)
	numbers := []struct{ N int }{{1}, {2}}
	a, b, cc, d, e, f, g, h, i, j, k, l, m, n, err := c.Items(ctx, slices.Values([]flows.Celsius{1.5}), slices.Values([][]byte{{1}, {}, nil}),
		slices.Values([][]byte{}), slices.Values([]flows.Raw{{2}}), slices.Values([]flows.Shape{flows.Circle{Radius: 1}, &flows.Square{Side: 2}, nil}),
		slices.Values([]error{flows.ErrOdd, nil}), slices.Values([]any{int64(1), "x", nil}), slices.Values([]*flows.Line{{Number: 3}, nil}),
		slices.Values([]map[string]int{{"a": 1}, nil}), slices.Values([][2]int{{1, 2}}), slices.Values([]time.Time{at}), slices.Values(numbers),
		slices.Values([][]float64{{1, 2}, nil}), slices.Values([]far.Number{4}))
	if err != nil {
		t.Fatal(err)
	}
	errs := items(t, f)
	for what, got := range map[string][2]any{
		"a": {items(t, a), []flows.Celsius{1.5}}, "b": {items(t, b), [][]byte{{1}, {}, nil}}, "c": {items(t, cc), [][]byte(nil)},
		"d": {items(t, d), []flows.Raw{{2}}}, "e": {items(t, e), []flows.Shape{flows.Circle{Radius: 1}, &flows.Square{Side: 2}, nil}},
		"g": {items(t, g), []any{int64(1), "x", nil}}, "h": {items(t, h), []*flows.Line{{Number: 3}, nil}},
		"i": {items(t, i), []map[string]int{{"a": 1}, nil}}, "j": {items(t, j), [][2]int{{1, 2}}}, "k": {items(t, k)[0].Equal(at), true},
		"l": {items(t, l), numbers}, "m": {items(t, m), [][]float64{{1, 2}, nil}}, "n": {items(t, n), []far.Number{4}},
		"f": {fmt.Sprint(errors.Is(errs[0], flows.ErrOdd), errs[1:]), "true [<nil>]"},
	} {
		if !reflect.DeepEqual(got[0], got[1]) {
			t.Errorf("%s: %#v, want %#v", what, got[0], got[1])
		}
	}

	pairs := func(yield func(flows.Celsius, flows.Line) bool) {
		_ = yield(1, flows.Line{Number: 1}) && yield(2, flows.Line{Number: 2})
	}
	r0, err0, r1, err1, r2, err2, err := c.Couples(ctx, pairs, good[flows.Shape](nil, flows.Circle{}),
		func(yield func([2]int, any) bool) { yield([2]int{1, 2}, "x") }, func(yield func(far.Number, []byte) bool) { yield(3, []byte{1}) })
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(maps.Collect(r0), maps.Collect(r1), err0(), err1())
	for k, b := range r2 {
		got += fmt.Sprint(k, b, err2())
	}
	if want := "map[1:{1  []} 2:{2  []}] map[[1 2]:x] <nil> <nil>3 [1] <nil>"; got != want {
		t.Errorf("Couples: %s, want %s", got, want)
	}
}

// TestTypesOfTheirOwnFlow calls what takes and returns iterators, channels and funcs to whose types the user has given names.
func TestTypesOfTheirOwnFlow(t *testing.T) {
	conn, ctx := bluebirdtest.Serve(t, flows.RegisterFuncs), t.Context()
	c := flowsrpc.NewClient(conn)
	words, checked, ages, _, ticks, lines, points, some, err := c.Defined(ctx, slices.Values([]string{"a"}), good("b"), maps.All(map[string]int{"c": 1}),
		channel(1, 2), slices.Values([]flows.Line{{Number: 1}}), slices.Values([]far.Point{{X: 1}}), slices.Values([]int{5}))
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(items(t, words), checked == nil, maps.Collect(ages), items(t, ticks), items(t, lines), items(t, points), items(t, some))
	if want := "[a] true map[c:1] [1 2] [{1  []}] [{1 0}] [5]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// TestServicesFlow calls a struct and an interface.
func TestServicesFlow(t *testing.T) {
	ctx := t.Context()
	conn := bluebirdtest.Serve(t, func(r bluebird.Registrar) {
		flows.RegisterHub(r, new(flows.Hub))
		flows.RegisterStore(r, shelf{"a": "1", "b": "2"})
	})
	hub := flowsrpc.NewHubClient(conn)
	if n, err := hub.Publish(ctx, "t", slices.Values([]string{"x", "y"})); n != 2 || err != nil {
		t.Errorf("Publish = %d, %v", n, err)
	}
	got := items(t, hub.Subscribe(ctx, "t"))
	if err := hub.Each(ctx, "t", func(m string) { got = append(got, m) }); err != nil {
		t.Error(err)
	}
	if !slices.Equal(got, []string{"x", "y", "x", "y"}) {
		t.Errorf("Hub has %q", got)
	}
	store := flowsrpc.NewStoreClient(conn)
	if n, err := store.Put(ctx, "c", strings.NewReader("345")); n != 3 || err != nil {
		t.Errorf("Put = %d, %v", n, err)
	}
	keys := items(t, store.Keys(ctx, ""))
	all, why := store.All(ctx)
	var seen []string
	err := store.Watch(ctx, func(key string) error { seen = append(seen, key); return nil })
	if text := fmt.Sprint(slices.Sorted(slices.Values(keys)), maps.Collect(all), why(), contents(t)(store.Get(ctx, "c")), len(seen), err); text !=
		"[a b c] map[a:[49] b:[50] c:[51 52 53]] <nil>3453 <nil>" {
		t.Errorf("Store has %s", text)
	}
}

// shelf is a flows.Store.
type shelf map[string]string

func (s shelf) Keys(string) iter.Seq[string] { return maps.Keys(s) }

func (s shelf) All() iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for k, v := range s {
			if !yield(k, []byte(v)) {
				return
			}
		}
	}
}

func (s shelf) Get(_ context.Context, key string) (io.ReadCloser, error) {
	return io.NopCloser(strings.NewReader(s[key])), nil
}

func (s shelf) Put(key string, r io.Reader) (int64, error) {
	b, err := io.ReadAll(r)
	s[key] = string(b)
	return int64(len(b)), err
}

func (s shelf) Watch(_ context.Context, changed func(key string) error) error {
	for k := range s {
		if err := changed(k); err != nil {
			return err
		}
	}
	return nil
}

// items collects what a stream yields, which has no error.
func items[T any](t *testing.T, seq iter.Seq2[T, error]) (list []T) {
	t.Helper()
	for v, err := range seq {
		if err != nil {
			t.Error(err)
			break
		}
		list = append(list, v)
	}
	return list
}

// good is a stream without errors.
func good[T any](values ...T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range values {
			if !yield(v, nil) {
				return
			}
		}
	}
}

// channel is a closed channel with values.
func channel[T any](values ...T) <-chan T {
	ch := make(chan T, len(values))
	for _, v := range values {
		ch <- v
	}
	close(ch)
	return ch
}

// contents reads what a method returns.
func contents(t *testing.T) func(io.ReadCloser, error) string {
	return func(r io.ReadCloser, err error) string {
		t.Helper()
		if err != nil {
			t.Error(err)
			return ""
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Error(err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		return string(b)
	}
}
