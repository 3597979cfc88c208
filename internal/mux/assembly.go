package mux

import (
	"sync"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
)

// growth is how much memory a message in fragments takes for each byte that has come, once the budget has granted it: so
// little that a peer has to send what it makes us hold, and so much that most messages are never moved.
const growth = 256

// assembly is a message under way. The reader fills it; mu guards what the end of a call may touch meanwhile.
type assembly struct {
	limit   int64 // longest message, bytes
	whole   int64 // length of the message
	got     int
	active  bool // fragments have come, more must follow
	done    bool // of flow 0: the one message has come
	compact bool
	buf     *Buffer
	block   int // where a block stands that wants to be aligned, or 0

	metadata []byte  // that stood before a reply
	start    Message // of a callback: what stood before its first fragment
	waited   bool    // for the budget, which may still call back
	ofFlow   bool    // of a flow above 0

	mu        sync.Mutex
	reserved  int64       // of the connection's budget
	shared    int64       // of the memory of all connections: what buf has taken
	claim     *claim      // waiting for the budget
	postponed bool        // not to be waiting for it yet
	owed      int         // cost of the fragments that wait with it
	timer     *time.Timer // ends a call of a server whose arguments stay unfinished
}

// assembled is what a frame made of its message.
type assembled uint8

const (
	unfinished assembled = iota
	complete
	tooLong
	noMemory
)

// credited says whose windows the fragments of a message have used: those of the connection and of a flow, nil for flow 0.
type credited struct {
	s *Stream
	f *Flow
}

// free gives n bytes back to the flow and the connection. Of a flow above 0 the connection has got them back already.
func (w credited) free(n int) {
	c := w.s.conn
	switch {
	case n == 0:
	case w.f != nil:
		w.f.fragment(n)
	default:
		if credit := w.s.window.free(n); credit > 0 && !w.s.over() {
			c.w.control(func(b []byte) []byte { return appendCredit(b, w.s.id, 0, credit) })
		}
		c.free(n)
	}
}

// freeFrame gives back what h has cost.
func (w credited) freeFrame(h wire.Header) {
	if w.f != nil || ends(h) {
		w.s.conn.free(h.Cost())
	}
	if !ends(h) {
		w.free(h.Cost())
	}
}

// assemble takes the last n bytes of a frame of in's message off the reader. What it cost is credited here,
// unless the frame is a whole message of a flow above 0, where Flow.received does it.
func (c *Conn) assemble(in *assembly, w credited, h wire.Header, n int) (assembled, error) {
	if in.done {
		return 0, wire.Errorf(wire.Protocol, "%v after END", h.Type)
	}
	if !in.active {
		return c.begin(in, w, h, n)
	}
	if int64(in.got)+int64(n) > in.whole {
		return 0, wire.Errorf(wire.Protocol, "fragments are longer than the %d bytes that the first announced", in.whole)
	}
	if state, err := c.fill(in, n); err != nil || state == noMemory {
		c.settle(in, w, h)
		return state, err
	}
	if h.Flags&wire.More != 0 {
		c.settle(in, w, h)
		return unfinished, nil
	}
	if int64(in.got) != in.whole {
		return 0, wire.Errorf(wire.Protocol, "a message of %d bytes ended after %d", in.whole, in.got)
	}
	in.active = false
	c.settle(in, w, h)
	in.release(c)
	in.done = c.final(w, h)
	return complete, nil
}

// begin takes the first frame of a message.
func (c *Conn) begin(in *assembly, w credited, h wire.Header, n int) (assembled, error) {
	in.compact = h.Flags&wire.Compact != 0
	in.whole, in.got = int64(n), 0
	if h.Flags&wire.More != 0 {
		b, err := c.r.peek(c, min(n, 4))
		if err != nil {
			return 0, err
		}
		if in.whole, _, err = wire.ParseWhole(b); err != nil {
			return 0, err
		}
		c.r.skip(4)
		n -= 4
	}
	if in.whole < int64(n) {
		return 0, wire.Errorf(wire.Protocol, "a fragment of %d bytes of a message of %d", n, in.whole)
	}
	if in.whole > in.limit {
		w.freeFrame(h)
		return tooLong, c.discard(n)
	}
	if err := in.findBlock(c, n); err != nil {
		return 0, err
	}
	if h.Flags&wire.More == 0 {
		in.buf = newAligned(n, in.block)
		in.done = c.final(w, h)
		if w.f == nil {
			w.freeFrame(h)
		}
		in.got = n
		return complete, c.r.into(c, in.buf.B)
	}
	in.active = true
	if w.f == nil || !w.f.postpone(in) {
		in.reserve(c, w)
	}
	state, err := c.fill(in, n)
	c.settle(in, w, h)
	return state, err
}

// blockPrefix is how much of a message is looked at for a block.
const blockPrefix = 64

