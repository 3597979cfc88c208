package model

import (
	"fmt"
	"go/types"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/bluebird-rpc/bluebird/internal/load"
	"golang.org/x/tools/txtar"
)

func TestSignaturesAreTakenApart(t *testing.T) {
	p := build(t, `
-- calc.go --
// Package calc counts.
//
//bluebird:package name=acme.calc
package calc

import "context"

type later = context.Context

// Add adds a and b.
//
// It cannot fail.
//
//bluebird:rpc
func Add(a, b float64) float64 { return a + b }

//bluebird:rpc name=acme.Div max=2MiB
//bluebird:idempotent
func Div(ctx context.Context, a, b int) (quo, rem int, err error) { return }

//bluebird:rpc
func Sum(_ later, of string, list ...int) (int, error) { return 0, nil }

//bluebird:rpc
func Blank(_ int, _ string, a2 bool, _ bool) (_ int, r1 string, _ bool) { return }

//bluebird:rpc
func Bare(int, string) (int, bool) { return 0, false }

//bluebird:rpc
func Nothing() {}

//bluebird:rpc
func Check() error { return nil }

func hidden() {}
`)
	var got []string
	for _, m := range p.Funcs {
		got = append(got, describeMethod(m))
	}
	want := []string{
		"acme.calc.Add(a float64, b float64) (r0 float64)",
		"acme.Div(context, a int, b int) (quo int, rem int, error) idempotent 2097152",
		"acme.calc.Sum(context, of string, list ...[]int) (r0 int, error)",
		"acme.calc.Blank(a0 int, a1 string, a2 bool, a3 bool) (r0 int, r1 string, r2 bool)",
		"acme.calc.Bare(a0 int, a1 string) (r0 int, r1 bool)",
		"acme.calc.Nothing() ()",
		"acme.calc.Check() (error)",
	}
	compare(t, got, want)
	if got, want := p.Funcs[0].Doc, "Add adds a and b.\n\nIt cannot fail."; got != want {
		t.Errorf("doc %q, want %q", got, want)
	}
	if p.Funcs[0].Params[0].Named != true || p.Funcs[0].Results[0].Named {
		t.Error("it is not known which values the source names")
	}
	if p.ClientName != "calcrpc" || p.ClientPath != "example.com/calc/calcrpc" || filepath.Base(p.ClientDir) != "calcrpc" {
		t.Errorf("client package %s, %s in %s", p.ClientName, p.ClientPath, p.ClientDir)
	}
}

func TestUnnamedParametersAvoidNamedOnes(t *testing.T) {
	p := build(t, "-- calc.go --\npackage calc\n\n//bluebird:rpc\nfunc F(_ int, a0 int, _ int) (r0 int, _ int) { return }\n")
	compare(t, []string{describeMethod(p.Funcs[0])}, []string{"calc.F(a1 int, a0 int, a2 int) (r0 int, r1 int)"})
}

func TestServicesHaveTheirOwnMethods(t *testing.T) {
	p := build(t, `
-- b.go --
package calc

// Get is declared in the first file.
func (l *Logger) Get(n int) []string { return nil }
-- c.go --
package calc

import (
	"io"
	"sync"
)

// Logger keeps lines.
//
//bluebird:service max=1KiB
type Logger struct {
	sync.Mutex
	lines []string
}

// Add adds.
//
//bluebird:rpc name=log.Append max=2KiB
//bluebird:idempotent
func (l *Logger) Add(line string) {}

//bluebird:ignore
func (l Logger) Skip(f func()) {}

func (l Logger) unexported(f func()) {}

type (
	// Meter measures.
	//
	//bluebird:service name=acme.Meter
	Meter float64
)

func (m Meter) Read() float64 { return 0 }

// Store stores.
//
//bluebird:service
type Store interface {
	// Put puts.
	Put(key string, value []byte) error
	io.Closer
	Getter
	//bluebird:ignore
	Watch() chan int
	private()
}

// Getter gets.
type Getter interface {
	//bluebird:default key="none"
	Get(key string) []byte
}

//bluebird:service
type Ints = Cache[string, int]

// Cache is generic.
type Cache[K comparable, V any] struct{ m map[K]V }

func (c *Cache[K, V]) Load(key K) (V, bool) { return c.m[key], true }
`)
	var got []string
	for _, s := range p.Services {
		got = append(got, fmt.Sprintf("%s %s pointer=%t interface=%t: %s", s.Name, s.WireName, s.Pointer, s.Interface, s.Doc))
		for _, m := range s.Methods {
			got = append(got, "  "+m.GoName+" "+describeMethod(m))
		}
	}
	compare(t, got, []string{
		"Logger calc.Logger pointer=true interface=false: Logger keeps lines.",
		"  Get calc.Logger.Get(n int) (r0 []string) 1024",
		"  Add log.Append(line string) () idempotent 2048",
		"Meter acme.Meter pointer=true interface=false: Meter measures.",
		"  Read acme.Meter.Read() (r0 float64)",
		"Store calc.Store pointer=false interface=true: Store stores.",
		"  Put calc.Store.Put(key string, value []byte) (error)",
		"  Get calc.Store.Get(key string = \"none\") (r0 []byte)",
		"  Close calc.Store.Close() (error)",
		"Ints calc.Ints pointer=true interface=false: ",
		"  Load calc.Ints.Load(key string) (r0 int, r1 bool)",
	})
}

