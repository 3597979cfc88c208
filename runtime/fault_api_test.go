package bluebird_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"math/big"
	mathrand "math/rand/v2"
	"net"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
)

// badError is an error whose text cannot be had.
type badError struct{}

func (badError) Error() string { panic("no text, secret 4711") }

// TestRow58PanicsAreIncidents panics wherever a user's code runs.
func TestRow58PanicsAreIncidents(t *testing.T) {
	srv := &bluebird.Server{Interceptors: []bluebird.Interceptor{func(ctx context.Context, call *bluebird.Call, next func(context.Context) error) error {
		switch bluebird.MetadataFrom(ctx)["panic"] {
		case "before":
			panic("secret 4711")
		case "after":
			next(ctx)
			panic("secret 4711")
		}
		return next(ctx)
	}}}
	w := newWorld(t, srv)
	w.handle(bluebird.Method{Name: "test.BadError"}, "", func(_ context.Context, in *bluebird.Incoming) error {
		in.Err()
		return badError{}
	})
	w.handle(bluebird.Method{Name: "test.OutOfRange"}, "", func(_ context.Context, in *bluebird.Incoming) error {
		in.Err()
		var none []int
		in.Results(none[len(in.Reply)])
		return nil
	})
	c := w.dial(nil)
	add := func(ctx context.Context) error {
		_, err := callAdd(ctx, c, 1, 2)
		return err
	}
	for _, tt := range []struct {
		name string
		call func() error
		code bluebird.Code
	}{
		{"handler", func() error { return callText(t.Context(), c, &methodPanic, "secret 4711") }, bluebird.Internal},
		{"handler, by the runtime", func() error { return callText(t.Context(), c, &bluebird.Method{Name: "test.OutOfRange"}, "") }, bluebird.Internal},
		{"interceptor before", func() error { return add(bluebird.WithMetadata(t.Context(), "panic", "before")) }, bluebird.Internal},
		{"interceptor after", func() error { return add(bluebird.WithMetadata(t.Context(), "panic", "after")) }, bluebird.Internal},
		{"error's method", func() error { return callText(t.Context(), c, &bluebird.Method{Name: "test.BadError"}, "") }, bluebird.Unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.call()
			if bluebird.CodeOf(err) != tt.code {
				t.Fatalf("error %v; want %v", err, tt.code)
			}
			for _, secret := range []string{"4711", ".go:", "goroutine"} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("the caller reads %q in %q", secret, err)
				}
			}
			if tt.code != bluebird.Internal {
				return
			}
			_, incident, _ := strings.Cut(err.Error(), "incident ")
			incident = strings.TrimRight(incident, ")")
			if log := w.log.String(); incident == "" || !strings.Contains(log, incident) || !strings.Contains(log, "fault_") {
				t.Errorf("the log has no stack for the incident of %q", err)
			}
		})
	}
	if err := add(t.Context()); err != nil {
		t.Errorf("the next call: %v", err)
	}
}

// TestRow58HandlersThatEndTheirGoroutine leaves a handler as t.Fatal does.
func TestRow58HandlersThatEndTheirGoroutine(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	exit := bluebird.Method{Name: "test.Goexit"}
	w.handle(exit, "", func(_ context.Context, in *bluebird.Incoming) error {
		in.Err()
		runtime.Goexit()
		return nil
	})
	c := w.dial(nil)
	for range 100 {
		wantError(t, callText(bluebirdtest.Soon(t), c, &exit, ""), bluebird.Internal, bluebird.Executed)
		if _, err := callAdd(t.Context(), c, 1, 2); err != nil {
			t.Errorf("the next call: %v", err)
		}
	}
}

