package bluebird_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/bluebird-rpc/bluebird/testdata/ok/calls/callsrpc"
)

// ends are the two ends that have interceptors.
var ends = map[string]func(t *testing.T, f func(context.Context, string) (string, error), chain ...bluebird.Interceptor) *bluebird.Conn{
	"client": func(t *testing.T, f func(context.Context, string) (string, error), chain ...bluebird.Interceptor) *bluebird.Conn {
		return joinedWith(t, new(bluebird.Server), &bluebird.Dialer{Interceptors: chain}, f)
	},
	"server": func(t *testing.T, f func(context.Context, string) (string, error), chain ...bluebird.Interceptor) *bluebird.Conn {
		return joinedWith(t, &bluebird.Server{Interceptors: chain}, new(bluebird.Dialer), f)
	},
}

func TestTheFirstInterceptorIsOutermost(t *testing.T) {
	var mu sync.Mutex
	var trace []string
	note := func(s string) {
		mu.Lock()
		defer mu.Unlock()
		trace = append(trace, s)
	}
	noting := func(name string) bluebird.Interceptor {
		return func(ctx context.Context, call *bluebird.Call, next func(context.Context) error) error {
			note(name + " before")
			err := next(ctx)
			note(name + " after")
			if call.Method() != "calls.Task.Run" || call.OnServer() != strings.HasPrefix(name, "server") || call.Idempotent() {
				t.Errorf("%s: the call is %s, on server: %v, idempotent: %v", name, call.Method(), call.OnServer(), call.Idempotent())
			}
			return err
		}
	}
	srv := &bluebird.Server{Interceptors: []bluebird.Interceptor{noting("server 1"), noting("server 2")}}
	d := &bluebird.Dialer{Interceptors: []bluebird.Interceptor{noting("client 1"), noting("client 2")}}
	conn := joinedWith(t, srv, d, func(context.Context, string) (string, error) {
		note("handler")
		return "", nil
	})
	if _, err := run(bluebirdtest.Soon(t), conn, ""); err != nil {
		t.Fatal(err)
	}
	want := []string{"client 1 before", "client 2 before", "server 1 before", "server 2 before", "handler",
		"server 2 after", "server 1 after", "client 2 after", "client 1 after"}
	if !slices.Equal(trace, want) {
		t.Errorf("got  %v\nwant %v", trace, want)
	}
}

type userKey struct{}

func TestInterceptorsChangeTheContext(t *testing.T) {
	var user, token any
	client := func(ctx context.Context, _ *bluebird.Call, next func(context.Context) error) error {
		return next(bluebird.WithMetadata(ctx, "token", "secret"))
	}
	server := func(ctx context.Context, _ *bluebird.Call, next func(context.Context) error) error {
		return next(context.WithValue(ctx, userKey{}, "user of "+bluebird.MetadataFrom(ctx)["token"]))
	}
	conn := joinedWith(t, &bluebird.Server{Interceptors: []bluebird.Interceptor{server}}, &bluebird.Dialer{Interceptors: []bluebird.Interceptor{client}},
		func(ctx context.Context, _ string) (string, error) {
			user, token = ctx.Value(userKey{}), bluebird.MetadataFrom(ctx)["token"]
			return "", nil
		})
	if _, err := run(bluebirdtest.Soon(t), conn, ""); err != nil || user != "user of secret" || token != "secret" {
		t.Errorf("the handler saw user %v and token %v, %v", user, token, err)
	}
}

func TestInterceptorsChangeTheError(t *testing.T) {
	for end, join := range ends {
		conn := join(t, func(context.Context, string) (string, error) { return "", bluebird.NotFound },
			func(ctx context.Context, _ *bluebird.Call, next func(context.Context) error) error {
				if err := next(ctx); !errors.Is(err, bluebird.NotFound) {
					t.Errorf("%s: next returned %v; want %v", end, err, bluebird.NotFound)
				}
				return fmt.Errorf("hidden: %w", bluebird.PermissionDenied)
			})
		_, err := run(bluebirdtest.Soon(t), conn, "")
		if !errors.Is(err, bluebird.PermissionDenied) || errors.Is(err, bluebird.NotFound) || err.Error() != "hidden: permission denied" {
			t.Errorf("%s: error %v", end, err)
		}
	}
}

func TestInterceptorsMakeASuccessAFailure(t *testing.T) {
	for end, join := range ends {
		conn := join(t, func(context.Context, string) (string, error) { return "done", nil },
			func(ctx context.Context, _ *bluebird.Call, next func(context.Context) error) error {
				return errors.Join(next(ctx), bluebird.Aborted)
			})
		if s, err := run(bluebirdtest.Soon(t), conn, ""); s != "" || !errors.Is(err, bluebird.Aborted) {
			t.Errorf("%s: Run = %q, %v", end, s, err)
		}
	}
}

