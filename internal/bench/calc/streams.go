package calc

import (
	"context"
	"io"
	"iter"
)

// Point is an item of 16 bytes.
type Point struct{ X, Y float64 }

// Points returns n points.
//
//bluebird:rpc
func Points(ctx context.Context, n int) iter.Seq[Point] {
	return func(yield func(Point) bool) {
		for i := range n {
			if !yield(Point{float64(i), 1}) {
				return
			}
		}
	}
}

// Pong returns each point as it comes.
//
//bluebird:rpc
func Pong(ctx context.Context, points iter.Seq2[Point, error]) iter.Seq2[Point, error] {
	return points
}

// Upload takes bytes, and returns how many.
//
//bluebird:rpc
func Upload(ctx context.Context, r io.Reader) (int64, error) { return io.Copy(io.Discard, r) }

// Items is how many points one call of Points is asked for.
const Items = 10_000

// Chunk is how much is written to an upload at once, in bytes.
const Chunk = 256 << 10

// Endless has n bytes to read, from memory.
type Endless struct{ N int }

var chunk = make([]byte, Chunk)

// Read implements io.Reader.
func (e *Endless) Read(b []byte) (int, error) {
	if e.N == 0 {
		return 0, io.EOF
	}
	n := copy(b[:min(len(b), e.N)], chunk)
	e.N -= n
	return n, nil
}

// WriteTo implements io.WriterTo: all is written from memory.
func (e *Endless) WriteTo(w io.Writer) (total int64, err error) {
	for e.N > 0 {
		n, err := w.Write(chunk[:min(len(chunk), e.N)])
		total += int64(n)
		if e.N -= n; err != nil {
			return total, err
		}
	}
	return total, nil
}
