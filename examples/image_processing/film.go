package imageprocessing

import (
	"context"
	"fmt"
	"image"
	"iter"

	"github.com/bluebird-rpc/bluebird/examples/image_processing/film"
	"github.com/bluebird-rpc/bluebird/examples/image_processing/filter"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

// Film returns the frames with their edges in place of what was on them, each as soon as it is done. It takes the next frame only when the
// caller has taken the last one, apart from some that are under way.
//
//bluebird:rpc
func Film(ctx context.Context, frames iter.Seq2[film.Frame, error], sigma float64) iter.Seq2[film.Frame, error] {
	return func(yield func(film.Frame, error) bool) {
		if err := checkSigma(sigma); err != nil {
			yield(film.Frame{}, err)
			return
		}
		for frame, err := range frames {
			if err == nil {
				frame, err = edges(frame, sigma)
			}
			if !yield(frame, err) || err != nil {
				return
			}
		}
	}
}

// edges draws the edges of a frame.
func edges(f film.Frame, sigma float64) (film.Frame, error) {
	if f.Width < 0 || f.Height < 0 || int64(f.Width)*int64(f.Height) > maxPixels || len(f.Brightness) != f.Width*f.Height {
		return film.Frame{}, fmt.Errorf("frame %d has %d bytes for %d × %d pixels: %w", f.Number, len(f.Brightness), f.Width, f.Height, bluebird.InvalidArgument)
	}
	m := &image.Gray{Pix: f.Brightness, Stride: f.Width, Rect: image.Rect(0, 0, f.Width, f.Height)}
	f.Brightness = filter.Edges(filter.BlurGray(m, sigma)).Pix
	return f, nil
}

// maxLines is how many lines Sketch draws over each other.
const maxLines = 16

// Sketch draws the picture with lines of several widths on top of each other, from fine to broad, and calls progress after each. An error of
// progress ends it.
//
//bluebird:rpc
func Sketch(ctx context.Context, picture []byte, lines int, progress func(done, of int) error) ([]byte, error) {
	if lines < 1 || lines > maxLines {
		return nil, fmt.Errorf("%d lines, want 1 to %d: %w", lines, maxLines, bluebird.InvalidArgument)
	}
	m, format, err := decode(picture)
	if err != nil {
		return nil, err
	}
	grey := filter.Greyscale(m)
	paper := image.NewGray(grey.Rect)
	for i := range lines {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		drawn := filter.Edges(filter.BlurGray(grey, float64(i+1)))
		for p, v := range drawn.Pix {
			paper.Pix[p] = max(paper.Pix[p], v)
		}
		if progress == nil {
			continue
		}
		if err := progress(i+1, lines); err != nil {
			return nil, fmt.Errorf("after %d of %d lines: %w", i+1, lines, err)
		}
	}
	for p := range paper.Pix {
		paper.Pix[p] = 255 - paper.Pix[p]
	}
	return encode(ctx, paper, format)
}
