// Command server filters pictures for its callers until it is interrupted.
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

	imageprocessing "github.com/bluebird-rpc/bluebird/examples/image_processing"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

func main() {
	addr := flag.String("addr", "localhost:12347", "`host:port` to listen on; port 0 takes a free one")
	var srv bluebird.Server
	flag.IntVar(&srv.ReadBuffer, "read-buffer", 0, "most `bytes` that one read takes from the network; 0 lets the runtime choose")
	flag.IntVar(&srv.WriteBuffer, "write-buffer", 0, "most `bytes` that one write gives to the network; 0 lets the runtime choose")
	flag.Parse()
	log.SetFlags(0)
	if err := serve(&srv, *addr); err != nil {
		log.Fatal(err)
	}
}

func serve(srv *bluebird.Server, addr string) error {
	interrupted, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	l, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	// The same functions once more for each size of buffer, so that clients can compare.
	host, _, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return err
	}
	buffers, err := imageprocessing.ListenBuffers(host)
	if err != nil {
		return err
	}
	imageprocessing.RegisterFuncs(srv)
	imageprocessing.RegisterBuffers(srv, buffers)

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
	if err := srv.Shutdown(ctx); err != nil {
		return err
	}
	return buffers.Shutdown(ctx)
}
