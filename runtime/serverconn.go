package bluebird

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	"github.com/bluebird-rpc/bluebird/internal/wire"
)

// serverConn is one connection of a Server.
type serverConn struct {
	srv *Server
	set *settings
	nc  net.Conn

	// The methods that the client has named, by number less one. Only the reader uses them, and what follows.
	granted    []grantedMethod
	numbers    map[grantedMethod]uint32 // of those behind the first fewGranted
	runs       uint32                   // of handlers on the reader
	processors int

	mu     sync.Mutex // guards what follows
	conn   *mux.Conn  // nil during the handshake
	closed bool
	away   bool
}

// grantedMethod is what a method number stands for.
type grantedMethod struct {
	entry *entry
	kind  callerKind
}

// callerKind is how a caller's fingerprint relates to the server's.
type callerKind uint8

const (
	byStub    callerKind = iota // another fingerprint: names, not positions
	byTwin                      // the same fingerprint: compact mode
	byDynamic                   // none: a caller without a stub
)

func (c *serverConn) serve() {
	defer c.srv.done(c)
	nc, err := c.secure()
	if err != nil {
		c.nc.Close()
		c.logEnd(err)
		return
	}
	m := mux.NewServer(nc, &c.set.mux, c)
	c.mu.Lock()
	c.conn = m
	closed, away := c.closed, c.away
	c.mu.Unlock()
	if closed {
		m.Close()
	} else if away {
		nc.Close()
	}
	c.logEnd(m.Serve())
}

// handshakeTimeout bounds the TLS handshake.
const handshakeTimeout = 5 * time.Second

// secure makes the TLS handshake, if there is to be one.
func (c *serverConn) secure() (nc net.Conn, err error) {
	if c.set.tls == nil {
		return c.nc, nil
	}
	defer func() {
		if v := recover(); v != nil { // a function of the configuration, called with what the peer has sent
			err = fmt.Errorf("panic in the TLS handshake: %v\n%s", v, debug.Stack())
		}
	}()
	c.nc.SetDeadline(time.Now().Add(handshakeTimeout))
	t := tls.Server(mux.NewBase(c.nc, c.set.mux.WriteBuffer), c.set.tls)
	err = t.Handshake()
	var header tls.RecordHeaderError
	if errors.As(err, &header) && header.RecordHeader[0] == wire.Preface[0] {
		mux.WantTLS(c.nc)
		return nil, errors.New("a client without TLS on a port that wants TLS")
	}
	if err == nil && t.ConnectionState().NegotiatedProtocol != wire.ALPN && len(c.set.tls.NextProtos) == 1 && c.set.tls.NextProtos[0] == wire.ALPN {
		err = fmt.Errorf("the client did not ask for the protocol %s", wire.ALPN)
	}
	return t, err
}

// logEnd logs why a connection ended, if that is anybody's concern.
func (c *serverConn) logEnd(err error) {
	var bad *wire.Error
	switch {
	case errors.As(err, &bad):
		c.srv.logf(slog.LevelWarn, "protocol", "connection closed", "peer", c.nc.RemoteAddr(), "error", err)
	case err == nil, errors.Is(err, io.EOF), errors.Is(err, mux.ErrClosed), errors.Is(err, net.ErrClosed):
	default:
		c.srv.logf(slog.LevelDebug, "lost", "connection lost", "peer", c.nc.RemoteAddr(), "error", err)
	}
}

// leave lets calls in flight finish and refuses new ones.
func (c *serverConn) leave() {
	c.mu.Lock()
	c.away = true
	m := c.conn
	c.mu.Unlock()
	if m != nil {
		m.GoAway("the server is shutting down")
	} else {
		c.nc.Close()
	}
}

// close ends the connection without waiting.
func (c *serverConn) close() {
	c.mu.Lock()
	c.closed = true
	m := c.conn
	c.mu.Unlock()
	if m != nil {
		m.Close()
	} else {
		c.nc.Close()
	}
}

