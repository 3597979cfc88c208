package limit

import (
	"encoding/binary"
	"io"
	"net"
	"unsafe"
)

// Handler answers calls of an operation. It appends the answer to reply and returns that; an answer of Large bytes or more it
// returns as bulk. Args are valid until it returns, or until bulk is written.
type Handler func(reply, args []byte) (appended, bulk []byte)

// Server serves connections.
type Server struct {
	Handlers []Handler // by operation
	Spawn    bool      // run each handler in a goroutine
}

// Serve accepts connections on l until that fails.
func (s *Server) Serve(l net.Listener) error {
	for {
		nc, err := l.Accept()
		if err != nil {
			return err
		}
		c := &serverConn{srv: s, nc: nc}
		go c.serve()
	}
}

type serverConn struct {
	srv  *Server
	nc   net.Conn
	args []byte // of large calls, reused
	out  []byte // answers to be written
}

func (c *serverConn) serve() {
	defer c.nc.Close()
	// The reason why a connection ended is the client's to report.
	if c.srv.Spawn {
		s := spawner{c.srv.Handlers, writer{nc: c.nc}}
		_ = frames(c.nc, s.small, s.large, func() error { return nil })
		return
	}
	_ = frames(c.nc, c.small, c.large, c.flush)
}

// small answers on the reader. What it appends is written by flush.
func (c *serverConn) small(h header, args []byte) error {
	at := len(c.out)
	out, bulk := c.srv.Handlers[h.op](appendHeader(c.out, header{id: h.id, op: h.op}), args)
	if bulk != nil {
		return c.answerLarge(h, bulk)
	}
	c.out = out
	putLength(c.out[at:], len(c.out)-at-headerSize)
	return nil
}

// large reads the arguments to where they are aligned for numbers, and answers on the reader.
func (c *serverConn) large(h header, r io.Reader) error {
	if err := c.flush(); err != nil {
		return err
	}
	if cap(c.args) < int(h.length) {
		c.args = Aligned(int(h.length))
	}
	args := c.args[:h.length]
	if _, err := io.ReadFull(r, args); err != nil {
		return err
	}
	_, bulk := c.srv.Handlers[h.op](nil, args)
	return c.answerLarge(h, bulk)
}

func (c *serverConn) answerLarge(h header, bulk []byte) error {
	c.out = appendHeader(c.out, header{uint32(len(bulk)), h.id, h.op})
	parts := net.Buffers{c.out, bulk}
	_, err := parts.WriteTo(c.nc)
	c.out = c.out[:0]
	return err
}

func (c *serverConn) flush() error {
	if len(c.out) == 0 {
		return nil
	}
	_, err := c.nc.Write(c.out)
	c.out = c.out[:0]
	return err
}

// spawner runs each handler in a goroutine.
type spawner struct {
	handlers []Handler
	w        writer
}

func (s *spawner) small(h header, args []byte) error {
	go s.answer(h, append([]byte(nil), args...))
	return nil
}

func (s *spawner) large(h header, r io.Reader) error {
	args := Aligned(int(h.length))
	if _, err := io.ReadFull(r, args); err != nil {
		return err
	}
	go s.answer(h, args)
	return nil
}

func (s *spawner) answer(h header, args []byte) {
	reply, bulk := s.handlers[h.op](nil, args)
	_ = s.w.send(header{id: h.id, op: h.op}, reply, bulk, bulk != nil) // the reader ends when this fails
}

func putLength(b []byte, n int) { binary.LittleEndian.PutUint32(b, uint32(n)) }

// Aligned returns n bytes that begin where a float64 may.
func Aligned(n int) []byte {
	return Raw(make([]float64, (n+7)/8))[:n]
}

// Raw returns the memory of numbers as bytes.
func Raw(numbers []float64) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(numbers))), 8*len(numbers))
}

// Numbers returns the memory of b, which must be aligned, as numbers.
func Numbers(b []byte) []float64 {
	return unsafe.Slice((*float64)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/8)
}
