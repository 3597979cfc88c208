package model

import (
	"go/ast"
	"go/types"
)

// usesC reports whether a type expression names a type of C.
func (b *builder) usesC(e ast.Expr) bool {
	return b.imported(e, func(p *types.PkgName) bool { return p.Imported().Path() == "C" }) != nil
}

// importError returns why a package that a type expression names could not be imported.
func (b *builder) importError(e ast.Expr) (string, bool) {
	var text string
	found := b.imported(e, func(p *types.PkgName) bool {
		for _, e := range b.load.TypeErrors {
			if b.line(e.Pos) == b.line(p.Pos()) {
				text = e.Msg
				return true
			}
		}
		return false
	})
	return text, found != nil
}

// imported returns the first package named in an expression that matches.
func (b *builder) imported(e ast.Expr, match func(*types.PkgName) bool) *types.PkgName {
	var found *types.PkgName
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && found == nil {
			if p, ok := b.load.Info.Uses[id].(*types.PkgName); ok && match(p) {
				found = p
			}
		}
		return found == nil
	})
	return found
}
