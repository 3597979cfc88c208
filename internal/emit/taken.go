package emit

import (
	"strings"

	j "github.com/dave/jennifer/jen"

	"github.com/bluebird-rpc/bluebird/internal/model"
)

// maxTaken is codec.MaxTaken.
const maxTaken = 64

// takes reports whether the fields of a struct are read by a loop of codec.Taken. The others are read by index.
func takes(t *model.Type) bool {
	for _, field := range t.Fields {
		for _, name := range append([]string{field.Wire}, field.Was...) {
			if strings.ContainsAny(name, ",=") {
				return false
			}
		}
	}
	return len(t.Fields) > 0 && len(t.Fields) <= maxTaken
}

// readTaken writes
//
//	var f codec.Taken
//	for f.Begin(r, 2, "X,Y"); f.More(r); {
//		if f.Take(r, 0, "\xa1X") {
//			v.X = codec.ReadFloat64(r)
//		}
//		if f.Take(r, 1, "\xa1Y") {
//			v.Y = codec.ReadFloat64(r)
//		}
//	}
//	if r.Failed() {
//		*v = Point{}
//	}
func (f *file) readTaken(g *j.Group, t *model.Type) {
	r := j.Id("r")
	begin := j.Id("f").Dot("Begin").Call(r, j.Lit(len(t.Fields)), j.Lit(takenNames(t)))
	g.Var().Id("f").Add(f.codec("Taken"))
	g.For(begin, j.Id("f").Dot("More").Call(r), j.Empty()).BlockFunc(func(g *j.Group) {
		for i, field := range t.Fields {
			take := f.take(i, field.Wire)
			for _, former := range field.Was {
				take.Op("||").Add(f.take(i, former))
			}
			g.If(take).Block(f.read("v."+field.Name, "r", field.Type))
		}
	})
	g.Add(f.zeroIfFailed(t))
}

// take writes f.Take(r, 0, "\xa1X").
func (f *file) take(i int, name string) *j.Statement {
	return j.Id("f").Dot("Take").Call(j.Id("r"), j.Lit(i), j.Lit(wireString(name)))
}

// takenNames returns the names of fields as codec.Taken.Begin wants them.
func takenNames(t *model.Type) string {
	var names []string
	for _, field := range t.Fields {
		names = append(names, strings.Join(append([]string{field.Wire}, field.Was...), "="))
	}
	return strings.Join(names, ",")
}
