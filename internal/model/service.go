package model

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"math"
	"slices"

	"github.com/bluebird-rpc/bluebird/internal/diag"
	"github.com/bluebird-rpc/bluebird/internal/directive"
)

// addFunc adds an annotated function.
func (b *builder) addFunc(c *callable) {
	if !c.name.IsExported() {
		b.errorf(diag.FuncUnexported, c.name.Pos(), "%s is unexported, and a client could not call it: give it a capital letter", c.name.Name)
		return
	}
	if c.typ.TypeParams != nil {
		b.errorf(diag.FuncGeneric, c.name.Pos(), "%s is generic: write a function for each type that is to be called", c.name.Name)
		return
	}
	fn, ok := b.load.Info.Defs[c.name].(*types.Func)
	if !ok {
		b.errorf(diag.DeclaredTwice, c.name.Pos(), "%s is declared twice", c.name.Name)
		return
	}
	m := b.method(c, fn.Signature(), site{prefix: b.out.Prefix, owner: fn.Name()})
	m.MaxMessage = c.rpc.Max
	b.out.Funcs = append(b.out.Funcs, m)
}

// site is where a method is declared.
type site struct {
	prefix string   // of its wire name
	owner  string   // begins the names of anonymous types in its signature
	outer  ast.Node // where messages point if the signature is not in this package
	fixed  bool     // the signature's source does not spell its types, as in an instantiated generic type
}

// addService adds an annotated type and its methods.
func (b *builder) addService(d *serviceDecl) {
	for _, c := range b.src.methods[d.spec.Name.Name] {
		c.used = true
	}
	named, ok := b.serviceType(d)
	if !ok {
		return
	}
	s := &Service{
		Name:      d.spec.Name.Name,
		WireName:  cmp.Or(d.mark.Name, b.out.Prefix+"."+d.spec.Name.Name),
		Doc:       doc(d.doc),
		Interface: types.IsInterface(named),
		Pointer:   !types.IsInterface(named),
		Pos:       d.spec.Name.Pos(),
	}
	s.Spelled = s.Interface && b.spells(named.Underlying())
	if err := directive.CheckName(s.WireName); err != nil {
		b.errorf(diag.GoNameNotWire, s.Pos, "%s cannot begin a name on the wire: %v; choose one with //bluebird:service name=", s.WireName, err)
		return
	}
	for _, m := range b.published(d, named) {
		m.site.prefix, m.site.owner = s.WireName, s.Name+m.fn.Name()
		method := b.method(m.callable, m.fn.Signature(), m.site)
		method.MaxMessage = d.mark.Max
		if m.rpc != nil {
			method.MaxMessage = cmp.Or(m.rpc.Max, d.mark.Max)
		}
		b.formerService(method, m.callable, d, s)
		s.Methods = append(s.Methods, method)
	}
	if len(s.Methods) == 0 {
		b.errorf(diag.NoMethods, s.Pos, "%s has no exported methods to call", s.Name)
	}
	b.out.Services = append(b.out.Services, s)
}

// serviceType returns the type behind an annotation if it can be a service.
func (b *builder) serviceType(d *serviceDecl) (*types.Named, bool) {
	name := d.spec.Name
	obj, ok := b.load.Info.Defs[name].(*types.TypeName)
	if !ok {
		b.errorf(diag.DeclaredTwice, name.Pos(), "%s is declared twice", name.Name)
		return nil, false
	}
	named, ok := types.Unalias(obj.Type()).(*types.Named)
	switch {
	case !name.IsExported():
		b.errorf(diag.ServiceUnexported, name.Pos(), "%s is unexported, and it could not be registered: give it a capital letter", name.Name)
	case d.spec.TypeParams != nil:
		b.errorf(diag.ServiceGeneric, name.Pos(), "%s is generic: annotate an alias, such as type Ints%s = %s[int]", name.Name, name.Name, name.Name)
	case !ok:
		b.errorf(diag.NoServiceType, d.spec.Type.Pos(), "%s is an alias of a type without methods", name.Name)
	case named.Obj().Pkg() != b.load.Types:
		b.errorf(diag.NoServiceType, d.spec.Type.Pos(), "%s is declared elsewhere: only a type of this package can be a service; declare one with methods that call it",
			b.typeString(named))
	case obj.IsAlias() && named.TypeArgs() == nil:
		b.errorf(diag.NoServiceType, d.spec.Type.Pos(), "%s is another name of %s: annotate that type", name.Name, named.Obj().Name())
	case isConstraint(named):
		b.errorf(diag.Constraint, d.spec.Type.Pos(), "%s is a constraint, which no value has for a type", name.Name)
	default:
		return named, true
	}
	return nil, false
}

