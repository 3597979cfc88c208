package mux

// drain watches whether what a connection has written goes anywhere. On a slow link it takes minutes to leave the kernel's buffers, while which no
// write is possible, and no PING behind it is answered.
type drain struct {
	acked int64 // bytes that the other end's kernel has acknowledged
	begun bool
}

// moved reports whether the other end has taken anything since moved was last called, and the first time whether that can be known.
func (d *drain) moved(c *Conn) bool {
	raw := &c.raw
	if b := baseOf(c.nc); b != nil {
		raw = &b.raw
	}
	unsent := raw.unsent()
	c.w.mu.Lock()
	acked := c.w.written - int64(unsent) // below TLS a little less
	c.w.mu.Unlock()
	before := *d
	*d = drain{acked, true}
	return unsent >= 0 && (!before.begun || acked > before.acked)
}
