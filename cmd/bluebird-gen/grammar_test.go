package main

import (
	"fmt"
	"go/token"
	"maps"
	"slices"
	"strings"
)

// author writes a package from bytes: each byte is one choice. Most of what it writes is Go; much of it cannot be sent.
// When the bytes have run out every choice is the first, which is the plainest.
type author struct {
	choices []byte
	extra   [3]string // words that come from elsewhere: for comments, tags and names

	wild    bool       // the package may be wrong, or hold what cannot be sent
	types   []declared // what may be named
	at      int        // index of the type that is being declared
	generic int        // its type parameters
	far     bool       // behind a pointer, slice or map: types may hold themselves here
	source  strings.Builder
	imports map[string]bool
}

// declared is a type that the package declares.
type declared struct {
	name   string
	params int  // type parameters
	open   bool // an interface without a method that others lack
}

// writePackage returns the source of a package.
func writePackage(choices []byte, comment, tag, name string) (pkg, source string) {
	a := &author{choices: choices, extra: [3]string{comment, tag, name}}
	pkg = pick(a, "calc", "main", "codec", "msgp", "bluebird", "v1", "context", "ünits", "time", "universe", "string", "client")
	a.wild = a.maybe(3)
	for i := range 1 + a.n(8) {
		a.declareLater(i)
	}
	return a.finish(pkg, (*author).declarations)
}

// finish writes what stands below the imports, and the head above it.
func (a *author) finish(name string, write func(*author)) (pkg, source string) {
	a.imports = map[string]bool{}
	write(a)
	return name, a.head(name) + a.source.String()
}

// n makes a choice of n.
func (a *author) n(n int) int {
	if len(a.choices) == 0 {
		return 0
	}
	c := int(a.choices[0])
	a.choices = a.choices[1:]
	return c % n
}

// maybe is true in one of n cases.
func (a *author) maybe(n int) bool { return a.n(n) == n-1 }

func pick[T any](a *author, list ...T) T { return list[a.n(len(list))] }

func (a *author) printf(format string, args ...any) { fmt.Fprintf(&a.source, format, args...) }

// head is what stands above the declarations. Settings of the package are about what is imported anyway.
func (a *author) head(pkg string) string {
	var s strings.Builder
	for _, line := range a.settings() {
		if a.maybe(9) {
			s.WriteString(line + "\n")
		}
	}
	s.WriteString("package " + pkg + "\n\nimport (\n")
	for _, path := range slices.Sorted(maps.Keys(a.imports)) {
		s.WriteString("\t\"" + path + "\"\n")
	}
	s.WriteString(")\n\n")
	return s.String()
}

// settings are directives for the package, many of which are wrong.
func (a *author) settings() []string {
	if !a.wild {
		return pick(a, nil, nil, []string{"//bluebird:client types=copy"}, []string{"//bluebird:client none"}, []string{"//bluebird:package name=acme.calc"})
	}
	return []string{
		"//bluebird:package name=acme.calc", "//bluebird:client types=copy", "//bluebird:client none", "//bluebird:union any A *B",
		"//bluebird:union fmt.Stringer " + a.typeName() + " *" + a.typeName(), "//bluebird:codec " + a.typeName() + " fields",
		"//bluebird:codec time.Month text", "//bluebird:codec " + a.typeName() + " text", "//bluebird:package name=" + a.extra[2],
	}
}

// clashing are names that generated code would like to use itself, or that hide something.
var clashing = []string{
	"Client", "NewClient", "RegisterFuncs", "bluebirdGen", "codec", "msgp", "bluebird", "universe", "context", "time", "string", "int", "error", "len",
	"nil", "true", "append", "any", "byte", "make", "new", "float64", "uint8", "bool", "proto", "Log", "LogClient", "NewLogClient", "RegisterLog",
	"methodAdd", "appendPoint", "readPoint", "serveAdd", "Ünit", "Ελλάς", "世界", "type_x", "Map", "big", "url", "Método", "c", "v", "r", "client", "init", "main", "_",
}

// variables are names of parameters and results.
var variables = []string{
	"a", "b", "v", "e", "g", "r", "n", "f", "k", "m", "x", "ok", "in", "ctx", "call", "err", "r0", "a0", "conn", "codec", "msgp", "bluebird", "context",
	"time", "string", "int", "error", "len", "nil", "append", "any", "P0", "ünlaut", "世", "_", "service", "callErr", "remote", "true", "byte", "i", "h",
}

