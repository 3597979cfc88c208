package model

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/bluebird-rpc/bluebird/internal/diag"
	"golang.org/x/tools/go/types/typeutil"
)

// maxFlows is how many parameters and results of one method may flow.
const maxFlows = 60

// shape is what a type is beside messages, if values of it flow.
type shape struct {
	role  Role
	form  Form
	items []types.Type     // of a Stream
	fn    *types.Signature // of a Callback
}

// shapeOf returns how values of a type flow. Its role is Plain if they do not: they are part of a message.
func (b *builder) shapeOf(t types.Type) shape {
	switch u := t.Underlying().(type) {
	case *types.Chan:
		return shape{role: Stream, form: Chan, items: []types.Type{u.Elem()}}
	case *types.Signature:
		if s, ok := iterator(u); ok {
			return s
		}
		return shape{role: Callback, fn: u}
	case *types.Interface:
		if named, ok := types.Unalias(t).(*types.Named); !ok || b.unionOf(named) == nil {
			return interfaceShapes[methodNames(u)]
		}
	}
	return shape{}
}

// interfaceShapes are the shapes of interfaces by what methodNames says: they count by their methods, like all that flows.
var interfaceShapes = map[string]shape{
	"Read":       {role: Reader, form: ReadOnly},
	"Close Read": {role: Reader, form: ReadClose},
	"Write":      {role: Writer},
}

// streamMethods are the methods of readers and writers.
var streamMethods = map[string]string{
	"Read":  "func([]byte) (int, error)",
	"Write": "func([]byte) (int, error)",
	"Close": "func() error",
}

// methodNames returns the sorted names of an interface's methods, or "" if one of them is none of a reader or writer.
func methodNames(i *types.Interface) string {
	var names []string
	for m := range i.Methods() {
		if !i.IsMethodSet() || streamMethods[m.Name()] != bare(m.Signature()) {
			return ""
		}
		names = append(names, m.Name())
	}
	return strings.Join(names, " ")
}

// iterator returns the items of func(yield func(T) bool) and its kin, which Go can range over.
func iterator(sig *types.Signature) (shape, bool) {
	if sig.Params().Len() != 1 || sig.Results().Len() != 0 || sig.Variadic() {
		return shape{}, false
	}
	yield, ok := types.Unalias(sig.Params().At(0).Type()).(*types.Signature)
	if !ok || yield.Results().Len() != 1 || !types.Identical(yield.Results().At(0).Type(), types.Typ[types.Bool]) || yield.Variadic() {
		return shape{}, false
	}
	s := shape{role: Stream}
	for v := range yield.Params().Variables() {
		s.items = append(s.items, v.Type())
	}
	switch {
	case len(s.items) == 1:
		s.form = Seq
	case len(s.items) == 2 && isError(s.items[1]):
		s.form, s.items = SeqErr, s.items[:1]
	case len(s.items) == 2:
		s.form = Pairs
	default:
		return shape{}, false
	}
	return s, true
}

// flows judges a parameter or result whose values flow, and makes its value. The value is not whole if ok is false.
func (b *builder) flows(m *Method, s slot, sh shape, name, owner string, result bool) (v Value, ok bool) {
	if why := misplaced(b.typeString(s.v.Type()), s.v.Type(), sh, result); why != nil {
		return v, b.refuse(s.place, why)
	}
	f := &Flow{Form: sh.form, Kind: flowKind(sh.role, result), Go: s.v.Type()}
	v = Value{Name: name, Named: s.v.Name() != "" && s.v.Name() != "_", Role: sh.role, Flow: f, Pos: s.v.Pos()}
	ok = true
	for i, item := range sh.items {
		ok = b.judge(item, s.place.item(i)) && ok
	}
	if sh.fn != nil {
		f.Func, ok = b.callback(s.place, sh.fn, owner+capital(name))
	}
	if !ok {
		return v, false
	}
	for _, item := range sh.items {
		f.Items = append(f.Items, b.use(item, owner+capital(name)))
	}
	return v, true
}

// misplaced says why a value cannot flow where it stands, or returns nil.
func misplaced(name string, t types.Type, sh shape, result bool) *reason {
	if c, ok := t.Underlying().(*types.Chan); ok && c.Dir() != types.RecvOnly {
		switch {
		case result:
			return because(diag.FlowPlace, "%s as a result lets the caller send; return a <-chan T, or an iterator", name)
		case c.Dir() == types.SendOnly:
			return because(diag.FlowPlace, "%s would let the handler send on a channel of the caller; return a <-chan T or an iterator, or take a func", name)
		}
		return because(diag.FlowPlace, "%s goes both ways; take a <-chan T for what the caller sends, and return one for what the handler sends", name)
	}
	if !result {
		return nil
	}
	switch {
	case sh.role == Reader && sh.form == ReadOnly:
		return because(diag.FlowPlace, "%s as a result could not be ended by the caller; return an io.ReadCloser", name)
	case sh.role == Writer:
		return because(diag.FlowPlace, "%s as a result cannot be served; take an io.Reader or an iterator as a parameter for what the caller sends", name)
	case sh.role == Callback:
		return because(diag.FlowPlace, "%s as a result would be called when the call is over; make it a method that can be called", name)
	}
	return nil
}

