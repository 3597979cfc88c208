package model

import (
	"go/types"
	"math"
	"slices"
)

// sizes are those of gc on amd64, which remember named types: go/types takes the size of the last field of a struct twice, and so that of
// a struct which is nested n deep 2ⁿ times.
type sizes struct {
	types.Sizes
	known map[*types.Named]size
}

type size struct{ bytes, align int64 }

func newSizes() sizes {
	return sizes{types.SizesFor("gc", "amd64"), map[*types.Named]size{}}
}

// of returns the size of a type, whose bytes are -1 if it is too large.
func (s sizes) of(t types.Type) size {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		known, ok := s.known[t]
		if !ok {
			known = s.of(t.Underlying())
			s.known[t] = known
		}
		return known
	case *types.Array:
		elem := s.of(t.Elem())
		if elem.bytes > 0 && t.Len() > math.MaxInt64/elem.bytes {
			return size{-1, elem.align}
		}
		return size{t.Len() * elem.bytes, elem.align}
	case *types.Struct:
		return s.ofStruct(t)
	}
	return size{s.Sizeof(t), s.Alignof(t)}
}

func (s sizes) ofStruct(t *types.Struct) size {
	all, last := size{0, 1}, size{}
	for f := range t.Fields() {
		last = s.of(f.Type())
		all.bytes = up(all.bytes, last.align)
		if last.bytes < 0 || all.bytes < 0 || all.bytes > math.MaxInt64-last.bytes {
			return size{-1, 1}
		}
		all = size{all.bytes + last.bytes, max(all.align, last.align)}
	}
	if t.NumFields() > 0 && last.bytes == 0 && all.bytes > 0 {
		all.bytes++ // a pointer to the last field must not point behind the struct
	}
	all.bytes = up(all.bytes, all.align)
	return all
}

// up returns the first multiple of align that is not below n, or -1 if there is none.
func up(n, align int64) int64 {
	if n > math.MaxInt64-align {
		return -1
	}
	return (n + align - 1) / align * align
}

// sizeof returns the size of a type in bytes, 0 if it has none, and -1 if it is too large.
func (b *builder) sizeof(t types.Type) int64 {
	if b.sizeless(t, nil) {
		return 0
	}
	return b.sizes.of(t).bytes
}

// sizeless reports whether a type has no size, as only a wrong one has: its values would hold others of their own type, and
// these others again; or it holds what a generic type was left to choose. The path is of the named types that led to it.
func (b *builder) sizeless(t types.Type, path []*types.Named) bool {
	switch t := types.Unalias(t).(type) {
	case *types.TypeParam:
		return true
	case *types.Named:
		if b.sized[t] {
			return false
		}
		if slices.Contains(path, t) || len(path) > 5000 {
			return true
		}
		b.sized[t] = !b.sizeless(t.Underlying(), append(path, t))
		return !b.sized[t]
	case *types.Array:
		return b.sizeless(t.Elem(), path)
	case *types.Struct:
		for f := range t.Fields() {
			if b.sizeless(f.Type(), path) {
				return true
			}
		}
	}
	return false
}
