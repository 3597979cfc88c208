// Package streams has what the tests of the runtime call that flows.
package streams

import (
	"context"
	"io"
	"iter"
)

// Line is an item.
type Line struct {
	Number int
	Text   string
}

// Service is whatever a test wants to be done.
//
//bluebird:service
type Service interface {
	// Count returns items with errors.
	Count(ctx context.Context, n int) iter.Seq2[int, error]
	// Numbers returns items without.
	Numbers(ctx context.Context, n int) iter.Seq[int]
	// Ticks returns what comes from a channel.
	Ticks(ctx context.Context, n int) <-chan int
	// Ages returns pairs.
	Ages(ctx context.Context) iter.Seq2[string, int]
	// Lines returns structs.
	Lines(ctx context.Context, n int) iter.Seq2[Line, error]

	// Sum takes items with errors.
	Sum(ctx context.Context, xs iter.Seq2[int, error]) (int, error)
	// SumSeq takes items without.
	SumSeq(ctx context.Context, xs iter.Seq[int]) (int, error)
	// SumChan takes what comes from a channel.
	SumChan(ctx context.Context, xs <-chan int) (int, error)
	// SumPairs takes pairs.
	SumPairs(ctx context.Context, xs iter.Seq2[string, int]) (int, error)
	// Two takes two streams.
	Two(ctx context.Context, a, b iter.Seq2[[]byte, error]) (string, error)

	// Chat takes and returns items.
	Chat(ctx context.Context, said iter.Seq2[string, error]) iter.Seq2[string, error]
	// Frames takes and returns bytes.
	Frames(ctx context.Context, frames iter.Seq2[[]byte, error]) iter.Seq2[[]byte, error]
	// Both returns two streams and an error.
	Both(ctx context.Context, n int) (iter.Seq2[[]byte, error], iter.Seq2[string, int], error)

	// Upload takes bytes.
	Upload(ctx context.Context, name string, r io.Reader) (int64, error)
	// Take takes bytes that it may close.
	Take(ctx context.Context, r io.ReadCloser) (int64, error)
	// Download returns bytes.
	Download(ctx context.Context, name string) (io.ReadCloser, error)
	// Export writes bytes.
	Export(ctx context.Context, w io.Writer) error

	// Train calls back, with a context and an error.
	Train(ctx context.Context, steps int, progress func(ctx context.Context, epoch int, loss float64) error) (string, error)
	// Ask calls back for a result.
	Ask(ctx context.Context, question func(n int) int) (int, error)
}

// Funcs is a Service of functions.
type Funcs struct {
	CountFunc    func(ctx context.Context, n int) iter.Seq2[int, error]
	NumbersFunc  func(ctx context.Context, n int) iter.Seq[int]
	TicksFunc    func(ctx context.Context, n int) <-chan int
	AgesFunc     func(ctx context.Context) iter.Seq2[string, int]
	LinesFunc    func(ctx context.Context, n int) iter.Seq2[Line, error]
	SumFunc      func(ctx context.Context, xs iter.Seq2[int, error]) (int, error)
	SumSeqFunc   func(ctx context.Context, xs iter.Seq[int]) (int, error)
	SumChanFunc  func(ctx context.Context, xs <-chan int) (int, error)
	SumPairsFunc func(ctx context.Context, xs iter.Seq2[string, int]) (int, error)
	TwoFunc      func(ctx context.Context, a, b iter.Seq2[[]byte, error]) (string, error)
	ChatFunc     func(ctx context.Context, in iter.Seq2[string, error]) iter.Seq2[string, error]
	FramesFunc   func(ctx context.Context, in iter.Seq2[[]byte, error]) iter.Seq2[[]byte, error]
	BothFunc     func(ctx context.Context, n int) (iter.Seq2[[]byte, error], iter.Seq2[string, int], error)
	UploadFunc   func(ctx context.Context, name string, r io.Reader) (int64, error)
	TakeFunc     func(ctx context.Context, r io.ReadCloser) (int64, error)
	DownloadFunc func(ctx context.Context, name string) (io.ReadCloser, error)
	ExportFunc   func(ctx context.Context, w io.Writer) error
	TrainFunc    func(ctx context.Context, steps int, progress func(ctx context.Context, epoch int, loss float64) error) (string, error)
	AskFunc      func(ctx context.Context, question func(n int) int) (int, error)
}

