package codec

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// What a Bluebird encoder writes for a type is read by the function for that type; the other ways to write the same
// value are left to a function that knows them all. An integer below 128 is the byte that is its value.

// ReadInt reads an int.
func ReadInt(r *Reader) int {
	if o := r.off; o < len(r.buf) && r.buf[o] < fixmap {
		r.off = o + 1
		return int(r.buf[o])
	}
	return int(r.signed(bits.UintSize))
}

// ReadInt8 reads an int8.
func ReadInt8(r *Reader) int8 {
	if o := r.off; o < len(r.buf) && r.buf[o] < fixmap {
		r.off = o + 1
		return int8(r.buf[o])
	}
	return int8(r.signed(8))
}

// ReadInt16 reads an int16.
func ReadInt16(r *Reader) int16 {
	if o := r.off; o < len(r.buf) && r.buf[o] < fixmap {
		r.off = o + 1
		return int16(r.buf[o])
	}
	return int16(r.signed(16))
}

// ReadInt32 reads an int32.
func ReadInt32(r *Reader) int32 {
	if o := r.off; o < len(r.buf) && r.buf[o] < fixmap {
		r.off = o + 1
		return int32(r.buf[o])
	}
	return int32(r.signed(32))
}

// ReadInt64 reads an int64.
func ReadInt64(r *Reader) int64 {
	if o := r.off; o < len(r.buf) && r.buf[o] < fixmap {
		r.off = o + 1
		return int64(r.buf[o])
	}
	return r.signed(64)
}

// ReadUint reads a uint.
func ReadUint(r *Reader) uint {
	if o := r.off; o < len(r.buf) && r.buf[o] < fixmap {
		r.off = o + 1
		return uint(r.buf[o])
	}
	return uint(r.unsigned(bits.UintSize))
}

// ReadUint8 reads a uint8.
func ReadUint8(r *Reader) uint8 {
	if o := r.off; o < len(r.buf) && r.buf[o] < fixmap {
		r.off = o + 1
		return r.buf[o]
	}
	return uint8(r.unsigned(8))
}

// ReadUint16 reads a uint16.
func ReadUint16(r *Reader) uint16 {
	if o := r.off; o < len(r.buf) && r.buf[o] < fixmap {
		r.off = o + 1
		return uint16(r.buf[o])
	}
	return uint16(r.unsigned(16))
}

// ReadUint32 reads a uint32.
func ReadUint32(r *Reader) uint32 {
	if o := r.off; o < len(r.buf) && r.buf[o] < fixmap {
		r.off = o + 1
		return uint32(r.buf[o])
	}
	return uint32(r.unsigned(32))
}

// ReadUint64 reads a uint64.
func ReadUint64(r *Reader) uint64 {
	if o := r.off; o < len(r.buf) && r.buf[o] < fixmap {
		r.off = o + 1
		return uint64(r.buf[o])
	}
	return r.unsigned(64)
}

// ReadFloat64 reads a float64.
func ReadFloat64(r *Reader) float64 {
	if o := r.off; o+9 <= len(r.buf) && r.buf[o] == float64b {
		r.off = o + 9
		return math.Float64frombits(binary.BigEndian.Uint64(r.buf[o+1:]))
	}
	return r.float64()
}

// ReadFloat32 reads a float32. A float64 is taken where it is exact.
func ReadFloat32(r *Reader) float32 {
	if o := r.off; o+5 <= len(r.buf) && r.buf[o] == float32b {
		r.off = o + 5
		return math.Float32frombits(binary.BigEndian.Uint32(r.buf[o+1:]))
	}
	return r.float32()
}

// ReadBool reads a bool.
func ReadBool(r *Reader) bool {
	if o := r.off; o < len(r.buf) && r.buf[o]|1 == true1 {
		r.off = o + 1
		return r.buf[o] == true1
	}
	if !r.Nil() {
		r.wrongType("bool")
	}
	return false
}

// ReadComplex64 reads a complex64. A complex128 or a real number is taken where it is exact.
func ReadComplex64(r *Reader) complex64 {
	off := r.off
	c := ReadComplex128(r)
	d := complex64(c)
	if !sameComplex(complex128(d), c) {
		r.failAt(off, Range, "complex64 cannot hold %v", c)
		return 0
	}
	return d
}

// sameComplex compares part by part, NaN being equal to itself.
func sameComplex(a, b complex128) bool {
	same := func(x, y float64) bool { return x == y || x != x && y != y }
	return same(real(a), real(b)) && same(imag(a), imag(b))
}

// ReadComplex128 reads a complex128. A real number is taken where it is exact.
func ReadComplex128(r *Reader) complex128 {
	if familyOf(r.next()) != famExt {
		return complex(r.realPart(), 0)
	}
	n, body := span(r.buf, r.off)
	p := r.buf[body : body+n]
	switch typ := r.buf[body-1]; {
	case typ == extComplex64 && n == 8:
		r.off = body + n
		return complex(
			float64(math.Float32frombits(binary.BigEndian.Uint32(p))),
			float64(math.Float32frombits(binary.BigEndian.Uint32(p[4:]))))
	case typ == extComplex128 && n == 16:
		r.off = body + n
		return complex(
			math.Float64frombits(binary.BigEndian.Uint64(p)),
			math.Float64frombits(binary.BigEndian.Uint64(p[8:])))
	}
	r.wrongType("complex")
	return 0
}

func (r *Reader) realPart() float64 {
	if f := familyOf(r.next()); f != famNumber && f != famNil {
		r.wrongType("complex")
		return 0
	}
	return ReadFloat64(r)
}
