package peer

import (
	"context"
	"net"

	"github.com/containerd/ttrpc"

	"github.com/bluebird-rpc/bluebird/internal/bench/pb"
)

type ttrpcServer struct{}

func (ttrpcServer) Add(_ context.Context, r *pb.AddRequest) (*pb.AddReply, error) {
	return addPB(r), nil
}
func (ttrpcServer) Echo(_ context.Context, m *pb.Message) (*pb.Message, error) { return m, nil }
func (ttrpcServer) Bytes(_ context.Context, d *pb.Data) (*pb.Data, error)      { return d, nil }
func (ttrpcServer) Sum(_ context.Context, r *pb.Arrays) (*pb.Array, error)     { return sumPB(r) }
func (ttrpcServer) Work(_ context.Context, r *pb.Rounds) (*pb.Answer, error) {
	return workPB(r), nil
}

// ttrpcMax is the longest message that ttrpc takes.
const ttrpcMax = 4 << 20

func newTTRPC(c Config) (serve, error) {
	srv, err := ttrpc.NewServer()
	if err != nil {
		return nil, err
	}
	pb.RegisterTTRPCBenchService(srv, ttrpcServer{})
	return func(l net.Listener) error { return srv.Serve(background, c.listener(l)) }, nil
}

type ttrpcConn struct {
	client *ttrpc.Client
	pbClient
}

func dialTTRPC(ctx context.Context, addr string, c Config) (Conn, error) {
	nc, err := c.dial(ctx, addr)
	if err != nil {
		return nil, err
	}
	conn := ttrpc.NewClient(nc)
	client := pb.NewTTRPCBenchClient(conn)
	return &ttrpcConn{conn, pbClient{
		add:   func(r *pb.AddRequest) (*pb.AddReply, error) { return client.Add(background, r) },
		echo:  func(m *pb.Message) (*pb.Message, error) { return client.Echo(background, m) },
		bytes: func(d *pb.Data) (*pb.Data, error) { return client.Bytes(background, d) },
		sum:   func(r *pb.Arrays) (*pb.Array, error) { return client.Sum(background, r) },
		work:  func(r *pb.Rounds) (*pb.Answer, error) { return client.Work(background, r) },
		most:  ttrpcMax,
	}}, nil
}

func (c *ttrpcConn) Call(op Op) (func() error, error) { return c.call(op) }
func (c *ttrpcConn) Close() error                     { return c.client.Close() }
