// Command server greets whoever connects. It links what any server with TLS and a log links, and nothing else.
package main

import (
	"crypto/tls"
	"log/slog"
	"net"
	"os"

	"github.com/bluebird-rpc/bluebird/internal/bench/hello"
)

func main() {
	hello.Serve(func(l net.Listener) error {
		if file := os.Getenv("HELLO_CERT"); file != "" {
			pair, err := tls.LoadX509KeyPair(file, file)
			if err != nil {
				return err
			}
			l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{pair}})
		}
		for {
			nc, err := l.Accept()
			if err != nil {
				return err
			}
			if _, err := nc.Write([]byte("Hello, world!\n")); err != nil {
				slog.Error("cannot answer", "error", err)
			}
			nc.Close()
		}
	})
}
