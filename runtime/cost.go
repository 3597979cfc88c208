package bluebird

import (
	"sync/atomic"
	"time"
)

// cost is what a method was measured to take. It decides where its handlers run: on the goroutine that reads the
// connection, which is fastest for short ones, or in goroutines of their own.
//
// A run apart counts more than the handler's own time, above all the growing of a new stack. So what was measured there only says whether it is worth
// trying on a reader, and what was measured on readers says whether to stay.
type cost struct {
	apart   atomic.Int64  // moving mean of runs in goroutines of their own, ns
	here    atomic.Int64  // moving mean of runs on readers, ns
	runs    atomic.Int32  // apart so far, up to firstRuns
	samples atomic.Int32  // in here so far, up to memory
	refused atomic.Uint32 // times that a short run would have been too long
	running atomic.Int32  // handlers on readers; those that block for ever stay in it
}

const (
	// shortHandler is the mean up to which handlers stay on the reader: about what waking a goroutine costs.
	shortHandler = 5 * time.Microsecond
	// worthTrying is the mean of runs apart up to which one in probes is tried on the reader.
	worthTrying = 4 * shortHandler
	probes      = 16

	// longestCounted is what a run counts as at most. It says how many long runs a short method may have: one in
	// 128 is too many, and one that the scheduler or the collector has held up changes nothing.
	longestCounted = 512 * time.Microsecond

	firstRuns   = 16  // apart, before anything is tried
	memory      = 256 // runs on readers that the mean remembers, about
	memoryApart = 64
)

// short reports whether a handler of the method may run on the reader, of which there are at most twice as many as
// processors. Then done must be called when it has.
func (c *cost) short(processors int) bool {
	if c.runs.Load() < firstRuns || c.apart.Load() > int64(worthTrying) {
		return false
	}
	if c.here.Load() > int64(shortHandler) && c.refused.Add(1)%probes != 0 {
		return false
	}
	if int(c.running.Add(1)) > 2*processors {
		c.running.Add(-1)
		return false
	}
	return true
}

// done notes that a handler has left the reader.
func (c *cost) done() { c.running.Add(-1) }

// timed reports whether a run on a reader is to be timed, which costs as much as a small handler does: one in eight, and all of those of which
// too little is known, or nothing good. N counts the runs on the connection. It is spread by the golden ratio, so that no method of several which are called
// in turn is passed over.
func (c *cost) timed(n uint32) bool {
	return n*0x9e3779b1>>29 == 0 || c.samples.Load() < memory || c.here.Load() > int64(shortHandler)
}

// addHere notes what a run on the reader took. Runs that are lost to each other do no harm.
func (c *cost) addHere(d time.Duration) {
	move(&c.here, d, memory)
	if c.samples.Load() < memory {
		c.samples.Add(1)
	}
}

// addApart notes what a run in a goroutine of its own took.
func (c *cost) addApart(d time.Duration) {
	move(&c.apart, d, memoryApart)
	if c.runs.Load() < firstRuns {
		c.apart.Store(int64(min(d, longestCounted))) // the first are the slowest
		c.runs.Add(1)
	}
}

// move lets mean follow d.
func move(mean *atomic.Int64, d time.Duration, memory int64) {
	m := mean.Load()
	mean.Store(m + (int64(min(d, longestCounted))-m)/memory)
}
