package load

import (
	"bufio"
	"context"
	"fmt"
	"go/token"
	"go/types"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/gcexportdata"
)

// exports are files with export data by import path.
type exports map[string]string

// export asks the go command for the export data of packages, which compiles those that have none yet. Packages
// that do not compile are left out.
func (c Config) export(ctx context.Context, paths []string) exports {
	if len(paths) == 0 {
		return nil
	}
	out, err := c.goList(ctx, append([]string{"-export", "-f", "{{.ImportPath}}\t{{.Export}}", "--"}, paths...))
	if err != nil {
		return nil
	}
	files := exports{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if file != "" {
			files[path] = file
		}
	}
	return files
}

// have reports whether there is export data for all paths.
func (e exports) have(paths []string) bool {
	return !slices.ContainsFunc(paths, func(path string) bool { return e[path] == "" })
}

// read adds packages to all.
func (e exports) read(fset *token.FileSet, paths []string, all imported) error {
	pkgs := map[string]*types.Package{}
	for _, path := range paths {
		p, err := e.readOne(fset, path, pkgs)
		if err != nil {
			return fmt.Errorf("export data of %s: %w", path, err)
		}
		all[path] = found{pkg: p}
	}
	for _, path := range paths {
		all.addBelow(all[path].pkg)
	}
	return nil
}

func (e exports) readOne(fset *token.FileSet, path string, pkgs map[string]*types.Package) (*types.Package, error) {
	f, err := os.Open(e[path])
	if err != nil {
		return nil, err
	}
	defer f.Close()
	//lint:ignore SA1019 "go list -export" names archives of the compiler, and nothing else finds the export data in them
	r, err := gcexportdata.NewReader(bufio.NewReader(f))
	if err != nil {
		return nil, err
	}
	return gcexportdata.Read(r, fset, pkgs, path)
}
