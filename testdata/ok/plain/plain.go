// Package plain holds structs as msgp knows them too: their bytes are the same.
package plain

import "time"

// Numbers holds numbers of all sizes.
type Numbers struct {
	A int
	B int8
	C int16
	D int32
	E int64
	F uint
	G uint8
	H uint16
	I uint32
	J uint64
	K float32
	L float64
}

// Waves holds complex numbers.
type Waves struct {
	A complex64
	B complex128
}

// Words holds text.
type Words struct {
	Text  string
	Words []string
	Blob  []byte
	On    bool
}

// Tagged has names of its own on the wire.
type Tagged struct {
	First  string `msg:"f"`
	Second int    `msg:"a_name_that_is_longer_than_thirty_two_bytes"`
	Third  bool   `msg:"-"`
}

// Moment holds an instant.
type Moment struct {
	At  time.Time
	All []time.Time
}

// Inner is part of others.
type Inner struct{ X, Y float64 }

// Outer holds an Inner in all ways.
type Outer struct {
	Inner Inner
	Ptr   *Inner
	List  []Inner
	Ptrs  []*Inner
	Pair  [2]Inner
}

// Table holds maps.
type Table struct {
	Counts map[string]int
	Inners map[string]Inner
	Lists  map[string][]string
}

// Arrays holds arrays.
type Arrays struct {
	Bytes  [5]byte
	Floats [3]float64
	Words  [2]string
	Grid   [2][2]int
}

// Node is recursive.
type Node struct {
	Value int
	Next  *Node
	Kids  []Node
}

// Few holds short slices of numbers.
type Few struct {
	Ints   []int
	Floats []float64
	Shorts []int16
}

// Deep nests slices and maps.
type Deep struct {
	A [][]string
	B map[string]map[string]bool
	C []map[string]int
}

// Empty has no fields.
type Empty struct{}

//bluebird:rpc
func EchoNumbers(v Numbers) Numbers { return v }

//bluebird:rpc
func EchoWaves(v Waves) Waves { return v }

//bluebird:rpc
func EchoWords(v Words) Words { return v }

//bluebird:rpc
func EchoTagged(v Tagged) Tagged { return v }

//bluebird:rpc
func EchoMoment(v Moment) Moment { return v }

//bluebird:rpc
func EchoInner(v Inner) Inner { return v }

//bluebird:rpc
func EchoOuter(v Outer) Outer { return v }

//bluebird:rpc
func EchoTable(v Table) Table { return v }

//bluebird:rpc
func EchoArrays(v Arrays) Arrays { return v }

//bluebird:rpc
func EchoNode(v Node) Node { return v }

//bluebird:rpc
func EchoFew(v Few) Few { return v }

//bluebird:rpc
func EchoDeep(v Deep) Deep { return v }

//bluebird:rpc
func EchoEmpty(v Empty) Empty { return v }
