package model

import (
	"go/types"
	"strings"

	"github.com/bluebird-rpc/bluebird/internal/diag"
	"github.com/bluebird-rpc/bluebird/internal/directive"
)

// formerNames reads the //bluebird:was directives of a function or method: former names of its own, and
// of its parameters.
func (b *builder) formerNames(m *Method, c *callable, prefix string) {
	for _, d := range c.was {
		if d.Param != "" {
			b.formerParam(m, c, d)
			continue
		}
		if name := b.formerWire(d, prefix); name != "" {
			b.answer(m, d, name)
		}
	}
}

// formerWire returns the former wire name that a directive gives: with a dot in it all of the name, else
// its last part. It is empty if the name is faulty.
func (b *builder) formerWire(d *directive.Directive, prefix string) string {
	name := d.Old
	if !strings.Contains(name, ".") {
		name = prefix + "." + name
	}
	if err := directive.CheckName(name); err != nil {
		b.errorf(diag.BadName, d.OldPos, "%s was no name on the wire: %v", name, err)
		return ""
	}
	return name
}

// answer makes a method answer to a former name, which nobody else may have.
func (b *builder) answer(m *Method, d *directive.Directive, name string) {
	if first, taken := b.wires[name]; taken {
		b.errorf(diag.BadFormerName, d.OldPos, "%s is the name of the method at %s: %s cannot answer to it too", name, b.short(first), m.GoName)
		return
	}
	b.wires[name] = d.OldPos
	m.Was = append(m.Was, name)
}

func (b *builder) formerParam(m *Method, c *callable, d *directive.Directive) {
	v := param(m, d.Param)
	switch {
	case v == nil && !b.hasParam(c, d.Param): // else it was refused
		b.errorf(diag.NoParameter, d.ParamPos, "%s has no parameter %s%s", m.GoName, d.Param, diag.DidYouMean(d.Param, paramNames(m)))
	case param(m, d.Old) != nil:
		b.errorf(diag.BadFormerName, d.OldPos, "%s has a parameter %s: it is no former name of another", m.GoName, d.Old)
	case v != nil:
		v.Was = append(v.Was, d.Old)
	}
}

// formerService adds the names that a method had when its service was called otherwise.
func (b *builder) formerService(m *Method, c *callable, service *serviceDecl, s *Service) {
	for _, d := range service.was {
		if d.Param != "" {
			b.errorf(diag.BadFormerName, d.Pos, "%v on a service takes the former name of the service", d)
			return
		}
		if name := b.formerWire(d, b.out.Prefix); name != "" {
			b.answer(m, d, name+"."+m.GoName)
		}
	}
}

// formerFields returns the former wire names of a field. No field of the struct may have one of them.
func (b *builder) formerFields(s *types.Struct, f *types.Var, tag string) []string {
	var names []string
	for _, d := range b.src.was[f.Pos()] {
		for i := range s.NumFields() {
			if other := s.Field(i); b.sent(other, s.Tag(i)) && wireField(other.Name(), s.Tag(i)) == d.Old {
				b.errorf(diag.BadFormerName, d.OldPos, "%q is the name of the field %s: %s cannot be read by it too", d.Old, other.Name(), f.Name())
				return nil
			}
		}
		if d.Param != "" {
			b.errorf(diag.BadFormerName, d.Pos, "%v on a field takes the former name of the field on the wire", d)
			return nil
		}
		names = append(names, d.Old)
	}
	return names
}

// formerVariant returns the names that a variant of a union had before.
func (b *builder) formerVariant(v types.Type) []string {
	star := ""
	if p, ok := v.(*types.Pointer); ok {
		star, v = "*", p.Elem()
	}
	named, ok := v.(*types.Named)
	if !ok {
		return nil
	}
	var names []string
	for _, d := range b.src.was[named.Obj().Pos()] {
		names = append(names, star+d.Old)
	}
	return names
}
