package bluebird_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"net"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	"github.com/bluebird-rpc/bluebird/internal/wire"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/testdata/ok/streams"
	"github.com/bluebird-rpc/bluebird/testdata/ok/streams/streamsrpc"
)

// measuring makes the runtime as it is in programs; TestMain has poisoned its buffers.
func measuring(tb testing.TB) {
	mux.Poison = false
	tb.Cleanup(func() { mux.Poison = true })
}

// streaming serves f over loopback TCP.
func streaming(tb testing.TB, srv *bluebird.Server, f *streams.Funcs) *streamsrpc.ServiceClient {
	streams.RegisterService(srv, f)
	return streamsrpc.NewServiceClient(dial(tb, new(bluebird.Dialer), listen(tb, srv, "tcp", "localhost:0")))
}

// BenchmarkIdleStreams opens streams on one connection that nothing moves on, and tells what each costs a server in memory. The other end is bare
// frames, since it is in the same process.
func BenchmarkIdleStreams(b *testing.B) {
	measuring(b)
	const n = 10_000
	for b.Loop() {
		b.StopTimer()
		f := whole()
		var started atomic.Int64
		f.CountFunc = func(ctx context.Context, _ int) iter.Seq2[int, error] {
			return func(yield func(int, error) bool) {
				started.Add(1)
				<-ctx.Done()
			}
		}
		srv := &bluebird.Server{MaxStreams: n, MaxHandlers: n}
		streams.RegisterService(srv, f)
		nc, err := net.Dial("tcp", listen(b, srv, "tcp", "localhost:0"))
		if err != nil {
			b.Fatal(err)
		}
		go io.Copy(io.Discard, bufio.NewReaderSize(nc, 64<<10))
		hello := wire.AppendHello([]byte(wire.Preface+"\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00"), wire.HelloFrame{
			MinVersion: 1, MaxVersion: 1, MaxFrame: 256 << 10, MaxMessage: 1 << 20, MaxStreams: n,
			ConnWindow: 32 << 20, CallWindow: 1 << 20, FlowWindow: 1 << 20, MaxMetadata: wire.MaxMetadata,
		})
		wire.PutLength(hello[len(wire.Preface):], len(hello)-len(wire.Preface)-wire.HeaderSize)
		if _, err := nc.Write(hello); err != nil {
			b.Fatal(err)
		}
		open := func(first uint32, count int) {
			var frames []byte
			for i := range count {
				at := len(frames)
				frames = wire.AppendHeader(frames, wire.Header{Type: wire.Open, Flags: wire.End, Stream: first + uint32(i)})
				o := wire.OpenFrame{Method: 1}
				if first == 1 {
					o = wire.OpenFrame{Name: []byte("streams.Service.Count"), Fingerprint: 2}
				}
				frames = append(wire.AppendOpen(frames, &o), 0x91, 0x01)
				wire.PutLength(frames[at:], len(frames)-at-wire.HeaderSize)
			}
			if _, err := nc.Write(frames); err != nil {
				b.Fatal(err)
			}
		}
		wait := func(want int64) {
			for deadline := time.Now().Add(time.Minute); started.Load() < want; time.Sleep(time.Millisecond) {
				if time.Now().After(deadline) {
					b.Fatalf("%d of %d streams have started", started.Load(), want)
				}
			}
		}
		open(1, 1)
		wait(1)
		before := memory()
		open(2, n-1)
		wait(n)
		after := memory()
		b.ReportMetric(float64(after-before)/(n-1), "B/stream")
		nc.Close()
		b.StartTimer()
	}
}

// memory returns what the heap and stacks hold after a collection, in bytes.
func memory() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}

