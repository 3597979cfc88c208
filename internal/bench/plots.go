package main

import (
	"fmt"
	"slices"
	"strings"
)

// A plot is what a chart shows: a line for each subject over the rows of a family.
type plot struct {
	file     string
	title    string
	subtitle string
	x, y     string // axes, with units
	ticks    []string
	lines    []line
}

// A line has a value for each tick, 0 where nothing was measured.
type line struct {
	label  string
	values []float64
}

// plots returns a plot for each family of rows of which at least two were measured.
func plots(all []measured) []plot {
	const callers = "callers on one connection"
	var some []plot
	add := func(p plot, prefix string, m metric, scale func(*row) float64, tick func(*row) string) {
		if p.fill(all, prefix, m, scale, tick); len(p.ticks) > 1 {
			some = append(some, p)
		}
	}
	byCallers := func(r *row) string { return fmt.Sprint(r.load.Callers) }
	add(plot{file: "add.svg", title: "Add of two float64", subtitle: "more is better", x: callers, y: "calls per second"}, "add/", rate, nil, byCallers)
	add(plot{file: "echo.svg", title: "Echo of a message of 20 fields", subtitle: "more is better", x: callers, y: "calls per second"}, "echo/", rate, nil, byCallers)
	add(plot{file: "latency.svg", title: "The slowest of a hundred echoes", subtitle: "99th percentile, less is better", x: callers, y: "latency (µs)"}, "echo/", p99, nil, byCallers)
	add(plot{file: "bytes.svg", title: "Echo of []byte", subtitle: "more is better", x: "bytes / callers", y: "MB per second, each way"}, "bytes/", rate,
		func(r *row) float64 { return float64(r.load.Op.Size) / 1e6 }, func(r *row) string { return strings.TrimPrefix(r.name, "bytes/") })
	add(plot{file: "open.svg", title: "Add at a fixed rate", subtitle: "99th percentile from when a call was due, less is better", x: "calls due per second", y: "latency (µs)"}, "open/", p99, nil,
		func(r *row) string { return fmt.Sprintf("%g", r.load.Rate) })
	return some
}

// fill takes the values of the rows whose names begin with prefix.
func (p *plot) fill(all []measured, prefix string, m metric, scale func(*row) float64, tick func(*row) string) {
	for _, a := range all {
		if !strings.HasPrefix(a.row.name, prefix) {
			continue
		}
		at := slices.Index(p.ticks, tick(a.row))
		if at < 0 {
			at = len(p.ticks)
			p.ticks = append(p.ticks, tick(a.row))
		}
		value := a.figures[m]
		if scale != nil {
			value *= scale(a.row)
		}
		p.line(a.label).set(at, value)
	}
}

func (p *plot) line(label string) *line {
	i := slices.IndexFunc(p.lines, func(l line) bool { return l.label == label })
	if i < 0 {
		i = len(p.lines)
		p.lines = append(p.lines, line{label: label})
	}
	return &p.lines[i]
}

func (l *line) set(at int, value float64) {
	for len(l.values) <= at {
		l.values = append(l.values, 0)
	}
	l.values[at] = value
}
