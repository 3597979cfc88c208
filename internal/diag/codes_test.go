package diag

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var table = flag.String("table", "", "write the table of codes for the README to this file")

// constants returns the codes that codes.go declares, by the names of their constants.
func constants(t *testing.T) map[string]Code {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "codes.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]Code{}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Names) != 1 {
			return true
		}
		if typ, ok := spec.Type.(*ast.Ident); ok && typ.Name == "Code" {
			text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			codes[spec.Names[0].Name] = Code(text)
		}
		return true
	})
	return codes
}

func TestCodesAreUniqueAndExplained(t *testing.T) {
	explained := map[Code]bool{}
	last := Code("")
	for _, e := range Explanations {
		if !regexp.MustCompile(`^BB[0-9]{3}$`).MatchString(string(e.Code)) || e.Code <= last {
			t.Errorf("%s is malformed or stands behind %s", e.Code, last)
		}
		if e.Title == "" || !strings.HasSuffix(e.Text, ".") {
			t.Errorf("%s is not explained: %+v", e.Code, e)
		}
		last, explained[e.Code] = e.Code, true
	}
	names := map[Code]string{}
	for name, code := range constants(t) {
		if !explained[code] {
			t.Errorf("%s (%s) is not explained", name, code)
		}
		if other := names[code]; other != "" {
			t.Errorf("%s and %s are both %s", other, name, code)
		}
		names[code] = name
	}
	if len(names) != len(explained) {
		t.Errorf("%d codes have names and %d explanations", len(names), len(explained))
	}
}

// Users write codes into scripts and notes: those that have been given stay.
func TestCodesStay(t *testing.T) {
	for code, title := range map[Code]string{
		NotADirective:      "BB001 a comment looks like a directive and is none",
		NoParameter:        "BB012 a directive names a parameter that is not there",
		FuncGeneric:        "BB021 a generic function",
		HiddenState:        "BB046 state that would be lost",
		GeneratorBug:       "BB074 a bug of bluebird-gen",
		FieldsLeftOut:      "BB083 note: unexported fields are not sent",
		ContractUnreadable: "BB094 bluebird.api cannot be read",
	} {
		e, known := Explain(code)
		if got := fmt.Sprint(e.Code, " ", e.Title); !known || got != title {
			t.Errorf("%s is %q, want %q", code, got, title)
		}
	}
}

// reporters are the functions that make messages, with the index of the argument that is the code.
var reporters = []string{"Errorf", "Notef", "errorf", "notef", "noteOnce", "because"}

// sources parses the packages that have something to say.
func sources(t *testing.T) (*token.FileSet, []*ast.File) {
	t.Helper()
	fset := token.NewFileSet()
	var files []*ast.File
	for _, dir := range []string{"../directive", "../load", "../model", "../../cmd/bluebird-gen"} {
		names, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(names) == 0 {
			t.Fatalf("no source in %s: %v", dir, err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, file)
		}
	}
	return fset, files
}

// Whoever reports something names its code by a constant, or hands on the one that it was given.
func TestEveryReportNamesItsCode(t *testing.T) {
	codes := constants(t)
	used := map[string]bool{}
	reports := 0
	fset, files := sources(t)
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && x.Name == "diag" {
					used[n.Sel.Name] = true
				}
			case *ast.BasicLit:
				if regexp.MustCompile(`^"BB[0-9]{3}"$`).MatchString(n.Value) {
					t.Errorf("%v: the code %s stands here as text", fset.Position(n.Pos()), n.Value)
				}
			case *ast.CallExpr:
				if reporter(n.Fun) {
					reports++
					if !namesCode(n.Args[0], codes) {
						t.Errorf("%v: this report does not name its code", fset.Position(n.Pos()))
					}
				}
			}
			return true
		})
	}
	if reports < 80 {
		t.Errorf("only %d reports were found", reports)
	}
	for name, code := range codes {
		if !used[name] {
			t.Errorf("nobody reports %s (%s)", name, code)
		}
	}
}

// reporter reports whether a function is one that makes messages.
func reporter(fun ast.Expr) bool {
	switch f := fun.(type) {
	case *ast.Ident:
		return slices.Contains(reporters, f.Name)
	case *ast.SelectorExpr:
		x, ok := f.X.(*ast.Ident)
		return slices.Contains(reporters, f.Sel.Name) && !(ok && x.Name == "fmt")
	}
	return false
}

// namesCode reports whether an argument is one of the constants, or a code that comes from elsewhere.
func namesCode(arg ast.Expr, codes map[string]Code) bool {
	switch a := arg.(type) {
	case *ast.SelectorExpr:
		x, ok := a.X.(*ast.Ident)
		if ok && x.Name == "diag" {
			return codes[a.Sel.Name] != ""
		}
		return a.Sel.Name == "code" || a.Sel.Name == "Code"
	case *ast.Ident:
		return a.Name == "code"
	case *ast.IndexExpr:
		x, ok := a.X.(*ast.Ident)
		return ok && x.Name == "verdicts"
	}
	return false
}

// elsewhere holds the codes that no case of testdata/bad can raise, and why.
var elsewhere = map[Code]string{
	NotSupportedYet:      "no directive is reserved today",
	RuntimeMissing:       "it is about the module: TestErrorsOfTheGoCommandAreShown of internal/load",
	GeneratorBug:         "there is no input that is known to lead to one: TestCheckFindsWhatDoesNotCompile of internal/emit",
	PackageRefused:       "it is about no file: TestErrorsOfTheGoCommandAreShown of internal/load",
	ContractBreaks:       "contracts are compared by the command: TestContractIsKept",
	ContractServersFirst: "contracts are compared by the command: TestContractIsKept",
	ContractClientsFirst: "contracts are compared by the command: TestEveryVerdictHasItsCode",
	ContractSafe:         "contracts are compared by the command: TestEveryVerdictHasItsCode",
	ContractUnreadable:   "contracts are read by the command: TestUnreadableContractIsRefused",
}

// Every message that testdata/bad wants has a code, and every code that there is is wanted there.
func TestEveryCodeHasACase(t *testing.T) {
	files, err := filepath.Glob("../../testdata/bad/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	message := regexp.MustCompile(`(?m)^\S+:[0-9]+:[0-9]+: .*$`)
	raised := map[Code]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, want, _ := strings.Cut(string(text), "-- want --\n")
		for _, line := range message.FindAllString(want, -1) {
			code := regexp.MustCompile(` \[(BB[0-9]{3})\]$`).FindStringSubmatch(line)
			if code == nil {
				t.Errorf("%s: no code: %s", filepath.Base(file), line)
				continue
			}
			raised[Code(code[1])] = true
		}
	}
	for _, e := range Explanations {
		switch why := elsewhere[e.Code]; {
		case !raised[e.Code] && why == "":
			t.Errorf("no case of testdata/bad raises %s, %s", e.Code, e.Title)
		case raised[e.Code] && why != "":
			t.Errorf("%s is raised, though %s", e.Code, why)
		}
	}
}

func TestTableForReaders(t *testing.T) {
	var b strings.Builder
	b.WriteString("| code | message | what to do |\n|---|---|---|\n")
	for _, e := range Explanations {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", e.Code, cell(e.Title), cell(e.Text))
	}
	if *table != "" {
		if err := os.WriteFile(*table, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), b.String()) {
		t.Error("the table of codes in the README is out of date: go test ./internal/diag -table codes.md writes it")
	}
}

// cell returns s as Markdown that stands in a table.
func cell(s string) string { return strings.NewReplacer("|", `\|`, "*", `\*`).Replace(s) }
