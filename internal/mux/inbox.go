package mux

import (
	"context"
	"io"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
)

// parcel is a message that waits to be received, a batch of them, or bytes.
type parcel struct {
	Message
	rest   []byte // what has not been handed out
	batch  bool
	cost   int   // of the flow's window
	owed   bool  // and of the connection's
	shared int64 // of the memory of all connections
}

// fit moves what will wait out of memory that is much too large for it: what frames cost is to pay for what they take.
func (p *parcel) fit() {
	if n := len(p.rest); n <= cap(p.Buf.B)/2 && cap(p.Buf.B) <= bytesBuffer {
		exact := &Buffer{B: append(make([]byte, 0, n), p.rest...)}
		p.Buf.Free()
		p.Buf, p.rest = exact, exact.B
	}
}

// receive takes a DATA, CALLBACK or ANSWER frame off the reader.
func (f *Flow) receive(h wire.Header) error {
	f.mu.Lock()
	ended, closed := f.ended, f.closed
	f.mu.Unlock()
	switch {
	case ended:
		return wire.Errorf(wire.Protocol, "%v on stream %d, flow %d after END", h.Type, h.Stream, h.Flow)
	case closed:
		f.unwanted(h.Cost())
		return f.s.conn.discard(h.Length)
	case f.kind == Func:
		return f.receiveCall(h)
	case h.Flags&wire.Meta != 0:
		return wire.Errorf(wire.Protocol, "metadata on flow %d", h.Flow)
	case f.kind.bytes():
		return f.receiveBytes(h)
	case h.Flags&wire.Batch != 0:
		return f.receiveBatch(h)
	case h.Length == 0 && !f.in.active:
		return f.push(h, parcel{})
	}
	return f.assemble(&f.in, h, h.Length, Message{Kind: wire.Data})
}

func (f *Flow) receiveBytes(h wire.Header) error {
	if h.Flags&^wire.End != 0 {
		return wire.Errorf(wire.Protocol, "flags %#x on flow %d, which carries bytes", h.Flags, h.Flow)
	}
	if h.Length == 0 {
		return f.push(h, parcel{})
	}
	buf := newBytesBuffer(h.Length)
	if err := f.s.conn.r.into(f.s.conn, buf.B); err != nil {
		buf.Free()
		return err
	}
	return f.push(h, parcel{Message: Message{Kind: wire.Data, Buf: buf}, rest: buf.B, cost: h.Cost()})
}

// receiveBatch takes a frame with several messages, and checks that it is one.
func (f *Flow) receiveBatch(h wire.Header) error {
	if f.in.active {
		return wire.Errorf(wire.Protocol, "a batch inside a message")
	}
	buf, err := f.s.conn.read(h.Length)
	if err != nil {
		return err
	}
	longest := 0
	for rest := buf.B; len(rest) > 0; {
		var item []byte
		if item, rest, err = wire.NextMessage(rest); err != nil {
			return err
		}
		if len(item) == 0 {
			return wire.Errorf(wire.Protocol, "a message without bytes in a batch")
		}
		longest = max(longest, len(item))
	}
	if int64(longest) > f.in.limit {
		f.unwanted(h.Cost())
		f.s.conn.breakOff(f.s, f.overlong(int64(longest), f.in.limit))
		return nil
	}
	m := Message{Kind: wire.Data, Compact: h.Flags&wire.Compact != 0, Buf: buf}
	return f.push(h, parcel{Message: m, rest: buf.B, batch: true, cost: h.Cost()})
}

func (f *Flow) overlong(size, limit int64) *wire.StatusFrame {
	return refuse(codeResourceExhausted, f.s.conn.cfg.TooLong(size, limit))
}

