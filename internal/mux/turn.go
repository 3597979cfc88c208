package mux

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// A short handler runs on the goroutine that reads, which saves waking another one, and the replies of all
// calls that one read brought go out in one write. Should it take long after all, Watch gives the reading
// to a new goroutine, and the old one ends with its handler.

// turn says who reads: it is even while the reader reads, and odd while it runs a handler. Every
// handler, and every new reader, has numbers of its own.
type turn struct {
	state   atomic.Uint64
	watched atomic.Bool // Watch looks at the connection
	replies int         // of handlers on the reader, not yet flushed; the reader's
}

// maxReplies is how many handlers run on the reader before their replies are flushed.
const maxReplies = 32

// errHandedOver ends a reader that has lost its turn.
var errHandedOver = errors.New("the reading was handed over")

// serveHere runs the handler of s on the reader. It returns errHandedOver if another goroutine reads now.
func (c *Conn) serveHere(s *Stream) (err error) {
	mine := c.turn.state.Add(1)
	if c.cfg.Watch != nil && !c.turn.watched.Load() {
		c.cfg.Watch.add(c)
	}
	s.turn = mine
	returned := false
	defer func() {
		if !returned { // the handler has ended its goroutine
			c.takeOver(mine)
			c.w.flushLazy()
		}
	}()
	c.handler.Serve(s)
	returned = true
	if !c.turn.state.CompareAndSwap(mine, mine+1) {
		c.awaitTakeOver()
		c.w.flushLazy()
		return errHandedOver
	}
	if c.turn.replies++; c.turn.replies >= maxReplies {
		c.turn.replies = 0
		c.lastRead.Store(int64(time.Since(c.reads))) // one read may have brought calls for seconds
		c.w.flushLazy()
	}
	return nil
}

// leaveReader lets another goroutine read, because this one is about to wait.
func (s *Stream) leaveReader() {
	if s.turn != 0 {
		s.conn.takeOver(s.turn)
	}
}

// OnReader reports whether the handler of s runs on the goroutine that reads, and has not had the reading taken from it.
func (s *Stream) OnReader() bool { return s.turn != 0 && s.conn.turn.state.Load() == s.turn }

// takeOver starts a new reader, unless the handler with that number has returned. From then on frames
// find its call.
func (c *Conn) takeOver(running uint64) {
	c.mu.Lock()
	if !c.turn.state.CompareAndSwap(running, running+1) {
		c.mu.Unlock()
		return
	}
	s, err := c.entering, c.err
	c.entering = nil
	if s != nil {
		s.started, s.pinned = true, true
	}
	if err == nil {
		if s != nil {
			c.put(s)
		}
		c.wg.Add(1)
	}
	c.mu.Unlock()
	switch {
	case err == nil:
		go c.readOn()
	case s != nil:
		c.orphan(s, err)
	}
}

// awaitTakeOver waits until takeOver has counted the goroutine that reads on, for which Serve waits.
func (c *Conn) awaitTakeOver() {
	c.mu.Lock()
	defer c.mu.Unlock()
}

// readOn reads in the place of a goroutine that runs a handler.
func (c *Conn) readOn() {
	defer c.wg.Done()
	c.r.leave(c)
	c.readLoop()
}

// Watch takes the reading of connections away from handlers that run long. It belongs to a server, and has one goroutine while
// handlers run on readers.
type Watch struct {
	mu    sync.Mutex       // guards what follows
	conns map[*Conn]uint64 // the turn that was seen last
	wg    sync.WaitGroup
}

// patience is how long a handler may hold up a reader, at least; at most it is twice that.
const patience = time.Millisecond

func (w *Watch) add(c *Conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c.turn.watched.Swap(true) {
		return
	}
	if w.conns == nil {
		w.conns = map[*Conn]uint64{}
	}
	w.conns[c] = 0
	if len(w.conns) == 1 {
		w.wg.Go(w.look)
	}
}

// look takes over what has not moved since it looked last, and ends when there is nothing to look at.
func (w *Watch) look() {
	for {
		time.Sleep(patience)
		w.mu.Lock()
		for c, seen := range w.conns {
			now := c.turn.state.Load()
			switch {
			case now != seen:
				w.conns[c] = now
			case now%2 == 1:
				c.takeOver(now)
			default: // it only reads
				w.forget(c, now)
			}
		}
		idle := len(w.conns) == 0
		w.mu.Unlock()
		if idle {
			return
		}
	}
}

// forget looks at c no more, unless a handler has begun on its reader that counts on being watched. It is called with mu held.
func (w *Watch) forget(c *Conn, seen uint64) {
	c.turn.watched.Store(false)
	if c.turn.state.Load() != seen {
		c.turn.watched.Store(true)
		return
	}
	delete(w.conns, c)
}

// Wait waits for the goroutine. Nothing must be added any more.
func (w *Watch) Wait() { w.wg.Wait() }
