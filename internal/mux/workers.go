package mux

import (
	"sync"
	"time"
)

// A handler that runs apart needs more stack than a new goroutine has, and growing it takes longer than many handlers do. So while a server has such
// calls, some of the goroutines that have served one wait for the next.

// Workers are the goroutines of a server that wait for calls. Those end of which for a while none was needed.
type Workers struct {
	mu      sync.Mutex // guards what follows
	first   *worker
	resting int
	needed  bool // since the timer was set
	closed  bool
	timer   *time.Timer // runs while workers wait
	wg      sync.WaitGroup
}

// worker is a goroutine that waits for a call.
type worker struct {
	next *worker
	work chan *Stream // holds one; closed when the worker is to end
}

const (
	// maxResting is how many workers of a server wait at most.
	maxResting = 64
	// unneeded is how long none of them is needed until they end.
	unneeded = time.Second
)

// apart runs the handler of s in a goroutine of its own.
func (c *Conn) apart(s *Stream) {
	c.wg.Add(1)
	ws := c.cfg.Workers
	if ws == nil {
		go s.serve(nil)
		return
	}
	if w := ws.take(); w != nil {
		w.work <- s
		return
	}
	ws.wg.Go(func() {
		w := &worker{work: make(chan *Stream, 1)}
		for s := s; s != nil && s.serve(func() bool { return ws.rest(w) }); s = <-w.work {
		}
	})
}

// serve runs the handler of s, and then, unless the handler has ended its goroutine, rest.
func (s *Stream) serve(rest func() bool) bool {
	c := s.conn
	defer c.wg.Done() // when the worker is at rest, so that none comes after the last connection
	c.handler.Serve(s)
	return rest != nil && rest()
}

// rest puts w among the workers that wait, if it is to wait.
func (ws *Workers) rest(w *worker) bool {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if ws.resting == maxResting || ws.closed {
		return false
	}
	if ws.first == nil {
		ws.wind()
	}
	w.next, ws.first = ws.first, w
	ws.resting++
	return true
}

// take returns a worker that waits, or nil.
func (ws *Workers) take() *worker {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	ws.needed = true
	w := ws.first
	if w != nil {
		ws.first = w.next
		ws.resting--
	}
	return w
}

// wind sets the timer, unless it runs. It is called with mu held.
func (ws *Workers) wind() {
	if ws.timer == nil {
		ws.timer = time.AfterFunc(unneeded, ws.tick)
	}
}

// tick ends the workers that wait if none was needed since it was set.
func (ws *Workers) tick() {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	ws.timer = nil
	if !ws.needed {
		ws.dismiss()
	} else if ws.first != nil {
		ws.needed = false
		ws.wind()
	}
}

// dismiss ends the workers that wait. It is called with mu held.
func (ws *Workers) dismiss() {
	for ; ws.first != nil; ws.first = ws.first.next {
		close(ws.first.work)
	}
	ws.resting = 0
}

// Dismiss ends the workers that wait: a server has no connections for now.
func (ws *Workers) Dismiss() {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	ws.dismiss()
}

// Close lets no worker wait any more, and returns when all have ended that serve no call.
func (ws *Workers) Close() {
	ws.mu.Lock()
	ws.closed = true
	ws.dismiss()
	if ws.timer != nil {
		ws.timer.Stop()
	}
	ws.mu.Unlock()
	ws.wg.Wait()
}
