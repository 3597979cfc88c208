// Package stale holds names that say in a message of the compiler what to do about generated code that is older than
// the code around it:
//
//	calc/bluebird_gen.go:24:63: cannot use Add (value of type func(a int) int) as func(float64) float64 value in
//	argument to stale.RunGoGenerate[func(float64) float64]
//
// Generated files mention them in functions that nobody calls. Nobody needs to import the package by hand.
package stale

// RunGoGenerate takes a value that had the type T, or implemented the interface T, when the code was generated.
func RunGoGenerate[T any](v T) T { return v }

// RunGoGenerateFor converts a pointer to a type that had the underlying type T when the code was generated.
type RunGoGenerateFor[T any] = *T
