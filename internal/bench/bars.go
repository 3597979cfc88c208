package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/bluebird-rpc/bluebird/internal/bench/calc"
)

// A bar is what Bluebird has to reach in a row.
type bar struct {
	row     string
	of      string // whose figure it is, empty for Bluebird's
	metric  metric
	most    bool    // the figure may be at most the limit; otherwise it must be at least that
	factor  float64 // of the figure of than, or the limit itself where that is empty
	stretch float64 // what we would like, 0 for nothing
	than    string  // the label of another subject of the row
}

// lost is what an allocation count of 0 may show: pools are emptied by collections, and processes have timers.
const lost = 0.05

// arrays is the MiB that the two arguments and the result of sum take.
const arrays = 24

// bars returns every bar.
func bars() []bar {
	all := []bar{
		{row: "add/100", metric: p99, most: true, factor: 0.15, stretch: 0.10, than: "grpc-go"},
		{row: "add/100", metric: clientAllocs, most: true, factor: 0 + lost, stretch: 0 + lost},
		{row: "add/100", metric: serverAllocs, most: true, factor: 1 + lost, stretch: 0 + lost},
		{row: "sum/1Mi", metric: clientPeak, most: true, factor: 4 * arrays},
		{row: "sum/1Mi", metric: serverPeak, most: true, factor: 4 * arrays},
		{row: "idle/10000", metric: perConn, most: true, factor: 7 * kib, stretch: 6 * kib},
		{row: "idle/10000", metric: goroutines, most: true, factor: 1},
		{row: "cold", metric: firstReply, most: true, factor: 1.3, stretch: 1.15, than: "limit"},
		{row: "cold", metric: serverSize, most: true, factor: 1.25, stretch: 1.1, than: "bare"},
		{row: "beside", metric: p99, most: true, factor: 1.1, than: noYield},
		{row: "points/1", metric: clientAllocs, most: true, factor: 0.2 * calc.Items},
		{row: "points/1", metric: serverAllocs, most: true, factor: 0.2 * calc.Items},
		{row: "pong/1", metric: p50, most: true, factor: 0.85, than: "grpc-go"},
		{row: "pong/1", metric: p50, most: true, factor: 1.15, than: "tcp"},
	}
	return append(all, rates()...)
}

// rates are the bars of calls per second.
func rates() []bar {
	var all []bar
	atLeast := func(row string, factor, stretch float64, than string) {
		all = append(all, bar{row: row, metric: rate, factor: factor, stretch: stretch, than: than})
	}
	atLeast("echo/1", 0.90, 0.95, "limit+codec")
	atLeast("echo/1", 1.9, 0, "grpc-go")
	atLeast("echo/16", 0.80, 0.90, "limit+codec")
	atLeast("echo/16", 3.5, 4, "grpc-go")
	atLeast("echo/100", 0.70, 0.85, "limit+codec")
	atLeast("echo/100", 6.5, 9, "grpc-go")
	atLeast("echo/100", 4, 0, "net/rpc")
	atLeast("echo/1000", 0.70, 0.85, "limit+codec")
	atLeast("echo/1000", 9, 14, "grpc-go")
	atLeast("echo/1000", 5, 0, "net/rpc")
	atLeast("add/100", 0.60, 0.75, "limit")
	atLeast("add/100", 10, 0, "grpc-go")
	atLeast("add/1000", 0.50, 0.65, "limit")
	atLeast("add/1000", 18, 25, "grpc-go")
	for _, size := range []string{"64KiB/1", "64KiB/4", "1MiB/1", "16MiB/1"} {
		atLeast("bytes/"+size, 0.80, 0.90, "limit")
		atLeast("bytes/"+size, 2.2, 3, "grpc-go")
	}
	atLeast("sum/1Mi", 0.75, 0.90, "limit")
	atLeast("sum/1Mi", 2, 3, "grpc-go")
	atLeast("tls/100", 0.70, 0.85, plaintext)
	for _, shape := range []string{"10µs/16", "10µs/100", "100µs/16", "100µs/100"} {
		atLeast("work/"+shape, 0.9, 0, "limit")
		atLeast("work/"+shape, 0.9, 0, "limit+go")
	}
	atLeast("points/1", 4, 0, "grpc-go")
	atLeast("points/100", 2.5, 0, "grpc-go")
	atLeast("upload/1", 0.80, 0, "tcp")
	atLeast("methods/10000", 0.95, 0, fewMethods)
	atLeast("methods/10000", 5, 0, "grpc-go")
	atLeast("conns/1000", 5, 0, "grpc-go")
	return all
}

