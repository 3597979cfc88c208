package codec

import "encoding/binary"

// Scan reports whether msg is exactly one well-formed msgpack value, nested at most maxDepth deep (0 is
// the default, negative the most there is). It allocates nothing unless it fails, and takes time in
// proportion to len(msg) whatever msg says.
func Scan(msg []byte, maxDepth int) error {
	s := scanner{b: msg}
	if err := s.message(depthLimit(maxDepth), 0); err != nil {
		return err
	}
	return nil
}

// hardMaxDepth is the most that MaxDepth can be: readers of recursive types recurse, and the stack
// of a goroutine is not endless.
const hardMaxDepth = 10_000

func depthLimit(n int) int {
	switch {
	case n == 0:
		return DefaultMaxDepth
	case n < 0 || n > hardMaxDepth:
		return hardMaxDepth
	}
	return n
}

// fault is why a scan ended.
type fault uint8

const (
	sound fault = iota
	truncated
	crowded // more elements announced than bytes are left
	tooDeep
	unassigned
)

// scanner walks over values without looking at what they mean.
type scanner struct {
	b    []byte
	off  int // of the next value; after a fault, of the one at fault
	text int // bytes of all strings so far
}

// message walks over one value that must be all of the message. It may be nested as deep as limit, not counting the
// levels that hold the message together.
func (s *scanner) message(limit, levels int) *Error {
	f := s.values(1, limit+levels)
	switch {
	case f == sound && s.off == len(s.b):
		return nil
	case f == sound:
		return newError(Malformed, s.off, "%d bytes behind the end of the message", []any{len(s.b) - s.off})
	case f == tooDeep:
		return newError(Depth, s.off, "nested deeper than MaxDepth (%d)", []any{limit})
	case f == crowded:
		return newError(Malformed, s.off, "more elements announced than the message has bytes", nil)
	case f == unassigned:
		return newError(Malformed, s.off, "byte 0xc1 begins no value", nil)
	}
	return newError(Malformed, s.off, "message is cut short", nil)
}

// For values that their first byte tells the size of, sizes gives that size, and kids the number of values behind it
// that belong to it. A size of 0 means that more must be read.
const (
	sizes = "" +
		ones32 + ones32 + ones32 + ones32 + // 0x00 positive fixint
		ones16 + ones16 + // 0x80 fixmap, 0x90 fixarray
		"\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10" + // 0xa0 fixstr
		"\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x20" +
		"\x01\x00\x01\x01" + // 0xc0 nil, unassigned, false, true
		"\x00\x00\x00\x00\x00\x00" + // 0xc4 bin8 bin16 bin32 ext8 ext16 ext32
		"\x05\x09" + // 0xca float32 float64
		"\x02\x03\x05\x09\x02\x03\x05\x09" + // 0xcc uint8 to uint64, int8 to int64
		"\x03\x04\x06\x0a\x12" + // 0xd4 fixext1 to fixext16
		"\x00\x00\x00\x00\x00\x00\x00" + // 0xd9 str8 str16 str32 array16 array32 map16 map32
		ones32 // 0xe0 negative fixint

	kids = "" +
		zeros32 + zeros32 + zeros32 + zeros32 +
		"\x00\x02\x04\x06\x08\x0a\x0c\x0e\x10\x12\x14\x16\x18\x1a\x1c\x1e" +
		"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f" +
		zeros32 + zeros32 + zeros32

	ones16  = "\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01"
	ones32  = ones16 + ones16
	zeros16 = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	zeros32 = zeros16 + zeros16
)

// scanLevels is how many levels of nesting one call of values keeps track of.
const scanLevels = 32

// values walks over n values. Its own stack is small, since it is cleared on every call; the few messages that
// nest deeper make it call itself, once for every scanLevels levels.
//
// Where a value ends is known only when its first byte is, and so each step would wait for the one before. The
// commonest sizes are constants behind a branch instead, which a processor takes before it knows.
func (s *scanner) values(n, depth int) fault {
	var stack [scanLevels]int // values left on each level outside the current one
	level := 0
	b, off, text := s.b, s.off, s.text
	for {
		for n > 0 {
			if uint(off) >= uint(len(b)) {
				s.off = len(b)
				return truncated
			}
			n--
			c := b[off]
			if c-fixstr < 32 {
				text += int(c-fixstr) + 1
				switch c {
				case fixstr:
					off += 1
				case fixstr | 1:
					off += 2
				case fixstr | 2:
					off += 3
				case fixstr | 3:
					off += 4
				case fixstr | 4:
					off += 5
				case fixstr | 5:
					off += 6
				case fixstr | 6:
					off += 7
				case fixstr | 7:
					off += 8
				case fixstr | 8:
					off += 9
				case fixstr | 9:
					off += 10
				case fixstr | 10:
					off += 11
				case fixstr | 11:
					off += 12
				case fixstr | 12:
					off += 13
				case fixstr | 13:
					off += 14
				case fixstr | 14:
					off += 15
				case fixstr | 15:
					off += 16
				default:
					off += int(c-fixstr) + 1
				}
				continue
			}
			if c < fixmap {
				off++
				continue
			}
			size, inner := int(sizes[c]), 0
			switch size {
			case 1:
				size, inner = 1, int(kids[c])
			case 9:
				off += 9
				continue
			case 0:
				var f fault
				if size, inner, f = long(b[off:]); f != sound {
					s.off = off
					return f
				}
				if c-str8 < 3 {
					text += size
				}
			}
			if inner == 0 {
				off += size
				continue
			}
			if depth == level {
				s.off = off
				return tooDeep
			}
			off += size
			if level == scanLevels {
				s.off, s.text = off, text
				if f := s.values(inner, depth-level-1); f != sound {
					return f
				}
				off, text = s.off, s.text
				continue
			}
			stack[level] = n
			level++
			n = inner
		}
		if level == 0 {
			break
		}
		level--
		n = stack[level]
	}
	s.off, s.text = off, text
	if off > len(b) {
		return truncated
	}
	return sound
}

// long measures the value that rest begins with, whose first byte does not tell its size.
func long(rest []byte) (size, inner int, f fault) {
	c := rest[0]
	if c == reserved {
		return 0, 0, unassigned
	}
	body := int(heads[c-bin8])
	if len(rest) < body {
		return 0, 0, truncated
	}
	var n int
	switch widths[c-bin8] {
	case 1:
		n = int(rest[1])
	case 2:
		n = int(binary.BigEndian.Uint16(rest[1:]))
	default:
		n = int(binary.BigEndian.Uint32(rest[1:]))
	}
	left := len(rest) - body
	if n < 0 || n > left { // negative: 4 Gi announced to a 32-bit host
		if c >= array16 {
			return 0, 0, crowded
		}
		return 0, 0, truncated
	}
	switch {
	case c < array16:
		return body + n, 0, sound
	case c < map16:
		return body, n, sound
	case n > left/2:
		return 0, 0, crowded
	}
	return body, 2 * n, sound
}

// For values that their first byte does not tell the size of, heads gives the number of bytes before the payload or the
// elements, and widths how many of these are its length or their number. Both begin with bin8.
const (
	heads = "\x02\x03\x05\x03\x04\x06" + // bin8 bin16 bin32 ext8 ext16 ext32
		zeros15 +
		"\x02\x03\x05\x03\x05\x03\x05" // str8 str16 str32 array16 array32 map16 map32
	widths = "\x01\x02\x04\x01\x02\x04" + zeros15 + "\x01\x02\x04\x02\x04\x02\x04"

	zeros15 = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
)
