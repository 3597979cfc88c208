package bluebird

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"sync"
	"time"
)

// logLimiter lets ten lines a second of each class through.
type logLimiter struct {
	mu      sync.Mutex
	classes map[string]*logClass
}

type logClass struct {
	since   time.Time
	count   int
	dropped int
}

const linesPerSecond = 10

// allow reports whether a line of class may be written now, and how many were not before it.
func (l *logLimiter) allow(class string) (dropped int, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := l.classes[class]
	if c == nil {
		if l.classes == nil {
			l.classes = map[string]*logClass{}
		}
		c = &logClass{}
		l.classes[class] = c
	}
	if now := time.Now(); now.Sub(c.since) >= time.Second {
		c.since, c.count = now, 0
	}
	if c.count++; c.count > linesPerSecond {
		c.dropped++
		return 0, false
	}
	dropped, c.dropped = c.dropped, 0
	return dropped, true
}

// logf writes a line to the server's log unless there were too many of its class. What a peer sent
// must have been quoted and cut.
func (s *Server) logf(level slog.Level, class, msg string, args ...any) {
	dropped, ok := s.logs.allow(class)
	if !ok {
		return
	}
	if dropped > 0 {
		args = append(args, "dropped", dropped)
	}
	log := s.Logger
	if log == nil {
		log = slog.Default()
	}
	log.Log(context.Background(), level, "bluebird: "+msg, args...)
}

// newIncident returns an id by which a caller's error is found in the server's log.
func newIncident() string {
	var b [6]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
