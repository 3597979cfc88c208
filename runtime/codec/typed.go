package codec

import (
	"fmt"
	"reflect"
	"sync"
)

// registry holds the types that keep their identity in an interface that is any.
var registry struct {
	sync.RWMutex
	names map[reflect.Type]string
	types map[string]reflect.Type
}

// Register gives type T a name under which its values, and pointers to them, arrive as themselves when they are sent as
// an any. Both sides register the type, before the first call. A name or type that is registered in another way already is
// a mistake, and panics.
func Register[T any](name string) {
	t := reflect.TypeFor[T]()
	if name == "" || len(name) > 128 || name[0] == '*' {
		panic(fmt.Sprintf("codec: %q cannot be the name of %s: want 1 to 128 bytes and no star", name, t))
	}
	registry.Lock()
	defer registry.Unlock()
	if registry.names == nil {
		registry.names, registry.types = map[reflect.Type]string{}, map[string]reflect.Type{}
	}
	if other, taken := registry.types[name]; taken && other != t {
		panic(fmt.Sprintf("codec: %s and %s are both registered as %q", other, t, name))
	}
	if other, taken := registry.names[t]; taken && other != name {
		panic(fmt.Sprintf("codec: %s is registered as %q and as %q", t, other, name))
	}
	registry.types[name], registry.names[t] = t, name
}

// registered returns the name of a type, which has a star in front for a pointer to one.
func registered(t reflect.Type) string {
	registry.RLock()
	defer registry.RUnlock()
	if name := registry.names[t]; name != "" {
		return name
	}
	if t.Kind() == reflect.Pointer {
		if name := registry.names[t.Elem()]; name != "" {
			return "*" + name
		}
	}
	return ""
}

// typeNamed is the reverse of registered.
func typeNamed(name string) reflect.Type {
	registry.RLock()
	defer registry.RUnlock()
	if pointee, ok := cutStar(name); ok {
		if t := registry.types[pointee]; t != nil {
			return reflect.PointerTo(t)
		}
		return nil
	}
	return registry.types[name]
}

func cutStar(name string) (string, bool) {
	if name != "" && name[0] == '*' {
		return name[1:], true
	}
	return name, false
}

// AppendTyped appends the value of an any. A value of a registered type travels together with the name of the type: as an
// array of an extension that holds the name, and the value. All others travel as AppendAny writes them, structs with the names of
// their fields in any case.
func AppendTyped(b []byte, v any, e *Encoder) []byte {
	switch v.(type) {
	case nil, bool, int, int64, float64, string, []byte, []float64:
		return AppendAny(b, v, e)
	}
	if name := registered(reflect.TypeOf(v)); name != "" {
		b = append(b, fixarray|2, ext8, byte(len(name)), byte(ExtType))
		b = append(b, name...)
	}
	compact := e.Compact
	e.Compact = false // the fingerprint of a method says nothing about what is in an any
	b = appendValue(b, reflect.ValueOf(v), e)
	e.Compact = compact
	return b
}

// typedNext reports whether the next value is one of a registered type.
func (r *Reader) typedNext() bool {
	o := r.off
	return o+3 < len(r.buf) && r.buf[o] == fixarray|2 && r.buf[o+1] == ext8 && int8(r.buf[o+3]) == ExtType
}

// readTyped reads a value of a registered type.
func (r *Reader) readTyped() any {
	off := r.off
	n, body := span(r.buf, off+1)
	name := r.buf[body : body+n]
	t := typeNamed(string(name))
	if t == nil {
		r.failHere(Type, "no type is registered as %s", quote(name))
		return nil
	}
	r.off = body + n
	if !r.chargeTwo(int64(t.Size())) { // once to be read into, once in its interface
		return nil
	}
	v := reflect.New(t).Elem()
	r.value(v)
	if r.Failed() {
		return nil
	}
	return v.Interface()
}

// ReadAny reads the next value as [Reader.ReadAny] does.
func ReadAny(r *Reader) any { return r.ReadAny() }

// ReadAnys reads an array, or a block, as a slice of what [Reader.ReadAny] returns for its elements. nil is nil.
func ReadAnys(r *Reader) []any {
	if familyOf(r.next()) == famExt {
		return r.boxedNumbers()
	}
	n, ok := r.Slice(16)
	if !ok {
		return nil
	}
	v := make([]any, n)
	for i := range v {
		if v[i] = r.ReadAny(); r.Failed() {
			r.AtIndex(i)
			return nil
		}
	}
	return v
}