func (c *serverConn) peer() Peer {
	p := Peer{Addr: c.nc.RemoteAddr(), LocalAddr: c.nc.LocalAddr()}
	if t, ok := c.conn.NetConn().(*tls.Conn); ok {
		state := t.ConnectionState()
		p.TLS = &state
	}
	return p
}

// Open implements mux.Handler: it finds the method and decides whether the call may run.
func (c *serverConn) Open(s *mux.Stream, o *wire.OpenFrame) *wire.StatusFrame {
	m, err := c.method(s, o)
	if err != nil {
		return status(err)
	}
	in := newIncoming(c, s, m)
	if o.Timeout > 0 {
		in.deadline = time.Now().Add(o.Timeout)
	}
	if len(o.Metadata) > 0 {
		if err := parseMetadata(o.Metadata, Metadata{}); err != nil {
			return status(fmt.Errorf("%s: %w: %w", m.entry.Name, InvalidArgument, err))
		}
	}
	if len(m.entry.Flows) > 0 {
		s.Kinds = m.entry.Flows
		in.flows = newServerFlows(in)
	}
	s.Deadline = in.deadline
	if m.entry.MaxMessage > 0 {
		s.MaxMessage = m.entry.MaxMessage
	}
	s.Value = in
	if m.entry.Context || in.flows != nil || len(c.srv.Interceptors) > 0 {
		in.ctx = &callContext{parent: c.set.base, conn: c, deadline: in.deadline, rawMD: append([]byte(nil), o.Metadata...)}
	}
	return nil
}

// method finds what an OPEN names, and grants a number where it is named for the first time.
func (c *serverConn) method(s *mux.Stream, o *wire.OpenFrame) (grantedMethod, error) {
	if o.Method != 0 {
		if int64(o.Method) > int64(len(c.granted)) {
			return grantedMethod{}, fmt.Errorf("%w: method number %d was not granted", Unimplemented, o.Method)
		}
		return c.granted[o.Method-1], nil
	}
	e := c.srv.lookup(o.Name)
	if e == nil {
		return grantedMethod{}, c.srv.unknownMethod(o.Name)
	}
	m := grantedMethod{e, byStub}
	switch o.Fingerprint {
	case 0:
		m.kind = byDynamic
	case e.Fingerprint:
		m.kind = byTwin
	}
	if err := m.checkFlows(o.Fingerprint); err != nil {
		return grantedMethod{}, err
	}
	c.grant(s, m)
	return m, nil
}

// flowBits are the bits of a fingerprint that tell the flows of a method. Frames on a flow that the other end does not know
// would cost the connection.
const flowBits = 0xffff

// checkFlows refuses callers with other flows than the method has, and those without a stub who would have to send or take some.
func (m grantedMethod) checkFlows(fingerprint uint64) error {
	e := m.entry
	switch {
	case m.kind == byStub && (fingerprint^e.Fingerprint)&flowBits != 0:
		return fmt.Errorf("%w: the caller was generated when the method had other streams or funcs: generate it again; the method is %s", Unimplemented, e.signature)
	case m.kind == byDynamic && e.needsFlows:
		return fmt.Errorf("%w: the method has streams, which only generated clients can use; the method is %s", Unimplemented, e.signature)
	}
	return nil
}

// fewGranted is how many methods are looked for one after the other.
const fewGranted = 8

// number returns the number of a method that was granted, or 0.
func (c *serverConn) number(m grantedMethod) uint32 {
	if i := slices.Index(c.granted[:min(len(c.granted), fewGranted)], m); i >= 0 {
		return uint32(i + 1)
	}
	if c.numbers == nil && len(c.granted) >= fewGranted {
		c.numbers = map[grantedMethod]uint32{}
	}
	return c.numbers[m]
}

func (c *serverConn) grant(s *mux.Stream, m grantedMethod) {
	n := c.number(m)
	if n == 0 {
		c.granted = append(c.granted, m)
		n = uint32(len(c.granted))
		if n > fewGranted {
			c.numbers[m] = n
		}
	}
	g := wire.GrantFrame{Method: n, Compact: m.kind == byTwin}
	if m.kind == byDynamic {
		g.Signature = m.entry.grant
	}
	s.Grant(g)
}

