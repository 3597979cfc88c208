package bluebird_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/tinylib/msgp/msgp"
)

// closesWithin fails the test unless the other end closes p between the two instants from now.
func closesWithin(t *testing.T, p *wiretest.Peer, least, most time.Duration) wiretest.Parts {
	t.Helper()
	p.Timeout = 24 * time.Hour
	start := time.Now()
	last := p.ExpectClose()
	if d := time.Since(start); d < least || d > most {
		t.Errorf("closed after %v; want %v to %v", d, least, most)
	}
	return last
}

// TestRow6FramesThatStop sends part of a frame and then nothing.
func TestRow6FramesThatStop(t *testing.T) {
	frame := wiretest.Call(1, "test.Echo", bytes.Repeat([]byte{0x91}, 500)).Append(nil)
	for _, n := range []int{1, wire.HeaderSize - 1, wire.HeaderSize, wire.HeaderSize + 1, len(frame) - 1} {
		t.Run(fmt.Sprint(n, " bytes"), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, new(bluebird.Server))
				p := w.raw(t)
				p.SendBytes(frame[:n])
				last := closesWithin(t, p, 9*time.Second, 12*time.Second)
				if last.Type != wire.GoAway || last.GoAway.Code != wire.Timeout {
					t.Errorf("the last frame is %v; want GOAWAY TIMEOUT", last)
				}
			})
		})
	}
	t.Run("a large frame at a trickle", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, new(bluebird.Server))
			p := w.raw(t)
			large := wiretest.Call(1, "test.Echo", make([]byte, 60<<10)).Append(nil)
			start := time.Now()
			for i := 0; i < len(large); i++ { // a byte each second: 17 hours
				if p.TrySend(large[i:i+1]) != nil {
					break
				}
				time.Sleep(time.Second)
			}
			if d := time.Since(start); d > 3*time.Minute {
				t.Errorf("a frame of 60 KiB was waited for %v", d)
			}
		})
	})
}

// TestRow7SlowButProgressing sends an exchange byte by byte, faster than the least rate.
func TestRow7SlowButProgressing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, new(bluebird.Server))
		p := w.raw(t)
		for _, b := range wiretest.Call(1, "test.Add", []byte{0x92, 1, 2}).Append(nil) {
			p.SendBytes([]byte{b})
			time.Sleep(5 * time.Millisecond)
		}
		if got := p.ExpectMessage(1); string(got) != "\x91\x03" {
			t.Errorf("reply %x", got)
		}
	})
}

// TestRow8Handshakes that do not come, or not to an end.
func TestRow8Handshakes(t *testing.T) {
	greeting := wiretest.Hello(wiretest.Generous).Append([]byte(wire.Preface))
	for _, tt := range []struct {
		name string
		send []byte
		each time.Duration // between the bytes
	}{
		{"nothing", nil, 0},
		{"one byte", greeting[:1], 0},
		{"preface alone", greeting[:8], 0},
		{"half a HELLO", greeting[:30], 0},
		{"a byte a second", greeting, time.Second},
		{"a byte every tenth of a second", greeting[:60], 100 * time.Millisecond},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, new(bluebird.Server))
				p := w.pipe(t)
				var wg sync.WaitGroup
				wg.Go(func() {
					for i := range tt.send {
						if _, err := p.Conn.Write(tt.send[i : i+1]); err != nil {
							return
						}
						time.Sleep(tt.each)
					}
				})
				closesWithin(t, p, 4900*time.Millisecond, 5200*time.Millisecond)
				p.Conn.Close()
				wg.Wait()
			})
		})
	}
}

// TestRow8ServersThatDoNotGreet ends a Dial at its context, or by itself.
func TestRow8ServersThatDoNotGreet(t *testing.T) {
	for _, limit := range []time.Duration{time.Second, time.Hour} {
		synctest.Test(t, func(t *testing.T) {
			l := bluebirdtest.Listen("silent:1")
			defer l.Close()
			ctx, cancel := context.WithTimeout(t.Context(), limit)
			defer cancel()
			start := time.Now()
			c, err := (&bluebird.Dialer{DialContext: l.DialContext}).Dial(ctx, "silent:1")
			if err == nil {
				c.Close()
				t.Fatal("Dial succeeded")
			}
			if d := time.Since(start); d > min(limit, 15*time.Second) {
				t.Errorf("Dial returned after %v: %v", d, err)
			}
		})
	}
}

