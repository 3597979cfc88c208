package mux

import (
	"encoding/binary"
	"errors"

	"github.com/bluebird-rpc/bluebird/internal/wire"
)

// dispatch takes one frame off the reader, whose header has been read. The error ends the connection.
func (c *Conn) dispatch(h wire.Header) error {
	switch h.Type {
	case wire.Open:
		return c.onOpen(h)
	case wire.Data:
		return c.onData(h)
	case wire.Callback, wire.Answer:
		return c.onCall(h)
	}
	if h.Type.Ignorable() {
		return c.onUnknown(h)
	}
	if h.Length > maxControl {
		return wire.Errorf(wire.FrameSize, "%v frame of %d bytes", h.Type, h.Length)
	}
	p, buf, err := c.payload(h.Length)
	if err != nil {
		return err
	}
	defer buf.Free()
	switch h.Type {
	case wire.Status:
		return c.onStatus(h, p)
	case wire.Cancel:
		return c.onCancel(h, p)
	case wire.Credit:
		return c.onCredit(h, p)
	case wire.Ping:
		return c.onPing(h, p)
	case wire.GoAway:
		return c.onGoAway(p)
	case wire.Grant:
		return c.onGrant(h, p)
	default:
		return wire.Errorf(wire.Protocol, "second %v", h.Type)
	}
}

// payload takes the next n bytes off the reader. They are good until the next read; buf, which may
// be nil, is to be freed.
func (c *Conn) payload(n int) (p []byte, buf *Buffer, err error) {
	if n <= readBuffer {
		if p, err = c.r.peek(c, n); err == nil && n > 0 {
			c.r.skip(n)
		}
		return p, nil, err
	}
	if buf, err = c.read(n); err != nil {
		return nil, nil, err
	}
	return buf.B, buf, nil
}

// read takes the next n bytes off the reader, into memory of their own.
func (c *Conn) read(n int) (*Buffer, error) {
	buf := NewBuffer(n)
	if err := c.r.into(c, buf.B); err != nil {
		buf.Free()
		return nil, err
	}
	return buf, nil
}

// prefix returns what is buffered of a payload of n bytes, which is all of it or at least most bytes:
// enough to parse what stands before a message.
func (c *Conn) prefix(n, most int) ([]byte, error) {
	if _, err := c.r.peek(c, min(n, most)); err != nil {
		return nil, err
	}
	b := c.r.buffered()
	return b[:min(n, len(b))], nil
}

// The most bytes that stand before the message in a payload.
const (
	openPrefix = 10 + 2 + wire.MaxName + 8 + 10 + 32<<10 + 4
	dataPrefix = 32 << 10
	callPrefix = 10 + 10 + 4
)

func (c *Conn) onUnknown(h wire.Header) error {
	if !c.strikes.take(c.reads) {
		return tooMany("frames of unknown type")
	}
	return c.discard(h.Length)
}

func tooMany(what string) error { return wire.Errorf(wire.TooMuch, "too many %s", what) }

// charge takes the cost of h from the windows of the connection and of its flow. A frame for a
// call that is over has no flow; what it cost is credited at once.
func (c *Conn) charge(h wire.Header, flow *window) error {
	if !c.window.take(h.Cost()) {
		return wire.Errorf(wire.FlowControl, "the window of the connection is overrun")
	}
	if flow == nil {
		c.free(h.Cost())
		return nil
	}
	if ends(h) && flow.holds(h.Cost()) {
		return nil
	}
	if !flow.take(h.Cost()) {
		return wire.Errorf(wire.FlowControl, "the window of stream %d, flow %d is overrun", h.Stream, h.Flow)
	}
	return nil
}

// ends reports whether h is the last frame of its side on flow 0, for which no credit is kept any more.
func ends(h wire.Header) bool { return h.Flow == 0 && h.Flags&wire.End != 0 }

// free gives back n bytes of the connection's window.
func (c *Conn) free(n int) {
	if credit := c.window.free(n); credit > 0 {
		c.w.control(func(b []byte) []byte { return appendCredit(b, 0, 0, credit) })
	}
}

