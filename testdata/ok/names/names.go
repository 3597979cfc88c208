// Package names uses every name that generated code would like to have.
package names

import (
	"context"
	"io"
	"iter"
	"time"

	"github.com/bluebird-rpc/bluebird/testdata/ok/names/client"
	namesCodec "github.com/bluebird-rpc/bluebird/testdata/ok/names/codec"
	firstV1 "github.com/bluebird-rpc/bluebird/testdata/ok/names/first/v1"
	"github.com/bluebird-rpc/bluebird/testdata/ok/names/plain"
	secondV1 "github.com/bluebird-rpc/bluebird/testdata/ok/names/second/v1"
)

// These hide the predeclared names in the whole package.
type (
	string int
	byte   float64
	error  interface{ Error() int }
	bool   int
)

var (
	append = 1
	len    = 2
	make   = 3
	new    = 4
	nil    = 5
	true   = 6
	uint32 = 7
)

var none plain.Error

// And these the imports and variables of generated code.
var (
	msgp, codec, bluebird, universe, g, b, v, e, r, n, i = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
)

// Used keeps linters content.
var Used = []any{string(0), byte(0), bool(0), []error{}, append, len, make, new, nil, true, uint32, msgp, codec, bluebird, universe, g, b, v, e, r, n, i}

// Größe has a name outside of ASCII.
type Größe struct {
	Länge, Breite float64
	Unter         []Größe
	Nach          map[float64]*Größe
}

// Predeclared has parameters that are called like Go's own things.
//
//bluebird:rpc
func Predeclared(len, nil, error, string, float64, append, true, new, any float64) float64 {
	return len + nil + error + string + float64 + append + true + new + any
}

// Locals has parameters that are called like variables of stubs.
//
//bluebird:rpc
func Locals(ctx, call, err, c, in, g, b, r, v, n, i, conn, r0 int) int {
	return ctx + call + err + c + in + g + b + r + v + n + i + conn + r0
}

// Imports has parameters that are called like imported packages.
//
//bluebird:rpc
func Imports(context context.Context, msgp, codec, bluebird, time, names int) (namesrpc int) {
	return msgp + codec + bluebird + time + names
}

// Functions has parameters that are called like generated functions.
//
//bluebird:rpc
func Functions(methodFunctions, appendGröße, readGröße, Client, bluebirdGen, serveFunctions int, Functions int) int {
	return methodFunctions + appendGröße + readGröße + Client + bluebirdGen + serveFunctions + Functions
}

// Results has results that are called like variables of stubs.
//
//bluebird:rpc
func Results(r1 int) (ctx, call, err, c, len int) { return r1, 2, 3, 4, 5 }

// Blank has parameters without names, and one that has the name which they get.
//
//bluebird:rpc
func Blank(_, _ int, a0 int, _ time.Duration) int { return a0 }

// Types has parameters that are called like types.
//
//bluebird:rpc
func Types(Größe *Größe, Duration time.Duration, s plain.String, y plain.Byte) (*Größe2, time.Duration, plain.String, plain.Byte, plain.Error) {
	return &Größe2{Zeit: Duration, Größe: *Größe, Name: s, Wert: y}, Duration, s, y, none
}

// Packages takes types of packages that are called alike.
//
//bluebird:rpc
func Packages(m namesCodec.Mode, a firstV1.Spec, b secondV1.Spec, o client.Options) (secondV1.Spec, firstV1.Spec, namesCodec.Mode, client.Options) {
	return secondV1.Spec(a), firstV1.Spec(b), m, o
}

// Größe2 has a field of a type from elsewhere.
type Größe2 struct {
	Größe
	Zeit time.Duration
	Name plain.String
	Wert plain.Byte
	Ja   plain.Bool
	Feld []plain.String
	Paar map[plain.String][]plain.Bool
	Zwei [2]plain.Byte
	Zehn [10]plain.Byte
	Zahl []uint16
}

// Prüfe has a name outside of ASCII.
//
//bluebird:rpc name=pruefe
func Prüfe(größe Größe) Größe { return größe }

// Streams has streams that are called like variables of stubs.
//
//bluebird:rpc
func Streams(yield iter.Seq[plain.String], seq iter.Seq2[plain.Byte, plain.Error], iter io.Reader) (err iter.Seq2[Größe, plain.String], errErr int, io io.ReadCloser) {
	for word := range yield {
		errErr += int(word[0])
	}
	for b := range seq {
		errErr += int(b)
	}
	return func(yield func(Größe, plain.String) plain.Bool) { yield(Größe{Länge: 1}, "x") }, errErr, nil2()
}

func nil2() (none io.ReadCloser) { return }

// Lazily has a stream alone.
//
//bluebird:rpc
func Lazily(ctx context.Context, yield, seq, call int) (err iter.Seq2[plain.Byte, plain.String]) {
	return func(yield2 func(plain.Byte, plain.String) plain.Bool) { yield2(plain.Byte(yield+seq+call), "x") }
}

// Funcs has funcs that are called like variables of stubs, and so have their parameters and results.
//
//bluebird:rpc
func Funcs(ok func() plain.Bool, remote func(ctx context.Context, call, in, remote, err int) (plain.String, plain.Error),
	call func(c context.Context, ctx, Größe, string, g, b, codec int, _ Größe, more ...plain.Byte) (bool, nil plain.String, ok plain.Error)) (in plain.String, err plain.Error) {
	var ctx context.Context = context.Background()
	if !ok() {
		return "not ok", err
	}
	in, _ = remote(ctx, 1, 2, 3, 4)
	first, second, err := call(ctx, 1, 2, 3, 4, 5, 6, Größe{}, 7, 8)
	return in + first + second, err
}

// Type, and others, are called like keywords once their first letter is small.
//
//bluebird:service
type Type struct{}

// Func returns its argument.
func (Type) Func(t int) int { return t }

// Range returns its argument.
func (Type) Range(l, r int) int { return l - r }

// TypeFunc would have the same stub variables as the method Func of Type.
//
//bluebird:rpc
func TypeFunc(x int) int { return x }

// Color is a third one, and no number.
type Color struct{ R, G, B float64 }

// Colors takes types of one name, which have constants.
//
//bluebird:rpc
func Colors(a firstV1.Color, b []secondV1.Color, c Color) map[secondV1.Color]firstV1.Color {
	return map[secondV1.Color]firstV1.Color{b[0]: a}
}
