package codec

import (
	"reflect"
	"strings"
	"sync"
	"time"
)

// plan is how a struct type travels: what generated code for the type has in its text.
type plan struct {
	names  Names
	fields [][]int // for each name the path to the field, as in reflect.Type.FieldByIndex
	fault  string  // why the type cannot be sent, or empty
}

var plans sync.Map // of reflect.Type to *plan

func planOf(t reflect.Type) *plan {
	if p, ok := plans.Load(t); ok {
		return p.(*plan)
	}
	p := new(plan)
	hidden := p.add(t, nil)
	if len(p.fields) == 0 && hidden > 0 {
		p.fault = "all of its fields are unexported"
	}
	got, _ := plans.LoadOrStore(t, p)
	return got.(*plan)
}

// add adds the fields of t, which stands at path in the struct, and returns how many fields hold something that is not
// sent.
func (p *plan) add(t reflect.Type, path []int) (hidden int) {
	for i := range t.NumField() {
		f := t.Field(i)
		at := append(path[:len(path):len(path)], i)
		name, sent := wireName(f)
		switch {
		case !sent:
		case f.IsExported():
			p.addField(name, at)
		case f.Anonymous && f.Type.Kind() == reflect.Struct:
			hidden += p.add(f.Type, at) // its exported fields are promoted
		case f.Type.Size() > 0 && f.Name != "_":
			hidden++
		}
	}
	return hidden
}

func (p *plan) addField(name string, at []int) {
	for _, n := range p.names {
		if n == name {
			p.fault = "two of its fields are called " + quote(name)
		}
	}
	p.names = append(p.names, name)
	p.fields = append(p.fields, at)
}

// wireName returns what a field is called on the wire: by its msg tag, else its json tag, else its Go name.
func wireName(f reflect.StructField) (name string, sent bool) {
	for _, key := range [...]string{"msg", "json"} {
		tag, ok := f.Tag.Lookup(key)
		if !ok {
			continue
		}
		if tag == "-" {
			return "", false
		}
		if name, _, _ = strings.Cut(tag, ","); name != "" {
			return name, true
		}
	}
	return f.Name, true
}

var (
	typeTime  = reflect.TypeFor[time.Time]()
	typeAny   = reflect.TypeFor[any]()
	typeError = reflect.TypeFor[error]()
)

// isNumeric reports whether slices of a type travel as bytes or blocks.
func isNumeric(elem reflect.Type) bool {
	k := elem.Kind()
	if elem.PkgPath() != "" && foreignOf(elem) != nil {
		return false
	}
	return k >= reflect.Int && k <= reflect.Complex128 && k != reflect.Uintptr
}

// Errors are the functions for fields of type error, which package bluebird knows how to send.
var Errors struct {
	Append func(b []byte, err error, e *Encoder) []byte
	Read   func(r *Reader) error
}

// isBoxed reports whether what a pointer points to stands in an array of one: where it may itself travel as nil.
func isBoxed(pointee reflect.Type) bool {
	if f := foreignOf(pointee); f != nil {
		return f.nilled
	}
	return isNilable(pointee.Kind())
}

// isNilable reports whether a kind has a nil, so that a pointer to it needs a box to tell its own from that.
func isNilable(k reflect.Kind) bool {
	switch k {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
		return true
	}
	return false
}
