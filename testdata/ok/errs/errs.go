// Package errs has errors that its callers test for.
package errs

import (
	"errors"
	"fmt"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

// ErrDivide is returned for a division by zero.
var ErrDivide = errors.New("division by zero")

var (
	// ErrClosed wraps another error.
	ErrClosed = fmt.Errorf("closed: %w", ErrDivide)
	errHidden = errors.New("hidden")
	Limit     = 5
	ErrLater  error
)

// ErrZero is an error of a type of the package.
var ErrZero = &RangeError{Op: "zero"}

// RangeError says which value is out of range.
type RangeError struct {
	Op     string
	Value  int
	Bounds []Bounds
	Err    error
}

// Bounds are a part of errors only.
type Bounds struct {
	Min, Max int
	seen     bool
}

func (e *RangeError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("%s: %d is out of range", e.Op, e.Value)
	}
	return fmt.Sprintf("%s: %d is out of range: %v", e.Op, e.Value, e.Err)
}

// Unwrap returns what the error is about.
func (e *RangeError) Unwrap() error { return e.Err }

// Missing is an error by value.
type Missing struct{ Name string }

func (m Missing) Error() string { return m.Name + " is missing" }

// Opaque cannot be sent.
type Opaque struct{ state int }

func (o *Opaque) Error() string { return fmt.Sprint("opaque ", o.state) }

// Number is no struct.
type Number int

func (n Number) Error() string { return fmt.Sprint("number ", int(n)) }

type hidden struct{ Name string }

func (h hidden) Error() string { return h.Name }

// Fail returns the error of that name.
//
//bluebird:rpc
func Fail(kind string) error { return errorOf(kind) }

// Tell returns the error of that name in a result.
//
//bluebird:rpc
func Tell(kind string) []error { return []error{errorOf(kind)} }

func errorOf(kind string) error {
	bounds := []Bounds{{1, 2, true}, {3, 4, true}}
	deep := &RangeError{"outer", 1, nil, &RangeError{"middle", 2, nil, &RangeError{"inner", 3, nil, ErrDivide}}}
	chain := error(ErrDivide)
	for range 60 {
		chain = &RangeError{"link", 0, nil, chain}
	}
	return map[string]error{
		"sentinel":  ErrDivide,
		"wrapping":  ErrClosed,
		"wrapped":   fmt.Errorf("div: %w", ErrDivide),
		"joined":    errors.Join(fmt.Errorf("a: %w", ErrDivide), bluebird.NotFound, Missing{"b"}),
		"zero":      ErrZero,
		"type":      &RangeError{"add", 7, bounds, nil},
		"value":     Missing{"milk"},
		"pointer":   &Missing{"bread"},
		"deep":      deep,
		"chain":     chain,
		"nil type":  fmt.Errorf("nothing: %w", error((*Missing)(nil))),
		"large":     &RangeError{"large", 7, make([]Bounds, 10000), ErrDivide},
		"opaque":    &Opaque{5},
		"number":    Number(5),
		"hidden":    hidden{"x"},
		"errHidden": errHidden,
	}[kind]
}
