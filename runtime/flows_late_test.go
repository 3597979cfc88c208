package bluebird_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
	"github.com/bluebird-rpc/bluebird/testdata/ok/streams"
	"github.com/bluebird-rpc/bluebird/testdata/ok/streams/streamsrpc"
)

// TestWritersMayOutliveTheirHandler lets goroutines of a handler write on while it returns. Their writes fail then, and nothing else.
func TestWritersMayOutliveTheirHandler(t *testing.T) {
	leavesNothing(t)
	ctx := bluebirdtest.Soon(t)
	var late sync.WaitGroup
	c := flowing(t, &streams.Funcs{ExportFunc: func(_ context.Context, w io.Writer) error {
		begun := make(chan bool)
		for i := range 3 {
			late.Go(func() {
				b := make([]byte, 50<<10<<i)
				for n := 0; ; n++ {
					if _, err := w.Write(b); err != nil {
						return
					}
					if i == 0 && n == 0 {
						close(begun)
					}
				}
			})
		}
		<-begun
		return nil
	}})
	for range 200 {
		if err := c.Export(ctx, io.Discard); err != nil {
			t.Fatal(err)
		}
	}
	late.Wait()
}

// TestCancelledCallbackEndsBehindMany cancels a callback that waits for that, while more of them wait than are let gather.
func TestCancelledCallbackEndsBehindMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := flowing(t, &streams.Funcs{TrainFunc: func(ctx context.Context, n int, f func(context.Context, int, float64) error) (string, error) {
			var all sync.WaitGroup
			first, cancel := context.WithCancel(ctx)
			all.Go(func() { f(first, 0, 0) })
			synctest.Wait()
			for range n {
				all.Go(func() { f(ctx, 1, 0) })
			}
			synctest.Wait()
			cancel()
			all.Wait()
			return "done", nil
		}})
		for _, n := range []int{1, 50, 1000} {
			got, err := c.Train(t.Context(), n, func(ctx context.Context, epoch int, _ float64) error {
				if epoch == 0 {
					<-ctx.Done()
				}
				return nil
			})
			if got != "done" || err != nil {
				t.Errorf("%d behind it: %q, %v", n, got, err)
			}
		}
	})
}

// TestOneFailingResultEndsAll has one of two results fail while the other goes on for ever.
func TestOneFailingResultEndsAll(t *testing.T) {
	leavesNothing(t)
	var boom atomic.Bool
	endless := func(yield func([]byte, error) bool) {
		for yield([]byte("x"), nil) {
		}
	}
	c := flowing(t, &streams.Funcs{BothFunc: func(context.Context, int) (iter.Seq2[[]byte, error], iter.Seq2[string, int], error) {
		return endless, func(yield func(string, int) bool) {
			if yield("a", 1); boom.Load() {
				panic("boom")
			}
		}, nil
	}})
	boom.Store(true)
	items, pairs, why, err := c.Both(bluebirdtest.Soon(t), 1)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() {
		for range pairs {
		}
		ended <- why()
	}()
	for _, err = range items {
	}
	if !errors.Is(err, bluebird.Internal) {
		t.Errorf("the items ended with %v, want Internal", err)
	}
	if err := <-ended; !errors.Is(err, bluebird.Internal) {
		t.Errorf("the pairs ended with %v, want Internal", err)
	}
}

// halfWriter writes half of what it is given, and says nothing.
type halfWriter struct{ bytes.Buffer }

func (h *halfWriter) Write(b []byte) (int, error) { return h.Buffer.Write(b[:len(b)/2]) }

