package bluebird

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
	"github.com/tinylib/msgp/msgp"
)

// Call is one call. Generated code starts it, appends the arguments to Buf, makes it with Do, reads Reply and frees it,
// all in one goroutine. Interceptors get it too, on both ends, and use only its methods Method and OnServer.
type Call struct {
	Buf   []byte        // the arguments are appended here
	Enc   codec.Encoder // state of their encoding
	Reply codec.Reader  // the results, by position

	method *Method
	server bool

	conn    *Conn
	line    *line
	link    *link       // that Start chose the mode for, and then the one that carries the call
	grant   *grant      // what it knew of the method at Start
	key     any         // of the method in the link's grants
	into    *mux.Buffer // for a small reply
	reply   *mux.Buffer // that Reply reads
	flows   *callFlows  // nil if there are none
	passage *passage    // through the interceptors; nil if there are none, or they have a goroutine and a Call of their own
	remote  *Remote     // the func at a caller that a server calls; then there is no conn
	tried   bool        // the interceptors have let the call through
	replied bool        // Reply is there
	rest    [][]byte
	md      []byte
}

var calls = sync.Pool{New: func() any { return &Call{into: mux.KeptBuffer()} }}

// Start implements Caller.
func (c *Conn) Start(m *Method) *Call {
	call := calls.Get().(*Call)
	call.method, call.conn, call.key = m, c, m
	call.begin()
	return call
}

// begin chooses the line, and the mode of the arguments.
func (call *Call) begin() {
	call.line = call.conn.pick()
	call.line.load.Add(1)
	call.link = call.line.link.Load()
	compact := false
	if call.link != nil {
		if call.grant = call.link.granted(call.key); call.grant != nil {
			compact = call.grant.compact
		}
	}
	call.Enc.Reset(compact)
	call.Enc.MaxDepth = call.conn.limits.MaxDepth
}

// Method returns the name of the method.
func (call *Call) Method() string { return call.method.Name }

// Idempotent reports whether running the method twice does no harm.
func (call *Call) Idempotent() bool { return call.method.Idempotent }

// OnServer reports whether this is the serving end of the call.
func (call *Call) OnServer() bool { return call.server }

// Args starts the arguments: n follow.
func (call *Call) Args(n int) { call.Buf = msgp.AppendArrayHeader(call.Buf, uint32(n)) }

// Free ends the use of the call, and closes what it was given to send if it was not made, or has failed. What Reply has given out stays good.
func (call *Call) Free() {
	if call.line != nil {
		call.line.load.Add(-1)
	}
	if fs := call.flows; fs != nil && !fs.begun {
		fs.close()
	}
	if call.passage.wasLeft() { // it may still be made
		return
	}
	call.freeReply()
	buf, rest, md := call.Buf, call.rest, call.md
	if cap(buf) > keptBuffer {
		buf = nil
	}
	if mux.Poison {
		mux.PoisonBytes(buf)
	}
	clear(rest)
	call.Enc.Reset(false)
	call.Reply.Reset()
	call.Buf, call.rest, call.md = buf[:0], rest[:0], md[:0]
	call.method, call.conn, call.line, call.link, call.grant, call.key = nil, nil, nil, nil, nil, nil
	call.flows, call.passage, call.remote = nil, nil, nil
	call.server, call.tried, call.replied = false, false, false
	calls.Put(call)
}

func (call *Call) freeReply() {
	if !call.Reply.Given() {
		call.reply.Free()
	}
	call.reply = nil
}

// Err ends the reading of the reply: it returns what was wrong with it, as an error of the call.
func (call *Call) Err() error {
	if err := call.Reply.Err(); err != nil {
		code := readingCode(err, Internal)
		if call.flows != nil && call.flows.flowing {
			call.flows.conclude(gone, true)
		}
		return failed(call.method.Name, code, Executed, fmt.Errorf("%w: the reply: %w", code, err))
	}
	return nil
}

// Do makes the call: it sends the arguments and waits for the reply, within ctx. After an error nothing may be read.
func (call *Call) Do(ctx context.Context) error {
	if call.remote != nil {
		return call.remote.do(ctx, call)
	}
	ctx, cancel := call.limit(ctx)
	if cancel != nil {
		defer cancel()
	}
	var err error
	if chain := call.conn.dialer.Interceptors; len(chain) > 0 {
		err = call.intercepted(call.pass(ctx, chain))
	} else {
		err = call.do(ctx)
	}
	if call.flows != nil {
		call.flows.rethrow()
	}
	return err
}

// limit sets the deadline of calls that have none. Cancel is nil unless it did.
func (call *Call) limit(ctx context.Context) (_ context.Context, cancel context.CancelFunc) {
	if timeout := call.conn.dialer.CallTimeout; timeout > 0 {
		if _, ok := ctx.Deadline(); !ok {
			return context.WithTimeout(ctx, timeout)
		}
	}
	return ctx, nil
}