func TestTypesKnowHowTheyTravel(t *testing.T) {
	p := build(t, `
-- calc.go --
package calc

import (
	"time"

	"example.com/calc/geo"
)

type (
	Celsius float64
	Octet   byte
	Text    string
	Names   []string
	ID      [16]byte
	Point   struct{ X, Y float64 }
	Pair[A, B any] struct {
		First  A
		Second B
	}
	Tree struct {
		Value    int
		Children []*Tree
	}
	Wrapper struct {
		Point
		*geo.Place
		Meta struct{ Tags []string }
		Skip func() `+"`json:\"-\"`"+`
		_    int
		none struct{}
		gone chan int `+"`msg:\"-\"`"+`
	}
	hidden  = Point
	SlicePoint struct{ A int }
)

//bluebird:rpc
func F(
	b bool, i8 int8, r rune, u uint, c complex64, s Text, temp Celsius,
	raw []byte, octets []Octet, id ID, arr [4]uint8,
	nums []float64, temps []Celsius, durations []time.Duration, vec [3]float32,
	when time.Time, d time.Duration, month time.Month,
	names Names, grid [2][]int, byName map[string]Point, byPoint map[Point][]Point,
	p *Point, pp **Point, ps *[]string, pt *time.Time,
	hidden []hidden, pair Pair[string, []hidden], anon struct{ N int }, anons []struct{ M int },
	empty struct{},
) {}

//bluebird:rpc
func G() (Tree, Wrapper, geo.Point, SlicePoint) { panic(0) }
-- geo/geo.go --
package geo

// Point is another one.
type Point struct{ Lat, Lon float64 }

// Place has a name.
type Place struct{ Name string }
`)
	var got []string
	for _, v := range p.Funcs[0].Params {
		got = append(got, v.Name+" "+describeType(v.Type))
	}
	for _, v := range p.Funcs[1].Results {
		got = append(got, v.Name+" "+describeType(v.Type))
	}
	compare(t, got, []string{
		"b bool Bool 1",
		"i8 int8 Int8 1",
		"r rune Int32 4",
		"u uint Uint 8",
		"c complex64 Complex64 8",
		"s Text String 16",
		"temp Celsius Float64 8",
		"raw []byte Bytes 24 nilable",
		"octets []Octet Bytes 24 nilable",
		"id ID ByteArray 16 len=16",
		"arr [4]uint8 ByteArray 4 len=4",
		"nums []float64 Block 24 nilable elem=float64",
		"temps []Celsius Block 24 nilable elem=Celsius",
		"durations []time.Duration Block 24 nilable elem=time.Duration",
		"vec [3]float32 BlockArray 12 len=3 elem=float32",
		"when time.Time Time 24",
		"d time.Duration Int64 8",
		"month time.Month Int 8",
		"names Names Slice 24 Names nilable elem=string",
		"grid [2][]int Array 48 Array2SliceInt len=2 elem=[]int",
		"byName map[string]Point Map 8 MapStringPoint nilable elem=Point",
		"byPoint map[Point][]Point Map 8 MapPointSlicePoint nilable elem=[]Point",
		"p *Point Pointer 8 PointerPoint nilable elem=Point",
		"pp **Point Pointer 8 PointerPointerPoint boxed nilable elem=*Point",
		"ps *[]string Pointer 8 PointerSliceString boxed nilable elem=[]string",
		"pt *time.Time Pointer 8 PointerTime nilable elem=time.Time",
		"hidden []Point Slice 24 SlicePoint nilable elem=Point",
		"pair Pair[string, []Point] Struct 40 PairStringSlicePoint {First Second}",
		"anon struct{N int} Struct 8 FAnon {N}",
		"anons []struct{M int} Slice 24 SliceFAnons nilable elem=struct{M int}",
		"empty struct{} Struct 0 FEmpty {}",
		"r0 Tree Struct 32 Tree recursive {Value Children}",
		"r1 Wrapper Struct 72 Wrapper {Point Place Meta}",
		"r2 geo.Point Struct 16 GeoPoint {Lat Lon}",
		"r3 SlicePoint Struct 8 CalcSlicePoint {A}",
	})
}

