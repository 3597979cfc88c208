package mux

import (
	"io"
	"net"
	"testing"
	"time"
)

// A second has passed with each of the figures, which say how much of what was written has arrived.
func TestGraceIsForWhatStandsBeforeThePing(t *testing.T) {
	const mark, slow = 1 << 20, 16 << 10
	for _, tt := range []struct {
		name  string
		known bool
		acked func(second int) int64
		lasts int // seconds
	}{
		{"hung, with nothing under way", true, func(int) int64 { return mark }, 10},
		{"hung, with much under way", true, func(int) int64 { return slow }, 10},
		{"gone on writing", true, func(s int) int64 { return mark + int64(s)*slow }, 10},
		{"a slow link", true, func(s int) int64 { return min(int64(s)*slow, mark) }, mark/slow + 10},
		{"one that is too slow", true, func(s int) int64 { return int64(s) * leastDrain / 2 }, 10},
		{"one that stops", true, func(s int) int64 { return min(int64(s), 5) * slow }, 15},
		{"one of which nothing is known", false, func(s int) int64 { return int64(s) * slow }, 10},
	} {
		start := time.Now()
		g := grace{mark: mark, acked: -1, until: start.Add(pongTimeout)}
		s := 1
		for g.lasts(start.Add(time.Duration(s)*time.Second), tt.acked(s), tt.known) {
			s++
		}
		if s != tt.lasts {
			t.Errorf("%s: %d seconds, want %d", tt.name, s, tt.lasts)
		}
	}
}

// What the other end's kernel has is known, where that can be.
func TestAckedCountsWhatHasArrived(t *testing.T) {
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	nc, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	peer, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer peer.Close()
	c := &Conn{nc: nc}
	c.raw.init(nc)
	if _, known := c.acked(); !known {
		t.Skip("this system does not tell")
	}
	const size = 64 << 20
	written := make(chan error, 1)
	go func() {
		_, err := nc.Write(make([]byte, size))
		written <- err
	}()
	c.w.written = size
	if n, _ := c.acked(); n < 0 || n > size {
		t.Errorf("%d bytes have arrived", n)
	}
	if _, err := io.CopyN(io.Discard, peer, size); err != nil {
		t.Fatal(err)
	}
	if err := <-written; err != nil {
		t.Fatal(err)
	}
	for start := time.Now(); ; time.Sleep(time.Millisecond) {
		n, _ := c.acked()
		if n == size {
			return
		}
		if time.Since(start) > time.Minute {
			t.Fatalf("%d of %d bytes have arrived", n, size)
		}
	}
}
