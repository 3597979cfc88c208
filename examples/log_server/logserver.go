// Package logserver keeps a log for everyone who can reach it.
package logserver

//go:generate go tool bluebird-gen .

import (
	"context"
	"fmt"
	"iter"
	"sync"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

// maxLines bounds the memory of a Logger.
const maxLines = 10_000

// Logger keeps log lines, for every caller the same ones. The zero value is an empty log.
//
//bluebird:service
type Logger struct {
	mu        sync.Mutex
	lines     []string      // guarded by mu; the oldest first
	forgotten int           // lines before them; guarded by mu
	changed   chan struct{} // closed with the next line, if somebody waits for it; guarded by mu
}

// AddLog appends line to the log. Of more than 10 000 lines the oldest is forgotten.
func (l *Logger) AddLog(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.lines) == maxLines {
		l.lines = l.lines[1:]
		l.forgotten++
	}
	l.lines = append(l.lines, line)
	if l.changed != nil {
		close(l.changed)
		l.changed = nil
	}
}

// GetLog returns the last n lines, the oldest first.
//
//bluebird:default n=5
func (l *Logger) GetLog(n int) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	n = min(max(n, 0), len(l.lines))
	return append([]string{}, l.lines[len(l.lines)-n:]...)
}

// Tail returns the last n lines, and then every other line as it is added, until the caller leaves the loop, ctx ends, or the server
// shuts down. The stream ends with DataLoss if the log forgets lines that it has not sent.
func (l *Logger) Tail(ctx context.Context, n int) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for next := l.last(n); ; {
			lines, missed, changed := l.since(next)
			if missed > 0 {
				yield("", fmt.Errorf("%d lines were forgotten before they could be sent: %w", missed, bluebird.DataLoss))
				return
			}
			for _, line := range lines {
				if !yield(line, nil) {
					return
				}
			}
			next += len(lines)
			select {
			case <-changed:
			case <-ctx.Done():
				yield("", ctx.Err())
				return
			case <-bluebird.ShuttingDown(ctx):
				yield("", fmt.Errorf("the server is shutting down: %w", bluebird.Unavailable))
				return
			}
		}
	}
}

// last returns the number, counted from the first line ever, with which the last n lines begin.
func (l *Logger) last(n int) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.forgotten + len(l.lines) - min(max(n, 0), len(l.lines))
}

// since returns the lines from a number on, how many of them are forgotten, and what is closed when there are more.
func (l *Logger) since(number int) (lines []string, missed int, changed <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.changed == nil {
		l.changed = make(chan struct{})
	}
	missed = max(l.forgotten-number, 0)
	return append([]string{}, l.lines[number+missed-l.forgotten:]...), missed, l.changed
}
