package bluebirdtest_test

import (
	"context"
	"errors"
	"net"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
)

func TestListenerJoinsDialAndAccept(t *testing.T) {
	l := bluebirdtest.Listen("db")
	for range 3 {
		client, err := l.Dial(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		server, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		mustWrite(t, client, "hello")
		mustRead(t, server, "hello")
		if client.RemoteAddr().String() != "db" || l.Addr().String() != "db" {
			t.Errorf("addresses %v and %v; want db", client.RemoteAddr(), l.Addr())
		}
	}
	if l.Dialed() != 3 {
		t.Errorf("Dialed = %d; want 3", l.Dialed())
	}
}

func TestListenerCloses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := bluebirdtest.Listen("db")
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := l.Accept(); !errors.Is(err, net.ErrClosed) {
				t.Errorf("Accept = %v; want %v", err, net.ErrClosed)
			}
		})
		synctest.Wait()
		if err := l.Close(); err != nil {
			t.Errorf("Close = %v", err)
		}
		wg.Wait()
		if err := l.Close(); !errors.Is(err, net.ErrClosed) {
			t.Errorf("second Close = %v; want %v", err, net.ErrClosed)
		}
		if _, err := l.Dial(t.Context()); !errors.Is(err, syscall.ECONNREFUSED) {
			t.Errorf("Dial = %v; want %v", err, syscall.ECONNREFUSED)
		}
	})
}

func TestListenerResetsItsBacklog(t *testing.T) {
	l := bluebirdtest.Listen("db")
	c, err := l.Dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	wantRead(t, c, syscall.ECONNRESET)
}

func TestListenerObeysTheContext(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("no longer needed")
	cancel(why)
	if _, err := bluebirdtest.Listen("db").Dial(ctx); !errors.Is(err, why) {
		t.Errorf("Dial = %v; want %v", err, why)
	}
}