// TestShortWritesAreErrors writes to writers that take less than they should.
func TestShortWritesAreErrors(t *testing.T) {
	c := flowing(t, &streams.Funcs{ExportFunc: func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, "0123456789")
		return err
	}, DownloadFunc: func(context.Context, string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("0123456789")), nil
	}})
	if err := c.Export(bluebirdtest.Soon(t), new(halfWriter)); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("Export: %v", err)
	}
	r, err := c.Download(bluebirdtest.Soon(t), "")
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(new(halfWriter), r); n != 5 || !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("io.Copy = %d, %v", n, err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

// TestFailedFuncUnwindsItsHandler has a func fail that has no error to return: its handler does not go on with a zero.
func TestFailedFuncUnwindsItsHandler(t *testing.T) {
	leavesNothing(t)
	wentOn := make(chan int, 1)
	deferred := make(chan bool, 1)
	c := flowing(t, &streams.Funcs{AskFunc: func(_ context.Context, question func(int) int) (int, error) {
		defer func() { deferred <- true }()
		wentOn <- question(1)
		return 1, nil
	}})
	func() {
		defer func() {
			if v := recover(); v == nil {
				t.Error("the caller's panic was lost")
			}
		}()
		c.Ask(bluebirdtest.Soon(t), func(int) int { panic("no answer") })
	}()
	<-deferred
	select {
	case n := <-wentOn:
		t.Errorf("the handler went on with %d", n)
	default:
	}
}

// TestCallbacksGivenUpGiveTheirMemoryBack gives up callbacks that have gone out in part, more of them than a connection holds.
func TestCallbacksGivenUpGiveTheirMemoryBack(t *testing.T) {
	m := bluebird.Method{Name: "test.Back", Fingerprint: 97<<16 | 5, Flows: []bluebird.FlowKind{bluebird.FuncFlow}}
	w := newWorld(t, new(bluebird.Server))
	back := func(ctx context.Context, r *bluebird.Remote, arg []byte) error {
		call := r.Start()
		defer call.Free()
		call.Args(1)
		call.Buf = codec.AppendBytes(call.Buf, arg, &call.Enc)
		return call.Do(ctx)
	}
	w.handle(m, "f func", func(ctx context.Context, in *bluebird.Incoming) error {
		r, _ := in.RecvFunc()
		if err := in.Err(); err != nil {
			return err
		}
		large := make([]byte, 16<<20)
		for i := range 30 {
			soon, cancel := context.WithTimeout(ctx, time.Duration(200+i*20)*time.Microsecond)
			back(soon, r, large) // it may arrive, on a fast machine
			cancel()
		}
		in.Results(0)
		return back(ctx, r, large)
	})
	c := w.dial(nil)
	call := c.Start(&m)
	defer call.Free()
	call.Args(1)
	bluebird.PassFunc(call, true, func(_ context.Context, in *bluebird.Incoming) error {
		codec.ReadBytes(&in.Args)
		in.Results(0)
		return in.Err()
	})
	if err := call.Do(bluebirdtest.Soon(t)); err != nil {
		t.Error(err)
	}
}

// TestCallsInTheLoopOverLongItems makes calls as long as the items between two of them: what is ahead in the stream leaves them memory.
func TestCallsInTheLoopOverLongItems(t *testing.T) {
	const size = 40 << 20
	srv := new(bluebird.Server)
	w := newWorld(t, srv)
	sent := make(chan int, 4)
	streams.RegisterService(srv, &streams.Funcs{FramesFunc: func(context.Context, iter.Seq2[[]byte, error]) iter.Seq2[[]byte, error] {
		return func(yield func([]byte, error) bool) {
			for i := range cap(sent) {
				if sent <- i; !yield(make([]byte, size), nil) {
					return
				}
			}
		}
	}})
	c := w.dial(nil)
	ctx := bluebirdtest.Soon(t)
	n := 0
	for frame, err := range streamsrpc.NewServiceClient(c).Frames(ctx, payloads()) {
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < min(n+3, cap(sent)); i = len(sent) { // the sender is two ahead
			time.Sleep(time.Millisecond)
		}
		n++
		if got, err := callEcho(ctx, c, frame); len(got) != size || err != nil {
			t.Fatalf("beside item %d: %d bytes, %v", n, len(got), err)
		}
	}
	if n != cap(sent) {
		t.Errorf("%d items", n)
	}
}

// stuckReader reads nothing until it is closed.
type stuckReader struct {
	closed chan struct{}
	times  atomic.Int32
}

func newStuckReader() *stuckReader { return &stuckReader{closed: make(chan struct{})} }

func (r *stuckReader) Read([]byte) (int, error) {
	<-r.closed
	return 0, os.ErrClosed
}

func (r *stuckReader) Close() error {
	if r.times.Add(1) == 1 {
		close(r.closed)
	}
	return nil
}

// TestReaderOfAResultIsClosedWhenItsCallEnds ends calls whose handlers wait in the Read of what they returned.
func TestReaderOfAResultIsClosedWhenItsCallEnds(t *testing.T) {
	timeout := func(ctx context.Context, _ *bluebird.Call, next func(context.Context) error) error {
		ctx, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		return next(ctx)
	}
	for _, tt := range []struct {
		name string
		end  func(srv *bluebird.Server, r io.ReadCloser, cancel context.CancelFunc)
	}{
		{"the caller closes it", func(_ *bluebird.Server, r io.ReadCloser, _ context.CancelFunc) { r.Close() }},
		{"the caller's context ends", func(_ *bluebird.Server, _ io.ReadCloser, cancel context.CancelFunc) { cancel() }},
		{"the server is closed", func(srv *bluebird.Server, _ io.ReadCloser, _ context.CancelFunc) { srv.Close() }},
		{"the context of an interceptor ends", func(*bluebird.Server, io.ReadCloser, context.CancelFunc) { time.Sleep(time.Hour) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				stuck := newStuckReader()
				srv := &bluebird.Server{MaxHandlers: 1, Interceptors: []bluebird.Interceptor{timeout}}
				c := flowingWith(t, srv, new(bluebird.Dialer), &streams.Funcs{DownloadFunc: func(_ context.Context, name string) (io.ReadCloser, error) {
					if name == "next" {
						return nil, nil
					}
					return stuck, nil
				}})
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				r, err := c.Download(ctx, "stuck")
				if err != nil {
					t.Fatal(err)
				}
				synctest.Wait()
				tt.end(srv, r, cancel)
				synctest.Wait()
				if n := stuck.times.Load(); n != 1 {
					t.Errorf("the reader was closed %d times, want 1", n)
					stuck.Close()
				}
				if tt.name == "the server is closed" {
					return
				}
				if _, err := c.Download(t.Context(), "next"); err != nil {
					t.Errorf("the next call: %v", err)
				}
			})
		})
	}
}