func TestTypesAreInternedInOrderOfUse(t *testing.T) {
	p := build(t, `
-- calc.go --
package calc

type Leaf struct{ N int }

type Tree struct{ Leaves []Leaf; Next *Tree }

//bluebird:rpc
func Grow(t Tree, l []Leaf) map[string]Leaf { return nil }

//bluebird:rpc
func Cut(t *Tree) {}
`)
	var got []string
	for _, t := range p.Types {
		got = append(got, fmt.Sprintf("%s in=%t out=%t recursive=%t", t.Func, t.In, t.Out, t.Recursive))
	}
	compare(t, got, []string{
		"Tree in=true out=false recursive=true",
		"SliceLeaf in=true out=false recursive=false",
		"Leaf in=true out=true recursive=false",
		"PointerTree in=true out=false recursive=true",
		"MapStringLeaf in=false out=true recursive=false",
	})
	grow, cut := p.Funcs[0], p.Funcs[1]
	if grow.Params[0].Type != cut.Params[0].Type.Elem {
		t.Error("Tree is two types")
	}
}

func TestFieldsHaveNamesOnTheWire(t *testing.T) {
	p := build(t, `
-- calc.go --
package calc

type T struct {
	Plain int
	// JSON has a tag.
	JSON  int `+"`json:\"json,omitempty\"`"+`
	Msg   int `+"`json:\"no\" msg:\"msg\"`"+`
	Bare  int `+"`json:\",omitempty\" xml:\"x\"`"+`
	Gone  int `+"`msg:\"-\" json:\"back\"`"+`
	Dash  int `+"`json:\"-,\"`"+`
	Other int `+"`no key value pairs here`"+`
}

//bluebird:rpc
func F(t T) {}
`)
	var got []string
	for _, f := range p.Types[0].Fields {
		got = append(got, strings.TrimSpace(f.Name+" "+f.Wire+" "+f.Doc))
	}
	compare(t, got, []string{"Plain Plain", "JSON json JSON has a tag.", "Msg msg", "Bare Bare", "Dash -", "Other Other"})
}

// Types are declared in other packages of the module, too: with and without a group, generic, embedded, as a variant.
func TestFormerNamesAreReadInAllPackagesOfTheModule(t *testing.T) {
	p := build(t, `
-- calc.go --
package calc

import "example.com/calc/geo"

//bluebird:rpc
func F(p geo.Pair[int], s geo.Shape, n geo.Nested) {}
-- geo/geo.go --
package geo

type (
	Pair[T any] struct {
		//bluebird:was First
		//bluebird:was Left
		A T
		//bluebird:was Second
		B T
	}

	// Round was renamed.
	//
	//bluebird:was Circle
	Round struct{}
)

type Shape interface{ shape() }

func (*Round) shape() {}

//bluebird:was Quadrat
type Square struct{}

func (Square) shape() {}
-- geo/nested.go --
package geo

type Nested struct {
	Pair[string]
	Inner struct {
		//bluebird:was Y
		X int
	}
	inner
}

type inner struct {
	//bluebird:was Under
	Below int
}
`)
	var got []string
	for _, typ := range p.Types {
		for _, f := range typ.Fields {
			got = append(got, fmt.Sprint(typ.Func, ".", f.Name, " ", f.Was))
		}
		for _, v := range typ.Variants {
			got = append(got, fmt.Sprint(typ.Func, " ", v.Name, " ", v.Was))
		}
	}
	compare(t, got, []string{
		"PairInt.A [First Left]",
		"PairInt.B [Second]",
		"Shape *Round [*Circle]",
		"Shape Square [Quadrat]",
		"Shape *Square [*Quadrat]",
		"Nested.Pair []",
		"Nested.Inner []",
		"Nested.Below [Under]",
		"PairString.A [First Left]",
		"PairString.B [Second]",
		"NestedInner.X [Y]",
	})
}

