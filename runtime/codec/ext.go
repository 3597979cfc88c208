package codec

import (
	"encoding/binary"
	"strconv"
	"time"

	"github.com/tinylib/msgp/msgp"
)

// Extension types that are not ours, as they stand in a message.
const (
	extComplex64  = uint8(msgp.Complex64Extension)
	extComplex128 = uint8(msgp.Complex128Extension)
	extTime       = uint8(msgp.TimeExtension)
	extTimestamp  = 0xff // -1, of the msgpack specification
)

// describeExt names an extension in an error.
func describeExt(typ int8) string {
	switch uint8(typ) {
	case extComplex64, extComplex128:
		return "complex"
	case extTime, extTimestamp:
		return "time"
	case uint8(ExtBigInt):
		return "big integer"
	case uint8(ExtType):
		return "the name of a type"
	}
	if e, ok := elemOfExt(typ); ok {
		return "block of " + e.String()
	}
	return "extension " + strconv.Itoa(int(typ))
}

// AppendTime appends t. What arrives is the same instant in UTC; a monotonic reading is not sent.
func AppendTime(b []byte, t time.Time) []byte {
	s, ns := uint64(t.Unix()), uint32(t.Nanosecond())
	return append(b, ext8, 12, extTime,
		byte(s>>56), byte(s>>48), byte(s>>40), byte(s>>32), byte(s>>24), byte(s>>16), byte(s>>8), byte(s),
		byte(ns>>24), byte(ns>>16), byte(ns>>8), byte(ns))
}

// ReadTime reads an instant, as msgp writes it or as the msgpack specification does, and returns it in UTC.
func ReadTime(r *Reader) time.Time {
	if b := r.buf[r.off:]; len(b) >= 15 && b[0] == ext8 && b[1] == 12 && b[2] == extTime {
		if sec, nsec := binary.BigEndian.Uint64(b[3:]), binary.BigEndian.Uint32(b[11:]); nsec < 1e9 {
			r.off += 15
			return time.Unix(int64(sec), int64(nsec)).UTC()
		}
	}
	if r.Nil() || !r.whole() {
		return time.Time{}
	}
	if familyOf(r.buf[r.off]) != famExt {
		r.wrongType("time")
		return time.Time{}
	}
	n, body := span(r.buf, r.off)
	sec, nsec, ok := instant(r.buf[body-1], r.buf[body:body+n])
	if !ok {
		r.wrongType("time")
		return time.Time{}
	}
	if nsec >= 1e9 {
		r.failHere(Range, "%d nanoseconds are more than a second", nsec)
		return time.Time{}
	}
	r.off = body + n
	return time.Unix(sec, int64(nsec)).UTC()
}

// instant takes apart the payload p of an extension that is a time.
func instant(typ uint8, p []byte) (sec int64, nsec uint32, ok bool) {
	switch {
	case typ == extTime && len(p) == 12:
		return int64(binary.BigEndian.Uint64(p)), binary.BigEndian.Uint32(p[8:]), true
	case typ == extTimestamp && len(p) == 4:
		return int64(binary.BigEndian.Uint32(p)), 0, true
	case typ == extTimestamp && len(p) == 8:
		v := binary.BigEndian.Uint64(p)
		return int64(v & (1<<34 - 1)), uint32(v >> 34), true
	case typ == extTimestamp && len(p) == 12:
		return int64(binary.BigEndian.Uint64(p[4:])), binary.BigEndian.Uint32(p), true
	}
	return 0, 0, false
}
