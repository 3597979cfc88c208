package bluebird

import (
	"sync/atomic"
	"time"
)

// cost is what a method was measured to take. It decides where its handlers run: on the goroutine that reads the
// connection, which is fastest for short ones, or in goroutines of their own.
type cost struct {
	mean atomic.Int64 // moving mean, ns
	runs atomic.Int64 // still to be made apart before the method may count as short
}

const (
	// shortHandler is the mean up to which handlers run on the reader: about what waking a goroutine costs.
	shortHandler = 5 * time.Microsecond
	// longHandler is a run that makes the method long for a while, whatever its mean.
	longHandler = 500 * time.Microsecond

	firstRuns = 16   // apart, before a mean is trusted
	longRuns  = 4096 // apart, after a long one
)

// short reports whether the method's handlers may run on the reader.
func (c *cost) short() bool {
	mean := c.mean.Load()
	return mean > 0 && mean <= int64(shortHandler) && c.runs.Load() <= 0
}

// add notes a run. Runs that are lost to each other do no harm.
func (c *cost) add(d time.Duration) {
	mean := c.mean.Load()
	switch {
	case mean == 0:
		mean = int64(d)
		c.runs.Store(firstRuns)
	case d > longHandler:
		c.runs.Store(longRuns)
	default:
		mean += (int64(d) - mean) / 16
	}
	c.mean.Store(max(mean, 1))
	if c.runs.Load() > 0 {
		c.runs.Add(-1)
	}
}
