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
	"time"

	"github.com/bluebird-rpc/bluebird/internal/load"

	// Modules that use this command need the runtime for what it generates. Through this import the one
	// requirement brings the other.
	_ "github.com/bluebird-rpc/bluebird/runtime"
)

const usage = `Usage: bluebird-gen [flags] [packages]

Bluebird-gen reads the Go packages that the patterns match (as for go list; none means
the package in the current folder) and looks for annotations in their comments:

	// Add returns the sum of a and b.
	//
	//bluebird:rpc
	func Add(ctx context.Context, a, b float64) (float64, error) { … }

	// Logger keeps log lines.
	//
	//bluebird:service
	type Logger struct { … }

For each package that has some it writes two files. For example.com/calc these are

	calc/bluebird_gen.go          RegisterFuncs and RegisterLogger, for the server
	calc/calcrpc/bluebird_gen.go  Client and LoggerClient, for its callers

Files whose content would stay the same are not touched, and generated files for which
nothing is annotated any more are removed. If something cannot be served as it is, the
place and the reason are printed and nothing is written for that package.

Run it with go generate, best through one line for the whole module:

	//go:generate go tool bluebird-gen ./...

Flags:

	-check      write nothing; list the files that are out of date, and why
	-tags list  build tags, separated by commas, as for go build
	-v          tell what is done and how long it takes

Exit status: 0 if all is well; 1 if there were errors, or with -check if a file is out of
date; 2 if the flags make no sense.
`

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	status := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// options are the flags and arguments.
type options struct {
	check    bool
	tags     string
	verbose  bool
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
	if err := bluebirdGen(ctx, opts, stdout, stderr); err != nil {
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
	flags.BoolVar(&opts.check, "check", false, "")
	flags.StringVar(&opts.tags, "tags", "", "")
	flags.BoolVar(&opts.verbose, "v", false, "")
	err := flags.Parse(args)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(stderr, "bluebird-gen -h tells more.")
	}
	opts.patterns = flags.Args()
	return opts, err
}

// errReported stands for problems that have been printed.
var errReported = errors.New("there were errors")

// bluebirdGen generates, and writes or compares.
func bluebirdGen(ctx context.Context, opts options, stdout, stderr io.Writer) error {
	dir, err := os.Getwd()
	if err != nil {
		return err
	}
	watch := stopwatch{out: io.Discard, last: time.Now()}
	if opts.verbose {
		watch.out = stderr
	}
	result, err := generate(ctx, load.Config{Dir: dir, Patterns: opts.patterns, Tags: opts.tags}, &watch)
	if err != nil {
		return err
	}
	if err := result.diags.Print(stderr, dir); err != nil {
		return err
	}
	if opts.check {
		err = compare(result, dir, stdout)
	} else {
		err = write(result, dir, watch.out)
		watch.lap("wrote")
	}
	if err == nil && result.diags.Failed() {
		return errReported
	}
	return err
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