// TestReaderIsClosedWhenItAloneIsLeft has a call with two readers: the caller closes one and goes on with the other.
func TestReaderIsClosedWhenItAloneIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := bluebird.Method{Name: "test.Two", Fingerprint: 96<<16 | 0x24, Flows: []bluebird.FlowKind{bluebird.BytesDown, bluebird.BytesDown}}
		stuck := newStuckReader()
		r, w := io.Pipe()
		srv := new(bluebird.Server)
		srv.Handle(bluebird.Handler{Method: m, Results: []bluebird.Param{{Flows: true}, {Flows: true}}, Serve: func(_ context.Context, in *bluebird.Incoming) error {
			if err := in.Err(); err != nil {
				return err
			}
			in.Results(2)
			bluebird.SendReadCloser(in, stuck)
			bluebird.SendReadCloser(in, r)
			return nil
		}})
		call := bluebirdtest.Join(t, srv, new(bluebird.Dialer)).Start(&m)
		defer call.Free()
		call.Args(0)
		if err := call.Begin(t.Context()); err != nil {
			t.Fatal(err)
		}
		left, whole := bluebird.RecvReader(call), bluebird.RecvReader(call)
		left.Close()
		synctest.Wait()
		if n := stuck.times.Load(); n != 1 {
			t.Errorf("what was left was closed %d times, want 1", n)
			stuck.Close()
		}
		go func() { io.WriteString(w, "whole"); w.Close() }()
		if b, err := io.ReadAll(whole); string(b) != "whole" || err != nil {
			t.Errorf("the other: %q, %v", b, err)
		}
	})
}

