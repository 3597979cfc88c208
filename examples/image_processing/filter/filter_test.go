package filter

import (
	"bytes"
	"image"
	"image/color"
	"testing"
)

// gray makes a picture of rows of pixels.
func gray(rows ...[]byte) *image.Gray {
	m := image.NewGray(image.Rect(0, 0, len(rows[0]), len(rows)))
	for y, row := range rows {
		copy(m.Pix[y*m.Stride:], row)
	}
	return m
}

func TestGreyscaleIsBrightness(t *testing.T) {
	m := image.NewRGBA(image.Rect(3, 5, 7, 6)) // bounds that do not begin at 0
	for i, c := range []color.Color{color.Black, color.White, color.RGBA{255, 0, 0, 255}, color.RGBA{0, 255, 0, 255}} {
		m.Set(3+i, 5, c)
	}
	got := Greyscale(m)
	if want := []byte{0, 255, 76, 149}; !bytes.Equal(within(got.Pix, want, 1), want) {
		t.Errorf("black, white, red and green have brightness %v; want %v", got.Pix, want)
	}
}

func TestGreyscaleOfJPEGIsItsFirstPlane(t *testing.T) {
	m := image.NewYCbCr(image.Rect(0, 0, 3, 2), image.YCbCrSubsampleRatio420)
	copy(m.Y, []byte{1, 2, 3})
	copy(m.Y[m.YStride:], []byte{4, 5, 6})
	got := Greyscale(m)
	if want := []byte{1, 2, 3, 4, 5, 6}; !bytes.Equal(got.Pix, want) {
		t.Errorf("brightness %v; want %v", got.Pix, want)
	}
	got = Greyscale(m.SubImage(image.Rect(1, 0, 3, 2)))
	if want := []byte{2, 3, 5, 6}; !bytes.Equal(got.Pix, want) {
		t.Errorf("brightness of a part %v; want %v", got.Pix, want)
	}
}

func TestBlurSpreadsAPoint(t *testing.T) {
	m := image.NewGray(image.Rect(0, 0, 9, 9))
	m.SetGray(4, 4, color.Gray{Y: 255})
	got := BlurGray(m, 1)
	// A Gaussian of sigma 1 is 0.399 in the middle and 0.242 a pixel beside it, and it is separable.
	for _, tt := range []struct {
		x, y int
		want byte
	}{{4, 4, 41}, {5, 4, 25}, {4, 3, 25}, {3, 3, 15}, {0, 0, 0}, {4, 8, 0}} {
		if got := got.GrayAt(tt.x, tt.y).Y; !near(got, tt.want, 1) {
			t.Errorf("pixel %d,%d = %d; want %d", tt.x, tt.y, got, tt.want)
		}
	}
}

func TestBlurKeepsAnEvenPicture(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 5, 3))
	for i := range m.Pix {
		m.Pix[i] = []byte{10, 100, 200, 255}[i%4]
	}
	for _, sigma := range []float64{0, 0.5, 2, 20} {
		if got := Blur(m, sigma); !bytes.Equal(got.Pix, m.Pix) {
			t.Errorf("sigma %g: pixels %v; want %v", sigma, got.Pix, m.Pix)
		}
	}
}

func TestBlurOfNothing(t *testing.T) {
	if got := BlurGray(image.NewGray(image.Rect(0, 0, 0, 0)), 2); len(got.Pix) != 0 {
		t.Errorf("got %d pixels; want none", len(got.Pix))
	}
}

func TestEdges(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   *image.Gray
		want *image.Gray
	}{
		{"even", gray([]byte{9, 9, 9}, []byte{9, 9, 9}, []byte{9, 9, 9}), gray([]byte{0, 0, 0}, []byte{0, 0, 0}, []byte{0, 0, 0})},
		{"a step to the right", gray([]byte{0, 0, 9}, []byte{0, 0, 9}, []byte{0, 0, 9}), gray([]byte{0, 0, 0}, []byte{0, 36, 0}, []byte{0, 0, 0})},
		{"a step down", gray([]byte{9, 9, 9}, []byte{9, 9, 9}, []byte{0, 0, 0}), gray([]byte{0, 0, 0}, []byte{0, 36, 0}, []byte{0, 0, 0})},
		{"steeper than a byte", gray([]byte{0, 0, 255}, []byte{0, 0, 255}, []byte{0, 0, 255}), gray([]byte{0, 0, 0}, []byte{0, 255, 0}, []byte{0, 0, 0})},
		{"too small for an inside", gray([]byte{0, 255}), gray([]byte{0, 0})},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Edges(tt.in); !bytes.Equal(got.Pix, tt.want.Pix) {
				t.Errorf("Edges(%v) = %v; want %v", tt.in.Pix, got.Pix, tt.want.Pix)
			}
		})
	}
}

// within returns want where got is at most d away from it, and got elsewhere.
func within(got, want []byte, d byte) []byte {
	out := bytes.Clone(got)
	for i := range out {
		if i < len(want) && near(out[i], want[i], d) {
			out[i] = want[i]
		}
	}
	return out
}

func near(a, b, d byte) bool { return max(a, b)-min(a, b) <= d }
