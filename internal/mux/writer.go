package mux

import (
	"context"
	"encoding/binary"
	"errors"
	"math"
	"net"
	"os"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
)

const (
	// inlineMax is the largest message that is copied into the connection's buffer. A larger one is a transfer.
	inlineMax = 16 << 10
	// fragment is the payload of a transfer's frames while others wait; alone it may take longest.
	fragment = 64 << 10
	// batchMax is how much of transfers one write takes.
	batchMax = 256 << 10
	// maxOut is how much may wait in the buffer; then messages wait as transfers, with their owners.
	maxOut = 4 << 20
	// headers is room for the headers of what one write takes of transfers.
	headers = 1 << 10
	// keptOut is the largest buffer that an idle connection keeps.
	keptOut = 64 << 10
	// maxPartial is how many messages of flow 0 may be sent in part at once. Their windows together stay
	// below that of a connection, so that the one which the receiver has made room for always moves on.
	maxPartial = 16
	// maxForced is how many frames the other end can force upon us before we stop reading.
	maxForced = 100
	// maxRounds is how often a caller writes for others before it leaves that to a goroutine.
	maxRounds = 4
)

// The guard of the yield: after one that took longer than slowYield, and frameWorth for each frame that it has brought, none for yieldPause.
const (
	slowYield  = 50 * time.Microsecond
	frameWorth = 150 * time.Microsecond
	yieldPause = time.Millisecond
)

// NoYield makes writers write at once, so that a benchmark can tell what the yield is worth, and what it costs. It is set before
// the first connection.
var NoYield = false

// errStalled ends a reply that its receiver does not take.
var errStalled = errors.New("the caller takes nothing of the reply")

// errStopped ends what is sent on a flow that the other end wants no more of.
var errStopped = errors.New("the receiver wants no more")

// errEnded is what those get who send on a flow after its end.
var errEnded = errors.New("the flow has been ended")

// outFlow is the sending side of a flow.
type outFlow struct {
	s    *Stream
	left int64 // what the other end takes; guarded by writer.mu
	id   uint16

	bytes   bool              // of a flow of bytes
	dry     bool              // the first of line waits for credit of the flow; guarded by writer.mu
	ending  bool              // END is to follow the OPEN; guarded by writer.mu
	ended   bool              // END has been sent, or is to follow the OPEN; guarded by writer.mu
	line    []*transfer       // one after the other, the first takes its turns; guarded by writer.mu
	broken  *wire.CancelFrame // is to follow the OPEN; guarded by writer.mu
	stopped error             // guarded by writer.mu
}

// outgoing is a message to be sent on a flow.
type outgoing struct {
	typ     wire.Type
	flags   wire.Flags
	prefix  []byte // stands before the message, in its first frame
	again   []byte // stands before the later fragments
	payload Payload
}

// transfer is a message that takes turns: it is large, or there was no credit for it.
type transfer struct {
	outgoing
	out  *outFlow
	open *Request // its first frame is this OPEN
	at   time.Time

	size, sent int
	end        int64 // of what was taken of it, in all that is written
	part, off  int   // position in the payload: part 0 is Head
	begun      bool
	partial    bool // counted in writer.partial
	aborted    bool
	state      transferState
	err        error
	done       chan struct{} // closed when the payload is not needed any more
}

type transferState uint8

// A transfer is queued (ready or parked), then by turns writing and queued, then finished.
// writer.mu guards the changes.
const (
	queued transferState = iota
	writing
	finished
)

// writer is the writing half of a connection. Lock order: writer.mu before Conn.mu.
type writer struct {
	c    *Conn
	base *Base // below TLS; nil without

	mu      sync.Mutex
	buf     []byte // frames to be written
	spare   []byte // a buffer to change buf with
	rest    []byte // what was taken and not yet written
	taken   int64  // bytes taken from buf, and of transfers, since the beginning
	written int64  // bytes that the kernel has
	left    int64  // what the other end takes on the connection
	ready   []*transfer
	parked  []*transfer // wait for the connection's credit
	queue   []*transfer // wait until fewer messages are sent in part
	partial int32
	busy    bool   // someone writes
	yielded uint32 // the number of the turn of who lets others run before he writes; 0 is nobody
	turns   uint32 // given away, but for 0
	frames  int32  // in buf
	calling bool   // what was taken may have reached the kernel, though written does not say so yet
	started bool
	closing bool          // close the connection when all is written
	forced  atomic.Int32  // frames in buf that the other end has forced
	room    chan struct{} // closed when buf is taken; nil if nobody waits for that
	err     error

	tail        tail
	lazy        atomic.Bool   // frames wait for the reader to flush them
	interrupted bool          // a deadline was set to break a write off
	slowUntil   time.Duration // no yield before, since Conn.reads; 0 if there is nothing to wait for
	*gathering                // nil until there are transfers
}

// gathering is what one write takes that does not take buf alone. It belongs to who writes.
type gathering struct {
	scratch []byte
	vector  net.Buffers
	pieces  net.Buffers // the memory of vector, which loses its start while it is written
	turn    []*transfer // whose memory vector refers to
}

func (w *writer) init(c *Conn) {
	w.c = c
	w.base = baseOf(c.nc)
}

// lock takes mu. Who holds it appends a frame and lets go, which is sooner over than a goroutine is parked and woken; and a Mutex does
// not spin by itself where other goroutines wait to run.
func (w *writer) lock() {
	for range lockTries {
		if w.mu.TryLock() {
			return
		}
	}
	w.mu.Lock()
}

