package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/bench/peer"
)

// pace is how long and how often everything is measured.
type pace struct {
	round  time.Duration
	rounds int
}

// bench runs rows.
type bench struct {
	pace
	identity *identity
	profiles string // folder for CPU profiles, or none
	progress func(format string, args ...any)
}

// pair is the two processes that a row has for a peer.
type pair struct {
	subject
	server, client *process
	figures        []figures // of each round
}

// run measures a row and returns the medians of each peer, in the row's order. Peers that cannot do it are left out.
func (b *bench) run(r *row, peers func(string) bool) ([]measured, error) {
	var chosen []subject
	for _, s := range r.of {
		if peers(s.peer) {
			chosen = append(chosen, s)
		}
	}
	if r.measure != nil {
		return b.runSpecial(r, chosen)
	}
	return b.runLoad(r, chosen)
}

func (b *bench) runSpecial(r *row, of []subject) ([]measured, error) {
	rounds := b.rounds
	if r.rare {
		rounds = max(rounds/5, 1)
	}
	all := make([]measured, len(of))
	for round := range rounds {
		for i := range of {
			at := (i + round) % len(of)
			b.progress("%s: round %d of %d, %s", r.name, round+1, rounds, of[at].label)
			f, err := r.measure(r, of[at].peer)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", r.name, err)
			}
			all[at].rounds = append(all[at].rounds, f)
		}
	}
	for i, s := range of {
		all[i].row, all[i].label, all[i].figures = r, s.label, medians(all[i].rounds)
	}
	return all, nil
}

func (b *bench) runLoad(r *row, of []subject) ([]measured, error) {
	var pairs []*pair
	defer func() {
		for _, p := range pairs {
			p.stop()
		}
	}()
	for _, s := range of {
		p, err := b.startPair(r, s)
		if err == nil {
			pairs = append(pairs, p)
			err = p.warm(r.load, b.round/4)
		}
		if unsupported(err) {
			if p != nil {
				p.stop()
				pairs = pairs[:len(pairs)-1]
			}
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.name, err)
		}
	}
	// Each round begins with another peer, so that none has the worst place always.
	for round := range b.rounds {
		for i := range pairs {
			p := pairs[(i+round)%len(pairs)]
			b.progress("%s: round %d of %d, %s", r.name, round+1, b.rounds, p.label)
			if err := p.measure(r.load, b.round, b.profiles); err != nil {
				return nil, fmt.Errorf("%s: %w", r.name, err)
			}
		}
	}
	var all []measured
	for _, p := range pairs {
		all = append(all, measured{r, p.label, medians(p.figures), p.figures})
	}
	return all, nil
}

// unsupported reports whether a child said that its peer cannot do what it was asked for.
func unsupported(err error) bool {
	return err != nil && strings.Contains(err.Error(), peer.ErrUnsupported.Error())
}

func (b *bench) startPair(r *row, s subject) (*pair, error) {
	var server, client *identity
	if s.TLS {
		server, client = b.identity, &identity{Cert: b.identity.Cert}
	}
	p, err := startPair(s, server, client)
	if err != nil {
		return nil, err
	}
	if _, err := p.client.ask(request{Conns: max(r.conns, 1)}); err != nil {
		p.stop()
		return nil, err
	}
	return p, nil
}

func startPair(s subject, server, client *identity) (*pair, error) {
	p := &pair{subject: s}
	var err error
	if p.server, err = start(role{Server: true, Peer: s.peer, TLS: server, setup: s.setup}); err != nil {
		return nil, err
	}
	if p.client, err = start(role{Peer: s.peer, Addr: p.server.addr, TLS: client, setup: s.setup}); err != nil {
		p.server.stop()
		return nil, err
	}
	return p, nil
}

func (p *pair) stop() {
	p.client.stop()
	p.server.stop()
}

// warm lets both processes grow what they need, open-loop rows too at full speed.
func (p *pair) warm(l load, d time.Duration) error {
	l.For, l.Rate = d, 0
	_, err := p.client.ask(request{Load: &l})
	return err
}

// measure adds the figures of one round. Both sides are profiled if there is a folder for it.
func (p *pair) measure(l load, d time.Duration, profiles string) error {
	l.For = d
	begin, end := request{}, request{}
	ask := request{Load: &l}
	if profiles != "" {
		begin.Profile, end.Profile = p.profile(profiles, l, "server"), "stop"
		ask.Profile = p.profile(profiles, l, "client")
	}
	before, err := p.server.ask(begin)
	if err != nil {
		return err
	}
	client, err := p.client.ask(ask)
	if err != nil {
		return err
	}
	after, err := p.server.ask(end)
	if err != nil {
		return err
	}
	if profiles != "" {
		if _, err := p.client.ask(request{Profile: "stop"}); err != nil {
			return err
		}
	}
	if client.Result.Calls == 0 {
		return errors.New(p.peer + ": no call was answered")
	}
	p.figures = append(p.figures, newFigures(client, after.Usage.since(before.Usage)))
	return nil
}

func (p *pair) profile(folder string, l load, side string) string {
	return fmt.Sprintf("%s/%s-%d.%s.%s.pprof", folder, l.Op.Name, l.Callers, strings.ReplaceAll(p.peer, "/", ""), side)
}

func newFigures(client answer, server usage) figures {
	r := client.Result
	calls := float64(r.Calls)
	perMillion := func(d time.Duration) float64 { return d.Seconds() / calls * 1e6 }
	return figures{
		rate:         calls / r.Took.Seconds(),
		p50:          micros(r.P50),
		p99:          micros(r.P99),
		p999:         micros(r.P999),
		clientCPU:    perMillion(r.CPU),
		serverCPU:    perMillion(server.CPU),
		clientAllocs: float64(r.Mallocs) / calls,
		serverAllocs: float64(server.Mallocs) / calls,
		clientBytes:  float64(r.MallocLen) / calls,
		serverBytes:  float64(server.MallocLen) / calls,
		clientPeak:   float64(client.Usage.Peak) / mib,
		serverPeak:   float64(server.Peak) / mib,
	}
}

func micros(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e3 }

// contains makes a filter of a list, empty for all.
func contains(list string) func(string) bool {
	if list == "" {
		return func(string) bool { return true }
	}
	names := strings.Split(list, ",")
	return func(s string) bool { return slices.Contains(names, s) }
}