// declareLater enters a type, so that others may use it before it is declared.
func (a *author) declareLater(i int) {
	d := declared{name: fmt.Sprintf("P%d", i)}
	switch {
	case a.maybe(6):
		d.name = pick(a, clashing...)
	case a.maybe(12):
		d.name = fmt.Sprintf("p%d", i)
	case a.wild && a.maybe(9):
		d.name = a.extra[2]
	}
	for _, other := range a.types {
		if !a.wild && (other.name == d.name || d.name == "_" || d.name == "init" || d.name == "main") {
			d.name = fmt.Sprintf("P%d", i)
		}
	}
	if a.maybe(5) {
		d.params = 1 + a.n(2)
	}
	a.types = append(a.types, d)
}

func (a *author) declarations() {
	for a.at = range a.types {
		a.declareType(&a.types[a.at])
	}
	a.at, a.generic = len(a.types), 0
	for i := range 1 + a.n(4) {
		a.function(i)
	}
	for i := range a.n(3) {
		a.service(i)
	}
	if a.wild {
		a.clutter()
	}
}

// comment writes a doc comment, and directives in it.
func (a *author) comment(directives ...string) {
	switch a.n(8) {
	case 0:
	case 1:
		a.printf("/* %s */\n", strings.ReplaceAll(a.words(), "*/", ""))
	default:
		for line := range strings.Lines(a.words()) {
			a.printf("// %s\n", strings.Trim(line, "\r\n"))
		}
	}
	for _, d := range directives {
		a.printf("%s\n", d)
	}
}

func (a *author) words() string {
	return pick(a, "P is a thing.", "` + evil() + `", "*/ func init() { panic(1) } /*", "go:build ignore", "+build ignore", "\tcode\n\n# Heading\n\n  - item",
		"//bluebird:ignore", "Deprecated: no.", a.extra[0])
}

func (a *author) declareType(d *declared) {
	a.comment(a.typeDirectives()...)
	params := [...]string{"", "[T any]", "[T comparable, U any]"}[d.params]
	a.generic = d.params
	kinds := 14
	if !a.wild {
		kinds = 9
	}
	switch a.n(kinds) {
	case 0, 1, 2, 3, 4:
		a.printf("type %s%s %s\n\n", d.name, params, a.structure(3))
	case 5:
		a.printf("type %s%s %s\n\n", d.name, params, pick(a, plainTypes...))
		a.constants(d)
	case 6:
		a.printf("type %s%s = %s\n\n", d.name, params, a.typ(2))
		return
	case 7:
		a.printf("type %s%s []%s\n\n", d.name, params, a.beyond(2))
	case 8:
		a.union(*d, params)
		return
	case 9:
		d.open = true
		a.printf("type %s%s interface{ Open(%s) }\n\n", d.name, params, a.typ(1))
	case 10:
		a.printf("type %s%s interface{ sealed() }\n\n", d.name, params)
	case 11:
		a.printf("type %s%s interface{}\n\n", d.name, params)
	default:
		a.printf("type %s%s struct{ hidden %s }\n\n", d.name, params, a.typ(1))
	}
	a.methods(*d)
}

// union writes a sealed interface and two variants.
func (a *author) union(d declared, params string) {
	a.printf("type %s%s interface{ sealed%[1]s() }\n\n", d.name, params)
	a.printf("type Of%s struct { V %s }\n\nfunc (Of%[1]s) sealed%[1]s() {}\n\n", d.name, strings.NewReplacer("T", "int", "U", "int").Replace(pick(a, "int", "*Of"+d.name)))
	a.printf("type Other%s %s\n\nfunc (*Other%[1]s) sealed%[1]s() {}\n\n", d.name, pick(a, "string", "[]byte", "map[string]int"))
}

func (a *author) typeDirectives() []string {
	if !a.wild {
		return nil
	}
	switch a.n(12) {
	case 9:
		return []string{fmt.Sprintf("//bluebird:union %s *%s", a.typeName(), a.typeName())}
	case 10:
		return []string{"//bluebird:was " + pick(a, "Old", "P0", a.extra[2])}
	case 11:
		return []string{"//bluebird:service"}
	}
	return nil
}

