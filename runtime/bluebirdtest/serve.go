package bluebirdtest

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"testing"
	"time"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

// Serve starts a server with the methods that register puts on it, and returns a connection to it. Both are in memory; they are
// closed, and waited for, when the test ends. What the server logs goes to the test's output.
func Serve(t testing.TB, register func(bluebird.Registrar)) *bluebird.Conn {
	t.Helper()
	srv := &bluebird.Server{Logger: slog.New(slog.NewTextHandler(t.Output(), nil))}
	register(srv)
	return Join(t, srv, new(bluebird.Dialer))
}

// Join is Serve for a server and a dialer with settings of the test's own. It sets d.DialContext unless that is set
// already. The methods may be registered before or after.
func Join(t testing.TB, srv *bluebird.Server, d *bluebird.Dialer) *bluebird.Conn {
	t.Helper()
	l := Start(t, srv)
	if d.DialContext == nil {
		d.DialContext = l.DialContext
	}
	conn, err := d.Dial(t.Context(), l.Addr().String())
	if err != nil {
		t.Fatalf("dialing the test's server: %v", err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// Start serves srv in memory until the test ends, and returns its listener, for dialers with
//
//	bluebird.Dialer{DialContext: l.DialContext}
//
// that wrap the connection in a faulty one, or that are more than one.
func Start(t testing.TB, srv *bluebird.Server) *Listener {
	t.Helper()
	l := Listen("server:1")
	served := make(chan error, 1)
	go func() { served <- srv.Serve(l) }()
	t.Cleanup(func() {
		l.Close() // for a Serve that has not begun
		srv.Close()
		if err := <-served; !errors.Is(err, bluebird.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
			t.Errorf("Serve: %v", err)
		}
	})
	return l
}

// DialContext is Dial, in the form that bluebird.Dialer wants.
func (l *Listener) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	return l.Dial(ctx)
}

// Soon returns a context that ends with the test, or a minute from now, so that a call that hangs fails its
// test and not the whole run.
func Soon(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	return ctx
}
