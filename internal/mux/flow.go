package mux

import (
	"context"
	"io"
	"sync"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
)

// FlowKind says what moves on a flow, and which way.
type FlowKind uint8

// The kinds of flows.
const (
	ItemsUp   FlowKind = iota // messages from the client, one after the other
	ItemsDown                 // messages from the server
	BytesUp                   // bytes from the client, in frames of any length
	BytesDown                 // bytes from the server
	Func                      // callbacks from the server, and their answers
)

// bytes reports whether the flow has no messages.
func (k FlowKind) bytes() bool { return k == BytesUp || k == BytesDown }

// down reports whether the server sends items or bytes.
func (k FlowKind) down() bool { return k == ItemsDown || k == BytesDown }

// takes reports whether a frame of that type may come to this side.
func (k FlowKind) takes(t wire.Type, server bool) bool {
	switch k {
	case ItemsUp, BytesUp:
		return t == wire.Data && server
	case ItemsDown, BytesDown:
		return t == wire.Data && !server
	default:
		return t == wire.Answer && server || t == wire.Callback && !server
	}
}

// maxOpenCalls is how many callbacks or answers of one flow may have come in part.
const maxOpenCalls = 64

// Flow is one of the streams, byte streams or funcs of a call. One goroutine at a time may receive from it, and one may
// send; a Func's calls and answers may be sent and received by any number of goroutines.
type Flow struct {
	s      *Stream
	id     uint16
	kind   FlowKind
	window window // towards this end
	out    outFlow

	in  assembly // the message under way; the reader's
	cur parcel   // what Next and Read hand out; the receiver's

	mu     sync.Mutex // guards what follows
	queue  []parcel
	head   int                  // queue[head:] waits
	calls  map[uint64]*assembly // callbacks and answers that have come in part, by id; the reader fills them
	live   map[uint64]bool      // callbacks that have come whole and are not answered; true once they are cancelled
	unread int                  // cost of queue and cur
	shared int64                // what they hold of the memory of all connections
	owed   int                  // the part of unread that the connection's window has not got back
	behind int                  // cost of fragments that came while others were waiting
	credit time.Time            // when the last credit was given
	grown  int64                // what was added to the window
	ended  bool                 // END has come
	closed bool                 // nothing is wanted any more
	err    error                // why nothing more will come
	wake   chan struct{}
}

// parcel is a message that waits to be received, a batch of them, or bytes.
type parcel struct {
	Message
	rest   []byte // what has not been handed out
	batch  bool
	cost   int   // of the flow's window
	owed   bool  // and of the connection's
	shared int64 // of the memory of all connections
}

// Flow returns flow n of the call, from 1 to the number of its Kinds.
func (s *Stream) Flow(n int) *Flow {
	f, err := s.flow(uint16(n))
	if err != nil {
		panic("mux: " + err.Error())
	}
	return f
}