// findBlock notes where in a large message, of whose first frame n bytes are to come, there is a block.
func (in *assembly) findBlock(c *Conn, n int) error {
	in.block = 0
	if in.whole <= largeBuffer || c.cfg.BlockAt == nil {
		return nil
	}
	start, err := c.r.peek(c, min(n, blockPrefix))
	if err == nil {
		in.block = c.cfg.BlockAt(start)
	}
	return err
}

// final reports whether no message can follow that of h: arguments are one, and so is a reply, but for its END.
func (c *Conn) final(w credited, h wire.Header) bool {
	return w.f == nil && (c.server || h.Flags&wire.End != 0)
}

// fill reads n bytes behind what the message has, or throws them away if there is no memory for them.
func (c *Conn) fill(in *assembly, n int) (assembled, error) {
	if need := in.got + n; in.buf == nil || need > len(in.buf.B) {
		size := int(min(in.room(need), in.whole))
		if !in.share(c, size) {
			return noMemory, c.discard(n)
		}
		bigger := newAligned(size, in.block)
		if in.buf != nil {
			copy(bigger.B, in.buf.B[:in.got])
			in.buf.Free()
		}
		in.buf = bigger
	}
	part := in.buf.B[in.got : in.got+n]
	in.got += n
	return unfinished, c.r.into(c, part)
}

// room returns how much memory a message takes that has need bytes.
func (in *assembly) room(need int) int64 {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.claim != nil || in.postponed {
		return 2 * int64(need)
	}
	return growth * int64(need)
}

// share takes so much of the memory of all connections that the message has size bytes of it. What a peer has only announced it does not take
// away from others.
func (in *assembly) share(c *Conn, size int) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	more := int64(size) - in.shared
	if !c.cfg.Memory.take(more) {
		return false
	}
	in.shared += more
	return true
}

// reserve asks the connection's budget for the whole message. While it is not granted, nothing is credited, and the message stands
// still.
func (in *assembly) reserve(c *Conn, w credited) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.claimWhole(c, w)
}

// resume asks for what was postponed, unless the message has ended meanwhile.
func (in *assembly) resume(c *Conn, w credited) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.postponed {
		in.postponed = false
		in.claimWhole(c, w)
	}
}

// claimWhole is called with mu held.
func (in *assembly) claimWhole(c *Conn, w credited) {
	claim := &claim{size: in.whole}
	claim.granted = func() {
		in.mu.Lock()
		if in.claim != claim { // released
			in.mu.Unlock()
			c.assembled.release(claim.size)
			return
		}
		owed := in.owed
		in.reserved, in.claim, in.owed = claim.size, nil, 0
		in.mu.Unlock()
		w.free(owed)
	}
	if c.assembled.reserve(claim) {
		in.reserved = in.whole
	} else {
		in.claim, in.waited = claim, true
	}
}

// settle credits the cost of a fragment, now or when the budget grants the message.
func (c *Conn) settle(in *assembly, w credited, h wire.Header) {
	in.mu.Lock()
	waiting := in.claim != nil
	if waiting {
		in.owed += h.Cost()
	}
	if c.server && w.f == nil {
		in.watch(w.s)
	}
	in.mu.Unlock()
	switch {
	case !waiting:
		w.freeFrame(h)
	case w.f != nil:
		c.free(h.Cost())
	}
}

// fragmentTimeout is how long the next fragment of arguments may take.
const fragmentTimeout = 60 * time.Second

// watch ends the call if its arguments stand still, or are not whole at its deadline. It is called with mu held.
func (in *assembly) watch(s *Stream) {
	wait := fragmentTimeout
	if !s.Deadline.IsZero() {
		wait = min(wait, time.Until(s.Deadline))
	}
	if in.timer == nil {
		in.timer = time.AfterFunc(wait, func() { s.conn.expire(s) })
	} else {
		in.timer.Reset(wait)
	}
}

// release gives the budget back. Any goroutine may call it. Owed is the cost of fragments that the window of a flow above 0 has not got back.
func (in *assembly) release(c *Conn) (owed int) {
	in.mu.Lock()
	n, claim := in.reserved, in.claim
	owed = in.owed
	c.cfg.Memory.give(in.shared)
	in.reserved, in.claim, in.owed, in.shared, in.postponed = 0, nil, 0, 0, false
	if in.timer != nil {
		in.timer.Stop()
	}
	in.mu.Unlock()
	if claim != nil {
		c.assembled.withdraw(claim)
		if !in.ofFlow {
			c.free(owed)
		}
	}
	if n > 0 {
		c.assembled.release(n)
	}
	return owed
}

// drop forgets the message. Only the reader may call it, or who has the message after the reader.
func (in *assembly) drop(c *Conn) {
	in.release(c)
	in.buf.Free()
	in.buf = nil
}

// take hands the whole message over.
func (in *assembly) take() Message {
	m := Message{Kind: wire.Data, Compact: in.compact, Buf: in.buf}
	in.buf = nil
	return m
}