// pass makes the call inside the interceptors.
func (call *Call) pass(ctx context.Context, chain []Interceptor) error {
	last := call.do
	if call.flows != nil || len(call.Enc.Refs()) > 0 { // what is sent is the caller's again when his call returns
		var m making
		var cancel context.CancelFunc
		ctx, cancel = context.WithCancel(ctx)
		defer m.stop(cancel)
		whole := ctx
		last = func(ctx context.Context) error { // it may be cut off from whole
			ctx, cancel := context.WithCancel(ctx)
			defer cancel()
			defer context.AfterFunc(whole, cancel)()
			return m.do(ctx, call, nil)
		}
	}
	call.passage = &passage{call: call, last: last}
	return call.passage.run(ctx, chain)
}

// intercepted returns the error of a call whose interceptors have returned err.
func (call *Call) intercepted(err error) error {
	switch {
	case err == nil && call.passage.wasLeft():
		return failed(call.method.Name, Internal, MaybeExecuted, fmt.Errorf("%w: %w", Internal, errUnwaited))
	case call.passage.wasLeft(): // what the call has come to is not known
		return err
	case err == nil && !call.replied:
		return failed(call.method.Name, Internal, MaybeExecuted, fmt.Errorf("%w: an interceptor reports success, but there is no reply", Internal))
	case err != nil && !call.tried:
		return refused(call.method.Name, err)
	}
	return err
}

// refused makes the error of a call that an interceptor did not let through. It keeps the text.
func refused(method string, err error) error {
	return &callError{method: method, outcome: NotSent, code: CodeOf(err), err: err}
}

// do makes the call, a second time if the first was not started because its connection ended.
func (call *Call) do(ctx context.Context) error {
	call.tried = true
	if err := call.prepare(ctx); err != nil {
		return err
	}
	err := call.attempt(ctx)
	if err != nil && repeatable(err) && ctx.Err() == nil && (call.flows == nil || !call.flows.started) {
		err = call.attempt(ctx)
	}
	return err
}

// repeatable reports whether another attempt is safe, and may go better.
func repeatable(err error) bool {
	var e *callError
	if !errors.As(err, &e) || e.code != Unavailable || e.retryAfter > 0 {
		return false
	}
	var unreachable noLink
	return e.outcome == NotStarted || e.outcome == NotSent && !errors.As(err, &unreachable)
}

// prepare checks what can be checked before anything is sent.
func (call *Call) prepare(ctx context.Context) error {
	if err := call.Enc.Err(); err != nil {
		return failed(call.method.Name, InvalidArgument, NotSent, fmt.Errorf("%w: %w", InvalidArgument, err))
	}
	if n := len(call.method.Name); n > wire.MaxName { // with the prefix of Named
		return failed(call.method.Name, InvalidArgument, NotSent, fmt.Errorf("%w: a method name of %d bytes is above the limit of %d", InvalidArgument, n, wire.MaxName))
	}
	call.md = call.md[:0]
	if md, _ := ctx.Value(outgoingKey{}).(Metadata); len(md) > 0 {
		var err error
		if call.md, err = appendMetadata(call.md, md); err != nil {
			return failed(call.method.Name, InvalidArgument, NotSent, fmt.Errorf("%w: %w", InvalidArgument, err))
		}
	}
	return nil
}

// attempt makes the call once.
func (call *Call) attempt(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return call.ended(context.Cause(ctx), err, NotSent)
	}
	k, err := call.line.get(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return call.ended(err, ctx.Err(), NotSent)
		}
		return failed(call.method.Name, Unavailable, NotSent, err)
	}
	s, err := call.open(ctx, k)
	if err != nil {
		return err
	}
	if call.flows != nil {
		return call.flows.attempt(ctx, call, s)
	}
	var r mux.Result
	s.Wait(ctx, cancelCode, &r)
	return call.finish(ctx, &r)
}

// open sends the call over link k.
func (call *Call) open(ctx context.Context, k *link) (*mux.Stream, error) {
	var q mux.Request // on the stack, which shrinks before the caller waits
	call.fill(ctx, k, &q)
	if err := call.checkSize(k, int64(q.Args.Size())); err != nil {
		return nil, err
	}
	s, err := k.mux.Open(ctx, &q)
	switch {
	case err == nil:
		return s, nil
	case ctx.Err() != nil:
		return nil, call.ended(err, ctx.Err(), NotSent)
	}
	return nil, call.lost(err, NotSent)
}

