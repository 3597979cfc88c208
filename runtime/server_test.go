package bluebird_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/bluebird-rpc/bluebird/testdata/ok/calls"
)

// panicText returns what f panics with.
func panicText(t testing.TB, f func()) (text string) {
	t.Helper()
	defer func() {
		if v := recover(); v != nil {
			text = fmt.Sprint(v)
		} else {
			t.Error("no panic")
		}
	}()
	f()
	return ""
}

func TestRegisteringTwicePanicsWithBothPackages(t *testing.T) {
	var srv bluebird.Server
	calls.RegisterFuncs(&srv)
	text := panicText(t, func() {
		srv.Handle(bluebird.Handler{Method: bluebird.Method{Name: "calls.Add"}, Package: "example.com/other/calls"})
	})
	for _, want := range []string{"calls.Add", "example.com/other/calls", "github.com/bluebird-rpc/bluebird/testdata/ok/calls"} {
		if !strings.Contains(text, want) {
			t.Errorf("panic %q does not say %q", text, want)
		}
	}
}

func TestNamesOfMethodsAreChecked(t *testing.T) {
	for _, name := range []string{"", "a b", "grüße.Get", "a/b", "a-b", "a\n", strings.Repeat("a", 129)} {
		panicText(t, func() { new(bluebird.Server).Handle(bluebird.Handler{Method: bluebird.Method{Name: name}}) })
		if t.Failed() {
			t.Fatalf("the name is %q", name)
		}
	}
	new(bluebird.Server).Handle(bluebird.Handler{Method: bluebird.Method{Name: strings.Repeat("a", 128)}})
	panicText(t, func() { calls.RegisterFuncs(new(bluebird.Server).Named("eu west")) })
}

func TestMethodsMayBeRegisteredWhileServing(t *testing.T) {
	srv := new(bluebird.Server)
	conn := bluebirdtest.Join(t, srv, new(bluebird.Dialer))
	_, err := run(bluebirdtest.Soon(t), conn, "")
	wantError(t, err, bluebird.Unimplemented, bluebird.NotStarted)
	wantText(t, err, "calls.Task.Run", "nothing is registered")
	does(srv, nothing)
	if _, err := run(bluebirdtest.Soon(t), conn, ""); err != nil {
		t.Error(err)
	}
}

// Under -race this also tells that a search for a name and a registration keep out of each other's way.
func TestManyMethodsAreRegisteredWhileOthersAreLookedUp(t *testing.T) {
	srv := new(bluebird.Server)
	conn := bluebirdtest.Join(t, srv, new(bluebird.Dialer))
	does(srv, nothing)
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range 10000 {
			srv.Handle(bluebird.Handler{Method: bluebird.Method{Name: fmt.Sprint("calls.Task.Run", i)}})
		}
	})
	for range 100 {
		_, err := bluebird.Invoke[any](bluebirdtest.Soon(t), conn, "calls.Task.Ru", nil)
		wantError(t, err, bluebird.Unimplemented, bluebird.NotStarted)
		if _, err := run(bluebirdtest.Soon(t), conn, ""); err != nil {
			t.Error(err)
		}
	}
	wg.Wait()
}

func TestNamedInstancesAreApart(t *testing.T) {
	var srv bluebird.Server
	for _, prefix := range []string{"", "eu", "us.west"} {
		r := bluebird.Registrar(&srv)
		if prefix != "" {
			r = srv.Named(prefix)
		}
		calls.RegisterTask(r, calls.TaskFunc(func(context.Context, string) (string, error) { return prefix, nil }))
	}
	conn := bluebirdtest.Join(t, &srv, new(bluebird.Dialer))
	for range 2 {
		for prefix, c := range map[string]bluebird.Caller{"": conn, "eu": conn.Named("eu"), "us.west": conn.Named("us.west")} {
			if s, err := run(bluebirdtest.Soon(t), c, ""); s != prefix || err != nil {
				t.Errorf("instance %q answers %q, %v", prefix, s, err)
			}
			if s, err := bluebird.Invoke[string](bluebirdtest.Soon(t), c, "calls.Task.Run", bluebird.Args{"arg": ""}); s != prefix || err != nil {
				t.Errorf("instance %q answers %q to a call by name, %v", prefix, s, err)
			}
		}
	}
	_, err := run(bluebirdtest.Soon(t), conn.Named("asia"), "")
	wantError(t, err, bluebird.Unimplemented, bluebird.NotStarted)
	wantText(t, err, "asia.calls.Task.Run")
}

