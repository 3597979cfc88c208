// Command server greets over bare frames.
package main

import (
	"github.com/bluebird-rpc/bluebird/internal/bench/hello"
	"github.com/bluebird-rpc/bluebird/internal/bench/hello/greet"
	"github.com/bluebird-rpc/bluebird/internal/bench/limit"
)

func main() {
	srv := limit.Server{Handlers: []limit.Handler{func(reply, args []byte) (appended, bulk []byte) {
		return append(reply, greet.Hello(string(args))...), nil
	}}}
	hello.Serve(srv.Serve)
}