// lockTries is how often lock tries before it waits: for a microsecond, about.
const lockTries = 100

// begin lets frames out, once the peer's limits are known.
func (w *writer) begin() {
	w.mu.Lock()
	w.started = true
	if w.base != nil {
		w.base.start()
	}
	w.left = w.c.peer.ConnWindow
	w.flush(false)
}

// limit is the most that one write may move.
func (w *writer) limit() int {
	if n := w.c.cfg.WriteBuffer; n > 0 {
		return n
	}
	return 1 << 30
}

// control appends frames that need no credit and sends them.
func (w *writer) control(frame func([]byte) []byte) {
	w.mu.Lock()
	if w.err != nil {
		w.mu.Unlock()
		return
	}
	w.buf = frame(w.buf)
	w.flush(false)
}

// later appends frames that the other end has forced upon the reader, who sends them when it has nothing
// left to read.
func (w *writer) later(frame func([]byte) []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err != nil {
		return
	}
	w.buf = frame(w.buf)
	w.forced.Add(1)
	w.lazy.Store(true)
}

// throttle flushes what later has appended, and stops the reader while too much of it cannot be written.
func (w *writer) throttle(readAll bool) {
	if !w.lazy.Load() || !readAll && w.forced.Load() < maxForced {
		return
	}
	w.lazy.Store(false)
	w.mu.Lock()
	w.flush(false)
	if w.forced.Load() < maxForced {
		return
	}
	w.mu.Lock()
	for w.forced.Load() >= maxForced && w.err == nil {
		w.awaitRoom()
	}
	w.mu.Unlock()
}

// flushLazy sends what waits for the reader to flush it.
func (w *writer) flushLazy() {
	w.lazy.Store(false)
	w.mu.Lock()
	w.flush(false)
}

// frame appends a frame like control, for a call's own end: it waits while too much is waiting. What a
// handler on the reader sends is left to the reader to flush.
func (w *writer) frame(s *Stream, frame func([]byte) []byte) {
	w.mu.Lock()
	for len(w.buf) > maxOut && w.err == nil {
		w.mu.Unlock()
		s.leaveReader()
		w.mu.Lock()
		if len(w.buf) > maxOut && w.err == nil {
			w.awaitRoom()
		}
	}
	if w.err != nil {
		w.mu.Unlock()
		return
	}
	w.buf = frame(w.buf)
	w.flushOr(s.turn != 0)
}

// flushOr flushes, or leaves that to the reader. It is called with mu held, and releases it.
func (w *writer) flushOr(lazy bool) {
	if lazy {
		w.lazy.Store(true)
		w.mu.Unlock()
		return
	}
	w.flush(true)
}

// open sends an OPEN, at once or as a transfer.
func (w *writer) open(s *Stream, q *Request, reserved bool) error {
	size := q.Args.Size()
	w.lock()
	if err := w.err; err != nil {
		w.mu.Unlock()
		if reserved {
			w.c.unreserve()
		}
		return err
	}
	cost := int64(size + len(q.Open.Name) + len(q.Open.Metadata) + 64)
	if size > inlineMax || !w.fits(&s.out, max(cost, wire.MinCost)) {
		if !reserved { // it may be long before it has its number
			w.mu.Unlock()
			return errNoRoom
		}
		kept := *q
		s.opening = &transfer{
			outgoing: outgoing{typ: wire.Open, payload: q.Args},
			out:      &s.out, open: &kept, at: time.Now(), size: size,
			done: make(chan struct{}),
		}
		w.enqueue(s.opening)
		return nil
	}
	if err := w.c.register(s, reserved); err != nil {
		w.mu.Unlock()
		return err
	}
	at := len(w.buf)
	s.openAt = w.taken + int64(at)
	w.buf = wire.AppendHeader(w.buf, wire.Header{Type: wire.Open, Flags: q.flags(), Stream: s.id})
	w.buf = wire.AppendOpen(w.buf, &q.Open)
	w.buf = q.Args.append(w.buf)
	w.charge(&s.out, w.end(at))
	s.openEnd = w.taken + int64(len(w.buf))
	if w.takeTurn() {
		return nil
	}
	w.flush(true)
	return nil
}

func (q *Request) flags() wire.Flags { return wire.End | compactFlag(q.Compact) }

func (p *Payload) append(b []byte) []byte {
	b = append(b, p.Head...)
	for _, part := range p.Rest {
		b = append(b, part...)
	}
	return b
}

// end sets the length of the frame that starts at buf[at:] and returns it.
func (w *writer) end(at int) int {
	n := len(w.buf) - at - wire.HeaderSize
	wire.PutLength(w.buf[at:], n)
	return n
}

func (w *writer) charge(out *outFlow, n int) {
	cost := int64(max(n, wire.MinCost))
	w.left -= cost
	out.left -= cost
}

// fits reports whether a frame of that cost may be appended to buf now, and overtakes none of its flow.
func (w *writer) fits(out *outFlow, cost int64) bool {
	return w.started && (out.s.id != 0 || out.id == 0) && len(out.line) == 0 && cost <= out.left && cost <= w.left && len(w.buf) < maxOut &&
		len(w.parked) == 0 && cost <= w.c.peer.MaxFrame
}

