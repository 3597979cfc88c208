package mux

import (
	"errors"
	"net"
	"os"
	"sync"
	"time"
)

// Base is a connection for TLS to run over. Once a Conn uses it, its writes do not block: what the kernel does not take is kept,
// and sent by whoever may wait. So callers may encrypt and write for each other as they do without TLS.
type Base struct {
	net.Conn
	raw   rawConn
	limit int

	mu       sync.Mutex // guards what follows
	async    bool
	flushing bool
	rest     []byte // what the kernel has not taken
}

// NewBase wraps nc, which must be a TCP or unix connection for writes not to block. Limit is the most that one write moves, 0 for
// no limit.
func NewBase(nc net.Conn, limit int) *Base {
	b := &Base{Conn: nc, limit: limit}
	b.raw.init(nc)
	return b
}

// baseOf returns the Base below a TLS connection, nil if there is none or its writes block.
func baseOf(nc net.Conn) *Base {
	t, ok := nc.(interface{ NetConn() net.Conn })
	if !ok {
		return nil
	}
	b, ok := t.NetConn().(*Base)
	if !ok || !b.raw.ok() {
		return nil
	}
	return b
}

// start makes writes return at once.
func (b *Base) start() {
	b.mu.Lock()
	b.async = true
	b.mu.Unlock()
}

// Write implements net.Conn.
func (b *Base) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.async {
		return b.Conn.Write(p)
	}
	n := 0
	for n < len(p) && len(b.rest) == 0 && !b.flushing {
		piece := limit(p[n:], b.limit)
		k, err := b.raw.write(piece)
		n += k
		if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			return n, err
		}
		if k < len(piece) {
			break
		}
	}
	b.rest = append(b.rest, p[n:]...)
	return len(p), nil
}

// pending reports whether something is kept.
func (b *Base) pending() bool {
	if b == nil {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.rest) > 0
}

// flush sends what is kept, and waits for it. It fails when the other end takes nothing for writeTimeout.
func (b *Base) flush() error {
	for {
		b.mu.Lock()
		rest := b.rest
		b.rest = nil
		b.flushing = len(rest) > 0
		b.mu.Unlock()
		if len(rest) == 0 {
			return nil
		}
		if err := b.writeAll(rest); err != nil {
			return err
		}
	}
}

func (b *Base) writeAll(p []byte) error {
	for len(p) > 0 {
		b.Conn.SetWriteDeadline(time.Now().Add(writeTimeout))
		n, err := b.Conn.Write(limit(p, b.limit))
		p = p[n:]
		if err != nil && (n == 0 || !errors.Is(err, os.ErrDeadlineExceeded)) {
			return err
		}
	}
	return nil
}
