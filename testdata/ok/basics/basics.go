// Package basics sends every basic type, bare and under a name of its own.
package basics

import "context"

// Add returns the sum of a and b.
//
//bluebird:rpc
func Add(ctx context.Context, a, b float64) (float64, error) { return a + b, ctx.Err() }

// Types that are basic underneath.
type (
	Yes     bool
	Celsius float64
	Color   uint8
	Rank    int
	Word    string
	Phase   complex128
	Text    []byte
	Cell    byte
	Cells   []Cell
	Hash    [4]byte
	Board   [9]Cell
)

// The colours.
const (
	Red Color = iota
	Green
	Blue
)

// Integers returns what it is given.
//
//bluebird:rpc
func Integers(a int, b int8, c int16, d int32, e int64) (int, int8, int16, int32, int64) {
	return a, b, c, d, e
}

// Unsigned returns what it is given.
//
//bluebird:rpc
func Unsigned(a uint, b uint8, c uint16, d uint32, e uint64) (uint, uint8, uint16, uint32, uint64) {
	return a, b, c, d, e
}

// Others returns what it is given.
//
//bluebird:rpc
func Others(a bool, b float32, c float64, d complex64, e complex128, f string, g byte, h rune) (bool, float32, float64, complex64, complex128, string, byte, rune) {
	return a, b, c, d, e, f, g, h
}

// Named returns what it is given.
//
//bluebird:rpc
func Named(a Yes, b Celsius, c Color, d Rank, e Word, f Phase) (Yes, Celsius, Color, Rank, Word, Phase) {
	return a, b, c, d, e, f
}

// Bytes returns what it is given.
//
//bluebird:rpc
func Bytes(a []byte, b Text, c Cells, d Hash, e Board, f [2]byte) ([]byte, Text, Cells, Hash, Board, [2]byte) {
	return a, b, c, d, e, f
}

// Next returns the colour behind c.
//
//bluebird:rpc
func Next(c Color) Color { return (c + 1) % 3 }

// Ping does nothing at all.
//
//bluebird:rpc
func Ping() {}
