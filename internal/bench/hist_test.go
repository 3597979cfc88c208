package main

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestBucketIsNarrow(t *testing.T) {
	for _, d := range []time.Duration{0, 1, 31, 32, 63, 64, 65, 1000, 123456, time.Millisecond, time.Second, time.Hour} {
		up := upper(bucket(d))
		if up < d || up > d+d/32 {
			t.Errorf("%d is in a bucket up to %d; want %d to %d", d, up, d, d+d/32)
		}
		if next := bucket(up + 1); next != bucket(d)+1 {
			t.Errorf("behind the bucket of %d, which is %d, comes %d", d, bucket(d), next)
		}
	}
}

func TestHistogramTakesAnything(t *testing.T) {
	var h histogram
	h.add(-time.Second)
	h.add(1<<63 - 1)
	if got := h.count(); got != 2 {
		t.Errorf("count is %d; want 2", got)
	}
}

func TestQuantilesAreThoseOfTheSortedValues(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var a, b histogram
	var all []time.Duration
	for i := range 10000 {
		d := time.Duration(random.ExpFloat64() * float64(time.Millisecond))
		all = append(all, d)
		if i%2 == 0 {
			a.add(d)
		} else {
			b.add(d)
		}
	}
	a.merge(&b)
	slices.Sort(all)
	for _, q := range []float64{0.0001, 0.5, 0.99, 0.999, 1} {
		want := all[int(q*float64(len(all)))-1]
		if got := a.quantile(q); got < want || got > want+want/32 {
			t.Errorf("quantile %v is %v; want %v, at most 1/32 more", q, got, want)
		}
	}
}

func TestQuantileOfNothingIsZero(t *testing.T) {
	if got := new(histogram).quantile(0.5); got != 0 {
		t.Errorf("quantile is %v; want 0", got)
	}
}
