package main

import (
	"runtime"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/bench/calc"
)

// calibrate returns how many rounds of calc.Spin take a microsecond when nothing disturbs it: the most of
// several tries. All peers are then asked for the same number of rounds.
func calibrate() float64 {
	const rounds = 200_000
	best := 0.0
	for range 20 {
		start := time.Now()
		runtime.KeepAlive(calc.Spin(rounds)) // or the compiler may leave it out
		best = max(best, rounds/micros(time.Since(start)))
	}
	return best
}
