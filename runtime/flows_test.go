package bluebird_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
	"github.com/bluebird-rpc/bluebird/testdata/ok/streams"
	"github.com/bluebird-rpc/bluebird/testdata/ok/streams/streamsrpc"
)

// flowing serves package streams in memory.
func flowing(t testing.TB, f *streams.Funcs) *streamsrpc.ServiceClient {
	t.Helper()
	return flowingWith(t, new(bluebird.Server), new(bluebird.Dialer), f)
}

func flowingWith(t testing.TB, srv *bluebird.Server, d *bluebird.Dialer, f *streams.Funcs) *streamsrpc.ServiceClient {
	t.Helper()
	streams.RegisterService(srv, f)
	return streamsrpc.NewServiceClient(bluebirdtest.Join(t, srv, d))
}

// count yields 0 up to n, and then err, if it is not nil.
func count(n int, err error) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for i := range n {
			if !yield(i, nil) {
				return
			}
		}
		if err != nil {
			yield(0, err)
		}
	}
}

// all collects a stream.
func all[T any](seq iter.Seq2[T, error]) (list []T, err error) {
	for v, e := range seq {
		if e != nil {
			return list, e
		}
		list = append(list, v)
	}
	return list, nil
}

// whole is a Service that does what its methods say.
func whole() *streams.Funcs {
	return &streams.Funcs{
		CountFunc:   func(_ context.Context, n int) iter.Seq2[int, error] { return count(n, nil) },
		NumbersFunc: func(_ context.Context, n int) iter.Seq[int] { return slices.Values(slices.Collect(upTo(n))) },
		TicksFunc: func(ctx context.Context, n int) <-chan int {
			ch := make(chan int)
			go func() {
				defer close(ch)
				for i := range n {
					select {
					case ch <- i:
					case <-ctx.Done():
						return
					}
				}
			}()
			return ch
		},
		AgesFunc: func(context.Context) iter.Seq2[string, int] { return maps.All(map[string]int{"Ann": 31, "Bob": 47}) },
		LinesFunc: func(_ context.Context, n int) iter.Seq2[streams.Line, error] {
			return func(yield func(streams.Line, error) bool) {
				for i := range n {
					if !yield(streams.Line{Number: i, Text: fmt.Sprint("line ", i)}, nil) {
						return
					}
				}
			}
		},
		SumFunc: func(_ context.Context, xs iter.Seq2[int, error]) (sum int, err error) {
			for x, err := range xs {
				if err != nil {
					return sum, err
				}
				sum += x
			}
			return sum, nil
		},
		SumSeqFunc: func(_ context.Context, xs iter.Seq[int]) (sum int, err error) {
			for x := range xs {
				sum += x
			}
			return sum, nil
		},
		SumChanFunc: func(ctx context.Context, xs <-chan int) (sum int, err error) {
			for {
				select {
				case x, ok := <-xs:
					if !ok {
						return sum, nil
					}
					sum += x
				case <-ctx.Done():
					return sum, ctx.Err()
				}
			}
		},
		SumPairsFunc: func(_ context.Context, xs iter.Seq2[string, int]) (sum int, err error) {
			for k, x := range xs {
				sum += len(k) + x
			}
			return sum, nil
		},
		TwoFunc: func(_ context.Context, a, b iter.Seq2[[]byte, error]) (string, error) {
			second, err := all(b)
			if err != nil {
				return "", err
			}
			first, err := all(a)
			return fmt.Sprint(len(first), " ", len(second)), err
		},
		ChatFunc: func(_ context.Context, in iter.Seq2[string, error]) iter.Seq2[string, error] {
			return func(yield func(string, error) bool) {
				for s, err := range in {
					if err != nil {
						yield("", err)
						return
					}
					if !yield(strings.ToUpper(s), nil) {
						return
					}
				}
			}
		},
		FramesFunc: func(_ context.Context, in iter.Seq2[[]byte, error]) iter.Seq2[[]byte, error] { return in },
		BothFunc: func(_ context.Context, n int) (iter.Seq2[[]byte, error], iter.Seq2[string, int], error) {
			if n < 0 {
				return nil, nil, bluebird.InvalidArgument
			}
			blocks := func(yield func([]byte, error) bool) {
				for i := range n {
					if !yield(bytes.Repeat([]byte{byte(i)}, 50<<10), nil) {
						return
					}
				}
			}
			names := func(yield func(string, int) bool) {
				for i := range n {
					if !yield(fmt.Sprint("name ", i), i) {
						return
					}
				}
			}
			return blocks, names, nil
		},
		UploadFunc: func(_ context.Context, name string, r io.Reader) (int64, error) { return io.Copy(io.Discard, r) },
		TakeFunc: func(_ context.Context, r io.ReadCloser) (int64, error) {
			defer r.Close()
			return io.Copy(io.Discard, io.LimitReader(r, 10))
		},
		DownloadFunc: func(_ context.Context, name string) (io.ReadCloser, error) {
			if name == "" {
				return nil, fmt.Errorf("a file without a name: %w", os.ErrNotExist)
			}
			return io.NopCloser(strings.NewReader(strings.Repeat(name, 100_000))), nil
		},
		ExportFunc: func(_ context.Context, w io.Writer) error {
			for range 1000 {
				if _, err := io.WriteString(w, strings.Repeat("x", 1000)); err != nil {
					return err
				}
			}
			return nil
		},
		TrainFunc: func(ctx context.Context, steps int, progress func(context.Context, int, float64) error) (string, error) {
			if progress == nil {
				return "untold", nil
			}
			for i := range steps {
				if err := progress(ctx, i, 1/float64(i+1)); err != nil {
					return "", fmt.Errorf("step %d: %w", i, err)
				}
			}
			return "trained", nil
		},
		AskFunc: func(_ context.Context, question func(int) int) (int, error) { return question(20) + question(1), nil },
	}
}

