// Command client connects and reads a greeting. It links what any client with TLS and a log links, and nothing else.
package main

import (
	"crypto/tls"
	"io"
	"log/slog"
	"net"
	"os"

	"github.com/bluebird-rpc/bluebird/internal/bench/hello"
)

func main() {
	hello.Call(func(addr string) (string, error) {
		nc, err := dial(addr)
		if err != nil {
			return "", err
		}
		defer nc.Close()
		b, err := io.ReadAll(nc)
		return string(b), err
	})
}

func dial(addr string) (net.Conn, error) {
	if os.Getenv("HELLO_CERT") != "" {
		slog.Info("TLS")
		return tls.Dial("tcp", addr, nil)
	}
	return net.Dial("tcp", addr)
}
