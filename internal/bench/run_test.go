package main

import (
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/bench/peer"
)

// TestMain lets the test's program be a child, as the program itself is.
func TestMain(m *testing.M) {
	role := flag.String("child", "", "what the test starts itself for")
	flag.Parse()
	if *role == "" {
		os.Exit(m.Run())
	}
	if err := runChild(*role); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func testBench(t *testing.T) *bench {
	t.Helper()
	id, err := newIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return &bench{pace: pace{20 * time.Millisecond, 2}, identity: id, progress: t.Logf}
}

func everybody(string) bool { return true }

func TestRowMeasuresBothSides(t *testing.T) {
	for _, secure := range []bool{false, true} {
		r := row{name: "test", of: with(setup{TLS: secure}, everyone), load: load{Op: echo, Callers: 3}, conns: 2}
		all, err := testBench(t).run(&r, everybody)
		if err != nil || len(all) != len(everyone) {
			t.Fatalf("TLS %v: %d peers measured, error %v; want %d, nil", secure, len(all), err, len(everyone))
		}
		for _, m := range all {
			if len(m.rounds) != 2 || m.figures[rate] <= 0 || m.figures[p50] <= 0 || m.figures[serverCPU] <= 0 || m.figures[clientPeak] <= 0 {
				t.Errorf("TLS %v: %s: %d rounds, figures %v", secure, m.label, len(m.rounds), m.figures)
			}
		}
	}
}

func TestPeerThatCannotIsLeftOut(t *testing.T) {
	r := row{name: "test", of: subjects("ttrpc", "limit"), load: load{Op: peer.Op{Name: "bytes", Size: 8 * mib}, Callers: 1}}
	all, err := testBench(t).run(&r, everybody)
	if err != nil || len(all) != 1 || all[0].label != "limit" {
		t.Errorf("measured %v, error %v; want limit alone", all, err)
	}
}

func TestIdleConnectionsAreCounted(t *testing.T) {
	r := row{name: "test", of: subjects("bluebird"), conns: 50, measure: (*row).idle}
	all, err := testBench(t).run(&r, everybody)
	if err != nil || len(all) != 1 || all[0].figures[goroutines] < 1 || all[0].figures[goroutines] > 3 {
		t.Errorf("measured %v, error %v; want a goroutine or so for each connection", all, err)
	}
}

func TestProfilesAreWritten(t *testing.T) {
	b := testBench(t)
	b.profiles = t.TempDir()
	r := row{name: "test", of: subjects("limit"), load: load{Op: add, Callers: 2}}
	if _, err := b.run(&r, everybody); err != nil {
		t.Fatal(err)
	}
	for _, side := range []string{"client", "server"} {
		if info, err := os.Stat(b.profiles + "/add-2.limit." + side + ".pprof"); err != nil || info.Size() == 0 {
			t.Errorf("profile of the %s: %v, error %v", side, info, err)
		}
	}
}
