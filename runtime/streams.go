package bluebird

import (
	"context"
	"io"
	"os"
	"sync/atomic"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
)

// What is an iterator here has no name such as iter.Seq: so it can be assigned to and from every type that users give a name.

// sendItems has send called with what takes the items of the next flow.
func sendItems(f Flows, there bool, send func(*outlet) error) {
	fs := f.flow()
	n := fs.take()
	f.promise(there)
	if !there {
		return
	}
	f.pump(pump{flow: n, sends: true, run: func(ctx context.Context, flow *mux.Flow) error {
		return send(fs.outlet(ctx, flow))
	}})
}

// SendSeq sends the items of seq. Generated code calls it.
func SendSeq[T any](f Flows, seq func(yield func(T) bool), appendTo func([]byte, T, *codec.Encoder) []byte) {
	sendItems(f, seq != nil, func(o *outlet) error {
		for v := range seq {
			if err := o.send(appendTo(o.begin(1), v, &o.enc)); err != nil {
				return err
			}
		}
		return nil
	})
}

// SendSeqErr sends the items of seq up to its first error. Generated code calls it.
func SendSeqErr[T any](f Flows, seq func(yield func(T, error) bool), appendTo func([]byte, T, *codec.Encoder) []byte) {
	sendItems(f, seq != nil, func(o *outlet) error {
		for v, err := range seq {
			if err != nil {
				return err
			}
			if err := o.send(appendTo(o.begin(1), v, &o.enc)); err != nil {
				return err
			}
		}
		return nil
	})
}

// SendPairs sends the pairs of seq. Generated code calls it.
func SendPairs[K, V any](f Flows, seq func(yield func(K, V) bool), appendTo func([]byte, K, V, *codec.Encoder) []byte) {
	sendItems(f, seq != nil, func(o *outlet) error {
		for k, v := range seq {
			if err := o.send(appendTo(o.begin(2), k, v, &o.enc)); err != nil {
				return err
			}
		}
		return nil
	})
}

// SendChan sends what comes from ch until it is closed. Generated code calls it.
func SendChan[T any](f Flows, ch <-chan T, appendTo func([]byte, T, *codec.Encoder) []byte) {
	sendItems(f, ch != nil, func(o *outlet) error {
		over := o.fs.stream.Over()
		for {
			select {
			case v, ok := <-ch:
				if !ok {
					return nil
				}
				if err := o.send(appendTo(o.begin(1), v, &o.enc)); err != nil {
					return err
				}
			case <-over:
				return errOver
			case <-o.ctx.Done():
				return o.ctx.Err()
			}
		}
	})
}

// source is where the items of a flow come from: the end of the call that receives them.
type source interface {
	// begin starts the receiving of a flow, which is done once.
	begin(flow int) (*inlet, context.Context, error)
	// finish tells what the end of a flow means to the one who receives: nil is a normal end.
	finish(flow int, err error) error
	// leave ends the receiving of a flow before its end.
	leave(flow int)
}

// receive yields the items of a flow. It returns nil when yield has, or why there are no more items if that is not their
// normal end.
func receive[T any](s source, flow int, read func(*codec.Reader) T, yield func(T) bool) error {
	in, ctx, err := s.begin(flow)
	if err != nil {
		return err
	}
	ended := false
	defer func() {
		if !ended {
			s.leave(flow)
		}
	}()
	for {
		if err := in.next(ctx); err != nil {
			ended = true
			return s.finish(flow, err)
		}
		v := read(&in.r)
		if err := in.done(); err != nil {
			return err
		}
		if !yield(v) {
			return nil
		}
	}
}

// items makes an iterator of a flow, which yields the error that it ends with, if any.
func items[T any](s source, flow int, read func(*codec.Reader) T) func(yield func(T, error) bool) {
	return func(yield func(T, error) bool) {
		if err := receive(s, flow, read, func(v T) bool { return yield(v, nil) }); err != nil {
			var zero T
			yield(zero, err)
		}
	}
}

// pair is an item of an iterator of pairs.
type pair[K, V any] struct {
	k K
	v V
}

func readPair[K, V any](read func(*codec.Reader) (K, V)) func(*codec.Reader) pair[K, V] {
	return func(r *codec.Reader) pair[K, V] {
		k, v := read(r)
		return pair[K, V]{k, v}
	}
}

func yieldPair[K, V any](yield func(K, V) bool) func(pair[K, V]) bool {
	return func(p pair[K, V]) bool { return yield(p.k, p.v) }
}

// RecvSeq returns the items that a caller sends. An input that breaks off unwinds the handler. Generated code calls it.
func RecvSeq[T any](f Flows, read func(*codec.Reader) T) func(yield func(T) bool) {
	in := f.(*Incoming)
	n := in.flow().take()
	if !in.arrived() {
		return nil
	}
	return func(yield func(T) bool) {
		if err := receive(in.flows, n, read, yield); err != nil {
			in.flows.unwind(err)
		}
	}
}

// RecvSeqErr returns the items that the other end sends. The last one has an error if it is not the end. Generated code calls it.
func RecvSeqErr[T any](f Flows, read func(*codec.Reader) T) func(yield func(T, error) bool) {
	n := f.flow().take()
	if !f.arrived() {
		return nil
	}
	return items(f.source(), n, read)
}

