package main

import (
	"bytes"
	"errors"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/bluebird-rpc/bluebird/internal/diag"
	"github.com/bluebird-rpc/bluebird/internal/load"
	"github.com/bluebird-rpc/bluebird/internal/model"
	"github.com/bluebird-rpc/bluebird/internal/schema"
)

// policy says what happens to a change of a contract.
type policy int

const (
	compatible policy = iota // what breaks callers is an error, and nothing is written
	inspect                  // all changes are told, as nothing is written anyway
	accept                   // what breaks callers is told and done
)

// kept is a contract as it is kept on disk.
type kept struct {
	name     string // of the file
	text     []byte
	contract *schema.Contract // nil if there is none yet
}

// readContract reads the contract that is kept in a folder.
func readContract(dir string) (kept, error) {
	k := kept{name: filepath.Join(dir, schema.FileName)}
	var err error
	k.text, err = os.ReadFile(k.name)
	if errors.Is(err, fs.ErrNotExist) {
		return k, nil
	}
	if err == nil {
		k.contract, err = schema.Parse(k.text)
	}
	return k, err
}

// position returns the line about a method.
func (k kept) position(method string) token.Position {
	number := 0
	for line := range bytes.Lines(k.text) {
		number++
		words := bytes.Fields(line)
		if len(words) > 1 && slices.Contains([]string{"method", "error"}, string(words[0])) && string(words[1]) == method {
			return token.Position{Filename: k.name, Line: number, Column: 1}
		}
	}
	return token.Position{Filename: k.name, Line: 1, Column: 1}
}

// contract compares the contract of m with the one that is kept, and returns the file to keep from now
// on. It reports whether that may be written.
func (r *result) contract(p *load.Package, m *model.Package) (file, bool) {
	next := schema.Of(m)
	old, err := readContract(p.Dir)
	f := file{name: old.name}
	if err != nil && r.policy != accept {
		r.unreadable(old, err)
		return f, false
	}
	if old.contract == nil {
		f.source = schema.Format(next)
		return f, true
	}
	positions := methodPositions(p, m)
	items := schema.Diff(old.contract, next)
	at := func(item schema.Item) token.Position {
		if pos := p.Fset.Position(item.Pos); p.Owns(pos.Filename) {
			return pos
		}
		if pos, found := positions[item.Method]; found {
			return pos
		}
		return old.position(item.Method)
	}
	for _, item := range items {
		r.tell(at(item), item)
	}
	server, clients := first(items, schema.ServersFirst), first(items, schema.ClientsFirst)
	if server >= 0 && clients >= 0 {
		r.diags.Notef(diag.ContractClientsFirst, at(items[clients]), "contract: %s needs the clients first and %s the server: no order of deployment helps both; release one after the other",
			items[clients].Subject, items[server].Subject)
	}
	f.source = schema.Format(schema.Merge(old.contract, next))
	return f, r.policy != compatible || len(schema.Broken(items)) == 0
}

// first returns the index of the first change with a verdict, or -1.
func first(items []schema.Item, v schema.Verdict) int {
	return slices.IndexFunc(items, func(i schema.Item) bool { return i.Verdict == v })
}

func (r *result) unreadable(k kept, err error) {
	pos := token.Position{Filename: k.name, Line: 1, Column: 1}
	text := err.Error()
	if e := (*schema.ParseError)(nil); errors.As(err, &e) {
		pos.Line, text = e.Line, e.Text
	}
	r.diags.Errorf(diag.ContractUnreadable, pos, "the contract cannot be read: %s; restore the file, or begin a new one with -accept", text)
}

// methodPositions returns where the methods and errors of m are declared.
func methodPositions(p *load.Package, m *model.Package) map[string]token.Position {
	positions := map[string]token.Position{}
	add := func(methods []*model.Method) {
		for _, m := range methods {
			positions[m.WireName] = p.Fset.Position(m.Pos)
			for _, old := range m.Was {
				positions[old] = p.Fset.Position(m.Pos)
			}
		}
	}
	add(m.Funcs)
	for _, s := range m.Services {
		add(s.Methods)
	}
	for _, v := range m.ErrorVars {
		positions[v.WireName] = p.Fset.Position(v.Pos)
	}
	for _, e := range m.ErrorTypes {
		positions[e.WireName] = p.Fset.Position(e.Pos)
	}
	return positions
}

// verdicts are the codes of messages about changes.
var verdicts = map[schema.Verdict]diag.Code{
	schema.Safe:         diag.ContractSafe,
	schema.ServersFirst: diag.ContractServersFirst,
	schema.ClientsFirst: diag.ContractClientsFirst,
	schema.Breaks:       diag.ContractBreaks,
}

// tell adds a change of a contract to the messages. One that breaks callers is an error, unless it is
// accepted; harmless ones are for those who want to know.
func (r *result) tell(pos token.Position, item schema.Item) {
	switch {
	case item.Verdict == schema.Breaks && r.policy != accept:
		r.broken = true
		r.diags.Errorf(verdicts[item.Verdict], pos, "contract: %v", item)
	case item.Verdict != schema.Safe || r.policy == inspect || item.Callers:
		r.diags.Notef(verdicts[item.Verdict], pos, "contract: %v", item)
	}
}

// abandonAll decides which generated files are removed. A client is only with the package it calls.
func (r *result) abandonAll(files []string) {
	keep := map[string]bool{} // folders whose contract forbids it
	for _, name := range files {
		list := r.abandon(name)
		keep[filepath.Dir(name)] = list == nil
		r.stale = append(r.stale, list...)
	}
	r.stale = slices.DeleteFunc(r.stale, func(name string) bool { return keep[filepath.Dir(filepath.Dir(name))] })
}

// abandon returns what is to be removed if nothing is annotated any more beside a generated file: nothing, if
// that breaks callers.
func (r *result) abandon(generated string) (files []string) {
	old, err := readContract(filepath.Dir(generated))
	switch {
	case err == nil && old.contract == nil:
		return []string{generated}
	case err != nil && r.policy != accept:
		r.unreadable(old, err)
		return nil
	case err == nil:
		items := schema.Diff(old.contract, &schema.Contract{})
		for _, item := range items {
			r.tell(old.position(item.Method), item)
		}
		if r.policy == compatible && len(schema.Broken(items)) > 0 {
			return nil
		}
	}
	return []string{generated, old.name}
}

// failure returns the error of a run that found errors.
func (r *result) failure() error {
	if r.broken {
		return errors.New("callers would be broken: keep to the contract, or change it on purpose with -accept")
	}
	return errReported
}
