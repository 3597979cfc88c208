package codec

import (
	"encoding/binary"
	"math/bits"
	"strings"
	"unsafe"
)

// MaxTaken is the most fields that [Taken] can keep account of.
const MaxTaken = 64

// Taken reads the fields of a struct:
//
//	var f codec.Taken
//	for f.Begin(r, 2, "X,Y"); f.More(r); {
//		if f.Take(r, 0, "\xa1X") {
//			v.X = codec.ReadFloat64(r)
//		}
//		if f.Take(r, 1, "\xa1Y") {
//			v.Y = codec.ReadFloat64(r)
//		}
//	}
//	if r.Failed() {
//		*v = Point{}
//	}
//
// As long as the fields come in the order in which they are asked for, the loop runs once, and so it does in compact
// messages, where they have no names. It runs once more for every field that comes earlier or later, and passes over fields
// that the struct does not have. That a message is cut short may be seen after some fields were read, so they
// are taken back.
type Taken struct {
	compact bool   // all fields are there, in order and without names
	fresh   bool   // no round was begun
	last    bool   // the message ends where the struct does, and was not scanned
	left    int    // fields to come that have names
	seen    uint64 // bits of fields that came in this round
	force   uint64 // bit of the field that is next, its name being read already

	before uint64 // bits of fields that came in earlier rounds
	held   int    // what left is when force was obeyed
	start  int    // offset of the first field
	names  string
}

// Begin reads the header of a struct: a map of fields by name, or in compact messages an array of fields in order. nil
// has no fields. The struct has n fields; names holds what they are called on the wire, with a comma between them. Behind a
// name there may be former ones, each with an equals sign before it. f is a zero value.
func (f *Taken) Begin(r *Reader, n int, names string) {
	f.fresh, f.names = true, names
	o := r.off
	switch b := r.buf[o:]; {
	case len(b) > 0 && b[0]-fixmap < 16:
		f.left = int(b[0] - fixmap)
		r.off++
	case len(b) >= 3 && b[0] == map16:
		f.left = int(binary.BigEndian.Uint16(b[1:]))
		r.off += 3
	case r.compact && n < 16 && len(b) > 0 && b[0] == fixarray|byte(n):
		f.compact = true
		r.off++
	case r.compact && len(b) >= 3 && b[0] == array16 && int(binary.BigEndian.Uint16(b[1:])) == n:
		f.compact = true
		r.off += 3
	default:
		f.unusual(r, n)
		return
	}
	f.start = r.off
	if r.proof == awaited && r.last == o {
		r.proof, f.last = begun, true
	}
}

// unusual reads a header that is not as expected.
func (f *Taken) unusual(r *Reader, n int) {
	if r.prove(); r.Nil() {
		return
	}
	switch family := familyOf(r.buf[r.off]); {
	case family == famMap:
		f.left, r.off = span(r.buf, r.off)
	case family != famArray:
		r.wrongType("struct")
	case !r.compact:
		r.failHere(Type, "want a struct as a map of its fields, got array (the message is not compact)")
	default:
		f.compact = r.Array(n)
	}
	f.start = r.off
}

// More begins a round, and reports whether there is something to do in it.
func (f *Taken) More(r *Reader) bool {
	if f.fresh {
		f.fresh = false
		return true
	}
	return f.more(r)
}

// Take reports whether field i is the next value, and passes over its name, which is encoded.
func (f *Taken) Take(r *Reader, i uint, name string) bool {
	if f.compact {
		return true
	}
	if f.left > 0 && r.passName(name) || f.force>>i&1 != 0 {
		f.left--
		f.seen |= 1 << i
		return true
	}
	return false
}

// passName passes over an encoded name if it is next.
func (r *Reader) passName(name string) bool {
	if end := r.off + len(name); end <= len(r.buf) && string(r.buf[r.off:end]) == name {
		r.off = end
		return true
	}
	return false
}

