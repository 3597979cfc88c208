package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/bluebird-rpc/bluebird/internal/diag"
	"github.com/bluebird-rpc/bluebird/internal/emit"
	"github.com/bluebird-rpc/bluebird/internal/load"
	"github.com/bluebird-rpc/bluebird/internal/schema"
)

// world is what packages that an author writes are checked in: all that they import, loaded once.
type world struct {
	fset     *token.FileSet
	importer types.Importer
	checker  *emit.Checker
	dir      string // that does not exist
	used     int
	contract *schema.Contract // of the last packages
}

// newWorld loads what authors import.
func newWorld(t testing.TB) *world {
	dir := t.TempDir()
	_, source := (&author{}).finish("seed", func(a *author) {
		for i, f := range foreignTypes {
			a.imports[f[1]] = true
			a.printf("var v%d %s\n\n", i, f[0])
		}
		a.printf("//bluebird:rpc\nfunc F() {}\n")
	})
	for name, text := range map[string]string{"go.mod": "module example.com/seed\n\ngo 1.26\n", "seed.go": source} {
		if err := os.WriteFile(dir+"/"+name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	loaded, err := load.Packages(t.Context(), load.Config{Dir: dir, Extra: emit.Imports()})
	if err != nil || len(loaded.Packages) != 1 {
		t.Fatalf("%v, %v", err, loaded)
	}
	return &world{fset: loaded.Fset, importer: loaded.Packages[0].Importer, checker: &emit.Checker{Fset: loaded.Fset}, dir: dir + "/none"}
}

// generate does with the source of a package what a run of bluebird-gen does with one on disk. It reports whether the source
// parses, and whether all of it is as Go wants it.
func (w *world) generate(name, source string) (r *result, parses, sound bool) {
	file, err := parser.ParseFile(w.fset, w.dir+"/calc.go", source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, false, false
	}
	p := &load.Package{
		Path: "example.com/app/" + name, Name: name, Dir: w.dir, Fset: w.fset, GoFiles: []string{w.dir + "/calc.go"}, Syntax: []*ast.File{file},
		Info: &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}, Scopes: map[ast.Node]*types.Scope{}},
	}
	config := types.Config{Importer: w.importer, IgnoreFuncBodies: true, FakeImportC: true, Sizes: types.SizesFor("gc", "amd64"), Error: func(err error) {
		if e := (types.Error{}); errors.As(err, &e) {
			p.TypeErrors = append(p.TypeErrors, e)
		}
	}}
	if p.Types = typesOf(&config, p); p.Types == nil {
		return nil, false, false
	}
	p.Importer = oneself{w.importer, p.Types}
	r = &result{policy: compatible, checker: w.checker}
	r.add(p)
	return r, true, len(p.TypeErrors) == 0
}

// typesOf returns nil where Go's own type checker panics, as it does on some cycles of aliases.
func typesOf(config *types.Config, p *load.Package) (pkg *types.Package) {
	defer func() {
		if recover() != nil {
			pkg = nil
		}
	}()
	pkg, _ = config.Check(p.Path, p.Fset, p.Syntax, p.Info)
	return pkg
}

// oneself is an importer that knows the package that imports, too.
type oneself struct {
	types.Importer
	self *types.Package
}

func (o oneself) Import(path string) (*types.Package, error) {
	if path == o.self.Path() {
		return o.self, nil
	}
	return o.Importer.Import(path)
}

// check checks that there is a complaint, or code that compiles: add type-checks what it makes, and says when that is a
// bug of its own.
func (w *world) check(t testing.TB, name, source string) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			t.Fatalf("%v\n%s\n%s", p, source, debug.Stack())
		}
	}()
	r, parses, _ := w.generate(name, source)
	if !parses {
		return
	}
	for _, m := range r.diags {
		if m.Code == diag.GeneratorBug {
			t.Errorf("%v\n%s", m, source)
		}
	}
	if len(r.files) == 0 && !r.diags.Failed() {
		t.Errorf("neither files nor a complaint\n%s", source)
	}
	for _, file := range r.files {
		if strings.Contains(string(file.source), "\nfunc init()") {
			t.Errorf("%s has code that was not meant:\n%s", file.name, file.source)
		}
		if formatted, err := format.Source(file.source); strings.HasSuffix(file.name, ".go") && (err != nil || !bytes.Equal(formatted, file.source)) {
			t.Errorf("%s is not formatted: %v\n%s", file.name, err, file.source)
		}
		if filepath.Base(file.name) == schema.FileName {
			w.keep(t, file.source)
		}
	}
}

// keep checks that a contract can be read, and so can what is kept when it takes the place of those before.
func (w *world) keep(t testing.TB, text []byte) {
	t.Helper()
	c := readBack(t, text)
	if w.used%8 > 0 && w.contract != nil {
		c = readBack(t, schema.Format(schema.Merge(w.contract, c)))
	}
	w.contract = c
}

