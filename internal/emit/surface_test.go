package emit

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"golang.org/x/tools/go/packages"
)

// loaded finds packages that were really loaded.
type loaded map[string]*types.Package

func (l loaded) Import(path string) (*types.Package, error) { return l[path], nil }

func loadPackages(t *testing.T, paths ...string) loaded {
	t.Helper()
	all := loaded{}
	pkgs, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedTypes | packages.NeedTypesSizes | packages.NeedImports}, paths...)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pkgs {
		if p.Types == nil || !p.Types.Complete() {
			t.Fatalf("%s cannot be loaded: %v", p.PkgPath, p.Errors)
		}
		all[p.PkgPath] = p.Types
	}
	return all
}

// Generated code is checked against surfaces in place of packages, so they must tell the truth.
func TestSurfacesDeclareWhatThePackagesHave(t *testing.T) {
	all := loadPackages(t, "context", "time", "encoding", "encoding/gob", "io", "iter", "math/big", runtimePath, codecPath, universePath, stalePath, msgpPath)
	c := Checker{Fset: token.NewFileSet()}
	for importPath, name := range surfaces {
		if importPath == protoPath {
			continue // no part of this module
		}
		surface, err := c.runtimePackage(importPath, importer{&c, all})
		if err != nil {
			t.Fatal(err)
		}
		for _, declared := range declaredIn(t, name) {
			want := all[importPath].Scope().Lookup(declared)
			if want == nil {
				t.Errorf("%s has no %s", importPath, declared)
				continue
			}
			compare(t, surface.Scope().Lookup(declared), want)
		}
	}
}

// declaredIn returns the names that a surface file declares.
func declaredIn(t *testing.T, name string) []string {
	source, err := surfaceFiles.ReadFile("surface/" + name)
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, source, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for name := range file.Scope.Objects {
		names = append(names, name)
	}
	return names
}

// compare compares a declaration of a surface with that of the package. Structs may have more fields, and types and sealed
// interfaces more methods, than the surface tells.
func compare(t *testing.T, got, want types.Object) {
	t.Helper()
	if g, w := got.Type().Underlying(), want.Type().Underlying(); !isStruct(g) && !isSealed(g) && text(g) != text(w) {
		t.Errorf("%v is %v, want %v", got, text(g), text(w))
	}
	if _, ok := got.(*types.TypeName); !ok {
		return
	}
	mustHave := func(member types.Object) {
		if !member.Exported() {
			return // it only makes the type implement an interface that is sealed
		}
		found, _, _ := types.LookupFieldOrMethod(want.Type(), true, want.Pkg(), member.Name())
		if found == nil || text(found.Type()) != text(member.Type()) {
			t.Errorf("%s.%s is %v, want %v", got.Name(), member.Name(), member, found)
		}
	}
	if s, ok := got.Type().Underlying().(*types.Struct); ok {
		for f := range s.Fields() {
			mustHave(f)
		}
	}
	if named, ok := got.Type().(*types.Named); ok {
		for m := range named.Methods() {
			mustHave(m)
		}
	}
}

func isStruct(t types.Type) bool {
	_, ok := t.(*types.Struct)
	return ok
}

// isSealed reports whether t is an interface that only the runtime's own types implement.
func isSealed(t types.Type) bool {
	i, ok := t.(*types.Interface)
	return ok && i.NumMethods() > 0 && !i.Method(0).Exported()
}

func text(t types.Type) string { return types.TypeString(t, nil) }

func TestCheckFindsWhatDoesNotCompile(t *testing.T) {
	c := Checker{Fset: token.NewFileSet()}
	all := loadPackages(t, "context", "time")
	parse := func(source string) []*ast.File {
		file, err := parser.ParseFile(c.Fset, "user.go", source, 0)
		if err != nil {
			t.Fatal(err)
		}
		return []*ast.File{file}
	}
	const generated = `package p

import bluebird "github.com/bluebird-rpc/bluebird/runtime"

const _ = bluebird.Gen1OrRunGoGenerate

var _ T
`
	for _, tt := range []struct {
		name      string
		generated string
		user      string
		want      string
	}{
		{"fine", generated, "package p; type T int", ""},
		{"the user's own mistakes", generated, "package p; type T int; var x = y; func f() { return 1 }", ""},
		{"does not parse", "package p; func", "package p", "gen.go:1:16: expected"},
		{"missing type", generated, "package p", "gen.go:7:7: undefined: T"},
		{"unused import", "package p\nimport \"context\"\n", "package p", `gen.go:2:8: "context" imported and not used`},
		{"not in the runtime", "package p\nimport \"" + runtimePath + "\"\nvar _ bluebird.Nothing\n", "package p", "gen.go:3:16: undefined: bluebird.Nothing"},
		{"inside a function", "package p\nfunc f() int { return \"\" }\n", "package p", "gen.go:2:23: cannot use"},
		{"declared by both", "package p\ntype T int\n", "package p; type T int", "gen.go:2:6: T redeclared"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := c.Check("example.com/p", "gen.go", []byte(tt.generated), parse(tt.user), all)
			checkError(t, err, tt.want)
		})
	}
}
