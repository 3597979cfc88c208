package model

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/bluebird-rpc/bluebird/internal/diag"
	"github.com/bluebird-rpc/bluebird/internal/directive"
)

// source is what the files of a package say, sorted by what Build asks of it.
type source struct {
	// directives holds what stands in each comment group. Whatever belongs to a declaration is taken
	// out; what remains in the end is a mistake.
	directives map[*ast.CommentGroup][]*directive.Directive

	pkg      *directive.Directive   // //bluebird:package
	settings []*directive.Directive // others on package clauses
	unions   []unionDecl            // interfaces with //bluebird:union
	funcs    []*callable            // with //bluebird:rpc, in source order
	services []*serviceDecl         // in source order

	methods  map[string][]*callable     // methods by the name of their receiver's type, in source order
	abstract map[token.Pos]*callable    // methods of interfaces by the position of their name
	types    map[types.Object]*typeDecl // types at package level
	vars     []varDecl                  // exported variables, in source order
	fields   map[token.Pos]*ast.Field   // struct fields by the position of their name

	was map[token.Pos][]*directive.Directive // former names of fields and of types that are no services, by the position of their name
}

// callable is a function, a method or a method of an interface, as declared.
type callable struct {
	marks
	name *ast.Ident
	typ  *ast.FuncType
	doc  *ast.CommentGroup
	used bool // it belongs to a service
}

// unionDecl is an interface type with //bluebird:union.
type unionDecl struct {
	d    *directive.Directive
	name *ast.Ident
}

// typeDecl is a type at package level.
type typeDecl struct {
	spec *ast.TypeSpec
	doc  *ast.CommentGroup
}

// serviceDecl is a type with //bluebird:service.
type serviceDecl struct {
	typeDecl
	mark *directive.Directive
	was  []*directive.Directive
}

// marks are the directives of one declaration.
type marks struct {
	rpc, service, ignore, idempotent, pkg *directive.Directive
	defaults, was                         []*directive.Directive
	settings                              []*directive.Directive // about types and the client package
}

// readSource fills b.src and says which directives are malformed or in the wrong place.
func (b *builder) readSource() {
	b.src = source{
		directives: map[*ast.CommentGroup][]*directive.Directive{},
		methods:    map[string][]*callable{},
		abstract:   map[token.Pos]*callable{},
		types:      map[types.Object]*typeDecl{},
		fields:     map[token.Pos]*ast.Field{},
		was:        map[token.Pos][]*directive.Directive{},
	}
	for _, file := range b.load.Syntax {
		b.readDirectives(file)
		b.readPackageClause(file)
		b.readStructs(file)
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				b.readFunc(decl)
			case *ast.GenDecl:
				b.readGroup(decl)
			}
		}
	}
}

func (b *builder) readDirectives(file *ast.File) {
	for _, group := range file.Comments {
		for _, c := range group.List {
			d, err := directive.Parse(c)
			if err != nil {
				b.errorf(err.Code, err.Pos, "%s", err.Text)
			}
			if d != nil {
				b.src.directives[group] = append(b.src.directives[group], d)
			}
		}
	}
}

func (b *builder) readPackageClause(file *ast.File) {
	m := b.take(file.Doc, "the package clause", directive.Package, directive.Client, directive.Union, directive.Codec)
	b.src.settings = append(b.src.settings, m.settings...)
	switch {
	case m.pkg == nil:
	case b.src.pkg != nil:
		b.errorf(diag.DirectiveTwice, m.pkg.Pos, "%v stands here and at %s: once is enough", m.pkg, b.short(b.src.pkg.Pos))
	default:
		b.src.pkg = m.pkg
	}
}

func (b *builder) readFunc(decl *ast.FuncDecl) {
	c := &callable{name: decl.Name, typ: decl.Type, doc: decl.Doc}
	if decl.Recv != nil {
		c.marks = b.take(decl.Doc, "a method", directive.RPC, directive.Ignore, directive.Default, directive.Idempotent, directive.Was)
		recv := receiver(decl)
		b.src.methods[recv] = append(b.src.methods[recv], c)
		return
	}
	c.marks = b.take(decl.Doc, "a function", directive.RPC, directive.Default, directive.Idempotent, directive.Was)
	if c.rpc != nil {
		b.src.funcs = append(b.src.funcs, c)
		return
	}
	for _, d := range c.others() {
		b.errorf(diag.NotPublished, d.Pos, "%v without //bluebird:rpc: %s cannot be called", d, decl.Name.Name)
	}
}

