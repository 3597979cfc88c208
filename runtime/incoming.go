package bluebird

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
	"github.com/tinylib/msgp/msgp"
)

// Incoming is a call on the server's side, as generated code sees it. It is used by the handler's goroutine only, and
// not after Serve has returned.
type Incoming struct {
	Args  codec.Reader  // the arguments, by position
	Reply []byte        // the results are appended here
	Enc   codec.Encoder // state of the reply's encoding

	conn     *serverConn
	stream   *mux.Stream
	method   grantedMethod
	ctx      *callContext // nil if nobody asks for it
	deadline time.Time
	message  mux.Message
	rest     [][]byte
	flows    *serverFlows // nil if the method has none
	passage  *passage     // through the interceptors; nil if there are none
	began    bool         // the handler itself was called
	short    bool         // it runs on the reader
	timed    bool         // and is timed
}

var incomings = sync.Pool{New: func() any { return new(Incoming) }}

func newIncoming(c *serverConn, s *mux.Stream, m grantedMethod) *Incoming {
	in := incomings.Get().(*Incoming)
	in.conn, in.stream, in.method = c, s, m
	return in
}

// recycle gives in back. Nobody else may know it.
func (in *Incoming) recycle() {
	reply, rest := in.Reply, in.rest
	if cap(reply) > keptBuffer {
		reply = nil
	}
	if mux.Poison {
		mux.PoisonBytes(reply)
	}
	clear(rest)
	in.Enc.Reset(false)
	in.Args.Reset()
	in.Reply, in.rest = reply[:0], rest[:0]
	in.conn, in.stream, in.method = nil, nil, grantedMethod{}
	in.ctx, in.flows, in.passage, in.message = nil, nil, nil, mux.Message{}
	in.deadline = time.Time{}
	in.began, in.short, in.timed = false, false, false
	incomings.Put(in)
}

// keptBuffer is the largest buffer that a pooled call keeps.
const keptBuffer = 64 << 10

// Err ends the reading of arguments: it gives their memory back, and returns what was wrong with them.
func (in *Incoming) Err() error {
	err := in.Args.Err()
	if err != nil {
		err = in.argumentError(err)
	}
	in.freeArgs()
	in.began = err == nil
	return err
}

func (in *Incoming) freeArgs() {
	if in.Args.Given() {
		in.message.Buf = nil
	}
	in.message.Free()
}

// argumentError says which method it was and what it wants.
func (in *Incoming) argumentError(err error) error {
	return fmt.Errorf("%s: %w: %w; the method is %s", in.method.entry.Name, readingCode(err, InvalidArgument), err, in.method.entry.signature)
}

// Results starts the reply: n results follow.
func (in *Incoming) Results(n int) { in.Reply = msgp.AppendArrayHeader(in.Reply, uint32(n)) }

// serve reads the arguments and runs the handler inside the interceptors.
func (in *Incoming) serve() (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = in.conn.panicked(in.method.entry.Name, v)
		}
	}()
	if !in.deadline.IsZero() && !time.Now().Before(in.deadline) {
		return fmt.Errorf("%s: %w before it was started", in.method.entry.Name, DeadlineExceeded)
	}
	in.message = in.stream.Args()
	if err := in.open(); err != nil {
		return err
	}
	in.Enc.Reset(in.method.kind == byTwin)
	in.Enc.MaxDepth = in.conn.set.limits.MaxDepth
	in.Reply = in.Reply[:0]
	if len(in.conn.srv.Interceptors) == 0 {
		if in.ctx == nil {
			return in.handle(in.conn.set.base)
		}
		return in.handle(in.ctx)
	}
	seen := &Call{method: &in.method.entry.Method, server: true}
	var handled error
	in.passage = &passage{call: seen, last: func(ctx context.Context) (err error) {
		seen.tried = true
		defer func() {
			if v := recover(); v != nil { // it may be a goroutine of an interceptor's, which must not end the program
				err = in.conn.panicked(in.method.entry.Name, v)
			}
			handled = err
		}()
		return in.handle(ctx)
	}}
	err = in.passage.run(in.ctx, in.conn.srv.Interceptors)
	switch {
	case err != nil:
		return err
	case in.passage.wasLeft():
		return fmt.Errorf("%s: %w: on the server, %w", in.method.entry.Name, Internal, errUnwaited)
	case !seen.tried:
		return fmt.Errorf("%s: %w: an interceptor of the server reports success, but has not run the handler", in.method.entry.Name, Internal)
	case handled != nil: // and has made no reply
		return fmt.Errorf("%s: %w: an interceptor of the server reports success, but the handler has failed", in.method.entry.Name, Internal)
	}
	return nil
}

