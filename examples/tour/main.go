// Command tour shows what Bluebird does, in one process: it serves the other examples on a free port of this machine
// and calls them.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"time"

	aplusb "github.com/bluebird-rpc/bluebird/examples/a_plus_b"
	imageprocessing "github.com/bluebird-rpc/bluebird/examples/image_processing"
	logserver "github.com/bluebird-rpc/bluebird/examples/log_server"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

func main() {
	log.SetFlags(0)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := tour(ctx, os.Stdout); err != nil {
		log.Fatal("tour: ", err)
	}
}

// tour serves, has every stop of the tour call the server, and shuts down.
func tour(ctx context.Context, w io.Writer) (err error) {
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return err
	}
	buffers, err := imageprocessing.ListenBuffers("localhost")
	if err != nil {
		return err
	}
	var srv bluebird.Server
	aplusb.RegisterFuncs(&srv)
	logserver.RegisterLogger(&srv, &logserver.Logger{})
	imageprocessing.RegisterFuncs(&srv)
	imageprocessing.RegisterBuffers(&srv, buffers)
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(l) }()

	v := visitor{w: w, addr: l.Addr().String()}
	v.conn, err = bluebird.Dial(ctx, v.addr)
	if err != nil {
		return err
	}
	v.say("Bluebird's tour: a server on %s, and its callers.\n", v.addr)
	for _, stop := range []struct {
		title string
		visit func(context.Context) error
	}{
		{"Numbers and arrays (examples/a_plus_b)", v.numbers},
		{"A handler that keeps state (examples/log_server)", v.state},
		{"Errors and deadlines", v.errors},
		{"Many calls at once on one connection", v.many},
		{"A photograph (examples/image_processing)", v.photograph},
		{"A log that is followed (examples/log_server)", v.follow},
		{"A film, and a func that is called back (examples/image_processing)", v.film},
		{"Buffers", v.buffers},
	} {
		v.say("\n%s\n", stop.title)
		if err := stop.visit(ctx); err != nil {
			return fmt.Errorf("%s: %w", stop.title, err)
		}
	}

	bluebird.DefaultDialer.Close()
	v.conn.Close()
	if err := srv.Shutdown(ctx); err != nil {
		return err
	}
	if err := <-ended; err != bluebird.ErrServerClosed {
		return err
	}
	if err := buffers.Shutdown(ctx); err != nil {
		return err
	}
	v.say("\nAll of it worked.\n")
	return nil
}
