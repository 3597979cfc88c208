package mux

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
)

// Message is a whole message that has arrived. Its owner frees it once.
type Message struct {
	Kind    wire.Type // Data, Callback or Answer
	Compact bool
	Buf     *Buffer // nil is a flow that ended without one

	Callback uint64        // id, of Callback and Answer
	Timeout  time.Duration // of Callback; 0 is none
	Code     uint8         // of Answer

	metadata []byte // of a reply before the end of its call
}

// Metadata returns what came with a reply before the end of its call.
func (m *Message) Metadata() []byte { return m.metadata }

// Bytes returns the message.
func (m *Message) Bytes() []byte {
	if m.Buf == nil {
		return nil
	}
	return m.Buf.B
}

// Free gives the message's memory back.
func (m *Message) Free() {
	m.Buf.Free()
	m.Buf = nil
}

// Outcome says how far a call that failed had come.
type Outcome uint8

// The outcomes.
const (
	NotSent       Outcome = iota // no byte of it was written
	NotStarted                   // no handler was started, and none will be
	MaybeExecuted                // nobody knows
	Executed                     // the handler's own answer came back
)

// errGivenUp ends what a handler sends for a call that its caller gave up.
var errGivenUp = errors.New("the call was cancelled by its caller")

// Stream is one call. On a client it is made by Conn.Open and ends with Wait; on a server it is given to
// Handler.Serve and ends with Reply or Fail.
type Stream struct {
	conn   *Conn
	done   chan struct{} // one token when the call is complete (client)
	window window        // of flow 0, towards this end
	oneCall
}

// oneCall is what a Stream holds for one call, and not for the next that it serves.
type oneCall struct {
	plain
	involved
}

// plain is all that a client's call uses whose arguments and reply are a frame each. It is small: of a thousand calls in flight no cache holds all,
// and each of its lines has to come from where the caller, the writer or the reader have run.
type plain struct {
	id uint32

	started    bool // a handler runs; guarded by conn.mu
	pinned     bool // the reader has looked at the stream, so that it cannot be used again; guarded by conn.mu
	whole      bool // the reply came in one frame, and nothing of involved was used
	assembling bool // of the message of flow 0 a frame has come; the reader's
	compact    bool // of reply
	notStarted bool
	outcome    Outcome // of connErr

	reply   *Buffer
	into    *Buffer // for the reply (client)
	status  *wire.StatusFrame
	connErr error
	opening *transfer     // the OPEN, while it is under way as a transfer
	results chan Message  // holds a reply that came before the end of the call; nil if none can
	gone    chan struct{} // closed when the call is over; made on demand; guarded by mu

	// Kinds are the kinds of the flows above 0 that the call's signature has, beginning with flow 1. The owner sets them before
	// the call begins; frames on others are an error.
	Kinds []FlowKind
	// MaxMessage is the longest message that the call may bring, in bytes: the connection's, unless the owner changes it before the call begins.
	MaxMessage int64

	key             any     // of the client's request
	openAt, openEnd int64   // where OPEN stands in all that the connection writes; guarded by writer.mu
	out             outFlow // flow 0, towards the other end
}

// involved is what other calls use.
type involved struct {
	// Value belongs to the server's owner of the call.
	Value any
	// Deadline is when the call is forgotten if its arguments are not whole, if it is not zero.
	Deadline time.Time

	open     wire.OpenFrame // of the server's call, while Handler.Open sees it
	in       assembly       // the message of flow 0; the reader's until the call is complete
	metadata []byte         // that came with the reply
	refusal  *wire.StatusFrame

	heard atomic.Bool // something was received on a flow since something was sent: an answer may be waited for

	turn   uint64 // of the handler on the reader, which flushes what it sends; 0 in a goroutine of its own
	isOver atomic.Bool

	mu      sync.Mutex // guards what follows, and the change of isOver
	flows   []Flow
	overErr error
}

// serverStreams are the streams of servers that nobody uses.
var serverStreams sync.Pool

// newStream returns a stream without a number.
func (c *Conn) newStream() *Stream {
	s, _ := c.pool.Get().(*Stream)
	if s == nil {
		s = new(Stream)
		if !c.server {
			s.done = make(chan struct{}, 1)
		}
	}
	s.conn = c
	s.window.init(c.cfg.Hello.CallWindow)
	s.MaxMessage = c.cfg.Hello.MaxMessage
	s.out.s, s.out.left = s, c.peer.CallWindow
	return s
}

