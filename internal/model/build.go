package model

import (
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"path/filepath"
	"strings"

	"github.com/bluebird-rpc/bluebird/internal/diag"
	"github.com/bluebird-rpc/bluebird/internal/directive"
	"github.com/bluebird-rpc/bluebird/internal/load"
	"golang.org/x/tools/go/types/typeutil"
)

// Build makes the model of a loaded package and judges it. The package is nil if the list holds
// errors.
func Build(p *load.Package) (*Package, diag.List) {
	b := &builder{
		load:      p,
		sizes:     newSizes(),
		reported:  map[string]bool{},
		funcs:     map[string]bool{},
		noted:     map[string]bool{},
		elsewhere: map[*ast.File]map[declaration][]*directive.Directive{},
		wires:     map[string]token.Pos{},
		out: &Package{
			Path:       p.Path,
			Name:       p.Name,
			Dir:        p.Dir,
			Main:       p.Name == "main",
			Copy:       p.Name == "main",
			ClientName: load.ClientName(p.Path),
			Go:         p.Types,
			ConstDocs:  map[types.Object]ConstDoc{},
		},
	}
	b.out.ClientPath = path.Join(p.Path, b.out.ClientName)
	b.out.ClientDir = filepath.Join(p.Dir, b.out.ClientName)
	b.build()
	if b.diags.Failed() {
		return nil, b.diags
	}
	return b.out, b.diags
}

// builder is one run of Build.
type builder struct {
	load  *load.Package
	out   *Package
	diags diag.List
	sizes sizes

	src      source
	reported map[string]bool // refusals that were made already

	listed    []*listedUnion  // interfaces with a //bluebird:union
	chosen    []*chosenType   // types with a //bluebird:codec
	codecs    typeutil.Map    // *types.Named → Codec
	unions    typeutil.Map    // *types.Named → *union
	noted     map[string]bool // notes that were made already
	foreign   []string        // types that decode themselves, as a note names them
	foreignAt place           // of the first

	elsewhere map[*ast.File]map[declaration][]*directive.Directive // former names in files of other packages

	errorsOnly bool // what is interned now is part of an error type only

	quiet *reason // if not nil, refusals are kept here and not reported

	good  typeutil.Map         // named types that were judged and can be sent
	types typeutil.Map         // types.Type → *Type
	funcs map[string]bool      // values of Type.Func in use
	wires map[string]token.Pos // wire names in use
	own   []*types.TypeName    // types of the package that the client imports, in order of first use
}

// build fills b.out. Errors do not stop it, so that all of them are found at once.
func (b *builder) build() {
	b.readSource()
	b.out.Prefix = b.prefix()
	b.readSettings()
	for _, f := range b.src.funcs {
		b.addFunc(f)
	}
	for _, s := range b.src.services {
		b.addService(s)
	}
	b.addErrors()
	b.strays()
	b.checkPurpose()
	b.checkServerScope()
	b.checkSettings()
	b.finishTypes()
	b.checkClientScope()
	b.noteImport()
	b.noteForeigns()
}

// checkPurpose complains about a package with settings and nothing to set them for.
func (b *builder) checkPurpose() {
	if b.src.pkg != nil && len(b.src.funcs)+len(b.src.services) == 0 {
		b.errorf(diag.NothingToCall, b.src.pkg.Pos, "nothing in this package has //bluebird:rpc or //bluebird:service")
	}
}

// prefix returns the first part of wire names.
func (b *builder) prefix() string {
	switch {
	case b.src.pkg != nil && b.src.pkg.Name != "":
		return b.src.pkg.Name
	case b.out.Main:
		return strings.Map(wireRune, load.LastElement(b.out.Path))
	}
	return b.out.Name
}

// wireRune replaces what may stand in an import path and not in a wire name.
func wireRune(r rune) rune {
	if directive.CheckName(string(r)) != nil {
		return '_'
	}
	return r
}

func (b *builder) errorf(code diag.Code, pos token.Pos, format string, args ...any) {
	b.diags.Errorf(code, b.load.Fset.Position(pos), format, args...)
}

func (b *builder) notef(code diag.Code, pos token.Pos, format string, args ...any) {
	b.diags.Notef(code, b.load.Fset.Position(pos), format, args...)
}

// short returns a position as it is named inside a message about the same package.
func (b *builder) short(pos token.Pos) string {
	p := b.load.Fset.Position(pos)
	p.Filename = filepath.Base(p.Filename)
	return p.String()
}

// typeString returns a type as the package itself writes it.
func (b *builder) typeString(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string {
		if p == b.load.Types {
			return ""
		}
		return p.Name()
	})
}

// noteImport tells when clients will link the annotated package for the types it declares.
func (b *builder) noteImport() {
	if len(b.own) == 0 || b.out.NoClient || b.diags.Failed() {
		return
	}
	var names []string
	for _, t := range b.own {
		names = append(names, t.Name())
	}
	b.notef(diag.ClientImports, b.own[0].Pos(), "%s imports %s for %s: clients link %s and all that it imports; types declared in a package of their own avoid that",
		b.out.ClientName, b.out.Name, enumerate(names), b.out.Name)
}

// enumerate joins words as a sentence does: "A", "A and B", "A, B and C". Long lists are cut.
func enumerate(words []string) string {
	const most = 4
	if len(words) > most {
		words = append(words[:most-1:most-1], "others")
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}
