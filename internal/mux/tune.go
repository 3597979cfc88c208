package mux

import (
	"sync/atomic"
	"time"
)

const (
	// maxWindow is how large the window of a flow grows, and maxGrown how much those of a connection grow in all.
	maxWindow = 16 << 20
	maxGrown  = 64 << 20
	// maxBacklog is how much may wait to be received on all flows of a connection before its own window gets nothing back.
	maxBacklog = 64 << 20
)

// backlog counts what waits to be received on flows, in bytes of their windows.
type backlog struct{ n atomic.Int64 }

// add reports whether the connection's window may get the bytes back already.
func (b *backlog) add(n int) bool { return b.n.Add(int64(n)) <= maxBacklog }

func (b *backlog) remove(n int) { b.n.Add(-int64(n)) }

// grow doubles the window of a flow, and returns by how much it grew: half a window was used up in less than two round
// trips, so that the sender may well have waited for credit.
func (f *Flow) grow() int64 {
	c := f.s.conn
	now := time.Now()
	trip := c.trip.best(c, now)
	f.mu.Lock()
	defer f.mu.Unlock()
	since := now.Sub(f.credit)
	f.credit = now
	size := f.window.size.Load()
	if f.closed || since > 2*trip || size >= maxWindow || !c.grown.take(size) {
		return 0
	}
	if !c.cfg.Memory.takeSpare(size) {
		c.grown.give(size)
		return 0
	}
	f.grown += size
	f.window.grow(size)
	return size
}

// tripPing is the id of the PINGs that measure round trips.
const tripPing = 0

// A round trip is measured once a tripEvery, while flows are busy; the shortest counts for tripKept, since what
// waits before a PING makes the others longer.
const (
	tripEvery = time.Second
	tripKept  = 10 * time.Second
)

// roundTrip is the time to the other end and back. Its times count from Conn.reads.
type roundTrip struct {
	shortest, found atomic.Int64 // found is when
	asked           atomic.Int64 // when the last PING was sent
	waiting         atomic.Bool  // for its answer
}

// best returns the shortest round trip of late, 0 if none is known, and measures again when it is time.
func (r *roundTrip) best(c *Conn, now time.Time) time.Duration {
	at := int64(now.Sub(c.reads))
	best := time.Duration(r.shortest.Load())
	if (best == 0 || at-r.asked.Load() > int64(tripEvery)) && r.waiting.CompareAndSwap(false, true) {
		r.asked.Store(at)
		c.w.control(func(b []byte) []byte { return appendPing(b, 0, tripPing) })
	}
	return best
}

// answered takes the answer to a PING of best.
func (r *roundTrip) answered(c *Conn) {
	if !r.waiting.Load() {
		return
	}
	at := int64(time.Since(c.reads))
	d, best := at-r.asked.Load(), r.shortest.Load()
	if best == 0 || d < best || at-r.found.Load() > int64(tripKept) {
		r.shortest.Store(max(d, 1))
		r.found.Store(at)
	}
	r.waiting.Store(false)
}