// passOn is an interceptor that does nothing.
func passOn(ctx context.Context, _ *bluebird.Call, next func(context.Context) error) error {
	return next(ctx)
}

// TestCloseOfAConnEndsCallsThatAreReceived closes a Conn with interceptors while somebody has begun to receive, and goes on then.
func TestCloseOfAConnEndsCallsThatAreReceived(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := new(bluebird.Server)
		streams.RegisterService(srv, &streams.Funcs{DownloadFunc: func(context.Context, string) (io.ReadCloser, error) {
			r, w := io.Pipe()
			go io.WriteString(w, "some")
			return r, nil
		}})
		conn := bluebirdtest.Join(t, srv, &bluebird.Dialer{Interceptors: []bluebird.Interceptor{passOn}})
		r, err := streamsrpc.NewServiceClient(conn).Download(t.Context(), "x")
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait() // all has come
		conn.Close()
		if b, err := io.ReadAll(r); string(b) != "some" || !errors.Is(err, bluebird.ErrConnClosed) {
			t.Errorf("after Close: %q, %v; want what had come, and %v", b, err, bluebird.ErrConnClosed)
		}
		r.Close()
	})
}

// TestInterceptorsMayCloseTheirConn has a Conn closed by the interceptors of a call whose results flow.
func TestInterceptorsMayCloseTheirConn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := new(bluebird.Server)
		streams.RegisterService(srv, &streams.Funcs{DownloadFunc: func(context.Context, string) (io.ReadCloser, error) {
			return nil, bluebird.Unauthenticated
		}})
		var conn *bluebird.Conn
		conn = bluebirdtest.Join(t, srv, &bluebird.Dialer{Interceptors: []bluebird.Interceptor{func(ctx context.Context, _ *bluebird.Call, next func(context.Context) error) error {
			err := next(ctx)
			conn.Close()
			return err
		}}})
		if _, err := streamsrpc.NewServiceClient(conn).Download(t.Context(), "x"); !errors.Is(err, bluebird.Unauthenticated) {
			t.Errorf("Download: %v", err)
		}
	})
}

// TestInterceptorsSeeTheEndOfUnreadResults has a server end its call before the caller has received anything.
func TestInterceptorsSeeTheEndOfUnreadResults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := new(bluebird.Server)
		streams.RegisterService(srv, &streams.Funcs{DownloadFunc: func(ctx context.Context, _ string) (io.ReadCloser, error) {
			bluebird.ReplyMetadata(ctx)["when"] = "first"
			return io.NopCloser(io.MultiReader(strings.NewReader("some"), readerFunc(func([]byte) (int, error) {
				bluebird.ReplyMetadata(ctx)["when"] = "last"
				return 0, bluebird.DataLoss
			}))), nil
		}})
		var seen error
		conn := bluebirdtest.Join(t, srv, &bluebird.Dialer{CallTimeout: time.Minute, Interceptors: []bluebird.Interceptor{func(ctx context.Context, _ *bluebird.Call, next func(context.Context) error) error {
			seen = next(ctx)
			return seen
		}}})
		ctx, md := bluebird.WithReplyMetadata(t.Context())
		r, err := streamsrpc.NewServiceClient(conn).Download(ctx, "x")
		if err != nil {
			t.Fatal(err)
		}
		first := md["when"]
		synctest.Wait()
		if !errors.Is(seen, bluebird.DataLoss) {
			t.Errorf("the interceptor saw %v, want %v", seen, bluebird.DataLoss)
		}
		b, err := io.ReadAll(r)
		if string(b) != "some" || !errors.Is(err, bluebird.DataLoss) || first != "first" || md["when"] != "last" {
			t.Errorf("received %q, %v; the metadata was %q, then %q", b, err, first, md["when"])
		}
		r.Close()
	})
}

