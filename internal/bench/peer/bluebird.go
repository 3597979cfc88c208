package peer

import (
	"context"
	"fmt"

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
	return nil, ErrUnsupported
}
