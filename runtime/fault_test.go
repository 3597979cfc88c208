package bluebird_test

// What a runtime must survive: peers that break the protocol, connections that break in the middle, applications that
// misbehave. Each test is named after its row in the table of faults. The other end is often spoken by hand, with
// internal/wire/wiretest.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
	"github.com/tinylib/msgp/msgp"
)

func TestMain(m *testing.M) {
	mux.Poison = true // a buffer that is used after it was freed shows
	os.Exit(m.Run())
}

// The methods that world serves.
var (
	methodAdd   = bluebird.Method{Name: "test.Add", Fingerprint: 1 << 16}   // (a, b int64) int64
	methodEcho  = bluebird.Method{Name: "test.Echo", Fingerprint: 2 << 16}  // (b []byte) []byte
	methodWait  = bluebird.Method{Name: "test.Wait", Fingerprint: 3 << 16}  // (), until its context ends
	methodDeaf  = bluebird.Method{Name: "test.Deaf", Fingerprint: 4 << 16}  // (), until world.release is closed
	methodPanic = bluebird.Method{Name: "test.Panic", Fingerprint: 5 << 16} // (text string)
	methodFail  = bluebird.Method{Name: "test.Fail", Fingerprint: 6 << 16}  // (text string), with an error of that text
	methodAny   = bluebird.Method{Name: "test.Any", Fingerprint: 7 << 16}   // (v any)
)

// world is a server for tests and what is known of it.
type world struct {
	t       testing.TB
	srv     *bluebird.Server
	l       *bluebirdtest.Listener
	log     logBuffer
	release chan struct{}

	mu      sync.Mutex // guards what follows
	ran     map[string]int
	running int
	peak    int          // of running
	lastErr atomic.Value // why the last Wait ended
}

// newWorld serves srv, with the methods above, until the test ends.
func newWorld(t testing.TB, srv *bluebird.Server) *world {
	t.Helper()
	w := &world{t: t, srv: srv, ran: map[string]int{}, release: make(chan struct{})}
	srv.Logger = slog.New(slog.NewTextHandler(&w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	w.handle(methodAdd, "a, b int64", w.add)
	w.handle(methodEcho, "b []byte", w.echo)
	w.handle(methodWait, "", w.wait)
	w.handle(methodDeaf, "", w.deaf)
	w.handle(methodPanic, "text string", func(_ context.Context, in *bluebird.Incoming) error {
		text := codec.ReadString(&in.Args)
		if err := in.Err(); err != nil {
			return err
		}
		panic(text)
	})
	w.handle(methodFail, "text string", func(_ context.Context, in *bluebird.Incoming) error {
		text := codec.ReadString(&in.Args)
		if err := in.Err(); err != nil {
			return err
		}
		return errors.New(text)
	})
	w.handle(methodAny, "v any", func(_ context.Context, in *bluebird.Incoming) error {
		in.Args.ReadAny()
		if err := in.Err(); err != nil {
			return err
		}
		in.Results(0)
		return nil
	})
	w.l = bluebirdtest.Start(t, srv)
	t.Cleanup(w.freeDeaf)
	return w
}

// handle registers a method whose uses are counted.
func (w *world) handle(m bluebird.Method, params string, serve func(context.Context, *bluebird.Incoming) error) {
	h := bluebird.Handler{Method: m, Context: true, Serve: func(ctx context.Context, in *bluebird.Incoming) error {
		w.began(m.Name)
		defer w.ended()
		return serve(ctx, in)
	}}
	typ := ""
	if i := strings.LastIndex(params, " "); i >= 0 {
		params, typ = params[:i], params[i+1:]
		for name := range strings.SplitSeq(params, ", ") {
			h.Params = append(h.Params, bluebird.Param{Name: name, Type: typ})
		}
	}
	w.srv.Handle(h)
}

func (w *world) began(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ran[name]++
	w.running++
	w.peak = max(w.peak, w.running)
}

func (w *world) ended() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running--
}

// count returns how often a method was started.
func (w *world) count(m bluebird.Method) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.ran[m.Name]
}

// counts returns how many handlers were started, how many run, and how many ran at once at most.
func (w *world) counts() (started, running, peak int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, n := range w.ran {
		started += n
	}
	return started, w.running, w.peak
}

func (w *world) freeDeaf() {
	w.mu.Lock()
	defer w.mu.Unlock()
	select {
	case <-w.release:
	default:
		close(w.release)
	}
}

func (w *world) add(_ context.Context, in *bluebird.Incoming) error {
	a, b := codec.ReadInt64(&in.Args), codec.ReadInt64(&in.Args)
	if err := in.Err(); err != nil {
		return err
	}
	in.Results(1)
	in.Reply = msgp.AppendInt64(in.Reply, a+b)
	return nil
}

func (w *world) echo(_ context.Context, in *bluebird.Incoming) error {
	b := codec.ReadBytes(&in.Args)
	if err := in.Err(); err != nil {
		return err
	}
	in.Results(1)
	in.Reply = codec.AppendBytes(in.Reply, b, &in.Enc)
	return nil
}