func (c *Conn) onOpen(h wire.Header) error {
	if !c.server {
		return wire.Errorf(wire.Protocol, "OPEN from the server")
	}
	b, err := c.prefix(h.Length, openPrefix)
	if err != nil {
		return err
	}
	open, rest, err := wire.ParseOpen(b)
	tooBig := metadataError(err)
	if err != nil && tooBig == nil {
		return err
	}
	s, err := c.admit(h)
	if err != nil {
		return err
	}
	refusal := s.refusal
	if refusal == nil && tooBig != nil {
		refusal = refuse(codeResourceExhausted, tooBig.Error())
	}
	if refusal == nil {
		s.open = open
		refusal = c.handler.Open(s, &s.open)
	}
	if refusal != nil {
		return c.refuse(h, s, refusal)
	}
	if h.Flags&wire.More != 0 {
		if err := c.enter(s); err != nil {
			c.forget(s)
			return err
		}
	}
	if err := c.charge(h, &s.window); err != nil {
		return err
	}
	c.r.skip(len(b) - len(rest))
	return c.receive(s, h, h.Length-(len(b)-len(rest)), h.Flags&wire.More == 0)
}

// metadataError returns err if it is about the size of metadata, which fails a call and not the connection.
func metadataError(err error) error {
	if err == nil {
		return nil
	}
	var e *wire.MetadataError
	if errors.As(err, &e) {
		return e
	}
	return nil
}

// admit makes the stream of an OPEN frame. A stream that cannot be served has a refusal already.
func (c *Conn) admit(h wire.Header) (*Stream, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if h.Stream <= c.lastIn {
		return nil, wire.Errorf(wire.Protocol, "OPEN of stream %d after stream %d", h.Stream, c.lastIn)
	}
	c.lastIn = h.Stream
	s := c.newStream()
	s.id = h.Stream
	open, most := int64(c.streams.len()), c.cfg.Hello.MaxStreams
	switch {
	case c.leaving:
		s.refusal = refuse(codeUnavailable, "the server is shutting down")
	case int64(c.unanswered.Load()) >= most || open >= 2*most+unseen:
		s.refusal = refuse(codeResourceExhausted, "too many calls on one connection (Server.MaxStreams)")
		if open < most {
			break // the client has given up the others, and cannot know that their handlers still run
		}
		if c.refused++; c.refused > maxRefused {
			return nil, tooMany("calls over the limit")
		}
	default:
		c.refused = 0
		c.entering = s
		c.unanswered.Add(1)
	}
	return s, nil
}

// maxRefused is how many calls over the limit in a row end a connection.
const maxRefused = 1000

// unseen is how many calls, beside as many as may be open, may have an answer under way which the client has, and so be open no more for it.
// Answers that a client does not take are bounded by it.
const unseen = 64

// The codes of calls that this package gives by itself.
const (
	codeCancelled         = 1
	codeDeadlineExceeded  = 4
	codeResourceExhausted = 8
	codeUnavailable       = 14
)

func refuse(code uint8, text string) *wire.StatusFrame {
	return &wire.StatusFrame{Code: code, Tree: wire.AppendTree(nil, &wire.Node{Code: code, Text: text})}
}

// refuse answers an OPEN that starts no handler. Its payload is thrown away.
func (c *Conn) refuse(h wire.Header, s *Stream, f *wire.StatusFrame) error {
	if err := c.charge(h, nil); err != nil {
		return err
	}
	if s.refusal == nil {
		c.unanswered.Add(-1)
	}
	c.w.later(func(b []byte) []byte { return appendStatus(b, s.id, wire.NotStarted, f) })
	c.take(s) // only now, since a leaving connection closes with its last call
	return c.discard(h.Length)
}

// discard throws n bytes away.
func (c *Conn) discard(n int) error {
	for n > 0 {
		part := min(n, readBuffer)
		if _, err := c.r.peek(c, part); err != nil {
			return err
		}
		c.r.skip(part)
		n -= part
	}
	return nil
}

// find returns the stream that h is for, pinned, or nil if the call is over. A stream that was never opened is an error.
func (c *Conn) find(h wire.Header) (*Stream, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.streams.get(h.Stream); s != nil {
		s.pinned = true
		return s, nil
	}
	if h.Stream > c.lastIn {
		return nil, wire.Errorf(wire.Protocol, "%v for stream %d, which was not opened", h.Type, h.Stream)
	}
	return nil, nil
}

func (c *Conn) onData(h wire.Header) error {
	if h.Length == 0 && h.Flags&wire.End == 0 && !c.strikes.take(c.reads) {
		return tooMany("empty frames")
	}
	if !c.server && h.Flow == 0 && h.Flags&(wire.End|wire.More|wire.Meta) == wire.End && len(c.r.buffered()) >= h.Length {
		if s := c.takeWhole(h.Stream); s != nil {
			return c.onReply(s, h)
		}
	}
	s, err := c.find(h)
	if err != nil {
		return err
	}
	if s == nil {
		return c.late(h)
	}
	if h.Flow != 0 {
		return c.onFlow(s, h)
	}
	if err := c.charge(h, &s.window); err != nil {
		return err
	}
	n := h.Length
	if h.Flags&wire.Meta != 0 {
		if n, err = c.readMetadata(s, n); err != nil {
			return err
		}
	}
	return c.receive(s, h, n, false)
}

