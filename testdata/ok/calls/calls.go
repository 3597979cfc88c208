// Package calls has what the tests of the runtime call.
package calls

import (
	"context"
	"errors"
)

// Add returns the sum of a and b.
//
//bluebird:default b=5
//bluebird:rpc
func Add(a, b float64) (sum float64) { return a + b }

// Echo returns b.
//
//bluebird:rpc
func Echo(b []byte) []byte { return b }

// EchoSmall returns b, if it is small.
//
//bluebird:rpc max=8KiB
func EchoSmall(b []byte) []byte { return b }

// EchoLarge returns b, also where the settings would not allow it.
//
//bluebird:rpc max=2MiB
func EchoLarge(b []byte) []byte { return b }

// Zeros returns n bytes.
//
//bluebird:rpc
func Zeros(n int) []byte { return make([]byte, n) }

// ZerosSmall returns n bytes, if they are few.
//
//bluebird:rpc max=8KiB
func ZerosSmall(n int) []byte { return make([]byte, n) }

// Point is a point with long names.
type Point struct {
	Horizontal, Vertical int
}

// Mirror mirrors p at the diagonal.
//
//bluebird:rpc
func Mirror(p Point) Point { return Point{p.Vertical, p.Horizontal} }

// Divide returns two results.
//
//bluebird:rpc
func Divide(a, b int) (quotient, remainder int, err error) {
	if b == 0 {
		return 0, 0, errors.New("division by zero")
	}
	return a / b, a % b, nil
}

// Nothing takes and returns nothing.
//
//bluebird:rpc
func Nothing() {}

// Task is whatever a test wants to be done.
//
//bluebird:service
type Task interface {
	// Run does it.
	Run(ctx context.Context, arg string) (string, error)
}

// TaskFunc is a Task.
type TaskFunc func(ctx context.Context, arg string) (string, error)

// Run implements Task.
func (f TaskFunc) Run(ctx context.Context, arg string) (string, error) { return f(ctx, arg) }
