package mux_test

import (
	"net"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/mux"
)

// TestResetsDuringLargeReplies has clients reset their connections while 64 handlers send replies that the socket has no room for. The server goes
// on, and no goroutine is left.
func TestResetsDuringLargeReplies(t *testing.T) {
	for round := range 200 {
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				release := make(chan struct{})
				var running atomic.Int32
				near, far := tcp(t)
				p := connect(t, near, far, &handler{serve: func(s *mux.Stream) {
					m := s.Args()
					m.Free()
					running.Add(1)
					<-release
					s.Reply(mux.Payload{Head: make([]byte, 200<<10)}, false, nil)
				}}, nil)
				for range 64 {
					if _, err := p.client.Open(t.Context(), request([]byte("x"))); err != nil {
						t.Error(err)
					}
				}
				for running.Load() < 64 {
					runtime.Gosched()
				}
				close(release)
				time.Sleep(time.Duration(round%50) * 20 * time.Microsecond)
				near.(*net.TCPConn).SetLinger(0)
				near.Close()
			})
		}
		wg.Wait()
	}
}

// TestCloseDuringLargeRequests closes connections whose callers are about to leave the rest of a large request to a goroutine. The race
// detector sees whether Close can miss that.
func TestCloseDuringLargeRequests(t *testing.T) {
	for i := range 100 {
		near, far := tcp(t)
		near.(*net.TCPConn).SetWriteBuffer(16 << 10)
		p := connect(t, near, far, &handler{serve: echo}, nil)
		go func() {
			time.Sleep(time.Duration(i%17) * 20 * time.Microsecond)
			p.client.Close()
		}()
		if s, err := p.client.Open(t.Context(), request(make([]byte, 8<<20))); err == nil {
			r := wait(s, t.Context())
			r.Reply.Free()
		}
	}
}

// TestSentPayloadsAreLetGo looks at the memory of large arguments and replies when their call is over.
func TestSentPayloadsAreLetGo(t *testing.T) {
	freed := make(chan string, 2)
	watched := func(name string) []byte {
		b := make([]byte, 100<<10)
		runtime.AddCleanup(&b[0], func(name string) { freed <- name }, name)
		return b
	}
	near, far := tcp(t)
	p := connect(t, near, far, &handler{serve: func(s *mux.Stream) {
		m := s.Args()
		m.Free()
		s.Reply(mux.Payload{Rest: [][]byte{watched("reply")}}, false, nil)
	}}, nil)
	if _, err := call(t.Context(), p.client, watched("arguments")); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for deadline := time.Now().Add(10 * time.Second); ; {
			runtime.GC()
			select {
			case <-freed:
			case <-time.After(time.Millisecond):
				if time.Now().After(deadline) {
					t.Fatal("memory of a call that is over is held")
				}
				continue
			}
			break
		}
	}
}