// TestPanicsInInterceptorsOfResultsThatFlow has a client's interceptor panic, or end its goroutine, before the call and behind it: so does the caller's goroutine.
func TestPanicsInInterceptorsOfResultsThatFlow(t *testing.T) {
	for _, tt := range []struct {
		name   string
		behind bool
		give   func()
		want   string // part of the panic; "" is the end of the goroutine
	}{
		{"panic before", false, func() { panic("secret 4711") }, "secret 4711"},
		{"panic behind", true, func() { panic("secret 4711") }, "secret 4711"},
		{"end before", false, runtime.Goexit, ""},
		{"end behind", true, runtime.Goexit, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := flowingWith(t, new(bluebird.Server), &bluebird.Dialer{Interceptors: []bluebird.Interceptor{
					func(ctx context.Context, _ *bluebird.Call, next func(context.Context) error) error {
						if !tt.behind {
							tt.give()
						}
						err := next(ctx)
						tt.give()
						return err
					},
				}}, whole())
				var wg sync.WaitGroup
				defer wg.Wait()
				wg.Go(func() {
					begun := false
					defer func() {
						v := recover()
						if text, _ := v.(string); !strings.Contains(text, tt.want) || v == nil != (tt.want == "") || begun != tt.behind {
							t.Errorf("the call had begun: %v; the caller recovers %v", begun, v)
						}
					}()
					r, err := c.Download(t.Context(), "x")
					begun = true
					b, readErr := io.ReadAll(r)
					t.Errorf("Download = %q, %v, %v", b, err, readErr)
				})
			})
		})
	}
}

// TestReadersOfCallsThatAreNotMadeAreClosed gives a reader to calls that fail before anything is read from it, or are never made.
func TestReadersOfCallsThatAreNotMadeAreClosed(t *testing.T) {
	m := bluebird.Method{Name: "test.Through", Fingerprint: 95<<16 | 0x23, Flows: []bluebird.FlowKind{bluebird.BytesUp, bluebird.BytesDown}}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	refuse := func(context.Context, *bluebird.Call, func(context.Context) error) error {
		return bluebird.PermissionDenied
	}
	for _, tt := range []struct {
		name   string
		ctx    context.Context
		d      bluebird.Dialer
		closed bool                 // the Conn
		spoil  func(*bluebird.Call) // before it is made
	}{
		{name: "the context is over", ctx: over},
		{name: "the metadata is wrong", ctx: bluebird.WithMetadata(t.Context(), "not a key", "")},
		{name: "the Conn is closed", closed: true},
		{name: "an interceptor refuses", d: bluebird.Dialer{Interceptors: []bluebird.Interceptor{refuse}}},
		{name: "an argument cannot be encoded", spoil: func(call *bluebird.Call) { call.Enc.Fail(codec.Type, "no") }},
		{name: "the arguments are too long", spoil: func(call *bluebird.Call) { call.Buf = append(call.Buf, make([]byte, 1000)...) }},
		{name: "the server knows no such method"},
	} {
		for how, do := range map[string]func(*bluebird.Call, context.Context) error{
			"Do": (*bluebird.Call).Do, "Begin": (*bluebird.Call).Begin, "nothing": func(*bluebird.Call, context.Context) error { return errors.New("not made") },
		} {
			t.Run(tt.name+"/"+how, func(t *testing.T) {
				d := tt.d
				conn := bluebirdtest.Join(t, &bluebird.Server{MaxMessage: 512}, &d)
				if tt.closed {
					conn.Close()
				}
				r := newStuckReader()
				call := conn.Start(&m)
				call.Args(1)
				bluebird.SendReadCloser(call, r)
				if tt.spoil != nil {
					tt.spoil(call)
				}
				ctx := tt.ctx
				if ctx == nil {
					ctx = bluebirdtest.Soon(t)
				}
				err := do(call, ctx)
				call.Free()
				if n := r.times.Load(); n != 1 || err == nil {
					t.Errorf("closed %d times, want 1; the call: %v", n, err)
				}
			})
		}
	}
}