// receiver returns the name of the type that a method belongs to.
func receiver(decl *ast.FuncDecl) string {
	if len(decl.Recv.List) == 0 {
		return ""
	}
	return embeddedName(decl.Recv.List[0].Type).Name
}

// embeddedName returns the identifier that names the type in *p.T[A] and its simpler forms.
func embeddedName(e ast.Expr) *ast.Ident {
	switch e := e.(type) {
	case *ast.Ident:
		return e
	case *ast.StarExpr:
		return embeddedName(e.X)
	case *ast.ParenExpr:
		return embeddedName(e.X)
	case *ast.SelectorExpr:
		return e.Sel
	case *ast.IndexExpr:
		return embeddedName(e.X)
	case *ast.IndexListExpr:
		return embeddedName(e.X)
	}
	return &ast.Ident{NamePos: e.Pos()}
}

func (b *builder) readGroup(decl *ast.GenDecl) {
	what := map[token.Token]string{token.VAR: "a variable", token.CONST: "a constant", token.IMPORT: "an import", token.TYPE: "a type"}[decl.Tok]
	grouped := decl.Lparen.IsValid()
	if grouped {
		b.take(decl.Doc, "a group of declarations")
	}
	b.readConsts(decl)
	var above *ast.CommentGroup
	if !grouped {
		above = decl.Doc
	}
	for _, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			group := spec.Doc
			if !grouped {
				group = decl.Doc
			}
			b.readType(spec, group)
		case *ast.ValueSpec:
			b.take(spec.Doc, what)
			if decl.Tok == token.VAR {
				b.readVars(spec, cmp.Or(spec.Doc, above))
			}
		case *ast.ImportSpec:
			b.take(spec.Doc, what)
		}
	}
	if !grouped {
		b.take(decl.Doc, what)
	}
}

func (b *builder) readType(spec *ast.TypeSpec, group *ast.CommentGroup) {
	decl := typeDecl{spec, group}
	b.src.types[b.load.Info.Defs[spec.Name]] = &decl
	m := b.take(group, "a type", directive.Service, directive.Was, directive.Union)
	for _, d := range m.settings {
		b.src.unions = append(b.src.unions, unionDecl{d, spec.Name})
	}
	if m.service != nil {
		b.src.services = append(b.src.services, &serviceDecl{decl, m.service, m.was})
	} else if len(m.was) > 0 {
		b.src.was[spec.Name.Pos()] = m.was
	}
	if iface, ok := spec.Type.(*ast.InterfaceType); ok {
		b.readInterface(spec.Name.Name, iface)
	}
}

// readStructs notes the fields of all structs outside of function bodies.
func (b *builder) readStructs(file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		if s, ok := n.(*ast.StructType); ok {
			b.readFields(s)
		}
		_, body := n.(*ast.BlockStmt)
		return !body
	})
}

func (b *builder) readFields(s *ast.StructType) {
	for _, f := range s.Fields.List {
		names := fieldNames(f)
		was := b.take(f.Doc, "a field", directive.Was).was
		for _, name := range names {
			b.src.fields[name.Pos()] = f
			b.src.was[name.Pos()] = was
		}
		b.checkSingle(names, was)
	}
}

// fieldNames returns the names of the fields in one declaration. An embedded one is called like its type.
func fieldNames(f *ast.Field) []*ast.Ident {
	if len(f.Names) == 0 {
		return []*ast.Ident{embeddedName(f.Type)}
	}
	return f.Names
}

func (b *builder) readInterface(name string, iface *ast.InterfaceType) {
	for _, f := range iface.Methods.List {
		typ, ok := f.Type.(*ast.FuncType)
		if !ok || len(f.Names) != 1 {
			continue
		}
		c := &callable{name: f.Names[0], typ: typ, doc: f.Doc}
		c.marks = b.take(f.Doc, "a method", directive.RPC, directive.Ignore, directive.Default, directive.Idempotent, directive.Was)
		b.src.abstract[c.name.Pos()] = c
		b.src.methods[name] = append(b.src.methods[name], c)
	}
}

// take returns the directives of a doc comment and complains about those that are not allowed there.
func (b *builder) take(group *ast.CommentGroup, what string, allowed ...directive.Verb) marks {
	var m marks
	list := b.src.directives[group]
	delete(b.src.directives, group)
	for _, d := range list {
		b.add(&m, d, what, allowed)
	}
	return m
}

