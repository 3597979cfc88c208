package model

import (
	"fmt"
	"go/token"
	"go/types"
	"strings"

	"github.com/bluebird-rpc/bluebird/internal/diag"
)

// judge reports whether values of a type can be sent, and complains if not.
func (b *builder) judge(t types.Type, at place) bool {
	if b.sizes.of(t).bytes == noSize { // the type checker marks those that it finds, and stops looking where there are other errors
		if n, ok := t.(*types.Named); ok {
			at = b.declared(at, n.Obj(), n.TypeArgs() != nil)
		}
		return b.typeError(at)
	}
	switch t := t.(type) {
	case *types.Alias:
		return b.judgeAlias(t, at)
	case *types.Named:
		return b.judgeNamed(t, at)
	case *types.Basic:
		return b.judgeBasic(t, at)
	case *types.Pointer:
		return b.judge(t.Elem(), at.elem(""))
	case *types.Slice:
		return b.judge(t.Elem(), at.elem("[]"))
	case *types.Array:
		return b.judgeArray(t, at)
	case *types.Map:
		ok := b.judgeKey(t.Key(), at.key())
		return b.judge(t.Elem(), at.elem("[]")) && ok
	case *types.Struct:
		return b.judgeStruct(t, at)
	case *types.Interface:
		if t.Empty() {
			return true
		}
	}
	return b.refuse(at, b.unsendable(t))
}

func (b *builder) judgeAlias(t *types.Alias, at place) bool {
	if t == types.Universe.Lookup("any").Type() {
		return true
	}
	return b.judge(t.Rhs(), b.declared(at, t.Obj(), t.TypeArgs() != nil))
}

func (b *builder) judgeBasic(t *types.Basic, at place) bool {
	switch t.Kind() {
	case types.Invalid:
		return b.typeError(at)
	case types.Uintptr:
		return b.refuse(at, because(diag.Address, "uintptr cannot be sent: an address means nothing to another process; use uint64 for a number"))
	case types.UnsafePointer:
		return b.refuse(at, because(diag.Address, "unsafe.Pointer cannot be sent: an address means nothing to another process"))
	}
	return true
}

func (b *builder) judgeArray(t *types.Array, at place) bool {
	if size := b.sizes.of(t).bytes; size < 0 || size > 1<<31 || t.Len() > 1<<31 {
		return b.refuse(at, because(diag.ArrayTooLarge, "%s is too large to be sent", b.typeString(t)))
	}
	return b.judge(t.Elem(), at.elem("[]"))
}

// maxArgDepth is how deep type arguments may nest. A type that contains itself with larger ones has
// no end.
const maxArgDepth = 12

// argDepth returns how deep the type arguments of a type nest.
func argDepth(t types.Type) int {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		deepest := 0
		for arg := range t.TypeArgs().Types() {
			deepest = max(deepest, 1+argDepth(arg))
		}
		return deepest
	case interface{ Elem() types.Type }: // pointers, slices, arrays, maps
		return 1 + argDepth(t.Elem())
	}
	return 0
}

func (b *builder) judgeNamed(t *types.Named, at place) bool {
	if isNamed(t, "time", "Time") || isError(t) || at.visited.At(t) != nil || b.good.At(t) != nil {
		return true
	}
	at.visited.Set(t, true)
	if argDepth(t) > maxArgDepth {
		return b.refuse(at, because(diag.TypeEndless, "%s goes on for ever, or nearly so: type arguments nest more than %d deep in it", t.Obj().Name(), maxArgDepth))
	}
	if !b.judgeKind(t, at) {
		return false
	}
	if b.quiet == nil {
		b.good.Set(t, true)
	}
	return true
}

// judgeKind judges a named type by what it is made of, unless it is sent in another way.
func (b *builder) judgeKind(t *types.Named, at place) bool {
	switch u := t.Underlying().(type) {
	case *types.Interface:
		if union := b.unionOf(t); union != nil {
			return b.judgeUnion(t, union, at)
		}
		if !u.Empty() || isConstraint(t) {
			return b.refuse(at, b.unsendable(t))
		}
	case *types.Signature, *types.Chan:
		return b.refuse(at, b.unsendable(t))
	}
	if why := b.unwritable(b.written(t)); why != nil {
		return b.refuse(at, why)
	}
	if !b.judgeArgs(t, at) {
		return false
	}
	if c := b.codecOf(t); c != NoCodec && t.Underlying() != types.Typ[types.Invalid] { // as that of a struct that holds itself
		return b.judgeForeign(t, c, at)
	}
	return b.judgeUnderlying(t, b.declared(at, t.Obj(), t.TypeArgs() != nil))
}

// judgeUnderlying judges what is behind a name.
func (b *builder) judgeUnderlying(t *types.Named, at place) bool {
	if _, ok := t.Underlying().(*types.Struct); ok {
		return b.judgeStruct(t, at)
	}
	return b.judge(t.Underlying(), at)
}

// judgeKey judges the key of a map. Its values must be the same on both sides.
func (b *builder) judgeKey(t types.Type, at place) bool {
	if b.sizes.of(t).bytes == noSize {
		return b.judge(t, at)
	}
	if part := shared(t); part != nil {
		return b.refuse(at, because(diag.MapKey, "%s cannot be a key: a value of type %s need not be equal on the other side", b.typeString(t), b.typeString(part)))
	}
	if f := b.hiddenPart(t); f != nil {
		return b.refuse(at, because(diag.MapKey, "%s cannot be a key: two that differ in %s, which is not sent, would be one on the other side; export it, or tag it `msg:\"-\"` if it follows from the others",
			b.typeString(t), f.Name()))
	}
	return b.judge(t, at)
}

