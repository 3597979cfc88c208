// Command copied serves functions of package main, which nobody can import: the client has copies of
// its types.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"net"
	"os"
	"time"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

// Color is a colour of the rainbow.
type Color uint8

// The colours of the rainbow.
const (
	Red Color = iota
	// Green is that of grass.
	//
	// It is in the middle.
	Green
	Blue // that of the sky
)

// Ratio is a number between 0 and 1.
type Ratio float32

// A third, and other things that are hard to write down.
const (
	Third  Ratio  = 1.0 / 3
	Golden Phrase = "say \"`so`\"\n" // is silence
	Yes    Answer = true
	Turn   Phase  = 1 - 2i
	Large  Count  = 1<<64 - 1
)

// Types of constants.
type (
	Phrase string
	Answer bool
	Phase  complex128
	Count  uint64
)

// Shape is a drawing.
type Shape struct {
	// Name is what people call it.
	Name string "json:\"name\" other:\"`\""

	Fill    Color // inside
	Opacity Ratio
	At      Place
	Parts   []Shape
	Made    time.Time
	Notes   map[Phrase]Answer
	Odd     struct {
		Answer Answer
		Phase  Phase
		Count  Count
	}
}

// Place is embedded below.
type Place struct{ X, Y float64 }

// Frame has what a copy has to write in another way: a name that is another's, fields of a type that clients do not know,
// and what is not sent.
type Frame struct {
	*Spot
	Tags
	border
	Inner struct {
		Spot
		Depth int
	}
	drawn *canvasCache `msg:"-"`
	Cache *canvasCache `json:"-"`
	_     [0]func()
}

// Spot is a Place.
type Spot = Place

// Other names that fields have.
type (
	Tags = map[string]Color
)

// Grain is a byte.
type Grain byte

// border is part of a frame.
type border struct {
	Width float64 // in millimetres
	edge
}

type edge struct{ Style string }

type canvasCache struct{ Drawn chan Shape }

// Frames puts frames together. It is sent what it is made of, and makes sure that nothing else arrives.
//
//bluebird:rpc
func Frames(f Frame, g struct{ Tags }, grains []Grain) (Frame, [2]Grain, error) {
	if f.drawn != nil || f.Cache != nil {
		return f, [2]Grain{}, errors.New("a cache was sent")
	}
	for tag, color := range g.Tags {
		f.Tags[tag] = color
	}
	f.Spot.X++
	f.Inner.Y++
	f.Width *= 2
	return f, [2]Grain(grains), nil
}

// Marked is a shape and a mark.
type Marked struct {
	*Shape
	Mark rune
}

// Paint paints a shape.
//
//bluebird:rpc
func Paint(s Shape, fill Color) Shape {
	s.Fill = fill
	return s
}

// Mark marks a shape.
//
//bluebird:rpc
func Mark(s *Shape, mark rune) Marked { return Marked{s, mark} }

// Scrap is sent as an item only.
type Scrap struct{ Mood Mood }

// Hint is taken by a func only.
type Hint struct{ Text string }

// Mood is returned by one.
type Mood string

// Shapes and Look have no names at the client.
type (
	Shapes iter.Seq[Shape]
	Look   func(Hint) Mood
)

// Follow asks what to make of each shape.
//
//bluebird:rpc
func Follow(shapes Shapes, look Look) iter.Seq2[Color, Scrap] {
	return func(yield func(Color, Scrap) bool) {
		for s := range shapes {
			if !yield(s.Fill, Scrap{look(Hint{s.Name})}) {
				return
			}
		}
	}
}

// Errors of Fail.
var (
	// ErrDark says that there is too little light.
	ErrDark  = errors.New("too dark")
	ErrEmpty = fmt.Errorf("empty: %w", ErrDark)
	// ErrBlind is ErrDark, as most know it.
	ErrBlind = ErrDark
	ErrGone  = fs.ErrNotExist
	ErrBusy  = fmt.Errorf("no brush: %w", bluebird.Unavailable)
	ErrTear  = fmt.Errorf("torn: %w", Tear{3}) // which clients cannot write
)

// A Tear has no copy that is an error.
type Tear struct{ Length int }

func (t Tear) Error() string { return fmt.Sprint("a tear of ", t.Length) }

// Fail fails.
//
//bluebird:rpc
func Fail(kind string) error {
	return map[string]error{
		"dark":  fmt.Errorf("paint: %w", ErrDark),
		"empty": errors.Join(ErrEmpty, Tear{5}),
		"tear":  Tear{5},
		"blind": ErrBlind,
		"gone":  ErrGone,
		"busy":  ErrBusy,
		"torn":  ErrTear,
	}[kind]
}

// Canvas holds shapes.
//
//bluebird:service
type Canvas struct{ shapes []Shape }

// Draw adds a shape and returns how many there are.
func (c *Canvas) Draw(s Shape) int {
	c.shapes = append(c.shapes, s)
	return len(c.shapes)
}

func main() {
	var srv bluebird.Server
	RegisterFuncs(&srv)
	RegisterCanvas(&srv, &Canvas{})
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(listener.Addr())
	fmt.Fprintln(os.Stderr, srv.Serve(listener))
}
