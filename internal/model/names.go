package model

import (
	"fmt"
	"go/token"
	"go/types"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bluebird-rpc/bluebird/internal/diag"
)

// funcName returns a free suffix for the codec functions of a type: the plain name, the one that says
// the package too, or the plain one with a number.
func (b *builder) funcName(plain, qualified string) string {
	for _, name := range []string{plain, qualified} {
		if name != "" && !b.funcs[name] {
			b.funcs[name] = true
			return name
		}
	}
	for i := 2; ; i++ {
		if name := plain + strconv.Itoa(i); !b.funcs[name] {
			b.funcs[name] = true
			return name
		}
	}
}

// typeName returns the name of a named type with its type arguments: "PairIntString".
func typeName(t *types.Named) string {
	var s strings.Builder
	s.WriteString(capital(t.Obj().Name()))
	for arg := range t.TypeArgs().Types() {
		s.WriteString(describeGo(arg))
	}
	return s.String()
}

// qualifiedName is typeName with the package in front: "GeoPoint".
func qualifiedName(t *types.Named) string {
	if t.Obj().Pkg() == nil {
		return ""
	}
	return capital(t.Obj().Pkg().Name()) + typeName(t)
}

// describe names a type without a name of its own by its parts: "MapStringPoint".
func describe(t *Type) string {
	if t.Elem == nil { // not made of others, or not known yet: t may be a part of itself
		return describeGo(t.Go)
	}
	switch t.Kind {
	case Pointer:
		return "Pointer" + part(t.Elem)
	case Slice, Block:
		return "Slice" + part(t.Elem)
	case Array, BlockArray:
		return fmt.Sprint("Array", t.Len, part(t.Elem))
	case Map:
		return "Map" + part(t.Key) + part(t.Elem)
	}
	return describeGo(t.Go)
}

// part names a type inside the name of another one.
func part(t *Type) string {
	if t.Func != "" {
		return t.Func
	}
	if named, ok := t.Go.(*types.Named); ok {
		return typeName(named)
	}
	return describe(t)
}

// describeGo does for types that are not interned, such as type arguments, what describe does.
func describeGo(t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		return typeName(t)
	case *types.Basic:
		return capital(t.Name())
	case *types.Pointer:
		return "Pointer" + describeGo(t.Elem())
	case *types.Slice:
		if kindOf(t) == Bytes {
			return "Bytes"
		}
		return "Slice" + describeGo(t.Elem())
	case *types.Array:
		return fmt.Sprint("Array", t.Len(), describeGo(t.Elem()))
	case *types.Map:
		return "Map" + describeGo(t.Key()) + describeGo(t.Elem())
	}
	return "Struct"
}

// capital returns a name with its first letter in upper case.
func capital(name string) string {
	r, n := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(r)) + name[n:]
}

// checkServerScope checks that the names which the generated server file declares are free.
func (b *builder) checkServerScope() {
	b.checkFree("bluebirdGen", "a type that the generated code needs")
	register := map[string]string{}
	if len(b.out.Funcs) > 0 {
		register["RegisterFuncs"] = "the function that registers functions"
		b.checkFree("RegisterFuncs", register["RegisterFuncs"])
	}
	for _, s := range b.out.Services {
		name := "Register" + s.Name
		if other := register[name]; other != "" {
			b.errorf(diag.ServerNameTaken, s.Pos, "%s: %s is already %s; rename the type", s.Name, name, other)
			continue
		}
		register[name] = "the function that registers " + s.Name
		b.checkFree(name, register[name])
	}
}

// checkFree complains about a name of generated code that the package uses itself.
func (b *builder) checkFree(name, purpose string) {
	if obj := b.load.Types.Scope().Lookup(name); obj != nil {
		b.errorf(diag.ServerNameTaken, obj.Pos(), "%s is the name of %s: rename this one", name, purpose)
		return
	}
	for _, file := range b.load.Syntax {
		scope := b.load.Info.Scopes[file]
		if scope == nil || scope.Lookup(name) == nil {
			continue
		}
		pos := file.Name.Pos()
		if p, ok := scope.Lookup(name).(*types.PkgName); ok {
			pos = p.Pos()
		}
		b.errorf(diag.ServerNameTaken, pos, "%s is imported here, and it is the name of %s: import it by another name", name, purpose)
	}
}

// checkClientScope checks that no two declarations of the client package have one name.
func (b *builder) checkClientScope() {
	if b.out.NoClient {
		return
	}
	taken := map[string]string{}
	declare := func(pos token.Pos, name, purpose string) {
		if other, clash := taken[name]; clash {
			b.errorf(diag.ClientNameTaken, pos, "%s would be both %s and %s in %s: rename it", name, other, purpose, b.out.ClientName)
			return
		}
		taken[name] = purpose
	}
	if len(b.out.Funcs) > 0 {
		declare(b.out.Funcs[0].Pos, "Client", "the client of the functions")
		declare(b.out.Funcs[0].Pos, "NewClient", "the constructor of the client of the functions")
	}
	for _, s := range b.out.Services {
		declare(s.Pos, s.Name, "the interface of service "+s.Name)
		declare(s.Pos, s.Name+"Client", "the client of service "+s.Name)
		declare(s.Pos, "New"+s.Name+"Client", "the constructor of the client of service "+s.Name)
	}
	if b.out.Copy {
		for _, v := range b.out.ErrorVars {
			declare(v.Pos, v.Name, "the copy of variable "+v.Name)
		}
	}
	for _, t := range b.out.Copies {
		obj := t.Go.(*types.Named).Obj()
		declare(obj.Pos(), obj.Name(), "the copy of type "+obj.Name())
		for _, c := range Constants(obj) {
			declare(c.Pos(), c.Name(), "the copy of constant "+c.Name())
		}
	}
	for _, a := range b.out.Aliases {
		declare(a.Obj.Pos(), a.Obj.Name(), "the copy of alias "+a.Obj.Name())
	}
}
