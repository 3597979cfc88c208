package load

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// list asks the go command which packages match, without compiling any.
func (c Config) list(ctx context.Context) ([]*packages.Package, error) {
	for _, p := range c.Patterns {
		if strings.HasSuffix(p, ".go") {
			return nil, fmt.Errorf("%s is a file: name packages, such as %s", p, localPath(filepath.Dir(p)))
		}
	}
	pkgs, err := c.find(ctx)
	if (err != nil || !located(pkgs)) && c.outside(ctx) {
		return nil, errors.New("no go.mod here or in a folder above: start a module with go mod init")
	}
	if err != nil {
		return nil, goError(err)
	}
	if len(pkgs) == 0 {
		return nil, fmt.Errorf("no packages match %s", strings.Join(c.Patterns, " "))
	}
	return pkgs, nil
}

// located reports whether one of the packages was found on disk.
func located(pkgs []*packages.Package) bool {
	return slices.ContainsFunc(pkgs, func(p *packages.Package) bool { return p.Dir != "" })
}

// listing is what go list tells of a package.
type listing struct {
	Dir, ImportPath, Name string
	GoFiles, CgoFiles     []string
	Module                *packages.Module
	Error                 *struct{ Pos, Err string }
}

// find runs go list without looking at imports. Package packages would run the go command twice.
func (c Config) find(ctx context.Context) ([]*packages.Package, error) {
	out, err := c.goList(ctx, append([]string{"-find", "-json=Dir,ImportPath,Name,GoFiles,CgoFiles,Module,Error", "--"}, c.Patterns...))
	if err != nil {
		return nil, err
	}
	var pkgs []*packages.Package
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var l listing
		if err := decoder.Decode(&l); err == io.EOF {
			return pkgs, nil
		} else if err != nil {
			return nil, err
		}
		pkgs = append(pkgs, l.found())
	}
}

// found returns the listing in the form of package packages.
func (l listing) found() *packages.Package {
	p := &packages.Package{ID: l.ImportPath, PkgPath: l.ImportPath, Name: l.Name, Dir: l.Dir, Module: l.Module}
	for _, name := range slices.Concat(l.GoFiles, l.CgoFiles) {
		p.GoFiles = append(p.GoFiles, filepath.Join(l.Dir, name))
	}
	if l.Error != nil {
		p.Errors = append(p.Errors, packages.Error{Pos: l.Error.Pos, Msg: l.Error.Err})
	}
	return p
}

// goList runs go list -e.
func (c Config) goList(ctx context.Context, args []string) ([]byte, error) {
	full := []string{"list", "-e"}
	if c.Tags != "" {
		full = append(full, "-tags="+c.Tags)
	}
	cmd := exec.CommandContext(ctx, "go", append(full, args...)...)
	cmd.Dir, cmd.Env = c.Dir, c.Env
	out, err := cmd.Output()
	if e := (*exec.ExitError)(nil); errors.As(err, &e) && len(e.Stderr) > 0 {
		return nil, errors.New(string(e.Stderr))
	}
	return out, err
}

// goError returns what the go command said, without how it was called.
func goError(err error) error {
	_, said, found := strings.Cut(err.Error(), "stderr: ")
	if !found {
		said = err.Error()
	}
	return errors.New(oneLine(said))
}

// packages returns a configuration for go/packages.
func (c Config) packages(ctx context.Context, mode packages.LoadMode) *packages.Config {
	p := &packages.Config{Context: ctx, Mode: mode, Dir: c.Dir, Env: c.Env}
	if c.Tags != "" {
		p.BuildFlags = []string{"-tags=" + c.Tags}
	}
	return p
}

// outside reports whether the folder is part of no module and no workspace.
func (c Config) outside(ctx context.Context) bool {
	cmd := exec.CommandContext(ctx, "go", "env", "GOWORK", "GOMOD")
	cmd.Dir, cmd.Env = c.Dir, c.Env
	out, err := cmd.Output()
	none := []string{"", "off", os.DevNull}
	return err == nil && !slices.ContainsFunc(strings.Split(string(out), "\n"), func(line string) bool {
		return !slices.Contains(none, strings.TrimSpace(line))
	})
}

// folders returns the folders under the patterns of the form dir/..., by the rules of the go command.
// That command does not list a folder all of whose files are excluded by build constraints; a
// directive in one must not go unnoticed.
func (c Config) folders() []string {
	var dirs []string
	for _, p := range c.Patterns {
		root, all := strings.CutSuffix(filepath.ToSlash(p), "/...")
		if !all || !local(root) {
			continue
		}
		if !filepath.IsAbs(root) {
			root = filepath.Join(c.Dir, root)
		}
		dirs = append(dirs, below(root)...)
	}
	return dirs
}

// local reports whether a pattern is a file name and not an import path.
func local(pattern string) bool {
	return pattern == "." || pattern == ".." || strings.HasPrefix(pattern, "./") ||
		strings.HasPrefix(pattern, "../") || filepath.IsAbs(pattern)
}

// below returns root and the folders below it that may hold packages of its module.
func below(root string) []string {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil
	}
	var dirs []string
	filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || !d.IsDir():
			return nil
		case path != root && (skipped(d.Name()) || exists(filepath.Join(path, "go.mod"))):
			return fs.SkipDir
		}
		dirs = append(dirs, path)
		return nil
	})
	return dirs
}

func skipped(dir string) bool {
	return dir[0] == '.' || dir[0] == '_' || slices.Contains([]string{"testdata", "vendor"}, dir)
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// localPath returns dir as the go command wants to see it.
func localPath(dir string) string {
	if dir == "." || filepath.IsAbs(dir) || strings.HasPrefix(dir, "..") {
		return dir
	}
	return "./" + filepath.ToSlash(dir)
}

// oneLine joins the lines of an error of the go command.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
