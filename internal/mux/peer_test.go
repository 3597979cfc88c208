package mux_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
)

// served returns a client by hand, greeted, of a server with handler h.
func served(t *testing.T, h mux.Handler, change func(*mux.Config)) (*wiretest.Peer, *mux.Conn) {
	t.Helper()
	return servedTo(t, wiretest.Generous, h, change)
}

// servedTo is served with a client that greets with hello.
func servedTo(t *testing.T, hello wire.HelloFrame, h mux.Handler, change func(*mux.Config)) (*wiretest.Peer, *mux.Conn) {
	t.Helper()
	a, b := tcp(t)
	cfg := config()
	cfg.Watch = new(mux.Watch)
	if change != nil {
		change(&cfg)
	}
	server := mux.NewServer(b, &cfg, h)
	done := make(chan error, 1)
	go func() { done <- server.Serve() }()
	t.Cleanup(func() {
		server.Close()
		<-done
		cfg.Workers.Close()
	})
	p := wiretest.NewPeer(t, a)
	p.GreetWith(hello)
	p.ExpectGreeting()
	return p, server
}

// client returns a client of a server by hand that greets with h.
func client(t *testing.T, h wire.HelloFrame, change func(*mux.Config)) (*mux.Conn, *wiretest.Peer) {
	t.Helper()
	a, b := tcp(t)
	return clientOver(t, a, b, h, change)
}

// clientOver is client over a connection with the ends a and b.
func clientOver(t *testing.T, a, b net.Conn, h wire.HelloFrame, change func(*mux.Config)) (*mux.Conn, *wiretest.Peer) {
	t.Helper()
	cfg := config()
	cfg.Owner = &owner{}
	if change != nil {
		change(&cfg)
	}
	p := wiretest.NewPeer(t, b)
	p.GreetWith(h)
	c, err := mux.NewClient(bluebirdtest.Soon(t), a, &cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	p.ExpectGreeting()
	return c, p
}

// TestOversizedRefusalEndsTheHandshake greets with a GOAWAY that is longer than the buffer of the reader, over a
// connection without a file descriptor, as TLS is one.
func TestOversizedRefusalEndsTheHandshake(t *testing.T) {
	a, b := tcp(t)
	cfg := config()
	server := mux.NewServer(struct{ net.Conn }{b}, &cfg, &handler{serve: echo})
	done := make(chan error, 1)
	go func() { done <- server.Serve() }()
	frame := wiretest.GoAway(wire.GoAwayFrame{Text: string(bytes.Repeat([]byte{'x'}, 70_000))})
	if _, err := a.Write(frame.Append([]byte(wire.Preface))); err != nil {
		t.Fatal(err)
	}
	a.(*net.TCPConn).CloseWrite()
	defer a.Close()
	go io.Copy(io.Discard, a)
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("the server is still busy with the greeting")
	}
}

// TestAnswersDoNotWaitForTheNextFrame sends calls and a PING, and behind them the start of a frame.
func TestAnswersDoNotWaitForTheNextFrame(t *testing.T) {
	p, _ := served(t, &handler{short: true, serve: echo}, nil)
	b := wiretest.Call(1, "t.Echo", []byte("one")).Append(nil)
	b = wiretest.Ping(0, 7).Append(b)
	next := wiretest.Call(2, "t.Echo", []byte("two")).Append(nil)
	p.SendBytes(append(b, next[:wire.HeaderSize+3]...))
	if got := p.ExpectMessage(1); string(got) != "one" {
		t.Errorf("reply 1 is %q", got)
	}
	p.Expect(wire.Ping)
	p.SendBytes(next[wire.HeaderSize+3:])
	if got := p.ExpectMessage(2); string(got) != "two" {
		t.Errorf("reply 2 is %q", got)
	}
}

// TestRefusalIsSentBeforeALeavingServerCloses turns the last call of a leaving server away.
func TestRefusalIsSentBeforeALeavingServerCloses(t *testing.T) {
	opened := make(chan struct{})
	p, server := served(t, &handler{open: func(s *mux.Stream, _ *wire.OpenFrame) *wire.StatusFrame {
		s.Deadline = time.Now().Add(100 * time.Millisecond)
		close(opened)
		return nil
	}}, nil)
	open := wiretest.Open(1, wire.OpenFrame{Name: []byte("t.Echo")}, wire.AppendWhole(nil, 100))
	open.Flags = wire.More
	p.Send(open)
	<-opened
	server.GoAway("leaving")
	p.ExpectGoAway(wire.None)
	p.ExpectStatus(1)
}

