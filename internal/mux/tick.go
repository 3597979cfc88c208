package mux

import (
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
)

// tickSoon starts watching for silence, when the first call of a while begins. It is called with mu held.
func (c *Conn) tickSoon() {
	if c.ticking {
		return
	}
	c.ticking = true
	if c.timer == nil {
		c.timer = time.AfterFunc(keepalive, c.tick)
	} else {
		c.timer.Reset(keepalive)
	}
}

// tick sends a PING when a call waits and nothing was heard for a while, and closes a connection that was
// idle for too long. It runs on the connection's timer.
func (c *Conn) tick() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err != nil {
		return
	}
	if c.idle() {
		c.tickIdle()
		return
	}
	if silent := c.silent(); silent < keepalive {
		c.timer.Reset(keepalive - silent)
		return
	}
	c.wg.Go(c.probe)
}

// silent returns how long nothing has come.
func (c *Conn) silent() time.Duration { return time.Since(c.reads) - time.Duration(c.lastRead.Load()) }

func (c *Conn) tickIdle() {
	c.ticking = false
	if c.cfg.Idle == 0 {
		return
	}
	left := c.cfg.Idle - min(c.silent(), time.Since(c.reads)-time.Duration(c.lastUse.Load()))
	if left > 0 {
		c.timer.Reset(left)
		return
	}
	c.wg.Go(func() {
		if c.server {
			c.GoAway("the connection was idle")
		} else {
			c.retire()
		}
	})
}

// retire closes a client's connection if no call is open, and takes no more in any case.
func (c *Conn) retire() {
	if idle := c.takeNoMore(); idle {
		c.fail(ErrClosed)
	}
}

// takeNoMore refuses new calls on a client's connection, and reports whether none is open.
func (c *Conn) takeNoMore() (idle bool) {
	c.mu.Lock()
	c.leaving = true
	idle = c.idle()
	c.mu.Unlock()
	c.cfg.Owner.Leaving(c)
	return idle
}

// probe ends the connection unless the other end answers a PING in time, or is heard of otherwise.
func (c *Conn) probe() {
	g := grace{acked: -1, until: time.Now().Add(pongTimeout)}
	answered, forget, err := c.ping(&g.mark)
	if err != nil {
		return
	}
	defer forget()
	ticks := time.NewTicker(time.Second)
	defer ticks.Stop()
	for waiting := true; waiting; {
		select {
		case <-answered:
			waiting = false
		case <-c.Done():
			return
		case <-ticks.C:
			acked, known := c.acked()
			if !g.lasts(time.Now(), acked, known) && c.silent() >= keepalive {
				c.fail(wire.Errorf(wire.Timeout, "the other end has been silent for %v", keepalive+pongTimeout))
				return
			}
			waiting = c.silent() >= keepalive
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		c.timer.Reset(keepalive)
	}
}

// drainGrace is how long replies may still go out after the other end has closed its half.
const drainGrace = 50 * time.Millisecond

// drainReplies lets calls finish whose client has ended its half of the connection. A client that is gone
// looks the same, so the time is short.
func (c *Conn) drainReplies() {
	for deadline := time.Now().Add(drainGrace); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		if c.active() == 0 {
			break
		}
	}
	c.w.linger(drainGrace)
}
