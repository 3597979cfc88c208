package model

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"github.com/bluebird-rpc/bluebird/internal/diag"
	"golang.org/x/tools/go/types/typeutil"
)

// ErrorVar is an exported variable of the package that holds an error.
type ErrorVar struct {
	Name     string
	WireName string // "calc.ErrDivide"
	Doc      string
	Text     string // what it says, as far as the source shows that; else its wire name
	Pos      token.Pos
}

// ErrorType is an exported type of the package whose values are errors.
type ErrorType struct {
	WireName string // "calc.RangeError"
	Type     *Type  // a struct
	Pointer  bool   // pointers to it are errors, and its values are not
	Pos      token.Pos
}

// varDecl is an exported variable at package level that begins with a value.
type varDecl struct {
	name  *ast.Ident
	value ast.Expr // nil if several variables share one
	doc   *ast.CommentGroup
}

// readVars notes the variables that may be errors.
func (b *builder) readVars(spec *ast.ValueSpec, above *ast.CommentGroup) {
	for i, name := range spec.Names {
		if !name.IsExported() || len(spec.Values) == 0 {
			continue
		}
		decl := varDecl{name: name, doc: above}
		if len(spec.Values) == len(spec.Names) {
			decl.value = spec.Values[i]
		}
		b.src.vars = append(b.src.vars, decl)
	}
}

// addErrors finds the errors that arrive as themselves. They come behind all else that is sent, so that what only they
// are made of can be told apart.
func (b *builder) addErrors() {
	for _, decl := range b.src.vars {
		b.addErrorVar(decl)
	}
	if b.out.Copy {
		return // a copy would have no methods, and so be no error
	}
	b.errorsOnly = true
	for _, name := range b.load.Types.Scope().Names() {
		if obj, ok := b.load.Types.Scope().Lookup(name).(*types.TypeName); ok && obj.Exported() && !obj.IsAlias() {
			b.addErrorType(obj)
		}
	}
}

func (b *builder) addErrorVar(decl varDecl) {
	obj := b.load.Info.Defs[decl.name]
	if obj == nil || !isErrorValue(obj.Type()) {
		return
	}
	v := &ErrorVar{Name: obj.Name(), WireName: b.out.Prefix + "." + obj.Name(), Doc: doc(decl.doc), Pos: obj.Pos()}
	v.Text = b.errorText(decl.value)
	if v.Text == "" {
		v.Text = v.WireName
	}
	b.out.ErrorVars = append(b.out.ErrorVars, v)
}

// isErrorValue reports whether a value of type t is an error. A type that is not known is said to implement anything.
func isErrorValue(t types.Type) bool {
	known := t
	if p, ok := t.(*types.Pointer); ok {
		known = p.Elem()
	}
	return known.Underlying() != types.Typ[types.Invalid] && types.Implements(t, types.Universe.Lookup("error").Type().Underlying().(*types.Interface))
}

// errorText returns the constant in errors.New("text"), or "".
func (b *builder) errorText(e ast.Expr) string {
	call, ok := e.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return ""
	}
	callee, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	f, ok := b.load.Info.Uses[callee.Sel].(*types.Func)
	if !ok || f.FullName() != "errors.New" {
		return ""
	}
	if v := b.load.Info.Types[call.Args[0]].Value; v != nil && v.Kind() == constant.String {
		return constant.StringVal(v)
	}
	return ""
}

func (b *builder) addErrorType(obj *types.TypeName) {
	t, ok := obj.Type().(*types.Named)
	if !ok || t.TypeParams() != nil || types.IsInterface(t) || !isErrorValue(types.NewPointer(t)) {
		return
	}
	if why := b.textOnly(t); why != "" {
		b.notef(diag.ErrorLeftOut, obj.Pos(), "%s: only its text and what it wraps arrive at callers: %s", obj.Name(), why)
		return
	}
	b.judge(t, errorPlace(obj)) // once more, for the notes
	b.out.ErrorTypes = append(b.out.ErrorTypes, &ErrorType{
		WireName: b.out.Prefix + "." + obj.Name(),
		Type:     b.intern(t, ""),
		Pointer:  !isErrorValue(t),
		Pos:      obj.Pos(),
	})
}

// textOnly says why errors of a type cannot be made again at a caller, or returns "".
func (b *builder) textOnly(t *types.Named) string {
	if _, ok := t.Underlying().(*types.Struct); !ok {
		return "it is no struct"
	}
	if why := b.unsendableVariant(t, errorPlace(t.Obj())); why != nil {
		return why.text
	}
	if b.codecOf(t) != NoCodec {
		return "it has a codec of its own"
	}
	return ""
}

func errorPlace(obj *types.TypeName) place {
	return place{pos: obj.Pos(), root: obj.Type(), subject: obj.Name(), visited: &typeutil.Map{}}
}