// methods writes methods that decide how a type travels: as a variant, or by a codec.
func (a *author) methods(d declared) {
	receiver := d.name
	if d.params > 0 {
		receiver += [...]string{"[T]", "[T, U]"}[d.params-1]
	}
	star := pick(a, "", "*")
	kinds := 10
	if !a.wild {
		kinds = 9
	}
	switch a.n(kinds) {
	case 5:
		a.printf("func (%s%s) sealed() {}\n\n", star, receiver)
	case 6:
		a.generic = 0
		a.printf("func (%s%s) Open(%s) {}\n\n", star, receiver, a.typ(1))
	case 7:
		form := pick(a, "Text", "Binary", "JSON")
		a.printf("func (%s%s) Marshal%s() ([]byte, error) { panic(0) }\n\n", star, receiver, form)
		a.printf("func (*%s) Unmarshal%s([]byte) error { panic(0) }\n\n", receiver, form)
	case 8:
		a.printf("func (%s%s) MarshalMsg([]byte) ([]byte, error) { panic(0) }\n\n", star, receiver)
		a.printf("func (*%s) UnmarshalMsg([]byte) ([]byte, error) { panic(0) }\n\n", receiver)
	case 9:
		a.printf("func (%s%s) Error() string { panic(0) }\n\nfunc (%[1]s%[2]s) String() string { panic(0) }\n\n", star, receiver)
	}
}

func (a *author) constants(d *declared) {
	if d.params == 0 && a.wild && a.maybe(3) {
		a.printf("const (\n\t%s_A %[1]s = %s\n\t%[1]sB, %[1]s_c %[1]s = %[2]s, 0\n)\n\n", d.name, pick(a, "1", "'x'", "1.5", `"a\x00`+"`"+`"`, "1e300", "-0.0", "1i", "true", "1<<63"))
	}
}

var plainTypes = []string{
	"int", "string", "bool", "float64", "byte", "int8", "uint64", "float32", "complex64", "complex128", "rune", "int16", "uint", "[]byte", "uintptr",
}

// foreignTypes are types of other packages, and the import that they need.
var foreignTypes = [][2]string{
	{"time.Time", "time"}, {"time.Duration", "time"}, {"big.Int", "math/big"}, {"*big.Rat", "math/big"}, {"url.URL", "net/url"}, {"image.Point", "image"},
	{"image.Image", "image"}, {"sql.NullString", "database/sql"}, {"sql.Null[string]", "database/sql"}, {"json.RawMessage", "encoding/json"},
	{"netip.Addr", "net/netip"}, {"io.Reader", "io"}, {"io.Writer", "io"}, {"iter.Seq[int]", "iter"}, {"iter.Seq2[string, error]", "iter"},
	{"sync.Mutex", "sync"}, {"context.Context", "context"}, {"unsafe.Pointer", "unsafe"}, {"fmt.Stringer", "fmt"}, {"time.Month", "time"},
}

func (a *author) typeName() string { return a.types[a.n(len(a.types))].name }

// named writes a type of the package, instantiated if it is generic.
func (a *author) named(depth int) string {
	known := a.types
	if !a.wild && !a.far {
		known = a.types[:a.at]
	}
	if len(known) == 0 {
		return "int"
	}
	d := known[a.n(len(known))]
	switch d.params {
	case 1:
		return d.name + "[" + a.typ(depth-1) + "]"
	case 2:
		return d.name + "[" + pick(a, "string", "int", "[2]bool") + ", " + a.typ(depth-1) + "]"
	}
	return d.name
}

