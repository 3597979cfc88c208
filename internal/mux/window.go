package mux

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// window is the receiving side of a window: what the peer may still send. The reader takes, whoever consumes gives.
type window struct {
	size  atomic.Int64
	left  atomic.Int64 // what the peer may still send
	freed atomic.Int64 // consumed, and not yet credited
}

// init makes w a window of size bytes. Nothing is stored where that is so already, since what is stored must be seen by all processors at once.
func (w *window) init(size int64) {
	if w.size.Load() != size {
		w.size.Store(size)
	}
	if w.left.Load() != size {
		w.left.Store(size)
	}
	if w.freed.Load() != 0 {
		w.freed.Store(0)
	}
}

// take charges a frame that has come. It reports false if the peer had no right to send it.
func (w *window) take(n int) bool { return w.left.Add(-int64(n)) >= 0 }

// holds reports whether the peer may send n bytes.
func (w *window) holds(n int) bool { return w.left.Load() >= int64(n) }

// free gives n bytes back and returns how much credit to send now: nothing, until half of the window is free.
func (w *window) free(n int) int64 {
	if w.freed.Add(int64(n)) < w.size.Load()/2 {
		return 0
	}
	credit := w.freed.Swap(0)
	w.left.Add(credit)
	return credit
}

// grow adds n bytes to the window, which the caller sends as credit.
func (w *window) grow(n int64) {
	w.size.Add(n)
	w.left.Add(n)
}

// Memory bounds the unfinished messages of all connections of a server together.
type Memory struct {
	Limit int64 // bytes
	used  atomic.Int64
}

func (m *Memory) take(n int64) bool {
	if m == nil {
		return true
	}
	if m.used.Add(n) <= m.Limit {
		return true
	}
	m.used.Add(-n)
	return false
}

// takeSpare is take for what can be done without: it leaves half of the memory to messages.
func (m *Memory) takeSpare(n int64) bool {
	if !m.take(n) {
		return false
	}
	if m != nil && m.used.Load() > m.Limit/2 {
		m.give(n)
		return false
	}
	return true
}

func (m *Memory) give(n int64) {
	if m != nil {
		m.used.Add(-n)
	}
}

// budget is the memory for unfinished messages. Who finds it exhausted is told when there is room,
// the one who has waited longest first.
type budget struct {
	mu     sync.Mutex
	limit  int64
	used   int64
	queue  []*claim
	closed bool
}

// claim is memory asked for; granted is called once, with no lock held, when it is there.
type claim struct {
	size    int64
	granted func()
}

// reserve takes size bytes, or queues c and returns false. A claim is also met when nothing else is held, however large it is.
func (b *budget) reserve(c *claim) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.queue) == 0 && b.fits(c.size) {
		b.used += c.size
		return true
	}
	b.queue = append(b.queue, c)
	return false
}

func (b *budget) fits(n int64) bool { return b.used == 0 || b.used+n <= b.limit }

// release gives memory back and meets the claims that fit now.
func (b *budget) release(n int64) {
	b.mu.Lock()
	b.used -= n
	met := b.meet()
	b.mu.Unlock()
	for _, c := range met {
		c.granted()
	}
}

func (b *budget) meet() (met []*claim) {
	for !b.closed && len(b.queue) > 0 && b.fits(b.queue[0].size) {
		b.used += b.queue[0].size
		met = append(met, b.queue[0])
		b.queue = b.queue[1:]
	}
	return met
}

// withdraw takes a claim back if it is still queued, and meets those behind it that fit now.
func (b *budget) withdraw(c *claim) {
	b.mu.Lock()
	b.queue = slices.DeleteFunc(b.queue, func(q *claim) bool { return q == c })
	met := b.meet()
	b.mu.Unlock()
	for _, c := range met {
		c.granted()
	}
}

func (b *budget) close() {
	b.mu.Lock()
	b.closed, b.queue = true, nil
	b.mu.Unlock()
}

// bucket counts frames that cost a peer nothing to send, such as PING.
type bucket struct {
	level float64
	at    time.Duration // when that was, since Conn.reads
}

// The frames without effect that a peer may send at once, and for each second that passes.
const (
	maxStrikes    = 1000
	strikesPerSec = 100
)

// take reports false when the peer has sent too many. Base is Conn.reads.
func (b *bucket) take(base time.Time) bool {
	if b.level < 1 {
		now := time.Since(base)
		b.level = min(maxStrikes, b.level+(now-b.at).Seconds()*strikesPerSec)
		b.at = now
	}
	b.level--
	return b.level >= 0
}
