package peer

import (
	"io"

	"google.golang.org/grpc"

	"github.com/bluebird-rpc/bluebird/internal/bench/calc"
	"github.com/bluebird-rpc/bluebird/internal/bench/pb"
)

// The streams of grpc-go, in the form that its generated code has.

var (
	grpcPoints = grpc.StreamDesc{StreamName: "Points", Handler: servePoints, ServerStreams: true}
	grpcPong   = grpc.StreamDesc{StreamName: "Pong", Handler: servePong, ServerStreams: true, ClientStreams: true}
	grpcUpload = grpc.StreamDesc{StreamName: "Upload", Handler: serveUpload, ClientStreams: true}
)

func registerStreams(srv *grpc.Server) {
	srv.RegisterService(&grpc.ServiceDesc{ServiceName: "bench.Streams", Streams: []grpc.StreamDesc{grpcPoints, grpcPong, grpcUpload}}, nil)
}

func servePoints(_ any, s grpc.ServerStream) error {
	var r pb.Rounds
	if err := s.RecvMsg(&r); err != nil {
		return err
	}
	for p := range calc.Points(s.Context(), int(r.GetRounds())) {
		if err := s.SendMsg(&pb.AddRequest{A: p.X, B: p.Y}); err != nil {
			return err
		}
	}
	return nil
}

func servePong(_ any, s grpc.ServerStream) error {
	for {
		var p pb.AddRequest
		if err := s.RecvMsg(&p); err != nil {
			if err == io.EOF {
				return nil
			}
			return err
		}
		if err := s.SendMsg(&p); err != nil {
			return err
		}
	}
}

func serveUpload(_ any, s grpc.ServerStream) error {
	n := 0
	for {
		var d pb.Data
		switch err := s.RecvMsg(&d); err {
		case nil:
			n += len(d.GetData())
		case io.EOF:
			return s.SendMsg(&pb.Rounds{Rounds: uint32(n / calc.Chunk)})
		default:
			return err
		}
	}
}

// stream returns what makes a call of a stream, or one exchange on it.
func (c *grpcConn) stream(op Op) (func() error, error) {
	switch op.Name {
	case "points":
		return func() error { return c.points(op.Size) }, nil
	case "pong":
		s, err := c.conn.NewStream(background, &grpcPong, "/bench.Streams/Pong")
		if err != nil {
			return nil, err
		}
		return func() error {
			if err := s.SendMsg(&pb.AddRequest{A: 1, B: 2}); err != nil {
				return err
			}
			var p pb.AddRequest
			err := s.RecvMsg(&p)
			return check(p.GetB() == 2, err)
		}, nil
	case "upload":
		return func() error { return c.upload(op.Size) }, nil
	}
	return nil, ErrUnsupported
}

func (c *grpcConn) points(n int) error {
	s, err := c.conn.NewStream(background, &grpcPoints, "/bench.Streams/Points")
	if err != nil {
		return err
	}
	if err := s.SendMsg(&pb.Rounds{Rounds: uint32(n)}); err != nil {
		return err
	}
	if err := s.CloseSend(); err != nil {
		return err
	}
	for got := 0; ; got++ {
		var p pb.AddRequest
		switch err := s.RecvMsg(&p); err {
		case nil:
		case io.EOF:
			return check(got == n, nil)
		default:
			return err
		}
	}
}

func (c *grpcConn) upload(n int) error {
	s, err := c.conn.NewStream(background, &grpcUpload, "/bench.Streams/Upload")
	if err != nil {
		return err
	}
	r := &calc.Endless{N: n}
	for {
		b := make([]byte, calc.Chunk) // grpc keeps it
		k, err := r.Read(b)
		if err == io.EOF {
			break
		}
		if err := s.SendMsg(&pb.Data{Data: b[:k]}); err != nil {
			return err
		}
	}
	if err := s.CloseSend(); err != nil {
		return err
	}
	var got pb.Rounds
	err = s.RecvMsg(&got)
	return check(int(got.GetRounds()) == n/calc.Chunk, err)
}
