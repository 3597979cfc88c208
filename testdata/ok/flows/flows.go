// Package flows has every form of what flows beside arguments and results.
package flows

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/bluebird-rpc/bluebird/testdata/ok/flows/far"
)

// ErrOdd breaks off streams.
var ErrOdd = errors.New("odd")

// Line is an item.
type Line struct {
	Number int
	Text   string
	Tags   []string
}

// Shape is an item of one of several types.
type Shape interface{ shape() }

// Circle is a Shape.
type Circle struct{ Radius float64 }

// Square is a Shape.
type Square struct{ Side float64 }

func (Circle) shape()  {}
func (*Square) shape() {}

// These types have names of their own.
type (
	Celsius float64
	Raw     []byte
	Words   iter.Seq[string]
	Checked iter.Seq2[string, error]
	Ages    func(yield func(string, int) bool)
	Ticks   <-chan int
	Alias   = iter.Seq[Line]
	Report  func(done, total int) error
)

// Count returns the numbers below n.
//
//bluebird:rpc
func Count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

// Lines returns n lines; one with an error is the last.
//
//bluebird:rpc
func Lines(ctx context.Context, n, bad int) (lines iter.Seq2[Line, error]) {
	return func(yield func(Line, error) bool) {
		for i := range n {
			if i == bad {
				yield(Line{}, fmt.Errorf("line %d: %w", i, ErrOdd))
				return
			}
			if !yield(Line{Number: i, Text: fmt.Sprint("line ", i), Tags: []string{}}, ctx.Err()) {
				return
			}
		}
	}
}

// Births returns names with years.
//
//bluebird:rpc
func Births() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) { _ = yield("Ada", 1815) && yield("Alan", 1912) }
}

// Named returns pairs and is lazy all the same.
//
//bluebird:rpc
func Named(err ...error) (m iter.Seq2[far.Point, []Line]) {
	return func(yield func(far.Point, []Line) bool) {
		for i, e := range err {
			if !yield(far.Point{X: i}, []Line{{Text: e.Error()}}) {
				return
			}
		}
	}
}

