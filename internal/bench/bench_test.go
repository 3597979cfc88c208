package main

import (
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/bluebird-rpc/bluebird/internal/bench/calc"
	"github.com/bluebird-rpc/bluebird/internal/bench/peer"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
)

// The benchmarks here are for benchstat while the hot paths are worked on: both ends are in one process. What is reported to the world is
// measured by the program, with two.

func BenchmarkAdd(b *testing.B)  { benchmarkCallers(b, add, 1, 16, 100, 1000) }
func BenchmarkEcho(b *testing.B) { benchmarkCallers(b, echo, 1, 16, 100, 1000) }

func BenchmarkBytes(b *testing.B) {
	for _, size := range []int{64 * kib, mib, 16 * mib} {
		b.Run(fmt.Sprintf("size=%dKiB", size/kib), func(b *testing.B) {
			b.SetBytes(int64(size))
			benchmarkCallers(b, peer.Op{Name: "bytes", Size: size}, 1)
		})
	}
}

func BenchmarkSum(b *testing.B) {
	b.SetBytes(3 * 8 * mib)
	benchmarkCallers(b, peer.Op{Name: "sum", Size: mib}, 1)
}

func benchmarkCallers(b *testing.B, op peer.Op, callers ...int) {
	for _, name := range []string{"bluebird", "limit"} {
		for _, n := range callers {
			b.Run(fmt.Sprintf("peer=%s/callers=%d", name, n), func(b *testing.B) { benchmarkCalls(b, name, op, n) })
		}
	}
}

// benchmarkCalls makes b.N calls over one connection, which callers share.
func benchmarkCalls(b *testing.B, name string, op peer.Op, callers int) {
	conn := loopback(b, name)
	made, err := makeCallers([]peer.Conn{conn}, op, callers)
	if err != nil {
		b.Fatal(err)
	}
	if err := made[0].call(); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	var left atomic.Int64
	left.Store(int64(b.N))
	var wg sync.WaitGroup
	for i := range made {
		wg.Go(func() {
			for made[i].err == nil && left.Add(-1) >= 0 {
				made[i].err = made[i].call()
			}
		})
	}
	wg.Wait()
	b.StopTimer()
	for _, c := range made {
		if c.err != nil {
			b.Fatal(c.err)
		}
	}
}

// loopback returns a connection to a server in this process.
func loopback(tb testing.TB, name string) peer.Conn {
	tb.Helper()
	p, err := peer.Find(name)
	if err != nil {
		tb.Fatal(err)
	}
	serve, err := p.Server(peer.Config{})
	if err != nil {
		tb.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	go serve(l)
	conn, err := p.Dial(tb.Context(), l.Addr().String(), peer.Config{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		conn.Close()
		l.Close()
	})
	return conn
}

func BenchmarkEncode(b *testing.B) {
	m := calc.Sample()
	var e codec.Encoder
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		buf = calc.AppendMessage(buf[:0], m, &e)
	}
	b.SetBytes(int64(len(buf)))
}

func BenchmarkDecode(b *testing.B) {
	buf := calc.AppendMessage(nil, calc.Sample(), new(codec.Encoder))
	var r codec.Reader
	b.SetBytes(int64(len(buf)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := calc.ReadMessage(buf, &r); err != nil {
			b.Fatal(err)
		}
	}
}