// send sends a message and waits until it is in the connection's buffer or written. It gives up
// when ctx ends, the call is over, or the receiver wants no more.
func (w *writer) send(ctx context.Context, out *outFlow, m *outgoing) error {
	size := m.payload.Size()
	w.lock()
	if err := w.refuses(out); err != nil {
		w.mu.Unlock()
		return err
	}
	cost := int64(len(m.prefix) + size)
	if size <= inlineMax && w.fits(out, max(cost, wire.MinCost)) {
		at := len(w.buf)
		w.buf = wire.AppendHeader(w.buf, wire.Header{Type: m.typ, Flags: m.flags, Flow: out.id, Stream: out.s.id})
		w.buf = append(w.buf, m.prefix...)
		w.buf = m.payload.append(w.buf)
		w.charge(out, w.end(at))
		if w.takeTurn() {
			return nil
		}
		w.flushOr(out.s.turn != 0)
		return nil
	}
	t := &transfer{outgoing: *m, out: out, size: size, done: make(chan struct{})}
	w.enqueue(t)
	if !t.over() {
		out.s.leaveReader()
	}
	return w.await(ctx, t)
}

// over reports whether the payload is not needed any more.
func (t *transfer) over() bool {
	select {
	case <-t.done:
		return true
	default:
		return false
	}
}

// await waits until a transfer is written. A reply must move on, and be written before its call's deadline.
func (w *writer) await(ctx context.Context, t *transfer) error {
	if t.over() {
		return t.err
	}
	var stalled <-chan time.Time
	if t.out.id == 0 {
		if deadline := t.out.s.Deadline; !deadline.IsZero() {
			var cancel context.CancelFunc
			ctx, cancel = context.WithDeadline(ctx, deadline)
			defer cancel()
		}
		ticks := time.NewTicker(writeTimeout)
		defer ticks.Stop()
		stalled = ticks.C
	}
	sent, acked := -1, int64(-1)
	for {
		select {
		case <-t.done:
			return t.err
		case <-ctx.Done():
			w.abort(t, nil)
			return context.Cause(ctx)
		case <-t.out.s.Over():
			w.abort(t, nil)
			return t.out.s.endReason()
		case <-stalled:
			now, until := w.progress(t)
			if now == sent && !(acked < until && w.drains(acked)) {
				w.abort(t, nil)
				return errStalled
			}
			sent = now
			acked, _ = w.c.acked()
		}
	}
}

// progress returns how much of a transfer has been taken, and where that ends in all that is written: until the other end has that, there is no credit
// to wait for. For one that waits for the kernel there is no end.
func (w *writer) progress(t *transfer) (sent int, until int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if t.state == writing || slices.Contains(w.ready, t) {
		return t.sent, math.MaxInt64
	}
	return t.sent, t.end
}

func (w *writer) refuses(out *outFlow) error {
	switch {
	case w.err != nil:
		return w.err
	case out.stopped != nil:
		return out.stopped
	case out.ended:
		return errEnded
	case out.s.over():
		return out.s.endReason()
	}
	return nil
}

// enqueue lets t take its turns, after those before it on its flow. It is called with mu held, and releases it.
func (w *writer) enqueue(t *transfer) {
	t.out.line = append(t.out.line, t)
	if t == t.out.line[0] {
		w.ready = append(w.ready, t)
	}
	writes := w.claim()
	w.mu.Unlock()
	if !writes {
		return
	}
	rounds := maxRounds
	if t.out.s.turn != 0 { // the reader has other calls to read
		rounds = 1
	}
	w.write(rounds, true, false)
}

// claim makes the caller the one who writes, and reports whether he is: somebody else may, or there is nothing to write. It is called with mu held.
func (w *writer) claim() bool {
	if w.busy || !w.started || w.err != nil || !w.pending() {
		return false
	}
	w.busy = true
	return true
}

// flush has everything written that waits. It is called with mu held, and releases it. If nobody
// writes, the caller does: first, where others are about to append too, it lets them run.
func (w *writer) flush(yield bool) {
	if !w.claim() {
		w.mu.Unlock()
		return
	}
	if !yield || !w.thin() {
		w.mu.Unlock()
	} else if !w.yield() {
		return
	}
	w.write(maxRounds, false, yield)
}

// thin reports whether others, who are about to append, are worth letting run before what waits is written. It is called with mu held.
func (w *writer) thin() bool {
	if NoYield || len(w.ready) > 0 || w.frames >= w.enough() || w.c.inflight.Load() <= 1 {
		return false
	}
	if w.slowUntil != 0 {
		if time.Since(w.c.reads) <= w.slowUntil {
			return false
		}
		w.slowUntil = 0
	}
	return true
}

// gatherCalls lets others run before a writer goes on, if small calls or replies wait and few of them. It reports false if one of those goes on in his place.
func (w *writer) gatherCalls() bool {
	w.mu.Lock()
	if w.frames == 0 || len(w.rest) > 0 || !w.thin() {
		w.mu.Unlock()
		return true
	}
	return w.yield()
}

