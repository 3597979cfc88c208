// Bluebird-gen writes the code that serves and calls annotated Go functions and services.
// Run it with -h for a description.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/load"

	// Modules that use this command need the runtime for what it generates. Through this import the one
	// requirement brings the other.
	_ "github.com/bluebird-rpc/bluebird/runtime"
)

const usage = `Usage: bluebird-gen [flags] [packages]

Bluebird-gen writes the code by which Go functions and the methods of Go types are called
from other machines. It reads the packages that the patterns match (as for go list; none
means the package in the current folder) and looks for annotations in doc comments:

	// Add returns the sum of a and b.
	//
	//bluebird:rpc
	func Add(ctx context.Context, a, b float64) (float64, error) { … }

	// Logger keeps log lines.
	//
	//bluebird:service
	type Logger struct { … }

For each package that has some it writes three files. For example.com/calc these are

	calc/bluebird_gen.go          RegisterFuncs and RegisterLogger, for the server
	calc/calcrpc/bluebird_gen.go  Client and LoggerClient, for its callers
	calc/bluebird.api             what callers rely on, a line for each thing

Check all three in. Files whose content would stay the same are not touched, and files for
which nothing is annotated any more are removed. If something cannot be served as it is,
the place and the reason are printed and nothing is written for that package.

Run it with go generate, best through one line for the whole module:

	//go:generate go tool bluebird-gen ./...

and in continuous integration as

	go tool bluebird-gen -check ./...

When annotated code changes, bluebird.api says what that does to callers who are not
rebuilt at the same moment. A change is safe, or needs the server or the clients to be
deployed first, or breaks somebody. What breaks somebody is refused, unless you say -accept.
Names that are removed stay in the file as reserved, so that nobody uses them for something
else later on.

Flags:

	-accept       take changes that break callers, on purpose
	-check        write nothing; list the files that are out of date with the lines that
	              differ, and what each change of a contract does to callers
	-explain code tell more about a message, as in -explain BB012; "all" lists every code
	-tags list    build tags, separated by commas, as for go build
	-v            tell what is loaded and done, how long each phase takes, and all notes; else
	              a note is told when its package is first served, or in another way than before
	-watch        stay, and generate again whenever a file changes, until interrupted

Exit status: 0 if all is well; 1 if there were errors, or with -check if a file is out of
date; 2 if the flags make no sense.
`

func main() {
	spendMemory()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// spendMemory lets garbage wait, unless the user has said how long it may: a run is short, and a fifth of its time went into collecting what it would
// have left behind anyway.
func spendMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}

// options are the flags and arguments.
type options struct {
	accept   bool
	check    bool
	explain  string
	tags     string
	verbose  bool
	watch    bool
	patterns []string
}

// run is the whole command. It returns the exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	opts, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usage)
		return 0
	case err != nil:
		return 2
	}
	if err := opts.run(ctx, stdout, stderr); err != nil {
		if err != errReported {
			fmt.Fprintln(stderr, "bluebird-gen:", err)
		}
		return 1
	}
	return 0
}

func parse(args []string, stderr io.Writer) (options, error) {
	var opts options
	flags := flag.NewFlagSet("bluebird-gen", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {}
	flags.BoolVar(&opts.accept, "accept", false, "")
	flags.BoolVar(&opts.check, "check", false, "")
	flags.StringVar(&opts.explain, "explain", "", "")
	flags.StringVar(&opts.tags, "tags", "", "")
	flags.BoolVar(&opts.verbose, "v", false, "")
	flags.BoolVar(&opts.watch, "watch", false, "")
	err := flags.Parse(args)
	opts.patterns = flags.Args()
	if err == nil && opts.check && (opts.accept || opts.watch) {
		err = errors.New("-check writes nothing: it cannot stand beside -accept or -watch")
		fmt.Fprintln(stderr, err)
	}
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(stderr, "bluebird-gen -h tells more.")
	}
	return opts, err
}

// policy returns what is to be done about changes of contracts.
func (o options) policy() policy {
	switch {
	case o.check:
		return inspect
	case o.accept:
		return accept
	}
	return compatible
}

// errReported stands for problems that have been printed.
var errReported = errors.New("there were errors")

// run does what the flags ask for.
func (o options) run(ctx context.Context, stdout, stderr io.Writer) error {
	if o.explain != "" {
		return explain(stdout, o.explain)
	}
	dir, err := os.Getwd()
	if err != nil {
		return err
	}
	if o.watch {
		return o.stay(ctx, dir, stdout, stderr)
	}
	_, err = o.once(ctx, dir, stdout, stderr)
	return err
}

// once generates, and writes or compares. It returns the folders that were looked at.
func (o options) once(ctx context.Context, dir string, stdout, stderr io.Writer) (folders []string, err error) {
	watch := stopwatch{out: io.Discard, last: time.Now()}
	if o.verbose {
		watch.out = stderr
	}
	cfg := load.Config{Dir: dir, Patterns: o.patterns, Tags: o.tags}
	result, err := generate(ctx, cfg, o.policy(), &watch)
	if err != nil {
		return nil, err
	}
	if err := o.tell(result, dir, stderr); err != nil {
		return result.folders, err
	}
	if result.found == 0 && len(result.diags) == 0 {
		where := "the package in the current folder"
		if len(o.patterns) > 0 {
			where = strings.Join(o.patterns, " ")
		}
		fmt.Fprintf(stderr, "bluebird-gen: nothing in %s has //bluebird:rpc or //bluebird:service in its doc comment\n", where)
	}
	if o.check {
		err = compare(result, dir, stdout)
	} else {
		log := watch.out
		if o.watch {
			log = stdout
		}
		err = write(result, dir, log)
		watch.lap("wrote")
	}
	if result.diags.Failed() && (err == nil || err == errStale) {
		err = result.failure() // which running again does not mend
	}
	return result.folders, err
}

// tell prints the messages. Notes are told once: when the package they are about is first served, or in another way than
// before.
func (o options) tell(r *result, dir string, stderr io.Writer) error {
	diags := slices.Clone(r.diags)
	switch {
	case o.verbose:
		diags = append(diags, r.notes...)
	case !o.check:
		diags = append(diags, r.news...)
	}
	if isTerminal(stderr) {
		return diags.PrintSource(stderr, dir)
	}
	return diags.Print(stderr, dir)
}

// isTerminal reports whether a person reads what is written to w.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// stopwatch prints how long the phases of a run took.
type stopwatch struct {
	out  io.Writer
	last time.Time
}

// lap says that what the arguments describe has been done since the last lap.
func (w *stopwatch) lap(format string, args ...any) {
	now := time.Now()
	fmt.Fprintf(w.out, "%6d ms  %s\n", now.Sub(w.last).Milliseconds(), fmt.Sprintf(format, args...))
	w.last = now
}

// say prints a detail.
func (w *stopwatch) say(format string, args ...any) {
	fmt.Fprintf(w.out, "           %s\n", fmt.Sprintf(format, args...))
}
