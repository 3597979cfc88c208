package schema_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"go/format"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/bluebird-rpc/bluebird/internal/schema"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/bluebird-rpc/bluebird/testdata/evolve"
	"github.com/bluebird-rpc/bluebird/testdata/evolve/after"
	"github.com/bluebird-rpc/bluebird/testdata/evolve/after/afterrpc"
	"github.com/bluebird-rpc/bluebird/testdata/evolve/before"
	"github.com/bluebird-rpc/bluebird/testdata/evolve/before/beforerpc"
)

const evolveDir = "../../testdata/evolve"

// ages are the two programs: a connection to the server of each, and the stubs and samples of each.
type ages struct {
	server  [2]*bluebird.Conn
	stubs   [2]func(service string, c bluebird.Caller) any
	samples [2]map[string][]any
	items   map[string][]schema.Item // by method
}

func serveBoth(t *testing.T) *ages {
	a := &ages{samples: [2]map[string][]any{before.Samples, after.Samples}, items: map[string][]schema.Item{}}
	a.server[evolve.Before] = bluebirdtest.Serve(t, func(r bluebird.Registrar) {
		before.RegisterFuncs(r)
		before.RegisterLibrary(r, &before.Library{})
		before.RegisterBook(r, &before.Book{})
	})
	a.server[evolve.After] = bluebirdtest.Serve(t, func(r bluebird.Registrar) {
		after.RegisterFuncs(r)
		after.RegisterArchive(r, &after.Archive{})
		after.RegisterBook(r, &after.Book{})
	})
	a.stubs[evolve.Before] = func(service string, c bluebird.Caller) any {
		switch service {
		case "Library":
			return beforerpc.NewLibraryClient(c)
		case "Book":
			return beforerpc.NewBookClient(c)
		}
		return beforerpc.NewClient(c)
	}
	a.stubs[evolve.After] = func(service string, c bluebird.Caller) any {
		switch service {
		case "Archive":
			return afterrpc.NewArchiveClient(c)
		case "Book":
			return afterrpc.NewBookClient(c)
		}
		return afterrpc.NewClient(c)
	}
	for _, item := range schema.Diff(contract(t, evolve.Before), contract(t, evolve.After)) {
		a.items[item.Method] = append(a.items[item.Method], item)
	}
	return a
}

// contract returns the contract of one of the packages, as it is kept.
func contract(t *testing.T, age evolve.Age) *schema.Contract {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(evolveDir, evolve.Packages[age], schema.FileName))
	if err != nil {
		t.Fatal(err)
	}
	c, err := schema.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// call calls a stub of one age, twice: the second call goes the way that the first one has agreed on. It returns the
// results in JSON.
func call(t *testing.T, stubs func(string, bluebird.Caller) any, c bluebird.Caller, name string, args []any) (string, error) {
	t.Helper()
	service, method, found := strings.Cut(name, ".")
	if !found {
		service, method = "", name
	}
	stub := reflect.ValueOf(stubs(service, c)).MethodByName(method)
	if !stub.IsValid() {
		t.Fatalf("there is no stub %s", name)
	}
	var shown string
	for range 2 {
		in := []reflect.Value{reflect.ValueOf(t.Context())}
		for i, arg := range args {
			in = append(in, argument(arg, parameter(stub.Type(), i+1)))
		}
		results, err := resultsOf(stub.Call(in))
		if err != nil {
			return "", err
		}
		again := show(results)
		if shown != "" && again != shown {
			t.Errorf("%s returns %s, then %s", name, shown, again)
		}
		shown = again
	}
	return shown, nil
}

// argument returns a sample as a value of type t.
func argument(sample any, t reflect.Type) reflect.Value {
	v := reflect.ValueOf(sample)
	switch {
	case v.Type().AssignableTo(t):
		return v
	case v.Kind() == reflect.Func: // it makes what can be used once
		return v.Call(nil)[0]
	}
	return v.Convert(t) // an untyped constant
}

// resultsOf goes through what a stub has returned: its results, the items of a stream in a slice, and an error.
func resultsOf(out []reflect.Value) (results []any, err error) {
	for _, v := range out {
		switch {
		case v.Type() == reflect.TypeFor[error]():
			err, _ = v.Interface().(error)
		case v.Kind() == reflect.Func:
			var items []any
			for item, why := range v.Seq2() {
				if err, _ := why.Interface().(error); err != nil {
					return nil, err
				}
				items = append(items, item.Interface())
			}
			results = append(results, items)
		default:
			results = append(results, v.Interface())
		}
	}
	return results, err
}

func parameter(t reflect.Type, i int) reflect.Type {
	if t.IsVariadic() && i >= t.NumIn()-1 {
		return t.In(t.NumIn() - 1).Elem()
	}
	return t.In(i)
}

func show(results []any) string {
	var texts []string
	for _, r := range results {
		texts = append(texts, before.Show(r))
	}
	return "[" + strings.Join(texts, ",") + "]"
}

// effects joins what the items say about one method.
func (a *ages) effects(methods ...string) (verdict schema.Verdict, clients [2]schema.Effect) {
	for _, m := range methods {
		for _, i := range a.items["evolve."+m] {
			verdict = max(verdict, i.Verdict)
			clients[evolve.Before] = max(clients[evolve.Before], i.OldClients)
			clients[evolve.After] = max(clients[evolve.After], i.NewClients)
		}
	}
	return verdict, clients
}

