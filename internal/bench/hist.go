package main

import (
	"math/bits"
	"time"
)

// A histogram counts durations in buckets that are never wider than 1/32 of what is in them. It takes durations up to about a
// day, and adding to it allocates nothing.
type histogram struct {
	Counts [buckets]uint32
	Max    time.Duration
}

const (
	subBits = 5 // 32 buckets to each power of two
	buckets = (47 - subBits) << subBits
)

func bucket(d time.Duration) int {
	n := uint64(max(d, 0))
	exp := bits.Len64(n >> subBits)
	if exp == 0 {
		return int(n)
	}
	return min(exp<<subBits+int(n>>(exp-1))-1<<subBits, buckets-1)
}

// upper returns the longest duration that is in a bucket.
func upper(i int) time.Duration {
	exp := i >> subBits
	if exp == 0 {
		return time.Duration(i)
	}
	return time.Duration((i&(1<<subBits-1)+1<<subBits+1)<<(exp-1) - 1)
}

func (h *histogram) add(d time.Duration) {
	h.Counts[bucket(d)]++
	h.Max = max(h.Max, d)
}

func (h *histogram) merge(o *histogram) {
	for i, n := range o.Counts {
		h.Counts[i] += n
	}
	h.Max = max(h.Max, o.Max)
}

func (h *histogram) count() (n uint64) {
	for _, c := range h.Counts {
		n += uint64(c)
	}
	return n
}

// quantile returns the duration that a share q of all does not exceed, 0 if there are none.
func (h *histogram) quantile(q float64) time.Duration {
	total := h.count()
	want := max(uint64(q*float64(total)+0.999999), 1)
	for i, c := range h.Counts {
		if want <= uint64(c) {
			return min(upper(i), h.Max)
		}
		want -= uint64(c)
	}
	return h.Max
}
