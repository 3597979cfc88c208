// Command client sends a file to the server and shows how far it is.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/bluebird-rpc/bluebird/examples/progress/progressrpc"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/schollz/progressbar/v3"
)

func main() {
	addr := flag.String("addr", "localhost:12348", "`host:port` of the server")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: client [-addr host:port] file")
		flag.PrintDefaults()
	}
	flag.Parse()
	log.SetFlags(0)
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := send(ctx, *addr, flag.Arg(0)); err != nil {
		log.Fatal(err)
	}
}

func send(ctx context.Context, addr, name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	conn, err := bluebird.Dial(ctx, addr)
	if err != nil {
		return err
	}
	defer conn.Close()

	// The bar counts what is read of the file, and that is read as fast as the server takes it.
	bar := progressbar.DefaultBytes(info.Size(), filepath.Base(name))
	reader := progressbar.NewReader(file, bar)
	size, sum, err := progressrpc.NewClient(conn).Store(ctx, filepath.Base(name), &reader)
	if err != nil {
		return err
	}
	if err := bar.Finish(); err != nil {
		return err
	}
	fmt.Printf("\n%d bytes arrived, with SHA-256 %s\n", size, sum)
	return nil
}
