// Package aplusb adds and subtracts, numbers and whole arrays of them.
package aplusb

//go:generate go tool bluebird-gen .

import (
	"fmt"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

// Add returns the sum of a and b.
//
//bluebird:rpc
func Add(a, b float64) float64 { return a + b }

// Minus returns a without b.
//
//bluebird:rpc
func Minus(a, b float64) float64 { return a - b }

// AddArrays returns the sums of the elements of a and b. Their lengths must be equal.
//
//bluebird:rpc
func AddArrays(a, b []float64) ([]float64, error) { return combine(a, b, Add) }

// MinusArrays returns the differences of the elements of a and b. Their lengths must be equal.
//
//bluebird:rpc
func MinusArrays(a, b []float64) ([]float64, error) { return combine(a, b, Minus) }

func combine(a, b []float64, op func(a, b float64) float64) ([]float64, error) {
	if len(a) != len(b) {
		return nil, fmt.Errorf("a has %d elements and b has %d: %w", len(a), len(b), bluebird.InvalidArgument)
	}
	c := make([]float64, len(a))
	for i := range a {
		c[i] = op(a[i], b[i])
	}
	return c, nil
}
