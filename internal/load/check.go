package load

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"

	"github.com/bluebird-rpc/bluebird/internal/diag"
	"golang.org/x/tools/go/packages"
)

// check loads the types of everything that annotated packages import, then checks those packages.
func (l *loader) check(ctx context.Context) error {
	var pkgs []*Package
	paths := map[string]bool{}
	for _, f := range l.folders {
		if f.pkg != nil {
			pkgs = append(pkgs, f.pkg)
			needed(paths, f.pkg.Syntax)
		}
	}
	if len(pkgs) == 0 {
		return nil
	}
	for _, extra := range l.cfg.Extra {
		paths[extra] = true
	}
	imports, err := l.world(ctx, paths, between(pkgs, paths))
	if err != nil {
		return err
	}
	for _, extra := range l.cfg.Extra {
		if _, err := imports.Import(extra); err != nil {
			l.diags.Errorf(diag.RuntimeMissing, token.Position{}, "generated code needs %s: %v", extra, err)
		}
	}
	checkAll(pkgs, imports)
	return nil
}

// imports loads the types of packages from export data. What does not compile is read from source.
func (l *loader) imports(ctx context.Context, paths []string) (imported, error) {
	all := imported{}
	if len(paths) == 0 {
		return all, nil
	}
	files := l.exported
	if !files.have(paths) {
		files = l.cfg.export(ctx, paths)
	}
	if files.have(paths) && files.read(l.fset, paths, all) == nil {
		return all, nil
	}
	return l.fromSource(ctx, paths)
}

// fromSource loads the types of packages some of which do not compile.
func (l *loader) fromSource(ctx context.Context, paths []string) (imported, error) {
	all := imported{}
	cfg := l.cfg.packages(ctx, packages.NeedName|packages.NeedTypes|packages.NeedImports|packages.NeedTypesSizes)
	cfg.Fset = l.fset
	cfg.ParseFile = parseOutline
	pkgs, err := packages.Load(cfg, paths...)
	if err != nil {
		return nil, goError(err)
	}
	for _, p := range pkgs {
		all.add(p)
	}
	return all, nil
}

// parseOutline parses a file of an import that does not compile, without its function bodies.
func parseOutline(fset *token.FileSet, name string, src []byte) (*ast.File, error) {
	file, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
	if file == nil {
		return nil, err
	}
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok {
			f.Body = nil
		}
	}
	return file, err
}

// imported holds packages by import path.
type imported map[string]found

// found is a package or the reason why there is none.
type found struct {
	pkg *types.Package
	err error
}

func (m imported) add(p *packages.Package) {
	if p.Types == nil || p.Types.Name() == "" || p.Name == "" {
		m[p.PkgPath] = found{err: loadError(p)}
		return
	}
	m[p.PkgPath] = found{pkg: p.Types}
	m.addBelow(p.Types)
}

// addBelow adds what p imports. Export data of p holds all that p needs of those packages.
func (m imported) addBelow(p *types.Package) {
	for _, q := range p.Imports() {
		if _, known := m[q.Path()]; !known {
			q.MarkComplete()
			m[q.Path()] = found{pkg: q}
			m.addBelow(q)
		}
	}
}

func loadError(p *packages.Package) error {
	if len(p.Errors) == 0 {
		return fmt.Errorf("package %s cannot be loaded", p.PkgPath)
	}
	return errors.New(oneLine(p.Errors[0].Msg))
}

// Import implements types.Importer.
func (m imported) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	f, ok := m[path]
	if !ok {
		return nil, fmt.Errorf("package %s is not loaded", path)
	}
	return f.pkg, f.err
}

// importer is what Package.Importer promises.
type importer struct {
	world
	self *types.Package
}

func (i importer) Import(path string) (*types.Package, error) {
	if path == i.self.Path() {
		return i.self, nil
	}
	return i.world.Import(path)
}

// check type-checks the package without function bodies.
func (p *Package) check(imports world) {
	p.Info = &types.Info{
		Defs:   map[*ast.Ident]types.Object{},
		Uses:   map[*ast.Ident]types.Object{},
		Types:  map[ast.Expr]types.TypeAndValue{},
		Scopes: map[ast.Node]*types.Scope{},
	}
	cfg := types.Config{
		Importer:         imports,
		IgnoreFuncBodies: true,
		FakeImportC:      true,
		Sizes:            types.SizesFor("gc", "amd64"),
		Error: func(err error) {
			var e types.Error
			if errors.As(err, &e) {
				p.TypeErrors = append(p.TypeErrors, e)
			}
		},
	}
	p.Types, _ = cfg.Check(p.Path, p.Fset, p.Syntax, p.Info)
	p.Importer = importer{imports, p.Types}
}