// judge is the bar by which it is seen whether limit is written well enough to judge by.
var judge = bar{row: "add/100", of: "limit", metric: rate, factor: 12, than: "grpc-go"}

// ratio returns how the figure stands to what it is compared with: the median of the rounds' ratios, since the two sides of each were
// measured one soon after the other. It is false if one of them was not measured.
func (b bar) ratio(all []measured) (float64, bool) {
	one := find(all, b.row, cmp.Or(b.of, "bluebird"))
	if b.than == "" {
		figure, ok := one.figures[b.metric]
		return figure, ok
	}
	other := find(all, b.row, b.than)
	if len(one.rounds) == 0 || len(one.rounds) != len(other.rounds) {
		figure, limit := one.figures[b.metric], other.figures[b.metric]
		return figure / limit, figure > 0 && limit > 0
	}
	var ratios []float64
	for i := range one.rounds {
		ratios = append(ratios, one.rounds[i][b.metric]/other.rounds[i][b.metric])
	}
	return median(ratios), true
}

// judged returns the subjects of a row that its bars are about.
func judged(r row) []subject {
	labels := map[string]bool{}
	for _, b := range append(bars(), judge) {
		if b.row == r.name {
			labels[cmp.Or(b.of, "bluebird")], labels[b.than] = true, true
		}
	}
	return slices.DeleteFunc(slices.Clone(r.of), func(s subject) bool { return !labels[s.label] })
}

// find returns what was measured of a subject, nothing if it was not.
func find(all []measured, row, label string) measured {
	for _, a := range all {
		if a.row.name == row && a.label == label {
			return a
		}
	}
	return measured{}
}

func (b bar) reached(ratio, limit float64) bool {
	if b.most {
		return ratio <= limit
	}
	return ratio >= limit
}

func (b bar) String() string {
	sign := "≥"
	if b.most {
		sign = "≤"
	}
	if b.than == "" {
		return fmt.Sprintf("%s: %s %s %.4g", b.row, b.metric, sign, b.factor)
	}
	return fmt.Sprintf("%s: %s %s %.4g × %s", b.row, b.metric, sign, b.factor, b.than)
}

// A verdict is a bar and what was measured.
type verdict struct {
	bar
	tries    []float64
	measured bool
}

func (v verdict) ratio() float64 { return median(v.tries) }
func (v verdict) passed() bool   { return v.measured && v.reached(v.ratio(), v.factor) }
func (v verdict) stretched() bool {
	return v.measured && v.stretch > 0 && v.reached(v.ratio(), v.stretch)
}

func (v verdict) show() string {
	if !v.measured {
		return "—"
	}
	return fmt.Sprintf("%.3g", v.ratio())
}

func (v verdict) word() string {
	switch {
	case !v.measured:
		return "not measured"
	case v.stretched():
		return "reached, stretch too"
	case v.passed():
		return "reached"
	}
	return "missed"
}

func printVerdicts(w io.Writer, j judgement) {
	if len(j.verdicts) == 0 {
		return
	}
	fmt.Fprintf(w, "\nBars of the rows above\n")
	for _, v := range j.verdicts {
		fmt.Fprintf(w, "%-56s %10s  %s\n", v.bar, v.show(), v.word())
	}
	if j.judge.measured && !j.judge.passed() {
		fmt.Fprintf(w, "limit reaches %.3g × grpc-go on %s; below %g it is not written well enough to judge by, or the machine is too busy\n",
			j.judge.ratio(), judge.row, judge.factor)
	}
}
