package peer

import (
	"context"
	"fmt"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/bluebird-rpc/bluebird/internal/bench/pb"
)

// maxMessage is above the largest message of any row.
const maxMessage = 64 << 20

type grpcServer struct{ pb.UnimplementedBenchServer }

func (grpcServer) Add(_ context.Context, r *pb.AddRequest) (*pb.AddReply, error) {
	return addPB(r), nil
}
func (grpcServer) Echo(_ context.Context, m *pb.Message) (*pb.Message, error) { return m, nil }
func (grpcServer) Bytes(_ context.Context, d *pb.Data) (*pb.Data, error)      { return d, nil }
func (grpcServer) Sum(_ context.Context, r *pb.Arrays) (*pb.Array, error)     { return sumPB(r) }
func (grpcServer) Work(_ context.Context, r *pb.Rounds) (*pb.Answer, error)   { return workPB(r), nil }

func newGRPC(c Config) (serve, error) {
	options := []grpc.ServerOption{grpc.MaxRecvMsgSize(maxMessage), grpc.MaxSendMsgSize(maxMessage)}
	if c.TLS != nil {
		options = append(options, grpc.Creds(credentials.NewTLS(c.TLS)))
	}
	srv := grpc.NewServer(options...)
	pb.RegisterBenchServer(srv, grpcServer{})
	registerStreams(srv)
	if c.Methods > 0 {
		srv.RegisterService(otherMethods(c.Methods), nil)
	}
	return srv.Serve, nil
}

func otherMethods(n int) *grpc.ServiceDesc {
	d := &grpc.ServiceDesc{ServiceName: "other.Service"}
	for i := range n {
		d.Methods = append(d.Methods, grpc.MethodDesc{
			MethodName: fmt.Sprintf("Method%d", i),
			Handler: func(any, context.Context, func(any) error, grpc.UnaryServerInterceptor) (any, error) {
				return nil, ErrUnsupported
			},
		})
	}
	return d
}

type grpcConn struct {
	conn *grpc.ClientConn
	pbClient
}

func dialGRPC(_ context.Context, addr string, c Config) (Conn, error) {
	creds := insecure.NewCredentials()
	if c.TLS != nil {
		creds = credentials.NewTLS(c.TLS)
	}
	conn, err := grpc.NewClient("passthrough:///"+addr, grpc.WithTransportCredentials(creds),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage), grpc.MaxCallSendMsgSize(maxMessage)))
	if err != nil {
		return nil, err
	}
	conn.Connect()
	client := pb.NewBenchClient(conn)
	return &grpcConn{conn, pbClient{
		add:   func(r *pb.AddRequest) (*pb.AddReply, error) { return client.Add(background, r) },
		echo:  func(m *pb.Message) (*pb.Message, error) { return client.Echo(background, m) },
		bytes: func(d *pb.Data) (*pb.Data, error) { return client.Bytes(background, d) },
		sum:   func(r *pb.Arrays) (*pb.Array, error) { return client.Sum(background, r) },
		work:  func(r *pb.Rounds) (*pb.Answer, error) { return client.Work(background, r) },
	}}, nil
}

// Call implements Conn.
func (c *grpcConn) Call(op Op) (func() error, error) {
	if call, err := c.stream(op); err == nil {
		return call, nil
	}
	return c.call(op)
}

func (c *grpcConn) Close() error { return c.conn.Close() }
