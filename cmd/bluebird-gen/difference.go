package main

import (
	"bytes"
	"fmt"
	"strings"
)

// difference shows the first place where two texts differ, as a diff does, with at most a few lines of
// each.
func difference(old, new []byte) string {
	const most = 4
	a, b := lines(old), lines(new)
	begin := 0
	for begin < len(a) && begin < len(b) && bytes.Equal(a[begin], b[begin]) {
		begin++
	}
	end := 0
	for end < len(a)-begin && end < len(b)-begin && bytes.Equal(a[len(a)-1-end], b[len(b)-1-end]) {
		end++
	}
	var s strings.Builder
	fmt.Fprintf(&s, "\tline %d:\n", begin+1)
	show(&s, "-", a[begin:len(a)-end], most)
	show(&s, "+", b[begin:len(b)-end], most)
	return s.String()
}

func lines(text []byte) [][]byte {
	var list [][]byte
	for line := range bytes.Lines(text) {
		list = append(list, bytes.TrimRight(line, "\r\n"))
	}
	return list
}

func show(s *strings.Builder, sign string, lines [][]byte, most int) {
	for i, line := range lines {
		if i == most && len(lines) > most+1 {
			fmt.Fprintf(s, "\t%s … and %d lines more\n", sign, len(lines)-most)
			return
		}
		fmt.Fprintf(s, "\t%s%s\n", sign, line)
	}
}
