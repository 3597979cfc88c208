package logserver

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bluebird-rpc/bluebird/examples/internal/exampletest"
)

func TestLogGrowsFromRunToRun(t *testing.T) {
	addr := exampletest.Serve(t, "server")
	client := exampletest.Build(t, "client")
	for run := 1; run <= 3; run++ {
		got := exampletest.Run(t, client, "-addr", addr)
		all, last := 3*run, min(3*run, 5)
		for _, want := range []string{fmt.Sprintf("lines in the log: %d\n", all), fmt.Sprintf("the last %d:\n", last)} {
			if !strings.Contains(got, want) {
				t.Errorf("run %d printed\n%s\nwant %q in it", run, got, want)
			}
		}
		if lines := strings.Count(got, "\n") - 2; lines != last {
			t.Errorf("run %d printed %d lines of the log; want %d", run, lines, last)
		}
	}
}
