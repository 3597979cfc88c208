package model

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/bluebird-rpc/bluebird/internal/diag"
	"github.com/bluebird-rpc/bluebird/internal/directive"
)

// Variant is a type that values of an interface may have.
type Variant struct {
	Name string   // on the wire: its Go type, without a package if that is the interface's own
	Was  []string // names that readers take too
	Type *Type
}

// union is an interface type whose values have types that are known.
type union struct {
	variants []types.Type
	listed   *directive.Directive // the directive that lists them, nil for a sealed interface
	words    []directive.Word     // of listed, one for each of variants
	judged   bool
}

// unionOf returns the variants of an interface type: those that a directive lists, or, of an interface with an unexported
// method, all types of its package that implement it. It returns nil for all other types.
func (b *builder) unionOf(t *types.Named) *union {
	if known, ok := b.unions.At(t).(*union); ok {
		return known
	}
	var u *union
	if !isError(t) && !isContext(t) {
		u = b.findUnion(t)
	}
	b.unions.Set(t, u)
	return u
}

func (b *builder) findUnion(t *types.Named) *union {
	for _, c := range b.listed {
		if types.Identical(c.t, t) {
			c.used = true
			return &union{variants: c.variants, listed: c.d, words: c.words}
		}
	}
	home := sealedIn(t)
	if home == nil {
		return nil
	}
	u := &union{}
	iface := t.Underlying().(*types.Interface)
	for _, name := range home.Scope().Names() {
		obj, ok := home.Scope().Lookup(name).(*types.TypeName)
		if ok && !obj.Exported() && home != b.load.Types {
			continue // export data has no such types, source code has them
		}
		if !ok || obj.IsAlias() || types.IsInterface(obj.Type()) {
			continue
		}
		if v, ok := obj.Type().(*types.Named); ok && v.TypeParams() == nil {
			u.variants = append(u.variants, implementing(v, iface)...)
		}
	}
	return u
}

// sealedIn returns the package of an unexported method of an interface type, or nil.
func sealedIn(t *types.Named) *types.Package {
	iface, ok := t.Underlying().(*types.Interface)
	if !ok || !iface.IsMethodSet() {
		return nil
	}
	for m := range iface.Methods() {
		if !m.Exported() {
			return m.Pkg()
		}
	}
	return nil
}

// implementing returns T and *T as far as they implement an interface.
func implementing(t *types.Named, iface *types.Interface) []types.Type {
	var list []types.Type
	for _, v := range []types.Type{t, types.NewPointer(t)} {
		if types.Implements(v, iface) {
			list = append(list, v)
		}
	}
	return list
}

// judgeUnion judges the variants of an interface type. One that cannot be sent is left out of a sealed interface, with a
// note, and refused where a directive lists it.
func (b *builder) judgeUnion(t *types.Named, u *union, at place) bool {
	if why := b.unwritable(b.written(t)); why != nil {
		return b.refuse(at, why)
	}
	if b.copied(t) && t.Underlying().(*types.Interface).NumMethods() > 0 {
		return b.refuse(at, because(diag.TypeUncopyable, "%s has methods, and a copy of its variants in %s would have none: declare it in a package of its own",
			b.typeString(t), b.out.ClientName))
	}
	if u.judged {
		return len(u.variants) > 0
	}
	u.judged = true
	var fit []types.Type
	ok := true
	for i, v := range u.variants {
		why := b.unsendableVariant(v, at)
		switch {
		case why == nil:
			fit = append(fit, v)
		case u.listed != nil:
			b.errorf(why.code, u.words[i].Pos, "%s: %s", u.words[i].Text, why.text)
			ok = false
		default:
			b.noteOnce(diag.VariantLeftOut, at, "%s is left out of %s, and to send one is an error: %s", b.typeString(v), b.typeString(t), why.text)
		}
	}
	u.variants = fit
	for _, v := range fit { // once more, for the notes
		ok = b.judge(v, at.step(".("+b.typeString(v)+")", nil)) && ok
	}
	if len(fit) == 0 && ok {
		return b.refuse(at, because(diag.OpenInterface, "%s cannot be sent: it has no variants that can", b.typeString(t)))
	}
	return ok
}