// yield lets others run, who may append to what is about to be written. It is called with mu held, and releases it. It reports false if one of them
// has found that there is enough to write, and does it.
func (w *writer) yield() bool {
	if w.turns++; w.turns == 0 {
		w.turns++
	}
	mine, frames := w.turns, w.frames
	w.yielded = mine
	w.mu.Unlock()
	start := time.Since(w.c.reads)
	runtime.Gosched()
	now := time.Since(w.c.reads)
	w.lock()
	defer w.mu.Unlock()
	if w.yielded != mine {
		return false
	}
	w.yielded = 0
	if now-start > slowYield+frameWorth*time.Duration(w.frames-frames) {
		w.slowUntil = now + yieldPause
	}
	return true
}

// takeTurn counts a frame that was appended to buf, and writes in the place of who has yielded if there is enough for the other end to begin with
// while others go on here. It is called with mu held, and releases it if it reports true.
func (w *writer) takeTurn() bool {
	w.frames++
	if w.yielded == 0 || w.frames < w.enough() {
		return false
	}
	w.yielded = 0
	w.mu.Unlock()
	w.write(maxRounds, false, true)
	return true
}

// enough is how many small calls or replies are let gather before they are written while more are being made: with all of a thousand callers'
// in one write, this end is idle while the other works, and the other way round.
func (w *writer) enough() int32 { return max(few, w.c.inflight.Load()/crowd) }

// few is enough for up to crowd times as many calls, and of more one in crowd.
const (
	few   = 24
	crowd = 8
)

func (w *writer) pending() bool {
	return len(w.buf) > 0 || len(w.rest) > 0 || len(w.ready) > 0 || w.base.pending()
}

// quick reports whether what waits can be written without blocking.
func (w *writer) quick(transfers bool) bool {
	if len(w.ready) > 0 && !(transfers && w.c.raw.vectored() && w.c.cfg.WriteBuffer == 0) {
		return false
	}
	return len(w.rest) == 0 && (w.c.raw.ok() || w.base != nil && !w.base.pending())
}

// write writes without blocking until nothing waits, or leaves the work to drain, at the latest after that many rounds. Without transfers these are left to
// drain from the beginning, as is right for who has not come to send one. If it yields, which the reader must not, others may append before each further round.
func (w *writer) write(rounds int, transfers, yields bool) {
	for round := 0; ; round++ {
		w.mu.Lock()
		if !w.pending() || w.err != nil {
			w.idle()
			return
		}
		if !w.quick(transfers) || round == rounds {
			w.leave(false, nil)
			return
		}
		if len(w.ready) == 0 {
			w.writeBuf()
		} else if !w.writeTurn() {
			return
		}
		if yields && !w.gatherCalls() {
			return
		}
	}
}

// writeBuf writes what the kernel takes of buf. It is called with mu held, and releases it.
func (w *writer) writeBuf() {
	b := w.take()
	w.mu.Unlock()
	n, err := w.writeRaw(b)
	w.mu.Lock()
	w.written += int64(n)
	w.calling = false
	if n < len(b) {
		w.rest = b[n:]
	} else {
		w.keep(b)
	}
	w.mu.Unlock()
	if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
		w.broken(err)
	}
}

// writeTurn writes what collect gathers, without blocking. It is called with mu held, and releases it. If the kernel does not take all of it, it leaves the
// rest to drain and reports false.
func (w *writer) writeTurn() bool {
	own := w.collect()
	w.calling = true
	w.mu.Unlock()
	n, err := w.c.raw.writev(w.vector)
	w.consume(n)
	w.mu.Lock()
	w.written += int64(n)
	switch full := err == nil && len(w.vector) > 0; {
	case full && w.err != nil: // the connection has ended meanwhile, and nobody waits for another goroutine
		err = w.err
	case full && !w.interrupted:
		w.leave(true, own)
		return false
	}
	interrupted := w.interrupted
	w.interrupted = false
	w.mu.Unlock()
	if interrupted {
		w.c.nc.SetWriteDeadline(time.Time{})
		w.copyRest()
		if errors.Is(err, os.ErrDeadlineExceeded) {
			err = nil
		}
	}
	w.ended(own, err)
	return true
}

// ended ends what collect began.
func (w *writer) ended(own []byte, err error) {
	w.mu.Lock()
	w.calling = false
	if err != nil {
		for _, t := range w.turn {
			w.drop(t)
		}
	}
	w.settle(err)
	clear(w.pieces)
	w.pieces, w.vector = w.pieces[:0], nil
	if own != nil {
		w.keep(own)
	}
	failed := err != nil && w.err == nil
	w.mu.Unlock()
	if failed {
		w.broken(err)
	}
}

// leave has drain go on; see there. It is called with mu held, and without an error, and releases it.
func (w *writer) leave(begun bool, own []byte) {
	w.c.wg.Add(1)
	w.mu.Unlock()
	go w.drain(begun, own)
}

// idle ends the work of who writes. It is called with mu held, and releases it.
func (w *writer) idle() {
	w.busy = false
	if w.gathering != nil && cap(w.scratch) > headers {
		w.gathering = nil
	}
	closing := w.closing && w.err == nil
	w.mu.Unlock()
	if closing {
		w.c.fail(ErrClosed)
	}
}

// take takes buf to be written.
func (w *writer) take() []byte {
	b := w.buf
	w.buf, w.spare = w.spare[:0], nil
	w.taken += int64(len(b))
	w.frames = 0
	w.forced.Store(0)
	w.tail = tail{}
	w.calling = true
	w.makeRoom()
	return b
}

// awaitRoom waits until buf is taken, or the connection ends. It is called with mu held.
func (w *writer) awaitRoom() {
	if w.room == nil {
		w.room = make(chan struct{})
	}
	room := w.room
	w.mu.Unlock()
	<-room
	w.mu.Lock()
}

