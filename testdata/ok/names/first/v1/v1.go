// Package v1 has the name of another package.
package v1

// Spec is a type of the first version 1.
type Spec struct{ Name string }

// Color is a color of the first version 1.
type Color int

// Red is a Color.
const Red Color = 1