func upTo(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

// TestEveryFormFlows calls every method of package streams, by name, by number and in compact form.
func TestEveryFormFlows(t *testing.T) {
	leavesNothing(t)
	srv := new(bluebird.Server)
	streams.RegisterService(srv, whole())
	addr := listen(t, srv, "tcp", "localhost:0")
	for name, c := range map[string]*streamsrpc.ServiceClient{
		"memory": flowing(t, whole()),
		"tcp":    streamsrpc.NewServiceClient(dial(t, new(bluebird.Dialer), addr)),
	} {
		t.Run(name, func(t *testing.T) {
			for range 3 {
				everyForm(t, c)
			}
		})
	}
}

func everyForm(t *testing.T, c *streamsrpc.ServiceClient) {
	ctx := bluebirdtest.Soon(t)
	const n = 1000
	want := slices.Collect(upTo(n))
	same := func(what string, got []int, err error) {
		t.Helper()
		if !slices.Equal(got, want) || err != nil {
			t.Errorf("%s: %d of %d items, %v", what, len(got), n, err)
		}
	}
	got, err := all(c.Count(ctx, n))
	same("Count", got, err)
	got, err = all(c.Numbers(ctx, n))
	same("Numbers", got, err)
	got, err = all(c.Ticks(ctx, n))
	same("Ticks", got, err)
	ages, why := c.Ages(ctx)
	if m := maps.Collect(ages); len(m) != 2 || m["Bob"] != 47 || why() != nil {
		t.Errorf("Ages: %v, %v", m, why())
	}
	lines, err := all(c.Lines(ctx, 10))
	if len(lines) != 10 || lines[9] != (streams.Line{Number: 9, Text: "line 9"}) || err != nil {
		t.Errorf("Lines: %v, %v", lines, err)
	}

	const sum = n * (n - 1) / 2
	wantSum := func(what string, got int, err error) {
		t.Helper()
		if got != sum || err != nil {
			t.Errorf("%s = %d, %v; want %d", what, got, err, sum)
		}
	}
	total, err := c.Sum(ctx, count(n, nil))
	wantSum("Sum", total, err)
	total, err = c.SumSeq(ctx, upTo(n))
	wantSum("SumSeq", total, err)
	ch := make(chan int, n)
	for i := range n {
		ch <- i
	}
	close(ch)
	total, err = c.SumChan(ctx, ch)
	wantSum("SumChan", total, err)
	total, err = c.SumPairs(ctx, maps.All(map[string]int{"four": sum - 4}))
	wantSum("SumPairs", total, err)

	blocks := func(n int) iter.Seq2[[]byte, error] {
		return func(yield func([]byte, error) bool) {
			for range n {
				if !yield(make([]byte, 30<<10), nil) {
					return
				}
			}
		}
	}
	if text, err := c.Two(ctx, blocks(100), blocks(7)); text != "100 7" || err != nil { // the second is drained first
		t.Errorf("Two = %q, %v", text, err)
	}
	said, err := all(c.Chat(ctx, func(yield func(string, error) bool) {
		_ = yield("hello", nil) && yield("world", nil)
	}))
	if strings.Join(said, " ") != "HELLO WORLD" || err != nil {
		t.Errorf("Chat: %q, %v", said, err)
	}
	sizes := []int{0, 1, 100, 4 << 10, 20 << 10, 64 << 10, 300 << 10, 2 << 20}
	frames, err := all(c.Frames(ctx, func(yield func([]byte, error) bool) {
		for _, size := range sizes {
			if !yield(padFor(uint64(size), size), nil) {
				return
			}
		}
	}))
	for i, size := range sizes[:min(len(frames), len(sizes))] {
		if !bytes.Equal(frames[i], padFor(uint64(size), size)) {
			t.Errorf("Frames: the item of %d bytes is another", size)
		}
	}
	if len(frames) != len(sizes) || err != nil {
		t.Errorf("Frames: %d of %d items, %v", len(frames), len(sizes), err)
	}
	first, second, why, err := c.Both(ctx, 30)
	if err != nil {
		t.Fatal(err)
	}
	if m := maps.Collect(second); len(m) != 30 || m["name 7"] != 7 || why() != nil { // the second before the first
		t.Errorf("Both: %d names, %v", len(m), why())
	}
	bodies, err := all(first)
	if len(bodies) != 30 || bodies[29][50<<10-1] != 29 || err != nil {
		t.Errorf("Both: %d blocks, %v", len(bodies), err)
	}
	if _, _, _, err := c.Both(ctx, -1); !errors.Is(err, bluebird.InvalidArgument) {
		t.Errorf("Both(-1): %v", err)
	}

	if n, err := c.Upload(ctx, "x", strings.NewReader(strings.Repeat("y", 3_000_000))); n != 3_000_000 || err != nil {
		t.Errorf("Upload = %d, %v", n, err)
	}
	if n, err := c.Upload(ctx, "x", iotest.OneByteReader(strings.NewReader("slowly"))); n != 6 || err != nil {
		t.Errorf("Upload byte by byte = %d, %v", n, err)
	}
	closed := &closing{Reader: strings.NewReader(strings.Repeat("z", 1<<20))}
	if n, err := c.Take(ctx, closed); n != 10 || err != nil {
		t.Errorf("Take = %d, %v", n, err)
	}
	if !closed.closed.Load() {
		t.Error("Take: the reader is not closed when the call is over")
	}
	file, err := c.Download(ctx, "ab")
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(file); string(b) != strings.Repeat("ab", 100_000) || err != nil {
		t.Errorf("Download: %d bytes, %v", len(b), err)
	}
	if n, err := file.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		t.Errorf("Download: behind the end Read = %d, %v", n, err)
	}
	if err := file.Close(); err != nil {
		t.Errorf("Download: Close = %v", err)
	}
	if _, err := c.Download(ctx, ""); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Download of nothing: %v", err)
	}
	var out bytes.Buffer
	if err := c.Export(ctx, &out); out.Len() != 1_000_000 || err != nil {
		t.Errorf("Export: %d bytes, %v", out.Len(), err)
	}

	var epochs []int
	text, err := c.Train(ctx, 5, func(_ context.Context, epoch int, loss float64) error {
		if loss != 1/float64(epoch+1) {
			t.Errorf("Train: loss %v in epoch %d", loss, epoch)
		}
		epochs = append(epochs, epoch)
		return nil
	})
	if text != "trained" || err != nil || !slices.Equal(epochs, []int{0, 1, 2, 3, 4}) {
		t.Errorf("Train = %q, %v, after epochs %v", text, err, epochs)
	}
	if n, err := c.Ask(ctx, func(n int) int { return 2 * n }); n != 42 || err != nil {
		t.Errorf("Ask = %d, %v", n, err)
	}
}

// closing is a reader that notes when it is closed.
type closing struct {
	io.Reader
	closed atomic.Bool
}

func (c *closing) Close() error {
	c.closed.Store(true)
	return nil
}