func isConstraint(t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	return ok && !iface.IsMethodSet()
}

// publishedMethod is a method of a service that can be called.
type publishedMethod struct {
	*callable
	fn   *types.Func
	site site
}

// published returns the methods of a service in source order.
func (b *builder) published(d *serviceDecl, named *types.Named) []publishedMethod {
	if iface, ok := named.Underlying().(*types.Interface); ok {
		return b.contract(iface, site{outer: d.spec.Name, fixed: named.TypeArgs() != nil})
	}
	byName := map[string]*types.Func{}
	for fn := range named.Methods() {
		byName[fn.Name()] = fn
	}
	var list []publishedMethod
	for _, c := range b.src.methods[named.Obj().Name()] {
		fn := byName[c.name.Name]
		if fn == nil || !b.publishes(c) {
			continue
		}
		if named.TypeArgs() == nil && fn.Pos() != c.name.Pos() {
			b.errorf(diag.DeclaredTwice, c.name.Pos(), "%s.%s is declared twice", named.Obj().Name(), c.name.Name)
			continue
		}
		list = append(list, publishedMethod{c, fn, site{fixed: named.TypeArgs() != nil}})
	}
	b.notePromoted(d, named)
	return list
}

// publishes reports whether a method of a service can be called.
func (b *builder) publishes(c *callable) bool {
	c.used = true
	if c.ignore != nil {
		return false
	}
	if c.name.IsExported() {
		return true
	}
	list := c.others()
	if c.rpc != nil {
		list = append(list, c.rpc)
	}
	for _, d := range list {
		b.errorf(diag.NotPublished, d.Pos, "%v on %s, which is unexported and is not published", d, c.name.Name)
	}
	return false
}

// contract returns the methods of an interface: its own in source order, then those of embedded
// interfaces that are declared elsewhere.
func (b *builder) contract(iface *types.Interface, at site) []publishedMethod {
	var list []publishedMethod
	for fn := range iface.Methods() {
		c, here := b.src.abstract[fn.Pos()]
		if !here {
			c = &callable{name: ast.NewIdent(fn.Name())}
		}
		if b.publishes(c) {
			list = append(list, publishedMethod{c, fn, at})
		}
	}
	slices.SortStableFunc(list, func(a, b publishedMethod) int {
		return cmp.Compare(sourceOrder(a.callable), sourceOrder(b.callable))
	})
	return list
}

// sourceOrder puts what is not in this package last.
func sourceOrder(c *callable) token.Pos {
	if c.typ == nil {
		return token.Pos(math.MaxInt)
	}
	return c.name.Pos()
}

// notePromoted names the methods that a service has from embedded types: they are not published, so
// that embedding a mutex or a database does not publish it.
func (b *builder) notePromoted(d *serviceDecl, named *types.Named) {
	var names []string
	for sel := range types.NewMethodSet(types.NewPointer(named)).Methods() {
		if len(sel.Index()) > 1 && sel.Obj().Exported() {
			names = append(names, sel.Obj().Name())
		}
	}
	if len(names) > 0 {
		b.notef(diag.MethodsPromoted, d.spec.Name.Pos(), "%s: %s of embedded types are not published; write methods of %s that call them to do so",
			d.spec.Name.Name, enumerate(names), d.spec.Name.Name)
	}
}
