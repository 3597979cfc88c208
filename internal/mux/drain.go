package mux

import "time"

// leastDrain is how much of what was written has to reach the other end in a second for the connection to count as slow, and not as dead.
const leastDrain = 1 << 10

// acked returns how many of the bytes written the other end's kernel has acknowledged, below TLS a few less, if that can be known.
func (c *Conn) acked() (n int64, known bool) {
	raw := &c.raw
	if c.w.base != nil {
		raw = &c.w.base.raw
	}
	unsent := raw.unsent()
	c.w.mu.Lock()
	defer c.w.mu.Unlock()
	return c.w.written - int64(unsent), unsent >= 0
}

// grace is how long the answer to a PING may take: pongTimeout, begun anew while the kernels still carry what was written before the PING. On a slow
// link that takes minutes. When the other end's kernel has the PING, there is nothing more to wait for than the other end.
type grace struct {
	mark  int64 // where the PING ends in all that is written
	acked int64 // when it was last asked; -1 before
	until time.Time
}

// lasts reports, once in a second, whether the answer may still come.
func (g *grace) lasts(now time.Time, acked int64, known bool) bool {
	if known && 0 <= g.acked && g.acked < g.mark && acked >= min(g.acked+leastDrain, g.mark) {
		g.until = now.Add(pongTimeout)
	}
	g.acked = acked
	return now.Before(g.until)
}
