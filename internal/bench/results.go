package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// here is the folder of this file.
func here() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(file)
}

// writeResults writes RESULTS.md and the charts that it shows. What PROFILE.md says stands at its end.
func writeResults(b *bench, all []measured, j judgement) error {
	folder := filepath.Join(here(), "charts")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	var w bytes.Buffer
	w.WriteString(preface)
	for _, f := range facts(b.pace) {
		fmt.Fprintf(&w, "- %s\n", f)
	}
	w.WriteString("\n")
	for _, p := range plots(all) {
		if err := os.WriteFile(filepath.Join(folder, p.file), p.svg(), 0o644); err != nil {
			return err
		}
		fmt.Fprintf(&w, "![%s](charts/%s)\n\n", p.title, p.file)
	}
	markdownBars(&w, j)
	markdownTables(&w, all)
	profile, err := os.ReadFile(filepath.Join(here(), "PROFILE.md"))
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	w.Write(profile)
	return os.WriteFile(filepath.Join(here(), "RESULTS.md"), append(bytes.TrimSpace(w.Bytes()), '\n'), 0o644)
}

const preface = `<!-- Written by go run . -write; do not edit. -->

# Bluebird beside others

Client and server are two processes on loopback that share the processors. All peers of a row were measured in the same run, in turn; figures are
medians of the rounds, and the bars' are medians of the ratios of each round. Calls go over one connection unless the row says otherwise. CPU is in seconds per million calls; allocations,
bytes and CPU are those of the whole process. ` + "`limit`" + ` is an echo of bare frames, ` + "`limit+codec`" + ` the same with Bluebird's codecs on both ends,
` + "`limit+go`" + ` the same with a goroutine for each call: what the connection can carry at all.

`

func markdownBars(w *bytes.Buffer, j judgement) {
	if len(j.verdicts) == 0 {
		return
	}
	w.WriteString("## Bars\n\n| bar | measured | stretch | |\n|---|---:|---:|---|\n")
	for _, v := range j.verdicts {
		stretch := "—"
		if v.stretch > 0 {
			stretch = fmt.Sprintf("%.4g", v.stretch)
		}
		fmt.Fprintf(w, "| %s | %s | %s | %s |\n", v.bar, v.show(), stretch, v.word())
	}
	w.WriteString("\n")
}

func markdownTables(w *bytes.Buffer, all []measured) {
	for len(all) > 0 {
		n := 1
		for n < len(all) && all[n].row.group == all[0].row.group {
			n++
		}
		markdownTable(w, all[:n])
		all = all[n:]
	}
}

// markdownTable writes the rows of a group.
func markdownTable(w *bytes.Buffer, all []measured) {
	columns := columnsOf(all)
	fmt.Fprintf(w, "## %s\n\n| row | |", all[0].row.group)
	for _, c := range columns {
		fmt.Fprintf(w, " %s |", c)
	}
	fmt.Fprintf(w, "\n|---|---|%s\n", strings.Repeat("---:|", len(columns)))
	for _, m := range all {
		fmt.Fprintf(w, "| %s | %s |", m.row.name, m.label)
		for _, c := range columns {
			fmt.Fprintf(w, " %s |", m.show(c))
		}
		w.WriteString("\n")
	}
	w.WriteString("\n")
}