// unsendableVariant says why a type cannot be sent, or returns nil.
func (b *builder) unsendableVariant(t types.Type, at place) *reason {
	outer, why := b.quiet, &reason{}
	b.quiet = why
	b.judge(t, at.fresh())
	b.quiet = outer
	if why.text == "" {
		return nil
	}
	return why
}

// variantName returns what a variant of an interface type is called on the wire.
func variantName(iface *types.Named, v types.Type) string {
	return types.TypeString(v, func(p *types.Package) string {
		if p == iface.Obj().Pkg() {
			return ""
		}
		return p.Name()
	})
}

// internVariants fills in the variants of a judged interface type.
func (b *builder) internVariants(n *Type, t *types.Named, u *union) {
	for _, v := range u.variants {
		v = resolve(v)
		n.Variants = append(n.Variants, Variant{Name: variantName(t, v), Was: b.formerVariant(v), Type: b.intern(v, n.Func)})
	}
}

// listedUnion is an interface type with a //bluebird:union.
type listedUnion struct {
	d        *directive.Directive
	t        types.Type
	variants []types.Type
	words    []directive.Word
	used     bool
}

// chosenType is a type with a //bluebird:codec.
type chosenType struct {
	d    *directive.Directive
	t    types.Type
	used bool
}

// readSettings evaluates the directives about types: those on the package clauses, and //bluebird:union on interfaces.
func (b *builder) readSettings() {
	for _, d := range b.src.settings {
		switch d.Verb {
		case directive.Union:
			if t := b.evalType(d.Words[0]); t != nil {
				b.addUnion(d, t, d.Words[0].Pos, d.Words[1:])
			}
		case directive.Codec:
			b.addCodec(d)
		case directive.Client:
			b.setClient(d)
		}
	}
	for _, u := range b.src.unions {
		if obj := b.load.Info.Defs[u.name]; obj != nil {
			b.addUnion(u.d, obj.Type(), u.d.Pos, u.d.Words)
		}
	}
}

func (b *builder) setClient(d *directive.Directive) {
	if b.out.NoClient || b.out.Copy && !b.out.Main {
		b.errorf(diag.DirectiveTwice, d.Pos, "%v stands here for the second time", d)
		return
	}
	b.out.NoClient = d.None
	b.out.Copy = !d.None && (b.out.Copy || d.Copy) // without a client not even package main is copied
}

func (b *builder) addCodec(d *directive.Directive) {
	t := b.evalType(d.Words[0])
	if t == nil {
		return
	}
	if _, ok := t.(*types.Named); !ok || types.IsInterface(t) {
		b.errorf(diag.BadCodec, d.Words[0].Pos, "%s is no type with methods of its own", d.Words[0].Text)
		return
	}
	for _, c := range b.chosen {
		if types.Identical(c.t, t) {
			b.errorf(diag.BadCodec, d.Pos, "%s has a codec already, chosen at %s", d.Words[0].Text, b.short(c.d.Pos))
			return
		}
	}
	b.chosen = append(b.chosen, &chosenType{d: d, t: t})
}

func (b *builder) addUnion(d *directive.Directive, t types.Type, pos token.Pos, words []directive.Word) {
	iface, ok := t.Underlying().(*types.Interface)
	_, named := t.(*types.Named)
	switch {
	case !ok || !named || !iface.IsMethodSet():
		b.errorf(diag.BadUnion, pos, "%s is no interface type: only its values can have several types", b.typeString(t))
		return
	case len(words) == 0:
		b.errorf(diag.BadUnion, pos, "//bluebird:union needs the types of the values of %s", b.typeString(t))
		return
	case isError(t) || isContext(t):
		b.errorf(diag.BadUnion, pos, "%s is no union: it has a meaning of its own", b.typeString(t))
		return
	}
	for _, other := range b.listed {
		if types.Identical(other.t, t) {
			b.errorf(diag.BadUnion, d.Pos, "the variants of %s are listed already, at %s", b.typeString(t), b.short(other.d.Pos))
			return
		}
	}
	u := &listedUnion{d: d, t: t}
	for _, w := range words {
		if v := b.variant(w, t, iface, u); v != nil {
			u.variants, u.words = append(u.variants, v), append(u.words, w)
		}
	}
	b.listed = append(b.listed, u)
}