// more ends a round, and finds out what is next.
func (f *Taken) more(r *Reader) bool {
	if r.failure != nil {
		f.nameFault(r)
		return false
	}
	if f.left|int(f.before) == 0 {
		f.end(r)
		return false
	}
	if twice := f.seen & f.before; twice != 0 {
		r.Fail(Duplicate, "the field is there twice")
		r.at("." + f.name(bits.TrailingZeros64(twice)))
		return false
	}
	if f.force != 0 {
		f.left, f.force = f.held, 0
	}
	f.before |= f.seen
	f.seen = 0
	for f.left > 0 {
		i, known := f.next(r)
		switch {
		case known:
			f.held, f.left = f.left-1, 0
			f.force = 1 << i
			return true
		case r.failure != nil:
			return false
		}
		f.left--
	}
	f.end(r)
	return false
}

// end proves the message if the struct is the last value: all that remains to be seen is that nothing stands behind it.
func (f *Taken) end(r *Reader) {
	switch {
	case !f.last:
	case r.off == len(r.buf):
		r.proof = proved
	default:
		r.prove()
	}
}

// nameFault adds the name of the field that failed to the path of the error.
func (f *Taken) nameFault(r *Reader) {
	switch {
	case f.seen != 0: // the last one of the round
		r.at("." + f.name(bits.Len64(f.seen)-1))
	case f.compact:
		if i := r.countTo(f.start); i >= 0 {
			r.at("." + f.name(i))
		}
	}
}

// countTo returns how many values stand between off and the one that the error of r is in, or -1 if that would take too
// long to find out.
func (r *Reader) countTo(off int) int {
	s := scanner{b: r.failure.msg, off: off}
	for i := 0; ; i++ {
		from := s.off
		if s.values(1, hardMaxDepth+1) != sound || s.off > r.failure.err.Offset {
			return i
		}
		if r.failure.walked += s.off - from; r.failure.walked > maxWalk {
			return -1
		}
	}
}

// maxWalk is how many bytes are walked over at most to find out what to call the place of an error.
const maxWalk = 1 << 20

// next reads a name. If no field has it, it passes over the value too.
func (f *Taken) next(r *Reader) (i int, known bool) {
	off := r.off
	name, ok := r.fieldName()
	if !ok {
		return 0, false
	}
	i = f.find(name)
	if i < 0 {
		r.Skip()
		return 0, false
	}
	if f.before>>i&1 != 0 {
		r.failAt(off, Duplicate, "the field is there twice")
		r.at("." + f.name(i))
		return 0, false
	}
	return i, true
}

// find returns the index of a name, or -1.
func (f *Taken) find(name []byte) int {
	want := unsafe.String(unsafe.SliceData(name), len(name))
	if want == "" || strings.ContainsAny(want, ",=") {
		return -1
	}
	for from, misses := 0, 0; misses < 4; misses++ {
		at := strings.Index(f.names[from:], want)
		if at < 0 {
			return -1
		}
		at += from
		end := at + len(want)
		if (at == 0 || isMark(f.names[at-1])) && (end == len(f.names) || isMark(f.names[end])) {
			return strings.Count(f.names[:at], ",")
		}
		from = at + 1
	}
	return f.walk(want)
}

// walk is find from name to name, which takes as long whatever the names have in common.
func (f *Taken) walk(want string) int {
	formers := strings.Contains(f.names, "=")
	for i, rest := 0, f.names; rest != ""; i++ {
		var field string
		field, rest, _ = strings.Cut(rest, ",")
		for field != "" {
			name := field
			if field = ""; formers {
				name, field, _ = strings.Cut(name, "=")
			}
			if name == want {
				return i
			}
		}
	}
	return -1
}

func isMark(c byte) bool { return c == ',' || c == '=' }

// name returns what field i is called.
func (f *Taken) name(i int) string {
	rest := f.names
	for range i {
		_, rest, _ = strings.Cut(rest, ",")
	}
	name, _, _ := strings.Cut(rest, ",")
	name, _, _ = strings.Cut(name, "=")
	return name
}
