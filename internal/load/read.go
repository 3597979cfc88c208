package load

import (
	"bytes"
	"cmp"
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/bluebird-rpc/bluebird/internal/diag"
	"github.com/bluebird-rpc/bluebird/internal/directive"
	"golang.org/x/tools/go/packages"
)

// folder is one folder with Go files.
type folder struct {
	dir    string
	listed *packages.Package // nil if the go command does not list it
	origin origin            // of its generated file
	files  []source          // its Go files by name, without what we generated
	marked bool              // one of them mentions a directive

	pkg   *Package // nil if nothing in it can be called
	diags diag.List
}

// source is a Go file as read.
type source struct {
	name string // absolute
	text []byte
	mark bool // it seems to hold a directive

	parsed bool
	syntax *ast.File // if parsed,
	err    error     // what the parser said
}

// parse parses the file, once.
func (s *source) parse(fset *token.FileSet) {
	if !s.parsed {
		s.parsed = true
		s.syntax, s.err = parser.ParseFile(fset, s.name, s.text, parser.ParseComments|parser.SkipObjectResolution)
	}
}

// read looks at every folder, parses those with directives and says what is wrong with their files.
func (l *loader) read(listed []*packages.Package, hidden []string) {
	for _, p := range listed {
		if p.Dir == "" {
			l.listErrors(p)
		}
	}
	l.scanAll(byDir(listed, hidden))
	for _, f := range l.folders {
		if len(f.files) == 0 && f.origin == absent && f.listed != nil {
			l.listErrors(f.listed)
		}
		l.diags = append(l.diags, f.diags...)
	}
}

// byDir returns the listed packages by folder, and nil for folders that are not listed.
func byDir(listed []*packages.Package, hidden []string) map[string]*packages.Package {
	dirs := map[string]*packages.Package{}
	for _, dir := range hidden {
		dirs[dir] = nil
	}
	for _, p := range listed {
		if p.Dir != "" {
			dirs[p.Dir] = p
		}
	}
	return dirs
}

// scanAll fills l.folders, each folder in a goroutine of its own.
func (l *loader) scanAll(dirs map[string]*packages.Package) {
	var scanning sync.WaitGroup
	var mu sync.Mutex // guards l.folders
	for dir, p := range dirs {
		scanning.Go(func() {
			f := l.guessed[dir]
			if f == nil {
				f = l.scan(dir)
			}
			f.listed = p
			l.parse(f)
			mu.Lock()
			defer mu.Unlock()
			l.folders = append(l.folders, f)
		})
	}
	scanning.Wait()
	slices.SortFunc(l.folders, func(a, b *folder) int {
		return cmp.Or(strings.Compare(a.path(), b.path()), strings.Compare(a.dir, b.dir))
	})
}

// listErrors repeats what the go command said about a package.
func (l *loader) listErrors(p *packages.Package) {
	for _, e := range p.Errors {
		l.diags.Errorf(diag.PackageRefused, token.Position{}, "%s", oneLine(e.Msg))
	}
}

// path returns the import path of the folder as far as it is known.
func (f *folder) path() string {
	if f.listed != nil {
		return f.listed.PkgPath
	}
	return filepath.ToSlash(f.dir)
}

// clientDir returns the folder of the client package.
func (f *folder) clientDir() string { return filepath.Join(f.dir, ClientName(f.path())) }

// scan reads the Go files of a folder. A folder that cannot be read is an empty one.
func (l *loader) scan(dir string) *folder {
	f := &folder{dir: dir, origin: originOf(dir)}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		name := e.Name()
		if filepath.Ext(name) != ".go" || name[0] == '_' || name[0] == '.' || name == GeneratedName && f.origin != foreign {
			continue
		}
		src := source{name: filepath.Join(dir, name)}
		text, err := os.ReadFile(src.name)
		if err != nil {
			continue
		}
		src.text, src.mark = text, mentions(text)
		f.files = append(f.files, src)
		f.marked = f.marked || src.mark
	}
	return f
}

