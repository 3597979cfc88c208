package codec

import (
	"fmt"
	"reflect"
	"time"

	"github.com/tinylib/msgp/msgp"
)

// AppendAny appends any Go value as generated code for its type would, but that slices and arrays of numbers are blocks
// however short they are: who reads an any learns from it what they are. It is for callers without stubs, and uses reflection
// for all but the commonest types. What cannot be sent is an error of e whose path says where it is.
func AppendAny(b []byte, v any, e *Encoder) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, null)
	case bool:
		return msgp.AppendBool(b, v)
	case int:
		return msgp.AppendInt(b, v)
	case int64:
		return msgp.AppendInt64(b, v)
	case float64:
		return msgp.AppendFloat64(b, v)
	case string:
		return msgp.AppendString(b, v)
	case []byte:
		return AppendBytes(b, v, e)
	}
	return appendValue(b, reflect.ValueOf(v), e)
}

func appendValue(b []byte, v reflect.Value, e *Encoder) []byte {
	if f := foreignOf(v.Type()); f != nil {
		return f.appendValue(b, v, e)
	}
	switch k := v.Kind(); k {
	case reflect.Bool:
		return msgp.AppendBool(b, v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return msgp.AppendInt64(b, v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return msgp.AppendUint64(b, v.Uint())
	case reflect.Float32:
		return msgp.AppendFloat32(b, float32(v.Float()))
	case reflect.Float64:
		return msgp.AppendFloat64(b, v.Float())
	case reflect.Complex64:
		return msgp.AppendComplex64(b, complex64(v.Complex()))
	case reflect.Complex128:
		return msgp.AppendComplex128(b, v.Complex())
	case reflect.String:
		return msgp.AppendString(b, v.String())
	case reflect.Struct:
		return appendStruct(b, v, e)
	case reflect.Array:
		return appendFixed(b, v, e)
	case reflect.Slice, reflect.Map, reflect.Pointer, reflect.Interface:
		switch {
		case v.IsNil():
			return append(b, null)
		case k == reflect.Interface: // what is in it counts
			return appendInterface(b, v, e)
		}
		return appendNested(b, v, e)
	}
	return cannotSend(b, v.Type(), "", e)
}

func cannotSend(b []byte, t reflect.Type, why string, e *Encoder) []byte {
	if why != "" {
		why = ": " + why
	}
	e.Fail(Unsupported, "%s cannot be sent%s", t, why)
	return append(b, null)
}

// appendNested appends a value of one of the kinds that a cycle needs, which count the levels of recursion.
func appendNested(b []byte, v reflect.Value, e *Encoder) []byte {
	if v.Kind() == reflect.Slice && isNumeric(v.Type().Elem()) {
		return appendBlock(b, v.UnsafePointer(), v.Len(), v.Type().Elem().Kind(), e)
	}
	if !e.Enter() {
		return append(b, null)
	}
	defer e.Leave()
	switch v.Kind() {
	case reflect.Slice:
		return appendElements(b, v, e)
	case reflect.Map:
		return appendMap(b, v, e)
	}
	if isBoxed(v.Type().Elem()) {
		return appendValue(msgp.AppendArrayHeader(b, 1), v.Elem(), e)
	}
	out := appendValue(b, v.Elem(), e)
	e.notNil(out[len(b):], v.Interface())
	return out
}

// appendInterface appends what is in an interface. A struct or an array in it is a level of recursion of its own; other kinds
// count themselves, and twice would be more levels than there are on the wire.
func appendInterface(b []byte, v reflect.Value, e *Encoder) []byte {
	switch {
	case v.NumMethod() == 0:
		if k := v.Elem().Kind(); k == reflect.Struct || k == reflect.Array {
			if !e.Enter() {
				return append(b, null)
			}
			defer e.Leave()
		}
		return AppendTyped(b, v.Interface(), e)
	case v.Type() == typeError && Errors.Append != nil:
		return Errors.Append(b, v.Interface().(error), e)
	}
	return cannotSend(b, v.Type(), "only generated code knows its variants", e)
}

func appendFixed(b []byte, v reflect.Value, e *Encoder) []byte {
	kind := v.Type().Elem().Kind()
	if !isNumeric(v.Type().Elem()) {
		return appendElements(b, v, e)
	}
	if !v.CanAddr() {
		w := reflect.New(v.Type()).Elem()
		w.Set(v)
		v = w
	}
	return appendBlock(b, v.Addr().UnsafePointer(), v.Len(), kind, e)
}

func appendElements(b []byte, v reflect.Value, e *Encoder) []byte {
	b = msgp.AppendArrayHeader(b, uint32(v.Len()))
	for i := range v.Len() {
		if b = appendValue(b, v.Index(i), e); e.err != nil {
			e.at(index(i))
			break
		}
	}
	return b
}

func appendMap(b []byte, v reflect.Value, e *Encoder) []byte {
	b = msgp.AppendMapHeader(b, uint32(v.Len()))
	for it := v.MapRange(); it.Next(); {
		checkKey(it.Key(), e)
		b = appendValue(b, it.Key(), e)
		if b = appendValue(b, it.Value(), e); e.err != nil {
			e.at(keyElement(it.Key()))
			break
		}
	}
	return b
}

// checkKey is CheckKey for a key of any type.
func checkKey(k reflect.Value, e *Encoder) {
	if k.Kind() == reflect.Interface && !k.IsNil() {
		k = k.Elem()
	}
	switch t := k.Type(); {
	case t.Kind() != reflect.Interface && !isKey(t):
		e.Fail(Unsupported, "%s cannot be a key of a map that is sent: it need not be equal on the other side", t)
	case !k.Equal(k):
		e.Fail(Range, "NaN cannot be a key of a map that is sent")
	}
}

// keyElement returns the element of a path that stands for the entry of a map.
func keyElement(k reflect.Value) string {
	if k.Kind() == reflect.String {
		return key(k.String())
	}
	return "[" + fmt.Sprint(k) + "]"
}

func appendStruct(b []byte, v reflect.Value, e *Encoder) []byte {
	if v.Type() == typeTime {
		return AppendTime(b, v.Interface().(time.Time))
	}
	p := planOf(v.Type())
	if p.fault != "" {
		return cannotSend(b, v.Type(), p.fault, e)
	}
	if e.Compact {
		b = msgp.AppendArrayHeader(b, uint32(len(p.names)))
	} else {
		b = msgp.AppendMapHeader(b, uint32(len(p.names)))
	}
	for i, name := range p.names {
		if !e.Compact {
			b = msgp.AppendString(b, name)
		}
		if b = appendValue(b, v.FieldByIndex(p.fields[i]), e); e.err != nil {
			e.at("." + name)
			break
		}
	}
	return b
}