// typ writes a type that is nested no deeper than depth.
func (a *author) typ(depth int) string {
	if depth <= 0 {
		return pick(a, plainTypes...)
	}
	switch a.n(20) {
	case 0, 1:
		return pick(a, plainTypes...)
	case 2, 3, 4, 5:
		return a.named(depth)
	case 6, 7:
		f := pick(a, foreignTypes...)
		if !a.wild {
			f = foreignTypes[a.n(10)]
		}
		a.imports[f[1]] = true
		return f[0]
	case 8, 9:
		return "[]" + a.beyond(depth-1)
	case 10:
		return fmt.Sprintf("[%d]%s", pick(a, 3, 0, 1, 16, 1<<12), a.typ(depth-1))
	case 11, 12:
		return "map[" + a.key(depth) + "]" + a.beyond(depth-1)
	case 13, 14, 15:
		return "*" + a.beyond(depth-1)
	case 16:
		return a.structure(depth - 1)
	case 17:
		if a.wild {
			return pick(a, "interface{ M() }", "interface{ ~int }", "chan int", "<-chan "+a.typ(depth-1), "func()")
		}
		return pick(a, "any", "error", "interface{}")
	}
	if n := a.n(3); n < a.generic || a.wild {
		return [...]string{"T", "U", "V"}[n]
	}
	return pick(a, "struct{}", "["+fmt.Sprint(a.n(9))+"]struct{ X, Y float64 }")
}

// beyond writes what a pointer points to, or a slice or map holds.
func (a *author) beyond(depth int) string {
	before := a.far
	defer func() { a.far = before }()
	a.far = true
	return a.typ(depth)
}

func (a *author) key(depth int) string {
	if a.wild {
		return a.typ(depth - 1)
	}
	return pick(a, "string", "int", "[4]byte", "float32", "bool", "struct{ A, B string }", "[2]complex64")
}

func (a *author) structure(depth int) string {
	var s strings.Builder
	s.WriteString("struct {\n")
	for i := range a.n(7) {
		if a.maybe(6) {
			s.WriteString("\t// " + strings.ReplaceAll(a.words(), "\n", " ") + "\n")
		}
		switch kind := a.n(8); {
		case kind == 6 && a.wild:
			fmt.Fprintf(&s, "\t%s%s", pick(a, "", "*"), a.typeName())
		case kind == 6 && i == 0 && a.at > 0 && a.at < len(a.types):
			d := a.types[a.n(a.at)]
			fmt.Fprintf(&s, "\t%s%s", d.name, [...]string{"", "[int]", "[string, int]"}[d.params])
		case kind == 7 && a.wild:
			fmt.Fprintf(&s, "\t%s %s", pick(a, "x", "_", "Ü", "世", "Len", "F0", "F1"), a.typ(depth-1))
		case kind == 7:
			fmt.Fprintf(&s, "\t%s%d %s", pick(a, "Ü", "Len", "Append", "Ω"), i, a.typ(depth-1))
		default:
			fmt.Fprintf(&s, "\tF%d %s", i, a.typ(depth-1))
		}
		switch {
		case a.wild && a.maybe(4):
			s.WriteString(" " + a.tag())
		case a.maybe(6):
			fmt.Fprintf(&s, " `json:\"f%d,omitempty\"`", i)
		case a.maybe(12):
			s.WriteString(" `msg:\"-\"`")
		case a.maybe(9):
			fmt.Fprintf(&s, " %q", fmt.Sprintf("msg:%q", fmt.Sprintf("%s%d", pick(a, "`", "*/", "ü\n", "\x00", "a=b", strings.Repeat("long", 20)), i)))
		}
		s.WriteString("\n")
	}
	s.WriteString("}")
	return s.String()
}

// tag writes a tag, quoted in one of the two ways of Go.
func (a *author) tag() string {
	text := pick(a, `json:"x"`, `msg:"y"`, `msg:"-"`, `json:"-"`, `json:",omitempty"`, `msg:"a,b=c"`, "json:\"`\"", `msg:"*/"`, `json:"ü\n\x00"`, `msg:"`+strings.Repeat("long", 20)+`"`, `broken`, a.extra[1])
	if strings.ContainsAny(text, "`\r\x00") || a.maybe(2) {
		return fmt.Sprintf("%q", text)
	}
	return "`" + text + "`"
}

// function writes an annotated function.
func (a *author) function(i int) {
	name := fmt.Sprintf("Func%d", i)
	if a.maybe(5) {
		name = pick(a, clashing...)
	}
	a.comment(a.callDirectives("//bluebird:rpc")...)
	params := ""
	if a.wild {
		params = pick(a, "", "", "", "[T any]")
	} else if slices.ContainsFunc(a.types, func(d declared) bool { return d.name == name }) || !token.IsExported(name) {
		name = fmt.Sprintf("Func%d", i)
	}
	a.printf("func %s%s%s { panic(0) }\n\n", name, params, a.signature())
}

