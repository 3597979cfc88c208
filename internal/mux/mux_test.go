package mux_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
)

// handler serves calls with functions.
type handler struct {
	short  bool
	open   func(s *mux.Stream, o *wire.OpenFrame) *wire.StatusFrame
	serve  func(s *mux.Stream)
	cancel func(s *mux.Stream, code uint8)
}

func (h *handler) Open(s *mux.Stream, o *wire.OpenFrame) *wire.StatusFrame {
	if h.open != nil {
		return h.open(s, o)
	}
	return nil
}

func (h *handler) Start(*mux.Stream) (bool, *wire.StatusFrame) { return h.short, nil }

func (h *handler) Serve(s *mux.Stream) { h.serve(s) }

func (h *handler) Cancel(s *mux.Stream, code uint8, _ error) {
	if h.cancel != nil {
		h.cancel(s, code)
	}
}

// owner notes what it is told.
type owner struct {
	leaving atomic.Int32
	grants  sync.Map
}

func (o *owner) Grant(key any, g wire.GrantFrame) { o.grants.Store(key, g.Method) }
func (o *owner) Leaving(*mux.Conn)                { o.leaving.Add(1) }

func config() mux.Config {
	return mux.Config{
		Hello: wire.HelloFrame{
			MinVersion: 1, MaxVersion: 1,
			MaxFrame: 256 << 10, MaxMessage: 64 << 20, MaxStreams: 1000,
			ConnWindow: 32 << 20, CallWindow: 1 << 20, FlowWindow: 64 << 10, MaxMetadata: 8 << 10,
		},
		Reassembly: 64 << 20,
		Workers:    new(mux.Workers),
		TooLong:    func(size, limit int64) string { return "too long" },
	}
}

// pair is both ends of a connection.
type pair struct {
	client *mux.Conn
	owner  *owner
	served chan error
	server *mux.Conn
}

// connect joins a client and a server over nc, and closes both with the test.
func connect(t testing.TB, clientEnd, serverEnd net.Conn, h *handler, change func(client, server *mux.Config)) *pair {
	t.Helper()
	client, server := config(), config()
	p := &pair{owner: &owner{}, served: make(chan error, 1)}
	client.Owner = p.owner
	if change != nil {
		change(&client, &server)
	}
	p.server = mux.NewServer(serverEnd, &server, h)
	go func() { p.served <- p.server.Serve() }()
	var err error
	if p.client, err = mux.NewClient(t.Context(), clientEnd, &client); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.client.Close()
		p.server.Close()
		<-p.served
		server.Workers.Close()
	})
	return p
}

// tcp returns both ends of a TCP connection on loopback.
func tcp(t testing.TB) (client, server net.Conn) {
	t.Helper()
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	accepted := make(chan net.Conn, 1)
	go func() {
		c, _ := l.Accept()
		accepted <- c
	}()
	client, err = net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return client, <-accepted
}

func echo(s *mux.Stream) {
	m := s.Args()
	s.Reply(mux.Payload{Head: m.Bytes()}, m.Compact, nil)
	m.Free()
}

func request(args []byte) *mux.Request {
	return &mux.Request{Open: wire.OpenFrame{Name: []byte("t.Echo")}, Args: mux.Payload{Head: args}}
}

func code(error) uint8 { return 1 }

// wait waits for the end of a call.
func wait(s *mux.Stream, ctx context.Context) (r mux.Result) {
	s.Wait(ctx, code, &r)
	return r
}

// call makes a call and returns a copy of the reply.
func call(ctx context.Context, c *mux.Conn, args []byte) ([]byte, error) {
	s, err := c.Open(ctx, request(args))
	if err != nil {
		return nil, err
	}
	r := wait(s, ctx)
	if r.Status != nil {
		n, _ := wire.ParseTree(r.Status.Tree)
		return nil, errors.New(n.Text)
	}
	defer r.Reply.Free()
	return bytes.Clone(r.Reply.Bytes()), r.Err
}

func pattern(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i * 31 >> 3)
	}
	return b
}

func TestMessagesOfEverySizeArriveWhole(t *testing.T) {
	for _, kind := range []string{"tcp", "memory"} {
		t.Run(kind, func(t *testing.T) {
			a, b := bluebirdtest.Pipe()
			if kind == "tcp" {
				a, b = tcp(t)
			}
			p := connect(t, a, b, &handler{serve: echo}, nil)
			for _, n := range []int{0, 1, 255, 256, 16<<10 - 1, 16 << 10, 16<<10 + 1, 64 << 10, 256<<10 - 4, 256 << 10, 1<<20 + 1, 5 << 20} {
				want := pattern(n)
				got, err := call(t.Context(), p.client, want)
				if err != nil || !bytes.Equal(got, want) {
					t.Errorf("%d bytes: got %d bytes, %v", n, len(got), err)
				}
			}
		})
	}
}

