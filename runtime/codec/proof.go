package codec

// To scan a small message costs a third of what it costs to read it. Where its last value is a struct that generated
// code reads field by field, the scan is therefore put off: as long as nothing comes but names, scalars, strings and
// other small things, each where it is expected, every reader sees for itself that its value ends inside the
// message. Whatever else comes, be it a map, an unknown field, a foreign codec or a mistake, has all of the message
// scanned first. The struct must end where the message does. So what is read, and what is said about a message
// that cannot be, are the same with the scan put off as without.

// proof is what is known of a message.
type proof uint8

const (
	proved   proof = iota // it is well-formed, of bounded depth, and an array
	awaited               // all of it is but for the last value, which has not been begun
	begun                 // the same, and the last value is a struct that is being read
	unproved              // nothing is known
)

// prove has the message scanned, unless it was.
func (r *Reader) prove() {
	if r.proof != proved {
		r.scan()
	}
}

func (r *Reader) scan() {
	r.proof = proved
	s := scanner{b: r.buf}
	if err := s.message(depthLimit(r.limits.MaxDepth), 1); err != nil {
		r.fail(err, -1)
		return
	}
	if familyOf(r.buf[0]) != famArray {
		r.fail(newError(Type, 0, "want an array of values, got "+describe(r.buf, 0), nil), -1)
		return
	}
	r.share = worthSharing(s.text, len(r.buf))
}

// survey goes to the first value of the message and scans all of them, but for a last one that can be read without.
func (r *Reader) survey() proof {
	b := r.buf
	if len(b) == 0 || b[0]-fixarray > 15 {
		return unproved
	}
	r.count, r.off = int(b[0]-fixarray), 1
	off, text := 1, 0
	for left := r.count; left > 0; left-- {
		if off >= len(b) {
			return unproved
		}
		end := leaf(b, off)
		switch c := b[off]; {
		case end == 0 && left == 1 && len(b) <= min(depthLimit(r.limits.MaxDepth), smallMessage): // so few bytes nest no deeper
			r.share, r.last = true, off
			return awaited
		case end == 0:
			s := scanner{b: b, off: off}
			if s.values(1, depthLimit(r.limits.MaxDepth)) != sound {
				return unproved
			}
			end = s.off
			text += s.text
		case c-fixstr < 32 || c-str8 < 3:
			text += end - off
		}
		off = end
	}
	if off != len(b) {
		return unproved
	}
	r.share = worthSharing(text, len(b))
	return proved
}

// leaf returns where the value at off ends, which may be behind the end of b, or 0 if it may hold others or is not sound.
func leaf(b []byte, off int) int {
	c := b[off]
	if c-fixmap < fixstr-fixmap || c-array16 < 4 {
		return 0
	}
	if size := int(sizes[c]); size > 0 {
		return off + size
	}
	size, _, f := long(b[off:])
	if f != sound {
		return 0
	}
	return off + size
}
