// Command server answers over grpc-go, with the service that grpc-go brings along.
package main

import (
	"net"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"

	"github.com/bluebird-rpc/bluebird/internal/bench/hello"
)

func main() {
	hello.Serve(func(l net.Listener) error {
		srv := grpc.NewServer()
		grpc_health_v1.RegisterHealthServer(srv, health.NewServer())
		return srv.Serve(l)
	})
}
