// Package blocks sends slices and arrays of numbers.
package blocks

// Vector is a slice of numbers with a name.
type Vector []float64

// Degree is a number with a name.
type Degree float32

// Matrix is made of numbers.
type Matrix struct {
	Rows, Columns int
	Values        []float64
	Corner        [4]float32
}

// Scale multiplies each element.
//
//bluebird:rpc
func Scale(v []float64, by float64) []float64 {
	for i := range v {
		v[i] *= by
	}
	return v
}

// Integers returns what it is given.
//
//bluebird:rpc
func Integers(a []int, b []int8, c []int16, d []int32, e []int64) ([]int, []int8, []int16, []int32, []int64) {
	return a, b, c, d, e
}

// Unsigned returns what it is given.
//
//bluebird:rpc
func Unsigned(a []uint, b []uint8, c []uint16, d []uint32, e []uint64) ([]uint, []uint8, []uint16, []uint32, []uint64) {
	return a, b, c, d, e
}

// Others returns what it is given.
//
//bluebird:rpc
func Others(a []float32, b []complex64, c []complex128, d []Degree, e Vector, f [10]float64, g [3]Degree) ([]float32, []complex64, []complex128, []Degree, Vector, [10]float64, [3]Degree) {
	return a, b, c, d, e, f, g
}

// Transpose turns a matrix.
//
//bluebird:rpc
func Transpose(m Matrix) *Matrix {
	t := &Matrix{Rows: m.Columns, Columns: m.Rows, Values: make([]float64, len(m.Values)), Corner: m.Corner}
	for r := range m.Rows {
		for c := range m.Columns {
			t.Values[c*m.Rows+r] = m.Values[r*m.Columns+c]
		}
	}
	return t
}