// TestInterceptorsMayReturnBeforeWhatFlows has interceptors give up calls whose flows go on for ever: the caller gets what they have returned, the handler's
// context ends, and what the caller gave is not used any more.
func TestInterceptorsMayReturnBeforeWhatFlows(t *testing.T) {
	chain := []bluebird.Interceptor{leaving, passOn}
	for _, tt := range []struct {
		end string
		srv *bluebird.Server
		d   *bluebird.Dialer
	}{
		{"client", new(bluebird.Server), &bluebird.Dialer{Interceptors: chain}},
		{"server", &bluebird.Server{Interceptors: chain}, new(bluebird.Dialer)},
	} {
		t.Run(tt.end, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ended := 0
				wait := func(ctx context.Context) error {
					<-ctx.Done()
					ended++
					return ctx.Err()
				}
				c := flowingWith(t, tt.srv, tt.d, &streams.Funcs{
					CountFunc: func(ctx context.Context, n int) iter.Seq2[int, error] {
						return func(yield func(int, error) bool) { yield(1, nil); yield(0, wait(ctx)) }
					},
					DownloadFunc: func(ctx context.Context, _ string) (io.ReadCloser, error) {
						return io.NopCloser(io.MultiReader(strings.NewReader("1"), readerFunc(func([]byte) (int, error) { return 0, wait(ctx) }))), nil
					},
					ExportFunc: func(ctx context.Context, w io.Writer) error {
						io.WriteString(w, "1")
						return wait(ctx)
					},
					TrainFunc: func(ctx context.Context, _ int, progress func(context.Context, int, float64) error) (string, error) {
						progress(ctx, 1, 0)
						return "", wait(ctx)
					},
					TakeFunc: func(ctx context.Context, r io.ReadCloser) (int64, error) { return 0, wait(ctx) },
				})
				r := newStuckReader()
				for i, call := range []func() (string, error){
					func() (string, error) {
						list, err := all(c.Count(t.Context(), 1))
						return fmt.Sprint(list), err
					},
					func() (string, error) {
						r, err := c.Download(t.Context(), "x")
						if err != nil {
							return "", err
						}
						b, err := io.ReadAll(r)
						return fmt.Sprintf("[%s]", b), err
					},
					func() (string, error) {
						var b bytes.Buffer
						err := c.Export(t.Context(), &b)
						return fmt.Sprintf("[%s]", b.String()), err
					},
					func() (string, error) {
						var epochs []int
						_, err := c.Train(t.Context(), 1, func(_ context.Context, epoch int, _ float64) error {
							epochs = append(epochs, epoch)
							return nil
						})
						return fmt.Sprint(epochs), err
					},
					func() (string, error) {
						_, err := c.Take(t.Context(), r)
						return "[1]", err
					},
				} {
					got, err := call()
					if synctest.Wait(); got != "[1]" || !errors.Is(err, bluebird.DeadlineExceeded) || ended != i+1 {
						t.Errorf("call %d: %s, %v; %d handlers have ended", i, got, err, ended)
					}
				}
				if n := r.times.Load(); n != 1 {
					t.Errorf("the reader was closed %d times, want 1", n)
				}
			})
		})
	}
}

// TestResultThatIsLeftMayEnd has one of two results end by itself when the caller has left it, and the other go on.
func TestResultThatIsLeftMayEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		left := make(chan bool)
		c := flowing(t, &streams.Funcs{BothFunc: func(context.Context, int) (iter.Seq2[[]byte, error], iter.Seq2[string, int], error) {
			return func(yield func([]byte, error) bool) { yield([]byte("x"), nil); <-left },
				func(yield func(string, int) bool) { yield("a", 1); <-left; yield("b", 2) }, nil
		}})
		items, pairs, why, err := c.Both(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		for range items {
			break
		}
		synctest.Wait()
		close(left)
		n := 0
		for range pairs {
			n++
		}
		if err := why(); n != 2 || err != nil {
			t.Errorf("%d pairs, %v; want 2", n, err)
		}
	})
}

