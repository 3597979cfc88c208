package bluebird_test

import (
	"context"
	"net"
	"testing"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

// serve starts a server on loopback TCP and returns a connection to it. Both are closed, and waited for, with the test.
func serve(t testing.TB, register func(bluebird.Registrar)) *bluebird.Conn {
	t.Helper()
	return serveWith(t, &bluebird.Server{}, &bluebird.Dialer{}, register)
}

func serveWith(t testing.TB, srv *bluebird.Server, d *bluebird.Dialer, register func(bluebird.Registrar)) *bluebird.Conn {
	t.Helper()
	register(srv)
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(l) }()
	t.Cleanup(func() {
		srv.Close()
		if err := <-served; err != bluebird.ErrServerClosed {
			t.Errorf("Serve returned %v", err)
		}
	})
	conn, err := d.Dial(context.Background(), l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}
