// Package v1 has the name of another package.
package v1

// Spec is a type of the second version 1.
type Spec struct{ Name string }

// Color is a color of the second version 1.
type Color string

// Red is a Color.
const Red Color = "red"
