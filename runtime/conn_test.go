package bluebird_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/bluebird-rpc/bluebird/testdata/ok/calls"
	"github.com/bluebird-rpc/bluebird/testdata/ok/calls/callsrpc"
)

func TestDialFailsWhereNobodyListens(t *testing.T) {
	leavesNothing(t)
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	_, err = bluebird.Dial(bluebirdtest.Soon(t), addr)
	wantText(t, err, "cannot connect to "+addr, "refused")
	_, err = bluebird.Dial(bluebirdtest.Soon(t), "unix:/there/is/no/socket")
	wantText(t, err, "cannot connect to unix:/there/is/no/socket")
	_, err = bluebird.Dial(bluebirdtest.Soon(t), "no port")
	wantText(t, err, "no port")
}

func TestDialObeysItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &bluebird.Dialer{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}}
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		start := time.Now()
		_, err := d.Dial(ctx, "far:1")
		if got := time.Since(start); !errors.Is(err, context.DeadlineExceeded) || got != 3*time.Second {
			t.Errorf("Dial = %v after %v; want %v after 3s", err, got, context.DeadlineExceeded)
		}
	})
}

func TestPingMeasures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn := joined(t, nothing)
		if d, err := conn.Ping(t.Context()); d != 0 || err != nil {
			t.Errorf("Ping = %v, %v", d, err)
		}
		done, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := conn.Ping(done); !errors.Is(err, context.Canceled) {
			t.Errorf("Ping = %v; want %v", err, context.Canceled)
		}
	})
}

func TestCallsSpreadOverConns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var conns []*countedConn
		gate := make(chan struct{})
		l := bluebirdtest.Start(t, does(new(bluebird.Server), func(context.Context, string) (string, error) {
			<-gate
			return "", nil
		}))
		d := &bluebird.Dialer{Conns: 3, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			c, err := l.Dial(ctx)
			if err != nil {
				return nil, err
			}
			counted := &countedConn{Conn: c}
			mu.Lock()
			conns = append(conns, counted)
			mu.Unlock()
			return counted, nil
		}}
		conn := dial(t, d, "server:1")
		if n := l.Dialed(); n != 3 {
			t.Errorf("%d connections; want 3", n)
		}
		for _, c := range conns {
			c.written.Store(0) // the greeting
		}
		var wg sync.WaitGroup
		for range 30 {
			wg.Go(func() {
				if _, err := run(t.Context(), conn, ""); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		for _, c := range conns {
			// Ten calls: one that names the method, and nine of 16 bytes.
			if n := c.written.Load(); n < 180 || n > 210 {
				t.Errorf("a connection has carried %d bytes of 30 calls; want a third, 190", n)
			}
		}
		close(gate)
		wg.Wait()
	})
}

// countedConn counts the bytes written.
type countedConn struct {
	net.Conn
	written atomic.Int64
}

func (c *countedConn) Write(b []byte) (int, error) {
	c.written.Add(int64(len(b)))
	return c.Conn.Write(b)
}

// town is a place where servers come and go behind one address.
type town struct {
	mu       sync.Mutex
	l        *bluebirdtest.Listener // nil while there is no server
	attempts []time.Time
	delay    time.Duration // of connecting
}

func (p *town) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	p.mu.Lock()
	p.attempts = append(p.attempts, time.Now())
	l, delay := p.l, p.delay
	p.mu.Unlock()
	time.Sleep(delay)
	if l == nil {
		return nil, syscall.ECONNREFUSED
	}
	return l.Dial(ctx)
}

// start starts a server, and stop stops it.
func (p *town) start(t testing.TB, f calls.TaskFunc) (stop func()) {
	srv := does(new(bluebird.Server), f)
	l := bluebirdtest.Start(t, srv)
	p.mu.Lock()
	p.l = l
	p.mu.Unlock()
	return func() {
		p.mu.Lock()
		p.l = nil
		p.mu.Unlock()
		srv.Close()
	}
}

func TestAConnFindsARestartedServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p town
		stop := p.start(t, func(context.Context, string) (string, error) { return "first", nil })
		conn := dial(t, &bluebird.Dialer{DialContext: p.dial}, "server:1")
		for range 2 {
			if s, err := run(t.Context(), conn, ""); s != "first" || err != nil {
				t.Errorf("Run = %q, %v", s, err)
			}
		}
		stop()
		_, err := run(t.Context(), conn, "")
		wantError(t, err, bluebird.Unavailable, bluebird.NotSent)
		wantText(t, err, "calls.Task.Run", "cannot connect to server:1", "refused")
		p.start(t, func(context.Context, string) (string, error) { return "second", nil })
		if s, err := run(t.Context(), conn, ""); s != "second" || err != nil {
			t.Errorf("Run = %q, %v", s, err)
		}
		if p, err := callsrpc.NewClient(conn).Mirror(t.Context(), calls.Point{Horizontal: 1}); p.Vertical != 1 || err != nil {
			t.Errorf("Mirror = %v, %v", p, err)
		}
	})
}

func TestARealServerIsFoundAgain(t *testing.T) {
	leavesNothing(t)
	srv := does(new(bluebird.Server), nothing)
	addr := listen(t, srv, "tcp", "localhost:0")
	conn := dial(t, new(bluebird.Dialer), addr)
	if _, err := run(bluebirdtest.Soon(t), conn, ""); err != nil {
		t.Fatal(err)
	}
	srv.Close()
	listen(t, does(new(bluebird.Server), nothing), "tcp", addr)
	eventually(t, "a call succeeds again", func() bool {
		_, err := run(bluebirdtest.Soon(t), conn, "")
		return err == nil
	})
}

// Calls wait for an attempt that is under way, and share its end.
func TestCallsDuringARedialWaitForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p town
		stop := p.start(t, nothing)
		conn := dial(t, &bluebird.Dialer{DialContext: p.dial}, "server:1")
		stop()
		synctest.Wait()
		p.delay = 5 * time.Second
		dialed := len(p.attempts)
		var wg sync.WaitGroup
		start := time.Now()
		for range 10 {
			wg.Go(func() {
				_, err := run(t.Context(), conn, "")
				wantError(t, err, bluebird.Unavailable, bluebird.NotSent)
				if d := time.Since(start); d != 5*time.Second {
					t.Errorf("failed after %v; want 5s", d)
				}
			})
		}
		wg.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			_, err := run(ctx, conn, "")
			wantError(t, err, bluebird.DeadlineExceeded, bluebird.NotSent)
			if d := time.Since(start); d != time.Second {
				t.Errorf("failed after %v; want its deadline, 1s", d)
			}
		})
		wg.Wait()
		if n := len(p.attempts) - dialed; n != 1 {
			t.Errorf("%d attempts; want 1", n)
		}

		p.start(t, nothing)
		for range 10 {
			wg.Go(func() {
				if _, err := run(t.Context(), conn, ""); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := len(p.attempts) - dialed; n != 2 {
			t.Errorf("%d attempts; want 2", n)
		}
	})
}

func TestAttemptsAreSpacedMoreAndMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p town
		stop := p.start(t, nothing)
		conn := dial(t, &bluebird.Dialer{DialContext: p.dial}, "server:1")
		stop()
		synctest.Wait()
		p.attempts = nil
		for len(p.attempts) < 15 {
			run(t.Context(), conn, "")
		}
		want := 50 * time.Millisecond
		for i := 1; i < len(p.attempts); i++ {
			if got := p.attempts[i].Sub(p.attempts[i-1]); got < want*8/10 || got > want*12/10 {
				t.Errorf("pause %d is %v; want %v, a fifth more or less", i, got, want)
			}
			want = min(want*16/10, 5*time.Second)
		}
	})
}

