package mux

import (
	"context"
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

	mu       sync.Mutex // guards what follows
	queue    []parcel
	head     int                  // queue[head:] waits
	calls    map[uint64]*assembly // callbacks and answers that have come in part, by id; the reader fills them
	live     map[uint64]bool      // callbacks that have come whole and are not answered; true once they are cancelled
	onCancel func(id uint64)      // told of callbacks that are no longer waited for; with 0, of a flow that is no longer wanted
	unread   int                  // cost of queue and cur
	shared   int64                // what they hold of the memory of all connections
	owed     int                  // the part of unread that the connection's window has not got back
	heldBack
	credit time.Time // when the last credit was given
	grown  int64     // what was added to the window
	ended  bool      // END has come
	closed bool      // nothing is wanted any more
	err    error     // why nothing more will come
	wake   chan struct{}
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
	f.in.limit, f.in.ofFlow = s.MaxMessage, true
	f.out = outFlow{s: s, id: n, left: s.conn.peer.FlowWindow, bytes: f.kind.bytes()}
	if s.isOver.Load() {
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

// release forgets what has come and will come. Any goroutine may call it, and more than once.
func (f *Flow) release() {
	c := f.s.conn
	f.mu.Lock()
	queue, calls, owed := f.queue[f.head:], f.calls, f.owed
	c.unread.remove(f.unread)
	c.grown.give(f.grown)
	c.cfg.Memory.give(f.grown + f.shared)
	f.queue, f.head, f.calls, f.live, f.onCancel, f.heldBack, f.closed = nil, 0, nil, nil, nil, heldBack{}, true
	f.unread, f.shared, f.owed, f.grown = 0, 0, 0, 0
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

// Stop tells the other end, unless it has ended the flow, that nothing more is wanted on it, and forgets what has come. Tree,
// which may be empty, says why.
func (f *Flow) Stop(code uint8, tree []byte) {
	f.mu.Lock()
	tell := !f.ended && !f.closed
	f.mu.Unlock()
	f.release()
	if tell && !f.s.over() {
		f.s.conn.w.cancelFlow(f, wire.CancelFrame{Code: code, Tree: tree})
	}
}

// Break tells the other end, in place of End, that what was sent is not all. Tree, which may be empty, says why.
func (f *Flow) Break(code uint8, tree []byte) {
	f.s.conn.w.breakFlow(&f.out, wire.CancelFrame{Code: code, Tree: tree})
}

func (f *Flow) isClosed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.closed
}

// Send sends a message of a flow of items. It waits, within ctx, for credit; when it returns, p is the caller's again.
func (f *Flow) Send(ctx context.Context, p Payload, compact bool) error {
	return f.s.conn.w.item(ctx, &f.out, compactFlag(compact), p)
}

// Write sends bytes of a flow of bytes. It waits, within ctx, for credit; when it returns, b is the caller's again.
func (f *Flow) Write(ctx context.Context, b []byte) error {
	if len(b) == 0 {
		return nil
	}
	return f.s.conn.w.item(ctx, &f.out, 0, Payload{Head: b})
}

// End tells the other end that nothing follows on the flow. Whoever sends on it calls it, once.
func (f *Flow) End() error { return f.s.conn.w.endFlow(&f.out) }

func compactFlag(compact bool) wire.Flags {
	if compact {
		return wire.Compact
	}
	return 0
}