// makeRoom lets those go on who wait for room. It is called with mu held.
func (w *writer) makeRoom() {
	if w.room != nil {
		close(w.room)
		w.room = nil
	}
}

// keep keeps the memory of a buffer that is written.
func (w *writer) keep(b []byte) {
	if cap(b) <= keptOut || w.c.inflight.Load() > 0 && cap(b) <= maxOut {
		w.spare = b[:0]
	}
}

// writeRaw writes what the kernel takes at once, in pieces of WriteBuffer.
func (w *writer) writeRaw(b []byte) (n int, err error) {
	if w.base != nil {
		return w.c.nc.Write(b)
	}
	for limit := w.limit(); n < len(b); {
		piece := b[n:min(len(b), n+limit)]
		k, err := w.c.raw.write(piece)
		n += k
		if k < len(piece) {
			return n, err
		}
	}
	return n, nil
}

// drain writes, blocking, until nothing waits. It is the one goroutine that a writer starts. If begun, it goes on with what writeTurn has collected, of which
// own is the buffer that it took.
func (w *writer) drain(begun bool, own []byte) {
	defer w.c.wg.Done()
	for ; ; begun = false {
		if !begun {
			w.mu.Lock()
			if !w.pending() || w.err != nil {
				w.gathering = nil
				w.idle()
				return
			}
			own = w.collect()
			w.calling = true
			w.mu.Unlock()
		}
		err := w.writeVector()
		if err == nil && w.base != nil {
			err = w.base.flush()
		}
		w.ended(own, err)
		if !w.gatherCalls() {
			return
		}
	}
}

// lastReads is how long a client reads on when it cannot write any more.
const lastReads = 100 * time.Millisecond

// broken ends the connection because a write has failed. A client first reads what the server sent before it closed its
// end: replies may be among it.
func (w *writer) broken(err error) {
	c := w.c
	if c.server {
		c.fail(err)
		w.mu.Lock()
		if w.err == nil { // somebody else is about to fail the connection, and has not come to stop yet
			w.err = err
			w.makeRoom()
		}
		w.mu.Unlock()
		return
	}
	c.takeNoMore()
	w.mu.Lock()
	if w.err != nil {
		w.mu.Unlock()
		return
	}
	w.err = err
	w.makeRoom()
	c.wg.Add(1)
	w.mu.Unlock()
	go func() {
		defer c.wg.Done()
		t := time.NewTimer(lastReads)
		defer t.Stop()
		select {
		case <-c.Done():
		case <-t.C:
			c.fail(err)
		}
	}()
}

// collect gathers in vector what one write takes: the rest of the last, frames in buf, fragments of
// transfers in turn. It returns the buffer that it took.
func (w *writer) collect() (own []byte) {
	if w.gathering == nil {
		w.gathering = new(gathering)
	}
	w.vector, w.turn = w.pieces[:0], w.turn[:0]
	if len(w.rest) > 0 {
		w.vector = append(w.vector, w.rest)
		w.rest = nil
	}
	if len(w.buf) > 0 {
		own = w.take()
		w.vector = append(w.vector, own)
	}
	direct := w.c.raw.ok()
	w.scratch = w.scratch[:0]
	need := 64 << 10
	if direct {
		need = headers // should they not do, append takes more
	}
	if cap(w.scratch) < need && len(w.ready) > 0 {
		w.scratch = make([]byte, 0, need)
	}
	for size := 0; len(w.ready) > 0 && size < batchMax; {
		t := w.ready[0]
		n := w.fragment(t, direct)
		if n == 0 {
			continue
		}
		size += n
		if direct && !slices.Contains(w.turn, t) {
			w.turn = append(w.turn, t)
		}
		if !direct {
			break
		}
	}
	w.pieces = w.vector
	return own
}

// pop takes the first of ready out.
func (w *writer) pop() { w.ready = slices.Delete(w.ready, 0, 1) }

// fragment appends the next frame of t, the first of ready, and moves t to where it belongs. It returns how many bytes that
// were, 0 if t has to wait for credit or failed. Unless direct, the payload is copied.
func (w *writer) fragment(t *transfer, direct bool) int {
	if t.out.id != 0 && t.out.s.id == 0 { // the OPEN waits too
		w.pop()
		t.out.dry = true
		return 0
	}
	if !t.begun && t.out.id == 0 && w.partial == maxPartial {
		w.pop()
		w.queue = append(w.queue, t)
		return 0
	}
	t.prepare()
	h, lead := t.lead()
	room := min(t.out.left, w.left, w.c.peer.MaxFrame)
	most := int(room) - len(lead)
	if !t.out.bytes {
		most -= 4 // for the length of the whole
	}
	n := min(most, w.share(t.size-t.sent))
	if t.out.stopped == nil && (room < wire.MinCost || most < 0 || n == 0 && t.size > t.sent || t.item() && n < t.size) {
		w.park(t)
		return 0
	}
	if err := w.start(t); err != nil {
		w.pop()
		w.finishTransfer(t, err)
		return 0
	}
	h.Stream = t.out.s.id
	last := t.sent+n == t.size
	whole := !t.begun && !last && !t.out.bytes
	if !last && !t.out.bytes {
		h.Flags |= wire.More
	}
	if last && t.flags&wire.End != 0 {
		h.Flags |= wire.End
	}
	h.Length = len(lead) + n
	if whole {
		h.Length += 4
	}
	at := len(w.scratch)
	w.scratch = wire.AppendHeader(w.scratch, h)
	w.scratch = append(w.scratch, lead...)
	if whole {
		w.scratch = wire.AppendWhole(w.scratch, t.size)
	}
	w.charge(t.out, h.Length)
	w.emit(t, at, n, direct)
	if !t.begun && !last && t.out.id == 0 {
		t.partial = true
		w.partial++
	}
	t.begun = true
	if t.open != nil && last {
		t.out.s.openEnd = w.taken
	}
	w.pop()
	switch {
	case !last:
		w.ready = append(w.ready, t)
		if direct {
			t.state = writing
		}
	case direct:
		t.state = writing
	default:
		w.finishTransfer(t, nil)
	}
	return wire.HeaderSize + h.Length
}

