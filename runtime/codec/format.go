package codec

import "encoding/binary"

// First bytes of msgpack values, named as in its specification
// (https://github.com/msgpack/msgpack/blob/master/spec.md).
const (
	fixmap   = 0x80
	fixarray = 0x90
	fixstr   = 0xa0
	null     = 0xc0
	reserved = 0xc1
	false1   = 0xc2
	true1    = 0xc3
	bin8     = 0xc4
	bin16    = 0xc5
	bin32    = 0xc6
	ext8     = 0xc7
	ext16    = 0xc8
	ext32    = 0xc9
	float32b = 0xca
	float64b = 0xcb
	uint8b   = 0xcc
	uint16b  = 0xcd
	uint32b  = 0xce
	uint64b  = 0xcf
	int8b    = 0xd0
	int16b   = 0xd1
	int32b   = 0xd2
	int64b   = 0xd3
	fixext1  = 0xd4
	fixext2  = 0xd5
	fixext4  = 0xd6
	fixext8  = 0xd7
	fixext16 = 0xd8
	str8     = 0xd9
	str16    = 0xda
	str32    = 0xdb
	array16  = 0xdc
	array32  = 0xdd
	map16    = 0xde
	map32    = 0xdf
	negfix   = 0xe0
)

// family is what a value is, whatever its width.
type family uint8

const (
	famNil family = iota
	famBool
	famNumber
	famStr
	famBin
	famArray
	famMap
	famExt
	famReserved
)

func isNumber(c byte) bool { return c < fixmap || c >= negfix || c-float32b <= int64b-float32b }

func familyOf(c byte) family {
	switch {
	case isNumber(c):
		return famNumber
	case c < fixarray || c == map16 || c == map32:
		return famMap
	case c < fixstr || c == array16 || c == array32:
		return famArray
	case c < null || c >= str8 && c <= str32:
		return famStr
	case c == null:
		return famNil
	case c == false1 || c == true1:
		return famBool
	case c >= bin8 && c <= bin32:
		return famBin
	case c == reserved:
		return famReserved
	}
	return famExt
}

// span returns the length of a str, bin or ext or the count of an array or map whose first byte is
// b[off], and the offset of what comes behind it. The type of an ext stands in the byte before that.
// The message has been scanned: the bytes are there.
func span(b []byte, off int) (n, body int) {
	switch c := b[off]; {
	case c >= fixstr && c < null:
		return int(c - fixstr), off + 1
	case c >= fixmap && c < fixstr:
		return int(c & 15), off + 1
	case c == bin8 || c == str8:
		return int(b[off+1]), off + 2
	case c == bin16 || c == str16 || c == array16 || c == map16:
		return int(binary.BigEndian.Uint16(b[off+1:])), off + 3
	case c == bin32 || c == str32 || c == array32 || c == map32:
		return int(binary.BigEndian.Uint32(b[off+1:])), off + 5
	case c == ext8:
		return int(b[off+1]), off + 3
	case c == ext16:
		return int(binary.BigEndian.Uint16(b[off+1:])), off + 4
	case c == ext32:
		return int(binary.BigEndian.Uint32(b[off+1:])), off + 6
	case c >= fixext1 && c <= fixext16:
		return 1 << (c - fixext1), off + 2
	}
	return 0, off + 1
}

// describe names the value at b[off] in an error.
func describe(b []byte, off int) string {
	c := b[off]
	switch familyOf(c) {
	case famNil:
		return "nil"
	case famBool:
		return "bool"
	case famStr:
		return "string"
	case famBin:
		return "bytes"
	case famArray:
		return "array"
	case famMap:
		return "map"
	case famExt:
		_, body := span(b, off)
		return describeExt(int8(b[body-1]))
	}
	if c == float32b || c == float64b {
		return "float"
	}
	return "int"
}