// RecvPairs is RecvSeq for pairs. Generated code calls it.
func RecvPairs[K, V any](f Flows, read func(*codec.Reader) (K, V)) func(yield func(K, V) bool) {
	seq := RecvSeq(f, readPair(read))
	if seq == nil {
		return nil
	}
	return func(yield func(K, V) bool) { seq(yieldPair(yield)) }
}

// RecvPairsErr returns the pairs that a server sends, and a function that says, when these have ended, why. Generated code calls it.
func RecvPairsErr[K, V any](f Flows, read func(*codec.Reader) (K, V)) (seq func(yield func(K, V) bool), why func() error) {
	n := f.flow().take()
	var err error
	why = func() error { return err }
	if !f.arrived() {
		return nil, why
	}
	s := f.source()
	return func(yield func(K, V) bool) { err = receive(s, n, readPair(read), yieldPair(yield)) }, why
}

// RecvChan returns a channel with the items that a caller sends. It is closed at their end; an input that breaks off ends the
// handler's context instead. Generated code calls it.
func RecvChan[T any](f Flows, read func(*codec.Reader) T) <-chan T {
	in := f.(*Incoming)
	n := in.flow().take()
	if !in.arrived() {
		return nil
	}
	ch := make(chan T)
	fs, over := in.flows, in.ctx.Done()
	fs.stream.Go(func() {
		whole := true
		err := receive(fs, n, read, func(v T) bool {
			select {
			case ch <- v:
			case <-over:
				whole = false
			}
			return whole
		})
		switch {
		case err != nil:
			fs.fail(err)
			in.ctx.cancel(context.Canceled)
		case whole:
			close(ch)
		}
	})
	return ch
}

// Range makes a call whose result is an iterator, and yields its items. Generated code calls it.
func Range[T any](ctx context.Context, call *Call, read func(*codec.Reader) T, yield func(T, error) bool) {
	if err := rangeOver(ctx, call, read, func(v T) bool { return yield(v, nil) }); err != nil {
		var zero T
		yield(zero, err)
	}
}

// RangePairs is Range for pairs. It returns why there are no more. Generated code calls it.
func RangePairs[K, V any](ctx context.Context, call *Call, read func(*codec.Reader) (K, V), yield func(K, V) bool) error {
	return rangeOver(ctx, call, readPair(read), yieldPair(yield))
}

// rangeOver makes a call whose result is a stream, and yields its items. It returns why there are no more, unless yield wants none.
func rangeOver[T any](ctx context.Context, call *Call, read func(*codec.Reader) T, yield func(T) bool) error {
	left := false
	err := call.stream(ctx, func(fs *callFlows, n int) error {
		return receive(fs, n, read, func(v T) bool {
			left = !yield(v)
			return !left
		})
	})
	if left {
		return nil
	}
	return err
}

// flowReader reads the bytes of a flow.
type flowReader struct {
	s    source
	n    int
	in   *inlet
	ctx  context.Context
	err  error // why nothing more can be read
	left atomic.Bool
}

func newFlowReader(s source, n int) *flowReader {
	r := &flowReader{s: s, n: n}
	r.in, r.ctx, r.err = s.begin(n)
	return r
}

// Read implements io.Reader. The error is io.EOF only where the other end has sent all.
func (r *flowReader) Read(b []byte) (int, error) {
	switch {
	case r.left.Load():
		return 0, os.ErrClosed
	case r.err != nil:
		return 0, r.err
	}
	n, err := r.in.flow.Read(r.ctx, b)
	if err != nil {
		r.end(err)
		return 0, r.err
	}
	return n, nil
}

// WriteTo implements io.WriterTo: what has come is written from the buffers that it came in.
func (r *flowReader) WriteTo(w io.Writer) (total int64, err error) {
	for r.err == nil && !r.left.Load() {
		b, _, err := r.in.flow.Next(r.ctx)
		if err != nil {
			r.end(err)
			break
		}
		n, err := w.Write(b)
		total += int64(n)
		if err = shortWrite(n, b, err); err != nil {
			return total, err
		}
	}
	switch {
	case r.left.Load():
		return total, os.ErrClosed
	case r.err == io.EOF:
		return total, nil
	}
	return total, r.err
}

// shortWrite returns the error of a Write, also of one that wrote less and said nothing, like io.Copy.
func shortWrite(n int, b []byte, err error) error {
	if err == nil && n < len(b) {
		return io.ErrShortWrite
	}
	return err
}

// end notes why nothing more comes. What Close has ended it ends itself, and says nothing of the call's other flows.
func (r *flowReader) end(err error) {
	if r.left.Load() {
		r.err = os.ErrClosed
		return
	}
	if r.err = r.s.finish(r.n, err); r.err == nil {
		r.err = io.EOF
	}
}

// Close implements io.Closer: it tells the other end, if that has not sent all, that nothing more is wanted. It may be called while
// another goroutine reads.
func (r *flowReader) Close() error {
	if !r.left.Swap(true) {
		r.s.leave(r.n)
	}
	return nil
}

// RecvReader returns the bytes that the other end sends. Generated code calls it.
func RecvReader(f Flows) io.ReadCloser {
	n := f.flow().take()
	if !f.arrived() {
		return nil
	}
	return newFlowReader(f.source(), n)
}
