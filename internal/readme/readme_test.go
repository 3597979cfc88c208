// Package readme keeps what README.md says true: its test runs every command and compiles every piece of code in it.
package readme

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// patience ends a command that hangs.
const patience = 5 * time.Minute

// block is a piece of README.md between fences.
type block struct {
	line     int
	language string
	text     string
}

// servers are the commands that do not end, and the address that each serves on.
var servers = map[string]string{
	"go run ./server": "localhost:4000",
	"go run ./clock":  "localhost:4001",
}

// imports are the packages that snippets may use, by the name they use.
var imports = map[string]string{
	"bluebird":     "github.com/bluebird-rpc/bluebird/runtime",
	"bluebirdtest": "github.com/bluebird-rpc/bluebird/runtime/bluebirdtest",
	"calc":         "example.com/hello/calc",
	"calcrpc":      "example.com/hello/calc/calcrpc",
	"context":      "context",
	"errors":       "errors",
	"fmt":          "fmt",
	"io":           "io",
	"journal":      "example.com/hello/journal",
	"journalrpc":   "example.com/hello/journal/journalrpc",
	"log":          "log",
	"stock":        "example.com/hello/stock",
	"stockrpc":     "example.com/hello/stock/stockrpc",
	"strings":      "strings",
	"testing":      "testing",
	"time":         "time",
	"tls":          "crypto/tls",
}

// TestEverythingInTheREADMEWorks does what a reader does who follows README.md from top to bottom, in an empty folder.
func TestEverythingInTheREADMEWorks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the commands are for a POSIX shell")
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	r := reader{t: t, root: root, dir: t.TempDir(), ports: map[string]string{}}
	blocks := read(t, filepath.Join(root, "README.md"))
	if want := (block{blocks[0].line, "sh", "go run ./examples/tour\ngo test ./...\n"}); blocks[0] != want {
		t.Fatalf("the first block is %+v; want %+v", blocks[0], want)
	}
	if out := r.run(root, "go run ./examples/tour"); !strings.HasSuffix(out, "All of it worked.\n") {
		t.Errorf("go run ./examples/tour printed\n%s", out)
	}
	var snippets []block
	for _, b := range blocks[1:] {
		r.line = b.line
		switch {
		case b.language == "sh":
			r.commands(b.text)
		case b.language == "text":
			if got := r.printed; got != b.text {
				t.Errorf("README.md:%d: the command above printed\n%s\nwant\n%s", b.line, got, b.text)
			}
		case b.language == "go" && fileName.MatchString(b.text):
			r.write(fileName.FindStringSubmatch(b.text)[1], b.text)
		case b.language == "go":
			snippets = append(snippets, b)
		default:
			t.Errorf("README.md:%d: this test cannot check a block of %q", b.line, b.language)
		}
		if t.Failed() {
			return
		}
	}
	for _, b := range snippets {
		r.snippet(b)
	}
	r.module("go tool bluebird-gen ./...")
	r.module("go vet ./... && go test ./...")
}

// fileName is the first line of a block that is a whole file.
var fileName = regexp.MustCompile(`\A// ([\w/]+\.go)\n`)

// reader is somebody who follows the README.
type reader struct {
	t       *testing.T
	root    string            // the repository
	dir     string            // where commands are typed
	line    int               // of the README
	ports   map[string]string // addresses in the README → free ones
	printed string            // by the last command
}

// read returns the blocks of a Markdown file.
func read(t *testing.T, name string) (blocks []block) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var open *block
	for i, line := range strings.SplitAfter(string(data), "\n") {
		language, fence := strings.CutPrefix(strings.TrimSpace(line), "```")
		switch {
		case fence && open == nil:
			open = &block{line: i + 1, language: language}
		case fence:
			blocks, open = append(blocks, *open), nil
		case open != nil:
			open.text += line
		}
	}
	if open != nil || len(blocks) == 0 {
		t.Fatalf("%s has no blocks, or one without an end: %+v", name, open)
	}
	return blocks
}

// commands types what is in a block, line by line.
func (r *reader) commands(text string) {
	for command := range strings.Lines(text) {
		command = strings.TrimSpace(command)
		if addr, ok := servers[command]; ok {
			r.serve(strings.TrimPrefix(command, "go run "), addr)
			continue
		}
		if folder, ok := strings.CutPrefix(command, "mkdir hello && cd "); ok {
			r.run(r.dir, "mkdir "+folder)
			r.dir = filepath.Join(r.dir, folder)
			continue
		}
		r.printed = r.module(strings.ReplaceAll(command, "/path/to/bluebird", r.root))
	}
}

// module runs a command in the reader's own module.
func (r *reader) module(command string) string { return r.run(r.dir, command) }

func (r *reader) run(dir, command string) string {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", "-c", command)
	cmd.Dir = dir
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		r.t.Fatalf("README.md:%d: %s: %v\n%s%s", r.line, command, err, &stdout, &stderr)
	}
	return stdout.String()
}

// serve starts a server of the module and waits until it listens. It ends with the test.
func (r *reader) serve(pkg, addr string) {
	program := filepath.Join(r.t.TempDir(), "server")
	r.module("go build -o " + program + " " + pkg)
	cmd := exec.Command(program)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	for start := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		if c, err := net.Dial("tcp", r.free(addr)); err == nil {
			c.Close()
			return
		}
		if time.Since(start) > time.Minute {
			r.t.Fatalf("README.md:%d: %s does not listen on %s", r.line, pkg, addr)
		}
	}
}

// free returns a free address to use in place of addr.
func (r *reader) free(addr string) string {
	if r.ports[addr] == "" {
		l, err := net.Listen("tcp", "localhost:0")
		if err != nil {
			r.t.Fatal(err)
		}
		defer l.Close()
		r.ports[addr] = l.Addr().String()
	}
	return r.ports[addr]
}

// write makes a file of the module. It listens and dials on free ports.
func (r *reader) write(name, text string) {
	for _, addr := range servers {
		text = strings.ReplaceAll(text, addr, r.free(addr))
	}
	name = filepath.Join(r.dir, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

// snippet makes a package of a piece of code: of declarations as they are, of statements in a function that has ctx and
// conn.
func (r *reader) snippet(b block) {
	code := b.text
	if !parses("package p\n" + code) {
		code = "func snippet(ctx context.Context, conn *bluebird.Conn) error {\n{\n" + code + "}\nreturn nil\n}\n\nvar _ = snippet\n"
	}
	name := fmt.Sprintf("line%d", b.line)
	r.write("snippets/"+name+"/"+name+suffix(code), "package "+name+"\n\n"+importsOf(r.t, code)+code)
}

// suffix is _test.go for code that only tests can hold.
func suffix(code string) string {
	if strings.Contains(code, "*testing.T") {
		return "_test.go"
	}
	return ".go"
}

func parses(code string) bool {
	_, err := parser.ParseFile(token.NewFileSet(), "", code, parser.SkipObjectResolution)
	return err == nil
}

// importsOf returns the import declaration that code needs.
func importsOf(t *testing.T, code string) string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+code, 0)
	if err != nil {
		t.Fatalf("%v in\n%s", err, code)
	}
	var lines []string
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && x.Obj == nil && imports[x.Name] != "" {
				lines = append(lines, fmt.Sprintf("\t%s %q\n", x.Name, imports[x.Name]))
			}
		}
		return true
	})
	slices.Sort(lines)
	return "import (\n" + strings.Join(slices.Compact(lines), "") + ")\n\n"
}
