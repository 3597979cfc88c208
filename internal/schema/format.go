package schema

import (
	"fmt"
	"go/token"
	"strconv"
	"strings"
)

// FileName is the name of the file that keeps a contract, beside the annotated package.
const FileName = "bluebird.api"

// header is the first line of such a file. The number is that of the format.
const header = "# The contract of this package, format 1. Written by bluebird-gen, compared with the code on every run."

// Format returns the text in which a contract is kept. It has a line for each thing that a caller can
// notice, each of which says all about itself:
//
//	method calc.Plot
//	method calc.Plot param p []Point
//	method calc.Plot param title string
//	method calc.Plot default title = "untitled"
//	method calc.Plot result r0 bool
//	method calc.Plot error
//	method calc.Plot was calc.Draw
//	error calc.ErrDivide
//	error calc.RangeError *RangeError
//	method calc.Tail server stream
//	method calc.Tail param seen func(int) bool
//	method calc.Tail result r0 stream Point
//	type Point struct
//	type Point field X float64
//	type Point field Y float64
//	reserved type Point field W int
//	type Point was Y = Z
//	type Color is int
//	type Color constant Red = 0
//
// Methods, errors and types are sorted by name; parameters, results and fields stand in the order of the source, and so do
// constants.
func Format(c *Contract) []byte {
	p := printer{}
	p.line(header)
	for _, m := range c.Methods {
		p.method(m)
	}
	for _, e := range c.Errors {
		p.err(e)
	}
	for _, t := range c.Types {
		p.typ(t)
	}
	return []byte(p.b.String())
}

type printer struct{ b strings.Builder }

func (p *printer) line(words ...string) { p.b.WriteString(strings.Join(words, " ") + "\n") }

// reserved returns the first word of the lines about something that is no more.
func reserved(yes bool) string {
	if yes {
		return "reserved "
	}
	return ""
}

// beginning returns how the line about a part begins: reserved, if the part is or the whole.
func beginning(whole string, gone bool) string {
	if gone {
		return reserved(true) + strings.TrimPrefix(whole, reserved(true))
	}
	return whole
}

func (p *printer) method(m *Method) {
	begin := reserved(m.Reserved) + "method " + m.Name
	if m.Shape != "" {
		p.line(begin, m.Shape)
	} else {
		p.line(begin)
	}
	if m.Idempotent {
		p.line(begin, "idempotent")
	}
	p.values(begin, "param", m.Params)
	for _, v := range m.Params {
		if v.Default != "" {
			p.line(begin, "default", v.Name, "=", v.Default)
		}
	}
	p.values(begin, "result", m.Results)
	if m.Fails {
		p.line(begin, "error")
	}
	p.was(begin, m.Params)
	for _, old := range m.Was {
		p.line(begin, "was", old)
	}
}

func (p *printer) err(e *Error) {
	begin := reserved(e.Reserved) + "error"
	if e.Type == nil {
		p.line(begin, e.Name)
	} else {
		p.line(begin, e.Name, e.Type.String())
	}
}

func (p *printer) values(begin, what string, list []*Value) {
	for _, v := range list {
		p.line(beginning(begin, v.Reserved), what, name(v.Name), v.Type.String())
	}
}

func (p *printer) was(begin string, list []*Value) {
	for _, v := range list {
		for _, old := range v.Was {
			p.line(begin, "was", name(v.Name), "=", name(old))
		}
	}
}

func (p *printer) typ(t *Type) {
	begin := reserved(t.Reserved) + "type " + t.Name
	switch t.Kind {
	case "is":
		p.line(begin, "is", t.Is.String())
	case "union":
		p.line(begin, t.Kind)
		p.values(begin, "variant", t.Members)
	default:
		p.line(begin, t.Kind)
		p.values(begin, "field", t.Members)
	}
	p.was(begin, t.Members)
	for _, k := range t.Constants {
		p.line(beginning(begin, k.Reserved), "constant", k.Name, "=", k.Value)
	}
}

// name returns a name as it is written in a contract: quoted unless it is an identifier.
func name(s string) string {
	if token.IsIdentifier(s) || token.IsKeyword(s) {
		return s
	}
	return strconv.Quote(s)
}

// String returns the type as it stands in a contract.
func (e *Expr) String() string {
	switch e.Op {
	case Slice:
		return "[]" + e.Elem.String()
	case Array:
		return fmt.Sprintf("[%d]%s", e.Len, e.Elem)
	case Map:
		return fmt.Sprintf("map[%s]%s", e.Key, e.Elem)
	case Pointer:
		return "*" + e.Elem.String()
	case Codec:
		return fmt.Sprintf("%s(%s)", e.Word, e.Note)
	case Flow:
		return e.Word + " " + e.Elem.String()
	case Pair:
		return tuple(e.Params)
	case Func:
		switch len(e.Results) {
		case 0:
			return "func" + tuple(e.Params)
		case 1:
			return "func" + tuple(e.Params) + " " + e.Results[0].String()
		}
		return "func" + tuple(e.Params) + " " + tuple(e.Results)
	}
	return e.Word
}

// tuple writes (int, string).
func tuple(list []*Expr) string {
	var words []string
	for _, e := range list {
		words = append(words, e.String())
	}
	return "(" + strings.Join(words, ", ") + ")"
}
