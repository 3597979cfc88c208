// Package copytypes has its types copied for clients, which then link nothing of it.
//
//bluebird:client types=copy
package copytypes

import "time"

// Color is a colour of the rainbow.
type Color uint8

// The colours that there are.
const (
	Red Color = iota + 1
	Green
	Blue
)

// Pixel is a coloured point.
type Pixel struct {
	// X counts from the left.
	X     int `json:"x,omitempty" msg:"at"`
	Y     int
	Color Color
	Seen  time.Time `json:"seen"`
}

// Picture holds pixels by their row.
type Picture map[int][]Pixel

// Paint returns a picture of one pixel.
//
//bluebird:rpc
func Paint(p Pixel, by any) (Picture, error) { return Picture{p.Y: {p}}, nil }
