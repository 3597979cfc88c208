package bluebirdtest_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
)

func double(t *testing.T, c bluebird.Caller, n int) {
	t.Helper()
	got, err := bluebird.Invoke[int](t.Context(), c, "calc.Double", bluebird.Args{"n": n})
	if got != 2*n || err != nil {
		t.Errorf("Double(%d) = %d, %v; want %d", n, got, err, 2*n)
	}
}

func TestServeJoinsClientAndServer(t *testing.T) {
	conn := bluebirdtest.Serve(t, register)
	for n := range 10 {
		double(t, conn, n)
	}
}

func TestServeClosesBothEnds(t *testing.T) {
	var conn *bluebird.Conn
	t.Run("inner", func(t *testing.T) { conn = bluebirdtest.Serve(t, register) })
	_, err := bluebird.Invoke[int](t.Context(), conn, "calc.Double", bluebird.Args{"n": 1})
	if !errors.Is(err, bluebird.Unavailable) || bluebird.OutcomeOf(err) != bluebird.NotSent {
		t.Errorf("a call after the test: %v (%v); want %v, not sent", err, bluebird.OutcomeOf(err), bluebird.Unavailable)
	}
}

func TestServeWorksInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn := bluebirdtest.Serve(t, register)
		double(t, conn, 1)
		time.Sleep(5 * time.Minute)
		double(t, conn, 2)
		time.Sleep(24 * time.Hour) // both ends close an idle connection, and the next call makes a new one
		double(t, conn, 3)
	})
}

func TestJoinUsesSettings(t *testing.T) {
	srv := &bluebird.Server{MaxMessage: 512}
	register(srv)
	conn := bluebirdtest.Join(t, srv, &bluebird.Dialer{Conns: 3})
	double(t, conn, 1)
	long := make([]byte, 600)
	_, err := bluebird.Invoke[int](t.Context(), conn, "calc.Double", bluebird.Args{"n": long})
	if !errors.Is(err, bluebird.ResourceExhausted) {
		t.Errorf("600 bytes: %v; want %v", err, bluebird.ResourceExhausted)
	}
}

func TestDialersShareAListener(t *testing.T) {
	srv := new(bluebird.Server)
	register(srv)
	l := bluebirdtest.Start(t, srv)
	for range 3 {
		conn, err := (&bluebird.Dialer{DialContext: l.DialContext}).Dial(bluebirdtest.Soon(t), "any")
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		double(t, conn, 4)
	}
	if l.Dialed() != 3 {
		t.Errorf("%d connections; want 3", l.Dialed())
	}
}
