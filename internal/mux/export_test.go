package mux

// Held returns the memory that c holds for unfinished messages, in bytes.
func (c *Conn) Held() int64 {
	c.assembled.mu.Lock()
	defer c.assembled.mu.Unlock()
	return c.assembled.used
}

// Active returns how many calls are open.
func (c *Conn) Active() int { return c.active() }

// UseUp leaves numbers for only n more calls.
func (c *Conn) UseUp(n uint32) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lastIn = lastStream - n
}

// Unread returns what waits on flows to be received, in bytes of windows.
func (c *Conn) Unread() int64 { return c.unread.n.Load() }

// MemoryUsed returns what the connections of a server use of their common memory, in bytes.
func (c *Conn) MemoryUsed() int64 { return c.cfg.Memory.used.Load() }
