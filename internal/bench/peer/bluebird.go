package peer

import (
	"context"
	"fmt"
	"iter"

	"github.com/bluebird-rpc/bluebird/internal/bench/calc"
	"github.com/bluebird-rpc/bluebird/internal/bench/calc/calcrpc"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

func newBluebird(c Config) (serve, error) {
	srv := bluebird.Server{TLSConfig: c.TLS}
	calc.RegisterFuncs(&srv)
	for i := range c.Methods {
		srv.Handle(bluebird.Handler{
			Method: bluebird.Method{Name: fmt.Sprintf("other.Method%d", i), Fingerprint: uint64(i)},
			Serve:  func(context.Context, *bluebird.Incoming) error { return bluebird.Unimplemented },
		})
	}
	return srv.Serve, nil
}

type bluebirdConn struct {
	conn   *bluebird.Conn
	client *calcrpc.Client
}

func dialBluebird(ctx context.Context, addr string, c Config) (Conn, error) {
	dialer := bluebird.Dialer{TLSConfig: c.TLS}
	conn, err := dialer.Dial(ctx, addr)
	if err != nil {
		return nil, err
	}
	return &bluebirdConn{conn, calcrpc.NewClient(conn)}, nil
}

func (c *bluebirdConn) Close() error { return c.conn.Close() }

func (c *bluebirdConn) Call(op Op) (func() error, error) {
	switch op.Name {
	case "add":
		return func() error {
			sum, err := c.client.Add(background, 1, 2)
			return check(sum == 3, err)
		}, nil
	case "echo":
		m := calc.Sample()
		return func() error {
			got, err := c.client.Echo(background, m)
			return check(sameMessage(got, m), err)
		}, nil
	case "bytes":
		data := randomBytes(op.Size)
		return func() error {
			got, err := c.client.Bytes(background, data)
			return check(sameBytes(got, data), err)
		}, nil
	case "sum":
		a, b := numbers(op.Size)
		return func() error {
			got, err := c.client.Sum(background, a, b)
			return check(sameSum(got, a, b), err)
		}, nil
	case "work":
		return func() error {
			_, err := c.client.Work(background, uint32(op.Size))
			return err
		}, nil
	}
	return c.stream(op)
}

// stream returns what makes a call of a stream, or one exchange on it.
func (c *bluebirdConn) stream(op Op) (func() error, error) {
	switch op.Name {
	case "points":
		return func() error {
			got := 0
			for _, err := range c.client.Points(background, op.Size) {
				if err != nil {
					return err
				}
				got++
			}
			return check(got == op.Size, nil)
		}, nil
	case "pong":
		return c.pong(), nil
	case "upload":
		return func() error {
			got, err := c.client.Upload(background, &calc.Endless{N: op.Size})
			return check(got == int64(op.Size), err)
		}, nil
	}
	return nil, ErrUnsupported
}

// pong returns what sends a point on a stream that stays open, and waits for it to come back.
func (c *bluebirdConn) pong() func() error {
	points := make(chan calc.Point, 1)
	next, _ := iter.Pull2(c.client.Pong(background, func(yield func(calc.Point, error) bool) {
		for p := range points {
			if !yield(p, nil) {
				return
			}
		}
	}))
	return func() error {
		points <- calc.Point{X: 1, Y: 2}
		p, err, ok := next()
		return check(ok && p.Y == 2, err)
	}
}
