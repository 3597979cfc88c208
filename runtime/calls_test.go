package bluebird_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/bluebird-rpc/bluebird/testdata/ok/calls"
	"github.com/bluebird-rpc/bluebird/testdata/ok/calls/callsrpc"
)

func TestCallsReturnResults(t *testing.T) {
	leavesNothing(t)
	conn, ctx := joined(t, func(_ context.Context, arg string) (string, error) { return "ran " + arg, nil }), bluebirdtest.Soon(t)
	c := callsrpc.NewClient(conn)
	for range 3 { // by name, by number, and in compact form
		if sum, err := c.Add(ctx, 1, 2); sum != 3 || err != nil {
			t.Errorf("Add(1, 2) = %v, %v; want 3", sum, err)
		}
		if b, err := c.Echo(ctx, []byte("hello")); string(b) != "hello" || err != nil {
			t.Errorf("Echo = %q, %v", b, err)
		}
		if p, err := c.Mirror(ctx, calls.Point{Horizontal: 1, Vertical: 2}); p != (calls.Point{Horizontal: 2, Vertical: 1}) || err != nil {
			t.Errorf("Mirror(1, 2) = %v, %v", p, err)
		}
		if q, r, err := c.Divide(ctx, 17, 5); q != 3 || r != 2 || err != nil {
			t.Errorf("Divide(17, 5) = %d, %d, %v; want 3, 2", q, r, err)
		}
		if err := c.Nothing(ctx); err != nil {
			t.Errorf("Nothing: %v", err)
		}
		if s, err := run(ctx, conn, "x"); s != "ran x" || err != nil {
			t.Errorf("Run = %q, %v", s, err)
		}
	}
}

func TestErrorsLeaveResultsZero(t *testing.T) {
	c := callsrpc.NewClient(joined(t, nothing))
	q, r, err := c.Divide(bluebirdtest.Soon(t), 1, 0)
	if q != 0 || r != 0 || err == nil || err.Error() != "division by zero" {
		t.Errorf("Divide(1, 0) = %d, %d, %v; want 0, 0, division by zero", q, r, err)
	}
	wantError(t, err, bluebird.Unknown, bluebird.Executed)
}

func TestMessagesOfAllSizesArrive(t *testing.T) {
	leavesNothing(t)
	sizes := []int{0, 1, 31, 32, 255, 256, 4095, 16 << 10, 16<<10 + 1, 64<<10 - 8, 64 << 10, 300 << 10, 1 << 20, 5<<20 + 1}
	memory := joined(t, nothing)
	addr := listen(t, does(new(bluebird.Server), nothing), "tcp", "localhost:0")
	for name, conn := range map[string]*bluebird.Conn{"memory": memory, "tcp": dial(t, new(bluebird.Dialer), addr)} {
		c := callsrpc.NewClient(conn)
		for _, n := range sizes {
			want := padFor(uint64(n), n)
			if got, err := c.Echo(bluebirdtest.Soon(t), want); string(got) != string(want) || err != nil {
				t.Errorf("%s: Echo of %d bytes returned %d bytes, equal: %v, %v", name, n, len(got), string(got) == string(want), err)
			}
		}
	}
}

func TestCancellationReachesTheHandler(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended := make(chan error, 1)
		conn := joined(t, func(ctx context.Context, _ string) (string, error) {
			<-ctx.Done()
			ended <- ctx.Err()
			return "late", nil
		})
		ctx, cancel := context.WithCancelCause(t.Context())
		reason := errors.New("the user has gone")
		time.AfterFunc(time.Hour, func() { cancel(reason) })
		start := time.Now()
		_, err := run(ctx, conn, "")
		if d := time.Since(start).Round(time.Second); d != time.Hour {
			t.Errorf("the call took %v; want 1h", d)
		}
		wantError(t, err, bluebird.Canceled, bluebird.MaybeExecuted)
		if !errors.Is(err, context.Canceled) || !errors.Is(err, reason) {
			t.Errorf("error %v; want %v and %v", err, context.Canceled, reason)
		}
		if err := <-ended; err != context.Canceled {
			t.Errorf("the handler's context ended with %v; want %v", err, context.Canceled)
		}
	})
}