func TestIdleConnsAreClosed(t *testing.T) {
	for name, tt := range map[string]struct {
		srv  *bluebird.Server
		d    *bluebird.Dialer
		idle time.Duration
	}{
		"client":            {new(bluebird.Server), &bluebird.Dialer{IdleTimeout: time.Minute}, time.Minute},
		"client by default": {new(bluebird.Server), new(bluebird.Dialer), 10 * time.Minute},
		"server":            {&bluebird.Server{IdleTimeout: 2 * time.Minute}, &bluebird.Dialer{IdleTimeout: -1}, 2 * time.Minute},
		"server by default": {new(bluebird.Server), &bluebird.Dialer{IdleTimeout: -1}, 30 * time.Minute},
		"nobody":            {&bluebird.Server{IdleTimeout: -1}, &bluebird.Dialer{IdleTimeout: -1}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				conn := joinedWith(t, tt.srv, tt.d, func(ctx context.Context, _ string) (string, error) {
					time.Sleep(2 * time.Hour)
					return "", nil
				})
				open := func(after time.Duration) int {
					time.Sleep(after)
					synctest.Wait()
					return bluebird.OpenConns(tt.srv)
				}
				if _, err := run(t.Context(), conn, ""); err != nil {
					t.Fatalf("a call of two hours: %v", err)
				}
				if tt.idle == 0 {
					if open(100*time.Hour) != 1 {
						t.Error("the connection was closed")
					}
					return
				}
				if open(tt.idle-time.Second) != 1 {
					t.Errorf("closed before it was idle for %v", tt.idle)
				}
				if open(2*time.Second) != 0 {
					t.Errorf("not closed after %v", tt.idle+time.Second)
				}
				if sum, err := callsrpc.NewClient(conn).Add(t.Context(), 1, 2); sum != 3 || err != nil {
					t.Errorf("the call afterwards: %v, %v", sum, err)
				}
			})
		})
	}
}

func TestCloseOfAConnEndsItsCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended := make(chan error, 1)
		conn := joined(t, func(ctx context.Context, _ string) (string, error) {
			<-ctx.Done()
			ended <- ctx.Err()
			return "", nil
		})
		result := make(chan error, 1)
		go func() { _, err := run(t.Context(), conn, ""); result <- err }()
		synctest.Wait()
		for range 2 {
			if err := conn.Close(); err != nil {
				t.Errorf("Close = %v", err)
			}
		}
		err := <-result
		wantError(t, err, bluebird.Unavailable, bluebird.MaybeExecuted)
		if !errors.Is(err, bluebird.ErrConnClosed) {
			t.Errorf("error %v; want %v", err, bluebird.ErrConnClosed)
		}
		if err := <-ended; err != context.Canceled {
			t.Errorf("the handler's context ended with %v", err)
		}
		_, err = run(t.Context(), conn, "")
		wantError(t, err, bluebird.Unavailable, bluebird.NotSent)
		if !errors.Is(err, bluebird.ErrConnClosed) {
			t.Errorf("a call after Close: %v; want %v", err, bluebird.ErrConnClosed)
		}
		if _, err := conn.Ping(t.Context()); !errors.Is(err, bluebird.ErrConnClosed) {
			t.Errorf("Ping after Close: %v; want %v", err, bluebird.ErrConnClosed)
		}
	})
}

// A Conn may be closed at any moment of its dialing, and leaves no connection behind.
func TestCloseDuringARedialLeavesNothing(t *testing.T) {
	for step := range 40 {
		synctest.Test(t, func(t *testing.T) {
			var p town
			srv := does(new(bluebird.Server), nothing)
			p.l = bluebirdtest.Start(t, srv)
			var mu sync.Mutex
			var made []net.Conn
			slow := false
			conn := dial(t, &bluebird.Dialer{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
				c, err := p.dial(ctx, network, addr)
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					if slow {
						c = bluebirdtest.Chop(&slowConn{Conn: c}, 1, 0)
					}
					made = append(made, c)
				}
				return c, err
			}}, "server:1")
			mu.Lock()
			slow = true
			made[0].(interface{ Reset() }).Reset()
			mu.Unlock()
			synctest.Wait()
			go run(t.Context(), conn, "")
			time.Sleep(time.Duration(step) * 5 * time.Millisecond)
			conn.Close()
			synctest.Wait()
			time.Sleep(6 * time.Second)
			if n := bluebird.OpenConns(srv); n != 0 {
				t.Errorf("closed after %d ms, %d connections are left", step*5, n)
			}
		})
	}
}

