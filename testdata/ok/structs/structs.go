// Package structs sends structs of every making.
package structs

import "github.com/bluebird-rpc/bluebird/testdata/ok/structs/geo"

// Person is a struct with a struct in it, and some without a name.
type Person struct {
	Name    string
	Age     int
	Home    geo.Point
	Work    *geo.Point
	Contact struct {
		Mail  string
		Phone []string `json:"phones"`
	}
	Ignored string `json:"-"`
}

// Base is embedded.
type Base struct{ ID uint64 }

// Corner is another name of a Point.
type Corner = geo.Point

// Derived has a Base and more.
type Derived struct {
	Base
	Corner
	*geo.Box
	Title string
}

// Tree is recursive in three ways.
type Tree struct {
	Value       int
	Left, Right *Tree
	Others      []Tree
	ByName      map[string]*Tree
}

// Forest contains itself and nothing else.
type Forest []Forest

// Odd and Even contain each other.
type Odd struct{ Next *Even }

// Even is the other half of Odd.
type Even struct {
	Number int
	Next   *Odd
}

// Pair is generic.
type Pair[A, B any] struct {
	First  A
	Second B
}

// Empty has no fields.
type Empty struct{}

// Wide has more fields than fit on a line.
type Wide struct {
	A, B, C, D, E, F, G, H                             int
	ANameOfMoreThanThirtyTwoBytesIsWrittenInAnotherWay string
}

// Sum has a field whose name on the wire has a mark in it, so that its fields are read by index.
type Sum struct {
	//bluebird:was Terms
	Of    geo.Point
	Equal float64 `msg:"=,omitempty"`
}

// Rename gives p another name.
//
//bluebird:rpc
func Rename(p Person, name string) Person {
	p.Name = name
	return p
}

// Center returns the middle of b.
//
//bluebird:rpc
func Center(b geo.Box) geo.Point {
	return geo.Point{X: (b.Min.X + b.Max.X) / 2, Y: (b.Min.Y + b.Max.Y) / 2}
}

// Derive returns what it is given.
//
//bluebird:rpc
func Derive(d *Derived) *Derived { return d }

// Mirror swaps left and right, all the way down.
//
//bluebird:rpc
func Mirror(t *Tree) *Tree {
	if t != nil {
		t.Left, t.Right = Mirror(t.Right), Mirror(t.Left)
	}
	return t
}

// Plant returns a forest around f.
//
//bluebird:rpc
func Plant(f Forest) Forest { return Forest{f} }

// Chain returns what it is given.
//
//bluebird:rpc
func Chain(o Odd) Odd { return o }

// Swap turns a pair round.
//
//bluebird:rpc
func Swap(p Pair[int, string]) Pair[string, int] {
	return Pair[string, int]{p.Second, p.First}
}

// Label returns the tagged form of p.
//
//bluebird:rpc
func Label(label string, p Pair[geo.Point, []int]) geo.Tagged[Pair[geo.Point, []int]] {
	return geo.Tagged[Pair[geo.Point, []int]]{Label: label, Value: p}
}

// Anonymous takes and returns structs without names.
//
//bluebird:rpc
func Anonymous(in struct{ A, B int }) struct{ Sum int } {
	return struct{ Sum int }{in.A + in.B}
}

// Nothing returns what it is given.
//
//bluebird:rpc
func Nothing(e Empty) Empty { return e }

// Widen returns what it is given.
//
//bluebird:rpc
func Widen(w Wide) Wide { return w }

// Add completes a sum.
//
//bluebird:rpc
func Add(s Sum) Sum {
	s.Equal = s.Of.X + s.Of.Y
	return s
}
