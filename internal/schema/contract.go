package schema

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"github.com/bluebird-rpc/bluebird/internal/model"
	"github.com/tinylib/msgp/msgp"
)

// Contract is what the callers of a package rely on, in the form in which it is kept beside the
// package: see Format.
type Contract struct {
	Methods []*Method // by name
	Errors  []*Error  // by name
	Types   []*Type   // that the methods and errors mention, by name
}

// Error is an error that callers can test for: a variable, or a type.
type Error struct {
	Name     string // on the wire
	Type     *Expr  // of a type, else nil
	Reserved bool   // it is no more
}

// Method is a method of a contract.
type Method struct {
	Name       string // on the wire
	Shape      string // "" is unary
	Idempotent bool
	Fails      bool // its handler returns an error; what it does not cause itself any call may end with
	Params     []*Value
	Results    []*Value
	Was        []string // names by which it can be called too
	Reserved   bool     // it is no more, and its name must not mean something else
}

// Value is a parameter, a result, a field or a variant.
type Value struct {
	Name     string
	Type     *Expr
	Default  string   // of a parameter, in Go syntax
	Was      []string // names that readers take too
	Reserved bool
	Pos      token.Pos // where it is declared, if that is known; like all positions it is not kept
}

// Type is a type that a contract describes once and mentions by name: a struct, a union, another one that contains itself, or
// one with constants. Its name is for people; it does not travel.
type Type struct {
	Name      string
	Kind      string // "struct", "union", or "is"
	Is        *Expr  // of kind "is"
	Members   []*Value
	Constants []*Constant // of an integer or a string
	Reserved  bool
	Pos       token.Pos
}

// Constant is a name for a value of a type. The value travels.
type Constant struct {
	Name     string
	Value    string // in Go syntax
	Reserved bool   // it is no more, and its value must not mean something else
	Pos      token.Pos
}

// Expr is a type as it is written in a contract.
type Expr struct {
	Op   string // one of the constants below
	Word string // of Word: "float64", "Point"; of Codec the codec, as in text(Decimal)
	Len  int64  // of Array
	Key  *Expr  // of Map
	Elem *Expr  // of all but Word, Codec, Pair and Func
	Note string // of Codec: the Go type, for people

	Params, Results []*Expr // of Func; of Pair, Params are its two types
}

// The forms of an Expr.
const (
	Word    = ""        // int, Point
	Slice   = "[]"      // []T
	Array   = "[n]"     // [3]T
	Map     = "map"     // map[K]V
	Pointer = "*"       // *T
	Codec   = "codec"   // text(T)
	Flow    = "stream " // stream T
	Pair    = "pair"    // (K, V), the items of a stream
	Func    = "func"    // func(T) (U, V)
)

// Of returns the contract of p.
func Of(p *model.Package) *Contract {
	c := converter{contract: &Contract{}, names: map[*model.Type]string{}, taken: map[string]bool{}, enums: map[*model.Type]bool{}}
	for _, t := range p.Types {
		c.taken[t.Func] = true
	}
	for _, t := range p.Declared {
		c.enums[t] = len(constants(t)) > 0
	}
	for _, m := range p.Funcs {
		c.method(m)
	}
	for _, s := range p.Services {
		for _, m := range s.Methods {
			c.method(m)
		}
	}
	for _, v := range p.ErrorVars {
		c.contract.Errors = append(c.contract.Errors, &Error{Name: v.WireName})
	}
	for _, e := range p.ErrorTypes {
		c.contract.Errors = append(c.contract.Errors, &Error{Name: e.WireName, Type: c.errorType(e)})
	}
	c.contract.sort()
	return c.contract
}

func (c *Contract) sort() {
	slices.SortFunc(c.Methods, func(a, b *Method) int { return strings.Compare(a.Name, b.Name) })
	slices.SortFunc(c.Errors, func(a, b *Error) int { return strings.Compare(a.Name, b.Name) })
	slices.SortFunc(c.Types, func(a, b *Type) int { return strings.Compare(a.Name, b.Name) })
}

func (c *Contract) method(name string) *Method {
	for _, m := range c.Methods {
		if m.Name == name {
			return m
		}
	}
	return nil
}

func (c *Contract) err(name string) *Error {
	for _, e := range c.Errors {
		if e.Name == name {
			return e
		}
	}
	return nil
}