// Tick sends the numbers below n.
//
//bluebird:rpc
func Tick(ctx context.Context, n int) <-chan int {
	ticks := make(chan int)
	go func() {
		defer close(ticks)
		for i := range n {
			select {
			case ticks <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	return ticks
}

// Sum adds up.
//
//bluebird:rpc
func Sum(amounts iter.Seq[float64]) (total float64) {
	for a := range amounts {
		total += a
	}
	return total
}

// Checksum adds up until there is an error.
//
//bluebird:rpc
func Checksum(ctx context.Context, lines iter.Seq2[Line, error]) (n int, last string, err error) {
	for line, err := range lines {
		if err != nil {
			return n, last, err
		}
		n, last = n+line.Number, line.Text
	}
	return n, last, nil
}

// Oldest finds the largest of the ages.
//
//bluebird:rpc
func Oldest(ages iter.Seq2[string, int]) (name string, age int) {
	for n, a := range ages {
		if a > age {
			name, age = n, a
		}
	}
	return name, age
}

// Drain adds up what comes from a channel.
//
//bluebird:rpc
func Drain(ctx context.Context, numbers <-chan int) (int, error) {
	total := 0
	for {
		select {
		case n, ok := <-numbers:
			if !ok {
				return total, nil
			}
			total += n
		case <-ctx.Done():
			return total, ctx.Err()
		}
	}
}

// Upper returns what it is sent in capital letters.
//
//bluebird:rpc
func Upper(words iter.Seq2[string, error]) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for word, err := range words {
			if !yield(strings.ToUpper(word), err) {
				return
			}
		}
	}
}

// Items takes and returns streams of all sorts of items.
//
//bluebird:rpc
func Items(a iter.Seq[Celsius], b, c iter.Seq[[]byte], d iter.Seq[Raw], e iter.Seq[Shape], f iter.Seq[error], g iter.Seq[any], h iter.Seq[*Line],
	i iter.Seq[map[string]int], j iter.Seq[[2]int], k iter.Seq[time.Time], l iter.Seq[struct{ N int }], m iter.Seq[[]float64], n iter.Seq[far.Number]) (
	iter.Seq2[Celsius, error], iter.Seq[[]byte], iter.Seq[[]byte], iter.Seq[Raw], iter.Seq[Shape], iter.Seq[error], iter.Seq[any], iter.Seq[*Line],
	iter.Seq[map[string]int], iter.Seq[[2]int], iter.Seq[time.Time], iter.Seq[struct{ N int }], iter.Seq[[]float64], iter.Seq[far.Number]) {
	as := slices.Collect(a)
	return func(yield func(Celsius, error) bool) {
			for _, v := range as {
				if !yield(v, nil) {
					return
				}
			}
		}, all(b), all(c), all(d), all(e), all(f), all(g), all(h),
		all(i), all(j), all(k), all(l), all(m), all(n)
}

// all collects what comes before the handler has returned.
func all[T any](seq iter.Seq[T]) iter.Seq[T] { return slices.Values(slices.Collect(seq)) }

// Couples takes and returns pairs of all sorts.
//
//bluebird:rpc
func Couples(a iter.Seq2[Celsius, Line], b iter.Seq2[Shape, error], c iter.Seq2[[2]int, any], d iter.Seq2[far.Number, []byte]) (
	iter.Seq2[Celsius, Line], iter.Seq2[[2]int, any], iter.Seq2[far.Number, []byte], error) {
	for _, err := range b {
		if err != nil {
			return nil, nil, nil, err
		}
	}
	return couples(a), couples(c), couples(d), nil
}

func couples[K, V any](seq iter.Seq2[K, V]) iter.Seq2[K, V] {
	var keys []K
	var values []V
	for k, v := range seq {
		keys, values = append(keys, k), append(values, v)
	}
	return func(yield func(K, V) bool) {
		for i, k := range keys {
			if !yield(k, values[i]) {
				return
			}
		}
	}
}

// Defined takes and returns types with names of their own.
//
//bluebird:rpc
func Defined(ctx context.Context, words Words, checked Checked, ages Ages, ticks Ticks, lines Alias, points far.Points, some far.Of[int]) (
	Words, Checked, Ages, Ticks, Alias, far.Points, far.Of[int], error) {
	w := slices.Collect(iter.Seq[string](words))
	for _, err := range checked {
		if err != nil {
			return nil, nil, nil, nil, nil, nil, nil, err
		}
	}
	a := maps.Collect(iter.Seq2[string, int](ages))
	copied := make(chan int, 100)
	for t := range ticks {
		copied <- t
	}
	close(copied)
	return Words(slices.Values(w)), nil, Ages(maps.All(a)), copied, all(lines), far.Points(all(iter.Seq[far.Point](points))), far.Of[int](all(iter.Seq[int](some))), nil
}

// Upload returns how many bytes it reads.
//
//bluebird:rpc
func Upload(name string, r io.Reader) (int64, error) { return io.Copy(io.Discard, r) }

// Source has the methods of a reader.
type Source interface{ Read([]byte) (int, error) }

// Twice reads from two readers, and closes one.
//
//bluebird:rpc
func Twice(a interface{ io.ReadCloser }, b Source) (string, error) {
	defer a.Close()
	first, err := io.ReadAll(a)
	if err != nil {
		return "", err
	}
	second, err := io.ReadAll(b)
	return string(first) + string(second), err
}

// Download returns text.
//
//bluebird:rpc
func Download(text string) (io.ReadCloser, error) {
	if text == "" {
		return nil, ErrOdd
	}
	return io.NopCloser(strings.NewReader(text)), nil
}

// Open returns a reader and nothing else.
//
//bluebird:rpc
func Open(size int) (r io.ReadCloser) {
	return io.NopCloser(strings.NewReader(strings.Repeat("x", size)))
}

// Export writes n lines.
//
//bluebird:rpc
func Export(ctx context.Context, w io.Writer, n int) error {
	for i := range n {
		if _, err := fmt.Fprintln(w, i); err != nil {
			return err
		}
	}
	return nil
}

// Split copies from a reader to two writers, as far as they are there.
//
//bluebird:rpc
func Split(r io.Reader, w, v io.Writer) (both bool, err error) {
	to := []io.Writer{}
	for _, x := range []io.Writer{w, v} {
		if x != nil {
			to = append(to, x)
		}
	}
	if r == nil {
		return len(to) == 2, nil
	}
	_, err = io.Copy(io.MultiWriter(to...), r)
	return len(to) == 2, err
}

// Train calls back with an error.
//
//bluebird:rpc
func Train(ctx context.Context, epochs int, progress func(epoch int, loss float64) error) (string, error) {
	for i := range epochs {
		if err := progress(i, 1/float64(i+1)); err != nil {
			return "", fmt.Errorf("epoch %d: %w", i, err)
		}
	}
	return "trained", nil
}

// Ask calls back with neither context nor error.
//
//bluebird:rpc
func Ask(n int, better func(a, b int) bool, told func(best int)) int {
	best := 0
	for i := range n {
		if better(i, best) {
			best = i
		}
	}
	if told != nil {
		told(best)
	}
	return best
}

// Walk calls back with a context, several results and an error.
//
//bluebird:rpc
func Walk(ctx context.Context, visit func(ctx context.Context, line *Line, tags ...string) (next Line, more bool, err error), seen far.Visit, report Report) ([]Line, error) {
	var lines []Line
	at := &Line{Number: 1}
	for {
		next, more, err := visit(ctx, at, "a", "b")
		if err != nil {
			return lines, err
		}
		lines = append(lines, next)
		if stop, err := seen(far.Point{X: next.Number}, len(lines)); stop || err != nil {
			return lines, err
		}
		if err := report(len(lines), 3); err != nil || !more {
			return lines, err
		}
		at = &next
	}
}

// Blank has callbacks whose parameters have no names, or those of others.
//
//bluebird:rpc
func Blank(ctx context.Context, call int, _ func(int, string) error, done func(call, in, ctx, done, _ int) (r0 int), _ func(context.Context)) (remote int, ok error) {
	return done(call, 1, 2, 3, 4), nil
}

// Mixed has all of them at once.
//
//bluebird:rpc
func Mixed(ctx context.Context, prefix string, words iter.Seq2[string, error], r io.Reader, w io.Writer, each func(word string) (string, error), ticks <-chan int, rest ...int) (
	echo iter.Seq2[string, error], n int, ages iter.Seq2[string, int], body io.ReadCloser, later <-chan int, err error) {
	var heard []string
	for word, err := range words {
		if err != nil {
			return nil, 0, nil, nil, nil, err
		}
		word, err = each(prefix + word)
		if err != nil {
			return nil, 0, nil, nil, nil, err
		}
		heard = append(heard, word)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		return nil, 0, nil, nil, nil, err
	}
	if _, err := w.Write(text); err != nil {
		return nil, 0, nil, nil, nil, err
	}
	for t := range ticks {
		n += t
	}
	for _, x := range rest {
		n += x
	}
	back := make(chan int, 1)
	back <- n
	close(back)
	echo = func(yield func(string, error) bool) {
		for _, word := range heard {
			if !yield(word, nil) {
				return
			}
		}
	}
	return echo, n, maps.All(map[string]int{prefix: n}), io.NopCloser(strings.NewReader(string(text))), back, nil
}

// Nothing has results that are not there.
//
//bluebird:rpc
func Nothing(a iter.Seq[int], b iter.Seq2[string, error], c iter.Seq2[int, int], d io.Reader, e io.ReadCloser, f io.Writer, g func()) (
	all bool, h iter.Seq[int], i iter.Seq2[int, int], j io.ReadCloser, err error) {
	return a == nil && b == nil && c == nil && d == nil && e == nil && f == nil && g == nil, nil, nil, nil, nil
}

// Hub keeps topics.
//
//bluebird:service
type Hub struct{ topics map[string][]string }

// Publish adds to a topic.
func (h *Hub) Publish(topic string, messages iter.Seq[string]) (n int) {
	if h.topics == nil {
		h.topics = map[string][]string{}
	}
	for m := range messages {
		h.topics[topic] = append(h.topics[topic], m)
		n++
	}
	return n
}

// Subscribe returns what is in a topic.
//
//bluebird:idempotent
func (h *Hub) Subscribe(topic string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		if h.topics[topic] == nil {
			yield("", fmt.Errorf("topic %s: %w", topic, ErrOdd))
			return
		}
		for _, m := range h.topics[topic] {
			if !yield(m, nil) {
				return
			}
		}
	}
}

// Each calls back with what is in a topic.
func (h *Hub) Each(topic string, f func(string)) {
	for _, m := range h.topics[topic] {
		f(m)
	}
}

// Store is implemented by whoever likes.
//
//bluebird:service
type Store interface {
	Keys(prefix string) iter.Seq[string]
	All() iter.Seq2[string, []byte]
	Get(ctx context.Context, key string) (io.ReadCloser, error)
	Put(key string, r io.Reader) (int64, error)
	Watch(ctx context.Context, changed func(key string) error) error
}
