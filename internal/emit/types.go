package emit

import (
	"go/types"
	"strconv"
	"strings"

	j "github.com/dave/jennifer/jen"

	"github.com/bluebird-rpc/bluebird/internal/model"
)

// goType writes a type as the file has to name it.
func (f *file) goType(t types.Type) *j.Statement {
	switch t := t.(type) {
	case *types.Basic:
		return f.predeclared(t.Name())
	case *types.Alias:
		return f.goType(types.Unalias(t))
	case *types.TypeParam:
		return j.Id(t.Obj().Name())
	case *types.Named:
		return f.named(t)
	case *types.Pointer:
		return j.Op("*").Add(f.goType(t.Elem()))
	case *types.Slice:
		return j.Index().Add(f.goType(t.Elem()))
	case *types.Array:
		return j.Index(j.Op(strconv.FormatInt(t.Len(), 10))).Add(f.goType(t.Elem()))
	case *types.Map:
		return j.Map(f.goType(t.Key())).Add(f.goType(t.Elem()))
	case *types.Chan:
		return f.channel(t)
	case *types.Signature:
		return j.Func().Add(f.signature(t))
	case *types.Struct:
		return f.structure(t)
	case *types.Interface:
		return f.constraint(t)
	case *types.Union:
		return f.union(t)
	}
	return j.Id(t.String())
}

// named writes geo.Pair[int, string], or Pair[int, string] where Pair is at home.
func (f *file) named(t model.Named) *j.Statement { return f.object(t.Obj()).Types(f.typeArgs(t)...) }

func (f *file) typeArgs(t model.Named) []j.Code {
	var args []j.Code
	for arg := range t.TypeArgs().Types() {
		args = append(args, f.goType(arg))
	}
	return args
}

// typeParams writes the type parameters of a declared type, with their constraints and without.
func (f *file) typeParams(o types.Object) (params, args []j.Code) {
	if t, ok := o.Type().(*types.Named); ok {
		for p := range t.TypeParams().TypeParams() {
			name := j.Id(p.Obj().Name())
			params, args = append(params, name.Clone().Add(f.goType(p.Constraint()))), append(args, name)
		}
	}
	return params, args
}

// object writes the name of a declared type or error, importing its package if need be.
func (f *file) object(o types.Object) *j.Statement {
	switch {
	case o.Pkg() == nil: // error, comparable
		return f.predeclared(o.Name())
	case f.local(o.Pkg()):
		return j.Id(f.besideLocals(o))
	}
	f.importName(o.Pkg().Path(), o.Pkg().Name())
	return j.Qual(o.Pkg().Path(), o.Name())
}

// local reports whether types of package p are declared, or have a copy, where the file is.
func (f *file) local(p *types.Package) bool {
	return p.Path() == f.path || p.Path() == f.pkg.Path && f.pkg.Copy
}

// structure writes a struct type.
func (f *file) structure(t *types.Struct) *j.Statement {
	return j.StructFunc(func(g *j.Group) {
		if f.server {
			for i := range t.NumFields() {
				f.field(g, t.Field(i), t.Tag(i))
			}
			return
		}
		for _, field := range f.pkg.Written(t) {
			f.field(g, field.Var, field.Tag)
		}
	})
}

// field writes a field of a struct.
func (f *file) field(g *j.Group, field *types.Var, tag string) *j.Statement {
	s := g.Empty()
	if field.Embedded() {
		s.Add(f.embedded(field.Type()))
	} else {
		s.Id(field.Name()).Add(f.goType(field.Type()))
	}
	if tag != "" {
		s.Op(quoteTag(tag))
	}
	return s
}

// embedded writes the type of an embedded field. The field has its name, so an alias remains one.
func (f *file) embedded(t types.Type) *j.Statement {
	switch t := t.(type) {
	case model.Named:
		if p := t.Obj().Pkg(); p != nil && f.local(p) {
			return j.Id(t.Obj().Name()).Types(f.typeArgs(t)...)
		}
		return f.named(t)
	case *types.Pointer:
		return j.Op("*").Add(f.embedded(t.Elem()))
	}
	return f.goType(t)
}

// quoteTag writes a tag the way people do, where Go allows it.
func quoteTag(tag string) string {
	if strconv.CanBackquote(tag) {
		return "`" + tag + "`"
	}
	return strconv.Quote(tag)
}

