package bluebird

import (
	"context"
	"errors"
)

// Code is the kind of an error. It is an error itself: handlers return it or wrap it with %w, callers
// look for it with errors.Is. The codes and their numbers are gRPC's, without OK.
type Code uint8

// The codes. Those that this package gives by itself say when.
const (
	Canceled           Code = 1  // the caller gave the call up
	Unknown            Code = 2  // a handler's error without a code
	InvalidArgument    Code = 3  // the arguments do not fit the method
	DeadlineExceeded   Code = 4  // the call took longer than its context allows
	NotFound           Code = 5  // what was asked for does not exist
	AlreadyExists      Code = 6  // what was to be made exists
	PermissionDenied   Code = 7  // the caller may not do that
	ResourceExhausted  Code = 8  // a limit is reached: message size, calls at once, memory
	FailedPrecondition Code = 9  // the system is not in the state that the call needs
	Aborted            Code = 10 // a conflict with another call
	OutOfRange         Code = 11 // beyond the end
	Unimplemented      Code = 12 // the server has no such method
	Internal           Code = 13 // a handler panicked, or a reply does not fit the method
	Unavailable        Code = 14 // no connection, or the server is shutting down
	DataLoss           Code = 15 // data is lost
	Unauthenticated    Code = 16 // the server does not know who calls
)

var codeTexts = [...]string{
	"", "canceled", "unknown error", "invalid argument", "deadline exceeded", "not found", "already exists",
	"permission denied", "resource exhausted", "failed precondition", "aborted", "out of range",
	"unimplemented", "internal error", "unavailable", "data loss", "unauthenticated",
}

// Error returns the code in words, such as "not found".
func (c Code) Error() string {
	if c.known() {
		return codeTexts[c]
	}
	return codeTexts[Unknown]
}

// known reports whether c is one of the codes. One that is not must not be sent.
func (c Code) known() bool { return 0 < c && int(c) < len(codeTexts) }

// Is makes errors.Is hold between Canceled and context.Canceled, and between DeadlineExceeded and
// context.DeadlineExceeded.
func (c Code) Is(target error) bool {
	return c == Canceled && target == context.Canceled || c == DeadlineExceeded && target == context.DeadlineExceeded
}

// CodeOf returns the first code in err's tree, Canceled or DeadlineExceeded for the errors of package
// context, 0 for nil, and Unknown for everything else, such as a code that is none.
func CodeOf(err error) Code {
	var c Code
	switch {
	case err == nil:
		return 0
	case errors.As(err, &c):
		if !c.known() {
			return Unknown
		}
		return c
	case errors.Is(err, context.DeadlineExceeded):
		return DeadlineExceeded
	case errors.Is(err, context.Canceled):
		return Canceled
	}
	return Unknown
}
