package load

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Elsewhere returns the file that declares an object of another package of the same module, if the file can be read and
// mentions a directive; else nil. The object comes from export data: its position has the line of the declaration in the
// file, and no column.
func (p *Package) Elsewhere(obj types.Object) *ast.File {
	if name := p.sourceOf(obj.Pos()); name != "" {
		return p.elsewhere.parse(p.Fset, name)
	}
	return nil
}

// sourceOf returns the name of the file of a position, or "" if it is not in the module. With -trimpath the go command
// records the import path of the module in place of its folder.
func (p *Package) sourceOf(pos token.Pos) string {
	if p.Module == nil || !pos.IsValid() {
		return ""
	}
	name := p.Fset.Position(pos).Filename
	if below, trimmed := strings.CutPrefix(name, p.Module.Path+"/"); trimmed {
		return filepath.Join(p.Module.Dir, filepath.FromSlash(below))
	}
	if below, err := filepath.Rel(p.Module.Dir, name); err != nil || !filepath.IsLocal(below) {
		return ""
	}
	return name
}

// parsed holds the files that Elsewhere has read for the packages of one run.
type parsed struct {
	mu    sync.Mutex // guards files
	files map[string]*ast.File
}

func (f *parsed) parse(fset *token.FileSet, name string) *ast.File {
	f.mu.Lock()
	defer f.mu.Unlock()
	file, known := f.files[name]
	if !known {
		text, err := os.ReadFile(name)
		if err == nil && mentions(text) {
			file, _ = parser.ParseFile(fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
		}
		f.files[name] = file
	}
	return file
}
