package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/bluebird-rpc/bluebird/internal/load"
)

// hostileSource is a package whose comment, tag and wire name hold text that would like to be code.
func hostileSource(comment, tag, parameter string) string {
	var doc strings.Builder
	for line := range strings.Lines(comment) {
		doc.WriteString("// " + strings.TrimRight(line, "\r\n") + "\n")
	}
	return fmt.Sprintf("package calc\n\n%stype P struct {\n\tX int %q\n}\n\n%s//\n//bluebird:rpc\nfunc Add(%s P) P { return %[4]s }\n",
		&doc, tag, &doc, parameter)
}

// FuzzGeneration checks that there is a complaint, or code that compiles: generate type-checks what it makes and
// says when that is a bug of its own.
func FuzzGeneration(f *testing.F) {
	for _, text := range []string{"plain", "` + evil() + `", "*/ func init() { panic(1) } /*", "//go:build ignore", "+build ignore", "\x00\xff", "line\n\n\tcode `x`\n*/"} {
		f.Add(text, `json:"x"`, "p")
		f.Add("doc", text, "p")
		f.Add("doc", `msg:"`+text+`"`, "codec")
		f.Add(text, `msg:"a\"b`+"`"+`"`, "bluebird")
	}
	f.Fuzz(func(t *testing.T, comment, tag, parameter string) {
		dir := t.TempDir()
		if err := os.WriteFile(dir+"/go.mod", []byte("module example.com/calc\n\ngo 1.26\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		source := hostileSource(comment, tag, parameter)
		if err := os.WriteFile(dir+"/calc.go", []byte(source), 0o666); err != nil {
			t.Fatal(err)
		}
		r, err := generate(t.Context(), load.Config{Dir: dir}, compatible, &stopwatch{out: io.Discard})
		if err != nil {
			return
		}
		for _, m := range r.diags {
			if strings.Contains(m.Text, "bluebird-gen bug") {
				t.Errorf("%v\n%s", m, source)
			}
		}
		for _, file := range r.files {
			if strings.Contains(string(file.source), "\nfunc init()") {
				t.Errorf("%s has code that was not meant:\n%s", file.name, file.source)
			}
		}
	})
}