func TestFragmentsLetSmallCallsPass(t *testing.T) {
	a, b := tcp(t)
	release := make(chan struct{})
	p := connect(t, a, b, &handler{serve: func(s *mux.Stream) {
		if m := s.Args(); len(m.Bytes()) > 1000 {
			<-release // the large reply is sent only when the small calls are through
			s.Reply(mux.Payload{Head: m.Bytes()}, false, nil)
		} else {
			s.Reply(mux.Payload{Head: m.Bytes()}, false, nil)
		}
	}}, nil)
	large := make(chan error, 1)
	want := pattern(40 << 20)
	go func() {
		got, err := call(t.Context(), p.client, want)
		if err == nil && !bytes.Equal(got, want) {
			err = errors.New("the large message was changed")
		}
		large <- err
	}()
	for i := range 200 {
		if _, err := call(t.Context(), p.client, []byte{byte(i)}); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case err := <-large:
		t.Fatalf("the large call ended first: %v", err)
	default:
	}
	close(release)
	for range 200 {
		if _, err := call(t.Context(), p.client, []byte("beside the reply")); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-large; err != nil {
		t.Error(err)
	}
}

// TestGoAwayLetsCallsFinish is row 50.
func TestGoAwayLetsCallsFinish(t *testing.T) {
	a, b := tcp(t)
	started, release := make(chan struct{}), make(chan struct{})
	p := connect(t, a, b, &handler{serve: func(s *mux.Stream) {
		close(started)
		<-release
		echo(s)
	}}, nil)
	result := make(chan error, 1)
	go func() {
		_, err := call(t.Context(), p.client, []byte("x"))
		result <- err
	}()
	<-started
	p.server.GoAway("maintenance")
	for p.owner.leaving.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	if _, err := p.client.Open(t.Context(), request(nil)); !errors.Is(err, mux.ErrLeaving) {
		t.Errorf("Open after GOAWAY: %v", err)
	}
	close(release)
	if err := <-result; err != nil {
		t.Errorf("the call in flight: %v", err)
	}
	if err := <-p.served; !errors.Is(err, mux.ErrClosed) && !errors.Is(err, io.EOF) {
		t.Errorf("Serve returned %v", err)
	}
	p.served <- nil
	<-p.client.Done()
}

// TestCancelGivesMemoryBack is row 34: the server never reads, and a cancelled call returns at once with its
// memory free, though a write that refers to it was under way.
func TestCancelGivesMemoryBack(t *testing.T) {
	a, b := tcp(t)
	stalled := bluebirdtest.Stall(b)
	p := connect(t, a, stalled, &handler{serve: echo}, nil)
	stalled.StopReads()
	if _, err := call(withTimeout(t, 100*time.Millisecond), p.client, []byte("wake the reader")); err == nil {
		t.Fatal("the server still reads")
	}
	args := pattern(32 << 20)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err := call(ctx, p.client, args)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("err = %v", err)
	}
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("the call returned after %v", d)
	}
	clear(args) // a race with the writer would be found here
	stalled.Resume()
	if got, err := call(t.Context(), p.client, []byte("after")); string(got) != "after" {
		t.Errorf("the connection afterwards: %q, %v", got, err)
	}
}

func withTimeout(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// TestReassemblyBudgetServesTheOldestFirst is row 14.
func TestReassemblyBudgetServesTheOldestFirst(t *testing.T) {
	a, b := tcp(t)
	p := connect(t, a, b, &handler{serve: echo}, func(_, server *mux.Config) { server.Reassembly = 3 << 20 })
	var wg sync.WaitGroup
	want := pattern(2 << 20)
	for range 20 {
		wg.Go(func() {
			got, err := call(t.Context(), p.client, want)
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("got %d bytes, %v", len(got), err)
			}
		})
	}
	wg.Wait()
}

func TestPingMeasuresTheWay(t *testing.T) {
	a, b := tcp(t)
	p := connect(t, a, b, &handler{serve: echo}, nil)
	for range 50 {
		if d, err := p.client.Ping(t.Context()); err != nil || d <= 0 {
			t.Fatalf("Ping = %v, %v", d, err)
		}
	}
	if d, err := p.server.Ping(t.Context()); err != nil || d <= 0 {
		t.Errorf("Ping from the server = %v, %v", d, err)
	}
}

// TestSilentServerIsFound is row 45: a call waits, nothing comes, and the connection is given up.
func TestSilentServerIsFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := bluebirdtest.Pipe()
		stalled := bluebirdtest.Stall(b)
		p := connect(t, a, stalled, &handler{serve: echo}, nil)
		stalled.Stop()
		start := time.Now()
		_, err := call(t.Context(), p.client, []byte("x"))
		var bad *wire.Error
		if !errors.As(err, &bad) || bad.Code != wire.Timeout {
			t.Errorf("err = %v", err)
		}
		if d := time.Since(start); d > 35*time.Second {
			t.Errorf("found after %v", d)
		}
		stalled.Resume()
	})
}

// TestBuffersLimitSystemCalls holds ReadBuffer and WriteBuffer to their word.
func TestBuffersLimitSystemCalls(t *testing.T) {
	for _, size := range []int{512, 4 << 10, 64 << 10} {
		a, b := bluebirdtest.Pipe()
		client, server := bluebirdtest.Record(a), bluebirdtest.Record(b)
		p := connect(t, client, server, &handler{serve: echo}, func(c, s *mux.Config) {
			c.ReadBuffer, c.WriteBuffer, s.ReadBuffer, s.WriteBuffer = size, size, size, size
		})
		want := pattern(300 << 10)
		if got, err := call(t.Context(), p.client, want); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("buffers of %d: %d bytes, %v", size, len(got), err)
		}
		for name, sizes := range map[string][]int{"reads": client.Reads(), "writes": client.Writes(), "server's reads": server.Reads(), "server's writes": server.Writes()} {
			largest := 0
			for _, n := range sizes {
				largest = max(largest, n)
			}
			if largest > size {
				t.Errorf("buffers of %d: largest of the %s is %d", size, name, largest)
			}
		}
	}
}