func TestBaseContextIsTheParentOfHandlers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		base, stop := context.WithCancel(context.WithValue(t.Context(), userKey{}, "base"))
		conn := joinedWith(t, &bluebird.Server{BaseContext: base}, new(bluebird.Dialer), func(ctx context.Context, _ string) (string, error) {
			if ctx.Value(userKey{}) != "base" {
				t.Errorf("the handler's context has the value %v", ctx.Value(userKey{}))
			}
			<-ctx.Done()
			return "", ctx.Err()
		})
		time.AfterFunc(time.Hour, stop)
		_, err := run(t.Context(), conn, "")
		wantError(t, err, bluebird.Canceled, bluebird.Executed)
	})
}

func TestAddrIsThatOfTheFirstListener(t *testing.T) {
	leavesNothing(t)
	srv := does(new(bluebird.Server), nothing)
	if a := srv.Addr(); a != nil {
		t.Errorf("before Serve: %v", a)
	}
	first := listen(t, srv, "tcp", "localhost:0")
	eventually(t, "the server has an address", func() bool { return srv.Addr() != nil })
	second := listen(t, srv, "tcp", "localhost:0")
	for _, addr := range []string{first, second} {
		if _, err := run(bluebirdtest.Soon(t), dial(t, new(bluebird.Dialer), addr), ""); err != nil {
			t.Errorf("through %s: %v", addr, err)
		}
	}
	if a := srv.Addr().String(); a != first {
		t.Errorf("address %s; want %s", a, first)
	}
}

// serveOn runs ListenAndServe until the test ends, and returns when the server listens.
func serveOn(t *testing.T, srv *bluebird.Server, addr string) {
	t.Helper()
	served := make(chan error, 1)
	go func() { served <- srv.ListenAndServe(addr) }()
	t.Cleanup(func() {
		srv.Close()
		if err := <-served; !errors.Is(err, bluebird.ErrServerClosed) {
			t.Errorf("ListenAndServe = %v", err)
		}
	})
	eventually(t, "the server listens", func() bool { return srv.Addr() != nil })
}

func TestListenAndServeOnLocalhost(t *testing.T) {
	leavesNothing(t)
	srv := does(new(bluebird.Server), nothing)
	serveOn(t, srv, "localhost:0")
	if _, err := run(bluebirdtest.Soon(t), dial(t, new(bluebird.Dialer), srv.Addr().String()), ""); err != nil {
		t.Error(err)
	}
	err := new(bluebird.Server).ListenAndServe(srv.Addr().String())
	wantText(t, err, "bluebird: ", "address already in use")
	wantText(t, new(bluebird.Server).ListenAndServe("no port"), "bluebird: ", "no port")
}

func TestListenAndServeOnAUnixSocket(t *testing.T) {
	leavesNothing(t)
	path := filepath.Join(t.TempDir(), "s")
	addr := "unix:" + path
	stale, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	stale.SetUnlinkOnClose(false)
	stale.Close()

	srv := does(new(bluebird.Server), nothing)
	serveOn(t, srv, addr)
	conn := dial(t, new(bluebird.Dialer), addr)
	if _, err := run(bluebirdtest.Soon(t), conn, ""); err != nil {
		t.Error(err)
	}
	if conn.Addr() != addr {
		t.Errorf("Addr = %s; want %s", conn.Addr(), addr)
	}
	if s, err := bluebird.CallRemote[string](bluebirdtest.Soon(t), addr, "calls.Task.Run", bluebird.Args{"arg": ""}); s != "" || err != nil {
		t.Errorf("CallRemote = %q, %v", s, err)
	}
	bluebird.DefaultDialer.Close()

	wantText(t, new(bluebird.Server).ListenAndServe(addr), "address already in use")
	if _, err := run(bluebirdtest.Soon(t), conn, ""); err != nil {
		t.Errorf("after another server wanted the socket: %v", err)
	}
	srv.Close()
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket is left behind: %v", err)
	}
}

