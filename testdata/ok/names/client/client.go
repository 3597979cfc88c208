// Package client has the name that stubs give to their receiver.
package client

// Options is a type.
type Options int
