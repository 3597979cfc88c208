package mux_test

import (
	"bytes"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"

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

// TestWorkersServeAgain makes calls one after the other while another one waits: one goroutine serves them all. When the last call is over
// none is left.
func TestWorkersServeAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		seen := map[string]bool{}
		hold := make(chan struct{})
		near, far := bluebirdtest.Pipe()
		p := connect(t, near, far, waiting(hold, func() {
			mu.Lock()
			defer mu.Unlock()
			seen[goroutine()] = true
		}), nil)
		synctest.Wait()
		before := runtime.NumGoroutine()
		var held sync.WaitGroup
		held.Go(func() { call(t.Context(), p.client, []byte("wait")) })
		synctest.Wait()
		for range 100 {
			call(t.Context(), p.client, []byte("pass"))
			synctest.Wait()
		}
		if len(seen) != 1 {
			t.Errorf("%d goroutines served calls that came one after the other", len(seen))
		}
		close(hold)
		held.Wait()
		synctest.Wait()
		if after := runtime.NumGoroutine(); after != before {
			t.Errorf("%d goroutines on a connection at rest, %d before the calls", after, before)
		}
	})
}

// TestWorkersEndWithTheirConnection loses a connection whose workers wait.
func TestWorkersEndWithTheirConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hold := make(chan struct{})
		near, far := bluebirdtest.Pipe()
		p := connect(t, near, far, waiting(hold, func() {}), nil)
		go call(t.Context(), p.client, []byte("wait"))
		synctest.Wait()
		var calls sync.WaitGroup
		for range 40 {
			calls.Go(func() { call(t.Context(), p.client, []byte("pass")) })
		}
		calls.Wait()
		near.Close()
		close(hold)
		// The bubble ends only if no goroutine is left.
	})
}
