package load

import (
	"go/ast"
	"go/token"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// guess reads the folders that the patterns are likely to mean, before the go command has said which they do, and
// returns what must be imported if all their files belong to packages. A wrong guess costs time only.
func (l *loader) guess(hidden []string) []string {
	l.guessed = map[string]*folder{}
	paths := map[string]bool{}
	var own []string
	var mu sync.Mutex // guards all three
	var scanning sync.WaitGroup
	for _, dir := range slices.Concat(hidden, l.cfg.single()) {
		scanning.Go(func() {
			f := l.scan(dir)
			files := f.parseAll(l.fset)
			mu.Lock()
			defer mu.Unlock()
			l.guessed[dir] = f
			needed(paths, files)
			if f.marked && !usesC(files) {
				own = append(own, guessPath(dir))
			}
		})
	}
	scanning.Wait()
	for _, path := range own { // will be checked from source
		delete(paths, path)
	}
	if len(paths) > 0 {
		for _, extra := range l.cfg.Extra {
			paths[extra] = true
		}
	}
	return slices.Sorted(maps.Keys(paths))
}

// single returns the folders that patterns without dots at the end name.
func (c Config) single() []string {
	var dirs []string
	for _, p := range c.Patterns {
		p = filepath.ToSlash(p)
		if !local(p) || strings.Contains(p, "...") {
			continue
		}
		if !filepath.IsAbs(p) {
			p = filepath.Join(c.Dir, p)
		}
		if dir, err := filepath.Abs(p); err == nil {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// parseAll parses the files of a folder that seems to have directives.
func (f *folder) parseAll(fset *token.FileSet) []*ast.File {
	if !f.marked {
		return nil
	}
	var files []*ast.File
	for i := range f.files {
		src := &f.files[i]
		if strings.HasSuffix(src.name, "_test.go") {
			continue
		}
		if src.parse(fset); src.err == nil {
			files = append(files, src.syntax)
		}
	}
	return files
}

// needed adds to paths what the files import and mention outside of function bodies. Nothing else is looked at when they
// are checked.
func needed(paths map[string]bool, files []*ast.File) {
	for _, file := range files {
		mentioned := qualifiers(file)
		doubt := false // something is mentioned, and it is not sure which package it is of
		names := map[string]bool{}
		for _, spec := range file.Imports {
			if name, sure := importName(spec); sure {
				names[name] = true
			}
		}
		for name := range mentioned {
			doubt = doubt || !names[name]
		}
		for _, spec := range file.Imports {
			p, err := strconv.Unquote(spec.Path.Value)
			name, sure := importName(spec)
			if err == nil && p != "C" && p != "unsafe" && (mentioned[name] || name == "." || doubt && !sure) {
				paths[p] = true
			}
		}
	}
}

// importName returns the name that an import has in its file, and whether it is sure: only the standard library
// always names packages after their folders.
func importName(spec *ast.ImportSpec) (name string, sure bool) {
	if spec.Name != nil {
		return spec.Name.Name, true
	}
	p, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return "", false
	}
	first, _, _ := strings.Cut(p, "/")
	return path.Base(p), !strings.Contains(first, ".") && !version.MatchString(path.Base(p)) && standard[first]
}

// standard holds the first elements of the import paths of the standard library that annotated code is likely to import.
var standard = func() map[string]bool {
	set := map[string]bool{}
	for _, name := range strings.Fields("archive bufio bytes cmp compress container context crypto database debug embed encoding errors " +
		"expvar flag fmt go hash html image index io iter log maps math mime net os path plugin reflect regexp runtime slices sort " +
		"strconv strings sync syscall testing text time unicode unique unsafe weak") {
		set[name] = true
	}
	return set
}()

// dotted matches an identifier with a dot behind it.
var dotted = regexp.MustCompile(`([\pL_][\pL\d_]*)\.`)

// qualifiers returns the identifiers in front of dots outside of function bodies, those in directives included.
func qualifiers(file *ast.File) map[string]bool {
	found := map[string]bool{}
	for _, c := range directives(file) {
		for _, m := range dotted.FindAllStringSubmatch(c.Text, -1) {
			found[m[1]] = true
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			return false
		case *ast.SelectorExpr:
			if id, ok := n.X.(*ast.Ident); ok {
				found[id.Name] = true
			}
		}
		return true
	})
	return found
}
