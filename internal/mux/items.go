package mux

import (
	"context"
	"encoding/binary"
	"math"
	"math/bits"

	"github.com/bluebird-rpc/bluebird/internal/wire"
)

const (
	// batchItems is how many bytes of items share a frame, and batchBytes how many of a flow of bytes.
	batchItems = 8 << 10
	batchBytes = 64 << 10
	// maxAhead is how much of flows of bytes may wait in the buffer.
	maxAhead = 512 << 10
)

// tail is the last frame of buf, if items of a flow may join it.
type tail struct {
	out   *outFlow
	at    int32 // where its header begins
	end   int32 // where it ended, which is the end of buf unless more was appended
	flags wire.Flags
}

// item sends a message or bytes on a flow: in one frame with those that nobody has begun to write. It returns when they are in
// the connection's buffer, or written.
func (w *writer) item(ctx context.Context, out *outFlow, flags wire.Flags, p Payload) error {
	size := p.Size()
	w.mu.Lock()
	if err := w.refuses(out); err != nil {
		w.mu.Unlock()
		return err
	}
	if w.join(out, flags, p, size) {
		w.flushItem(out)
		return nil
	}
	ahead := maxOut
	if out.bytes {
		ahead = maxAhead
	}
	cost := int64(max(size+binary.MaxVarintLen16, wire.MinCost))
	if size <= out.batch() && len(w.buf) < ahead && w.fits(out, cost) {
		at := len(w.buf)
		h := wire.Header{Type: wire.Data, Flags: flags, Flow: out.id, Stream: out.s.id}
		if !out.bytes {
			h.Flags |= wire.Batch
		}
		w.buf = wire.AppendHeader(w.buf, h)
		w.appendItem(out, p, size)
		w.charge(out, w.end(at))
		w.tail = tail{out, int32(at), int32(len(w.buf)), flags}
		w.flushItem(out)
		return nil
	}
	m := outgoing{typ: wire.Data, flags: flags, payload: p}
	t := &transfer{outgoing: m, out: out, size: size, done: make(chan struct{})}
	w.enqueue(t)
	return w.await(ctx, t)
}

// join appends p to the last frame of buf, if that is of the same flow and has room.
func (w *writer) join(out *outFlow, flags wire.Flags, p Payload, size int) bool {
	t := &w.tail
	if t.out != out || t.flags != flags || int(t.end) != len(w.buf) || len(out.line) > 0 {
		return false
	}
	had := int(t.end-t.at) - wire.HeaderSize
	has := had + size
	if !out.bytes {
		has += uvarintLen(size)
	}
	cost := int64(max(has, wire.MinCost) - max(had, wire.MinCost))
	if has > out.batch() || int64(has) > w.c.peer.MaxFrame || cost > out.left || cost > w.left {
		return false
	}
	w.appendItem(out, p, size)
	w.left -= cost
	out.left -= cost
	t.end = int32(len(w.buf))
	w.end(int(t.at))
	return true
}

// batch is how many bytes share a frame.
func (out *outFlow) batch() int {
	if out.bytes {
		return batchBytes
	}
	return batchItems
}

func (w *writer) appendItem(out *outFlow, p Payload, size int) {
	if !out.bytes {
		w.buf = binary.AppendUvarint(w.buf, uint64(size))
	}
	w.buf = p.append(w.buf)
}

func uvarintLen(n int) int { return (bits.Len(uint(n)|1) + 6) / 7 }

// flushItem is flush for items. One that may be what the other end waits for goes out at once. A sender that
// is ahead leaves the writing to a goroutine, so that what it sends meanwhile goes out together.
func (w *writer) flushItem(out *outFlow) {
	if w.busy || !w.started || w.err != nil {
		w.mu.Unlock()
		return
	}
	if out.s.heard.Swap(false) {
		w.flush(true)
		return
	}
	w.busy = true
	w.c.wg.Add(1)
	w.mu.Unlock()
	go w.writeBehind()
}

func (w *writer) writeBehind() {
	defer w.c.wg.Done()
	w.write(math.MaxInt, false, false)
}

// endFlow says that nothing follows on a flow, which has nothing in line.
func (w *writer) endFlow(out *outFlow) error {
	w.mu.Lock()
	if err := w.refuses(out); err != nil {
		w.mu.Unlock()
		return err
	}
	out.ended = true
	if t := &w.tail; t.out == out && int(t.end) == len(w.buf) {
		wire.AddFlags(w.buf[t.at:], wire.End)
		t.out = nil
		w.flush(false)
		return nil
	}
	if out.s.id == 0 { // openFlows does it
		out.ending = true
		w.mu.Unlock()
		return nil
	}
	w.buf = appendEnd(w.buf, out)
	w.flush(false)
	return nil
}

// breakFlow says that what was sent on a flow, which has nothing in line, is not all.
func (w *writer) breakFlow(out *outFlow, cancel wire.CancelFrame) {
	w.mu.Lock()
	switch {
	case w.refuses(out) != nil:
		w.mu.Unlock()
	case out.s.id == 0: // openFlows does it
		out.broken = &cancel
		w.mu.Unlock()
	default:
		w.buf = appendCancelFrame(w.buf, out.s.id, out.id, cancel)
		w.flush(false)
	}
}

func appendEnd(b []byte, out *outFlow) []byte {
	return wire.AppendHeader(b, wire.Header{Type: wire.Data, Flags: wire.End, Flow: out.id, Stream: out.s.id})
}

// item reports whether t is a short item, which is not worth cutting.
func (t *transfer) item() bool {
	return t.out.id != 0 && t.typ == wire.Data && !t.out.bytes && t.size <= batchItems
}
