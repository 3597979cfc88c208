package bluebird

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync/atomic"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
	"github.com/tinylib/msgp/msgp"
)

// serverFlows is the flows of a call at the server.
type serverFlows struct {
	flows
	in      *Incoming
	pumps   []pump        // of the results
	writers []*flowWriter // that the handler writes to
	over    atomic.Bool   // the handler has returned, and what it writes to has ended
	replied bool          // the reply has been sent, and what follows are flows of the results
	streams bool          // there are such

	// guarded by mu
	begun  uint64 // bits of the flows that are, or were, received from
	left   uint64 // bits of the results that were closed because the caller wants no more of them
	failed error  // why the call fails, whatever else happens
}

func newServerFlows(in *Incoming) *serverFlows {
	fs := &serverFlows{in: in}
	fs.method, fs.stream, fs.limits = &in.method.entry.Method, in.stream, in.conn.set.limits
	twin := in.method.kind == byTwin
	fs.compact = func() bool { return twin }
	return fs
}

// flow implements Flows.
func (in *Incoming) flow() *flows { return &in.flows.flows }

// promise implements Flows.
func (in *Incoming) promise(there bool) {
	in.flows.streams = true
	in.Reply = appendThere(in.Reply, there)
}

func appendThere(b []byte, there bool) []byte {
	if there {
		return msgp.AppendBool(b, true)
	}
	return msgp.AppendNil(b)
}

// arrived implements Flows.
func (in *Incoming) arrived() bool {
	there := !in.Args.Nil()
	if there {
		in.Args.Skip()
	}
	if there && in.method.kind == byDynamic {
		in.Args.Fail(codec.Type, "a caller without generated code cannot send or take what flows beside the arguments; leave it out, or send nil")
		return false
	}
	return there
}

// pump implements Flows.
func (in *Incoming) pump(p pump) { in.flows.pumps = append(in.flows.pumps, p) }

// source implements Flows.
func (in *Incoming) source() source { return in.flows }

// RecvWriter returns a writer to what the caller gave for one. Generated code calls it.
func RecvWriter(in *Incoming) io.Writer {
	n := in.flow().take()
	if !in.arrived() {
		return nil
	}
	fs := in.flows
	w := &flowWriter{ctx: in.ctx, flow: fs.stream.Flow(n), ended: fs.ended}
	fs.writers = append(fs.writers, w)
	return w
}

// ended returns an error when the handler has returned.
func (fs *serverFlows) ended() error {
	if fs.over.Load() {
		return errOver
	}
	return nil
}

// fail has the call fail. The first reason counts.
func (fs *serverFlows) fail(err error) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.failed = cmp.Or(fs.failed, err)
}

func (fs *serverFlows) failure() error {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	return fs.failed
}

// begin implements source.
func (fs *serverFlows) begin(flow int) (*inlet, context.Context, error) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if fs.begun&(1<<flow) != 0 {
		return nil, nil, fmt.Errorf("%s: %w: what a caller sends can be gone through once", fs.method.Name, FailedPrecondition)
	}
	fs.begun |= 1 << flow
	return fs.inlet(flow), fs.in.ctx, nil
}

// finish implements source.
func (fs *serverFlows) finish(_ int, err error) error {
	var c *mux.Cancelled
	switch {
	case err == io.EOF:
		return nil
	case errors.As(err, &c) && c.Sent:
		return told("the caller's input broke off", c)
	case fs.in.ctx.Err() != nil:
		return fmt.Errorf("the caller's input ended with the call: %w", fs.in.ctx.Err())
	}
	return fmt.Errorf("the caller's input ended with the call: %w", Canceled)
}

// leave implements source.
func (fs *serverFlows) leave(flow int) { fs.stream.Flow(flow).Stop(uint8(Canceled), nil) }

// unwound is the value of the panic that unwinds a handler.
type unwound struct{ fs *serverFlows }

// unwind ends a handler, or the goroutine that it has started, because it cannot be told of err in another way. The call then
// fails with err.
func (fs *serverFlows) unwind(err error) {
	fs.fail(err)
	fs.in.ctx.cancel(context.Canceled)
	if insideHandle() {
		panic(unwound{fs})
	}
	runtime.Goexit()
}

