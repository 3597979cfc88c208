package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const calc = `// Package calc calculates.
package calc

// Add returns the sum of a and b.
//
//bluebird:rpc
func Add(a, b float64) float64 { return a + b }
`

// module makes a module in a new folder, and that the current one. It can use Bluebird from this tree.
func module(t *testing.T, files map[string]string) {
	t.Helper()
	tree, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	gomod, err := os.ReadFile(filepath.Join(tree, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	gosum, err := os.ReadFile(filepath.Join(tree, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	const path = "github.com/bluebird-rpc/bluebird"
	t.Chdir(t.TempDir())
	put(t, "go.mod", fmt.Sprintf("%s\nrequire %s v0.0.0\nreplace %s => %s\n",
		strings.Replace(string(gomod), "module "+path, "module example.com/app", 1), path, path, tree))
	put(t, "go.sum", string(gosum))
	for name, text := range files {
		put(t, name, text)
	}
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// tree returns the names of all files below the current folder but those of the module itself.
func tree(t *testing.T) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && name != "." && name != "go.mod" && name != "go.sum" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// command runs bluebird-gen and checks its exit status.
func command(t *testing.T, want int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	if got := run(t.Context(), args, &out, &errs); got != want {
		t.Errorf("bluebird-gen %s: exit status %d, want %d; it wrote\n%s%s",
			strings.Join(args, " "), got, want, &out, &errs)
	}
	return out.String(), errs.String()
}

func TestFirstRunWritesThreeFiles(t *testing.T) {
	module(t, map[string]string{"calc/calc.go": calc})
	stdout, stderr := command(t, 0, "./...")
	if stdout+stderr != "" {
		t.Errorf("a run without problems writes %q", stdout+stderr)
	}
	want := []string{"calc", "calc/bluebird.api", "calc/bluebird_gen.go", "calc/calc.go", "calc/calcrpc", "calc/calcrpc/bluebird_gen.go"}
	if got := tree(t); !slices.Equal(got, want) {
		t.Errorf("files are %q, want %q", got, want)
	}
}

func TestRunThatFindsNothingSaysSo(t *testing.T) {
	module(t, map[string]string{"calc/calc.go": strings.Replace(calc, "//bluebird:rpc", "", 1)})
	if _, stderr := command(t, 0, "./calc", "./..."); !strings.Contains(stderr, "nothing in ./calc ./... has //bluebird:rpc or //bluebird:service") {
		t.Errorf("it says %q", stderr)
	}
	t.Chdir("calc")
	if _, stderr := command(t, 0, "-check"); !strings.Contains(stderr, "nothing in the package in the current folder has") {
		t.Errorf("it says %q", stderr)
	}
}

func TestNoPatternIsTheCurrentFolder(t *testing.T) {
	module(t, map[string]string{"calc/calc.go": calc, "other/other.go": strings.ReplaceAll(calc, "calc", "other")})
	t.Chdir("calc")
	command(t, 0)
	if _, err := os.Stat("bluebird_gen.go"); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat("../other/bluebird_gen.go"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the other package has a generated file too: %v", err)
	}
}

func TestUnchangedFilesAreNotTouched(t *testing.T) {
	module(t, map[string]string{"calc/calc.go": calc})
	command(t, 0, "./...")
	before, err := os.Stat("calc/bluebird_gen.go")
	if err != nil {
		t.Fatal(err)
	}
	command(t, 0, "./...")
	after, err := os.Stat("calc/bluebird_gen.go")
	if err != nil {
		t.Fatal(err)
	}
	if !os.SameFile(before, after) || !before.ModTime().Equal(after.ModTime()) {
		t.Error("the second run wrote a file that had not changed")
	}
}

func TestDamagedFilesAreRestored(t *testing.T) {
	module(t, map[string]string{"calc/calc.go": calc})
	command(t, 0, "./...")
	files := []string{"calc/bluebird_gen.go", "calc/calcrpc/bluebird_gen.go"}
	want := map[string]string{}
	for _, name := range files {
		want[name] = read(t, name)
	}
	for _, tt := range []struct {
		name   string
		damage func(t *testing.T, name string)
	}{
		{"deleted", func(t *testing.T, name string) { os.Remove(name) }},
		{"with its folder", func(t *testing.T, name string) { os.RemoveAll("calc/calcrpc") }},
		{"emptied", func(t *testing.T, name string) { put(t, name, "") }},
		{"cut short", func(t *testing.T, name string) { put(t, name, want[name][:len(want[name])/2]) }},
		{"does not parse", func(t *testing.T, name string) { put(t, name, want[name]+"}}") }},
		{"does not compile", func(t *testing.T, name string) { put(t, name, want[name]+"var x = y\n") }},
		{"older", func(t *testing.T, name string) { put(t, name, strings.ReplaceAll(want[name], "Add", "Plus")) }},
		{"conflict", func(t *testing.T, name string) {
			put(t, name, "// Code generated by bluebird-gen. DO NOT EDIT.\n<<<<<<<")
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, name := range files {
				tt.damage(t, name)
			}
			command(t, 1, "-check", "./...")
			command(t, 0, "./...")
			for _, name := range files {
				if got := read(t, name); got != want[name] {
					t.Errorf("%s is not restored:\n%s", name, got)
				}
			}
		})
	}
}

func TestCheckListsWhatIsOutOfDateAndWritesNothing(t *testing.T) {
	module(t, map[string]string{"calc/calc.go": calc, "old/old.go": strings.ReplaceAll(calc, "calc", "old")})
	command(t, 0, "./...")
	put(t, "calc/calc.go", strings.ReplaceAll(calc, "sum of a and b", "sum of both"))
	put(t, "old/old.go", "package old\n")
	put(t, "new/new.go", strings.ReplaceAll(calc, "calc", "fresh"))
	before := tree(t)

	stdout, stderr := command(t, 1, "-check", "./...")
	want := `calc/calcrpc/bluebird_gen.go is out of date
	line 24:
	-// Add returns the sum of a and b.
	+// Add returns the sum of both.
new/bluebird_gen.go does not exist
new/bluebird.api does not exist
new/newrpc/bluebird_gen.go does not exist
old/bluebird_gen.go is left over: nothing is annotated any more
old/bluebird.api is left over: nothing is annotated any more
old/oldrpc/bluebird_gen.go is left over: nothing is annotated any more
`
	if stdout != want {
		t.Errorf("-check lists\n%swant\n%s", stdout, want)
	}
	if want := "old/bluebird.api:2:1: contract: old.Add: is removed: breaks old clients and callers by name; "; !strings.HasPrefix(stderr, want) {
		t.Errorf("-check says %q, want %q", stderr, want)
	}
	if after := tree(t); !slices.Equal(before, after) {
		t.Errorf("-check wrote: %q, before %q", after, before)
	}
	command(t, 0, "-accept", "./...")
	if stdout, _ := command(t, 0, "-check", "./..."); stdout != "" {
		t.Errorf("-check behind a run lists\n%s", stdout)
	}
}

func TestStaleFilesAreRemoved(t *testing.T) {
	module(t, map[string]string{
		"calc/calc.go": calc,
		"more/more.go": strings.ReplaceAll(calc, "calc", "more"),
	})
	command(t, 0, "./...")
	put(t, "calc/calc.go", "package calc\n")
	put(t, "more/more.go", "package more\n")
	put(t, "more/morerpc/mine.go", "package morerpc\n")
	command(t, 1, "./...")
	if _, err := os.Stat("calc/calcrpc/bluebird_gen.go"); err != nil {
		t.Errorf("a contract is broken without -accept: %v", err)
	}
	command(t, 0, "-accept", "./...")
	want := []string{"calc", "calc/calc.go", "more", "more/more.go", "more/morerpc", "more/morerpc/mine.go"}
	if got := tree(t); !slices.Equal(got, want) {
		t.Errorf("files are %q, want %q", got, want)
	}
}

func TestErrorsLeaveThePackageAlone(t *testing.T) {
	module(t, map[string]string{
		"calc/calc.go": calc,
		"bad/bad.go":   "package bad\n\n//bluebird:rpc\nfunc Bad(c chan<- error) {}\n",
	})
	_, stderr := command(t, 1, "./...")
	if !strings.HasPrefix(stderr, "bad/bad.go:4:12: ") {
		t.Errorf("the message is %q, want one for bad/bad.go:4:12", stderr)
	}
	want := []string{"bad", "bad/bad.go", "calc", "calc/bluebird.api", "calc/bluebird_gen.go", "calc/calc.go", "calc/calcrpc", "calc/calcrpc/bluebird_gen.go"}
	if got := tree(t); !slices.Equal(got, want) {
		t.Errorf("files are %q, want %q", got, want)
	}
}

func TestFilesOfOthersAreNotOverwritten(t *testing.T) {
	for _, name := range []string{"calc/bluebird_gen.go", "calc/calcrpc/bluebird_gen.go"} {
		t.Run(name, func(t *testing.T) {
			text := "// By hand.\npackage " + filepath.Base(filepath.Dir(name)) + "\n"
			module(t, map[string]string{"calc/calc.go": calc, name: text})
			before := tree(t)
			_, stderr := command(t, 1, "./...")
			if !strings.Contains(stderr, "bluebird_gen.go") {
				t.Errorf("the message is %q, want one about %s", stderr, name)
			}
			if read(t, name) != text || !slices.Equal(tree(t), before) {
				t.Errorf("something was written: %q, before %q", tree(t), before)
			}
		})
	}
}

// When a file cannot be written nothing has changed, and nothing is left lying about.
func TestFailedWriteLeavesEverythingAsItWas(t *testing.T) {
	if os.Getuid() == 0 {
		t.Log("root may write anywhere: a file in place of the folder has to do")
	}
	module(t, map[string]string{"calc/calc.go": calc, "calc/calcrpc": "in the way\n"})
	before := tree(t)
	command(t, 1, "./...")
	if after := tree(t); !slices.Equal(before, after) {
		t.Errorf("files are %q, want %q", after, before)
	}
}

func TestNamesThatAreYetToBeGeneratedAreNoObstacle(t *testing.T) {
	module(t, map[string]string{
		"calc/calc.go": calc + "\nvar register = RegisterFuncs\n",
		"main.go": `package main

import (
	"example.com/app/calc/calcrpc"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

var client = calcrpc.NewClient(new(bluebird.Conn))

func main() {}
`})
	command(t, 0, "./...")
	if out, err := goCommand(".", "vet", "./..."); err != nil {
		t.Errorf("go vet: %v\n%s", err, out)
	}
}

func TestHelpAndWrongFlags(t *testing.T) {
	if stdout, _ := command(t, 0, "-h"); stdout != usage {
		t.Errorf("-h writes\n%s", stdout)
	}
	if _, stderr := command(t, 2, "-chek"); !strings.Contains(stderr, "-chek") || !strings.Contains(stderr, "bluebird-gen -h") {
		t.Errorf("a wrong flag says %q", stderr)
	}
}

func TestVerboseTellsPhasesAndFiles(t *testing.T) {
	module(t, map[string]string{"calc/calc.go": calc})
	_, stderr := command(t, 0, "-v", "./...")
	for _, want := range []string{"loaded 1 package", "generated 3 files", "wrote calc/bluebird_gen.go"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("-v writes %q, want %q in it", stderr, want)
		}
	}
}

// A note is told once: when the package is generated for the first time, or is served in another way than before.
func TestNotesAreToldOnce(t *testing.T) {
	const account = "package calc\n\ntype Account struct {\n\tName string\n\tbalance int\n}\n\n//bluebird:rpc\nfunc Find(a Account) {}\n"
	const note = "calc/calc.go:5:2: note: a: Account is sent without what is unexported: balance [BB083]\n"
	notes := func(status int, want string, args ...string) {
		t.Helper()
		_, stderr := command(t, status, append(args, "./...")...)
		var got strings.Builder
		for line := range strings.Lines(stderr) {
			if strings.Contains(line, "[BB083]") {
				got.WriteString(line)
			}
		}
		if got.String() != want {
			t.Errorf("bluebird-gen %v tells %q, want %q", args, got.String(), want)
		}
	}
	module(t, map[string]string{"calc/calc.go": account})
	notes(1, "", "-check")
	notes(0, note)
	notes(0, "")
	notes(0, "", "-check")
	notes(0, note, "-v")
	notes(0, note, "-check", "-v")

	put(t, "calc/calc.go", strings.Replace(account, "//bluebird", "// Find finds.\n//\n//bluebird", 1))
	notes(0, "") // another comment changes nothing for those who call
	put(t, "calc/calc.go", strings.Replace(account, "balance int", "balance, limit int", 1))
	notes(1, "", "-check")
	notes(0, strings.Replace(note, "balance [", "balance and limit [", 1))
}

func TestNotesOfARefusedPackageWait(t *testing.T) {
	module(t, map[string]string{"calc/calc.go": "package calc\n\ntype Account struct {\n\tName string\n\tbalance int\n}\n\n" +
		"//bluebird:rpc\nfunc Find(a Account) {}\n\n//bluebird:rpc\nfunc bad() {}\n"})
	_, stderr := command(t, 1, "./...")
	if want := "calc/calc.go:12:6: "; !strings.HasPrefix(stderr, want) || strings.Contains(stderr, "note:") {
		t.Errorf("an error comes with\n%s", stderr)
	}
	if _, stderr := command(t, 1, "-v", "./..."); !strings.Contains(stderr, "note: a: Account is sent without") {
		t.Errorf("-v tells no note:\n%s", stderr)
	}
}

const helloLibrary = `package main

import (
	"context"
	"fmt"
	"log"
	"net"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"

	"example.com/hello/calc"
	"example.com/hello/calc/calcrpc"
)

func main() {
	var srv bluebird.Server
	calc.RegisterFuncs(&srv)
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		log.Fatal(err)
	}
	go srv.Serve(l)
	defer srv.Close()
	conn, err := bluebird.Dial(context.Background(), l.Addr().String())
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	fmt.Println(calcrpc.NewClient(conn).Add(context.Background(), 1, 2))
}
`

const helloMain = `package main

import (
	"context"
	"fmt"
	"log"
	"net"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"

	"example.com/hello/hellorpc"
)

// Point is a place.
type Point struct{ X, Y float64 }

// Move moves a point.
//
//bluebird:rpc
func Move(p Point, by float64) Point { return Point{p.X + by, p.Y + by} }

func main() {
	var srv bluebird.Server
	RegisterFuncs(&srv)
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		log.Fatal(err)
	}
	go srv.Serve(l)
	defer srv.Close()
	conn, err := bluebird.Dial(context.Background(), l.Addr().String())
	if err != nil {
		log.Fatal(err)
	}
	defer conn.Close()
	fmt.Println(hellorpc.NewClient(conn).Move(context.Background(), hellorpc.Point{X: 1, Y: 2}, 1))
}
`

// The way that the README describes, in a module that knows nothing of Bluebird yet. In the second case the
// program already uses what is yet to be generated when the generator first sees it.
func TestFiveMinutePath(t *testing.T) {
	if testing.Short() {
		t.Skip("builds new modules")
	}
	tree, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	const path = "github.com/bluebird-rpc/bluebird"
	commands := func(t *testing.T, all ...string) {
		for _, line := range all {
			if out, err := goCommand(".", strings.Fields(line)...); err != nil {
				t.Fatalf("go %s: %v\n%s", line, err, out)
			}
		}
	}
	prints := func(t *testing.T, want string) {
		out, err := goCommand(".", "run", ".")
		if string(out) != want || err != nil {
			t.Errorf("the program writes %q, %v; want %q", out, err, want)
		}
	}
	setUp := []string{
		"mod edit -require=" + path + "@v0.0.0 -replace=" + path + "=" + tree + " -tool=" + path + "/cmd/bluebird-gen",
		"mod tidy",
	}
	const gomod = "module example.com/hello\n\ngo 1.26.0\n"

	t.Run("library", func(t *testing.T) {
		t.Chdir(t.TempDir())
		put(t, "go.mod", gomod)
		put(t, "calc/calc.go", "//go:generate go tool bluebird-gen ./...\n\n"+calc)
		commands(t, setUp...)
		commands(t, "generate ./...")
		put(t, "main.go", helloLibrary)
		commands(t, "tool bluebird-gen -check ./...", "vet ./...")
		prints(t, "3 <nil>\n")
	})
	t.Run("package main", func(t *testing.T) {
		t.Chdir(t.TempDir())
		put(t, "go.mod", gomod)
		commands(t, setUp...)
		put(t, "main.go", "//go:generate go tool bluebird-gen ./...\n\n"+helloMain)
		commands(t, "generate ./...", "tool bluebird-gen -check ./...", "vet ./...")
		prints(t, "{2 3} <nil>\n")
	})
}

// Both sub-benchmarks do the same package, whose generated files are there. The first has to stay below 1.5 times
// the second.
func BenchmarkOnePackage(b *testing.B) {
	const pattern = "./testdata/ok/basics"
	program := filepath.Join(b.TempDir(), "bluebird-gen")
	if out, err := goCommand(root, "build", "-o", program, "./cmd/bluebird-gen"); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	for _, cmd := range [][]string{
		{program, pattern},
		{"go", "list", "-e", "-export", "-deps", pattern},
	} {
		b.Run(filepath.Base(cmd[0]), func(b *testing.B) {
			for b.Loop() {
				c := exec.Command(cmd[0], cmd[1:]...)
				c.Dir = root
				if out, err := c.CombinedOutput(); err != nil {
					b.Fatalf("%v\n%s", err, out)
				}
			}
		})
	}
}

const points = "package geo\n\n// Point is a place.\ntype Point struct {\n\t// X goes east.\n\t//\n\t//bluebird:was East\n\tX float64\n}\n"

// Types are often declared in a package of their own. Former names of their fields hold there too, and nothing is
// generated for that package.
func TestFormerNamesInAnotherPackageOfTheModule(t *testing.T) {
	move := strings.Replace(calcOf("Move(p geo.Point)", ""), "package calc\n", "package calc\n\nimport \"example.com/app/geo\"\n", 1)
	module(t, map[string]string{
		"calc/calc.go": move,
		"geo/geo.go":   strings.Replace(strings.Replace(points, "X float64", "East float64", 1), "\t//bluebird:was East\n", "", 1),
	})
	command(t, 0, "./...")
	put(t, "geo/geo.go", points)
	const want = "geo/geo.go:8:1: note: contract: Point: field East: is called X now and is read under both names: needs the server first"
	if _, stderr := command(t, 1, "-check", "./calc"); !strings.Contains(stderr, want) {
		t.Errorf("-check says %q, want %q", stderr, want)
	}
	command(t, 0, "./calc")
	if got, want := read(t, "calc/bluebird.api"), "type Point was X = East\n"; !strings.Contains(got, want) {
		t.Errorf("the contract is\n%swant in it\n%s", got, want)
	}
	command(t, 0, "-check", "./...")
	t.Setenv("GOFLAGS", "-trimpath")
	command(t, 0, "-check", "./...")
	if _, err := os.Stat("geo/bluebird_gen.go"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is generated code for a package without anything to call: %v", err)
	}
}

// A package in which nothing but former names is left is served no more.
func TestStaleFilesBesideFormerNamesAreRemoved(t *testing.T) {
	module(t, map[string]string{"geo/geo.go": points + "\n//bluebird:rpc\nfunc Home() Point { return Point{} }\n"})
	command(t, 0, "./...")
	put(t, "geo/geo.go", points)
	if _, stderr := command(t, 1, "./..."); !strings.Contains(stderr, "geo.Home: is removed: breaks") {
		t.Errorf("a method is removed without a word: %q", stderr)
	}
	command(t, 0, "-accept", "./...")
	if got, want := tree(t), []string{"geo", "geo/geo.go"}; !slices.Equal(got, want) {
		t.Errorf("files are %q, want %q", got, want)
	}
}

// calcOf returns package calc with another signature and body of Add.
func calcOf(signature, body string) string {
	return "package calc\n\n//bluebird:rpc\nfunc " + signature + " { " + body + " }\n"
}

func TestContractIsKept(t *testing.T) {
	module(t, map[string]string{"calc/calc.go": calcOf("Add(a, b float64) float64", "return a + b")})
	command(t, 0, "./...")
	before := read(t, "calc/bluebird.api")

	put(t, "calc/calc.go", calcOf("Add(a float64, b string) float64", "return a"))
	want := "calc/calc.go:4:21: contract: calc.Add: parameter b: float64 becomes string: breaks old clients and new clients of old servers"
	_, stderr := command(t, 1, "./...")
	if !strings.HasPrefix(stderr, want) || !strings.Contains(stderr, "-accept") {
		t.Errorf("a broken contract says %q, want %q", stderr, want)
	}
	if strings.Contains(read(t, "calc/bluebird_gen.go"), "string") || read(t, "calc/bluebird.api") != before {
		t.Error("a change that breaks callers is written")
	}
	if _, stderr := command(t, 1, "-check", "./..."); !strings.HasPrefix(stderr, want) {
		t.Errorf("-check says %q, want %q", stderr, want)
	}
	command(t, 0, "-accept", "./...")
	if got := read(t, "calc/bluebird.api"); !strings.Contains(got, "method calc.Add param b string\n") {
		t.Errorf("-accept keeps the contract\n%s", got)
	}
	command(t, 0, "-check", "./...")

	put(t, "calc/calc.go", calcOf("Add(a float64, b string, c int) float64", "return a"))
	want = "note: contract: calc.Add: parameter c: is added: needs the server first; an old server would drop it; callers by name must follow"
	if _, stderr := command(t, 1, "-check", "./..."); !strings.Contains(stderr, want) {
		t.Errorf("-check says %q, want %q", stderr, want)
	}
	command(t, 0, "./...")

	put(t, "calc/calc.go", calcOf("Add(a float64, b string) float64", "return a"))
	command(t, 0, "-accept", "./...")
	if got, want := read(t, "calc/bluebird.api"), "reserved method calc.Add param c int\n"; !strings.Contains(got, want) {
		t.Errorf("the contract is\n%swant in it\n%s", got, want)
	}
	put(t, "calc/calc.go", calcOf("Add(a float64, b string, c []bool) float64", "return a"))
	if _, stderr := command(t, 1, "./..."); !strings.Contains(stderr, "comes back as []bool, and the name is reserved for int") {
		t.Errorf("a reserved name may mean something else: %s", stderr)
	}
}

// What is told of a field or constant stands where that is, also in another package.
func TestContractPointsAtWhatHasChanged(t *testing.T) {
	const before = "package geo\n\ntype Kind int\n\nconst (\n\tHill Kind = iota\n\tLake\n)\n\ntype Place struct {\n\tName string\n\tKind Kind\n}\n"
	find := strings.Replace(calcOf("Find(p geo.Place)", ""), "package calc\n", "package calc\n\nimport \"example.com/app/geo\"\n", 1)
	module(t, map[string]string{"calc/calc.go": find, "geo/geo.go": before})
	command(t, 0, "./...")
	put(t, "geo/geo.go", strings.NewReplacer("\tLake\n", "\tRiver\n\tLake\n", "Name string", "Name int").Replace(before))
	_, stderr := command(t, 1, "./...")
	for _, want := range []string{
		"geo/geo.go:7:1: contract: Kind: constant River: is 1 now, which was Lake: breaks",
		"geo/geo.go:12:1: contract: Place: field Name: string becomes int: breaks",
	} {
		if !strings.Contains(stderr, want) {
			t.Errorf("got\n%swant\n%s", stderr, want)
		}
	}
}

func TestEveryVerdictHasItsCode(t *testing.T) {
	module(t, map[string]string{"calc/calc.go": calcOf("Add(a, b float64) float32", "return 0")})
	command(t, 0, "./...")
	for signature, want := range map[string]string{
		"Add(a, b string) float32":     "calc.Add: parameter a: float64 becomes string: breaks old clients and new clients of old servers [BB090]",
		"Add(a, b, c float64) float32": "calc.Add: parameter c: is added: needs the server first; an old server would drop it; callers by name must follow [BB091]",
		"Add(a, b float64) float64":    "calc.Add: result r0: float32 becomes float64: needs the clients first; a reader of float32 refuses what it cannot hold [BB092]",
		"Add(a, b *float64) float32":   "calc.Add: parameter a: float64 becomes *float64: safe [BB093]",
	} {
		put(t, "calc/calc.go", calcOf(signature, "return 0"))
		if _, stderr := command(t, 1, "-check", "./..."); !strings.Contains(stderr, "contract: "+want+"\n") {
			t.Errorf("%s: got\n%swant\n%s", signature, stderr, want)
		}
	}
}

func TestOppositeOrdersAreNoticed(t *testing.T) {
	module(t, map[string]string{"calc/calc.go": calcOf("Add(a, b float64) float32", "return 0")})
	command(t, 0, "./...")
	put(t, "calc/calc.go", calcOf("Add(a, b, c float64) float64", "return 0"))
	const want = "contract: calc.Add: result r0 needs the clients first and calc.Add: parameter c the server: no order of deployment helps both; release one after the other [BB092]\n"
	if _, stderr := command(t, 0, "./..."); !strings.Contains(stderr, want) {
		t.Errorf("got\n%swant\n%s", stderr, want)
	}
}

func TestCodesAreExplained(t *testing.T) {
	stdout, _ := command(t, 0, "-explain", "bb021")
	if want := "BB021: a generic function\n\nA caller on another machine"; !strings.HasPrefix(stdout, want) {
		t.Errorf("-explain writes %q, want %q", stdout, want)
	}
	stdout, _ = command(t, 0, "-explain", "all")
	if lines := strings.Split(stdout, "\n"); !strings.HasPrefix(stdout, "BB001  ") || !slices.IsSorted(lines[:len(lines)-1]) || !strings.Contains(stdout, "\nBB094  bluebird.api cannot be read\n") {
		t.Errorf("-explain all lists\n%s", stdout)
	}
}

func TestUnreadableContractIsRefused(t *testing.T) {
	module(t, map[string]string{"calc/calc.go": calc})
	command(t, 0, "./...")
	good := read(t, "calc/bluebird.api")
	put(t, "calc/bluebird.api", strings.Replace(good, "float64", "<<<<<<< HEAD(", 1))
	if _, stderr := command(t, 1, "./..."); !strings.HasPrefix(stderr, "calc/bluebird.api:3:1: the contract cannot be read: ") {
		t.Errorf("a damaged contract says %q", stderr)
	}
	command(t, 0, "-accept", "./...")
	if got := read(t, "calc/bluebird.api"); got != good {
		t.Errorf("-accept writes\n%s", got)
	}
}

func TestFlagsThatDoNotGoTogether(t *testing.T) {
	command(t, 2, "-check", "-accept")
	command(t, 2, "-check", "-watch")
	command(t, 1, "-explain", "BB")
}