// What Diff says about a change is what happens when clients of one age really call servers of the other.
func TestVerdictsAreTrue(t *testing.T) {
	a := serveBoth(t)
	for _, c := range evolve.Changes {
		for _, p := range evolve.Places {
			for _, way := range evolve.Ways {
				t.Run(c.Name+"/"+p.Name+"/"+way, func(t *testing.T) { a.prove(t, c, p, way) })
			}
		}
	}
}

// prove checks one change at one place.
func (a *ages) prove(t *testing.T, c evolve.Change, p evolve.Place, way string) {
	name := evolve.Func(c, p, way)
	verdict, clients := a.effects(name)
	want := c.In
	if way == "Out" {
		want = c.Out
	}
	if verdict.String() != want {
		t.Errorf("the verdict is %q, want %q: %v", verdict, want, a.items["evolve."+name])
	}
	for age := range 2 {
		writer := age // of the value: the client of an argument, the server of a result
		if way == "Out" {
			writer = 1 - age
		}
		got, err := a.exchange(t, name, way, age, 0)
		good := err == nil && got == expected(t, a.sample(name, writer, way), c.Want[writer], p)
		if bad := clients[age] >= schema.Loses; good == bad {
			t.Errorf("a client from %s the change gets %s, %v; Diff says %v", evolve.Packages[age], got, err, a.items["evolve."+name])
		}
		if c.Odd[writer] != "" {
			if got, err := a.exchange(t, name, way, age, 1); err == nil {
				t.Errorf("%s is not refused: %s", c.Odd[writer], got)
			}
		}
	}
}

// exchange sends sample i to the server of the other age, or fetches it.
func (a *ages) exchange(t *testing.T, name, way string, age, i int) (string, error) {
	server := a.server[1-age]
	if way == "Out" {
		return call(t, a.stubs[age], server, name, []any{i})
	}
	got, err := call(t, a.stubs[age], server, name, []any{a.samples[age][name][i]})
	var texts []string
	if err == nil {
		err = json.Unmarshal([]byte(got), &texts)
	}
	return fmt.Sprint(texts), err
}

// sample returns, in JSON, the first sample that a writer of an age sends.
func (a *ages) sample(name string, age int, way string) func(*testing.T) string {
	return func(t *testing.T) string {
		if way == "In" {
			return show([]any{a.samples[age][name][0]})
		}
		got, err := call(t, a.stubs[age], a.server[age], name, []any{0})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
}

// expected returns what must arrive: the value as it was sent, or as the reader sees it.
func expected(t *testing.T, sample func(*testing.T) string, want string, p evolve.Place) string {
	if want == "" {
		return sample(t)
	}
	return "[" + strings.ReplaceAll(p.JSON, "V", want) + "]"
}

func TestVerdictsAboutSignaturesAreTrue(t *testing.T) {
	a := serveBoth(t)
	for _, s := range slices.Concat(evolve.Signatures, evolve.Flows) {
		t.Run(s.Name, func(t *testing.T) {
			names := [2]string{s.Name, s.Name}
			for age, name := range s.Func {
				if name != "" {
					names[age] = name
				}
			}
			verdict, clients := a.effects(names[0], names[1])
			if names[0] == names[1] {
				verdict, clients = a.effects(s.Name)
			}
			if s.Name == "MethodRemoved" {
				verdict, clients = a.effects(names[0])
			}
			if verdict.String() != s.Verdict {
				t.Errorf("the verdict is %q, want %q", verdict, s.Verdict)
			}
			for age := range 2 {
				if s.Args[age] == "" {
					continue
				}
				got, err := call(t, a.stubs[age], a.server[1-age], names[age], a.samples[age][s.Name])
				good := err == nil && got == s.Good[age]
				if bad := clients[age] >= schema.Loses; good == bad {
					t.Errorf("a client from %s the change gets %s, %v; Diff says %v", evolve.Packages[age], got, err, a.items["evolve."+names[age]])
				}
			}
			if s.Named != nil {
				a.byName(t, s)
			}
		})
	}
}

// byName calls the new server as a caller from before the change does.
func (a *ages) byName(t *testing.T, s evolve.Signature) {
	got, err := bluebird.Invoke[any](context.Background(), a.server[evolve.After], "evolve."+s.Name, s.Named)
	if (err == nil) != (s.Found != "") || err == nil && fmt.Sprint(got) != s.Found {
		t.Errorf("a caller by name gets %v, %v; want %q", got, err, s.Found)
	}
	callers := false
	for _, i := range a.items["evolve."+s.Name] {
		callers = callers || i.Callers
	}
	if callers != (s.Found == "") {
		t.Errorf("Diff says that callers by name have to follow: %v; they get %v, %v", callers, got, err)
	}
}

// Every change is there at least once, and the source is what the table says.
func TestEvolveSourceIsUpToDate(t *testing.T) {
	if n := len(evolve.Changes) + len(evolve.Signatures) + len(evolve.Flows); n < 60 {
		t.Errorf("there are %d changes", n)
	}
	for age, name := range evolve.Packages {
		want, err := format.Source([]byte(evolve.Source(evolve.Age(age))))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(evolveDir, name, name+".go"))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is out of date (%v): run go generate in testdata/evolve/write", name, err)
		}
	}
}
