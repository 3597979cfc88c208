package model

import (
	"go/types"
	"iter"
	"slices"

	"github.com/bluebird-rpc/bluebird/internal/diag"
)

// Generated code writes types: those of parameters and results, the arguments of generic types, the fields of structs
// without a name. In its own package it can write everything; elsewhere only what others can name. A client package that has
// copies of the annotated package's types writes of its structs what is sent, and of all others what there is.

// Named is a type that is written as a name: a *types.Named, or a *types.Alias where it gives its name to a field.
type Named interface {
	types.Type
	Obj() *types.TypeName
	TypeArgs() *types.TypeList
}

// copied reports whether the client package has a copy of a type.
func (b *builder) copied(t Named) bool { return b.out.Copy && t.Obj().Pkg() == b.load.Types }

// piece is something that a type is written with: a name, or a field or method that is unexported.
type piece struct {
	name   Named
	member types.Object
}

// written goes through the parts of a type.
func (b *builder) written(t types.Type) iter.Seq[piece] {
	return func(yield func(piece) bool) { b.yieldType(t, yield) }
}

// writtenField goes through the parts of a field.
func (b *builder) writtenField(f *types.Var) iter.Seq[piece] {
	return func(yield func(piece) bool) { b.yieldField(f, yield) }
}

// writtenAlias goes through the parts of the alias by which a field is embedded, if it is.
func (b *builder) writtenAlias(f *types.Var) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		if alias := embeddedAlias(f); alias != nil {
			b.yieldName(alias, yield)
		}
	}
}

func (b *builder) yieldType(t types.Type, yield func(piece) bool) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		return b.yieldName(t, yield)
	case *types.Map:
		return b.yieldType(t.Key(), yield) && b.yieldType(t.Elem(), yield)
	case interface{ Elem() types.Type }: // pointers, slices, arrays, channels
		return b.yieldType(t.Elem(), yield)
	case *types.Struct:
		for _, f := range b.out.Written(t) {
			if !b.yieldField(f.Var, yield) {
				return false
			}
		}
	case *types.Signature:
		return b.yieldVariables(t.Params(), yield) && b.yieldVariables(t.Results(), yield)
	case *types.Interface:
		return b.yieldInterface(t, yield)
	}
	return true
}

func (b *builder) yieldName(n Named, yield func(piece) bool) bool {
	if !yield(piece{name: n}) {
		return false
	}
	for arg := range n.TypeArgs().Types() {
		if !b.yieldType(arg, yield) {
			return false
		}
	}
	return true
}

func (b *builder) yieldField(f *types.Var, yield func(piece) bool) bool {
	if !f.Exported() && !yield(piece{member: f}) {
		return false
	}
	alias := embeddedAlias(f)
	switch {
	case alias == nil:
		return b.yieldType(f.Type(), yield)
	case b.copied(alias): // the copy says what it stands for
		return b.yieldName(alias, yield) && b.yieldType(f.Type(), yield)
	}
	return b.yieldName(alias, yield)
}

func (b *builder) yieldVariables(list *types.Tuple, yield func(piece) bool) bool {
	for v := range list.Variables() {
		if !b.yieldType(v.Type(), yield) {
			return false
		}
	}
	return true
}

func (b *builder) yieldInterface(t *types.Interface, yield func(piece) bool) bool {
	for m := range t.ExplicitMethods() {
		if !m.Exported() && !yield(piece{member: m}) || !b.yieldType(m.Type(), yield) {
			return false
		}
	}
	for e := range t.EmbeddedTypes() {
		if !b.yieldType(e, yield) {
			return false
		}
	}
	return true
}

// WrittenField is a field with which a struct is written.
type WrittenField struct {
	*types.Var
	Tag string
}