func TestWithoutNextTheHandlerDoesNotRun(t *testing.T) {
	for end, join := range ends {
		ran := false
		conn := join(t, func(context.Context, string) (string, error) { ran = true; return "", nil },
			func(context.Context, *bluebird.Call, func(context.Context) error) error {
				return bluebird.PermissionDenied
			})
		_, err := run(bluebirdtest.Soon(t), conn, "")
		if ran || !errors.Is(err, bluebird.PermissionDenied) {
			t.Errorf("%s: the handler ran: %v, %v", end, ran, err)
		}
		if end == "server" {
			wantError(t, err, bluebird.PermissionDenied, bluebird.NotStarted)
		}
	}
}

// An interceptor that calls nothing and reports success has no results to give.
func TestWithoutNextThereIsNoResult(t *testing.T) {
	for end, join := range ends {
		conn := join(t, nothing, func(context.Context, *bluebird.Call, func(context.Context) error) error { return nil })
		s, err := run(bluebirdtest.Soon(t), conn, "")
		if s != "" || bluebird.CodeOf(err) != bluebird.Internal {
			t.Errorf("%s: Run = %q, %v; want %v", end, s, err, bluebird.Internal)
		}
	}
}

func TestNextMayBeCalledOnce(t *testing.T) {
	for end, join := range ends {
		ran := 0
		conn := join(t, func(context.Context, string) (string, error) { ran++; return "", nil },
			func(ctx context.Context, _ *bluebird.Call, next func(context.Context) error) error {
				next(ctx)
				return next(ctx)
			})
		_, err := run(bluebirdtest.Soon(t), conn, "")
		if ran != 1 || !errors.Is(err, bluebird.Internal) {
			t.Errorf("%s: the handler ran %d times, %v", end, ran, err)
		}
		wantText(t, err, "next twice", "calls.Task.Run")
	}
}

func TestAPanicInAClientsInterceptorIsItsCallers(t *testing.T) {
	leavesNothing(t)
	conn := ends["client"](t, nothing, func(ctx context.Context, call *bluebird.Call, next func(context.Context) error) error {
		if call.Method() == "calls.Task.Run" {
			panic("in the client")
		}
		return next(ctx)
	})
	func() {
		defer func() {
			if v := recover(); v != "in the client" {
				t.Errorf("the caller recovers %v", v)
			}
		}()
		run(t.Context(), conn, "")
	}()
	if sum, err := callsrpc.NewClient(conn).Add(bluebirdtest.Soon(t), 1, 2); sum != 3 || err != nil {
		t.Errorf("the next call: %v, %v", sum, err)
	}
}

// What an interceptor of a server refuses it may have passed on: nobody repeats it.
func TestRefusalsOfInterceptorsAreNotRepeated(t *testing.T) {
	for _, refusal := range []error{bluebird.Unavailable, bluebird.WithRetryAfter(bluebird.Unavailable, time.Minute)} {
		var n atomic.Int32
		w := newWorld(t, &bluebird.Server{Interceptors: []bluebird.Interceptor{func(context.Context, *bluebird.Call, func(context.Context) error) error {
			n.Add(1)
			return refusal
		}}})
		_, err := callAdd(bluebirdtest.Soon(t), w.dial(nil), 1, 2)
		if n.Load() != 1 || !errors.Is(err, bluebird.Unavailable) {
			t.Errorf("%v: the interceptor ran %d times", err, n.Load())
		}
	}
}

// leaving is impatient, and does not end the context.
func leaving(ctx context.Context, _ *bluebird.Call, next func(context.Context) error) error {
	done := make(chan error, 1)
	go func() { done <- next(ctx) }()
	select {
	case err := <-done:
		return err
	case <-time.After(time.Second):
		return bluebird.DeadlineExceeded
	}
}

