package bluebird

import (
	"testing"
	"time"
)

// decide runs a method n times, each for as long as run says, and returns in how many of the last half it was on the reader.
func decide(n int, run func(i int, here bool) time.Duration) (here int) {
	var c cost
	for i := range n {
		short := c.short(2)
		if short {
			if i >= n/2 {
				here++
			}
			c.addHere(run(i, true))
			c.done()
		} else {
			c.addApart(run(i, false))
		}
	}
	return here
}

// TestWhereHandlersRun tells what stays on the reader and what leaves it.
func TestWhereHandlersRun(t *testing.T) {
	const runs = 20_000
	every := func(n int, rarely time.Duration) func(int, bool) time.Duration {
		return func(i int, _ bool) time.Duration {
			if i%n == 0 {
				return rarely
			}
			return time.Microsecond
		}
	}
	for name, tt := range map[string]struct {
		run         func(i int, here bool) time.Duration
		least, most int // of runs/2
	}{
		"short":                 {every(runs, 0), runs / 2, runs / 2},
		"seldom held up":        {every(500, 3*time.Millisecond), runs / 2, runs / 2},
		"waits every 20th time": {every(20, 5*time.Millisecond), 0, runs / 2 / probes},
		"long":                  {func(int, bool) time.Duration { return 100 * time.Microsecond }, 0, 0},
		"too long by a little":  {func(int, bool) time.Duration { return 8 * time.Microsecond }, runs / 2 / probes / 2, runs / 2 / probes * 2},
		"short but for a stack of its own": {func(_ int, here bool) time.Duration {
			if here {
				return 2 * time.Microsecond
			}
			return 9 * time.Microsecond
		}, runs / 2, runs / 2},
		"short since a while": {func(i int, _ bool) time.Duration {
			if i < runs/8 {
				return time.Millisecond
			}
			return time.Microsecond
		}, runs / 2, runs / 2},
		"long since a while": {func(i int, _ bool) time.Duration {
			if i > runs/8 {
				return time.Millisecond
			}
			return time.Microsecond
		}, 0, 0},
	} {
		if here := decide(runs, tt.run); here < tt.least || here > tt.most {
			t.Errorf("%s: %d of %d runs on the reader, want %d to %d", name, here, runs/2, tt.least, tt.most)
		}
	}
}

// TestFewHandlersOnReaders lets handlers stay on their readers for ever: those that come next run apart.
func TestFewHandlersOnReaders(t *testing.T) {
	var c cost
	for range firstRuns {
		c.addApart(time.Microsecond)
	}
	for i := range 4 {
		if !c.short(2) {
			t.Fatalf("handler %d is not on its reader", i)
		}
	}
	if c.short(2) {
		t.Error("the fifth of two processors is on its reader")
	}
	c.done()
	if !c.short(2) {
		t.Error("nobody takes the place of one that has ended")
	}
}

// TestMethodsInTurnAreTimed calls methods one after the other, on one connection, of which one becomes slow, but not so slow that the reading is
// taken from it.
func TestMethodsInTurnAreTimed(t *testing.T) {
	for methods := 2; methods <= 16; methods++ {
		all := make([]cost, methods)
		for i := range all {
			for range firstRuns {
				all[i].addApart(time.Microsecond)
			}
		}
		n, here := uint32(0), 0
		serve := func(c *cost, d time.Duration) {
			if !c.short(2) {
				c.addApart(d)
				return
			}
			here++
			if n++; c.timed(n) {
				c.addHere(d)
			}
			c.done()
		}
		for range 1000 {
			for i := range all {
				serve(&all[i], time.Microsecond)
			}
		}
		here = 0
		for range 10_000 {
			serve(&all[0], 900*time.Microsecond)
			n += uint32(methods - 1)
		}
		if here > 200 {
			t.Errorf("%d methods: the slow one was on the reader %d times", methods, here)
		}
	}
}
