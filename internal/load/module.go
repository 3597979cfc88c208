package load

import (
	"path/filepath"
	"strings"
)

// InModule reports whether the package with an import path belongs to the module of p. What does changes together with
// p; what does not changes when somebody takes another version of a dependency.
func (p *Package) InModule(importPath string) bool {
	switch {
	case importPath == p.Path:
		return true
	case p.Module == nil:
		return false
	case importPath == p.Module.Path:
		return true
	}
	below, ok := strings.CutPrefix(importPath, p.Module.Path+"/")
	if !ok {
		return false
	}
	dir := p.Module.Dir
	for name := range strings.SplitSeq(below, "/") {
		dir = filepath.Join(dir, name)
		if exists(filepath.Join(dir, "go.mod")) {
			return false // a module inside of this one
		}
	}
	return exists(dir)
}

// Owns reports whether a file, by its whole name, lies in the module of p, or outside of modules in the folder of p.
func (p *Package) Owns(file string) bool {
	root := p.Dir
	if p.Module != nil && p.Module.Dir != "" {
		root = p.Module.Dir
	}
	return strings.HasPrefix(file, root+string(filepath.Separator))
}
