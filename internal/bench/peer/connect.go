package peer

import (
	"context"
	"net"
	"net/http"

	"connectrpc.com/connect"

	"github.com/bluebird-rpc/bluebird/internal/bench/pb"
	"github.com/bluebird-rpc/bluebird/internal/bench/pb/pbconnect"
)

type connectServer struct{}

func (connectServer) Add(_ context.Context, r *connect.Request[pb.AddRequest]) (*connect.Response[pb.AddReply], error) {
	return connect.NewResponse(addPB(r.Msg)), nil
}

func (connectServer) Echo(_ context.Context, r *connect.Request[pb.Message]) (*connect.Response[pb.Message], error) {
	return connect.NewResponse(r.Msg), nil
}

func (connectServer) Bytes(_ context.Context, r *connect.Request[pb.Data]) (*connect.Response[pb.Data], error) {
	return connect.NewResponse(r.Msg), nil
}

func (connectServer) Sum(_ context.Context, r *connect.Request[pb.Arrays]) (*connect.Response[pb.Array], error) {
	c, err := sumPB(r.Msg)
	return connect.NewResponse(c), err
}

func (connectServer) Work(_ context.Context, r *connect.Request[pb.Rounds]) (*connect.Response[pb.Answer], error) {
	return connect.NewResponse(workPB(r.Msg)), nil
}

// connectStreams is how many calls one HTTP/2 connection may have at once: above the callers of any row.
const connectStreams = 4096

func newConnect(c Config) (serve, error) {
	mux := http.NewServeMux()
	mux.Handle(pbconnect.NewBenchHandler(connectServer{}))
	srv := http.Server{Handler: mux, TLSConfig: c.TLS, Protocols: protocols(c), HTTP2: &http.HTTP2Config{MaxConcurrentStreams: connectStreams}}
	if c.TLS != nil {
		return func(l net.Listener) error { return srv.ServeTLS(l, "", "") }, nil
	}
	return srv.Serve, nil
}

// protocols is HTTP/2 alone.
func protocols(c Config) *http.Protocols {
	p := new(http.Protocols)
	p.SetHTTP2(c.TLS != nil)
	p.SetUnencryptedHTTP2(c.TLS == nil)
	return p
}

type connectConn struct {
	transport *http.Transport
	pbClient
}

func dialConnect(_ context.Context, addr string, c Config) (Conn, error) {
	t := &http.Transport{TLSClientConfig: c.TLS, Protocols: protocols(c)}
	scheme := "http://"
	if c.TLS != nil {
		scheme = "https://"
	}
	client := pbconnect.NewBenchClient(&http.Client{Transport: t}, scheme+addr)
	return &connectConn{t, pbClient{
		add: func(r *pb.AddRequest) (*pb.AddReply, error) {
			return unwrap(client.Add(background, connect.NewRequest(r)))
		},
		echo: func(m *pb.Message) (*pb.Message, error) {
			return unwrap(client.Echo(background, connect.NewRequest(m)))
		},
		bytes: func(d *pb.Data) (*pb.Data, error) { return unwrap(client.Bytes(background, connect.NewRequest(d))) },
		sum:   func(r *pb.Arrays) (*pb.Array, error) { return unwrap(client.Sum(background, connect.NewRequest(r))) },
		work:  func(r *pb.Rounds) (*pb.Answer, error) { return unwrap(client.Work(background, connect.NewRequest(r))) },
	}}, nil
}

func unwrap[T any](r *connect.Response[T], err error) (*T, error) {
	if err != nil {
		return nil, err
	}
	return r.Msg, nil
}

func (c *connectConn) Call(op Op) (func() error, error) { return c.call(op) }
func (c *connectConn) Close() error                     { c.transport.CloseIdleConnections(); return nil }
