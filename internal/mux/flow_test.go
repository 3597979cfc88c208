package mux_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
)

// openFlows opens a call with flows of these kinds.
func openFlows(t testing.TB, c *mux.Conn, kinds ...mux.FlowKind) *mux.Stream {
	t.Helper()
	q := request([]byte("args"))
	q.Kinds = kinds
	s, err := c.Open(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// flows serves calls whose flows are of these kinds.
func flows(serve func(*mux.Stream), kinds ...mux.FlowKind) *handler {
	return &handler{serve: serve, open: func(s *mux.Stream, o *wire.OpenFrame) *wire.StatusFrame {
		if string(o.Name) != "plain" {
			s.Kinds = kinds
		}
		return nil
	}}
}

// collect receives all items of a flow.
func collect(f *mux.Flow) (items []string, err error) {
	for {
		b, _, err := f.Next(context.Background())
		if err != nil {
			return items, err
		}
		items = append(items, string(b))
	}
}

func reply(s *mux.Stream, text string) { s.Reply(mux.Payload{Head: []byte(text)}, false, nil) }

func send(t testing.TB, f *mux.Flow, items ...string) {
	t.Helper()
	for _, item := range items {
		if err := f.Send(t.Context(), mux.Payload{Head: []byte(item)}, false); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFlowsWaitForTheirOpen uses the flows of calls whose OPENs wait for credit.
func TestFlowsWaitForTheirOpen(t *testing.T) {
	a, b := tcp(t)
	p := connect(t, a, b, flows(func(s *mux.Stream) {
		if len(s.Kinds) == 0 {
			reply(s, "")
			return
		}
		reply(s, fmt.Sprint(collect(s.Flow(1))))
	}, mux.ItemsUp, mux.ItemsUp, mux.ItemsDown), nil)
	large := request(make([]byte, 8<<20))
	large.Open.Name = []byte("plain")
	for range 5 {
		for range 3 { // they use up the window
			if _, err := p.client.Open(t.Context(), large); err != nil {
				t.Fatal(err)
			}
		}
		q := request(make([]byte, 64<<10))
		q.Kinds = []mux.FlowKind{mux.ItemsUp, mux.ItemsUp, mux.ItemsDown}
		s, err := p.client.Open(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		s.Flow(2).End()
		s.Flow(3).Stop(1, nil)
		send(t, s.Flow(1), "a", "b", strings.Repeat("c", 20<<10))
		s.Flow(1).End()
		r := wait(s, t.Context())
		if want := fmt.Sprint([]string{"a", "b", strings.Repeat("c", 20<<10)}, io.EOF); string(r.Reply.Bytes()) != want {
			t.Fatalf("the handler got %.100s, %v", r.Reply.Bytes(), r.Err)
		}
	}
}

func TestFlowsAreIndependent(t *testing.T) {
	a, b := tcp(t)
	got := make(chan string, 10)
	p := connect(t, a, b, flows(func(s *mux.Stream) {
		for _, n := range []int{2, 1} { // the second first, though the first is full
			items, err := collect(s.Flow(n))
			got <- fmt.Sprint(len(items), err)
		}
		reply(s, "done")
	}, mux.ItemsUp, mux.ItemsUp), nil)
	s := openFlows(t, p.client, mux.ItemsUp, mux.ItemsUp)
	send(t, s.Flow(1), strings.Repeat("x", 60<<10))
	send(t, s.Flow(2), "a", "b")
	s.Flow(2).End()
	s.Flow(1).End()
	for _, want := range []string{"2 EOF", "1 EOF"} {
		if g := <-got; g != want {
			t.Fatalf("the handler got %q, want %q", g, want)
		}
	}
	r := wait(s, t.Context())
	if string(r.Reply.Bytes()) != "done" {
		t.Errorf("reply %q, %v", r.Reply.Bytes(), r.Err)
	}
}

// TestItemsArriveInOrder sends items of all sizes, batched, alone and in fragments, both ways at once.
func TestItemsArriveInOrder(t *testing.T) {
	sizes := []int{1, 16, 7, 300, 1, 9000, 2, 70 << 10, 8 << 10, 8<<10 - 1, 1 << 20, 3}
	item := func(i int) []byte {
		b := make([]byte, 8+sizes[i%len(sizes)])
		binary.BigEndian.PutUint64(b, uint64(i))
		return b
	}
	const n = 600
	pump := func(f *mux.Flow) error {
		for i := range n {
			if err := f.Send(context.Background(), mux.Payload{Head: item(i)}, i/100%2 == 1); err != nil {
				return err
			}
		}
		return f.End()
	}
	check := func(f *mux.Flow) error {
		for i := range n {
			b, compact, err := f.Next(context.Background())
			if err != nil || !bytes.Equal(b, item(i)) || compact != (i/100%2 == 1) {
				return fmt.Errorf("item %d: %d bytes, compact %v, %v", i, len(b), compact, err)
			}
		}
		if _, _, err := f.Next(context.Background()); err != io.EOF {
			return fmt.Errorf("after the last item: %v", err)
		}
		return nil
	}
	both := func(s *mux.Stream, in, out int) error {
		sent := make(chan error, 1)
		go func() { sent <- pump(s.Flow(out)) }()
		return errors.Join(check(s.Flow(in)), <-sent)
	}
	a, b := tcp(t)
	p := connect(t, a, b, flows(func(s *mux.Stream) { reply(s, fmt.Sprint(both(s, 1, 2))) }, mux.ItemsUp, mux.ItemsDown), nil)
	s := openFlows(t, p.client, mux.ItemsUp, mux.ItemsDown)
	if err := both(s, 2, 1); err != nil {
		t.Error("client:", err)
	}
	if r := wait(s, t.Context()); string(r.Reply.Bytes()) != "<nil>" {
		t.Errorf("server: %s %v", r.Reply.Bytes(), r.Err)
	}
	s.Discard()
}

// TestItemsShareFrames counts the frames of a sender that is ahead, and of one that waits for an answer each time.
func TestItemsShareFrames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := bluebirdtest.Pipe()
		c := &counting{Conn: a}
		p := connect(t, c, b, flows(func(s *mux.Stream) {
			for range 10 {
				item, _, err := s.Flow(1).Next(context.Background())
				if err != nil {
					return
				}
				if err := s.Flow(2).Send(context.Background(), mux.Payload{Head: item}, false); err != nil {
					return
				}
			}
			items, _ := collect(s.Flow(1))
			reply(s, fmt.Sprint(len(items)))
		}, mux.ItemsUp, mux.ItemsDown), nil)
		s := openFlows(t, p.client, mux.ItemsUp, mux.ItemsDown)
		synctest.Wait()
		before := c.writes.Load()
		for range 10 {
			send(t, s.Flow(1), "ping")
			if b, _, err := s.Flow(2).Next(t.Context()); string(b) != "ping" {
				t.Fatal(string(b), err)
			}
		}
		if n := c.writes.Load() - before; n != 10 {
			t.Errorf("%d writes for 10 items whose answers were waited for", n)
		}
		before = c.writes.Load()
		for range 1000 {
			send(t, s.Flow(1), "0123456789abcdef")
		}
		s.Flow(1).End()
		r := wait(s, t.Context())
		if string(r.Reply.Bytes()) != "1000" {
			t.Errorf("the handler got %s of 1000 items, %v", r.Reply.Bytes(), r.Err)
		}
		if n := c.writes.Load() - before; n > 500 {
			t.Errorf("%d writes for 1000 items of a sender that is ahead", n)
		}
	})
}

// counting counts the writes of a connection.
type counting struct {
	net.Conn
	writes atomic.Int64
}

func (c *counting) Write(b []byte) (int, error) {
	c.writes.Add(1)
	return c.Conn.Write(b)
}

func TestBytesFlow(t *testing.T) {
	a, b := tcp(t)
	const total = 20 << 20
	p := connect(t, a, b, flows(func(s *mux.Stream) {
		f, n := s.Flow(1), 0
		buf := make([]byte, 10000)
		for {
			k, err := f.Read(context.Background(), buf)
			for i := range k {
				if buf[i] != byte((n+i)%251) {
					s.Reply(mux.Payload{Head: fmt.Append(nil, "wrong byte ", n+i)}, false, nil)
					return
				}
			}
			if n += k; err != nil {
				reply(s, fmt.Sprint(n, " ", err))
				return
			}
		}
	}, mux.BytesUp), nil)
	s := openFlows(t, p.client, mux.BytesUp)
	all := make([]byte, total)
	for i := range all {
		all[i] = byte(i % 251)
	}
	for i, rest := 0, all; len(rest) > 0; i++ {
		n := min([]int{1, 100, 32 << 10, 64 << 10, 65<<10 + 1, 3 << 20}[i%6], len(rest))
		if err := s.Flow(1).Write(t.Context(), rest[:n]); err != nil {
			t.Fatal(err)
		}
		rest = rest[n:]
	}
	s.Flow(1).End()
	if r := wait(s, t.Context()); string(r.Reply.Bytes()) != fmt.Sprint(total, " EOF") {
		t.Errorf("the handler read %s, %v", r.Reply.Bytes(), r.Err)
	}
}

// TestExhaustedCreditStopsTheSender is rows 26 and 36 from the honest side: a sender waits when the window is
// full, nobody else is disturbed, and it goes on when the receiver takes what has come.
func TestExhaustedCreditStopsTheSender(t *testing.T) {
	a, b := tcp(t)
	take := make(chan struct{})
	p := connect(t, a, b, flows(func(s *mux.Stream) {
		m := s.Args()
		if string(m.Bytes()) != "args" {
			reply(s, string(m.Bytes()))
			return
		}
		<-take
		items, _ := collect(s.Flow(1))
		reply(s, fmt.Sprint(len(items)))
	}, mux.ItemsUp), nil)
	s := openFlows(t, p.client, mux.ItemsUp)
	item := pattern(1 << 10)
	sent := 0
	for {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		err := s.Flow(1).Send(ctx, mux.Payload{Head: item}, false)
		cancel()
		if err != nil {
			break
		}
		sent++
	}
	if sent < 60 || sent > 64 {
		t.Errorf("%d KiB were sent into a window of 64 KiB", sent)
	}
	if got, err := call(t.Context(), p.client, []byte("small")); string(got) != "small" {
		t.Errorf("a call beside the stalled flow: %q, %v", got, err)
	}
	close(take)
	for range 500 {
		if err := s.Flow(1).Send(t.Context(), mux.Payload{Head: item}, false); err != nil {
			t.Fatal(err)
		}
	}
	s.Flow(1).End()
	if r := wait(s, t.Context()); string(r.Reply.Bytes()) != fmt.Sprint(sent+500) {
		t.Errorf("the receiver took %s items, want %d", r.Reply.Bytes(), sent+500)
	}
}

// TestRow36StalledFlows lets 600 flows stall, which hold more than the window of the connection together.
func TestRow36StalledFlows(t *testing.T) {
	a, b := tcp(t)
	released := make(chan struct{})
	release := sync.OnceFunc(func() { close(released) })
	var received atomic.Int64
	p := connect(t, a, b, flows(func(s *mux.Stream) {
		if m := s.Args(); string(m.Bytes()) != "args" {
			reply(s, string(m.Bytes()))
			return
		}
		<-released
		items, _ := collect(s.Flow(1))
		received.Add(int64(len(items)))
		reply(s, "")
	}, mux.ItemsUp), func(_, server *mux.Config) { server.Hello.ConnWindow = 1 << 20 })
	t.Cleanup(release)
	const stalled, items = 600, 7
	var wg sync.WaitGroup
	for range stalled {
		s := openFlows(t, p.client, mux.ItemsUp)
		wg.Go(func() {
			for range items {
				if err := s.Flow(1).Send(t.Context(), mux.Payload{Head: pattern(8 << 10)}, false); err != nil {
					t.Error(err)
				}
			}
			s.Flow(1).End()
			wait(s, t.Context())
		})
	}
	for range 100 {
		if got, err := call(t.Context(), p.client, []byte("small")); string(got) != "small" {
			t.Fatalf("a call beside the stalled flows: %q, %v", got, err)
		}
	}
	release()
	wg.Wait()
	if n := received.Load(); n != stalled*items {
		t.Errorf("%d items arrived of %d", n, stalled*items)
	}
}

// TestLongItemsWaitForTheirReceiver sends items in fragments to a receiver that takes none: it holds one and its window.
func TestLongItemsWaitForTheirReceiver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := bluebirdtest.Pipe()
		take := make(chan struct{})
		p := connect(t, a, b, flows(func(s *mux.Stream) {
			<-take
			items, err := collect(s.Flow(1))
			reply(s, fmt.Sprint(len(items), err))
		}, mux.ItemsUp), nil)
		s := openFlows(t, p.client, mux.ItemsUp)
		var sent atomic.Int64
		go func() {
			for range 5 {
				s.Flow(1).Send(t.Context(), mux.Payload{Head: make([]byte, 1<<20)}, false)
				sent.Add(1)
			}
			s.Flow(1).End()
		}()
		synctest.Wait()
		if n := sent.Load(); n != 1 {
			t.Errorf("%d items were sent to a receiver that takes none", n)
		}
		close(take)
		if r := wait(s, t.Context()); string(r.Reply.Bytes()) != "5 EOF" {
			t.Errorf("the receiver took %s, %v", r.Reply.Bytes(), r.Err)
		}
	})
}

