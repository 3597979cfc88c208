package codec

import (
	"encoding/binary"
	"math"
	"math/bits"
	"strconv"
)

// number is a numeric value as it stands in a message.
type number struct {
	form form
	bits uint64 // an int64, uint64 or float64
}

type form uint8

const (
	signed   form = iota // an integer that an int64 can hold
	unsigned             // one that only a uint64 can hold
	floating
)

func (n number) String() string {
	switch n.form {
	case signed:
		return strconv.FormatInt(int64(n.bits), 10)
	case unsigned:
		return strconv.FormatUint(n.bits, 10)
	}
	return strconv.FormatFloat(math.Float64frombits(n.bits), 'g', -1, 64)
}

// number reads any numeric value. nil is 0.
func (r *Reader) number(want string) (n number, ok bool) {
	c := r.next()
	switch {
	case isNumber(c):
		n = numberAt(r.buf, r.off)
		r.off += int(sizes[c])
		return n, true
	case r.Nil():
		return n, r.failure == nil
	}
	r.wrongType(want)
	return n, false
}

// numberAt decodes the numeric value that begins at b[off].
func numberAt(b []byte, off int) number {
	c, p := b[off], b[off+1:]
	switch c {
	case uint8b:
		return number{signed, uint64(p[0])}
	case uint16b:
		return number{signed, uint64(binary.BigEndian.Uint16(p))}
	case uint32b:
		return number{signed, uint64(binary.BigEndian.Uint32(p))}
	case uint64b:
		return fromUnsigned(binary.BigEndian.Uint64(p))
	case int8b:
		return fromSigned(int64(int8(p[0])))
	case int16b:
		return fromSigned(int64(int16(binary.BigEndian.Uint16(p))))
	case int32b:
		return fromSigned(int64(int32(binary.BigEndian.Uint32(p))))
	case int64b:
		return fromSigned(int64(binary.BigEndian.Uint64(p)))
	case float32b:
		return fromFloat(float64(math.Float32frombits(binary.BigEndian.Uint32(p))))
	case float64b:
		return number{floating, binary.BigEndian.Uint64(p)}
	}
	return fromSigned(int64(int8(c))) // fixint
}

func fromSigned(i int64) number { return number{signed, uint64(i)} }

func fromUnsigned(u uint64) number {
	if u > math.MaxInt64 {
		return number{unsigned, u}
	}
	return number{signed, u}
}

func fromFloat(f float64) number { return number{floating, math.Float64bits(f)} }

// int64 returns n as an integer, and whether it is one.
func (n number) int64() (int64, bool) {
	switch n.form {
	case signed:
		return int64(n.bits), true
	case unsigned:
		return 0, false
	}
	f := math.Float64frombits(n.bits)
	if f != math.Trunc(f) || f < -1<<63 || f >= 1<<63 {
		return 0, false
	}
	return int64(f), true
}

// uint64 returns n as an integer that is not negative, and whether it is one.
func (n number) uint64() (uint64, bool) {
	switch n.form {
	case signed:
		return n.bits, int64(n.bits) >= 0
	case unsigned:
		return n.bits, true
	}
	f := math.Float64frombits(n.bits)
	if f != math.Trunc(f) || f < 0 || f >= 1<<64 {
		return 0, false
	}
	return uint64(f), true
}

// float64 returns n as a float, and whether that is exact.
func (n number) float64() (float64, bool) {
	switch n.form {
	case signed:
		i := int64(n.bits)
		u := n.bits
		if i < 0 {
			u = -u
		}
		return float64(i), fitsMantissa(u, 53)
	case unsigned:
		return float64(n.bits), fitsMantissa(n.bits, 53)
	}
	return math.Float64frombits(n.bits), true
}

// float32 returns n as a float32, and whether that is exact. A NaN is a NaN.
func (n number) float32() (float32, bool) {
	f, exact := n.float64()
	g := float32(f)
	return g, exact && (float64(g) == f || f != f)
}