// slowConn takes a millisecond for each read.
type slowConn struct{ net.Conn }

func (c *slowConn) Read(b []byte) (int, error) {
	time.Sleep(time.Millisecond)
	return c.Conn.Read(b)
}

// sent is what a client has written.
type sentConn struct {
	net.Conn
	mu   sync.Mutex
	sent bytes.Buffer
}

func (c *sentConn) Write(b []byte) (int, error) {
	c.mu.Lock()
	c.sent.Write(b)
	c.mu.Unlock()
	return c.Conn.Write(b)
}

// opens returns the calls that the client has opened.
func (c *sentConn) opens(t testing.TB) (opens []wiretest.Parts) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	var p wiretest.Parser
	for b := c.sent.Bytes()[len(wire.Preface):]; len(b) > 0; {
		f, rest, err := wiretest.ParseFrame(b)
		if err != nil {
			t.Fatal(err)
		}
		parts, err := p.Parse(f)
		if err != nil {
			t.Fatal(err)
		}
		if f.Type == wire.Open {
			opens = append(opens, parts)
		}
		b = rest
	}
	return opens
}

// otherFingerprints registers methods as a server of another version would.
type otherFingerprints struct{ bluebird.Registrar }

func (o otherFingerprints) Handle(h bluebird.Handler) {
	h.Fingerprint += 1 << 16 // the lower bits tell the flows
	o.Registrar.Handle(h)
}

func TestTheFirstCallNamesTheMethodAndLaterOnesAreCompact(t *testing.T) {
	for name, tt := range map[string]struct {
		register func(*bluebird.Server)
		compact  bool
	}{
		"same fingerprint":    {func(s *bluebird.Server) { calls.RegisterFuncs(s) }, true},
		"another fingerprint": {func(s *bluebird.Server) { calls.RegisterFuncs(otherFingerprints{s}) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			srv := new(bluebird.Server)
			tt.register(srv)
			l := bluebirdtest.Start(t, srv)
			var sent *sentConn
			conn := dial(t, &bluebird.Dialer{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
				c, err := l.Dial(ctx)
				sent = &sentConn{Conn: c}
				return sent, err
			}}, "server:1")
			for range 3 {
				if p, err := callsrpc.NewClient(conn).Mirror(bluebirdtest.Soon(t), calls.Point{Horizontal: 1, Vertical: 2}); p != (calls.Point{Horizontal: 2, Vertical: 1}) || err != nil {
					t.Errorf("Mirror = %v, %v", p, err)
				}
			}
			opens := sent.opens(t)
			if len(opens) != 3 {
				t.Fatalf("%d calls were opened", len(opens))
			}
			for i, o := range opens {
				first := i == 0
				if named := string(o.Open.Name) == "calls.Mirror"; named != first || (o.Open.Method == 0) != first || (o.Open.Fingerprint != 0) != first {
					t.Errorf("call %d: %v", i, o)
				}
				if compact := o.Flags&wire.Compact != 0; compact != (tt.compact && !first) {
					t.Errorf("call %d is compact: %v", i, compact)
				}
				if hasName := bytes.Contains(o.Bytes, []byte("Horizontal")); hasName == (tt.compact && !first) {
					t.Errorf("call %d names its fields: %v", i, hasName)
				}
			}
		})
	}
}