// takeWhole takes a call of a client out of the connection whose reply has come whole, in one frame. It returns nil if the call is not there, or its
// reply began before.
func (c *Conn) takeWhole(id uint32) *Stream {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.streams.get(id)
	if s == nil || s.assembling {
		return nil
	}
	c.remove(s, false)
	return s
}

// onReply ends a call of a client with a reply that is all in the buffer.
func (c *Conn) onReply(s *Stream, h wire.Header) error {
	err := c.charge(h, &s.window)
	if err == nil {
		s.compact = h.Flags&wire.Compact != 0
		if s.reply = s.into; s.into == nil || h.Length > cap(s.into.B) {
			s.reply = NewBuffer(h.Length)
		}
		s.reply.B = s.reply.B[:h.Length]
		copy(s.reply.B, c.r.buffered())
		c.r.skip(h.Length)
		c.free(h.Cost())
		if int64(h.Length) <= s.MaxMessage {
			s.whole = true
		} else {
			s.reply.Free()
			s.reply, s.status = nil, refuse(codeResourceExhausted, c.cfg.TooLong(int64(h.Length), s.MaxMessage))
		}
	} else {
		s.connErr, s.outcome = err, MaybeExecuted
	}
	s.finish()
	c.closeIfLast()
	return err
}

// late discards a frame for a call that is over.
func (c *Conn) late(h wire.Header) error {
	if err := c.charge(h, nil); err != nil {
		return err
	}
	return c.discard(h.Length)
}

// readMetadata takes the metadata off a payload of n bytes and returns how many are left.
func (c *Conn) readMetadata(s *Stream, n int) (int, error) {
	b, err := c.prefix(n, dataPrefix)
	if err != nil {
		return 0, err
	}
	md, rest, err := wire.CutMetadata(b)
	if err != nil {
		return 0, err
	}
	s.in.metadata = append([]byte(nil), md...)
	taken := len(b) - len(rest)
	c.r.skip(taken)
	return n - taken, nil
}

// receive takes the last n bytes of a frame of flow 0: a message, or a fragment of one. Fresh is for run.
func (c *Conn) receive(s *Stream, h wire.Header, n int, fresh bool) error {
	s.assembling, s.in.limit = true, s.MaxMessage
	state, err := c.assemble(&s.in, credited{s, nil}, h, n)
	if err != nil || state == unfinished && s.over() {
		s.in.release(c) // the call may have ended before the memory was taken
	}
	switch {
	case err != nil:
		return err
	case state == tooLong:
		c.reject(s, refuse(codeResourceExhausted, c.cfg.TooLong(s.in.whole, s.in.limit)))
	case state == noMemory:
		c.reject(s, refuse(codeResourceExhausted, "the memory for unfinished messages is used up"))
	case state == unfinished:
	case c.server:
		return c.run(s, fresh)
	case h.Flags&wire.End != 0:
		c.complete(s, nil, false)
	default:
		return s.early()
	}
	return nil
}

// reject ends a call because of the message of flow 0, which this side does not take.
func (c *Conn) reject(s *Stream, status *wire.StatusFrame) {
	if !c.server {
		c.breakOff(s, status)
		return
	}
	c.mu.Lock()
	ours := !s.started // expire may have turned it away
	s.started = true
	c.mu.Unlock()
	s.in.drop(c)
	if ours {
		c.turnAway(s, status)
	}
}

// breakOff ends a call in the middle because of what its other end has sent.
func (c *Conn) breakOff(s *Stream, status *wire.StatusFrame) {
	if !c.server {
		c.w.later(func(b []byte) []byte { return appendCancel(b, s.id, 0, status.Code) })
		c.complete(s, status, false)
		return
	}
	c.w.later(func(b []byte) []byte { return appendStatus(b, s.id, 0, status) })
	c.giveUp(s, status.Code)
}

// onFlow takes a frame of a flow above 0.
func (c *Conn) onFlow(s *Stream, h wire.Header) error {
	f, err := s.incoming(h)
	if err != nil {
		return err
	}
	if err := c.charge(h, &f.window); err != nil {
		return err
	}
	return f.receive(h)
}

