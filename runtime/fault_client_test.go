package bluebird_test

import (
	"context"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
)

// dialRaw returns a client and the server by hand that it has dialed and been greeted by. If the client dials again, nobody
// accepts.
func dialRaw(t testing.TB, d *bluebird.Dialer) (*bluebird.Conn, *wiretest.Peer) {
	t.Helper()
	c, p, _ := dialRawListener(t, d)
	return c, p
}

func dialRawListener(t testing.TB, d *bluebird.Dialer) (*bluebird.Conn, *wiretest.Peer, *bluebirdtest.Listener) {
	t.Helper()
	l := bluebirdtest.Listen("raw:1")
	t.Cleanup(func() { l.Close() })
	if d == nil {
		d = new(bluebird.Dialer)
	}
	d.DialContext = l.DialContext
	type dialed struct {
		c   *bluebird.Conn
		err error
	}
	result := make(chan dialed, 1)
	go func() {
		c, err := d.Dial(t.Context(), "raw:1")
		result <- dialed{c, err}
	}()
	p := acceptRaw(t, l)
	r := <-result
	if r.err != nil {
		t.Fatal(r.err)
	}
	t.Cleanup(func() { r.c.Close() })
	return r.c, p, l
}

// acceptRaw accepts and greets the next connection.
func acceptRaw(t testing.TB, l net.Listener) *wiretest.Peer {
	t.Helper()
	nc, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	return wiretest.Server(t, nc)
}

// goAdd calls Add in a goroutine of its own, with a minute to live.
func goAdd(t testing.TB, c *bluebird.Conn) <-chan error {
	result := make(chan error, 1)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	go func() {
		defer cancel()
		_, err := callAdd(ctx, c, 1, 2)
		result <- err
	}()
	return result
}

// TestRow2ServersThatBreakTheProtocol answers a call with frames that break the rules: the call fails, and nobody knows
// whether it ran.
func TestRow2ServersThatBreakTheProtocol(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   []byte
		code wire.Code
	}{
		{"unknown type", header(0, 0x20, 0, 0, 0, 1), wire.Protocol},
		{"reserved byte", header(8, 6, 0, 1, 0, 0), wire.Protocol},
		{"too long", header(wire.MaxPayload, 2, 1, 0, 0, 1), wire.FrameSize},
		{"OPEN", wiretest.Call(1, "test.Add", []byte{0x92, 1, 2}).Append(nil), wire.Protocol},
		{"second HELLO", wiretest.Hello(wire.Minimum).Append(nil), wire.Protocol},
		{"STATUS of code 0", append(header(4, 3, 0, 0, 0, 1), 0, 0, 0, 0), wire.Protocol},
		{"STATUS of code 17", append(header(4, 3, 0, 0, 0, 1), 17, 0, 0, 0), wire.Protocol},
		{"GRANT of number 0", append(header(3, 11, 0, 0, 0, 1), 0, 0, 0), wire.Protocol},
		{"credit of 0", append(header(1, 5, 0, 0, 0, 0), 0), wire.FlowControl},
		{"too much credit", wiretest.Credit(0, 0, wire.MaxCredit).Append(nil), wire.FlowControl},
		{"reply to a call that was never made", wiretest.Reply(99, []byte{0x91, 3}).Append(nil), wire.Protocol},
		{"STATUS of a call that was never made", wiretest.Status(99, 5, 0, "x").Append(nil), wire.Protocol},
		{"reply on a flow that is not there", wiretest.Data(1, 1, wire.End, []byte{3}).Append(nil), wire.Protocol},
		{"reply without END", wiretest.Data(1, 0, 0, []byte{0x91, 3}).Append(nil), wire.Protocol},
		{"CANCEL of the call", wiretest.Cancel(1, 0, wire.CancelFrame{}).Append(nil), wire.Protocol},
		{"metadata cut short", append(header(3, 2, 9, 0, 0, 1), 5, 9, 'a'), wire.Protocol},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, p := dialRaw(t, nil)
			result := goAdd(t, c)
			p.ExpectOpen()
			p.SendBytes(tt.in)
			wantError(t, <-result, bluebird.Unavailable, bluebird.MaybeExecuted)
			p.ExpectGoAway(tt.code)
			p.ExpectClose()
		})
	}
}

