package model

import (
	"go/ast"
	"go/types"
	"slices"
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

// former returns the //bluebird:was directives of a field or type, be it declared here or in another package of the module.
func (b *builder) former(obj types.Object) []*directive.Directive {
	if obj.Pkg() == b.load.Types {
		return b.src.was[obj.Pos()]
	}
	file := b.load.Elsewhere(obj)
	if file == nil {
		return nil
	}
	if b.elsewhere[file] == nil {
		b.elsewhere[file] = b.readElsewhere(file)
	}
	return b.elsewhere[file][declaration{obj.Name(), b.load.Fset.Position(obj.Pos()).Line}]
}

// declaration is a name and the line of its declaration.
type declaration struct {
	name string
	line int
}

// readElsewhere returns the former names in a file of another package. What is wrong with them is said where they stand,
// and again in a run that generates for that package: messages are printed once.
func (b *builder) readElsewhere(file *ast.File) map[declaration][]*directive.Directive {
	found := map[declaration][]*directive.Directive{}
	note := func(group *ast.CommentGroup, names ...*ast.Ident) {
		was := b.wasIn(group)
		for _, name := range names {
			found[declaration{name.Name, b.load.Fset.Position(name.Pos()).Line}] = was
		}
		b.checkSingle(names, was)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl:
			if len(n.Specs) == 1 && !n.Lparen.IsValid() {
				if spec, ok := n.Specs[0].(*ast.TypeSpec); ok {
					note(n.Doc, spec.Name)
				}
			}
		case *ast.TypeSpec:
			if n.Doc != nil {
				note(n.Doc, n.Name)
			}
		case *ast.Field:
			note(n.Doc, fieldNames(n)...)
		}
		_, body := n.(*ast.BlockStmt)
		return !body
	})
	return found
}

// wasIn returns the //bluebird:was directives in a doc comment, unless it is that of a service, whose own name they are.
func (b *builder) wasIn(group *ast.CommentGroup) []*directive.Directive {
	if group == nil {
		return nil
	}
	var was []*directive.Directive
	for _, c := range group.List {
		d, err := directive.Parse(c)
		switch {
		case err != nil && err.Code == diag.BadFormerName:
			b.errorf(err.Code, err.Pos, "%s", err.Text)
		case d != nil && d.Verb == directive.Service:
			return nil
		case d != nil && d.Verb == directive.Was:
			was = append(was, d)
		}
	}
	return was
}

// checkSingle complains about former names for several fields at once.
func (b *builder) checkSingle(names []*ast.Ident, was []*directive.Directive) {
	if len(names) > 1 && len(was) > 0 {
		b.errorf(diag.BadFormerName, was[0].Pos, "%v on several fields at once: give each its own line", was[0])
	}
}

// formerFields returns the former wire names of a field. No field of the struct may have one of them, or have had it.
func (b *builder) formerFields(t types.Type, f *types.Var) []string {
	var names []string
	for _, d := range b.former(f) {
		for _, other := range SentFields(t) {
			if other.Wire == d.Old {
				b.errorf(diag.BadFormerName, d.OldPos, "%q is the name of the field %s: %s cannot be read by it too", d.Old, other.Name(), f.Name())
				return nil
			}
			if other.Var != f && slices.ContainsFunc(b.former(other.Var), func(o *directive.Directive) bool { return o.Old == d.Old && o.OldPos < d.OldPos }) {
				b.errorf(diag.BadFormerName, d.OldPos, "%q was the name of the field %s: %s cannot be read by it too", d.Old, other.Name(), f.Name())
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
	for _, d := range b.former(named.Obj()) {
		names = append(names, star+d.Old)
	}
	return names
}