// BenchmarkLeavingLoops leaves 1 000 loops at once, and tells how long their producers take to stop.
func BenchmarkLeavingLoops(b *testing.B) {
	measuring(b)
	const n = 1000
	f := whole()
	stopped := make(chan time.Time, n)
	f.CountFunc = func(ctx context.Context, _ int) iter.Seq2[int, error] {
		return func(yield func(int, error) bool) {
			for i := 0; yield(i, nil); i++ {
			}
			stopped <- time.Now()
		}
	}
	c := streaming(b, new(bluebird.Server), f)
	for b.Loop() {
		var ready, done sync.WaitGroup
		leave := make(chan struct{})
		ready.Add(n)
		for range n {
			done.Go(func() {
				first := true
				for range c.Count(context.Background(), 0) {
					if first {
						first = false
						ready.Done()
						<-leave
						break
					}
				}
			})
		}
		ready.Wait()
		start := time.Now()
		close(leave)
		var took []time.Duration
		for range n {
			took = append(took, (<-stopped).Sub(start))
		}
		done.Wait()
		slices.Sort(took)
		b.ReportMetric(float64(took[n/2].Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(took[n-1].Microseconds())/1000, "max-ms")
	}
}

// BenchmarkBesideAStalledStream makes calls alone, and beside a stream whose consumer has stopped: the p99 of the latter is told as a multiple
// of the former, beside what the stalled stream holds.
func BenchmarkBesideAStalledStream(b *testing.B) {
	measuring(b)
	f := whole()
	f.FramesFunc = func(context.Context, iter.Seq2[[]byte, error]) iter.Seq2[[]byte, error] {
		return func(yield func([]byte, error) bool) {
			for yield(make([]byte, 1000), nil) {
			}
		}
	}
	c := streaming(b, new(bluebird.Server), f)
	p99 := func() time.Duration {
		took := make([]time.Duration, 20_000)
		for i := range took {
			start := time.Now()
			if _, err := c.Train(context.Background(), 0, nil); err != nil {
				b.Fatal(err)
			}
			took[i] = time.Since(start)
		}
		slices.Sort(took)
		return took[len(took)*99/100]
	}
	for b.Loop() {
		var alone, beside []time.Duration
		held := int64(0)
		for range 3 {
			alone = append(alone, p99())
			before := memory()
			next, stop := iter.Pull2(c.Frames(context.Background(), nil))
			next()
			time.Sleep(100 * time.Millisecond) // until its window is full
			held = max(held, memory()-before)
			beside = append(beside, p99())
			stop()
		}
		slices.Sort(alone)
		slices.Sort(beside)
		b.ReportMetric(float64(beside[1])/float64(alone[1]), "×alone")
		b.ReportMetric(float64(held)/(1<<20), "MiB-held")
	}
}

// BenchmarkTenGiB sends 10 GiB up, and tells by how much the memory of both ends together grew at most.
func BenchmarkTenGiB(b *testing.B) {
	if testing.Short() {
		b.Skip("takes several seconds")
	}
	measuring(b)
	const total = 10 << 30
	c := streaming(b, new(bluebird.Server), whole())
	if _, err := c.Upload(context.Background(), "x", io.LimitReader(zeros{}, 1<<20)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		b.SetBytes(total)
		runtime.GC()
		before, most := resident(b), int64(0)
		stop := make(chan struct{})
		var watch sync.WaitGroup
		watch.Go(func() {
			for {
				select {
				case <-stop:
					return
				case <-time.After(10 * time.Millisecond):
					most = max(most, resident(b)-before)
				}
			}
		})
		n, err := c.Upload(context.Background(), "x", io.LimitReader(zeros{}, total))
		close(stop)
		watch.Wait()
		if n != total || err != nil {
			b.Fatal(n, err)
		}
		b.ReportMetric(float64(most)/(1<<20), "MiB-grown")
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { return len(b), nil }

// resident returns the memory of this process in bytes.
func resident(tb testing.TB) int64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys - m.HeapReleased)
}

// BenchmarkCallback calls back.
func BenchmarkCallback(b *testing.B) {
	measuring(b)
	b.ReportAllocs()
	c := streaming(b, new(bluebird.Server), whole())
	var n atomic.Int64
	if _, err := c.Train(context.Background(), b.N, func(context.Context, int, float64) error { n.Add(1); return nil }); err != nil || n.Load() != int64(b.N) {
		b.Fatal(n.Load(), fmt.Sprint(err))
	}
}
