package bluebird_test

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

// Every piece of code in README.md stands in example_test.go too, where it is compiled and run.
func TestTheREADMEsCodeIsThatOfTheExamples(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	unindented := strings.ReplaceAll(string(source), "\n\t", "\n")
	blocks := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(string(readme), -1)
	for _, b := range blocks {
		if code := b[1]; !strings.Contains(string(source), code) && !strings.Contains(unindented, code) {
			t.Errorf("example_test.go does not have\n%s", code)
		}
	}
	if len(blocks) < 4 {
		t.Errorf("README.md has %d pieces of code", len(blocks))
	}
}

// Every setting, code and outcome is in README.md.
func TestTheREADMENamesEverySetting(t *testing.T) {
	b, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme := string(b)
	for _, typ := range []reflect.Type{reflect.TypeFor[bluebird.Server](), reflect.TypeFor[bluebird.Dialer]()} {
		for i := range typ.NumField() {
			if f := typ.Field(i); f.IsExported() && !strings.Contains(readme, "`"+f.Name+"`") {
				t.Errorf("README.md says nothing of %s.%s", typ.Name(), f.Name)
			}
		}
	}
	for _, o := range []bluebird.Outcome{bluebird.NotSent, bluebird.NotStarted, bluebird.MaybeExecuted, bluebird.Executed} {
		if name := strings.ReplaceAll(o.String(), " ", ""); !strings.Contains(strings.ToLower(readme), "`"+name+"`") {
			t.Errorf("README.md says nothing of %s", name)
		}
	}
}