func (w *world) wait(ctx context.Context, in *bluebird.Incoming) error {
	if err := in.Err(); err != nil {
		return err
	}
	<-ctx.Done()
	w.lastErr.Store(ctx.Err())
	return ctx.Err()
}

func (w *world) deaf(_ context.Context, in *bluebird.Incoming) error {
	if err := in.Err(); err != nil {
		return err
	}
	<-w.release
	in.Results(0)
	return nil
}

// raw returns a client by hand that has been greeted.
func (w *world) raw(t testing.TB) *wiretest.Peer {
	t.Helper()
	p := w.pipe(t)
	p.Greet()
	p.ExpectGreeting()
	return p
}

// pipe returns a client by hand that has sent nothing yet.
func (w *world) pipe(t testing.TB) *wiretest.Peer {
	t.Helper()
	c, err := w.l.Dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return wiretest.NewPeer(t, c)
}

// dial returns a client that closes with the test.
func (w *world) dial(d *bluebird.Dialer) *bluebird.Conn {
	w.t.Helper()
	if d == nil {
		d = new(bluebird.Dialer)
	}
	if d.DialContext == nil {
		d.DialContext = w.l.DialContext
	}
	c, err := d.Dial(w.t.Context(), "server:1")
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { c.Close() })
	return c
}

// works fails the test unless the server serves a call on a new connection.
func (w *world) works() {
	w.t.Helper()
	p := w.raw(w.t)
	p.Send(wiretest.Call(1, "test.Add", []byte{0x92, 1, 2}))
	if got := p.ExpectMessage(1); string(got) != "\x91\x03" {
		w.t.Errorf("1 + 2 = %x on another connection", got)
	}
	p.Conn.Close()
}

// settle waits until the server has no connections but those of p, so that what can still run has run.
func (w *world) settle(t testing.TB) {
	t.Helper()
	eventually(t, "the server has no connections", func() bool { return bluebird.OpenConns(w.srv) == 0 })
}

// The stubs of the methods above.

func callAdd(ctx context.Context, c bluebird.Caller, a, b int64) (int64, error) {
	call := c.Start(&methodAdd)
	defer call.Free()
	call.Args(2)
	call.Buf = msgp.AppendInt64(call.Buf, a)
	call.Buf = msgp.AppendInt64(call.Buf, b)
	if err := call.Do(ctx); err != nil {
		return 0, err
	}
	r := codec.ReadInt64(&call.Reply)
	return r, call.Err()
}

func callEcho(ctx context.Context, c bluebird.Caller, b []byte) ([]byte, error) {
	call := c.Start(&methodEcho)
	defer call.Free()
	call.Args(1)
	call.Buf = codec.AppendBytes(call.Buf, b, &call.Enc)
	if err := call.Do(ctx); err != nil {
		return nil, err
	}
	r := codec.ReadBytes(&call.Reply)
	return r, call.Err()
}

// callText calls a method with a string, or without arguments if text is empty, and without results.
func callText(ctx context.Context, c bluebird.Caller, m *bluebird.Method, text string) error {
	call := c.Start(m)
	defer call.Free()
	if text == "" {
		call.Args(0)
	} else {
		call.Args(1)
		call.Buf = msgp.AppendString(call.Buf, text)
	}
	if err := call.Do(ctx); err != nil {
		return err
	}
	return call.Err()
}

func callWait(ctx context.Context, c bluebird.Caller) error { return callText(ctx, c, &methodWait, "") }

func readString(in *bluebird.Incoming) string { return codec.ReadString(&in.Args) }

// wantError fails the test unless err has the code and the outcome.
func wantError(t testing.TB, err error, code bluebird.Code, outcome bluebird.Outcome) {
	t.Helper()
	if !errors.Is(err, code) || bluebird.OutcomeOf(err) != outcome {
		t.Errorf("error = %v (%v, %v); want %v, %v", err, bluebird.CodeOf(err), bluebird.OutcomeOf(err), code, outcome)
	}
}

// errTimeout is what a Peer meets whose other end takes nothing.
var errTimeout = os.ErrDeadlineExceeded

// eventually waits until ok holds, for ten seconds at most.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for range 2000 {
		if ok() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Errorf("after ten seconds still not true: %s", what)
}

// heap returns how many bytes are in use, garbage aside.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// logBuffer holds what was logged.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// status returns the node of a STATUS frame that came by hand.
func statusText(t testing.TB, p wiretest.Parts) string {
	t.Helper()
	n, err := wire.ParseTree(p.Status.Tree)
	if err != nil || n == nil {
		t.Fatalf("%v: %v", p, err)
	}
	return n.Text
}

// args returns msgpack of an array of arguments.
func args(values ...any) []byte {
	b := msgp.AppendArrayHeader(nil, uint32(len(values)))
	for _, v := range values {
		var err error
		if b, err = msgp.AppendIntf(b, v); err != nil {
			panic(fmt.Sprint("args: ", err))
		}
	}
	return b
}
