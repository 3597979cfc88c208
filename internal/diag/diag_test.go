package diag

import (
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func at(file string, line, column int) token.Position {
	return token.Position{Filename: file, Line: line, Column: column}
}

func TestMessagesAreSortedAndSaidOnce(t *testing.T) {
	var l List
	l.Errorf(HiddenState, at("b.go", 1, 1), "third")
	l.Notef(FieldsLeftOut, at("a.go", 2, 7), "second, though %s", "a note")
	l.Errorf(HiddenState, at("b.go", 1, 1), "third")
	l.Errorf(HiddenState, at("b.go", 10, 1), "last")
	l.Errorf(HiddenState, at("a.go", 2, 7), "first")
	l.Errorf(GeneratorBug, token.Position{}, "before all")
	var got strings.Builder
	if err := l.Print(&got, ""); err != nil {
		t.Fatal(err)
	}
	want := `before all [BB074]
a.go:2:7: first [BB046]
a.go:2:7: note: second, though a note [BB083]
b.go:1:1: third [BB046]
b.go:10:1: last [BB046]
`
	if got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
	if len(l) != 6 {
		t.Errorf("printing left %d messages of 6", len(l))
	}
}

func TestOnlyErrorsFail(t *testing.T) {
	var l List
	l.Notef(FieldsLeftOut, at("a.go", 1, 1), "a note")
	if l.Failed() {
		t.Error("a note is taken for an error")
	}
	l.Errorf(HiddenState, at("a.go", 1, 1), "an error")
	if !l.Failed() {
		t.Error("an error is not noticed")
	}
}

func TestErrorsAndNotesAreToldApart(t *testing.T) {
	var l List
	l.Notef(FieldsLeftOut, at("a.go", 1, 1), "a note")
	l.Errorf(HiddenState, at("a.go", 2, 1), "an error")
	errs, notes := l.Split()
	if len(errs) != 1 || errs[0].Text != "an error" || len(notes) != 1 || notes[0].Text != "a note" {
		t.Errorf("got %v and %v", errs, notes)
	}
}

func TestMessagesShowTheirCode(t *testing.T) {
	m := Message{Pos: at("a.go", 1, 2), Code: "BB012", Text: "text"}
	if got, want := m.String(), "a.go:1:2: text [BB012]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFileNamesAreRelativeWhereShorter(t *testing.T) {
	for _, tt := range []struct{ dir, file, want string }{
		{"/home/u/calc", "/home/u/calc/a.go", "a.go"},
		{"/home/u/calc", "/home/u/geo/a.go", "../geo/a.go"},
		{"/home/u/calc/deep/down", "/etc/a.go", "/etc/a.go"},
		{"/home/u", "a.go", "a.go"},
		{"", "/home/u/a.go", "/home/u/a.go"},
	} {
		if got := relative(filepath.FromSlash(tt.dir), filepath.FromSlash(tt.file)); filepath.ToSlash(got) != tt.want {
			t.Errorf("%s seen from %s is %s, want %s", tt.file, tt.dir, got, tt.want)
		}
	}
}

func TestSourceIsShownWithCaret(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.go")
	if err := os.WriteFile(file, []byte("package a\r\n\r\n\tvar größe int\r\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		pos  token.Position
		want string
	}{
		{at(file, 3, 14), "\t\tvar größe int\n\t\t          ^\n"},
		{at(file, 1, 1), "\tpackage a\n\t^\n"},
		{at(file, 1, 99), "\tpackage a\n\t         ^\n"},
		{at(file, 9, 1), ""},
		{at(file+"x", 1, 1), ""},
		{token.Position{Filename: file}, ""},
	} {
		if got := (Message{Pos: tt.pos}).excerpt(); got != tt.want {
			t.Errorf("line %d, column %d: got\n%swant\n%s", tt.pos.Line, tt.pos.Column, got, tt.want)
		}
	}
}

func TestSpellingIsSuggested(t *testing.T) {
	words := []string{"rpc", "service", "ignore", "default", "idempotent"}
	for word, want := range map[string]string{
		"rcp": "rpc", "servise": "service", "ignroe": "ignore", "idempotnet": "idempotent",
		"defualt": "default", "publish": "", "x": "", "": "", "RPC": "",
	} {
		if got := Nearest(word, words); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
	if got := DidYouMean("rcp", words); got != "; did you mean rpc?" {
		t.Errorf("got %q", got)
	}
}
