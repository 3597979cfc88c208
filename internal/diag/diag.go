// Package diag collects what the generator has to say about user code, each message at a position,
// and prints it the way a compiler does.
//
// It knows nothing of Go syntax or types and starts no goroutines.
package diag

import (
	"cmp"
	"fmt"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Severity says whether a message stops generation.
type Severity int

// The severities.
const (
	Error Severity = iota // nothing is written for the package
	Note                  // worth knowing, nothing more
)

// Message is one remark on one place in user code.
type Message struct {
	Pos      token.Position // a zero Position is about the run as a whole
	Severity Severity
	Code     Code
	Text     string
}

// String returns "file:line:col: text". Notes say that they are notes.
func (m Message) String() string {
	var b strings.Builder
	if m.Pos.IsValid() || m.Pos.Filename != "" {
		b.WriteString(m.Pos.String())
		b.WriteString(": ")
	}
	if m.Severity == Note {
		b.WriteString("note: ")
	}
	b.WriteString(m.Text)
	b.WriteString(" [" + string(m.Code) + "]")
	return b.String()
}

// List is a growing list of messages. The zero value is empty and ready; it is not safe for use by
// several goroutines at once.
type List []Message

// Errorf appends an error at pos.
func (l *List) Errorf(code Code, pos token.Position, format string, args ...any) {
	*l = append(*l, Message{pos, Error, code, fmt.Sprintf(format, args...)})
}

// Notef appends a note at pos.
func (l *List) Notef(code Code, pos token.Position, format string, args ...any) {
	*l = append(*l, Message{pos, Note, code, fmt.Sprintf(format, args...)})
}

// Split returns the errors and the notes of the list.
func (l List) Split() (errs, notes List) {
	for _, m := range l {
		if m.Severity == Error {
			errs = append(errs, m)
		} else {
			notes = append(notes, m)
		}
	}
	return errs, notes
}

// Failed reports whether the list holds an error.
func (l List) Failed() bool {
	return slices.ContainsFunc(l, func(m Message) bool { return m.Severity == Error })
}

// Sorted returns the messages by file, line and column, each once. The list itself is unchanged.
func (l List) Sorted() List {
	s := slices.Clone(l)
	slices.SortStableFunc(s, compare)
	return slices.CompactFunc(s, func(a, b Message) bool { return compare(a, b) == 0 })
}

func compare(a, b Message) int {
	return cmp.Or(
		strings.Compare(a.Pos.Filename, b.Pos.Filename),
		cmp.Compare(a.Pos.Line, b.Pos.Line),
		cmp.Compare(a.Pos.Column, b.Pos.Column),
		cmp.Compare(a.Severity, b.Severity),
		strings.Compare(a.Text, b.Text),
		cmp.Compare(a.Code, b.Code),
	)
}

// Print writes the sorted messages to w, one a line, with file names relative to dir where that is
// shorter.
func (l List) Print(w io.Writer, dir string) error {
	return l.print(w, dir, func(Message) string { return "" })
}

// PrintSource does as Print does and shows below each message the line it is about, with a caret.
func (l List) PrintSource(w io.Writer, dir string) error {
	return l.print(w, dir, Message.excerpt)
}

func (l List) print(w io.Writer, dir string, below func(Message) string) error {
	for _, m := range l.Sorted() {
		more := below(m)
		m.Pos.Filename = relative(dir, m.Pos.Filename)
		if _, err := fmt.Fprintf(w, "%v\n%s", m, more); err != nil {
			return err
		}
	}
	return nil
}

// excerpt returns the line of source at the message and a caret below its column, or "" if the file
// cannot be read.
func (m Message) excerpt() string {
	src, err := os.ReadFile(m.Pos.Filename)
	if err != nil || m.Pos.Column == 0 {
		return ""
	}
	lines := strings.Split(string(src), "\n")
	if m.Pos.Line > len(lines) {
		return ""
	}
	line := strings.TrimRight(lines[m.Pos.Line-1], "\r")
	before := line[:min(m.Pos.Column-1, len(line))]
	return "\t" + line + "\n\t" + strings.Map(blank, before) + "^\n"
}

// blank leaves tabs as they are, so that the caret lines up.
func blank(r rune) rune {
	if r == '\t' {
		return r
	}
	return ' '
}

// relative returns file as seen from dir, or file itself if that is the shorter name.
func relative(dir, file string) string {
	if dir == "" || !filepath.IsAbs(file) {
		return file
	}
	rel, err := filepath.Rel(dir, file)
	if err != nil || len(rel) >= len(file) {
		return file
	}
	return rel
}