// private reports whether nobody else can know s, which the reader does not know either.
func (s *Stream) private() bool { return !s.pinned && len(s.Kinds) == 0 && s.gone == nil }

// recycle gives back a private stream.
func (s *Stream) recycle() {
	c := s.conn
	s.conn = nil
	if !s.whole {
		s.oneCall = oneCall{}
	} else {
		s.plain = plain{}
		if Poison && !reflect.ValueOf(&s.involved).Elem().IsZero() {
			panic("mux: a plain call has left something for the next")
		}
	}
	c.pool.Put(s)
}

// Conn returns the connection of the stream.
func (s *Stream) Conn() *Conn { return s.conn }

// enter puts s, which Handler.Open has accepted, where frames find it, unless the connection has ended meanwhile.
func (c *Conn) enter(s *Stream) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entering = nil
	if c.err == nil {
		c.put(s)
	}
	return c.err
}

// put makes s a call that frames find. It is called with mu held.
func (c *Conn) put(s *Stream) {
	c.streams.put(s)
	if c.server {
		c.inflight.Add(1)
	}
	c.tickSoon()
}

// over reports whether the call has ended.
func (s *Stream) over() bool { return s.isOver.Load() }

// end marks the call as over and wakes all who wait on its flows.
func (s *Stream) end(err error) {
	s.mu.Lock()
	if s.isOver.Load() {
		s.mu.Unlock()
		return
	}
	s.overErr = err
	s.isOver.Store(true)
	if s.gone != nil {
		close(s.gone)
	}
	flows := s.flows
	s.mu.Unlock()
	for i := range flows {
		flows[i].end(err)
	}
}

// Over returns a channel that is closed when the call is over.
func (s *Stream) Over() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return demanded(&s.gone, s.isOver.Load())
}

func (s *Stream) endReason() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.overErr
}

// take takes s out of the connection. Removed is false if that was done before; pinned says that the reader may
// know s still.
func (c *Conn) take(s *Stream) (removed, pinned bool) {
	c.mu.Lock()
	if c.entering == s {
		c.entering = nil
		c.noteIdle(false)
	} else if !c.remove(s, true) {
		c.mu.Unlock()
		return false, true
	}
	pinned = s.pinned
	c.mu.Unlock()
	c.closeIfLast()
	return true, pinned
}

// remove takes s out of the calls that frames find, if it is there. Clock is for noteIdle. It is called with mu held.
func (c *Conn) remove(s *Stream, clock bool) bool {
	if !c.streams.remove(s) {
		return false
	}
	if c.server {
		c.inflight.Add(-1)
	}
	c.wakeOne()
	c.noteIdle(clock)
	return true
}

// noteIdle notes when the last call ended, unless that is the time of the last read: as it is for one that was served by the
// reader, or has just got its reply. It is called with mu held.
func (c *Conn) noteIdle(clock bool) {
	if !c.idle() {
		return
	}
	if clock {
		c.lastUse.Store(int64(time.Since(c.reads)))
	}
	if c.leaving {
		c.lastCall.Store(true)
	}
}

// closeIfLast closes a connection that is left, when its last call has been answered.
func (c *Conn) closeIfLast() {
	if c.lastCall.Load() && c.lastCall.Swap(false) {
		c.w.finish()
	}
}

// wakeOne lets one caller try again who waits for a stream; wakeAll lets all.
func (c *Conn) wakeOne() {
	if len(c.waiters) > 0 {
		close(c.waiters[0])
		c.waiters = c.waiters[1:]
	}
}

func (c *Conn) wakeAll() {
	for _, w := range c.waiters {
		close(w)
	}
	c.waiters = nil
}

// Go runs f in a goroutine that belongs to the connection.
func (s *Stream) Go(f func()) { s.conn.wg.Go(f) }

// Request is what a client sends to open a call.
type Request struct {
	Open    wire.OpenFrame
	Args    Payload
	Compact bool
	Kinds   []FlowKind // of the flows that the signature has
	Key     any        // given to Owner.Grant

	MaxMessage int64 // longest reply, bytes; 0 is the connection's

	// Into takes the reply if that comes in one piece and has room there. It is the connection's until the call is over.
	Into *Buffer
}

// Payload is an outgoing message in parts. It is not copied when it is large: its owner must
// not change it until the call that takes it says so.
type Payload struct {
	Head []byte
	Rest [][]byte // what follows Head
}

// Size returns the length of the message in bytes.
func (p *Payload) Size() int {
	n := len(p.Head)
	for _, b := range p.Rest {
		n += len(b)
	}
	return n
}