// TestNilFlowsArriveAsNil passes nothing for what flows.
func TestNilFlowsArriveAsNil(t *testing.T) {
	leavesNothing(t)
	f := whole()
	f.SumFunc = func(_ context.Context, xs iter.Seq2[int, error]) (int, error) { return -1, isNil(xs == nil) }
	f.SumSeqFunc = func(_ context.Context, xs iter.Seq[int]) (int, error) { return -1, isNil(xs == nil) }
	f.SumChanFunc = func(_ context.Context, xs <-chan int) (int, error) { return -1, isNil(xs == nil) }
	f.UploadFunc = func(_ context.Context, _ string, r io.Reader) (int64, error) { return -1, isNil(r == nil) }
	f.ExportFunc = func(_ context.Context, w io.Writer) error { return isNil(w == nil) }
	f.DownloadFunc = func(context.Context, string) (io.ReadCloser, error) { return nil, nil }
	f.CountFunc = func(context.Context, int) iter.Seq2[int, error] { return nil }
	c, ctx := flowing(t, f), bluebirdtest.Soon(t)
	if _, err := c.Sum(ctx, nil); err != nil {
		t.Error("Sum:", err)
	}
	if _, err := c.SumSeq(ctx, nil); err != nil {
		t.Error("SumSeq:", err)
	}
	if _, err := c.SumChan(ctx, nil); err != nil {
		t.Error("SumChan:", err)
	}
	if _, err := c.Upload(ctx, "", nil); err != nil {
		t.Error("Upload:", err)
	}
	if err := c.Export(ctx, nil); err != nil {
		t.Error("Export:", err)
	}
	if text, err := c.Train(ctx, 3, nil); text != "untold" || err != nil {
		t.Errorf("Train = %q, %v", text, err)
	}
	if r, err := c.Download(ctx, "x"); r != nil || err != nil {
		t.Errorf("Download = %v, %v; want nil", r, err)
	}
	if _, err := all(c.Count(ctx, 1)); !errors.Is(err, bluebird.Internal) {
		t.Errorf("Count: %v; want Internal, since a nil iterator cannot be gone through", err)
	}
}

func isNil(yes bool) error {
	if !yes {
		return errors.New("it is not nil")
	}
	return nil
}

// TestLeavingALoopEndsTheHandler leaves streams of every form early: the handler's context ends and its iterator stops.
func TestLeavingALoopEndsTheHandler(t *testing.T) {
	leavesNothing(t)
	ended := make(chan string, 10)
	f := whole()
	forever := func(ctx context.Context, yield func(int) bool) {
		for i := 0; yield(i); i++ {
		}
		<-ctx.Done()
		ended <- "ended"
	}
	f.CountFunc = func(ctx context.Context, _ int) iter.Seq2[int, error] {
		return func(yield func(int, error) bool) { forever(ctx, func(i int) bool { return yield(i, nil) }) }
	}
	f.NumbersFunc = func(ctx context.Context, _ int) iter.Seq[int] {
		return func(yield func(int) bool) { forever(ctx, yield) }
	}
	f.AgesFunc = func(ctx context.Context) iter.Seq2[string, int] {
		return func(yield func(string, int) bool) { forever(ctx, func(i int) bool { return yield("x", i) }) }
	}
	f.TicksFunc = func(ctx context.Context, _ int) <-chan int {
		ch := make(chan int)
		go forever(ctx, func(i int) bool {
			select {
			case ch <- i:
				return true
			case <-ctx.Done():
				return false
			}
		})
		return ch
	}
	f.DownloadFunc = func(ctx context.Context, _ string) (io.ReadCloser, error) {
		r, w := io.Pipe()
		go forever(ctx, func(int) bool {
			_, err := w.Write(make([]byte, 1000))
			return err == nil
		})
		return r, nil
	}
	c, ctx := flowing(t, f), bluebirdtest.Soon(t)
	wait := func(what string) {
		t.Helper()
		select {
		case <-ended:
		case <-ctx.Done():
			t.Fatalf("%s: the handler was not told", what)
		}
	}
	for range c.Count(ctx, 0) {
		break
	}
	wait("Count")
	for range c.Numbers(ctx, 0) {
		break
	}
	wait("Numbers")
	for range c.Ticks(ctx, 0) {
		break
	}
	wait("Ticks")
	ages, why := c.Ages(ctx)
	for range ages {
		break
	}
	if err := why(); err != nil {
		t.Errorf("Ages: %v; leaving a loop is no error", err)
	}
	wait("Ages")
	r, err := c.Download(ctx, "x")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(r, make([]byte, 5000)); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	wait("Download")
	if n, err := r.Read(make([]byte, 10)); n != 0 || !errors.Is(err, os.ErrClosed) {
		t.Errorf("Read behind Close = %d, %v", n, err)
	}
	func() {
		defer func() { recover() }()
		for range c.Count(ctx, 0) {
			panic("in the loop")
		}
	}()
	wait("Count, with a panic")
	next, stop := iter.Pull2(c.Count(ctx, 0))
	next()
	stop()
	wait("Count, pulled")
}

// TestErrorsComeBehindTheItems ends streams with an error.
func TestErrorsComeBehindTheItems(t *testing.T) {
	leavesNothing(t)
	f := whole()
	fault := fmt.Errorf("row 1000: %w", bluebird.DataLoss)
	f.CountFunc = func(_ context.Context, n int) iter.Seq2[int, error] { return count(n, fault) }
	f.NumbersFunc = func(context.Context, int) iter.Seq[int] {
		return func(yield func(int) bool) {
			for i := range 1000 {
				yield(i)
			}
			panic("the secret")
		}
	}
	f.DownloadFunc = func(context.Context, string) (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(strings.NewReader("all that there is"), iotest.ErrReader(fault))), nil
	}
	f.ExportFunc = func(_ context.Context, w io.Writer) error {
		io.WriteString(w, "all that there is")
		return fault
	}
	c, ctx := flowing(t, f), bluebirdtest.Soon(t)
	list, err := all(c.Count(ctx, 1000))
	if len(list) != 1000 || !errors.Is(err, bluebird.DataLoss) || bluebird.OutcomeOf(err) != bluebird.Executed {
		t.Errorf("Count: %d items, %v, %v", len(list), err, bluebird.OutcomeOf(err))
	}
	list, err = all(c.Numbers(ctx, 0))
	if len(list) != 1000 || !errors.Is(err, bluebird.Internal) || strings.Contains(err.Error(), "secret") {
		t.Errorf("Numbers: %d items, %v", len(list), err)
	}
	r, err := c.Download(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	if b, err := io.ReadAll(r); string(b) != "all that there is" || !errors.Is(err, bluebird.DataLoss) {
		t.Errorf("Download: %q, %v", b, err)
	}
	var out bytes.Buffer
	if err := c.Export(ctx, &out); !errors.Is(err, bluebird.DataLoss) {
		t.Errorf("Export: %q, %v", out.String(), err)
	}
}

