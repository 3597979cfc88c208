package mux

// A handler that runs apart needs more stack than a new goroutine has, and growing it takes longer than many handlers do. So while a connection has calls,
// some of the goroutines that have served one wait for the next.

// worker is a goroutine that waits for a call.
type worker struct {
	next *worker
	work chan *Stream // holds one; closed when the worker is to end
}

// maxResting is how many workers of a connection wait at most.
const maxResting = 16

// apart runs the handler of s in a goroutine of its own.
func (c *Conn) apart(s *Stream) {
	if w := c.wakeWorker(); w != nil {
		w.work <- s
		return
	}
	c.wg.Add(1)
	go c.serve(s)
}

// serve runs the handler of s, and then those of others as long as it is given any.
func (c *Conn) serve(s *Stream) {
	defer c.wg.Done()
	var w *worker
	for s != nil {
		c.handler.Serve(s)
		if w == nil {
			w = &worker{work: make(chan *Stream, 1)}
		}
		if !c.rest(w) {
			return
		}
		s = <-w.work
	}
}

// rest puts w among the workers that wait, if it is to wait.
func (c *Conn) rest(w *worker) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.resting == maxResting || c.idle() || c.err != nil {
		return false
	}
	w.next, c.workers = c.workers, w
	c.resting++
	return true
}

// wakeWorker returns a worker that waits, or nil.
func (c *Conn) wakeWorker() *worker {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := c.workers
	if w != nil {
		c.workers = w.next
		c.resting--
	}
	return w
}

// dismiss ends the workers that wait. It is called with mu held.
func (c *Conn) dismiss() {
	for ; c.workers != nil; c.workers = c.workers.next {
		close(c.workers.work)
	}
	c.resting = 0
}
