// Command server takes files until it is interrupted.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/bluebird-rpc/bluebird/examples/progress"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

func main() {
	addr := flag.String("addr", "localhost:12348", "`host:port` to listen on; port 0 takes a free one")
	flag.Parse()
	log.SetFlags(0)
	if err := serve(*addr); err != nil {
		log.Fatal(err)
	}
}

func serve(addr string) error {
	interrupted, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	var srv bluebird.Server
	progress.RegisterFuncs(&srv)
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(l) }()
	fmt.Println("serving on", l.Addr())
	select {
	case err := <-ended:
		return err
	case <-interrupted.Done():
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	return srv.Shutdown(ctx)
}