// TestBrokenInputIsNotItsEnd breaks what the caller sends: the handler learns of it, or is unwound, and the caller gets his own error back.
func TestBrokenInputIsNotItsEnd(t *testing.T) {
	leavesNothing(t)
	fault := errors.New("the disk is on fire")
	f := whole()
	var seen atomic.Value
	f.SumFunc = func(_ context.Context, xs iter.Seq2[int, error]) (int, error) {
		list, err := all(xs)
		seen.Store(fmt.Sprint(len(list), " ", err))
		return 0, err
	}
	unwound := make(chan bool, 1)
	f.SumSeqFunc = func(ctx context.Context, xs iter.Seq[int]) (int, error) {
		defer func() { unwound <- ctx.Err() != nil }()
		for range xs {
		}
		return 1, nil
	}
	f.UploadFunc = func(_ context.Context, _ string, r io.Reader) (int64, error) {
		n, err := io.Copy(io.Discard, r)
		seen.Store(fmt.Sprint(n, " ", err))
		return n, err
	}
	c, ctx := flowing(t, f), bluebirdtest.Soon(t)
	want := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, fault) || strings.Count(err.Error(), fault.Error()) != 1 {
			t.Errorf("%s: the caller gets %v", what, err)
		}
	}
	_, err := c.Sum(ctx, count(10, fault))
	want("Sum", err)
	if got := seen.Load(); got != "10 the caller's input broke off: the disk is on fire" {
		t.Errorf("Sum: the handler saw %s", got)
	}
	if _, err := c.Upload(ctx, "x", io.MultiReader(strings.NewReader("some"), iotest.ErrReader(fault))); err != nil {
		want("Upload", err)
	}
	if got := seen.Load(); got != "4 the caller's input broke off: the disk is on fire" {
		t.Errorf("Upload: the handler saw %s", got)
	}

	// An input whose type has no room for an error: it is broken off by a panic of the caller's iterator.
	for _, tt := range []struct {
		name string
		call func(iter.Seq[int]) error
	}{
		{"SumSeq", func(xs iter.Seq[int]) error { _, err := c.SumSeq(ctx, xs); return err }},
	} {
		func() {
			defer func() {
				if v := recover(); v == nil || !strings.Contains(fmt.Sprint(v), "in the caller's iterator") {
					t.Errorf("%s: the caller recovered %v", tt.name, v)
				}
			}()
			err := tt.call(func(yield func(int) bool) {
				yield(1)
				panic("in the caller's iterator")
			})
			t.Errorf("%s returned %v", tt.name, err)
		}()
		select {
		case ended := <-unwound:
			if !ended {
				t.Errorf("%s: the handler's context has not ended", tt.name)
			}
		case <-ctx.Done():
			t.Errorf("%s: the handler was not unwound", tt.name)
		}
	}
}

// TestBrokenInputUnwindsOtherGoroutines goes through an input in a goroutine of the handler's own, and by pulling.
func TestBrokenInputUnwindsOtherGoroutines(t *testing.T) {
	leavesNothing(t)
	for name, handle := range map[string]func(iter.Seq[int]){
		"a goroutine": func(xs iter.Seq[int]) {
			var wg sync.WaitGroup
			wg.Go(func() {
				for range xs {
				}
			})
			wg.Wait()
		},
		"pulled": func(xs iter.Seq[int]) {
			next, stop := iter.Pull(xs)
			defer stop()
			for {
				if _, ok := next(); !ok {
					return
				}
			}
		},
		"recovered": func(xs iter.Seq[int]) {
			defer func() { recover() }()
			for range xs {
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := whole()
			f.SumSeqFunc = func(_ context.Context, xs iter.Seq[int]) (int, error) {
				handle(xs)
				return 1, nil // looks like success, and must not be
			}
			f.SumPairsFunc = func(ctx context.Context, xs iter.Seq2[string, int]) (int, error) {
				handle(func(yield func(int) bool) {
					for _, x := range xs {
						if !yield(x) {
							return
						}
					}
				})
				return 1, nil
			}
			c, ctx := flowing(t, f), bluebirdtest.Soon(t)
			for _, call := range []func() error{
				func() error {
					_, err := c.SumSeq(ctx, func(yield func(int) bool) { yield(1); runtime.Goexit() })
					return err
				},
				func() error {
					_, err := c.SumPairs(ctx, func(yield func(string, int) bool) { yield("", 1); runtime.Goexit() })
					return err
				},
			} {
				var wg sync.WaitGroup
				wg.Go(func() {
					defer func() {
						if v := recover(); v != nil {
							t.Errorf("the caller recovered %v", v)
						}
					}()
					t.Errorf("the call returned %v, though its goroutine should have ended", call())
				})
				wg.Wait()
			}
			if n, err := c.Sum(ctx, count(3, nil)); n != 3 || err != nil {
				t.Errorf("the next call: %d, %v", n, err)
			}
		})
	}
}

// TestChannelStaysOpenWhenItsInputBreaks cancels a call in the middle of a channel.
func TestChannelStaysOpenWhenItsInputBreaks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := whole()
		got := make(chan string, 1)
		f.SumChanFunc = func(ctx context.Context, xs <-chan int) (int, error) {
			for {
				select {
				case _, ok := <-xs:
					if !ok {
						got <- "closed"
						return 0, nil
					}
				case <-ctx.Done():
					synctest.Wait()
					select {
					case _, ok := <-xs:
						got <- fmt.Sprint("received, open ", ok)
					default:
						got <- "open, and the context has ended"
					}
					return 0, ctx.Err()
				}
			}
		}
		c := flowing(t, f)
		ctx, cancel := context.WithCancel(t.Context())
		ch := make(chan int)
		go func() {
			ch <- 1
			synctest.Wait()
			cancel()
		}()
		if _, err := c.SumChan(ctx, ch); !errors.Is(err, context.Canceled) {
			t.Errorf("the call: %v", err)
		}
		if g := <-got; g != "open, and the context has ended" {
			t.Errorf("the handler saw: %s", g)
		}
	})
}

