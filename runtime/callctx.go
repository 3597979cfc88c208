package bluebird

import (
	"context"
	"sync"
	"time"
)

// callContext is the context of a handler. It ends with its call: at the deadline, when the caller gives
// up or is lost, and when the handler returns. Its timer and channel are made when somebody asks for them.
type callContext struct {
	parent   context.Context
	conn     *serverConn
	deadline time.Time // zero is none
	rawMD    []byte    // metadata that came with the call

	mu    sync.Mutex // guards what follows
	err   error
	done  chan struct{}
	timer *time.Timer
	stop  func() bool // stops waiting for parent
	after map[*afterFunc]struct{}
	md    Metadata
	reply Metadata
}

type afterFunc struct{ f func() }

// Deadline implements context.Context.
func (c *callContext) Deadline() (time.Time, bool) {
	outer, ok := c.parent.Deadline()
	if c.deadline.IsZero() || ok && outer.Before(c.deadline) {
		return outer, ok
	}
	return c.deadline, true
}

// Done implements context.Context.
func (c *callContext) Done() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.done == nil {
		c.done = make(chan struct{})
		if c.err != nil {
			close(c.done)
		} else {
			c.watch()
		}
	}
	return c.done
}

// watch starts what ends the context by itself. It is called with mu held.
func (c *callContext) watch() {
	if !c.deadline.IsZero() && c.timer == nil {
		c.timer = time.AfterFunc(time.Until(c.deadline), func() { c.cancel(context.DeadlineExceeded) })
	}
	if c.stop == nil && c.parent.Done() != nil {
		c.stop = context.AfterFunc(c.parent, func() { c.cancel(c.parent.Err()) })
	}
}

// Err implements context.Context.
func (c *callContext) Err() error {
	c.mu.Lock()
	err := c.err
	c.mu.Unlock()
	switch {
	case err != nil:
		return err
	case !c.deadline.IsZero() && !time.Now().Before(c.deadline):
		c.cancel(context.DeadlineExceeded)
	case c.parent.Err() != nil:
		c.cancel(c.parent.Err())
	default:
		return nil
	}
	return c.Err()
}

// Value implements context.Context.
func (c *callContext) Value(key any) any {
	if key == (incomingKey{}) {
		return c
	}
	return c.parent.Value(key)
}

// AfterFunc lets package context attach children without a goroutine.
func (c *callContext) AfterFunc(f func()) (stop func() bool) {
	a := &afterFunc{f}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		go f()
		return func() bool { return false }
	}
	if c.after == nil {
		c.after = map[*afterFunc]struct{}{}
	}
	c.after[a] = struct{}{}
	c.watch()
	return func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		_, waiting := c.after[a]
		delete(c.after, a)
		return waiting
	}
}

// cancel ends the context. The first reason counts.
func (c *callContext) cancel(err error) {
	c.mu.Lock()
	if c.err != nil {
		c.mu.Unlock()
		return
	}
	c.err = err
	if c.done != nil {
		close(c.done)
	}
	if c.timer != nil {
		c.timer.Stop()
	}
	stop, after := c.stop, c.after
	c.after = nil
	c.mu.Unlock()
	if stop != nil {
		stop()
	}
	for a := range after {
		go a.f()
	}
}

func (c *callContext) metadata() Metadata {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.md == nil && len(c.rawMD) > 0 {
		c.md = Metadata{}
		parseMetadata(c.rawMD, c.md) // checked when the call came
	}
	return c.md
}

func (c *callContext) replyMetadata() Metadata {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.reply == nil {
		c.reply = Metadata{}
	}
	return c.reply
}

func (c *callContext) peer() Peer { return c.conn.peer() }
