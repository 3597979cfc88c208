package bluebird

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/bluebird-rpc/bluebird/internal/mux"
)

// callFlows is the flows of a call at the client. It outlives the Call where results flow: then it ends with
// the last of them, with its context, or with the connection.
type callFlows struct {
	flows
	conn *Conn
	line *line
	ctx  context.Context // of the call, as the interceptors have passed it on
	link *link           // that carries the call
	key  any             // of the method in the link's grants

	pumps   []pump         // of the parameters
	closers []func()       // end the use of what pumps send, whether or not they have begun
	taken   []int          // flows whose items or calls pumps take
	running sync.WaitGroup // those pumps, which use what belongs to the caller when the call has returned
	started bool           // pumps have begun
	begun   bool           // the call goes on when its Call has been freed
	flowing bool           // the results flow: the reply comes before the end of the call

	release func()       // ends the timeout of the call; nil if it has none
	live    atomic.Int32 // flows of the results that have not ended

	making making // of the call inside interceptors

	once  sync.Once
	err   error         // how the call has ended, once it has
	why   error         // its context's error then
	cause error         // and cause
	mine  any           // where the caller wants the metadata of the reply
	chain chan struct{} // closed when the interceptors have returned; nil if nobody waits for them
	last  error         // what they have returned, once chain is closed

	// guarded by mu
	left      uint64      // bits of the flows that are, or were, received from
	ended     uint64      // bits of those that have ended
	unwatch   func() bool // stops waiting for the end of ctx
	panicked  any         // a panic of what the user gave
	local     error       // why a pump could not go on
	unwritten error       // why a writer of the caller has not got all
	answer    error       // of a callback, the last
	trailer   []byte      // metadata that came with the end of the call, for mine
}

// newCallFlows is called with the first flow of a call.
func newCallFlows(call *Call) *callFlows {
	fs := &callFlows{conn: call.conn, line: call.line, key: call.key}
	fs.method, fs.limits = call.method, call.conn.limits
	fs.compact = fs.agreed
	return fs
}

// agreed reports whether the server has said that it agrees on the fields of structs.
func (fs *callFlows) agreed() bool {
	g := fs.link.granted(fs.key)
	return g != nil && g.compact
}

// flow implements Flows.
func (call *Call) flow() *flows {
	if call.flows == nil {
		call.flows = newCallFlows(call)
	}
	return &call.flows.flows
}

// promise implements Flows.
func (call *Call) promise(there bool) { call.Buf = appendThere(call.Buf, there) }

// arrived implements Flows. A flow that does not is over.
func (call *Call) arrived() bool {
	if !call.Reply.Nil() {
		call.Reply.Skip()
		return true
	}
	if fs := call.flows; !call.Reply.Failed() && fs.done(fs.next) {
		fs.conclude(fs.ctx, false)
		fs.rethrow()
	}
	return false
}

// pump implements Flows.
func (call *Call) pump(p pump) {
	fs := call.flows
	fs.pumps = append(fs.pumps, p)
	if p.close != nil {
		fs.closers = append(fs.closers, p.close)
	}
}

// source implements Flows.
func (call *Call) source() source { return call.flows }

// PassWriter has what the server sends for w written to it. Generated code calls it.
func PassWriter(call *Call, w io.Writer) {
	n := call.flow().take()
	call.promise(w != nil)
	if w == nil {
		return
	}
	call.pump(pump{flow: n, run: func(ctx context.Context, f *mux.Flow) error {
		for {
			b, _, err := f.Next(ctx)
			if err != nil {
				return nil // that was all, or the call has failed and says why
			}
			n, err := w.Write(b)
			if err = shortWrite(n, b, err); err != nil {
				return err
			}
		}
	}})
}

// start starts the pumps of a call that has been opened.
func (fs *callFlows) start(ctx context.Context, s *mux.Stream, k *link) {
	fs.stream, fs.ctx, fs.link = s, ctx, k
	fs.line.load.Add(1)
	fs.started = fs.started || len(fs.pumps) > 0
	for _, p := range fs.pumps {
		if p.sends { // it may wait for the user's iterator or reader, and nobody waits for it
			go fs.run(ctx, p)
		} else {
			fs.taken = append(fs.taken, p.flow)
			fs.running.Go(func() { fs.run(ctx, p) })
		}
	}
	fs.pumps = nil
}

