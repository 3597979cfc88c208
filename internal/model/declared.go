package model

import "go/types"

// keepDeclared notes a type that is declared in the module of the package. Generated code is made for what the type was,
// so it checks that it still is. Types of other modules are left alone: whoever takes another version of a dependency
// may be unable to generate again what lies in a third module.
func (b *builder) keepDeclared(n *Type, named *types.Named) {
	obj := named.Obj()
	if obj.Pkg() != nil && b.load.InModule(obj.Pkg().Path()) && b.spells(named.Underlying()) {
		b.out.Declared = append(b.out.Declared, n)
	}
}

// spells reports whether the package can write a type out, field by field.
func (b *builder) spells(t types.Type) bool {
	switch t := t.(type) {
	case *types.Basic:
		return t.Kind() != types.Invalid && t.Kind() != types.UnsafePointer
	case *types.Alias:
		return b.spellsName(t) && b.spells(types.Unalias(t))
	case *types.Named:
		return b.spellsName(t)
	case *types.Map:
		return b.spells(t.Key()) && b.spells(t.Elem())
	case interface{ Elem() types.Type }: // pointer, slice, array, channel
		return b.spells(t.Elem())
	case *types.Signature:
		return b.spellsAll(t.Params()) && b.spellsAll(t.Results())
	case *types.Struct:
		return b.spellsFields(t)
	case *types.Interface:
		return b.spellsMethods(t)
	}
	return false
}

func (b *builder) spellsName(n Named) bool {
	for arg := range n.TypeArgs().Types() {
		if !b.spells(arg) {
			return false
		}
	}
	return b.mentions(n.Obj())
}

func (b *builder) spellsAll(list *types.Tuple) bool {
	for v := range list.Variables() {
		if !b.spells(v.Type()) {
			return false
		}
	}
	return true
}

func (b *builder) spellsFields(s *types.Struct) bool {
	for f := range s.Fields() {
		if !f.Exported() && f.Pkg() != b.load.Types || !b.spells(f.Type()) {
			return false
		}
	}
	return true
}

func (b *builder) spellsMethods(i *types.Interface) bool {
	for m := range i.ExplicitMethods() {
		if !m.Exported() && m.Pkg() != b.load.Types || !b.spells(m.Type()) {
			return false
		}
	}
	for e := range i.EmbeddedTypes() {
		if !b.spells(e) {
			return false
		}
	}
	return true
}

// mentions reports whether the package can write the name of a declared type.
func (b *builder) mentions(obj *types.TypeName) bool {
	p := obj.Pkg()
	switch {
	case p == nil: // error
		return true
	case obj.Parent() != p.Scope():
		return false
	case p == b.load.Types:
		return true
	}
	return obj.Exported() && p.Name() != "main" && p.Path() != b.out.ClientPath && visible(p.Path(), b.out.Path)
}
