package bluebird_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
	"github.com/tinylib/msgp/msgp"
)

// methodTurn does what world.turn says, and is quick until that is set, so that it comes to run on the goroutine that reads.
var methodTurn = bluebird.Method{Name: "test.Turn", Fingerprint: 20 << 16}

// newTurnWorld is newWorld with methodTurn, which has been quick so often that the server counts on it.
func newTurnWorld(t *testing.T, srv *bluebird.Server, turn *atomic.Pointer[func(context.Context) error]) (*world, *bluebird.Conn) {
	t.Helper()
	w := newWorld(t, srv)
	w.handle(methodTurn, "", func(ctx context.Context, in *bluebird.Incoming) error {
		if err := in.Err(); err != nil {
			return err
		}
		in.Results(0)
		if f := turn.Load(); f != nil {
			return (*f)(ctx)
		}
		return nil
	})
	c := w.dial(nil)
	for range 500 {
		if err := callText(t.Context(), c, &methodTurn, ""); err != nil {
			t.Fatal(err)
		}
	}
	return w, c
}

// TestRow36QuickHandlersThatBlock lets a handler that was always quick wait: for its context, for another call on the same
// connection, or for nothing at all. The connection must go on.
func TestRow36QuickHandlersThatBlock(t *testing.T) {
	var turn atomic.Pointer[func(context.Context) error]
	w, c := newTurnWorld(t, new(bluebird.Server), &turn)
	meet := make(chan int)
	for _, tt := range []struct {
		name string
		turn func(context.Context) error
		wake func(cancel func()) // after the connection was seen to go on
		want bluebird.Code
	}{
		{"for its context", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, func(cancel func()) { cancel() }, bluebird.Canceled},
		{"for something else", func(context.Context) error { <-meet; return nil }, func(func()) { meet <- 1 }, 0},
		{"with an error in the end", func(context.Context) error { <-meet; return bluebird.Aborted }, func(func()) { meet <- 1 }, bluebird.Aborted},
		{"and panics in the end", func(context.Context) error { <-meet; panic("late") }, func(func()) { meet <- 1 }, bluebird.Internal},
		{"and ends its goroutine", func(context.Context) error { <-meet; runtime.Goexit(); return nil }, func(func()) { meet <- 1 }, bluebird.Internal},
	} {
		t.Run(tt.name, func(t *testing.T) {
			turn.Store(&tt.turn)
			before := w.count(methodTurn)
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			result := make(chan error, 1)
			go func() { result <- callText(ctx, c, &methodTurn, "") }()
			eventually(t, "it runs", func() bool { return w.count(methodTurn) == before+1 })
			for range 20 {
				if _, err := callAdd(bluebirdtest.Soon(t), c, 1, 2); err != nil {
					t.Errorf("a call beside it: %v", err)
				}
			}
			if _, err := c.Ping(bluebirdtest.Soon(t)); err != nil {
				t.Errorf("a ping beside it: %v", err)
			}
			tt.wake(cancel)
			if err := <-result; bluebird.CodeOf(err) != tt.want {
				t.Errorf("it returned %v; want %v", err, tt.want)
			}
			turn.Store(nil)
			for range 200 {
				if err := callText(bluebirdtest.Soon(t), c, &methodTurn, ""); err != nil {
					t.Fatalf("afterwards: %v", err)
				}
			}
		})
	}
}

// TestRow44QuickHandlersOfLostClients loses the connection under a handler that was always quick.
func TestRow44QuickHandlersOfLostClients(t *testing.T) {
	var turn atomic.Pointer[func(context.Context) error]
	w, c := newTurnWorld(t, new(bluebird.Server), &turn)
	ended := make(chan error, 1)
	block := func(ctx context.Context) error { <-ctx.Done(); ended <- ctx.Err(); return ctx.Err() }
	turn.Store(&block)
	p := w.raw(t)
	before := w.count(methodTurn)
	p.Send(wiretest.Call(1, "test.Turn", []byte{0x90}))
	eventually(t, "it runs", func() bool { return w.count(methodTurn) == before+1 })
	p.Conn.(interface{ Reset() }).Reset()
	select {
	case err := <-ended:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("its context ended with %v; want %v", err, context.Canceled)
		}
	case <-time.After(10 * time.Second):
		t.Error("its context has not ended")
	}
	result := make(chan error, 1)
	go func() { result <- callText(t.Context(), c, &methodTurn, "") }()
	eventually(t, "it runs again", func() bool { return w.count(methodTurn) == before+2 })
	go w.srv.Close()
	wantError(t, <-result, bluebird.Unavailable, bluebird.MaybeExecuted)
	<-ended
}