// run runs a pump, and tells the server when it cannot go on.
func (fs *callFlows) run(ctx context.Context, p pump) {
	returned := false
	defer func() {
		if !returned && !(p.sends && fs.isOver()) { // otherwise nobody waits who could be told of a panic
			fs.panics(recover(), "what a call of "+fs.method.Name+" was given")
			fs.tell(p, fmt.Errorf("%w: the caller panicked", Internal))
		}
	}()
	f := fs.stream.Flow(p.flow)
	err := p.run(ctx, f)
	returned = true
	if p.close != nil {
		p.close()
	}
	switch {
	case err != nil && !p.sends: // the server may have ended the call meanwhile
		fs.mu.Lock()
		fs.unwritten = err
		fs.mu.Unlock()
		fs.giveUp(p, err)
	case fs.isOver() || ctx.Err() != nil: // what ended with the context is not all
	case err == nil && p.sends:
		f.End()
	case err == nil || stopped(err) != nil:
	default:
		fs.giveUp(p, err)
	}
}

// giveUp notes why a pump could not go on, and tells the server.
func (fs *callFlows) giveUp(p pump, err error) {
	fs.mu.Lock()
	fs.local = cmp.Or(fs.local, err)
	fs.mu.Unlock()
	fs.tell(p, err)
}

// tell ends the flow of a pump with an error.
func (fs *callFlows) tell(p pump, err error) {
	f, s := fs.stream.Flow(p.flow), status(err)
	if p.sends {
		f.Break(s.Code, s.Tree)
	} else {
		f.Stop(s.Code, s.Tree)
	}
}

// exited takes the place of a panic where the user's code has ended its goroutine, as t.Fatal does.
type exited struct{}

// panics notes a panic of the user's code, which goes on in the goroutine that made the call. V is nil if the code has ended its goroutine; then
// that of the call ends, too.
func (fs *callFlows) panics(v any, in string) {
	fs.mu.Lock()
	switch {
	case fs.panicked != nil:
	case v == nil:
		fs.panicked = exited{}
	default:
		fs.panicked = fmt.Sprintf("%v\n\nin %s:\n%s", v, in, debug.Stack())
	}
	fs.mu.Unlock()
}

func (fs *callFlows) isOver() bool {
	select {
	case <-fs.stream.Over():
		return true
	default:
		return false
	}
}

// rethrow goes on with a panic of what the user gave, or with the end of its goroutine.
func (fs *callFlows) rethrow() {
	fs.mu.Lock()
	v := fs.panicked
	fs.panicked = nil
	fs.mu.Unlock()
	switch v {
	case nil:
	case exited{}:
		runtime.Goexit()
	default:
		panic(v)
	}
}

// attempt goes on with a call that has been opened: to its end, or to its results if they flow.
func (fs *callFlows) attempt(ctx context.Context, call *Call, s *mux.Stream) error {
	fs.start(ctx, s, call.link)
	if !fs.flowing {
		var r mux.Result
		s.Wait(ctx, cancelCode, &r)
		fs.settle(r.Status == nil && r.Err == nil)
		s.Discard()
		return fs.because(call.finish(ctx, &r))
	}
	m, ok := s.Results(ctx)
	if !ok {
		var r mux.Result
		s.Wait(ctx, cancelCode, &r)
		fs.settle(false)
		s.Discard()
		if err := call.finish(ctx, &r); err != nil {
			return fs.because(err)
		}
		return failed(fs.method.Name, Internal, Executed, fmt.Errorf("%w: the server has ended the call with its reply, though results flow", Internal))
	}
	if md := m.Metadata(); len(md) > 0 {
		call.replyMetadata(ctx, md)
	}
	call.take(m, fs.limits)
	fs.live.Store(int32(fs.downward()))
	if ctx.Done() != nil {
		stop := context.AfterFunc(ctx, func() { // conclude would hand over metadata beside the caller
			fs.end(ctx, false)
			fs.stream.Discard()
		})
		fs.mu.Lock()
		fs.unwatch = stop
		fs.mu.Unlock()
	}
	return nil
}

// downward counts the flows of the results.
func (fs *callFlows) downward() int { return len(fs.method.Flows) - fs.next }

// settle ends what the call has given its flows to use. Whole says that the server has sent all of it. What came of the results stays.
func (fs *callFlows) settle(whole bool) {
	fs.mu.Lock()
	unwatch := fs.unwatch
	fs.mu.Unlock()
	if unwatch != nil {
		unwatch()
	}
	fs.close()
	if !whole {
		for _, n := range fs.taken {
			fs.stream.Flow(n).Stop(uint8(Canceled), nil)
		}
	}
	fs.running.Wait()
	fs.line.load.Add(-1)
}

