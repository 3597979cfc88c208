package codec

import (
	"math"
	"math/bits"
)

// Limits bounds what reading one message may cost. The zero value has the defaults.
type Limits struct {
	MaxDepth   int   // levels of nesting in a value; 0 is DefaultMaxDepth, the most there is is 10 000
	MaxDecoded int64 // bytes of memory for the values read; 0 is DefaultMaxDecoded, negative is no limit but the message's own
	MaxForeign int64 // bytes that a type's own decoder may see; 0 is DefaultMaxForeign, negative is no limit
}

func (l Limits) foreign() int64 {
	switch {
	case l.MaxForeign == 0:
		return DefaultMaxForeign
	case l.MaxForeign < 0:
		return math.MaxInt64
	}
	return l.MaxForeign
}

// A message of n bytes may cost budgetFactor × n + budgetFloor bytes of memory: honest small elements take up to
// 50 bytes for each of their bytes on the wire.
const (
	budgetFactor = 64
	budgetFloor  = 1 << 20
)

func (l Limits) budget(size int) int64 {
	n := budgetFactor*int64(size) + budgetFloor
	switch {
	case l.MaxDecoded < 0:
		return n
	case l.MaxDecoded == 0:
		return min(n, DefaultMaxDecoded)
	}
	return min(n, l.MaxDecoded)
}

// Reader reads the values of one message, one after the other. Errors are sticky: after the first, every
// read returns the zero value and every loop over elements ends, so that it is enough to ask [Reader.Err]
// once at the end. Behind the last value of the message every read returns the zero value too: an older
// sender knows fewer arguments than we do.
//
// The values read share no memory with the message, unless [Reader.Own] allows it. A Reader is not safe for use by several
// goroutines.
type Reader struct {
	// Names are what errors call the values of the message, such as the names of a method's parameters. Without, they
	// are called by their index. Open leaves Names as it is.
	Names []string

	// Within counts the errors whose details the message is, one in the other. Open sets it to 0.
	Within int

	buf []byte // the message; nil after an error, so that no fast path has to look for one
	off int    // of the next value

	chunk   string // copy of a part of the message, for its strings to share
	chunkAt int    // where in the message it begins
	share   bool   // strings are to be cut from chunks

	compact bool
	own     bool
	given   bool

	left       int64 // bytes of memory that may still be allocated
	budget     int64 // bytes of memory that might be at the beginning
	maxForeign int64 // bytes that a foreign decoder may see
	size       int   // of the message
	count      int   // values in the message
	body       int   // offset of the first of them
	element    int   // index of the one that an error is in

	err    *Error
	path   string // of err, below the element
	failed []byte // the message, after an error
	walked int    // bytes walked over for the path
}

// Open makes r read msg, which must be an array of values and nothing else. It scans all of msg first; on
// failure r has an error and reads zero values. Structs may be arrays of their fields only where compact
// is set, which is when both sides know that they agree on the fields.
//
// The message must not change while r reads it.
func (r *Reader) Open(msg []byte, compact bool, lim Limits) {
	budget := lim.budget(len(msg))
	*r = Reader{Names: r.Names, buf: msg, compact: compact, size: len(msg), left: budget, budget: budget, maxForeign: lim.foreign(), element: -1}
	s := scanner{b: msg}
	if err := s.message(depthLimit(lim.MaxDepth), 1); err != nil {
		r.fail(err)
		return
	}
	if familyOf(msg[0]) != famArray {
		r.fail(newError(Type, 0, "want an array of values, got "+describe(msg, 0), nil))
		return
	}
	r.count, r.body = span(msg, 0)
	r.off = r.body
	r.share = worthSharing(s.text, len(msg))
}

// Len returns the number of values in the message.
func (r *Reader) Len() int { return r.count }

// Failed reports whether r has an error.
func (r *Reader) Failed() bool { return r.err != nil }

// Err returns the first error of r, an [*Error], or nil.
func (r *Reader) Err() error {
	if r.err == nil {
		return nil
	}
	r.err.Path = r.root() + r.path
	if r.element < 0 && len(r.path) > 0 && r.path[0] == '.' {
		r.err.Path = r.path[1:]
	}
	return r.err
}

