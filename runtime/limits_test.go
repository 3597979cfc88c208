package bluebird_test

import (
	"context"
	"fmt"
	"math"
	"net"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
	"github.com/bluebird-rpc/bluebird/testdata/ok/calls/callsrpc"
)

func TestSettingsAreChecked(t *testing.T) {
	for _, tt := range []struct {
		name string
		srv  *bluebird.Server
		d    *bluebird.Dialer
		says []string
	}{
		{"ReadBuffer", &bluebird.Server{ReadBuffer: 511}, &bluebird.Dialer{ReadBuffer: 511}, []string{"511 bytes", "at least 512"}},
		{"WriteBuffer", &bluebird.Server{WriteBuffer: 1}, &bluebird.Dialer{WriteBuffer: 1}, []string{"1 bytes", "at least 512"}},
		{"MaxMessage", &bluebird.Server{MaxMessage: 100}, &bluebird.Dialer{MaxMessage: 100}, []string{"100 bytes", "512"}},
		{"MaxMessage", &bluebird.Server{MaxMessage: 2 << 30}, &bluebird.Dialer{MaxMessage: 2 << 30}, []string{"2147483648 bytes", "1073741824"}},
		{"Conns", nil, &bluebird.Dialer{Conns: -1}, []string{"-1", "1 to 1024"}},
	} {
		if tt.srv != nil {
			wantText(t, tt.srv.Serve(bluebirdtest.Listen("s")), append(tt.says, "Server."+tt.name)...)
		}
		_, err := tt.d.Dial(t.Context(), "localhost:1")
		wantText(t, err, append(tt.says, "Dialer."+tt.name)...)
	}
}

// recorders keeps what a Dialer or a listener has connected.
type recorders struct {
	net.Listener
	mu  sync.Mutex
	all []*bluebirdtest.Recorder
}

func (r *recorders) record(c net.Conn) net.Conn {
	r.mu.Lock()
	defer r.mu.Unlock()
	rec := bluebirdtest.Record(c)
	r.all = append(r.all, rec)
	return rec
}

func (r *recorders) Accept() (net.Conn, error) {
	c, err := r.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return r.record(c), nil
}

// largest returns the longest read and write.
func (r *recorders) largest() (read, write int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, rec := range r.all {
		read, write = max(read, slices.Max(rec.Reads())), max(write, slices.Max(rec.Writes()))
	}
	return read, write
}

func TestBuffersAreObeyedForEveryPayload(t *testing.T) {
	for _, size := range []int{512, 1 << 10, 4096, 100_000, 1 << 20} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			leavesNothing(t)
			l := bluebirdtest.Listen("server:1")
			client, server := &recorders{}, &recorders{Listener: l}
			srv := does(&bluebird.Server{ReadBuffer: size, WriteBuffer: size}, nothing)
			served := make(chan error, 1)
			go func() { served <- srv.Serve(server) }()
			t.Cleanup(func() { srv.Close(); <-served })
			conn := dial(t, &bluebird.Dialer{ReadBuffer: size, WriteBuffer: size, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
				c, err := l.Dial(ctx)
				if err != nil {
					return nil, err
				}
				return client.record(c), nil
			}}, "server:1")
			for _, n := range []int{0, 100, 10_000, 100_000, 2 << 20} {
				want := padFor(1, n)
				if got, err := callsrpc.NewClient(conn).Echo(bluebirdtest.Soon(t), want); string(got) != string(want) || err != nil {
					t.Errorf("Echo of %d bytes: %d bytes, %v", n, len(got), err)
				}
			}
			for end, r := range map[string]*recorders{"client": client, "server": server} {
				if read, write := r.largest(); read > size || write > size {
					t.Errorf("the %s read %d and wrote %d bytes at once; want at most %d", end, read, write, size)
				}
			}
		})
	}
}

