package bluebird_test

import (
	"bytes"
	"context"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/bluebird-rpc/bluebird/testdata/ok/calls"
	"github.com/bluebird-rpc/bluebird/testdata/ok/calls/callsrpc"
)

// nothing is a Task that does nothing.
func nothing(context.Context, string) (string, error) { return "", nil }

// does registers package calls on srv, with a Task that does f.
func does(srv *bluebird.Server, f calls.TaskFunc) *bluebird.Server {
	calls.RegisterFuncs(srv)
	calls.RegisterTask(srv, f)
	return srv
}

// joined serves package calls, with a Task that does f, and returns a connection in memory.
func joined(t testing.TB, f calls.TaskFunc) *bluebird.Conn {
	t.Helper()
	return joinedWith(t, new(bluebird.Server), new(bluebird.Dialer), f)
}

// joinedWith is joined with settings.
func joinedWith(t testing.TB, srv *bluebird.Server, d *bluebird.Dialer, f calls.TaskFunc) *bluebird.Conn {
	t.Helper()
	return bluebirdtest.Join(t, does(srv, f), d)
}

// run makes one call of the Task.
func run(ctx context.Context, c bluebird.Caller, arg string) (string, error) {
	return callsrpc.NewTaskClient(c).Run(ctx, arg)
}

// listen serves srv on addr, "tcp:…" or "unix:…", until the test ends, and returns what to dial.
func listen(t testing.TB, srv *bluebird.Server, network, addr string) string {
	t.Helper()
	l, err := net.Listen(network, addr)
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(l) }()
	t.Cleanup(func() {
		srv.Close()
		if err := <-served; err != bluebird.ErrServerClosed {
			t.Errorf("Serve = %v; want %v", err, bluebird.ErrServerClosed)
		}
	})
	return l.Addr().String()
}

// dial connects to addr until the test ends.
func dial(t testing.TB, d *bluebird.Dialer, addr string) *bluebird.Conn {
	t.Helper()
	c, err := d.Dial(bluebirdtest.Soon(t), addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// wantText fails the test unless err's text has all the parts.
func wantText(t testing.TB, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Errorf("no error; want one that says %q", parts)
		return
	}
	for _, p := range parts {
		if !strings.Contains(err.Error(), p) {
			t.Errorf("error %q does not say %q", err, p)
		}
	}
}

// leavesNothing fails the test if goroutines of the runtime are left when all else in it has ended. It is
// called first. Inside a bubble of synctest it is not needed: there such goroutines fail the test anyway.
func leavesNothing(t testing.TB) {
	t.Helper()
	t.Cleanup(func() {
		var left []string
		for range 1000 {
			if left = ours(); len(left) == 0 {
				return
			}
			time.Sleep(5 * time.Millisecond)
		}
		t.Errorf("%d goroutines are left, among them\n%s", len(left), left[0])
	})
}

// ours returns the stacks of the goroutines that the runtime has started.
func ours() (stacks []string) {
	buf := make([]byte, 1<<20)
	buf = buf[:runtime.Stack(buf, true)]
	for s := range bytes.SplitSeq(buf, []byte("\n\n")) {
		_, by, _ := bytes.Cut(s, []byte("\ncreated by "))
		for _, pkg := range []string{"bluebird/runtime.", "bluebird/internal/mux."} {
			if bytes.Contains(by, []byte(pkg)) || bytes.HasPrefix(by, []byte("sync.(*WaitGroup).Go")) && bytes.Contains(s, []byte(pkg)) {
				stacks = append(stacks, string(s))
				break
			}
		}
	}
	return stacks
}
