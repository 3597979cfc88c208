package mux

import (
	"context"
	"io"
	"sync"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
)

// Flow is one of the streams, byte streams or funcs of a call. Its methods may be called from any number of goroutines.
type Flow struct {
	s      *Stream
	id     uint16
	window window // towards this end
	out    outFlow

	in    assembly             // the message under way; the reader's
	calls map[uint64]*assembly // the callbacks under way, by id; the reader's

	mu    sync.Mutex // guards what follows
	queue []Message
	ended bool  // END has come
	err   error // the call is over, or the other end wants no more
	wake  chan struct{}
}

// Flow returns flow n of the call, from 1 to Flows.
func (s *Stream) Flow(n int) *Flow {
	f, err := s.flow(uint16(n))
	if err != nil {
		panic("mux: " + err.Error())
	}
	return f
}

func (s *Stream) flow(n uint16) (*Flow, error) {
	if int(n) > s.Flows || n == 0 {
		return nil, wire.Errorf(wire.Protocol, "flow %d of a call with %d flows", n, s.Flows)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.flows == nil {
		s.flows = make([]*Flow, s.Flows)
		for i := range s.flows {
			s.flows[i] = s.newFlow(uint16(i + 1))
		}
	}
	return s.flows[n-1], nil
}

func (s *Stream) newFlow(n uint16) *Flow {
	f := &Flow{s: s, id: n, wake: make(chan struct{}, 1)}
	f.window.init(s.conn.cfg.Hello.FlowWindow)
	f.in.limit = s.in.limit
	f.out = outFlow{s: s, id: n, left: s.conn.peer.FlowWindow}
	if s.isOver {
		f.err = s.overErr
	}
	return f
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

func (f *Flow) credited() credited { return credited{f.s, f.id, &f.window} }

// receive takes a DATA frame: a message, a fragment of one, or the end of the flow.
func (f *Flow) receive(h wire.Header) error {
	if h.Length == 0 && !f.in.active {
		f.push(h.Flags, Message{Kind: wire.Data, cost: h.Cost()})
		return nil
	}
	return f.assemble(&f.in, h, h.Length, Message{Kind: wire.Data})
}

func (f *Flow) assemble(in *assembly, h wire.Header, n int, m Message) error {
	first := !in.active
	state, err := f.s.conn.assemble(in, f.credited(), h, n)
	if err != nil {
		return err
	}
	switch state {
	case noMemory: // a part of a call cannot be turned away
		return tooMany("unfinished messages on the server")
	case tooLong:
		f.s.conn.overlongItem(f, in)
	case complete:
		m.Compact, m.Buf = in.compact, in.buf
		in.buf = nil
		if first {
			m.cost = h.Cost() // fragments are credited as they come
		}
		f.push(h.Flags, m)
	}
	return nil
}

// overlongItem gives the call up: one of its items is longer than this side accepts.
func (c *Conn) overlongItem(f *Flow, in *assembly) {
	f.s.in.whole, f.s.in.limit = in.whole, in.limit
	c.overlong(f.s)
}

// receiveBatch takes a DATA frame with several messages.
func (f *Flow) receiveBatch(h wire.Header) error {
	if f.in.active {
		return wire.Errorf(wire.Protocol, "a batch inside a message")
	}
	p, buf, err := f.s.conn.payload(h.Length)
	if err != nil {
		return err
	}
	defer buf.Free()
	for len(p) > 0 {
		var item []byte
		if item, p, err = wire.NextMessage(p); err != nil {
			return err
		}
		m := Message{Kind: wire.Data, Compact: h.Flags&wire.Compact != 0, Buf: NewBuffer(len(item))}
		copy(m.Buf.B, item)
		if len(p) == 0 {
			m.cost = h.Cost()
			f.push(h.Flags, m)
			return nil
		}
		f.push(0, m)
	}
	f.push(h.Flags, Message{Kind: wire.Data, cost: h.Cost()})
	return nil
}

// receiveCall takes a CALLBACK or ANSWER frame.
func (f *Flow) receiveCall(h wire.Header) error {
	c := f.s.conn
	b, err := c.prefix(h.Length, callPrefix)
	if err != nil {
		return err
	}
	m := Message{Kind: h.Type}
	rest := b
	if m.Callback, rest, err = wire.ParseCallbackID(rest); err != nil {
		return err
	}
	in := f.calls[m.Callback]
	if in == nil {
		in = &assembly{limit: f.in.limit}
		if rest, err = m.parseStart(rest); err != nil {
			return err
		}
		in.start = m
	}
	if f.calls == nil {
		f.calls = map[uint64]*assembly{}
	}
	f.calls[m.Callback] = in
	c.r.skip(len(b) - len(rest))
	err = f.assemble(in, h, h.Length-(len(b)-len(rest)), in.start)
	if !in.active {
		delete(f.calls, m.Callback)
	}
	return err
}

func (m *Message) parseStart(b []byte) (rest []byte, err error) {
	if m.Kind == wire.Callback {
		m.Timeout, rest, err = wire.ParseCallback(b)
	} else {
		m.Code, rest, err = wire.ParseAnswer(b)
	}
	return rest, err
}

// push queues a message, and the end of the flow if flags say so.
func (f *Flow) push(flags wire.Flags, m Message) {
	f.mu.Lock()
	refused := f.err != nil || f.ended
	if !refused && m.Buf != nil {
		f.queue = append(f.queue, m)
	}
	if flags&wire.End != 0 {
		f.ended = true
	}
	f.mu.Unlock()
	if refused || m.Buf == nil {
		f.credited().free(m.cost)
		m.Free()
	}
	f.signal()
}

func (f *Flow) signal() {
	select {
	case f.wake <- struct{}{}:
	default:
	}
}

// Recv returns the next message, io.EOF when the other end has ended the flow, or why the call
// is over. It waits within ctx. The caller frees the message.
func (f *Flow) Recv(ctx context.Context) (Message, error) {
	for {
		m, err, ok := f.next()
		if ok {
			f.credited().free(m.cost)
			return m, err
		}
		select {
		case <-f.wake:
		case <-ctx.Done():
			return Message{}, context.Cause(ctx)
		}
	}
}

func (f *Flow) next() (m Message, err error, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case len(f.queue) > 0:
		m, f.queue = f.queue[0], f.queue[1:]
	case f.ended:
		err = io.EOF
	case f.err != nil:
		err = f.err
	default:
		return m, nil, false
	}
	if len(f.queue) > 0 || f.ended || f.err != nil {
		f.signal()
	}
	return m, err, true
}

// end makes Recv return err once what has come is taken.
func (f *Flow) end(err error) {
	f.mu.Lock()
	if f.err == nil {
		f.err = err
	}
	f.mu.Unlock()
	f.signal()
}

// stopped is called when the other end wants no more of the flow.
func (f *Flow) stopped(wire.CancelFrame) { f.s.conn.w.stopFlow(&f.out, errStopped) }

// Out says what an outgoing message is.
type Out struct {
	Kind     wire.Type // Data, Callback or Answer
	Compact  bool
	End      bool // nothing follows on the flow
	Batch    bool // the payload is several messages, each appended with wire.AppendMessage
	Callback uint64
	Timeout  time.Duration // of Callback
	Code     uint8         // of Answer
}

// Send sends a message. It waits, within ctx, for credit; when it returns, p is the caller's again. Messages
// of one flow must be sent one after the other.
func (f *Flow) Send(ctx context.Context, o Out, p Payload) error {
	m := outgoing{typ: o.Kind, payload: p}
	if o.Compact {
		m.flags |= wire.Compact
	}
	if o.End {
		m.flags |= wire.End
	}
	if o.Batch {
		m.flags |= wire.Batch
	}
	switch o.Kind {
	case wire.Callback:
		m.prefix = wire.AppendCallback(nil, o.Callback, true, o.Timeout)
		m.again = wire.AppendCallback(nil, o.Callback, false, 0)
	case wire.Answer:
		m.prefix = wire.AppendAnswer(nil, o.Callback, true, o.Code)
		m.again = wire.AppendAnswer(nil, o.Callback, false, 0)
	}
	return f.s.conn.w.send(ctx, &f.out, &m)
}

// Stop tells the other end that nothing more is wanted on the flow, and forgets what has come.
func (f *Flow) Stop(code uint8) {
	f.mu.Lock()
	queue := f.queue
	f.queue = nil
	if f.err == nil {
		f.err = errStopped
	}
	f.mu.Unlock()
	for i := range queue {
		f.credited().free(queue[i].cost)
		queue[i].Free()
	}
	if !f.s.over() {
		f.s.conn.w.control(func(b []byte) []byte { return appendCancel(b, f.s.id, f.id, code) })
	}
}
