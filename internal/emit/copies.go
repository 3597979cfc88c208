package emit

import (
	"cmp"
	"fmt"
	"go/constant"
	"go/types"
	"strconv"

	j "github.com/dave/jennifer/jen"

	"github.com/bluebird-rpc/bluebird/internal/model"
)

// copies writes the user's types anew in the client package, each with its exported constants:
//
//	// Color is a colour of the rainbow.
//	type Color int
//
//	// The colours that are in use.
//	const (
//		Red   Color = 0
//		// Green is that of grass.
//		Green Color = 1
//	)
//
// and the aliases that give embedded fields their names:
//
//	// Base is what every shape has.
//	type Base = geo.Base
func (f *file) copies() {
	for _, t := range f.pkg.Copies {
		name := t.Go.(*types.Named).Obj()
		doc := cmp.Or(t.Doc, fmt.Sprintf("%s is a copy of the type in package %s.", name.Name(), f.pkg.Name))
		f.declare(doc, j.Type().Id(name.Name()).Add(f.copy(t)))
		f.copyConstants(model.Constants(name))
	}
	for _, a := range f.pkg.Aliases {
		doc := cmp.Or(a.Doc, fmt.Sprintf("%s is a copy of the alias in package %s.", a.Obj.Name(), f.pkg.Name))
		f.declare(doc, j.Type().Id(a.Obj.Name()).Op("=").Add(f.goType(a.Obj.Type())))
	}
}

// copy writes what a type is made of, with its comments.
func (f *file) copy(t *model.Type) j.Code {
	if _, ok := t.Go.Underlying().(*types.Struct); !ok {
		return f.goType(t.Go.Underlying())
	}
	docs := map[string]model.Field{}
	for _, field := range t.Fields {
		docs[field.Name] = field
	}
	return j.StructFunc(func(g *j.Group) {
		for _, field := range f.pkg.Written(t.Go) {
			comment(g, docs[field.Name()].Doc)
			behind(f.field(g, field.Var, field.Tag), docs[field.Name()].Behind)
		}
	})
}

func (f *file) copyConstants(list []*types.Const) {
	define := func(c *types.Const) j.Code {
		s := j.Id(c.Name()).Add(f.goType(c.Type())).Op("=").Add(f.literal(c))
		return behind(s, f.pkg.ConstDocs[c].Behind)
	}
	switch len(list) {
	case 0:
	case 1:
		doc := f.pkg.ConstDocs[list[0]]
		f.declare(cmp.Or(doc.Doc, doc.Group), j.Const().Add(define(list[0])))
	default:
		f.declare(f.groupDoc(list), j.Const().DefsFunc(func(g *j.Group) {
			for _, c := range list {
				comment(g, f.pkg.ConstDocs[c].Doc)
				g.Add(define(c))
			}
		}))
	}
}

// groupDoc returns what is said about constants together, if they are declared together.
func (f *file) groupDoc(list []*types.Const) string {
	doc := f.pkg.ConstDocs[list[0]].Group
	for _, c := range list {
		if f.pkg.ConstDocs[c].Group != doc {
			return ""
		}
	}
	return doc
}

// literal writes the value of a constant, exactly.
func (f *file) literal(c *types.Const) j.Code {
	basic, v := c.Type().Underlying().(*types.Basic), c.Val()
	switch basic.Kind() {
	case types.Bool:
		return f.predeclared(v.ExactString())
	case types.Float32:
		return j.Op(float(v, 32))
	case types.Float64:
		return j.Op(float(v, 64))
	case types.Complex64:
		return j.Op(float(constant.Real(v), 32)).Op("+").Op(float(constant.Imag(v), 32) + "i")
	case types.Complex128:
		return j.Op(float(constant.Real(v), 64)).Op("+").Op(float(constant.Imag(v), 64) + "i")
	}
	return j.Op(v.ExactString())
}

// float returns a literal that is v again: a constant of a floating-point type has been rounded to it.
func float(v constant.Value, bits int) string {
	x, _ := constant.Float64Val(v)
	return strconv.FormatFloat(x, 'g', -1, bits)
}
