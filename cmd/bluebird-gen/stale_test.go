package main

import (
	"path/filepath"
	"strings"
	"testing"
)

const (
	calcFile = "calc/calc.go"
	geoFile  = "geo/geo.go"
)

// fresh is a module in which all is generated. The tests below change it behind the generator's back.
var fresh = map[string]string{
	calcFile: `// Package calc calculates.
package calc

import (
	"context"

	"example.com/app/geo"
)

// Add returns the sum of a and b.
//
//bluebird:rpc
func Add(ctx context.Context, a, b int) (int, error) { return 0, nil }

var _ context.Context

// Point is a point.
type Point struct {
	X, Y  float64
	Label string
	from  geo.ID
}

// Move moves what is at p.
//
//bluebird:rpc
func Move(p Point, into geo.Box, price Amount) geo.Shape { return nil }

// Logger keeps lines.
//
//bluebird:service
type Logger struct{}

// AddLog appends line.
func (l *Logger) AddLog(line string) {}

// GetLog returns the last n lines.
func (l *Logger) GetLog(n int) []string { return nil }

// Store keeps values.
//
//bluebird:service
type Store interface {
	Get(key string) (value []byte, found bool)
	Put(key string, value []byte)

	//bluebird:ignore
	Size() int
}

// Amount is an amount of money.
type Amount struct{ cents int }

// MarshalText returns a in writing.
func (a Amount) MarshalText() ([]byte, error) { return nil, nil }

// UnmarshalText reads it.
func (a *Amount) UnmarshalText(text []byte) error { return nil }
`,
	geoFile: `// Package geo declares shapes.
package geo

// ID is an identity.
type ID int32

// Box is a box.
type Box struct {
	ID   ID
	Tags Tags
	seen bool
}

// Tags are tags.
type Tags []string

// Size is a size.
type Size struct{ Width, Height int }

// Shape is a Circle.
type Shape interface{ area() Size }

// Circle is a circle.
type Circle struct{ Size Size }

func (c Circle) area() Size { return c.Size }
`,
}

// change replaces text in a file.
func change(t *testing.T, name, old, new string) {
	t.Helper()
	text := read(t, name)
	if !strings.Contains(text, old) {
		t.Fatalf("%s does not contain %q", name, old)
	}
	put(t, name, strings.ReplaceAll(text, old, new))
}

// snapshot returns what brings all files back to what they are now.
func snapshot(t *testing.T) (restore func()) {
	texts := map[string]string{}
	for _, name := range tree(t) {
		if filepath.Ext(name) != "" {
			texts[name] = read(t, name)
		}
	}
	return func() {
		for name, text := range texts {
			put(t, name, text)
		}
	}
}

// advice returns the lines about generated files that tell to run go generate.
func advice(out []byte) (lines []string) {
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, "bluebird_gen.go:") && strings.Contains(line, "RunGoGenerate") {
			lines = append(lines, line)
		}
	}
	return lines
}

// stale is a change behind which generated code does not fit any more.
type stale struct {
	name, file, old, new string
	want                 string // in the line with the advice
}

