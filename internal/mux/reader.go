package mux

import (
	"errors"
	"io"
	"os"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
)

// readBuffer is the size of the buffer that frames are read into. It holds every frame that is not read
// straight into the message it belongs to.
const readBuffer = 64 << 10

// maxControl is the longest payload of a frame that carries no message.
const maxControl = wire.MaxTree + wire.MaxMetadata + 4<<10

// reader is the reading half of a connection. Only the goroutine that reads uses it. Between
// frames, when nothing has come, it holds no buffer.
type reader struct {
	buf        *Buffer
	start, end int // what is buffered: buf.B[start:end]

	greeted bool // the handshake, which has a deadline of its own, is over
	large   bool // the last message was large, and the next may be too

	mid   bool          // inside a frame: the peer owes bytes
	since time.Duration // when the frame began, since Conn.reads
	got   int           // of the frame
}

// buffered returns the bytes that have been read and not yet taken.
func (r *reader) buffered() []byte {
	if r.buf == nil {
		return nil
	}
	return r.buf.B[r.start:r.end]
}

// firstRead is how much is read at first where a large message may come, so that most of that is not copied.
const firstRead = 4 << 10

// most returns how much the next read may take in, 0 for all that there is room for.
func (r *reader) most(c *Conn) int {
	n := c.cfg.ReadBuffer
	if r.large && r.start == r.end && (n == 0 || n > firstRead) {
		n = firstRead
	}
	r.large = false
	return n
}

// peek returns the next n bytes without taking them. n is at most readBuffer. They are good until the next peek.
func (r *reader) peek(c *Conn, n int) ([]byte, error) {
	if n > readBuffer {
		return nil, wire.Errorf(wire.Internal, "%d bytes do not fit in the read buffer", n)
	}
	for r.end-r.start < n {
		if err := r.more(c, n); err != nil {
			return nil, err
		}
	}
	if n == 0 {
		return nil, nil
	}
	return r.buf.B[r.start : r.start+n], nil
}

// skip takes n bytes that peek has returned.
func (r *reader) skip(n int) {
	r.start += n
	if r.start == r.end {
		r.start, r.end = 0, 0
	}
}

// more reads once, behind what is buffered.
func (r *reader) more(c *Conn, want int) error {
	if r.buf != nil && r.start+want > len(r.buf.B) {
		copy(r.buf.B, r.buffered())
		r.start, r.end = 0, r.end-r.start
	}
	var n int
	var err error
	if most := r.most(c); c.raw.ok() {
		n, err = c.raw.read(r, most)
	} else {
		n, err = c.nc.Read(limit(r.room(), most))
	}
	r.end += n
	return r.account(c, n, err)
}

// room returns where the next bytes go.
func (r *reader) room() []byte {
	if r.buf == nil {
		r.buf = NewBuffer(readBuffer)
		r.start, r.end = 0, 0
	}
	return r.buf.B[r.end:]
}

// release gives an empty buffer back.
func (r *reader) release() {
	if r.buf != nil && r.start == r.end {
		r.buf.Free()
		r.buf, r.start, r.end = nil, 0, 0
	}
}

func limit(b []byte, n int) []byte {
	if n > 0 && len(b) > n {
		return b[:n]
	}
	return b
}

// account notes n bytes read, or turns err into the reason that the connection ends with.
func (r *reader) account(c *Conn, n int, err error) error {
	if n > 0 {
		c.lastRead.Store(int64(time.Since(c.reads)))
		r.got += n
		return nil
	}
	if err == nil {
		return nil
	}
	if r.mid {
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return wire.Errorf(wire.Timeout, "a frame stopped in the middle")
		}
		return noEOF(err)
	}
	return err
}

// into fills b: first with what is buffered, then straight from the connection.
func (r *reader) into(c *Conn, b []byte) error {
	n := copy(b, r.buffered())
	r.skip(n)
	r.large = len(b) >= largeBuffer/2
	for b = b[n:]; len(b) > 0; b = b[n:] {
		var err error
		n, err = c.nc.Read(limit(b, c.cfg.ReadBuffer))
		if err := r.account(c, n, err); err != nil {
			return err
		}
	}
	return nil
}

// header reads and checks the next frame header.
func (r *reader) header(c *Conn) (wire.Header, error) {
	if r.end-r.start == 0 {
		if err := r.more(c, wire.HeaderSize); err != nil {
			return wire.Header{}, err
		}
	}
	if r.end-r.start < wire.HeaderSize {
		r.enter(c, wire.HeaderSize)
	}
	b, err := r.peek(c, wire.HeaderSize)
	if err != nil {
		return wire.Header{}, err
	}
	h, err := wire.ParseHeader(b)
	r.skip(wire.HeaderSize)
	return h, err
}

// enter says that n more bytes belong to a frame that has begun: they must come at a rate of minFrameRate,
// and frameTimeout late at the most.
func (r *reader) enter(c *Conn, n int) {
	if !r.greeted {
		return
	}
	if !r.mid {
		r.mid, r.since = true, time.Since(c.reads)
	}
	allowed := frameTimeout + time.Duration(n)*time.Second/minFrameRate
	c.nc.SetReadDeadline(c.reads.Add(r.since + allowed))
}

// leave says that the frame is whole.
func (r *reader) leave(c *Conn) {
	if r.mid {
		r.mid = false
		c.nc.SetReadDeadline(time.Time{})
	}
}

// readLoop reads frames until the connection ends.
func (c *Conn) readLoop() {
	c.r.greeted = true
	err := c.readFrames()
	if err == errHandedOver {
		return
	}
	var e *wire.Error
	if errors.As(err, &e) {
		c.w.lastWords(appendGoAway(nil, wire.GoAwayFrame{Last: c.lastOpened(), Code: e.Code, Text: e.Text}))
	}
	if errors.Is(err, io.EOF) && c.server && c.active() > 0 {
		c.drainReplies()
	}
	c.fail(err)
	c.r.start, c.r.end = 0, 0
	c.r.release()
}

func (c *Conn) lastOpened() uint32 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lastIn
}

func (c *Conn) readFrames() error {
	for {
		c.w.throttle(len(c.r.buffered()) < wire.HeaderSize)
		h, err := c.r.header(c)
		if err != nil {
			return err
		}
		if h.Length > int(c.cfg.Hello.MaxFrame) {
			return wire.Errorf(wire.FrameSize, "%v frame of %d bytes is above the limit of %d", h.Type, h.Length, c.cfg.Hello.MaxFrame)
		}
		if c.r.end-c.r.start < h.Length {
			c.w.throttle(true) // the rest may be long in coming
			c.r.enter(c, h.Length)
		}
		if err := c.dispatch(h); err != nil {
			return err
		}
		c.r.leave(c)
	}
}
