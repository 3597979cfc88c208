package main

import (
	"context"
	"strings"
	"testing"
	"time"
)

func TestTour(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	var report strings.Builder
	if err := tour(ctx, &report); err != nil {
		t.Fatalf("%v, after this report:\n%s", err, &report)
	}
	for _, want := range []string{"[11 22 33]", "[line 3 line 4 line 5 line 6 line 7]", "256 KiB", "All of it worked."} {
		if !strings.Contains(report.String(), want) {
			t.Errorf("the report does not say %q:\n%s", want, &report)
		}
	}
}
