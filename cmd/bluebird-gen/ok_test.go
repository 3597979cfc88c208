package main

import (
	"bytes"
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/load"
)

var update = flag.Bool("update", false, "rewrite the generated files in testdata/ok")

// root is the folder of the module.
const root = "../.."

// okCases returns the patterns of the packages in testdata/ok that have annotations.
func okCases(t testing.TB) []string {
	entries, err := os.ReadDir(filepath.Join(root, "testdata/ok"))
	if err != nil {
		t.Fatal(err)
	}
	var patterns []string
	for _, e := range entries {
		patterns = append(patterns, "./testdata/ok/"+e.Name())
	}
	return patterns
}

// generated returns what bluebird-gen makes of the patterns.
func generated(t testing.TB, dir string, patterns ...string) *result {
	t.Helper()
	r, err := generate(t.Context(), load.Config{Dir: dir, Patterns: patterns}, compatible, &stopwatch{out: t.Output(), last: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	if r.diags.Failed() {
		r.diags.Print(t.Output(), dir)
		t.Fatal("there were errors")
	}
	return r
}

// okFiles returns what bluebird-gen makes of testdata/ok, for the tests that only look at it.
func okFiles(t testing.TB) []file {
	t.Helper()
	if len(okFilesCache) == 0 {
		okFilesCache = slices.DeleteFunc(generated(t, root, okCases(t)...).files, func(f file) bool { return filepath.Ext(f.name) != ".go" })
	}
	return okFilesCache
}

var okFilesCache []file

func TestGeneratedFilesInTestdataAreUpToDate(t *testing.T) {
	r := generated(t, root, okCases(t)...)
	if *update {
		if err := write(r, root, t.Output()); err != nil {
			t.Fatal(err)
		}
	}
	var list bytes.Buffer
	if err := compare(r, root, &list); err != nil {
		t.Errorf("%s%v (or this test with -update)", &list, err)
	}
	if got, want := len(r.files), 3*len(okCases(t))-1; got != want { // serveronly has no client
		t.Errorf("%d files are generated, want %d", got, want)
	}
}

// What comes out depends on nothing but the source: not on the order of packages, not on the number of
// processors.
func TestOutputIsTheSameEveryTime(t *testing.T) {
	patterns := okCases(t)
	want := generated(t, root, patterns...)
	for _, processors := range []int{1, 8} {
		old := runtime.GOMAXPROCS(processors)
		rand.Shuffle(len(patterns), func(i, k int) { patterns[i], patterns[k] = patterns[k], patterns[i] })
		got := generated(t, root, patterns...)
		runtime.GOMAXPROCS(old)

		same := func(a, b file) bool { return a.name == b.name && bytes.Equal(a.source, b.source) }
		if !slices.EqualFunc(got.files, want.files, same) {
			t.Errorf("with %d processors and patterns %v the output differs", processors, patterns)
		}
	}
}

func TestGeneratedFilesAreFormatted(t *testing.T) {
	args := []string{"-l"}
	for _, f := range okFiles(t) {
		args = append(args, f.name)
	}
	out, err := exec.Command("gofmt", args...).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("gofmt -l: %v\n%s", err, out)
	}
}

func TestGeneratedFilesPassVet(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a dozen packages")
	}
	args := []string{"vet"}
	for _, f := range okFiles(t) {
		args = append(args, filepath.Dir(f.name))
	}
	if out, err := goCommand(root, args...); err != nil {
		t.Errorf("go vet: %v\n%s", err, out)
	}
}

// No name in generated code has an underscore that the user did not put there.
func TestGeneratedNamesHaveNoUnderscores(t *testing.T) {
	for _, f := range okFiles(t) {
		for line := range strings.Lines(string(f.source)) {
			code, _, _ := strings.Cut(line, "//")
			for word := range strings.FieldsFuncSeq(code, func(r rune) bool {
				return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
			}) {
				if len(word) > 1 && strings.Contains(word, "_") && !strings.Contains(line, `"`) {
					t.Errorf("%s: %s", f.name, line)
				}
			}
		}
	}
}

// A client of a package whose signatures use no type of its own links nothing of that package.
func TestClientDoesNotLinkTheServer(t *testing.T) {
	const path = "github.com/bluebird-rpc/bluebird/testdata/ok/clientonly"
	out, err := goCommand(root, "list", "-deps", path+"/clientonlyrpc")
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, out)
	}
	deps := strings.Fields(string(out))
	for _, unwanted := range []string{path, "net/http", "go/types", "github.com/dave/jennifer/jen"} {
		if slices.Contains(deps, unwanted) {
			t.Errorf("the client links %s", unwanted)
		}
	}
	if !slices.Contains(deps, path+"/units") {
		t.Error("the client does not link the package that declares its types")
	}
}

// goCommand runs the go command in dir.
func goCommand(dir string, args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	return cmd.CombinedOutput()
}
