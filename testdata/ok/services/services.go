// Package services publishes methods of structs and of an interface.
package services

import (
	"context"
	"errors"
	"sync"
)

// Logger keeps log lines, for every caller the same ones.
//
//bluebird:service
type Logger struct {
	mu    sync.Mutex
	lines []string
}

// AddLog adds a line.
func (l *Logger) AddLog(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(l.lines, line)
}

// GetLog returns the last n lines.
//
//bluebird:default n=5
func (l *Logger) GetLog(n int) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]string{}, l.lines[max(0, len(l.lines)-n):]...)
}

// Reset forgets everything. It is for the owner of the logger only.
//
//bluebird:ignore
func (l *Logger) Reset() { l.lines = nil }

// Store is whatever keeps values.
//
//bluebird:service name=kv
type Store interface {
	// Get returns what is kept under key.
	Get(ctx context.Context, key string) (value string, found bool, err error)

	// Put keeps a value.
	//
	//bluebird:rpc name=Set
	Put(ctx context.Context, key, value string) error

	Len() int
}

// Mem is a Store in memory.
type Mem map[string]string

// ErrEmpty says that a key is empty.
var ErrEmpty = errors.New("empty key")

// Get implements Store.
func (m Mem) Get(_ context.Context, key string) (string, bool, error) {
	if key == "" {
		return "", false, ErrEmpty
	}
	value, found := m[key]
	return value, found, nil
}

// Put implements Store.
func (m Mem) Put(_ context.Context, key, value string) error {
	if key == "" {
		return ErrEmpty
	}
	m[key] = value
	return nil
}

// Len implements Store.
func (m Mem) Len() int { return len(m) }

// Counter counts, and is not a struct.
//
//bluebird:service
type Counter int

// Add adds n and returns the sum.
func (c *Counter) Add(n int) int {
	*c += Counter(n)
	return int(*c)
}
