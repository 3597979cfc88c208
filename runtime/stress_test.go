package bluebird_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
	"github.com/tinylib/msgp/msgp"
)

var stressCalls = flag.Int("stress.calls", 400, "calls of each of 64 goroutines in TestNoReplyIsLostOrCrossed")

var methodToken = bluebird.Method{Name: "stress.Token", Fingerprint: 7 << 16}

// registerToken serves stress.Token(token uint64, pad []byte, wait int) (uint64, []byte): it returns
// what it got, after wait milliseconds or when the call is over.
func registerToken(r bluebird.Registrar, running *atomic.Int64) {
	r.Handle(bluebird.Handler{
		Method: methodToken, Package: "stress", Context: true,
		Params:  []bluebird.Param{{Name: "token", Type: "uint64"}, {Name: "pad", Type: "[]byte"}, {Name: "wait", Type: "int"}},
		Results: []bluebird.Param{{Name: "r0", Type: "uint64"}, {Name: "r1", Type: "[]byte"}},
		Serve: func(ctx context.Context, in *bluebird.Incoming) error {
			running.Add(1)
			defer running.Add(-1)
			token := codec.ReadUint64(&in.Args)
			pad := codec.ReadBytes(&in.Args)
			wait := codec.ReadInt(&in.Args)
			if err := in.Err(); err != nil {
				return err
			}
			if wait > 0 {
				select {
				case <-time.After(time.Duration(wait) * time.Millisecond):
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			in.Results(2)
			in.Reply = msgp.AppendUint64(in.Reply, token)
			in.Reply = codec.AppendBytes(in.Reply, pad, &in.Enc)
			return nil
		},
	})
}

func callToken(ctx context.Context, c bluebird.Caller, token uint64, pad []byte, wait int) (uint64, []byte, error) {
	call := c.Start(&methodToken)
	defer call.Free()
	call.Args(3)
	call.Buf = msgp.AppendUint64(call.Buf, token)
	call.Buf = codec.AppendBytes(call.Buf, pad, &call.Enc)
	call.Buf = msgp.AppendInt(call.Buf, wait)
	if err := call.Do(ctx); err != nil {
		return 0, nil, err
	}
	got := codec.ReadUint64(&call.Reply)
	back := codec.ReadBytes(&call.Reply)
	return got, back, call.Err()
}

// padFor returns bytes that only this token has.
func padFor(token uint64, n int) []byte {
	pad := make([]byte, n)
	for i := 0; i+8 <= n; i += 8 {
		binary.LittleEndian.PutUint64(pad[i:], token+uint64(i))
	}
	return pad
}

// TestNoReplyIsLostOrCrossed is rows 8 and 79 of FAULTS: 64 callers on one connection, with
// cancellations, deadlines and large messages among them, and buffers poisoned when they are freed.
func TestNoReplyIsLostOrCrossed(t *testing.T) {
	var running atomic.Int64
	conn := serve(t, func(r bluebird.Registrar) { registerToken(r, &running) })
	var ok, gaveUp atomic.Int64
	var wg sync.WaitGroup
	for g := range 64 {
		wg.Go(func() {
			rng := rand.New(rand.NewPCG(1, uint64(g)))
			for i := range *stressCalls {
				err := stressCall(conn, rng, uint64(g)<<32|uint64(i))
				switch {
				case err == nil:
					ok.Add(1)
				case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
					gaveUp.Add(1)
				default:
					t.Errorf("goroutine %d, call %d: %v", g, i, err)
					return
				}
			}
		})
	}
	wg.Wait()
	t.Logf("%d replies, %d calls given up", ok.Load(), gaveUp.Load())
	if total := ok.Load() + gaveUp.Load(); total != int64(64**stressCalls) {
		t.Errorf("%d of %d calls have ended", total, 64**stressCalls)
	}
	for deadline := time.Now().Add(10 * time.Second); running.Load() > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d handlers still run", running.Load())
		}
	}
}

func stressCall(conn *bluebird.Conn, rng *rand.Rand, token uint64) error {
	ctx := context.Background()
	size, wait := rng.IntN(64), 0
	switch n := rng.IntN(1000); {
	case n == 0:
		size = rng.IntN(400 << 10)
	case n < 10:
		size = rng.IntN(40 << 10)
	}
	cancel := context.CancelFunc(func() {})
	switch rng.IntN(20) {
	case 0:
		ctx, cancel = context.WithTimeout(ctx, time.Duration(rng.IntN(2000))*time.Microsecond)
		wait = 1 + rng.IntN(3)
	case 1:
		ctx, cancel = context.WithCancel(ctx)
		time.AfterFunc(time.Duration(rng.IntN(2000))*time.Microsecond, cancel)
		wait = 1 + rng.IntN(3)
	}
	defer cancel()
	pad := padFor(token, size)
	got, back, err := callToken(ctx, conn, token, pad, wait)
	if err == nil && (got != token || !bytes.Equal(back, pad)) {
		return fmt.Errorf("token %x got the reply of %x, pad equal: %v", token, got, bytes.Equal(back, pad))
	}
	clear(pad) // it is ours again, whatever became of the call
	return err
}
