// Package transfer measures how long data takes to a server and back with buffers of different sizes.
package transfer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"slices"
	"strconv"
	"text/tabwriter"
	"time"

	"github.com/bluebird-rpc/bluebird/examples/image_processing/imageprocessingrpc"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

// Result is what one size of buffer gave.
type Result struct {
	Buffer int             // bytes of the read and write buffers on both ends
	Times  []time.Duration // of each round trip, the shortest first
}

// Median is the round trip in the middle.
func (r Result) Median() time.Duration { return r.Times[len(r.Times)/2] }

// Measure sends data to the server and back, rounds times with each of the buffers in ports, which maps the size of a
// server's buffers to its port on host. The sizes take turns, so that what else the machine does hits them alike.
func Measure(ctx context.Context, host string, ports map[int]int, data []byte, rounds int) (results []Result, err error) {
	var clients []*imageprocessingrpc.Client
	for _, size := range slices.Sorted(maps.Keys(ports)) {
		dialer := bluebird.Dialer{ReadBuffer: size, WriteBuffer: size}
		conn, dialErr := dialer.Dial(ctx, net.JoinHostPort(host, strconv.Itoa(ports[size])))
		if dialErr != nil {
			return nil, dialErr
		}
		defer func() { err = errors.Join(err, conn.Close()) }()
		clients = append(clients, imageprocessingrpc.NewClient(conn))
		results = append(results, Result{Buffer: size})
	}
	const warmUp = 1 // rounds that do not count: the first calls make the connections' windows grow
	for round := range warmUp + rounds {
		for i, client := range clients {
			start := time.Now()
			back, err := client.Echo(ctx, data)
			took := time.Since(start)
			if err != nil {
				return nil, fmt.Errorf("buffers of %s: %w", Size(results[i].Buffer), err)
			}
			if !bytes.Equal(back, data) {
				return nil, fmt.Errorf("buffers of %s: %d bytes came back changed", Size(results[i].Buffer), len(data))
			}
			if round >= warmUp {
				results[i].Times = append(results[i].Times, took)
			}
		}
	}
	for _, r := range results {
		slices.Sort(r.Times)
	}
	return results, nil
}

// Table writes results as text. Each round trip moved n bytes there and n bytes back.
func Table(w io.Writer, results []Result, n int) error {
	t := tabwriter.NewWriter(w, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "buffers\tmedian\tfastest\tslowest\tMB/s\t")
	for _, r := range results {
		rate := 2 * float64(n) / 1e6 / r.Median().Seconds()
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%.0f\t\n", Size(r.Buffer), ms(r.Median()), ms(r.Times[0]), ms(r.Times[len(r.Times)-1]), rate)
	}
	return t.Flush()
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", d.Seconds()*1000) }

// Size returns a number of bytes in words, such as "16 KiB".
func Size(bytes int) string {
	switch {
	case bytes >= 1<<20 && bytes%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", bytes>>20)
	case bytes >= 1<<10 && bytes%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", bytes>>10)
	}
	return fmt.Sprintf("%d B", bytes)
}
