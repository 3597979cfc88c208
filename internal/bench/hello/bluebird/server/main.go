// Command server greets over Bluebird.
package main

import (
	"github.com/bluebird-rpc/bluebird/internal/bench/hello"
	"github.com/bluebird-rpc/bluebird/internal/bench/hello/greet"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

func main() {
	var srv bluebird.Server
	greet.RegisterFuncs(&srv)
	hello.Serve(srv.Serve)
}
