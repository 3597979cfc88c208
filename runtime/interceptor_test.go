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
