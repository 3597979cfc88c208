package bluebird

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
)

// Defaults of the fields of Server and Dialer.
const (
	DefaultMaxMessage  = 64 << 20         // bytes
	DefaultMaxStreams  = 8192             // calls at once on a connection
	DefaultMaxHandlers = 10000            // calls at once on a server
	DefaultMaxConns    = 16384            // connections of a server
	DefaultServerIdle  = 30 * time.Minute // Server.IdleTimeout
	DefaultDialerIdle  = 10 * time.Minute // Dialer.IdleTimeout
)

// ErrServerClosed is returned by Serve and ListenAndServe after Shutdown or Close.
var ErrServerClosed = errors.New("bluebird: server closed")

// Server serves registered methods. The zero value is ready to use. Its fields are read when serving begins
// and must not be changed afterwards; for numbers and durations 0 is the default, and a negative value means no limit. Its methods may
// be called from any number of goroutines.
type Server struct {
	// TLSConfig makes connections use TLS. It is cloned; where they are unset, ALPN becomes "bluebird/1" and the
	// lowest version TLS 1.3.
	TLSConfig *tls.Config
	// Plaintext allows listening without TLS beyond loopback addresses and unix sockets.
	Plaintext bool

	// ReadBuffer and WriteBuffer are the most bytes that one system call reads or writes, at least 512. At 0 the
	// server chooses, and large payloads take more at once.
	ReadBuffer, WriteBuffer int

	// MaxMessage is the longest message of arguments, in bytes; default 64 MiB, most 1 GiB.
	MaxMessage int64
	// MaxDecoded is the most memory that one message may decode to, in bytes; default the larger of 64 MiB and 2 × MaxMessage. Below it,
	// a message may take 64 times its length and 1 MiB.
	MaxDecoded int64

	// MaxForeign is the most bytes that a type's own decoder, such as its UnmarshalBinary, may see; default 4 MiB, negative
	// for no limit.
	MaxForeign int64
	// MaxDepth is how deep values may nest, what is sent too; default 1000, most 10 000.
	MaxDepth int

	// MaxStreams is how many calls one connection may have at once; default 8192.
	MaxStreams int
	// MaxHandlers is how many handlers run at once; default 10 000. A call beyond it is refused, not started, with ResourceExhausted.
	MaxHandlers int
	// MaxConns is how many connections are open at once; default 16 384. One beyond it is closed.
	MaxConns int
	// IdleTimeout closes a connection without calls; default 30 minutes.
	IdleTimeout time.Duration

	// Interceptors run around every call, the first outermost.
	Interceptors []Interceptor
	// Logger gets what goes wrong on connections, and the stacks of panics; default slog.Default.
	Logger *slog.Logger
	// BaseContext is the parent of every handler's context; default context.Background.
	BaseContext context.Context
	// HideErrors keeps the text of errors without a code from the caller, who gets an incident id that is in the log.
	HideErrors bool

	mu        sync.Mutex // guards what follows
	methods   map[string]*entry
	settings  *settings // made when serving begins
	listeners map[net.Listener]struct{}
	addr      net.Addr
	conns     map[*serverConn]struct{}
	closed    bool          // no new connections
	going     chan struct{} // closed with closed; made on demand
	wg        sync.WaitGroup
	idle      chan struct{} // closed when closed and no connection is left

	running atomic.Int64 // handlers
	watch   mux.Watch
	workers mux.Workers
	logs    logLimiter
}

// entry is a registered handler and what is derived from it.
type entry struct {
	Handler
	names     []string       // of the parameters
	former    map[string]int // names that they had before → index
	defaults  []string
	signature string // for people
	// needsFlows says that the method cannot be called without sending or taking what flows beside the arguments.
	needsFlows bool
	cost       cost
	grant      []byte // for callers without a stub: the signature and the names of the results
}

// settings is the fields of a Server, checked and with defaults in place.
type settings struct {
	mux     mux.Config
	since   time.Time // when the server began
	tls     *tls.Config
	base    context.Context
	log     *slog.Logger
	limits  limits
	running int64 // most handlers
	conns   int
}

