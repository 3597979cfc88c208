package codec

import (
	"encoding"
	"math/big"
	"reflect"
	"sync"

	"github.com/tinylib/msgp/msgp"
)

// foreign is how a type travels that is not sent part by part. Both functions get a pointer to the value.
type foreign struct {
	append func(b []byte, v any, e *Encoder) []byte
	read   func(r *Reader, v any)
	nilled bool // zero values travel as nil
}

// pair is a foreign from functions for the interfaces of a codec.
func pair[A, R any](add func([]byte, A, *Encoder) []byte, read func(*Reader, R), nilled bool) *foreign {
	return &foreign{
		append: func(b []byte, v any, e *Encoder) []byte { return add(b, v.(A), e) },
		read:   func(r *Reader, v any) { read(r, v.(R)) },
		nilled: nilled,
	}
}

// ownCodec is one way for a type to encode itself.
type ownCodec struct {
	add  reflect.Type
	read reflect.Type
	use  *foreign
}

func own[A, R any](add func([]byte, A, *Encoder) []byte, read func(*Reader, R)) ownCodec {
	return ownCodec{reflect.TypeFor[A](), reflect.TypeFor[R](), pair(add, read, true)}
}

var (
	adapters = map[reflect.Type]*foreign{
		reflect.TypeFor[big.Int]():   pair(AppendBigInt, ReadBigInt, false),
		reflect.TypeFor[big.Rat]():   pair(AppendBigRat, ReadBigRat, true),
		reflect.TypeFor[big.Float](): pair(AppendGob, ReadGob, true), // its text leaves out the precision
	}
	ownMsgp   = own[msgp.Marshaler, msgp.Unmarshaler](AppendMsgp, ReadMsgp)
	ownCodecs = []ownCodec{
		own[encoding.BinaryMarshaler, encoding.BinaryUnmarshaler](AppendBinary, ReadBinary),
		own[encoding.TextMarshaler, encoding.TextUnmarshaler](AppendText, ReadText),
		own[JSONMarshaler, JSONUnmarshaler](AppendJSON, ReadJSON),
		own[GobEncoder, GobDecoder](AppendGob, ReadGob),
	}
)

var foreigns sync.Map // of reflect.Type to *foreign, nil for types that are sent part by part

// foreignOf returns how a type travels by a codec of its own, or nil.
func foreignOf(t reflect.Type) *foreign {
	if t.Name() == "" || t == typeTime {
		return nil
	}
	if f, ok := foreigns.Load(t); ok {
		return f.(*foreign)
	}
	f := chooseForeign(t)
	foreigns.Store(t, f)
	return f
}

// chooseForeign follows the generator: msgp's methods come first, then the parts if nothing is lost, then other codecs.
func chooseForeign(t reflect.Type) *foreign {
	switch {
	case adapters[t] != nil:
		return adapters[t]
	case ownMsgp.of(t):
		if t.Kind() == reflect.Struct {
			return &foreign{ownMsgp.use.append, ownMsgp.use.read, false}
		}
		return ownMsgp.use
	case lossless(t, map[reflect.Type]bool{}):
		return nil
	}
	for _, c := range ownCodecs {
		if c.of(t) {
			return c.use
		}
	}
	return nil
}

// of reports whether pointers to t have both methods of the codec, as their own and not from an embedded field.
func (c ownCodec) of(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	if !p.Implements(c.add) || !p.Implements(c.read) {
		return false
	}
	if t.Kind() != reflect.Struct {
		return true
	}
	for i := range t.NumField() {
		f := t.Field(i)
		// Not MethodByName, for which the linker keeps every method of a program.
		if f.Anonymous && (f.Type.Implements(c.add) || reflect.PointerTo(f.Type).Implements(c.add)) {
			return false
		}
	}
	return true
}

// lossless reports whether the parts of a value are all of it. Types in seen are taken for it.
func lossless(t reflect.Type, seen map[reflect.Type]bool) bool {
	if seen[t] || t == typeTime || adapters[t] != nil {
		return true
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return losslessPart(t.Elem(), seen)
	case reflect.Map:
		return losslessPart(t.Key(), seen) && losslessPart(t.Elem(), seen)
	case reflect.Struct:
		return losslessFields(t, seen)
	case reflect.Chan, reflect.Func, reflect.Uintptr, reflect.UnsafePointer:
		return false
	}
	return true
}

func losslessFields(t reflect.Type, seen map[reflect.Type]bool) bool {
	for i := range t.NumField() {
		f := t.Field(i)
		_, sent := wireName(f)
		_, ours := f.Tag.Lookup("msg")
		switch {
		case f.IsExported() && !sent && !ours && f.Type.Size() > 0:
			return false // kept out of JSON: if the type has a codec, that is what sends the field
		case !sent || f.Name == "_" || f.Type.Size() == 0:
		case f.IsExported():
			if !losslessPart(f.Type, seen) {
				return false
			}
		case !f.Anonymous || f.Type.Kind() != reflect.Struct || !losslessFields(f.Type, seen):
			return false
		}
	}
	return true
}

// losslessPart is lossless for a part, which may have a codec of its own.
func losslessPart(t reflect.Type, seen map[reflect.Type]bool) bool {
	if t.Name() != "" && t.Kind() != reflect.Interface {
		for _, c := range append(ownCodecs, ownMsgp) {
			if c.of(t) {
				return true
			}
		}
	}
	return lossless(t, seen)
}

// appendForeign appends a value that may not be addressable.
func (f *foreign) appendValue(b []byte, v reflect.Value, e *Encoder) []byte {
	if !v.CanAddr() {
		w := reflect.New(v.Type()).Elem()
		w.Set(v)
		v = w
	}
	return f.append(b, v.Addr().Interface(), e)
}
