package bluebird

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"sync/atomic"
)

// Interceptor runs around every call of a Server or a Conn; the first of several is the outermost. It may look at
// ctx and call, pass another context on, and change the error. If it does not call next, the call is not
// made, or its handler not run. Next may be called at most once, and returns when the call has ended; on a client whose caller
// still receives what flows, that is when the server has ended it. A panic of a handler is an error of next.
//
// Next may be called in another goroutine, and an interceptor may return before it, as one does that has a timeout of its own. Then the
// caller gets what the interceptor has returned, which must be an error, and what becomes of next is dropped. The interceptor should end the context that it has
// passed on: until then the call goes on, and on a server the handler does, for which nobody waits. A client's call that sends what belongs to its caller,
// as large payloads and flows do, is ended at once, and its caller waits for that; where results flow, if the context passed on ends with the interceptor's own.
//
// Call is good until the interceptor has returned.
type Interceptor func(ctx context.Context, call *Call, next func(context.Context) error) error

// passage is the way of a call through the interceptors of one end. It is not pooled: what it has given out as next may be called at any time.
type passage struct {
	call   *Call
	last   func(context.Context) error // the call itself
	inside atomic.Int32                // uses of next that have not returned; farOut is added when the interceptors have

	mu   sync.Mutex // guards what follows, which changes in the goroutine of run
	left bool       // the interceptors have returned before a next: what it uses is not to be used again
}

const farOut = math.MinInt32

var (
	// errLeft is what next returns that is called when the interceptors have returned.
	errLeft = fmt.Errorf("an interceptor called next when it had returned: %w", Internal)
	// errUnwaited is what becomes of the call when interceptors report success without having waited for it.
	errUnwaited = errors.New("an interceptor reports success, but has not waited for next")
)

// run runs the call inside the interceptors.
func (p *passage) run(ctx context.Context, chain []Interceptor) error {
	defer p.close() // also when one panics
	return p.through(ctx, chain)
}

// through runs what is left of the way.
func (p *passage) through(ctx context.Context, chain []Interceptor) error {
	if len(chain) == 0 {
		return p.last(ctx)
	}
	var called atomic.Bool
	return chain[0](ctx, p.call, func(ctx context.Context) error {
		defer p.inside.Add(-1)
		if p.inside.Add(1) <= 0 {
			return errLeft
		}
		if called.Swap(true) {
			return fmt.Errorf("%s: an interceptor called next twice: %w", p.call.method.Name, Internal)
		}
		return p.through(ctx, chain[1:])
	})
}

// close lets no next begin any more.
func (p *passage) close() {
	if p.inside.Add(farOut) == farOut {
		return
	}
	p.mu.Lock()
	p.left = true
	p.mu.Unlock()
}

// wasLeft is for the goroutine of run, which has returned. A nil passage is that of a call without interceptors.
func (p *passage) wasLeft() bool { return p != nil && p.left }

// unlessLeft does something that the caller sees, unless he has returned already.
func (p *passage) unlessLeft(do func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.left {
		do()
	}
}

// making is a call that is made inside interceptors, which may return before it.
type making struct {
	mu      sync.Mutex // held while it is made; guards stopped
	stopped bool       // it is not to be made any more
}

// do makes the call. Begun, which may be nil, is called when it has gone well.
func (m *making) do(ctx context.Context, call *Call, begun func()) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.stopped {
		return errLeft
	}
	err := call.do(ctx)
	if err == nil && begun != nil {
		begun()
	}
	return err
}

// stop waits for do, which cancel ends: what it uses is the caller's again.
func (m *making) stop(cancel context.CancelFunc) {
	cancel()
	m.mu.Lock()
	defer m.mu.Unlock()
	m.stopped = true
}
