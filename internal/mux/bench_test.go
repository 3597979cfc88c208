package mux_test

import (
	"context"
	"io"
	"testing"

	"github.com/bluebird-rpc/bluebird/internal/mux"
)

// BenchmarkItems moves items of 16 bytes from a server to a client over TCP on loopback.
func BenchmarkItems(b *testing.B) {
	near, far := tcp(b)
	p := connect(b, near, far, flows(func(s *mux.Stream) {
		item := make([]byte, 16)
		f := s.Flow(1)
		for f.Send(context.Background(), mux.Payload{Head: item}, false) == nil {
		}
		reply(s, "")
	}, mux.ItemsDown), nil)
	s := openFlows(b, p.client, mux.ItemsDown)
	b.ReportAllocs()
	b.SetBytes(16)
	for b.Loop() {
		if _, _, err := s.Flow(1).Next(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
	s.Flow(1).Stop(1, nil)
	wait(s, context.Background())
}

// BenchmarkPingPong sends an item and waits for another, over TCP on loopback.
func BenchmarkPingPong(b *testing.B) {
	near, far := tcp(b)
	p := connect(b, near, far, flows(func(s *mux.Stream) {
		for {
			item, _, err := s.Flow(1).Next(context.Background())
			if err != nil || s.Flow(2).Send(context.Background(), mux.Payload{Head: item}, false) != nil {
				break
			}
		}
		reply(s, "")
	}, mux.ItemsUp, mux.ItemsDown), nil)
	s := openFlows(b, p.client, mux.ItemsUp, mux.ItemsDown)
	item := make([]byte, 16)
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Flow(1).Send(context.Background(), mux.Payload{Head: item}, false); err != nil {
			b.Fatal(err)
		}
		if _, _, err := s.Flow(2).Next(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
	s.Flow(1).End()
	wait(s, context.Background())
}

// BenchmarkBarePingPong is what BenchmarkPingPong is measured against: 16 bytes there and back on a connection.
func BenchmarkBarePingPong(b *testing.B) {
	near, far := tcp(b)
	defer near.Close()
	go func() {
		io.Copy(struct{ io.Writer }{far}, struct{ io.Reader }{far})
		far.Close()
	}()
	item := make([]byte, 16)
	for b.Loop() {
		near.Write(item)
		if _, err := io.ReadFull(near, item); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBytes moves bytes in pieces of 32 KiB, as io.Copy does.
func BenchmarkBytes(b *testing.B) {
	const piece = 32 << 10
	near, far := tcp(b)
	p := connect(b, near, far, flows(func(s *mux.Stream) {
		buf := make([]byte, piece)
		for s.Flow(1).Write(context.Background(), buf) == nil {
		}
		reply(s, "")
	}, mux.BytesDown), nil)
	s := openFlows(b, p.client, mux.BytesDown)
	buf := make([]byte, piece)
	b.ReportAllocs()
	b.SetBytes(piece)
	for b.Loop() {
		for n := 0; n < piece; {
			k, err := s.Flow(1).Read(context.Background(), buf)
			if err != nil {
				b.Fatal(err)
			}
			n += k
		}
	}
	s.Flow(1).Stop(1, nil)
	wait(s, context.Background())
}

// BenchmarkBareBytes is what BenchmarkBytes is measured against.
func BenchmarkBareBytes(b *testing.B) {
	const piece = 32 << 10
	near, far := tcp(b)
	defer near.Close()
	go func() {
		defer far.Close()
		buf := make([]byte, piece)
		for {
			if _, err := far.Write(buf); err != nil {
				return
			}
		}
	}()
	buf := make([]byte, piece)
	b.SetBytes(piece)
	for b.Loop() {
		if _, err := io.ReadFull(near, buf); err != nil {
			b.Fatal(err)
		}
	}
}
