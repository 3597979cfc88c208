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

// TestWorkersServeAgain makes calls one after the other while another one waits: one goroutine serves them all. When the last call is over
// none is left.
func TestWorkersServeAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		seen := map[string]bool{}
		hold := make(chan struct{})
		near, far := bluebirdtest.Pipe()
		p := connect(t, near, far, &handler{serve: func(s *mux.Stream) {
			m := s.Args()
			waits := string(m.Bytes()) == "wait"
			m.Free()
			if waits {
				<-hold
			} else {
				mu.Lock()
				seen[goroutine()] = true
				mu.Unlock()
			}
			reply(s, "")
		}}, nil)
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
		p := connect(t, near, far, &handler{serve: func(s *mux.Stream) {
			m := s.Args()
			waits := string(m.Bytes()) == "wait"
			m.Free()
			if waits {
				<-hold
			}
			reply(s, "")
		}}, nil)
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
