package main

import "slices"

// A metric is what a figure tells.
type metric string

// The metrics of a load, and after them those of other rows.
const (
	rate         metric = "calls/s"
	p50          metric = "p50 µs"
	p99          metric = "p99 µs"
	p999         metric = "p99.9 µs"
	clientCPU    metric = "client CPU s/M"
	serverCPU    metric = "server CPU s/M"
	clientAllocs metric = "client allocs"
	serverAllocs metric = "server allocs"
	clientBytes  metric = "client B/call"
	serverBytes  metric = "server B/call"
	clientPeak   metric = "client peak MiB"
	serverPeak   metric = "server peak MiB"

	perConn    metric = "server bytes/conn"
	goroutines metric = "goroutines/conn"
	firstReply metric = "first answer ms"
	startup    metric = "server listens ms"
	serverSize metric = "server MiB"
	clientSize metric = "client MiB"
)

// metrics is the order of columns.
var metrics = []metric{
	rate, p50, p99, p999, clientCPU, serverCPU, clientAllocs, serverAllocs, clientBytes, serverBytes, clientPeak, serverPeak,
	perConn, goroutines, firstReply, startup, serverSize, clientSize,
}

// figures are what was measured of one peer in one row.
type figures map[metric]float64

// measured is figures with their place.
type measured struct {
	row     *row
	label   string
	figures           // medians
	rounds  []figures // of all subjects in turn, or nil
}

// medians returns the median of each metric on its own.
func medians(rounds []figures) figures {
	values := map[metric][]float64{}
	for _, f := range rounds {
		for m, v := range f {
			values[m] = append(values[m], v)
		}
	}
	f := figures{}
	for m, v := range values {
		f[m] = median(v)
	}
	return f
}

// median returns the middle of values, which it leaves as they are: of an even number the mean of the two in the middle. Of none it is 0.
func median(values []float64) float64 {
	n := len(values)
	if n == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
