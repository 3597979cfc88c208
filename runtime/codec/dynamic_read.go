package codec

import (
	"reflect"
	"time"
)

// ReadInto reads the next value into what v points to, as generated code for its type would. It is for callers without
// stubs, and uses reflection. What v points to is set to its zero value first; after an error it may be filled in part.
func ReadInto(r *Reader, v any) {
	p := reflect.ValueOf(v)
	if p.Kind() != reflect.Pointer || p.IsNil() {
		r.failHere(Unsupported, "want a pointer to read into, got %T", v)
		return
	}
	r.value(p.Elem())
}

func (r *Reader) value(v reflect.Value) {
	v.SetZero()
	if f := foreignOf(v.Type()); f != nil {
		f.read(r, v.Addr().Interface())
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(ReadBool(r))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(r.signed(v.Type().Bits()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(r.unsigned(v.Type().Bits()))
	case reflect.Float32:
		v.SetFloat(float64(ReadFloat32(r)))
	case reflect.Float64:
		v.SetFloat(ReadFloat64(r))
	case reflect.Complex64:
		v.SetComplex(complex128(ReadComplex64(r)))
	case reflect.Complex128:
		v.SetComplex(ReadComplex128(r))
	case reflect.String:
		v.SetString(ReadString(r))
	case reflect.Slice:
		r.slice(v)
	case reflect.Array:
		r.array(v)
	case reflect.Map:
		r.mapping(v)
	case reflect.Pointer:
		r.pointer(v)
	case reflect.Struct:
		r.structure(v)
	case reflect.Interface:
		r.iface(v)
	default:
		r.cannotReceive(v.Type(), "")
	}
}

func (r *Reader) cannotReceive(t reflect.Type, why string) {
	if why != "" {
		why = ": " + why
	}
	r.failHere(Unsupported, "%s cannot be received%s", t, why)
}

func (r *Reader) slice(v reflect.Value) {
	elem := v.Type().Elem()
	switch {
	case isNumeric(elem):
		r.numberSlice(v)
		return
	case elem == typeAny:
		if list := ReadAnys(r); list != nil {
			v.Set(reflect.ValueOf(list).Convert(v.Type()))
		}
		return
	}
	n, ok := r.Slice(int64(elem.Size()))
	if !ok {
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), n, n))
	r.elements(v)
}

func (r *Reader) elements(v reflect.Value) {
	for i := range v.Len() {
		r.value(v.Index(i))
		if r.Failed() {
			r.AtIndex(i)
			return
		}
	}
}

func (r *Reader) numberSlice(v reflect.Value) {
	to := elemOf(v.Type().Elem().Kind())
	src, ok := r.numbers(to)
	if !ok || !r.chargeMany(src.off, src.n, int64(to.size())) {
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), src.n, src.n))
	r.fill(v.UnsafePointer(), to, src)
}

// boxedNumbers reads a block into a []any.
func (r *Reader) boxedNumbers() []any {
	if _, ok := r.blockElem(); !ok {
		r.wrongType("array")
		return nil
	}
	off := r.off
	block := reflect.ValueOf(r.ReadAny())
	if r.Failed() || !r.chargeMany(off, block.Len(), 16+16) {
		return nil
	}
	v := make([]any, block.Len())
	for i := range v {
		v[i] = widest(block.Index(i))
	}
	return v
}

// widest returns a number as ReadAny would have returned it from an array.
func widest(v reflect.Value) any {
	switch {
	case v.CanInt():
		return v.Int()
	case v.CanUint():
		if n := fromUnsigned(v.Uint()); n.form == signed {
			return int64(n.bits)
		}
		return v.Uint()
	case v.CanFloat():
		return v.Float()
	}
	return v.Complex()
}

func (r *Reader) array(v reflect.Value) {
	kind := v.Type().Elem().Kind()
	if !isNumeric(v.Type().Elem()) {
		if r.Array(v.Len()) {
			r.elements(v)
		}
		return
	}
	to := elemOf(kind)
	src, ok := r.numbers(to)
	switch {
	case !ok:
	case src.n != v.Len():
		r.wrongLength(src.off, v.Len(), src.n)
	default:
		r.fill(v.Addr().UnsafePointer(), to, src)
	}
}

func (r *Reader) mapping(v reflect.Value) {
	t := v.Type()
	if k := t.Key(); k.Kind() != reflect.Interface && !isKey(k) {
		r.cannotReceive(t, "its keys need not be equal here to what was equal where they come from")
		return
	}
	keySize, valueSize := int64(t.Key().Size()), int64(t.Elem().Size())
	n, ok := r.Map(keySize + max(valueSize, 1))
	if !ok || !r.Charge(keySize) || !r.Charge(valueSize) {
		return
	}
	m := reflect.MakeMapWithSize(t, n)
	k, x := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
	for i := range n {
		r.value(k)
		r.value(x)
		if !r.Failed() {
			r.put(m, k, x, i)
		}
		if r.Failed() {
			r.at(keyElement(k))
			return
		}
	}
	v.Set(m)
}

// put is Put by reflection, into a map of n entries.
func (r *Reader) put(m, k, x reflect.Value, n int) {
	held, fit := k, true
	if k.Kind() == reflect.Interface && !k.IsNil() {
		held = k.Elem()
		fit = isKey(held.Type())
	}
	if !fit || !held.Comparable() {
		r.Fail(Type, "want a key that Go can compare, got %s", held.Type())
		return
	}
	if !k.Equal(k) {
		r.Fail(Range, "NaN cannot be a key")
		return
	}
	m.SetMapIndex(k, x)
	if m.Len() == n {
		r.Fail(Duplicate, "the key stands in the map twice")
	}
}

func (r *Reader) pointer(v reflect.Value) {
	elem := v.Type().Elem()
	if r.Nil() || isBoxed(elem) && !r.Array(1) || !r.Charge(int64(elem.Size())) {
		return
	}
	v.Set(reflect.New(elem))
	r.value(v.Elem())
}

func (r *Reader) structure(v reflect.Value) {
	if v.Type() == typeTime {
		*v.Addr().Interface().(*time.Time) = ReadTime(r) // by Set it would be boxed first
		return
	}
	p := planOf(v.Type())
	if p.fault != "" {
		r.cannotReceive(v.Type(), p.fault)
		return
	}
	f := r.Struct(p.names)
	for f.Next(r) {
		if f.Index < 0 {
			r.Skip()
			continue
		}
		r.value(v.FieldByIndex(p.fields[f.Index]))
	}
}

func (r *Reader) iface(v reflect.Value) {
	if v.Type() == typeError && Errors.Read != nil {
		if err := Errors.Read(r); err != nil {
			v.Set(reflect.ValueOf(err))
		}
		return
	}
	if v.NumMethod() > 0 {
		r.cannotReceive(v.Type(), "an interface with methods does not say what to make")
		return
	}
	if x := r.ReadAny(); x != nil {
		v.Set(reflect.ValueOf(x))
	}
}
