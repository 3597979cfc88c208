// Command client asks for a greeting over bare frames.
package main

import (
	"net"

	"github.com/bluebird-rpc/bluebird/internal/bench/hello"
	"github.com/bluebird-rpc/bluebird/internal/bench/limit"
)

func main() {
	hello.Call(func(addr string) (string, error) {
		nc, err := net.Dial("tcp", addr)
		if err != nil {
			return "", err
		}
		client := limit.NewClient(nc)
		defer client.Close()
		s := client.Get()
		defer client.Put(s)
		err = client.Call(s, 0, []byte("world"), nil)
		return string(s.Reply), err
	})
}
