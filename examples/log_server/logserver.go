// Package logserver keeps a log for everyone who can reach it.
package logserver

//go:generate go tool bluebird-gen .

import "sync"

// maxLines bounds the memory of a Logger.
const maxLines = 10_000

// Logger keeps log lines, for every caller the same ones. The zero value is an empty log.
//
//bluebird:service
type Logger struct {
	mu    sync.Mutex
	lines []string // guarded by mu; the oldest first
}

// AddLog appends line to the log. Of more than 10 000 lines the oldest is forgotten.
func (l *Logger) AddLog(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.lines) == maxLines {
		l.lines = l.lines[1:]
	}
	l.lines = append(l.lines, line)
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