// TestMetadataIsHandedOverByWhoReceives cancels a stream in its loop, when its end with metadata is on the way. The race detector watches.
func TestMetadataIsHandedOverByWhoReceives(t *testing.T) {
	for range 20 {
		f := whole()
		f.CountFunc = func(ctx context.Context, _ int) iter.Seq2[int, error] {
			return func(yield func(int, error) bool) {
				yield(1, nil)
				bluebird.ReplyMetadata(ctx)["k"] = "v"
				yield(0, bluebird.NotFound)
			}
		}
		c := flowing(t, f)
		ctx, md := bluebird.WithReplyMetadata(bluebirdtest.Soon(t))
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		for range c.Count(ctx, 0) {
			cancel()
		}
		if v := md["k"]; v != "" && v != "v" {
			t.Errorf("k is %q", v)
		}
	}
}

// slowCloser is a reader that ends when it is closed, which takes its time.
type slowCloser struct{ closed, done chan struct{} }

func (s slowCloser) Read([]byte) (int, error) { <-s.closed; return 0, io.EOF }

func (s slowCloser) Close() error {
	close(s.closed)
	<-s.done
	return nil
}

// TestCancelsOfAFlowAreOne sends many where one would do.
func TestCancelsOfAFlowAreOne(t *testing.T) {
	m := bluebird.Method{Name: "test.Down", Fingerprint: 95<<16 | 4, Flows: []bluebird.FlowKind{bluebird.BytesDown}}
	w := newWorld(t, new(bluebird.Server))
	r := slowCloser{make(chan struct{}), make(chan struct{})}
	w.handle(m, "", func(_ context.Context, in *bluebird.Incoming) error {
		in.Results(1)
		bluebird.SendReadCloser(in, r)
		return in.Err()
	})
	p := w.raw(t)
	p.Send(wiretest.Open(1, wire.OpenFrame{Name: []byte(m.Name), Fingerprint: m.Fingerprint}, []byte{0x90}))
	for p.Recv().Type != wire.Data {
	}
	var b []byte
	for range 1000 {
		b = wiretest.Cancel(1, 1, wire.CancelFrame{Code: 1}).Append(b)
	}
	before := runtime.NumGoroutine()
	p.SendBytes(wiretest.Ping(0, 1).Append(b))
	for p.Recv().Type != wire.Ping {
	}
	<-r.closed
	if more := runtime.NumGoroutine() - before; more > 20 {
		t.Errorf("there are %d more goroutines", more)
	}
	close(r.done)
}

// TestReaderThatIsClosedWhileItReads closes a reader in its Read, beside another result that goes on: that one is gone through to its end.
func TestReaderThatIsClosedWhileItReads(t *testing.T) {
	m := bluebird.Method{Name: "test.Beside", Fingerprint: 94<<16 | 4 | 2<<3, Flows: []bluebird.FlowKind{bluebird.BytesDown, bluebird.ItemsDown}}
	for _, items := range []int{10, 200_000} { // in the window, and beyond it
		w := newWorld(t, new(bluebird.Server))
		w.handle(m, "", func(_ context.Context, in *bluebird.Incoming) error {
			r, _ := io.Pipe()
			in.Results(2)
			bluebird.SendReadCloser(in, r)
			bluebird.SendSeqErr(in, count(items, nil), func(b []byte, v int, _ *codec.Encoder) []byte { return codec.AppendInt(b, v) })
			return in.Err()
		})
		c := w.dial(nil)
		call := c.Start(&m)
		call.Args(0)
		if err := call.Begin(bluebirdtest.Soon(t)); err != nil {
			t.Fatal(err)
		}
		r := bluebird.RecvReader(call)
		seq := bluebird.RecvSeqErr(call, codec.ReadInt)
		if err := call.Err(); err != nil {
			t.Fatal(err)
		}
		call.Free()
		read := make(chan error)
		go func() {
			_, err := r.Read(make([]byte, 9))
			read <- err
		}()
		time.Sleep(time.Millisecond) // so that it waits
		r.Close()
		if err := <-read; !errors.Is(err, os.ErrClosed) {
			t.Errorf("Read = %v", err)
		}
		if got, err := all(seq); len(got) != items || err != nil {
			t.Errorf("%d of %d items, %v", len(got), items, err)
		}
	}
}
