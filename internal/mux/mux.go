// Package mux carries many calls over one connection. It knows frames, streams, flows, windows and the
// order of writes; it does not know methods, codecs, deadlines or errors of calls.
//
// A Conn reads on one goroutine: NewClient starts it, and Conn.Serve is it on a server. That goroutine never
// waits for an application: messages are handed over whole, and what a peer may send unasked is
// bounded by windows.
//
// Nobody owns the writing half for long. Whoever has a frame appends it to the buffer of the connection; the
// first to do so lets the others run before each write, and then writes everything in one system call that does
// not block. Who has a large payload does the same, as far as the kernel takes it; when that takes no more, a goroutine
// is started that writes until nothing is left. Large payloads are cut into fragments that take turns, and go out from
// the memory of their owner without being copied. They come into memory of their own, in which the first large block of
// numbers is aligned, so that it can be handed over as it is.
//
// A short handler runs on the goroutine that reads, which is taken from it if it is not short after all (turn.go). Others
// run apart, in goroutines that wait for the next call, of whichever connection (workers.go).
//
// A call may have flows beside its arguments and reply: items, bytes, or a func that is called back. What waits to be
// received on a flow costs its own window, never that of the connection for long, so that a flow nobody reads holds up no
// other (inbox.go). Items of a sender that is ahead share frames and writes (items.go); windows grow where credit comes
// too late (tune.go).
//
// The life of a frame: Stream.Open or Stream.Reply → writer.send (writer.go) → flush or drain →
// the other end's reader (reader.go) → Conn.dispatch (dispatch.go) → Stream or Flow.
package mux

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
)

// Defaults and limits; see Config.
const (
	handshakeTimeout = 5 * time.Second
	frameTimeout     = 10 * time.Second // without the rest of a frame
	writeTimeout     = 20 * time.Second // without progress of a write
	keepalive        = 20 * time.Second // of silence during calls, before a PING
	pongTimeout      = 10 * time.Second

	minFrameRate = 1 << 10 // bytes a second that a frame under way must make
)

// Config says how a connection behaves. It is not changed once a Conn has it.
type Config struct {
	Hello wire.HelloFrame // what this side accepts

	ReadBuffer  int // most bytes that one read moves; 0 lets the connection choose
	WriteBuffer int // most bytes that one write moves; 0 lets the connection choose

	// TooLong words the refusal of a message of size bytes, or of more than that, above limit.
	TooLong func(size, limit int64) string

	// BlockAt, if it is not nil, tells where in a message that begins with start there is a block that wants to be aligned; 0 if there is none.
	BlockAt func(start []byte) int

	// Reassembly bounds the memory for unfinished messages, in bytes.
	Reassembly int64

	// Memory is shared by the connections of a server; nil is no limit.
	Memory *Memory

	// Idle is how long a connection without calls stays open; 0 is for ever.
	Idle time.Duration

	Watch   *Watch   // on a server: lets short handlers run on the reader
	Workers *Workers // on a server: serve the calls of all its connections
	Owner   Owner    // on a client
}

// Handler serves the calls of a server's connection. None of its methods but Serve may block.
type Handler interface {
	// Open is called on the reader for every call, before its arguments are whole. An error refuses the
	// call: it is the payload of a STATUS that says NOTSTARTED.
	Open(s *Stream, o *wire.OpenFrame) (refusal *wire.StatusFrame)
	// Start is called on the reader when the arguments are whole. A refusal is answered like that of Open; without one, Serve follows.
	// Short says that the handler may run on the reader.
	Start(s *Stream) (short bool, refusal *wire.StatusFrame)
	// Serve runs a call whose arguments are whole, in a goroutine of its own if it is not short. It ends with
	// Stream.Reply or Stream.Fail.
	Serve(s *Stream)
	// Cancel tells that the caller of a call that runs gave it up, or that the connection is lost (cause is not nil).
	Cancel(s *Stream, code uint8, cause error)
}

// Owner is told what happens to a client's connection. None of its methods may block.
type Owner interface {
	// Grant tells the number of a method; key is Request.Key of the call that asked.
	Grant(key any, g wire.GrantFrame)
	// Leaving tells that the connection takes no more calls: the server is going away, or it is closed.
	Leaving(c *Conn)
}

// ErrClosed is the reason of calls that end because their own side closed the connection.
var ErrClosed = errors.New("connection closed")

// Left is how a connection ended whose other end had said before, in a GOAWAY, that it was going to leave.
type Left struct {
	Text string // why
	Err  error
}

func (e *Left) Error() string { return e.Err.Error() + ": " + e.Text }

