package bluebird_test

// What README.md shows. A test compares the two.

import (
	"context"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"testing"
	"time"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/bluebird-rpc/bluebird/testdata/ok/calls"
	"github.com/bluebird-rpc/bluebird/testdata/ok/calls/callsrpc"
)

func ExampleServer() {
	srv := bluebird.Server{
		MaxMessage:   16 << 20,
		MaxHandlers:  500,
		Interceptors: []bluebird.Interceptor{logCalls},
	}
	calls.RegisterFuncs(&srv)
	time.AfterFunc(10*time.Millisecond, func() { srv.Shutdown(context.Background()) })
	if err := srv.ListenAndServe("localhost:0"); err != bluebird.ErrServerClosed {
		log.Fatal(err)
	}
	// Output:
}

// logCalls logs every call and what became of it.
func logCalls(ctx context.Context, call *bluebird.Call, next func(context.Context) error) error {
	start := time.Now()
	err := next(ctx)
	slog.Info("call", "method", call.Method(), "took", time.Since(start), "error", err)
	return err
}

// impatient waits a second for a call.
func impatient(ctx context.Context, _ *bluebird.Call, next func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- next(ctx) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return bluebird.DeadlineExceeded
	}
}

func ExampleOutcomeOf() {
	ctx := context.Background()
	conn, closeBoth := exampleConn()
	defer closeBoth()

	sum, err := callsrpc.NewClient(conn).Add(ctx, 1, 2)
	switch {
	case err == nil:
		fmt.Println(sum)
	case errors.Is(err, bluebird.NotFound):
		fmt.Println("there is none")
	case errors.Is(err, context.DeadlineExceeded):
		fmt.Println("too slow")
	case bluebird.OutcomeOf(err) == bluebird.NotSent, bluebird.OutcomeOf(err) == bluebird.NotStarted:
		fmt.Println("it has not run and will not: try elsewhere")
	default:
		fmt.Println("it may have run:", err)
	}
	// Output: 3
}

// exampleConn serves package calls and connects to it.
func exampleConn() (conn *bluebird.Conn, closeBoth func()) {
	var srv bluebird.Server
	calls.RegisterFuncs(&srv)
	l := bluebirdtest.Listen("server:1")
	go srv.Serve(l)
	d := bluebird.Dialer{DialContext: l.DialContext}
	conn, err := d.Dial(context.Background(), "server:1")
	if err != nil {
		log.Fatal(err)
	}
	return conn, func() { conn.Close(); srv.Close() }
}

func ExampleInvoke() {
	ctx := context.Background()
	conn, closeBoth := exampleConn()
	defer closeBoth()

	type result struct{ Quotient, Remainder int }
	r, err := bluebird.Invoke[result](ctx, conn, "calls.Divide", bluebird.Args{"a": 17, "b": 5})
	fmt.Println(r.Quotient, r.Remainder, err)
	// Output: 3 2 <nil>
}

func ExampleWithMetadata() {
	ctx := context.Background()
	conn, closeBoth := exampleConn()
	defer closeBoth()

	ctx = bluebird.WithMetadata(ctx, "trace-id", "7f3a")
	ctx, reply := bluebird.WithReplyMetadata(ctx)
	err := callsrpc.NewClient(conn).Nothing(ctx)
	fmt.Println(len(reply), err)
	// Output: 0 <nil>
}

func TestDivide(t *testing.T) {
	conn := bluebirdtest.Serve(t, calls.RegisterFuncs)
	q, r, err := callsrpc.NewClient(conn).Divide(t.Context(), 17, 5)
	if q != 3 || r != 2 || err != nil {
		t.Errorf("17 / 5 = %d, %d, %v; want 3, 2", q, r, err)
	}
}
