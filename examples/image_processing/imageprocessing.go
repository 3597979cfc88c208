// Package imageprocessing filters pictures for callers whose own machine is busy or small.
//
// Pictures travel as files, JPEG or PNG, and come back in the format they came in.
package imageprocessing

//go:generate go tool bluebird-gen .

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"

	"github.com/bluebird-rpc/bluebird/examples/image_processing/filter"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

const (
	maxPixels = 50_000_000 // of a picture; a small file can announce a huge one
	maxSigma  = 100        // pixels; the work grows with it
)

// Greyscale returns the picture without its colours.
//
//bluebird:rpc
func Greyscale(ctx context.Context, picture []byte) ([]byte, error) {
	m, format, err := decode(picture)
	if err != nil {
		return nil, err
	}
	return encode(ctx, filter.Greyscale(m), format)
}

// Blur returns the picture behind a Gaussian blur of sigma pixels.
//
//bluebird:rpc
//bluebird:default sigma=4
func Blur(ctx context.Context, picture []byte, sigma float64) ([]byte, error) {
	if err := checkSigma(sigma); err != nil {
		return nil, err
	}
	m, format, err := decode(picture)
	if err != nil {
		return nil, err
	}
	return encode(ctx, filter.Blur(filter.RGBA(m), sigma), format)
}

// Edges returns the edges in the picture: white lines on black. It takes the brightness, blurs it by sigma pixels so
// that noise is no edge, and looks for steps.
//
//bluebird:rpc
//bluebird:default sigma=1.5
func Edges(ctx context.Context, picture []byte, sigma float64) ([]byte, error) {
	if err := checkSigma(sigma); err != nil {
		return nil, err
	}
	m, format, err := decode(picture)
	if err != nil {
		return nil, err
	}
	grey := filter.Greyscale(m)
	if err := ctx.Err(); err != nil { // nobody waits any more
		return nil, err
	}
	return encode(ctx, filter.Edges(filter.BlurGray(grey, sigma)), format)
}

// Echo returns data as it came, so that a caller can measure the transfer alone.
//
//bluebird:rpc
func Echo(data []byte) []byte { return data }

func checkSigma(sigma float64) error {
	if sigma >= 0 && sigma <= maxSigma {
		return nil
	}
	return fmt.Errorf("sigma is %g pixels, want 0 to %d: %w", sigma, maxSigma, bluebird.InvalidArgument)
}

// decode returns a picture and the name of its format.
func decode(picture []byte) (image.Image, string, error) {
	config, format, err := image.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return nil, "", fmt.Errorf("picture of %d bytes: %w: %w", len(picture), err, bluebird.InvalidArgument)
	}
	if int64(config.Width)*int64(config.Height) > maxPixels {
		return nil, "", fmt.Errorf("picture of %d × %d pixels, want at most %d in all: %w", config.Width, config.Height, maxPixels, bluebird.ResourceExhausted)
	}
	m, _, err := image.Decode(bytes.NewReader(picture))
	if err != nil {
		return nil, "", fmt.Errorf("picture of %d bytes: %w: %w", len(picture), err, bluebird.InvalidArgument)
	}
	return m, format, nil
}

func encode(ctx context.Context, m image.Image, format string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	var err error
	switch format {
	case "jpeg":
		err = jpeg.Encode(&b, m, &jpeg.Options{Quality: 90})
	default:
		err = png.Encode(&b, m)
	}
	return b.Bytes(), err
}
