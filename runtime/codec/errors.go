package codec

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// Kind is the kind of an [Error].
type Kind uint8

// The kinds of errors.
const (
	Malformed   Kind = iota + 1 // not msgpack, cut short, or followed by more
	Type                        // a value of another type
	Range                       // a value that its target cannot hold exactly
	Depth                       // nested deeper than MaxDepth
	Budget                      // needs more memory, or work, than MaxDecoded or the size of the message allow
	Duplicate                   // a field, key or argument given twice
	Unsupported                 // a Go type that cannot be sent
	Cycle                       // a Go value that contains itself, or is nested deeper than MaxDepth
	Missing                     // an argument without a default was left out
	Unknown                     // an argument that the method does not have
)

var kindNames = [...]string{
	Malformed: "malformed", Type: "type", Range: "range", Depth: "depth", Budget: "budget", Duplicate: "duplicate",
	Unsupported: "unsupported", Cycle: "cycle", Missing: "missing", Unknown: "unknown",
}

func (k Kind) String() string {
	if int(k) < len(kindNames) && kindNames[k] != "" {
		return kindNames[k]
	}
	return "Kind(" + strconv.Itoa(int(k)) + ")"
}

// Error says what is wrong with a message or a value, and where. Text that came out of a message is
// quoted and cut, so an Error may be logged.
type Error struct {
	Kind   Kind
	Path   string // such as "p.Members[3].Name"; empty if the message as a whole is meant
	Offset int    // in the message, of the value at fault; negative if the fault is in a Go value
	Text   string
}

// Error returns e as in "p.Members[3].Name: want string, got int (byte 41)".
func (e *Error) Error() string {
	s := e.Text
	if e.Path != "" {
		s = e.Path + ": " + s
	}
	if e.Offset >= 0 {
		s += " (byte " + strconv.Itoa(e.Offset) + ")"
	}
	return s
}

// cutAt is how much of a foreign text is repeated in an error.
const cutAt = 128

// quote makes a text from a message fit to be shown.
func quote[T string | []byte](s T) string {
	if len(s) > cutAt {
		return strconv.Quote(string(s[:cutAt])) + "…"
	}
	return strconv.Quote(string(s))
}

// maxPath bounds the path of an error in a deeply nested value. What is cut is the inner end, where a path of
// this length repeats itself.
const maxPath = 512

// prepend puts one more element before the path of an error, which is built from the inside out.
func prepend(element, path string) string {
	if len(element)+len(path) > maxPath {
		return element + "…"
	}
	return element + path
}

func index(i int) string { return "[" + strconv.Itoa(i) + "]" }

func key(k string) string { return "[" + quote(k) + "]" }

func newError(kind Kind, offset int, format string, args []any) *Error {
	if len(args) > 0 {
		format = fmt.Sprintf(format, args...)
	}
	return &Error{Kind: kind, Offset: offset, Text: format}
}

// shorten returns a name as it is if it looks like one, and otherwise quoted.
func shorten(name []byte) string {
	if len(name) > cutAt {
		return quote(name)
	}
	for _, c := range string(name) {
		if c == utf8.RuneError || !strconv.IsPrint(c) {
			return quote(name)
		}
	}
	return string(name)
}