// prepare makes what stands before the arguments of a transfer that opens a call.
func (t *transfer) prepare() {
	if t.open == nil || t.begun {
		return
	}
	open := t.open.Open
	if open.Timeout > 0 {
		open.Timeout = max(open.Timeout-time.Since(t.at), time.Microsecond)
	}
	t.flags = t.open.flags()
	t.prefix = wire.AppendOpen(t.prefix[:0], &open)
}

// start lets the next frame of t go out: it gives a call that is opened its number, now and not before, since streams must
// appear in order.
func (w *writer) start(t *transfer) error {
	if t.out.stopped != nil {
		return t.out.stopped
	}
	if t.open == nil || t.begun {
		return nil
	}
	t.out.s.openAt = w.taken
	if err := w.c.register(t.out.s, true); err != nil {
		return err
	}
	w.openFlows(t.out.s)
	return nil
}

// openFlows lets out what has waited on the flows of a call for its OPEN, which is about to be written.
func (w *writer) openFlows(s *Stream) {
	s.mu.Lock()
	flows := s.flows
	s.mu.Unlock()
	for i := range flows {
		f := &flows[i]
		w.moisten(&f.out)
		if f.out.ending {
			w.buf = appendEnd(w.buf, &f.out)
		}
		if f.out.broken != nil {
			w.buf = appendCancelFrame(w.buf, s.id, f.id, *f.out.broken)
		}
		if f.isClosed() {
			w.buf = appendCancel(w.buf, s.id, f.id, codeCancelled)
		}
	}
}

// cancelFlow sends a CANCEL for a flow, unless its call is yet to be opened.
func (w *writer) cancelFlow(f *Flow, cancel wire.CancelFrame) {
	w.mu.Lock()
	if w.err != nil || f.s.id == 0 {
		w.mu.Unlock()
		return
	}
	w.buf = appendCancelFrame(w.buf, f.s.id, f.id, cancel)
	w.flush(false)
}

// lead returns the header of the next frame and what stands before its fragment.
func (t *transfer) lead() (wire.Header, []byte) {
	h := wire.Header{Type: t.typ, Flags: t.flags &^ wire.End, Flow: t.out.id, Stream: t.out.s.id}
	if !t.begun {
		return h, t.prefix
	}
	if t.typ == wire.Open {
		h.Type = wire.Data
	}
	h.Flags &^= wire.Meta
	return h, t.again
}

// share is how much of the rest of a transfer its next fragment takes: less when several take turns, but no crumb is left.
func (w *writer) share(rest int) int {
	n := batchMax
	if len(w.ready) > 1 {
		n = fragment
	}
	if !w.c.raw.ok() {
		return min(rest, fragment-1024)
	}
	if rest <= n+n/8 {
		return rest
	}
	return n
}

// emit adds what scratch holds from at, and the next n bytes of t's payload, to vector.
func (w *writer) emit(t *transfer, at, n int, direct bool) {
	w.taken += int64(len(w.scratch) - at + n)
	t.end = w.taken
	if !direct {
		for n > 0 {
			p := t.next(n)
			w.scratch = append(w.scratch, p...)
			n -= len(p)
		}
		w.vector = append(w.vector, w.scratch[at:])
		return
	}
	w.vector = append(w.vector, w.scratch[at:])
	for n > 0 {
		p := t.next(n)
		w.vector = append(w.vector, p)
		n -= len(p)
	}
}

// next takes up to n bytes of the payload.
func (t *transfer) next(n int) []byte {
	for {
		p := t.payload.Head
		if t.part > 0 {
			p = t.payload.Rest[t.part-1]
		}
		if t.off == len(p) {
			t.part++
			t.off = 0
			continue
		}
		p = p[t.off:min(len(p), t.off+n)]
		t.off += len(p)
		t.sent += len(p)
		return p
	}
}

// park takes the first of ready out until there is credit.
func (w *writer) park(t *transfer) {
	w.pop()
	if t.out.left <= w.left {
		t.out.dry = true
	} else {
		w.parked = append(w.parked, t)
	}
}

// finishTransfer lets t's owner go on. It is called with mu held.
func (w *writer) finishTransfer(t *transfer, err error) {
	if t.state == finished {
		return
	}
	t.state, t.err = finished, err
	w.next(t)
	w.leaveLine(t)
	if s := t.out.s; err != nil && t.open != nil && s.id == 0 {
		s.connErr, s.outcome = err, NotSent
		s.done <- struct{}{}
	}
	close(t.done) // from here on the stream may belong to another call
}

