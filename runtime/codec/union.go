package codec

import (
	"reflect"
	"slices"
	"strings"
)

// Variant reads the beginning of a value of an interface type, an array of the name of its variant and the variant's
// value, and returns the index of the name. It returns -1 for nil and after an error.
func (r *Reader) Variant(names Names) int {
	off := r.off
	if !r.Array(2) {
		return -1
	}
	if !r.textNext() {
		r.wrongType("the name of a variant")
		return -1
	}
	n, body := span(r.buf, r.off)
	name := r.buf[body : body+n]
	for i := range names {
		if names[i] == string(name) {
			r.off = body + n
			return i
		}
	}
	r.failAt(off, Type, "want a variant of %s, got %s", list(names), quote(name))
	return -1
}

// list joins the names of variants, which are names of Go types.
func list(names Names) string {
	const most = 12
	if len(names) > most {
		names = append(slices.Clone(names[:most]), "…")
	}
	return strings.Join(names, ", ")
}

// AppendOther appends nil, or fails for a value of an interface type that is none of the type's variants. The type of the interface is
// T.
func AppendOther[T any](b []byte, v any, e *Encoder) []byte {
	if v == nil {
		return append(b, null)
	}
	e.Fail(Unsupported, "%T cannot be sent as %s: it is not one of its variants", v, reflect.TypeFor[T]())
	return append(b, null)
}

// CheckKey fails for a key that is not equal to itself, such as NaN: the receiver could not find it.
func CheckKey[K comparable](k K, e *Encoder) {
	if isNaN(k) {
		e.Fail(Range, "NaN cannot be a key of a map that is sent")
	}
}

func isNaN[K comparable](k K) bool {
	same := k
	return k != same
}
