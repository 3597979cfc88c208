package main

import (
	"bytes"
	"os"
	"path/filepath"

	"github.com/bluebird-rpc/bluebird/internal/load"
	"github.com/bluebird-rpc/bluebird/internal/model"
)

// abandonClient removes the client of a package that wants none any more.
func (r *result) abandonClient(m *model.Package) {
	r.stale = append(r.stale, generatedIn(m.ClientDir)...)
}

// generatedFor returns the files that were generated for a package, as far as they are there.
func generatedFor(m *model.Package) []string {
	return append(generatedIn(m.Dir), generatedIn(m.ClientDir)...)
}

// generatedIn returns the generated file in a folder, if there is one.
func generatedIn(dir string) []string {
	name := filepath.Join(dir, load.GeneratedName)
	if old, err := os.ReadFile(name); err == nil && bytes.HasPrefix(old, []byte(load.GeneratedHeader)) {
		return []string{name}
	}
	return nil
}