// Handle registers h. It may be called while serving. It panics if the name is not valid, or taken: then it shows both
// packages.
func (s *Server) Handle(h Handler) {
	if err := checkName(h.Name); err != nil {
		panic("bluebird: " + err.Error())
	}
	e := &entry{Handler: h, signature: h.signature()}
	grant := e.signature
	for i, p := range h.Params {
		for _, name := range p.Was {
			if e.former == nil {
				e.former = map[string]int{}
			}
			e.former[name] = i
		}
		e.names = append(e.names, p.Name)
		e.needsFlows = e.needsFlows || p.Flows && p.Default == ""
		e.defaults = append(e.defaults, p.Default)
	}
	for _, r := range h.Results {
		e.needsFlows = e.needsFlows || r.Flows
		grant += "\n" + r.Name
	}
	e.grant = []byte(grant)
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := s.methods[h.Name]; old != nil {
		panic(fmt.Sprintf("bluebird: %s is registered twice: by %s and by %s", h.Name, old.Package, h.Package))
	}
	if s.methods == nil {
		s.methods = map[string]*entry{}
	}
	s.methods[h.Name] = e
}

// Named returns a view of the server that registers methods under prefix and a dot, so that a service can have
// several instances. Clients reach them through Conn.Named.
func (s *Server) Named(prefix string) Registrar { return namedServer{s, prefix} }

type namedServer struct {
	s      *Server
	prefix string
}

func (n namedServer) Handle(h Handler) {
	h.Name = n.prefix + "." + h.Name
	n.s.Handle(h)
}

// ListenAndServe listens on addr, which is "host:port" or "unix:/path", and serves. It blocks like Serve.
func (s *Server) ListenAndServe(addr string) error {
	network, address := splitAddr(addr)
	if network == "unix" {
		removeDeadSocket(address)
	}
	l, err := net.Listen(network, address)
	if err != nil {
		return fmt.Errorf("bluebird: %w", err)
	}
	return s.Serve(l)
}

// splitAddr tells "unix:/path" from "host:port".
func splitAddr(addr string) (network, address string) {
	if path, ok := strings.CutPrefix(addr, "unix:"); ok {
		return "unix", path
	}
	return "tcp", addr
}

// removeDeadSocket removes the file of a unix socket on which nobody listens.
func removeDeadSocket(path string) {
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&os.ModeSocket == 0 {
		return
	}
	c, err := net.Dial("unix", path)
	if err == nil {
		c.Close()
		return
	}
	os.Remove(path)
}

// Serve accepts connections on l and serves them. It closes l, and returns when that has
// failed, or ErrServerClosed after Shutdown or Close. It may be called for several listeners.
func (s *Server) Serve(l net.Listener) error {
	defer l.Close()
	set, err := s.begin(l)
	if err != nil {
		return err
	}
	defer s.forget(l)
	for delay := time.Duration(0); ; {
		nc, err := l.Accept()
		if err == nil {
			delay = 0
			s.accept(nc, set)
			continue
		}
		if s.isClosed() {
			return ErrServerClosed
		}
		if !temporary(err) {
			return fmt.Errorf("bluebird: %w", err)
		}
		delay = min(max(2*delay, 5*time.Millisecond), time.Second)
		s.logf(slog.LevelWarn, "accept", "cannot accept connections, trying again", "error", err, "after", delay)
		time.Sleep(delay)
	}
}

// temporary reports whether accepting may go well later, as when there are no file descriptors left.
func temporary(err error) bool {
	var t interface{ Temporary() bool }
	return errors.As(err, &t) && t.Temporary()
}

// begin checks the settings and takes l in.
func (s *Server) begin(l net.Listener) (*settings, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ErrServerClosed
	}
	if s.settings == nil {
		set, err := s.check()
		if err != nil {
			return nil, err
		}
		s.settings = set
	}
	if s.TLSConfig == nil && !s.Plaintext && !local(l.Addr()) {
		return nil, fmt.Errorf("bluebird: not serving %s without TLS: set Server.TLSConfig, or Server.Plaintext if the network is trusted", l.Addr())
	}
	if s.listeners == nil {
		s.listeners = map[net.Listener]struct{}{}
	}
	s.listeners[l] = struct{}{}
	if s.addr == nil {
		s.addr = l.Addr()
	}
	return s.settings, nil
}

// local reports whether nobody but this machine can connect to a.
func local(a net.Addr) bool {
	tcp, ok := a.(*net.TCPAddr)
	return !ok || tcp.IP.IsLoopback()
}

func (s *Server) forget(l net.Listener) {
	s.mu.Lock()
	delete(s.listeners, l)
	s.mu.Unlock()
}

func (s *Server) isClosed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// Addr returns the address of the first listener, nil before Serve has it.
func (s *Server) Addr() net.Addr {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addr
}

