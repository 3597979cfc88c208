package bluebird_test

import (
	"context"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/testdata/ok/streams"
	"github.com/bluebird-rpc/bluebird/testdata/ok/streams/streamsrpc"
)

var stressFor = flag.Duration("stress.streams", 3*time.Second, "how long the stress test of streams runs")

// errMade is what ends streams on purpose.
var errMade = errors.New("made to fail")

// chaos is a Service whose every method checks what it is sent, and whose streams end in all the ways there are.
func chaos() *streams.Funcs {
	// numbers yields n numbers from first on. By the last digit of first it then ends, fails, panics or waits for its context.
	numbers := func(ctx context.Context, first int, yield func(int) bool, fail func(error)) {
		for i := range 1 + first%97 {
			if !yield(first + i) {
				return
			}
		}
		switch first % 10 {
		case 1:
			fail(errMade)
		case 2:
			panic(errMade)
		case 3:
			<-ctx.Done()
		}
	}
	f := whole()
	f.CountFunc = func(ctx context.Context, first int) iter.Seq2[int, error] {
		return func(yield func(int, error) bool) {
			numbers(ctx, first, func(v int) bool { return yield(v, nil) }, func(err error) { yield(0, err) })
		}
	}
	f.TicksFunc = func(ctx context.Context, first int) <-chan int {
		ch := make(chan int)
		go func() {
			defer close(ch)
			defer func() { recover() }()
			numbers(ctx, first, func(v int) bool {
				select {
				case ch <- v:
					return true
				case <-ctx.Done():
					return false
				}
			}, func(error) {})
		}()
		return ch
	}
	f.FramesFunc = func(ctx context.Context, in iter.Seq2[[]byte, error]) iter.Seq2[[]byte, error] { return in }
	f.DownloadFunc = func(ctx context.Context, name string) (io.ReadCloser, error) {
		if strings.HasPrefix(name, "1") {
			return nil, errMade
		}
		return io.NopCloser(strings.NewReader(strings.Repeat(name, 20_000))), nil
	}
	f.TrainFunc = func(ctx context.Context, steps int, progress func(context.Context, int, float64) error) (string, error) {
		for i := range steps {
			if err := progress(ctx, i, float64(steps)); err != nil {
				return "", err
			}
		}
		return fmt.Sprint(steps), nil
	}
	return f
}

// TestStreamsSurviveEverything mixes all shapes, with random cancels, breaks, errors, panics and lost connections: what arrives is in order and
// once, and nothing is left behind.
func TestStreamsSurviveEverything(t *testing.T) {
	leavesNothing(t)
	srv := &bluebird.Server{Logger: slog.New(slog.DiscardHandler)}
	streams.RegisterService(srv, chaos())
	addr := listen(t, srv, "tcp", "localhost:0")

	var mu sync.Mutex
	var open []net.Conn
	dialer := &bluebird.Dialer{Conns: 2, DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
		var d net.Dialer
		nc, err := d.DialContext(ctx, network, addr)
		if err == nil {
			mu.Lock()
			open = append(open, nc)
			mu.Unlock()
		}
		return nc, err
	}}
	c := streamsrpc.NewServiceClient(dial(t, dialer, addr))
	ctx, stop := context.WithTimeout(t.Context(), *stressFor)
	defer stop()
	var calls, finished, cuts atomic.Int64
	var wg sync.WaitGroup
	wg.Go(func() {
		for ctx.Err() == nil {
			time.Sleep(50 * time.Millisecond)
			mu.Lock()
			for _, nc := range open {
				nc.Close()
			}
			open = nil
			mu.Unlock()
			cuts.Add(1)
		}
	})
	for worker := range 24 {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(7, uint64(worker)))
			for ctx.Err() == nil {
				calls.Add(1)
				if mix(ctx, t, c, r) {
					finished.Add(1)
				}
			}
		})
	}
	wg.Wait()
	t.Logf("%d calls, %d to their end, %d times all connections were cut", calls.Load(), finished.Load(), cuts.Load())
	if finished.Load() == 0 {
		t.Error("no call came to its end")
	}
}

