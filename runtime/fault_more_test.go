package bluebird_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
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
)

// TestRow14LargeMessagesDoNotDeadlock sends more at once, both ways, than there is memory for unfinished messages.
func TestRow14LargeMessagesDoNotDeadlock(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	c := w.dial(nil)
	before := heap()
	var peak atomic.Int64
	const calls, size = 18, 4 << 20
	arg := bytes.Repeat([]byte("0123456789abcdef"), size/16)
	var wg sync.WaitGroup
	for range calls {
		wg.Go(func() {
			got, err := callEcho(bluebirdtest.Soon(t), c, arg)
			if err != nil || !bytes.Equal(got, arg) {
				t.Errorf("%d bytes, %v; want %d", len(got), err, size)
			}
		})
	}
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(200 * time.Millisecond):
				peak.Store(max(peak.Load(), heap()-before))
			}
		}
	}()
	wg.Wait()
	close(done)
	t.Logf("peak of %d MiB for %d MiB each way", peak.Load()>>20, calls*size>>20)
}

// TestRow38HandlersAreBounded takes all places for handlers from one connection.
func TestRow38HandlersAreBounded(t *testing.T) {
	const most = 10
	w := newWorld(t, &bluebird.Server{MaxHandlers: most})
	p := w.raw(t)
	for id := uint32(1); id <= most; id++ {
		p.Send(wiretest.Call(id, "test.Wait", []byte{0x90}))
	}
	eventually(t, "all run", func() bool { return w.count(methodWait) == most })
	c := w.dial(nil)
	for range 50 {
		start := time.Now()
		_, err := callAdd(t.Context(), c, 1, 2)
		wantError(t, err, bluebird.ResourceExhausted, bluebird.NotStarted)
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("refused after %v", d)
		}
		if err != nil && !strings.Contains(err.Error(), "MaxHandlers") {
			t.Errorf("%v does not name the setting", err)
		}
	}
	p.Conn.Close()
	eventually(t, "there is room again", func() bool { _, err := callAdd(t.Context(), c, 1, 2); return err == nil })
}

// TestRow39UnknownNamesLeaveNoTrace calls many methods that do not exist.
func TestRow39UnknownNamesLeaveNoTrace(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	for i := range 300 {
		w.handle(bluebird.Method{Name: fmt.Sprintf("%s.Method%d", strings.Repeat("package", 10), i)}, "", w.wait)
	}
	p := w.raw(t)
	before := heap()
	start := time.Now()
	for id := uint32(1); id <= 3000; id++ {
		p.Send(wiretest.Call(id, fmt.Sprintf("%s.Method%d", strings.Repeat("packagf", 10), id), []byte{0x90}))
		if s := p.ExpectStatus(id); s.Status.Code != uint8(bluebird.Unimplemented) {
			t.Fatal(s)
		}
	}
	t.Logf("%v for an unknown name", time.Since(start)/3000)
	if grown := heap() - before; grown > 2<<20 {
		t.Errorf("the heap has grown by %d KiB", grown>>10)
	}
	if n := strings.Count(w.log.String(), "\n"); n > 100 {
		t.Errorf("%d lines in the log", n)
	}
}

// TestRow51ReconnectsAreSpaced counts the attempts to connect to a server that is away.
func TestRow51ReconnectsAreSpaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, new(bluebird.Server))
		var down atomic.Bool
		var attempts atomic.Int64
		var last atomic.Value
		c := w.dial(&bluebird.Dialer{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			if down.Load() {
				attempts.Add(1)
				return nil, syscall.ECONNREFUSED
			}
			nc, err := w.l.Dial(ctx)
			last.Store(nc)
			return nc, err
		}})
		if _, err := callAdd(t.Context(), c, 1, 2); err != nil {
			t.Fatal(err)
		}
		down.Store(true)
		last.Load().(interface{ Reset() }).Reset()
		synctest.Wait()
		for start := time.Now(); time.Since(start) < time.Minute; {
			_, err := callAdd(t.Context(), c, 1, 2)
			wantError(t, err, bluebird.Unavailable, bluebird.NotSent)
			if !errors.Is(err, syscall.ECONNREFUSED) {
				t.Fatalf("error %v; want %v", err, syscall.ECONNREFUSED)
			}
			time.Sleep(time.Millisecond)
		}
		if n := attempts.Load(); n < 10 || n > 40 {
			t.Errorf("%d attempts in a minute; want 10 to 40", n)
		}
		down.Store(false)
		ctx, cancel := context.WithTimeout(t.Context(), 7*time.Second)
		defer cancel()
		if _, err := callAdd(ctx, c, 1, 2); err != nil {
			t.Errorf("the server is back, and a call: %v", err)
		}
	})
}

// noFiles is a listener that has no file descriptors left for a while.
type noFiles struct {
	*bluebirdtest.Listener
	failures int
	tries    atomic.Int64
}

func (l *noFiles) Accept() (net.Conn, error) {
	if int(l.tries.Add(1)) <= l.failures {
		return nil, &net.OpError{Op: "accept", Err: os.NewSyscallError("accept", syscall.EMFILE)}
	}
	return l.Listener.Accept()
}