func (s *Stream) flow(n uint16) (*Flow, error) {
	if int(n) > len(s.Kinds) || n == 0 {
		return nil, wire.Errorf(wire.Protocol, "flow %d of a call with %d flows", n, len(s.Kinds))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.flows == nil {
		s.heard.Store(true)
		s.flows = make([]Flow, len(s.Kinds))
		for i := range s.flows {
			s.flows[i].init(s, uint16(i+1))
		}
	}
	return &s.flows[n-1], nil
}

// init makes f flow n of s. It is called with the mutex of s held.
func (f *Flow) init(s *Stream, n uint16) {
	f.s, f.id, f.kind, f.wake = s, n, s.Kinds[n-1], make(chan struct{}, 1)
	f.window.init(s.conn.cfg.Hello.FlowWindow)
	f.in.limit, f.in.ofFlow = s.in.limit, true
	f.out = outFlow{s: s, id: n, left: s.conn.peer.FlowWindow, bytes: f.kind.bytes()}
	if s.isOver {
		f.err = noEOF(s.overErr)
	}
}

// incoming returns the flow that h is for, if it may carry such a frame.
func (s *Stream) incoming(h wire.Header) (*Flow, error) {
	f, err := s.flow(h.Flow)
	if err != nil {
		return nil, err
	}
	if !f.kind.takes(h.Type, s.conn.server) {
		return nil, wire.Errorf(wire.Protocol, "%v on flow %d, which carries none of them this way", h.Type, h.Flow)
	}
	return f, nil
}

// outFlow returns the sending side of flow n.
func (s *Stream) outFlow(n uint16) (*outFlow, error) {
	if n == 0 {
		return &s.out, nil
	}
	f, err := s.flow(n)
	if err != nil {
		return nil, err
	}
	return &f.out, nil
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
	buf := NewBuffer(h.Length)
	if err := f.s.conn.r.into(f.s.conn, buf.B); err != nil {
		return err
	}
	return f.push(h, parcel{Message: Message{Kind: wire.Data, Buf: buf}, rest: buf.B, cost: h.Cost()})
}

// receiveBatch takes a frame with several messages, and checks that it is one.
func (f *Flow) receiveBatch(h wire.Header) error {
	if f.in.active {
		return wire.Errorf(wire.Protocol, "a batch inside a message")
	}
	buf := NewBuffer(h.Length)
	if err := f.s.conn.r.into(f.s.conn, buf.B); err != nil {
		return err
	}
	longest := 0
	for rest := buf.B; len(rest) > 0; {
		var item []byte
		var err error
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

// receiveCall takes a CALLBACK or ANSWER frame.
func (f *Flow) receiveCall(h wire.Header) error {
	c := f.s.conn
	b, err := c.prefix(h.Length, callPrefix)
	if err != nil {
		return err
	}
	id, rest, err := wire.ParseCallbackID(b)
	if err != nil {
		return err
	}
	in := f.openCall(id)
	if in == nil {
		in = &assembly{limit: f.in.limit, ofFlow: true, start: Message{Kind: h.Type, Callback: id}}
		if rest, err = in.start.parseStart(rest); err != nil {
			return err
		}
	}
	c.r.skip(len(b) - len(rest))
	if err := f.assemble(in, h, h.Length-(len(b)-len(rest)), in.start); err != nil {
		return err
	}
	return f.keepCall(in)
}

func (f *Flow) openCall(id uint64) *assembly {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls[id]
}

// keepCall remembers a callback or answer that has come in part, and a callback that waits for its answer.
func (f *Flow) keepCall(in *assembly) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	id := in.start.Callback
	if f.closed || f.err != nil {
		in.release(f.s.conn)
		return nil
	}
	if !in.active {
		delete(f.calls, id)
		if in.start.Kind == wire.Callback {
			put(&f.live, id, false)
		}
		return nil
	}
	if put(&f.calls, id, in); len(f.calls) > maxOpenCalls {
		return tooMany("callbacks in part")
	}
	return nil
}

func put[V any](m *map[uint64]V, id uint64, v V) {
	if *m == nil {
		*m = map[uint64]V{}
	}
	(*m)[id] = v
}

// cancelled takes a CANCEL frame: the other end wants no more of the flow, or of one callback.
func (f *Flow) cancelled(cancel wire.CancelFrame) {
	id := cancel.Callback
	if id == 0 || f.kind != Func {
		f.s.conn.w.stopFlow(&f.out, errStopped)
		return
	}
	f.mu.Lock()
	part := f.calls[id]
	delete(f.calls, id)
	if done, ok := f.live[id]; ok && !done && !f.closed {
		f.live[id] = true
		f.enqueue(parcel{Message: Message{Kind: wire.Cancel, Callback: id, Code: cancel.Code}})
	}
	f.mu.Unlock()
	if part != nil {
		part.release(f.s.conn)
	}
	f.signal()
}

func (m *Message) parseStart(b []byte) (rest []byte, err error) {
	if m.Kind == wire.Callback {
		m.Timeout, rest, err = wire.ParseCallback(b)
	} else {
		m.Code, rest, err = wire.ParseAnswer(b)
	}
	return rest, err
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
// have been received, so that a flow never holds more than one long message and its window.
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

// Recv returns the next callback or answer of a Func, or a message of kind Cancel, which says that an earlier callback is no longer waited for; its errors are those of Next. The caller frees the message.
func (f *Flow) Recv(ctx context.Context) (Message, error) {
	p, err := f.pop(ctx)
	if err != nil {
		return Message{}, err
	}
	m := p.Message
	p.Message = Message{}
	f.received(&p)
	return m, nil
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
		if p, err, ok := f.next(); ok {
			return p, err
		}
		select {
		case <-f.wake:
		case <-ctx.Done():
			return parcel{}, context.Cause(ctx)
		}
	}
}

func (f *Flow) next() (p parcel, err error, ok bool) {
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
		}
	case f.ended:
		err = io.EOF
	case f.err != nil:
		err = f.err
	default:
		return p, nil, false
	}
	if f.waits() || f.ended || f.closed || f.err != nil {
		f.signal()
	}
	return p, err, true
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
	free := cost
	if !f.waits() {
		free += f.behind
		f.behind = 0
	}
	f.mu.Unlock()
	c.cfg.Memory.give(shared)
	p.Free()
	*p = parcel{}
	if owed {
		c.free(cost)
	}
	if free > 0 {
		f.freeWindow(free)
	}
}

