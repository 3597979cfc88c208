package bluebird

import (
	"runtime"
	"sync/atomic"
	"time"
)

// cost is what a method was measured to take. It decides where its handlers run: on the goroutine that reads the
// connection, which is fastest for short ones, or in goroutines of their own.
type cost struct {
	mean    atomic.Int64 // moving mean, ns
	runs    atomic.Int32 // made so far, up to firstRuns
	running atomic.Int32 // handlers on readers; those that block for ever stay in it
}

const (
	// shortHandler is the mean up to which handlers run on the reader: about what waking a goroutine costs.
	shortHandler = 5 * time.Microsecond
	// longestCounted is what a run counts as at most, so that one that the scheduler has held up is soon forgotten.
	longestCounted = time.Millisecond

	firstRuns = 16 // apart, before the mean is trusted
	memory    = 64 // runs that the mean remembers, about
)

// short reports whether a handler of the method may run on the reader. Then done must be called when it has.
func (c *cost) short() bool {
	if c.runs.Load() < firstRuns || c.mean.Load() > int64(shortHandler) {
		return false
	}
	if int(c.running.Add(1)) > 2*runtime.GOMAXPROCS(0) {
		c.running.Add(-1)
		return false
	}
	return true
}

// done notes that a handler has left the reader.
func (c *cost) done() { c.running.Add(-1) }

// add notes what a run took. Runs that are lost to each other do no harm.
func (c *cost) add(d time.Duration) {
	mean := c.mean.Load()
	c.mean.Store(mean + (int64(min(d, longestCounted))-mean)/memory)
	if c.runs.Load() < firstRuns {
		c.mean.Store(int64(d))
		c.runs.Add(1)
	}
}
