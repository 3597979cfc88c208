package load

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/build/constraint"
	"go/token"
	"io"
	"path/filepath"
	"strings"

	"github.com/bluebird-rpc/bluebird/internal/diag"
)

// refuse complains about the directives in a file that is not built here.
func (f *folder) refuse(fset *token.FileSet, src *source) {
	if !src.mark {
		return
	}
	src.parse(fset)
	if src.err != nil {
		return
	}
	syntax := src.syntax
	if strings.HasSuffix(src.name, "_test.go") {
		f.refuseAll(fset, syntax, "test files are not part of the package")
		return
	}
	why := constrained(src.name, syntax)
	if why == "" && f.listed == nil {
		return // the folder is none of a package, for a reason that go.mod may know
	}
	if why == "" {
		why = "this file is not built here" // it needs cgo, which is off
	}
	f.refuseAll(fset, syntax, why)
}

// refuseConstrained complains about the directives in a file that is built here, but not everywhere.
func (f *folder) refuseConstrained(fset *token.FileSet, name string, syntax *ast.File) {
	if why := constrained(name, syntax); why != "" {
		f.refuseAll(fset, syntax, why)
	}
}

func (f *folder) refuseAll(fset *token.FileSet, syntax *ast.File, why string) {
	for _, c := range directives(syntax) {
		f.marked = true
		f.diags.Errorf(diag.FileConstrained, fset.Position(c.Pos()),
			"%s, and generated code is built always: move the declaration to a file without that restriction", why)
	}
}

// constrained says in words why a file is built on some platforms only, or returns "".
func constrained(name string, syntax *ast.File) string {
	if suffixed(filepath.Base(name)) {
		return fmt.Sprintf("the name %s limits this file to a platform", filepath.Base(name))
	}
	for _, group := range syntax.Comments {
		for _, c := range group.List {
			if c.Pos() < syntax.Package && (constraint.IsGoBuild(c.Text) || constraint.IsPlusBuild(c.Text)) {
				return fmt.Sprintf("this file has the build constraint %q", c.Text)
			}
		}
	}
	return ""
}

// suffixed reports whether a file name ends in an operating system or architecture, as x_linux.go does:
// whether it is left out on a platform that does not exist.
func suffixed(name string) bool {
	nowhere := build.Context{GOOS: "none", GOARCH: "none", Compiler: "gc"}
	nowhere.OpenFile = func(string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("package p\n")), nil
	}
	match, err := nowhere.MatchFile("", name)
	return err == nil && !match
}
