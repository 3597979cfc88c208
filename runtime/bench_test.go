package bluebird_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/testdata/ok/calls/callsrpc"
)

// loopback returns a client of package calls over loopback TCP.
func loopback(b *testing.B) *callsrpc.Client {
	b.Helper()
	asInPrograms(b)
	addr := listen(b, does(new(bluebird.Server), nothing), "tcp", "localhost:0")
	return callsrpc.NewClient(dial(b, new(bluebird.Dialer), addr))
}

// asInPrograms lets freed buffers be, which TestMain has poisoned, and reports allocations.
func asInPrograms(b *testing.B) {
	b.ReportAllocs()
	mux.Poison = false
	b.Cleanup(func() { mux.Poison = true })
}

// BenchmarkAdd calls Add from several goroutines at once, on one connection.
func BenchmarkAdd(b *testing.B) {
	for _, callers := range []int{1, 16, 100, 1000} {
		b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) {
			c, ctx := loopback(b), context.Background()
			if _, err := c.Add(ctx, 1, 2); err != nil {
				b.Fatal(err)
			}
			addFrom(b, c, callers)
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "calls/s")
		})
	}
}

// addFrom calls Add b.N times, from that many goroutines.
func addFrom(b *testing.B, c *callsrpc.Client, callers int) {
	var left atomic.Int64
	left.Store(int64(b.N))
	b.ResetTimer()
	var wg sync.WaitGroup
	for range callers {
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				if sum, err := c.Add(context.Background(), 1, 2); sum != 3 || err != nil {
					b.Errorf("Add = %v, %v", sum, err)
					return
				}
			}
		})
	}
	wg.Wait()
}

// BenchmarkEcho sends bytes there and back. MB/s counts one way.
func BenchmarkEcho(b *testing.B) {
	for _, size := range []int{1 << 10, 64 << 10, 1 << 20, 16 << 20} {
		b.Run(fmt.Sprintf("bytes=%d", size), func(b *testing.B) {
			c, ctx, p := loopback(b), context.Background(), make([]byte, size)
			b.SetBytes(int64(size))
			for b.Loop() {
				if got, err := c.Echo(ctx, p); len(got) != size || err != nil {
					b.Fatalf("Echo returned %d bytes, %v", len(got), err)
				}
			}
		})
	}
}

// BenchmarkIntercepted calls Add through interceptors that do nothing, at both ends.
func BenchmarkIntercepted(b *testing.B) {
	for _, n := range []int{0, 1, 4} {
		b.Run(fmt.Sprintf("interceptors=%d", n), func(b *testing.B) {
			asInPrograms(b)
			chain := slices.Repeat([]bluebird.Interceptor{passOn}, n)
			addr := listen(b, does(&bluebird.Server{Interceptors: chain}, nothing), "tcp", "localhost:0")
			addFrom(b, callsrpc.NewClient(dial(b, &bluebird.Dialer{Interceptors: chain}, addr)), 1)
		})
	}
}
