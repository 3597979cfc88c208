package mux_test

import (
	"bytes"
	"context"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
)

// goroutine tells which goroutine this is.
func goroutine() string {
	b := make([]byte, 64)
	return string(bytes.Fields(b[:runtime.Stack(b, false)])[1])
}

// workers counts the goroutines of workers, those that serve a call among them.
func workers() int {
	synctest.Wait()
	b := make([]byte, 1<<20)
	return bytes.Count(b[:runtime.Stack(b, true)], []byte("mux.(*Conn).apart.func1("))
}

// waiting is a handler of calls that wait for hold to be closed, if their arguments say so, and pass otherwise.
func waiting(hold <-chan struct{}, pass func()) *handler {
	return &handler{serve: func(s *mux.Stream) {
		m := s.Args()
		if string(m.Bytes()) == "wait" {
			<-hold
		} else {
			pass()
		}
		m.Free()
		reply(s, "")
	}}
}

// TestWorkersServeAgain makes calls one after the other, between which the connection is idle: one goroutine serves them all. When none has been needed
// for a while, none is left.
func TestWorkersServeAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		seen := map[string]bool{}
		near, far := bluebirdtest.Pipe()
		p := connect(t, near, far, waiting(nil, func() {
			mu.Lock()
			defer mu.Unlock()
			seen[goroutine()] = true
		}), nil)
		for range 100 {
			call(t.Context(), p.client, []byte("pass"))
			synctest.Wait()
			time.Sleep(50 * time.Millisecond)
		}
		if len(seen) != 1 {
			t.Errorf("%d goroutines served calls that came one after the other", len(seen))
		}
		if n := workers(); n != 1 {
			t.Errorf("%d workers after the last call, want 1", n)
		}
		time.Sleep(3 * time.Second)
		if n := workers(); n != 0 {
			t.Errorf("%d workers at rest", n)
		}
	})
}

// TestFewWorkersRest has many calls at once.
func TestFewWorkersRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hold := make(chan struct{})
		near, far := bluebirdtest.Pipe()
		p := connect(t, near, far, waiting(hold, func() {}), nil)
		var calls sync.WaitGroup
		for range 300 {
			calls.Go(func() { call(t.Context(), p.client, []byte("wait")) })
		}
		synctest.Wait()
		close(hold)
		calls.Wait()
		if n := workers(); n < 1 || n > 64 {
			t.Errorf("%d workers wait, want at most 64", n)
		}
		for range 30 { // one is needed now and then
			time.Sleep(100 * time.Millisecond)
			call(t.Context(), p.client, []byte("pass"))
		}
		if n := workers(); n != 1 {
			t.Errorf("%d workers wait where one is needed", n)
		}
	})
}

// TestHandlersMayEndWorkers has handlers that end their goroutine after they have replied.
func TestHandlersMayEndWorkers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := bluebirdtest.Pipe()
		p := connect(t, near, far, waiting(nil, func() { runtime.Goexit() }), nil)
		for range 3 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			call(ctx, p.client, []byte("pass"))
			cancel()
		}
		// Serve, which waits for all handlers, returns when the test is over.
	})
}

// TestWorkersEnd loses a connection whose workers wait, and has no use for them any more.
func TestWorkersEnd(t *testing.T) {
	for _, end := range []func(*mux.Workers){(*mux.Workers).Dismiss, (*mux.Workers).Close} {
		synctest.Test(t, func(t *testing.T) {
			hold := make(chan struct{})
			near, far := bluebirdtest.Pipe()
			var ws *mux.Workers
			p := connect(t, near, far, waiting(hold, func() {}), func(_, server *mux.Config) { ws = server.Workers })
			go call(t.Context(), p.client, []byte("wait"))
			if n := workers(); n != 1 {
				t.Errorf("%d workers serve a call", n)
			}
			var calls sync.WaitGroup
			for range 40 {
				calls.Go(func() { call(t.Context(), p.client, []byte("pass")) })
			}
			calls.Wait()
			if n := workers(); n < 2 {
				t.Errorf("no worker waits")
			}
			near.Close()
			close(hold)
			p.client.Close()
			synctest.Wait()
			end(ws)
			if n := workers(); n != 0 {
				t.Errorf("%d workers are left", n)
			}
		})
	}
}
