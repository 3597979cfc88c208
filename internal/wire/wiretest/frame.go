// Package wiretest speaks Bluebird's protocol by hand, for tests: it takes frames apart, prints them, and
// has a Peer that sends whatever a test wants, right or wrong.
//
// It knows frames, and not what they mean. It starts no goroutines.
package wiretest

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
)

// Frame is a header and its payload.
type Frame struct {
	wire.Header
	Payload []byte
}

// Append appends the bytes of f. The length in the header is that of the payload, whatever f says.
func (f Frame) Append(b []byte) []byte {
	f.Length = len(f.Payload)
	return append(wire.AppendHeader(b, f.Header), f.Payload...)
}

// ParseFrame reads the first frame of b and returns the rest.
func ParseFrame(b []byte) (f Frame, rest []byte, err error) {
	if f.Header, err = wire.ParseHeader(b); err != nil {
		return f, b, err
	}
	b = b[wire.HeaderSize:]
	if len(b) < f.Length {
		return f, b, fmt.Errorf("%v frame has %d bytes of %d", f.Type, len(b), f.Length)
	}
	f.Payload = b[:f.Length:f.Length]
	return f, b[f.Length:], nil
}

// frame makes a frame of a type, with flags, on a stream and flow.
func frame(t wire.Type, stream uint32, flow uint16, flags wire.Flags, payload []byte) Frame {
	return Frame{wire.Header{Length: len(payload), Type: t, Flags: flags, Flow: flow, Stream: stream}, payload}
}

// Hello returns a HELLO.
func Hello(h wire.HelloFrame) Frame { return frame(wire.Hello, 0, 0, 0, wire.AppendHello(nil, h)) }

// Open returns the OPEN of a call whose arguments are whole.
func Open(stream uint32, o wire.OpenFrame, args []byte) Frame {
	return frame(wire.Open, stream, 0, wire.End, append(wire.AppendOpen(nil, &o), args...))
}

// Call returns the OPEN of a call by name, from a caller without a stub.
func Call(stream uint32, method string, args []byte) Frame {
	return Open(stream, wire.OpenFrame{Name: []byte(method)}, args)
}

// Data returns a DATA frame. Flags are often wire.End or wire.More.
func Data(stream uint32, flow uint16, flags wire.Flags, payload []byte) Frame {
	return frame(wire.Data, stream, flow, flags, payload)
}

// Reply returns the DATA that ends a call well.
func Reply(stream uint32, results []byte) Frame { return Data(stream, 0, wire.End, results) }

// Status returns a STATUS with an error tree of one node.
func Status(stream uint32, code uint8, flags wire.Flags, text string) Frame {
	tree := wire.AppendTree(nil, &wire.Node{Code: code, Text: text})
	return frame(wire.Status, stream, 0, flags, wire.AppendStatus(nil, &wire.StatusFrame{Code: code, Tree: tree}))
}

// Cancel returns a CANCEL.
func Cancel(stream uint32, flow uint16, c wire.CancelFrame) Frame {
	return frame(wire.Cancel, stream, flow, 0, wire.AppendCancel(nil, c))
}

// Credit returns a CREDIT of n bytes.
func Credit(stream uint32, flow uint16, n int64) Frame {
	return frame(wire.Credit, stream, flow, 0, wire.AppendCredit(nil, n))
}

// Ping returns a PING, or with wire.Ack its answer.
func Ping(flags wire.Flags, id uint64) Frame {
	return frame(wire.Ping, 0, 0, flags, binary.BigEndian.AppendUint64(nil, id))
}

// GoAway returns a GOAWAY.
func GoAway(g wire.GoAwayFrame) Frame {
	return frame(wire.GoAway, 0, 0, 0, wire.AppendGoAway(nil, g))
}

// Grant returns a GRANT.
func Grant(stream uint32, g wire.GrantFrame) Frame {
	return frame(wire.Grant, stream, 0, 0, wire.AppendGrant(nil, g))
}

// Callback returns a CALLBACK whose arguments are whole.
func Callback(stream uint32, flow uint16, id uint64, timeout time.Duration, args []byte) Frame {
	return frame(wire.Callback, stream, flow, 0, append(wire.AppendCallback(nil, id, true, timeout), args...))
}

// Answer returns an ANSWER whose results, or error tree, are whole.
func Answer(stream uint32, flow uint16, id uint64, code uint8, results []byte) Frame {
	return frame(wire.Answer, stream, flow, 0, append(wire.AppendAnswer(nil, id, true, code), results...))
}

// Unknown returns a frame of any type, with any payload.
func Unknown(t wire.Type, payload []byte) Frame { return frame(t, 0, 0, 0, payload) }
