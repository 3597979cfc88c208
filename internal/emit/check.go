package emit

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"sync"
)

// Checker type-checks generated source before anybody sees it, in the world of one loaded program. Several goroutines may
// use it at once.
type Checker struct {
	Fset *token.FileSet

	mu      sync.Mutex                // guards surface, and is held while one is made
	surface map[string]*types.Package // see runtimePackage
}

// Check reports whether source compiles, as a file of the package path that has the files others. What is wrong
// with others is not its business: they may use names that other tools are yet to generate. All packages come from
// imports, but those that belong to Bluebird. An error is a bug of this package and says so.
func (c *Checker) Check(path, name string, source []byte, others []*ast.File, imports types.Importer) error {
	file, err := parser.ParseFile(c.Fset, name, source, parser.SkipObjectResolution)
	if err != nil {
		return bug(err)
	}
	var found error
	config := types.Config{
		Importer:    locked{importer{c, imports}},
		FakeImportC: true,
		Error: func(err error) {
			if e := (types.Error{}); found == nil && errors.As(err, &e) && c.Fset.File(e.Pos) == c.Fset.File(file.FileStart) {
				found = fmt.Errorf("%w\n\t%s", err, lineOf(source, c.Fset.Position(e.Pos)))
			}
		},
	}
	// What Check returns is the first of the errors that were seen, or of no interest.
	_, _ = config.Check(path, c.Fset, append(withoutBodies(others), file), nil)
	if found != nil {
		return bug(found)
	}
	return nil
}

func bug(err error) error {
	return fmt.Errorf("bluebird-gen bug: generated code does not compile: %w", err)
}

// lineOf returns the line of source that a position is in.
func lineOf(source []byte, pos token.Position) string {
	begin := pos.Offset - (pos.Column - 1)
	line, _, _ := bytes.Cut(source[begin:], []byte("\n"))
	return string(bytes.TrimSpace(line))
}

// withoutBodies returns the files without the insides of their functions.
func withoutBodies(files []*ast.File) []*ast.File {
	var bare []*ast.File
	for _, file := range files {
		copied := *file
		copied.Decls = nil
		for _, decl := range file.Decls {
			if function, ok := decl.(*ast.FuncDecl); ok {
				head := *function
				head.Body = nil
				decl = &head
			}
			copied.Decls = append(copied.Decls, decl)
		}
		bare = append(bare, &copied)
	}
	return bare
}

// locked is an importer that waits for its turn.
type locked struct{ importer }

func (l locked) Import(path string) (*types.Package, error) {
	if surfaces[path] != "" {
		l.checker.mu.Lock()
		defer l.checker.mu.Unlock()
	}
	return l.importer.Import(path)
}

// importer finds what generated code imports. Whoever uses it holds mu.
type importer struct {
	checker *Checker
	imports types.Importer
}

func (i importer) Import(path string) (*types.Package, error) {
	if surfaces[path] != "" {
		return i.checker.runtimePackage(path, i)
	}
	return i.imports.Import(path)
}

// surfaceFiles declare what generated code uses of Bluebird and msgp, and nothing else. To load the packages
// themselves, with the network and cryptography below them, takes longer than everything else a run does.
//
//go:embed surface
var surfaceFiles embed.FS

var surfaces = map[string]string{
	runtimePath:  "bluebird.go",
	codecPath:    "codec.go",
	universePath: "universe.go",
	stalePath:    "stale.go",
	msgpPath:     "msgp.go",
	protoPath:    "proto.go",
}

// runtimePackage returns the surface of one of Bluebird's packages. What the user's own types need of it besides is
// taken from the package as it was loaded for them.
func (c *Checker) runtimePackage(importPath string, i importer) (*types.Package, error) {
	if p := c.surface[importPath]; p != nil {
		return p, nil
	}
	name := path.Join("surface", surfaces[importPath])
	source, err := surfaceFiles.ReadFile(name)
	if err != nil {
		return nil, err
	}
	file, err := parser.ParseFile(c.Fset, name, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	config := types.Config{Importer: i, IgnoreFuncBodies: true, Error: func(error) {}} // functions without a body
	p, _ := config.Check(importPath, c.Fset, []*ast.File{file}, nil)
	if loaded, err := i.imports.Import(importPath); err == nil {
		for _, name := range loaded.Scope().Names() {
			p.Scope().Insert(loaded.Scope().Lookup(name)) // unless it is there
		}
	}
	if c.surface == nil {
		c.surface = map[string]*types.Package{}
	}
	c.surface[importPath] = p
	return p, nil
}