func TestDeadlineReachesTheHandler(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		left, ended := make(chan time.Duration, 1), make(chan error, 1)
		conn := joined(t, func(ctx context.Context, _ string) (string, error) {
			d, _ := ctx.Deadline()
			left <- time.Until(d)
			<-ctx.Done()
			ended <- ctx.Err()
			return "", ctx.Err()
		})
		ctx, cancel := context.WithTimeout(t.Context(), 24*time.Hour)
		defer cancel()
		_, err := run(ctx, conn, "")
		if !errors.Is(err, bluebird.DeadlineExceeded) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v; want %v", err, bluebird.DeadlineExceeded)
		}
		if d := <-left; d != 24*time.Hour {
			t.Errorf("the handler had %v; want 24h", d)
		}
		if err := <-ended; err != context.DeadlineExceeded {
			t.Errorf("the handler's context ended with %v; want %v", err, context.DeadlineExceeded)
		}
	})
}

// What is more than a message can say is no deadline for the handler; its caller ends it.
func TestDeadlinesOfDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended := make(chan time.Duration, 1)
		start := time.Now()
		conn := joined(t, func(ctx context.Context, _ string) (string, error) {
			if d, ok := ctx.Deadline(); ok {
				t.Errorf("the handler has %v", time.Until(d))
			}
			<-ctx.Done()
			ended <- time.Since(start)
			return "", ctx.Err()
		})
		ctx, cancel := context.WithTimeout(t.Context(), 72*time.Hour)
		defer cancel()
		if _, err := run(ctx, conn, ""); !errors.Is(err, bluebird.DeadlineExceeded) {
			t.Error(err)
		}
		if d := <-ended; d != 72*time.Hour {
			t.Errorf("it ended after %v", d)
		}
	})
}

func TestCallsHaveNoDeadlineOfTheirOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn := joined(t, func(ctx context.Context, _ string) (string, error) {
			if d, ok := ctx.Deadline(); ok {
				t.Errorf("the handler has the deadline %v", d)
			}
			time.Sleep(24 * time.Hour)
			return "done", nil
		})
		if s, err := run(t.Context(), conn, ""); s != "done" || err != nil {
			t.Errorf("Run = %q, %v", s, err)
		}
	})
}

func TestCallTimeoutIsForContextsWithoutDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn := joinedWith(t, new(bluebird.Server), &bluebird.Dialer{CallTimeout: time.Minute}, func(ctx context.Context, _ string) (string, error) {
			<-ctx.Done()
			return "", ctx.Err()
		})
		wait := func(ctx context.Context, want time.Duration) {
			start := time.Now()
			_, err := run(ctx, conn, "")
			if d := time.Since(start); !errors.Is(err, bluebird.DeadlineExceeded) || d < want || d > want+time.Second {
				t.Errorf("%v after %v; want %v after %v", err, d, bluebird.DeadlineExceeded, want)
			}
		}
		wait(t.Context(), time.Minute)
		longer, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		wait(longer, time.Hour)
	})
}

// Whatever a handler hands to others by its context ends when it returns.
func TestHandlersContextEndsWithTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var kept, child context.Context
		after := make(chan struct{})
		conn := joined(t, func(ctx context.Context, _ string) (string, error) {
			kept = ctx
			var cancel context.CancelFunc
			child, cancel = context.WithTimeout(ctx, time.Hour)
			t.Cleanup(cancel)
			context.AfterFunc(ctx, func() { close(after) })
			stop := context.AfterFunc(ctx, func() { t.Error("a function that was stopped ran") })
			if !stop() {
				t.Error("stop reports that the function has run")
			}
			return "", ctx.Err()
		})
		if _, err := run(t.Context(), conn, ""); err != nil {
			t.Fatal(err)
		}
		<-after
		<-kept.Done()
		<-child.Done()
		if kept.Err() != context.Canceled || child.Err() != context.Canceled {
			t.Errorf("the contexts ended with %v and %v; want %v", kept.Err(), child.Err(), context.Canceled)
		}
	})
}

