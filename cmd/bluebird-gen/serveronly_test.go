package main

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/bluebird-rpc/bluebird/testdata/ok/serveronly"
)

// withoutClient is package calc without a client.
const withoutClient = "//bluebird:client none\n" + calc

func TestAPackageWithoutClientIsCalledByName(t *testing.T) {
	conn := bluebirdtest.Serve(t, func(r bluebird.Registrar) {
		serveronly.RegisterFuncs(r)
		serveronly.RegisterClient(r, new(serveronly.Client))
	})
	visit := serveronly.Visit{Name: "ada", Pages: []string{"/"}, Next: &serveronly.Visit{Name: "bob"}}
	for want := 1; want <= 2; want++ {
		if n, err := bluebird.Invoke[int](t.Context(), conn, "serveronly.Client.See", bluebird.Args{"v": visit}); n != want || err != nil {
			t.Errorf("See = %d, %v; want %d", n, err, want)
		}
	}
	last, err := bluebird.Invoke[struct {
		R0 serveronly.Visit
		R1 bool
	}](t.Context(), conn, "serveronly.Client.Last", nil)
	if err != nil || !last.R1 || !reflect.DeepEqual(last.R0, visit) {
		t.Errorf("Last = %+v, %v; want %+v", last, err, visit)
	}
	joined, err := bluebird.Invoke[*serveronly.Visit](t.Context(), conn, "serveronly.Join", bluebird.Args{"list": []serveronly.Visit{{Name: "ada"}}})
	if want := (&serveronly.Visit{Name: "ada", Next: &serveronly.Visit{Name: "nobody"}}); err != nil || !reflect.DeepEqual(joined, want) {
		t.Errorf("Join = %+v, %v; want %+v", joined, err, want)
	}
}

func TestClientNone(t *testing.T) {
	const service = "\n//bluebird:service\ntype Log struct{}\n\nfunc (Log) Print(line string) {}\n"
	cases := []struct {
		name, source string
	}{
		{"functions", withoutClient},
		{"a service", "//bluebird:client none\npackage calc\n" + service},
		{"a service as an interface", "//bluebird:client none\npackage calc\n\n//bluebird:service\ntype Store interface{ Put(key string) error }\n"},
		{"both", withoutClient + service},
		{"a type of its own", withoutClient + "\n//bluebird:rpc\nfunc Move(p Point) Point { return p }\n\ntype Point struct{ X, Y int }\n"},
		{"a type that no client could name", withoutClient + "\n//bluebird:rpc\nfunc Move(p point) []point { return nil }\n\ntype point struct{ X, Y int }\n"},
		{"types that are not sent", withoutClient + "\ntype Point struct{ C chan int }\n\ntype Client func()\n\ntype NewClient int\n"},
		{"names that a client would have", withoutClient + strings.ReplaceAll(service, "Log", "Client") + strings.ReplaceAll(service, "Log", "ClientClient")},
		{"types that are called like variables of generated code", `//bluebird:client none
package calc

type (
	v       struct{ A int }
	r       map[string]*v
	k[T any] struct {
		B T
		v
	}
	n []float64
	b byte
	g interface{ g() }
)

func (v) g()  {}
func (*r) g() {}

//bluebird:rpc
func Mix(all r, pairs map[string]k[int], g g, v ...v) (n, []b, k[v], error) { panic(0) }
`},
		{"package main", "//bluebird:client none\npackage main\n\n//bluebird:rpc\nfunc Move(p Pair[int]) Pair[int] { return p }\n\ntype Pair[T any] struct{ A, B T }\n\nfunc main() {}\n"},
	}
	all := map[string]string{}
	for i, tt := range cases {
		all[fmt.Sprintf("calc%d/calc.go", i)] = tt.source
		t.Run(tt.name, func(t *testing.T) {
			module(t, map[string]string{"calc/calc.go": tt.source})
			stdout, stderr := command(t, 0, "./...")
			if stdout+stderr != "" {
				t.Errorf("a run writes %q", stdout+stderr)
			}
			if got, want := tree(t), []string{"calc", "calc/bluebird.api", "calc/bluebird_gen.go", "calc/calc.go"}; !slices.Equal(got, want) {
				t.Errorf("files are %q, want %q", got, want)
			}
			command(t, 0, "-check", "./...")
		})
	}
	module(t, all)
	command(t, 0, "./...")
	if out, err := goCommand(".", "vet", "./..."); err != nil {
		t.Errorf("go vet: %v\n%s", err, out)
	}
}

func TestClientIsRemovedAndComesBack(t *testing.T) {
	module(t, map[string]string{"calc/calc.go": calc})
	command(t, 0, "./...")
	before := tree(t)
	client, api := read(t, "calc/calcrpc/bluebird_gen.go"), read(t, "calc/bluebird.api")

	put(t, "calc/calc.go", withoutClient)
	if stdout, _ := command(t, 1, "-check", "./..."); !strings.HasPrefix(stdout, "calc/calcrpc/bluebird_gen.go is left over") {
		t.Errorf("-check lists %q", stdout)
	}
	command(t, 0, "./...")
	if got, want := tree(t), []string{"calc", "calc/bluebird.api", "calc/bluebird_gen.go", "calc/calc.go"}; !slices.Equal(got, want) {
		t.Errorf("files are %q, want %q", got, want)
	}
	if got := read(t, "calc/bluebird.api"); got != api {
		t.Errorf("the contract has become\n%s", got)
	}
	command(t, 0, "-check", "./...")

	put(t, "calc/calc.go", calc)
	command(t, 0, "./...")
	if got := tree(t); !slices.Equal(got, before) || read(t, "calc/calcrpc/bluebird_gen.go") != client {
		t.Errorf("files are %q, want %q", got, before)
	}
}

// What others have put in the folder of the client stays. A client that they wrote themselves needs another name.
func TestClientNoneKeepsFilesOfOthers(t *testing.T) {
	module(t, map[string]string{"calc/calc.go": calc, "calc/calcrpc/mine.go": "package calcrpc\n"})
	command(t, 0, "./...")
	put(t, "calc/calc.go", withoutClient)
	command(t, 0, "./...")
	if got, want := tree(t), []string{"calc", "calc/bluebird.api", "calc/bluebird_gen.go", "calc/calc.go", "calc/calcrpc", "calc/calcrpc/mine.go"}; !slices.Equal(got, want) {
		t.Errorf("files are %q, want %q", got, want)
	}
	const mine = "// By hand.\npackage calcrpc\n"
	put(t, "calc/calcrpc/bluebird_gen.go", mine)
	command(t, 1, "./...")
	if got := read(t, "calc/calcrpc/bluebird_gen.go"); got != mine {
		t.Errorf("a file written by hand has become\n%s", got)
	}
}
