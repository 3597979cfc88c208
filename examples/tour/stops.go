package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg"
	"io"
	"net"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/bluebird-rpc/bluebird/examples/a_plus_b/aplusbrpc"
	"github.com/bluebird-rpc/bluebird/examples/image_processing/film"
	"github.com/bluebird-rpc/bluebird/examples/image_processing/filter"
	"github.com/bluebird-rpc/bluebird/examples/image_processing/imageprocessingrpc"
	"github.com/bluebird-rpc/bluebird/examples/image_processing/photo"
	"github.com/bluebird-rpc/bluebird/examples/image_processing/transfer"
	"github.com/bluebird-rpc/bluebird/examples/log_server/logserverrpc"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

// visitor calls the server and reports.
type visitor struct {
	w    io.Writer
	addr string
	conn *bluebird.Conn
}

func (v *visitor) say(format string, args ...any) { fmt.Fprintf(v.w, format, args...) }

// found reports what a call returned, and checks it.
func (v *visitor) found(call string, got, want any, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", call, err)
	}
	if !reflect.DeepEqual(got, want) {
		return fmt.Errorf("%s = %v; want %v", call, got, want)
	}
	v.say("  %-62s %v\n", call, got)
	return nil
}

func (v *visitor) numbers(ctx context.Context) error {
	client := aplusbrpc.NewClient(v.conn)
	sum, err := client.Add(ctx, 1, 2)
	if err := v.found("client.Add(ctx, 1, 2)", sum, 3.0, err); err != nil {
		return err
	}
	difference, err := client.Minus(ctx, 1, 2)
	if err := v.found("client.Minus(ctx, 1, 2)", difference, -1.0, err); err != nil {
		return err
	}
	a, b := []float64{1, 2, 3}, []float64{10, 20, 30}
	sums, err := client.AddArrays(ctx, a, b)
	if err := v.found("client.AddArrays(ctx, [1 2 3], [10 20 30])", sums, []float64{11, 22, 33}, err); err != nil {
		return err
	}
	differences, err := client.MinusArrays(ctx, a, b)
	if err := v.found("client.MinusArrays(ctx, [1 2 3], [10 20 30])", differences, []float64{-9, -18, -27}, err); err != nil {
		return err
	}
	v.say("by name, with no generated code:\n")
	sum, err = bluebird.CallRemote[float64](ctx, v.addr, "aplusb.Add", bluebird.Args{"a": 1, "b": 2})
	if err := v.found(`CallRemote[float64](…, "aplusb.Add", {a: 1, b: 2})`, sum, 3.0, err); err != nil {
		return err
	}
	sums, err = bluebird.CallRemote[[]float64](ctx, v.addr, "aplusb.AddArrays", bluebird.Args{"a": a, "b": b})
	return v.found(`CallRemote[[]float64](…, "aplusb.AddArrays", {a: …, b: …})`, sums, []float64{11, 22, 33}, err)
}

func (v *visitor) state(ctx context.Context) error {
	logger := logserverrpc.NewLoggerClient(v.conn)
	for i := range 6 {
		if err := logger.AddLog(ctx, fmt.Sprintf("line %d", i+1)); err != nil {
			return err
		}
	}
	v.say("  client.AddLog(ctx, …), six times\n")
	lines, err := logger.GetLog(ctx, 2)
	if err := v.found("client.GetLog(ctx, 2)", lines, []string{"line 5", "line 6"}, err); err != nil {
		return err
	}
	if _, err := bluebird.CallRemote[struct{}](ctx, v.addr, "logserver.Logger.AddLog", bluebird.Args{"line": "line 7"}); err != nil {
		return err
	}
	v.say("by name, where n may be left out and is 5:\n")
	lines, err = bluebird.CallRemote[[]string](ctx, v.addr, "logserver.Logger.GetLog", nil)
	return v.found(`CallRemote[[]string](…, "logserver.Logger.GetLog", nil)`, lines, []string{"line 3", "line 4", "line 5", "line 6", "line 7"}, err)
}

func (v *visitor) errors(ctx context.Context) error {
	past, cancel := context.WithTimeout(ctx, time.Nanosecond)
	defer cancel()
	for _, c := range []struct {
		call string
		do   func() error
		want error
	}{
		{"arrays of different lengths", func() error {
			_, err := aplusbrpc.NewClient(v.conn).AddArrays(ctx, []float64{1, 2}, []float64{1})
			return err
		}, bluebird.InvalidArgument},
		{"a misspelt name", func() error {
			_, err := bluebird.CallRemote[float64](ctx, v.addr, "aplusb.Ad", bluebird.Args{"a": 1, "b": 2})
			return err
		}, bluebird.Unimplemented},
		{"a missing argument", func() error {
			_, err := bluebird.CallRemote[float64](ctx, v.addr, "aplusb.Add", bluebird.Args{"a": 1})
			return err
		}, bluebird.InvalidArgument},
		{"a text for a number", func() error {
			_, err := bluebird.CallRemote[float64](ctx, v.addr, "aplusb.Add", bluebird.Args{"a": 1, "b": "two"})
			return err
		}, bluebird.InvalidArgument},
		{"a deadline that has passed", func() error {
			_, err := aplusbrpc.NewClient(v.conn).Add(past, 1, 2)
			return err
		}, context.DeadlineExceeded},
	} {
		err := c.do()
		if !errors.Is(err, c.want) {
			return fmt.Errorf("%s: got error %v; want %v", c.call, err, c.want)
		}
		v.say("  %s:\n      %v\n", c.call, err)
	}
	return nil
}