func TestPanicsAreIncidents(t *testing.T) {
	var srv bluebird.Server
	w := newWorld(t, &srv)
	calls.RegisterTask(&srv, calls.TaskFunc(func(_ context.Context, arg string) (string, error) {
		if arg == "goexit" {
			runtime.Goexit()
		}
		panic("the password is " + arg)
	}))
	conn := w.dial(nil)
	_, err := run(bluebirdtest.Soon(t), conn, "swordfish")
	wantError(t, err, bluebird.Internal, bluebird.Executed)
	wantText(t, err, "calls.Task.Run", "internal error", "incident ")
	if strings.Contains(err.Error(), "swordfish") {
		t.Errorf("the caller learns what the panic said: %v", err)
	}
	_, incident, _ := strings.Cut(err.Error(), "incident ")
	log := w.log.String()
	for _, want := range []string{strings.TrimSuffix(incident, ")"), "swordfish", "calls_test.go", "calls.Task.Run", "level=ERROR"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log does not say %q:\n%s", want, log)
		}
	}
}

// A handler that ends its goroutine, as t.FailNow does, must not leave its caller waiting, nor those that come after:
// neither in a goroutine of its own nor on the one that reads, where the handlers of methods run that were short so far.
func TestGoexitInAHandlerEndsTheCall(t *testing.T) {
	for _, before := range []int{0, 100} {
		synctest.Test(t, func(t *testing.T) {
			conn := joinedWith(t, &bluebird.Server{MaxHandlers: 1}, new(bluebird.Dialer), func(_ context.Context, arg string) (string, error) {
				if arg == "exit" {
					runtime.Goexit()
				}
				return "", nil
			})
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			for range before {
				if _, err := run(ctx, conn, ""); err != nil {
					t.Fatal(err)
				}
			}
			for range 3 {
				_, err := run(ctx, conn, "exit")
				wantError(t, err, bluebird.Internal, bluebird.Executed)
				if _, err := run(ctx, conn, ""); err != nil {
					t.Errorf("after %d calls, the call after an exit: %v", before, err)
				}
			}
		})
	}
}

// A method that was short so far may take long once: others must not wait for it.
func TestAHandlerThatBlocksHoldsUpNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := make(chan struct{})
		conn := joined(t, func(_ context.Context, arg string) (string, error) {
			if arg == "wait" {
				<-gate
			}
			return arg, nil
		})
		for range 100 {
			if _, err := run(t.Context(), conn, ""); err != nil {
				t.Fatal(err)
			}
		}
		var wg sync.WaitGroup
		wg.Go(func() {
			if s, err := run(t.Context(), conn, "wait"); s != "wait" || err != nil {
				t.Errorf("the call that waits: %q, %v", s, err)
			}
		})
		synctest.Wait()
		start := time.Now()
		for range 10 {
			if _, err := run(t.Context(), conn, ""); err != nil {
				t.Error(err)
			}
		}
		if d := time.Since(start); d > 10*time.Millisecond {
			t.Errorf("ten other calls took %v", d)
		}
		close(gate)
		wg.Wait()
	})
}

func TestManyCallsShareAConnection(t *testing.T) {
	leavesNothing(t)
	gate := make(chan struct{})
	conn := joined(t, func(_ context.Context, arg string) (string, error) {
		<-gate
		return arg, nil
	})
	var wg sync.WaitGroup
	for range 500 {
		wg.Go(func() {
			if s, err := run(bluebirdtest.Soon(t), conn, "x"); s != "x" || err != nil {
				t.Errorf("Run = %q, %v", s, err)
			}
		})
	}
	if sum, err := callsrpc.NewClient(conn).Add(bluebirdtest.Soon(t), 1, 2); sum != 3 || err != nil {
		t.Errorf("a call besides calls that wait: %v, %v", sum, err)
	}
	close(gate)
	wg.Wait()
}
