package bluebird_test

import (
	"context"
	"errors"
	"iter"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
)

// The scenarios are those that gRPC's implementations test each other with, as far as they are about streams, with the sizes of
// https://github.com/grpc/grpc/blob/master/doc/interop-test-descriptions.md.
var (
	requestSizes  = []int{27182, 8, 1828, 45904}
	responseSizes = []int{31415, 9, 2653, 58979}
)

// payloads yields messages of zeros.
func payloads(sizes ...int) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for _, size := range sizes {
			if !yield(make([]byte, size), nil) {
				return
			}
		}
	}
}

func lengths(list [][]byte) (sizes []int) {
	for _, b := range list {
		sizes = append(sizes, len(b))
	}
	return sizes
}

func TestInteropClientStreaming(t *testing.T) {
	f := whole()
	f.TwoFunc = func(_ context.Context, a, _ iter.Seq2[[]byte, error]) (string, error) {
		list, err := all(a)
		total := 0
		for _, n := range lengths(list) {
			total += n
		}
		if total != 74922 {
			return "", bluebird.DataLoss
		}
		return "74922", err
	}
	if got, err := flowing(t, f).Two(bluebirdtest.Soon(t), payloads(requestSizes...), nil); got != "74922" || err != nil {
		t.Errorf("aggregated size %s, %v; want 74922", got, err)
	}
}

func TestInteropServerStreaming(t *testing.T) {
	f := whole()
	f.FramesFunc = func(context.Context, iter.Seq2[[]byte, error]) iter.Seq2[[]byte, error] {
		return payloads(responseSizes...)
	}
	got, err := all(flowing(t, f).Frames(bluebirdtest.Soon(t), nil))
	if !slices.Equal(lengths(got), responseSizes) || err != nil {
		t.Errorf("responses of %v bytes, %v; want %v", lengths(got), err, responseSizes)
	}
}

// respond answers each request with the next of the response sizes.
func respond(_ context.Context, in iter.Seq2[[]byte, error]) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		n := 0
		for _, err := range in {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(make([]byte, responseSizes[n]), nil) {
				return
			}
			n++
		}
	}
}

func TestInteropPingPong(t *testing.T) {
	f := whole()
	f.FramesFunc = respond
	answered := make(chan struct{}, 1)
	answered <- struct{}{}
	requests := func(yield func([]byte, error) bool) {
		for _, size := range requestSizes {
			<-answered
			if !yield(make([]byte, size), nil) {
				return
			}
		}
	}
	var got []int
	for b, err := range flowing(t, f).Frames(bluebirdtest.Soon(t), requests) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, len(b))
		answered <- struct{}{}
	}
	if !slices.Equal(got, responseSizes) {
		t.Errorf("responses of %v bytes; want %v", got, responseSizes)
	}
}

func TestInteropEmptyStream(t *testing.T) {
	f := whole()
	f.FramesFunc = respond
	if got, err := all(flowing(t, f).Frames(bluebirdtest.Soon(t), payloads())); len(got) != 0 || err != nil {
		t.Errorf("%d responses, %v; want none", len(got), err)
	}
}

func TestInteropCancelAfterBegin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := whole()
		ended := make(chan error, 1)
		f.TwoFunc = func(ctx context.Context, a, _ iter.Seq2[[]byte, error]) (string, error) {
			_, err := all(a)
			ended <- ctx.Err()
			return "", err
		}
		c := flowing(t, f)
		ctx, cancel := context.WithCancel(t.Context())
		_, err := c.Two(ctx, func(func([]byte, error) bool) {
			synctest.Wait()
			cancel() // and the iterator ends, which is not the end of what was to be sent
		}, nil)
		if !errors.Is(err, bluebird.Canceled) {
			t.Errorf("the call ended with %v", err)
		}
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("the handler's context ended with %v", err)
		}
	})
}

func TestInteropCancelAfterFirstResponse(t *testing.T) {
	f := whole()
	f.FramesFunc = respond
	ctx, cancel := context.WithCancel(bluebirdtest.Soon(t))
	defer cancel()
	requests := func(yield func([]byte, error) bool) {
		yield(make([]byte, requestSizes[0]), nil)
		<-ctx.Done()
	}
	got, end := 0, error(nil)
	for b, err := range flowing(t, f).Frames(ctx, requests) {
		if end = err; err != nil {
			break
		}
		if got++; len(b) != responseSizes[0] {
			t.Errorf("a response of %d bytes", len(b))
		}
		cancel()
	}
	if got != 1 || !errors.Is(end, bluebird.Canceled) {
		t.Errorf("%d responses, then %v; want 1, then Canceled", got, end)
	}
}

func TestInteropTimeoutOnSleepingServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := whole()
		f.FramesFunc = func(ctx context.Context, in iter.Seq2[[]byte, error]) iter.Seq2[[]byte, error] {
			return func(yield func([]byte, error) bool) {
				time.Sleep(time.Hour)
			}
		}
		c := flowing(t, f)
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		requests := func(yield func([]byte, error) bool) {
			yield(make([]byte, requestSizes[0]), nil)
			<-ctx.Done()
		}
		if got, err := all(c.Frames(ctx, requests)); len(got) != 0 || !errors.Is(err, bluebird.DeadlineExceeded) {
			t.Errorf("%d responses, %v; want DeadlineExceeded", len(got), err)
		}
	})
}
