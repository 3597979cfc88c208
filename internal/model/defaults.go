package model

import (
	"errors"
	"fmt"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"math"

	"github.com/bluebird-rpc/bluebird/internal/diag"
	"github.com/bluebird-rpc/bluebird/internal/directive"
	"github.com/tinylib/msgp/msgp"
)

// defaults gives the parameters of a method the values of its //bluebird:default directives.
func (b *builder) defaults(m *Method, c *callable) {
	for _, d := range c.marks.defaults {
		v := param(m, d.Param)
		if v == nil {
			if !b.hasParam(c, d.Param) { // else it was refused
				b.errorf(diag.NoParameter, d.ParamPos, "%s has no parameter %s%s", m.GoName, d.Param, diag.DidYouMean(d.Param, paramNames(m)))
			}
			continue
		}
		if v.Flow != nil {
			b.errorf(diag.BadDefault, d.ParamPos, "%s: a default can be a bool, a number or a string, and this parameter is none of these", d.Param)
			continue
		}
		value, err := b.evaluate(d, v.Type.Go)
		if err != nil {
			b.errorf(err.Code, err.Pos, "%s", err.Text)
			continue
		}
		v.Default = value
	}
}

// param returns the parameter with a name in the source.
func param(m *Method, name string) *Value {
	for i := range m.Params {
		if v := &m.Params[i]; v.Named && v.Name == name {
			return v
		}
	}
	return nil
}

func paramNames(m *Method) []string {
	var names []string
	for _, v := range m.Params {
		names = append(names, v.Name)
	}
	return names
}

// hasParam reports whether the source names a parameter, be it one that cannot have a default.
func (b *builder) hasParam(c *callable, name string) bool {
	if c.typ == nil {
		return false
	}
	for _, f := range c.typ.Params.List {
		for _, id := range f.Names {
			if id.Name == name && b.load.Info.Defs[id] != nil && !isContext(b.load.Info.Defs[id].Type()) {
				return true
			}
		}
	}
	return false
}

// evaluate returns a default as a value of type t.
func (b *builder) evaluate(d *directive.Directive, t types.Type) (*Default, *directive.Error) {
	basic, ok := t.Underlying().(*types.Basic)
	if !ok || basic.Info()&types.IsComplex != 0 {
		return nil, faultf(d.ParamPos, "%s is of type %s, and a default can be a bool, a number or a string", d.Param, b.typeString(t))
	}
	tv, text, err := b.constant(d)
	if err != nil {
		return nil, err
	}
	bytes, why := encode(tv, t, basic)
	if why != nil {
		return nil, faultf(d.ExprPos, "%s cannot be the default of %s %s: %v", text, d.Param, b.typeString(t), why)
	}
	return &Default{Text: text, Bytes: string(bytes)}, nil
}

func faultf(pos token.Pos, format string, args ...any) *directive.Error {
	return &directive.Error{Code: diag.BadDefault, Pos: pos, Text: fmt.Sprintf(format, args...)}
}

// constant evaluates the expression of a default where it stands. It also returns the text of the
// expression without a comment behind it.
func (b *builder) constant(d *directive.Directive) (tv types.TypeAndValue, text string, _ *directive.Error) {
	expr, err := parser.ParseExpr(d.Expr)
	if err != nil {
		return tv, "", faultf(d.ExprPos, "%s is not a Go expression", d.Expr)
	}
	text = d.Expr[:expr.End()-1]
	tv, err = types.Eval(b.load.Fset, b.load.Types, d.Pos, text)
	var fault types.Error
	switch {
	case errors.As(err, &fault):
		return tv, "", faultf(d.ExprPos, "%s is not a constant: %s", text, fault.Msg)
	case err != nil:
		return tv, "", faultf(d.ExprPos, "%s is not a constant: %v", text, err)
	case tv.Value == nil:
		return tv, "", faultf(d.ExprPos, "%s is not a constant", text)
	}
	return tv, text, nil
}

// encode returns a constant in MessagePack if Go would let it be assigned to type t.
func encode(tv types.TypeAndValue, t types.Type, basic *types.Basic) ([]byte, error) {
	if src, ok := tv.Type.(*types.Basic); !ok || src.Info()&types.IsUntyped == 0 {
		if !types.AssignableTo(tv.Type, t) {
			return nil, fmt.Errorf("it is of type %s", types.TypeString(tv.Type, func(p *types.Package) string { return p.Name() }))
		}
	}
	info, v := basic.Info(), tv.Value
	switch {
	case info&types.IsBoolean != 0 && v.Kind() == constant.Bool:
		return msgp.AppendBool(nil, constant.BoolVal(v)), nil
	case info&types.IsString != 0 && v.Kind() == constant.String:
		return msgp.AppendString(nil, constant.StringVal(v)), nil
	case info&types.IsInteger != 0:
		return encodeInt(constant.ToInt(v), basic)
	case info&types.IsFloat != 0:
		return encodeFloat(constant.ToFloat(v), basic)
	}
	return nil, errors.New("it is of another kind")
}

// bits is the width of the integer kinds. On the wire int and uint have 64 bits.
var bits = map[types.BasicKind]uint{
	types.Int8: 8, types.Int16: 16, types.Int32: 32, types.Int64: 64, types.Int: 64,
	types.Uint8: 8, types.Uint16: 16, types.Uint32: 32, types.Uint64: 64, types.Uint: 64,
}

func encodeInt(v constant.Value, basic *types.Basic) ([]byte, error) {
	if v.Kind() != constant.Int {
		return nil, errors.New("it is no integer")
	}
	width := bits[basic.Kind()]
	if basic.Info()&types.IsUnsigned != 0 {
		if n, ok := constant.Uint64Val(v); ok && n>>(width-1)>>1 == 0 {
			return msgp.AppendUint64(nil, n), nil
		}
		return nil, errors.New("it is out of range")
	}
	if n, ok := constant.Int64Val(v); ok && n>>(width-1) == n>>63 {
		return msgp.AppendInt64(nil, n), nil
	}
	return nil, errors.New("it is out of range")
}

func encodeFloat(v constant.Value, basic *types.Basic) ([]byte, error) {
	if v.Kind() != constant.Float && v.Kind() != constant.Int {
		return nil, errors.New("it is no number")
	}
	if basic.Kind() == types.Float32 {
		f, _ := constant.Float32Val(v)
		if math.IsInf(float64(f), 0) {
			return nil, errors.New("it is out of range")
		}
		return msgp.AppendFloat32(nil, f), nil
	}
	f, _ := constant.Float64Val(v)
	if math.IsInf(f, 0) {
		return nil, errors.New("it is out of range")
	}
	return msgp.AppendFloat64(nil, f), nil
}
