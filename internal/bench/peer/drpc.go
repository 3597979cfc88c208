package peer

import (
	"context"
	"net"

	"storj.io/drpc/drpcconn"
	"storj.io/drpc/drpcmanager"
	"storj.io/drpc/drpcmux"
	"storj.io/drpc/drpcserver"
	"storj.io/drpc/drpcwire"

	"github.com/bluebird-rpc/bluebird/internal/bench/pb"
)

type drpcServer struct{}

func (drpcServer) Add(_ context.Context, r *pb.AddRequest) (*pb.AddReply, error) {
	return addPB(r), nil
}
func (drpcServer) Echo(_ context.Context, m *pb.Message) (*pb.Message, error) { return m, nil }
func (drpcServer) Bytes(_ context.Context, d *pb.Data) (*pb.Data, error)      { return d, nil }
func (drpcServer) Sum(_ context.Context, r *pb.Arrays) (*pb.Array, error)     { return sumPB(r) }
func (drpcServer) Work(_ context.Context, r *pb.Rounds) (*pb.Answer, error)   { return workPB(r), nil }

// drpcOptions let the largest message of any row pass.
var drpcOptions = drpcmanager.Options{Reader: drpcwire.ReaderOptions{MaximumBufferSize: maxMessage}}

func newDRPC(c Config) (serve, error) {
	mux := drpcmux.New()
	if err := pb.DRPCRegisterBench(mux, drpcServer{}); err != nil {
		return nil, err
	}
	srv := drpcserver.NewWithOptions(mux, drpcserver.Options{Manager: drpcOptions})
	return func(l net.Listener) error { return srv.Serve(background, c.listener(l)) }, nil
}

type drpcConn struct {
	conn *drpcconn.Conn
	pbClient
}

// dialDRPC makes a connection that serves one call after the other, since drpc does not know streams side by side.
func dialDRPC(ctx context.Context, addr string, c Config) (Conn, error) {
	nc, err := c.dial(ctx, addr)
	if err != nil {
		return nil, err
	}
	conn := drpcconn.NewWithOptions(nc, drpcconn.Options{Manager: drpcOptions})
	client := pb.NewDRPCBenchClient(conn)
	return &drpcConn{conn, pbClient{
		add:   func(r *pb.AddRequest) (*pb.AddReply, error) { return client.Add(background, r) },
		echo:  func(m *pb.Message) (*pb.Message, error) { return client.Echo(background, m) },
		bytes: func(d *pb.Data) (*pb.Data, error) { return client.Bytes(background, d) },
		sum:   func(r *pb.Arrays) (*pb.Array, error) { return client.Sum(background, r) },
		work:  func(r *pb.Rounds) (*pb.Answer, error) { return client.Work(background, r) },
	}}, nil
}

func (c *drpcConn) Call(op Op) (func() error, error) { return c.call(op) }
func (c *drpcConn) Close() error                     { return c.conn.Close() }
