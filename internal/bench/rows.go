package main

import (
	"fmt"
	"slices"

	"github.com/bluebird-rpc/bluebird/internal/bench/calc"
	"github.com/bluebird-rpc/bluebird/internal/bench/peer"
)

// A row is one thing that is measured, of several peers in turn.
type row struct {
	name  string // what -only matches
	group string // the table it stands in
	of    []subject
	load  load
	conns int

	// measure replaces the load, where what is measured is none: it returns the figures of one round.
	measure func(r *row, peer string) (figures, error)
	rare    bool // a fifth of the rounds is enough
}

// A subject is a peer, set up in some way.
type subject struct {
	label string // what it is called in the row
	peer  string
	setup
}

// setup is what may be special about a subject's processes.
type setup struct {
	TLS     bool
	NoYield bool // Bluebird's writers do not yield
	Methods int  // registered beside those of package calc
	GOGC    int  // of both processes, if it is not 0
}

var (
	everyone  = subjects("bluebird", "grpc-go", "connect", "drpc", "ttrpc", "net/rpc", "limit")
	withCodec = subjects("bluebird", "grpc-go", "connect", "drpc", "ttrpc", "net/rpc", "limit", "limit+codec")
	schemes   = subjects("bluebird", "grpc-go", "limit", "limit+go")
)

func subjects(peers ...string) []subject {
	var all []subject
	for _, p := range peers {
		all = append(all, subject{label: p, peer: p})
	}
	return all
}

// with sets subjects up.
func with(s setup, all []subject) []subject {
	all = slices.Clone(all)
	for i := range all {
		all[i].setup = s
	}
	return all
}

// Labels of Bluebird beside itself.
const (
	plaintext  = "bluebird, plaintext"
	fewMethods = "bluebird, 5 methods"
	noYield    = "bluebird, no yield"
)

const (
	kib = 1 << 10
	mib = 1 << 20
)

var (
	add  = peer.Op{Name: "add"}
	echo = peer.Op{Name: "echo"}
)

// rows returns all rows. Perµs is how many rounds of work take a microsecond, hello where the programs of cold are kept.
func rows(perµs float64, hello *programs) []row {
	var all []row
	for _, n := range []int{1, 16, 100, 1000} {
		all = append(all, row{name: fmt.Sprintf("add/%d", n), group: "Add of two float64", of: everyone, load: load{Op: add, Callers: n}})
	}
	for _, n := range []int{1, 16, 100, 1000} {
		all = append(all, row{name: fmt.Sprintf("echo/%d", n), group: "Echo of a message of 20 fields", of: withCodec, load: load{Op: echo, Callers: n}})
	}
	all = append(all, payloads()...)
	all = append(all, streams()...)
	all = append(all, computing(perµs)...)
	all = append(all,
		row{name: "tls/100", group: "Echo at 100 callers with TLS 1.3", load: load{Op: echo, Callers: 100},
			of: append(with(setup{TLS: true}, everyone), subject{label: plaintext, peer: "bluebird"})},
		row{name: "methods/10000", group: "Add at 100 callers, 10 000 methods registered", load: load{Op: add, Callers: 100},
			of: append(with(setup{Methods: 10000}, subjects("bluebird", "grpc-go")), subject{label: fewMethods, peer: "bluebird"})},
		row{name: "conns/1000", group: "Add over 1 000 connections with one caller each", of: subjects("bluebird", "grpc-go", "limit"), load: load{Op: add, Callers: 1000}, conns: 1000},
		row{name: "idle/10000", group: "10 000 idle connections", of: subjects("bluebird", "grpc-go", "drpc", "ttrpc", "net/rpc", "limit"), conns: 10000, measure: (*row).idle, rare: true},
		row{name: "cold", group: "Cold start and size of a hello server", of: hellos, measure: hello.cold},
	)
	return append(all, open()...)
}

// streams has the rows of calls that flow. A call of points is calc.Items messages of 16 bytes, one of pong an exchange on a stream that
// stays open, one of upload so many bytes.
func streams() []row {
	const group = "Streams"
	points := peer.Op{Name: "points", Size: calc.Items}
	both := subjects("bluebird", "grpc-go")
	return []row{
		{name: "points/1", group: group, of: both, load: load{Op: points, Callers: 1}},
		{name: "points/100", group: group, of: both, load: load{Op: points, Callers: 100}},
		{name: "pong/1", group: group, of: append(both, subjects("tcp")...), load: load{Op: peer.Op{Name: "pong"}, Callers: 1}},
		{name: "upload/1", group: group, of: append(both, subjects("tcp")...), load: load{Op: peer.Op{Name: "upload", Size: 64 * mib}, Callers: 1}},
	}
}

func payloads() []row {
	const group = "Echo of []byte"
	var all []row
	for _, p := range []struct {
		name          string
		size, callers int
	}{{"64KiB/1", 64 * kib, 1}, {"64KiB/4", 64 * kib, 4}, {"1MiB/1", mib, 1}, {"16MiB/1", 16 * mib, 1}} {
		all = append(all, row{name: "bytes/" + p.name, group: group, of: everyone, load: load{Op: peer.Op{Name: "bytes", Size: p.size}, Callers: p.callers}})
	}
	all = append(all, row{name: "sum/1Mi", group: "Sum of two []float64 of 1 Mi", of: everyone, load: load{Op: peer.Op{Name: "sum", Size: mib}, Callers: 1}})
	return append(all, collectingLess(all)...)
}

// collectingLess has some rows again with a collector that runs less often, as the documentation advises those who send arrays.
func collectingLess(from []row) []row {
	var all []row
	for _, r := range from {
		if slices.Contains([]string{"bytes/64KiB/4", "bytes/1MiB/1", "sum/1Mi"}, r.name) {
			r.name, r.group = "gogc/"+r.name, "The same with GOGC=400"
			r.of = with(setup{GOGC: 400}, subjects("bluebird", "grpc-go", "drpc", "net/rpc", "limit"))
			all = append(all, r)
		}
	}
	return all
}

// computing has the rows whose handlers compute.
func computing(perµs float64) []row {
	var all []row
	work := func(µs float64) peer.Op { return peer.Op{Name: "work", Size: int(µs * perµs)} }
	for _, µs := range []float64{10, 100} {
		for _, n := range []int{16, 100} {
			all = append(all, row{name: fmt.Sprintf("work/%gµs/%d", µs, n), group: "Handlers that compute", of: schemes, load: load{Op: work(µs), Callers: n}})
		}
	}
	return append(all, row{name: "beside", group: "Add at 100 callers beside 16 callers of handlers that compute for 2 ms", load: load{Op: add, Callers: 100, Beside: 16, BesideOp: work(2000)},
		of: append(with(setup{NoYield: true}, []subject{{label: noYield, peer: "bluebird"}}), schemes...)})
}

// open has rows at a fixed rate, the same for all peers.
func open() []row {
	var all []row
	for _, rate := range []float64{5000, 10000, 20000, 50000} {
		all = append(all, row{name: fmt.Sprintf("open/%g", rate), group: "Add at a fixed rate of calls per second, latency from when a call was due",
			of: everyone, load: load{Op: add, Callers: 200, Rate: rate}})
	}
	return all
}