// TestEndedCallsLeaveNothing ends calls whose flows hold items, unfinished messages and callbacks: their memory and windows come back.
func TestEndedCallsLeaveNothing(t *testing.T) {
	a, b := tcp(t)
	end := make(chan struct{})
	p := connect(t, a, b, flows(func(s *mux.Stream) {
		if m := s.Args(); string(m.Bytes()) == "args" {
			<-end
		}
		reply(s, "")
	}, mux.ItemsUp, mux.ItemsUp), func(_, server *mux.Config) {
		server.Memory = &mux.Memory{Limit: 1 << 30}
		server.Hello.ConnWindow = 1 << 20
	})
	for round := range 100 {
		s := openFlows(t, p.client, mux.ItemsUp, mux.ItemsUp)
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { s.Flow(1).Send(ctx, mux.Payload{Head: make([]byte, 10<<20)}, false) })
		for range 50 {
			send(t, s.Flow(2), strings.Repeat("x", 1000))
		}
		switch round % 3 {
		case 0: // the caller gives up
			cancel()
			wg.Wait()
			wait(s, ctx)
			end <- struct{}{}
		case 1: // the handler returns
			end <- struct{}{}
			wait(s, t.Context())
			wg.Wait()
		case 2: // the receiver stops
			end <- struct{}{}
			wait(s, t.Context())
			cancel()
			wg.Wait()
		}
		cancel()
	}
	if _, err := call(t.Context(), p.client, []byte("x")); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(time.Millisecond) {
		held, used := p.server.Held(), p.server.Unread()
		if held == 0 && used == 0 && p.server.MemoryUsed() == 0 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("left behind: %d bytes of unfinished messages, %d unread, %d of the server's memory", held, used, p.server.MemoryUsed())
		}
	}
}