// TestResultBesideAStreamUsesUpTheWindow returns results that leave no room in the window for the end of their call, and a stream beside them.
func TestResultBesideAStreamUsesUpTheWindow(t *testing.T) {
	m := bluebird.Method{Name: "t.Both", Fingerprint: 5<<16 | 2, Flows: []bluebird.FlowKind{bluebird.ItemsDown}}
	srv := new(bluebird.Server)
	srv.Handle(bluebird.Handler{
		Method: m, Package: "t", Context: true,
		Params:  []bluebird.Param{{Name: "n", Type: "int"}},
		Results: []bluebird.Param{{Name: "r0", Type: "[]byte"}, {Name: "r1", Type: "iter.Seq2[int, error]", Flows: true}},
		Serve: func(ctx context.Context, in *bluebird.Incoming) error {
			n := codec.ReadInt(&in.Args)
			if err := in.Err(); err != nil {
				return err
			}
			in.Results(2)
			in.Reply = codec.AppendBytes(in.Reply, make([]byte, n), &in.Enc)
			bluebird.SendSeqErr(in, count(1, nil), func(b []byte, v int, _ *codec.Encoder) []byte { return codec.AppendInt(b, v) })
			return in.Enc.Err()
		},
	})
	c := dial(t, new(bluebird.Dialer), listen(t, srv, "tcp", "localhost:0"))
	for i := range 100 {
		call := c.Start(&m)
		call.Args(1)
		call.Buf = codec.AppendInt(call.Buf, 1<<20-i)
		if err := call.Begin(bluebirdtest.Soon(t)); err != nil {
			t.Fatal(err)
		}
		codec.ReadBytes(&call.Reply)
		seq := bluebird.RecvSeqErr(call, codec.ReadInt)
		if err := call.Err(); err != nil {
			t.Fatal(err)
		}
		if _, err := all(seq); err != nil {
			t.Errorf("call %d: %v", i, err)
		}
		call.Free()
	}
	if err := srv.Shutdown(bluebirdtest.Soon(t)); err != nil {
		t.Errorf("a handler has not returned: %v", err)
	}
}

// TestDeadlinesOfStreams lets streams run into a deadline, and be cancelled while nobody goes through them.
func TestDeadlinesOfStreams(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended := make(chan error, 1)
		f := whole()
		f.CountFunc = func(ctx context.Context, n int) iter.Seq2[int, error] {
			return func(yield func(int, error) bool) {
				yield(1, nil)
				<-ctx.Done()
				ended <- ctx.Err()
			}
		}
		f.DownloadFunc = func(ctx context.Context, _ string) (io.ReadCloser, error) {
			r, w := io.Pipe()
			go func() {
				<-ctx.Done()
				ended <- ctx.Err()
				w.Close()
			}()
			return r, nil
		}
		c := flowing(t, f)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		list, err := all(c.Count(ctx, 0))
		if len(list) != 1 || !errors.Is(err, bluebird.DeadlineExceeded) || !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Minute {
			t.Errorf("Count: %v, %v after %v", list, err, time.Since(start))
		}
		if err := <-ended; err == nil {
			t.Error("the handler's context has not ended")
		}
		ctx, cancel = context.WithCancel(t.Context())
		r, err := c.Download(ctx, "x")
		if err != nil {
			t.Fatal(err)
		}
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("the handler of a reader that nobody reads: %v", err)
		}
		if _, err := r.Read(make([]byte, 1)); !errors.Is(err, context.Canceled) {
			t.Errorf("Read behind the end of the context: %v", err)
		}
		r.Close()
		expired, cancel := context.WithTimeout(t.Context(), -time.Second)
		defer cancel()
		if _, err := all(c.Count(expired, 0)); !errors.Is(err, bluebird.DeadlineExceeded) || bluebird.OutcomeOf(err) != bluebird.NotSent {
			t.Errorf("Count with a deadline that is over: %v", err)
		}
	})
}

// TestCallTimeoutSpansTheStream sets Dialer.CallTimeout.
func TestCallTimeoutSpansTheStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := whole()
		f.DownloadFunc = func(ctx context.Context, _ string) (io.ReadCloser, error) {
			r, w := io.Pipe()
			go func() {
				for range 10 {
					time.Sleep(time.Second)
					w.Write([]byte("x"))
				}
				<-ctx.Done()
				w.Close() // which looks like the end, and must not be
			}()
			return r, nil
		}
		c := flowingWith(t, new(bluebird.Server), &bluebird.Dialer{CallTimeout: time.Minute}, f)
		start := time.Now()
		r, err := c.Download(t.Context(), "x")
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if string(b) != "xxxxxxxxxx" || !errors.Is(err, bluebird.DeadlineExceeded) || time.Since(start) != time.Minute {
			t.Errorf("%q, %v after %v", b, err, time.Since(start))
		}
	})
}

// TestLostConnectionIsNotTheEndOfAStream closes connections in the middle of streams, both ways.
func TestLostConnectionIsNotTheEndOfAStream(t *testing.T) {
	leavesNothing(t)
	f := whole()
	input, started := make(chan error, 1), make(chan struct{})
	f.CountFunc = func(ctx context.Context, n int) iter.Seq2[int, error] {
		return func(yield func(int, error) bool) {
			yield(1, nil)
			<-ctx.Done()
		}
	}
	f.SumFunc = func(ctx context.Context, xs iter.Seq2[int, error]) (int, error) {
		close(started)
		_, err := all(xs)
		input <- err
		return 0, err
	}
	f.DownloadFunc = func(ctx context.Context, _ string) (io.ReadCloser, error) {
		r, w := io.Pipe()
		go func() {
			w.Write([]byte("some"))
			<-ctx.Done()
			w.CloseWithError(ctx.Err())
		}()
		return r, nil
	}
	srv := new(bluebird.Server)
	streams.RegisterService(srv, f)
	ctx := bluebirdtest.Soon(t)
	join := func() (c *streamsrpc.ServiceClient, lose func()) {
		conn := bluebirdtest.Join(t, srv, new(bluebird.Dialer))
		return streamsrpc.NewServiceClient(conn), func() { conn.Close() }
	}
	c, lose := join()
	var end error
	for v, err := range c.Count(ctx, 0) {
		if end = err; v == 1 {
			lose()
		}
	}
	if !errors.Is(end, bluebird.Unavailable) {
		t.Errorf("Count ended with %v", end)
	}
	c, lose = join()
	r, err := c.Download(ctx, "x")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(r, make([]byte, 4)); err != nil {
		t.Fatal(err)
	}
	lose()
	if n, err := r.Read(make([]byte, 1)); n != 0 || !errors.Is(err, bluebird.Unavailable) {
		t.Errorf("Download: %d, %v", n, err)
	}
	c, lose = join()
	_, err = c.Sum(ctx, func(yield func(int, error) bool) {
		yield(1, nil)
		<-started
		go lose()
		for yield(2, nil) {
		}
	})
	if !errors.Is(err, bluebird.Unavailable) {
		t.Errorf("Sum: %v", err)
	}
	select {
	case err := <-input:
		if err == nil {
			t.Error("the handler took a lost connection for the end of its input")
		}
	case <-ctx.Done():
		t.Error("the handler goes on")
	}
}

