package main

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// packageKinds are the ways in which a package's types reach clients.
var packageKinds = map[string]string{
	"main":  "package main\n\nimport \"example.com/app/lib\"\n\nfunc main() { _ = lib.Used }\n",
	"copy":  "// Package calc is copied.\n//\n//bluebird:client types=copy\npackage calc\n\nimport \"example.com/app/lib\"\n\nconst _ = lib.Used\n",
	"plain": "package calc\n\nimport \"example.com/app/lib\"\n\nconst _ = lib.Used\n",
	"none":  "// Package calc is called by name.\n//\n//bluebird:client none\npackage calc\n\nimport \"example.com/app/lib\"\n\nconst _ = lib.Used\n",
}

const oddTypes = `// Package lib has types that are hard to write elsewhere.
package lib

import "fmt"

const Used = true

type (
	Place                struct{ X, Y float64 }
	Spot                 = Place
	Tags                 = map[string]int
	Ints[T any]          = []int
	Box[T any]           struct{ Item T }
	ID[T any]            string
	Named[T fmt.Stringer] struct{ A int }
	cache                struct{ m map[string]int }
	Opt[T any]           struct{ V T }
	Entity               struct{ ID string }
	Unsent[T any]        = struct {
		A int
		B *Box[T] ` + "`msg:\"-\"`" + `
	}
	Conf struct {
		Name   string
		secret string ` + "`msg:\"-\"`" + `
	}
)

func (Opt[T]) String() string { return "" }

func (Entity) String() string { return "" }

type Hidden struct {
	H struct {
		A    int
		seen bool ` + "`msg:\"-\"`" + `
	}
}

type Left struct {
	H struct {
		A int
		B *cache ` + "`msg:\"-\"`" + `
	}
}

type Within struct {
	H struct {
		A int
		B struct{ x int } ` + "`msg:\"-\"`" + `
	}
}

type Alias struct {
	Ints[cache]
	A int
}
`

