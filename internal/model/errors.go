package model

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/bluebird-rpc/bluebird/internal/diag"
	"golang.org/x/tools/go/types/typeutil"
)

// ErrorVar is an exported variable of the package that holds an error.
type ErrorVar struct {
	Name     string
	WireName string // "calc.ErrDivide"
	Doc      string
	Same     types.Object   // another error whose name is all that it is, if a client can write that
	Text     string         // else what it says, as far as the source shows that; else its wire name
	Wraps    []types.Object // what it wraps; Text is a format then
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
	if v.Same = b.errorNamed(decl.value); v.Same == nil {
		v.Text, v.Wraps = b.errorText(decl.value)
	}
	if v.Text == "" {
		v.Text, v.Wraps = v.WireName, nil
	}
	b.out.ErrorVars = append(b.out.ErrorVars, v)
}

// errorNamed returns the error that an expression is the name of, if a client package with copies can name it too.
func (b *builder) errorNamed(e ast.Expr) types.Object {
	id, _ := ast.Unparen(e).(*ast.Ident)
	if selector, ok := ast.Unparen(e).(*ast.SelectorExpr); ok {
		id = selector.Sel
	}
	obj := b.load.Info.Uses[id]
	switch {
	case obj == nil || !obj.Exported() || obj.Pkg() == nil || obj.Parent() != obj.Pkg().Scope() || !isErrorValue(obj.Type()):
		return nil
	case obj.Pkg() != b.load.Types:
		if p := obj.Pkg(); p.Name() == "main" || p.Path() == b.out.ClientPath || !visible(p.Path(), b.out.ClientPath) {
			return nil
		}
	case !slices.ContainsFunc(b.src.vars, func(decl varDecl) bool { return decl.name.Name == obj.Name() }):
		return nil // it has no copy
	}
	return obj
}

// isErrorValue reports whether a value of type t is an error. A type that is not known is said to implement anything.
func isErrorValue(t types.Type) bool {
	known := t
	if p, ok := t.(*types.Pointer); ok {
		known = p.Elem()
	}
	return known.Underlying() != types.Typ[types.Invalid] && types.Implements(t, types.Universe.Lookup("error").Type().Underlying().(*types.Interface))
}

// errorText returns the constant in errors.New("text"), or that of fmt.Errorf("text: %w", err) with all that it wraps. It returns "" for
// other expressions.
func (b *builder) errorText(e ast.Expr) (text string, wraps []types.Object) {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok || len(call.Args) == 0 || call.Ellipsis.IsValid() {
		return "", nil
	}
	callee, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return "", nil
	}
	f, ok := b.load.Info.Uses[callee.Sel].(*types.Func)
	v := b.load.Info.Types[call.Args[0]].Value
	if !ok || v == nil || v.Kind() != constant.String {
		return "", nil
	}
	text = constant.StringVal(v)
	switch f.FullName() {
	case "errors.New":
		return text, nil
	case "fmt.Errorf":
		for _, arg := range call.Args[1:] {
			obj := b.errorNamed(arg)
			if obj == nil {
				return "", nil
			}
			wraps = append(wraps, obj)
		}
		if wraps != nil || !strings.Contains(text, "%") {
			return text, wraps
		}
	}
	return "", nil
}

func (b *builder) addErrorType(obj *types.TypeName) {
	t, ok := obj.Type().(*types.Named)
	if !ok || t.TypeParams() != nil || types.IsInterface(t) || !isErrorValue(types.NewPointer(t)) {
		return
	}
	why := b.textOnly(t)
	if b.out.Copy {
		why = "a copy of it in " + b.out.ClientName + " would have no methods, and so be no error"
	}
	if why != "" {
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