// fill makes the request for link k.
func (call *Call) fill(ctx context.Context, k *link, q *mux.Request) {
	g := call.grant
	if g == nil || k != call.link {
		g = k.granted(call.key)
	}
	call.link = k
	q.Args = payload(call.Buf, call.Enc.Refs(), &call.rest)
	q.Compact, q.Key = call.Enc.Compact, call.key
	q.Kinds, q.MaxMessage = call.method.Flows, call.method.MaxMessage
	if q.Into = call.into; call.flows != nil { // they may go on when the call has been freed
		q.Into = nil
	}
	q.Open = wire.OpenFrame{Metadata: call.md}
	if deadline, ok := ctx.Deadline(); ok {
		q.Open.Timeout = timeout(deadline)
	}
	// Compact arguments were made for the link that Start saw. To another one they go by name and
	// fingerprint, which tells whether it can read them.
	if g != nil && (g.compact || !call.Enc.Compact) {
		q.Open.Method = g.number
		return
	}
	q.Open.Name = []byte(call.method.Name)
	q.Open.Fingerprint = call.method.Fingerprint
}

// timeout returns what the other end is told of a deadline: nothing, where that is further away than can be said. Then the handler has none,
// and is cancelled when its caller's context ends.
func timeout(deadline time.Time) time.Duration {
	left := time.Until(deadline)
	if left > wire.MaxTimeout {
		return 0
	}
	return max(left, time.Microsecond)
}

// checkSize refuses arguments that the server would refuse.
func (call *Call) checkSize(k *link, size int64) error {
	limit := k.mux.Peer().MaxMessage
	if call.method.MaxMessage > 0 {
		limit = call.method.MaxMessage
	}
	if size <= limit {
		return nil
	}
	return failed(call.method.Name, ResourceExhausted, NotSent,
		fmt.Errorf("%w: arguments of %d bytes are above the server's limit of %d bytes (Server.MaxMessage, or max= of the method)", ResourceExhausted, size, limit))
}

// finish turns a result into Reply, or into the call's error.
func (call *Call) finish(ctx context.Context, r *mux.Result) error {
	if err := call.outcome(ctx, r); err != nil {
		return err
	}
	call.take(r.Reply, call.conn.limits)
	return nil
}

// replyMetadata hands over what came with the reply or the status.
func (call *Call) replyMetadata(ctx context.Context, b []byte) {
	md, _ := ctx.Value(replyKey{}).(*Metadata)
	switch {
	case md == nil:
	case call.passage == nil:
		parseMetadata(b, *md)
	default:
		call.passage.unlessLeft(func() { parseMetadata(b, *md) })
	}
}

// outcome returns the error that the call has ended with.
func (call *Call) outcome(ctx context.Context, r *mux.Result) error {
	if len(r.Metadata) > 0 {
		call.replyMetadata(ctx, r.Metadata)
	}
	switch {
	case r.Status != nil:
		return statusError(call.method.Name, r.Status, Outcome(r.Outcome))
	case r.Err != nil && ctx.Err() != nil:
		return call.ended(r.Err, ctx.Err(), Outcome(r.Outcome))
	case r.Err != nil:
		return call.lost(r.Err, Outcome(r.Outcome))
	}
	return nil
}

// take opens Reply on a message with the results.
func (call *Call) take(m mux.Message, l limits) {
	call.reply, call.replied = m.Buf, true
	openMessage(&call.Reply, m, l)
}

// openMessage opens r on a message, whose memory what is read may keep if it is too large for the pool.
func openMessage(r *codec.Reader, m mux.Message, l limits) {
	b := m.Bytes()
	r.Open(b, m.Compact, l)
	if cap(b) > keptBuffer {
		r.Own()
	}
}

// readingCode is the code of an error in reading a message: otherwise, unless the message wants too much memory.
func readingCode(err error, otherwise Code) Code {
	var e *codec.Error
	if errors.As(err, &e) && e.Kind == codec.Budget {
		return ResourceExhausted
	}
	return otherwise
}

// ended makes the error of a call whose context has ended: cause says why, and err is the context's.
func (call *Call) ended(cause, err error, outcome Outcome) error {
	code := CodeOf(err)
	if !errors.Is(cause, err) {
		cause = fmt.Errorf("%w: %w", err, cause)
	}
	return failed(call.method.Name, code, outcome, cause)
}

// lost makes the error of a call whose connection has ended.
func (call *Call) lost(err error, outcome Outcome) error {
	call.line.lose(call.link) // which may not have said so yet, and the next attempt needs another
	if errors.Is(err, mux.ErrClosed) && call.conn.ctx.Err() != nil {
		err = ErrConnClosed
	}
	var left *mux.Left
	switch {
	case errors.As(err, &left):
		err = fmt.Errorf("the connection was closed: %s", left.Text)
	case errors.Is(err, io.EOF), errors.Is(err, mux.ErrClosed), errors.Is(err, net.ErrClosed):
		err = errors.New("the connection was closed")
	}
	var bad *wire.Error
	if errors.As(err, &bad) {
		err = fmt.Errorf("the connection was ended: %w", err)
	}
	return failed(call.method.Name, Unavailable, outcome, fmt.Errorf("%w: %s: %w", Unavailable, call.conn.addr, err))
}

// cancelCode is what a server is told about a context that has ended.
func cancelCode(err error) uint8 { return uint8(CodeOf(err)) }
