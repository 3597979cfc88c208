package main

import (
	"context"
	"go/ast"
	"go/token"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/bluebird-rpc/bluebird/internal/diag"
	"github.com/bluebird-rpc/bluebird/internal/emit"
	"github.com/bluebird-rpc/bluebird/internal/load"
	"github.com/bluebird-rpc/bluebird/internal/model"
	"github.com/bluebird-rpc/bluebird/internal/schema"
)

// file is a generated file in memory.
type file struct {
	name   string // absolute
	source []byte
}

// result is what one run makes.
type result struct {
	files   []file   // by package: server, contract, client
	stale   []string // generated files that should not be there any more
	folders []string // that were looked at
	found   int      // packages with annotations
	diags   diag.List
	notes   diag.List // what is worth knowing about the packages,
	news    diag.List // and the part of it about those that are served in another way from now on

	unserved []string // generated files of packages with directives in which nothing is served

	policy  policy
	broken  bool // a change that breaks callers was refused
	checker *emit.Checker
}

// generate does everything but write files. The error is for what stops the whole run.
func generate(ctx context.Context, cfg load.Config, p policy, watch *stopwatch) (*result, error) {
	cfg.Extra = emit.Imports()
	loaded, err := load.Packages(ctx, cfg)
	if err != nil {
		return nil, err
	}
	watch.lap("loaded %d packages with annotations", len(loaded.Packages))
	for _, p := range loaded.Packages {
		watch.say("%s: %d files", p.Path, len(p.GoFiles))
	}

	r := &result{folders: loaded.Folders, found: len(loaded.Packages), diags: loaded.Diags, policy: p, checker: &emit.Checker{Fset: loaded.Fset}}
	r.addAll(loaded.Packages)
	r.abandonAll(append(loaded.Stale, r.unserved...))
	watch.lap("generated %d files", len(r.files))
	return r, nil
}

// addAll generates the files of all packages, as many at a time as there are processors.
func (r *result) addAll(packages []*load.Package) {
	parts := make([]result, len(packages))
	turns := make(chan struct{}, runtime.GOMAXPROCS(0))
	var working sync.WaitGroup
	for i, p := range packages {
		parts[i] = result{policy: r.policy, checker: r.checker}
		turns <- struct{}{}
		working.Go(func() {
			parts[i].add(p)
			<-turns
		})
	}
	working.Wait()
	for _, part := range parts {
		r.files = append(r.files, part.files...)
		r.stale = append(r.stale, part.stale...)
		r.diags = append(r.diags, part.diags...)
		r.notes = append(r.notes, part.notes...)
		r.news = append(r.news, part.news...)
		r.unserved = append(r.unserved, part.unserved...)
		r.broken = r.broken || part.broken
	}
}

// add generates the files of p, or adds to the messages why it cannot be done.
func (r *result) add(p *load.Package) {
	m, diags := model.Build(p)
	errs, notes := diags.Split()
	r.diags, r.notes = append(r.diags, errs...), append(r.notes, notes...)
	if m == nil {
		return
	}
	if len(m.Funcs)+len(m.Services) == 0 { // its types have directives, for packages that send them
		r.unserved = append(r.unserved, generatedFor(m)...)
		return
	}
	contract, ok := r.contract(p, m)
	if !ok {
		return
	}
	schema.Stamp(m)
	server, err := r.source(p, m, emit.Server, p.Dir, m.Path, p.Syntax)
	var client file
	if err == nil && !m.NoClient {
		client, err = r.source(p, m, emit.Client, m.ClientDir, m.ClientPath, nil)
	}
	switch {
	case err == nil && m.NoClient:
		r.files = append(r.files, server, contract)
		r.abandonClient(m)
	case err == nil:
		r.files = append(r.files, server, contract, client)
	case len(p.TypeErrors) > 0:
		for _, e := range p.TypeErrors[:min(len(p.TypeErrors), shownErrors)] {
			r.diags.Errorf(diag.TypeUnknown, p.Fset.Position(e.Pos), "%s: with errors in the package, what is generated does not compile", e.Msg)
		}
		return
	default:
		r.diags.Errorf(diag.GeneratorBug, token.Position{}, "%v", err)
		return
	}
	if differs(server) || differs(contract) {
		r.news = append(r.news, notes...)
	}
}

// shownErrors is how many errors of a package are shown that keep generated code from compiling.
const shownErrors = 5

// differs reports whether a file is not on disk as it should be.
func differs(f file) bool {
	state, err := compareFile(f)
	return err == nil && state != current
}

// source makes one file in memory and checks it, together with others.
func (r *result) source(p *load.Package, m *model.Package, emitter func(*model.Package) ([]byte, error),
	dir, path string, others []*ast.File) (file, error) {

	f := file{name: filepath.Join(dir, load.GeneratedName)}
	var err error
	if f.source, err = emitter(m); err != nil {
		return f, err
	}
	return f, r.checker.Check(path, f.name, f.source, others, p.Importer)
}
