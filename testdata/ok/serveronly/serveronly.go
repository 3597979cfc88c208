// Package serveronly is called by name alone: there is no client package.
//
//bluebird:client none
package serveronly

import "sync"

// Client would clash with the client of the functions.
//
//bluebird:service
type Client struct {
	mu   sync.Mutex
	seen []Visit
}

// Visit is declared here, which costs clients nothing, as there are none.
type Visit struct {
	Name  string
	Pages []string
	Next  *Visit
}

// Unused is in no signature.
type Unused struct{ Tick chan int }

// See keeps a visit and returns how many there are.
func (c *Client) See(v Visit) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen = append(c.seen, v)
	return len(c.seen)
}

// Last returns the last visit.
func (c *Client) Last() (Visit, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.seen) == 0 {
		return Visit{}, false
	}
	return c.seen[len(c.seen)-1], true
}

// Join joins visits, the first outermost.
//
//bluebird:rpc
//bluebird:default name="nobody"
func Join(list []Visit, name string) *Visit {
	if len(list) == 0 {
		return &Visit{Name: name}
	}
	v := list[0]
	v.Next = Join(list[1:], name)
	return &v
}