// Open starts a call. It waits, within ctx, only where the other end takes no more calls at once. If it returns an error,
// nothing was sent.
func (c *Conn) Open(ctx context.Context, q *Request) (*Stream, error) {
	s := c.newStream()
	s.key, s.Kinds, s.into = q.Key, q.Kinds, q.Into
	if q.MaxMessage > 0 {
		s.MaxMessage = q.MaxMessage
	}
	if slices.ContainsFunc(q.Kinds, FlowKind.down) {
		s.results = make(chan Message, 1)
	}
	c.inflight.Add(1)
	err := c.w.open(s, q, false)
	if err == errNoRoom {
		if err = c.room(ctx); err == nil {
			err = c.w.open(s, q, true)
		}
	}
	if err == errUsedUp {
		c.retire()
		err = ErrLeaving
	}
	if err != nil {
		c.inflight.Add(-1)
		return nil, err
	}
	return s, nil
}

// room waits until the other end takes another call, and reserves the place.
func (c *Conn) room(ctx context.Context) error {
	for {
		c.mu.Lock()
		switch {
		case c.err != nil:
			defer c.mu.Unlock()
			return c.err
		case c.leaving:
			c.mu.Unlock()
			return ErrLeaving
		case c.usedUp():
			c.mu.Unlock()
			return errUsedUp
		case int64(c.streams.len())+int64(c.reserved) < c.peer.MaxStreams:
			c.reserved++
			c.mu.Unlock()
			return nil
		}
		w := make(chan struct{})
		c.waiters = append(c.waiters, w)
		c.mu.Unlock()
		select {
		case <-w:
		case <-ctx.Done():
			c.passOn(w)
			return context.Cause(ctx)
		}
	}
}

// unreserve gives up a place that room has reserved.
func (c *Conn) unreserve() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reserved--
	c.wakeOne()
}

// passOn gives up a place in the queue of room, and a wake-up that came too late to the next.
func (c *Conn) passOn(w chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.waiters {
		if c.waiters[i] == w {
			c.waiters = append(c.waiters[:i], c.waiters[i+1:]...)
			return
		}
	}
	c.wakeOne()
}

// errNoRoom tells that a call has to wait for a place, or to reserve one.
var errNoRoom = errors.New("no place for another call")

// register gives s the next number, in the place that room has reserved or in a free one. The writer calls it in
// the order in which OPENs are written.
func (c *Conn) register(s *Stream, reserved bool) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if reserved {
		c.reserved--
	}
	switch {
	case !reserved && int64(c.streams.len())+int64(c.reserved) >= c.peer.MaxStreams:
		return errNoRoom
	case c.err != nil:
		return c.err
	case c.leaving:
		return ErrLeaving
	case !reserved && c.usedUp():
		return errUsedUp
	}
	c.lastIn++
	s.id = c.lastIn
	c.put(s)
	return nil
}

// lastStream is the last stream a client opens: then its connection takes no more calls, and ends with those it has.
const lastStream = 3 << 30

// errUsedUp tells that there are no numbers left for another call.
var errUsedUp = errors.New("the numbers of calls are used up")

// usedUp reports whether lastStream is given away, or reserved. It is called with mu held.
func (c *Conn) usedUp() bool { return int64(c.lastIn)+int64(c.reserved) >= lastStream }

// Result is how a call ended.
type Result struct {
	Reply    Message           // without a status
	Metadata []byte            // that came with the reply or status
	Status   *wire.StatusFrame // not nil: the call failed
	Err      error             // the connection was lost, or ctx ended
	Outcome  Outcome
}

// Wait waits for the end of a call that Open has started, says in r how that was, and gives the call up when ctx ends first: code is
// then sent to the server. After Wait the request's memory is the caller's again, and s must not be used.
func (s *Stream) Wait(ctx context.Context, code func(error) uint8, r *Result) {
	defer s.conn.inflight.Add(-1)
	ended := ctx.Done()
	if ended == nil {
		<-s.done
		s.result(r)
		return
	}
	select {
	case <-s.done:
	default:
		select {
		case <-s.done:
		case <-ended:
			s.abort(context.Cause(ctx), code(ctx.Err()), r)
			return
		}
	}
	s.result(r)
}

