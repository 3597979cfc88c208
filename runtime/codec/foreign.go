package codec

import (
	"encoding"
	"errors"
	"fmt"
	"math"
	"reflect"

	"github.com/tinylib/msgp/msgp"
)

// Some types know best how to encode themselves. The functions here call a type's own codec, and keep watch over
// its decoder: it sees a message only after all of it was scanned, no more than Limits.MaxForeign bytes of it, and if it
// panics that is an error like any other. What it allocates is its own affair. An encoder that panics has met a mistake on our
// own side, and panics through to the one who sends.
//
// A zero value travels as nil: many codecs cannot read what they write for it.

// DefaultMaxForeign is the number of bytes that a type's own decoder may see, where [Limits] leaves it at 0.
const DefaultMaxForeign = 4 << 20

// JSONMarshaler is encoding/json's Marshaler.
type JSONMarshaler interface{ MarshalJSON() ([]byte, error) }

// JSONUnmarshaler is encoding/json's Unmarshaler.
type JSONUnmarshaler interface{ UnmarshalJSON([]byte) error }

// GobEncoder is encoding/gob's GobEncoder, without that package in every program.
type GobEncoder interface{ GobEncode() ([]byte, error) }

// GobDecoder is encoding/gob's GobDecoder.
type GobDecoder interface{ GobDecode([]byte) error }

// AppendBinary appends what v, a pointer, makes of itself with MarshalBinary, as bytes.
func AppendBinary(b []byte, v encoding.BinaryMarshaler, e *Encoder) []byte {
	if isZero(v) {
		return append(b, null)
	}
	return AppendWith(b, v, encoding.BinaryMarshaler.MarshalBinary, e)
}

// ReadBinary reads what AppendBinary wrote into v, which points to a zero value.
func ReadBinary(r *Reader, v encoding.BinaryUnmarshaler) {
	readForeign(r, v, v.UnmarshalBinary)
}

// AppendGob appends what v, a pointer, makes of itself with GobEncode, as bytes.
func AppendGob(b []byte, v GobEncoder, e *Encoder) []byte {
	if isZero(v) {
		return append(b, null)
	}
	return AppendWith(b, v, GobEncoder.GobEncode, e)
}

// ReadGob reads what AppendGob wrote into v, which points to a zero value.
func ReadGob(r *Reader, v GobDecoder) {
	readForeign(r, v, v.GobDecode)
}

// AppendText appends what v, a pointer, makes of itself with MarshalText, as a string.
func AppendText(b []byte, v encoding.TextMarshaler, e *Encoder) []byte {
	if isZero(v) {
		return append(b, null)
	}
	text, err := v.MarshalText()
	return e.text(b, v, text, err)
}

// ReadText reads what AppendText wrote into v, which points to a zero value.
func ReadText(r *Reader, v encoding.TextUnmarshaler) {
	readForeign(r, v, v.UnmarshalText)
}

// AppendJSON appends what v, a pointer, makes of itself with MarshalJSON, as a string.
func AppendJSON(b []byte, v JSONMarshaler, e *Encoder) []byte {
	if isZero(v) {
		return append(b, null)
	}
	text, err := v.MarshalJSON()
	return e.text(b, v, text, err)
}

// ReadJSON reads what AppendJSON wrote into v, which points to a zero value.
func ReadJSON(r *Reader, v JSONUnmarshaler) {
	readForeign(r, v, v.UnmarshalJSON)
}

// AppendWith appends what marshal makes of v, as bytes. Protocol buffers are sent with proto.Marshal.
func AppendWith[T any](b []byte, v T, marshal func(T) ([]byte, error), e *Encoder) []byte {
	data, err := marshal(v)
	if err != nil {
		return e.foreignError(b, v, err)
	}
	return appendBytes(b, data, e)
}

// ReadWith reads what AppendWith wrote into v, which points to a zero value.
func ReadWith[T any](r *Reader, v T, unmarshal func([]byte, T) error) {
	readForeign(r, v, func(data []byte) error { return unmarshal(data, v) })
}

// AppendMsgp appends what v, a pointer, makes of itself with MarshalMsg.
func AppendMsgp(b []byte, v msgp.Marshaler, e *Encoder) []byte {
	out, err := v.MarshalMsg(b)
	switch {
	case err != nil:
	case len(out) < len(b):
		err = errors.New("MarshalMsg returns less than it was given")
	default:
		err = Scan(out[len(b):], -1)
	}
	if err != nil {
		return e.foreignError(b, v, err)
	}
	return out
}