func (c *Contract) typ(name string) *Type {
	for _, t := range c.Types {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// converter makes a contract of a model.
type converter struct {
	contract *Contract
	names    map[*model.Type]string
	taken    map[string]bool      // names of types
	enums    map[*model.Type]bool // types of the module that have constants
}

func (c *converter) method(m *model.Method) {
	to := &Method{Name: m.WireName, Idempotent: m.Idempotent, Fails: m.Error, Was: m.Was}
	if m.Shape != model.Unary {
		to.Shape = shapes[m.Shape]
	}
	for _, v := range m.Params {
		to.Params = append(to.Params, c.value(v))
	}
	for _, v := range m.Results {
		to.Results = append(to.Results, c.value(v))
	}
	c.contract.Methods = append(c.contract.Methods, to)
}

func (c *converter) errorType(e *model.ErrorType) *Expr {
	if e.Pointer {
		return &Expr{Op: Pointer, Elem: c.expr(e.Type)}
	}
	return c.expr(e.Type)
}

func (c *converter) value(v model.Value) *Value {
	to := &Value{Name: v.Name, Was: v.Was, Pos: v.Pos}
	if v.Flow != nil {
		to.Type = c.flow(v)
	} else {
		to.Type = c.expr(v.Type)
	}
	if v.Default != nil {
		to.Default = literal(v.Default.Bytes)
	}
	return to
}

// flow describes what flows.
func (c *converter) flow(v model.Value) *Expr {
	switch v.Role {
	case model.Stream:
		items := c.exprs(v.Flow.Items)
		if len(items) == 2 {
			return &Expr{Op: Flow, Word: roles[v.Role], Elem: &Expr{Op: Pair, Params: items}}
		}
		return &Expr{Op: Flow, Word: roles[v.Role], Elem: items[0]}
	case model.Callback:
		var params, results []*model.Type
		for _, p := range v.Flow.Func.Params {
			params = append(params, p.Type)
		}
		for _, r := range v.Flow.Func.Results {
			results = append(results, r.Type)
		}
		return &Expr{Op: Func, Params: c.exprs(params), Results: c.exprs(results)}
	}
	return &Expr{Word: roles[v.Role]}
}

func (c *converter) exprs(types []*model.Type) []*Expr {
	var list []*Expr
	for _, t := range types {
		list = append(list, c.expr(t))
	}
	return list
}

// literal shows the msgpack of a default in Go syntax. The value counts, not the expression: a constant
// in it may have changed.
func literal(b string) string {
	v, _, err := msgp.ReadIntfBytes([]byte(b))
	if err != nil {
		return strconv.Quote(b)
	}
	if s, ok := v.(string); ok {
		return strconv.Quote(s)
	}
	return fmt.Sprint(v)
}

func (c *converter) expr(t *model.Type) *Expr {
	if t.Kind == model.Struct || t.Kind == model.Union || describesItself(t) || c.enums[t] {
		return &Expr{Word: c.define(t)}
	}
	return c.inline(t)
}

// describesItself reports whether t is no struct, and has a name by which it mentions itself.
func describesItself(t *model.Type) bool {
	_, named := t.Go.(*types.Named)
	return named && t.Recursive && t.Func != ""
}

// define adds the description of a type, unless it is there, and returns its name.
func (c *converter) define(t *model.Type) string {
	if name, done := c.names[t]; done {
		return name
	}
	to := &Type{Name: t.Func, Pos: declared(t)}
	if c.enums[t] {
		to.Name, to.Constants = c.free(t.Go.(*types.Named).Obj()), constants(t)
	}
	c.names[t] = to.Name
	c.contract.Types = append(c.contract.Types, to)
	switch t.Kind {
	case model.Struct:
		to.Kind = "struct"
		for _, f := range t.Fields {
			to.Members = append(to.Members, &Value{Name: f.Wire, Type: c.expr(f.Type), Was: f.Was, Pos: f.Pos})
		}
	case model.Union:
		to.Kind = "union"
		for _, v := range t.Variants {
			to.Members = append(to.Members, &Value{Name: v.Name, Type: c.expr(v.Type), Was: v.Was, Pos: declared(v.Type)})
		}
	default:
		to.Kind = "is"
		to.Is = c.inline(t)
	}
	return to.Name
}

// declared returns where a type, or what it points to, is declared, if it has a name.
func declared(t *model.Type) token.Pos {
	if t.Kind == model.Pointer {
		t = t.Elem
	}
	if named, ok := t.Go.(*types.Named); ok {
		return named.Obj().Pos()
	}
	return token.NoPos
}

// constants returns the exported constants of an integer or a string that has a name.
func constants(t *model.Type) []*Constant {
	named, ok := t.Go.(*types.Named)
	if !ok || !named.Obj().Exported() || t.Kind != model.String && (t.Kind < model.Int || t.Kind > model.Uint64) {
		return nil
	}
	var list []*Constant
	for _, k := range model.Constants(named.Obj()) {
		if v := k.Val(); v.Kind() == constant.Int || v.Kind() == constant.String {
			list = append(list, &Constant{Name: k.Name(), Value: v.ExactString(), Pos: k.Pos()})
		}
	}
	return list
}

// free returns a name for a type that has none for the generated code.
func (c *converter) free(obj *types.TypeName) string {
	name := obj.Name()
	if c.taken[name] {
		name = strings.ToUpper(obj.Pkg().Name()[:1]) + obj.Pkg().Name()[1:] + name
	}
	for i, first := 2, name; c.taken[name]; i++ {
		name = fmt.Sprint(first, i)
	}
	c.taken[name] = true
	return name
}

func (c *converter) inline(t *model.Type) *Expr {
	switch t.Kind {
	case model.Bytes:
		return &Expr{Op: Slice, Elem: &Expr{Word: "uint8"}}
	case model.ByteArray:
		return &Expr{Op: Array, Len: t.Len, Elem: &Expr{Word: "uint8"}}
	case model.Block, model.Slice:
		return &Expr{Op: Slice, Elem: c.expr(t.Elem)}
	case model.Array, model.BlockArray:
		return &Expr{Op: Array, Len: t.Len, Elem: c.expr(t.Elem)}
	case model.Map:
		return &Expr{Op: Map, Key: c.expr(t.Key), Elem: c.expr(t.Elem)}
	case model.Pointer:
		return &Expr{Op: Pointer, Elem: c.expr(t.Elem)}
	}
	if t.Kind == model.Foreign {
		return &Expr{Op: Codec, Word: codecs[t.Codec], Note: types.TypeString(t.Go, (*types.Package).Name)}
	}
	return &Expr{Word: kinds[t.Kind]}
}