// TestInterceptorsSpanStreams sees calls whole from both ends.
func TestInterceptorsSpanStreams(t *testing.T) {
	leavesNothing(t)
	var mu sync.Mutex
	var seen []string
	note := func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, fmt.Sprintf(format, args...))
	}
	observe := func(end string) bluebird.Interceptor {
		return func(ctx context.Context, call *bluebird.Call, next func(context.Context) error) error {
			err := next(ctx)
			note("%s of %s: %v", end, strings.TrimPrefix(call.Method(), "streams.Service."), err)
			if err != nil && end == "client" {
				err = fmt.Errorf("intercepted: %w", err)
			}
			return err
		}
	}
	f := whole()
	fault := fmt.Errorf("row 3: %w", bluebird.DataLoss)
	f.CountFunc = func(_ context.Context, n int) iter.Seq2[int, error] {
		return func(yield func(int, error) bool) {
			for v, err := range count(n, fault) {
				note("item %d", v)
				if !yield(v, err) {
					return
				}
			}
		}
	}
	downloading := make(chan struct{})
	f.DownloadFunc = func(context.Context, string) (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(strings.NewReader("some"), readerFunc(func([]byte) (int, error) {
			<-downloading
			return 0, fault
		}))), nil
	}
	c := flowingWith(t, &bluebird.Server{Interceptors: []bluebird.Interceptor{observe("server")}},
		&bluebird.Dialer{Interceptors: []bluebird.Interceptor{observe("client")}}, f)
	ctx := bluebirdtest.Soon(t)
	list, err := all(c.Count(ctx, 2))
	if len(list) != 2 || !strings.HasPrefix(fmt.Sprint(err), "intercepted: row 3") || !errors.Is(err, bluebird.DataLoss) {
		t.Errorf("Count: %v, %v", list, err)
	}
	r, err := c.Download(ctx, "x")
	if err != nil {
		t.Fatal(err)
	}
	note("downloading")
	close(downloading)
	if b, err := io.ReadAll(r); string(b) != "some" || !strings.HasPrefix(fmt.Sprint(err), "intercepted: row 3") {
		t.Errorf("Download: %q, %v", b, err)
	}
	r.Close()
	mu.Lock()
	defer mu.Unlock()
	at := func(s string) int { return slices.Index(seen, s) }
	for _, order := range [][]string{
		{"item 0", "item 1", "server of Count: row 3: data loss", "client of Count: row 3: data loss"},
		{"client of Count: row 3: data loss", "client of Download: row 3: data loss"},
		{"downloading", "client of Download: row 3: data loss"},
	} {
		for i := 1; i < len(order); i++ {
			if a, b := at(order[i-1]), at(order[i]); a < 0 || b < 0 || a > b {
				t.Errorf("%q is to come before %q in %q", order[i-1], order[i], seen)
			}
		}
	}
}

// TestInterceptorsMayRefuseStreams does not call next.
func TestInterceptorsMayRefuseStreams(t *testing.T) {
	leavesNothing(t)
	refuse := func(context.Context, *bluebird.Call, func(context.Context) error) error {
		return bluebird.PermissionDenied
	}
	c := flowingWith(t, new(bluebird.Server), &bluebird.Dialer{Interceptors: []bluebird.Interceptor{refuse}}, whole())
	ctx := bluebirdtest.Soon(t)
	if _, err := all(c.Count(ctx, 1)); !errors.Is(err, bluebird.PermissionDenied) || bluebird.OutcomeOf(err) != bluebird.NotSent {
		t.Errorf("Count: %v", err)
	}
	if _, err := c.Download(ctx, "x"); !errors.Is(err, bluebird.PermissionDenied) || bluebird.OutcomeOf(err) != bluebird.NotSent {
		t.Errorf("Download: %v", err)
	}
	if _, err := c.Upload(ctx, "x", strings.NewReader("y")); !errors.Is(err, bluebird.PermissionDenied) {
		t.Errorf("Upload: %v", err)
	}
}

// TestMetadataOfStreams sends metadata there, and back with the first results.
func TestMetadataOfStreams(t *testing.T) {
	leavesNothing(t)
	f := whole()
	f.CountFunc = func(ctx context.Context, n int) iter.Seq2[int, error] {
		bluebird.ReplyMetadata(ctx)["tenant"] = bluebird.MetadataFrom(ctx)["tenant"]
		return count(n, nil)
	}
	c := flowing(t, f)
	ctx, reply := bluebird.WithReplyMetadata(bluebird.WithMetadata(bluebirdtest.Soon(t), "tenant", "acme"))
	for v, err := range c.Count(ctx, 3) {
		if reply["tenant"] != "acme" {
			t.Errorf("at item %d, %v, the reply's metadata is %v", v, err, reply)
		}
	}
}