// TestRow59HandlersThatIgnoreTheirContext lets callers go at their deadlines, and counts such handlers.
func TestRow59HandlersThatIgnoreTheirContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, &bluebird.Server{MaxHandlers: 2})
		c := w.dial(nil)
		for range 2 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			start := time.Now()
			err := callText(ctx, c, &methodDeaf, "")
			cancel()
			wantError(t, err, bluebird.DeadlineExceeded, bluebird.MaybeExecuted)
			if d := time.Since(start); d != time.Second {
				t.Errorf("released after %v; want 1s", d)
			}
		}
		_, err := callAdd(t.Context(), c, 1, 2)
		wantError(t, err, bluebird.ResourceExhausted, bluebird.NotStarted)

		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		start := time.Now()
		if err := w.srv.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Shutdown = %v; want %v", err, context.DeadlineExceeded)
		}
		if d := time.Since(start); d > 2500*time.Millisecond {
			t.Errorf("Shutdown took %v", d)
		}
		w.freeDeaf()
	})
}

func TestRow61Deadlines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, new(bluebird.Server))
		c := w.dial(nil)
		for _, d := range []time.Duration{time.Microsecond, time.Millisecond, time.Second, time.Hour} {
			ctx, cancel := context.WithTimeout(t.Context(), d)
			start := time.Now()
			err := callWait(ctx, c)
			cancel()
			if got := time.Since(start); !errors.Is(err, bluebird.DeadlineExceeded) || !errors.Is(err, context.DeadlineExceeded) || got < d || got > d+20*time.Millisecond {
				t.Errorf("with %v: %v after %v", d, err, got)
			}
		}
		eventually(t, "the handlers have ended", func() bool { _, running, _ := w.counts(); return running == 0 })
		if err, _ := w.lastErr.Load().(error); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the handler's context ended with %v; want %v", err, context.DeadlineExceeded)
		}

		before := w.count(methodAdd)
		for _, d := range []time.Duration{0, -time.Second, -1 << 62} {
			ctx, cancel := context.WithTimeout(t.Context(), d)
			_, err := callAdd(ctx, c, 1, 2)
			cancel()
			wantError(t, err, bluebird.DeadlineExceeded, bluebird.NotSent)
		}
		if n := w.count(methodAdd) - before; n != 0 {
			t.Errorf("%d handlers ran without any time", n)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 1<<62)
		defer cancel()
		if _, err := callAdd(ctx, c, 1, 2); err != nil {
			t.Errorf("with a century: %v", err)
		}
	})
}

// TestRow61DeadlinesAreInherited looks at the deadline of a call that a handler makes in turn.
func TestRow61DeadlinesAreInherited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, new(bluebird.Server))
		var inner *bluebird.Conn
		var left time.Duration
		w.handle(bluebird.Method{Name: "test.Left"}, "", func(ctx context.Context, in *bluebird.Incoming) error {
			if err := in.Err(); err != nil {
				return err
			}
			if d, ok := ctx.Deadline(); ok {
				left = time.Until(d)
			}
			in.Results(0)
			return nil
		})
		w.handle(bluebird.Method{Name: "test.Outer"}, "", func(ctx context.Context, in *bluebird.Incoming) error {
			if err := in.Err(); err != nil {
				return err
			}
			time.Sleep(3 * time.Second)
			in.Results(0)
			return callText(ctx, inner, &bluebird.Method{Name: "test.Left"}, "")
		})
		inner = w.dial(nil)
		c := w.dial(nil)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		if err := callText(ctx, c, &bluebird.Method{Name: "test.Outer"}, ""); err != nil {
			t.Fatal(err)
		}
		if left != 7*time.Second {
			t.Errorf("the inner call has %v left; want 7s", left)
		}
	})
}

