package codec

import (
	"math"
	"unsafe"

	"github.com/tinylib/msgp/msgp"
)

// Encoder is what appending the values of one message needs beside the bytes. The zero value is ready. Errors are
// sticky: what is appended after the first is not worth sending.
type Encoder struct {
	Compact  bool // structs are arrays of their fields, since the reader is known to agree on them
	NoRefs   bool // large payloads are copied like all others
	RefSize  int  // bytes from which a payload is large; 0 is LargeSize
	MaxDepth int  // levels of recursion in a value; 0 is DefaultMaxDepth
	Within   int  // errors whose details the message is, one in the other

	depth int
	refs  []Ref
	err   *Error
	path  string
}

// Ref is a payload that belongs into a message at an offset of the bytes appended so far, but was not copied
// there. It is memory of the value that was appended, which must not change until the message is sent.
type Ref struct {
	Off  int
	Data []byte
}

// Reset makes e ready for another message.
func (e *Encoder) Reset(compact bool) {
	clear(e.refs)
	e.refs = e.refs[:0]
	e.Compact = compact
	e.depth, e.err, e.path = 0, nil, ""
}

// Refs returns the payloads of [LargeSize] or more that were left out, in order of their offsets. They are valid until
// Reset.
func (e *Encoder) Refs() []Ref { return e.refs }

// Err returns the first error of e, an [*Error], or nil.
func (e *Encoder) Err() error {
	if e.err == nil {
		return nil
	}
	e.err.Path = e.path
	if e.path != "" && e.path[0] == '.' {
		e.err.Path = e.path[1:]
	}
	return e.err
}

// Fail gives e an error, unless it has one.
func (e *Encoder) Fail(kind Kind, format string, args ...any) {
	if e.err == nil {
		e.err = newError(kind, -1, format, args)
	}
}

// Enter is called before a value of a recursive type is appended, and Leave after it. If Enter returns false the
// value is too deep, or an error occurred before; then nil is appended in its place and Leave is not called.
func (e *Encoder) Enter() bool {
	if e.err != nil || e.depth >= e.MaxDepth && e.tooDeep() {
		return false
	}
	e.depth++
	return true
}

// Leave ends what Enter began.
func (e *Encoder) Leave() { e.depth-- }

func (e *Encoder) tooDeep() bool {
	limit := depthLimit(e.MaxDepth)
	if e.depth <= limit { // the last level may be a nil or a pointer, which is none on the wire
		return false
	}
	e.Fail(Cycle, "the value contains itself, or is nested deeper than MaxDepth (%d)", limit)
	return true
}

// AppendBytes appends v as bytes; nil is nil. From [LargeSize] up v is left out of b and recorded in e, see
// [Encoder.Refs].
func AppendBytes[S ~[]E, E ~uint8](b []byte, v S, e *Encoder) []byte {
	if v == nil {
		return append(b, null)
	}
	return appendBytes(b, unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(v))), len(v)), e)
}

func appendBytes(b, v []byte, e *Encoder) []byte {
	if len(v) <= math.MaxUint8 {
		return append(append(b, bin8, byte(len(v))), v...)
	}
	if len(v) < e.large() {
		return msgp.AppendBytes(b, v)
	}
	e.checkSize(len(v))
	return e.payload(msgp.AppendBytesHeader(b, uint32(len(v))), v)
}

// large is the number of bytes from which a payload is left out.
func (e *Encoder) large() int {
	if e.RefSize > 0 {
		return e.RefSize
	}
	return LargeSize
}

// payload appends data, or leaves it out.
func (e *Encoder) payload(b, data []byte) []byte {
	if len(data) < e.large() || e.NoRefs {
		return append(b, data...)
	}
	e.refs = append(e.refs, Ref{len(b), data})
	return b
}

// checkSize fails for a payload that msgpack has no header for.
func (e *Encoder) checkSize(size int) {
	if uint64(size) > math.MaxUint32 {
		e.Fail(Range, "%d bytes are more than msgpack can hold in one value", size)
	}
}

// at adds an element to the path of the error, innermost first.
func (e *Encoder) at(element string) {
	if e.err != nil {
		e.path = prepend(element, e.path)
	}
}