// next lets a transfer begin in the place of t.
func (w *writer) next(t *transfer) {
	if !t.partial {
		return
	}
	t.partial = false
	w.partial--
	if len(w.queue) > 0 {
		w.ready = append(w.ready, w.queue[0])
		w.queue = w.queue[1:]
	}
}

// leaveLine lets the transfer behind t take its turns.
func (w *writer) leaveLine(t *transfer) {
	out := t.out
	first := len(out.line) > 0 && out.line[0] == t
	out.line = without(out.line, t)
	if first {
		out.dry = false
		if len(out.line) > 0 {
			w.ready = append(w.ready, out.line[0])
		}
	}
}

// settle ends the turn of transfers whose memory was being written.
func (w *writer) settle(err error) {
	for _, t := range w.turn {
		switch {
		case t.state != writing:
		case t.aborted && t.sent < t.size:
			w.finishTransfer(t, errAborted)
		case t.sent == t.size || err != nil:
			w.finishTransfer(t, err)
		default:
			t.state = queued
		}
	}
	clear(w.turn)
}

// writeVector writes vector, and returns an error when the connection is lost or makes no progress. It
// returns early, with what is left copied to rest, when a transfer is aborted.
func (w *writer) writeVector() error {
	for len(w.vector) > 0 {
		before, _ := w.c.acked()
		w.c.nc.SetWriteDeadline(time.Now().Add(writeTimeout))
		if w.isInterrupted() {
			w.c.nc.SetWriteDeadline(time.Unix(1, 0))
		}
		n, err := w.writeSome()
		w.mu.Lock()
		w.written += n
		interrupted := w.interrupted
		w.interrupted = false
		w.mu.Unlock()
		switch {
		case err == nil && !interrupted:
		case interrupted:
			w.c.nc.SetWriteDeadline(time.Time{})
			w.copyRest()
		case errors.Is(err, os.ErrDeadlineExceeded) && n > 0, errors.Is(err, os.ErrDeadlineExceeded) && w.drains(before):
		case errors.Is(err, os.ErrDeadlineExceeded):
			return wire.Errorf(wire.Timeout, "the other end took nothing for %v", writeTimeout)
		default:
			return err
		}
	}
	w.c.nc.SetWriteDeadline(time.Time{})
	return nil
}

// drains reports whether enough has left the kernel's buffers, in a writeTimeout in which it took nothing, for what stood there to be on its way.
func (w *writer) drains(before int64) bool {
	acked, known := w.c.acked()
	return known && acked-before >= leastDrain*int64(writeTimeout/time.Second)
}

func (w *writer) isInterrupted() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.interrupted
}

// writeSome writes the start of vector: all of it, or as much as one write may move.
func (w *writer) writeSome() (int64, error) {
	if w.c.cfg.WriteBuffer == 0 && w.c.raw.ok() {
		return w.vector.WriteTo(w.c.nc)
	}
	piece := w.vector[0]
	if n := w.limit(); len(piece) > n {
		piece = piece[:n]
	} else if n > len(piece) && len(w.vector) > 1 {
		piece = w.gather(n)
	}
	n, err := w.c.nc.Write(piece)
	w.consume(n)
	return int64(n), err
}

// gather joins the start of vector, so that short pieces do not cost a system call each.
func (w *writer) gather(n int) []byte {
	n = min(n, batchMax+fragment)
	b := make([]byte, 0, min(n, total(w.vector)))
	for _, p := range w.vector {
		b = append(b, p[:min(len(p), n-len(b))]...)
	}
	return b
}

func total(v net.Buffers) (n int) {
	for _, p := range v {
		n += len(p)
	}
	return n
}

func (w *writer) consume(n int) {
	for n > 0 || len(w.vector) > 0 && len(w.vector[0]) == 0 {
		k := min(n, len(w.vector[0]))
		n -= k
		if w.vector[0] = w.vector[0][k:]; len(w.vector[0]) == 0 {
			w.vector = w.vector[1:]
		}
	}
}

// copyRest copies what is left of vector, so that nothing refers to the memory of a transfer.
func (w *writer) copyRest() {
	b := make([]byte, 0, total(w.vector))
	for _, p := range w.vector {
		b = append(b, p...)
	}
	w.vector = w.vector[:0]
	w.mu.Lock()
	w.rest = b
	w.mu.Unlock()
}

// abort ends a transfer whose owner wants its memory back, and returns when nothing refers to it. If
// the call was opened, then frame tells the other end.
func (w *writer) abort(t *transfer, frame func([]byte) []byte) {
	w.mu.Lock()
	t.aborted = true
	wasWriting := t.state == writing
	unfinished := t.state != finished && t.sent < t.size
	w.drop(t)
	if t.begun && unfinished && t.out.id != 0 && t.typ == wire.Data {
		t.out.stopped = errBrokenOff
	}
	if wasWriting {
		w.interrupted = true
		w.c.nc.SetWriteDeadline(time.Unix(1, 0))
	} else {
		w.finishTransfer(t, errAborted)
	}
	if frame != nil && w.err == nil && (unfinished || t.begun) {
		w.buf = frame(w.buf)
	}
	w.flush(false)
	<-t.done
}

