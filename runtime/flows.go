package bluebird

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
	"github.com/tinylib/msgp/msgp"
)

// A parameter or result that is an iterator, a channel, a reader, a writer or a func does not travel in a message: it is a
// flow of the call, with credit of its own. In the arguments and in the reply stands only whether it is there, since any
// of them may be nil.
//
// Generated code tells the runtime of each flow in the order of the signature, with the functions that begin with
// Send and Recv, and Pass on a client. On a client what a parameter sends is pumped by a goroutine from when the call is
// opened; on a server what a result sends is pumped when the handler has returned, inside the interceptors.

// FlowKind says what moves on a flow of a call, and which way.
type FlowKind = mux.FlowKind

// The kinds of flows.
const (
	ItemsUp   = mux.ItemsUp   // items of an iterator or channel, from the client
	ItemsDown = mux.ItemsDown // and from the server
	BytesUp   = mux.BytesUp   // bytes of a reader, from the client
	BytesDown = mux.BytesDown // bytes of a reader from the server, or to a writer of the client
	FuncFlow  = mux.Func      // calls of a func of the client
)

// Flows is one end of a call whose signature has flows: a *Call at the client, an *Incoming at the server.
type Flows interface {
	flow() *flows
	// promise writes that a flow is there, or not.
	promise(there bool)
	// arrived reads whether a flow is there.
	arrived() bool
	// pump has p run when its flow is open.
	pump(p pump)
	// source is where what this end receives comes from.
	source() source
}

// flows is what both ends of a call know of its flows.
type flows struct {
	method *Method
	next   int // flows that generated code has told of
	stream *mux.Stream
	limits limits
	// compact reports whether the other end is known to agree on the fields of structs.
	compact func() bool

	broken atomic.Bool // one result has failed: the others send no more

	mu sync.Mutex // guards what either end has beside this
}

// take returns the number of the next flow.
func (fs *flows) take() int {
	fs.next++
	return fs.next
}

// pump is what moves the items or bytes of a parameter or result.
type pump struct {
	flow int
	// run sends on the flow, or on a client takes from it, and returns when that is done or cannot go on.
	run func(ctx context.Context, f *mux.Flow) error
	// sends says that run sends.
	sends bool
	// close ends the use of what the user gave; nil if it has no end. It may be called more than once, while run runs too.
	close func()
}

// stopped returns what the receiver of a flow said when it wanted no more, or nil if err is not about that.
func stopped(err error) *mux.Cancelled {
	var c *mux.Cancelled
	if errors.As(err, &c) && !c.Sent {
		return c
	}
	return nil
}

// told turns the error of a flow that its other end gave up into what the other end said.
func told(what string, c *mux.Cancelled) error {
	if len(c.Tree) > 0 {
		if n, err := wire.ParseTree(c.Tree); err == nil && n != nil {
			return fmt.Errorf("%s: %w", what, remote(n, 0))
		}
	}
	return fmt.Errorf("%s: %w", what, Code(max(c.Code, 1)))
}

// errOver is what those get who use a flow when its call has ended.
var errOver = fmt.Errorf("the call is over: %w", Canceled)

// outlet sends the items of one flow.
type outlet struct {
	fs    *flows
	flow  *mux.Flow
	ctx   context.Context
	enc   codec.Encoder
	buf   []byte
	rest  [][]byte
	limit int64 // longest item that the other end takes
}

// refSize is the number of bytes from which a payload within an item is not copied before it is sent.
const refSize = 4 << 10

func (fs *flows) outlet(ctx context.Context, f *mux.Flow) *outlet {
	o := &outlet{fs: fs, flow: f, ctx: ctx, limit: fs.stream.Conn().Peer().MaxMessage}
	if most := fs.method.MaxMessage; most > 0 {
		o.limit = most
	}
	o.enc.RefSize, o.enc.MaxDepth = refSize, fs.limits.MaxDepth
	return o
}

// begin starts an item of n values, and returns where they are appended.
func (o *outlet) begin(n uint32) []byte {
	o.enc.Reset(o.enc.Compact || o.fs.compact())
	return msgp.AppendArrayHeader(o.buf[:0], n)
}

