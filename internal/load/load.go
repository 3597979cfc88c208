// Package load turns package patterns into parsed and type-checked packages, as fast as the go command
// allows.
//
// It works in two phases. The first lists packages without compiling anything, reads their files and
// keeps the packages with directives. The second loads types, from export data, only for what those
// import, and checks the packages themselves without function bodies. So code that uses names which
// are yet to be generated is no hindrance, and a large generated file costs nothing.
//
// The package knows where directives are, and what generated files look like; what directives and
// declarations mean is for the model. The goroutines it starts end before Packages returns.
package load

import (
	"context"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"sync"

	"github.com/bluebird-rpc/bluebird/internal/diag"
	"golang.org/x/tools/go/packages"
)

// Config says what to load.
type Config struct {
	Dir      string   // where the go command runs; "" is the current folder
	Patterns []string // as for go list; none is "."
	Tags     string   // as for -tags
	Env      []string // environment of the go command; nil is os.Environ

	// Extra are import paths that Package.Importer must know besides what the package imports:
	// whatever generated code will need.
	Extra []string
}

// Result is what was found.
type Result struct {
	Fset     *token.FileSet
	Packages []*Package // with directives, parsed and checked; by import path
	Folders  []string   // all that were looked at, sorted
	Stale    []string   // generated files for which nothing is annotated any more, sorted
	Diags    diag.List
}

// Package is one package with directives, checked without function bodies.
type Package struct {
	Path   string
	Name   string
	Dir    string
	Module *packages.Module // nil outside of modules

	Fset    *token.FileSet
	GoFiles []string    // without generated and test files
	Syntax  []*ast.File // of GoFiles
	Types   *types.Package
	Info    *types.Info

	// TypeErrors holds everything the type checker complained about. Most of it is harmless: names
	// that are yet to be generated, for example. A complaint matters if a signature depends on it.
	TypeErrors []types.Error

	// Importer finds the package itself, all that it imports, directly or not, and Config.Extra.
	Importer types.Importer

	elsewhere *parsed // files of other packages, see Elsewhere
}

// Packages loads the packages that match the patterns. The error is for what stops the whole run,
// such as a missing go command; whatever is wrong with the user's code is in Result.Diags.
func Packages(ctx context.Context, cfg Config) (*Result, error) {
	if len(cfg.Patterns) == 0 {
		cfg.Patterns = []string{"."}
	}
	l := &loader{cfg: cfg, fset: token.NewFileSet(), elsewhere: parsed{files: map[string]*ast.File{}}}
	guess, stop := context.WithCancel(ctx)
	defer stop()
	var hidden []string // folders that the go command does not list
	var walk, export sync.WaitGroup
	walk.Go(func() {
		hidden = cfg.folders()
		paths := l.guess(hidden)
		export.Go(func() { l.exported = cfg.export(guess, paths) })
	})
	listed, err := cfg.list(ctx)
	walk.Wait()
	if err != nil {
		stop()
		export.Wait()
		return nil, err
	}
	l.read(listed, hidden)
	export.Wait()
	if err := l.check(ctx); err != nil {
		return nil, err
	}
	return &Result{
		Fset:     l.fset,
		Packages: l.annotated(),
		Folders:  l.dirs(),
		Stale:    l.stale(),
		Diags:    l.diags,
	}, nil
}

// loader is one run of Packages.
type loader struct {
	cfg     Config
	fset    *token.FileSet
	folders []*folder // all that were looked at, by name

	guessed  map[string]*folder // read while the go command was busy, by name
	exported exports            // of what their files import

	elsewhere parsed // files that were read for the packages
	diags     diag.List
}

// annotated returns the packages that could be checked.
func (l *loader) annotated() []*Package {
	var list []*Package
	for _, f := range l.folders {
		if f.pkg != nil && f.pkg.Types != nil {
			list = append(list, f.pkg)
		}
	}
	return list
}

// dirs returns the folders that were looked at.
func (l *loader) dirs() []string {
	var dirs []string
	for _, f := range l.folders {
		dirs = append(dirs, f.dir)
	}
	slices.Sort(dirs)
	return dirs
}
