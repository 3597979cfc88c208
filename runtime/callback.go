package bluebird

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	"github.com/bluebird-rpc/bluebird/internal/wire"
)

// Remote is a func that a caller has given to a handler: generated code makes of it one that the handler can call, from any
// number of goroutines, as long as the call lives.
type Remote struct {
	fs   *serverFlows
	flow *mux.Flow
	last atomic.Uint64 // id given to a callback

	// One of those who wait for an answer receives for all: who has put a token in here.
	receiving chan struct{}

	mu      sync.Mutex // guards what follows
	waiting map[uint64]chan mux.Message
}

// RecvFunc returns what a caller gave for a func. Ok is false if that is nil. Generated code calls it.
func (in *Incoming) RecvFunc() (r *Remote, ok bool) {
	n := in.flow().take()
	if !in.arrived() {
		return nil, false
	}
	fs := in.flows
	return &Remote{fs: fs, flow: fs.stream.Flow(n), receiving: make(chan struct{}, 1), waiting: map[uint64]chan mux.Message{}}, true
}

// Start begins a call of the func, which is filled and made like that of a method, and freed.
func (r *Remote) Start() *Call {
	call := calls.Get().(*Call)
	call.method, call.remote, call.conn = r.fs.method, r, nil
	call.Enc.Reset(r.fs.compact())
	call.Enc.MaxDepth = r.fs.limits.MaxDepth
	return call
}

// Fail ends the call that the func belongs to with err, and unwinds its handler: the func has no error to return. Behind the call it does nothing.
func (r *Remote) Fail(err error) {
	if !r.fs.over.Load() {
		r.fs.unwind(err)
	}
}

// do makes a call of the func and waits for the answer, within ctx.
func (r *Remote) do(ctx context.Context, call *Call) error {
	if err := call.Enc.Err(); err != nil {
		return r.failed(InvalidArgument, fmt.Errorf("%w: %w", InvalidArgument, err))
	}
	p := payload(call.Buf, call.Enc.Refs(), &call.rest)
	if size, limit := int64(p.Size()), r.fs.stream.Conn().Peer().MaxMessage; size > limit {
		return r.failed(ResourceExhausted, fmt.Errorf("%w: arguments of %d bytes are above the caller's limit of %d bytes (Dialer.MaxMessage)", ResourceExhausted, size, limit))
	}
	left := time.Duration(0)
	if deadline, ok := ctx.Deadline(); ok {
		if time.Until(deadline) <= 0 {
			return r.failed(DeadlineExceeded, context.DeadlineExceeded)
		}
		left = timeout(deadline)
	}
	if err := r.fs.ended(); err != nil && !r.fs.replied {
		return r.failed(Canceled, err)
	}
	id := r.last.Add(1)
	answer := make(chan mux.Message, 1)
	r.await(id, answer)
	defer r.await(id, nil)
	err := r.flow.Call(ctx, id, left, p, call.Enc.Compact)
	var m mux.Message
	if err == nil {
		m, err = r.answer(ctx, id, answer)
	}
	if err != nil {
		if ctx.Err() != nil { // also of one that was sent in part only, which takes memory at the other end
			r.flow.CancelCall(id, uint8(CodeOf(ctx.Err())))
		}
		return r.lost(ctx, err)
	}
	if m.Code != 0 {
		defer m.Free()
		return statusError(r.fs.method.Name, &wire.StatusFrame{Code: m.Code, Tree: m.Bytes()}, Executed)
	}
	call.take(m, r.fs.limits)
	return nil
}

// await notes who waits for the answer to a callback; nil is nobody any more.
func (r *Remote) await(id uint64, answer chan mux.Message) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if answer != nil {
		r.waiting[id] = answer
		return
	}
	if answer := r.waiting[id]; len(answer) > 0 {
		m := <-answer
		m.Free()
	}
	delete(r.waiting, id)
}

// answer waits for an answer, and while it waits receives those of others.
func (r *Remote) answer(ctx context.Context, id uint64, mine chan mux.Message) (mux.Message, error) {
	select {
	case m := <-mine:
		return m, nil
	case r.receiving <- struct{}{}:
		defer func() { <-r.receiving }()
	case <-ctx.Done():
		return mux.Message{}, context.Cause(ctx)
	}
	for {
		select {
		case m := <-mine: // that the one before us has received
			return m, nil
		default:
		}
		m, err := r.flow.Recv(ctx)
		if err != nil {
			return m, err
		}
		r.deliver(m)
	}
}

// deliver hands an answer to the one who waits for it.
func (r *Remote) deliver(m mux.Message) {
	r.mu.Lock()
	defer r.mu.Unlock()
	answer := r.waiting[m.Callback]
	if answer == nil || len(answer) > 0 {
		m.Free()
		return
	}
	answer <- m
}