func TestListenAndServeRemovesNothingButSockets(t *testing.T) {
	path := filepath.Join(t.TempDir(), "precious")
	if err := os.WriteFile(path, []byte("data"), 0o600); err != nil {
		t.Fatal(err)
	}
	wantText(t, new(bluebird.Server).ListenAndServe("unix:"+path), "address already in use")
	if b, _ := os.ReadFile(path); string(b) != "data" {
		t.Errorf("the file holds %q", b)
	}
}

func TestPlaintextStaysOnThisMachine(t *testing.T) {
	for _, addr := range []string{":0", "0.0.0.0:0", "[::]:0"} {
		wantText(t, new(bluebird.Server).ListenAndServe(addr), "without TLS", "Server.TLSConfig", "Server.Plaintext")
	}
	srv := does(&bluebird.Server{Plaintext: true}, nothing)
	serveOn(t, srv, "0.0.0.0:0")
	_, port, _ := net.SplitHostPort(srv.Addr().String())
	if _, err := run(bluebirdtest.Soon(t), dial(t, new(bluebird.Dialer), "127.0.0.1:"+port), ""); err != nil {
		t.Error(err)
	}
}

func TestShutdownLetsCallsFinish(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := new(bluebird.Server)
		conn := joinedWith(t, srv, new(bluebird.Dialer), func(_ context.Context, arg string) (string, error) {
			time.Sleep(time.Hour)
			return arg, nil
		})
		result := make(chan string, 1)
		go func() {
			s, err := run(t.Context(), conn, "in flight")
			result <- fmt.Sprint(s, err)
		}()
		synctest.Wait()
		start := time.Now()
		shut := make(chan error, 1)
		go func() { shut <- srv.Shutdown(t.Context()) }()
		synctest.Wait()
		_, err := run(t.Context(), conn, "new")
		if o := bluebird.OutcomeOf(err); !errors.Is(err, bluebird.Unavailable) || o != bluebird.NotSent && o != bluebird.NotStarted {
			t.Errorf("a new call: %v (%v)", err, o)
		}
		err = <-shut
		if d := time.Since(start); err != nil || d < time.Hour || d > time.Hour+time.Second {
			t.Errorf("Shutdown = %v after %v; want nil after 1h", err, d)
		}
		if s := <-result; s != "in flight<nil>" {
			t.Errorf("the call in flight: %s", s)
		}
		if err := srv.Shutdown(t.Context()); err != nil {
			t.Errorf("the second Shutdown = %v", err)
		}
	})
}

func TestShutdownObeysItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := new(bluebird.Server)
		ended := make(chan error, 1)
		conn := joinedWith(t, srv, new(bluebird.Dialer), func(ctx context.Context, _ string) (string, error) {
			<-ctx.Done()
			ended <- ctx.Err()
			return "", nil
		})
		result := make(chan error, 1)
		go func() { _, err := run(t.Context(), conn, ""); result <- err }()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		start := time.Now()
		if err := srv.Shutdown(ctx); err != context.DeadlineExceeded || time.Since(start).Round(time.Second) != time.Minute {
			t.Errorf("Shutdown = %v after %v; want %v after 1m", err, time.Since(start), context.DeadlineExceeded)
		}
		lost := <-result
		wantError(t, lost, bluebird.Unavailable, bluebird.MaybeExecuted)
		wantText(t, lost, "the server is shutting down")
		if err := <-ended; err != context.Canceled {
			t.Errorf("the handler's context ended with %v", err)
		}
	})
}

func TestShutdownDoesNotWaitForHandshakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := new(bluebird.Server)
		l := bluebirdtest.Start(t, srv)
		silent, err := l.Dial(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer silent.Close()
		synctest.Wait()
		start := time.Now()
		if err := srv.Shutdown(t.Context()); err != nil || time.Since(start).Round(time.Second) != 0 {
			t.Errorf("Shutdown = %v after %v", err, time.Since(start))
		}
	})
}