// TestRow12UnfinishedMessagesAreForgotten begins calls whose arguments never become whole.
func TestRow12UnfinishedMessagesAreForgotten(t *testing.T) {
	for _, timeout := range []time.Duration{0, time.Second} {
		t.Run(fmt.Sprint("timeout ", timeout), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, &bluebird.Server{MaxHandlers: 1})
				p := w.raw(t)
				first := wiretest.Open(1, wire.OpenFrame{Name: []byte("test.Echo"), Timeout: timeout}, append(wire.AppendWhole(nil, 1000), 0x91))
				first.Flags = wire.More
				p.Send(first)
				p.Timeout = time.Second
				for start := time.Now(); time.Since(start) < 61*time.Second+timeout; {
					if f, err := p.TryRecv(); err == nil && f.Type == wire.Ping {
						p.Send(wiretest.Ping(wire.Ack, f.Ping))
					}
				}
				w.works() // in the one place for a handler
			})
		})
	}
}

// TestRow33ClientsThatDoNotRead asks for large replies and reads none, while it goes on to send.
func TestRow33ClientsThatDoNotRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, new(bluebird.Server))
		p := w.raw(t)
		p.Timeout = time.Hour
		chunk := make([]byte, 60_000)
		msg := append([]byte{0x91, 0xc5, byte(len(chunk) >> 8), byte(len(chunk) & 0xff)}, chunk...)
		const calls = 90 // by name: the server reads no more when 100 GRANTs wait
		for id := uint32(1); id <= calls; id++ {
			p.Send(wiretest.Call(id, "test.Echo", msg))
		}
		p.Send(wiretest.Call(calls+1, "test.Wait", []byte{0x90}))
		synctest.Wait()
		if n := w.count(methodEcho); n != calls {
			t.Errorf("%d handlers ran; want %d", n, calls)
		}
		start := time.Now()
		for range 100 {
			time.Sleep(time.Second)
			if _, running, _ := w.counts(); running == 0 {
				break
			}
			p.TrySend(wiretest.Unknown(0x41, nil).Append(nil))
		}
		// The last progress may have come just after the 20 seconds of a write began.
		if d := time.Since(start); d < 15*time.Second || d > 45*time.Second {
			t.Errorf("the handler of a client that reads nothing was cancelled after %v; want 20 to 40 s", d)
		}
		w.works()
	})
}

// TestRow35RepliesThatGetNoCredit asks for replies that are larger than the window, and gives no credit for them. The connection
// itself is well: bytes are read, and PINGs are answered.
func TestRow35RepliesThatGetNoCredit(t *testing.T) {
	for _, tt := range []struct{ timeout, freed time.Duration }{{0, time.Minute}, {time.Second, 5 * time.Second}} {
		t.Run(fmt.Sprint("timeout ", tt.timeout), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, &bluebird.Server{MaxHandlers: 1})
				w.handle(bluebird.Method{Name: "test.Large"}, "", func(_ context.Context, in *bluebird.Incoming) error {
					in.Err()
					in.Results(1)
					in.Reply = msgp.AppendBytes(in.Reply, make([]byte, 1<<20))
					return nil
				})
				p := w.pipe(t)
				h := wire.Minimum
				h.MaxMessage = 16 << 20
				p.GreetWith(h)
				p.ExpectGreeting()
				p.Send(wiretest.Open(1, wire.OpenFrame{Name: []byte("test.Large"), Timeout: tt.timeout}, []byte{0x90}))
				p.Timeout = time.Second
				for start := time.Now(); time.Since(start) < tt.freed; {
					switch f, err := p.TryRecv(); {
					case err == nil && f.Type == wire.Ping:
						p.TrySend(wiretest.Ping(wire.Ack, f.Ping).Append(nil))
					case err != nil && !errors.Is(err, errTimeout):
						time.Sleep(time.Second) // closed
					}
				}
				w.works() // in the one place for a handler
			})
		})
	}
}

// TestRow34ServersThatDoNotRead ends calls at their deadline, and the connection after a while.
func TestRow34ServersThatDoNotRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := dialRaw(t, nil)
		var wg sync.WaitGroup
		for i := range 10 {
			wg.Go(func() {
				limit := time.Duration(i+1) * 100 * time.Millisecond
				ctx, cancel := context.WithTimeout(t.Context(), limit)
				defer cancel()
				start := time.Now()
				_, err := callEcho(ctx, c, make([]byte, 1<<20))
				if d := time.Since(start); d < limit || d > limit+50*time.Millisecond {
					t.Errorf("a call with %v returned after %v", limit, d)
				}
				if !errors.Is(err, bluebird.DeadlineExceeded) {
					t.Errorf("a call with %v: %v", limit, err)
				}
			})
		}
		start := time.Now()
		wg.Go(func() {
			_, err := callAdd(t.Context(), c, 1, 2)
			if d := time.Since(start); err == nil || d > 60*time.Second {
				t.Errorf("a call without a deadline returned %v after %v", err, d)
			}
		})
		wg.Wait()
		start = time.Now()
		c.Close()
		if d := time.Since(start); d > time.Second {
			t.Errorf("Close took %v", d)
		}
	})
}