// TestRow61TimeCountsFromTheHeader lets the time of a call pass while its arguments are on their way.
func TestRow61TimeCountsFromTheHeader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, new(bluebird.Server))
		p := w.raw(t)
		first := wiretest.Open(1, wire.OpenFrame{Name: []byte("test.Add"), Timeout: time.Second}, append(wire.AppendWhole(nil, 3), 0x92, 1))
		first.Flags = wire.More
		p.Send(first)
		time.Sleep(2 * time.Second)
		p.Send(wiretest.Data(1, 0, wire.End, []byte{2}))
		for {
			f := p.Recv()
			if f.Type == wire.Status && f.Status.Code != uint8(bluebird.DeadlineExceeded) || f.Type == wire.Data {
				t.Errorf("answered with %v; want deadline exceeded", f)
			}
			if f.Type == wire.Status || f.Type == wire.Data {
				break
			}
		}
		if n := w.count(methodAdd); n != 0 {
			t.Errorf("a handler ran after its deadline")
		}
	})
}

func TestRow62ShutdownDuringCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, new(bluebird.Server))
		c := w.dial(nil)
		result := make(chan error, 1)
		go func() { result <- callText(t.Context(), c, &methodDeaf, "") }()
		synctest.Wait()
		half := w.pipe(t) // a client that never greets
		half.SendBytes([]byte(wire.Preface[:3]))
		synctest.Wait()

		shut := make(chan error, 2)
		for range 2 {
			go func() { shut <- w.srv.Shutdown(t.Context()) }()
		}
		synctest.Wait()
		if len(shut) != 0 {
			t.Error("Shutdown returned while a call was in flight")
		}
		_, err := callAdd(t.Context(), c, 1, 2)
		if o := bluebird.OutcomeOf(err); !errors.Is(err, bluebird.Unavailable) || o != bluebird.NotSent && o != bluebird.NotStarted {
			t.Errorf("a new call: %v (%v); want unavailable, not started", err, o)
		}
		time.Sleep(time.Hour)
		w.freeDeaf()
		if err := <-result; err != nil {
			t.Errorf("the call in flight: %v", err)
		}
		for range 2 {
			if err := <-shut; err != nil {
				t.Errorf("Shutdown = %v", err)
			}
		}
		if err := w.srv.Shutdown(t.Context()); err != nil {
			t.Errorf("third Shutdown = %v", err)
		}
		if err := w.srv.Serve(bluebirdtest.Listen("late:1")); !errors.Is(err, bluebird.ErrServerClosed) {
			t.Errorf("Serve after Shutdown = %v; want %v", err, bluebird.ErrServerClosed)
		}
		if err := w.srv.Close(); err != nil {
			t.Errorf("Close after Shutdown = %v", err)
		}
	})
}

// TestRow62ShutdownFromAHandler shuts the server down from inside a call.
func TestRow62ShutdownFromAHandler(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, new(bluebird.Server))
		stopped := make(chan error, 1)
		w.handle(bluebird.Method{Name: "test.Stop"}, "", func(ctx context.Context, in *bluebird.Incoming) error {
			if err := in.Err(); err != nil {
				return err
			}
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
			defer cancel()
			stopped <- w.srv.Shutdown(ctx)
			in.Results(0)
			return nil
		})
		c := w.dial(nil)
		callText(t.Context(), c, &bluebird.Method{Name: "test.Stop"}, "")
		if err := <-stopped; !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Shutdown in a handler = %v; want %v, since it waits for itself", err, context.DeadlineExceeded)
		}
	})
}

func TestRow63CallsAfterClose(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	c := w.dial(nil)
	for range 3 {
		if err := c.Close(); err != nil {
			t.Errorf("Close = %v", err)
		}
	}
	_, err := callAdd(t.Context(), c, 1, 2)
	wantError(t, err, bluebird.Unavailable, bluebird.NotSent)
	if !errors.Is(err, bluebird.ErrConnClosed) {
		t.Errorf("a call after Close: %v; want %v", err, bluebird.ErrConnClosed)
	}
	if _, err := c.Ping(t.Context()); !errors.Is(err, bluebird.ErrConnClosed) {
		t.Errorf("Ping after Close: %v; want %v", err, bluebird.ErrConnClosed)
	}
}

