package graph_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// mirror declares the types of the graph anew in one package, as msgp's generator wants them: it knows no types of other
// packages, and no keys of maps but strings.
type mirror struct {
	declared map[reflect.Type]string
	structs  int
	source   bytes.Buffer
}

// name returns how the mirror calls a type, and declares it at first.
func (m *mirror) name(t reflect.Type) string {
	switch {
	case t == reflect.TypeFor[time.Time]() || t == reflect.TypeFor[metav1.Time]() || t == reflect.TypeFor[metav1.MicroTime]():
		return "time.Time"
	case t == reflect.TypeFor[resource.Quantity]():
		return "string"
	case t.Kind() == reflect.Struct:
		return m.declare(t)
	case t.Kind() == reflect.Pointer:
		return "*" + m.name(t.Elem())
	case t.Kind() == reflect.Slice:
		return "[]" + m.name(t.Elem())
	case t.Kind() == reflect.Map:
		return "map[string]" + m.name(t.Elem())
	}
	return t.Kind().String()
}

func (m *mirror) declare(t reflect.Type) string {
	if name, ok := m.declared[t]; ok {
		return name
	}
	name := t.Name()
	for _, other := range m.declared {
		if other == name {
			name = "Meta" + t.Name()
		}
	}
	m.declared[t] = name
	m.structs++
	var fields strings.Builder
	for i := range t.NumField() {
		f := t.Field(i)
		wire, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if wire == "" || wire == "-" {
			wire = f.Name
		}
		fmt.Fprintf(&fields, "\t%s %s `msg:%q`\n", f.Name, m.name(f.Type), wire)
	}
	fmt.Fprintf(&m.source, "type %s struct {\n%s}\n\n", name, &fields)
	return name
}

// msgpPackage writes the mirror of the graph into dir, and beside it what msgp's generator makes of it. It returns the
// number of structs.
func msgpPackage(b *testing.B, dir string) int {
	m := mirror{declared: map[reflect.Type]string{}}
	for _, root := range []reflect.Type{
		reflect.TypeFor[corev1.Pod](), reflect.TypeFor[corev1.Node](), reflect.TypeFor[corev1.Service](),
		reflect.TypeFor[corev1.PersistentVolume](), reflect.TypeFor[corev1.Event](),
	} {
		m.name(root)
	}
	source, err := format.Source([]byte("package mirror\n\nimport \"time\"\n\n" + m.source.String()))
	if err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "types.go"), source, 0o666); err != nil {
		b.Fatal(err)
	}
	// Of what msgp can make this is the part that Bluebird makes, too: no streams, no tests.
	cmd := exec.Command("go", "tool", "msgp", "-file", filepath.Join(dir, "types.go"), "-io=false", "-tests=false")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("msgp: %v\n%s", err, out)
	}
	return m.structs
}

// overlay is what go build -overlay reads.
type overlay struct{ Replace map[string]string }

// compile builds packages of this module as if a comment in the generated file of each had just changed. It returns what
// that takes by the clock, and of all processors together.
func compile(b *testing.B, dir string, round int, files map[string]string, packages ...string) (clock, cpu time.Duration) {
	replace := map[string]string{}
	for to, from := range files {
		replace[to] = from
		if !strings.HasSuffix(from, "_gen.go") {
			continue
		}
		source, err := os.ReadFile(from)
		if err != nil {
			b.Fatal(err)
		}
		replace[to] = filepath.Join(dir, strings.ReplaceAll(from, string(filepath.Separator), "_"))
		source = fmt.Appendf(source, "// Round %d of process %d.\n", round, os.Getpid())
		if err := os.WriteFile(replace[to], source, 0o666); err != nil {
			b.Fatal(err)
		}
	}
	text, err := json.Marshal(overlay{replace})
	if err != nil {
		b.Fatal(err)
	}
	name := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(name, text, 0o666); err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command("go", append([]string{"build", "-overlay", name}, packages...)...)
	began := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("go build: %v\n%s", err, out)
	}
	return time.Since(began), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}

// BenchmarkCompile builds the client of the graph, its server, and msgp's code for the same types, one after the other; all that they
// import is built already. The figures are those of the fastest round.
func BenchmarkCompile(b *testing.B) {
	dir := b.TempDir()
	structs := msgpPackage(b, dir)
	here, err := filepath.Abs(".")
	if err != nil {
		b.Fatal(err)
	}
	subjects := []struct {
		name, pkg string
		files     map[string]string
	}{
		{"client", "./graphrpc", map[string]string{here + "/graphrpc/bluebird_gen.go": here + "/graphrpc/bluebird_gen.go"}},
		{"server", ".", map[string]string{here + "/bluebird_gen.go": here + "/bluebird_gen.go"}},
		{"msgp", "./mirror", map[string]string{here + "/mirror/types.go": dir + "/types.go", here + "/mirror/types_gen.go": dir + "/types_gen.go"}},
	}
	clock, cpu := map[string]time.Duration{}, map[string]time.Duration{}
	round := 0
	for b.Loop() {
		round++
		for _, s := range subjects {
			wall, all := compile(b, dir, round, s.files, s.pkg)
			if clock[s.name] == 0 || wall < clock[s.name] {
				clock[s.name] = wall
			}
			if cpu[s.name] == 0 || all < cpu[s.name] {
				cpu[s.name] = all
			}
		}
	}
	for _, s := range subjects {
		b.ReportMetric(clock[s.name].Seconds(), s.name+"-s")
		b.ReportMetric(cpu[s.name].Seconds(), s.name+"-cpu-s")
	}
	b.ReportMetric(float64(structs), "structs")
	b.ReportMetric(float64(cpu["client"])/float64(cpu["msgp"]), "client/msgp-cpu")
	b.ReportMetric(float64(cpu["server"])/float64(cpu["msgp"]), "server/msgp-cpu")
}