// send sends the item in b.
func (o *outlet) send(b []byte) error {
	o.buf = b
	if o.fs.broken.Load() {
		return errOver
	}
	if err := o.enc.Err(); err != nil {
		return fmt.Errorf("%w: an item: %w", InvalidArgument, err)
	}
	p := payload(b, o.enc.Refs(), &o.rest)
	if size := int64(p.Size()); size > o.limit {
		return fmt.Errorf("%w: an item of %d bytes is above the other end's limit of %d bytes (MaxMessage, or max= of the method)", ResourceExhausted, size, o.limit)
	}
	err := o.flow.Send(o.ctx, p, o.enc.Compact)
	if cap(o.buf) > keptBuffer {
		o.buf = nil
	}
	return err
}

// inlet receives the items of one flow.
type inlet struct {
	fs   *flows
	flow *mux.Flow
	r    codec.Reader
}

func (fs *flows) inlet(n int) *inlet { return &inlet{fs: fs, flow: fs.stream.Flow(n)} }

// next opens r on the next item. The error is io.EOF at the end of the flow.
func (i *inlet) next(ctx context.Context) error {
	b, compact, err := i.flow.Next(ctx)
	if err != nil {
		return err
	}
	i.r.Open(b, compact, i.fs.limits)
	if i.flow.Exclusive() {
		i.r.Own()
	}
	return nil
}

// done ends the reading of an item.
func (i *inlet) done() error {
	err := i.r.Err()
	if i.r.Given() {
		i.flow.GiveAway()
	}
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: an item: %w", readingCode(err, InvalidArgument), err)
}

// flowWriter writes the bytes of a flow.
type flowWriter struct {
	ctx   context.Context
	flow  *mux.Flow
	ended func() error // why nothing can be written any more; nil is a writer that the runtime itself uses
	halt  *atomic.Bool // nothing is to be written any more; may be nil

	mu sync.Mutex // held while something is written: one at a time, and none after the end
}

// Write implements io.Writer. It waits until the other end has room.
func (w *flowWriter) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ended != nil {
		if err := w.ended(); err != nil {
			return 0, err
		}
	}
	if w.halt != nil && w.halt.Load() {
		return 0, errOver
	}
	if err := w.flow.Write(w.ctx, b); err != nil {
		if c := stopped(err); c != nil && w.ended != nil {
			err = told("the other end wants no more", c)
		}
		return 0, err
	}
	return len(b), nil
}

// end ends the flow, behind what is being written.
func (w *flowWriter) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.flow.End()
}

// copyBuffer is how much is read at once of what has no memory to send from.
const copyBuffer = 256 << 10

var copyBuffers = sync.Pool{New: func() any { b := make([]byte, copyBuffer); return &b }}

// ReadFrom implements io.ReaderFrom: what is read goes out from the buffer that it was read into.
func (w *flowWriter) ReadFrom(r io.Reader) (total int64, err error) {
	buf := copyBuffers.Get().(*[]byte)
	defer copyBuffers.Put(buf)
	for {
		n, err := r.Read(*buf)
		if n > 0 {
			if _, err := w.Write((*buf)[:n]); err != nil {
				return total, err
			}
			total += int64(n)
		}
		switch {
		case err == io.EOF:
			return total, nil
		case err != nil:
			return total, err
		}
	}
}

// send copies r to the flow, from its own memory if it has some.
func (w *flowWriter) send(r io.Reader) error {
	var err error
	if from, ok := r.(io.WriterTo); ok {
		_, err = from.WriteTo(w)
	} else {
		_, err = w.ReadFrom(r)
	}
	return err
}

// sendReader makes the pump of a reader.
func sendReader(f Flows, r io.Reader, there bool, close func()) {
	fs := f.flow()
	n := fs.take()
	f.promise(there)
	if !there {
		return
	}
	f.pump(pump{flow: n, sends: true, close: close, run: func(ctx context.Context, flow *mux.Flow) error {
		return (&flowWriter{ctx: ctx, flow: flow, halt: &fs.broken}).send(r)
	}})
}

// SendReader sends what r has to give. Generated code calls it.
func SendReader(f Flows, r io.Reader) { sendReader(f, r, r != nil, nil) }

// SendReadCloser sends what r has to give, and closes it when nothing more is read from it, also when nothing was. Generated code calls it.
func SendReadCloser(f Flows, r io.ReadCloser) {
	if r == nil {
		sendReader(f, nil, false, nil)
		return
	}
	sendReader(f, r, true, sync.OnceFunc(func() { r.Close() }))
}

// insideHandle reports whether its caller was called by a handler, in the handler's own goroutine.
func insideHandle() bool { return calledBy(".(*serverFlows).serve") }