// AppendMsgpPointer is AppendMsgp for what a pointer points to where nil stands for the pointer itself: there a value that
// makes nil of itself is an error.
func AppendMsgpPointer(b []byte, v msgp.Marshaler, e *Encoder) []byte {
	out := AppendMsgp(b, v, e)
	e.notNil(out[len(b):], v)
	return out
}

// notNil fails if what v points to was appended as nil.
func (e *Encoder) notNil(value []byte, v any) {
	if len(value) == 1 && value[0] == null {
		e.Fail(Unsupported, "%s cannot be sent by a pointer: it writes nil, and would arrive as a nil pointer", pointee(v))
	}
}

// ReadMsgp reads what AppendMsgp wrote into v, which points to a zero value.
func ReadMsgp(r *Reader, v msgp.Unmarshaler) {
	if r.Nil() {
		return
	}
	off := r.off
	r.Skip()
	if r.mayDecode(v, off, r.off-off) {
		data := append([]byte(nil), r.buf[off:r.off]...) // codecs made with zerocopy keep parts of it
		decodeForeign(r, v, off, func() error {
			rest, err := v.UnmarshalMsg(data)
			if err == nil && len(rest) > 0 {
				err = fmt.Errorf("%d bytes are left over", len(rest))
			}
			return err
		})
	}
}

// text appends a text that a type has made of itself.
func (e *Encoder) text(b []byte, v any, text []byte, err error) []byte {
	if err != nil {
		return e.foreignError(b, v, err)
	}
	e.checkSize(len(text))
	return msgp.AppendStringFromBytes(b, text)
}

func (e *Encoder) foreignError(b []byte, v any, err error) []byte {
	e.Fail(Unsupported, "%s cannot be sent: %v", pointee(v), err)
	return append(b, null)
}

// pointee names the type that v points to.
func pointee(v any) string {
	t := reflect.TypeOf(v)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t.String()
}

// isZero reports whether v, a pointer, points to a zero value.
func isZero(v any) bool {
	p := reflect.ValueOf(v)
	return p.Kind() == reflect.Pointer && p.Elem().IsZero() && !hasMinus(p.Elem())
}

// hasMinus reports whether there is a -0 in a value that reflection takes for zero, since -0 is equal to 0.
func hasMinus(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Float32, reflect.Float64:
		return math.Signbit(v.Float())
	case reflect.Complex64, reflect.Complex128:
		return math.Signbit(real(v.Complex())) || math.Signbit(imag(v.Complex()))
	case reflect.Array:
		for i := range v.Len() {
			if hasMinus(v.Index(i)) {
				return true
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if hasMinus(v.Field(i)) {
				return true
			}
		}
	}
	return false
}

// readForeign hands the bytes or string that is next to a decoder, which must not keep them. nil is left to be the zero
// value.
func readForeign(r *Reader, v any, decode func([]byte) error) {
	if r.Nil() {
		return
	}
	off := r.off
	if !r.textNext() {
		r.wrongType(pointee(v) + " as bytes or a string")
		return
	}
	n, body := span(r.buf, off)
	if r.mayDecode(v, off, n) {
		data := r.buf[body : body+n : body+n]
		r.off = body + n
		decodeForeign(r, v, off, func() error { return decode(data) })
	}
}

// mayDecode reports whether a decoder may see n bytes, and charges for as many.
func (r *Reader) mayDecode(v any, off, n int) bool {
	if r.prove(); r.Failed() {
		return false
	}
	if int64(n) > r.limits.foreign() {
		r.failAt(off, Budget, "%d bytes for the decoder of %s are more than %d (see MaxForeign)", n, pointee(v), r.limits.foreign())
		return false
	}
	return r.Charge(int64(n))
}

// decodeForeign runs a decoder.
func decodeForeign(r *Reader, v any, off int, decode func() error) {
	defer func() {
		if p := recover(); p != nil {
			r.failForeign(v, off, fmt.Sprintf("panic: %v", p))
		}
	}()
	if err := decode(); err != nil {
		r.failForeign(v, off, err.Error())
	}
}

func (r *Reader) failForeign(v any, off int, why string) {
	r.failAt(off, Malformed, "%s does not take it: %s", pointee(v), shorten([]byte(why)))
}