func fitsMantissa(u uint64, width int) bool {
	return bits.Len64(u)-bits.TrailingZeros64(u) <= width || u == 0
}

// signed reads an integer of the given width that is not a single positive byte. It looks for the forms in which
// msgpack sends a signed integer first.
func (r *Reader) signed(width int) (i int64) {
	off := r.off
	rest := r.buf[off:]
	switch {
	case len(rest) == 0:
		return r.signedLong(width)
	case rest[0] >= negfix:
		i = int64(int8(rest[0]))
		r.off = off + 1
	case rest[0] == int16b && len(rest) >= 3:
		i = int64(int16(binary.BigEndian.Uint16(rest[1:])))
		r.off = off + 3
	case rest[0] == int32b && len(rest) >= 5:
		i = int64(int32(binary.BigEndian.Uint32(rest[1:])))
		r.off = off + 5
	case rest[0] == int64b && len(rest) >= 9:
		i = int64(binary.BigEndian.Uint64(rest[1:]))
		r.off = off + 9
	default:
		return r.signedLong(width)
	}
	if i<<(64-width)>>(64-width) != i {
		r.outOfRange(off, fromSigned(i), "int"+strconv.Itoa(width))
		return 0
	}
	return i
}

// signedLong reads an integer of the given width from a number of any form.
func (r *Reader) signedLong(width int) int64 {
	off := r.off
	n, ok := r.number("int")
	if !ok {
		return 0
	}
	i, ok := n.int64()
	if !ok || i<<(64-width)>>(64-width) != i {
		r.outOfRange(off, n, "int"+strconv.Itoa(width))
		return 0
	}
	return i
}

// unsigned reads an integer of the given width that is not negative and not a single byte. It looks for the forms in which
// msgpack sends an unsigned integer first.
func (r *Reader) unsigned(width int) (u uint64) {
	off := r.off
	rest := r.buf[off:]
	switch {
	case len(rest) == 0:
		return r.unsignedLong(width)
	case rest[0] == uint8b && len(rest) >= 2:
		u = uint64(rest[1])
		r.off = off + 2
	case rest[0] == uint16b && len(rest) >= 3:
		u = uint64(binary.BigEndian.Uint16(rest[1:]))
		r.off = off + 3
	case rest[0] == uint32b && len(rest) >= 5:
		u = uint64(binary.BigEndian.Uint32(rest[1:]))
		r.off = off + 5
	case rest[0] == uint64b && len(rest) >= 9:
		u = binary.BigEndian.Uint64(rest[1:])
		r.off = off + 9
	default:
		return r.unsignedLong(width)
	}
	if u<<(64-width)>>(64-width) != u {
		r.outOfRange(off, fromUnsigned(u), "uint"+strconv.Itoa(width))
		return 0
	}
	return u
}

// unsignedLong reads an integer that is not negative from a number of any form.
func (r *Reader) unsignedLong(width int) uint64 {
	off := r.off
	n, ok := r.number("int")
	if !ok {
		return 0
	}
	u, ok := n.uint64()
	if !ok || u<<(64-width)>>(64-width) != u {
		r.outOfRange(off, n, "uint"+strconv.Itoa(width))
		return 0
	}
	return u
}

// float64 reads a float that is not in its own form.
func (r *Reader) float64() float64 {
	off := r.off
	n, ok := r.number("float")
	if !ok {
		return 0
	}
	f, exact := n.float64()
	if !exact {
		r.outOfRange(off, n, "float64")
		return 0
	}
	return f
}

// float32 reads a float that is not in its own form.
func (r *Reader) float32() float32 {
	off := r.off
	n, ok := r.number("float")
	if !ok {
		return 0
	}
	f, exact := n.float32()
	if !exact {
		r.outOfRange(off, n, "float32")
		return 0
	}
	return f
}

func (r *Reader) outOfRange(off int, n number, target string) {
	r.failAt(off, Range, "%s cannot hold %s", target, n)
}
