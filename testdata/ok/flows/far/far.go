// Package far declares types for package flows.
package far

import "iter"

// Number is an item.
type Number float64

// Point is an item.
type Point struct{ X, Y int }

// Points has a name of its own.
type Points iter.Seq[Point]

// Of is generic.
type Of[T any] func(yield func(T) bool)

// Visit is called back.
type Visit func(p Point, depth int) (stop bool, err error)
