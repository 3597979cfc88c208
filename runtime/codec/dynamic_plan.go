package codec

import (
	"reflect"
	"slices"
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
	fields, hidden := fieldsOf(t)
	for _, f := range fields {
		if slices.Contains(p.names, f.wire) {
			p.fault = "two of its fields are called " + quote(f.wire)
		}
		p.names = append(p.names, f.wire)
		p.fields = append(p.fields, f.at)
	}
	if len(fields) == 0 && hidden {
		p.fault = "all of its fields are unexported"
	}
	got, _ := plans.LoadOrStore(t, p)
	return got.(*plan)
}

// field is a field of a struct that is sent.
type field struct {
	name, wire string // in Go, and on the wire
	at         []int  // as in reflect.Type.FieldByIndex
}

// fieldsOf returns the fields of a struct that are sent, and whether others hold something that is not.
func fieldsOf(t reflect.Type) (list []field, hidden bool) {
	for i := range t.NumField() {
		f := t.Field(i)
		if inner := flattened(t, f); inner != nil {
			_, lost := fieldsOf(f.Type)
			list, hidden = append(list, inner...), hidden || lost
			continue
		}
		wire, sent := wireName(f)
		switch {
		case !f.IsExported():
			hidden = hidden || isHidden(f)
		case sent:
			list = append(list, field{f.Name, wire, f.Index})
		}
	}
	return list, hidden
}

// flattened returns the fields that the outer struct shows of an unexported one that f embeds. It returns nil for other fields,
// and if one of those is hidden by another of the same name. That a method can hide it too is known to generated code only.
func flattened(outer reflect.Type, f reflect.StructField) []field {
	if _, sent := wireName(f); !sent || f.IsExported() || !f.Anonymous || f.Type.Kind() != reflect.Struct {
		return nil
	}
	list, _ := fieldsOf(f.Type)
	for i, inner := range list {
		at := append(f.Index[:len(f.Index):len(f.Index)], inner.at...)
		if shown, _ := outer.FieldByName(inner.name); !slices.Equal(shown.Index, at) {
			return nil
		}
		list[i].at = at
	}
	return list
}

// isHidden reports whether a field that is not exported holds something. Only a msg tag tells that it need not be sent.
func isHidden(f reflect.StructField) bool {
	return !f.IsExported() && f.Name != "_" && f.Type.Size() > 0 && f.Tag.Get("msg") != "-"
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
