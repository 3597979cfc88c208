package model

import (
	"go/types"
	"math"
)

// sizes are those of gc on amd64, which remember named types: go/types takes the size of the last field of a struct twice, and so that of
// a struct which is nested n deep 2ⁿ times.
type sizes struct {
	types.Sizes
	known map[*types.Named]size
}

// size is that of a type: its bytes are tooLarge if they do not fit, and noSize if there are none to tell.
type size struct{ bytes, align int64 }

const (
	tooLarge = -1
	noSize   = -2 // as only a wrong type has
)

func newSizes() sizes {
	return sizes{types.SizesFor("gc", "amd64"), map[*types.Named]size{}}
}

// of returns the size of a type. It has none if its values would hold others of their own type, and these others again; or if it
// holds what a generic type was left to choose.
func (s sizes) of(t types.Type) size {
	switch t := types.Unalias(t).(type) {
	case *types.TypeParam:
		return size{noSize, 1}
	case *types.Named:
		return s.ofNamed(t)
	case *types.Array:
		elem := s.of(t.Elem())
		switch {
		case elem.bytes == noSize:
		case elem.bytes > 0 && t.Len() > math.MaxInt64/elem.bytes:
			elem.bytes = tooLarge
		case elem.bytes > 0 || t.Len() == 0:
			elem.bytes *= t.Len()
		}
		return elem
	case *types.Struct:
		return s.ofStruct(t)
	}
	return size{s.Sizeof(t), s.Alignof(t)}
}

func (s sizes) ofNamed(t *types.Named) size {
	known, ok := s.known[t]
	if !ok {
		known = size{noSize, 1}
		s.known[t] = known // and is met again below if a value of it holds another
		if argDepth(t) < 1000 {
			known = s.of(t.Underlying())
			s.known[t] = known
		}
	}
	return known
}

func (s sizes) ofStruct(t *types.Struct) size {
	all, last := size{0, 1}, size{}
	for f := range t.Fields() {
		last = s.of(f.Type())
		if last.bytes == noSize {
			return last
		}
		if all.bytes = up(all.bytes, last.align); last.bytes < 0 || all.bytes < 0 || all.bytes > math.MaxInt64-last.bytes {
			all.bytes = tooLarge
		} else {
			all.bytes += last.bytes
		}
		all.align = max(all.align, last.align)
	}
	if t.NumFields() > 0 && last.bytes == 0 && all.bytes > 0 {
		all.bytes++ // a pointer to the last field must not point behind the struct
	}
	all.bytes = up(all.bytes, all.align)
	return all
}

// up returns the first multiple of align that is not below n, or tooLarge if there is none, or n is.
func up(n, align int64) int64 {
	if n < 0 || n > math.MaxInt64-align {
		return tooLarge
	}
	return (n + align - 1) / align * align
}
