package model

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"
)

// TestSizesAreThoseOfTheCompiler compares with go/types, which takes too long for what is nested deep, and panics at what is too large.
func TestSizesAreThoseOfTheCompiler(t *testing.T) {
	source := `package p

type (
	A struct { a byte; b int64; c bool }
	B struct { a [3]A; b struct{} }
	C struct { a struct{}; b byte }
	D [0]A
	E struct { D; x uint16; y [5]C }
	F struct { a, b complex128; c string; d any; e []int; f map[int]E; g *F; h func() }
	G struct {}
	H [7]G
	TooLarge1 [1 << 30][1 << 30][1 << 30]int
	TooLarge2 struct { a byte; b [1 << 62]byte; c [1 << 62]byte }
	TooLarge3 struct { a TooLarge1; b [2]TooLarge2 }
	K struct { a int32; b H }
)
`
	const depth = 100
	for i := range depth {
		source += fmt.Sprintf("type N%d struct { a N%d; b byte }\n", i, i+1)
	}
	source += fmt.Sprintf("type N%d int\n", depth)
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	p, _ := (&types.Config{Error: func(error) {}}).Check("p", fset, []*ast.File{file}, nil)
	got, want := newSizes(), types.SizesFor("gc", "amd64")
	for _, name := range p.Scope().Names() {
		typ := p.Scope().Lookup(name).Type()
		switch s := got.of(typ); {
		case strings.HasPrefix(name, "N"):
		case strings.HasPrefix(name, "TooLarge"):
			if s.bytes >= 0 {
				t.Errorf("%s: %+v", name, s)
			}
		case s != (size{want.Sizeof(typ), want.Alignof(typ)}):
			t.Errorf("%s: %+v, want %d and %d", name, s, want.Sizeof(typ), want.Alignof(typ))
		}
	}
	if s := got.of(p.Scope().Lookup("N0").Type()); s != (size{8 * (depth + 1), 8}) {
		t.Errorf("N0: %+v", s)
	}
}
