// Package emit writes Go source from the model of an annotated package: the server's half beside the
// annotated code, and the clients in a package of their own.
//
// It decides nothing about user code; that was done when the model was made. It knows three things: how the
// generated files look, which names in them are free, and that what it wrote compiles (see Check). Each function
// that writes a declaration shows in its comment what it writes.
package emit

import (
	"bytes"
	"fmt"
	"go/build/constraint"
	"go/types"
	"path"
	"slices"
	"strings"

	j "github.com/dave/jennifer/jen"

	"github.com/bluebird-rpc/bluebird/internal/load"
	"github.com/bluebird-rpc/bluebird/internal/model"
)

// The packages that generated code is made of.
const (
	runtimePath  = "github.com/bluebird-rpc/bluebird/runtime"
	codecPath    = runtimePath + "/codec"
	universePath = codecPath + "/universe"
	stalePath    = runtimePath + "/stale"
	msgpPath     = "github.com/tinylib/msgp/msgp"
)

// Imports returns the import paths that must be loaded for Check, besides those of the user's types.
func Imports() []string { return []string{"context", "errors", "fmt", "io", "iter", "time"} }

// Server returns the source of the file that lives in the annotated package: the functions that register its
// functions and services, and what reads arguments and appends results. An error is a bug of this package.
func Server(p *model.Package) ([]byte, error) {
	f := newFile(p, p.Path, p.Name)
	f.server = true
	f.used.add(p.Go.Scope().Names()...)
	f.reserve()
	f.receiver = "g" // hides nothing that generated code mentions

	f.age()
	f.bluebirdGen()
	f.guardCalls()
	f.registerErrors()
	if len(p.Funcs) > 0 {
		f.registerFuncs()
	}
	for _, m := range p.Funcs {
		f.serve(m, nil)
	}
	for _, s := range p.Services {
		f.registerService(s)
		for _, m := range s.Methods {
			f.serve(m, s)
		}
	}
	f.codecs()
	f.guardTypes()
	return f.source()
}

// Client returns the source of the client package. An error is a bug of this package.
func Client(p *model.Package) ([]byte, error) {
	f := newFile(p, p.ClientPath, p.ClientName)
	f.used.add(clientNames(p)...)
	f.reserve()
	f.receiver = f.free("c", "client")

	f.PackageComment(fmt.Sprintf("// Package %s calls the %s of %s.", p.ClientName, contents(p), owner(p)))
	f.age()
	f.methods()
	if len(p.Funcs) > 0 {
		f.client("Client", fmt.Sprintf("calls the functions of package %s", p.Name), p.Funcs)
	}
	for _, s := range p.Services {
		f.service(s)
	}
	f.copies()
	f.copyErrors()
	f.codecs()
	f.guardTypes()
	return f.source()
}

// owner says whose client it is. Commands are all called main.
func owner(p *model.Package) string {
	if p.Main {
		return "command " + path.Base(p.Path)
	}
	return "package " + p.Name
}

// contents says what there is to call in p.
func contents(p *model.Package) string {
	switch {
	case len(p.Services) == 0:
		return "functions"
	case len(p.Funcs) == 0:
		return "services"
	}
	return "functions and services"
}

// file is one generated file in the making.
type file struct {
	*j.File
	pkg    *model.Package
	path   string // import path of the package that the file belongs to
	server bool

	// Names, see names.go.
	used     names                   // at file level: declarations and imports
	params   names                   // of all parameters and results of the package
	imports  map[string]string       // import path → name
	funcs    map[string]string       // what a function is for → its name
	beside   map[types.Object]string // second names of types
	receiver string                  // of the methods that are generated
}

func newFile(p *model.Package, path, name string) *file {
	f := &file{
		File:    j.NewFilePathName(path, name),
		pkg:     p,
		path:    path,
		used:    names{},
		params:  valueNames(p),
		imports: map[string]string{},
		funcs:   map[string]string{},
		beside:  map[types.Object]string{},
	}
	f.HeaderComment(load.GeneratedHeader)
	return f
}

// source renders the file.
func (f *file) source() ([]byte, error) {
	var b bytes.Buffer
	if err := f.Render(&b); err != nil {
		text, _, _ := strings.Cut(err.Error(), "\n") // the rest is the whole file
		return nil, fmt.Errorf("bluebird-gen bug: generated code for %s does not parse: %s", f.path, text)
	}
	return groupImports(b.Bytes()), nil
}

// groupImports sets the imports of the standard library apart from the others, as people do.
func groupImports(source []byte) []byte {
	const begin, end = "import (\n", ")\n"
	head, rest, found := bytes.Cut(source, []byte(begin))
	block, tail, _ := bytes.Cut(rest, []byte(end))
	if !found {
		return source
	}
	var standard, others []byte
	for line := range bytes.Lines(block) {
		first, _, _ := bytes.Cut(line, []byte("/"))
		if bytes.Contains(first, []byte(".")) {
			others = append(others, line...)
		} else {
			standard = append(standard, line...)
		}
	}
	if len(standard) > 0 && len(others) > 0 {
		standard = append(standard, '\n')
	}
	return slices.Concat(head, []byte(begin), standard, others, []byte(end), tail)
}

// declare adds a declaration under its doc comment.
func (f *file) declare(doc string, decl j.Code) {
	comment(f.Group, doc)
	f.Add(decl)
	f.Line()
}

// age ties the file to the runtime that it was written for.
//
//	// If this line does not compile, bluebird-gen and the runtime differ in age: run go generate.
//	const _ = bluebird.Gen1OrRunGoGenerate
func (f *file) age() {
	f.declare("If this line does not compile, bluebird-gen and the runtime differ in age: run go generate.",
		j.Const().Id("_").Op("=").Add(f.bluebird("Gen1OrRunGoGenerate")))
}

// comment adds doc as line comments. Text that stands in a line comment stays text, whatever it says; but old build
// constraints, which gofmt would turn into new ones at the top of the file, are left out.
func comment(g *j.Group, doc string) {
	doc = strings.TrimSpace(doc)
	if doc == "" {
		return
	}
	for line := range strings.Lines(doc) {
		line = strings.TrimRight(line, " \t\r\n")
		if line != "" && line[0] != '\t' {
			line = " " + line
		}
		if !constraint.IsPlusBuild("//" + line) {
			g.Comment("//" + line)
		}
	}
}

// behind writes a comment behind something, in the same line.
func behind(s *j.Statement, text string) *j.Statement {
	line := "// " + strings.Join(strings.Fields(text), " ")
	if text != "" && !constraint.IsPlusBuild(line) {
		s.Comment(line)
	}
	return s
}
