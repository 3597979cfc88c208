package model

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bluebird-rpc/bluebird/internal/diag"
	"github.com/bluebird-rpc/bluebird/internal/load"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite what testdata/bad wants")

const badDir = "../../testdata/bad"

// TestWrongInputIsRefusedAtItsPlace checks each archive in testdata/bad. An archive holds the files of
// a module's folder, named like the archive, and in "want" what must be said about them, with the
// source lines and carets that a terminal shows.
func TestWrongInputIsRefusedAtItsPlace(t *testing.T) {
	cases := badCases(t)
	root := t.TempDir()
	write(t, root, "go.mod", "module example.com/bad\n\ngo 1.26\n")
	for name, archive := range cases {
		for _, f := range archive.Files {
			if f.Name != "want" {
				write(t, root, filepath.Join(name, f.Name), string(f.Data))
			}
		}
	}
	said := complaints(t, root)
	for name, archive := range cases {
		t.Run(name, func(t *testing.T) {
			var got bytes.Buffer
			list := said[name]
			if err := list.PrintSource(&got, filepath.Join(root, name)); err != nil {
				t.Fatal(err)
			}
			if *update {
				rewrite(t, name, archive, got.Bytes())
				return
			}
			if !list.Failed() && !strings.HasPrefix(name, "note") {
				t.Error("nothing is refused")
			}
			if want := section(archive, "want"); got.String() != want {
				t.Errorf("got\n%s\nwant\n%s", got.String(), want)
			}
		})
	}
}

// complaints loads and builds everything below root and returns the messages by folder.
func complaints(t *testing.T, root string) map[string]diag.List {
	t.Helper()
	res, err := load.Packages(t.Context(), load.Config{
		Dir:      root,
		Patterns: []string{"./..."},
		Env:      append(os.Environ(), "CGO_ENABLED=1"),
	})
	if err != nil {
		t.Fatal(err)
	}
	all := res.Diags
	for _, p := range res.Packages {
		m, diags := Build(p)
		if (m == nil) != diags.Failed() {
			t.Errorf("%s: a model that is %v with these messages: %v", p.Path, m, diags)
		}
		all = append(all, diags...)
	}
	said := map[string]diag.List{}
	for _, m := range all {
		rel, err := filepath.Rel(root, m.Pos.Filename)
		if err != nil {
			t.Errorf("a message without a file: %v", m)
			continue
		}
		name, _, _ := strings.Cut(rel, string(filepath.Separator))
		said[name] = append(said[name], m)
	}
	return said
}

func badCases(t *testing.T) map[string]*txtar.Archive {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(badDir, "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in %s: %v", badDir, err)
	}
	cases := map[string]*txtar.Archive{}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		cases[strings.TrimSuffix(filepath.Base(file), ".txtar")] = archive
	}
	return cases
}

func write(t *testing.T, root, name, text string) {
	t.Helper()
	file := filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func section(a *txtar.Archive, name string) string {
	for _, f := range a.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

func rewrite(t *testing.T, name string, a *txtar.Archive, want []byte) {
	t.Helper()
	var files []txtar.File
	for _, f := range a.Files {
		if f.Name != "want" {
			files = append(files, f)
		}
	}
	a.Files = append(files, txtar.File{Name: "want", Data: want})
	if err := os.WriteFile(filepath.Join(badDir, name+".txtar"), txtar.Format(a), 0o644); err != nil {
		t.Fatal(err)
	}
}
