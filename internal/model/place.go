package model

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"github.com/bluebird-rpc/bluebird/internal/diag"
	"golang.org/x/tools/go/types/typeutil"
)

// place is where a type is used: what a message about it points at, and how it calls it.
type place struct {
	pos  token.Pos // in the user's source, as near to the type as that goes
	expr ast.Expr  // spells the type at pos; nil if only something around it stands in the source

	subject string     // the parameter or result: "g"
	root    types.Type // its type
	path    string     // from there to this type: ".Members[].Shape"; empty as long as no field is passed

	visited *typeutil.Map // named types seen on behalf of the subject
}

// step returns the place of a part of the type. Its expr is nil if the source does not spell it.
func (p place) step(path string, expr ast.Expr) place {
	if p.path != "" || path != "" && path[0] == '.' {
		p.path += path
	}
	p.expr = expr
	if expr != nil {
		p.pos = expr.Pos()
	}
	return p
}

// fresh returns the same place for a type that is judged for itself.
func (p place) fresh() place {
	p.visited = &typeutil.Map{}
	p.path, p.expr = "", nil
	return p
}

// elem returns the place of the element of a pointer, slice, array or map.
func (p place) elem(path string) place {
	switch e := ast.Unparen(p.expr).(type) {
	case *ast.StarExpr:
		return p.step(path, e.X)
	case *ast.ArrayType:
		return p.step(path, e.Elt)
	case *ast.Ellipsis:
		return p.step(path, e.Elt)
	case *ast.MapType:
		return p.step(path, e.Value)
	}
	return p.step(path, nil)
}

// key returns the place of the key of a map.
func (p place) key() place {
	if e, ok := ast.Unparen(p.expr).(*ast.MapType); ok {
		return p.step("[key]", e.Key)
	}
	return p.step("[key]", nil)
}

// field returns the place of a field's type.
func (b *builder) field(p place, f *types.Var) place {
	if _, spelled := ast.Unparen(p.expr).(*ast.StructType); spelled {
		if decl := b.src.fields[f.Pos()]; decl != nil {
			return p.step("."+f.Name(), decl.Type)
		}
	}
	return p.step("."+f.Name(), nil)
}

// declared returns the place of the type that a name stands for: what is behind the name in its
// declaration if that is in this package, else somewhere in what is behind the name.
func (b *builder) declared(p place, obj types.Object, generic bool) place {
	decl := b.src.types[obj]
	if decl == nil || generic {
		return p.step("", nil)
	}
	return p.step("", decl.spec.Type)
}

// what returns how a message begins: "g" or "g: Group.Members[].Shape".
func (b *builder) what(p place) string {
	if p.path == "" {
		return p.subject
	}
	return p.subject + ": " + b.rootString(p.root) + p.path
}

// whatBelow returns how a message about a part of a variant begins: "its Members[].Shape: ".
func (b *builder) whatBelow(p place) string {
	if p.path == "" {
		return ""
	}
	return "its " + p.path[1:] + ": "
}

// noteOnce tells something about a type, once for each text.
func (b *builder) noteOnce(code diag.Code, p place, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if b.quiet == nil && !b.noted[text] {
		b.noted[text] = true
		b.notef(code, p.pos, "%s: %s", b.what(p), text)
	}
}

// rootString names the type that a path starts from: "Group", "[]Group".
func (b *builder) rootString(t types.Type) string {
	switch u := t.(type) {
	case *types.Pointer:
		return b.rootString(u.Elem())
	case *types.Slice:
		return "[]" + b.rootString(u.Elem())
	case *types.Map:
		return "map[" + b.typeString(u.Key()) + "]" + b.rootString(u.Elem())
	case *types.Struct:
		return "struct"
	}
	return b.typeString(t)
}

// reason is why something cannot be sent.
type reason struct {
	code diag.Code
	text string
}

func because(code diag.Code, format string, args ...any) *reason {
	return &reason{code, fmt.Sprintf(format, args...)}
}

// refuse reports why the type at a place cannot be sent, and returns false. What is wrong in one place
// is said once, however many signatures lead there.
func (b *builder) refuse(p place, why *reason) bool {
	if b.quiet != nil {
		if b.quiet.text == "" {
			*b.quiet = reason{why.code, b.whatBelow(p) + why.text}
		}
		return false
	}
	key := b.load.Fset.Position(p.pos).String()
	if p.expr != nil {
		key += why.text // a place of its own; what is deep in a foreign type is reported for the first fault only
	}
	if !b.reported[key] {
		b.reported[key] = true
		b.errorf(why.code, p.pos, "%s: %s", b.what(p), why.text)
	}
	return false
}
