package load

import (
	"context"
	"go/ast"
	"go/types"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// world holds the packages that a run can import. Annotated packages that others import are among those it checks: there is
// no need to compile them first, and until their code is generated they may not even compile.
type world struct {
	imported
	own map[string]*Package // annotated packages that others import
}

// Import implements types.Importer. Of packages in own it returns the types once they are checked.
func (w world) Import(path string) (*types.Package, error) {
	if p := w.own[path]; p != nil {
		return p.Types, nil
	}
	return w.imported.Import(path)
}

// world loads all paths but those of the packages in own. If what it has loaded needs one of these in turn, there would be
// two of it; then all are loaded.
func (l *loader) world(ctx context.Context, paths map[string]bool, own map[string]*Package) (world, error) {
	rest := maps.Clone(paths)
	maps.DeleteFunc(rest, func(path string, _ bool) bool { return own[path] != nil })
	imports, err := l.imports(ctx, slices.Sorted(maps.Keys(rest)))
	if err == nil && imports.hasAny(own) {
		own = nil
		imports, err = l.imports(ctx, slices.Sorted(maps.Keys(paths)))
	}
	return world{imports, own}, err
}

func (m imported) hasAny(own map[string]*Package) bool {
	for path := range own {
		if _, found := m[path]; found {
			return true
		}
	}
	return false
}

// between returns those of the packages whose paths others need, unless they import each other in a circle.
func between(pkgs []*Package, paths map[string]bool) map[string]*Package {
	own := map[string]*Package{}
	for _, p := range pkgs {
		if paths[p.Path] && !usesC(p.Syntax) {
			own[p.Path] = p
		}
	}
	state := map[*Package]int{} // 1 is on the way, 2 is done
	var circular func(p *Package) bool
	circular = func(p *Package) bool {
		if state[p] != 0 {
			return state[p] == 1
		}
		state[p] = 1
		for _, path := range importPaths(p.Syntax) {
			if q := own[path]; q != nil && circular(q) {
				return true
			}
		}
		state[p] = 2
		return false
	}
	if slices.ContainsFunc(pkgs, circular) {
		return nil
	}
	return own
}

// checkAll checks packages, each when those that it imports are done.
func checkAll(pkgs []*Package, w world) {
	done := map[string]chan struct{}{}
	for path := range w.own {
		done[path] = make(chan struct{})
	}
	var checking sync.WaitGroup
	for _, p := range pkgs {
		checking.Go(func() {
			for _, path := range importPaths(p.Syntax) {
				if c, ours := done[path]; ours {
					<-c
				}
			}
			p.check(w)
			if c, ours := done[p.Path]; ours {
				close(c)
			}
		})
	}
	checking.Wait()
}

// importPaths returns what the files import.
func importPaths(files []*ast.File) []string {
	var paths []string
	for _, file := range files {
		for _, spec := range file.Imports {
			if p, err := strconv.Unquote(spec.Path.Value); err == nil {
				paths = append(paths, p)
			}
		}
	}
	return paths
}

func usesC(files []*ast.File) bool { return slices.Contains(importPaths(files), "C") }

// guessPath returns the import path that a folder has if the nearest go.mod means it, or "".
func guessPath(dir string) string {
	for root := dir; ; root = filepath.Dir(root) {
		if text, err := os.ReadFile(filepath.Join(root, "go.mod")); err == nil {
			below, err := filepath.Rel(root, dir)
			if err != nil {
				return ""
			}
			return path.Join(modulePath(string(text)), filepath.ToSlash(below))
		}
		if root == filepath.Dir(root) {
			return ""
		}
	}
}

// modulePath returns the path that a go.mod declares.
func modulePath(text string) string {
	for line := range strings.Lines(text) {
		if words := strings.Fields(line); len(words) > 1 && words[0] == "module" {
			return strings.Trim(words[1], "\"`")
		}
	}
	return ""
}
