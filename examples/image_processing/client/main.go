// Command client has a photograph filtered by the server, and measures what the size of the buffers does to the
// transfer. It writes the pictures and a chart into a folder.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"image"
	_ "image/jpeg"
	"image/png"
	"log"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/bluebird-rpc/bluebird/examples/image_processing/film"
	"github.com/bluebird-rpc/bluebird/examples/image_processing/filter"
	"github.com/bluebird-rpc/bluebird/examples/image_processing/imageprocessingrpc"
	"github.com/bluebird-rpc/bluebird/examples/image_processing/photo"
	"github.com/bluebird-rpc/bluebird/examples/image_processing/transfer"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

// options are the command line.
type options struct {
	addr, picture, out string
	rounds             int
	dialer             bluebird.Dialer
}

func main() {
	var o options
	flag.StringVar(&o.addr, "addr", "localhost:12347", "`host:port` of the server")
	flag.StringVar(&o.picture, "picture", "", "JPEG or PNG `file` to filter; without it a photograph of a dandelion")
	flag.StringVar(&o.out, "out", "out", "`folder` to write pictures and chart into")
	flag.IntVar(&o.rounds, "rounds", 15, "round trips to measure with each size of buffer")
	flag.IntVar(&o.dialer.ReadBuffer, "read-buffer", 0, "most `bytes` that one read takes from the network while filtering; 0 lets the runtime choose")
	flag.IntVar(&o.dialer.WriteBuffer, "write-buffer", 0, "most `bytes` that one write gives to the network while filtering; 0 lets the runtime choose")
	flag.Parse()
	log.SetFlags(0)
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	if err := run(ctx, &o); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, o *options) error {
	picture := photo.Dandelion
	if o.picture != "" {
		var err error
		if picture, err = os.ReadFile(o.picture); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return err
	}
	conn, err := o.dialer.Dial(ctx, o.addr)
	if err != nil {
		return err
	}
	defer conn.Close()

	client := imageprocessingrpc.NewClient(conn)
	for _, step := range []func(context.Context, *imageprocessingrpc.Client, []byte, string) error{filterAll, sketch, pan} {
		if err := step(ctx, client, picture, o.out); err != nil {
			return err
		}
	}
	return measure(ctx, imageprocessingrpc.NewBuffersClient(conn), picture, o)
}

// filterAll has picture filtered in three ways and keeps what comes back.
func filterAll(ctx context.Context, client *imageprocessingrpc.Client, picture []byte, out string) error {
	_, format, err := image.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return fmt.Errorf("the picture: %w", err)
	}
	for _, f := range []struct {
		name  string
		apply func() ([]byte, error)
	}{
		{"greyscale", func() ([]byte, error) { return client.Greyscale(ctx, picture) }},
		{"blur", func() ([]byte, error) { return client.Blur(ctx, picture, 6) }},
		{"edges", func() ([]byte, error) { return client.Edges(ctx, picture, 1.5) }},
	} {
		start := time.Now()
		filtered, err := f.apply()
		if err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		took := time.Since(start).Round(time.Millisecond)
		name := filepath.Join(out, f.name+"."+format)
		if err := os.WriteFile(name, filtered, 0o644); err != nil {
			return err
		}
		fmt.Printf("%-9s %4d kB sent, %4d kB back in %v: %s\n", f.name, len(picture)/1000, len(filtered)/1000, took, name)
	}
	return nil
}

// sketch has picture drawn, and prints how far that is.
func sketch(ctx context.Context, client *imageprocessingrpc.Client, picture []byte, out string) error {
	drawn, err := client.Sketch(ctx, picture, 5, func(done, of int) error {
		fmt.Printf("sketch    %d of %d lines\n", done, of)
		return nil
	})
	if err != nil {
		return fmt.Errorf("sketch: %w", err)
	}
	_, format, err := image.DecodeConfig(bytes.NewReader(drawn))
	if err != nil {
		return err
	}
	name := filepath.Join(out, "sketch."+format)
	fmt.Printf("sketch    %4d kB back: %s\n", len(drawn)/1000, name)
	return os.WriteFile(name, drawn, 0o644)
}

// pan sends a film of a journey over picture, and takes the frames as they come back.
func pan(ctx context.Context, client *imageprocessingrpc.Client, picture []byte, out string) error {
	const frames = 48
	m, _, err := image.Decode(bytes.NewReader(picture))
	if err != nil {
		return err
	}
	var last film.Frame
	n, start := 0, time.Now()
	for frame, err := range client.Film(ctx, film.Pan(m, 320, 180, frames), 1) {
		if err != nil {
			return fmt.Errorf("film: %w", err)
		}
		n, last = n+1, frame
	}
	took := time.Since(start)
	name := filepath.Join(out, "film.png")
	var file bytes.Buffer
	if err := png.Encode(&file, film.Picture(last)); err != nil {
		return err
	}
	fmt.Printf("film      %d frames there and back in %v, %.0f a second; the last one: %s\n", n, took.Round(time.Millisecond), float64(n)/took.Seconds(), name)
	return os.WriteFile(name, file.Bytes(), 0o644)
}

// measure sends the decoded picture to and fro with each size of buffer, prints a table and draws a chart.
func measure(ctx context.Context, buffers *imageprocessingrpc.BuffersClient, picture []byte, o *options) error {
	m, _, err := image.Decode(bytes.NewReader(picture))
	if err != nil {
		return err
	}
	pixels := filter.RGBA(m).Pix
	ports, err := buffers.Ports(ctx)
	if err != nil {
		return err
	}
	host, _, err := net.SplitHostPort(o.addr)
	if err != nil {
		return err
	}
	results, err := transfer.Measure(ctx, host, ports, pixels, o.rounds)
	if err != nil {
		return err
	}
	fmt.Printf("\nthe decoded picture, %.2f MB, to the server and back, %d times:\n\n", float64(len(pixels))/1e6, o.rounds)
	if err := transfer.Table(os.Stdout, results, len(pixels)); err != nil {
		return err
	}

	var chart bytes.Buffer
	if err := transfer.Chart(&chart, results, len(pixels)); err != nil {
		return err
	}
	name := filepath.Join(o.out, "buffers.svg")
	if err := os.WriteFile(name, chart.Bytes(), 0o644); err != nil {
		return err
	}
	fmt.Printf("\nthe same as a chart: %s\n", name)
	return nil
}
