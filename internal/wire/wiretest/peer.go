package wiretest

import (
	"errors"
	"io"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
)

// timeout is how long a Peer waits for the other end. Tests that pass never wait so long.
const timeout = 30 * time.Second

// Peer is one end of a connection that a test speaks for. What goes wrong fails the test at once, so its
// methods are for the goroutine of the test.
type Peer struct {
	Conn net.Conn

	// Print makes the peer log every frame that it sends or receives.
	Print bool

	// Timeout is how long Recv waits.
	Timeout time.Duration

	t       testing.TB
	in, out Parser
	buf     []byte // read and not yet taken
}

// NewPeer returns a peer that speaks through conn, which is closed when the test ends.
func NewPeer(t testing.TB, conn net.Conn) *Peer {
	t.Cleanup(func() { conn.Close() })
	return &Peer{Conn: conn, Timeout: timeout, t: t}
}

// Client returns a peer that has greeted the server behind conn as a client and was greeted back. The limits of
// its HELLO are as large as the protocol allows.
func Client(t testing.TB, conn net.Conn) *Peer {
	t.Helper()
	p := NewPeer(t, conn)
	p.Greet()
	p.ExpectGreeting()
	return p
}

// Server returns a peer that has been greeted by the client behind conn and greeted back.
func Server(t testing.TB, conn net.Conn) *Peer {
	t.Helper()
	p := NewPeer(t, conn)
	p.ExpectGreeting()
	p.Greet()
	return p
}

// Generous is a HELLO with limits so large that no test meets them.
var Generous = wire.HelloFrame{
	MinVersion: wire.Version, MaxVersion: wire.Version,
	MaxFrame: 1 << 20, MaxMessage: 1 << 30, MaxStreams: 1 << 20,
	ConnWindow: wire.MaxCredit, CallWindow: wire.MaxCredit, FlowWindow: wire.MaxCredit,
	MaxMetadata: wire.MaxMetadata, Build: "wiretest",
}

// Greet sends the preface and a generous HELLO.
func (p *Peer) Greet() { p.t.Helper(); p.GreetWith(Generous) }

// GreetWith sends the preface and h.
func (p *Peer) GreetWith(h wire.HelloFrame) {
	p.t.Helper()
	p.SendBytes(Hello(h).Append([]byte(wire.Preface)))
}

// ExpectGreeting reads the other end's preface and HELLO, and returns the latter.
func (p *Peer) ExpectGreeting() wire.HelloFrame {
	p.t.Helper()
	p.ExpectPreface()
	return *p.Expect(wire.Hello).Hello
}

// ExpectPreface reads the other end's preface.
func (p *Peer) ExpectPreface() {
	p.t.Helper()
	b, err := p.peek(len(wire.Preface))
	if err != nil || string(b) != wire.Preface {
		p.t.Fatalf("preface = %q, %v; want %q", p.buf, err, wire.Preface)
	}
	p.buf = p.buf[len(wire.Preface):]
}

// SendBytes sends b as it is. The other end may take its time: the write has the Timeout of the peer.
func (p *Peer) SendBytes(b []byte) {
	p.t.Helper()
	if err := p.TrySend(b); err != nil {
		p.t.Fatalf("sending %d bytes: %v", len(b), err)
	}
}

// TrySend sends b as it is, and returns what went wrong.
func (p *Peer) TrySend(b []byte) error {
	p.Conn.SetWriteDeadline(time.Now().Add(p.Timeout))
	_, err := p.Conn.Write(b)
	return err
}

// Send sends frames, in one write.
func (p *Peer) Send(frames ...Frame) {
	p.t.Helper()
	var b []byte
	for _, f := range frames {
		b = f.Append(b)
		if p.Print {
			p.t.Logf("→ %s", p.out.print(f))
		}
	}
	p.SendBytes(b)
}

func (p *Parser) print(f Frame) string {
	parts, err := p.Parse(f)
	if err != nil {
		return f.String()
	}
	return parts.String()
}

// TryRecv returns the next frame. The error is io.EOF if the other end has closed the connection between frames.
// The parts are the caller's.
func (p *Peer) TryRecv() (Parts, error) {
	b, err := p.peek(wire.HeaderSize)
	if err != nil {
		return Parts{}, err
	}
	h, err := wire.ParseHeader(b)
	if err != nil {
		return Parts{}, err
	}
	if b, err = p.peek(wire.HeaderSize + h.Length); err != nil {
		return Parts{}, err
	}
	p.buf = p.buf[len(b):]
	parts, err := p.in.Parse(Frame{h, slices.Clone(b[wire.HeaderSize:])})
	if p.Print {
		p.t.Logf("← %s", parts)
	}
	return parts, err
}