// TestRow63CloseDuringCalls closes a connection under its callers, many times over.
func TestRow63CloseDuringCalls(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	rounds := 400
	if testing.Short() {
		rounds = 100
	}
	for range rounds {
		c := w.dial(nil)
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for {
					n, err := callAdd(t.Context(), c, 1, 2)
					if err == nil && n == 3 {
						continue
					}
					if !errors.Is(err, bluebird.Unavailable) || !errors.Is(err, bluebird.ErrConnClosed) {
						t.Errorf("1 + 2 = %d, %v; want 3 or %v", n, err, bluebird.ErrConnClosed)
					}
					return
				}
			})
		}
		time.Sleep(time.Duration(mathrand.IntN(200)) * time.Microsecond)
		wg.Go(func() { c.Close() })
		c.Close()
		wg.Wait()
		if t.Failed() {
			return
		}
	}
}

// certificate returns a self-signed certificate for localhost, and what trusts it.
func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(cert)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

func TestRow69PlaintextAndTLSDoNotMix(t *testing.T) {
	cert, pool := certificate(t)
	secure := newWorld(t, &bluebird.Server{TLSConfig: &tls.Config{Certificates: []tls.Certificate{cert}}})
	plain := newWorld(t, new(bluebird.Server))
	dial := func(w *world, cfg *tls.Config) (time.Duration, error) {
		start := time.Now()
		c, err := (&bluebird.Dialer{TLSConfig: cfg, DialContext: w.l.DialContext}).Dial(bluebirdtest.Soon(t), "localhost:1")
		if err == nil {
			_, err = callAdd(t.Context(), c, 1, 2)
			c.Close()
		}
		return time.Since(start), err
	}
	if _, err := dial(secure, &tls.Config{RootCAs: pool}); err != nil {
		t.Errorf("TLS to TLS: %v", err)
	}
	if d, err := dial(secure, nil); err == nil || !strings.Contains(err.Error(), "TLS") || d > 4*time.Second {
		t.Errorf("plaintext to TLS: %v after %v; want an error that says TLS", err, d)
	}
	if d, err := dial(plain, &tls.Config{RootCAs: pool}); err == nil || !strings.Contains(err.Error(), "TLS") || d > 4*time.Second {
		t.Errorf("TLS to plaintext: %v after %v; want an error that says TLS", err, d)
	}
	if _, err := dial(secure, new(tls.Config)); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("an unknown authority: %v", err)
	}
	if _, err := dial(secure, &tls.Config{RootCAs: pool, ServerName: "example.com"}); err == nil || !strings.Contains(err.Error(), "example.com") {
		t.Errorf("the wrong name: %v", err)
	}
	if _, err := dial(secure, &tls.Config{RootCAs: pool, MaxVersion: tls.VersionTLS12, MinVersion: tls.VersionTLS12}); err == nil {
		t.Error("TLS 1.2 was accepted")
	}
	if _, err := dial(secure, &tls.Config{RootCAs: pool, NextProtos: []string{"h2"}}); err == nil {
		t.Error("another protocol was accepted")
	}
	for name, w := range map[string]*world{"TLS": secure, "plaintext": plain} {
		log := w.log.String()
		if !strings.Contains(log, "TLS") && !strings.Contains(log, "tls") && !strings.Contains(log, "not a Bluebird client") {
			t.Errorf("the log of the %s server says nothing of it: %s", name, log)
		}
	}
}

