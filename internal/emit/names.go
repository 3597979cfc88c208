package emit

import (
	"fmt"
	"go/types"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	j "github.com/dave/jennifer/jen"

	"github.com/bluebird-rpc/bluebird/internal/model"
)

// Who yields to whom, when two things would like one name:
//
//   - what the user declares keeps its name, always, but a type that is called like a local variable gets another one
//     beside it, and generated code uses that;
//   - his parameters keep theirs, unless they would hide a type, a constant or a function that their own stub
//     needs, or something declared beside it;
//   - imports avoid all of these, and the names of local variables in codecs;
//   - local variables of stubs avoid everything in sight.
//
// In the server's half the user may have redefined predeclared names for his whole package. Such names are taken
// from package universe instead.

// names is a set of names that are taken.
type names map[string]bool

func (n names) add(more ...string) {
	for _, name := range more {
		n[name] = true
	}
}

// pick takes the first free one of the wishes, or else the last of them with a number.
func (n names) pick(wishes ...string) string {
	name := firstFree(wishes, n)
	n[name] = true
	return name
}

// firstFree returns what pick takes if the names of all sets are taken.
func firstFree(wishes []string, sets ...names) string {
	free := func(name string) bool {
		return !slices.ContainsFunc(sets, func(n names) bool { return n[name] })
	}
	for _, w := range wishes {
		if free(w) {
			return w
		}
	}
	last := wishes[len(wishes)-1]
	for i := 2; ; i++ {
		if name := last + strconv.Itoa(i); free(name) {
			return name
		}
	}
}

// locals are the variables of codecs and registering functions.
var locals = []string{"b", "conn", "ctx", "e", "f", "g", "i", "in", "k", "m", "n", "ok", "r", "v", "x"}

// besideLocals returns a name of a declaration that no local variable has. Only types are called like one.
func (f *file) besideLocals(o types.Object) string {
	if !slices.Contains(locals, o.Name()) {
		return o.Name()
	}
	name, known := f.beside[o]
	if !known {
		name = f.used.pick("bluebird" + strings.ToUpper(o.Name()[:1]) + o.Name()[1:])
		f.beside[o] = name
		params, args := f.typeParams(o)
		f.declare(fmt.Sprintf("%s is %s, whose name a variable has.", name, o.Name()), j.Type().Id(name).Types(params...).Op("=").Id(o.Name()).Types(args...))
	}
	return name
}

// noImports holds the names that no import may have: locals, and all that is predeclared.
var noImports = func() names {
	n := names{}
	n.add(locals...)
	n.add(types.Universe.Names()...)
	return n
}()

// constants holds the predeclared types and constants. Stubs may mention any of them, so no parameter may hide
// one. Of the predeclared functions stubs need none.
var constants = func() names {
	n := names{}
	for _, name := range types.Universe.Names() {
		if _, function := types.Universe.Lookup(name).(*types.Builtin); !function {
			n.add(name)
		}
	}
	return n
}()

// reserve takes the names of everything that stubs can mention, before any of them is written.
func (f *file) reserve() {
	for _, t := range f.pkg.Types {
		f.nameFunc("append", t)
		f.nameFunc("read", t)
	}
	for _, path := range []string{"context", msgpPath, runtimePath, codecPath} {
		f.importName(path, runtimeNames[path])
	}
	for _, v := range values(f.pkg) {
		if v.Flow != nil {
			f.flowType(v)
		} else {
			f.goType(v.Type.Go)
		}
	}
	for _, t := range f.pkg.Types {
		for _, field := range t.Fields {
			f.goType(field.Type.Go)
		}
		for _, variant := range t.Variants {
			f.goType(variant.Type.Go)
		}
	}
}

var runtimeNames = map[string]string{
	"context":    "context",
	"errors":     "errors",
	"fmt":        "fmt",
	"io":         "io",
	"iter":       "iter",
	runtimePath:  "bluebird",
	codecPath:    "codec",
	universePath: "universe",
	stalePath:    "stale",
	msgpPath:     "msgp",
}

// nameFunc chooses the name of a codec function. In the server's half they are methods of bluebirdGen and can
// clash with nothing.
func (f *file) nameFunc(verb string, t *model.Type) {
	name := verb + t.Func
	if !f.server {
		name = f.used.pick(name)
	}
	f.funcs[verb+t.Func] = name
}

// methodName returns the name that stands for m in the file: verb, service and method.
func (f *file) methodName(verb string, m *model.Method, s *model.Service) string {
	key := verb + " " + m.WireName
	if name, ok := f.funcs[key]; ok {
		return name
	}
	name := verb + m.GoName
	if s != nil {
		name = verb + s.Name + m.GoName
	}
	f.funcs[key] = f.used.pick(name)
	return f.funcs[key]
}