func TestTypesOfPackageMainAreCopied(t *testing.T) {
	p := build(t, `
-- main.go --
package main

import (
	"time"

	"example.com/calc/lib"
)

// Celsius is a temperature.
type Celsius float64

// Report is copied.
//
// At length.
type Report struct {
	T  Celsius `+"`json:\"t\"`"+`
	At time.Time
	Of *Station
	By lib.Set[Key]
	In lib.Set[map[string]*lib.Set[Deep]]
}

// Key is never sent.
type Key struct{ N int }

// Deep is not either.
type Deep int

type Station struct{ Reports []Report }

//bluebird:rpc
func Get() (Report, error) { panic(0) }

func main() {}
-- lib/lib.go --
package lib

// Set does not hold what it is a set of.
type Set[T any] struct{ N int }
`)
	var got []string
	for _, t := range p.Copies {
		got = append(got, fmt.Sprintf("%s %s copied=%t %q", types.TypeString(t.Go, short), t.Func, t.Copied, t.Doc))
	}
	compare(t, got, []string{
		`Report Report copied=true "Report is copied.\n\nAt length."`,
		`Celsius  copied=true "Celsius is a temperature."`,
		`Station Station copied=true ""`,
		`Key Key copied=true "Key is never sent."`,
		`Deep  copied=true "Deep is not either."`,
	})
	if !p.Main || !p.Copy || p.Prefix != "calc" {
		t.Errorf("main %t, copy %t, prefix %s", p.Main, p.Copy, p.Prefix)
	}
}

// TestCopiesSelectWhatTheOriginalDoes checks that a name behind a dot means the same field in a copy, or none.
func TestCopiesSelectWhatTheOriginalDoes(t *testing.T) {
	p := build(t, `
-- main.go --
package main

type Entity struct{ ID string }

type Audit struct{ ID, By string }

type base struct{ Entity }

type audited struct{ *Audit }

type Plain struct {
	base
	Name string
}

type Both struct {
	base
	Audit
}

type Deep struct {
	audited
	base
}

//bluebird:rpc
func Get(p Plain, b Both, d Deep) {}

func main() {}
`)
	var got []string
	for _, c := range p.Copies {
		var fields []string
		for _, f := range p.Written(c.Go) {
			fields = append(fields, fmt.Sprintf("%s %t", f.Name(), f.Embedded()))
		}
		got = append(got, types.TypeString(c.Go, short)+": "+strings.Join(fields, ", "))
	}
	compare(t, got, []string{
		"Plain: Entity true, Name false",
		"Entity: ID false",
		"Both: Entity false, Audit true",
		"Audit: ID false, By false",
		"Deep: Audit true, Entity true",
	})
}

func TestConstantsKeepTheirComments(t *testing.T) {
	p := build(t, `
-- main.go --
package main

// Level is how loud it is.
type Level int

type Mode string

// The levels.
const (
	// Low is hardly heard.
	Low Level = iota
	Mid // can be heard
	// High hurts
	High // the ears.
	// other does not count.
	other Mode = ""
)

// Both kinds.
const (
	Max  Level = 9
	Fast Mode  = "fast"
)

// Slow takes its time.
//
//nolint:revive
const Slow Mode = "slow"

//bluebird:rpc
func Set(l Level, m Mode) {}

func main() {}
`)
	var got []string
	for _, name := range p.Go.Scope().Names() {
		if doc, ok := p.ConstDocs[p.Go.Scope().Lookup(name)]; ok {
			got = append(got, fmt.Sprintf("%s %q %q %q", name, doc.Doc, doc.Behind, doc.Group))
		}
	}
	compare(t, got, []string{
		`Fast "" "" ""`,
		`High "High hurts" "the ears." "The levels."`,
		`Low "Low is hardly heard." "" "The levels."`,
		`Max "" "" ""`,
		`Mid "" "can be heard" "The levels."`,
		`Slow "Slow takes its time." "" ""`,
		`other "other does not count." "" "The levels."`,
	})
}

func TestDefaultsAreEncodedAsTheirParameter(t *testing.T) {
	p := build(t, `
-- calc.go --
package calc

import "time"

const half = 1.0 / 2

type Level string

const High Level = "high"

//bluebird:rpc
//bluebird:default i=-2+1
//bluebird:default u=1<<63
//bluebird:default f=3
//bluebird:default f32=half
//bluebird:default s="a" + "b"
//bluebird:default l=High
//bluebird:default d=2*time.Second // long enough
//bluebird:default b=!false
//bluebird:default big=300
//bluebird:default whole=4.0
func F(i int8, u uint64, f float64, f32 float32, s string, l Level, d time.Duration, b bool, big int, whole int, none int) {}
`)
	var got []string
	for _, v := range p.Funcs[0].Params {
		if v.Default != nil {
			got = append(got, fmt.Sprintf("%s = %s: %x", v.Name, v.Default.Text, v.Default.Bytes))
		}
	}
	compare(t, got, []string{
		"i = -2+1: ff",
		"u = 1<<63: cf8000000000000000",
		"f = 3: cb4008000000000000",
		"f32 = half: ca3f000000",
		`s = "a" + "b": a26162`,
		"l = High: a468696768",
		"d = 2*time.Second: d277359400",
		"b = !false: c3",
		"big = 300: d1012c",
		"whole = 4.0: 04",
	})
}