func (v *visitor) many(ctx context.Context) error {
	const callers, calls = 64, 200
	client := aplusbrpc.NewClient(v.conn)
	start := time.Now()
	errs := make(chan error, callers)
	var group sync.WaitGroup
	for caller := range callers {
		group.Go(func() {
			for i := range calls {
				a, b := float64(caller), float64(i)
				if sum, err := client.Add(ctx, a, b); err != nil || sum != a+b {
					errs <- fmt.Errorf("%v + %v = %v, error %v", a, b, sum, err)
					return
				}
			}
		})
	}
	group.Wait()
	close(errs)
	if err := <-errs; err != nil {
		return err
	}
	took := time.Since(start)
	v.say("  %d goroutines × %d calls in %v, every answer at its caller\n", callers, calls, took.Round(time.Millisecond))
	return nil
}

func (v *visitor) photograph(ctx context.Context) error {
	client := imageprocessingrpc.NewClient(v.conn)
	for _, f := range []struct {
		call  string
		apply func() ([]byte, error)
	}{
		{"client.Greyscale(ctx, photo)", func() ([]byte, error) { return client.Greyscale(ctx, photo.Dandelion) }},
		{"client.Blur(ctx, photo, 6)", func() ([]byte, error) { return client.Blur(ctx, photo.Dandelion, 6) }},
		{`CallRemote[[]byte](…, "imageprocessing.Edges", {picture: …})`, func() ([]byte, error) {
			return bluebird.CallRemote[[]byte](ctx, v.addr, "imageprocessing.Edges", bluebird.Args{"picture": photo.Dandelion})
		}},
	} {
		start := time.Now()
		picture, err := f.apply()
		if err != nil {
			return err
		}
		took := time.Since(start).Round(time.Millisecond)
		m, format, err := image.DecodeConfig(bytes.NewReader(picture))
		if err != nil {
			return err
		}
		v.say("  %-62s %s, %d × %d, %d kB, in %v\n", f.call, format, m.Width, m.Height, len(picture)/1000, took)
	}
	return nil
}

func (v *visitor) follow(ctx context.Context) error {
	logger := logserverrpc.NewLoggerClient(v.conn)
	v.say("  for line, err := range client.Tail(ctx, 1):\n")
	n := 0
	for line, err := range logger.Tail(ctx, 1) {
		if err != nil {
			return err
		}
		v.say("      %s\n", line)
		if n++; n == 3 {
			break // which ends the handler's loop, too
		}
		if err := logger.AddLog(ctx, fmt.Sprintf("line %d, added while the log is followed", 7+n)); err != nil {
			return err
		}
	}
	return nil
}

func (v *visitor) film(ctx context.Context) error {
	m, _, err := image.Decode(bytes.NewReader(photo.Dandelion))
	if err != nil {
		return err
	}
	const frames = 24
	client := imageprocessingrpc.NewClient(v.conn)
	sent, back := 0, 0
	counted := func(yield func(film.Frame, error) bool) {
		for frame, err := range film.Pan(m, 320, 180, frames) {
			sent++
			if !yield(frame, err) {
				return
			}
		}
	}
	start := time.Now()
	for frame, err := range client.Film(ctx, counted, 1) {
		if err != nil {
			return err
		}
		if frame.Number != back {
			return fmt.Errorf("frame %d came back in the place of frame %d", frame.Number, back)
		}
		back++
	}
	if sent != frames || back != frames {
		return fmt.Errorf("%d frames were sent and %d came back; want %d", sent, back, frames)
	}
	v.say("  for frame, err := range client.Film(ctx, frames, 1): %d frames in %v\n", back, time.Since(start).Round(time.Millisecond))
	var told []string
	if _, err := client.Sketch(ctx, photo.Dandelion, 3, func(done, of int) error {
		told = append(told, fmt.Sprintf("%d of %d", done, of))
		return nil
	}); err != nil {
		return err
	}
	v.say("  client.Sketch(ctx, photo, 3, progress), where progress was told %s\n", strings.Join(told, ", "))
	return nil
}

func (v *visitor) buffers(ctx context.Context) error {
	m, _, err := image.Decode(bytes.NewReader(photo.Dandelion))
	if err != nil {
		return err
	}
	pixels := filter.RGBA(m).Pix
	ports, err := imageprocessingrpc.NewBuffersClient(v.conn).Ports(ctx)
	if err != nil {
		return err
	}
	host, _, err := net.SplitHostPort(v.addr)
	if err != nil {
		return err
	}
	results, err := transfer.Measure(ctx, host, ports, pixels, 5)
	if err != nil {
		return err
	}
	v.say("  the photograph decoded, %.2f MB, there and back, with buffers of one size on both ends:\n", float64(len(pixels))/1e6)
	return transfer.Table(v.w, results, len(pixels))
}