// free returns a name for a variable that can stand beside any parameter.
func (f *file) free(wishes ...string) string {
	all := maps.Clone(f.used)
	maps.Copy(all, f.params)
	return all.pick(wishes...)
}

// importName returns the name under which the file knows a package, choosing it at first.
func (f *file) importName(importPath, name string) string {
	if known, ok := f.imports[importPath]; ok {
		return known
	}
	wishes := []string{name}
	if parent := identifier(path.Base(path.Dir(importPath))); parent != name {
		wishes = append(wishes, parent+name) // corev1
	}
	chosen := firstFree(wishes, f.used, f.params, noImports)

	f.imports[importPath] = chosen
	f.used.add(chosen)
	if chosen == path.Base(importPath) {
		f.ImportName(importPath, name)
	} else {
		f.ImportAlias(importPath, chosen)
	}
	return chosen
}

// identifier returns the lower-case letters of s.
func identifier(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// scope holds the names inside one stub.
type scope struct {
	ctx, call, in, err, service string
	yield, seq, remote, ok      string
	params, results             []string
	whys                        map[int]string // of results that are streams of pairs: the func that says why they ended

	taken names // all of these, and what else is in sight
}

// scope gives names to what the stub of m handles.
func (f *file) scope(m *model.Method, s *model.Service) scope {
	taken := maps.Clone(f.used)
	maps.Copy(taken, constants)
	taken.add(f.receiver, m.GoName)

	var in scope
	for _, p := range m.Params {
		in.params = append(in.params, taken.pick(p.Name, p.Name+"Arg"))
	}
	for _, r := range m.Results {
		in.results = append(in.results, taken.pick(r.Name, r.Name+"Result"))
	}
	in.ctx = taken.pick("ctx", "callCtx")
	in.call = taken.pick("call", "remote")
	in.in = taken.pick("in", "incoming")
	in.err = taken.pick("err", "callErr")
	if s != nil {
		in.service = taken.pick(initial(s.Name), "service")
	}
	if len(m.Flows) > 0 {
		in.whys = map[int]string{}
		for i, r := range m.Results {
			if isPairs(r) {
				in.whys[i] = taken.pick(in.results[i] + "Err")
			}
		}
		in.yield, in.seq, in.remote = taken.pick("yield", "yieldItem"), taken.pick("seq", "items"), taken.pick("remote", "caller")
		in.ok = taken.pick("ok", "present")
	}
	in.taken = taken
	return in
}

// initial returns the first letter of name in lower case.
func initial(name string) string {
	for _, r := range name {
		return string(unicode.ToLower(r))
	}
	return "s"
}

// values returns all parameters and results of p.
func values(p *model.Package) []model.Value {
	var all []model.Value
	add := func(methods []*model.Method) {
		for _, m := range methods {
			all = slices.Concat(all, m.Params, m.Results)
			for _, p := range m.Params {
				if p.Role == model.Callback {
					all = slices.Concat(all, p.Flow.Func.Params, p.Flow.Func.Results)
				}
			}
		}
	}
	add(p.Funcs)
	for _, s := range p.Services {
		add(s.Methods)
	}
	return all
}

// valueNames returns the names of all parameters and results of p.
func valueNames(p *model.Package) names {
	n := names{}
	for _, v := range values(p) {
		n.add(v.Name)
	}
	return n
}

// clientNames returns the exported and copied names of the client package of p.
func clientNames(p *model.Package) []string {
	var all []string
	if len(p.Funcs) > 0 {
		all = append(all, "Client", "NewClient")
	}
	for _, s := range p.Services {
		all = append(all, s.Name, s.Name+"Client", "New"+s.Name+"Client")
	}
	if p.Copy {
		for _, v := range p.ErrorVars {
			all = append(all, v.Name)
		}
	}
	for _, t := range p.Copies {
		name := t.Go.(*types.Named).Obj()
		all = append(all, name.Name())
		for _, c := range model.Constants(name) {
			all = append(all, c.Name())
		}
	}
	for _, a := range p.Aliases {
		all = append(all, a.Obj.Name())
	}
	return all
}

// predeclared returns one of Go's own names, from package universe if the file's package means something else
// by it.
func (f *file) predeclared(name string) *j.Statement {
	if !f.hides(name) {
		return j.Id(name)
	}
	f.importName(universePath, "universe")
	return j.Qual(universePath, strings.ToUpper(name[:1])+name[1:])
}

// hides reports whether the package of the file has redefined a predeclared name.
func (f *file) hides(name string) bool { return f.used[name] }