// close ends the use of what the caller gave to be sent.
func (fs *callFlows) close() {
	for _, end := range fs.closers {
		end()
	}
}

// conclude ends the receiving of what the call returns: it waits for the end of the call, within ctx, or ends it, and forgets what was not received. All get what
// the first has found, or what the interceptors have made of that. Left says that the caller wants no more, which is no error.
func (fs *callFlows) conclude(ctx context.Context, left bool) error {
	err := fs.end(ctx, left)
	fs.stream.Discard()
	fs.mu.Lock()
	md := fs.trailer
	fs.trailer = nil
	fs.mu.Unlock()
	if len(md) > 0 {
		new(Call).replyMetadata(fs.ctx, md)
	}
	if fs.chain != nil {
		<-fs.chain
		return fs.last
	}
	return err
}

// end is conclude for the call alone: what came of the results can still be received, and the interceptors may go on.
func (fs *callFlows) end(ctx context.Context, left bool) error {
	fs.once.Do(func() {
		var r mux.Result
		fs.stream.Wait(ctx, cancelCode, &r)
		fs.settle(r.Status == nil && r.Err == nil)
		fs.why, fs.cause = fs.ctx.Err(), context.Cause(fs.ctx)
		if !left {
			if len(r.Metadata) > 0 && fs.ctx.Value(replyKey{}) == fs.mine { // for conclude, whose goroutine is that of the caller
				fs.mu.Lock()
				fs.trailer, r.Metadata = slices.Clone(r.Metadata), nil
				fs.mu.Unlock()
			}
			call := Call{method: fs.method, conn: fs.conn}
			fs.err = fs.because(call.outcome(fs.ctx, &r))
		}
		r.Reply.Free()
		if fs.release != nil {
			fs.release()
		}
	})
	return fs.err
}

// gone is a context that has ended.
var gone = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// because adds to the error of a call what a pump could not go on for, if the server's error is about that. A call that went well for the server has
// failed if a writer of the caller has not got all.
func (fs *callFlows) because(err error) error {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if err == nil && fs.unwritten != nil {
		return failed(fs.method.Name, Code(status(fs.unwritten).Code), Executed, fmt.Errorf("the caller's writer: %w", fs.unwritten))
	}
	cause := fs.local
	if cause == nil && fs.answer != nil && err != nil && strings.Contains(err.Error(), safeText(fs.answer)) {
		cause = fs.answer
	}
	var e *callError
	if err == nil || cause == nil || errors.Is(err, cause) || !errors.As(err, &e) {
		return err
	}
	joined := *e
	joined.err = &causedError{err: e.err, cause: cause}
	return &joined
}

// answered notes the error of a callback, which may be what the call fails with.
func (fs *callFlows) answered(err error) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.answer = err
}

// causedError is an error of the server, and what it was caused by at the caller.
type causedError struct{ err, cause error }

func (e *causedError) Error() string {
	if text, cause := e.err.Error(), safeText(e.cause); strings.Contains(text, cause) {
		return text
	} else {
		return text + " (" + cause + ")"
	}
}

func (e *causedError) Unwrap() []error { return []error{e.err, e.cause} }

// begin implements source.
func (fs *callFlows) begin(flow int) (*inlet, context.Context, error) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if fs.left&(1<<flow) != 0 {
		return nil, nil, failed(fs.method.Name, FailedPrecondition, Executed, fmt.Errorf("%w: what a call returns can be gone through once", FailedPrecondition))
	}
	fs.left |= 1 << flow
	return fs.inlet(flow), fs.ctx, nil
}

// done notes that a flow of the results has ended, and reports whether it was the last.
func (fs *callFlows) done(flow int) (last bool) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if fs.ended&(1<<flow) != 0 {
		return false
	}
	fs.ended |= 1 << flow
	return fs.live.Add(-1) == 0
}

// finish implements source.
func (fs *callFlows) finish(flow int, err error) error {
	var c *mux.Cancelled
	switch {
	case err == io.EOF:
		if fs.done(flow) {
			err = fs.conclude(fs.ctx, false)
		} else {
			err = nil
		}
	case errors.As(err, &c) && c.Sent:
		err = failed(fs.method.Name, Code(max(c.Code, 1)), Executed, told("the server's output broke off", c))
		if fs.done(flow) {
			fs.conclude(gone, true)
		}
	default: // the call is over, or ctx is
		fs.done(flow)
		if err = fs.conclude(fs.ctx, false); err == nil {
			err = fs.cutShort()
		}
	}
	fs.rethrow()
	return err
}

