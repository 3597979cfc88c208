package emit

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"math"
	"strings"
	"testing"

	j "github.com/dave/jennifer/jen"

	"github.com/bluebird-rpc/bluebird/internal/model"
)

// checkError checks that err is a bug with want in it, or nil if that is empty.
func checkError(t *testing.T, err error, want string) {
	t.Helper()
	switch {
	case want == "" && err != nil:
		t.Errorf("error %v, want none", err)
	case want != "" && (err == nil || !strings.HasPrefix(err.Error(), "bluebird-gen bug: generated code does not compile: "+want)):
		t.Errorf("error %v, want a bug with %q", err, want)
	}
}

func TestPickTakesTheFirstFreeName(t *testing.T) {
	n := names{"a": true, "b": true, "b2": true}
	for _, tt := range []struct {
		wishes []string
		want   string
	}{
		{[]string{"c"}, "c"},
		{[]string{"c"}, "c2"},
		{[]string{"a", "aArg"}, "aArg"},
		{[]string{"a", "aArg"}, "aArg2"},
		{[]string{"b"}, "b3"},
	} {
		if got := n.pick(tt.wishes...); got != tt.want {
			t.Errorf("pick(%q) = %q, want %q", tt.wishes, got, tt.want)
		}
	}
}

func TestImportsAreGrouped(t *testing.T) {
	const source = `package p

import (
	"go/ast"
	"context"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"time"
)

var x = "import ("
`
	const want = `package p

import (
	"go/ast"
	"context"
	"time"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

var x = "import ("
`
	if got := string(groupImports([]byte(source))); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for _, alone := range []string{"package p\n", "package p\n\nimport \"context\"\n", "package p\n\nimport (\n\t\"context\"\n\t\"time\"\n)\n"} {
		if got := string(groupImports([]byte(alone))); got != alone {
			t.Errorf("got\n%s\nwant\n%s", got, alone)
		}
	}
}

func TestWireStrings(t *testing.T) {
	for _, n := range []int{0, 1, 31, 32, 255, 256, 65535, 65536} {
		s := strings.Repeat("x", n)
		got := wireString(s)
		head := len(got) - n
		want := map[int]int{0: 1, 1: 1, 31: 1, 32: 2, 255: 2, 256: 3, 65535: 3, 65536: 5}[n]
		if head != want || !strings.HasSuffix(got, s) {
			t.Errorf("a string of %d bytes has a head of %d bytes, want %d", n, head, want)
		}
	}
}

// Whatever a comment says, it stays a comment.
func TestCommentsStayComments(t *testing.T) {
	for _, doc := range []string{
		"one line", "two\nlines", "a */ b", "`", "//go:build never", "\tcode\n\n\tmore", "\r", "a\rb", "+build x", "/* x",
	} {
		f := j.NewFile("p")
		comment(f.Group, doc)
		behind(f.Var().Id("x").Int(), doc)
		file, err := parser.ParseFile(token.NewFileSet(), "p.go", f.GoString(), parser.ParseComments)
		if err != nil {
			t.Errorf("%q: %v", doc, err)
			continue
		}
		if len(file.Decls) != 1 {
			t.Errorf("%q became code:\n%s", doc, f.GoString())
		}
		for _, group := range file.Comments {
			for _, c := range group.List {
				if strings.HasPrefix(c.Text, "//go:") || strings.HasPrefix(c.Text, "/*") {
					t.Errorf("%q became %s", doc, c.Text)
				}
			}
		}
	}
}

func TestTypesAreWrittenAsTheyAre(t *testing.T) {
	const source = `package p

import "time"

type T[K comparable, V ~int | ~string, W any] struct{}
type U struct{}

var (
	V0 int
	V1 []byte
	V2 map[string][]*U
	V3 [3][2]rune
	V4 struct { A, B int; U ` + "`json:\"u\"`" + `; c *time.Time "say \x60" }
	V5 T[string, int, map[int]U]
	V6 func(int, ...string) (error, bool)
	V7 chan<- (<-chan (chan int))
	V8 interface { error; F(int) error }
	V9 any
)
`
	fset := token.NewFileSet()
	p := check(t, fset, source)
	f := newFile(&model.Package{Path: "p", Name: "p", Go: p}, "p", "p")
	params, _ := f.typeParams(p.Scope().Lookup("T").(*types.TypeName))
	f.Add(j.Type().Id("U").Struct(), j.Line(), j.Type().Id("T").Types(params...).Struct())
	names := []string{"V0", "V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9"}
	for _, name := range names {
		f.Line().Var().Id(name).Add(f.goType(p.Scope().Lookup(name).Type()))
	}
	written, err := f.source()
	if err != nil {
		t.Fatal(err)
	}
	again := check(t, fset, string(written))
	for _, name := range names {
		got, want := again.Scope().Lookup(name).Type(), p.Scope().Lookup(name).Type()
		if text(got) != text(want) {
			t.Errorf("%v was written as %v", want, got)
		}
	}
}

func check(t *testing.T, fset *token.FileSet, source string) *types.Package {
	t.Helper()
	file, err := parser.ParseFile(fset, "p.go", source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatalf("%v in\n%s", err, source)
	}
	config := types.Config{Importer: loadPackages(t, "time"), Error: func(err error) { t.Error(err) }}
	p, _ := config.Check("p", fset, []*ast.File{file}, nil)
	return p
}

func TestFloatsAreWrittenExactly(t *testing.T) {
	for _, x := range []float64{0, 1, 1.0 / 3, -2.5e-9, 1e100, math.MaxFloat64, math.SmallestNonzeroFloat64} {
		v := constant.MakeFloat64(x)
		got := constant.MakeFromLiteral(strings.TrimPrefix(float(v, 64), "-"), literalToken(float(v, 64)), 0)
		if f, _ := constant.Float64Val(got); f != math.Abs(x) {
			t.Errorf("%v is written as %s", x, float(v, 64))
		}
	}
}

func literalToken(s string) token.Token {
	if strings.ContainsAny(s, ".e") {
		return token.FLOAT
	}
	return token.INT
}
