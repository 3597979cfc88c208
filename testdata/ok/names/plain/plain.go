// Package plain gives access to the predeclared types where their names mean something else.
package plain

// The predeclared types.
type (
	String = string
	Byte   = byte
	Bool   = bool
	Error  = error
)