func (s *Server) accept(nc net.Conn, set *settings) {
	taken, full := s.take(nc, set)
	if full {
		s.logf(slog.LevelWarn, "conns", "connection refused: Server.MaxConns is reached", "limit", set.conns, "peer", nc.RemoteAddr())
		if set.tls == nil {
			nc.SetWriteDeadline(time.Now().Add(refusalTimeout))
			mux.Refuse(nc, wire.TooMuch, "the server has all the connections that it takes (Server.MaxConns)")
		}
	}
	if !taken {
		nc.Close()
	}
}

// refusalTimeout is how long it may take to tell a client that it is not served.
const refusalTimeout = 100 * time.Millisecond

// take begins to serve a connection, unless the server is closed, or full.
func (s *Server) take(nc net.Conn, set *settings) (taken, full bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		return false, false
	case set.conns > 0 && len(s.conns) >= set.conns:
		return false, true
	}
	c := &serverConn{srv: s, set: set, nc: nc, processors: runtime.GOMAXPROCS(0)}
	if s.conns == nil {
		s.conns = map[*serverConn]struct{}{}
	}
	s.conns[c] = struct{}{}
	s.wg.Add(1)
	go c.serve()
	return true, false
}

// done forgets a connection that has ended.
func (s *Server) done(c *serverConn) {
	s.mu.Lock()
	delete(s.conns, c)
	if len(s.conns) == 0 {
		s.workers.Dismiss()
		if s.idle != nil {
			close(s.idle)
			s.idle = nil
		}
	}
	s.mu.Unlock()
	s.wg.Done()
}

// Shutdown stops listening, refuses new calls as not started, and waits until the calls in flight have
// ended; handlers that would go on for ever learn of it from ShuttingDown. When ctx ends first, it closes what is left, as Close does without waiting for
// handlers, and returns ctx's error; callers are told that the server has shut down.
func (s *Server) Shutdown(ctx context.Context) error {
	idle := s.leave(func(c *serverConn) { c.leave() })
	select {
	case <-idle:
		return nil
	case <-ctx.Done():
		s.leave(func(c *serverConn) { c.close() })
		return context.Cause(ctx)
	}
}

// Close stops listening, ends every call and connection, and waits for the goroutines of the server,
// running handlers among them. A handler that calls it is not waited for, nor is any other.
func (s *Server) Close() error {
	s.leave(func(c *serverConn) { c.close() })
	if !insideHandler() {
		s.wg.Wait()
		s.watch.Wait()
		s.workers.Close()
	}
	return nil
}

// insideHandler reports whether its caller was called by a handler, which cannot wait for itself.
func insideHandler() bool {
	return calledBy(".(*serverConn).Serve") || calledBy(".(*Incoming).handle") // in a goroutine of an interceptor's
}

// calledBy reports whether a function whose name ends in that way is on the stack.
func calledBy(function string) bool {
	pcs := make([]uintptr, 64)
	n := runtime.Callers(1, pcs)
	for n == len(pcs) {
		pcs = make([]uintptr, 2*n)
		n = runtime.Callers(1, pcs)
	}
	frames := runtime.CallersFrames(pcs[:n])
	for {
		f, more := frames.Next()
		if strings.HasSuffix(f.Function, function) {
			return true
		}
		if !more {
			return false
		}
	}
}

// leave closes the listeners and does what is to be done to every connection. The channel is closed when there are none.
func (s *Server) leave(each func(*serverConn)) <-chan struct{} {
	s.mu.Lock()
	if !s.closed {
		s.closed = true
		close(s.shuttingDown())
	}
	listeners, conns := s.listeners, make([]*serverConn, 0, len(s.conns))
	s.listeners = nil
	for c := range s.conns {
		conns = append(conns, c)
	}
	idle := s.idle
	if idle == nil {
		idle = make(chan struct{})
		if len(conns) == 0 {
			close(idle)
		} else {
			s.idle = idle
		}
	}
	s.mu.Unlock()
	for l := range listeners {
		l.Close()
	}
	for _, c := range conns {
		each(c)
	}
	return idle
}

// shuttingDown returns the channel that is closed with closed. It is called with mu held.
func (s *Server) shuttingDown() chan struct{} {
	if s.going == nil {
		s.going = make(chan struct{})
	}
	return s.going
}

// ShuttingDown returns a channel that is closed when the server whose handler has ctx begins to shut down, so that a handler that follows
// something for ever can end. It is nil for other contexts.
func ShuttingDown(ctx context.Context) <-chan struct{} {
	c, ok := ctx.Value(incomingKey{}).(*callContext)
	if !ok {
		return nil
	}
	s := c.conn.srv
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shuttingDown()
}

