package model

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"github.com/bluebird-rpc/bluebird/internal/diag"
	"github.com/bluebird-rpc/bluebird/internal/directive"
	"golang.org/x/tools/go/types/typeutil"
)

// method judges a signature and makes the method. Faults are reported; the method is then not whole.
func (b *builder) method(c *callable, sig *types.Signature, at site) *Method {
	m := &Method{
		GoName:     c.name.Name,
		WireName:   at.prefix + "." + c.name.Name,
		Doc:        doc(c.doc),
		Pos:        c.name.Pos(),
		Variadic:   sig.Variadic(),
		Idempotent: c.idempotent != nil,
	}
	if c.rpc != nil {
		m.WireName = cmp.Or(c.rpc.Name, m.WireName)
	}
	if c.typ == nil {
		m.Pos = at.outer.Pos()
	}
	b.checkWire(m)
	b.checkNames(sig, m.Pos)
	channels := b.params(m, c, sig, at)
	b.results(m, c, sig, at)
	b.finishFlows(m, channels)
	b.defaults(m, c)
	b.formerNames(m, c, at.prefix)
	return m
}

// slot is one parameter or result in source.
type slot struct {
	v     *types.Var
	place place
}

// slots returns the variables of a tuple with their places in source.
func (b *builder) slots(tuple *types.Tuple, fields *ast.FieldList, at site, what string) []slot {
	exprs := typeExprs(fields)
	var list []slot
	for i := range tuple.Len() {
		v := tuple.At(i)
		p := place{root: v.Type(), subject: subject(v, what, i, tuple.Len()), visited: &typeutil.Map{}}
		if exprs == nil {
			p.pos = at.outer.Pos()
		} else {
			p.pos, p.expr = exprs[i].Pos(), exprs[i]
		}
		if at.fixed {
			p.expr = nil
		}
		list = append(list, slot{v, p})
	}
	return list
}

// typeExprs returns one type expression for each variable of a list, or nil for no list.
func typeExprs(fields *ast.FieldList) []ast.Expr {
	if fields == nil {
		return nil
	}
	var list []ast.Expr
	for _, f := range fields.List {
		for range max(1, len(f.Names)) {
			list = append(list, f.Type)
		}
	}
	return list
}

// subject names a parameter or result in a message.
func subject(v *types.Var, what string, i, n int) string {
	switch {
	case v.Name() != "" && v.Name() != "_":
		return v.Name()
	case n == 1:
		return what
	}
	return fmt.Sprintf("%s %d", what, i+1)
}

// params judges the parameters. It returns those that are channels.
func (b *builder) params(m *Method, c *callable, sig *types.Signature, at site) (channels []slot) {
	var fields *ast.FieldList
	if c.typ != nil {
		fields = c.typ.Params
	}
	names := newNames(sig)
	for i, s := range b.slots(sig.Params(), fields, at, "parameter") {
		rest := sig.Variadic() && i == sig.Params().Len()-1
		if isContext(s.v.Type()) {
			b.context(m, i, s)
			continue
		}
		if rest && isFuncs(s.v.Type()) {
			b.errorf(diag.OptionFuncs, s.place.pos, "%s: options cannot be sent as functions: take a struct of settings", s.place.subject)
			continue
		}
		if rest && b.shapeOf(s.v.Type().(*types.Slice).Elem()).role != Plain {
			b.errorf(diag.FlowPlace, s.place.pos, "%s: any number of streams in one parameter cannot be served: give each a parameter of its own", s.place.subject)
			continue
		}
		if sh := b.shapeOf(s.v.Type()); sh.role != Plain {
			if v, ok := b.flows(m, s, sh, names.of(s.v, "a", len(m.Params)), at.owner, false); ok && b.sound(s.place) {
				m.Params = append(m.Params, v)
				if sh.form == Chan {
					channels = append(channels, s)
				}
			}
			continue
		}
		if b.judge(s.v.Type(), s.place) && b.sound(s.place) {
			m.Params = append(m.Params, b.value(s, names.of(s.v, "a", len(m.Params)), at.owner))
		}
	}
	return channels
}

// context notes a context parameter, which must be the first and only one.
func (b *builder) context(m *Method, i int, s slot) {
	switch {
	case i == 0:
		m.Context = true
	case m.Context:
		b.errorf(diag.ContextPlace, s.place.pos, "%s: a second context; a call has one", s.place.subject)
	default:
		b.errorf(diag.ContextPlace, s.place.pos, "%s: the context must be the first parameter", s.place.subject)
	}
}

