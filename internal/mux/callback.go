package mux

import (
	"context"
	"slices"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
)

// maxOpenCalls is how many callbacks or answers of one flow may have come in part.
const maxOpenCalls = 64

// receiveCall takes a CALLBACK or ANSWER frame.
func (f *Flow) receiveCall(h wire.Header) error {
	c := f.s.conn
	b, err := c.prefix(h.Length, callPrefix)
	if err != nil {
		return err
	}
	id, rest, err := wire.ParseCallbackID(b)
	if err != nil {
		return err
	}
	in := f.openCall(id)
	if in == nil {
		in = &assembly{limit: f.in.limit, ofFlow: true, start: Message{Kind: h.Type, Callback: id}}
		if rest, err = in.start.parseStart(rest); err != nil {
			return err
		}
	}
	c.r.skip(len(b) - len(rest))
	if err := f.assemble(in, h, h.Length-(len(b)-len(rest)), in.start); err != nil {
		return err
	}
	return f.keepCall(in)
}

func (f *Flow) openCall(id uint64) *assembly {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls[id]
}

// keepCall remembers a callback or answer that has come in part, and a callback that waits for its answer.
func (f *Flow) keepCall(in *assembly) error {
	id := in.start.Callback
	f.mu.Lock()
	if f.closed || f.err != nil {
		f.mu.Unlock()
		in.release(f.s.conn) // which may grant another message of the flow its memory
		return nil
	}
	defer f.mu.Unlock()
	if !in.active {
		delete(f.calls, id)
		if in.start.Kind == wire.Callback {
			put(&f.live, id, false)
		}
		return nil
	}
	if put(&f.calls, id, in); len(f.calls) > maxOpenCalls {
		return tooMany("callbacks in part")
	}
	return nil
}

func put[V any](m *map[uint64]V, id uint64, v V) {
	if *m == nil {
		*m = map[uint64]V{}
	}
	(*m)[id] = v
}

// Cancelled is why a flow has ended that its other end gave up: the receiver wants no more, or the sender broke off.
type Cancelled struct {
	Code uint8  // a status code
	Tree []byte // an error tree that tells more, or empty
	Sent bool   // it was the sender
}

func (e *Cancelled) Error() string {
	if e.Sent {
		return "the sender broke off"
	}
	return errStopped.Error()
}

// cancelled takes a CANCEL frame: the other end wants no more of the flow, or of one callback, or breaks off what it sends.
func (f *Flow) cancelled(cancel wire.CancelFrame) {
	id := cancel.Callback
	why := &Cancelled{Code: cancel.Code, Tree: slices.Clone(cancel.Tree)}
	switch {
	case f.kind.takes(wire.Data, f.s.conn.server):
		why.Sent = true
		f.end(why)
		return
	case f.kind != Func:
		f.s.conn.w.stopFlow(&f.out, why)
		f.mu.Lock()
		tell := f.onCancel
		f.mu.Unlock()
		if tell != nil {
			tell(0)
		}
		return
	case id == 0:
		f.s.conn.w.stopFlow(&f.out, why)
		f.end(why) // no answers come either
		return
	}
	f.mu.Lock()
	part := f.calls[id]
	delete(f.calls, id)
	var tell func(uint64)
	if done, ok := f.live[id]; ok && !done && !f.closed {
		f.live[id] = true
		tell = f.onCancel
	}
	f.mu.Unlock()
	if part != nil {
		f.freeWindow(part.release(f.s.conn))
	}
	if tell != nil {
		tell(id)
	}
}

// OnCancel has tell called with the id of each callback that has come and whose answer is no longer waited for, or with 0 when the other end wants no
// more of the items or bytes that are sent. It is called on the goroutine that reads the connection, and must not wait.
func (f *Flow) OnCancel(tell func(id uint64)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.onCancel = tell
}

// Unwanted reports whether the answer of a callback that has come is no longer waited for.
func (f *Flow) Unwanted(id uint64) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.live[id]
}

func (m *Message) parseStart(b []byte) (rest []byte, err error) {
	if m.Kind == wire.Callback {
		m.Timeout, rest, err = wire.ParseCallback(b)
	} else {
		m.Code, rest, err = wire.ParseAnswer(b)
	}
	return rest, err
}

// Recv returns the next callback or answer of a Func. Its errors are those of Next. The caller frees the message.
func (f *Flow) Recv(ctx context.Context) (Message, error) {
	p, err := f.pop(ctx)
	if err != nil {
		return Message{}, err
	}
	m := p.Message
	p.Message = Message{}
	f.received(&p)
	return m, nil
}

// Call sends a callback of a Func, with an id that was not used before. Timeout 0 is none.
func (f *Flow) Call(ctx context.Context, id uint64, timeout time.Duration, p Payload, compact bool) error {
	return f.s.conn.w.send(ctx, &f.out, &outgoing{
		typ: wire.Callback, flags: compactFlag(compact), payload: p,
		prefix: wire.AppendCallback(nil, id, true, timeout),
		again:  wire.AppendCallback(nil, id, false, 0),
	})
}

// CancelCall tells the other end that the answer of a callback is no longer waited for.
func (f *Flow) CancelCall(id uint64, code uint8) {
	if !f.s.over() {
		f.s.conn.w.cancelFlow(f, wire.CancelFrame{Code: code, Callback: id})
	}
}

// Answer sends the answer of a callback: its results, or an error tree with a code that is not 0.
func (f *Flow) Answer(ctx context.Context, id uint64, code uint8, p Payload, compact bool) error {
	f.mu.Lock()
	delete(f.live, id)
	f.mu.Unlock()
	return f.s.conn.w.send(ctx, &f.out, &outgoing{
		typ: wire.Answer, flags: compactFlag(compact), payload: p,
		prefix: wire.AppendAnswer(nil, id, true, code),
		again:  wire.AppendAnswer(nil, id, false, 0),
	})
}
