package wire

import "fmt"

// Code says why a connection ended. It travels in GOAWAY.
type Code uint8

// The connection codes.
const (
	None        Code = iota // nothing is wrong
	Protocol                // a frame broke the rules
	FrameSize               // a frame was too long
	FlowControl             // a window was overrun
	TooMuch                 // too many of something
	Timeout                 // no progress
	BadVersion              // no version in common
	Internal                // a fault of the sender
	WantTLS                 // the port wants TLS
)

var codeNames = [...]string{"NONE", "PROTOCOL", "FRAME_SIZE", "FLOW_CONTROL", "TOO_MUCH", "TIMEOUT", "VERSION", "INTERNAL", "TLS"}

// String returns the name that the specification uses.
func (c Code) String() string {
	if int(c) >= len(codeNames) {
		return fmt.Sprintf("code %d", uint8(c))
	}
	return codeNames[c]
}

// Error is a fault that ends a connection.
type Error struct {
	Code Code
	Text string
}

// Error returns the code and the text.
func (e *Error) Error() string { return e.Code.String() + ": " + e.Text }

// Errorf returns an *Error.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{code, fmt.Sprintf(format, args...)}
}

func protocolError(format string, args ...any) error { return Errorf(Protocol, format, args...) }

func short(what string) error { return protocolError("%s cut short", what) }