// Recv returns the next frame.
func (p *Peer) Recv() Parts {
	p.t.Helper()
	parts, err := p.TryRecv()
	if err != nil {
		p.t.Fatalf("receiving a frame: %v", err)
	}
	return parts
}

// Expect returns the next frame of type want. PING is answered and CREDIT skipped on the way; any other frame
// is a failure.
func (p *Peer) Expect(want wire.Type) Parts {
	p.t.Helper()
	for {
		parts := p.Recv()
		switch {
		case parts.Type == want:
			return parts
		case parts.Type == wire.Ping && parts.Flags == 0:
			p.Send(Ping(wire.Ack, parts.Ping))
		case parts.Type != wire.Credit:
			p.t.Fatalf("received %v; want %v", parts, want)
		}
	}
}

// ExpectMessage returns the next message of flow 0 of a stream, put together from its fragments. GRANT and CREDIT are skipped.
func (p *Peer) ExpectMessage(stream uint32) []byte {
	p.t.Helper()
	var message []byte
	for {
		parts := p.Recv()
		switch {
		case parts.Type == wire.Grant || parts.Type == wire.Credit:
			continue
		case parts.Type != wire.Data && parts.Type != wire.Open || parts.Stream != stream || parts.Flow != 0:
			p.t.Fatalf("received %v; want DATA %d", parts, stream)
		}
		message = append(message, parts.Bytes...)
		if parts.Flags&wire.More == 0 {
			return message
		}
	}
}

// ExpectOpen returns the next OPEN. PING is answered, CREDIT and CANCEL are skipped.
func (p *Peer) ExpectOpen() Parts {
	p.t.Helper()
	for {
		parts := p.Recv()
		switch {
		case parts.Type == wire.Open:
			return parts
		case parts.Type == wire.Ping && parts.Flags == 0:
			p.Send(Ping(wire.Ack, parts.Ping))
		case parts.Type != wire.Credit && parts.Type != wire.Cancel:
			p.t.Fatalf("received %v; want OPEN", parts)
		}
	}
}

// ExpectStatus returns the STATUS of a stream. GRANT and CREDIT are skipped.
func (p *Peer) ExpectStatus(stream uint32) Parts {
	p.t.Helper()
	for {
		parts := p.Recv()
		switch {
		case parts.Type == wire.Grant || parts.Type == wire.Credit:
		case parts.Type == wire.Status && parts.Stream == stream:
			return parts
		default:
			p.t.Fatalf("received %v; want STATUS %d", parts, stream)
		}
	}
}

// ExpectGoAway reads until a GOAWAY comes, and requires it to have a code. Other frames on the way are passed over.
func (p *Peer) ExpectGoAway(code wire.Code) wire.GoAwayFrame {
	p.t.Helper()
	for {
		parts, err := p.TryRecv()
		if err != nil {
			p.t.Fatalf("receiving GOAWAY %v: %v", code, err)
		}
		if parts.Type != wire.GoAway {
			continue
		}
		if parts.GoAway.Code != code {
			p.t.Fatalf("received %v; want code %v", parts, code)
		}
		return *parts.GoAway
	}
}

// ExpectClose reads until the other end closes the connection, passes over the frames on the way, and returns the
// last of them. A connection that is reset counts as closed, one that stays open until the Timeout does not.
func (p *Peer) ExpectClose() (last Parts) {
	p.t.Helper()
	for {
		parts, err := p.TryRecv()
		var ne net.Error
		switch {
		case err == nil:
			last = parts
		case errors.As(err, &ne) && ne.Timeout():
			p.t.Fatalf("the connection is still open after %v; the last frame was %v", p.Timeout, last)
		default:
			return last
		}
	}
}

// peek returns the next n bytes without taking them.
func (p *Peer) peek(n int) ([]byte, error) {
	p.Conn.SetReadDeadline(time.Now().Add(p.Timeout))
	for len(p.buf) < n {
		chunk := make([]byte, 64<<10)
		k, err := p.Conn.Read(chunk)
		p.buf = append(p.buf, chunk[:k]...)
		if err != nil && len(p.buf) < n {
			if errors.Is(err, io.EOF) && len(p.buf) > 0 {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
	}
	return p.buf[:n], nil
}
