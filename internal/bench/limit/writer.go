package limit

import (
	"net"
	"runtime"
	"sync"
)

// writer is the writing half of a connection that many goroutines write to.
type writer struct {
	nc net.Conn

	mu      sync.Mutex // guards what follows
	buf     []byte     // frames to be written
	spare   []byte
	bulk    net.Buffers // what is to be written before buf, uncopied
	writing bool
	err     error
}

// send sends a frame whose payload comes in two pieces, the second of which is not copied if it is large: then it must not
// change until the frame is answered. The first who finds nobody writing writes for all, after a yield unless he is alone.
func (w *writer) send(h header, small, payload []byte, alone bool) error {
	h.length = uint32(len(small) + len(payload))
	w.mu.Lock()
	if w.err != nil {
		w.mu.Unlock()
		return w.err
	}
	w.buf = append(appendHeader(w.buf, h), small...)
	if len(payload) < Large {
		w.buf = append(w.buf, payload...)
	} else {
		w.bulk = append(w.bulk, w.buf, payload)
		w.buf, w.spare = w.spare[:0], nil
	}
	if w.writing {
		w.mu.Unlock()
		return nil
	}
	w.writing = true
	w.flush(alone)
	return nil
}

// flush writes until nothing is left. It is called with mu held and releases it.
func (w *writer) flush(alone bool) {
	if !alone {
		w.mu.Unlock()
		runtime.Gosched()
		w.mu.Lock()
	}
	for (len(w.buf) > 0 || len(w.bulk) > 0) && w.err == nil {
		b, bulk := w.buf, w.bulk
		w.buf, w.spare, w.bulk = w.spare[:0], nil, nil
		w.mu.Unlock()
		err := w.write(bulk, b)
		w.mu.Lock()
		w.spare = b
		if err != nil {
			w.nc.Close() // the reader finds out
			break
		}
	}
	w.writing = false
	w.mu.Unlock()
}

func (w *writer) write(bulk net.Buffers, b []byte) error {
	if len(bulk) > 0 {
		parts := bulk // moved to the heap, which calls without bulk need not pay
		if _, err := parts.WriteTo(w.nc); err != nil {
			return err
		}
	}
	if len(b) == 0 {
		return nil
	}
	_, err := w.nc.Write(b)
	return err
}

// close makes every send fail.
func (w *writer) close(err error) {
	w.mu.Lock()
	w.err = err
	w.mu.Unlock()
}