func TestRow10ClientNamesBothVersions(t *testing.T) {
	l := bluebirdtest.Listen("raw:1")
	defer l.Close()
	go func() {
		nc, err := l.Accept()
		if err != nil {
			return
		}
		b := []byte("\xf5BBRD\r\n\x07")
		b = wiretest.GoAway(wire.GoAwayFrame{Code: wire.BadVersion, Text: "versions 5 to 7"}).Append(b)
		nc.Write(b)
		nc.(interface{ CloseWrite() error }).CloseWrite()
	}()
	_, err := (&bluebird.Dialer{DialContext: l.DialContext}).Dial(bluebirdtest.Soon(t), "raw:1")
	if err == nil || !strings.Contains(err.Error(), "version 1") || !strings.Contains(err.Error(), "5 to 7") {
		t.Errorf("Dial = %v; want an error that names both", err)
	}
}

// TestRow48RepliesReachTheirCallersOnly sends replies twice, in the wrong order, and for calls that were cancelled.
func TestRow48RepliesReachTheirCallersOnly(t *testing.T) {
	c, p := dialRaw(t, nil)
	first := goAdd(t, c)
	id := p.ExpectOpen().Stream
	p.Send(wiretest.Reply(id, []byte{0x91, 3}), wiretest.Reply(id, []byte{0x91, 99}), wiretest.Status(id, 13, 0, "again"))
	if err := <-first; err != nil {
		t.Fatal(err)
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancelled := make(chan error, 1)
	go func() {
		_, err := callAdd(ctx, c, 1, 2)
		cancelled <- err
	}()
	old := p.ExpectOpen().Stream
	cancel()
	wantError(t, <-cancelled, bluebird.Canceled, bluebird.MaybeExecuted)
	p.Expect(wire.Cancel)

	got := make(chan int64, 1)
	go func() {
		n, err := callAdd(t.Context(), c, 20, 22)
		if err != nil {
			t.Error(err)
		}
		got <- n
	}()
	id = p.ExpectOpen().Stream
	p.Send(wiretest.Reply(old, []byte{0x91, 7}), wiretest.Reply(1, []byte{0x91, 8}), wiretest.Reply(id, []byte{0x91, 42}))
	if n := <-got; n != 42 {
		t.Errorf("the reply is %d, another's; want 42", n)
	}
}

// TestRow49LyingServers answers a call in ways that no server should. The client must not hang or panic, and must
// work on when the server does.
func TestRow49LyingServers(t *testing.T) {
	long := make([]byte, 100)
	for _, tt := range []struct {
		name   string
		frames []wiretest.Frame
		raw    []byte
		ok     bool // the call succeeds all the same
	}{
		{name: "two STATUS", frames: []wiretest.Frame{wiretest.Status(1, 5, 0, "a"), wiretest.Status(1, 6, 0, "b")}},
		{name: "STATUS, then a reply", frames: []wiretest.Frame{wiretest.Status(1, 5, 0, "a"), wiretest.Reply(1, []byte{0x91, 3})}},
		{name: "DATA after END", frames: []wiretest.Frame{wiretest.Reply(1, []byte{0x91, 3}), wiretest.Data(1, 0, wire.More, []byte{0, 0, 0, 9, 1})}, ok: true},
		{name: "GOAWAY of garbage", raw: append(header(100, 7, 0, 0, 0, 0), long...)},
		{name: "GOAWAY that lists the call as served, and the end", frames: []wiretest.Frame{wiretest.GoAway(wire.GoAwayFrame{Last: 7})}},
		{name: "STATUS with a tree of garbage", raw: append(header(103, 3, 0, 0, 0, 1), append([]byte{5, 0, 0}, long...)...)},
		{name: "STATUS without a tree", raw: append(header(3, 3, 0, 0, 0, 1), 5, 0, 0)},
		{name: "a reply of 4 GiB, announced", frames: []wiretest.Frame{wiretest.Data(1, 0, wire.More, []byte{0xff, 0xff, 0xff, 0xff, 0x91})}},
		{name: "half a reply", frames: []wiretest.Frame{wiretest.Data(1, 0, wire.More, []byte{0, 0, 0, 9, 0x91})}},
		{name: "half a frame", raw: header(50, 2, 1, 0, 0, 1)},
		{name: "half a header", raw: []byte{0, 0}},
		{name: "nothing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, p := dialRaw(t, nil)
			result := goAdd(t, c)
			p.ExpectOpen()
			p.Send(tt.frames...)
			p.SendBytes(tt.raw)
			p.Conn.(interface{ CloseWrite() error }).CloseWrite()
			select {
			case err := <-result:
				if (err == nil) != tt.ok {
					t.Errorf("the call returned %v", err)
				}
			case <-time.After(20 * time.Second):
				t.Error("the call hangs")
			}
			done := make(chan struct{})
			go func() { c.Close(); close(done) }()
			select {
			case <-done:
			case <-time.After(20 * time.Second):
				t.Error("Close hangs")
			}
		})
	}
}

