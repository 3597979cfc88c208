package codec

import (
	"encoding/binary"
	"math"
	"math/bits"
	"reflect"
	"unsafe"
)

// elem is a type of numbers in a block or in memory.
type elem uint8

const (
	elemUint8 elem = iota // in a bin
	elemInt8
	elemInt16
	elemInt32
	elemInt64
	elemUint16
	elemUint32
	elemUint64
	elemFloat32
	elemFloat64
	elemComplex64
	elemComplex128
)

var elemNames = [...]string{"uint8", "int8", "int16", "int32", "int64", "uint16", "uint32", "uint64", "float32", "float64", "complex64", "complex128"}

func (e elem) String() string { return elemNames[e] }

// size returns the number of bytes of one element.
func (e elem) size() int { return int("\x01\x01\x02\x04\x08\x02\x04\x08\x04\x08\x08\x10"[e]) }

// shift returns the logarithm of size.
func (e elem) shift() uint { return uint("\x00\x00\x01\x02\x03\x01\x02\x03\x02\x03\x03\x04"[e]) }

// word returns how many bytes the order of bytes concerns at a time: a complex number is two words.
func (e elem) word() int {
	if e >= elemComplex64 {
		return e.size() / 2
	}
	return e.size()
}

// ext returns the type of the extension that is a block of e.
func (e elem) ext() int8 { return ExtInt8 + int8(e-elemInt8) }

func elemOfExt(typ int8) (e elem, ok bool) {
	if typ < ExtInt8 || typ > ExtComplex128 {
		return 0, false
	}
	return elemInt8 + elem(typ-ExtInt8), true
}

// elemOf returns what numbers of a kind are in memory.
func elemOf(k reflect.Kind) elem {
	switch k {
	case reflect.Uint8:
		return elemUint8
	case reflect.Int8:
		return elemInt8
	case reflect.Int16:
		return elemInt16
	case reflect.Int32:
		return elemInt32
	case reflect.Int64:
		return elemInt64
	case reflect.Uint16:
		return elemUint16
	case reflect.Uint32:
		return elemUint32
	case reflect.Uint64:
		return elemUint64
	case reflect.Float32:
		return elemFloat32
	case reflect.Float64:
		return elemFloat64
	case reflect.Complex64:
		return elemComplex64
	case reflect.Complex128:
		return elemComplex128
	case reflect.Int:
		if bits.UintSize == 32 {
			return elemInt32
		}
		return elemInt64
	}
	if bits.UintSize == 32 { // reflect.Uint
		return elemUint32
	}
	return elemUint64
}

// wireElem returns what numbers of a kind are in a block: as in memory, but int and uint have 64 bits always.
func wireElem(k reflect.Kind) elem {
	switch k {
	case reflect.Int:
		return elemInt64
	case reflect.Uint:
		return elemUint64
	}
	return elemOf(k)
}

// littleEndian tells whether memory here looks as a block does.
func littleEndian() bool { return binary.NativeEndian.Uint16([]byte{1, 0}) == 1 }

// swapWords turns round the bytes of every word of p: the same on all hosts, called on big-endian ones.
func swapWords(p []byte, word int) {
	switch word {
	case 2:
		for ; len(p) >= 2; p = p[2:] {
			binary.BigEndian.PutUint16(p, binary.LittleEndian.Uint16(p))
		}
	case 4:
		for ; len(p) >= 4; p = p[4:] {
			binary.BigEndian.PutUint32(p, binary.LittleEndian.Uint32(p))
		}
	case 8:
		for ; len(p) >= 8; p = p[8:] {
			binary.BigEndian.PutUint64(p, binary.LittleEndian.Uint64(p))
		}
	}
}

// at returns element i of the block p of e, which is not complex.
func (e elem) at(p []byte, i int) number {
	p = p[i*e.size():]
	switch e {
	case elemUint8:
		return fromUnsigned(uint64(p[0]))
	case elemInt8:
		return fromSigned(int64(int8(p[0])))
	case elemInt16:
		return fromSigned(int64(int16(binary.LittleEndian.Uint16(p))))
	case elemInt32:
		return fromSigned(int64(int32(binary.LittleEndian.Uint32(p))))
	case elemInt64:
		return fromSigned(int64(binary.LittleEndian.Uint64(p)))
	case elemUint16:
		return fromUnsigned(uint64(binary.LittleEndian.Uint16(p)))
	case elemUint32:
		return fromUnsigned(uint64(binary.LittleEndian.Uint32(p)))
	case elemUint64:
		return fromUnsigned(binary.LittleEndian.Uint64(p))
	case elemFloat32:
		return fromFloat(float64(math.Float32frombits(binary.LittleEndian.Uint32(p))))
	}
	return fromFloat(math.Float64frombits(binary.LittleEndian.Uint64(p)))
}

// complexAt returns element i of the block p of e.
func (e elem) complexAt(p []byte, i int) (c complex128, ok bool) {
	switch e {
	case elemComplex64:
		return complex(fromBlock32(p[8*i:]), fromBlock32(p[8*i+4:])), true
	case elemComplex128:
		return complex(fromBlock64(p[16*i:]), fromBlock64(p[16*i+8:])), true
	}
	f, exact := e.at(p, i).float64()
	return complex(f, 0), exact
}

func fromBlock32(p []byte) float64 {
	return float64(math.Float32frombits(binary.LittleEndian.Uint32(p)))
}

func fromBlock64(p []byte) float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(p))
}

// store puts n where p points to a number of type e, and reports whether it can hold it exactly.
func (e elem) store(p unsafe.Pointer, n number) bool {
	switch e {
	case elemUint8:
		return storeUint((*uint8)(p), n)
	case elemUint16:
		return storeUint((*uint16)(p), n)
	case elemUint32:
		return storeUint((*uint32)(p), n)
	case elemUint64:
		return storeUint((*uint64)(p), n)
	case elemInt8:
		return storeInt((*int8)(p), n)
	case elemInt16:
		return storeInt((*int16)(p), n)
	case elemInt32:
		return storeInt((*int32)(p), n)
	case elemInt64:
		return storeInt((*int64)(p), n)
	case elemFloat32:
		f, exact := n.float32()
		*(*float32)(p) = f
		return exact
	}
	f, exact := n.float64()
	*(*float64)(p) = f
	return exact
}

// storeComplex puts c where p points to a complex number of type e, and reports whether it can hold it exactly.
func (e elem) storeComplex(p unsafe.Pointer, c complex128) bool {
	if e == elemComplex128 {
		*(*complex128)(p) = c
		return true
	}
	*(*complex64)(p) = complex64(c)
	return sameComplex(complex128(complex64(c)), c)
}

func storeInt[T int8 | int16 | int32 | int64](p *T, n number) bool {
	i, ok := n.int64()
	*p = T(i)
	return ok && int64(*p) == i
}

func storeUint[T uint8 | uint16 | uint32 | uint64](p *T, n number) bool {
	u, ok := n.uint64()
	*p = T(u)
	return ok && uint64(*p) == u
}