// TestRow33QuickHandlersWithLargeReplies answers with more than the other end takes, after many short replies.
func TestRow33QuickHandlersWithLargeReplies(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	m := bluebird.Method{Name: "test.Make", Fingerprint: 21 << 16}
	w.handle(m, "n int64", func(_ context.Context, in *bluebird.Incoming) error {
		n := codec.ReadInt64(&in.Args)
		if err := in.Err(); err != nil {
			return err
		}
		in.Results(1)
		in.Reply = msgp.AppendBytesHeader(in.Reply, uint32(n))
		in.Reply = append(in.Reply, make([]byte, n)...)
		return nil
	})
	c := w.dial(nil)
	make := func(n int64) (int, error) {
		call := c.Start(&m)
		defer call.Free()
		call.Args(1)
		call.Buf = msgp.AppendInt64(call.Buf, n)
		if err := call.Do(bluebirdtest.Soon(t)); err != nil {
			return 0, err
		}
		b := codec.ReadBytes(&call.Reply)
		return len(b), call.Err()
	}
	for range 300 {
		if n, err := make(10); n != 10 || err != nil {
			t.Fatalf("%d bytes, %v", n, err)
		}
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for i := range 3 {
				if n, err := make(2 << 20); n != 2<<20 || err != nil {
					t.Errorf("%d bytes, %v", n, err)
				}
				if n, err := make(int64(i)); n != i || err != nil {
					t.Errorf("%d bytes, %v; want %d", n, err, i)
				}
			}
		})
	}
	wg.Wait()
}

// TestRow79QuickAndSlowHandlers lets one method be quick mostly and slow at times, under many callers who cancel.
func TestRow79QuickAndSlowHandlers(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	m := bluebird.Method{Name: "test.Moody", Fingerprint: 22 << 16}
	w.handle(m, "b []byte", func(ctx context.Context, in *bluebird.Incoming) error {
		b := codec.ReadBytes(&in.Args)
		if err := in.Err(); err != nil {
			return err
		}
		switch mathrand.IntN(400) {
		case 0:
			time.Sleep(5 * time.Millisecond)
		case 1:
			select {
			case <-ctx.Done():
			case <-time.After(10 * time.Millisecond):
			}
		case 2:
			panic("moody")
		}
		in.Results(1)
		in.Reply = codec.AppendBytes(in.Reply, b, &in.Enc)
		return nil
	})
	c := w.dial(nil)
	var wg sync.WaitGroup
	var ok, failed atomic.Int64
	for caller := range 32 {
		wg.Go(func() {
			for i := range 300 {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				if mathrand.IntN(10) == 0 {
					time.AfterFunc(time.Duration(mathrand.IntN(500))*time.Microsecond, cancel)
				}
				arg := []byte(fmt.Sprintf("%d.%d", caller, i))
				call := c.Start(&m)
				call.Args(1)
				call.Buf = codec.AppendBytes(call.Buf, arg, &call.Enc)
				err := call.Do(ctx)
				if err == nil {
					if got := codec.ReadBytes(&call.Reply); !bytes.Equal(got, arg) {
						t.Errorf("%q came back as %q", arg, got)
					}
					err = call.Err()
				}
				call.Free()
				cancel()
				switch bluebird.CodeOf(err) {
				case 0:
					ok.Add(1)
				case bluebird.Internal, bluebird.Canceled:
					failed.Add(1)
				default:
					t.Errorf("%q: %v", arg, err)
				}
			}
		})
	}
	wg.Wait()
	if ok.Load() == 0 || failed.Load() == 0 {
		t.Errorf("%d calls went well, %d did not; want some of both", ok.Load(), failed.Load())
	}
	eventually(t, "no handler runs", func() bool { _, running, _ := w.counts(); return running == 0 })
}

// TestQuickHandlerThatEndsItsGoroutine ends the goroutine that reads. Another one reads on, the server still knows the
// connection, and the handler's context has ended.
func TestQuickHandlerThatEndsItsGoroutine(t *testing.T) {
	var turn atomic.Pointer[func(context.Context) error]
	w, c := newTurnWorld(t, new(bluebird.Server), &turn)
	contexts := make(chan context.Context, 1)
	goexit := func(ctx context.Context) error {
		contexts <- ctx
		runtime.Goexit()
		return nil
	}
	turn.Store(&goexit)
	for range 10 {
		wantError(t, callText(bluebirdtest.Soon(t), c, &methodTurn, ""), bluebird.Internal, bluebird.Executed)
		if ctx := <-contexts; ctx.Err() == nil {
			t.Error("the context of the handler has not ended")
		}
		if _, err := c.Ping(bluebirdtest.Soon(t)); err != nil {
			t.Fatal(err)
		}
	}
	if n := bluebird.OpenConns(w.srv); n != 1 {
		t.Errorf("the server knows %d connections, want 1", n)
	}
}