func (c *Conn) onCall(h wire.Header) error {
	s, err := c.find(h)
	if err != nil {
		return err
	}
	if s == nil {
		return c.late(h)
	}
	return c.onFlow(s, h)
}

func (c *Conn) onStatus(h wire.Header, p []byte) error {
	if c.server {
		return wire.Errorf(wire.Protocol, "STATUS from the client")
	}
	status, err := wire.ParseStatus(p)
	if err != nil && metadataError(err) == nil {
		return err
	}
	s, err := c.find(h)
	if err != nil || s == nil {
		return err
	}
	status.Tree = append([]byte(nil), status.Tree...)
	status.Metadata = append([]byte(nil), status.Metadata...)
	c.complete(s, &status, h.Flags&wire.NotStarted != 0)
	return nil
}

func (c *Conn) onCancel(h wire.Header, p []byte) error {
	cancel, err := wire.ParseCancel(p)
	if err != nil {
		return err
	}
	s, err := c.find(h)
	if err != nil || s == nil {
		return err
	}
	if h.Flow != 0 {
		f, err := s.flow(h.Flow)
		if err != nil {
			return err
		}
		f.cancelled(cancel)
		return nil
	}
	if !c.server {
		return wire.Errorf(wire.Protocol, "CANCEL of a call from the server")
	}
	c.giveUp(s, cancel.Code)
	return nil
}

// giveUp ends a call whose caller no longer wants it. Its handler runs on until it returns.
func (c *Conn) giveUp(s *Stream, code uint8) {
	if removed, _ := c.take(s); !removed {
		return
	}
	started := s.started
	s.end(errGivenUp)
	if started {
		c.handler.Cancel(s, code, nil)
	} else {
		s.in.drop(c)
		c.forget(s)
	}
}

func (c *Conn) onCredit(h wire.Header, p []byte) error {
	n, err := wire.ParseCredit(p)
	if err != nil {
		return err
	}
	if h.Stream == 0 {
		return c.w.creditConn(n)
	}
	s, err := c.find(h)
	if err != nil || s == nil {
		return err
	}
	out, err := s.outFlow(h.Flow)
	if err != nil {
		return err
	}
	return c.w.creditFlow(out, n)
}

func (c *Conn) onPing(h wire.Header, p []byte) error {
	id, err := wire.ParsePing(p)
	if err != nil {
		return err
	}
	n := binary.BigEndian.Uint64(id[:])
	if h.Flags&wire.Ack == 0 {
		if !c.strikes.take(c.reads) {
			return tooMany("PING frames")
		}
		c.w.later(func(b []byte) []byte { return appendPing(b, wire.Ack, n) })
		return nil
	}
	if n == tripPing {
		c.trip.answered(c)
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if answered := c.pings[n]; answered != nil {
		delete(c.pings, n)
		close(answered)
	}
	return nil
}

func (c *Conn) onGoAway(p []byte) error {
	g, err := wire.ParseGoAway(p)
	if err != nil {
		return err
	}
	if !c.strikes.take(c.reads) {
		return tooMany("GOAWAY frames")
	}
	if g.Code != wire.None {
		return wire.Errorf(g.Code, "the other end closed the connection: %.256q", g.Text)
	}
	if !c.server {
		c.leave(g)
	}
	return nil
}

// leave ends the calls that a leaving server has not started, and lets the others finish.
func (c *Conn) leave(g wire.GoAwayFrame) {
	c.mu.Lock()
	if !c.leaving {
		c.last = g.Last
	}
	c.leaving, c.last, c.parting = true, min(c.last, g.Last), g.Text
	var unstarted []*Stream
	for s := range c.streams.all() {
		if s.id > c.last {
			s.pinned = true
			c.streams.remove(s)
			unstarted = append(unstarted, s)
		}
	}
	idle := c.idle()
	c.wakeAll()
	c.mu.Unlock()
	c.cfg.Owner.Leaving(c)
	for _, s := range unstarted {
		s.notStarted = true
		s.status = refuse(codeUnavailable, ErrLeaving.Error())
		s.finish()
	}
	if idle {
		c.w.finish()
	}
}

func (c *Conn) onGrant(h wire.Header, p []byte) error {
	if c.server {
		return wire.Errorf(wire.Protocol, "GRANT from the client")
	}
	g, err := wire.ParseGrant(p)
	if err != nil {
		return err
	}
	s, err := c.find(h)
	if err != nil || s == nil {
		return err
	}
	c.cfg.Owner.Grant(s.key, g)
	return nil
}