func (a *author) callDirectives(list ...string) []string {
	if !a.wild && a.maybe(3) {
		return append(list, pick(a, "//bluebird:idempotent", "//bluebird:was Old"+fmt.Sprint(a.source.Len())))
	}
	if a.wild && a.maybe(3) {
		list = append(list, pick(a, "//bluebird:idempotent", "//bluebird:default a=5", "//bluebird:default b=`*/`", "//bluebird:default v=time.Second", "//bluebird:was Old",
			"//bluebird:was a=z", "//bluebird:default "+a.extra[2]+"="+a.extra[1], "//bluebird:was "+a.extra[2], "//bluebird:ignore", "//bluebird:rpc name=x.y max=1KiB"))
	}
	return list
}

// value writes the type of a parameter or result: one in six flows.
func (a *author) value() string {
	if !a.maybe(6) {
		return a.typ(3)
	}
	switch flow := a.n(8); flow {
	case 0, 1, 2:
		a.imports["iter"] = true
		return pick(a, "iter.Seq["+a.typ(2)+"]", "iter.Seq2["+a.typ(2)+", error]", "iter.Seq2["+a.typ(1)+", "+a.typ(1)+"]")
	case 3:
		return "<-chan " + a.typ(2)
	case 4, 5:
		a.imports["io"] = true
		return pick(a, "io.ReadCloser", "io.Reader", "io.Writer")
	case 6:
		return "func(yield func(" + a.typ(2) + ") bool)"
	default:
		name := func() string { return pick(a, variables...) + " " }
		return "func(" + name() + a.typ(1) + ", _ " + a.typ(1) + ")" + pick(a, " error", "", " ("+a.typ(1)+", error)", " "+a.typ(1), " (a, b "+a.typ(1)+")")
	}
}

// signature writes parameters and results, with names or without.
func (a *author) signature() string {
	var params, results []string
	taken := map[string]bool{}
	variable := func() string {
		name := pick(a, variables...)
		if taken[name] && !a.wild {
			name = "_"
		}
		taken[name] = true
		return name
	}
	if a.maybe(3) {
		a.imports["context"] = true
		params = append(params, variable()+" context.Context")
	}
	for range a.n(5) {
		params = append(params, variable()+" "+a.value())
	}
	if a.maybe(6) {
		params = append(params, "rest ..."+a.typ(2))
	}
	named := a.maybe(3)
	result := func(t string) {
		if named {
			t = variable() + " " + t
		}
		results = append(results, t)
	}
	for range a.n(4) {
		result(a.value())
	}
	if a.maybe(2) {
		result("error")
	}
	return "(" + strings.Join(params, ", ") + ") (" + strings.Join(results, ", ") + ")"
}

// service writes a struct with methods, or an interface.
func (a *author) service(i int) {
	name := fmt.Sprintf("Service%d", i)
	if a.wild && a.maybe(4) {
		name = pick(a, "Log", "Client", "LogClient", "Ünit", "funcs")
	}
	option := ""
	if a.wild {
		option = pick(a, "", "", " max=1MiB", " name=a.b", " name="+a.extra[2])
	}
	a.comment("//bluebird:service" + option)
	if a.maybe(3) {
		a.printf("type %s interface {\n", name)
		for k := range 1 + a.n(3) {
			a.printf("\tM%d%s\n", k, a.signature())
		}
		a.printf("}\n\n")
		return
	}
	a.printf("type %s %s\n\n", name, a.structure(2))
	for k := range 1 + a.n(3) {
		a.comment(a.callDirectives()...)
		a.printf("func (%s%s) %s%s { panic(0) }\n\n", pick(a, "s *", "s ", "*"), name, pick(a, "M", "Close", "Nlaut", "hidden", "Add")+fmt.Sprint(k), a.signature())
	}
}

// clutter writes declarations that stand in the way.
func (a *author) clutter() {
	name := pick(a, clashing...)
	a.printf("%s\n\n", pick(a, "var "+name+" = 1", "const "+name+" = 2", "func "+name+"() {}", "type "+name+" struct{}", "func "+name+"[T any](T) {}", "//bluebird:rpc\n",
		"//bluebird:service\nvar "+name+" int", "func init() {}"))
}
