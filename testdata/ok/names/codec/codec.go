// Package codec has the name of a package that generated code imports.
package codec

// Mode is a type.
type Mode int
