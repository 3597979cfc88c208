package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/load"
	"github.com/fsnotify/fsnotify"
)

// pause is how long it must be quiet before a change counts as complete. Editors and version control
// write many files at once.
const pause = 100 * time.Millisecond

// stay generates, and again whenever a Go file changes in one of the folders, until ctx ends.
func (o options) stay(ctx context.Context, dir string, stdout, stderr io.Writer) error {
	changes, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("-watch: %w", err)
	}
	defer changes.Close()
	if err := changes.Add(dir); err != nil {
		return fmt.Errorf("-watch: %w", err)
	}
	for {
		began := time.Now()
		folders, err := o.once(ctx, dir, stdout, stderr)
		if ctx.Err() != nil {
			return nil
		}
		for _, folder := range folders {
			if err := changes.Add(folder); err != nil && !os.IsNotExist(err) {
				return fmt.Errorf("-watch: %s: %w", folder, err)
			}
		}
		report(stdout, err, len(folders), time.Since(began))
		name, ok := nextChange(ctx, changes)
		if !ok {
			return nil
		}
		fmt.Fprintln(stdout, relative(dir, name), "changed")
	}
}

// report says how a run ended.
func report(out io.Writer, err error, folders int, took time.Duration) {
	state := "up to date"
	if err != nil {
		state = "failed"
		if err != errReported {
			state += ": " + err.Error()
		}
	}
	fmt.Fprintf(out, "%s after %d ms; watching %d folders\n", state, took.Milliseconds(), folders)
}

// nextChange waits until something that matters has changed and it is quiet again. It returns the file
// that changed first, and false if there is nothing more to wait for.
func nextChange(ctx context.Context, changes *fsnotify.Watcher) (name string, ok bool) {
	var quiet <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return "", false
		case e, open := <-changes.Events:
			if !open {
				return "", false
			}
			if !matters(e) {
				continue
			}
			if name == "" {
				name = e.Name
			}
			quiet = time.After(pause)
		case <-changes.Errors: // such as too many events at once: something has changed
			quiet = time.After(pause)
		case <-quiet:
			return name, true
		}
	}
}

// matters reports whether an event may change what is generated.
func matters(e fsnotify.Event) bool {
	name := filepath.Base(e.Name)
	if e.Op == fsnotify.Chmod || strings.HasPrefix(name, ".") || name == load.GeneratedName && !e.Has(fsnotify.Remove) {
		return false
	}
	switch filepath.Ext(name) {
	case ".go", ".mod", ".sum", ".work":
		return true
	case "":
		return e.Has(fsnotify.Create) || e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename) // a folder
	}
	return false
}