func TestBuildIsDeterministic(t *testing.T) {
	files := "-- a.go --\npackage calc\n\ntype A struct{ B *B; M map[string]struct{ X int } }\n\ntype B struct{ A []A }\n\n//bluebird:rpc\nfunc F(a A, b B) {}\n" +
		"-- b.go --\npackage calc\n\n//bluebird:service\ntype S interface{ Z(); Y(b B); X() A }\n"
	first := build(t, files)
	for range 5 {
		again := build(t, files)
		if got, want := funcNames(again), funcNames(first); !slices.Equal(got, want) {
			t.Fatalf("types %v, then %v", want, got)
		}
	}
}

// build makes the model of the package at the root of module example.com/calc.
func build(t *testing.T, files string) *Package {
	t.Helper()
	root := t.TempDir()
	write(t, root, "go.mod", "module example.com/calc\n\ngo 1.26\n")
	for _, f := range txtar.Parse([]byte(files)).Files {
		write(t, root, f.Name, string(f.Data))
	}
	res, err := load.Packages(t.Context(), load.Config{Dir: root})
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Packages) != 1 || res.Diags.Failed() {
		t.Fatalf("%d packages and these messages: %v", len(res.Packages), res.Diags)
	}
	p, diags := Build(res.Packages[0])
	if p == nil {
		t.Fatal(diags)
	}
	return p
}

// describeMethod writes a method so that all that a caller sees of it can be compared.
func describeMethod(m *Method) string {
	var params, results []string
	if m.Context {
		params = append(params, "context")
	}
	for i, v := range m.Params {
		dots := ""
		if m.Variadic && i == len(m.Params)-1 {
			dots = "..."
		}
		text := v.Name + " " + dots + types.TypeString(v.Type.Go, short)
		if v.Default != nil {
			text += " = " + v.Default.Text
		}
		params = append(params, text)
	}
	for _, v := range m.Results {
		results = append(results, v.Name+" "+types.TypeString(v.Type.Go, short))
	}
	if m.Error {
		results = append(results, "error")
	}
	s := fmt.Sprintf("%s(%s) (%s)", m.WireName, strings.Join(params, ", "), strings.Join(results, ", "))
	if m.Idempotent {
		s += " idempotent"
	}
	if m.MaxMessage != 0 {
		s += fmt.Sprint(" ", m.MaxMessage)
	}
	return s
}

var kindNames = []string{"Invalid", "Bool", "Int", "Int8", "Int16", "Int32", "Int64", "Uint", "Uint8", "Uint16", "Uint32", "Uint64",
	"Float32", "Float64", "Complex64", "Complex128", "String", "Bytes", "Time", "Block", "ByteArray", "BlockArray",
	"Error", "Any", "Foreign", "Slice", "Array", "Map", "Pointer", "Struct", "Union"}

func describeType(t *Type) string {
	words := []string{types.TypeString(t.Go, short), kindNames[t.Kind], fmt.Sprint(t.Size)}
	if t.Func != "" {
		words = append(words, t.Func)
	}
	for word, on := range map[string]bool{"boxed": t.Boxed, "nilable": t.Nilable, "recursive": t.Recursive} {
		if on {
			words = append(words, word)
		}
	}
	slices.Sort(words[min(3, len(words)):])
	if t.Len > 0 {
		words = append(words, fmt.Sprint("len=", t.Len))
	}
	if t.Elem != nil {
		words = append(words, "elem="+types.TypeString(t.Elem.Go, short))
	}
	if t.Kind == Struct {
		var fields []string
		for _, f := range t.Fields {
			fields = append(fields, f.Name)
		}
		words = append(words, "{"+strings.Join(fields, " ")+"}")
	}
	return strings.Join(words, " ")
}

// short names the packages of types as their users do.
func short(p *types.Package) string {
	if p.Path() == "example.com/calc" {
		return ""
	}
	return p.Name()
}

func funcNames(p *Package) []string {
	var names []string
	for _, t := range p.Types {
		names = append(names, t.Func)
	}
	return names
}

func compare(t *testing.T, got, want []string) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}
