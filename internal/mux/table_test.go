package mux

import (
	"math/rand/v2"
	"testing"
)

// TestTableIsAMap does to a table and to a map the same, with streams that live short and long.
func TestTableIsAMap(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		var got table
		want := map[uint32]*Stream{}
		most := 1 + r.IntN(3000)
		for id := uint32(1 << 31); id < 1<<31+20_000; id++ {
			s := &Stream{oneCall: oneCall{plain: plain{id: id}}}
			got.put(s)
			want[id] = s
			for _, s := range want { // some of them
				if len(want) < most && r.IntN(3) > 0 {
					break
				}
				if !got.remove(s) || got.remove(s) {
					t.Fatalf("stream %d was not there once", s.id)
				}
				delete(want, s.id)
			}
			if got.len() != len(want) {
				t.Fatalf("%d streams; want %d", got.len(), len(want))
			}
		}
		for id := uint32(1 << 31); id < 1<<31+20_001; id++ {
			if got.get(id) != want[id] {
				t.Fatalf("stream %d is %v; want %v", id, got.get(id), want[id])
			}
		}
		n := 0
		for s := range got.all() {
			if want[s.id] != s {
				t.Fatalf("stream %d is not in the map", s.id)
			}
			n++
		}
		if n != len(want) {
			t.Fatalf("%d streams were listed; want %d", n, len(want))
		}
	}
	var empty table
	if empty.get(1) != nil || empty.remove(&Stream{oneCall: oneCall{plain: plain{id: 1}}}) || empty.len() != 0 {
		t.Error("an empty table has a stream")
	}
}
