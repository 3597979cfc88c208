package bluebird_test

import (
	"context"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/testdata/ok/calls/callsrpc"
	"github.com/tinylib/msgp/msgp"
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

// frames calls do with each frame that b holds.
func frames(b []byte, do func(wiretest.Frame)) {
	for len(b) > 0 {
		f, rest, err := wiretest.ParseFrame(b)
		if err != nil {
			panic(err)
		}
		do(f)
		b = rest
	}
}

// greeting is the preface of an end and its HELLO.
func greeting() []byte { return wiretest.Hello(wiretest.Generous).Append([]byte(wire.Preface)) }

// BenchmarkCalling is what a call costs its client, from 100 goroutines, whose server answers at once.
func BenchmarkCalling(b *testing.B) {
	asInPrograms(b)
	greeted, granted, writes := false, false, 0
	three := msgp.AppendFloat64(msgp.AppendArrayHeader(nil, 1), 3)
	far := newScripted(func(written, reply []byte) []byte {
		if !greeted {
			greeted = true
			return append(reply, greeting()...)
		}
		writes++
		frames(written, func(f wiretest.Frame) {
			if f.Type != wire.Open {
				return
			}
			if !granted {
				granted = true
				reply = wiretest.Grant(f.Stream, wire.GrantFrame{Method: 1, Compact: true}).Append(reply)
			}
			reply = wiretest.Data(f.Stream, 0, wire.End|wire.Compact, three).Append(reply)
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
	addFrom(b, client, 100)
	b.ReportMetric(float64(b.N)/float64(writes), "calls/write")
}

// BenchmarkServing is what a call costs its server, which gets 24 in one read.
func BenchmarkServing(b *testing.B) {
	asInPrograms(b)
	const batch = 24
	next, answered, over := uint32(1), 0, false
	done := make(chan struct{})
	args := msgp.AppendFloat64(msgp.AppendFloat64(msgp.AppendArrayHeader(nil, 2), 1), 2)
	call := wiretest.Call(1, "calls.Add", args) // the first
	open := func(out []byte) []byte {
		call.Stream = next
		next++
		out = call.Append(out)
		if next == 2 {
			call = wiretest.Open(next, wire.OpenFrame{Method: 1}, args)
		}
		return out
	}
	far := newScripted(func(written, out []byte) []byte {
		if answered == 0 && len(written) > 7 && string(written[:7]) == wire.Preface[:7] {
			return open(out)
		}
		frames(written, func(f wiretest.Frame) {
			if f.Type == wire.Data || f.Type == wire.Status {
				answered++
			}
			if f.Type == wire.Status {
				b.Error(f)
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
	far.out = greeting()
	l := &oneConn{conn: far, done: make(chan struct{})}
	srv := does(&bluebird.Server{Plaintext: true}, nothing)
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