func (f *file) channel(t *types.Chan) *j.Statement {
	elem := f.goType(t.Elem())
	if inner, ok := types.Unalias(t.Elem()).(*types.Chan); !ok || inner.Dir() != types.RecvOnly {
		switch t.Dir() {
		case types.SendOnly:
			return j.Chan().Op("<-").Add(elem)
		case types.RecvOnly:
			return j.Op("<-").Chan().Add(elem)
		}
		return j.Chan().Add(elem)
	}
	switch t.Dir() {
	case types.SendOnly:
		return j.Chan().Op("<-").Parens(elem)
	case types.RecvOnly:
		return j.Op("<-").Chan().Parens(elem)
	}
	return j.Chan().Parens(elem)
}

// signature writes the parameters and results of a func type.
func (f *file) signature(t *types.Signature) *j.Statement {
	var params, results []j.Code
	for i := range t.Params().Len() {
		p := t.Params().At(i).Type()
		if t.Variadic() && i == t.Params().Len()-1 {
			params = append(params, j.Op("...").Add(f.goType(elemOf(p))))
		} else {
			params = append(params, f.goType(p))
		}
	}
	for v := range t.Results().Variables() {
		results = append(results, f.goType(v.Type()))
	}
	switch len(results) {
	case 0:
		return j.Params(params...)
	case 1:
		return j.Params(params...).Add(results[0])
	}
	return j.Params(params...).Params(results...)
}

// constraint writes an interface type, or what it was made of if nobody wrote the word.
func (f *file) constraint(t *types.Interface) *j.Statement {
	if t.NumEmbeddeds() == 0 && t.NumMethods() == 0 {
		return f.predeclared("any")
	}
	if t.IsImplicit() {
		return f.goType(t.EmbeddedType(0))
	}
	var elements []j.Code
	for m := range t.ExplicitMethods() {
		elements = append(elements, j.Id(m.Name()).Add(f.signature(m.Signature())))
	}
	for e := range t.EmbeddedTypes() {
		elements = append(elements, f.goType(e))
	}
	return j.Interface(elements...)
}

// union writes ~int | ~string.
func (f *file) union(t *types.Union) *j.Statement {
	s := j.Empty()
	for i := range t.Len() {
		if i > 0 {
			s.Op("|")
		}
		if t.Term(i).Tilde() {
			s.Op("~")
		}
		s.Add(f.goType(t.Term(i).Type()))
	}
	return s
}

// zero writes the zero value of a type.
func (f *file) zero(t types.Type) j.Code {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch info := u.Info(); {
		case info&types.IsBoolean != 0:
			return f.predeclared("false")
		case info&types.IsString != 0:
			return j.Lit("")
		}
		return j.Lit(0)
	case *types.Struct, *types.Array:
		return f.goType(t).Values()
	}
	if f.hides("nil") {
		return f.universe("Nil").Types(f.goType(t)).Call()
	}
	return j.Nil()
}

// valueOf writes a value of a type that cannot be taken for one of another type: Point{}, Level(""), (*Square)(nil).
func (f *file) valueOf(t types.Type) *j.Statement {
	switch t.Underlying().(type) {
	case *types.Struct, *types.Array:
		return f.goType(t).Values()
	}
	name := f.goType(t)
	if _, pointer := t.(*types.Pointer); pointer {
		name = j.Parens(name)
	}
	return name.Parens(f.zero(t))
}

// elemOf returns the element type of a slice.
func elemOf(t types.Type) types.Type { return t.Underlying().(*types.Slice).Elem() }

// typeText returns the type of a parameter or result as the reader of an error message wants it.
func typeText(t types.Type, variadic bool) string {
	prefix := ""
	if variadic {
		prefix, t = "...", elemOf(t)
	}
	return prefix + types.TypeString(t, (*types.Package).Name)
}

// byPointer reports whether values of t are handed to codec functions by pointer.
func byPointer(t *model.Type) bool { return t.Kind == model.Struct || t.Kind == model.Array }

// basicName returns the predeclared type of a kind, such as "float64", or "".
func basicName(k model.Kind) string {
	if k < model.Bool || k > model.String {
		return ""
	}
	return strings.ToLower(msgpNames[k])
}

// msgpNames are the kinds as they are called in the functions of msgp and codec.
var msgpNames = [...]string{
	model.Bool: "Bool", model.Int: "Int", model.Int8: "Int8", model.Int16: "Int16", model.Int32: "Int32",
	model.Int64: "Int64", model.Uint: "Uint", model.Uint8: "Uint8", model.Uint16: "Uint16",
	model.Uint32: "Uint32", model.Uint64: "Uint64", model.Float32: "Float32", model.Float64: "Float64",
	model.Complex64: "Complex64", model.Complex128: "Complex128", model.String: "String",
}

// isBasic reports whether t is the predeclared type of its kind, and not one with a name of its own.
func isBasic(t *model.Type) bool {
	_, basic := t.Go.(*types.Basic)
	return basic
}
