package arbitrary

import (
	"math"
	"reflect"
)

// Equal is reflect.DeepEqual, but for numbers that are none: those of the same bits are equal. It is not for values that
// contain themselves.
func Equal(a, b any) bool {
	return EqualValues(reflect.ValueOf(a), reflect.ValueOf(b))
}

// EqualValues is Equal for reflected values, which may come from unexported fields.
func EqualValues(a, b reflect.Value) bool {
	if !a.IsValid() || !b.IsValid() || a.Type() != b.Type() {
		return a.IsValid() == b.IsValid() && !a.IsValid()
	}
	switch a.Kind() {
	case reflect.Float32, reflect.Float64:
		return math.Float64bits(a.Float()) == math.Float64bits(b.Float())
	case reflect.Complex64, reflect.Complex128:
		x, y := a.Complex(), b.Complex()
		return math.Float64bits(real(x)) == math.Float64bits(real(y)) && math.Float64bits(imag(x)) == math.Float64bits(imag(y))
	case reflect.Pointer, reflect.Interface:
		return EqualValues(a.Elem(), b.Elem())
	case reflect.Slice:
		return a.IsNil() == b.IsNil() && a.Len() == b.Len() && equalElements(a, b)
	case reflect.Array:
		return equalElements(a, b)
	case reflect.Map:
		return a.IsNil() == b.IsNil() && a.Len() == b.Len() && equalEntries(a, b)
	case reflect.Struct:
		for i := range a.NumField() {
			if !EqualValues(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		return a.Pointer() == b.Pointer()
	}
	return a.Equal(b)
}

func equalElements(a, b reflect.Value) bool {
	for i := range a.Len() {
		if !EqualValues(a.Index(i), b.Index(i)) {
			return false
		}
	}
	return true
}

func equalEntries(a, b reflect.Value) bool {
	for entries := a.MapRange(); entries.Next(); {
		if x := b.MapIndex(entries.Key()); !x.IsValid() || !EqualValues(entries.Value(), x) {
			return false
		}
	}
	return true
}
