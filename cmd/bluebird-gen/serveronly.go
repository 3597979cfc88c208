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
	name := filepath.Join(m.ClientDir, load.GeneratedName)
	if old, err := os.ReadFile(name); err == nil && bytes.HasPrefix(old, []byte(load.GeneratedHeader)) {
		r.stale = append(r.stale, name)
	}
}