// Written returns the fields with which a client writes a struct type: a copy, or one without a name. What is not sent of a struct of p
// is left out where there are copies, and an embedded unexported struct gives its fields to the outer one, as it does on the wire.
func (p *Package) Written(t types.Type) []WrittenField {
	var list []WrittenField
	s := t.Underlying().(*types.Struct)
	if !p.Copy || !p.declares(t) {
		for i := range s.NumFields() {
			list = append(list, WrittenField{s.Field(i), s.Tag(i)})
		}
		return list
	}
	var vars []*types.Var
	sent := SentFields(t)
	for _, f := range sent {
		list, vars = append(list, WrittenField{f.Var, f.Tag}), append(vars, f.Var)
	}
	copied := types.NewStruct(vars, nil)
	for i, f := range sent {
		if f.Embedded() && len(f.index) > 1 && !selectsAlike(t, copied, f.Var) {
			list[i].Var = types.NewField(f.Pos(), f.Pkg(), f.Name(), f.Type(), false)
		}
	}
	return list
}

// declares reports whether a struct type is one of p, by its name or, without one, by its fields.
func (p *Package) declares(t types.Type) bool {
	switch t := t.(type) {
	case *types.Named:
		return t.Obj().Pkg() == p.Go
	case *types.Struct:
		return t.NumFields() > 0 && t.Field(0).Pkg() == p.Go
	}
	return false
}

// selectsAlike reports whether selectors mean the same in two structs, of all names that an embedded field lends to both.
func selectsAlike(a, b types.Type, embedded *types.Var) bool {
	names := map[string]bool{}
	lentNames(embedded.Type(), names)
	for name := range names {
		inA, _, _ := types.LookupFieldOrMethod(a, true, nil, name)
		inB, _, _ := types.LookupFieldOrMethod(b, true, nil, name)
		if inA != inB {
			return false
		}
	}
	return true
}

// lentNames collects the names that an embedded type lends to the struct around it.
func lentNames(t types.Type, names map[string]bool) {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	for m := range types.NewMethodSet(types.NewPointer(t)).Methods() {
		if m.Obj().Exported() {
			names[m.Obj().Name()] = true
		}
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return
	}
	for f := range s.Fields() {
		if f.Exported() && !names[f.Name()] {
			names[f.Name()] = true
			if f.Embedded() {
				lentNames(f.Type(), names)
			}
		}
	}
}

// embeddedAlias returns the alias by which a field is embedded, or nil.
func embeddedAlias(f *types.Var) *types.Alias {
	t := f.Type()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	alias, ok := t.(*types.Alias)
	if !ok || !f.Embedded() {
		return nil
	}
	return alias
}

// unwritable says why generated code could not write a type that has these parts, or returns nil.
func (b *builder) unwritable(parts iter.Seq[piece]) *reason {
	for p := range parts {
		switch {
		case p.name == nil && !b.writes(p.member):
			return because(diag.TypeUnnameable, "its type cannot be written elsewhere with the unexported %s; declare a type for it", p.member.Name())
		case p.name != nil:
			if why := b.unnameable(p.name); why != nil {
				return why
			}
		}
	}
	return nil
}

// writes reports whether generated code can write a field or method.
func (b *builder) writes(member types.Object) bool {
	return member.Exported() || member.Pkg() == b.load.Types && (b.out.NoClient || b.out.Copy)
}

// unnameable says why a client could not write the name of a type, or returns nil. Where there is no client it is enough that the
// server can.
func (b *builder) unnameable(t Named) *reason {
	obj := t.Obj()
	here := obj.Pkg() == b.load.Types
	switch {
	case obj.Pkg() == nil:
		return nil
	case obj.Pkg().Path() == b.out.ClientPath:
		return because(diag.TypeOfClient, "%s is declared in the client package, which is made from this one", b.typeString(t))
	case obj.Parent() != obj.Pkg().Scope():
		return because(diag.TypeUnnameable, "%s is declared inside a function: a client could not name it", b.typeString(t))
	case !obj.Exported() && !here:
		return because(diag.TypeUnnameable, "%s is unexported: a client could not name it", b.typeString(t))
	case !obj.Exported() && !b.out.NoClient:
		return because(diag.TypeUnnameable, "%s is unexported: a client could not name it; give it a capital letter", b.typeString(t))
	case here && b.out.Copy && t.TypeArgs() != nil:
		return because(diag.TypeUncopyable, "%s is generic and declared in package %s, whose types are copied for clients: declare it in a package of its own", b.typeString(t), b.out.Name)
	case !here && !b.out.NoClient && !visible(obj.Pkg().Path(), b.out.ClientPath):
		return because(diag.TypeUnnameable, "%s is internal: package %s could not import it", b.typeString(t), b.out.ClientName)
	case !here && obj.Pkg().Name() == "main":
		return because(diag.TypeUnnameable, "%s is declared in a package main, which nobody can import", b.typeString(t))
	}
	return nil
}

