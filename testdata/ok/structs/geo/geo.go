// Package geo declares types for others to use.
package geo

// Point is a place in the plane.
type Point struct{ X, Y float64 }

// Box lies between two corners.
type Box struct {
	Min Point `json:"min"`
	Max Point `msg:"max" json:"maximum"`
}

// Tagged is a value with a label.
type Tagged[T any] struct {
	Label string
	Value T
}
