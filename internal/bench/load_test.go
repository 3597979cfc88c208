package main

import (
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/bench/peer"
)

// slowPeer answers each call after a time of its own.
type slowPeer struct {
	takes func(call int64) time.Duration
	calls atomic.Int64
	err   error
}

func (p *slowPeer) Close() error { return nil }

func (p *slowPeer) Call(peer.Op) (func() error, error) {
	return func() error {
		time.Sleep(p.takes(p.calls.Add(1)))
		return p.err
	}, nil
}

func always(d time.Duration) func(int64) time.Duration { return func(int64) time.Duration { return d } }

func TestClosedLoopMakesCallsOneAfterTheOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &slowPeer{takes: always(time.Millisecond)}
		l := load{Callers: 4, For: time.Second}
		r, err := l.run([]peer.Conn{p})
		if err != nil || r.Calls < 4000 || r.Calls > 4004 || r.P99 < time.Millisecond || r.P99 > time.Millisecond*33/32 {
			t.Errorf("%d calls, p99 %v, error %v; want 4000, 1ms, nil", r.Calls, r.P99, err)
		}
	})
}

// TestOpenLoopCountsTheWait lets one call of a thousand take long. A closed loop would see one slow call; in truth all that were due
// meanwhile were late.
func TestOpenLoopCountsTheWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &slowPeer{takes: func(call int64) time.Duration {
			if call == 100 {
				return 500 * time.Millisecond
			}
			return 10 * time.Microsecond
		}}
		l := load{Callers: 1, For: time.Second, Rate: 1000}
		r, err := l.run([]peer.Conn{p})
		if err != nil {
			t.Fatal(err)
		}
		if r.Calls < 990 || r.Calls > 1001 {
			t.Errorf("%d calls in a second; want 1000", r.Calls)
		}
		if r.P50 > 100*time.Millisecond || r.P99 < 450*time.Millisecond {
			t.Errorf("p50 %v, p99 %v; want some of the calls to be short, and more than one in a hundred long", r.P50, r.P99)
		}
	})
}

func TestOpenLoopSpreadsCallers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &slowPeer{takes: always(time.Millisecond)}
		l := load{Callers: 50, For: time.Second, Rate: 5000}
		r, err := l.run([]peer.Conn{p})
		if err != nil || r.Calls < 4950 || r.Calls > 5050 || r.P999 > time.Millisecond*33/32 {
			t.Errorf("%d calls, p99.9 %v, error %v; want 5000, 1ms, nil", r.Calls, r.P999, err)
		}
	})
}

func TestLoadFailsWithItsCalls(t *testing.T) {
	p := &slowPeer{takes: always(0), err: errors.New("broken")}
	l := load{Callers: 2, For: time.Minute}
	if _, err := l.run([]peer.Conn{p}); err != p.err {
		t.Errorf("error is %v; want %v", err, p.err)
	}
}

func TestBesideIsNotCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &slowPeer{takes: always(time.Millisecond)}
		l := load{Callers: 1, For: time.Second, Beside: 10}
		if r, err := l.run([]peer.Conn{p}); err != nil || r.Calls < 1000 || r.Calls > 1001 || p.calls.Load() < 10000 {
			t.Errorf("%d of %d calls counted, error %v; want 1000 of 11000", r.Calls, p.calls.Load(), err)
		}
	})
}