func TestRow40HalfCloseAfterTheRequest(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	for _, size := range []int{1, 30_000} {
		p := w.raw(t)
		arg := make([]byte, size)
		msg := append([]byte{0x91, 0xc5, byte(size >> 8), byte(size & 0xff)}, arg...)
		p.Send(wiretest.Call(1, "test.Echo", msg))
		p.Conn.(interface{ CloseWrite() error }).CloseWrite()
		if got := p.ExpectMessage(1); len(got) < size {
			t.Errorf("reply of %d bytes; want %d", len(got), size)
		}
		p.ExpectClose()
	}
}

// exchange makes a call over connections that wrap changes, and holds the outcome against what ran.
func exchange(t *testing.T, w *world, wrap func(net.Conn) net.Conn, arg []byte) {
	t.Helper()
	first := true
	d := &bluebird.Dialer{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		c, err := w.l.Dial(ctx)
		if err == nil && first {
			c = wrap(c)
		}
		first = false
		return c, err
	}}
	c, err := d.Dial(t.Context(), "cut:1")
	if err != nil {
		return // cut before the call
	}
	defer c.Close()
	before := w.count(methodEcho)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	got, err := callEcho(ctx, c, arg)
	if errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the call hung: %v", err)
	}
	outcome := bluebird.OutcomeOf(err)
	if err == nil && !bytes.Equal(got, arg) {
		t.Errorf("the reply is %d other bytes; want %d", len(got), len(arg))
	}
	if err != nil && !errors.Is(err, bluebird.Unavailable) {
		t.Errorf("error %v; want %v", err, bluebird.Unavailable)
	}
	c.Close()
	w.settle(t)
	switch ran := w.count(methodEcho) - before; {
	case ran > 1:
		t.Errorf("ran %d times", ran)
	case err == nil && ran != 1:
		t.Errorf("succeeded, and ran %d times", ran)
	case err != nil && ran != 0 && (outcome == bluebird.NotSent || outcome == bluebird.NotStarted):
		t.Errorf("ran, and claims to be %v: %v", outcome, err)
	}
}

// TestRow41CutAtEachByte cuts the connection at each byte of an exchange, in both directions, with FIN and with RST. A call that
// ran never claims that it was not sent or not started, none runs twice, and none hangs.
func TestRow41CutAtEachByte(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	const most = 260 // bytes of greeting, call and reply; more than each direction takes
	for _, how := range []bluebirdtest.Ending{bluebirdtest.FIN, bluebirdtest.RST} {
		for n := int64(0); n < most; n++ {
			exchange(t, w, func(c net.Conn) net.Conn { return bluebirdtest.CutWrites(c, n, how) }, []byte("argument"))
			exchange(t, w, func(c net.Conn) net.Conn { return bluebirdtest.CutReads(c, n, how) }, []byte("argument"))
			if t.Failed() {
				t.Fatalf("cut after %d bytes, ending %d", n, how)
			}
		}
	}
}

// TestRow42PartsAreNeverTakenForTheWhole cuts the connection within large requests and replies.
func TestRow42PartsAreNeverTakenForTheWhole(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	arg := bytes.Repeat([]byte("0123456789abcdef"), 20<<10) // 320 KiB
	for n := int64(1000); n < 340_000; n += 37_003 {
		for _, how := range []bluebirdtest.Ending{bluebirdtest.FIN, bluebirdtest.RST} {
			exchange(t, w, func(c net.Conn) net.Conn { return bluebirdtest.CutWrites(c, n, how) }, arg)
			exchange(t, w, func(c net.Conn) net.Conn { return bluebirdtest.CutReads(c, n, how) }, arg)
			if t.Failed() {
				t.Fatalf("cut after %d bytes, ending %d", n, how)
			}
		}
	}
}

// TestRow11FlippedBitsAreContained flips a bit of the exchange: nothing may panic, hang or run twice. (Nothing detects a flip
// within the arguments; TCP and TLS do.)
func TestRow11FlippedBitsAreContained(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, new(bluebird.Server))
		for n := range int64(250) {
			d := &bluebird.Dialer{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
				c, err := w.l.Dial(ctx)
				return bluebirdtest.FlipWrites(c, n, int(n%8)), err
			}}
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			if c, err := d.Dial(ctx, "flip:1"); err == nil {
				callEcho(ctx, c, []byte("argument"))
				c.Close()
			}
			cancel()
		}
		w.works()
	})
}

func TestRow46DribblingConnectionsWork(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	c := w.dial(&bluebird.Dialer{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		c, err := w.l.Dial(ctx)
		return bluebirdtest.Chop(c, 1, 1), err
	}})
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			arg := bytes.Repeat([]byte{byte(i)}, 3000)
			if got, err := callEcho(bluebirdtest.Soon(t), c, arg); err != nil || !bytes.Equal(got, arg) {
				t.Errorf("%d bytes, %v", len(got), err)
			}
		})
	}
	wg.Wait()
}

