package diag

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var table = flag.String("table", "", "write the table of codes for the README to this file")

func TestCodesAreUniqueAndExplained(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range Codes {
		if !regexp.MustCompile(`^BB[0-9]{3}$`).MatchString(c.Code) || seen[c.Code] {
			t.Errorf("%s is malformed or there twice", c.Code)
		}
		seen[c.Code] = true
		if c.Title == "" || len(c.Says) == 0 || !strings.HasSuffix(c.Text, ".") {
			t.Errorf("%s is not explained: %+v", c.Code, c)
		}
	}
}

// Every message that testdata/bad wants has a code.
func TestEveryMessageHasACode(t *testing.T) {
	files, err := filepath.Glob("../../testdata/bad/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	message := regexp.MustCompile(`(?m)^\S+:[0-9]+:[0-9]+: .*$`)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, want, _ := strings.Cut(string(text), "-- want --\n")
		for _, line := range message.FindAllString(want, -1) {
			if !regexp.MustCompile(` \[BB[0-9]{3}\]$`).MatchString(line) {
				t.Errorf("%s: no code: %s", filepath.Base(file), line)
			}
		}
	}
}

func TestTableForReaders(t *testing.T) {
	codes := slices.SortedFunc(slices.Values(Codes), func(a, b Code) int { return strings.Compare(a.Code, b.Code) })
	var b strings.Builder
	b.WriteString("| code | message | what to do |\n|---|---|---|\n")
	for _, c := range codes {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", c.Code, cell(c.Title), cell(c.Text))
	}
	if *table != "" {
		if err := os.WriteFile(*table, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), b.String()) {
		t.Error("the table of codes in the README is out of date: go test ./internal/diag -table codes.md writes it")
	}
}

// cell returns s as Markdown that stands in a table.
func cell(s string) string { return strings.NewReplacer("|", `\|`, "*", `\*`).Replace(s) }
