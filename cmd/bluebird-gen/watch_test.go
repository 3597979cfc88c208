package main

import (
	"bufio"
	"context"
	"io"
	"strings"
	"testing"
	"time"
)

func TestWatchGeneratesWhenFilesChange(t *testing.T) {
	module(t, map[string]string{"calc/calc.go": calc})
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	r, w := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"-watch", "./..."}, w, w)
		w.Close()
	}()
	lines := bufio.NewScanner(r)
	await := func(want string) {
		t.Helper()
		for lines.Scan() {
			if strings.Contains(lines.Text(), want) {
				return
			}
		}
		t.Fatalf("it ended before it said %q", want)
	}
	await("wrote calc/bluebird_gen.go")
	await("up to date after")
	put(t, "calc/calc.go", strings.Replace(calc, "a, b float64", "a chan int", 1))
	await("calc.go changed")
	await("failed after")
	put(t, "calc/calc.go", strings.ReplaceAll(calc, "sum", "total"))
	await("wrote calc/calcrpc/bluebird_gen.go")
	put(t, "more/more.go", strings.ReplaceAll(calc, "calc", "more"))
	await("wrote more/bluebird_gen.go")
	await("up to date after")
	stop()
	go io.Copy(io.Discard, r)
	if status := <-ended; status != 0 {
		t.Errorf("exit status %d behind an interrupt, want 0", status)
	}
}