// Unwrap returns how the connection ended.
func (e *Left) Unwrap() error { return e.Err }

// ErrLeaving is returned by Open on a connection that takes no more calls. Nothing was sent.
var ErrLeaving = errors.New("the server is shutting down")

// Conn is one end of a connection. Its methods may be called from any number of goroutines.
type Conn struct {
	cfg     *Config
	server  bool
	handler Handler // on a server
	nc      net.Conn
	raw     rawConn          // system calls that do not block, if nc has a file descriptor
	peer    *wire.HelloFrame // shared

	r reader
	w writer

	mu       sync.Mutex // guards what follows
	streams  table
	entering *Stream // the call that the reader is about to put into streams, or serves itself
	lastIn   uint32  // last stream the peer opened (server)
	leaving  bool    // no new streams: GOAWAY was sent or received, or the connection is closed
	last     uint32  // last stream that may go on while leaving
	parting  string  // why the other end is leaving; "" if it is not, or does not say
	err      error   // why the connection ended
	waiters  []chan struct{}
	reserved int32 // places for streams that are about to be opened
	refused  int32 // calls refused in a row
	pings    map[uint64]chan struct{}
	pingSeq  uint32
	ticking  bool
	ended    bool // done is closed

	// inflight counts who may be about to send: the calls of a client from Open to the return of Wait, the calls of a server that have
	// goroutines of their own. The writer asks.
	inflight atomic.Int32
	lastCall atomic.Bool // the last call of a connection that is left has ended, and nobody has closed it yet
	// unanswered counts calls that a server has let in and that their handlers have not ended, given up or not.
	unanswered atomic.Int32
	lastRead   atomic.Int64 // time of the last read, for keepalive
	lastUse    atomic.Int64 // when the last call ended
	reads      time.Time    // base of lastRead
	window     window       // what the peer may still send on the connection
	assembled  budget       // memory of unfinished messages
	unread     backlog      // what waits on flows to be received
	grown      Memory       // what flows have got above their first windows
	trip       roundTrip
	strikes    bucket // frames that cost the peer nothing; owned by the reader

	turn  turn
	pool  *sync.Pool // of *Stream
	timer *time.Timer
	done  chan struct{} // closed when the connection has ended; made on demand, under mu
	wg    sync.WaitGroup
}

func newConn(nc net.Conn, cfg *Config, server bool) *Conn {
	c := &Conn{
		cfg: cfg, server: server, nc: nc, peer: &wire.Minimum,
		reads: time.Now(),
	}
	c.window.init(cfg.Hello.ConnWindow)
	c.assembled.limit = cfg.Reassembly
	c.grown.Limit = maxGrown
	c.strikes = bucket{level: maxStrikes}
	c.pool = &serverStreams
	if !server {
		c.pool = new(sync.Pool) // streams of clients have channels, which belong to where the connection was made
	}
	c.raw.init(nc)
	c.w.init(c)
	return c
}

// NewClient makes the client's end on nc: it exchanges prefaces and HELLO within ctx and starts reading.
// On an error nc is closed.
func NewClient(ctx context.Context, nc net.Conn, cfg *Config) (*Conn, error) {
	c := newConn(nc, cfg, false)
	stop := context.AfterFunc(ctx, func() { nc.SetDeadline(time.Unix(1, 0)) })
	err := c.clientHandshake()
	if !stop() && err == nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		nc.Close()
		if ctx.Err() != nil {
			err = fmt.Errorf("%w while waiting for the server's greeting", context.Cause(ctx))
		}
		return nil, err
	}
	nc.SetDeadline(time.Time{})
	c.start()
	c.wg.Go(c.readLoop)
	return c, nil
}

// NewServer makes the server's end on nc, whose calls h serves. Nothing is sent before Serve.
func NewServer(nc net.Conn, cfg *Config, h Handler) *Conn {
	c := newConn(nc, cfg, true)
	c.handler = h
	return c
}

// Serve exchanges prefaces and HELLO within five seconds, then reads until the connection ends, and returns when
// all its handlers have. The error is never nil; it is ErrClosed after Close, io.EOF when the client left.
func (c *Conn) Serve() (err error) {
	c.nc.SetDeadline(time.Now().Add(handshakeTimeout))
	if err := c.serverHandshake(); err != nil {
		c.fail(err)
		return c.Err()
	}
	c.nc.SetDeadline(time.Time{})
	c.start()
	defer func() { // deferred, because a handler on the reader may end this goroutine, and another one reads on
		c.wg.Wait()
		err = c.Err()
	}()
	c.readLoop()
	return nil
}