func TestMaxMessageBoundsArguments(t *testing.T) {
	leavesNothing(t)
	conn := joinedWith(t, &bluebird.Server{MaxMessage: 100_000}, new(bluebird.Dialer), nothing)
	c, ctx := callsrpc.NewClient(conn), bluebirdtest.Soon(t)
	if _, err := c.Echo(ctx, make([]byte, 99_000)); err != nil {
		t.Error(err)
	}
	_, err := c.Echo(ctx, make([]byte, 100_000))
	wantError(t, err, bluebird.ResourceExhausted, bluebird.NotSent)
	wantText(t, err, "calls.Echo", "100006 bytes", "100000 bytes", "Server.MaxMessage")
	if _, err := c.Echo(ctx, make([]byte, 99_000)); err != nil {
		t.Errorf("the next call: %v", err)
	}
}

func TestMaxMessageBoundsReplies(t *testing.T) {
	leavesNothing(t)
	conn := joinedWith(t, new(bluebird.Server), &bluebird.Dialer{MaxMessage: 100_000}, nothing)
	c, ctx := callsrpc.NewClient(conn), bluebirdtest.Soon(t)
	if b, err := c.Zeros(ctx, 99_000); len(b) != 99_000 || err != nil {
		t.Errorf("%d bytes, %v", len(b), err)
	}
	_, err := c.Zeros(ctx, 100_000)
	wantError(t, err, bluebird.ResourceExhausted, bluebird.Executed)
	wantText(t, err, "calls.Zeros", "100006 bytes", "100000 bytes", "Dialer.MaxMessage")
	if _, err := c.Zeros(ctx, 99_000); err != nil {
		t.Errorf("the next call: %v", err)
	}
}

// The max= of a method counts in place of the settings, above them and below.
func TestMaxOfAMethodCounts(t *testing.T) {
	leavesNothing(t)
	conn := joinedWith(t, &bluebird.Server{MaxMessage: 100_000}, &bluebird.Dialer{MaxMessage: 100_000}, nothing)
	c, ctx := callsrpc.NewClient(conn), bluebirdtest.Soon(t)
	for range 2 {
		if b, err := c.EchoSmall(ctx, make([]byte, 8000)); len(b) != 8000 || err != nil {
			t.Errorf("%d bytes, %v", len(b), err)
		}
		_, err := c.EchoSmall(ctx, make([]byte, 8192))
		wantError(t, err, bluebird.ResourceExhausted, bluebird.NotSent)
		wantText(t, err, "calls.EchoSmall", "8196 bytes", "8192 bytes", "max=")
		_, err = c.ZerosSmall(ctx, 8192)
		wantError(t, err, bluebird.ResourceExhausted, bluebird.Executed)
		wantText(t, err, "calls.ZerosSmall", "8196 bytes", "8192 bytes", "max=")
		if b, err := c.EchoLarge(ctx, make([]byte, 1<<20)); len(b) != 1<<20 || err != nil {
			t.Errorf("%d bytes, %v", len(b), err)
		}
		_, err = c.EchoLarge(ctx, make([]byte, 2<<20))
		wantError(t, err, bluebird.ResourceExhausted, bluebird.NotSent)
		// A caller without a stub does not know of max=.
		_, err = bluebird.Invoke[[]byte](ctx, conn, "calls.EchoSmall", bluebird.Args{"b": make([]byte, 9000)})
		wantError(t, err, bluebird.ResourceExhausted, bluebird.NotStarted)
		wantText(t, err, "8192 bytes", "max=")
	}
	if sum, err := c.Add(ctx, 1, 2); sum != 3 || err != nil {
		t.Errorf("the next call: %v, %v", sum, err)
	}
}

// What arrives in a buffer of its own is given away, on both ends.
func TestLargeBytesAreNotCopied(t *testing.T) {
	c, ctx := callsrpc.NewClient(joined(t, nothing)), bluebirdtest.Soon(t)
	const size, calls = 12 << 20, 4
	b := make([]byte, size)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range calls {
		if got, err := c.Echo(ctx, b); len(got) != size || err != nil {
			t.Fatalf("%d bytes, %v", len(got), err)
		}
	}
	runtime.ReadMemStats(&after)
	// Each message is put together in one buffer, and a smaller one before it. With a copy on one end it would be more.
	if per := (after.TotalAlloc - before.TotalAlloc) / calls; per > 3*size+4<<20 {
		t.Errorf("a call with %d MiB both ways allocates %d MiB", size>>20, per>>20)
	}
}