// mentions reports whether a comment in text begins with what looks like a directive.
func mentions(text []byte) bool {
	for {
		before, after, found := bytes.Cut(text, []byte("luebird"))
		if !found {
			return false
		}
		before = bytes.TrimRight(bytes.TrimRight(before, "bB"), " \t")
		opens := bytes.HasSuffix(before, []byte("//")) || bytes.HasSuffix(before, []byte("/*"))
		if opens && bytes.HasPrefix(bytes.TrimLeft(after, " \t"), []byte(":")) {
			return true
		}
		text = after
	}
}

// parse parses the files of a folder with directives and makes its package, unless a file is faulty.
func (l *loader) parse(f *folder) {
	if !f.marked {
		return
	}
	f.marked = false // until a directive is found to be more than text in a string
	pkg := &Package{Dir: f.dir, Fset: l.fset, elsewhere: &l.elsewhere}
	for i := range f.files {
		src := &f.files[i]
		if !f.builds(src.name) {
			f.refuse(l.fset, src)
		} else if syntax := f.parseFile(l.fset, src); syntax != nil {
			pkg.GoFiles = append(pkg.GoFiles, src.name)
			pkg.Syntax = append(pkg.Syntax, syntax)
		}
	}
	if !f.marked {
		f.diags = nil // faulty files of a package that is none of our business
		return
	}
	f.checkNames(l.fset, pkg.Syntax)
	f.checkOwner()
	if f.diags.Failed() {
		return
	}
	pkg.Path, pkg.Module, pkg.Name = f.listed.PkgPath, f.listed.Module, pkg.Syntax[0].Name.Name
	f.pkg = pkg
}

// parseFile parses a file that is built, or says why it cannot. It notes whether there are directives.
func (f *folder) parseFile(fset *token.FileSet, src *source) *ast.File {
	src.parse(fset)
	if src.err != nil {
		f.marked = f.marked || src.mark
		f.syntaxErrors(src.err)
		return nil
	}
	syntax := src.syntax
	if src.mark && len(directives(syntax)) > 0 {
		f.marked = true
		f.refuseConstrained(fset, src.name, syntax)
	}
	return syntax
}

// builds reports whether the go command compiles a file on this platform.
func (f *folder) builds(name string) bool {
	return f.listed != nil && slices.Contains(f.listed.GoFiles, name)
}

func (f *folder) syntaxErrors(err error) {
	var list scanner.ErrorList
	errors.As(err, &list)
	for _, e := range list {
		f.diags.Errorf(diag.SyntaxError, e.Pos, "%s", e.Msg)
	}
}

// checkNames refuses a folder that holds two packages.
func (f *folder) checkNames(fset *token.FileSet, files []*ast.File) {
	for _, file := range files {
		first := files[0]
		if file.Name.Name != first.Name.Name {
			f.diags.Errorf(diag.TwoPackages, fset.Position(file.Name.Pos()), "package %s: %s is of package %s, and a folder holds one package",
				file.Name.Name, filepath.Base(fset.Position(first.Pos()).Filename), first.Name.Name)
		}
	}
}

// checkOwner refuses to overwrite what we did not write.
func (f *folder) checkOwner() {
	for _, dir := range []string{f.dir, f.clientDir()} {
		if originOf(dir) == foreign {
			f.diags.Errorf(diag.FileNotOurs, token.Position{Filename: filepath.Join(dir, GeneratedName), Line: 1, Column: 1},
				"this name is reserved for generated code, and this file was not generated: rename it")
		}
	}
}

// directives returns the comments of a file that are directives or meant to be.
func directives(f *ast.File) []*ast.Comment {
	var list []*ast.Comment
	for _, group := range f.Comments {
		for _, c := range group.List {
			if directive.Is(c) {
				list = append(list, c)
			}
		}
	}
	return list
}