func (r *Remote) failed(code Code, err error) error {
	return failed(funcName(r.fs.method), code, NotSent, err)
}

// funcName is what errors call a func of the caller of a method.
func funcName(m *Method) string { return m.Name + ": a func of the caller" }

// lost makes the error of a callback that was not answered.
func (r *Remote) lost(ctx context.Context, err error) error {
	outcome, code := MaybeExecuted, Canceled
	if c := stopped(err); c != nil {
		return failed(funcName(r.fs.method), Code(max(c.Code, 1)), outcome, told("the caller answers no more", c))
	}
	switch {
	case ctx.Err() != nil:
		err, code = ctx.Err(), CodeOf(ctx.Err())
	default:
		err = errOver
	}
	return failed(funcName(r.fs.method), code, outcome, err)
}

// callbacks runs what a server calls of one func, in order and one at a time.
type callbacks struct {
	fs    *callFlows
	flow  *mux.Flow
	entry *entry
	serve func(context.Context, *Incoming) error
	ctx   context.Context // ends with the call

	mu      sync.Mutex // guards what follows
	running uint64     // the callback that runs; 0 is none
	cancel  context.CancelFunc
}

// PassFunc has serve called for what the server calls of a func. Present says that the func is not nil. Generated code calls it.
func PassFunc(call *Call, present bool, serve func(context.Context, *Incoming) error) {
	n := call.flow().take()
	call.promise(present)
	if !present {
		return
	}
	fs := call.flows
	call.pump(pump{flow: n, run: func(ctx context.Context, f *mux.Flow) error {
		e := &entry{Handler: Handler{Method: Method{Name: funcName(fs.method)}}, signature: fs.method.Name}
		b := &callbacks{fs: fs, flow: f, entry: e, serve: serve}
		b.run(ctx)
		return nil // the call is over, and says why
	}})
}

// run runs callbacks one after the other until the call is over. They wait in the flow, whose window bounds them.
func (b *callbacks) run(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	b.ctx = ctx
	b.flow.OnCancel(b.cancelled)
	go func() {
		select {
		case <-b.fs.stream.Over():
			cancel()
		case <-ctx.Done():
		}
	}()
	for {
		m, err := b.flow.Recv(ctx)
		if err != nil {
			return
		}
		b.one(m)
	}
}

// cancelled ends the context of a callback if it runs: the server wants no answer any more.
func (b *callbacks) cancelled(id uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if id == b.running {
		b.cancel()
	}
}

// begin makes a context for a callback.
func (b *callbacks) begin(m mux.Message) (context.Context, context.CancelFunc) {
	var ctx context.Context
	var cancel context.CancelFunc
	if m.Timeout > 0 {
		ctx, cancel = context.WithTimeout(b.ctx, m.Timeout)
	} else {
		ctx, cancel = context.WithCancel(b.ctx)
	}
	b.mu.Lock()
	b.running, b.cancel = m.Callback, cancel
	b.mu.Unlock()
	if b.flow.Unwanted(m.Callback) { // since before cancelled could find it
		cancel()
	}
	return ctx, cancel
}

// end says that no callback runs.
func (b *callbacks) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.running, b.cancel = 0, nil
}

// one runs a callback, unless nobody waits for its answer any more, and answers.
func (b *callbacks) one(m mux.Message) {
	ctx, cancel := b.begin(m)
	defer cancel()
	in := incomings.Get().(*Incoming)
	in.method.entry = b.entry
	in.message = m
	in.Enc.Reset(m.Compact)
	in.Enc.MaxDepth = b.fs.limits.MaxDepth
	in.Reply = in.Reply[:0]
	err := ctx.Err()
	if err == nil {
		in.Args.Names = nil
		openMessage(&in.Args, m, b.fs.limits)
		err = b.serve(ctx, in)
	}
	in.freeArgs()
	b.end()
	if err == nil {
		err = in.Enc.Err()
	}
	var p mux.Payload
	code := uint8(0)
	if err == nil {
		in.rest = in.rest[:0]
		p = payload(in.Reply, in.Enc.Refs(), &in.rest)
		if size, limit := int64(p.Size()), b.fs.stream.Conn().Peer().MaxMessage; size > limit {
			err = fmt.Errorf("%w: results of %d bytes are above the server's limit of %d bytes (Server.MaxMessage)", ResourceExhausted, size, limit)
		}
	}
	if err != nil {
		s := status(err)
		code, p = s.Code, mux.Payload{Head: s.Tree}
		b.fs.answered(err)
	}
	b.flow.Answer(b.ctx, m.Callback, code, p, err == nil && in.Enc.Compact)
	in.recycle()
}