func TestServeAfterShutdownIsRefused(t *testing.T) {
	for name, end := range map[string]func(*bluebird.Server) error{
		"Shutdown": func(s *bluebird.Server) error { return s.Shutdown(t.Context()) },
		"Close":    (*bluebird.Server).Close,
	} {
		var srv bluebird.Server
		if err := end(&srv); err != nil {
			t.Errorf("%s before Serve: %v", name, err)
		}
		if err := srv.Serve(bluebirdtest.Listen("late")); err != bluebird.ErrServerClosed {
			t.Errorf("Serve after %s = %v; want %v", name, err, bluebird.ErrServerClosed)
		}
		if err := srv.ListenAndServe("localhost:0"); err != bluebird.ErrServerClosed {
			t.Errorf("ListenAndServe after %s = %v; want %v", name, err, bluebird.ErrServerClosed)
		}
	}
}

func TestCloseEndsHandlersAndWaitsForThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := new(bluebird.Server)
		returned := false
		conn := joinedWith(t, srv, new(bluebird.Dialer), func(ctx context.Context, _ string) (string, error) {
			<-ctx.Done()
			time.Sleep(time.Minute) // cleaning up
			returned = true
			return "", nil
		})
		result := make(chan error, 1)
		go func() { _, err := run(t.Context(), conn, ""); result <- err }()
		synctest.Wait()
		if err := srv.Close(); err != nil || !returned {
			t.Errorf("Close = %v, with the handler returned: %v", err, returned)
		}
		wantError(t, <-result, bluebird.Unavailable, bluebird.MaybeExecuted)
		if err := srv.Close(); err != nil {
			t.Errorf("the second Close = %v", err)
		}
	})
}

// deep calls f through n frames.
func deep(n int, f func()) {
	if n == 0 {
		f()
		return
	}
	deep(n-1, f)
	_ = n
}

func TestCloseInAHandlerDoesNotWaitForItself(t *testing.T) {
	for _, depth := range []int{0, 500} {
		synctest.Test(t, func(t *testing.T) {
			srv := new(bluebird.Server)
			conn := joinedWith(t, srv, new(bluebird.Dialer), func(_ context.Context, arg string) (string, error) {
				if arg == "close" {
					deep(depth, func() { srv.Close() })
				}
				return "", nil
			})
			for range depth { // so that the next handler runs where the connection is read
				run(t.Context(), conn, "")
			}
			_, err := run(t.Context(), conn, "close")
			wantError(t, err, bluebird.Unavailable, bluebird.MaybeExecuted)
		})
	}
}

func TestCloseMayBeCalledByMany(t *testing.T) {
	leavesNothing(t)
	srv := does(new(bluebird.Server), nothing)
	conn := dial(t, new(bluebird.Dialer), listen(t, srv, "tcp", "localhost:0"))
	if _, err := run(bluebirdtest.Soon(t), conn, ""); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { srv.Close() })
		wg.Go(func() { srv.Shutdown(t.Context()) })
	}
	wg.Wait()
}

// askingHandler asks the server something for whatever it logs.
type askingHandler struct {
	slog.Handler
	srv *bluebird.Server
}

func (h askingHandler) Handle(ctx context.Context, r slog.Record) error {
	h.srv.Addr()
	return h.Handler.Handle(ctx, r)
}

func TestConnectionsAboveTheLimitAreToldSo(t *testing.T) {
	srv := &bluebird.Server{MaxConns: 1}
	srv.Logger = slog.New(askingHandler{slog.NewTextHandler(t.Output(), nil), srv})
	w := newWorld(t, srv)
	w.dial(nil)
	d := &bluebird.Dialer{DialContext: w.l.DialContext}
	_, err := d.Dial(bluebirdtest.Soon(t), "server:1")
	wantText(t, err, "TOO_MUCH", "Server.MaxConns")
}

// A handler may close its server, also in a goroutine of an interceptor's.
func TestCloseInAHandlerBehindAnInterceptorsGoroutine(t *testing.T) {
	srv := new(bluebird.Server)
	srv.Interceptors = []bluebird.Interceptor{func(ctx context.Context, _ *bluebird.Call, next func(context.Context) error) error {
		done := make(chan error, 1)
		go func() { done <- next(ctx) }()
		return <-done
	}}
	closed := make(chan struct{})
	conn := joinedWith(t, srv, new(bluebird.Dialer), func(context.Context, string) (string, error) {
		srv.Close()
		close(closed)
		return "", nil
	})
	run(bluebirdtest.Soon(t), conn, "")
	<-closed
}