// assemble takes the last n bytes of a frame that is a message or a fragment of one.
func (f *Flow) assemble(in *assembly, h wire.Header, n int, m Message) error {
	c, first := f.s.conn, !in.active
	state, err := c.assemble(in, credited{f.s, f}, h, n)
	if err != nil {
		in.release(c)
		return err
	}
	switch state {
	case noMemory:
		c.breakOff(f.s, refuse(codeResourceExhausted, "the memory for unfinished messages is used up"))
	case tooLong:
		c.breakOff(f.s, f.overlong(in.whole, in.limit))
	case unfinished:
		if f.unused() {
			in.release(c) // end and release came before the memory was taken
		}
	case complete:
		m.Compact, m.Buf = in.compact, in.buf
		in.buf = nil
		p := parcel{Message: m, rest: m.Buf.B}
		if first {
			p.cost = h.Cost() // fragments were credited as they came
		} else if c.cfg.Memory.take(int64(len(p.rest))) {
			p.shared = int64(len(p.rest))
		}
		return f.push(h, p)
	}
	return nil
}

// unused reports whether nobody will receive what still comes.
func (f *Flow) unused() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.closed || f.err != nil
}

// push queues what h has brought, which may be nothing but the end of the flow. The connection's window gets its cost
// back at once, so that a flow that nobody receives from holds up no other, unless too much is waiting on all of them.
func (f *Flow) push(h wire.Header, p parcel) error {
	c := f.s.conn
	f.mu.Lock()
	unused := f.closed || f.err != nil
	if !unused && p.Buf != nil {
		if f.unread += p.cost; !c.unread.add(p.cost) {
			p.owed = true
			f.owed += p.cost
		}
		f.shared += p.shared
		if f.waits() {
			p.fit()
		}
		f.enqueue(p)
		if f.credit.IsZero() {
			f.credit = time.Now()
		}
	}
	f.ended = h.Flags&wire.End != 0
	f.mu.Unlock()
	switch {
	case unused:
		f.unwanted(p.cost)
		c.cfg.Memory.give(p.shared)
		p.Free()
		return nil
	case p.Buf == nil:
		f.unwanted(h.Cost())
	case !p.owed:
		c.free(p.cost)
	}
	f.signal()
	return nil
}

// enqueue puts p behind what waits. It is called with mu held.
func (f *Flow) enqueue(p parcel) {
	if f.head > 0 && len(f.queue) == cap(f.queue) {
		n := copy(f.queue, f.queue[f.head:])
		clear(f.queue[n:])
		f.queue, f.head = f.queue[:n], 0
	}
	f.queue = append(f.queue, p)
}

// unwanted gives the cost of what nobody receives back to both windows.
func (f *Flow) unwanted(cost int) {
	f.s.conn.free(cost)
	f.freeWindow(cost)
}

// freeWindow gives n bytes back to the window of the flow.
func (f *Flow) freeWindow(n int) {
	credit := f.window.free(n)
	if credit == 0 || f.s.over() {
		return
	}
	credit += f.grow()
	f.s.conn.w.control(func(b []byte) []byte { return appendCredit(b, f.s.id, f.id, credit) })
}

// fragment gives the cost of a fragment back to the window of the flow; but while earlier messages wait, only once they
// have been taken, so that a flow never holds more than one long message and its window beside what is being worked on.
func (f *Flow) fragment(cost int) {
	f.mu.Lock()
	waits := f.waits()
	if waits {
		f.behind += cost
	}
	f.mu.Unlock()
	if !waits {
		f.freeWindow(cost)
	}
}

// postpone keeps a message that begins from the connection's budget while earlier ones wait to be received, since it will not get the credit
// to become whole: a flow that nobody receives from holds up no other. It reports whether that is so.
func (f *Flow) postpone(in *assembly) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.waits() || f.closed || f.err != nil {
		return false
	}
	in.mu.Lock()
	in.postponed = true
	in.mu.Unlock()
	f.postponed = append(f.postponed, in)
	return true
}

