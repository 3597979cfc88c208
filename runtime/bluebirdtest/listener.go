package bluebirdtest

import (
	"context"
	"net"
	"os"
	"sync"
	"syscall"
)

// Listener is a net.Listener in memory, for Server.Serve. Its methods may be called from any number of goroutines.
type Listener struct {
	addr Addr

	mu      sync.Mutex // guards what follows
	changed sync.Cond
	backlog []*pipeConn // dialed and not yet accepted
	dialed  int
	closed  bool
}

// Listen returns a listener with an address of that name. No two listeners know of each other, whatever they are called.
func Listen(name string) *Listener {
	l := &Listener{addr: Addr(name)}
	l.changed.L = &l.mu
	return l
}

// Dial returns the client's end of a new connection. Like a kernel with room in its backlog it does not
// wait for Accept. After Close it is refused.
func (l *Listener) Dial(ctx context.Context) (net.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, l.wrap("dial", context.Cause(ctx))
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return nil, l.wrap("dial", os.NewSyscallError("connect", syscall.ECONNREFUSED))
	}
	l.dialed++
	client, server := newPipe("client", string(l.addr))
	l.backlog = append(l.backlog, server)
	l.changed.Signal()
	return client, nil
}

// Dialed returns how many connections have been dialed so far.
func (l *Listener) Dialed() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dialed
}

// Accept waits for the next connection. After Close the error is net.ErrClosed.
func (l *Listener) Accept() (net.Conn, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for !l.closed {
		if len(l.backlog) > 0 {
			c := l.backlog[0]
			l.backlog = l.backlog[1:]
			return c, nil
		}
		l.changed.Wait()
	}
	return nil, l.wrap("accept", net.ErrClosed)
}

// Close refuses further connections, and resets those that were dialed and not accepted.
func (l *Listener) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return l.wrap("close", net.ErrClosed)
	}
	l.closed = true
	for _, c := range l.backlog {
		c.Reset()
	}
	l.backlog = nil
	l.changed.Broadcast()
	return nil
}

// Addr returns the address of the listener.
func (l *Listener) Addr() net.Addr { return l.addr }

func (l *Listener) wrap(op string, err error) error {
	return &net.OpError{Op: op, Net: "memory", Addr: l.addr, Err: err}
}