// TestRow50GoAwayDuringCalls lets a server leave: it finishes what it has started, the rest is made again on a new connection.
func TestRow50GoAwayDuringCalls(t *testing.T) {
	c, p, l := dialRawListener(t, nil)
	served := goAdd(t, c)
	first := p.ExpectOpen().Stream
	retried := goAdd(t, c)
	second := p.ExpectOpen().Stream
	if first >= second {
		t.Fatalf("streams %d, %d", first, second)
	}
	p.Send(wiretest.GoAway(wire.GoAwayFrame{Last: first, Text: "bye"}))

	again := acceptRaw(t, l)
	id := again.ExpectOpen().Stream
	again.Send(wiretest.Reply(id, []byte{0x91, 3}))
	if err := <-retried; err != nil {
		t.Errorf("the call that was not started: %v", err)
	}
	fresh := goAdd(t, c)
	id = again.ExpectOpen().Stream
	p.Send(wiretest.Reply(first, []byte{0x91, 3}))
	if err := <-served; err != nil {
		t.Errorf("the call in flight: %v", err)
	}
	again.Send(wiretest.Reply(id, []byte{0x91, 3}))
	if err := <-fresh; err != nil {
		t.Errorf("the call after GOAWAY: %v", err)
	}
	p.ExpectClose()
}

// TestRow50SecondGoAwayLowersOnly announces the end twice: first without refusing anything, then with the number of the last
// call, then with a higher one, which counts for nothing.
func TestRow50SecondGoAwayLowersOnly(t *testing.T) {
	c, p, l := dialRawListener(t, nil)
	one := goAdd(t, c)
	first := p.ExpectOpen().Stream
	two := goAdd(t, c)
	p.ExpectOpen()
	p.Send(
		wiretest.GoAway(wire.GoAwayFrame{Last: 1<<32 - 1}),
		wiretest.GoAway(wire.GoAwayFrame{Last: first}),
		wiretest.GoAway(wire.GoAwayFrame{Last: 1<<32 - 1}),
	)
	again := acceptRaw(t, l)
	again.Send(wiretest.Reply(again.ExpectOpen().Stream, []byte{0x91, 3}))
	if err := <-two; err != nil {
		t.Errorf("the call that was not started: %v", err)
	}
	p.Send(wiretest.Reply(first, []byte{0x91, 3}))
	if err := <-one; err != nil {
		t.Errorf("the call in flight: %v", err)
	}
	p.ExpectClose()
}

// TestRow50RefusedTwice refuses a call on both connections: it must not be tried for ever.
func TestRow50RefusedTwice(t *testing.T) {
	c, p, l := dialRawListener(t, nil)
	result := goAdd(t, c)
	for range 2 {
		p.ExpectOpen()
		p.Send(wiretest.GoAway(wire.GoAwayFrame{Last: 0}))
		p = acceptRaw(t, l)
	}
	select {
	case err := <-result:
		wantError(t, err, bluebird.Unavailable, bluebird.NotStarted)
	case <-time.After(10 * time.Second):
		t.Error("the call is still being tried")
	}
}

// TestCloseWaitsForAConnectionThatIsEnding closes a client whose connection has ended while its reader waits to have said why.
func TestCloseWaitsForAConnectionThatIsEnding(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, peer := dialRaw(t, nil)
		ctx, cancel := context.WithCancel(t.Context())
		result := make(chan error, 1)
		go func() {
			_, err := callEcho(ctx, c, make([]byte, 1<<19)) // more than the connection holds: the writer waits
			result <- err
		}()
		synctest.Wait()
		peer.Send(wiretest.GoAway(wire.GoAwayFrame{Last: 1}), wiretest.Hello(wire.Minimum))
		synctest.Wait()
		cancel() // the last call: once all is written, the connection ends
		if err := <-result; err == nil {
			t.Error("the call succeeded")
		}
		go io.Copy(io.Discard, peer.Conn)
		synctest.Wait()
		c.Close() // what is left behind in the bubble fails the test
	})
}
