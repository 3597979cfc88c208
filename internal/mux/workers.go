package mux

import (
	"sync"
	"time"
)

// A handler that runs apart needs more stack than a new goroutine has, and growing it takes longer than many handlers do. So while a server has such
// calls, some of the goroutines that have served one wait for the next.

// Workers are the goroutines of a server that wait for calls. Those end that were not needed for a while.
type Workers struct {
	mu      sync.Mutex // guards what follows
	first   *worker
	resting int
	spare   int // the fewest that have waited at once since the timer was set
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
	// unneeded is how often those end that were not needed meanwhile.
	unneeded = time.Second
)

// apart runs the handler of s in a goroutine of its own.
func (c *Conn) apart(s *Stream) {
	c.wg.Add(1)
	ws := c.cfg.Workers
	if w := ws.take(); w != nil {
		w.work <- s
		return
	}
	ws.wg.Go(func() {
		w := &worker{work: make(chan *Stream, 1)}
		for s := s; s != nil && ws.serve(w, s); s = <-w.work {
		}
	})
}

// serve runs the handler of s on w, and reports whether w waits for the next call. It does not return if the handler ends its goroutine.
func (ws *Workers) serve(w *worker, s *Stream) (rests bool) {
	c := s.conn
	defer c.wg.Done() // when w is at rest, so that none comes after the last connection
	c.handler.Serve(s)
	return ws.rest(w)
}

// rest puts w among the workers that wait, if it is to wait.
func (ws *Workers) rest(w *worker) bool {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	if ws.resting == maxResting || ws.closed {
		return false
	}
	w.next, ws.first = ws.first, w
	ws.resting++
	ws.wind()
	return true
}

// take returns a worker that waits, or nil.
func (ws *Workers) take() *worker {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	w := ws.first
	if w != nil {
		ws.pop()
	}
	return w
}

// pop takes the first of those that wait out. It is called with mu held.
func (ws *Workers) pop() {
	ws.first = ws.first.next
	ws.resting--
	ws.spare = min(ws.spare, ws.resting)
}

// wind sets the timer, unless it runs. It is called with mu held.
func (ws *Workers) wind() {
	if ws.timer == nil {
		ws.spare = ws.resting
		ws.timer = time.AfterFunc(unneeded, ws.tick)
	}
}

// tick ends the workers that have waited all the time since it was set.
func (ws *Workers) tick() {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	ws.timer = nil
	ws.dismiss(ws.spare)
	if ws.first != nil {
		ws.wind()
	}
}

// dismiss ends n workers that wait. It is called with mu held.
func (ws *Workers) dismiss(n int) {
	for range n {
		close(ws.first.work)
		ws.pop()
	}
}

// Dismiss ends the workers that wait: a server has no connections for now.
func (ws *Workers) Dismiss() {
	ws.mu.Lock()
	defer ws.mu.Unlock()
	ws.dismiss(ws.resting)
}

// Close lets no worker wait any more, and returns when all have ended that serve no call.
func (ws *Workers) Close() {
	ws.mu.Lock()
	ws.closed = true
	ws.dismiss(ws.resting)
	if ws.timer != nil {
		ws.timer.Stop()
	}
	ws.mu.Unlock()
	ws.wg.Wait()
}
