package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// write puts the files in place and removes the stale ones. All new content is on disk, under other names, before
// the first file is replaced; so when a disk is full nothing has changed.
func write(r *result, dir string, log io.Writer) (err error) {
	var staged []staged
	defer func() {
		if err != nil {
			for _, s := range staged {
				s.discard()
			}
		}
	}()
	for _, f := range r.files {
		state, err := compareFile(f)
		if err != nil {
			return err
		}
		if state == current {
			continue
		}
		s, err := stage(f)
		if err != nil {
			return err
		}
		staged = append(staged, s)
	}
	for _, s := range staged {
		if err := os.Rename(s.temp, s.name); err != nil {
			return err
		}
		fmt.Fprintln(log, "wrote", relative(dir, s.name))
	}
	for _, name := range r.stale {
		if err := remove(name); err != nil {
			return err
		}
		fmt.Fprintln(log, "removed", relative(dir, name))
	}
	return nil
}

// state says how a file on disk compares with what it should be.
type state string

const (
	current state = "up to date"
	missing state = "does not exist"
	changed state = "is out of date"
)

// compareFile compares a file with the one on disk. Files that somebody else has written were told apart when the
// package was loaded.
func compareFile(f file) (state, error) {
	old, err := os.ReadFile(f.name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return missing, nil
	case err != nil:
		return "", err
	case bytes.Equal(old, f.source):
		return current, nil
	}
	return changed, nil
}

var errStale = errors.New("run bluebird-gen again")

// compare lists the files that write would change, and returns errStale if there are any.
func compare(r *result, dir string, out io.Writer) error {
	stale := false
	for _, f := range r.files {
		state, err := compareFile(f)
		if err != nil {
			return err
		}
		if state != current {
			stale = true
			fmt.Fprintf(out, "%s %s\n", relative(dir, f.name), state)
			if old, err := os.ReadFile(f.name); err == nil {
				fmt.Fprint(out, difference(old, f.source))
			}
		}
	}
	for _, name := range r.stale {
		stale = true
		fmt.Fprintf(out, "%s is left over: nothing is annotated any more\n", relative(dir, name))
	}
	if stale {
		return errStale
	}
	return nil
}

// staged is new content that waits under another name.
type staged struct {
	name, temp string
	newDir     bool // its folder was made for it
}

// stage writes f beside its place.
func stage(f file) (staged, error) {
	dir := filepath.Dir(f.name)
	s := staged{name: f.name, temp: filepath.Join(dir, fmt.Sprintf(".%s.%d", filepath.Base(f.name), os.Getpid()))}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		s.newDir = true
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return s, err
	}
	if err := os.WriteFile(s.temp, f.source, 0o666); err != nil {
		s.discard()
		return s, err
	}
	return s, nil
}

// discard removes what stage has made, unless it has found its place.
func (s staged) discard() {
	os.Remove(s.temp)
	if s.newDir {
		os.Remove(filepath.Dir(s.name)) // fails, as it should, if there is something in it
	}
}

// remove deletes a stale file, and its folder if that was all there was in it.
func remove(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	os.Remove(filepath.Dir(name)) // fails, as it should, if there is something in it
	return nil
}

// relative returns name as seen from dir.
func relative(dir, name string) string {
	if rel, err := filepath.Rel(dir, name); err == nil {
		return rel
	}
	return name
}
