// Package codec is what generated code calls to turn Go values into msgpack and back.
//
// It knows bytes and Go values: the msgpack format, limits, the rules for nil, and blocks of numbers.
// It does not know calls, frames or connections, starts no goroutine, and imports nothing of
// Bluebird: the runtime turns its errors into codes.
//
// # Writing
//
// Values are appended to a []byte, scalars by msgp's own functions, the rest by functions here. What
// a message needs beyond its bytes (is it compact, how deep is it, which payloads were left out of the
// buffer) stands in one [Encoder].
//
// # Reading
//
// A [Reader] opens one message, an array of values. It scans all of it, without allocating, so that
// everything behind works on well-formed bytes of bounded depth: every announced element is there. The
// scan of a small message may be put off until something comes that needs it; what is read without
// is at most 1 KiB in size and looks for the end of the message itself. What is made while reading is
// first charged to a budget, so a message of n bytes never costs more than 64 × n + 1 MiB of memory, nor
// more than Limits.MaxDecoded. Errors are sticky; after one every read returns the zero value at once, and
// structs that generated code was reading are zero again.
//
// A value is read as the type asked for wherever it can be told exactly: integers of any width,
// floats and integers, strings and bytes, blocks and arrays. nil is the zero value of every type.
// Strings may hold any bytes, as in Go; they are not required to be UTF-8.
//
// # Blocks
//
// A slice of [BlockMin] numbers or more travels as one msgpack extension, its elements little-endian
// one after the other; so does a shorter one in an any, which would arrive as a []any otherwise. The type of the
// extension names the type of the elements:
//
//	32 int8    33 int16   34 int32     35 int64 and int
//	           36 uint16  37 uint32    38 uint64 and uint
//	39 float32 40 float64 41 complex64 42 complex128
//
// 43 is an integer of any size: a byte that is 1 if it is negative, and its bytes, the highest first. 44 holds the name of
// a registered type; it stands before a value of that type, in an array of two.
//
// Bytes need none, they are msgpack's bin. msgp itself uses 3 for complex64, 4 for complex128 and 5 for
// time.Time, and so does Bluebird; -1, the timestamp of the msgpack specification, is read too.
package codec

// The limits of a message that are in force where [Limits] or [Encoder] leave them at 0.
const (
	DefaultMaxDepth   = 1000
	DefaultMaxDecoded = 64 << 20
)

// BlockMin is the number of elements from which a slice of numbers travels as a block.
const BlockMin = 8

// LargeSize is the number of bytes from which a payload is left out of the buffer when a message is
// encoded, and may be given away with it when one is read.
const LargeSize = 64 << 10

// Extension types of blocks, one for each type of element.
const (
	ExtInt8 int8 = 32 + iota
	ExtInt16
	ExtInt32
	ExtInt64
	ExtUint16
	ExtUint32
	ExtUint64
	ExtFloat32
	ExtFloat64
	ExtComplex64
	ExtComplex128
	ExtBigInt // an integer that has more than 64 bits
	ExtType   // the name of a registered type, see Register
)

// Number is what the elements of a block can be. A slice of bytes is no block but msgpack's bin; the
// functions for numbers take it all the same.
type Number interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 |
		~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 |
		~float32 | ~float64 | ~complex64 | ~complex128
}
