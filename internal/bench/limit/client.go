package limit

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
)

// Client is the calling end of a connection. Its methods may be called from any number of goroutines.
type Client struct {
	w        writer
	inflight atomic.Int32
	free     sync.Pool // of *Slot

	mu    sync.Mutex // guards what follows
	slots []*Slot    // by request id
}

// Slot is a place for one call at a time.
type Slot struct {
	id    uint32
	done  chan error
	Reply []byte // of a small answer, reused by the next call of the slot

	// Into makes room for a large answer; it may be nil for calls whose answers are small.
	Into  func(n int) []byte
	Large []byte // the answer that is in what Into made
}

// NewClient makes calls over nc.
func NewClient(nc net.Conn) *Client {
	c := &Client{w: writer{nc: nc}}
	c.free.New = c.newSlot
	go c.read()
	return c
}

func (c *Client) newSlot() any {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := &Slot{id: uint32(len(c.slots)), done: make(chan error, 1)}
	c.slots = append(c.slots, s)
	return s
}

// Get returns a slot for a call. Put gives it back.
func (c *Client) Get() *Slot { return c.free.Get().(*Slot) }

// Put gives back a slot whose answer is not needed any more.
func (c *Client) Put(s *Slot) {
	s.Large = nil
	c.free.Put(s)
}

// Call sends a call with a payload in two pieces, the second of which is not copied if it is large, and waits for the answer,
// which is in s.
func (c *Client) Call(s *Slot, op uint32, small, payload []byte) error {
	alone := c.inflight.Add(1) == 1 || len(payload) >= Large
	err := c.w.send(header{id: s.id, op: op}, small, payload, alone)
	if err == nil {
		err = <-s.done
	}
	c.inflight.Add(-1)
	return err
}

// read wakes callers until the connection is lost.
func (c *Client) read() {
	var slots []*Slot
	find := func(id uint32) *Slot {
		if int(id) >= len(slots) {
			c.mu.Lock()
			slots = c.slots
			c.mu.Unlock()
		}
		return slots[id]
	}
	err := frames(c.w.nc,
		func(h header, payload []byte) error {
			s := find(h.id)
			s.Reply = append(s.Reply[:0], payload...)
			s.done <- nil
			return nil
		},
		func(h header, r io.Reader) error {
			s := find(h.id)
			large := s.Into(int(h.length))
			if _, err := io.ReadFull(r, large); err != nil {
				return err
			}
			s.Large = large
			s.done <- nil
			return nil
		},
		func() error { return nil })
	c.w.close(err)
	c.wake(err)
}

// wake ends all calls that wait.
func (c *Client) wake(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.slots {
		select {
		case s.done <- err:
		default:
		}
	}
}

// Close closes the connection.
func (c *Client) Close() error { return c.w.nc.Close() }