func (b *builder) results(m *Method, c *callable, sig *types.Signature, at site) {
	var fields *ast.FieldList
	if c.typ != nil {
		fields = c.typ.Results
	}
	names := newNames(sig)
	list := b.slots(sig.Results(), fields, at, "result")
	if n := len(list); n > 0 && isError(list[n-1].v.Type()) {
		m.Error = true
		list = list[:n-1]
	}
	for _, s := range list {
		t := s.v.Type()
		sh := b.shapeOf(t)
		switch {
		case isError(t) && m.Error:
			b.errorf(diag.ErrorPlace, s.place.pos, "%s: a second error; return one, last, and join several with errors.Join", s.place.subject)
		case isError(t):
			b.errorf(diag.ErrorPlace, s.place.pos, "%s: the error must be the last result", s.place.subject)
		case isContext(t):
			b.errorf(diag.ContextValue, s.place.pos, "%s: a context cannot be returned; return the values in it", s.place.subject)
		case sh.role != Plain:
			if v, ok := b.flows(m, s, sh, names.of(s.v, "r", len(m.Results)), at.owner, true); ok && b.sound(s.place) {
				m.Results = append(m.Results, v)
			}
		case b.judge(t, s.place) && b.sound(s.place):
			m.Results = append(m.Results, b.value(s, names.of(s.v, "r", len(m.Results)), at.owner))
		}
	}
}

// value makes the value of a parameter or result whose type was judged.
func (b *builder) value(s slot, name, owner string) Value {
	named := s.v.Name() != "" && s.v.Name() != "_"
	return Value{
		Name:  name,
		Named: named,
		Type:  b.use(s.v.Type(), owner+capital(name)),
		Pos:   cmp.Or(s.v.Pos(), s.place.pos),
	}
}

func isFuncs(t types.Type) bool {
	s, ok := t.Underlying().(*types.Slice)
	if !ok {
		return false
	}
	_, ok = s.Elem().Underlying().(*types.Signature)
	return ok
}

func isContext(t types.Type) bool { return isNamed(t, "context", "Context") }

func isError(t types.Type) bool {
	return types.Identical(t, types.Universe.Lookup("error").Type())
}

func isNamed(t types.Type, pkg, name string) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == pkg && n.Obj().Name() == name
}

// checkNames checks that no two variables of a signature have one name, with which it does not compile either.
func (b *builder) checkNames(sig *types.Signature, pos token.Pos) {
	declared := map[string]bool{}
	for _, tuple := range []*types.Tuple{sig.Params(), sig.Results()} {
		for v := range tuple.Variables() {
			name := v.Name()
			if name != "" && name != "_" && declared[name] {
				b.errorf(diag.DeclaredTwice, cmp.Or(v.Pos(), pos), "%s is declared twice", name)
			}
			declared[name] = true
		}
	}
}

// names gives the unnamed variables of a signature names that are still free.
type names map[string]bool

func newNames(sig *types.Signature) names {
	taken := names{}
	for _, tuple := range []*types.Tuple{sig.Params(), sig.Results()} {
		for v := range tuple.Variables() {
			taken[v.Name()] = true
		}
	}
	return taken
}

// of returns the name of v, or letter and the first free number from i up.
func (n names) of(v *types.Var, letter string, i int) string {
	if v.Name() != "" && v.Name() != "_" {
		return v.Name()
	}
	for ; ; i++ {
		if name := fmt.Sprint(letter, i); !n[name] {
			n[name] = true
			return name
		}
	}
}

// checkWire checks the wire name of a method and that no other method has it.
func (b *builder) checkWire(m *Method) {
	if err := directive.CheckName(m.WireName); err != nil {
		b.errorf(diag.GoNameNotWire, m.Pos, "%s cannot be a name on the wire: %v; choose one with //bluebird:rpc name=", m.WireName, err)
		return
	}
	if first, taken := b.wires[m.WireName]; taken {
		b.errorf(diag.WireNameTaken, m.Pos, "%s is called %s on the wire, and so is the method at %s: choose another with //bluebird:rpc name=",
			m.GoName, m.WireName, b.short(first))
		return
	}
	b.wires[m.WireName] = m.Pos
}
