package peer

import (
	"context"
	"net"
	"net/rpc"

	"github.com/bluebird-rpc/bluebird/internal/bench/calc"
)

// Pair is the arguments of Add and Sum, which net/rpc wants in one value.
type Pair[T any] struct{ A, B T }

// NetRPC is what net/rpc serves. Its methods are those of package calc in the form that net/rpc asks for.
type NetRPC struct{}

// Add is calc.Add.
func (NetRPC) Add(p Pair[float64], sum *float64) error { *sum = calc.Add(p.A, p.B); return nil }

// Echo is calc.Echo.
func (NetRPC) Echo(m *calc.Message, reply *calc.Message) error { *reply = *m; return nil }

// Bytes is calc.Bytes.
func (NetRPC) Bytes(data []byte, reply *[]byte) error { *reply = data; return nil }

// Sum is calc.Sum.
func (NetRPC) Sum(p Pair[[]float64], c *[]float64) (err error) {
	*c, err = calc.Sum(p.A, p.B)
	return err
}

// Work is calc.Work.
func (NetRPC) Work(rounds uint32, answer *uint64) error { *answer = calc.Work(rounds); return nil }

func newNetRPC(c Config) (serve, error) {
	srv := rpc.NewServer()
	if err := srv.RegisterName("Calc", NetRPC{}); err != nil {
		return nil, err
	}
	return func(l net.Listener) error { srv.Accept(c.listener(l)); return nil }, nil
}

type netRPCConn struct{ *rpc.Client }

func dialNetRPC(ctx context.Context, addr string, c Config) (Conn, error) {
	nc, err := c.dial(ctx, addr)
	if err != nil {
		return nil, err
	}
	return netRPCConn{rpc.NewClient(nc)}, nil
}

func (c netRPCConn) Call(op Op) (func() error, error) {
	switch op.Name {
	case "add":
		return func() error {
			var sum float64
			err := c.Client.Call("Calc.Add", Pair[float64]{1, 2}, &sum)
			return check(sum == 3, err)
		}, nil
	case "echo":
		m := calc.Sample()
		return func() error {
			got := new(calc.Message)
			err := c.Client.Call("Calc.Echo", m, got)
			return check(sameMessage(got, m), err)
		}, nil
	case "bytes":
		data := randomBytes(op.Size)
		return func() error {
			var got []byte
			err := c.Client.Call("Calc.Bytes", data, &got)
			return check(sameBytes(got, data), err)
		}, nil
	case "sum":
		a, b := numbers(op.Size)
		return func() error {
			var got []float64
			err := c.Client.Call("Calc.Sum", Pair[[]float64]{a, b}, &got)
			return check(sameSum(got, a, b), err)
		}, nil
	case "work":
		return func() error {
			var answer uint64
			return c.Client.Call("Calc.Work", uint32(op.Size), &answer)
		}, nil
	}
	return nil, ErrUnsupported
}
