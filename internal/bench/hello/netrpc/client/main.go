// Command client asks for a greeting over net/rpc.
package main

import (
	"net/rpc"

	"github.com/bluebird-rpc/bluebird/internal/bench/hello"
)

func main() {
	hello.Call(func(addr string) (answer string, err error) {
		client, err := rpc.Dial("tcp", addr)
		if err != nil {
			return "", err
		}
		defer client.Close()
		err = client.Call("Greet.Hello", "world", &answer)
		return answer, err
	})
}
