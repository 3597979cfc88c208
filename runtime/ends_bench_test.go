package bluebird_test

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	"github.com/bluebird-rpc/bluebird/internal/wire"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/testdata/ok/calls/callsrpc"
)

// scripted is a connection whose other end is a function: it is given all that was written, and what it appends is read. It costs no system
// call, so that a benchmark sees the work of one end alone.
type scripted struct {
	net.Conn // nil
	answer   func(written, reply []byte) []byte

	mu     sync.Mutex
	more   sync.Cond
	out    []byte
	closed bool
}

func newScripted(answer func(written, reply []byte) []byte) *scripted {
	c := &scripted{answer: answer}
	c.more.L = &c.mu
	return c
}

func (c *scripted) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.out = c.answer(b, c.out)
	c.more.Signal()
	return len(b), nil
}

func (c *scripted) Read(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for len(c.out) == 0 && !c.closed {
		c.more.Wait()
	}
	if c.closed {
		return 0, io.EOF
	}
	n := copy(b, c.out)
	c.out = c.out[:copy(c.out, c.out[n:])]
	return n, nil
}

func (c *scripted) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	c.more.Signal()
	return nil
}

func (c *scripted) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (c *scripted) RemoteAddr() net.Addr             { return &net.TCPAddr{} }
func (c *scripted) SetDeadline(time.Time) error      { return nil }
func (c *scripted) SetReadDeadline(time.Time) error  { return nil }
func (c *scripted) SetWriteDeadline(time.Time) error { return nil }

// frames yields the frames that b holds.
func frames(b []byte, yield func(h wire.Header, payload []byte)) {
	for len(b) >= wire.HeaderSize {
		h, err := wire.ParseHeader(b)
		if err != nil {
			panic(err)
		}
		yield(h, b[wire.HeaderSize:wire.HeaderSize+h.Length])
		b = b[wire.HeaderSize+h.Length:]
	}
}

// benchGreeting is the preface of an end, and a HELLO that allows everything.
func benchGreeting() []byte {
	hello := wire.Minimum
	hello.MaxMessage, hello.MaxStreams = 1<<30, 1<<20
	hello.ConnWindow, hello.CallWindow = wire.MaxCredit, wire.MaxCredit
	b := []byte(wire.Preface)
	at := len(b)
	b = wire.AppendHeader(b, wire.Header{Type: wire.Hello})
	b = wire.AppendHello(b, hello)
	wire.PutLength(b[at:], len(b)-at-wire.HeaderSize)
	return b
}

// BenchmarkCalling is what a call costs its client, from 100 goroutines, whose server answers at once.
func BenchmarkCalling(b *testing.B) {
	mux.Poison = false
	defer func() { mux.Poison = true }()
	greeted, granted, writes := false, false, 0
	far := newScripted(func(written, reply []byte) []byte {
		if !greeted {
			greeted = true
			return append(reply, benchGreeting()...)
		}
		writes++
		frames(written, func(h wire.Header, _ []byte) {
			if h.Type != wire.Open {
				return
			}
			if !granted {
				granted = true
				at := len(reply)
				reply = wire.AppendHeader(reply, wire.Header{Type: wire.Grant, Stream: h.Stream})
				reply = wire.AppendGrant(reply, wire.GrantFrame{Method: 1, Compact: true})
				wire.PutLength(reply[at:], len(reply)-at-wire.HeaderSize)
			}
			reply = wire.AppendHeader(reply, wire.Header{Type: wire.Data, Flags: wire.End | wire.Compact, Stream: h.Stream, Length: 10})
			reply = append(reply, 0x91, 0xcb)
			reply = binary.BigEndian.AppendUint64(reply, 0x4008000000000000)
		})
		return reply
	})
	d := bluebird.Dialer{DialContext: func(context.Context, string, string) (net.Conn, error) { return far, nil }}
	c, err := d.Dial(context.Background(), "script:1")
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	client := callsrpc.NewClient(c)
	if _, err := client.Add(context.Background(), 1, 2); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	addFrom(b, client, 100)
	b.ReportMetric(float64(b.N)/float64(writes), "calls/write")
}

// BenchmarkServing is what a call costs its server, which gets 24 in one read.
func BenchmarkServing(b *testing.B) {
	mux.Poison = false
	defer func() { mux.Poison = true }()
	const batch = 24
	next, answered, over := uint32(1), 0, false
	done := make(chan struct{})
	open := func(out []byte) []byte {
		o := wire.OpenFrame{Method: 1}
		if next == 1 {
			o = wire.OpenFrame{Name: []byte("calls.Add")}
		}
		at := len(out)
		out = wire.AppendHeader(out, wire.Header{Type: wire.Open, Flags: wire.End, Stream: next})
		out = wire.AppendOpen(out, &o)
		out = append(out, 0x92, 0xcb, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0xcb, 0x40, 0, 0, 0, 0, 0, 0, 0)
		wire.PutLength(out[at:], len(out)-at-wire.HeaderSize)
		next++
		return out
	}
	far := newScripted(func(written, out []byte) []byte {
		if answered == 0 && len(written) > 7 && string(written[:7]) == wire.Preface[:7] {
			return open(out)
		}
		frames(written, func(h wire.Header, p []byte) {
			switch h.Type {
			case wire.Data:
				answered++
			case wire.Status:
				b.Log(string(p))
			}
		})
		if answered >= b.N && !over {
			over = true
			close(done)
		}
		if over {
			return out
		}
		if answered+1 == int(next) {
			for range batch {
				out = open(out)
			}
		}
		return out
	})
	far.out = benchGreeting()
	l := &oneConn{conn: far, done: make(chan struct{})}
	srv := does(&bluebird.Server{Plaintext: true}, nothing)
	b.ReportAllocs()
	b.ResetTimer()
	go srv.Serve(l)
	<-done
	b.StopTimer()
	srv.Close()
}

// oneConn is a listener with one connection.
type oneConn struct {
	conn          net.Conn
	once, closing sync.Once
	done          chan struct{}
}

func (l *oneConn) Accept() (c net.Conn, err error) {
	l.once.Do(func() { c = l.conn })
	if c != nil {
		return c, nil
	}
	<-l.done
	return nil, net.ErrClosed
}
func (l *oneConn) Close() error   { l.closing.Do(func() { close(l.done) }); return nil }
func (l *oneConn) Addr() net.Addr { return &net.TCPAddr{} }