// staleCode holds changes by what they are about. Of each row one at a time is made.
var staleCode = [][]stale{
	{
		{"parameter of another type", calcFile, "a, b int)", "a int, b string)", "cannot use Add "},
		{"parameter added", calcFile, "a, b int)", "a, b, c int)", "cannot use Add "},
		{"parameter removed", calcFile, "a, b int)", "a int)", "cannot use Add "},
		{"last parameter variadic", calcFile, "a, b int)", "a int, b ...int)", "cannot use Add "},
		{"context removed", calcFile, "ctx context.Context, a", "a", "cannot use Add "},
		{"result of another type", calcFile, "(int, error) {", "(int64, error) {", "cannot use Add "},
		{"result added", calcFile, "(int, error) { return 0", "(int, bool, error) { return 0, true", "cannot use Add "},
		{"error removed", calcFile, "(int, error) { return 0, nil", "int { return 0", "cannot use Add "},
	}, {
		{"parameter of a method", calcFile, "AddLog(line string)", "AddLog(line []byte)", "(wrong type for method AddLog)"},
		{"method removed", calcFile, "func (l *Logger) GetLog(n int) []string { return nil }", "", "(missing method GetLog)"},
		{"method renamed", calcFile, "GetLog(", "Lines(", "(missing method GetLog)"},
	}, {
		{"method of an interface", calcFile, "Get(key string)", "Get(key int)", "(wrong type for method Get)"},
		{"method of an interface removed", calcFile, "\tGet(key string) (value []byte, found bool)\n", "", "(missing method Get)"},
		{"method of an interface added", calcFile, "\tGet(", "\tDelete(key string)\n\tGet(", "(missing method Delete)"},
	}, {
		{"field added", calcFile, "\tX, Y  float64", "\tX, Y, Z  float64", "cannot use Point{} "},
		{"field removed", calcFile, "\tX, Y  float64", "\tX  float64", "cannot use Point{} "},
		{"field of another type", calcFile, "\tX, Y  float64", "\tX, Y  float32", "cannot use Point{} "},
		{"field renamed", calcFile, "\tLabel string", "\tTitle string", "cannot use Point{} "},
		{"field of another name on the wire", calcFile, "\tLabel string", "\tLabel string `json:\"label\"`", "cannot use Point{} "},
		{"fields change places", calcFile, "\tX, Y  float64\n\tLabel string", "\tLabel string\n\tX, Y  float64", "cannot use Point{} "},
	},
	{{"type encoded in another way", calcFile, "arshalText", "arshalBinary", "(missing method MarshalText)"}},
	{{"field of another package added", geoFile, "Width, Height", "Width, Height, Depth", "cannot use geo.Size{} "}},
	{{"number of another package wider", geoFile, "type ID int32", "type ID int64", "cannot convert (*geo.ID)(nil) "}},
	{{"slice of another package", geoFile, "type Tags []string", "type Tags []ID", "cannot convert (*geo.Tags)(nil) "}},
	{{"variant no longer one", geoFile, "func (c Circle) area() Size", "func (c *Circle) area() Size", "cannot use geo.Circle{} "}},
	{{"runtime of another age", "calc/bluebird_gen.go", "Gen1", "Gen0", "undefined: bluebird.Gen0Or"}},
}

// What no longer fits the code around it does not compile, and the compiler says what to do.
func TestStaleCodeDoesNotCompile(t *testing.T) {
	if testing.Short() {
		t.Skip("builds packages")
	}
	module(t, fresh)
	command(t, 0, "./...")
	if out, err := goCommand(".", "build", "./..."); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	restore := snapshot(t)
	for round := 0; ; round++ {
		var made []stale
		for _, row := range staleCode {
			if round < len(row) {
				change(t, row[round].file, row[round].old, row[round].new)
				made = append(made, row[round])
			}
		}
		if len(made) == 0 {
			break
		}
		out, _ := goCommand(".", "build", "-gcflags=-e", "./calc")
		for _, tt := range made {
			if !strings.Contains(strings.Join(advice(out), ""), tt.want) {
				t.Errorf("%s: no line of bluebird_gen.go with %s and RunGoGenerate in\n%s", tt.name, tt.want, out)
			}
		}
		restore()
	}
}

func TestStaleClientDoesNotCompile(t *testing.T) {
	if testing.Short() {
		t.Skip("builds packages")
	}
	module(t, map[string]string{
		geoFile:        fresh[geoFile],
		"plan/plan.go": "package plan\n\nimport \"example.com/app/geo\"\n\n//bluebird:rpc\nfunc Grow(s geo.Size) geo.Size { return s }\n",
	})
	command(t, 0, "./...")
	restore := snapshot(t)
	for _, tt := range []stale{
		{"field added", geoFile, "Width, Height", "Width, Height, Depth", "cannot use geo.Size{} "},
		{"runtime of another age", "plan/planrpc/bluebird_gen.go", "Gen1", "Gen0", "undefined: bluebird.Gen0Or"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			defer restore()
			change(t, tt.file, tt.old, tt.new)
			out, _ := goCommand(".", "build", "./plan/planrpc")
			if !strings.Contains(strings.Join(advice(out), ""), tt.want) {
				t.Errorf("no line of bluebird_gen.go with %s and RunGoGenerate in\n%s", tt.want, out)
			}
		})
	}
}

