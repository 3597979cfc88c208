// Package arbitrary makes random values of any type, for tests. Reflection fills what it can reach; for types that keep
// their state to themselves, and for interfaces, the test says what to do.
package arbitrary

import (
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
)

// Maker makes random values. The zero value of all but Rand is ready.
type Maker struct {
	*rand.Rand

	// Special makes values of types that reflection cannot fill, or that would not arrive as the same. A nil is the zero
	// value.
	Special map[reflect.Type]func(m Maker) any

	// Variants are the types that values of an interface have. One in as many values and one more is nil.
	Variants map[reflect.Type][]reflect.Type

	// Most is the length of the longest slice or map; 0 is 10.
	Most int
}

// New returns a Maker that makes the same values for the same seed, and knows the types of the standard library that
// Bluebird sends.
func New(seed uint64) Maker {
	return Maker{Rand: rand.New(rand.NewPCG(seed, 1)), Special: Standard()}
}

// OneOf returns one of the values of a list.
func (m Maker) OneOf(list ...any) any { return list[m.IntN(len(list))] }

// Text returns a string of letters that take two bytes each.
func (m Maker) Text() string { return strings.Repeat("é", m.IntN(20)) }

// Fill sets v to a random value. It makes no pointers, slices and maps deeper than depth.
func (m Maker) Fill(v reflect.Value, depth int) {
	if special := m.Special[v.Type()]; special != nil {
		if x := special(m); x != nil {
			v.Set(reflect.ValueOf(x))
		}
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(m.IntN(2) == 0)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(m.Int64() >> m.IntN(64) * int64(1-2*m.IntN(2)))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(m.Uint64() >> m.IntN(64))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(float64(float32(m.NormFloat64())))
	case reflect.Complex64, reflect.Complex128:
		v.SetComplex(complex(float64(m.Float32()), math.Inf(1)))
	case reflect.String:
		v.SetString(m.Text())
	case reflect.Pointer:
		if depth > 0 && m.IntN(3) > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			m.Fill(v.Elem(), depth-1)
		}
	case reflect.Slice:
		if m.IntN(4) > 0 {
			n := m.length(depth)
			v.Set(reflect.MakeSlice(v.Type(), n, n))
		}
		m.fillElements(v, depth)
	case reflect.Array:
		m.fillElements(v, depth)
	case reflect.Map:
		m.fillMap(v, depth)
	case reflect.Struct:
		m.fillStruct(v, depth)
	case reflect.Interface:
		m.fillInterface(v, depth)
	}
}

// length returns how long a slice or map is.
func (m Maker) length(depth int) int {
	most := m.Most
	if most == 0 {
		most = 10
	}
	if n := m.IntN(most + 1); depth > 0 {
		return n
	}
	return 0
}

func (m Maker) fillElements(v reflect.Value, depth int) {
	for i := range v.Len() {
		m.Fill(v.Index(i), depth-1)
	}
}

func (m Maker) fillMap(v reflect.Value, depth int) {
	if m.IntN(4) == 0 {
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for range m.length(depth) {
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		m.Fill(key, depth-1)
		m.Fill(value, depth-1)
		v.SetMapIndex(key, value)
	}
}

func (m Maker) fillStruct(v reflect.Value, depth int) {
	for i := range v.NumField() {
		switch f := v.Type().Field(i); {
		case sent(f):
			m.Fill(v.Field(i), depth-1)
		case flattened(f):
			m.fillStruct(v.Field(i), depth)
		}
	}
}

func (m Maker) fillInterface(v reflect.Value, depth int) {
	variants := m.Variants[v.Type()]
	if n := m.IntN(len(variants) + 1); n < len(variants) && depth > 0 {
		x := reflect.New(variants[n]).Elem()
		m.Fill(x, depth-1)
		v.Set(x)
	}
}

// sent reports whether a field is part of messages: its msg tag, or else its json tag, may leave it out.
func sent(f reflect.StructField) bool {
	tag, ok := f.Tag.Lookup("msg")
	if !ok {
		tag = f.Tag.Get("json")
	}
	return f.IsExported() && tag != "-"
}

// flattened reports whether a field is an unexported struct whose exported fields are sent.
func flattened(f reflect.StructField) bool {
	return f.Anonymous && !f.IsExported() && f.Type.Kind() == reflect.Struct
}
