package codec

import (
	"math/big"
	"strings"

	"github.com/tinylib/msgp/msgp"
)

// AppendBigInt appends v: as an integer if it fits one, else as an extension of its sign (0 or 1) and its bytes, the
// highest first.
func AppendBigInt(b []byte, v *big.Int, e *Encoder) []byte {
	switch {
	case v.IsInt64():
		return msgp.AppendInt64(b, v.Int64())
	case v.IsUint64():
		return msgp.AppendUint64(b, v.Uint64())
	}
	size := 1 + (v.BitLen()+7)/8
	e.checkSize(size)
	b = append(b, ext32, byte(size>>24), byte(size>>16), byte(size>>8), byte(size), byte(ExtBigInt))
	b = append(b, signBit(v))
	return append(b, v.Bytes()...)
}

func signBit(v *big.Int) byte {
	if v.Sign() < 0 {
		return 1
	}
	return 0
}

// ReadBigInt reads an integer of any size into v, which points to a zero value.
func ReadBigInt(r *Reader, v *big.Int) {
	if familyOf(r.next()) != famExt {
		n, ok := r.number("integer")
		switch {
		case !ok || !r.Charge(8):
		case n.form == unsigned:
			v.SetUint64(n.bits)
		default:
			i, whole := n.int64()
			if !whole {
				r.Fail(Range, "big.Int cannot hold %s", n)
			}
			v.SetInt64(i)
		}
		return
	}
	n, body := span(r.buf, r.off)
	if int8(r.buf[body-1]) != ExtBigInt || n == 0 || r.buf[body] > 1 {
		r.wrongType("integer")
		return
	}
	if !r.Charge(int64(n) + 8) {
		return
	}
	v.SetBytes(r.buf[body+1 : body+n])
	if r.buf[body] == 1 {
		v.Neg(v)
	}
	r.off = body + n
}

// AppendBigRat appends v as an array of its numerator and its denominator. A zero value is nil.
func AppendBigRat(b []byte, v *big.Rat, e *Encoder) []byte {
	if isZero(v) {
		return append(b, null)
	}
	b = append(b, fixarray|2)
	b = AppendBigInt(b, v.Num(), e)
	return AppendBigInt(b, v.Denom(), e)
}

// ReadBigRat reads a fraction into v, which points to a zero value. An integer is taken too, and so is a short text such
// as "3/4".
func ReadBigRat(r *Reader, v *big.Rat) {
	off := r.off
	switch familyOf(r.next()) {
	case famNil:
		r.Nil()
	case famArray:
		readFraction(r, v, off)
	case famStr:
		readRatText(r, v)
	default:
		var n big.Int
		ReadBigInt(r, &n)
		if r.chargeTwo(8) { // a copy, and the denominator
			v.SetInt(&n)
		}
	}
}

func readFraction(r *Reader, v *big.Rat, off int) {
	if !r.Array(2) {
		return
	}
	var num, denom big.Int
	ReadBigInt(r, &num)
	ReadBigInt(r, &denom)
	switch {
	case r.Failed():
	case denom.Sign() <= 0:
		r.failAt(off, Range, "a denominator must be positive")
	case num.BitLen() > maxRatBits || denom.BitLen() > maxRatBits:
		r.failAt(off, Range, "a fraction of more than %d bits", maxRatBits)
	case r.mayReduce(off, &num, &denom):
		v.SetFrac(&num, &denom)
	}
}

// To reduce a fraction takes time that grows with the square of its length, about a picosecond for each bit of the numerator
// and each of the denominator. So the message has a budget for that, too: it may hold one of the longest, or be full of such
// as have 1/16 of that length.
const (
	maxRatBits  = 1 << 18
	maxRatText  = 1 << 12
	ratWork     = maxRatBits * maxRatBits // in any message
	ratWorkByte = 1 << 16                 // for each byte of one, if that is more
)

// mayReduce takes the work to reduce a fraction from the budget of the message, and reports whether it may be done.
func (r *Reader) mayReduce(off int, num, denom *big.Int) bool {
	r.work += int64(num.BitLen()) * int64(denom.BitLen())
	if r.work > max(ratWork, ratWorkByte*int64(len(r.buf))) {
		r.failAt(off, Budget, "the fractions of this message of %d bytes take too much work", len(r.buf))
		return false
	}
	return true
}

func readRatText(r *Reader, v *big.Rat) {
	off := r.off
	s := ReadString(r)
	// An exponent could stand for a number of any size.
	if len(s) > maxRatText || strings.Trim(s, "+-0123456789/.") != "" {
		r.failAt(off, Range, "want a fraction such as \"3/4\", got %s", quote(s))
		return
	}
	if !r.Charge(128) { // what SetString makes for the shortest text
		return
	}
	if _, ok := v.SetString(s); !ok {
		r.failAt(off, Range, "want a fraction such as \"3/4\", got %s", quote(s))
	}
}
