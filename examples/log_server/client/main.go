// Command client adds lines to the server's log and prints what is in it. Run it again to see the log grow.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/bluebird-rpc/bluebird/examples/log_server/logserverrpc"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

func main() {
	addr := flag.String("addr", "localhost:12346", "`host:port` of the server")
	follow := flag.Bool("follow", false, "print the log as it grows, until interrupted")
	flag.Parse()
	log.SetFlags(0)
	if *follow {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		if err := tail(ctx, *addr); err != nil && ctx.Err() == nil {
			log.Fatal(err)
		}
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := write(ctx, *addr); err != nil {
		log.Fatal(err)
	}
}

// tail prints the last lines of the log, and every other one as it comes.
func tail(ctx context.Context, addr string) error {
	conn, err := bluebird.Dial(ctx, addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	for line, err := range logserverrpc.NewLoggerClient(conn).Tail(ctx, 5) {
		if err != nil {
			return err
		}
		fmt.Println(line)
	}
	return nil
}

func write(ctx context.Context, addr string) error {
	conn, err := bluebird.Dial(ctx, addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	logger := logserverrpc.NewLoggerClient(conn)

	for _, what := range []string{"arrived", "looked around", "left"} {
		line := fmt.Sprintf("%s process %d %s", time.Now().Format(time.TimeOnly), os.Getpid(), what)
		if err := logger.AddLog(ctx, line); err != nil {
			return err
		}
	}

	all, err := logger.GetLog(ctx, math.MaxInt32)
	if err != nil {
		return err
	}
	fmt.Println("lines in the log:", len(all))

	// By name, n may be left out: its default is 5.
	last, err := bluebird.Invoke[[]string](ctx, conn, "logserver.Logger.GetLog", nil)
	if err != nil {
		return err
	}
	fmt.Printf("the last %d:\n", len(last))
	for _, line := range last {
		fmt.Println(" ", line)
	}
	return nil
}
