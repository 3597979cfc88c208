package bluebird_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/tinylib/msgp/msgp"
)

// serveLarge adds test.Large, whose reply has n bytes, to w.
func serveLarge(w *world, n int) {
	w.handle(bluebird.Method{Name: "test.Large"}, "", func(_ context.Context, in *bluebird.Incoming) error {
		if err := in.Err(); err != nil {
			return err
		}
		in.Results(1)
		in.Reply = msgp.AppendBytes(in.Reply, make([]byte, n))
		return nil
	})
}

// TestCreditIsObeyed reads a reply that is larger than the window, and gives credit in small parts, sometimes for the call alone and
// sometimes for the connection alone: the server never sends more than it may, and all in the end.
func TestCreditIsObeyed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const size = 300_000
		w := newWorld(t, new(bluebird.Server))
		serveLarge(w, size)
		p := w.pipe(t)
		h := wire.Minimum
		h.MaxMessage = 1 << 20
		p.GreetWith(h)
		p.ExpectGreeting()
		p.Timeout = time.Millisecond // of virtual time: everybody waits
		p.Send(wiretest.Call(1, "test.Large", []byte{0x90}))

		conn, call := h.ConnWindow, h.CallWindow
		got, rounds := 0, 0
		for done := false; !done; rounds++ {
			for {
				f, err := p.TryRecv()
				if errors.Is(err, errTimeout) {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				if f.Type != wire.Data {
					continue
				}
				conn, call = conn-int64(f.Cost()), call-int64(f.Cost())
				if conn < 0 || call < 0 {
					t.Fatalf("%v leaves %d of the connection's window and %d of the call's", f, conn, call)
				}
				if f.Length > int(h.MaxFrame) {
					t.Fatalf("a frame of %d bytes; want at most %d", f.Length, h.MaxFrame)
				}
				got += len(f.Bytes)
				done = f.Flags&wire.End != 0
			}
			if rounds%3 != 1 {
				p.Send(wiretest.Credit(0, 0, 10_000))
				conn += 10_000
			}
			if rounds%3 != 2 {
				p.Send(wiretest.Credit(1, 0, 10_000))
				call += 10_000
			}
			if rounds > 1000 {
				t.Fatalf("after %d rounds only %d bytes have come", rounds, got)
			}
		}
		if got < size {
			t.Errorf("%d bytes have come; want %d", got, size)
		}
		if rounds < 10 {
			t.Errorf("all came in %d rounds, whatever the credit", rounds)
		}
	})
}

// TestCreditIsReturned sends a client a large reply in fragments, from a server by hand: what the client has taken it gives back.
func TestCreditIsReturned(t *testing.T) {
	c, p := dialRaw(t, nil)
	result := make(chan error, 1)
	arg := bytes.Repeat([]byte("0123456789"), 500_000)
	go func() {
		got, err := callEcho(t.Context(), c, arg)
		if err == nil && !bytes.Equal(got, arg) {
			err = errors.New("other bytes came back")
		}
		result <- err
	}()
	message := p.ExpectMessage(1) // of the arguments, which are also a good reply
	const part = 50_000
	p.Send(wiretest.Data(1, 0, wire.More, append(wire.AppendWhole(nil, len(message)), message[:part]...)))
	returned := int64(0)
	for message = message[part:]; len(message) > part; message = message[part:] {
		p.Timeout = time.Minute
		p.Send(wiretest.Data(1, 0, wire.More, message[:part]))
		p.Timeout = time.Millisecond
		for {
			f, err := p.TryRecv()
			if err != nil {
				break
			}
			if f.Type == wire.Credit {
				returned += f.Credit
			}
		}
	}
	p.Timeout = time.Minute
	p.Send(wiretest.Data(1, 0, wire.End, message))
	if err := <-result; err != nil {
		t.Error(err)
	}
	if returned == 0 {
		t.Error("no credit came back for five megabytes")
	}
}

// TestFragmentsLetSmallCallsPass makes a small call while a large message is under way, in each direction.
func TestFragmentsLetSmallCallsPass(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	serveLarge(w, 8<<20)
	t.Run("of the client", func(t *testing.T) {
		p := w.raw(t)
		arg := msgp.AppendBytes([]byte{0x91}, make([]byte, 100_000))
		first := wiretest.Call(1, "test.Echo", append(wire.AppendWhole(nil, len(arg)), arg[:1000]...))
		first.Flags = wire.More
		p.Send(first, wiretest.Call(2, "test.Add", []byte{0x92, 1, 2}))
		if got := p.ExpectMessage(2); string(got) != "\x91\x03" {
			t.Errorf("the small call: %x", got)
		}
		p.Send(wiretest.Data(1, 0, wire.End, arg[1000:]))
		if got := p.ExpectMessage(1); !bytes.Equal(got, arg) {
			t.Errorf("the large call: %d bytes; want %d", len(got), len(arg))
		}
	})
	t.Run("of the server", func(t *testing.T) {
		p := w.raw(t)
		p.Send(wiretest.Call(1, "test.Large", []byte{0x90}))
		for large, small := 0, false; ; {
			f := p.Recv()
			switch {
			case f.Type != wire.Data:
			case f.Stream == 2:
				small = true
			case f.Flags&wire.End != 0:
				if !small {
					t.Error("the small call was answered after the large one")
				}
				return
			case large == 0:
				p.Send(wiretest.Call(2, "test.Add", []byte{0x92, 1, 2}))
				fallthrough
			default:
				large += len(f.Bytes)
			}
		}
	})
}