// Start implements mux.Handler: it keeps the handlers of the server below their limit, and says which are short.
func (c *serverConn) Start(s *mux.Stream) (short bool, refusal *wire.StatusFrame) {
	if n := c.srv.running.Add(1); n > c.set.running && c.set.running > 0 {
		c.srv.running.Add(-1)
		return false, ownStatus(ResourceExhausted, fmt.Sprintf("%d calls are running on the server, which is the most (Server.MaxHandlers)", c.set.running))
	}
	in := s.Value.(*Incoming)
	if cost := &in.method.entry.cost; in.flows == nil && cost.short(c.processors) {
		c.runs++
		in.short, in.timed = true, cost.timed(c.runs)
	}
	return in.short, nil
}

// Cancel implements mux.Handler.
func (c *serverConn) Cancel(s *mux.Stream, code uint8, cause error) {
	in := s.Value.(*Incoming)
	if in.ctx != nil {
		err := context.Canceled
		if Code(code) == DeadlineExceeded {
			err = context.DeadlineExceeded
		}
		in.ctx.cancel(err)
	}
}

// Serve implements mux.Handler: it runs a call from its arguments to its reply.
func (c *serverConn) Serve(s *mux.Stream) {
	in := s.Value.(*Incoming)
	var err error
	cost := &in.method.entry.cost
	switch {
	case in.flows != nil:
		err = c.run(in)
	case !in.short:
		start := c.now()
		err = c.run(in)
		cost.addApart(c.now() - start)
	default:
		err = c.runHere(in, cost)
	}
	c.release(in)
	if in = in.answering(); in.answer(err) {
		in.recycle()
	}
}

// now is a time to take differences of. It costs less than time.Now, which reads two clocks.
func (c *serverConn) now() time.Duration { return time.Since(c.set.since) }

// runHere runs a call on the reader. Few are timed, but all are counted that had the reading taken from them.
func (c *serverConn) runHere(in *Incoming, cost *cost) (err error) {
	if in.timed {
		start := c.now()
		err = c.run(in)
		cost.addHere(c.now() - start)
		return err
	}
	if err = c.run(in); !in.stream.OnReader() {
		cost.addHere(longestCounted)
	}
	return err
}

// release gives back what a handler that has ended held, before the client can know and make another call.
func (c *serverConn) release(in *Incoming) {
	if in.short {
		in.method.entry.cost.done()
	}
	if !in.passage.wasLeft() {
		in.freeArgs()
	}
	if in.ctx != nil {
		in.ctx.cancel(context.Canceled)
	}
	c.srv.running.Add(-1)
}

// run runs a call. A handler that ends its goroutine (runtime.Goexit) has failed.
func (c *serverConn) run(in *Incoming) (err error) {
	returned := false
	defer func() {
		if !returned {
			c.release(in)
			err := fmt.Errorf("%s: %w: the handler ended its goroutine", in.method.entry.Name, Internal)
			if in.flows != nil {
				err = cmp.Or(in.flows.failure(), err)
			}
			in.answering().answer(err)
		}
	}()
	err = in.serve()
	returned = true
	return err
}

// panicked logs a panic of a handler and returns what its caller is told.
func (c *serverConn) panicked(method string, v any) error {
	id := newIncident()
	c.srv.logf(slog.LevelError, "panic", "handler panicked", "method", method, "incident", id, "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
	return fmt.Errorf("%s: %w (incident %s)", method, Internal, id)
}

// hide replaces the text of an error without a code, if the server is told to.
func (c *serverConn) hide(method string, err error) error {
	if !c.srv.HideErrors || CodeOf(err) != Unknown {
		return err
	}
	id := newIncident()
	c.srv.logf(slog.LevelError, "hidden", "handler failed", "method", method, "incident", id, "error", safeText(err))
	return fmt.Errorf("%s: %w (incident %s)", method, Unknown, id)
}
