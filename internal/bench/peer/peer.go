// Package peer has the systems that are measured, each behind the same few functions: serve package calc, and call it. What
// is not about a system, such as processes, load and time, is not here.
package peer

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"

	"github.com/bluebird-rpc/bluebird/internal/bench/calc"
)

// Op is a function of package calc, and how large its arguments are.
type Op struct {
	Name string // add, echo, bytes, sum, work, points, pong, upload
	Size int    // bytes of bytes and upload, elements of sum, rounds of work, items of points
}

// Config is what differs between two uses of a peer.
type Config struct {
	TLS     *tls.Config // of this side, nil for none
	Methods int         // methods registered beside those of package calc
}

// listener is l with TLS if that is asked for, for peers that leave it to their users.
func (c Config) listener(l net.Listener) net.Listener {
	if c.TLS == nil {
		return l
	}
	return tls.NewListener(l, c.TLS)
}

// dial is the same for connections.
func (c Config) dial(ctx context.Context, addr string) (net.Conn, error) {
	var d net.Dialer
	nc, err := d.DialContext(ctx, "tcp", addr)
	if err != nil || c.TLS == nil {
		return nc, err
	}
	return tls.Client(nc, c.TLS), nil
}

// Peer is one system.
type Peer struct {
	Name   string
	Module string // whose version is reported; empty for the standard library
	Server func(c Config) (serve, error)
	Dial   func(ctx context.Context, addr string, c Config) (Conn, error)
}

// serve serves the connections of a listener until that fails.
type serve = func(net.Listener) error

// Conn is one connection to a server.
type Conn interface {
	// Call returns what makes one call of op and checks its answer. One goroutine may use it.
	Call(op Op) (func() error, error)
	Close() error
}

// All is every peer, Bluebird first and what judges it last.
var All = []Peer{
	{"bluebird", "github.com/bluebird-rpc/bluebird", newBluebird, dialBluebird},
	{"grpc-go", "google.golang.org/grpc", newGRPC, dialGRPC},
	{"connect", "connectrpc.com/connect", newConnect, dialConnect},
	{"drpc", "storj.io/drpc", newDRPC, dialDRPC},
	{"ttrpc", "github.com/containerd/ttrpc", newTTRPC, dialTTRPC},
	{"net/rpc", "", newNetRPC, dialNetRPC},
	{"limit", "", newLimit(false), dialLimit(false)},
	{"limit+codec", "", newLimit(false), dialLimit(true)},
	{"limit+go", "", newLimit(true), dialLimit(false)},
	{"tcp", "", newTCP, dialTCP},
}

// Find returns the peer of that name.
func Find(name string) (Peer, error) {
	i := slices.IndexFunc(All, func(p Peer) bool { return p.Name == name })
	if i < 0 {
		return Peer{}, fmt.Errorf("there is no peer %q", name)
	}
	return All[i], nil
}

// ErrUnsupported is returned by Conn.Call for what a system cannot do.
var ErrUnsupported = errors.New("not supported by this peer")

var errAnswer = errors.New("the answer is wrong")

// background is the context of every call: without a deadline, for all peers alike.
var background = context.Background()

// check returns an error unless the answer is as expected.
func check(right bool, err error) error {
	if err != nil {
		return err
	}
	if !right {
		return errAnswer
	}
	return nil
}

func randomBytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i * 31)
	}
	return b
}

func sameBytes(got, want []byte) bool {
	return len(got) == len(want) && (len(want) == 0 || got[len(got)-1] == want[len(want)-1])
}

func numbers(n int) (a, b []float64) {
	a, b = make([]float64, n), make([]float64, n)
	for i := range a {
		a[i], b[i] = float64(i), 1/float64(i+1)
	}
	return a, b
}

func sameSum(got, a, b []float64) bool {
	n := len(a)
	return len(got) == n && got[0] == a[0]+b[0] && got[n/2] == a[n/2]+b[n/2] && got[n-1] == a[n-1]+b[n-1]
}

func sameMessage(got, want *calc.Message) bool {
	return got != nil && got.ID == want.ID && got.Note == want.Note && len(got.Readings) == len(want.Readings)
}