// nested returns v inside n lists.
func nested(n int, v any) any {
	for range n {
		v = []any{v}
	}
	return v
}

func TestMaxDecodedAndMaxDepthBoundValues(t *testing.T) {
	srv := &bluebird.Server{MaxDecoded: 1 << 20, MaxDepth: 10}
	w := newWorld(t, srv)
	conn := w.dial(nil)
	ctx := bluebirdtest.Soon(t)
	call := func(v any) error {
		_, err := bluebird.Invoke[struct{}](ctx, conn, "test.Any", bluebird.Args{"v": v})
		return err
	}
	if err := call(nested(7, "x")); err != nil {
		t.Error(err)
	}
	err := call(nested(12, "x"))
	wantError(t, err, bluebird.InvalidArgument, bluebird.NotStarted)
	wantText(t, err, "test.Any", "10")
	many := make([]any, 100_000) // 16 bytes each, decoded
	err = call(many)
	wantError(t, err, bluebird.ResourceExhausted, bluebird.NotStarted)
	wantText(t, err, "test.Any", "v")
	if err := call(many[:1000]); err != nil {
		t.Error(err)
	}

	d := &bluebird.Dialer{MaxDecoded: 32 << 10}
	_, err = callsrpc.NewClient(joinedWith(t, new(bluebird.Server), d, nothing)).Zeros(ctx, 60_000)
	wantError(t, err, bluebird.ResourceExhausted, bluebird.Executed)
	wantText(t, err, "calls.Zeros")
}

func TestNegativeSettingsAreNoLimit(t *testing.T) {
	srv := &bluebird.Server{MaxMessage: -1, MaxDecoded: -1, MaxDepth: -1, MaxStreams: -1, MaxHandlers: -1, MaxConns: -1, IdleTimeout: -1, ReadBuffer: -1, WriteBuffer: -1}
	d := &bluebird.Dialer{MaxMessage: -1, MaxDecoded: -1, MaxDepth: -1, CallTimeout: -1, IdleTimeout: -1, ReadBuffer: -1, WriteBuffer: -1}
	c := callsrpc.NewClient(joinedWith(t, srv, d, nothing))
	const n = bluebird.DefaultMaxMessage + 1
	if testing.Short() {
		t.Skip("64 MiB")
	}
	if b, err := c.Zeros(bluebirdtest.Soon(t), n); len(b) != n || err != nil {
		t.Errorf("%d bytes, %v", len(b), err)
	}
}

func TestArgumentsThatCannotBeSentAreTold(t *testing.T) {
	conn := joined(t, nothing)
	for _, v := range []any{make(chan int), func() {}, complex(1, 2), struct{ C chan int }{}} {
		_, err := bluebird.Invoke[float64](bluebirdtest.Soon(t), conn, "calls.Add", bluebird.Args{"a": v})
		if err == nil || bluebird.CodeOf(err) != bluebird.InvalidArgument {
			t.Errorf("%T: %v", v, err)
			continue
		}
		if !strings.Contains(err.Error(), "a") {
			t.Errorf("%T: %v", v, err)
		}
	}
	if v, err := bluebird.Invoke[float64](bluebirdtest.Soon(t), conn, "calls.Add", bluebird.Args{"a": math.Inf(1)}); !math.IsInf(v, 1) || err != nil {
		t.Errorf("∞ + 5 = %v, %v", v, err)
	}
}

// line is a value as deep as it is long.
type line struct{ Next *line }