// withdraw takes back a transfer of which nothing was sent. It reports false if it is too late.
func (w *writer) withdraw(t *transfer) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if t.begun || t.state != queued {
		return false
	}
	w.drop(t)
	w.leaveLine(t)
	t.state = finished
	close(t.done)
	return true
}

// errBrokenOff ends what is sent on a flow of which a message was given up in the middle.
var errBrokenOff = errors.New("a message before it was sent in part only")

var errAborted = errors.New("aborted")

// drop takes t out of every queue.
func (w *writer) drop(t *transfer) {
	w.ready = without(w.ready, t)
	w.parked = without(w.parked, t)
	w.queue = without(w.queue, t)
}

func without(list []*transfer, t *transfer) []*transfer {
	for i := range list {
		if list[i] == t {
			return append(list[:i:i], list[i+1:]...)
		}
	}
	return list
}

// creditConn adds to the window of the connection.
func (w *writer) creditConn(n int64) error {
	w.mu.Lock()
	w.left += n
	if w.left > wire.MaxCredit {
		w.mu.Unlock()
		return wire.Errorf(wire.FlowControl, "the window of the connection would hold %d bytes", w.left)
	}
	w.ready = append(w.ready, w.parked...)
	w.parked = nil
	w.flush(false)
	return nil
}

// creditFlow adds to the window of a flow.
func (w *writer) creditFlow(out *outFlow, n int64) error {
	w.mu.Lock()
	out.left += n
	if out.left > wire.MaxCredit {
		w.mu.Unlock()
		return wire.Errorf(wire.FlowControl, "the window of stream %d, flow %d would hold %d bytes", out.s.id, out.id, out.left)
	}
	w.moisten(out)
	w.flush(false)
	return nil
}

// stopFlow fails what is sent on a flow from now on.
func (w *writer) stopFlow(out *outFlow, err error) {
	w.mu.Lock()
	out.stopped = err
	w.moisten(out)
	w.flush(false)
}

// moisten lets the first transfer of a flow try again that waited for its credit.
func (w *writer) moisten(out *outFlow) {
	if out.dry {
		out.dry = false
		w.ready = append(w.ready, out.line[0])
	}
}

// finish closes the connection when everything is written, or at once during the handshake.
func (w *writer) finish() {
	w.mu.Lock()
	w.closing = true
	if w.busy || w.err != nil {
		w.mu.Unlock()
		return
	}
	if w.started && w.pending() {
		w.flush(false)
		return
	}
	w.mu.Unlock()
	w.c.fail(ErrClosed)
}

// stop ends writing because the connection has ended, and returns how many bytes were written, or may have been.
func (w *writer) stop(err error) int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.err = err
	waiting := slices.Concat(w.ready, w.parked, w.queue)
	w.ready, w.parked, w.queue = nil, nil, nil
	for _, t := range waiting {
		if t.state == queued {
			w.finishTransfer(t, err)
		}
	}
	w.makeRoom()
	if w.calling {
		return w.taken
	}
	return w.written
}

// lastWords tries to send a frame before the connection is closed.
func (w *writer) lastWords(frame []byte) {
	w.mu.Lock()
	if w.err != nil {
		w.mu.Unlock()
		return
	}
	if w.busy {
		w.buf = append(w.buf, frame...)
		w.mu.Unlock()
		w.linger(100 * time.Millisecond)
		return
	}
	w.busy = true
	b := append(w.take(), frame...)
	b = append(w.rest, b...)
	w.mu.Unlock()
	w.c.nc.SetWriteDeadline(time.Now().Add(100 * time.Millisecond))
	w.c.writeLimited(b)
}

// linger waits until all is written, at most for d.
func (w *writer) linger(d time.Duration) {
	for deadline := time.Now().Add(d); time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		w.mu.Lock()
		idle := !w.busy && !w.pending() || w.err != nil
		w.mu.Unlock()
		if idle {
			return
		}
	}
}

// sealed sets the length of the frame that starts at b[at:] and ends with b.
func sealed(b []byte, at int) []byte {
	wire.PutLength(b[at:], len(b)-at-wire.HeaderSize)
	return b
}

func appendCredit(b []byte, stream uint32, flow uint16, n int64) []byte {
	at := len(b)
	b = wire.AppendHeader(b, wire.Header{Type: wire.Credit, Stream: stream, Flow: flow})
	b = wire.AppendCredit(b, n)
	return sealed(b, at)
}

func appendCancel(b []byte, stream uint32, flow uint16, code uint8) []byte {
	return appendCancelFrame(b, stream, flow, wire.CancelFrame{Code: code})
}

func appendCancelFrame(b []byte, stream uint32, flow uint16, f wire.CancelFrame) []byte {
	at := len(b)
	b = wire.AppendHeader(b, wire.Header{Type: wire.Cancel, Stream: stream, Flow: flow})
	b = wire.AppendCancel(b, f)
	return sealed(b, at)
}

func appendStatus(b []byte, stream uint32, flags wire.Flags, f *wire.StatusFrame) []byte {
	at := len(b)
	b = wire.AppendHeader(b, wire.Header{Type: wire.Status, Flags: flags, Stream: stream})
	b = wire.AppendStatus(b, f)
	return sealed(b, at)
}

func appendPing(b []byte, flags wire.Flags, id uint64) []byte {
	b = wire.AppendHeader(b, wire.Header{Type: wire.Ping, Flags: flags, Length: wire.PingSize})
	return binary.BigEndian.AppendUint64(b, id)
}