// A change of what generated code does not mention compiles, so it takes -check to find it.
func TestCheckFindsWhatTheCompilerCannot(t *testing.T) {
	if testing.Short() {
		t.Skip("builds packages")
	}
	module(t, fresh)
	command(t, 0, "./...")
	restore := snapshot(t)
	for _, tt := range []struct{ name, file, old, new string }{
		{"parameter renamed", calcFile, "line string", "text string"},
		{"method added", calcFile, "// GetLog", "// Clear clears.\nfunc (l *Logger) Clear() {}\n\n// GetLog"},
		{"function added", calcFile, "// Point is", "//bluebird:rpc\nfunc Sub(a, b int) int { return a - b }\n\n// Point is"},
		{"variant added", geoFile, "// Circle is", "// Square is one.\ntype Square struct{ Side int }\n\nfunc (Square) area() Size { return Size{} }\n\n// Circle is"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			defer restore()
			change(t, tt.file, tt.old, tt.new)
			if out, err := goCommand(".", "build", "./..."); err != nil {
				t.Errorf("go build: %v\n%s", err, out)
			}
			command(t, 1, "-check", "./...")
		})
	}
}

// Types that cannot be written out where the generated code is, and those of other modules, are left unguarded.
func TestGuardsMentionOnlyWhatTheyMay(t *testing.T) {
	if testing.Short() {
		t.Skip("builds packages")
	}
	module(t, map[string]string{
		"calc/calc.go": `package calc

import (
	"unsafe"

	"example.com/app/geo"
	"example.com/app/nested"
)

type Own struct {
	N     int
	Later Undeclared     ` + "`msg:\"-\"`" + `
}

type Low struct {
	N     int
	Place unsafe.Pointer ` + "`msg:\"-\"`" + `
}

type Hidden geo.Hidden

//bluebird:rpc
func Move(Own, Low, Hidden, geo.Internal, geo.Alias, geo.Plain, nested.Thing, geo.Pair[geo.Plain, Own]) {}

// Store has a method that is yet to be generated.
//
//bluebird:service
type Store interface {
	Get() geo.Plain

	//bluebird:ignore
	Put(Undeclared)
}
`,
		"geo/geo.go": `package geo

import "example.com/app/geo/internal/deep"

type Hidden struct {
	N      int
	hidden int
}

type Internal struct {
	N    int
	Deep deep.Deep ` + "`msg:\"-\"`" + `
}

type local struct{ N int }

type Alias struct {
	N     int
	Other local ` + "`msg:\"-\"`" + `
}

type Plain struct{ N int }

type Pair[A, B any] struct {
	First  A
	Second B
}
`,
		"geo/internal/deep/deep.go": "package deep\n\ntype Deep struct{ N int }\n",
		"nested/go.mod":             "module example.com/app/nested\n\ngo 1.26\n",
		"nested/nested.go":          "package nested\n\ntype Thing struct{ N int }\n",
	})
	put(t, "go.mod", read(t, "go.mod")+"\nrequire example.com/app/nested v0.0.0\nreplace example.com/app/nested => ./nested\n")
	command(t, 0, "./...")
	put(t, "calc/later.go", "package calc\n\ntype Undeclared int\n")
	if out, err := goCommand(".", "vet", "./..."); err != nil {
		t.Errorf("go vet: %v\n%s", err, out)
	}
	server, client := read(t, "calc/bluebird_gen.go"), read(t, "calc/calcrpc/bluebird_gen.go")
	for _, want := range []string{"}](geo.Plain{})", "}](geo.Pair[geo.Plain, Own]{})", "}](Store(nil))"} {
		if !strings.Contains(server, want) {
			t.Errorf("the server has no guard with %s", want)
		}
	}
	if !strings.Contains(client, "}](geo.Plain{})") {
		t.Error("the client has no guard of geo.Plain")
	}
	for _, unwanted := range []string{"}](Own{})", "}](Low{})", "}](Hidden{})", "}](geo.Internal{})", "}](geo.Alias{})", "}](nested.Thing{})"} {
		if strings.Contains(server+client, unwanted) {
			t.Errorf("there is a guard with %s", unwanted)
		}
	}
}
