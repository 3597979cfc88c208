package codec

import (
	"fmt"
	"math/bits"
)

// Slice reads the header of an array whose elements take size bytes of memory each, and charges for all of
// them. It returns false for nil and after an error; then there are no elements to read.
func (r *Reader) Slice(size int64) (n int, ok bool) {
	off := r.off
	n, ok = r.header(famArray, "array")
	if n > smallSlice || int64(n)*size > smallSlice {
		r.prove()
	}
	if !ok || r.failure != nil || !r.chargeMany(off, n, size) {
		return 0, false
	}
	return n, true
}

// smallSlice is how many bytes of memory a slice may take whose elements were not proved to be there.
const smallSlice = 1 << 10

// Map reads the header of a map whose keys and values together take size bytes of memory per entry, and
// charges for a Go map made with room for all of them. A value without size counts as a byte. It returns false for nil and
// after an error; then there are no entries to read.
func (r *Reader) Map(size int64) (n int, ok bool) {
	off := r.off
	n, ok = r.header(famMap, "map")
	if !ok || !r.chargeMap(off, n, size) {
		return 0, false
	}
	return n, true
}

// chargeMap charges for a Go map with room for n entries of size bytes. A slot for one is padded to whole words, and a group
// of 8 slots has a word to tell which are in use.
func (r *Reader) chargeMap(off, n int, size int64) bool {
	slot, slots := (size+7)&^7+1, mapSlots(n)
	if slots <= tableSlots {
		return r.chargeMany(off, slots, slot) && r.spend(mapHeader)
	}
	const page = 8 << 10 // what Go rounds large allocations to
	return r.chargeMany(off, slots/tableSlots, (tableSlots*slot+page-1)&^(page-1)) && r.spend(mapHeader)
}

// mapHeader is the size of a Go map without entries.
const mapHeader = 48

// tableSlots is how many slots a Go map has in one allocation.
const tableSlots = 1024

// mapSlots is the number of entries a Go map takes room for when it is made for n and filled: groups of 8, at most 7/8 full
// if there are several, their number a power of two. Chance fills some tables more than others; where all are to be nearly
// full, every second one is split while it is filled.
func mapSlots(n int) int {
	switch {
	case n == 0:
		return 0
	case n <= 8:
		return 8
	}
	slots := 1 << bits.Len(uint(n+n/7))
	if slots > tableSlots && n > slots/8*7/16*15 {
		slots *= 2
	}
	return slots
}

// Array reads the header of an array that must have exactly n elements. It returns false for nil and after an
// error; then there are no elements to read.
func (r *Reader) Array(n int) bool {
	off := r.off
	got, ok := r.header(famArray, "array")
	if ok && got != n {
		r.wrongLength(off, n, got)
		return false
	}
	return ok
}

func (r *Reader) wrongLength(off, want, got int) {
	r.failAt(off, Range, "want %d elements, got %d", want, got)
}

// header reads the header of an array or a map.
func (r *Reader) header(want family, name string) (n int, ok bool) {
	if o := r.off; r.proof == begun && want == famArray && o < len(r.buf) && r.buf[o]-fixarray < 16 {
		r.off++
		return int(r.buf[o] - fixarray), true
	}
	if r.prove(); r.Nil() {
		return 0, false
	}
	if familyOf(r.buf[r.off]) != want {
		r.wrongType(name)
		return 0, false
	}
	n, r.off = span(r.buf, r.off)
	return n, true
}

// Put stores v in m under k. A key that m has already is an error of r, and so is one that is not equal to itself.
func Put[K comparable, V any](r *Reader, m map[K]V, k K, v V) {
	n := len(m)
	m[k] = v
	switch {
	case len(m) == n:
		r.Fail(Duplicate, "the key %s stands in the map twice", keyText(k))
	case isNaN(k):
		r.Fail(Range, "NaN cannot be a key")
	}
}

// keyText shows a key in an error.
func keyText(k any) string {
	if s, ok := k.(string); ok {
		return quote(s)
	}
	return quote(fmt.Sprint(k))
}
