package main

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/bench/peer"
)

// A load is what a client is asked to do.
type load struct {
	Op      peer.Op
	Callers int
	For     time.Duration

	// Rate makes the loop an open one: so many calls a second are due, evenly spaced, whether or not earlier ones are answered.
	// A latency is then counted from when its call was due, so that a call that had to wait for a free caller
	// tells how long it waited: this is what corrects coordinated omission. At 0 the loop is closed.
	Rate float64

	// Beside are callers of another operation at the same time. They are not counted.
	Beside   int
	BesideOp peer.Op
}

// A result is what came of a load.
type result struct {
	Calls              uint64
	Took               time.Duration
	P50, P99, P999     time.Duration
	CPU                time.Duration // of the client
	Mallocs, MallocLen uint64        // of the client
}

// caller makes calls one after the other.
type caller struct {
	call  func() error
	times histogram
	calls uint64
	err   error
}

// run makes calls over conns, which callers share evenly.
func (l *load) run(conns []peer.Conn) (result, error) {
	callers, err := makeCallers(conns, l.Op, l.Callers)
	if err != nil {
		return result{}, err
	}
	beside, err := makeCallers(conns, l.BesideOp, l.Beside)
	if err != nil {
		return result{}, err
	}
	var stop, stopBeside atomic.Bool
	var others sync.WaitGroup
	for i := range beside {
		others.Go(func() { beside[i].closed(&stopBeside, 0, 1) })
	}
	before, began := currentUsage(false), time.Now()
	timer := time.AfterFunc(l.For, func() { stop.Store(true) })
	defer timer.Stop()
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() { l.drive(&callers[i], i, began, &stop) })
	}
	wg.Wait()
	took := time.Since(began)
	after := currentUsage(false)
	stopBeside.Store(true)
	others.Wait()
	return sum(callers, took, after.since(before))
}

func makeCallers(conns []peer.Conn, op peer.Op, n int) ([]caller, error) {
	callers := make([]caller, n)
	for i := range callers {
		var err error
		if callers[i].call, err = conns[i%len(conns)].Call(op); err != nil {
			return nil, err
		}
	}
	return callers, nil
}

// sampled is how many callers there may be until only every eighth call is timed: reading the clock would cost more than a
// tenth of the fastest calls.
const sampled = 16

func (l *load) drive(c *caller, i int, began time.Time, stop *atomic.Bool) {
	switch {
	case l.Rate > 0:
		every := time.Duration(float64(l.Callers) / l.Rate * float64(time.Second))
		c.open(began.Add(every*time.Duration(i)/time.Duration(l.Callers)), every, stop)
	case l.Callers > sampled:
		c.closed(stop, i%8, 8)
	default:
		c.closed(stop, 0, 1)
	}
}

// closed makes calls as fast as they are answered. It takes the time of one after the first calls, and then of every nth.
func (c *caller) closed(stop *atomic.Bool, first, nth int) {
	for until := first; !stop.Load(); until-- {
		if until > 0 {
			c.err = c.call()
		} else {
			until = nth
			start := time.Now()
			c.err = c.call()
			c.times.add(time.Since(start))
		}
		if c.err != nil {
			return
		}
		c.calls++
	}
}

// open makes calls when they are due, the first at due, and late ones at once.
func (c *caller) open(due time.Time, every time.Duration, stop *atomic.Bool) {
	for ; !stop.Load(); due = due.Add(every) {
		time.Sleep(time.Until(due))
		if c.err = c.call(); c.err != nil {
			return
		}
		c.times.add(time.Since(due))
		c.calls++
	}
}

func sum(callers []caller, took time.Duration, used usage) (result, error) {
	r := result{Took: took, CPU: used.CPU, Mallocs: used.Mallocs, MallocLen: used.MallocLen}
	var times histogram
	for i := range callers {
		c := &callers[i]
		if c.err != nil {
			return result{}, c.err
		}
		r.Calls += c.calls
		times.merge(&c.times)
	}
	r.P50, r.P99, r.P999 = times.quantile(0.5), times.quantile(0.99), times.quantile(0.999)
	return r, nil
}