// TestRow70OtherProtocols speaks other protocols to the port, with a call of ours in their middle.
func TestRow70OtherProtocols(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	ours := wiretest.Hello(wiretest.Generous).Append([]byte(wire.Preface))
	ours = wiretest.Call(1, "test.Add", []byte{0x92, 1, 2}).Append(ours)
	for _, tt := range []struct{ name, in string }{
		{"HTTP/1 GET", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"},
		{"HTTP/1 POST of a browser", fmt.Sprintf("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n", len(ours))},
		{"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
		{"SSH", "SSH-2.0-OpenSSH_9.9\r\n"},
		{"Redis", "*1\r\n$4\r\nPING\r\n"},
		{"TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"},
		{"UTF-8", "\xef\xbb\xbfhello"},
		{"a path that rewrites line ends", "\xf5BBRD\n\x01"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := w.pipe(t)
			p.TrySend(append([]byte(tt.in), ours...))
			answer, err := io.ReadAll(p.Conn)
			if len(answer) > 200 || bytes.Contains(answer, []byte("BBRD")) && tt.name != "a path that rewrites line ends" {
				t.Errorf("answered with %q, %v", answer, err)
			}
		})
	}
	if started, _, _ := w.counts(); started != 0 {
		t.Errorf("%d handlers ran", started)
	}
	w.works()
}

// TestRow72NamesAreExact tries to get around a rule that denies test.Add.
func TestRow72NamesAreExact(t *testing.T) {
	deny := func(ctx context.Context, call *bluebird.Call, next func(context.Context) error) error {
		if call.Method() == "test.Add" {
			return bluebird.PermissionDenied
		}
		return next(ctx)
	}
	w := newWorld(t, &bluebird.Server{Interceptors: []bluebird.Interceptor{deny}})
	p := w.raw(t)
	id := uint32(0)
	for _, name := range []string{
		"test.Add", "Test.Add", "test.add", "TEST.ADD", "/test.Add", "test.Add/", "test/Add", ".test.Add", "test..Add", "test.Add.",
		" test.Add", "test.Add ", "test.Add\x00", "\x00test.Add", "test.Add\n", "test%2eAdd", "test%2EAdd", "../test.Add", "test.\u0410dd",
		"te\u0455t.Add", "test.\u200bAdd", "test.A\u0301dd", "Add", "", "test", ".", strings.Repeat("a", 128),
	} {
		id++
		p.Send(wiretest.Call(id, name, []byte{0x92, 1, 2}))
		code := bluebird.Code(p.ExpectStatus(id).Status.Code)
		want := bluebird.Unimplemented
		if name == "test.Add" {
			want = bluebird.PermissionDenied
		}
		if code != want {
			t.Errorf("%q: %v; want %v", name, code, want)
		}
	}
	// By number, and by name without a stub, it is the same method.
	id++
	p.Send(wiretest.Open(id, wire.OpenFrame{Method: 1}, []byte{0x92, 1, 2}))
	if s := p.ExpectStatus(id); s.Status.Code != uint8(bluebird.PermissionDenied) {
		t.Errorf("by number: %v", s)
	}
	_, err := bluebird.Invoke[int64](t.Context(), w.dial(nil), "test.Add", bluebird.Args{"a": 1, "b": 2})
	if !errors.Is(err, bluebird.PermissionDenied) {
		t.Errorf("Invoke: %v; want %v", err, bluebird.PermissionDenied)
	}
	if n := w.count(methodAdd); n != 0 {
		t.Errorf("the denied handler ran %d times", n)
	}
}

func TestRow72NumbersAreOfOneConnection(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	p := w.raw(t)
	p.Send(wiretest.Call(1, "test.Add", []byte{0x92, 1, 2}))
	n := p.Expect(wire.Grant).Grant.Method
	other := w.raw(t)
	other.Send(wiretest.Open(1, wire.OpenFrame{Method: n}, []byte{0x92, 1, 2}))
	if s := other.ExpectStatus(1); s.Status.Code != uint8(bluebird.Unimplemented) {
		t.Errorf("a number of another connection: %v; want %v", s, bluebird.Unimplemented)
	}
}

// TestRow74HostileTextIsQuoted sends control characters wherever text goes.
func TestRow74HostileTextIsQuoted(t *testing.T) {
	const evil = "x\n2026 level=ERROR fake=line\x1b[31m%s%n\x00\u202e"
	w := newWorld(t, new(bluebird.Server))
	p := w.raw(t)
	p.Send(wiretest.Call(1, evil, []byte{0x90}))
	clean := func(where, s string) {
		if strings.ContainsAny(s, "\x1b\x00") || strings.Contains(s, "x\n2026") || strings.Contains(s, "%!") {
			t.Errorf("%s holds it as it came: %q", where, s)
		}
	}
	clean("the error for an unknown method", statusText(t, p.ExpectStatus(1)))
	p.Send(wiretest.Open(2, wire.OpenFrame{Name: []byte("test.Add"), Metadata: wire.AppendMetadata(nil, 1, func(yield func(string, string) bool) {
		yield("k", evil)
	})}, []byte{0x92, 1, 2}))
	clean("the error for metadata", statusText(t, p.ExpectStatus(2)))
	p.Send(wiretest.Call(3, "test.Add", args(map[string]any{evil: 1})))
	clean("the error for arguments", statusText(t, p.ExpectStatus(3)))
	p.Send(wiretest.Call(4, "test.Add", append([]byte{0x81, byte(0xa0 + len(evil) - 16)}, evil[:len(evil)-16]+"\x01"...)))
	clean("the error for an unknown argument", statusText(t, p.ExpectStatus(4)))
	p.Send(wiretest.GoAway(wire.GoAwayFrame{Code: wire.Internal, Text: strings.Repeat(evil, 1000)}))
	p.ExpectClose()
	bad := w.pipe(t)
	bad.TrySend([]byte(evil))
	bad.ExpectClose()
	w.settle(t)

	log := w.log.String()
	clean("the log", log)
	for line := range strings.SplitSeq(log, "\n") {
		if len(line) > 1000 {
			t.Errorf("a line of %d bytes in the log: %.200q", len(line), line)
		}
	}

	c, server := dialRaw(t, nil)
	result := goAdd(t, c)
	server.ExpectOpen()
	server.Send(wiretest.GoAway(wire.GoAwayFrame{Code: wire.Internal, Text: evil}))
	clean("the client's error after GOAWAY", (<-result).Error())
}

func TestRow75ErrorTexts(t *testing.T) {
	const secret = "SELECT password FROM /etc/app.conf"
	for _, hide := range []bool{false, true} {
		w := newWorld(t, &bluebird.Server{HideErrors: hide})
		w.handle(bluebird.Method{Name: "test.Coded"}, "", func(_ context.Context, in *bluebird.Incoming) error {
			in.Err()
			return fmt.Errorf("user 7: %w", bluebird.NotFound)
		})
		c := w.dial(nil)
		err := callText(t.Context(), c, &methodFail, secret)
		if bluebird.CodeOf(err) != bluebird.Unknown || bluebird.OutcomeOf(err) != bluebird.Executed {
			t.Errorf("HideErrors %v: %v (%v)", hide, err, bluebird.OutcomeOf(err))
		}
		if got := strings.Contains(err.Error(), "password"); got == hide {
			t.Errorf("HideErrors %v: the caller reads %q", hide, err)
		}
		if hide && !strings.Contains(w.log.String(), "password") {
			t.Errorf("the log has no trace of the hidden error: %s", w.log.String())
		}
		err = callText(t.Context(), c, &bluebird.Method{Name: "test.Coded"}, "")
		if !errors.Is(err, bluebird.NotFound) || !strings.Contains(err.Error(), "user 7") {
			t.Errorf("HideErrors %v: an error with a code arrives as %v", hide, err)
		}
	}
}

// TestRow79CrossTalk lets many callers check that every reply is their own, with pooled buffers, cancellations and deadlines.
func TestRow79CrossTalk(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	const callers = 64
	calls := 60
	if testing.Short() {
		calls = 50
	}
	for _, network := range []string{"memory", "TCP"} {
		t.Run(network, func(t *testing.T) {
			d := &bluebird.Dialer{DialContext: w.l.DialContext}
			if network == "TCP" {
				l, err := net.Listen("tcp", "127.0.0.1:0")
				if err != nil {
					t.Fatal(err)
				}
				go w.srv.Serve(l)
				d.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
					return new(net.Dialer).DialContext(ctx, "tcp", l.Addr().String())
				}
			}
			c, err := d.Dial(t.Context(), "server:1")
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			var foreign, ended atomic.Int64
			var wg sync.WaitGroup
			for caller := range callers {
				wg.Go(func() {
					r := mathrand.New(mathrand.NewPCG(uint64(caller), 1))
					for i := range calls {
						token := fmt.Sprintf("%d.%d;", caller, i)
						size := len(token)
						if r.IntN(20) == 0 {
							size = r.IntN(200_000)
						}
						arg := bytes.Repeat([]byte(token), 1+size/len(token))
						ctx, cancel := context.WithCancel(t.Context())
						switch r.IntN(4) {
						case 0:
							time.AfterFunc(time.Duration(r.IntN(300))*time.Microsecond, cancel)
						case 1:
							ctx, cancel = context.WithTimeout(t.Context(), time.Duration(r.IntN(2000))*time.Microsecond)
						}
						got, err := callEcho(ctx, c, arg)
						cancel()
						switch {
						case err == nil && !bytes.Equal(got, arg):
							foreign.Add(1)
						case err == nil:
						case errors.Is(err, bluebird.Canceled), errors.Is(err, bluebird.DeadlineExceeded):
							ended.Add(1)
						default:
							t.Errorf("%s: %v", token, err)
						}
					}
				})
			}
			wg.Wait()
			if n := foreign.Load(); n != 0 {
				t.Errorf("%d replies of %d were not their caller's", n, callers*calls)
			}
			if ended.Load() == 0 {
				t.Error("no call was cancelled")
			}
		})
	}
	eventually(t, "no handler runs", func() bool { _, running, _ := w.counts(); return running == 0 })
}

