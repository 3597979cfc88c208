package codec

// Names are the fields of a struct as they are called on the wire, in the order of their declaration.
type Names []string

// Fields walks over the fields of a struct:
//
//	f := r.Struct(names)
//	for f.Next(r) {
//		switch f.Index {
//		case 0:
//			v.X = codec.ReadFloat64(r)
//		default:
//			r.Skip()
//		}
//	}
//	if r.Failed() {
//		*v = Point{}
//	}
type Fields struct {
	// Index is the field to read now, as an index into the names of the struct, or negative for a field that the struct
	// does not have.
	Index int

	last  int // index up to which fields come in order and without names, or -1
	left  int // fields still to come behind those
	next  int // behind the highest index so far, and so the likely next one
	names Names

	former Names // names that fields had before
	now    []int // the fields that have them

	// Fields below next that have not come. Only what comes out of order has to be looked up here.
	missing     uint64
	missingHigh []uint64 // from the 65th field on
}

// Struct reads the header of a struct: a map of fields by name, or in compact messages an array of fields in
// order. nil has no fields.
func (r *Reader) Struct(names Names) Fields {
	f := Fields{Index: -1, last: -1, names: names}
	if r.prove(); r.Nil() {
		return f
	}
	switch c := r.buf[r.off]; {
	case c < fixarray && c >= fixmap:
		f.left = int(c - fixmap)
		r.off++
	case familyOf(c) == famMap:
		f.left, r.off = span(r.buf, r.off)
	case familyOf(c) != famArray:
		r.wrongType("struct")
	case !r.compact:
		r.failHere(Type, "want a struct as a map of its fields, got array (the message is not compact)")
	default:
		f.left, r.off = span(r.buf, r.off)
		f.last = min(f.left, len(names)) - 1
		f.left -= f.last + 1
		f.next = positional
	}
	return f
}

// Was tells what fields were called before: former[i] is the field at index now[i]. It is called before Next.
func (f *Fields) Was(former Names, now ...int) { f.former, f.now = former, now }

// positional, as the next of Fields, tells that what comes has no names.
const positional = -1

// Next goes on to the next field and reports whether there is one. The previous field must have been read or
// skipped. If that failed, Next adds the name of the field to the error's path. A field that comes twice is an
// error; fields that the struct does not have may.
func (f *Fields) Next(r *Reader) bool {
	if f.Index < f.last && r.failure == nil {
		f.Index++
		return true
	}
	return f.nextNamed(r)
}

func (f *Fields) nextNamed(r *Reader) bool {
	if f.left == 0 || r.failure != nil {
		f.end(r)
		return false
	}
	f.left--
	if i := f.next; uint(i) < uint(len(f.names)) && r.take(f.names[i]) {
		f.Index = i
		f.next = i + 1
		return true
	}
	return f.surprise(r)
}

// take passes over the name of a field if it is the next value, in its usual form.
func (r *Reader) take(name string) bool {
	b, o := r.buf, r.off
	if end := o + 1 + len(name); len(name) < 32 && uint(end) <= uint(len(b)) && int(b[o]) == fixstr+len(name) && string(b[o+1:end]) == name {
		r.off = end
		return true
	}
	return false
}

// end gives an error of the last field its name.
func (f *Fields) end(r *Reader) {
	if r.failure != nil && f.Index >= 0 {
		r.at("." + f.names[f.Index])
	}
}

// surprise takes a field that is not the likely next one.
func (f *Fields) surprise(r *Reader) bool {
	f.Index = -1
	if f.next == positional {
		f.last = -1
		return true
	}
	off := r.off
	name, ok := r.fieldName()
	if !ok {
		return false
	}
	i := f.find(name)
	if i >= 0 && !f.first(i) {
		r.failAt(off, Duplicate, "the field is there twice")
		r.at("." + f.names[i])
		return false
	}
	f.Index = i
	return true
}

// fieldName reads the name of a field without copying it. Names of 32 bytes or more end up here too.
func (r *Reader) fieldName() (name []byte, ok bool) {
	switch familyOf(r.next()) {
	case famStr, famBin:
		n, body := span(r.buf, r.off)
		r.off = body + n
		return r.buf[body : body+n], true
	}
	if r.off < len(r.buf) {
		r.wrongType("the name of a field")
	}
	return nil, false
}

// find looks for a name from the likely one onwards, then among those before, and last among former ones.
func (f *Fields) find(name []byte) int {
	for i := f.next; i < len(f.names); i++ {
		if f.names[i] == string(name) {
			return i
		}
	}
	for i := range f.next {
		if f.names[i] == string(name) {
			return i
		}
	}
	for i, former := range f.former {
		if former == string(name) {
			return f.now[i]
		}
	}
	return -1
}

// first notes that field i has come, and reports whether that was for the first time.
func (f *Fields) first(i int) bool {
	if i >= f.next {
		for j := f.next; j < i; j++ {
			word, bit := f.missingWord(j)
			*word |= bit
		}
		f.next = i + 1
		return true
	}
	word, bit := f.missingWord(i)
	first := *word&bit != 0
	*word &^= bit
	return first
}

func (f *Fields) missingWord(i int) (word *uint64, bit uint64) {
	bit = 1 << (i % 64)
	if i < 64 {
		return &f.missing, bit
	}
	if f.missingHigh == nil {
		f.missingHigh = make([]uint64, (len(f.names)-1)/64)
	}
	return &f.missingHigh[i/64-1], bit
}