func (s *Stream) result(r *Result) {
	s.settle()
	*r = Result{Reply: Message{Kind: wire.Data, Compact: s.compact, Buf: s.reply}, Status: s.status, Err: s.connErr, Outcome: s.outcome}
	switch {
	case s.whole:
		r.Outcome = Executed
	case s.status != nil:
		r.Metadata, r.Outcome = s.status.Metadata, Executed
		if s.notStarted {
			r.Outcome = NotStarted
		}
	case s.connErr == nil:
		r.Metadata, r.Outcome = s.metadata, Executed
	}
	if s.private() {
		s.recycle()
	}
}

// Results waits for a reply that comes before the end of the call, because flows from the server go on after it. Ok is
// false when the call ended without one, or ctx did; then Wait tells the rest. The caller frees the message. With it, the request's memory is the
// caller's again: a server that answers before it has all of the arguments gets no more of them.
func (s *Stream) Results(ctx context.Context) (m Message, ok bool) {
	select {
	case m = <-s.results:
		s.settle()
		return m, true
	case <-s.Over():
	case <-ctx.Done():
	}
	select { // it may have come before the end
	case m = <-s.results:
		s.settle()
		return m, true
	default:
		return Message{}, false
	}
}

// early takes a reply without END.
func (s *Stream) early() error {
	if s.results == nil {
		return wire.Errorf(wire.Protocol, "a reply without END")
	}
	m := s.in.take()
	m.metadata = s.in.metadata
	s.in.metadata = nil
	select {
	case s.results <- m:
		return nil
	default:
		m.Free()
		return wire.Errorf(wire.Protocol, "a second reply")
	}
}

// settle takes back the memory of an OPEN that is still being sent.
func (s *Stream) settle() {
	t := s.opening
	if t == nil {
		return
	}
	s.opening = nil
	if !t.over() {
		s.conn.w.abort(t, nil)
	}
}

// abort ends a call whose caller waits no longer.
func (s *Stream) abort(cause error, code uint8, r *Result) {
	c := s.conn
	unsent := s.opening != nil && c.w.withdraw(s.opening)
	if unsent {
		c.unreserve()
		s.opening = nil
		*r = Result{Err: cause, Outcome: NotSent}
		return
	}
	if removed, _ := c.take(s); !removed {
		// The reader has completed the call in the meantime.
		<-s.done
		s.result(r)
		return
	}
	s.end(cause)
	s.in.release(c)
	s.Discard()
	if s.opening != nil {
		c.w.abort(s.opening, func(b []byte) []byte { return appendCancel(b, s.id, 0, code) })
		s.opening = nil
	} else {
		c.w.control(func(b []byte) []byte { return appendCancel(b, s.id, 0, code) })
	}
	*r = Result{Err: cause, Outcome: MaybeExecuted}
}

// complete ends a client's call for which the reader has the reply, or a status.
func (c *Conn) complete(s *Stream, status *wire.StatusFrame, notStarted bool) {
	if removed, _ := c.take(s); !removed {
		return
	}
	s.status, s.notStarted, s.metadata = status, notStarted, s.in.metadata
	// Only the reader pinned it, and the reader is done with it.
	s.pinned = s.in.waited
	if s.status == nil {
		m := s.in.take()
		s.reply, s.compact = m.Buf, m.Compact
	} else {
		s.in.drop(c)
	}
	s.finish()
}

// finish hands the call to the one who waits for it.
func (s *Stream) finish() {
	if len(s.Kinds) > 0 || s.gone != nil {
		s.end(errCallOver)
	}
	s.done <- struct{}{}
}

// errCallOver ends the flows of a call that has its reply or status.
var errCallOver = errors.New("the call is over")

// lost ends a call whose connection has ended, after written bytes in all.
func (s *Stream) lost(err error, written int64) {
	s.end(err)
	if s.conn.server {
		if s.started {
			s.conn.handler.Cancel(s, codeCancelled, err)
		} else {
			s.conn.forget(s)
		}
		return
	}
	s.connErr = err
	s.in.release(s.conn)
	switch {
	case s.openAt >= written:
		s.outcome = NotSent
	case s.openEnd > written || s.openEnd == 0:
		s.outcome = NotStarted
	default:
		s.outcome = MaybeExecuted
	}
	s.done <- struct{}{}
}

// run starts the handler of a call whose arguments are whole.
// Fresh says that it has just come, so that frames do not find it yet.
func (c *Conn) run(s *Stream, fresh bool) error {
	if !fresh && !c.begins(s) {
		return nil
	}
	short, refusal := c.handler.Start(s)
	if refusal != nil {
		c.turnAway(s, refusal)
		return nil
	}
	if short && c.cfg.Watch != nil {
		return c.serveHere(s)
	}
	if fresh {
		s.started = true
		if err := c.enter(s); err != nil {
			c.orphan(s, err)
		}
	}
	c.apart(s)
	return nil
}