func (c *Conn) start() {
	c.w.begin()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return
	}
	if c.cfg.Idle > 0 {
		c.timer = time.AfterFunc(c.cfg.Idle, c.tick)
	}
}

func (c *Conn) greeting() []byte {
	b := []byte(wire.Preface)
	b = wire.AppendHeader(b, wire.Header{Type: wire.Hello})
	b = wire.AppendHello(b, c.cfg.Hello)
	return sealed(b, len(wire.Preface))
}

func (c *Conn) clientHandshake() error {
	if err := c.writeLimited(c.greeting()); err != nil {
		return fmt.Errorf("greeting the server: %w", err)
	}
	p, err := c.r.peek(c, len(wire.Preface))
	if err != nil {
		return fmt.Errorf("the server did not greet back, so it may not be a Bluebird server, or it wants TLS: %w", noEOF(err))
	}
	if string(p[:7]) != wire.Preface[:7] {
		return fmt.Errorf("not a Bluebird server: it answered %.32q", p)
	}
	c.r.skip(len(wire.Preface))
	return c.readHello()
}

// writeLimited writes b at once, in pieces of WriteBuffer.
func (c *Conn) writeLimited(b []byte) error {
	for limit := c.w.limit(); len(b) > 0; {
		n, err := c.nc.Write(b[:min(len(b), limit)])
		if err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

// tlsHandshake is the first byte of a TLS connection.
const tlsHandshake = 0x16

func (c *Conn) serverHandshake() error {
	for n := 1; n <= len(wire.Preface); n++ {
		p, err := c.r.peek(c, n)
		if err != nil {
			return fmt.Errorf("handshake: %w", err)
		}
		if n == len(wire.Preface) && p[n-1] != wire.Version {
			return c.refuseVersion(p[n-1])
		}
		if n == 1 && p[0] == tlsHandshake {
			return wire.Errorf(wire.Protocol, "a TLS client on a port without TLS")
		}
		if p[n-1] != wire.Preface[n-1] {
			return wire.Errorf(wire.Protocol, "not a Bluebird client: it sent %.32q", c.r.buffered())
		}
	}
	c.r.skip(len(wire.Preface))
	if err := c.readHello(); err != nil {
		c.farewell(err)
		return err
	}
	return c.writeLimited(c.greeting())
}

func (c *Conn) refuseVersion(v byte) error {
	err := wire.Errorf(wire.BadVersion, "the client speaks version %d, the server versions %d to %d", v, wire.Version, wire.Version)
	c.farewell(err)
	return err
}

// farewell sends the preface and a GOAWAY to a peer whose greeting was refused.
func (c *Conn) farewell(err error) {
	var e *wire.Error
	if errors.As(err, &e) {
		c.writeLimited(appendGoAway([]byte(wire.Preface), wire.GoAwayFrame{Code: e.Code, Text: e.Text}))
	}
}

func (c *Conn) readHello() error {
	h, err := c.r.header(c)
	if err != nil {
		return noEOF(err)
	}
	if h.Type == wire.GoAway && h.Length <= wire.MaxHello {
		return c.readRefusal(h)
	}
	if h.Type != wire.Hello {
		return wire.Errorf(wire.Protocol, "%v before HELLO", h.Type)
	}
	if h.Length > wire.MaxHello {
		return wire.Errorf(wire.FrameSize, "HELLO of %d bytes", h.Length)
	}
	p, err := c.r.peek(c, h.Length)
	if err != nil {
		return noEOF(err)
	}
	hello, err := wire.ParseHello(p)
	if err != nil {
		return err
	}
	c.peer = shared(&hello)
	c.r.skip(h.Length)
	return nil
}

// lastHello is what the other end of the last connection accepts.
var lastHello atomic.Pointer[wire.HelloFrame]

// shared returns h, or the last that was equal, since most clients of a server are of the same kind.
func shared(h *wire.HelloFrame) *wire.HelloFrame {
	if last := lastHello.Load(); last != nil && *last == *h {
		return last
	}
	lastHello.Store(h)
	return h
}

func (c *Conn) readRefusal(h wire.Header) error {
	p, err := c.r.peek(c, h.Length)
	if err != nil {
		return noEOF(err)
	}
	g, err := wire.ParseGoAway(p)
	if err != nil {
		return err
	}
	return wire.Errorf(g.Code, "%.128q", g.Text)
}

func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// WantTLS tells a client without TLS, on a connection that nothing was sent on, that the server wants it.
func WantTLS(nc net.Conn) { Refuse(nc, wire.WantTLS, "this port wants TLS") }

// Refuse tells a client, on a connection that nothing was sent on, why it is not served.
func Refuse(nc net.Conn, code wire.Code, text string) {
	nc.Write(appendGoAway([]byte(wire.Preface), wire.GoAwayFrame{Code: code, Text: text}))
}

// Peer returns what the other end accepts. It is not changed.
func (c *Conn) Peer() *wire.HelloFrame { return c.peer }

// NetConn returns the connection below.
func (c *Conn) NetConn() net.Conn { return c.nc }

// Done is closed when the connection has ended.
func (c *Conn) Done() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return demanded(&c.done, c.ended)
}

// demanded returns a channel that is made when it is asked for: closed, if what it waits for is over.
func demanded(c *chan struct{}, over bool) <-chan struct{} {
	if *c == nil {
		*c = make(chan struct{})
		if over {
			close(*c)
		}
	}
	return *c
}

// end closes done.
func (c *Conn) end() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	if c.done != nil {
		close(c.done)
	}
}

