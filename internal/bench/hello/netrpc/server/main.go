// Command server greets over net/rpc.
package main

import (
	"net"
	"net/rpc"

	"github.com/bluebird-rpc/bluebird/internal/bench/hello"
	"github.com/bluebird-rpc/bluebird/internal/bench/hello/greet"
)

// Greet is what net/rpc serves.
type Greet struct{}

// Hello is greet.Hello.
func (Greet) Hello(name string, answer *string) error { *answer = greet.Hello(name); return nil }

func main() {
	hello.Serve(func(l net.Listener) error {
		srv := rpc.NewServer()
		if err := srv.Register(Greet{}); err != nil {
			return err
		}
		srv.Accept(l)
		return nil
	})
}