// mix makes one call of a random kind, and gives it up in a random way. It reports whether the call came to its end.
func mix(ctx context.Context, t *testing.T, c *streamsrpc.ServiceClient, r *rand.Rand) bool {
	if r.IntN(4) == 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Duration(r.IntN(3000))*time.Microsecond)
		defer cancel()
	}
	leave := -1
	if r.IntN(3) == 0 {
		leave = r.IntN(50)
	}
	first := r.IntN(1_000_000)
	switch r.IntN(7) {
	case 0:
		return inOrder(t, "Count", c.Count(ctx, first), first, leave)
	case 1:
		return inOrder(t, "Ticks", c.Ticks(ctx, first), first, leave)
	case 2:
		n := r.IntN(200)
		fault := error(nil)
		if r.IntN(4) == 0 {
			fault = errMade
		}
		sum, err := c.Sum(ctx, count(n, fault))
		switch {
		case err == nil && (sum != n*(n-1)/2 || fault != nil):
			t.Errorf("Sum of %d numbers that end with %v = %d", n, fault, sum)
		case err != nil && fault == nil && errors.Is(err, errMade):
			t.Errorf("Sum: %v, of another call", err)
		}
		return err == nil
	case 3:
		return echoes(ctx, t, c, r, leave)
	case 4:
		return downloads(ctx, t, c, r)
	case 5:
		n := r.IntN(300_000)
		got, err := c.Upload(ctx, "x", strings.NewReader(strings.Repeat("u", n)))
		if err == nil && got != int64(n) {
			t.Errorf("Upload of %d bytes = %d", n, got)
		}
		return err == nil
	}
	steps, told := r.IntN(20), 0
	text, err := c.Train(ctx, steps, func(_ context.Context, i int, of float64) error {
		if i != told || of != float64(steps) {
			t.Errorf("Train(%d): callback %d of %v after %d", steps, i, of, told)
		}
		if told++; told == leave {
			return errMade
		}
		return nil
	})
	if err == nil && (text != fmt.Sprint(steps) || told != steps) {
		t.Errorf("Train(%d) = %q after %d callbacks", steps, text, told)
	}
	return err == nil
}

// inOrder goes through numbers that begin with first, up to leave of them.
func inOrder(t *testing.T, what string, seq iter.Seq2[int, error], first, leave int) bool {
	n := 0
	for v, err := range seq {
		if err != nil {
			return false
		}
		if v != first+n {
			t.Errorf("%s(%d): %d in place of %d", what, first, v, first+n)
			return false
		}
		if n++; n == leave {
			return false
		}
	}
	if what == "Count" && (n != 1+first%97 || first%10 == 1 || first%10 == 2 || first%10 == 3) {
		t.Errorf("%s(%d) ended like one that is whole after %d", what, first, n)
	}
	return true
}

// echoes sends items of many sizes and takes them back.
func echoes(ctx context.Context, t *testing.T, c *streamsrpc.ServiceClient, r *rand.Rand, leave int) bool {
	token, items := r.Uint64(), r.IntN(40)
	sizes := make([]int, items)
	for i := range sizes {
		sizes[i] = 16 + r.IntN(1<<r.IntN(18))
	}
	n := 0
	for b, err := range c.Frames(ctx, func(yield func([]byte, error) bool) {
		for i, size := range sizes {
			b := make([]byte, size)
			binary.LittleEndian.PutUint64(b, token)
			binary.LittleEndian.PutUint64(b[8:], uint64(i))
			if !yield(b, nil) {
				return
			}
		}
	}) {
		if err != nil {
			return false
		}
		if len(b) != sizes[n] || binary.LittleEndian.Uint64(b) != token || binary.LittleEndian.Uint64(b[8:]) != uint64(n) {
			t.Errorf("Frames: item %d is %d bytes of another item, or of another call", n, len(b))
			return false
		}
		if n++; n == leave {
			return false
		}
	}
	if n != items {
		t.Errorf("Frames ended like one that is whole after %d of %d items", n, items)
	}
	return true
}

func downloads(ctx context.Context, t *testing.T, c *streamsrpc.ServiceClient, r *rand.Rand) bool {
	name := fmt.Sprint(r.IntN(100))
	file, err := c.Download(ctx, name)
	if err != nil {
		return false
	}
	defer file.Close()
	if r.IntN(3) == 0 {
		io.CopyN(io.Discard, file, int64(r.IntN(30_000)))
		return false
	}
	b, err := io.ReadAll(file)
	want := strings.Repeat(name, 20_000)
	if !strings.HasPrefix(want, string(b)) || err == nil && len(b) != len(want) {
		t.Errorf("Download(%s): %d bytes of %d, %v", name, len(b), len(want), err)
	}
	return err == nil
}