// Err says why the connection ended, or nil.
func (c *Conn) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// Close ends the connection and every call on it, and waits for its goroutines, which include running
// handlers only within Serve. It may be called more than once.
func (c *Conn) Close() {
	c.fail(ErrClosed)
	if !c.server {
		c.wg.Wait()
	}
}

// GoAway says to the other end that no further call will be served, and why. Calls in flight go on.
func (c *Conn) GoAway(text string) {
	c.mu.Lock()
	if c.leaving {
		c.mu.Unlock()
		return
	}
	c.leaving, c.last = true, c.lastIn
	idle := c.idle()
	c.mu.Unlock()
	c.w.control(func(b []byte) []byte {
		return appendGoAway(b, wire.GoAwayFrame{Last: c.last, Text: text})
	})
	if idle {
		c.w.finish()
	}
}

// active returns how many calls are open.
func (c *Conn) active() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.entering != nil {
		return 1 + c.streams.len()
	}
	return c.streams.len()
}

// idle reports whether no call is open. It is called with mu held.
func (c *Conn) idle() bool { return c.streams.len() == 0 && c.entering == nil }

func appendGoAway(b []byte, g wire.GoAwayFrame) []byte {
	at := len(b)
	b = wire.AppendHeader(b, wire.Header{Type: wire.GoAway})
	b = wire.AppendGoAway(b, g)
	return sealed(b, at)
}

// Ping measures the way to the other end and back. It returns when the answer came or ctx ended.
func (c *Conn) Ping(ctx context.Context) (time.Duration, error) {
	start := time.Now()
	var mark int64
	answered, forget, err := c.ping(&mark)
	if err != nil {
		return 0, err
	}
	defer forget()
	select {
	case <-answered:
		return time.Since(start), nil
	case <-c.Done():
		return 0, c.Err()
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
}

// ping sends a PING, and tells where it ends in all that is written. Answered is closed when the answer comes; forget ends the waiting for it.
func (c *Conn) ping(mark *int64) (answered <-chan struct{}, forget func(), err error) {
	done := make(chan struct{})
	c.mu.Lock()
	if c.err != nil {
		defer c.mu.Unlock()
		return nil, nil, c.err
	}
	if c.pingSeq++; c.pingSeq == tripPing {
		c.pingSeq++
	}
	id := uint64(c.pingSeq)
	if c.pings == nil {
		c.pings = map[uint64]chan struct{}{}
	}
	c.pings[id] = done
	c.mu.Unlock()
	c.w.control(func(b []byte) []byte {
		b = appendPing(b, 0, id)
		*mark = c.w.taken + int64(len(b))
		return b
	})
	return done, func() {
		c.mu.Lock()
		delete(c.pings, id)
		c.mu.Unlock()
	}, nil
}

// fail ends the connection: the first reason counts. Calls in flight end with it.
func (c *Conn) fail(err error) {
	c.mu.Lock()
	if c.err != nil {
		c.mu.Unlock()
		return
	}
	if c.parting != "" && errors.Is(err, io.EOF) {
		err = &Left{c.parting, err}
	}
	c.err = err
	c.leaving = true
	streams := slices.Collect(c.streams.all())
	c.streams = table{}
	for _, s := range streams {
		s.pinned = true
	}
	c.wakeAll()
	if c.timer != nil {
		c.timer.Stop()
	}
	c.mu.Unlock()

	written := c.w.stop(err)
	c.end()
	c.nc.Close()
	for _, s := range streams {
		s.lost(err, written)
	}
	c.assembled.close()
	if c.cfg.Owner != nil {
		c.cfg.Owner.Leaving(c)
	}
}