func (b *builder) add(m *marks, d *directive.Directive, what string, allowed []directive.Verb) {
	if !slices.Contains(allowed, d.Verb) {
		b.errorf(diag.DirectiveMisplaced, d.Pos, "%v cannot stand on %s: %s", d, what, home(d.Verb, what))
		return
	}
	switch d.Verb {
	case directive.Default:
		b.addDefault(m, d)
		return
	case directive.Was:
		m.was = append(m.was, d)
		return
	case directive.Client, directive.Union, directive.Codec:
		m.settings = append(m.settings, d)
		return
	}
	place := map[directive.Verb]**directive.Directive{
		directive.RPC:        &m.rpc,
		directive.Service:    &m.service,
		directive.Ignore:     &m.ignore,
		directive.Idempotent: &m.idempotent,
		directive.Package:    &m.pkg,
	}[d.Verb]
	if *place != nil {
		b.errorf(diag.DirectiveTwice, d.Pos, "%v stands here twice", d)
		return
	}
	*place = d
}

func (b *builder) addDefault(m *marks, d *directive.Directive) {
	for _, other := range m.defaults {
		if other.Param == d.Param {
			b.errorf(diag.BadDefault, d.Pos, "%s has two defaults", d.Param)
			return
		}
	}
	m.defaults = append(m.defaults, d)
}

// others returns the directives that mean nothing alone.
func (m *marks) others() []*directive.Directive {
	list := slices.Concat(m.defaults, m.was)
	for _, d := range []*directive.Directive{m.idempotent, m.ignore} {
		if d != nil {
			list = append(list, d)
		}
	}
	return list
}

// home says where a directive belongs.
func home(v directive.Verb, what string) string {
	switch {
	case v == directive.RPC && what == "a type":
		return "use //bluebird:service to publish its methods"
	case v == directive.Service && what == "a function":
		return "use //bluebird:rpc to publish a function"
	case v == directive.RPC:
		return "it belongs on a function"
	case v == directive.Service:
		return "it belongs on a type"
	case v == directive.Package:
		return "it belongs on the package clause"
	case v == directive.Ignore:
		return "it belongs on a method of a service"
	case v == directive.Client, v == directive.Codec:
		return "it belongs on the package clause"
	case v == directive.Union:
		return "it belongs on an interface type, or on the package clause"
	case v == directive.Was:
		return "it belongs on what has another name now: a function, a method, a service or a field"
	}
	return "it belongs on a function with //bluebird:rpc or a method of a service"
}

// strays complains about directives that belong to nothing that is published.
func (b *builder) strays() {
	for _, file := range b.load.Syntax {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil {
				b.strayMethod(f)
			}
		}
		for _, group := range file.Comments {
			for _, d := range b.src.directives[group] {
				b.errorf(diag.DirectiveDangling, d.Pos, "%v %s", d, dangling(file, d.Pos))
			}
		}
	}
	for _, c := range b.src.abstract {
		b.strayMarks(c, "the interface")
	}
}

// strayMethod complains about directives on a method whose type is no service.
func (b *builder) strayMethod(f *ast.FuncDecl) {
	recv := receiver(f)
	for _, c := range b.src.methods[recv] {
		if c.name == f.Name {
			b.strayMarks(c, recv)
		}
	}
}

func (b *builder) strayMarks(c *callable, owner string) {
	if c.used {
		return
	}
	list := c.others()
	if c.rpc != nil {
		list = append(list, c.rpc)
	}
	for _, d := range list {
		b.errorf(diag.NotPublished, d.Pos, "%v on a method of a type that is no service: annotate %s with //bluebird:service", d, owner)
	}
}

// dangling says why a directive in a file belongs to no declaration.
func dangling(file *ast.File, pos token.Pos) string {
	for _, decl := range file.Decls {
		if decl.Pos() > pos || pos >= decl.End() {
			continue
		}
		if f, ok := decl.(*ast.FuncDecl); ok && f.Body != nil && f.Body.Pos() < pos {
			return "is inside a function: it must stand in the doc comment of a declaration"
		}
		return "is inside a declaration: it must stand in the doc comment above"
	}
	return "belongs to no declaration: it must stand in a doc comment, without a blank line below"
}
