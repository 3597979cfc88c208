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

// named is a type that is written as a name: a *types.Named, or a *types.Alias where it gives its name to a field.
type named interface {
	types.Type
	Obj() *types.TypeName
	TypeArgs() *types.TypeList
	TypeParams() *types.TypeParamList
}

// copied reports whether the client package has a copy of a type.
func (b *builder) copied(t named) bool { return b.out.Copy && t.Obj().Pkg() == b.load.Types }

// piece is something that a type is written with: a name, or a field or method that is unexported.
type piece struct {
	name   named
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

func (b *builder) yieldType(t types.Type, yield func(piece) bool) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		return b.yieldName(t, yield)
	case *types.Map:
		return b.yieldType(t.Key(), yield) && b.yieldType(t.Elem(), yield)
	case interface{ Elem() types.Type }: // pointers, slices, arrays, channels
		return b.yieldType(t.Elem(), yield)
	case *types.Struct:
		for _, f := range b.writtenFields(t) {
			if !b.yieldField(f, yield) {
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

func (b *builder) yieldName(n named, yield func(piece) bool) bool {
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

// yieldField goes on into what a copied alias stands for, since the copy says so.
func (b *builder) yieldField(f *types.Var, yield func(piece) bool) bool {
	if !f.Exported() && !yield(piece{member: f}) {
		return false
	}
	alias := embeddedAlias(f)
	if alias != nil && !b.yieldName(alias, yield) {
		return false
	}
	return alias != nil && !b.copied(alias) || b.yieldType(f.Type(), yield)
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

// writtenFields returns the fields with which a struct without a name is written, or the copy of one that has a name.
func (b *builder) writtenFields(s *types.Struct) []*types.Var {
	var list []*types.Var
	if b.out.Copy && DeclaredIn(b.load.Types, s) {
		for _, f := range SentFields(s) {
			list = append(list, f.Var)
		}
		return list
	}
	for f := range s.Fields() {
		list = append(list, f)
	}
	return list
}

// DeclaredIn reports whether package p spells a struct type out.
func DeclaredIn(p *types.Package, s *types.Struct) bool {
	return s.NumFields() > 0 && s.Field(0).Pkg() == p
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
func (b *builder) unnameable(t named) *reason {
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

// judgeWritten judges how the fields of a struct are written: of one without a name, and of the copy of one.
func (b *builder) judgeWritten(s *types.Struct, name *types.Named, at place) bool {
	if name != nil && !b.copied(name) {
		return true
	}
	sent := map[*types.Var]bool{}
	for _, f := range SentFields(s) {
		sent[f.Var] = true
	}
	ok := true
	for _, f := range b.writtenFields(s) {
		var why *reason
		switch alias := embeddedAlias(f); {
		case !b.writes(f):
			why = because(diag.TypeUnnameable, "the struct has no name, and its type cannot be written elsewhere with the unexported %s; declare a type for it", f.Name())
		case !sent[f]:
			why = b.unwritable(b.writtenField(f))
		case alias != nil:
			why = b.unwritable(func(yield func(piece) bool) { b.yieldName(alias, yield) })
			ok = b.judgeOwnArgs(alias, at) && ok
		}
		if why != nil {
			ok = b.refuse(b.spot(at, f), why)
		}
	}
	return ok
}

// judgeOwnArgs judges what the type arguments of a type mention and the package declares: a client needs copies of it even if
// no value of it is sent.
func (b *builder) judgeOwnArgs(t named, at place) bool {
	for i := range t.TypeArgs().Len() {
		for p := range b.written(t.TypeArgs().At(i)) {
			switch {
			case p.name == nil || !b.copied(p.name):
			case needsMethods(t, i):
				return b.refuse(at, because(diag.TypeUncopyable, "%s needs methods of %s, and a copy of that in %s would have none: declare it in a package of its own",
					b.typeString(t), b.typeString(p.name), b.out.ClientName))
			case !b.judge(p.name, at.step("", nil)):
				return false
			}
		}
	}
	return true
}

// needsMethods reports whether a generic type wants methods of its ith argument.
func needsMethods(t named, i int) bool {
	if i >= t.TypeParams().Len() { // it is wrong
		return false
	}
	constraint, ok := t.TypeParams().At(i).Constraint().Underlying().(*types.Interface)
	return ok && constraint.NumMethods() > 0
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
