package codec

import "github.com/tinylib/msgp/msgp"

// ByName reports whether msg has its arguments by name, as callers without a stub send them.
func ByName(msg []byte) bool { return len(msg) > 0 && familyOf(msg[0]) == famMap }

// Params are the parameters of a method.
type Params struct {
	Names    []string
	Defaults []string       // the bytes of one value each, "" for none
	Former   map[string]int // names that parameters had before → index
}

// Reorder turns a message of arguments by name into one of arguments in the order of params. An argument that is not
// there takes its default, the bytes of one value; where that is empty, it is an error of kind Missing. So is, of kind Unknown, an
// argument that is not among params, and, of kind Duplicate, one that is there twice. The Path of these errors is the
// argument's name. All errors are *Error.
func Reorder(msg []byte, params Params, maxDepth int) ([]byte, error) {
	var r Reader
	if err := r.openMap(msg, maxDepth); err != nil {
		return nil, err
	}
	values := make([][]byte, len(params.Names))
	for range r.count {
		off := r.off
		name, ok := r.fieldName()
		if !ok {
			return nil, newError(Type, off, "want the name of an argument, got "+describe(msg, off), nil)
		}
		start := r.off
		r.Skip()
		i := params.index(name)
		switch {
		case i < 0:
			return nil, argumentError(Unknown, name, off, "no such argument")
		case values[i] != nil:
			return nil, argumentError(Duplicate, name, off, "the argument is there twice")
		}
		values[i] = msg[start:r.off]
	}
	out := msgp.AppendArrayHeader(make([]byte, 0, len(msg)+16), uint32(len(params.Names)))
	for i, v := range values {
		switch {
		case v != nil:
			out = append(out, v...)
		case i < len(params.Defaults) && params.Defaults[i] != "":
			out = append(out, params.Defaults[i]...)
		default:
			return nil, argumentError(Missing, []byte(params.Names[i]), -1, "the argument is missing, and has no default")
		}
	}
	return out, nil
}

// openMap makes r read the entries of a message that is a map.
func (r *Reader) openMap(msg []byte, maxDepth int) error {
	s := scanner{b: msg}
	if err := s.message(depthLimit(maxDepth), 1); err != nil {
		return err
	}
	if !ByName(msg) {
		return newError(Type, 0, "want arguments by name, got "+describe(msg, 0), nil)
	}
	r.buf = msg
	r.count, r.off = span(msg, 0)
	return nil
}

// argumentError has its path bare, so that it can be looked up; a name that no one could have meant is cut.
func argumentError(kind Kind, name []byte, off int, text string) *Error {
	return &Error{Kind: kind, Path: shorten(name), Offset: off, Text: text}
}

// index returns which parameter has a name, or had it, and -1 for none.
func (p Params) index(name []byte) int {
	for i, n := range p.Names {
		if n == string(name) {
			return i
		}
	}
	if i, had := p.Former[string(name)]; had {
		return i
	}
	return -1
}
