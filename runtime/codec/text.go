package codec

import "unsafe"

// Strings that are read one by one cost an allocation each. Where most of a message is text, or the message is small,
// its strings are cut from copies of whole chunks of it instead. A string that outlives the others keeps its chunk
// in memory, and no more than that.
const (
	smallMessage = 4 << 10
	chunkSize    = 32 << 10
)

// worthSharing tells whether the strings of a message of size bytes, text of which are strings, are to share memory.
func worthSharing(text, size int) bool {
	return size <= smallMessage || text > size/2
}

// ReadString reads a string. Bytes are taken as they are.
func ReadString(r *Reader) string {
	if o := r.off; o < len(r.buf) {
		if n := int(r.buf[o]) - fixstr; uint(n) < 32 {
			if i := o + 1 - r.chunkAt; i+n <= len(r.chunk) {
				r.off = o + 1 + n
				return r.chunk[i : i+n]
			}
			if n <= len(r.buf)-o-1 {
				r.off = o + 1 + n
				return r.newText(o+1, n)
			}
		}
	}
	return r.longString()
}

func (r *Reader) longString() string {
	if r.Nil() || !r.whole() {
		return ""
	}
	if f := familyOf(r.buf[r.off]); f != famStr && f != famBin {
		r.wrongType("string")
		return ""
	}
	n, body := span(r.buf, r.off)
	r.off = body + n
	if i := body - r.chunkAt; i+n <= len(r.chunk) {
		return r.chunk[i : i+n]
	}
	return r.newText(body, n)
}

// newText returns n bytes of the message as a string, when no chunk has them.
func (r *Reader) newText(off, n int) string {
	if n == 0 {
		return ""
	}
	size := n
	if r.share && n < chunkSize/4 {
		size = min(chunkSize, len(r.buf)-off)
	}
	if !r.Charge(int64(size)) {
		return ""
	}
	s := string(r.buf[off : off+size])
	if size > n {
		r.chunk, r.chunkAt = s, off
	}
	return s[:n]
}

// ReadBytes reads a []byte: bytes or a string as they are, or an array of numbers. nil is nil, and empty is empty.
func ReadBytes(r *Reader) []byte {
	if o := r.off; o+1 < len(r.buf) && r.buf[o] == bin8 && int(r.buf[o+1]) <= len(r.buf)-o-2 {
		return r.bytes(o+2, int(r.buf[o+1]))
	}
	if !r.textNext() {
		return ReadNumbers[uint8](r)
	}
	n, body := span(r.buf, r.off)
	return r.bytes(body, n)
}

// bytes returns n bytes of the message from body on.
func (r *Reader) bytes(body, n int) []byte {
	p := r.buf[body : body+n : body+n]
	switch i := body - r.chunkAt; {
	case n > 0 && i+n <= len(r.chunk): // a part of the chunk that no string has
		p = unsafe.Slice(unsafe.StringData(r.chunk[i:]), n)
	case !r.Charge(int64(n)):
		return nil
	case r.mayGive(n):
		r.given = true
	default:
		q := make([]byte, len(p)) // the compiler sees the copy, and does not clear q
		copy(q, p)
		p = q
	}
	r.off = body + n
	return p
}

// textNext reports whether the next value is a string or bytes.
func (r *Reader) textNext() bool {
	if !r.whole() {
		return false
	}
	f := familyOf(r.buf[r.off])
	return f == famStr || f == famBin
}

// Own, called behind Open, allows r to give away parts of the message itself, where a []byte or block of [LargeSize] or
// more is a good part of the message, and to move a block there to where it is aligned. Without it everything is copied.
func (r *Reader) Own() { r.own = true }

// Given reports whether something that was read is a part of the message. Its buffer then belongs to whoever received
// that, and must not be used again.
func (r *Reader) Given() bool { return r.given }

func (r *Reader) mayGive(n int) bool { return r.own && n >= LargeSize && n >= len(r.buf)/4 }

// ReadByteArray reads exactly len(into) bytes into an array.
func ReadByteArray(r *Reader, into []byte) { ReadNumberArray(r, into) }