func TestRow54AcceptWaitsForFileDescriptors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, new(bluebird.Server))
		l := &noFiles{Listener: bluebirdtest.Listen("full:1"), failures: 10}
		served := make(chan error, 1)
		go func() { served <- w.srv.Serve(l) }()
		c, err := (&bluebird.Dialer{DialContext: l.DialContext}).Dial(t.Context(), "full:1")
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := callAdd(t.Context(), c, 1, 2); err != nil {
			t.Error(err)
		}
		if !strings.Contains(w.log.String(), "too many open files") {
			t.Errorf("the log says nothing: %s", w.log.String())
		}
		w.srv.Close()
		if err := <-served; !errors.Is(err, bluebird.ErrServerClosed) {
			t.Errorf("Serve = %v", err)
		}
	})
}

// TestRow60NextTwice calls next more than once.
func TestRow60NextTwice(t *testing.T) {
	twice := func(ctx context.Context, _ *bluebird.Call, next func(context.Context) error) error {
		next(ctx)
		return next(ctx)
	}
	w := newWorld(t, new(bluebird.Server))
	_, err := callAdd(t.Context(), w.dial(&bluebird.Dialer{Interceptors: []bluebird.Interceptor{twice}}), 1, 2)
	if bluebird.CodeOf(err) != bluebird.Internal {
		t.Errorf("on the client: %v; want %v", err, bluebird.Internal)
	}
	w = newWorld(t, &bluebird.Server{Interceptors: []bluebird.Interceptor{twice}})
	_, err = callAdd(t.Context(), w.dial(nil), 1, 2)
	if bluebird.CodeOf(err) != bluebird.Internal {
		t.Errorf("on the server: %v; want %v", err, bluebird.Internal)
	}
	if n := w.count(methodAdd); n != 1 {
		t.Errorf("the handler ran %d times", n)
	}
}

// TestRow60HandlersThatAnswerOddly replies with what is not a reply.
func TestRow60HandlersThatAnswerOddly(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	for name, serve := range map[string]func(*bluebird.Incoming){
		"Nothing":  func(in *bluebird.Incoming) {},
		"TooFew":   func(in *bluebird.Incoming) { in.Results(3) },
		"TooMany":  func(in *bluebird.Incoming) { in.Results(0); in.Reply = append(in.Reply, 1, 2, 3) },
		"NoArray":  func(in *bluebird.Incoming) { in.Reply = append(in.Reply, 0xc3) },
		"Nonsense": func(in *bluebird.Incoming) { in.Reply = append(in.Reply, 0xc1) },
	} {
		m := bluebird.Method{Name: "test." + name}
		w.handle(m, "", func(_ context.Context, in *bluebird.Incoming) error {
			in.Err()
			serve(in)
			return nil
		})
		c := w.dial(nil)
		err := callText(t.Context(), c, &m, "")
		wantError(t, err, bluebird.Internal, bluebird.Executed)
		if _, err := callAdd(t.Context(), c, 1, 2); err != nil {
			t.Errorf("the next call: %v", err)
		}
	}
}

// TestRow64ManyCallersOfABusyServer makes more calls than the server takes: each gets an answer, or is refused before it is started.
func TestRow64ManyCallersOfABusyServer(t *testing.T) {
	w := newWorld(t, &bluebird.Server{MaxHandlers: 8})
	c := w.dial(nil)
	var ok, refused atomic.Int64
	var wg sync.WaitGroup
	for range 200 {
		wg.Go(func() {
			for range 20 {
				switch _, err := callAdd(bluebirdtest.Soon(t), c, 1, 2); {
				case err == nil:
					ok.Add(1)
				case errors.Is(err, bluebird.ResourceExhausted) && bluebird.OutcomeOf(err) == bluebird.NotStarted:
					refused.Add(1)
				default:
					t.Errorf("error %v (%v)", err, bluebird.OutcomeOf(err))
				}
			}
		})
	}
	wg.Wait()
	if n := int64(w.count(methodAdd)); n != ok.Load() || ok.Load()+refused.Load() != 4000 {
		t.Errorf("%d calls ran, %d succeeded, %d were refused", n, ok.Load(), refused.Load())
	}
	if _, _, peak := w.counts(); peak > 8 {
		t.Errorf("%d handlers ran at once; want at most 8", peak)
	}
}

// TestRow23ClientsCountUp looks at the numbers of a client's streams.
func TestRow23ClientsCountUp(t *testing.T) {
	c, p := dialRaw(t, nil)
	for want := uint32(1); want <= 50; want++ {
		result := goAdd(t, c)
		open := p.ExpectOpen()
		if open.Stream != want {
			t.Fatalf("stream %d; want %d", open.Stream, want)
		}
		if want == 1 {
			p.Send(wiretest.Grant(1, wire.GrantFrame{Method: 9, Compact: true}))
		} else if open.Open.Method != 9 || open.Open.Name != nil {
			t.Fatalf("%v does not use the number that was granted", open)
		}
		p.Send(wiretest.Reply(want, []byte{0x91, 3}))
		if err := <-result; err != nil {
			t.Fatal(err)
		}
	}
}
