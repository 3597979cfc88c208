package bluebirdtest

import (
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// Ending is how a connection is cut.
type Ending uint8

// The endings.
const (
	FIN Ending = iota // both ends read io.EOF once they have read what was sent before
	RST               // both ends get a "connection reset" at once
)

// CutWrites returns c, which ends as how says once n bytes have been written to it.
func CutWrites(c net.Conn, n int64, how Ending) net.Conn {
	return &cut{wrapped: wrapped{c}, write: true, left: n, how: how}
}

// CutReads returns c, which ends as how says once n bytes have been read from it.
func CutReads(c net.Conn, n int64, how Ending) net.Conn {
	return &cut{wrapped: wrapped{c}, left: n, how: how}
}

// Chop returns c, whose every Read returns at most read bytes and whose Writes are passed on in pieces of at most write
// bytes. 0 is no limit. Chop(c, 1, 1) dribbles.
func Chop(c net.Conn, read, write int) net.Conn {
	return &chopped{wrapped: wrapped{c}, readSize: read, writeSize: write}
}

// FlipWrites returns c, which flips a bit, 0 to 7, of the n-th byte written, counted from 0.
func FlipWrites(c net.Conn, n int64, bit int) net.Conn {
	return &flipped{wrapped: wrapped{c}, at: n, mask: 1 << bit}
}

// wrapped passes on what net.Conn does not name.
type wrapped struct{ net.Conn }

// CloseWrite ends the writing half, where the connection below can.
func (w wrapped) CloseWrite() error {
	if c, ok := w.Conn.(interface{ CloseWrite() error }); ok {
		return c.CloseWrite()
	}
	return syscall.ENOTSUP
}

// Reset ends the connection at once. TCP connections send a RST.
func (w wrapped) Reset() {
	switch c := w.Conn.(type) {
	case interface{ Reset() }:
		c.Reset()
		return
	case *net.TCPConn:
		c.SetLinger(0)
	}
	w.Close()
}

// cut is a connection that ends after a number of bytes.
type cut struct {
	wrapped
	write bool
	how   Ending

	mu     sync.Mutex // guards what follows
	left   int64
	closed bool // by its owner
	ended  bool // by the cut
}

func (c *cut) Read(b []byte) (int, error) {
	if !c.write {
		b = b[:c.allowed(len(b))]
	}
	n, err := c.Conn.Read(b)
	if !c.write {
		c.moved(n)
	}
	return n, c.fault("read", io.EOF, err)
}

func (c *cut) Write(b []byte) (int, error) {
	part := b
	if c.write {
		part = b[:c.allowed(len(b))]
	}
	n, err := c.Conn.Write(part)
	if c.write {
		c.moved(n)
	}
	if err == nil && n < len(b) {
		err = net.ErrClosed
	}
	return n, c.fault("write", os.NewSyscallError("write", syscall.EPIPE), err)
}

// allowed returns how many of n bytes may still pass.
func (c *cut) allowed(n int) int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.end()
	return min(int64(n), c.left)
}

// moved notes that n bytes have passed.
func (c *cut) moved(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left -= int64(n)
	c.end()
}

// end ends the connection if nothing more may pass.
func (c *cut) end() {
	if c.left > 0 || c.ended {
		return
	}
	c.ended = true
	if c.how == RST {
		c.wrapped.Reset()
	} else {
		c.Conn.Close()
	}
}

// fault returns what a Read or Write met: on this side, too, it must look as if the network did it.
func (c *cut) fault(op string, fin, err error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case err == nil || c.closed || !c.ended:
		return err
	case c.how == RST:
		return os.NewSyscallError(op, syscall.ECONNRESET)
	}
	return fin
}

func (c *cut) Close() error {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	return c.Conn.Close()
}

type chopped struct {
	wrapped
	readSize, writeSize int
}

func (c *chopped) Read(b []byte) (int, error) { return c.Conn.Read(b[:atMost(len(b), c.readSize)]) }

func (c *chopped) Write(b []byte) (n int, err error) {
	for {
		k, err := c.Conn.Write(b[n : n+atMost(len(b)-n, c.writeSize)])
		if n += k; err != nil || n == len(b) {
			return n, err
		}
	}
}

// atMost returns n, or limit if that is set and less.
func atMost(n, limit int) int {
	if limit > 0 {
		return min(n, limit)
	}
	return n
}

type flipped struct {
	wrapped
	mask byte

	mu sync.Mutex // guards at
	at int64
}

func (c *flipped) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at >= 0 && c.at < int64(len(b)) {
		b = append([]byte(nil), b...) // it is not ours to change
		b[c.at] ^= c.mask
	}
	n, err := c.Conn.Write(b)
	c.at -= int64(n)
	return n, err
}

// Stalled is a connection that stands still while it is told to, as one does whose cable is pulled: reads bring nothing
// and writes wait, until a deadline passes or the connection is closed.
type Stalled struct {
	wrapped

	mu            sync.Mutex // guards what follows
	changed       sync.Cond
	reads, writes bool // stand still
	closed        bool
	left          int64  // bytes to be written before writes stand still, or -1
	held          []byte // read while reads stood still
	reading       time.Time
	writing       time.Time
	timers        [2]*time.Timer
}