// flowKind says which way a parameter or result flows.
func flowKind(role Role, result bool) FlowKind {
	switch {
	case role == Callback:
		return FuncFlow
	case role == Writer || role == Reader && result:
		return BytesDown
	case role == Reader:
		return BytesUp
	case result:
		return ItemsDown
	}
	return ItemsUp
}

// callback judges the signature of a func that is called back.
func (b *builder) callback(at place, sig *types.Signature, owner string) (*Func, bool) {
	fn, ok := &Func{Variadic: sig.Variadic()}, true
	var params, results *ast.FieldList
	if typ, spelled := ast.Unparen(at.expr).(*ast.FuncType); spelled {
		params, results = typ.Params, typ.Results
	}
	names := newNames(sig)
	for i, s := range b.callbackSlots(at, sig.Params(), params, "parameter") {
		switch t := s.v.Type(); {
		case isContext(t) && i == 0:
			fn.Context = true
		case isContext(t):
			ok = b.refuse(s.place, because(diag.ContextPlace, "the context must be the first parameter, and there is one"))
		case b.judge(t, s.place):
			fn.Params = append(fn.Params, b.value(s, names.of(s.v, "a", len(fn.Params)), owner))
		default:
			ok = false
		}
	}
	list := b.callbackSlots(at, sig.Results(), results, "result")
	if n := len(list); n > 0 && isError(list[n-1].v.Type()) {
		fn.Error = true
		list = list[:n-1]
	}
	for _, s := range list {
		switch t := s.v.Type(); {
		case isError(t):
			ok = b.refuse(s.place, because(diag.ErrorPlace, "the error must be the last result, and there is one"))
		case isContext(t):
			ok = b.refuse(s.place, because(diag.ContextValue, "a context cannot be returned"))
		case b.judge(t, s.place):
			fn.Results = append(fn.Results, b.value(s, names.of(s.v, "r", len(fn.Results)), owner))
		default:
			ok = false
		}
	}
	return fn, ok
}

// callbackSlots returns the parameters or results of a func that is called back, with their places.
func (b *builder) callbackSlots(at place, tuple *types.Tuple, fields *ast.FieldList, what string) []slot {
	exprs := typeExprs(fields)
	var list []slot
	for i := range tuple.Len() {
		v := tuple.At(i)
		p := place{pos: at.pos, root: v.Type(), subject: at.subject + ": " + subject(v, what, i, tuple.Len()), visited: &typeutil.Map{}}
		if exprs != nil {
			p.pos, p.expr = exprs[i].Pos(), exprs[i]
		}
		list = append(list, slot{v, p})
	}
	return list
}

// item returns the place of the i-th type that an iterator or channel is made of.
func (p place) item(i int) place {
	switch e := ast.Unparen(p.expr).(type) {
	case *ast.ChanType:
		return p.step("", e.Value)
	case *ast.IndexExpr: // iter.Seq[T]
		return p.step("", e.Index)
	case *ast.IndexListExpr: // iter.Seq2[K, V]
		return p.step("", e.Indices[i])
	}
	return p.step("", nil)
}

// finishFlows numbers the flows of a method, and says what follows from there being some.
func (b *builder) finishFlows(m *Method, channels []slot) {
	for _, list := range [][]Value{m.Params, m.Results} {
		for _, v := range list {
			if v.Flow != nil {
				m.Flows = append(m.Flows, v.Flow.Kind)
			}
		}
	}
	up, down := false, false
	for _, k := range m.Flows {
		up = up || k == ItemsUp || k == BytesUp || k == FuncFlow
		down = down || k == ItemsDown || k == BytesDown || k == FuncFlow
	}
	switch {
	case up && down:
		m.Shape = Bidi
	case up:
		m.Shape = ClientStream
	case down:
		m.Shape = ServerStream
	}
	m.Lazy = len(m.Results) == 1 && m.Results[0].Role == Stream && !m.Error
	if len(m.Flows) > maxFlows {
		b.errorf(diag.FlowPlace, m.Pos, "%s has %d parameters and results that flow, more than %d", m.GoName, len(m.Flows), maxFlows)
	}
	if !m.Context {
		for _, s := range channels {
			b.refuse(s.place, because(diag.FlowPlace, "a channel stays open when what the caller sends is broken off, and a context tells: take one as the first parameter"))
		}
	}
}