// TestWindowsGrow sends over a link with a round trip of 50 ms: credit for 64 KiB a round trip would take over a minute.
func TestWindowsGrow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, near := bluebirdtest.Pipe()
		far, server := bluebirdtest.Pipe()
		var link sync.WaitGroup
		link.Go(func() { slow(far, near, 25*time.Millisecond) })
		link.Go(func() { slow(near, far, 25*time.Millisecond) })
		p := connect(t, client, server, flows(func(s *mux.Stream) {
			items, err := collect(s.Flow(1))
			reply(s, fmt.Sprint(len(items), err))
		}, mux.ItemsUp), nil)
		s := openFlows(t, p.client, mux.ItemsUp)
		start := time.Now()
		const items = 12000
		for range items {
			if err := s.Flow(1).Send(t.Context(), mux.Payload{Head: make([]byte, 8000)}, false); err != nil {
				t.Fatal(err)
			}
		}
		s.Flow(1).End()
		if r := wait(s, t.Context()); string(r.Reply.Bytes()) != fmt.Sprint(items, " EOF") {
			t.Errorf("the receiver took %s, %v", r.Reply.Bytes(), r.Err)
		}
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("96 MB took %v with a round trip of 50 ms", d)
		}
		client.Close()
		server.Close()
		link.Wait()
	})
}