// root names the value of the message that the error is in.
func (r *Reader) root() string {
	switch {
	case r.element < 0:
		return ""
	case r.element < len(r.Names):
		return r.Names[r.element]
	}
	return index(r.element)
}

// Element returns the index of the value of the message that the error of r is in, or -1 if it is in none.
func (r *Reader) Element() int {
	if r.err == nil {
		return -1
	}
	return r.element
}

// Fail gives r an error about the value that was read last, unless it has one.
func (r *Reader) Fail(kind Kind, format string, args ...any) {
	r.failAt(max(r.off-1, 0), kind, format, args...)
}

// failHere fails for the value that is next.
func (r *Reader) failHere(kind Kind, format string, args ...any) {
	r.failAt(r.off, kind, format, args...)
}

func (r *Reader) failAt(off int, kind Kind, format string, args ...any) {
	if r.err != nil {
		return
	}
	r.element = r.elementAt(off)
	r.fail(newError(kind, off, format, args))
}

func (r *Reader) fail(err *Error) {
	r.err = err
	r.failed = r.buf
	r.buf, r.off = nil, 0
}

// elementAt finds the value of the message that holds the byte at off. It walks from the start, so that
// reading has nothing to keep account of.
func (r *Reader) elementAt(off int) int {
	s := scanner{b: r.buf, off: r.body}
	for i := range r.count {
		if s.values(1, hardMaxDepth+1) != sound {
			return i
		}
		if off < s.off {
			return i
		}
	}
	return r.count - 1
}

// AtIndex adds the index of an element to the path of the error, innermost first: a reader of a slice calls
// it when the element at i has failed.
func (r *Reader) AtIndex(i int) { r.at(index(i)) }

// AtKey adds the key of a map's entry to the path of the error, as AtIndex does.
func (r *Reader) AtKey(k string) { r.at(key(k)) }

func (r *Reader) at(element string) {
	if r.err != nil {
		r.path = prepend(element, r.path)
	}
}

// Charge takes size bytes for one new value from the budget of the message. It is called before the value is
// made, and reports whether it may be.
func (r *Reader) Charge(size int64) bool {
	return r.spend(padded(size))
}

// padded is what an allocation of size bytes costs with the padding of Go's size classes.
func padded(size int64) int64 { return size + min(size/8, 8<<10) + 8 }

func (r *Reader) spend(size int64) bool {
	if size > r.left {
		r.overBudget(r.off)
		return false
	}
	r.left -= size
	return r.err == nil
}

// chargeMany charges for n elements of size bytes in one allocation.
func (r *Reader) chargeMany(off, n int, size int64) bool {
	hi, total := bits.Mul64(uint64(n), uint64(size))
	if hi != 0 || total > uint64(r.left) || padded(int64(total)) > r.left {
		r.overBudget(off)
		return false
	}
	if total > 0 {
		r.left -= padded(int64(total))
	}
	return true
}

func (r *Reader) overBudget(off int) {
	r.failAt(off, Budget, "the values of this message of %d bytes take more than %d bytes of memory (see MaxDecoded)", r.size, r.budget)
}

// Skip passes over one value.
func (r *Reader) Skip() {
	if r.off >= len(r.buf) {
		return
	}
	switch c := r.buf[r.off]; familyOf(c) {
	case famStr, famBin, famExt:
		n, body := span(r.buf, r.off)
		r.off = body + n
		return
	case famNil, famBool, famNumber:
		r.off += int(sizes[c])
		return
	}
	s := scanner{b: r.buf, off: r.off}
	if s.values(1, hardMaxDepth+1) != sound {
		r.failHere(Malformed, "message is cut short")
		return
	}
	r.off = s.off
}

// next returns the first byte of the value to be read, and nil's behind the end of the message.
func (r *Reader) next() byte {
	if r.off < len(r.buf) {
		return r.buf[r.off]
	}
	return null
}

// Nil reports whether the next value is nil, and if so passes over it.
func (r *Reader) Nil() bool {
	if r.off >= len(r.buf) {
		return true
	}
	if r.buf[r.off] == null {
		r.off++
		return true
	}
	return false
}

// wrongType fails with the type that was wanted and the one that is there.
func (r *Reader) wrongType(want string) {
	r.failHere(Type, "want "+want+", got "+describe(r.buf, r.off))
}