func TestMaxDepthIsForWhatIsSentToo(t *testing.T) {
	srv := &bluebird.Server{MaxDepth: 5000}
	srv.Handle(bluebird.Handler{Method: bluebird.Method{Name: "deep.Same"}, Params: []bluebird.Param{{Name: "v"}}, Serve: func(_ context.Context, in *bluebird.Incoming) error {
		var l *line
		if codec.ReadInto(&in.Args, &l); in.Err() != nil {
			return in.Err()
		}
		in.Results(1)
		in.Reply = codec.AppendAny(in.Reply, l, &in.Enc)
		return nil
	}})
	w := newWorld(t, srv)
	var l *line
	for range 2000 {
		l = &line{l}
	}
	got, err := bluebird.Invoke[*line](bluebirdtest.Soon(t), w.dial(&bluebird.Dialer{MaxDepth: 5000}), "deep.Same", bluebird.Args{"v": l})
	n := 0
	for ; got != nil; got = got.Next {
		n++
	}
	if n != 2000 || err != nil {
		t.Errorf("%d levels come back, %v", n, err)
	}
	items := bluebird.Method{Name: "deep.Items", Fingerprint: 93<<16 | 2, Flows: []bluebird.FlowKind{bluebird.ItemsDown}}
	w.handle(items, "", func(_ context.Context, in *bluebird.Incoming) error {
		in.Results(1)
		bluebird.SendSeqErr(in, func(yield func(*line, error) bool) { yield(l, nil) },
			func(b []byte, v *line, e *codec.Encoder) []byte { return codec.AppendAny(b, v, e) })
		return in.Err()
	})
	call := w.dial(&bluebird.Dialer{MaxDepth: 5000}).Start(&items)
	call.Args(0)
	if err := call.Begin(bluebirdtest.Soon(t)); err != nil {
		t.Fatal(err)
	}
	stream := bluebird.RecvSeqErr(call, func(r *codec.Reader) (l *line) { codec.ReadInto(r, &l); return l })
	call.Free()
	n = 0
	for l, err := range stream {
		if err != nil {
			t.Error(err)
		}
		for ; l != nil; l = l.Next {
			n++
		}
	}
	if n != 2000 {
		t.Errorf("an item of %d levels comes", n)
	}
	_, err = bluebird.Invoke[*line](bluebirdtest.Soon(t), w.dial(nil), "deep.Same", bluebird.Args{"v": l})
	wantText(t, err, "MaxDepth (1000)")
}

// Calls that are answered, and whose answers nobody takes, count too: those that a client may have in flight, and some whose end it has
// seen before the server.
func TestAnswersThatNobodyTakesAreBounded(t *testing.T) {
	const most = 4
	w := newWorld(t, &bluebird.Server{MaxStreams: most})
	w.handle(bluebird.Method{Name: "test.Zeros", Fingerprint: 98 << 16}, "", func(_ context.Context, in *bluebird.Incoming) error {
		in.Results(1)
		in.Reply = codec.AppendBytes(in.Reply, make([]byte, 1<<20), &in.Enc)
		return in.Err()
	})
	p := w.pipe(t)
	hello := wiretest.Generous
	hello.CallWindow = 64 << 10
	p.GreetWith(hello)
	p.ExpectGreeting()
	go func() {
		for {
			if _, err := p.TryRecv(); err != nil {
				return
			}
		}
	}()
	for id := uint32(1); id <= 200; id++ {
		p.Send(wiretest.Call(id, "test.Zeros", []byte{0x90}))
		time.Sleep(2 * time.Millisecond) // for the handler to return, so that the next one may run
	}
	if n := w.count(bluebird.Method{Name: "test.Zeros"}); n > 2*most+64 {
		t.Errorf("%d handlers ran", n)
	}
}

// A client cannot know that the handlers of calls that it has given up still run.
func TestCallsBesideThoseGivenUpDoNotEndTheConnection(t *testing.T) {
	w := newWorld(t, &bluebird.Server{MaxStreams: 2})
	c := w.dial(nil)
	ctx, cancel := context.WithCancel(t.Context())
	good := make(chan error, 1)
	go func() { good <- callWait(ctx, c) }()
	soon, giveUp := context.WithCancel(t.Context())
	go func() {
		eventually(t, "it runs", func() bool { return w.count(methodDeaf) == 1 })
		giveUp()
	}()
	callText(soon, c, &methodDeaf, "")
	for range 1200 {
		if _, err := callAdd(bluebirdtest.Soon(t), c, 1, 2); bluebird.CodeOf(err) != bluebird.ResourceExhausted {
			t.Fatal(err)
		}
	}
	cancel()
	if err := <-good; bluebird.CodeOf(err) != bluebird.Canceled {
		t.Errorf("a call that did nothing wrong: %v", err)
	}
	w.freeDeaf()
}
