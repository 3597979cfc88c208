package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestDifference(t *testing.T) {
	text := func(lines ...string) []byte { return []byte(strings.Join(lines, "\n") + "\n") }
	many := func(n int, change func(i int) bool) []byte {
		var s strings.Builder
		for i := range n {
			if change(i) {
				fmt.Fprintf(&s, "changed %d\n", i)
			} else {
				fmt.Fprintf(&s, "line %d\n", i)
			}
		}
		return []byte(s.String())
	}
	never := func(int) bool { return false }
	for _, tt := range []struct {
		name     string
		old, new []byte
		want     string
	}{
		{"two places", text("a", "b", "c", "d", "e", "f", "g"), text("a", "x", "c", "d", "e", "f", "y", "g"),
			"\tline 2:\n\t-b\n\t+x\n\tline 7:\n\t+y\n"},
		{"braces do not join", text("f {", "a", "}", "g {", "b", "}"), text("f {", "x", "}", "h {", "b", "}"),
			"\tline 2:\n\t-a\n\t-}\n\t-g {\n\t+x\n\t+}\n\t+h {\n"},
		{"removed at the end", text("a", "b"), text("a"), "\tline 2:\n\t-b\n"},
		{"all new", nil, text("a", "b"), "\tline 1:\n\t+a\n\t+b\n"},
		{"all gone", text("a"), nil, "\tline 1:\n\t-a\n"},
		{"line ends", []byte("a\r\nb\r\n"), []byte("a\nc\n"), "\tline 2:\n\t-b\n\t+c\n"},
		{"long", text("a", "b", "c"), many(20, never), "\tline 1:\n\t-a\n\t-b\n\t-c\n\t+line 0\n\t+line 1\n\t+line 2\n\t+line 3\n\t+ … and 16 lines more\n"},
	} {
		if got := difference(tt.old, tt.new); got != tt.want {
			t.Errorf("%s:\n%s\nwant:\n%s", tt.name, got, tt.want)
		}
	}
	got := difference(many(100, never), many(100, func(i int) bool { return i%10 == 5 }))
	if want := "\tline 76:\n\t-line 75\n\t+changed 75\n\t… and at 2 places more\n"; !strings.HasSuffix(got, want) || strings.Count(got, "line ") < 16 {
		t.Errorf("ten places:\n%s", got)
	}
	far := append(many(2000, func(i int) bool { return i > 0 }), "end\n"...)
	if got := difference(append(many(3000, never), "end\n"...), far); !strings.Contains(got, "… and ") {
		t.Errorf("texts with little in common:\n%s", got)
	}
}
