// Package results has signatures of every form.
package results

import (
	"context"
	"errors"
	"strings"
)

// ErrNegative says that a number is negative.
var ErrNegative = errors.New("negative")

// Nothing takes and returns nothing.
//
//bluebird:rpc
func Nothing() {}

// Fail returns nothing but an error.
//
//bluebird:rpc
func Fail(really bool) error {
	if really {
		return ErrNegative
	}
	return nil
}

// Deadline tells whether ctx has one.
//
//bluebird:rpc
func Deadline(ctx context.Context) bool {
	_, ok := ctx.Deadline()
	return ok
}

// Divide names its results.
//
//bluebird:rpc
func Divide(a, b int) (quotient, remainder int, err error) {
	if b == 0 {
		return 0, 0, errors.New("division by zero")
	}
	return a / b, a % b, nil
}

// Many returns zeros of many types if n is negative.
//
//bluebird:rpc
func Many(n int) (int, string, bool, []string, map[string]int, *int, [2]string, struct{ N int }, error) {
	if n < 0 {
		return 1, "one", true, []string{"one"}, nil, &n, [2]string{"one"}, struct{ N int }{1}, ErrNegative
	}
	return n, "n", true, []string{"n"}, map[string]int{"n": n}, &n, [2]string{"n", "n"}, struct{ N int }{n}, nil
}

// Sum adds any number of numbers.
//
//bluebird:rpc
func Sum(start int, rest ...int) int {
	for _, n := range rest {
		start += n
	}
	return start
}

// Join joins strings.
//
//bluebird:rpc
func Join(ctx context.Context, parts ...string) (string, error) {
	return strings.Join(parts, " "), ctx.Err()
}

// Concat joins bytes.
//
//bluebird:rpc
func Concat(head []byte, tail ...byte) []byte { return append(head, tail...) }

// Blanks has results without names between some that have one.
//
//bluebird:rpc
func Blanks() (_ int, _ string, last bool) { return 1, "two", true }