// lookup returns the method of that name.
func (s *Server) lookup(name []byte) *entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.methods[string(name)]
}

// check makes the settings, or says what is wrong with a field.
func (s *Server) check() (*settings, error) {
	buffers, err := checkBuffers("Server", s.ReadBuffer, s.WriteBuffer)
	if err != nil {
		return nil, err
	}
	message, err := maxMessage("Server", s.MaxMessage)
	if err != nil {
		return nil, err
	}
	set := &settings{
		mux:     buffers,
		since:   time.Now(),
		base:    s.BaseContext,
		log:     s.Logger,
		limits:  newLimits(s.MaxDepth, s.MaxDecoded, s.MaxForeign, message),
		running: int64(orDefault(s.MaxHandlers, DefaultMaxHandlers)),
		conns:   orDefault(s.MaxConns, DefaultMaxConns),
	}
	if set.base == nil {
		set.base = context.Background()
	}
	if set.log == nil {
		set.log = slog.Default()
	}
	if s.TLSConfig != nil {
		set.tls = prepareTLS(s.TLSConfig)
	}
	set.mux.Idle = max(time.Duration(orDefault(int64(s.IdleTimeout), int64(DefaultServerIdle))), 0)
	set.mux.Hello = hello(message, int64(orDefault(s.MaxStreams, DefaultMaxStreams)))
	set.mux.Reassembly = max(reassembly, message)
	set.mux.Memory = &mux.Memory{Limit: max(serverReassembly(), message)}
	set.mux.Watch, set.mux.Workers = &s.watch, &s.workers
	set.mux.BlockAt = codec.BlockAt
	set.mux.TooLong = func(size, limit int64) string {
		return fmt.Sprintf("arguments of %d bytes are above the server's limit of %d bytes (Server.MaxMessage, or max= of the method)", size, limit)
	}
	return set, nil
}

// serverReassembly is the memory for unfinished messages of all connections: a quarter of what the
// process may have, or 1 GiB.
func serverReassembly() int64 {
	if limit := debug.SetMemoryLimit(-1); limit < math.MaxInt64 {
		return limit / 4
	}
	return 1 << 30
}

// reassembly is the memory for unfinished messages of a connection, unless one message may be longer.
const reassembly = 64 << 20

func hello(message, streams int64) wire.HelloFrame {
	if streams < 0 {
		streams = 1 << 30
	}
	return wire.HelloFrame{
		MinVersion: wire.Version, MaxVersion: wire.Version,
		MaxFrame: 256 << 10, MaxMessage: message, MaxStreams: streams,
		ConnWindow: 32 << 20, CallWindow: 1 << 20, FlowWindow: 1 << 20,
		MaxMetadata: wire.MaxMetadata,
		Build:       "bluebird go",
	}
}

// prepareTLS clones a user's configuration and fills in what is unset.
func prepareTLS(cfg *tls.Config) *tls.Config {
	cfg = cfg.Clone()
	if len(cfg.NextProtos) == 0 {
		cfg.NextProtos = []string{wire.ALPN}
	}
	if cfg.MinVersion == 0 {
		cfg.MinVersion = tls.VersionTLS13
	}
	return cfg
}

// checkBuffers starts a mux.Config with the buffer sizes that the user set.
func checkBuffers(owner string, read, write int) (mux.Config, error) {
	for _, f := range []struct {
		name string
		n    int
	}{{"ReadBuffer", read}, {"WriteBuffer", write}} {
		if f.n > 0 && f.n < 512 {
			return mux.Config{}, fmt.Errorf("bluebird: %s.%s is %d bytes; set at least 512, or 0 for the default", owner, f.name, f.n)
		}
	}
	return mux.Config{ReadBuffer: max(read, 0), WriteBuffer: max(write, 0)}, nil
}

// maxMessage returns the longest message in bytes for a field of that value.
func maxMessage(owner string, n int64) (int64, error) {
	const ceiling = 1 << 30
	switch {
	case n == 0:
		return DefaultMaxMessage, nil
	case n < 0:
		return ceiling, nil
	case n < 512 || n > ceiling:
		return 0, fmt.Errorf("bluebird: %s.MaxMessage is %d bytes; set 512 to %d, or 0 for %d", owner, n, ceiling, DefaultMaxMessage)
	}
	return n, nil
}

// orDefault returns n, or def where it is 0; no limit is -1.
func orDefault[T int | int64](n, def T) T {
	switch {
	case n == 0:
		return def
	case n < 0:
		return -1
	}
	return n
}
