// Package film makes frames of a picture, and pictures of frames. It stands apart from the server, so that clients need not link that.
package film

import (
	"image"
	"iter"

	"github.com/bluebird-rpc/bluebird/examples/image_processing/filter"
)

// Frame is a picture of a film, as it comes from a camera: no file, but bytes.
type Frame struct {
	Number        int
	Width, Height int    // pixels
	Brightness    []byte // a byte a pixel, row after row from the top left
}

// Pan returns the frames of a journey over m, from its top left corner to its bottom right. Each shows w × h pixels, or all there are.
func Pan(m image.Image, w, h, frames int) iter.Seq2[Frame, error] {
	grey := filter.Greyscale(m)
	w, h = min(w, grey.Rect.Dx()), min(h, grey.Rect.Dy())
	return func(yield func(Frame, error) bool) {
		for i := range frames {
			left := (grey.Rect.Dx() - w) * i / max(frames-1, 1)
			top := (grey.Rect.Dy() - h) * i / max(frames-1, 1)
			pixels := make([]byte, 0, w*h)
			for y := range h {
				pixels = append(pixels, grey.Pix[(top+y)*grey.Stride+left:][:w]...)
			}
			if !yield(Frame{Number: i, Width: w, Height: h, Brightness: pixels}, nil) {
				return
			}
		}
	}
}

// Picture returns what is on a frame.
func Picture(f Frame) image.Image {
	return &image.Gray{Pix: f.Brightness, Stride: f.Width, Rect: image.Rect(0, 0, f.Width, f.Height)}
}
