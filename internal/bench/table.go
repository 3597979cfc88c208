package main

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// printRow prints a row for a terminal, under a heading if it begins a group.
func printRow(w io.Writer, all []measured, heading bool) {
	if len(all) == 0 {
		return
	}
	columns := columnsOf(all)
	if heading {
		fmt.Fprintf(w, "\n%s\n", all[0].row.group)
		fmt.Fprintf(w, "%-16s %-19s", "", "")
		for _, c := range columns {
			fmt.Fprintf(w, " %*s", width(c), c)
		}
		fmt.Fprintln(w)
	}
	for _, m := range all {
		fmt.Fprintf(w, "%-16s %-19s", m.row.name, m.label)
		for _, c := range columns {
			fmt.Fprintf(w, " %*s", width(c), m.show(c))
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w)
}

func width(m metric) int { return max(len([]rune(m)), 9) }

// columnsOf returns the metrics that any of all has, in order.
func columnsOf(all []measured) []metric {
	var columns []metric
	for _, c := range metrics {
		for _, m := range all {
			if _, ok := m.figures[c]; ok {
				columns = append(columns, c)
				break
			}
		}
	}
	return columns
}

// show writes a figure with three digits that count, or all before the point.
func (m measured) show(c metric) string {
	v, ok := m.figures[c]
	if !ok {
		return "—"
	}
	if v >= 100 {
		return grouped(int64(math.Round(v)))
	}
	if v == 0 {
		return "0"
	}
	digits := max(0, 2-int(math.Floor(math.Log10(v))))
	return fmt.Sprintf("%.*f", min(digits, 2), v)
}

// grouped writes n with a space before every three digits.
func grouped(n int64) string {
	s := fmt.Sprint(n)
	var b strings.Builder
	for i, c := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	return b.String()
}