// TestCallbacks makes calls back in all the ways that may go wrong.
func TestCallbacks(t *testing.T) {
	leavesNothing(t)
	full := errors.New("enough")
	f := whole()
	c, ctx := flowing(t, f), bluebirdtest.Soon(t)

	t.Run("an error of the func", func(t *testing.T) {
		_, err := c.Train(ctx, 10, func(_ context.Context, epoch int, _ float64) error {
			if epoch == 3 {
				return fmt.Errorf("epoch %d: %w (%w)", epoch, full, bluebird.ResourceExhausted)
			}
			return nil
		})
		if !errors.Is(err, full) || !errors.Is(err, bluebird.ResourceExhausted) || !strings.HasPrefix(fmt.Sprint(err), "step 3: epoch 3: enough") {
			t.Errorf("Train: %v", err)
		}
	})
	t.Run("a panic of the func", func(t *testing.T) {
		defer func() {
			if v := recover(); v == nil || !strings.Contains(fmt.Sprint(v), "in the callback") {
				t.Errorf("recovered %v", v)
			}
		}()
		_, err := c.Train(ctx, 10, func(context.Context, int, float64) error { panic("in the callback") })
		t.Errorf("Train: %v", err)
	})
	t.Run("a deadline", func(t *testing.T) {
		f.TrainFunc = func(ctx context.Context, _ int, progress func(context.Context, int, float64) error) (string, error) {
			short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
			defer cancel()
			if err := progress(short, 0, 0); !errors.Is(err, context.DeadlineExceeded) {
				return "", fmt.Errorf("the callback ended with %v", err)
			}
			return "went on", progress(ctx, 1, 0)
		}
		text, err := c.Train(ctx, 0, func(ctx context.Context, epoch int, _ float64) error {
			if epoch == 0 {
				<-ctx.Done()
			}
			return ctx.Err()
		})
		if text != "went on" || err != nil {
			t.Errorf("Train = %q, %v", text, err)
		}
	})
	t.Run("from many goroutines, in order", func(t *testing.T) {
		const n = 200
		f.TrainFunc = func(ctx context.Context, _ int, progress func(context.Context, int, float64) error) (string, error) {
			errs := make(chan error, n)
			for i := range n {
				go func() { errs <- progress(ctx, i, 0) }()
			}
			var err error
			for range n {
				err = errors.Join(err, <-errs)
			}
			return "", err
		}
		seen, running := map[int]bool{}, atomic.Int32{}
		_, err := c.Train(ctx, 0, func(_ context.Context, epoch int, _ float64) error {
			if running.Add(1) != 1 {
				t.Error("two callbacks of one func run at once")
			}
			seen[epoch] = true
			running.Add(-1)
			return nil
		})
		if len(seen) != n || err != nil {
			t.Errorf("%d of %d callbacks, %v", len(seen), n, err)
		}
	})
	t.Run("after the call", func(t *testing.T) {
		late := make(chan error, 2)
		over := make(chan struct{})
		f.TrainFunc = func(ctx context.Context, _ int, progress func(context.Context, int, float64) error) (string, error) {
			go func() {
				<-over
				late <- progress(context.Background(), 1, 0)
			}()
			return "done", nil
		}
		if _, err := c.Train(ctx, 0, func(context.Context, int, float64) error { t.Error("called"); return nil }); err != nil {
			t.Error(err)
		}
		close(over)
		if err := <-late; err == nil || !strings.Contains(err.Error(), "the call is over") {
			t.Errorf("a callback after the call: %v", err)
		}
	})
	t.Run("without an error, and a failure", func(t *testing.T) {
		f.AskFunc = func(ctx context.Context, question func(int) int) (int, error) {
			question(1)
			return 5, nil // looks like success, and must not be
		}
		defer func() {
			if v := recover(); v == nil {
				t.Error("the panic of the func did not come back")
			}
		}()
		n, err := c.Ask(ctx, func(int) int { panic("no answer") })
		t.Errorf("Ask = %d, %v", n, err)
	})
}

// TestCancelledCallsWaitForTheirCallbacks ends a call while a callback runs: its context ends, and the call returns behind it.
func TestCancelledCallsWaitForTheirCallbacks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := flowing(t, whole())
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		returned := false
		_, err := c.Train(ctx, 5, func(ctx context.Context, _ int, _ float64) error {
			<-ctx.Done()
			time.Sleep(time.Second)
			returned = true
			return nil
		})
		if !returned || !errors.Is(err, bluebird.DeadlineExceeded) {
			t.Errorf("the callback returned: %v, the call: %v", returned, err)
		}
	})
}

// TestWriterOfTheCallerMayFail has a writer that takes no more.
func TestWriterOfTheCallerMayFail(t *testing.T) {
	leavesNothing(t)
	full := errors.New("no space left")
	seen := make(chan error, 1)
	f := whole()
	f.ExportFunc = func(ctx context.Context, w io.Writer) error {
		for {
			if _, err := w.Write(make([]byte, 1000)); err != nil {
				seen <- err
				return fmt.Errorf("exporting: %w", err)
			}
		}
	}
	c := flowing(t, f)
	err := c.Export(bluebirdtest.Soon(t), writerFunc(func(b []byte) (int, error) { return 0, full }))
	if !errors.Is(err, full) || !strings.HasPrefix(fmt.Sprint(err), "exporting: ") || strings.Count(err.Error(), full.Error()) != 1 {
		t.Errorf("the caller got %v", err)
	}
	if err := <-seen; !strings.Contains(err.Error(), "no space left") {
		t.Errorf("the handler got %v", err)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

// TestResultsFlowOnce goes through what a call returned a second time. A stream that opens its call when it is gone through may be gone through again.
func TestResultsFlowOnce(t *testing.T) {
	leavesNothing(t)
	c, ctx := flowing(t, whole()), bluebirdtest.Soon(t)
	seq := c.Count(ctx, 3)
	for range 2 {
		if list, err := all(seq); len(list) != 3 || err != nil {
			t.Errorf("Count: %v, %v", list, err)
		}
	}
	blocks, names, why, err := c.Both(ctx, 2)
	if err != nil {
		t.Fatal(err)
	}
	if list, err := all(blocks); len(list) != 2 || err != nil {
		t.Errorf("Both: %d blocks, %v", len(list), err)
	}
	if _, err := all(blocks); !errors.Is(err, bluebird.FailedPrecondition) {
		t.Errorf("Both, again: %v", err)
	}
	for range names {
		break
	}
	if err := why(); err != nil {
		t.Errorf("Both, left: %v", err)
	}
}

// TestHandlersMayGoThroughInputOnce breaks out of an input: its sender is told at once, and a second loop is an error.
func TestHandlersMayGoThroughInputOnce(t *testing.T) {
	leavesNothing(t)
	told := make(chan struct{})
	f := whole()
	f.SumFunc = func(ctx context.Context, xs iter.Seq2[int, error]) (int, error) {
		for range xs {
			break
		}
		select {
		case <-told:
		case <-ctx.Done():
			return 0, ctx.Err()
		}
		_, err := all(xs)
		return 0, err
	}
	c := flowing(t, f)
	_, err := c.Sum(bluebirdtest.Soon(t), func(yield func(int, error) bool) {
		for yield(1, nil) {
		}
		close(told)
	})
	if !errors.Is(err, bluebird.FailedPrecondition) {
		t.Errorf("the second loop: %v", err)
	}
}

// TestCallersOfOtherVersions calls methods whose fingerprints are others: where the flows are the same it works, with names; where they are
// not, the call is refused and the connection lives.
func TestCallersOfOtherVersions(t *testing.T) {
	leavesNothing(t)
	ctx := bluebirdtest.Soon(t)
	srv := new(bluebird.Server)
	streams.RegisterService(otherFingerprints{srv}, whole())
	c := streamsrpc.NewServiceClient(bluebirdtest.Join(t, srv, new(bluebird.Dialer)))
	everyForm(t, c)

	srv = new(bluebird.Server)
	streams.RegisterService(otherFlows{srv}, whole())
	c = streamsrpc.NewServiceClient(bluebirdtest.Join(t, srv, new(bluebird.Dialer)))
	refused := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, bluebird.Unimplemented) || bluebird.OutcomeOf(err) != bluebird.NotStarted {
			t.Errorf("%s: %v, %v; want Unimplemented, not started", what, err, bluebird.OutcomeOf(err))
		}
		wantText(t, err, "other streams or funcs", "generate it again")
	}
	for range 2 {
		_, err := all(c.Count(ctx, 1))
		refused("Count", err)
		_, err = c.Sum(ctx, count(5, nil))
		refused("Sum", err)
		_, err = c.Download(ctx, "x")
		refused("Download", err)
	}
}