// TestCancelledRepliesGiveTheirMemoryBack cancels more long replies in the middle than the budget for unfinished messages
// holds. A long reply still arrives.
func TestCancelledRepliesGiveTheirMemoryBack(t *testing.T) {
	c, p := client(t, wiretest.Generous, func(cfg *mux.Config) { cfg.Reassembly = 4 << 20 })
	first := wire.AppendWhole(nil, 2<<20)
	first = append(first, make([]byte, 1<<10)...)
	for id := uint32(1); id <= 4; id++ {
		ctx, cancel := context.WithCancel(t.Context())
		s, err := c.Open(ctx, request([]byte("x")))
		if err != nil {
			t.Fatal(err)
		}
		p.Expect(wire.Open)
		p.Send(wiretest.Data(id, 0, wire.More, first), wiretest.Ping(0, uint64(id)))
		p.Expect(wire.Ping) // it was read
		cancel()
		wait(s, ctx)
		p.Expect(wire.Cancel)
	}
	if held := c.Held(); held != 0 {
		t.Errorf("%d bytes are held for replies that nobody waits for", held)
	}
}

// TestAbandonedOpenWithoutCreditLeavesNothing opens a call while the connection has no credit, and gives it up.
func TestAbandonedOpenWithoutCreditLeavesNothing(t *testing.T) {
	h := wiretest.Generous
	h.ConnWindow, h.CallWindow = 64<<10, 64<<10
	c, p := client(t, h, nil)
	go func() {
		s, err := c.Open(t.Context(), request(make([]byte, 60<<10)))
		if err == nil {
			wait(s, t.Context())
		}
	}()
	p.Expect(wire.Open)
	go func() {
		s, err := c.Open(t.Context(), request(make([]byte, 3900)))
		if err == nil {
			wait(s, t.Context())
		}
	}()
	p.Expect(wire.Open)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	s, err := c.Open(ctx, request(make([]byte, 100)))
	if err != nil {
		t.Fatal(err)
	}
	if r := wait(s, ctx); r.Outcome != mux.NotSent {
		t.Errorf("outcome %v, %v", r.Outcome, r.Err)
	}
	if n := c.Active(); n != 2 {
		t.Errorf("%d calls are open, want 2", n)
	}
}

// TestNoCrumbs has many calls wait for each other whose arguments are a fragment and a few bytes: each goes out in one frame.
func TestNoCrumbs(t *testing.T) {
	c, p := client(t, wiretest.Generous, nil)
	const calls = 64 // more than the kernel takes while the other end does not read
	args := make([]byte, 64<<10+9)
	opened := make(chan error, calls)
	for range calls {
		go func() {
			_, err := c.Open(t.Context(), request(args))
			opened <- err
		}()
	}
	for range calls {
		if err := <-opened; err != nil {
			t.Fatal(err)
		}
	}
	for range calls {
		if f := p.Expect(wire.Open); f.Flags&wire.More != 0 {
			t.Fatalf("arguments of %d bytes are cut: %v", len(args), f)
		}
	}
}

// TestEmptyReplyWithoutCredit sends a reply without a byte while another waits for the connection's credit.
func TestEmptyReplyWithoutCredit(t *testing.T) {
	hello := wiretest.Generous
	hello.ConnWindow = 64 << 10
	returned := make(chan struct{})
	p, _ := servedTo(t, hello, &handler{serve: func(s *mux.Stream) {
		m := s.Args()
		large := string(m.Bytes()) == "large"
		m.Free()
		if large {
			s.Reply(mux.Payload{Head: make([]byte, 100<<10)}, false, nil)
			return
		}
		s.Reply(mux.Payload{}, false, nil)
		close(returned)
	}}, nil)
	p.Send(wiretest.Call(1, "t.Echo", []byte("large")))
	p.Expect(wire.Data) // the window of the connection is used up
	p.Send(wiretest.Call(2, "t.Echo", []byte("empty")), wiretest.Ping(0, 1))
	p.Expect(wire.Ping)
	time.Sleep(20 * time.Millisecond) // the handler runs apart
	p.Send(wiretest.Credit(0, 0, 1<<20))
	p.Expect(wire.Data)
	p.Expect(wire.Data)
	select {
	case <-returned:
	case <-time.After(10 * time.Second):
		t.Fatal("Reply has not returned, though the empty reply has come")
	}
}

// TestAnswersToUnfinishedCalls answers calls while their arguments are still being sent, over connections with a file descriptor and without.
func TestAnswersToUnfinishedCalls(t *testing.T) {
	for name, ends := range map[string]func(testing.TB) (net.Conn, net.Conn){
		"tcp":  tcp,
		"pipe": func(testing.TB) (net.Conn, net.Conn) { return bluebirdtest.Pipe() },
	} {
		t.Run(name, func(t *testing.T) {
			hello := wiretest.Generous
			hello.ConnWindow, hello.CallWindow = 1<<30, 1<<30
			a, b := ends(t)
			c, p := clientOver(t, a, b, hello, nil)
			go func() {
				for n := 0; ; n++ {
					f, err := p.TryRecv()
					if err != nil {
						return
					}
					switch {
					case f.Type != wire.Open:
					case n%2 == 0:
						p.TrySend(wiretest.Reply(f.Stream, []byte("hello")).Append(nil))
					default:
						p.TrySend(wiretest.Status(f.Stream, 3, wire.NotStarted, "no").Append(nil))
					}
				}
			}()
			var callers sync.WaitGroup
			for i := range 4 {
				callers.Go(func() {
					for j := range 100 {
						s, err := c.Open(t.Context(), request(make([]byte, 70<<10+(100*i+j)<<9)))
						if err != nil {
							t.Error(err)
							return
						}
						r := wait(s, t.Context())
						if r.Err != nil || r.Status == nil && string(r.Reply.Bytes()) != "hello" {
							t.Errorf("%q, %v", r.Reply.Bytes(), r.Err)
						}
						r.Reply.Free()
					}
				})
			}
			callers.Wait()
		})
	}
}