// TestRow65NothingRunsTwice loses connections under callers that count.
func TestRow65NothingRunsTwice(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	ran := map[string]int{}
	var mu sync.Mutex
	once := bluebird.Method{Name: "test.Once"}
	w.handle(once, "text string", func(_ context.Context, in *bluebird.Incoming) error {
		text := readString(in)
		if err := in.Err(); err != nil {
			return err
		}
		mu.Lock()
		ran[text]++
		mu.Unlock()
		in.Results(0)
		return nil
	})
	var n atomic.Int64
	c := w.dial(&bluebird.Dialer{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		nc, err := w.l.Dial(ctx)
		if err != nil {
			return nil, err
		}
		after := 300 + n.Add(1)*37%2000
		if n.Load()%2 == 0 {
			return bluebirdtest.CutReads(nc, after, bluebirdtest.RST), nil
		}
		return bluebirdtest.CutWrites(nc, after, bluebirdtest.FIN), nil
	}})
	var wg sync.WaitGroup
	outcomes := make(map[string]error)
	for caller := range 8 {
		wg.Go(func() {
			for i := range 200 {
				token := fmt.Sprintf("%d.%d", caller, i)
				err := callText(bluebirdtest.Soon(t), c, &once, token)
				mu.Lock()
				outcomes[token] = err
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	c.Close()
	w.settle(t)
	failed := 0
	for token, err := range outcomes {
		o := bluebird.OutcomeOf(err)
		switch times := ran[token]; {
		case times > 1:
			t.Errorf("%s ran %d times", token, times)
		case err == nil && times != 1:
			t.Errorf("%s succeeded, and ran %d times", token, times)
		case err != nil && times != 0 && (o == bluebird.NotSent || o == bluebird.NotStarted):
			t.Errorf("%s ran, and claims to be %v: %v", token, o, err)
		case err != nil:
			failed++
		}
	}
	if failed == 0 {
		t.Error("no call failed")
	}
	t.Logf("%d connections, %d of %d calls failed", n.Load(), failed, len(outcomes))
}
