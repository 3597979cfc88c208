package arch

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// module is the path of the module, and of what is ours.
const module = "github.com/bluebird-rpc/bluebird"

// The two halves of the house. They meet in generated code, and nowhere else.
var (
	runHalf   = []string{"runtime", "runtime/codec", "runtime/bluebirdtest", "internal/mux", "internal/wire"}
	buildHalf = []string{"internal/load", "internal/directive", "internal/model", "internal/schema", "internal/emit", "internal/diag", "cmd/bluebird-gen"}
)

// may is what the packages may import of ours. Packages that are not in it may import anything but break the rules of
// halves.
var may = map[string][]string{
	"internal/wire":        {},
	"internal/mux":         {"internal/wire"},
	"runtime/codec":        {},
	"runtime":              {"internal/mux", "internal/wire", "runtime/codec"},
	"runtime/bluebirdtest": {"runtime"},
}

// list runs go list on a package of ours and returns what it prints, line by line.
func list(t *testing.T, format, pkg string) []string {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", format, module+"/"+pkg).Output()
	if err != nil {
		t.Fatalf("go list %s: %v", pkg, err)
	}
	return strings.Fields(string(out))
}

// oursOf returns which of the paths are in the module, shortened.
func oursOf(paths []string) (ours []string) {
	for _, p := range paths {
		if short, ok := strings.CutPrefix(p, module+"/"); ok {
			ours = append(ours, short)
		}
	}
	return ours
}

func TestImportsPointDownwards(t *testing.T) {
	for pkg, allowed := range may {
		for _, got := range oursOf(list(t, `{{join .Imports "\n"}}`, pkg)) {
			if !slices.Contains(allowed, got) {
				t.Errorf("%s imports %s; of ours it may import %v", pkg, got, allowed)
			}
		}
	}
}

func TestTheHalvesDoNotMeet(t *testing.T) {
	for _, half := range []struct{ from, to []string }{{runHalf, buildHalf}, {buildHalf, runHalf}} {
		for _, pkg := range half.from {
			for _, got := range oursOf(list(t, `{{join .Imports "\n"}}`, pkg)) {
				// The tool imports the runtime blank, so that requiring the tool brings what generated code needs.
				blank := pkg == "cmd/bluebird-gen" && got == "runtime"
				if slices.Contains(half.to, got) && !blank {
					t.Errorf("%s imports %s, of the other half", pkg, got)
				}
			}
		}
	}
}

func TestEveryPackageOfTheHouseIsInAHalf(t *testing.T) {
	out, err := exec.Command("go", "list", module+"/runtime/...", module+"/cmd/...", module+"/internal/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	apart := []string{"internal/arbitrary", "internal/arch", "internal/readme", "internal/wire/wiretest", "runtime/codec/universe", "runtime/stale"} // tests, and what only tests import
	for _, pkg := range oursOf(strings.Fields(string(out))) {
		if !slices.Contains(slices.Concat(runHalf, buildHalf, apart), pkg) {
			t.Errorf("%s is in no half: enter it in the table of this test", pkg)
		}
	}
}

// A user of the runtime pays for msgp and what msgp needs, and for nothing else.
func TestTheRuntimeDependsOnMsgpAlone(t *testing.T) {
	want := []string{"github.com/philhofer/fwd", "github.com/tinylib/msgp/msgp"}
	var got []string
	for _, pkg := range []string{"runtime", "runtime/codec"} {
		for _, dep := range list(t, `{{join .Deps "\n"}}`, pkg) {
			first, _, _ := strings.Cut(dep, "/")
			if strings.Contains(first, ".") && !strings.HasPrefix(dep, module+"/") && !slices.Contains(got, dep) {
				got = append(got, dep)
			}
		}
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the runtime depends on %v; want %v", got, want)
	}
}

func TestWireAndMuxDependOnTheStandardLibraryAlone(t *testing.T) {
	for _, pkg := range []string{"internal/wire", "internal/mux"} {
		for _, dep := range list(t, `{{join .Deps "\n"}}`, pkg) {
			first, _, _ := strings.Cut(dep, "/")
			if strings.Contains(first, ".") && !strings.HasPrefix(dep, module+"/") {
				t.Errorf("%s depends on %s", pkg, dep)
			}
		}
	}
}

// TestProgramsStaySmall keeps out of the runtime what makes every program large: packages that nothing needs, and the one
// function of package reflect for which the linker keeps all methods.
func TestProgramsStaySmall(t *testing.T) {
	deps := list(t, `{{join .Deps "\n"}}`, "runtime")
	for _, pkg := range []string{"encoding/gob", "text/template", "net/http", "regexp", "go/types"} {
		if slices.Contains(deps, pkg) {
			t.Errorf("the runtime links %s", pkg)
		}
	}
	dir := t.TempDir()
	put := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	put("main.go", `package main

import (
	"context"

	bluebird "`+module+`/runtime"
)

func main() {
	new(bluebird.Server).ListenAndServe(":0")
	bluebird.CallRemote[any](context.Background(), "", "", nil)
}
`)
	cmd := exec.Command("go", "build", "-ldflags=-dumpdep", "-o", os.DevNull, filepath.Join(dir, "main.go"))
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v:\n%s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		if from, to, ok := strings.Cut(line, " -> "); ok && strings.Contains(to, "<ReflectMethod>") && !strings.HasPrefix(from, "type:") && !strings.HasPrefix(from, "reflect.") {
			t.Errorf("%s finds methods by name: %s", from, to)
		}
	}
}
