package main

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/tinylib/msgp/msgp"

	"github.com/bluebird-rpc/bluebird/internal/arbitrary"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
	"github.com/bluebird-rpc/bluebird/testdata/ok/plain"
	"github.com/bluebird-rpc/bluebird/testdata/ok/plain/msgptypes"
)

// In named form the bytes of a struct are those of msgp's own generated code, apart from nil slices and maps, which msgp
// does not know, and from slices of numbers so long that they are blocks.
func TestNamedBytesAreThoseOfMsgp(t *testing.T) {
	add, theirs := plain.Append(), msgptypes.New()
	for name, empty := range plain.New() {
		for seed := range uint64(100) {
			v := reflect.New(reflect.TypeOf(empty).Elem())
			arbitrary.New(seed).Fill(v.Elem(), 4)
			tame(v.Elem())
			got := add[name](nil, v.Interface(), &codec.Encoder{})

			other := theirs[name].(interface {
				msgp.Marshaler
				msgp.Unmarshaler
			})
			reflect.ValueOf(other).Elem().SetZero()
			if rest, err := other.UnmarshalMsg(got); err != nil || len(rest) > 0 {
				t.Fatalf("%s, seed %d: msgp does not take % x: %v, %d bytes left", name, seed, got, err, len(rest))
			}
			want, err := other.MarshalMsg(nil)
			if err != nil || !bytes.Equal(got, want) {
				t.Fatalf("%s, seed %d:\ngot  % x\nwant % x, %v", name, seed, got, want, err)
			}
		}
	}
}

// tame makes nil slices and maps empty, slices short, and leaves maps one entry, so that their order is no matter.
func tame(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			tame(v.Elem())
		}
	case reflect.Slice:
		if v.IsNil() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		v.SetLen(min(v.Len(), 3))
		fallthrough
	case reflect.Array:
		for i := range v.Len() {
			tame(v.Index(i))
		}
	case reflect.Map:
		tameMap(v)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				tame(v.Field(i))
			}
		}
	}
}

func tameMap(v reflect.Value) {
	one := reflect.MakeMap(v.Type())
	for it := v.MapRange(); it.Next() && one.Len() == 0; {
		x := reflect.New(v.Type().Elem()).Elem()
		x.Set(it.Value())
		tame(x)
		one.SetMapIndex(it.Key(), x)
	}
	v.Set(one)
}