func TestInterceptorsMayReturnBeforeNext(t *testing.T) {
	for end, join := range ends {
		for _, gives := range []bluebird.Interceptor{leaving, impatient} {
			synctest.Test(t, func(t *testing.T) {
				conn := join(t, func(ctx context.Context, arg string) (string, error) {
					bluebird.ReplyMetadata(ctx)["arg"] = arg
					if strings.HasPrefix(arg, "slow") {
						time.Sleep(1500 * time.Millisecond)
					}
					bluebird.ReplyMetadata(ctx)["ended"] = "yes"
					return arg, nil
				}, passOn, gives, passOn)
				var wg sync.WaitGroup
				for i := range 20 {
					wg.Go(func() {
						for j := range 20 {
							arg, wantErr := fmt.Sprint("fast ", i, " ", j), error(nil)
							if (i+j)%2 == 0 {
								arg, wantErr = "slow "+arg, bluebird.DeadlineExceeded
							}
							ctx, md := bluebird.WithReplyMetadata(t.Context())
							got, err := run(ctx, conn, arg)
							if !errors.Is(err, wantErr) || err == nil && (got != arg || md["arg"] != arg) {
								t.Errorf("%s: Run(%q) = %q, %v with metadata %v; want %v", end, arg, got, err, md, wantErr)
							}
							if err != nil {
								time.Sleep(time.Duration(i) * 50 * time.Millisecond) // the result comes
								if len(md) > 0 {
									t.Errorf("%s: a call that was left got metadata %v", end, md)
								}
							}
						}
					})
				}
				wg.Wait()
				time.Sleep(time.Minute)
			})
		}
	}
}

func TestNextBehindItsInterceptorMakesNoCall(t *testing.T) {
	for end, join := range ends {
		ran := 0
		var kept func(context.Context) error
		conn := join(t, func(context.Context, string) (string, error) { ran++; return "", nil },
			func(_ context.Context, _ *bluebird.Call, next func(context.Context) error) error {
				kept = next
				return bluebird.Aborted
			})
		if _, err := run(bluebirdtest.Soon(t), conn, ""); !errors.Is(err, bluebird.Aborted) {
			t.Errorf("%s: Run: %v", end, err)
		}
		if err := kept(t.Context()); !errors.Is(err, bluebird.Internal) || ran != 0 {
			t.Errorf("%s: next afterwards: %v, and the handler ran %d times", end, err, ran)
		}
	}
}

func TestSuccessThatDoesNotWaitForNextIsAnError(t *testing.T) {
	for end, join := range ends {
		synctest.Test(t, func(t *testing.T) {
			conn := join(t, func(context.Context, string) (string, error) { time.Sleep(time.Second); return "late", nil },
				func(ctx context.Context, _ *bluebird.Call, next func(context.Context) error) error {
					go next(ctx)
					time.Sleep(time.Millisecond)
					return nil
				})
			s, err := run(t.Context(), conn, "")
			if s != "" || !errors.Is(err, bluebird.Internal) {
				t.Errorf("%s: Run = %q, %v", end, s, err)
			}
			wantText(t, err, "calls.Task.Run", "has not waited for next")
			time.Sleep(time.Minute)
		})
	}
}

func TestInterceptorsSeeAPanicOfTheHandlerAsAnError(t *testing.T) {
	for _, gives := range []bluebird.Interceptor{passOn, impatient} {
		var seen error
		conn := ends["server"](t, func(context.Context, string) (string, error) { panic("secret 4711") },
			func(ctx context.Context, call *bluebird.Call, next func(context.Context) error) error {
				seen = gives(ctx, call, next)
				return seen
			})
		_, err := run(bluebirdtest.Soon(t), conn, "")
		wantError(t, err, bluebird.Internal, bluebird.Executed)
		wantText(t, err, "incident")
		if !errors.Is(seen, bluebird.Internal) || strings.Contains(err.Error(), "4711") {
			t.Errorf("the interceptor saw %v, the caller %v", seen, err)
		}
	}
}

// What a call sends is its caller's again when that returns, also when an interceptor has not waited. The race detector watches.
func TestArgumentsAreTheCallersWhenAnInterceptorHasLeft(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	for _, detached := range []bool{false, true} {
		c := w.dial(&bluebird.Dialer{Interceptors: []bluebird.Interceptor{func(ctx context.Context, _ *bluebird.Call, next func(context.Context) error) error {
			if detached {
				ctx = context.WithoutCancel(ctx)
			}
			go next(ctx)
			time.Sleep(time.Millisecond) // so that something is being sent
			return bluebird.DeadlineExceeded
		}}})
		arg := make([]byte, 32<<20)
		if _, err := callEcho(bluebirdtest.Soon(t), c, arg); bluebird.CodeOf(err) != bluebird.DeadlineExceeded {
			t.Error(err)
		}
		for i := range arg {
			arg[i] = 1
		}
	}
}

// A handler that has failed has made no reply, whatever an interceptor says.
func TestInterceptorsMakeNoSuccessOfAFailure(t *testing.T) {
	srv := &bluebird.Server{Interceptors: []bluebird.Interceptor{func(ctx context.Context, _ *bluebird.Call, next func(context.Context) error) error {
		next(ctx)
		return nil
	}}}
	wantText(t, returned(t, srv, bluebird.NotFound), "internal error: an interceptor of the server reports success, but the handler has failed")
}