// judgeWritten judges how the fields of a struct are written: of one without a name, and of the copy of one that has a name.
func (b *builder) judgeWritten(t types.Type, at place) bool {
	if name, ok := t.(*types.Named); ok && !b.copied(name) {
		return true
	}
	ok := true
	for _, f := range b.out.Written(t) {
		why := because(diag.TypeUnnameable, "the struct has no name, and its type cannot be written elsewhere with the unexported %s; declare a type for it", f.Name())
		parts := b.writtenField(f.Var)
		if sent(f.Var, f.Tag) { // its type is judged, and all but the alias that it has for a name
			parts = b.writtenAlias(f.Var)
		}
		if b.writes(f.Var) {
			why = b.unwritable(parts)
		}
		if why != nil {
			ok = b.refuse(b.spot(at, f.Var), why)
		} else {
			ok = b.judgeCopies(parts, at) && ok
		}
	}
	return ok
}

// judgeCopies judges the types that a client has copies of because they are written, be values of them sent or not.
func (b *builder) judgeCopies(parts iter.Seq[piece], at place) bool {
	if !b.out.Copy {
		return true
	}
	for p := range parts {
		if p.name != nil && b.copied(p.name) && !b.judge(p.name, at.step("", nil)) {
			return false
		}
	}
	return true
}

// judgeArgs judges the arguments of a generic type, which have to be written.
func (b *builder) judgeArgs(t *types.Named, at place) bool {
	for i := range t.TypeArgs().Len() {
		arg := t.TypeArgs().At(i)
		if m := b.lostMethod(t, i); m != nil {
			return b.refuse(at, because(diag.TypeUncopyable, "%s needs the method %s of %s, and a copy of that in %s would have none: declare it in a package of its own",
				b.typeString(t), m.Name(), b.typeString(arg), b.out.ClientName))
		}
		if !b.judgeCopies(b.written(arg), at) {
			return false
		}
	}
	return true
}

// lostMethod returns a method that a generic type needs of its ith argument and that a copy of the argument would not have.
func (b *builder) lostMethod(t *types.Named, i int) types.Object {
	if !b.out.Copy || i >= t.TypeParams().Len() { // or it is wrong
		return nil
	}
	constraint, ok := t.TypeParams().At(i).Constraint().Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	for m := range constraint.Methods() {
		method, _, _ := types.LookupFieldOrMethod(t.TypeArgs().At(i), true, m.Pkg(), m.Name())
		if method != nil && method.Pkg() == b.load.Types {
			return method
		}
	}
	return nil
}

// use returns the Type of a judged type, and sees to it that the client can write it.
func (b *builder) use(t types.Type, owner string) *Type {
	n := b.intern(resolve(t), owner)
	b.mention(b.written(t))
	return n
}

// mention notes what of the package itself a client writes: it has copies of it, or imports the package.
func (b *builder) mention(parts iter.Seq[piece]) {
	for p := range parts {
		if p.name == nil || p.name.Obj().Pkg() != b.load.Types {
			continue
		}
		n, isType := p.name.(*types.Named)
		switch {
		case !b.out.Copy:
			b.imports(p.name.Obj())
		case isType:
			b.intern(n, "")
		default:
			b.copyAlias(p.name.Obj())
		}
	}
}

// imports notes a type for which the client imports the package.
func (b *builder) imports(obj *types.TypeName) {
	if !b.errorsOnly && !slices.Contains(b.own, obj) {
		b.own = append(b.own, obj)
	}
}

func (b *builder) copyAlias(obj *types.TypeName) {
	if slices.ContainsFunc(b.out.Aliases, func(known Alias) bool { return known.Obj == obj }) {
		return
	}
	a := Alias{Obj: obj}
	if decl := b.src.types[obj]; decl != nil {
		a.Doc = doc(decl.doc)
	}
	b.out.Aliases = append(b.out.Aliases, a)
}