// slow carries bytes from one connection to another, each after a delay, and any number of them at once.
func slow(to, from net.Conn, delay time.Duration) {
	type parcel struct {
		at time.Time
		b  []byte
	}
	var mu sync.Mutex
	var queue []parcel
	wake := make(chan struct{}, 1)
	var out sync.WaitGroup
	defer out.Wait()
	out.Go(func() {
		for {
			mu.Lock()
			var p parcel
			if len(queue) > 0 {
				p, queue = queue[0], queue[1:]
			}
			mu.Unlock()
			if p.b == nil && p.at.IsZero() {
				<-wake
				continue
			}
			time.Sleep(time.Until(p.at))
			if p.b == nil {
				to.Close()
				return
			}
			to.Write(p.b)
		}
	})
	for {
		b := make([]byte, 64<<10)
		n, err := from.Read(b)
		p := parcel{time.Now().Add(delay), b[:n]}
		if err != nil {
			p.b = nil
		}
		mu.Lock()
		queue = append(queue, p)
		mu.Unlock()
		select {
		case wake <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

func TestCallbacksMayCrossInTheAir(t *testing.T) {
	a, b := tcp(t)
	answers := make(chan string, 2)
	p := connect(t, a, b, flows(func(s *mux.Stream) {
		f := s.Flow(1)
		long := bytes.Repeat([]byte("1"), 50<<10)
		f.Call(context.Background(), 1, time.Second, mux.Payload{Head: long}, false)
		f.Call(context.Background(), 2, 0, mux.Payload{Head: []byte("two")}, false)
		for range 2 {
			m, err := f.Recv(context.Background())
			if err != nil {
				answers <- err.Error()
				continue
			}
			answers <- string(rune('0'+m.Callback)) + string(m.Bytes())
			m.Free()
		}
		reply(s, "")
	}, mux.Func), nil)
	s := openFlows(t, p.client, mux.Func)
	var calls []mux.Message
	for range 2 {
		m, err := s.Flow(1).Recv(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		calls = append(calls, m)
	}
	if calls[0].Callback != 1 || calls[0].Timeout != time.Second || len(calls[0].Bytes()) != 50<<10 {
		t.Errorf("first callback: %d, timeout %v, %d bytes", calls[0].Callback, calls[0].Timeout, len(calls[0].Bytes()))
	}
	for _, m := range []mux.Message{calls[1], calls[0]} { // the second is answered first
		if err := s.Flow(1).Answer(t.Context(), m.Callback, 0, mux.Payload{Head: []byte("ok")}, false); err != nil {
			t.Fatal(err)
		}
	}
	if a, b := <-answers, <-answers; a != "2ok" || b != "1ok" {
		t.Errorf("answers %q and %q", a, b)
	}
	wait(s, t.Context())
}

// TestCallbacksFromManyGoroutines makes long callbacks from many goroutines on one flow, whose credit is soon used up.
func TestCallbacksFromManyGoroutines(t *testing.T) {
	a, b := tcp(t)
	const n = 50
	p := connect(t, a, b, flows(func(s *mux.Stream) {
		var wg sync.WaitGroup
		var failed atomic.Int64
		for i := range n {
			wg.Go(func() {
				long := bytes.Repeat([]byte{byte(i)}, 100<<10)
				if s.Flow(1).Call(context.Background(), uint64(i+1), 0, mux.Payload{Head: long}, false) != nil {
					failed.Add(1)
				}
			})
		}
		seen := map[uint64]bool{}
		for range n {
			m, err := s.Flow(1).Recv(context.Background())
			if err != nil || m.Callback != uint64(m.Bytes()[0])+1 {
				failed.Add(1)
				break
			}
			seen[m.Callback] = true
			m.Free()
		}
		wg.Wait()
		reply(s, fmt.Sprint(len(seen), failed.Load()))
	}, mux.Func), nil)
	s := openFlows(t, p.client, mux.Func)
	go func() {
		for {
			m, err := s.Flow(1).Recv(context.Background())
			if err != nil {
				return
			}
			go func() {
				s.Flow(1).Answer(context.Background(), m.Callback, 0, mux.Payload{Head: bytes.Repeat(m.Bytes()[:1], 30<<10)}, false)
				m.Free()
			}()
		}
	}()
	if r := wait(s, t.Context()); string(r.Reply.Bytes()) != fmt.Sprint(n, 0) {
		t.Errorf("answers, failures: %s, %v", r.Reply.Bytes(), r.Err)
	}
}

func TestCancelOfACallback(t *testing.T) {
	a, b := tcp(t)
	p := connect(t, a, b, flows(func(s *mux.Stream) {
		f := s.Flow(1)
		f.CancelCall(7, 1) // nobody knows it
		f.Call(context.Background(), 1, 0, mux.Payload{Head: []byte("x")}, false)
		f.CancelCall(1, 4)
		f.CancelCall(1, 4)
		f.Call(context.Background(), 2, 0, mux.Payload{Head: []byte("y")}, false)
		reply(s, "")
	}, mux.Func), nil)
	s := openFlows(t, p.client, mux.Func)
	f := s.Flow(1)
	told := make(chan uint64, 3)
	f.OnCancel(func(id uint64) { told <- id })
	if f.Unwanted(1) { // since before OnCancel
		told <- 1
	}
	for id := range uint64(2) {
		m, err := f.Recv(t.Context())
		if err != nil || m.Kind != wire.Callback || m.Callback != id+1 {
			t.Fatalf("received %+v, %v", m, err)
		}
	}
	if !f.Unwanted(1) || f.Unwanted(2) || f.Unwanted(7) {
		t.Error("not the first callback is unwanted, or not it alone")
	}
	if id := <-told; id != 1 {
		t.Errorf("told of %d", id)
	}
	wait(s, t.Context())
}

func TestStoppedFlowFailsItsSender(t *testing.T) {
	a, b := tcp(t)
	p := connect(t, a, b, flows(func(s *mux.Stream) {
		s.Flow(1).Stop(1, nil)
		reply(s, fmt.Sprint(collect(s.Flow(2))))
	}, mux.ItemsUp, mux.ItemsUp), nil)
	for _, size := range []int{1, 1 << 10, 100 << 10, 3 << 20} {
		s := openFlows(t, p.client, mux.ItemsUp, mux.ItemsUp)
		for s.Flow(1).Send(t.Context(), mux.Payload{Head: make([]byte, size)}, false) == nil {
		}
		send(t, s.Flow(2), "x")
		s.Flow(2).End()
		if r := wait(s, t.Context()); string(r.Reply.Bytes()) != "[x] EOF" {
			t.Errorf("the call itself: %s, %+v", r.Reply.Bytes(), r)
		}
	}
}

// TestGivenUpItemBreaksItsFlow gives an item up in the middle: what follows is refused, since the receiver waits for its rest.
func TestGivenUpItemBreaksItsFlow(t *testing.T) {
	a, b := tcp(t)
	p := connect(t, a, b, flows(func(s *mux.Stream) { reply(s, fmt.Sprint(collect(s.Flow(2)))) }, mux.ItemsUp, mux.ItemsUp), nil)
	s := openFlows(t, p.client, mux.ItemsUp, mux.ItemsUp)
	send(t, s.Flow(1), strings.Repeat("x", 1<<20)) // nobody takes it
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := s.Flow(1).Send(ctx, mux.Payload{Head: make([]byte, 1<<20)}, false); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the item that was given up: %v", err)
	}
	if err := s.Flow(1).Send(t.Context(), mux.Payload{Head: []byte("x")}, false); err == nil {
		t.Error("an item was sent behind one that was given up in the middle")
	}
	send(t, s.Flow(2), "x")
	s.Flow(2).End()
	if r := wait(s, t.Context()); string(r.Reply.Bytes()) != "[x] EOF" {
		t.Errorf("the call itself: %s, %v", r.Reply.Bytes(), r.Err)
	}
}

// TestReplyBeforeItems replies before the items, as a handler does that returns an iterator, with results of several sizes.
func TestReplyBeforeItems(t *testing.T) {
	for _, size := range []int{1, 3000, 3 << 20} {
		a, b := tcp(t)
		p := connect(t, a, b, flows(func(s *mux.Stream) {
			m := s.Args()
			if err := s.Early(context.Background(), mux.Payload{Head: pattern(size)}, true, []byte{1, 1, 'k', 1, 'v'}); err != nil {
				t.Error(err)
			}
			for range 3 {
				s.Flow(1).Send(context.Background(), mux.Payload{Head: []byte("item")}, false)
			}
			s.Flow(1).End()
			if string(m.Bytes()) == "fail" {
				s.Fail(&wire.StatusFrame{Code: 5, Tree: wire.AppendTree(nil, &wire.Node{Code: 5, Text: "gone"})}, 0)
				return
			}
			s.Reply(mux.Payload{}, false, nil)
		}, mux.ItemsDown), nil)
		for _, args := range []string{"fine", "fail"} {
			q := request([]byte(args))
			q.Kinds = []mux.FlowKind{mux.ItemsDown}
			s, err := p.client.Open(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			m, ok := s.Results(t.Context())
			if !ok || !bytes.Equal(m.Bytes(), pattern(size)) || !m.Compact || string(m.Metadata()) != "\x01\x01k\x01v" {
				t.Errorf("results of %d bytes: %v, %d bytes, compact %v, metadata %q", size, ok, len(m.Bytes()), m.Compact, m.Metadata())
			}
			m.Free()
			if items, err := collect(s.Flow(1)); len(items) != 3 || err != io.EOF {
				t.Errorf("%d items, %v", len(items), err)
			}
			r := wait(s, t.Context())
			if r.Err != nil || (r.Status != nil) != (args == "fail") || len(r.Reply.Bytes()) != 0 {
				t.Errorf("the end of the call: %+v", r)
			}
			r.Reply.Free()
			s.Discard()
		}
	}
}

// TestNoReplyBeforeTheEnd asks for early results of calls that end without.
func TestNoReplyBeforeTheEnd(t *testing.T) {
	a, b := tcp(t)
	hold := make(chan struct{})
	p := connect(t, a, b, flows(func(s *mux.Stream) {
		<-hold
		reply(s, "all at once")
	}, mux.ItemsDown), nil)
	s := openFlows(t, p.client, mux.ItemsDown)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, ok := s.Results(ctx); ok {
		t.Error("results before the handler has returned")
	}
	close(hold)
	if _, ok := s.Results(t.Context()); ok {
		t.Error("early results of a call that ended with its reply")
	}
	if r := wait(s, t.Context()); string(r.Reply.Bytes()) != "all at once" {
		t.Errorf("the reply: %q, %v", r.Reply.Bytes(), r.Err)
	}
}

// TestRow2RepliesWithoutEnd sends replies without END to calls that take none, or took one.
func TestRow2RepliesWithoutEnd(t *testing.T) {
	for _, kinds := range [][]mux.FlowKind{nil, {mux.ItemsUp, mux.Func}, {mux.ItemsDown}} {
		c, p := client(t, wiretest.Generous, nil)
		openFlows(t, c, kinds...)
		p.ExpectOpen()
		if len(kinds) == 1 {
			p.Send(wiretest.Data(1, 0, 0, []byte{0x91, 1}))
		}
		p.Send(wiretest.Data(1, 0, 0, []byte{0x91, 1}))
		p.ExpectGoAway(wire.Protocol)
	}
}

// TestItemsArriveBeforeTheEndOfTheirCall takes items after the call has ended, with a status and with a lost connection.
func TestItemsArriveBeforeTheEndOfTheirCall(t *testing.T) {
	for _, lose := range []bool{false, true} {
		a, b := tcp(t)
		var p *pair
		p = connect(t, a, b, flows(func(s *mux.Stream) {
			for _, item := range []string{"1", "2", "3"} {
				s.Flow(1).Send(context.Background(), mux.Payload{Head: []byte(item)}, false)
			}
			if !lose {
				s.Fail(&wire.StatusFrame{Code: 5, Tree: wire.AppendTree(nil, &wire.Node{Code: 5, Text: "gone"})}, 0)
				return
			}
			if _, _, err := s.Flow(2).Next(context.Background()); err == nil { // the client has the items
				p.server.Close()
			}
			s.Fail(&wire.StatusFrame{Code: 1}, 0)
		}, mux.ItemsDown, mux.ItemsUp), nil)
		s := openFlows(t, p.client, mux.ItemsDown, mux.ItemsUp)
		if lose {
			if b, _, err := s.Flow(1).Next(t.Context()); string(b) != "1" {
				t.Fatal(string(b), err)
			}
			send(t, s.Flow(2), "go")
		}
		r := wait(s, t.Context())
		if lose != (r.Err != nil) {
			t.Errorf("the call: %+v", r)
		}
		items, err := collect(s.Flow(1))
		if got := strings.Join(items, ""); !strings.HasSuffix("123", got) || got == "" && !lose || err == io.EOF {
			t.Errorf("items %q, then %v", got, err)
		}
		s.Discard()
	}
}

// TestRow2FlowsThatBreakTheProtocol sends frames that the flow of a call does not carry.
func TestRow2FlowsThatBreakTheProtocol(t *testing.T) {
	part := func(id uint64) wiretest.Frame {
		f := wiretest.Answer(1, 5, id, 0, append(wire.AppendWhole(nil, 100), 1))
		f.Flags = wire.More
		return f
	}
	var parts []wiretest.Frame
	for id := range uint64(65) {
		parts = append(parts, part(id+1))
	}
	batch := func(b ...byte) wiretest.Frame { return wiretest.Data(1, 1, wire.Batch, b) }
	for _, tt := range []struct {
		name   string
		code   wire.Code
		frames []wiretest.Frame
	}{
		{"items the wrong way", wire.Protocol, []wiretest.Frame{wiretest.Data(1, 2, 0, []byte("x"))}},
		{"bytes the wrong way", wire.Protocol, []wiretest.Frame{wiretest.Data(1, 4, 0, []byte("x"))}},
		{"items on a func", wire.Protocol, []wiretest.Frame{wiretest.Data(1, 5, 0, []byte("x"))}},
		{"callback from the client", wire.Protocol, []wiretest.Frame{wiretest.Callback(1, 5, 1, 0, nil)}},
		{"answer on items", wire.Protocol, []wiretest.Frame{wiretest.Answer(1, 1, 1, 0, nil)}},
		{"item after END", wire.Protocol, []wiretest.Frame{wiretest.Data(1, 1, wire.End, nil), wiretest.Data(1, 1, 0, []byte("x"))}},
		{"second END", wire.Protocol, []wiretest.Frame{wiretest.Data(1, 1, wire.End, nil), wiretest.Data(1, 1, wire.End, nil)}},
		{"fragments of bytes", wire.Protocol, []wiretest.Frame{wiretest.Data(1, 3, wire.More, []byte("xxxxx"))}},
		{"batch of bytes", wire.Protocol, []wiretest.Frame{wiretest.Data(1, 3, wire.Batch, []byte("\x01x"))}},
		{"batch cut short", wire.Protocol, []wiretest.Frame{batch(1, 'x', 2, 'x')}},
		{"empty message in a batch", wire.Protocol, []wiretest.Frame{batch(1, 'x', 0)}},
		{"batch inside a message", wire.Protocol, []wiretest.Frame{wiretest.Data(1, 1, wire.More, wire.AppendWhole(nil, 5)), batch(1, 'x')}},
		{"metadata", wire.Protocol, []wiretest.Frame{wiretest.Data(1, 1, wire.Meta, []byte{0, 'x'})}},
		{"flow that is not there", wire.Protocol, []wiretest.Frame{wiretest.Data(1, 6, 0, []byte("x"))}},
		{"window overrun", wire.FlowControl, []wiretest.Frame{wiretest.Data(1, 3, 0, make([]byte, 60<<10)), wiretest.Data(1, 3, 0, make([]byte, 5<<10))}},
		{"65 answers in part", wire.TooMuch, parts},
	} {
		t.Run(tt.name, func(t *testing.T) {
			end := make(chan struct{})
			p, _ := served(t, flows(func(s *mux.Stream) { <-end; reply(s, "") }, allKinds...), nil)
			defer close(end)
			p.Send(wiretest.Open(1, wire.OpenFrame{Name: []byte("t.Use")}, []byte("args")))
			p.Send(tt.frames...)
			p.ExpectGoAway(tt.code)
		})
	}
}

// TestOverlongItemEndsItsCallAlone sends items that are longer than the call takes: the call fails, which has run.
func TestOverlongItemEndsItsCallAlone(t *testing.T) {
	long := bytes.Repeat([]byte("x"), 2000)
	whole := wiretest.Data(1, 1, 0, long)
	part := wiretest.Data(1, 1, wire.More, append(wire.AppendWhole(nil, 5000), "x"...))
	batch := wiretest.Data(1, 1, wire.Batch, wire.AppendMessage(nil, long))
	for _, f := range []wiretest.Frame{whole, part, batch} {
		cancelled := make(chan uint8, 1)
		h := flows(func(s *mux.Stream) {
			if m := s.Args(); string(m.Bytes()) == "plain" {
				reply(s, "fine")
				return
			}
			collect(s.Flow(1))
			s.Fail(&wire.StatusFrame{Code: 1}, 0)
		}, mux.ItemsUp)
		h.cancel = func(_ *mux.Stream, code uint8) { cancelled <- code }
		p, _ := served(t, h, func(c *mux.Config) { c.Hello.MaxMessage = 1000 })
		p.Send(wiretest.Open(1, wire.OpenFrame{Name: []byte("t.Use")}, []byte("args")), f)
		if status := p.ExpectStatus(1); status.Header.Flags&wire.NotStarted != 0 || status.Status.Code != 8 {
			t.Errorf("status %d, flags %#x; want RESOURCE_EXHAUSTED of a call that ran", status.Status.Code, status.Header.Flags)
		}
		if code := <-cancelled; code != 8 {
			t.Errorf("the handler was cancelled with code %d", code)
		}
		p.Send(wiretest.Open(2, wire.OpenFrame{Name: []byte("plain")}, []byte("plain")))
		if got := p.ExpectMessage(2); string(got) != "fine" {
			t.Errorf("the next call: %q", got)
		}
	}
}

// TestBrokenFlowIsNotAnEnd breaks off what is sent, both ways: the receiver gets what came before, and then the reason, while other
// flows of the call go on.
func TestBrokenFlowIsNotAnEnd(t *testing.T) {
	tree := wire.AppendTree(nil, &wire.Node{Code: 15, Text: "the disk is on fire"})
	broken := func(items []string, err error) string {
		var c *mux.Cancelled
		if !errors.As(err, &c) {
			return fmt.Sprint(items, err)
		}
		return fmt.Sprint(items, c.Code, c.Sent, bytes.Equal(c.Tree, tree))
	}
	a, b := tcp(t)
	p := connect(t, a, b, flows(func(s *mux.Stream) {
		got := broken(collect(s.Flow(1)))
		s.Flow(2).Send(context.Background(), mux.Payload{Head: []byte("x")}, false)
		s.Flow(2).Break(15, tree)
		rest, err := collect(s.Flow(3))
		reply(s, got+fmt.Sprint(rest, err))
	}, mux.ItemsUp, mux.ItemsDown, mux.BytesUp), nil)
	for _, large := range []bool{false, true} { // a large OPEN is under way when the flow breaks
		q := request([]byte("args"))
		if large {
			q = request(make([]byte, 8<<20))
		}
		q.Kinds = []mux.FlowKind{mux.ItemsUp, mux.ItemsDown, mux.BytesUp}
		s, err := p.client.Open(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		want := "[] 15 true true"
		if !large {
			send(t, s.Flow(1), "a", "b")
			want = "[a b] 15 true true"
		}
		s.Flow(1).Break(15, tree)
		if got := broken(collect(s.Flow(2))); got != "[x] 15 true true" {
			t.Errorf("the client received %s", got)
		}
		s.Flow(3).Write(t.Context(), []byte("more"))
		s.Flow(3).End()
		if r := wait(s, t.Context()); string(r.Reply.Bytes()) != want+"[more] EOF" {
			t.Errorf("the server received %s, %v; want %s[more] EOF", r.Reply.Bytes(), r.Err, want)
		}
	}
}

// TestStopSaysWhy stops a flow with a reason, which its sender gets.
func TestStopSaysWhy(t *testing.T) {
	tree := wire.AppendTree(nil, &wire.Node{Code: 8, Text: "full"})
	a, b := tcp(t)
	p := connect(t, a, b, flows(func(s *mux.Stream) {
		s.Flow(1).Stop(8, tree)
		s.Flow(2).Next(context.Background())
		reply(s, "")
	}, mux.ItemsUp, mux.ItemsUp), nil)
	s := openFlows(t, p.client, mux.ItemsUp, mux.ItemsUp)
	var err error
	for err == nil {
		err = s.Flow(1).Send(t.Context(), mux.Payload{Head: []byte("x")}, false)
	}
	var c *mux.Cancelled
	if !errors.As(err, &c) || c.Code != 8 || c.Sent || !bytes.Equal(c.Tree, tree) {
		t.Errorf("the sender got %v", err)
	}
	s.Flow(2).End()
	wait(s, t.Context())
}

// TestLargeItemMayBeKept gives away the memory of an item that stands alone in it.
func TestLargeItemMayBeKept(t *testing.T) {
	a, b := tcp(t)
	p := connect(t, a, b, flows(func(s *mux.Stream) {
		var kept [][]byte
		for range 4 {
			item, _, err := s.Flow(1).Next(context.Background())
			if err != nil {
				reply(s, err.Error())
				return
			}
			if s.Flow(1).Exclusive() {
				s.Flow(1).GiveAway()
				kept = append(kept, item)
			}
		}
		for _, item := range kept {
			if !bytes.Equal(item, pattern(len(item))) {
				reply(s, "an item that was kept has changed")
				return
			}
		}
		reply(s, fmt.Sprint(len(kept)))
	}, mux.ItemsUp), nil)
	s := openFlows(t, p.client, mux.ItemsUp)
	for _, size := range []int{10, 100 << 10, 20 << 10, 1 << 20} {
		// The reply may be there before the last has returned.
		s.Flow(1).Send(t.Context(), mux.Payload{Head: pattern(size)[:size/2], Rest: [][]byte{pattern(size)[size/2:]}}, false)
	}
	if r := wait(s, t.Context()); string(r.Reply.Bytes()) != "2" {
		t.Errorf("kept: %s of the 2 large items, %v", r.Reply.Bytes(), r.Err)
	}
}

// TestOneStreamFillsALongFatLink sends over 1 Gbit/s with a round trip of 50 ms, each way at once: windows of 64 KiB would let 1 % of it be used.
func TestOneStreamFillsALongFatLink(t *testing.T) {
	const rate, oneWay = 125 << 20 / 1.048576, 25 * time.Millisecond // bytes a second
	for name, kinds := range map[string][]mux.FlowKind{"bytes": {mux.BytesUp, mux.BytesDown}, "items": {mux.ItemsUp, mux.ItemsDown}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, near := bluebirdtest.Pipe()
				far, server := bluebirdtest.Pipe()
				var link sync.WaitGroup
				link.Go(func() { shape(far, near, rate, oneWay) })
				link.Go(func() { shape(near, far, rate, oneWay) })
				const warm, measured = 400 << 20, 200 << 20
				up := make(chan float64, 1)
				p := connect(t, client, server, flows(func(s *mux.Stream) {
					up <- speed(s.Flow(1), warm, measured)
					reply(s, "")
				}, kinds...), func(client, server *mux.Config) {
					client.Hello.FlowWindow, server.Hello.FlowWindow = 1<<20, 1<<20
					client.Hello.ConnWindow, server.Hello.ConnWindow = 32<<20, 32<<20
				})
				s := openFlows(t, p.client, kinds...)
				piece := make([]byte, 8000)
				for sent := 0; sent < warm+measured+(1<<20); sent += len(piece) {
					var err error
					if name == "items" {
						err = s.Flow(1).Send(t.Context(), mux.Payload{Head: piece}, false)
					} else {
						err = s.Flow(1).Write(t.Context(), piece)
					}
					if err != nil {
						break
					}
				}
				s.Flow(1).End()
				wait(s, t.Context())
				got := <-up
				t.Logf("%.0f MB/s of %.0f, which is %.0f %%", got/1e6, rate/1e6, 100*got/rate)
				if got < 0.8*rate {
					t.Errorf("one stream reaches %.0f %% of the link", 100*got/rate)
				}
				client.Close()
				server.Close()
				link.Wait()
			})
		})
	}
}

// speed receives warm bytes, and returns how many bytes a second of the next measured ones come.
func speed(f *mux.Flow, warm, measured int) float64 {
	got, start := 0, time.Time{}
	for got < warm+measured {
		b, _, err := f.Next(context.Background())
		if err != nil {
			return 0
		}
		if got += len(b); got >= warm && start.IsZero() {
			start = time.Now()
		}
	}
	return float64(measured) / time.Since(start).Seconds()
}

// shape carries bytes from one connection to another, so many a second and each after a delay. What comes faster waits with its sender.
func shape(to, from net.Conn, rate float64, delay time.Duration) {
	type parcel struct {
		at time.Time
		b  []byte
	}
	ahead := make(chan parcel, 1<<16)
	var out sync.WaitGroup
	defer out.Wait()
	out.Go(func() {
		for p := range ahead {
			time.Sleep(time.Until(p.at))
			to.Write(p.b)
		}
		to.Close()
	})
	free := time.Now() // when the link takes more
	for {
		b := make([]byte, 16<<10)
		n, err := from.Read(b)
		if now := time.Now(); free.Before(now) {
			free = now
		}
		free = free.Add(time.Duration(float64(n) / rate * float64(time.Second)))
		if n > 0 {
			ahead <- parcel{free.Add(delay), b[:n]}
		}
		if err != nil {
			close(ahead)
			return
		}
		time.Sleep(time.Until(free))
	}
}