func readBack(t testing.TB, text []byte) *schema.Contract {
	t.Helper()
	c, err := schema.Parse(text)
	if err != nil {
		t.Fatalf("%v in the contract\n%s", err, text)
	}
	if again := schema.Format(c); !bytes.Equal(again, text) {
		t.Errorf("the contract\n%s\nis read as\n%s", text, again)
	}
	return c
}

// worldAge is how many packages a world is used for: what was parsed is never forgotten.
const worldAge = 2000

// FuzzGeneration lets the fuzzer make all choices of an author, and gives him words for comments, tags and names.
func FuzzGeneration(f *testing.F) {
	for i, text := range hostileWords {
		for seed := range uint64(8) {
			choices := randomChoices(seed<<8 | uint64(i))
			f.Add(choices, text, `json:"x"`, "p")
			f.Add(choices, "doc", text, "p")
			f.Add(choices, "doc", `msg:"`+text+`"`, "codec")
			f.Add(choices, text, `msg:"a\"b`+"`"+`"`, "Blüte")
		}
	}
	var w *world
	f.Fuzz(func(t *testing.T, choices []byte, comment, tag, name string) {
		if w == nil || w.used == worldAge {
			w = newWorld(t)
		}
		w.used++
		pkg, source := writePackage(choices, comment, tag, name)
		w.check(t, pkg, source)
	})
}

// hostileWords are words of authors that come from elsewhere.
var hostileWords = []string{"plain", "` + evil() + `", "*/ func init() { panic(1) } /*", "//go:build ignore", "+build ignore", "\x00\xff", "line\n\n\tcode `x`\n*/"}

func randomChoices(seed uint64) []byte {
	random := rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8), byte(seed >> 16)})
	choices := make([]byte, 200)
	_, _ = io.ReadFull(random, choices) // it has no end
	return choices
}

var (
	authors     = flag.Uint64("authors", 2000, "how many packages TestAuthorsWritePackages has written")
	firstAuthor = flag.Uint64("authors.first", 0, "the seed of the first")
)

// TestAuthorsWritePackages guards FuzzGeneration against writing nothing but nonsense. With many authors it finds what
// fuzzing takes hours for.
func TestAuthorsWritePackages(t *testing.T) {
	w := newWorld(t)
	all := int(*authors)
	parsed, sound, generated := 0, 0, 0
	var codes []diag.Code
	for seed := *firstAuthor; seed < *firstAuthor+*authors; seed++ {
		if w.used++; w.used > worldAge {
			w = newWorld(t)
		}
		comment, tag, word := "doc", `json:"x"`, "p"
		if seed%2 == 1 {
			comment, tag, word = hostileWords[seed/2%uint64(len(hostileWords))], `msg:"`+hostileWords[seed/16%uint64(len(hostileWords))]+`"`, clashing[seed/2%uint64(len(clashing))]
		}
		name, source := writePackage(randomChoices(seed), comment, tag, word)
		w.check(t, name, source)
		r, ok, good := w.generate(name, source)
		if ok {
			parsed++
			for _, m := range r.diags {
				codes = append(codes, m.Code)
			}
		}
		if good {
			sound++
		}
		if ok && len(r.files) > 0 {
			generated++
		}
	}
	slices.Sort(codes)
	codes = slices.Compact(codes)
	t.Logf("of %d packages %d parse, %d are sound, %d are generated for; %d kinds of messages: %v", all, parsed, sound, generated, len(codes), codes)
	if parsed < all*9/10 || sound < all/10 || generated < all/50 || len(codes) < 30 {
		t.Errorf("of %d packages %d parse, %d are sound, %d are generated for; %d kinds of messages", all, parsed, sound, generated, len(codes))
	}
}

// TestGeneratedPackagesCompile lets the real compiler see what is generated for packages of authors.
func TestGeneratedPackagesCompile(t *testing.T) {
	if testing.Short() {
		t.Skip("builds dozens of packages")
	}
	w := newWorld(t)
	files := map[string]string{}
	for seed := uint64(0); len(files) < 15; seed++ {
		name, source := writePackage(randomChoices(seed), "doc", `json:"x"`, "p")
		if r, _, sound := w.generate(name, source); sound && !r.diags.Failed() && name != "main" {
			files[fmt.Sprintf("p%d/calc.go", seed)] = source
		}
	}
	module(t, files)
	command(t, 0, "./...")
	if out, err := goCommand(".", "build", "./..."); err != nil {
		t.Errorf("go build: %v\n%s", err, out)
	}
}

// TestErrorsOfThePackageAreNoBug generates for a package that holds an error which no signature depends on, and with which nothing compiles.
func TestErrorsOfThePackageAreNoBug(t *testing.T) {
	r, _, _ := newWorld(t).generate("p", `package p

type Shape interface{ shape() }

type Circle struct{ Radius float64 }

func (Circle) shape() {}

type Drawing struct {
	*Shape
	Name string
}

//bluebird:rpc
func Draw(d Drawing) {}
`)
	for _, m := range r.diags {
		if m.Code == diag.TypeUnknown && strings.Contains(m.String(), "pointer to an interface") {
			return
		}
	}
	t.Errorf("the error is not shown: %v", r.diags)
}
