package bluebird

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
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

// OutcomeOf says how far the call came that returned err. For nil it is Executed, for an error that no call returned MaybeExecuted.
func OutcomeOf(err error) Outcome {
	if err == nil {
		return Executed
	}
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

// Unwrap returns the code first, since err may hold that of another call.
func (e *callError) Unwrap() []error { return []error{e.code, e.err} }

// failed makes the error of a call that the library ended: its text names the method and the outcome. What err holds of other calls, as
// the cause of a context does, says nothing of this one.
func failed(method string, code Code, outcome Outcome, err error) error {
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

// Errors of the standard library that arrive as themselves.
var _ = RegisterErrors("the standard library",
	Sentinel("io.EOF", io.EOF),
	Sentinel("io.ErrUnexpectedEOF", io.ErrUnexpectedEOF),
	Sentinel("io.ErrClosedPipe", io.ErrClosedPipe),
	Sentinel("fs.ErrNotExist", fs.ErrNotExist),
	Sentinel("fs.ErrExist", fs.ErrExist),
	Sentinel("fs.ErrPermission", fs.ErrPermission),
	Sentinel("fs.ErrInvalid", fs.ErrInvalid),
	Sentinel("os.ErrDeadlineExceeded", os.ErrDeadlineExceeded),
	Sentinel("errors.ErrUnsupported", errors.ErrUnsupported),
	Sentinel("context.Canceled", context.Canceled),
	Sentinel("context.DeadlineExceeded", context.DeadlineExceeded),
)

// errorTree describes err for the wire: its text, its code or name, and what it wraps. It is part of the details of
// within other errors.
func errorTree(err error, depth, within int) wire.Node {
	n := wire.Node{Text: safeText(err)}
	if c, ok := err.(Code); ok && c.known() {
		n.Code = uint8(c)
		return n
	}
	n.Name, n.Details = registry.describe(err, depth, within)
	if depth == wire.MaxTreeDepth {
		return n
	}
	for _, child := range wrapped(err) {
		n.Children = append(n.Children, errorTree(child, depth+1, within))
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

// unwrap returns what err wraps: nothing, where its Unwrap method panics.
func unwrap(err error) (list []error) {
	defer func() {
		if recover() != nil {
			list = nil
		}
	}()
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

// remote is the reverse of errorTree.
func remote(n *wire.Node, within int) error {
	if n.Code != 0 && len(n.Children) == 0 && n.Text == Code(n.Code).Error() {
		return Code(n.Code)
	}
	e := &remoteError{text: n.Text}
	if n.Name != "" {
		e.children = registry.restore(n.Name, n.Details, within)
	}
	if len(e.children) == 1 && n.Code == 0 && says(e.children[0], n) {
		return e.children[0]
	}
	if n.Code != 0 {
		e.children = append(e.children, Code(n.Code))
	}
	for i := range n.Children {
		e.children = append(e.children, remote(&n.Children[i], within))
	}
	return e
}

// says reports whether err, of this program, tells all that n does.
func says(err error, n *wire.Node) bool {
	return safeText(err) == n.Text && (len(n.Children) == 0 || len(wrapped(err)) == len(n.Children))
}

// wrapped returns the errors that err wraps, without those that are nil.
func wrapped(err error) []error {
	return slices.DeleteFunc(slices.Clone(unwrap(err)), func(e error) bool { return e == nil })
}

// statusError makes the caller's error of a STATUS.
func statusError(method string, s *wire.StatusFrame, outcome Outcome) error {
	e := &callError{method: method, outcome: outcome, code: Code(s.Code), retryAfter: s.RetryAfter}
	n, err := wire.ParseTree(s.Tree)
	switch {
	case err != nil || n == nil:
		e.err = fmt.Errorf("%s: %w", method, e.code)
	case n.Code != 0 && n.Text != Code(n.Code).Error(): // of the server itself, which does not name the method
		e.err = fmt.Errorf("%s: %w", method, remote(n, 0))
	default:
		e.err = remote(n, 0)
	}
	return e
}

// ownStatus is what the server itself says of a call, with a code at the root of the tree: the client adds the method's name.
func ownStatus(code Code, text string) *wire.StatusFrame {
	n := wire.Node{Code: uint8(code), Text: fmt.Sprintf("%v: %s", code, text)}
	return &wire.StatusFrame{Code: uint8(code), Tree: wire.AppendTree(nil, &n)}
}

// status describes err, which a handler returned, for the wire.
func status(err error) *wire.StatusFrame {
	n := errorTree(err, 1, 0)
	s := &wire.StatusFrame{Code: uint8(CodeOf(err)), Tree: wire.AppendTree(nil, &n)}
	var e *callError
	if errors.As(err, &e) {
		s.RetryAfter = e.retryAfter
	}
	return s
}
