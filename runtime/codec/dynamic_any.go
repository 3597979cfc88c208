package codec

import (
	"fmt"
	"math/big"
	"reflect"
)

// ReadAny reads the next value as what it is on the wire:
//
//	nil          nil
//	bool         bool
//	integer      int64, or uint64 above the range of that
//	float        float64
//	str          string
//	bin          []byte
//	array        []any
//	map          map[string]any if all keys are strings or bytes, else map[any]any
//	time         time.Time
//	complex      complex128
//	block        a slice of its numbers, such as []float64
//	big integer  *big.Int if an integer of 64 bits cannot hold it
//	named value  the type that is registered under the name
//
// Any other extension is an error, and so is a map key that Go cannot compare.
func (r *Reader) ReadAny() any {
	switch familyOf(r.next()) {
	case famNil:
		r.Nil()
	case famBool:
		return ReadBool(r)
	case famNumber:
		return r.anyNumber()
	case famStr:
		if r.Charge(16) {
			return ReadString(r)
		}
	case famBin:
		if r.Charge(24) {
			return ReadBytes(r)
		}
	case famArray:
		if r.typedNext() {
			return r.readTyped()
		}
		if list := ReadAnys(r); list != nil && r.Charge(24) {
			return list
		}
	case famMap:
		return r.anyMap()
	case famExt:
		if r.Charge(24) {
			return r.anyExt()
		}
	}
	return nil
}

func (r *Reader) anyNumber() any {
	n, _ := r.number("number")
	if (n.form != signed || n.bits > 255) && !r.Charge(8) { // Go keeps small integers in a table
		return nil
	}
	switch n.form {
	case signed:
		return int64(n.bits)
	case unsigned:
		return n.bits
	}
	f, _ := n.float64()
	return f
}

func (r *Reader) anyMap() any {
	off := r.off
	n, ok := r.header(famMap, "map")
	switch {
	case !ok:
		return nil
	case n > 0 && !r.textNext():
		return r.anyKeyMap(off, nil, n, n)
	case !r.chargeMap(off, n, 16+16):
		return nil
	}
	m := make(map[string]any, n)
	for i := range n {
		if !r.textNext() {
			return r.anyKeyMap(off, m, n, n-i)
		}
		k := ReadString(r)
		Put(r, m, k, r.ReadAny())
		if r.Failed() {
			r.AtKey(k)
			return nil
		}
	}
	return m
}

// anyKeyMap reads the last left of n entries of a map whose keys have turned out not to be all strings; m has those
// before.
func (r *Reader) anyKeyMap(off int, m map[string]any, n, left int) any {
	if !r.chargeMap(off, n, 16+16) {
		return nil
	}
	all := make(map[any]any, n)
	for k, v := range m {
		all[k] = v
	}
	for range left {
		k := r.anyKey()
		v := r.ReadAny()
		if !r.Failed() {
			Put(r, all, k, v)
		}
		if r.Failed() {
			r.AtKey(fmt.Sprint(k))
			return nil
		}
	}
	return all
}

// anyKey reads the key of a map, which must be something that is equal here to what was equal where it comes from.
func (r *Reader) anyKey() any {
	off := r.off
	if r.textNext() {
		if !r.Charge(16) {
			return nil
		}
		return ReadString(r)
	}
	k := r.ReadAny()
	if v := reflect.ValueOf(k); k != nil && !(isKey(v.Type()) && v.Comparable()) {
		r.failAt(off, Type, "want a key that Go can compare, got %T", k)
		return nil
	}
	return k
}

// isKey reports whether a type can be that of a key: what is equal on one side has to be equal on the other, which pointers are not,
// and what is in an interface may not even be compared. Types with codecs of their own answer for themselves.
func isKey(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Array:
		return isKey(t.Elem())
	case reflect.Struct:
		if t == typeTime || foreignOf(t) != nil {
			return t.Comparable()
		}
		for i := range t.NumField() {
			if !isKey(t.Field(i).Type) {
				return false
			}
		}
		return true
	case reflect.Pointer, reflect.Interface, reflect.Chan:
		return false
	}
	return t.Comparable()
}

// blockElem returns what the extension that is next is a block of, if it is one.
func (r *Reader) blockElem() (e elem, ok bool) {
	_, body := span(r.buf, r.off)
	return elemOfExt(int8(r.buf[body-1]))
}

func (r *Reader) anyExt() any {
	if e, ok := r.blockElem(); ok {
		return r.anyBlock(e)
	}
	_, body := span(r.buf, r.off)
	switch r.buf[body-1] {
	case extTime, extTimestamp:
		return ReadTime(r)
	case extComplex64, extComplex128:
		return ReadComplex128(r)
	case uint8(ExtBigInt):
		return r.anyBigInt()
	}
	r.failHere(Type, "got "+describe(r.buf, r.off)+", which has no Go type")
	return nil
}

// anyBigInt reads a big integer, which is one of 64 bits if that can hold it, as AppendBigInt writes it.
func (r *Reader) anyBigInt() any {
	v := new(big.Int)
	ReadBigInt(r, v)
	switch {
	case v.IsInt64():
		return v.Int64()
	case v.IsUint64():
		return v.Uint64()
	}
	return v
}

func (r *Reader) anyBlock(e elem) any {
	switch e {
	case elemInt8:
		return ReadNumbers[int8](r)
	case elemInt16:
		return ReadNumbers[int16](r)
	case elemInt32:
		return ReadNumbers[int32](r)
	case elemInt64:
		return ReadNumbers[int64](r)
	case elemUint16:
		return ReadNumbers[uint16](r)
	case elemUint32:
		return ReadNumbers[uint32](r)
	case elemUint64:
		return ReadNumbers[uint64](r)
	case elemFloat32:
		return ReadNumbers[float32](r)
	case elemFloat64:
		return ReadNumbers[float64](r)
	case elemComplex64:
		return ReadNumbers[complex64](r)
	}
	return ReadNumbers[complex128](r)
}
