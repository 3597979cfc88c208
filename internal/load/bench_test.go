package load

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// The two benchmarks below stand side by side: loading one small package, and the least that any
// loader of types has to do for it. The first should take at most one and a half times the second.

func BenchmarkLoadOne(b *testing.B) {
	cfg := Config{Dir: example(b), Extra: []string{"github.com/bluebird-rpc/bluebird/runtime"}}
	for b.Loop() {
		res, err := Packages(b.Context(), cfg)
		if err != nil || res.Diags.Failed() || len(res.Packages) != 1 {
			b.Fatal(err, res)
		}
	}
}

func BenchmarkGoList(b *testing.B) {
	dir := example(b)
	for b.Loop() {
		cmd := exec.Command("go", "list", "-e", "-export", "-deps", "-json=ImportPath,Export", ".")
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
	}
}

// example returns the folder of a small package that is annotated.
func example(b *testing.B) string {
	dir, err := filepath.Abs("../../examples/a_plus_b")
	if err != nil {
		b.Fatal(err)
	}
	return dir
}
