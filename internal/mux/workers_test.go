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
		synctest.Wait()
		before := runtime.NumGoroutine()
		for range 100 {
			call(t.Context(), p.client, []byte("pass"))
			synctest.Wait()
			time.Sleep(50 * time.Millisecond)
		}
		if len(seen) != 1 {
			t.Errorf("%d goroutines served calls that came one after the other", len(seen))
		}
		synctest.Wait()
		if now := runtime.NumGoroutine(); now != before+1 {
			t.Errorf("%d goroutines after the last call, %d before the first", now, before)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if after := runtime.NumGoroutine(); after != before {
			t.Errorf("%d goroutines at rest, %d before the calls", after, before)
		}
	})
}

// TestFewWorkersRest has many calls at once.
func TestFewWorkersRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hold := make(chan struct{})
		near, far := bluebirdtest.Pipe()
		p := connect(t, near, far, waiting(hold, func() {}), nil)
		synctest.Wait()
		before := runtime.NumGoroutine()
		var calls sync.WaitGroup
		for range 300 {
			calls.Go(func() { call(t.Context(), p.client, []byte("wait")) })
		}
		synctest.Wait()
		close(hold)
		calls.Wait()
		synctest.Wait()
		if rest := runtime.NumGoroutine() - before; rest < 1 || rest > 64 {
			t.Errorf("%d workers wait, want at most 64", rest)
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
			var workers *mux.Workers
			p := connect(t, near, far, waiting(hold, func() {}), func(_, server *mux.Config) { workers = server.Workers })
			go call(t.Context(), p.client, []byte("wait"))
			synctest.Wait()
			before := runtime.NumGoroutine()
			var calls sync.WaitGroup
			for range 40 {
				calls.Go(func() { call(t.Context(), p.client, []byte("pass")) })
			}
			calls.Wait()
			synctest.Wait()
			if runtime.NumGoroutine() <= before {
				t.Errorf("no worker waits")
			}
			near.Close()
			close(hold)
			p.client.Close()
			synctest.Wait()
			end(workers)
			synctest.Wait()
			if now := runtime.NumGoroutine(); now >= before {
				t.Errorf("%d goroutines without a connection, %d with one and a call", now, before)
			}
		})
	}
}
