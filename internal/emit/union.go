package emit

import (
	j "github.com/dave/jennifer/jen"

	"github.com/bluebird-rpc/bluebird/internal/model"
)

// appendUnion writes
//
//	switch v := v.(type) {
//	case nil:
//		return msgp.AppendNil(b)
//	case Circle:
//		b = append(b, "\x92\xa6Circle"...)
//		return g.appendCircle(b, &v, e)
//	case *Square:
//		b = append(b, "\x92\xa7*Square"...)
//		return g.appendPointerSquare(b, v, e)
//	}
//	return codec.AppendOther[Shape](b, v, e)
//
// and around values of recursive types what every encoder of one has.
func (f *file) appendUnion(g *j.Group, t *model.Type) {
	f.enter(g, t)
	g.Switch(j.Id("v").Op(":=").Id("v").Assert(j.Type())).BlockFunc(func(g *j.Group) {
		if !f.hides("nil") { // AppendOther knows it too
			g.Case(j.Nil()).Block(j.Id("b").Op("=").Add(f.msgp("AppendNil")).Call(j.Id("b")))
		}
		for _, variant := range t.Variants {
			g.Case(f.goType(variant.Type.Go)).Block(
				j.Id("b").Op("=").Add(f.appendText("\x92"+wireString(variant.Name))),
				f.append("b", "v", "e", variant.Type),
			)
		}
		g.Default().Block(
			j.Id("b").Op("=").Add(f.codec("AppendOther")).Types(f.goType(t.Go)).Call(j.Id("b"), j.Id("v"), j.Id("e")),
		)
	})
	f.leave(g, t)
}

// readUnion writes
//
//	switch r.Variant(codec.Names{"Circle", "*Square"}) {
//	case 0:
//		if r.Charge(16) {
//			var x Circle
//			g.readCircle(r, &x)
//			return x
//		}
//	case 1:
//		return g.readPointerSquare(r)
//	}
//	return nil
func (f *file) readUnion(g *j.Group, t *model.Type) {
	names := f.codec("Names").ValuesFunc(func(g *j.Group) {
		for _, variant := range t.Variants {
			g.Lit(variant.Name)
			for _, former := range variant.Was {
				g.Lit(former)
			}
		}
	})
	next := 0
	g.Switch(j.Id("r").Dot("Variant").Call(names)).BlockFunc(func(g *j.Group) {
		for _, variant := range t.Variants {
			var indexes []j.Code
			for range 1 + len(variant.Was) {
				indexes = append(indexes, j.Lit(next))
				next++
			}
			g.Case(indexes...).BlockFunc(func(g *j.Group) { f.readVariant(g, variant.Type) })
		}
	})
	g.Return(f.zero(t.Go))
}

// readVariant writes the case of one variant. A pointer is charged for when it is read.
func (f *file) readVariant(g *j.Group, t *model.Type) {
	if t.Kind == model.Pointer {
		g.Return(f.value("r", t))
		return
	}
	g.If(j.Id("r").Dot("Charge").Call(j.Lit(int(t.Size)))).BlockFunc(func(g *j.Group) {
		if inPlace(t) {
			f.readNew(g, "x", "r", t)
			g.Return(j.Id("x"))
			return
		}
		g.Return(f.value("r", t))
	})
}
