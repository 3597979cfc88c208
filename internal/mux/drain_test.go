//go:build linux

package mux

import (
	"io"
	"net"
	"testing"
	"time"
)

// What leaves the kernel's buffers is progress, although no write is possible.
func TestSlowReadersAreAlive(t *testing.T) {
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
	var d drain
	if !d.moved(c) || d.moved(c) {
		t.Error("an idle connection moves, or it cannot be known")
	}
	nc.SetWriteDeadline(time.Now().Add(100 * time.Millisecond))
	n, err := nc.Write(make([]byte, 64<<20))
	if err == nil {
		t.Fatal("the kernel takes 64 MiB")
	}
	c.w.written = int64(n)
	d.moved(c)
	if d.moved(c) {
		t.Error("it moves, and nobody reads")
	}
	if _, err := io.CopyN(io.Discard, peer, int64(n)/2); err != nil {
		t.Fatal(err)
	}
	for start := time.Now(); !d.moved(c); time.Sleep(time.Millisecond) {
		if time.Since(start) > 10*time.Second {
			t.Fatal("it does not move")
		}
	}
}
