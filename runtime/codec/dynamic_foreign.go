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
	msgps := ownMsgp.of(t)
	switch {
	case adapters[t] != nil:
		return adapters[t]
	case msgps == certain:
		if t.Kind() == reflect.Struct {
			return &foreign{ownMsgp.use.append, ownMsgp.use.read, false}
		}
		return ownMsgp.use
	case lossless(t, map[reflect.Type]bool{}):
		return nil
	}
	most := msgps
	for _, c := range ownCodecs {
		own := c.of(t)
		if own == certain {
			return c.use
		}
		most = max(most, own)
	}
	if most == doubtful {
		return undecided(t)
	}
	return nil
}

// undecided is for a type that loses something if it is sent part by part, and may or may not have a codec that does not.
func undecided(t reflect.Type) *foreign {
	const why = "only generated code knows whether its codec is its own or that of a field it embeds; tag what may be lost `msg:\"-\"` to send the rest"
	return &foreign{
		append: func(b []byte, _ any, e *Encoder) []byte { return cannotSend(b, t, why, e) },
		read:   func(r *Reader, _ any) { r.cannotReceive(t, why) },
	}
}

// ownership is how sure it is that a type has a codec of its own.
type ownership int

const (
	none     ownership = iota
	doubtful           // the methods may be those of an embedded field, which encode no more than that
	certain
)

// of tells whether pointers to t have both methods of the codec, as their own and not from an embedded field.
func (c ownCodec) of(t reflect.Type) ownership {
	if p := reflect.PointerTo(t); !p.Implements(c.add) || !p.Implements(c.read) {
		return none
	}
	if t.Kind() != reflect.Struct {
		return certain
	}
	for i := range t.NumField() {
		f := t.Field(i)
		// Nothing tells a method that is promoted from one in its stead.
		if p := reflect.PointerTo(f.Type); f.Anonymous && (implements(f.Type, c) || implements(p, c)) {
			return doubtful
		}
	}
	return certain
}

// implements reports whether a type has one of the methods of a codec.
func implements(t reflect.Type, c ownCodec) bool { return t.Implements(c.add) || t.Implements(c.read) }

// lossless reports whether the parts of a value are all of it. Types in seen are taken for it. Those of an interface with
// methods are known to generated code only.
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
	case reflect.Interface:
		return t.NumMethod() == 0 || t == typeError
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
		case flattened(t, f) != nil:
			if !losslessFields(f.Type, seen) {
				return false
			}
		case isHidden(f):
			return false
		case f.IsExported() && !sent && !ours && f.Type.Size() > 0:
			return false // kept out of JSON: if the type has a codec, that is what sends the field
		case f.IsExported() && sent && !losslessPart(f.Type, seen):
			return false
		}
	}
	return true
}

// losslessPart is lossless for a part, which may have a codec of its own.
func losslessPart(t reflect.Type, seen map[reflect.Type]bool) bool {
	if t.Name() != "" && t.Kind() != reflect.Interface {
		for _, c := range append(ownCodecs, ownMsgp) {
			if c.of(t) == certain {
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