// TestNumbersOfCallsRunOut is row 30: what is open goes on, the owner is told, and the connection ends with its last call.
func TestNumbersOfCallsRunOut(t *testing.T) {
	a, b := tcp(t)
	release := make(chan struct{})
	p := connect(t, a, b, &handler{serve: func(s *mux.Stream) { <-release; echo(s) }}, nil)
	p.client.UseUp(1)
	s, err := p.client.Open(t.Context(), request([]byte("last")))
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]byte{[]byte("small"), pattern(100 << 10)} {
		if _, err := p.client.Open(t.Context(), request(args)); err != mux.ErrLeaving {
			t.Errorf("a call of %d bytes without a number: %v", len(args), err)
		}
	}
	if p.owner.leaving.Load() == 0 {
		t.Error("the owner was not told")
	}
	close(release)
	r := wait(s, t.Context())
	if string(r.Reply.Bytes()) != "last" {
		t.Errorf("the last reply is %q, %v", r.Reply.Bytes(), r.Err)
	}
	<-p.client.Done()
}

// lostAtStart loses its connection between Start and Serve.
type lostAtStart struct{ handler }

func (h *lostAtStart) Start(s *mux.Stream) (bool, *wire.StatusFrame) {
	s.Conn().Close()
	return false, nil
}

// TestEveryStartIsServed loses a connection just after a handler was let in, which is to give back its place.
func TestEveryStartIsServed(t *testing.T) {
	ran, cancelled := make(chan struct{}), make(chan struct{})
	h := &lostAtStart{handler{
		serve:  func(s *mux.Stream) { echo(s); close(ran) },
		cancel: func(*mux.Stream, uint8) { close(cancelled) },
	}}
	p, _ := served(t, h, nil)
	p.Send(wiretest.Call(1, "t.Echo", []byte("x")))
	for name, done := range map[string]chan struct{}{"Serve": ran, "Cancel": cancelled} {
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			t.Errorf("%s was not called", name)
		}
	}
}

// TestServeWaitsForWhoReadsOn lets handlers on the reader return just when the reading is taken from them. The race detector
// sees whether Serve can miss the goroutine that reads on.
func TestServeWaitsForWhoReadsOn(t *testing.T) {
	watch := new(mux.Watch)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 40 {
				near, far := bluebirdtest.Pipe()
				cfg := config()
				cfg.Watch = watch
				h := &handler{short: true, serve: func(s *mux.Stream) {
					time.Sleep(time.Millisecond + time.Duration(i*40+j)*3*time.Microsecond)
					near.Close()
					echo(s)
				}}
				server := mux.NewServer(far, &cfg, h)
				go func() {
					hello := append([]byte(wire.Preface), wiretest.Hello(wiretest.Generous).Append(nil)...)
					near.Write(wiretest.Call(1, "t.Echo", []byte("x")).Append(hello))
				}()
				server.Serve()
			}
		})
	}
	wg.Wait()
	watch.Wait()
}

// TestLongMessagesAreNoOverflow sends a message so long that the memory to make for its first half is no int of 32 bits.
func TestLongMessagesAreNoOverflow(t *testing.T) {
	const whole, piece = 40 << 20, 64 << 10
	came := make(chan int, 1)
	p, _ := served(t, &handler{serve: func(s *mux.Stream) {
		m := s.Args()
		came <- len(m.Bytes())
		m.Free()
		s.Reply(mux.Payload{}, false, nil)
	}}, nil)
	go func() {
		for {
			if _, err := p.TryRecv(); err != nil {
				return
			}
		}
	}()
	first := wiretest.Open(1, wire.OpenFrame{Name: []byte("t.Echo")}, append(wire.AppendWhole(nil, whole), make([]byte, piece)...))
	first.Header.Flags = wire.More
	p.Send(first)
	for n := 2 * piece; n < whole; n += piece {
		p.Send(wiretest.Data(1, 0, wire.More, make([]byte, piece)))
	}
	p.Send(wiretest.Data(1, 0, wire.End, make([]byte, piece)))
	if n := <-came; n != whole {
		t.Errorf("%d of %d bytes came", n, whole)
	}
}
