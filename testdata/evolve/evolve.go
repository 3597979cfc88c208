// Package evolve holds changes of a contract. Each is written out as Go source before and after it, at several
// places in a signature; both are generated, and a test lets clients of either call servers of the other.
package evolve

import (
	"fmt"
	"slices"
	"strings"
)

// Age says which side of a change something is on.
type Age int

// The two sides of a change.
const (
	Before Age = iota
	After
)

// Names of the packages that are written.
var Packages = [...]string{Before: "before", After: "after"}

// Change is a change of a type. In all source, § stands for what makes names differ from place to place.
type Change struct {
	Name  string
	Decls [2]string // declarations that the type needs
	Type  [2]string
	Value [2]string // an expression for a value that should arrive
	Want  [2]string // it in JSON, as readers of the other age are to see it; "" is as it was
	Odd   [2]string // an expression for a value that readers of the other age refuse, or ""

	In, Out string // the verdict for an argument, and for a result
}

// Place is where in a signature the type is used.
type Place struct {
	Name  string
	Decls string // with the type as T
	Type  string
	Value string // with a value as V
	JSON  string // that in JSON, with the value as V
}

// Places are the places in a signature.
var Places = []Place{
	{"Top", "", "T", "V", "V"},
	{"Nested", "type Outer§ struct {\n\tBefore int\n\tInner T\n\tAfter string\n}\n", "Outer§", `Outer§{1, V, "x"}`, `{"Before":1,"Inner":V,"After":"x"}`},
	{"Slice", "", "[]T", "[]T{V, V}", "[V,V]"},
	{"Union", "type Union§ interface{ union§() }\n\ntype Box§ struct{ Inner T }\n\nfunc (Box§) union§() {}\n", "Union§", "Box§{V}", `{"Inner":V}`},
}

// Ways are what a value can be in a call.
var Ways = []string{"In", "Out"}

// Func returns the name of the function for a change at a place.
func Func(c Change, p Place, way string) string { return c.Name + p.Name + way }

const head = `// Code written by testdata/evolve/write; DO NOT EDIT.

// Package %[1]s is the contract of testdata/evolve %[1]s all changes.
//
//bluebird:package name=evolve
package %[1]s

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"
)

// Samples holds values to send: one that should arrive and, if there are two, one that the other side refuses.
var Samples = map[string][]any{}

// Show returns v as text.
func Show(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprintf("%%+v", v)
	}
	return string(b)
}

var (
	_ context.Context
	_ time.Time
	_ io.Reader
	_ iter.Seq[int]
	_ = errors.New
	_ = slices.Values[[]int]
	_ = strings.NewReader
	_ = ptr[int]
	_ = stream[int]
	_ = channel[int]
)
`

const tail = `
func ptr[T any](v T) *T { return &v }

func list[T any](values ...T) []any {
	var all []any
	for _, v := range values {
		all = append(all, v)
	}
	return all
}

func stream[T any](values ...T) iter.Seq[T] { return slices.Values(values) }

func channel[T any](values ...T) <-chan T {
	c := make(chan T, len(values))
	for _, v := range values {
		c <- v
	}
	close(c)
	return c
}
`

// Source returns the source of one of the packages.
func Source(age Age) string {
	var b strings.Builder
	fmt.Fprintf(&b, head, Packages[age])
	for _, c := range Changes {
		for _, p := range Places {
			for _, way := range Ways {
				b.WriteString(c.source(age, p, way))
			}
		}
	}
	for _, s := range slices.Concat(Signatures, Flows) {
		fmt.Fprintf(&b, "\n// %s: %s.\n\n%s\n", s.Name, s.Verdict, strings.TrimSpace(s.Source[age]))
		if s.Args[age] != "" {
			fmt.Fprintf(&b, "\nfunc init() { Samples[%q] = []any{%s} }\n", s.Name, s.Args[age])
		}
	}
	b.WriteString(tail)
	return b.String()
}

// source returns the function for a change at a place, with all it needs.
func (c Change) source(age Age, p Place, way string) string {
	name := Func(c, p, way)
	fill := func(s string) string {
		s = strings.NewReplacer("T", c.Type[age]).Replace(s)
		return s
	}
	value := func(v string) string {
		return strings.NewReplacer("T", c.Type[age], "V", v).Replace(p.Value)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\n%s%s", lead(c.Decls[age]), fill(p.Decls))
	samples := value(c.Value[age])
	if c.Odd[age] != "" {
		samples += ", " + value(c.Odd[age])
	}
	if way == "In" {
		fmt.Fprintf(&b, "\n//bluebird:rpc\nfunc %s(v %s) string { return Show(v) }\n", name, fill(p.Type))
		fmt.Fprintf(&b, "\nfunc init() { Samples[%q] = list[%s](%s) }\n", name, fill(p.Type), samples)
	} else {
		fmt.Fprintf(&b, "\n//bluebird:rpc\nfunc %s(i int) %s { return []%[2]s{%s}[i] }\n", name, fill(p.Type), samples)
	}
	return strings.ReplaceAll(b.String(), "§", name)
}

func lead(s string) string {
	if s == "" {
		return ""
	}
	return s + "\n\n"
}
