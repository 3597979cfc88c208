// Command bench measures Bluebird beside other systems and beside what a connection can carry at all.
//
//	go run . [-quick] [-only regexp] [-peers a,b] [-gate] [-write] [-profile folder]
//
// -gate exits with 1 where a bar is missed and with 2 where limit is too slow to judge by (go run makes 1 of both and prints which).
//
// Client and server are two processes on loopback: the program starts itself again for both. Each row is measured in several rounds, in each
// of which every peer has its turn, and medians are reported. It is a module of its own, so that users of Bluebird do not
// get the other systems into their go.sum.
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"regexp"
	"slices"
	"time"
)

// quickRows are the rows of -quick without -only.
const quickRows = `^(add|echo)/`

func main() {
	log.SetFlags(0)
	log.SetPrefix("bench: ")
	var o options
	flag.BoolVar(&o.quick, "quick", false, "short rounds, and only add and echo unless -only asks for more")
	flag.StringVar(&o.only, "only", "", "measure the rows whose names match this `regexp`")
	flag.StringVar(&o.peers, "peers", "", "measure only these `peers`, a list with commas")
	flag.BoolVar(&o.gate, "gate", false, "exit with 1 where a bar is missed, with 2 where limit is too slow to judge by")
	flag.BoolVar(&o.list, "list", false, "list the rows and what is measured in them")
	flag.BoolVar(&o.write, "write", false, "write RESULTS.md and the charts into this folder")
	flag.StringVar(&o.profile, "profile", "", "write CPU profiles of both sides into this `folder`")
	flag.DurationVar(&o.round, "round", 0, "how long a round takes (default 500ms, quick 200ms)")
	flag.IntVar(&o.rounds, "rounds", 0, "how many rounds (default 5, quick 3)")
	role := flag.String("child", "", "what the program starts itself for")
	flag.Parse()
	if *role != "" {
		if err := runChild(*role); err != nil {
			log.Fatal(err)
		}
		return
	}
	code, err := o.run()
	if err != nil {
		log.Fatal(err)
	}
	os.Exit(code)
}

// options are the flags.
type options struct {
	quick, gate, list, write bool
	only, peers, profile     string
	round                    time.Duration
	rounds                   int
}

func (o *options) pace() pace {
	p := pace{500 * time.Millisecond, 5}
	if o.quick {
		p = pace{200 * time.Millisecond, 3}
	}
	if o.round > 0 {
		p.round = o.round
	}
	if o.rounds > 0 {
		p.rounds = o.rounds
	}
	return p
}

// run returns the exit status.
func (o *options) run() (int, error) {
	only := o.only
	if only == "" && o.quick {
		only = quickRows
	}
	match, err := regexp.Compile(only)
	if err != nil {
		return 0, err
	}
	hello, err := newPrograms()
	if err != nil {
		return 0, err
	}
	defer hello.remove()
	var chosen []row
	for _, r := range rows(calibrate(), hello) {
		if match.MatchString(r.name) {
			chosen = append(chosen, r)
		}
	}
	if len(chosen) == 0 {
		return 0, errors.New("no row matches; -list shows them")
	}
	if o.list {
		for _, r := range chosen {
			fmt.Printf("%-16s %s\n", r.name, r.group)
		}
		return 0, nil
	}
	if o.profile != "" {
		if err := os.MkdirAll(o.profile, 0o755); err != nil {
			return 0, err
		}
	}
	b := bench{pace: o.pace(), profiles: o.profile, progress: progress}
	if b.identity, err = newIdentity(); err != nil {
		return 0, err
	}
	return o.measure(&b, chosen)
}

func (o *options) measure(b *bench, chosen []row) (int, error) {
	var all []measured
	for i := range chosen {
		m, err := b.run(&chosen[i], contains(o.peers))
		if err != nil {
			return 0, err
		}
		progress("")
		printRow(os.Stdout, m, len(all) == 0 || all[len(all)-1].row.group != chosen[i].group)
		all = append(all, m...)
	}
	j := verdictsOf(chosen, all)
	if o.gate {
		twice := *b
		twice.rounds *= 2
		err := j.again(func(name string) ([]measured, error) {
			r := chosen[slices.IndexFunc(chosen, func(r row) bool { return r.name == name })]
			r.of = judged(r)
			return twice.run(&r, contains(o.peers))
		})
		if err != nil {
			return 0, err
		}
		progress("")
	}
	printVerdicts(os.Stdout, j)
	if o.write {
		if err := writeResults(b, all, j); err != nil {
			return 0, err
		}
	}
	if !o.gate {
		return 0, nil
	}
	return j.status(), nil
}

// progress shows on a terminal what is being measured.
func progress(format string, args ...any) {
	if info, err := os.Stderr.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		fmt.Fprintf(os.Stderr, "\r\033[K"+format, args...)
	}
}