// TestRow52PausesCutNothing stops all traffic for five seconds, as a long collection or SIGSTOP does.
func TestRow52PausesCutNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, new(bluebird.Server))
		var stalled *bluebirdtest.Stalled
		c := w.dial(&bluebird.Dialer{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			c, err := w.l.Dial(ctx)
			stalled = bluebirdtest.Stall(c)
			return stalled, err
		}})
		if _, err := callAdd(t.Context(), c, 1, 2); err != nil {
			t.Fatal(err)
		}
		stalled.Stop()
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := callEcho(t.Context(), c, make([]byte, 1<<20)); err != nil {
				t.Errorf("a patient call: %v", err)
			}
		})
		wg.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			if _, err := callAdd(ctx, c, 1, 2); !errors.Is(err, bluebird.DeadlineExceeded) || errors.Is(err, bluebird.Unavailable) {
				t.Errorf("a call with a deadline: %v; want %v", err, bluebird.DeadlineExceeded)
			}
		})
		time.Sleep(5 * time.Second)
		stalled.Resume()
		wg.Wait()
		if n := w.l.Dialed(); n != 1 {
			t.Errorf("%d connections; want 1", n)
		}
	})
}

// TestRow45DeadPeersAreFound stops all traffic for good.
func TestRow45DeadPeersAreFound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, new(bluebird.Server))
		dead := false
		var stalled *bluebirdtest.Stalled
		c := w.dial(&bluebird.Dialer{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			c, err := w.l.Dial(ctx)
			if err == nil && !dead {
				dead = true
				stalled = bluebirdtest.Stall(c)
				c = stalled
			}
			return c, err
		}})
		time.Sleep(time.Minute)
		result := goWait(t, c)
		synctest.Wait()
		stalled.Stop()
		start := time.Now()
		wantError(t, <-result, bluebird.Unavailable, bluebird.MaybeExecuted)
		if d := time.Since(start); d > 35*time.Second {
			t.Errorf("a dead peer was found after %v", d)
		}
		if _, err := callAdd(t.Context(), c, 1, 2); err != nil {
			t.Errorf("the next call, on a new connection: %v", err)
		}
		eventually(t, "the server has cancelled the handler, too", func() bool { _, running, _ := w.counts(); return running == 0 })
	})
}

func goWait(t testing.TB, c *bluebird.Conn) <-chan error {
	result := make(chan error, 1)
	go func() { result <- callWait(t.Context(), c) }()
	return result
}

// TestRow44LostClientsCancelTheirHandlers closes connections under running handlers.
func TestRow44LostClientsCancelTheirHandlers(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	for _, end := range []func(net.Conn){
		func(c net.Conn) { c.Close() },
		func(c net.Conn) { c.(interface{ Reset() }).Reset() },
	} {
		before := w.count(methodWait)
		p := w.raw(t)
		for id := uint32(1); id <= 20; id++ {
			p.Send(wiretest.Call(id, "test.Wait", []byte{0x90}))
		}
		eventually(t, "all run", func() bool { return w.count(methodWait) == before+20 })
		start := time.Now()
		end(p.Conn)
		eventually(t, "all have ended", func() bool { _, running, _ := w.counts(); return running == 0 })
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("the handlers of a lost client ended after %v", d)
		}
		if err, _ := w.lastErr.Load().(error); !errors.Is(err, context.Canceled) {
			t.Errorf("a handler's context ended with %v; want %v", err, context.Canceled)
		}
	}
}

// TestRow43RestartedServers kills a server's connections again and again under callers.
func TestRow43RestartedServers(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	var mu sync.Mutex
	var live []net.Conn
	c := w.dial(&bluebird.Dialer{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		nc, err := w.l.Dial(ctx)
		if err == nil {
			mu.Lock()
			live = append(live, nc)
			mu.Unlock()
		}
		return nc, err
	}})
	var ok, lost atomic.Int64
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for ctx.Err() == nil {
				switch _, err := callAdd(t.Context(), c, 1, 2); {
				case err == nil:
					ok.Add(1)
				case errors.Is(err, bluebird.Unavailable):
					lost.Add(1)
				default:
					t.Errorf("error %v", err)
				}
			}
		})
	}
	for range 50 {
		time.Sleep(10 * time.Millisecond)
		mu.Lock()
		last := live[len(live)-1]
		mu.Unlock()
		last.(interface{ Reset() }).Reset()
	}
	stop()
	wg.Wait()
	if n := int64(w.count(methodAdd)); n < ok.Load() || n > ok.Load()+lost.Load() {
		t.Errorf("%d calls ran, %d succeeded and %d were lost", n, ok.Load(), lost.Load())
	}
	if ok.Load() < 100 {
		t.Errorf("only %d calls succeeded", ok.Load())
	}
}