// begins reports whether a call that frames find may start: it is still there.
func (c *Conn) begins(s *Stream) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	ok := c.streams.get(s.id) == s && !s.started
	if ok {
		s.started = true
	}
	return ok
}

// orphan tells a handler, which has started or is about to, that its connection has ended.
func (c *Conn) orphan(s *Stream, err error) {
	s.end(err)
	c.handler.Cancel(s, codeCancelled, err)
}

// turnAway answers a call whose handler will not be started.
func (c *Conn) turnAway(s *Stream, f *wire.StatusFrame) {
	c.unanswered.Add(-1)
	c.w.later(func(b []byte) []byte { return appendStatus(b, s.id, wire.NotStarted, f) })
	c.take(s) // only now, since a leaving connection closes with its last call
	s.end(errGivenUp)
	s.in.release(c)
}

// expire turns a call away whose arguments stay unfinished.
func (c *Conn) expire(s *Stream) {
	c.mu.Lock()
	ours := c.streams.get(s.id) == s && !s.started
	if ours {
		s.started = true
	}
	c.mu.Unlock()
	if ours {
		c.turnAway(s, refuse(codeDeadlineExceeded, "the arguments did not arrive in time"))
		c.w.flushLazy()
	}
}

// forget ends a call that will never start, because of its caller or its connection.
func (c *Conn) forget(s *Stream) {
	s.in.release(c)
	c.unanswered.Add(-1)
}

// Args hands over the arguments of a server's call. The caller frees them.
func (s *Stream) Args() Message { return s.in.take() }

// Reply ends a server's call with success. It waits while the other end takes no more, and returns
// early when the call is over; then p is the caller's again. Metadata may be nil. s must not be used afterwards.
//
// Clean reports whether the connection will not call Handler.Cancel for s any more.
func (s *Stream) Reply(p Payload, compact bool, metadata []byte) (clean bool, err error) {
	flags := wire.End
	if compact {
		flags |= wire.Compact
	}
	if len(metadata) > 0 {
		flags |= wire.Meta
	}
	s.conn.unanswered.Add(-1) // before the client can know, and open another call
	m := outgoing{typ: wire.Data, flags: flags, prefix: metadata, payload: p}
	err = s.conn.w.send(context.Background(), &s.out, &m)
	if err != nil && (errors.Is(err, context.DeadlineExceeded) || errors.Is(err, errStalled)) {
		s.conn.w.control(func(b []byte) []byte {
			return appendStatus(b, s.id, 0, refuse(codeDeadlineExceeded, "the reply was not taken in time"))
		})
	}
	return s.close(), err
}

// Early sends the reply of a server's call whose flows go on after it; then Reply, without a payload, or Fail ends the call. It waits
// while the other end takes no more.
func (s *Stream) Early(ctx context.Context, p Payload, compact bool, metadata []byte) error {
	flags := compactFlag(compact)
	if len(metadata) > 0 {
		flags |= wire.Meta
	}
	return s.conn.w.send(ctx, &s.out, &outgoing{typ: wire.Data, flags: flags, prefix: metadata, payload: p})
}

// Fail ends a server's call with a status. s must not be used afterwards.
// Clean is what it is for Reply.
func (s *Stream) Fail(f *wire.StatusFrame, flags wire.Flags) (clean bool) {
	s.conn.unanswered.Add(-1)
	if !s.over() {
		s.conn.w.frame(s, func(b []byte) []byte { return appendStatus(b, s.id, flags, f) })
	}
	return s.close()
}

// Grant tells the client the number of the method that it has just named. The server's owner calls it in Handler.Open.
func (s *Stream) Grant(g wire.GrantFrame) {
	s.conn.w.later(func(b []byte) []byte {
		at := len(b)
		b = wire.AppendHeader(b, wire.Header{Type: wire.Grant, Stream: s.id})
		b = wire.AppendGrant(b, g)
		return sealed(b, at)
	})
}

// close forgets a server's call that is answered.
func (s *Stream) close() (clean bool) {
	removed, pinned := s.conn.take(s)
	if removed && !pinned && s.private() {
		s.recycle()
		return true
	}
	s.end(errCallOver)
	s.Discard()
	return removed
}