// TestTypesAreWrittenWhereTheyCanBe generates for types that are hard to write in a client, for all kinds of packages. The go command sees
// what is generated; what cannot be written is refused with a code of its own.
func TestTypesAreWrittenWhereTheyCanBe(t *testing.T) {
	if testing.Short() {
		t.Skip("builds dozens of packages")
	}
	type refused map[string]string // by kind: the code
	cases := []struct {
		name, source string
		refused      refused
	}{
		{"unsent fields of types that are not copied", "type lru struct{ n int }\ntype S struct { A int; B *lru `msg:\"-\"`; c *lru `msg:\"-\"`; D chan int `json:\"-\"` }", nil},
		{"the same without a name", "type lru struct{ n int }\ntype S struct { X struct { A int; B *lru `msg:\"-\"` } }", refused{"plain": "BB050"}},
		{"an unexported field without a name", "type S struct { X struct { A int; b int `msg:\"-\"` } }", refused{"plain": "BB050"}},
		{"a blank field without a name", "type S struct { X struct { A int; _ [0]func() } }", refused{"plain": "BB050"}},
		{"unsent and sent", "type N byte\ntype S struct { L struct { A int; B N `msg:\"-\"` }; X N }", nil},
		{"unsent type argument", "type Cache struct { M chan int }\ntype S struct { L struct { A int; B *lib.Box[Cache] `msg:\"-\"` } }", nil},
		{"unexported deep inside", "type S struct { L struct { A int; C struct { x int } `msg:\"-\"`; D interface { m() } `msg:\"-\"` } }", refused{"plain": "BB050"}},
		{"unexported in type arguments", "type S struct { F lib.ID[struct{ b int }]; G lib.ID[interface{ m() }] }", refused{"plain": "BB050"}},
		{"an interface in a type argument", "type Own interface { N(int) }\ntype S struct { F lib.ID[interface { fmtStringer; M() }]; G int }\ntype fmtStringer interface { String() string }", refused{"plain": "BB050", "main": "BB050", "copy": "BB050"}},
		{"an embedded unexported struct", "type q struct { B int }\ntype S struct { q; C int }", nil},
		{"the same without a name, inside", "type q struct { B int }\ntype S struct { X struct { q; C int } }", refused{"plain": "BB050"}},
		{"an embedded alias", "type Q struct { B int }\ntype P = Q\ntype S struct { *P; X struct { P; C int } }", nil},
		{"an embedded alias of a map", "type P = *map[string]int\ntype S struct { P; X struct { P; C int } }", nil},
		{"an unexported alias", "type Q struct { B int }\ntype p = Q\ntype S struct { p; C int }", nil},
		{"an unexported alias that is not sent", "type Q struct { B int }\ntype p = *Q\ntype S struct { p `msg:\"-\"`; C int }", nil},
		{"aliases of one type", "type Tags = map[string]int\ntype S struct { A struct { lib.Tags }; B struct { Tags } }", nil},
		{"a generic alias of another package", "type Own struct { A int }\ntype S struct { lib.Ints[Own]; B int }", nil},
		{"a generic alias", "type Of[T any] = map[string]T\ntype S struct { Of[int]; B int }", refused{"main": "BB051", "copy": "BB051"}},
		{"a generic alias inside", "type Of[T any] = map[string]T\ntype q struct { Of[int] }\ntype S struct { q; B int }", refused{"main": "BB051", "copy": "BB051"}},
		{"a generic alias that is not sent", "type Of[T any] = map[string]T\ntype S struct { Of[int] `msg:\"-\"`; B int }", nil},
		{"type arguments", "type Own struct { A int }\ntype S struct { A lib.ID[map[string]*lib.ID[Own]]; B int }", nil},
		{"a constraint with methods", "type Own int\nfunc (Own) String() string { return \"\" }\ntype S struct { A lib.Named[Own]; B int }", refused{"main": "BB051", "copy": "BB051"}},
		{"bytes with a name", "type Grain byte\ntype S struct { A []Grain; B [3]Grain; C map[[2]Grain][]Grain }", nil},
		{"constants of clients", "type S int\nconst Client S = 1", refused{"main": "BB063", "copy": "BB063"}},
		{"aliases of clients", "type Client = lib.Place\ntype S struct { Client; B int }", refused{"main": "BB063", "copy": "BB063"}},
		{"hidden elsewhere", "type S struct { H lib.Hidden }", refused{"main": "BB050", "copy": "BB050", "plain": "BB050", "none": "BB050"}},
		{"left out elsewhere", "type S struct { H lib.Left }", refused{"main": "BB050", "copy": "BB050", "plain": "BB050", "none": "BB050"}},
		{"unexported deep inside, elsewhere", "type S struct { H lib.Within }", refused{"main": "BB050", "copy": "BB050", "plain": "BB050", "none": "BB050"}},
		{"an alias elsewhere whose argument has no name here", "type S struct { H lib.Alias; Y int }", nil},
		{"keys that differ in what is lost", "type K struct { A int; b string }\ntype S map[K]int", refused{"main": "BB043", "copy": "BB043", "plain": "BB043", "none": "BB043"}},
		{"keys that differ in what is left behind", "type K struct { A int; b string `msg:\"-\"` }\ntype S map[K]int", nil},
		{"keys that do not", "type K struct { A int; _ int; B struct{} `msg:\"-\"`; q }\ntype q struct { C string }\ntype S map[K]int", nil},
		{"an endless array of nothing", "type S [1 << 40]struct{}", refused{"main": "BB041", "copy": "BB041", "plain": "BB041", "none": "BB041"}},
		{"one former name for two", "type q struct { X int }\ntype S struct {\n\tq\n\t//bluebird:was X\n\tY int\n}", refused{"main": "BB015", "copy": "BB015", "plain": "BB015", "none": "BB015"}},
		{"one former name of two", "type S struct {\n\t//bluebird:was Old\n\tX int\n\t//bluebird:was Old\n\tY int\n}", refused{"main": "BB015", "copy": "BB015", "plain": "BB015", "none": "BB015"}},
		{"a field that hides one of the same type", "type base struct { ID int }\ntype a struct { base; X int }\ntype S struct { a; base `msg:\"-\"`; Y int }", refused{"main": "BB046", "copy": "BB046"}},
		{"a method that hides a field", "type base struct { ID int; Title string }\ntype S struct { base; X int }\nfunc (s *S) ID() int { return s.base.ID }", refused{"main": "BB046", "copy": "BB046"}},
		{"an error whose method hides a field", "type base struct { Code int }\ntype E struct { base; A int }\nfunc (E) Code() int { return 0 }\nfunc (E) Error() string { return \"\" }\ntype S int", nil},
		{"a type of another's struct", "type S lib.Conf", nil},
		{"methods of an argument that are its own", "type Own struct { A int }\ntype S struct { A lib.Named[lib.Opt[Own]] }", nil},
		{"methods of an argument that stay", "type Wrap struct { lib.Entity; A int }\ntype S struct { A lib.Named[Wrap] }", nil},
		{"arguments that are nowhere sent", "type Own func(Next) chan int\ntype Next struct { C chan int }\ntype S struct { X lib.Unsent[Own]; Y int }", refused{"main": "BB034", "copy": "BB034"}},
		{"deep arguments", "type S struct { A " + strings.Repeat("lib.Opt[", 40) + "int" + strings.Repeat("]", 40) + " }", refused{"main": "BB042", "copy": "BB042", "plain": "BB042", "none": "BB042"}},
		{"an embedded time", "type stamp = time.Time\ntype S struct { stamp; A int }", refused{"main": "BB046", "copy": "BB046"}},
		{"selectors that another field would take", "type Entity struct { ID string }\ntype Audit struct { ID string }\ntype base struct { Entity }\ntype S struct { base; Audit }", nil},
		{"kept out of JSON", "type q struct { Password string }\ntype S struct { q `json:\"-\"`; Y int }", refused{"main": "BB046", "copy": "BB046"}},
		{"nested embedding", embeddedIn(40), nil},
	}
	files := map[string]string{"lib/lib.go": oddTypes}
	folder := regexp.MustCompile(`[^a-z]+`)
	for _, tt := range cases {
		for kind, head := range packageKinds {
			if strings.Contains(tt.source, "time.") {
				head = strings.Replace(head, "import ", "import \"time\"\nimport ", 1)
			}
			files[kind+"/"+folder.ReplaceAllString(tt.name, "_")+"/calc.go"] = head + "\n" + tt.source + "\n\n//bluebird:rpc\nfunc Echo(s S) (S, error) { return s, nil }\n"
		}
	}
	module(t, files)
	_, said := command(t, 1, "./...")
	for _, tt := range cases {
		for _, kind := range slices.Sorted(maps.Keys(packageKinds)) {
			var got []string
			for line := range strings.Lines(said) {
				code := line[strings.LastIndex(line, "[")+1:]
				if strings.HasPrefix(line, kind+"/"+folder.ReplaceAllString(tt.name, "_")+"/") && !strings.Contains(line, ": note: ") {
					got = append(got, strings.TrimSuffix(code, "]\n"))
				}
			}
			if got = slices.Compact(got); strings.Join(got, " ") != tt.refused[kind] {
				t.Errorf("%s, %s: refused with %q, want %q", tt.name, kind, got, tt.refused[kind])
			}
		}
	}
	if out, err := goCommand(".", "vet", "./..."); err != nil || t.Failed() {
		t.Errorf("go vet: %v\n%s\n%s", err, out, said)
	}
}

// embeddedIn returns structs that are embedded in each other.
func embeddedIn(depth int) string {
	var s strings.Builder
	s.WriteString("type q struct { X0 int }\n")
	name := "q"
	for range depth {
		s.WriteString("type " + name + "q struct { " + name + " }\n")
		name += "q"
	}
	return s.String() + "type S struct { " + name + "; Y int }"
}
