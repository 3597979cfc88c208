package bluebirdtest

import (
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// bufferSize is how many bytes a connection in memory holds in each direction.
const bufferSize = 64 << 10

// Pipe returns the two ends of a connection in memory. It behaves like a TCP connection and not like net.Pipe: up to
// 64 KiB in each direction are taken without a reader, deadlines work, what was written before Close still arrives,
// and both ends have the methods
//
//	CloseWrite() error // ends the writing half, as a FIN does
//	Reset()            // ends both halves at once and drops what is on its way, as a RST does
//
// The ends start no goroutines, and work inside the bubbles of testing/synctest.
func Pipe() (client, server net.Conn) { return newPipe("client", "server") }

func newPipe(client, server string) (*pipeConn, *pipeConn) {
	up, down := newHalf(), newHalf()
	return &pipeConn{in: down, out: up, local: Addr(client), remote: Addr(server)},
		&pipeConn{in: up, out: down, local: Addr(server), remote: Addr(client)}
}

// Addr is the address of a connection or Listener in memory.
type Addr string

// Network returns "memory".
func (Addr) Network() string { return "memory" }

// String returns the name that the end was given.
func (a Addr) String() string { return string(a) }

// pipeConn is one end of a Pipe.
type pipeConn struct {
	in, out       *half
	local, remote Addr
}

// half carries the bytes of one direction.
type half struct {
	mu       sync.Mutex // guards what follows
	changed  sync.Cond
	data     []byte
	start    int   // data[start:] is what has not been read
	sent     bool  // the writer has ended
	unread   bool  // the reader has closed
	broken   error // reset; for both sides
	reading  deadline
	writing  deadline
	readEnd  error // what Read returns once its own side has closed
	writeEnd error // what Write returns once its own side has ended
}

func newHalf() *half {
	h := &half{}
	h.changed.L = &h.mu
	h.reading.half, h.writing.half = h, h
	return h
}

func (h *half) read(b []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for {
		switch {
		case h.readEnd != nil:
			return 0, h.readEnd
		case h.reading.passed:
			return 0, os.ErrDeadlineExceeded
		case len(b) == 0:
			return 0, nil
		case h.broken != nil:
			return 0, h.broken
		case len(h.data) > h.start:
			n := copy(b, h.data[h.start:])
			h.take(n)
			return n, nil
		case h.sent:
			return 0, io.EOF
		}
		h.changed.Wait()
	}
}

// take removes the first n bytes.
func (h *half) take(n int) {
	if h.start += n; h.start == len(h.data) {
		h.data, h.start = h.data[:0], 0
	}
	h.changed.Broadcast()
}

// put appends as much of b as there is room for, and returns the rest.
func (h *half) put(b []byte) (rest []byte) {
	n := min(len(b), bufferSize-(len(h.data)-h.start))
	if n > 0 && h.start > 0 && len(h.data)+n > cap(h.data) {
		h.data = h.data[:copy(h.data, h.data[h.start:])]
		h.start = 0
	}
	h.data = append(h.data, b[:n]...)
	return b[n:]
}

func (h *half) write(b []byte) (n int, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for {
		switch {
		case h.writeEnd != nil:
			return n, h.writeEnd
		case h.writing.passed:
			return n, os.ErrDeadlineExceeded
		case h.broken != nil:
			return n, h.broken
		case h.unread:
			return n, syscall.EPIPE
		}
		rest := h.put(b)
		if len(rest) < len(b) {
			h.changed.Broadcast()
		}
		n += len(b) - len(rest)
		if b = rest; len(b) == 0 {
			return n, nil
		}
		h.changed.Wait()
	}
}

// change runs f and wakes all who wait.
func (h *half) change(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f()
	h.changed.Broadcast()
}

// deadline is the deadline of one side of a half. The half's mutex guards it.
type deadline struct {
	half   *half
	timer  *time.Timer
	passed bool
}

func (d *deadline) set(at time.Time) {
	if d.timer != nil {
		d.timer.Stop()
		d.timer = nil
	}
	d.passed = false
	if at.IsZero() {
		return
	}
	left := time.Until(at)
	if d.passed = left <= 0; d.passed {
		return
	}
	var timer *time.Timer
	timer = time.AfterFunc(left, func() {
		d.half.change(func() { d.passed = d.passed || d.timer == timer })
	})
	d.timer = timer
}

func (c *pipeConn) Read(b []byte) (int, error) {
	n, err := c.in.read(b)
	return n, c.wrap("read", err)
}

func (c *pipeConn) Write(b []byte) (int, error) {
	n, err := c.out.write(b)
	return n, c.wrap("write", err)
}

// wrap gives an error the form that the net package gives it.
func (c *pipeConn) wrap(op string, err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	if errno, ok := err.(syscall.Errno); ok {
		err = os.NewSyscallError(op, errno)
	}
	return &net.OpError{Op: op, Net: "memory", Source: c.local, Addr: c.remote, Err: err}
}

// Close ends both halves. The other end can still read what was written before.
func (c *pipeConn) Close() error {
	closed := false
	c.in.change(func() {
		closed = c.in.readEnd != nil
		c.in.readEnd, c.in.unread = net.ErrClosed, true
		c.in.data, c.in.start = nil, 0
		c.in.reading.set(time.Time{})
	})
	c.out.change(func() {
		c.out.writeEnd, c.out.sent = net.ErrClosed, true
		c.out.writing.set(time.Time{})
	})
	if closed {
		return c.wrap("close", net.ErrClosed)
	}
	return nil
}

// CloseWrite ends the writing half: the other end reads what is left and then io.EOF.
func (c *pipeConn) CloseWrite() error {
	var err error
	c.out.change(func() {
		if err = c.out.writeEnd; err == nil {
			c.out.writeEnd, c.out.sent = syscall.EPIPE, true
		}
	})
	return c.wrap("close", err)
}

// Reset closes this end and breaks the other, which reads nothing of what was on its way.
func (c *pipeConn) Reset() {
	for _, h := range []*half{c.in, c.out} {
		h.change(func() { h.broken, h.data, h.start = syscall.ECONNRESET, nil, 0 })
	}
	c.Close()
}

func (c *pipeConn) LocalAddr() net.Addr  { return c.local }
func (c *pipeConn) RemoteAddr() net.Addr { return c.remote }

func (c *pipeConn) SetDeadline(t time.Time) error {
	err := c.SetReadDeadline(t)
	if err == nil {
		err = c.SetWriteDeadline(t)
	}
	return err
}

func (c *pipeConn) SetReadDeadline(t time.Time) (err error) {
	c.in.change(func() {
		if err = c.in.readEnd; err == nil {
			c.in.reading.set(t)
		}
	})
	return c.wrap("set", err)
}

func (c *pipeConn) SetWriteDeadline(t time.Time) (err error) {
	c.out.change(func() {
		if c.out.writeEnd != nil {
			err = net.ErrClosed
			return
		}
		c.out.writing.set(t)
	})
	return c.wrap("set", err)
}
