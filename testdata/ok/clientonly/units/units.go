// Package units declares what the signatures need.
package units

// Length is a length in metres.
type Length float64