// hiddenPart returns a field of a comparable type that would be lost. One that its author leaves out is his to answer for.
func (b *builder) hiddenPart(t types.Type) *types.Var {
	if n, ok := types.Unalias(t).(*types.Named); ok && (isNamed(n, "time", "Time") || b.codecOf(n) != NoCodec) {
		return nil
	}
	switch u := t.Underlying().(type) {
	case *types.Array:
		return b.hiddenPart(u.Elem())
	case *types.Struct:
		if hidden := b.hiddenFields(t); len(hidden) > 0 {
			return hidden[0]
		}
		for _, f := range SentFields(t) {
			if part := b.hiddenPart(f.Type()); part != nil {
				return part
			}
		}
	}
	return nil
}

// shared returns the part of a comparable type that is compared by identity or has no fixed type.
func shared(t types.Type) types.Type {
	if isNamed(t, "time", "Time") {
		return nil
	}
	switch u := t.Underlying().(type) {
	case *types.Pointer, *types.Chan, *types.Interface:
		return t
	case *types.Array:
		return shared(u.Elem())
	case *types.Struct:
		for f := range u.Fields() {
			if part := shared(f.Type()); part != nil {
				return part
			}
		}
	}
	return nil
}

// unsendable says why a type with no data of its own cannot be sent, and what to do.
func (b *builder) unsendable(t types.Type) *reason {
	name := b.typeString(t)
	switch u := t.Underlying().(type) {
	case *types.Chan:
		return because(diag.FlowValue, "%s cannot be part of a message; send a slice, or make it a parameter or result of its own, as <-chan T", name)
	case *types.Signature:
		if _, ok := iterator(u); ok {
			return because(diag.FlowValue, "%s cannot be part of a message; send a slice, or make it a parameter or result of its own", name)
		}
		return because(diag.FlowValue, "%s cannot be part of a message, since a function stays in its process; make it a parameter of its own", name)
	case *types.Interface:
		return b.openInterface(t, u, name)
	}
	return because(diag.TypeUnknown, "%s cannot be sent", name)
}

func (b *builder) openInterface(t types.Type, u *types.Interface, name string) *reason {
	switch {
	case isContext(t):
		return because(diag.ContextValue, "a context cannot be part of a message: take it as the first parameter")
	case isConstraint(t):
		return because(diag.Constraint, "%s is a constraint, which no value has for a type", name)
	case b.shapeOf(t).role != Plain:
		return because(diag.FlowValue, "%s cannot be part of a message; send a []byte, or make it a parameter of its own", name)
	case readsOrWrites(u):
		return because(diag.FlowValue, "%s cannot be sent; what the caller sends is taken as an io.Reader or io.ReadCloser, and what he gets is written to an io.Writer or returned as an io.ReadCloser", name)
	}
	hint := fmt.Sprintf("list the types of its values, as in //bluebird:union %s Circle *Square above the package clause", name)
	named, ok := types.Unalias(t).(*types.Named)
	switch {
	case !ok:
		hint = "declare it as a type and list the types of its values with //bluebird:union"
	case named.Obj().Pkg() == b.load.Types:
		hint = "list the types of its values, as in //bluebird:union Circle *Square in its doc comment"
	}
	return because(diag.OpenInterface, "%s cannot be sent: it is an interface, and the receiver could not know the type of its value; %s", name, hint)
}

// readsOrWrites reports whether an interface is about bytes that flow.
func readsOrWrites(u *types.Interface) bool {
	for m := range u.Methods() {
		if name := m.Name(); (name == "Read" || name == "Write") && bare(m.Signature()) == "func([]byte) (int, error)" {
			return true
		}
	}
	return false
}

// visible reports whether Go's rule for internal packages lets one package import another.
func visible(path, from string) bool {
	i := strings.LastIndex("/"+path+"/", "/internal/")
	if i < 0 {
		return true
	}
	parent := strings.TrimSuffix(path[:i], "/")
	return parent != "" && (from == parent || strings.HasPrefix(from, parent+"/"))
}

// typeError reports the error that kept the type checker from finding the type at a place.
func (b *builder) typeError(at place) bool {
	why := because(diag.TypeUnknown, "its type is not known: the package that declares it has errors")
	if at.expr == nil {
		return b.refuse(at, why)
	}
	if b.usesC(at.expr) {
		return b.refuse(at, because(diag.TypeOfC, "a cgo type cannot be sent: use a Go type, such as int32"))
	}
	for _, e := range b.load.TypeErrors {
		if at.expr.Pos() <= e.Pos && e.Pos < at.expr.End() {
			at.pos = e.Pos
			return b.refuse(at, because(diag.TypeUnknown, "%s", e.Msg))
		}
	}
	if e, found := b.importError(at.expr); found {
		return b.refuse(at, because(diag.BadImport, "%s", e))
	}
	for _, e := range b.load.TypeErrors {
		if b.line(e.Pos) == b.line(at.pos) {
			return b.refuse(at, because(diag.TypeUnknown, "%s", e.Msg))
		}
	}
	return b.refuse(at, why)
}

// sound reports the error of a type that is known all the same: type arguments that do not satisfy their constraints.
func (b *builder) sound(at place) bool {
	if at.expr != nil {
		for _, e := range b.load.TypeErrors {
			if at.expr.Pos() <= e.Pos && e.Pos < at.expr.End() {
				return b.typeError(at)
			}
		}
	}
	return true
}

// line returns the file and line of a position.
func (b *builder) line(pos token.Pos) string {
	p := b.load.Fset.Position(pos)
	return fmt.Sprint(p.Filename, ":", p.Line)
}