// otherFlows registers methods as a server whose signatures have other streams.
type otherFlows struct{ bluebird.Registrar }

func (o otherFlows) Handle(h bluebird.Handler) {
	h.Fingerprint ^= 7
	o.Registrar.Handle(h)
}

// TestCallersByNameLeaveOutFuncs calls methods with flows without generated code.
func TestCallersByNameLeaveOutFuncs(t *testing.T) {
	leavesNothing(t)
	srv := new(bluebird.Server)
	f := whole()
	f.ExportFunc = func(_ context.Context, w io.Writer) error { return isNil(w == nil) }
	streams.RegisterService(srv, f)
	conn, ctx := bluebirdtest.Join(t, srv, new(bluebird.Dialer)), bluebirdtest.Soon(t)
	text, err := bluebird.Invoke[string](ctx, conn, "streams.Service.Train", bluebird.Args{"steps": 3})
	if text != "untold" || err != nil {
		t.Errorf("Train = %q, %v", text, err)
	}
	if _, err := bluebird.Invoke[struct{}](ctx, conn, "streams.Service.Export", nil); err != nil {
		t.Errorf("Export: %v", err)
	}
	_, err = bluebird.Invoke[string](ctx, conn, "streams.Service.Train", bluebird.Args{"steps": 3, "progress": true})
	if !errors.Is(err, bluebird.InvalidArgument) {
		t.Errorf("Train with something for a func: %v", err)
	}
	for _, method := range []string{"Count", "Sum", "Upload", "Download"} {
		_, err := bluebird.Invoke[any](ctx, conn, "streams.Service."+method, bluebird.Args{"n": 1})
		if !errors.Is(err, bluebird.Unimplemented) {
			t.Errorf("%s: %v", method, err)
		}
		wantText(t, err, "streams, which only generated clients can use")
	}
}

// TestLongItems sends items that are above what the other end takes.
func TestLongItems(t *testing.T) {
	leavesNothing(t)
	c := flowingWith(t, &bluebird.Server{MaxMessage: 10_000}, &bluebird.Dialer{MaxMessage: 10_000}, whole())
	ctx := bluebirdtest.Soon(t)
	if _, err := c.Two(ctx, payloads(9_000, 11_000), payloads()); !errors.Is(err, bluebird.ResourceExhausted) {
		t.Errorf("up: %v", err)
	}
	f := whole()
	f.FramesFunc = func(context.Context, iter.Seq2[[]byte, error]) iter.Seq2[[]byte, error] {
		return payloads(9_000, 11_000)
	}
	c = flowingWith(t, new(bluebird.Server), &bluebird.Dialer{MaxMessage: 10_000}, f)
	if got, err := all(c.Frames(ctx, nil)); len(got) != 1 || !errors.Is(err, bluebird.ResourceExhausted) {
		t.Errorf("down: %d items, %v", len(got), err)
	}
}

// TestShutdownEndsStreams shuts a server down that serves a stream without an end: the handler learns of it, and where it does not listen the
// caller learns why.
func TestShutdownEndsStreams(t *testing.T) {
	for _, listens := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			f := whole()
			f.CountFunc = func(ctx context.Context, _ int) iter.Seq2[int, error] {
				return func(yield func(int, error) bool) {
					yield(1, nil)
					if listens {
						<-bluebird.ShuttingDown(ctx)
						yield(0, fmt.Errorf("no more today: %w", bluebird.Unavailable))
						return
					}
					<-ctx.Done()
				}
			}
			srv := new(bluebird.Server)
			c := flowingWith(t, srv, new(bluebird.Dialer), f)
			ended := make(chan error, 1)
			go func() {
				_, err := all(c.Count(t.Context(), 0))
				ended <- err
			}()
			synctest.Wait()
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			start := time.Now()
			err := srv.Shutdown(ctx)
			end := <-ended
			if listens {
				if err != nil || time.Since(start) > 50*time.Millisecond { // as long as replies may take to get out
					t.Errorf("Shutdown = %v after %v", err, time.Since(start))
				}
				wantText(t, end, "no more today")
				return
			}
			if !errors.Is(err, context.DeadlineExceeded) || time.Since(start).Round(time.Second) != time.Minute {
				t.Errorf("Shutdown = %v after %v", err, time.Since(start))
			}
			wantText(t, end, "the server is shutting down")
			if !errors.Is(end, bluebird.Unavailable) {
				t.Errorf("the stream ended with %v", end)
			}
		})
	}
	if bluebird.ShuttingDown(t.Context()) != nil {
		t.Error("a context outside of handlers knows of a server")
	}
}

// TestUnreadItemsAreNotTheEnd ends the context of a stream whose items and end have come, and were not taken.
func TestUnreadItemsAreNotTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := flowing(t, whole())
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		n, end := 0, error(nil)
		for _, err := range c.Count(ctx, 10_000) {
			if end = err; err != nil {
				break
			}
			if n++; n == 1 {
				synctest.Wait() // all has come
				cancel()
				synctest.Wait()
			}
		}
		if n == 10_000 || !errors.Is(end, context.Canceled) {
			t.Errorf("%d items, then %v; want fewer, then Canceled", n, end)
		}
	})
}

// TestFatalInACallbackEndsTheTest calls back into code that ends its goroutine, as t.Fatal does: so ends the one that made the call.
func TestFatalInACallbackEndsTheTest(t *testing.T) {
	f := whole()
	f.TrainFunc = func(ctx context.Context, _ int, progress func(context.Context, int, float64) error) (string, error) {
		return "", progress(ctx, 1, 0)
	}
	c, ctx := flowing(t, f), bluebirdtest.Soon(t)
	var wg sync.WaitGroup
	deferred := false
	wg.Go(func() {
		defer func() { deferred = recover() == nil }()
		_, err := c.Train(ctx, 1, func(context.Context, int, float64) error { runtime.Goexit(); return nil })
		t.Errorf("the call returned %v", err)
	})
	wg.Wait()
	if !deferred {
		t.Error("the caller's goroutine panicked")
	}
}
