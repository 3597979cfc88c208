package model

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// ConstDoc is what the source says about a constant.
type ConstDoc struct {
	Doc    string
	Behind string // in the same line
	Group  string // about all that are declared together with it, if they have one type
}

// doc returns the text of a doc comment, without directives.
func doc(group *ast.CommentGroup) string { return strings.TrimSpace(group.Text()) }

// readConsts notes what is said about the constants of a declaration.
func (b *builder) readConsts(decl *ast.GenDecl) {
	if decl.Tok != token.CONST {
		return
	}
	above, group := decl.Doc, ""
	if decl.Lparen.IsValid() {
		above = nil
		if b.ofOneType(decl) {
			group = doc(decl.Doc)
		}
	}
	for _, spec := range decl.Specs {
		spec := spec.(*ast.ValueSpec)
		if decl.Lparen.IsValid() {
			above = spec.Doc
		}
		for _, name := range spec.Names {
			b.out.ConstDocs[b.load.Info.Defs[name]] = ConstDoc{doc(above), doc(spec.Comment), group}
		}
	}
}

// ofOneType reports whether all exported constants of a declaration have the same type.
func (b *builder) ofOneType(decl *ast.GenDecl) bool {
	var first types.Type
	for _, spec := range decl.Specs {
		for _, name := range spec.(*ast.ValueSpec).Names {
			obj := b.load.Info.Defs[name]
			switch {
			case obj == nil || !obj.Exported():
			case first == nil:
				first = obj.Type()
			case !types.Identical(first, obj.Type()):
				return false
			}
		}
	}
	return true
}