// release forgets what has come and will come. Any goroutine may call it, and more than once.
func (f *Flow) release() {
	c := f.s.conn
	f.mu.Lock()
	queue, calls, owed := f.queue[f.head:], f.calls, f.owed
	c.unread.remove(f.unread)
	c.grown.give(f.grown)
	c.cfg.Memory.give(f.grown + f.shared)
	f.queue, f.head, f.calls, f.live, f.unread, f.shared, f.owed, f.behind, f.grown, f.closed = nil, 0, nil, nil, 0, 0, 0, 0, 0, true
	f.mu.Unlock()
	for i := range queue {
		queue[i].Free()
	}
	c.free(owed)
	f.in.release(c)
	for _, in := range calls {
		in.release(c)
	}
	f.signal()
}

// Discard forgets all that has come on the call's flows and was not received. A client calls it when it is done with
// the call, after Wait; on a server the end of the call does.
func (s *Stream) Discard() {
	s.mu.Lock()
	flows := s.flows
	s.mu.Unlock()
	for i := range flows {
		flows[i].release()
	}
}

// end makes those who receive get err once what has come is taken.
func (f *Flow) end(err error) {
	f.mu.Lock()
	if f.err == nil {
		f.err = noEOF(err) // a lost connection is not the end of the flow
	}
	calls := f.calls
	f.calls = nil
	f.mu.Unlock()
	f.in.release(f.s.conn)
	for _, in := range calls {
		in.release(f.s.conn)
	}
	f.signal()
}

// Stop tells the other end, unless it has ended the flow, that nothing more is wanted on it, and forgets what has come.
func (f *Flow) Stop(code uint8) {
	f.mu.Lock()
	tell := !f.ended && !f.closed
	f.mu.Unlock()
	f.release()
	if tell && !f.s.over() {
		f.s.conn.w.cancelFlow(f, wire.CancelFrame{Code: code})
	}
}

func (f *Flow) isClosed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.closed
}

// Send sends a message of a flow of items. It waits, within ctx, for credit; when it returns, b is the caller's again.
func (f *Flow) Send(ctx context.Context, b []byte, compact bool) error {
	return f.s.conn.w.item(ctx, &f.out, compactFlag(compact), b)
}

// Write sends bytes of a flow of bytes. It waits, within ctx, for credit; when it returns, b is the caller's again.
func (f *Flow) Write(ctx context.Context, b []byte) error {
	if len(b) == 0 {
		return nil
	}
	return f.s.conn.w.item(ctx, &f.out, 0, b)
}

// End tells the other end that nothing follows on the flow. Whoever sends on it calls it, once.
func (f *Flow) End() error { return f.s.conn.w.endFlow(&f.out) }

// Call sends a callback of a Func, with an id that was not used before. Timeout 0 is none.
func (f *Flow) Call(ctx context.Context, id uint64, timeout time.Duration, p Payload, compact bool) error {
	return f.s.conn.w.send(ctx, &f.out, &outgoing{
		typ: wire.Callback, flags: compactFlag(compact), payload: p,
		prefix: wire.AppendCallback(nil, id, true, timeout),
		again:  wire.AppendCallback(nil, id, false, 0),
	})
}

// CancelCall tells the other end that the answer of a callback is no longer waited for.
func (f *Flow) CancelCall(id uint64, code uint8) {
	if !f.s.over() {
		f.s.conn.w.cancelFlow(f, wire.CancelFrame{Code: code, Callback: id})
	}
}

// Answer sends the answer of a callback: its results, or an error tree with a code that is not 0.
func (f *Flow) Answer(ctx context.Context, id uint64, code uint8, p Payload, compact bool) error {
	f.mu.Lock()
	delete(f.live, id)
	f.mu.Unlock()
	return f.s.conn.w.send(ctx, &f.out, &outgoing{
		typ: wire.Answer, flags: compactFlag(compact), payload: p,
		prefix: wire.AppendAnswer(nil, id, true, code),
		again:  wire.AppendAnswer(nil, id, false, 0),
	})
}

func compactFlag(compact bool) wire.Flags {
	if compact {
		return wire.Compact
	}
	return 0
}
