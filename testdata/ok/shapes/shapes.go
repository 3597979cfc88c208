// Package shapes holds every kind of type that can be sent. Each function returns its argument.
//
//bluebird:union image.Image *image.RGBA *image.Gray
//bluebird:union figure.Named City *River
//bluebird:codec figure.Grade text
package shapes

import (
	"database/sql"
	"encoding/json"
	"image"
	"math/big"
	"net"
	"net/netip"
	"net/url"
	"time"

	"github.com/bluebird-rpc/bluebird/testdata/ok/shapes/figure"
)

// Celsius is a number with a name.
type Celsius float64

// Octet is a byte with a name.
type Octet byte

// Basics holds the basic types.
type Basics struct {
	Bool  bool
	Int   int
	Ints  [4]int64
	I8    int8
	I16   int16
	I32   int32
	I64   int64
	U     uint
	U8    uint8
	U16   uint16
	U32   uint32
	U64   uint64
	F32   float32
	F64   float64
	C64   complex64
	C128  complex128
	Text  string
	Temp  Celsius
	Level figure.Level
}

// Texts holds strings and bytes.
type Texts struct {
	Words  []string
	Blob   []byte
	Octets []Octet
	ID     [16]byte
	Raw    json.RawMessage
	Number json.Number
	IP     net.IP
	Hash   map[[4]byte]string
}

// Blocks holds slices and arrays of numbers.
type Blocks struct {
	Floats    []float64
	Singles   []float32
	Ints      []int
	Smalls    []int8
	Shorts    []int16
	Words     []uint32
	Longs     []uint64
	Waves     []complex128
	Pairs     []complex64
	Temps     []Celsius
	Durations []time.Duration
	Vector    [3]float64
	Matrix    [2][]float32
}

// Times holds instants, and what else time has.
type Times struct {
	At    time.Time
	For   time.Duration
	Month time.Month
	All   []time.Time
	Ends  map[time.Time]bool
}

// Point is a place.
type Point struct{ X, Y float64 }

// Lists holds slices and arrays of what is no number.
type Lists struct {
	Points []Point
	Grid   [2][2]Point
	Lists  [][]string
	Bools  []bool
	Empty  []struct{}
	Anon   []struct{ N int }
}

// Maps holds maps, with keys of many types.
type Maps struct {
	ByName   map[string]Point
	ByNumber map[int16][]string
	ByPoint  map[Point]*Point
	ByFloat  map[float32]map[bool]int
	ByWave   map[complex128]uint8
	ByPair   map[[2]string]struct{}
	ByColor  map[Celsius]any
	ByGrade  map[figure.Grade]string
}

// Pointers holds pointers, also to what may be nil itself.
type Pointers struct {
	Point  *Point
	Twice  **int
	List   *[]string
	Map    *map[string]int
	Blob   *[]byte
	Time   *time.Time
	Any    *any
	Figure *figure.Figure
	URL    *url.URL
	Number *big.Int
	Error  *error
}

// Tree contains itself in every way there is.
type Tree struct {
	Value int
	Left  *Tree
	Kids  []Tree
	Named map[string]*Tree
	Next  Node
}

// Node is an interface that Tree is part of by its values.
type Node interface{ node() }

// Leaf is a Node.
type Leaf struct{ Text string }

func (*Tree) node() {}
func (Leaf) node()  {}

// City is Named.
type City string

// River is Named by pointer.
type River struct{ Length float64 }

// Name implements figure.Named.
func (c City) Name() string { return string(c) }

// Name implements figure.Named.
func (*River) Name() string { return "river" }

// Unions holds interfaces whose values have one of several types.
type Unions struct {
	Figure  figure.Figure
	Figures []figure.Figure
	Picture image.Image
	Named   map[string]figure.Named
	Op      Op
}

// Op is open, and lists its variants.
//
//bluebird:union Add *Add Neg
type Op interface{ Apply(int) int }

// Add adds.
type Add struct{ N int }

