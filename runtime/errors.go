package bluebird

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	"github.com/bluebird-rpc/bluebird/internal/wire"
)

// Outcome says how far a call came that failed.
type Outcome uint8

// The outcomes, as OutcomeOf returns them.
const (
	NotSent       = Outcome(mux.NotSent)       // nothing was sent: the call has not run and will not
	NotStarted    = Outcome(mux.NotStarted)    // the server has not started it and will not
	MaybeExecuted = Outcome(mux.MaybeExecuted) // nobody can tell
	Executed      = Outcome(mux.Executed)      // the handler ran, and the error is its answer, or is about it
)

// String returns the outcome in words.
func (o Outcome) String() string {
	switch o {
	case NotSent:
		return "not sent"
	case NotStarted:
		return "not started"
	case Executed:
		return "executed"
	}
	return "maybe executed"
}

// OutcomeOf says how far the call came that returned err. For an error that no call returned it is MaybeExecuted.
func OutcomeOf(err error) Outcome {
	var e *callError
	if errors.As(err, &e) {
		return e.outcome
	}
	return MaybeExecuted
}

// WithRetryAfter returns err with the advice to try again after d, for a handler or a server's interceptor to return.
func WithRetryAfter(err error, d time.Duration) error {
	return &callError{outcome: Executed, code: CodeOf(err), err: err, retryAfter: d}
}

// RetryAfter returns how long the server asks to wait before another attempt, 0 if it does not say.
func RetryAfter(err error) time.Duration {
	var e *callError
	if errors.As(err, &e) {
		return e.retryAfter
	}
	return 0
}

// callError is what a failed call returns. Its text is that of the error in it.
type callError struct {
	method     string
	outcome    Outcome
	code       Code
	err        error
	retryAfter time.Duration
}

func (e *callError) Error() string { return e.err.Error() }

func (e *callError) Unwrap() []error { return []error{e.err, e.code} }

// failed makes the error of a call that the library ended: its text names the method and the outcome.
func failed(method string, code Code, outcome Outcome, err error) error {
	var e *callError
	if errors.As(err, &e) {
		return err
	}
	suffix := ""
	if outcome == MaybeExecuted && code != DeadlineExceeded && code != Canceled {
		suffix = " (the call may have been executed)"
	}
	return &callError{method: method, outcome: outcome, code: code, err: fmt.Errorf("%s: %w%s", method, err, suffix)}
}

// remoteError is an error that came over the wire.
type remoteError struct {
	text     string
	children []error
}

func (e *remoteError) Error() string { return e.text }

func (e *remoteError) Unwrap() []error { return e.children }

// sentinels are errors of the standard library that arrive as themselves.
var sentinels = []struct {
	name string
	err  error
}{
	{"io.EOF", io.EOF},
	{"io.ErrUnexpectedEOF", io.ErrUnexpectedEOF},
	{"io.ErrClosedPipe", io.ErrClosedPipe},
	{"fs.ErrNotExist", fs.ErrNotExist},
	{"fs.ErrExist", fs.ErrExist},
	{"fs.ErrPermission", fs.ErrPermission},
	{"fs.ErrInvalid", fs.ErrInvalid},
	{"os.ErrDeadlineExceeded", os.ErrDeadlineExceeded},
	{"errors.ErrUnsupported", errors.ErrUnsupported},
	{"context.Canceled", context.Canceled},
	{"context.DeadlineExceeded", context.DeadlineExceeded},
}

// errorTree describes err for the wire: its text, its code or name, and what it wraps.
func errorTree(err error, depth int) wire.Node {
	n := wire.Node{Text: safeText(err)}
	if c, ok := err.(Code); ok {
		n.Code = uint8(c)
		return n
	}
	n.Name = sentinelName(err)
	if depth == wire.MaxTreeDepth {
		return n
	}
	for _, child := range unwrap(err) {
		if child != nil {
			n.Children = append(n.Children, errorTree(child, depth+1))
		}
	}
	return n
}

// safeText returns err's text, also where its Error method panics.
func safeText(err error) (text string) {
	defer func() {
		if v := recover(); v != nil {
			text = fmt.Sprintf("%T, whose Error method panicked", err)
		}
	}()
	return err.Error()
}

func unwrap(err error) []error {
	switch e := err.(type) {
	case *callError:
		return []error{e.err}
	case interface{ Unwrap() error }:
		return []error{e.Unwrap()}
	case interface{ Unwrap() []error }:
		return e.Unwrap()
	}
	return nil
}

// sentinelName returns the name of the sentinel that err is, or says it is, as the errors of system calls do: ENOENT is
// fs.ErrNotExist.
func sentinelName(err error) string {
	is, _ := err.(interface{ Is(error) bool })
	for _, s := range sentinels {
		if err == s.err || is != nil && is.Is(s.err) {
			return s.name
		}
	}
	return ""
}

// sentinel returns the error of that name, or nil.
func sentinel(name string) error {
	for _, s := range sentinels {
		if s.name == name {
			return s.err
		}
	}
	return nil
}

// remote is the reverse of errorTree.
func remote(n *wire.Node) error {
	if n.Code != 0 && len(n.Children) == 0 && n.Text == Code(n.Code).Error() {
		return Code(n.Code)
	}
	e := &remoteError{text: n.Text}
	if s := sentinel(n.Name); s != nil {
		if len(n.Children) == 0 && n.Text == s.Error() {
			return s
		}
		e.children = append(e.children, s)
	}
	if n.Code != 0 {
		e.children = append(e.children, Code(n.Code))
	}
	for i := range n.Children {
		e.children = append(e.children, remote(&n.Children[i]))
	}
	return e
}

// statusError makes the caller's error of a STATUS.
func statusError(method string, s *wire.StatusFrame, outcome Outcome) error {
	e := &callError{method: method, outcome: outcome, code: Code(s.Code), retryAfter: s.RetryAfter}
	n, err := wire.ParseTree(s.Tree)
	switch {
	case err != nil || n == nil:
		e.err = fmt.Errorf("%s: %w", method, e.code)
	default:
		e.err = remote(n)
	}
	return e
}

// status describes err, which a handler returned, for the wire.
func status(err error) *wire.StatusFrame {
	n := errorTree(err, 1)
	s := &wire.StatusFrame{Code: uint8(CodeOf(err)), Tree: wire.AppendTree(nil, &n)}
	var e *callError
	if errors.As(err, &e) {
		s.RetryAfter = e.retryAfter
	}
	return s
}
