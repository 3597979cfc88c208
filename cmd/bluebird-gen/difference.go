package main

import (
	"bytes"
	"fmt"
	"strings"
)

// The most that difference shows: lines of either text at a place, and places.
const (
	shownLines  = 4
	shownPlaces = 8
)

// difference shows where two texts differ, as a diff does.
func difference(old, new []byte) string {
	a, b := lines(old), lines(new)
	var s strings.Builder
	places := 0
	for i, j := 0, 0; ; {
		for i < len(a) && j < len(b) && bytes.Equal(a[i], b[j]) {
			i++
			j++
		}
		if i == len(a) && j == len(b) {
			break
		}
		di, dj := rejoin(a[i:], b[j:])
		if places++; places <= shownPlaces {
			fmt.Fprintf(&s, "\tline %d:\n", i+1)
			show(&s, "-", a[i:i+di])
			show(&s, "+", b[j:j+dj])
		}
		i += di
		j += dj
	}
	if places > shownPlaces {
		fmt.Fprintf(&s, "\t… and at %d places more\n", places-shownPlaces)
	}
	return s.String()
}

// farthest is how many lines rejoin looks ahead in either text.
const farthest = 400

// rejoin returns how many lines of a and b to skip, the fewest together, so that they go on alike: for two lines that say
// something, or to the end.
func rejoin(a, b [][]byte) (i, j int) {
	for sum := 1; sum <= 2*farthest && sum <= len(a)+len(b); sum++ {
		for i := max(0, sum-len(b)); i <= min(sum, len(a)); i++ {
			if alike(a[i:], b[sum-i:]) {
				return i, sum - i
			}
		}
	}
	return len(a), len(b)
}

func alike(a, b [][]byte) bool {
	said := 0
	for k := 0; said < 2; k++ {
		if k == len(a) || k == len(b) {
			return len(a) == len(b)
		}
		if !bytes.Equal(a[k], b[k]) {
			return false
		}
		if len(bytes.TrimLeft(a[k], "\t }),")) > 0 {
			said++
		}
	}
	return true
}

func lines(text []byte) [][]byte {
	var list [][]byte
	for line := range bytes.Lines(text) {
		list = append(list, bytes.TrimRight(line, "\r\n"))
	}
	return list
}

func show(s *strings.Builder, sign string, lines [][]byte) {
	for i, line := range lines {
		if i == shownLines && len(lines) > shownLines+1 {
			fmt.Fprintf(s, "\t%s … and %d lines more\n", sign, len(lines)-shownLines)
			return
		}
		fmt.Fprintf(s, "\t%s%s\n", sign, line)
	}
}
