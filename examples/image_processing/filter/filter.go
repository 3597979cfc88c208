// Package filter computes on pictures: greyscale, Gaussian blur and edges. It knows nothing of files or networks.
package filter

import (
	"image"
	"image/color"
	"image/draw"
	"math"
)

// Greyscale returns the brightness of m.
func Greyscale(m image.Image) *image.Gray {
	b := m.Bounds()
	if g, ok := m.(*image.Gray); ok && b.Min == (image.Point{}) && g.Stride == b.Dx() {
		return g
	}
	out := image.NewGray(image.Rect(0, 0, b.Dx(), b.Dy()))
	if ycc, ok := m.(*image.YCbCr); ok { // what a JPEG decodes to: its first plane is the brightness
		for y := range b.Dy() {
			from := ycc.YOffset(b.Min.X, b.Min.Y+y)
			copy(out.Pix[y*out.Stride:][:b.Dx()], ycc.Y[from:])
		}
		return out
	}
	for y := range b.Dy() {
		for x := range b.Dx() {
			out.Set(x, y, color.GrayModel.Convert(m.At(b.Min.X+x, b.Min.Y+y)))
		}
	}
	return out
}

// RGBA returns m with four bytes a pixel, row after row from the origin.
func RGBA(m image.Image) *image.RGBA {
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	draw.Draw(out, out.Bounds(), m, b.Min, draw.Src)
	return out
}

// Blur returns m behind a Gaussian of sigma pixels. Beyond the border lie copies of the border's pixels.
func Blur(m *image.RGBA, sigma float64) *image.RGBA {
	out := image.NewRGBA(m.Rect)
	blur(out.Pix, m.Pix, m.Rect.Dx(), m.Rect.Dy(), 4, gaussian(sigma))
	return out
}

// BlurGray is Blur for greyscale pictures.
func BlurGray(m *image.Gray, sigma float64) *image.Gray {
	out := image.NewGray(m.Rect)
	blur(out.Pix, m.Pix, m.Rect.Dx(), m.Rect.Dy(), 1, gaussian(sigma))
	return out
}

// gaussian returns the right half of a Gaussian, its middle first, cut at three sigma. The whole has sum 1.
func gaussian(sigma float64) []float32 {
	if sigma <= 0 {
		return []float32{1}
	}
	half := make([]float64, int(math.Ceil(3*sigma))+1)
	sum := 0.0
	for i := range half {
		half[i] = math.Exp(-float64(i*i) / (2 * sigma * sigma))
		sum += 2 * half[i]
	}
	sum -= half[0] // counted twice
	weights := make([]float32, len(half))
	for i := range half {
		weights[i] = float32(half[i] / sum)
	}
	return weights
}

// blur convolves src, a picture of w × h pixels with n bytes each, with a symmetric kernel: first along the rows, then
// along the columns.
func blur(dst, src []byte, w, h, n int, kernel []float32) {
	rows := make([]float32, w*h*n)
	for y := range h {
		line := src[y*w*n:][:w*n]
		for x := range w {
			for c := range n {
				sum := kernel[0] * float32(line[x*n+c])
				for i := 1; i < len(kernel); i++ {
					left, right := max(x-i, 0), min(x+i, w-1)
					sum += kernel[i] * (float32(line[left*n+c]) + float32(line[right*n+c]))
				}
				rows[(y*w+x)*n+c] = sum
			}
		}
	}
	column := make([]float32, w*n)
	for y := range h {
		for x, v := range rows[y*w*n:][:w*n] {
			column[x] = kernel[0] * v
		}
		for i := 1; i < len(kernel); i++ {
			above := rows[max(y-i, 0)*w*n:][:w*n]
			below := rows[min(y+i, h-1)*w*n:][:w*n]
			for x := range column {
				column[x] += kernel[i] * (above[x] + below[x])
			}
		}
		for x, v := range column {
			dst[y*w*n+x] = byte(v + 0.5)
		}
	}
}

// Edges returns how steep the brightness of m is at each pixel, by Sobel's operator. The outermost pixels are black.
func Edges(m *image.Gray) *image.Gray {
	out := image.NewGray(m.Rect)
	for y := 1; y < m.Rect.Dy()-1; y++ {
		above, here, below := m.Pix[(y-1)*m.Stride:], m.Pix[y*m.Stride:], m.Pix[(y+1)*m.Stride:]
		for x := 1; x < m.Rect.Dx()-1; x++ {
			at := func(row []byte, dx int) float64 { return float64(row[x+dx]) }
			right := at(above, 1) + 2*at(here, 1) + at(below, 1)
			left := at(above, -1) + 2*at(here, -1) + at(below, -1)
			top := at(above, -1) + 2*at(above, 0) + at(above, 1)
			bottom := at(below, -1) + 2*at(below, 0) + at(below, 1)
			out.Pix[y*out.Stride+x] = byte(min(math.Hypot(right-left, bottom-top), 255))
		}
	}
	return out
}
