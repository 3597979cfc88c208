package imageprocessing

import (
	"bytes"
	"context"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/png"
	"iter"
	"slices"
	"testing"

	"github.com/bluebird-rpc/bluebird/examples/image_processing/film"
	"github.com/bluebird-rpc/bluebird/examples/image_processing/photo"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

// square is a PNG of a white square on black.
func square(t *testing.T) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 8, 8))
	for i := range 64 {
		c := color.Black
		if x, y := i%8, i/8; x > 1 && x < 6 && y > 1 && y < 6 {
			c = color.White
		}
		m.Set(i%8, i/8, c)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFiltersKeepFormatAndSize(t *testing.T) {
	ctx := t.Context()
	for _, picture := range []struct {
		format string
		data   []byte
		size   image.Point
	}{
		{"png", square(t), image.Pt(8, 8)},
		{"jpeg", photo.Dandelion, image.Pt(1770, 996)},
	} {
		for _, tt := range []struct {
			name  string
			apply func() ([]byte, error)
		}{
			{"Greyscale", func() ([]byte, error) { return Greyscale(ctx, picture.data) }},
			{"Blur", func() ([]byte, error) { return Blur(ctx, picture.data, 1) }},
			{"Edges", func() ([]byte, error) { return Edges(ctx, picture.data, 1) }},
		} {
			t.Run(picture.format+"/"+tt.name, func(t *testing.T) {
				out, err := tt.apply()
				if err != nil {
					t.Fatal(err)
				}
				m, format, err := image.DecodeConfig(bytes.NewReader(out))
				if err != nil || format != picture.format || m.Width != picture.size.X || m.Height != picture.size.Y {
					t.Errorf("got %s of %d × %d, error %v; want %s of %v", format, m.Width, m.Height, err, picture.format, picture.size)
				}
			})
		}
	}
}

func TestEdgesOfASquare(t *testing.T) {
	out, err := Edges(t.Context(), square(t), 0)
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		x, y int
		want bool
	}{{0, 0, false}, {2, 3, true}, {1, 3, true}, {3, 3, false}, {4, 4, false}, {5, 4, true}, {6, 4, true}, {7, 7, false}} {
		if r, _, _, _ := m.At(tt.x, tt.y).RGBA(); (r > 0) != tt.want {
			t.Errorf("edge at %d,%d = %v; want %v", tt.x, tt.y, r > 0, tt.want)
		}
	}
}

func TestBadPicturesAreRefused(t *testing.T) {
	huge := bytes.Clone(square(t))
	copy(huge[16:], []byte{0, 0, 0x80, 0, 0, 0, 0x80, 0}) // 32768 × 32768 pixels
	sum := crc32.ChecksumIEEE(huge[12:29])
	copy(huge[29:], []byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
	for _, tt := range []struct {
		name    string
		picture []byte
		sigma   float64
		want    bluebird.Code
	}{
		{"empty", nil, 1, bluebird.InvalidArgument},
		{"no picture", []byte("GIF, but not really"), 1, bluebird.InvalidArgument},
		{"cut short", photo.Dandelion[:2000], 1, bluebird.InvalidArgument},
		{"huge", huge, 1, bluebird.ResourceExhausted},
		{"negative sigma", square(t), -1, bluebird.InvalidArgument},
		{"sigma of an hour's work", square(t), 1e9, bluebird.InvalidArgument},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Edges(t.Context(), tt.picture, tt.sigma); !errors.Is(err, tt.want) {
				t.Errorf("Edges: error %v; want %v", err, tt.want)
			}
		})
	}
}

func TestNobodyWaitsForACanceledFilter(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Edges(ctx, square(t), 1); !errors.Is(err, context.Canceled) {
		t.Errorf("Edges with a canceled context: error %v; want %v", err, context.Canceled)
	}
}

// frames yields n grey frames, and then err if it is not nil.
func frames(n int, err error) iter.Seq2[film.Frame, error] {
	return func(yield func(film.Frame, error) bool) {
		for i := range n {
			if !yield(film.Frame{Number: i, Width: 4, Height: 3, Brightness: make([]byte, 12)}, nil) {
				return
			}
		}
		if err != nil {
			yield(film.Frame{}, err)
		}
	}
}

func TestFilmReturnsEveryFrame(t *testing.T) {
	for _, want := range []error{nil, bluebird.DataLoss} {
		n := 0
		var end error
		for frame, err := range Film(t.Context(), frames(5, want), 1) {
			if end = err; err != nil {
				break
			}
			if frame.Number != n || frame.Width != 4 || frame.Height != 3 || len(frame.Brightness) != 12 {
				t.Errorf("frame %d is %+v", n, frame)
			}
			n++
		}
		if n != 5 || !errors.Is(end, want) {
			t.Errorf("%d frames, then %v; want 5, then %v", n, end, want)
		}
	}
}

func TestFilmRefusesBadFrames(t *testing.T) {
	bad := func(yield func(film.Frame, error) bool) { yield(film.Frame{Width: 10, Height: 10}, nil) }
	for _, err := range Film(t.Context(), bad, 1) {
		if !errors.Is(err, bluebird.InvalidArgument) {
			t.Errorf("a frame without pixels: %v", err)
		}
	}
	for _, err := range Film(t.Context(), frames(1, nil), -1) {
		if !errors.Is(err, bluebird.InvalidArgument) {
			t.Errorf("sigma -1: %v", err)
		}
	}
}

func TestSketchTellsItsProgress(t *testing.T) {
	var told []int
	picture, err := Sketch(t.Context(), square(t), 3, func(done, of int) error {
		told = append(told, done, of)
		return nil
	})
	if err != nil || !slices.Equal(told, []int{1, 3, 2, 3, 3, 3}) {
		t.Errorf("progress %v, error %v", told, err)
	}
	if m, format, err := image.DecodeConfig(bytes.NewReader(picture)); format != "png" || m.Width != 8 || err != nil {
		t.Errorf("the sketch: %s, %d wide, %v", format, m.Width, err)
	}
	if _, err := Sketch(t.Context(), square(t), 3, nil); err != nil {
		t.Error("without progress:", err)
	}
	enough := errors.New("enough")
	if _, err := Sketch(t.Context(), square(t), 3, func(int, int) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("when progress fails: %v", err)
	}
	if _, err := Sketch(t.Context(), square(t), 0, nil); !errors.Is(err, bluebird.InvalidArgument) {
		t.Errorf("without lines: %v", err)
	}
}