// Stall returns c, which moves until its Stop, StopReads, StopWrites or StopAfter is called.
func Stall(c net.Conn) *Stalled {
	s := &Stalled{wrapped: wrapped{c}, left: -1}
	s.changed.L = &s.mu
	return s
}

// Stop makes reads and writes stand still, those too that wait already.
func (s *Stalled) Stop() { s.set(true, true) }

// StopReads makes reads stand still.
func (s *Stalled) StopReads() { s.set(true, false) }

// StopWrites makes writes stand still.
func (s *Stalled) StopWrites() { s.set(false, true) }

// StopAfter makes writes stand still once n more bytes have been written.
func (s *Stalled) StopAfter(n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.left = n
}

// Resume lets reads and writes go on.
func (s *Stalled) Resume() { s.set(false, false) }

func (s *Stalled) set(reads, writes bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads, s.writes, s.left = reads, writes, -1
	s.changed.Broadcast()
}

// wait returns when *still is false, the deadline has passed or the connection is closed.
func (s *Stalled) wait(still *bool, deadline *time.Time) error {
	for *still && !s.closed {
		if d := *deadline; !d.IsZero() && !time.Now().Before(d) {
			return os.ErrDeadlineExceeded
		}
		s.changed.Wait()
	}
	return nil
}

// Read reads when the connection moves.
func (s *Stalled) Read(b []byte) (int, error) {
	if n, err := s.readHeld(b); n > 0 || err != nil {
		return n, err
	}
	n, err := s.Conn.Read(b)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.reads || n == 0 {
		return n, err
	}
	s.held = append(s.held, b[:n]...)
	if err := s.wait(&s.reads, &s.reading); err != nil {
		return 0, err
	}
	return s.takeHeld(b), nil
}

// readHeld waits until the connection moves, and returns what was read while it did not.
func (s *Stalled) readHeld(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.wait(&s.reads, &s.reading); err != nil {
		return 0, err
	}
	return s.takeHeld(b), nil
}

func (s *Stalled) takeHeld(b []byte) int {
	n := copy(b, s.held)
	s.held = s.held[n:]
	return n
}

// Write writes when the connection moves.
func (s *Stalled) Write(b []byte) (n int, err error) {
	for {
		s.mu.Lock()
		err := s.wait(&s.writes, &s.writing)
		part := b[n:]
		if s.left >= 0 {
			part = part[:min(int64(len(part)), s.left)]
			s.left -= int64(len(part))
			s.writes = s.left == 0
		}
		s.mu.Unlock()
		if err != nil {
			return n, err
		}
		k, err := s.Conn.Write(part)
		if n += k; err != nil || n == len(b) {
			return n, err
		}
	}
}

// SetDeadline sets both deadlines.
func (s *Stalled) SetDeadline(t time.Time) error {
	s.alarm(0, &s.reading, t)
	s.alarm(1, &s.writing, t)
	return s.Conn.SetDeadline(t)
}

// SetReadDeadline sets the deadline of reads.
func (s *Stalled) SetReadDeadline(t time.Time) error {
	s.alarm(0, &s.reading, t)
	return s.Conn.SetReadDeadline(t)
}

// SetWriteDeadline sets the deadline of writes.
func (s *Stalled) SetWriteDeadline(t time.Time) error {
	s.alarm(1, &s.writing, t)
	return s.Conn.SetWriteDeadline(t)
}

// alarm notes a deadline, and wakes those who wait when it passes.
func (s *Stalled) alarm(i int, deadline *time.Time, t time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*deadline = t
	if s.timers[i] != nil {
		s.timers[i].Stop()
		s.timers[i] = nil
	}
	if !t.IsZero() && !s.closed {
		s.timers[i] = time.AfterFunc(time.Until(t), s.wakeAll)
	}
	s.changed.Broadcast()
}

func (s *Stalled) wakeAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changed.Broadcast()
}

// Close ends the connection, whether it stands still or not.
func (s *Stalled) Close() error {
	s.mu.Lock()
	s.closed = true
	for _, t := range s.timers {
		if t != nil {
			t.Stop()
		}
	}
	s.changed.Broadcast()
	s.mu.Unlock()
	return s.Conn.Close()
}

// Recorder is a connection that notes how large its reads and writes are.
type Recorder struct {
	wrapped

	mu     sync.Mutex // guards what follows
	reads  []int
	writes []int
}

// Record returns c with a Recorder around it.
func Record(c net.Conn) *Recorder { return &Recorder{wrapped: wrapped{c}} }

// Read notes the length of b, which is the most that the call could have moved.
func (r *Recorder) Read(b []byte) (int, error) {
	r.mu.Lock()
	r.reads = append(r.reads, len(b))
	r.mu.Unlock()
	return r.Conn.Read(b)
}

// Write notes the length of b.
func (r *Recorder) Write(b []byte) (int, error) {
	r.mu.Lock()
	r.writes = append(r.writes, len(b))
	r.mu.Unlock()
	return r.Conn.Write(b)
}

// Reads returns how long the buffers were that Read was given so far.
func (r *Recorder) Reads() []int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]int(nil), r.reads...)
}

// Writes returns how long the buffers were that Write was given so far.
func (r *Recorder) Writes() []int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]int(nil), r.writes...)
}