func TestConcurrentFirstCallsAreHarmless(t *testing.T) {
	leavesNothing(t)
	for _, register := range []func(*bluebird.Server){
		func(s *bluebird.Server) { calls.RegisterFuncs(s) },
		func(s *bluebird.Server) { calls.RegisterFuncs(otherFingerprints{s}) },
	} {
		srv := new(bluebird.Server)
		register(srv)
		conn := bluebirdtest.Join(t, srv, new(bluebird.Dialer))
		c, ctx := callsrpc.NewClient(conn), bluebirdtest.Soon(t)
		var wg sync.WaitGroup
		for i := range 64 {
			wg.Go(func() {
				for k := range 5 {
					want := calls.Point{Horizontal: k, Vertical: i}
					if p, err := c.Mirror(ctx, calls.Point{Horizontal: i, Vertical: k}); p != want || err != nil {
						t.Errorf("Mirror = %v, %v; want %v", p, err, want)
					}
					if sum, err := bluebird.Invoke[int](ctx, conn, "calls.Add", bluebird.Args{"a": i, "b": k}); sum != i+k || err != nil {
						t.Errorf("Add by name = %v, %v; want %v", sum, err, i+k)
					}
				}
			})
		}
		wg.Wait()
	}
}

// A name that the server refuses would end the connection, and all calls on it.
func TestNamesAboveTheLimitAreNotSent(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	c := w.dial(nil)
	_, err := callAdd(bluebirdtest.Soon(t), c.Named(string(bytes.Repeat([]byte("t"), wire.MaxName))), 1, 2)
	wantText(t, err, "invalid argument: a method name of 137 bytes is above the limit of 128")
	if bluebird.OutcomeOf(err) != bluebird.NotSent {
		t.Errorf("the outcome is %v", bluebird.OutcomeOf(err))
	}
	w.works()
}

// TestCallsThatWereNotSentGoElsewhere cuts connections under many callers. What was not sent goes over the next one.
func TestCallsThatWereNotSentGoElsewhere(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	var last atomic.Pointer[net.Conn]
	c := w.dial(&bluebird.Dialer{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		nc, err := w.l.DialContext(ctx, network, address)
		if err == nil {
			last.Store(&nc)
		}
		return nc, err
	}})
	var unsent, lost atomic.Int32
	var done [100]atomic.Int32 // calls of each caller
	var callers sync.WaitGroup
	ctx, stop := context.WithCancel(t.Context())
	for i := range done {
		callers.Go(func() {
			for ctx.Err() == nil {
				switch _, err := callAdd(t.Context(), c, 1, 2); {
				case err == nil:
					done[i].Add(1)
				case bluebird.OutcomeOf(err) == bluebird.MaybeExecuted:
					lost.Add(1)
				default:
					unsent.Add(1)
					t.Logf("%v (%v)", err, bluebird.OutcomeOf(err))
				}
			}
		})
	}
	for range 20 {
		cut := last.Load()
		(*cut).Close()
		eventually(t, "it connects again", func() bool { return last.Load() != cut })
		for i := range done { // so that nobody is cut off twice
			seen := done[i].Load()
			eventually(t, "all have called", func() bool { return done[i].Load() > seen+1 })
		}
	}
	stop()
	callers.Wait()
	if unsent.Load() > 0 || lost.Load() == 0 {
		t.Errorf("%d calls were not sent, though the server was there; %d were lost", unsent.Load(), lost.Load())
	}
}

func TestOneConnectionOfSeveralIsEnough(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	var dialed atomic.Int32
	var first net.Conn
	c := w.dial(&bluebird.Dialer{Conns: 2, DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		n := dialed.Add(1)
		if n > 2 {
			return nil, errors.New("no more")
		}
		nc, err := w.l.DialContext(ctx, network, address)
		if n == 1 {
			first = nc
		}
		return nc, err
	}})
	eventually(t, "both are there", func() bool {
		callAdd(t.Context(), c, 1, 2)
		return dialed.Load() == 2
	})
	first.Close()
	eventually(t, "it dials again", func() bool {
		callAdd(t.Context(), c, 1, 2)
		return dialed.Load() > 2
	})
	for range 20 {
		if _, err := callAdd(bluebirdtest.Soon(t), c, 1, 2); err != nil {
			t.Fatal(err)
		}
	}
}
