// Package universe gives Go's predeclared identifiers a second name, for generated code in packages
// that use the first one for something else:
//
//	type string int          // legal Go: below, string is an int
//	func Greet(s string) string
//
// Nobody needs to import it by hand.
package universe

import "reflect"

// The predeclared types. Aliases are the very same types.
type (
	Any        = any
	Bool       = bool
	Byte       = byte
	Complex64  = complex64
	Complex128 = complex128
	Error      = error
	Float32    = float32
	Float64    = float64
	Int        = int
	Int8       = int8
	Int16      = int16
	Int32      = int32
	Int64      = int64
	Rune       = rune
	String     = string
	Uint       = uint
	Uint8      = uint8
	Uint16     = uint16
	Uint32     = uint32
	Uint64     = uint64
	Uintptr    = uintptr
)

// The predeclared constants.
const (
	True  = true
	False = false
)

// Append is append(b, s...).
func Append(b []byte, s string) []byte { return append(b, s...) }

// Len is len of a slice.
func Len[S ~[]E, E any](s S) int { return len(s) }

// LenMap is len of a map.
func LenMap[M ~map[K]V, K comparable, V any](m M) int { return len(m) }

// Make is make(S, n).
func Make[S ~[]E, E any](n int) S { return make(S, n) }

// MakeMap is make(M, n).
func MakeMap[M ~map[K]V, K comparable, V any](n int) M { return make(M, n) }

// New is new(T).
func New[T any]() *T { return new(T) }

// Nil is the zero value of T, nil for the types that have it.
func Nil[T any]() (zero T) { return zero }

// IsNil reports whether s is nil.
func IsNil[S ~[]E, E any](s S) bool { return s == nil }

// IsNilMap reports whether m is nil.
func IsNilMap[M ~map[K]V, K comparable, V any](m M) bool { return m == nil }

// IsFunc reports whether f, a func, is not nil.
func IsFunc(f any) bool { return !reflect.ValueOf(f).IsNil() }

// IsNilPointer reports whether p is nil.
func IsNilPointer[P ~*T, T any](p P) bool { return p == nil }

// Failed reports whether err is an error and not nil.
func Failed(err error) bool { return err != nil }