func (f *Flow) signal() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// Next returns the next message of the flow, or the next bytes, io.EOF when the other end has ended the flow, or why
// the call is over once all that came before is taken. It waits within ctx. The bytes are good until the next call of Next or Read.
func (f *Flow) Next(ctx context.Context) (b []byte, compact bool, err error) {
	for len(f.cur.rest) == 0 {
		if err := f.advance(ctx); err != nil {
			return nil, false, err
		}
	}
	if !f.cur.batch {
		b, f.cur.rest = f.cur.rest, nil
		return b, f.cur.Compact, nil
	}
	b, f.cur.rest, err = wire.NextMessage(f.cur.rest)
	return b, f.cur.Compact, err
}

// Exclusive reports whether what Next has returned is all of its memory, which is not pooled, so that it may be given away.
func (f *Flow) Exclusive() bool {
	return f.cur.Buf != nil && !f.cur.batch && len(f.cur.rest) == 0 && cap(f.cur.Buf.B) > largeBuffer
}

// GiveAway leaves to the caller what Next has returned, and Exclusive has said he may have.
func (f *Flow) GiveAway() { f.cur.Buf = nil }

// Read reads bytes of the flow into b, as an io.Reader does; its errors are those of Next.
func (f *Flow) Read(ctx context.Context, b []byte) (n int, err error) {
	for len(f.cur.rest) == 0 {
		if err := f.advance(ctx); err != nil {
			return 0, err
		}
	}
	n = copy(b, f.cur.rest)
	f.cur.rest = f.cur.rest[n:]
	return n, nil
}

// advance changes cur for the next parcel.
func (f *Flow) advance(ctx context.Context) (err error) {
	f.received(&f.cur)
	f.cur, err = f.pop(ctx)
	return err
}

// pop waits for the next parcel.
func (f *Flow) pop(ctx context.Context) (parcel, error) {
	f.s.heard.Store(true)
	for {
		if p, back, err, ok := f.next(); ok {
			f.goOn(back)
			return p, err
		}
		select {
		case <-f.wake:
		case <-ctx.Done():
			return parcel{}, context.Cause(ctx)
		}
	}
}

// heldBack is what a flow keeps from the next message while others wait to be received.
type heldBack struct {
	behind    int         // cost of fragments that came while others were waiting
	postponed []*assembly // that began then
}

// goOn lets a message go on that was held back.
func (f *Flow) goOn(h heldBack) {
	for _, in := range h.postponed {
		in.resume(f.s.conn, credited{f.s, f})
	}
	if h.behind > 0 {
		f.freeWindow(h.behind)
	}
}

// next returns the next parcel, and with the last that waits what it has held back.
func (f *Flow) next() (p parcel, back heldBack, err error, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.closed:
		err = errStopped
		if f.err != nil {
			err = f.err
		}
	case f.waits():
		p, f.queue[f.head] = f.queue[f.head], parcel{}
		if f.head++; f.head == len(f.queue) {
			f.queue, f.head = f.queue[:0], 0
			if f.behind > 0 || f.postponed != nil {
				back, f.heldBack = f.heldBack, heldBack{}
			}
		}
	case f.ended:
		err = io.EOF
	case f.err != nil:
		err = f.err
	default:
		return p, back, nil, false
	}
	if f.waits() || f.ended || f.closed || f.err != nil {
		f.signal()
	}
	return p, back, err, true
}

// waits reports whether anything waits to be received. It is called with mu held.
func (f *Flow) waits() bool { return f.head < len(f.queue) }

// received gives back the memory and the cost of a parcel.
func (f *Flow) received(p *parcel) {
	c := f.s.conn
	f.mu.Lock()
	cost, owed, shared := p.cost, p.owed, p.shared
	if f.closed {
		cost, owed, shared = 0, false, 0 // release has given it back
	} else {
		f.unread -= cost
		f.shared -= shared
		if owed {
			f.owed -= cost
		}
	}
	c.unread.remove(cost)
	f.mu.Unlock()
	c.cfg.Memory.give(shared)
	p.Free()
	*p = parcel{}
	if owed {
		c.free(cost)
	}
	if cost > 0 {
		f.freeWindow(cost)
	}
}
