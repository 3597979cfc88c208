// Command client asks for a greeting over Bluebird.
package main

import (
	"context"

	"github.com/bluebird-rpc/bluebird/internal/bench/hello"
	"github.com/bluebird-rpc/bluebird/internal/bench/hello/greet/greetrpc"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

func main() {
	hello.Call(func(addr string) (string, error) {
		ctx := context.Background()
		conn, err := bluebird.Dial(ctx, addr)
		if err != nil {
			return "", err
		}
		defer conn.Close()
		return greetrpc.NewClient(conn).Hello(ctx, "world")
	})
}