// variant evaluates one type of a //bluebird:union.
func (b *builder) variant(w directive.Word, t types.Type, iface *types.Interface, u *listedUnion) types.Type {
	v := b.evalType(w)
	switch {
	case v == nil:
		return nil
	case types.IsInterface(v):
		b.errorf(diag.BadUnion, w.Pos, "%s is an interface; a variant is a type that values have", w.Text)
		return nil
	case !types.Implements(v, iface):
		hint := ""
		if types.Implements(types.NewPointer(v), iface) {
			hint = "; write *" + w.Text
		}
		b.errorf(diag.BadUnion, w.Pos, "%s does not implement %s%s", w.Text, b.typeString(t), hint)
		return nil
	}
	if slices.ContainsFunc(u.variants, func(o types.Type) bool { return types.Identical(o, v) }) {
		b.errorf(diag.BadUnion, w.Pos, "%s is listed twice", w.Text)
		return nil
	}
	name := variantName(t.(*types.Named), v)
	for i, o := range u.variants {
		if variantName(t.(*types.Named), o) == name {
			b.errorf(diag.WireNameShared, w.Pos, "%s and %s are both called %s on the wire", u.words[i].Text, w.Text, name)
			return nil
		}
	}
	return v
}

// evalType returns the type that a word of a directive names, as the file understands it.
func (b *builder) evalType(w directive.Word) types.Type {
	expr, err := parser.ParseExpr(w.Text)
	if err != nil {
		b.errorf(diag.NoSuchType, w.Pos, "%s is no type", w.Text)
		return nil
	}
	if t := b.typeOf(expr, b.fileOf(w.Pos)); t != nil {
		return types.Unalias(t)
	}
	b.errorf(diag.NoSuchType, w.Pos, "there is no type %s here", w.Text)
	return nil
}

// typeOf returns the type that an expression names: T, p.T, *T.
func (b *builder) typeOf(e ast.Expr, file *ast.File) types.Type {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return b.typeOf(e.X, file)
	case *ast.StarExpr:
		if t := b.typeOf(e.X, file); t != nil {
			return types.NewPointer(t)
		}
	case *ast.Ident:
		return typeIn(b.load.Types.Scope(), e.Name)
	case *ast.SelectorExpr:
		if p := b.packageNamed(e.X, file); p != nil && e.Sel.IsExported() {
			return typeIn(p.Scope(), e.Sel.Name)
		}
	}
	return nil
}

func typeIn(s *types.Scope, name string) types.Type {
	if obj, ok := s.Lookup(name).(*types.TypeName); ok && obj.Type() != types.Typ[types.Invalid] {
		return obj.Type()
	}
	return nil
}

// packageNamed returns the package that a name stands for in a file, or in any other file of the package.
func (b *builder) packageNamed(e ast.Expr, file *ast.File) *types.Package {
	id, ok := e.(*ast.Ident)
	if !ok {
		return nil
	}
	files := append([]*ast.File{file}, b.load.Syntax...)
	for _, f := range files {
		if f == nil || b.load.Info.Scopes[f] == nil {
			continue
		}
		if p, ok := b.load.Info.Scopes[f].Lookup(id.Name).(*types.PkgName); ok {
			return p.Imported()
		}
	}
	return nil
}

func (b *builder) fileOf(pos token.Pos) *ast.File {
	for _, f := range b.load.Syntax {
		if f.FileStart <= pos && pos <= f.FileEnd {
			return f
		}
	}
	return nil
}

// checkSettings complains about directives that concern no type which is sent.
func (b *builder) checkSettings() {
	for _, c := range b.chosen {
		if !c.used {
			b.errorf(diag.NoSuchType, c.d.Words[0].Pos, "%s is not sent anywhere in this package", c.d.Words[0].Text)
		}
	}
	for _, u := range b.listed {
		if !u.used {
			b.errorf(diag.NoSuchType, u.d.Pos, "%s is not sent anywhere in this package", strings.TrimSpace(b.typeString(u.t)))
		}
	}
}
