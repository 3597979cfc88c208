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

	proof   proof
	last    int // where the last value of the message begins, if it is awaited
	compact bool
	own     bool
	given   bool

	shifts []shift // blocks that were moved

	left    int64 // bytes of memory that may still be allocated
	work    int64 // spent on fractions, see Reader.mayReduce
	limits  Limits
	count   int // values in the message
	failure *failure
}

// failure is the error of a Reader, and what tells its place.
type failure struct {
	err     *Error
	msg     []byte
	element int    // index of the value of the message that the error is in, or -1
	path    string // below the element
	walked  int    // bytes walked over for the path
}

// Open makes r read msg, which must be an array of values and nothing else. If it is not, r has an error, at the latest
// when Err is called, and reads zero values. Structs may be arrays of their fields only where compact is set, which is
// when both sides know that they agree on the fields.
//
// The message must not change while r reads it.
func (r *Reader) Open(msg []byte, compact bool, lim Limits) {
	r.buf, r.off, r.count = msg, 0, 0
	r.chunk, r.chunkAt = "", 0
	r.compact, r.own, r.given = compact, false, false
	r.limits, r.left, r.work = lim, lim.budget(len(msg)), 0
	r.failure, r.shifts = nil, nil
	if r.proof = r.survey(); r.proof == unproved {
		r.scan()
		if r.failure == nil {
			r.count, r.off = span(msg, 0)
		} else {
			r.count = 0
		}
	}
}

// Reset makes r forget its message.
func (r *Reader) Reset() {
	r.buf, r.chunk, r.failure, r.Names, r.shifts = nil, "", nil, nil, nil
	r.off, r.count, r.chunkAt, r.Within = 0, 0, 0, 0
	r.given = false
}

// Len returns the number of values in the message.
func (r *Reader) Len() int { return r.count }

// Failed reports whether r has an error. That a message is cut short, or goes on behind its end, may be seen by Err only.
func (r *Reader) Failed() bool { return r.failure != nil }

// Err returns the first error of r, an [*Error], or nil.
func (r *Reader) Err() error {
	r.prove()
	f := r.failure
	if f == nil {
		return nil
	}
	if f.element >= 0 {
		f.err.Path = r.element(f.element) + f.path
	}
	return f.err
}

// element names a value of the message.
func (r *Reader) element(i int) string {
	if i < len(r.Names) {
		return r.Names[i]
	}
	return index(i)
}

// Element returns the index of the value of the message that the error of r is in, or -1 if it is in none.
func (r *Reader) Element() int {
	if r.failure == nil {
		return -1
	}
	return r.failure.element
}

// Fail gives r an error about the value that was read last, unless it has one.
func (r *Reader) Fail(kind Kind, format string, args ...any) {
	r.failAt(max(r.off-1, 0), kind, format, args...)
}

// failHere fails for the value that is next.
func (r *Reader) failHere(kind Kind, format string, args ...any) {
	r.failAt(r.off, kind, format, args...)
}

// failAt fails for the value at off. A message that is malformed is said to be that, wherever else it is wrong.
func (r *Reader) failAt(off int, kind Kind, format string, args ...any) {
	r.prove()
	if r.failure == nil {
		r.unshift()
		r.fail(newError(kind, off, format, args), r.elementAt(off))
	}
}

func (r *Reader) fail(err *Error, element int) {
	r.failure = &failure{err: err, msg: r.buf, element: element}
	r.buf, r.off = nil, 0
}

// elementAt finds the value of the message that holds the byte at off. It walks from the start, so that
// reading has nothing to keep account of.
func (r *Reader) elementAt(off int) int {
	_, body := span(r.buf, 0)
	s := scanner{b: r.buf, off: body}
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
	if f := r.failure; f != nil && f.element >= 0 {
		f.path = prepend(element, f.path)
	}
}

// Charge takes size bytes for one new value from the budget of the message. It is called before the value is
// made, and reports whether it may be.
func (r *Reader) Charge(size int64) bool {
	return r.spend(padded(size))
}

// chargeTwo is Charge for two values of a size.
func (r *Reader) chargeTwo(size int64) bool { return r.spend(2 * padded(size)) }

// padded is what an allocation of size bytes costs with the padding of Go's size classes.
func padded(size int64) int64 { return size + min(size/8, 8<<10) + 8 }

func (r *Reader) spend(size int64) bool {
	if size > r.left {
		r.overBudget(r.off)
		return false
	}
	r.left -= size
	return r.failure == nil
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
	r.failAt(off, Budget, "the values of this message of %d bytes take more than %d bytes of memory (see MaxDecoded)", len(r.buf), r.limits.budget(len(r.buf)))
}

// Skip passes over one value.
func (r *Reader) Skip() {
	if r.prove(); r.off >= len(r.buf) {
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

// whole reports whether there is a next value, all of which is there.
func (r *Reader) whole() bool {
	if r.proof != proved && r.off < len(r.buf) {
		if end := leaf(r.buf, r.off); end > 0 && end <= len(r.buf) {
			return true
		}
	}
	r.prove()
	return r.off < len(r.buf)
}

// next returns the first byte of the value to be read, all of which is there, and nil's behind the end of the message.
func (r *Reader) next() byte {
	if r.prove(); r.off < len(r.buf) {
		return r.buf[r.off]
	}
	return null
}

// Nil reports whether the next value is nil, and if so passes over it.
func (r *Reader) Nil() bool {
	if r.off >= len(r.buf) {
		r.prove()
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
	if r.prove(); r.failure == nil {
		r.failHere(Type, "want "+want+", got "+describe(r.buf, r.off))
	}
}