// Count implements Service.
func (f *Funcs) Count(ctx context.Context, n int) iter.Seq2[int, error] { return f.CountFunc(ctx, n) }

// Numbers implements Service.
func (f *Funcs) Numbers(ctx context.Context, n int) iter.Seq[int] { return f.NumbersFunc(ctx, n) }

// Ticks implements Service.
func (f *Funcs) Ticks(ctx context.Context, n int) <-chan int { return f.TicksFunc(ctx, n) }

// Ages implements Service.
func (f *Funcs) Ages(ctx context.Context) iter.Seq2[string, int] { return f.AgesFunc(ctx) }

// Lines implements Service.
func (f *Funcs) Lines(ctx context.Context, n int) iter.Seq2[Line, error] { return f.LinesFunc(ctx, n) }

// Sum implements Service.
func (f *Funcs) Sum(ctx context.Context, xs iter.Seq2[int, error]) (int, error) {
	return f.SumFunc(ctx, xs)
}

// SumSeq implements Service.
func (f *Funcs) SumSeq(ctx context.Context, xs iter.Seq[int]) (int, error) {
	return f.SumSeqFunc(ctx, xs)
}

// SumChan implements Service.
func (f *Funcs) SumChan(ctx context.Context, xs <-chan int) (int, error) {
	return f.SumChanFunc(ctx, xs)
}

// SumPairs implements Service.
func (f *Funcs) SumPairs(ctx context.Context, xs iter.Seq2[string, int]) (int, error) {
	return f.SumPairsFunc(ctx, xs)
}

// Two implements Service.
func (f *Funcs) Two(ctx context.Context, a, b iter.Seq2[[]byte, error]) (string, error) {
	return f.TwoFunc(ctx, a, b)
}

// Chat implements Service.
func (f *Funcs) Chat(ctx context.Context, said iter.Seq2[string, error]) iter.Seq2[string, error] {
	return f.ChatFunc(ctx, said)
}

// Frames implements Service.
func (f *Funcs) Frames(ctx context.Context, frames iter.Seq2[[]byte, error]) iter.Seq2[[]byte, error] {
	return f.FramesFunc(ctx, frames)
}

// Both implements Service.
func (f *Funcs) Both(ctx context.Context, n int) (iter.Seq2[[]byte, error], iter.Seq2[string, int], error) {
	return f.BothFunc(ctx, n)
}

// Upload implements Service.
func (f *Funcs) Upload(ctx context.Context, name string, r io.Reader) (int64, error) {
	return f.UploadFunc(ctx, name, r)
}

// Take implements Service.
func (f *Funcs) Take(ctx context.Context, r io.ReadCloser) (int64, error) { return f.TakeFunc(ctx, r) }

// Download implements Service.
func (f *Funcs) Download(ctx context.Context, name string) (io.ReadCloser, error) {
	return f.DownloadFunc(ctx, name)
}

// Export implements Service.
func (f *Funcs) Export(ctx context.Context, w io.Writer) error { return f.ExportFunc(ctx, w) }

// Train implements Service.
func (f *Funcs) Train(ctx context.Context, steps int, progress func(ctx context.Context, epoch int, loss float64) error) (string, error) {
	return f.TrainFunc(ctx, steps, progress)
}

// Ask implements Service.
func (f *Funcs) Ask(ctx context.Context, question func(n int) int) (int, error) {
	return f.AskFunc(ctx, question)
}