// cutShort returns why a flow has no end though its call has gone well: what had come of it was forgotten with ctx, or the server has not ended it.
func (fs *callFlows) cutShort() error {
	if fs.why != nil {
		call := Call{method: fs.method}
		return call.ended(fs.cause, fs.why, Executed)
	}
	return failed(fs.method.Name, Internal, Executed, fmt.Errorf("%w: the server has ended the call before its stream", Internal))
}

// leave implements source. The last flow that is left ends the call.
func (fs *callFlows) leave(flow int) {
	if fs.done(flow) {
		fs.conclude(gone, true)
	} else if !fs.isOver() {
		fs.stream.Flow(flow).Stop(uint8(Canceled), nil)
	}
	fs.rethrow()
}

// stream makes a call whose only result is an iterator: each goes through its items, and the call ends with it.
func (call *Call) stream(ctx context.Context, each func(fs *callFlows, n int) error) error {
	if err := call.Begin(ctx); err != nil {
		return err
	}
	fs := call.flows
	n := fs.take()
	there := call.arrived()
	if err := call.Err(); err != nil {
		return err
	}
	if !there {
		return failed(fs.method.Name, Internal, Executed, fmt.Errorf("%w: the handler returned a nil stream", Internal))
	}
	call.freeReply()
	defer fs.abandon(n)
	return each(fs, n)
}

// abandon ends a call that was not gone through to its end, as when the loop over it has panicked.
func (fs *callFlows) abandon(flow int) {
	if fs.done(flow) {
		fs.conclude(gone, true)
	}
}

// Begin makes a call whose results flow among others: it returns when the results are there, and the call ends with the last of its
// flows, or with ctx. After an error nothing may be read.
func (call *Call) Begin(ctx context.Context) error {
	call.flow()
	fs := call.flows
	fs.flowing, fs.mine = true, ctx.Value(replyKey{})
	ctx, fs.release = call.limit(ctx)
	err := fs.first(ctx, call)
	if fs.begun = err == nil; fs.begun { // a panic goes on in who receives the results: he ends the call
		return nil
	}
	if fs.release != nil {
		fs.release()
	}
	fs.rethrow()
	return err
}

// first makes a call up to its results.
func (fs *callFlows) first(ctx context.Context, call *Call) error {
	chain := fs.conn.dialer.Interceptors
	if len(chain) == 0 {
		return call.do(ctx)
	}
	ctx, cancel := context.WithCancel(ctx)
	timeout := fs.release
	fs.release = func() {
		cancel()
		if timeout != nil {
			timeout()
		}
	}
	begun := make(chan struct{})
	fs.chain = make(chan struct{})
	seen := &Call{method: fs.method, conn: fs.conn}
	seen.passage = &passage{call: seen, last: func(ctx context.Context) error {
		seen.tried = true
		if err := fs.making.do(ctx, call, func() { seen.replied = true; close(begun) }); err != nil {
			return err
		}
		select {
		case <-fs.stream.Over():
			return fs.end(fs.ctx, false)
		case <-fs.chain: // the interceptors have not waited for the end
			return fs.end(gone, true)
		}
	}}
	go fs.span(ctx, seen, chain)
	select {
	case <-begun:
		return nil
	case <-fs.chain:
		fs.making.stop(cancel)
	}
	select {
	case <-begun: // and over already: who receives the results is told
		return nil
	default:
		return fs.last
	}
}

// span runs the interceptors of a call whose results flow. They span the whole call, and so have a goroutine and a Call of their own. Conn.Close does
// not wait for it: one of them may have called that.
func (fs *callFlows) span(ctx context.Context, seen *Call, chain []Interceptor) {
	returned := false
	defer func() {
		if !returned {
			fs.panics(recover(), "an interceptor of a call of "+fs.method.Name)
			fs.last = failed(fs.method.Name, Internal, MaybeExecuted, fmt.Errorf("%w: an interceptor panicked", Internal))
		}
		close(fs.chain)
	}()
	fs.last = seen.intercepted(seen.passage.run(ctx, chain))
	returned = true
}