// answering returns what the call is answered from: in, or in place of one that a handler may still use, which its interceptors have left, as much of it as an
// error takes.
func (in *Incoming) answering() *Incoming {
	if !in.passage.wasLeft() {
		return in
	}
	return &Incoming{conn: in.conn, stream: in.stream, method: in.method, began: true}
}

// handle runs the method.
func (in *Incoming) handle(ctx context.Context) error {
	if in.flows != nil {
		return in.flows.serve(ctx)
	}
	return in.method.entry.Serve(ctx, in)
}

// open lets Args read the message, which is put into the order of the parameters if it goes by name.
func (in *Incoming) open() error {
	msg := in.message.Bytes()
	own := cap(msg) > keptBuffer
	e := in.method.entry
	if codec.ByName(msg) {
		ordered, err := codec.Reorder(msg, codec.Params{Names: e.names, Defaults: e.defaults, Former: e.former}, in.conn.set.limits.MaxDepth)
		if err != nil {
			return in.argumentError(err)
		}
		msg, own = ordered, false
	}
	in.Args.Names = e.names
	in.Args.Open(msg, in.message.Compact && in.method.kind == byTwin, in.conn.set.limits)
	if own {
		in.Args.Own()
	}
	return nil
}

// answer sends the reply or the error. It reports whether nobody else can know in.
func (in *Incoming) answer(err error) bool {
	if in.flows != nil && in.flows.replied && err == nil {
		in.stream.Reply(mux.Payload{}, false, nil)
		return false
	}
	if err == nil {
		err = in.Enc.Err()
	}
	if err == nil {
		err = in.checkSize()
	}
	md, mdErr := in.packMetadata()
	if err == nil {
		err = mdErr
	}
	if err != nil {
		return in.fail(err, md)
	}
	in.rest = in.rest[:0]
	p := payload(in.Reply, in.Enc.Refs(), &in.rest)
	clean, _ := in.stream.Reply(p, in.Enc.Compact, md)
	return clean && in.flows == nil
}

// packMetadata returns what goes with the reply.
func (in *Incoming) packMetadata() ([]byte, error) {
	md, err := appendMetadata(nil, in.replyMetadata())
	if err != nil {
		return nil, fmt.Errorf("%s: %w: reply: %w", in.method.entry.Name, Internal, err)
	}
	return md, nil
}

func (in *Incoming) replyMetadata() Metadata {
	if in.ctx == nil {
		return nil
	}
	in.ctx.mu.Lock()
	defer in.ctx.mu.Unlock()
	return in.ctx.reply
}

// checkSize refuses a reply that the caller would refuse.
func (in *Incoming) checkSize() error {
	n, limit, knob := in.size(), in.stream.Conn().Peer().MaxMessage, "Dialer.MaxMessage"
	if most := in.method.entry.MaxMessage; most > 0 && (most < limit || in.method.kind != byDynamic) {
		limit, knob = most, "max= of the method"
	}
	if n <= limit {
		return nil
	}
	return fmt.Errorf("%s: %w: a reply of %d bytes is above the limit of %d bytes (%s)", in.method.entry.Name, ResourceExhausted, n, limit, knob)
}

func (in *Incoming) size() int64 {
	n := int64(len(in.Reply))
	for _, r := range in.Enc.Refs() {
		n += int64(len(r.Data))
	}
	return n
}

func (in *Incoming) fail(err error, md []byte) (clean bool) {
	defer func() {
		if v := recover(); v != nil { // an error's own methods
			clean = in.stream.Fail(status(in.conn.panicked(in.method.entry.Name, fmt.Sprintf("%v\n%s", v, debug.Stack()))), 0)
		}
	}()
	s := status(in.conn.hide(in.method.entry.Name, err))
	s.Metadata = md
	var flags wire.Flags
	if !in.began && (Code(s.Code) != Unavailable || len(in.conn.srv.Interceptors) == 0) {
		flags = wire.NotStarted // and a client that is told so of Unavailable repeats the call, which an interceptor may have passed on
	}
	return in.stream.Fail(s, flags) && in.flows == nil
}

// payload splits a message at its references.
func payload(b []byte, refs []codec.Ref, rest *[][]byte) mux.Payload {
	if len(refs) == 0 {
		return mux.Payload{Head: b}
	}
	r := (*rest)[:0]
	for i, ref := range refs {
		end := len(b)
		if i+1 < len(refs) {
			end = refs[i+1].Off
		}
		r = append(r, ref.Data)
		if ref.Off < end {
			r = append(r, b[ref.Off:end])
		}
	}
	*rest = r
	return mux.Payload{Head: b[:refs[0].Off], Rest: r}
}
