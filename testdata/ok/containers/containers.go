// Package containers sends slices, arrays, maps and pointers, in each other too.
package containers

// Item is something to have many of.
type Item struct {
	Name string
	Tags []string
}

// Items is a slice with a name.
type Items []Item

// Key is a comparable struct.
type Key struct {
	Row, Column int
	Side        [2]bool
}

// Level is a key that is a string underneath.
type Level string

// Slices returns what it is given.
//
//bluebird:rpc
func Slices(a []string, b [][]int, c Items, d []*Item, e []map[string]bool, f [][]byte) ([]string, [][]int, Items, []*Item, []map[string]bool, [][]byte) {
	return a, b, c, d, e, f
}

// Arrays returns what it is given.
//
//bluebird:rpc
func Arrays(a [3]string, b [2][2]int, c [1]Item, d [0]Item, e [2][]string) ([3]string, [2][2]int, [1]Item, [0]Item, [2][]string) {
	return a, b, c, d, e
}

// Maps returns what it is given.
//
//bluebird:rpc
func Maps(a map[string]int, b map[int]Item, c map[Key][]string, d map[Level]*Item, e map[[2]uint8]bool, f map[bool]map[float64]string) (map[string]int, map[int]Item, map[Key][]string, map[Level]*Item, map[[2]uint8]bool, map[bool]map[float64]string) {
	return a, b, c, d, e, f
}

// Pointers returns what it is given.
//
//bluebird:rpc
func Pointers(a *int, b *Item, c **string, d *[]int, e *map[string]*int, f *[2]float32, g ***Item) (*int, *Item, **string, *[]int, *map[string]*int, *[2]float32, ***Item) {
	return a, b, c, d, e, f, g
}
