package main

import (
	"maps"
	"testing"
)

func TestMedian(t *testing.T) {
	for _, tt := range []struct {
		in   []float64
		want float64
	}{
		{nil, 0},
		{[]float64{3}, 3},
		{[]float64{9, 1, 5}, 5},
		{[]float64{4, 1, 3, 2}, 2.5},
	} {
		if got := median(tt.in); got != tt.want {
			t.Errorf("median(%v) = %v; want %v", tt.in, got, tt.want)
		}
	}
}

func TestMediansAreOfEachMetric(t *testing.T) {
	got := medians([]figures{{rate: 1, p99: 30}, {rate: 3, p99: 10}, {rate: 2, p99: 20}})
	if want := (figures{rate: 2, p99: 20}); !maps.Equal(got, want) {
		t.Errorf("medians are %v; want %v", got, want)
	}
}

func TestFiguresAreReadable(t *testing.T) {
	for _, tt := range []struct {
		in   float64
		want string
	}{{0, "0"}, {0.01234, "0.01"}, {1.234, "1.23"}, {12.34, "12.3"}, {123.4, "123"}, {999.6, "1 000"}, {1234567, "1 234 567"}} {
		if got := (measured{figures: figures{rate: tt.in}}).show(rate); got != tt.want {
			t.Errorf("%v is shown as %q; want %q", tt.in, got, tt.want)
		}
	}
}