// Neg negates.
type Neg struct{}

// Apply implements Op.
func (a Add) Apply(n int) int { return n + a.N }

// Apply implements Op.
func (Neg) Apply(n int) int { return -n }

// Values holds what says itself what it is.
type Values struct {
	Any    any
	Anys   []any
	Named  map[string]any
	Error  error
	Errors []error
}

// Bigs holds numbers without an end.
type Bigs struct {
	Int   big.Int
	Rat   big.Rat
	Float big.Float
	Ptr   *big.Int
	Rats  []*big.Rat
	List  []big.Int
}

// Foreign holds types with codecs of their own.
type Foreign struct {
	URL     url.URL
	Addr    netip.Addr
	Prefix  netip.Prefix
	Sum     figure.Sum
	Price   figure.Price
	Options figure.Options
	Pair    figure.Pair
	Color   figure.Color
	Grade   figure.Grade
	Raw     figure.Raw
	Grades  []figure.Grade
	Marks   [2]figure.Mark
	Sums    []figure.Sum
	Prices  map[string]figure.Price
	Colors  []*figure.Color
	SumPtr  *figure.Sum
}

// Nulls holds the types of package sql that may be null.
type Nulls struct {
	Name  sql.NullString
	Count sql.NullInt64
	When  sql.NullTime
	Ratio sql.Null[float32]
	Place sql.Null[Point]
}

type base struct{ ID uint64 }

type deeper struct {
	base
	Depth int
}

// Tag is embedded by pointer.
type Tag struct{ Key, Value string }

// Embedded holds structs without a name of their own.
type Embedded struct {
	deeper
	Point
	*Tag
	image.Rectangle
	Title string
	_     struct{}
}

// Both is generic.
type Both[A, B any] struct {
	First  A
	Second B
}

// Generics holds instances of it.
type Generics struct {
	A Both[int, string]
	B Both[[]float64, Both[Point, figure.Figure]]
	C []Both[*Point, map[string]int]
}

// Record is what the speed bars are measured on.
type Record struct {
	ID, Name, Email, City, Country, Phone, Note string
	Age, Count, Level, Score                    int
	Lat, Lon, Height, Weight                    float64
	Active, Verified                            bool
	Created                                     time.Time
	Tags                                        []string
	Hash                                        []byte
}

//bluebird:rpc
func EchoBasics(v Basics) Basics { return v }

//bluebird:rpc
func EchoTexts(v Texts) Texts { return v }

//bluebird:rpc
func EchoBlocks(v Blocks) Blocks { return v }

//bluebird:rpc
func EchoTimes(v Times) Times { return v }

//bluebird:rpc
func EchoLists(v Lists) Lists { return v }

//bluebird:rpc
func EchoMaps(v Maps) Maps { return v }

//bluebird:rpc
func EchoPointers(v Pointers) Pointers { return v }

//bluebird:rpc
func EchoTree(v Tree) Tree { return v }

//bluebird:rpc
func EchoUnions(v Unions) Unions { return v }

//bluebird:rpc
func EchoValues(v Values) Values { return v }

//bluebird:rpc
func EchoBigs(v Bigs) Bigs { return v }

//bluebird:rpc
func EchoForeign(v Foreign) Foreign { return v }

//bluebird:rpc
func EchoNulls(v Nulls) Nulls { return v }

//bluebird:rpc
func EchoEmbedded(v Embedded) Embedded { return v }

//bluebird:rpc
func EchoGenerics(v Generics) Generics { return v }

//bluebird:rpc
func EchoRecord(v Record) Record { return v }

// EchoAll has the kinds as parameters and results of their own.
//
//bluebird:rpc
func EchoAll(f figure.Figure, a any, n *big.Int, u url.URL, s figure.Sum, named figure.Named, err error) (figure.Figure, any, *big.Int, url.URL, figure.Sum, figure.Named, []error) {
	return f, a, n, u, s, named, []error{err}
}
