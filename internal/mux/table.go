package mux

import "iter"

// table holds the open streams of a connection by their numbers. These are given away one after the other, so that nearly all of them have a
// place of their own in an array, where the number's lower bits say; what lives longer than the array goes round stands in a map.
type table struct {
	places []*Stream // a power of two of them, nil before the first stream
	moved  map[uint32]*Stream
	n      int
}

// firstPlaces is how many places a connection with calls has at least, and keptPlaces how many one without keeps at most.
const (
	firstPlaces = 4
	keptPlaces  = 1024
)

func (t *table) len() int { return t.n }

// get returns the stream of that number, nil if it is not there.
func (t *table) get(id uint32) *Stream {
	if len(t.places) == 0 {
		return nil
	}
	if s := t.places[id&uint32(len(t.places)-1)]; s != nil && s.id == id {
		return s
	}
	return t.moved[id]
}

// put adds a stream whose number is not there.
func (t *table) put(s *Stream) {
	t.n++
	for 2*t.n > len(t.places) {
		t.grow()
	}
	t.place(s)
}

func (t *table) place(s *Stream) {
	if p := &t.places[s.id&uint32(len(t.places)-1)]; *p == nil {
		*p = s
		return
	}
	if t.moved == nil {
		t.moved = map[uint32]*Stream{}
	}
	t.moved[s.id] = s
}

func (t *table) grow() {
	old := *t
	t.places, t.moved = make([]*Stream, max(firstPlaces, 2*len(old.places))), nil
	for s := range old.all() {
		t.place(s)
	}
}

// remove takes a stream out, and reports whether it was there.
func (t *table) remove(s *Stream) bool {
	if len(t.places) == 0 {
		return false
	}
	if p := &t.places[s.id&uint32(len(t.places)-1)]; *p == s {
		*p = nil
	} else if t.moved[s.id] == s {
		delete(t.moved, s.id)
	} else {
		return false
	}
	if t.n--; t.n == 0 && len(t.places) > keptPlaces {
		t.places, t.moved = nil, nil
	}
	return true
}

// all yields the streams in any order. They may be removed meanwhile.
func (t *table) all() iter.Seq[*Stream] {
	places, moved := t.places, t.moved
	return func(yield func(*Stream) bool) {
		for _, s := range places {
			if s != nil && !yield(s) {
				return
			}
		}
		for _, s := range moved {
			if !yield(s) {
				return
			}
		}
	}
}