// serve runs the handler, and then what its results send.
func (fs *serverFlows) serve(ctx context.Context) (err error) {
	in := fs.in
	defer func() {
		v := recover()
		fs.over.Store(true)
		for _, p := range fs.pumps {
			if p.close != nil {
				p.close()
			}
		}
		if u, ok := v.(unwound); ok && u.fs == fs {
			v = nil
		}
		if v != nil {
			panic(v)
		}
		if failed := fs.failure(); failed != nil {
			err = failed
		}
	}()
	if err := in.method.entry.Serve(ctx, in); err != nil {
		return err
	}
	if err := in.Enc.Err(); err != nil {
		return err
	}
	if fs.failure() != nil {
		return nil
	}
	if fs.streams {
		if err := fs.results(ctx); err != nil {
			return err
		}
	}
	fs.over.Store(true)
	for _, w := range fs.writers {
		w.end()
	}
	return nil
}

// results sends the reply, and then what flows behind it.
func (fs *serverFlows) results(ctx context.Context) error {
	in := fs.in
	if err := in.checkSize(); err != nil {
		return err
	}
	md, err := in.packMetadata()
	if err != nil {
		return err
	}
	for _, p := range fs.pumps {
		if p.close != nil {
			defer fs.closeEarly(ctx, p)()
		}
	}
	in.rest = in.rest[:0]
	err = fs.stream.Early(ctx, payload(in.Reply, in.Enc.Refs(), &in.rest), in.Enc.Compact, md)
	if err != nil {
		return errOver
	}
	fs.replied = true
	return fs.pumpAll(ctx)
}

// closeEarly has what a pump reads from closed when the caller wants no more of it, or the call's context ends: a Read that blocks may return only then.
// Stop ends the watching. A Close that is under way is waited for by serve, which closes everything once more.
func (fs *serverFlows) closeEarly(ctx context.Context, p pump) (stop func()) {
	end := func() {
		defer func() {
			if v := recover(); v != nil { // serve, which would meet it again, may never come to close it
				fs.in.conn.panicked(fs.method.Name, v)
			}
		}()
		p.close()
	}
	fs.stream.Flow(p.flow).OnCancel(func(uint64) {
		fs.mu.Lock()
		again := fs.left&(1<<p.flow) != 0
		fs.left |= 1 << p.flow
		fs.mu.Unlock()
		if !again { // the end may take its time
			go end()
		}
	})
	stopCall := context.AfterFunc(fs.in.ctx, end)
	stopHandler := context.AfterFunc(ctx, end) // an interceptor's may end earlier
	return func() { stopCall(); stopHandler() }
}

// wasLeft reports whether the caller wanted no more of a result, which was closed.
func (fs *serverFlows) wasLeft(flow int) bool {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	return fs.left&(1<<flow) != 0
}

// pumpAll runs the pumps side by side, the first in this goroutine. It does not wait for the others when one has failed.
func (fs *serverFlows) pumpAll(ctx context.Context) error {
	if len(fs.pumps) == 0 {
		return nil
	}
	others := make(chan error, len(fs.pumps))
	for _, p := range fs.pumps[1:] {
		fs.stream.Go(func() { fs.runBeside(ctx, p, others) })
	}
	if err := fs.run(ctx, fs.pumps[0]); err != nil {
		return err
	}
	for range fs.pumps[1:] {
		if err := <-others; err != nil {
			return err
		}
	}
	return nil
}

// runBeside is run for a goroutine of its own.
func (fs *serverFlows) runBeside(ctx context.Context, p pump, ended chan<- error) {
	err := fmt.Errorf("%s: %w: an iterator ended its goroutine", fs.method.Name, Internal)
	defer func() {
		if v := recover(); v != nil {
			err = fs.in.conn.panicked(fs.method.Name, v)
		}
		if err != nil {
			fs.fail(err)
			fs.broken.Store(true)
			fs.in.ctx.cancel(context.Canceled)
		}
		ended <- err
	}()
	err = fs.run(ctx, p)
}

// run runs a pump of a result and ends its flow. That the caller wants no more is no error.
func (fs *serverFlows) run(ctx context.Context, p pump) error {
	f := fs.stream.Flow(p.flow)
	err := p.run(ctx, f)
	if p.close != nil {
		p.close()
	}
	switch {
	case stopped(err) != nil, fs.wasLeft(p.flow):
		return nil
	case fs.in.ctx.Err() != nil: // what ended with the context is not all, and an error may be that it was closed
		return fs.in.ctx.Err()
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return err
	}
	if err := f.End(); stopped(err) == nil {
		return err
	}
	return nil
}
