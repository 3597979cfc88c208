package codec

import (
	"errors"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"unsafe"
)

// open opens a message of one value.
func open(t testing.TB, value []byte, compact bool) *Reader {
	t.Helper()
	r := &Reader{Names: []string{"p"}}
	r.Open(message(1, value...), compact, Limits{})
	return r
}

// encode appends v as one value.
func encode(t testing.TB, v any, compact bool) []byte {
	t.Helper()
	e := Encoder{Compact: compact, NoRefs: true}
	b := AppendAny(nil, v, &e)
	if err := e.Err(); err != nil {
		t.Fatalf("AppendAny(%T): %v", v, err)
	}
	return b
}

// wantError checks the kind of an error, and that its text contains what is wanted.
func wantError(t testing.TB, err error, kind Kind, text string) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("got error %v, want one of kind %v with %q", err, kind, text)
	}
	if e.Kind != kind || !strings.Contains(e.Error(), text) {
		t.Errorf("got error of kind %v: %v; want kind %v with %q", e.Kind, e, kind, text)
	}
}

// allocated returns the bytes of memory that f allocates. Go's runtime takes some kilobytes for a thread of its own now
// and then, so what is no more than that is measured again.
func allocated(f func()) uint64 {
	cost := allocatedOnce(f)
	for range 3 {
		if cost > 1<<10 && cost < 64<<10 {
			cost = min(cost, allocatedOnce(f))
		}
	}
	return cost
}

func allocatedOnce(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// decoders read one value, each in another way.
var decoders = []struct {
	name string
	read func(r *Reader) any
}{
	{"any", func(r *Reader) any { return r.ReadAny() }},
	{"tree", func(r *Reader) any { v := new(tree); readTree(r, v); return v }},
	{"bag", func(r *Reader) any { v := new(bag); readBag(r, v); return v }},
	{"record", func(r *Reader) any { v := new(record); readRecord(r, v); return v }},
	{"points", func(r *Reader) any { v := new([]point); ReadInto(r, v); return v }},
	{"wides", func(r *Reader) any { v := new([]wide); ReadInto(r, v); return v }},
	{"tree by reflection", func(r *Reader) any { v := new(tree); ReadInto(r, v); return v }},
	{"bag by reflection", func(r *Reader) any { v := new(bag); ReadInto(r, v); return v }},
	{"map by reflection", func(r *Reader) any { v := new(map[string][]map[int16]*string); ReadInto(r, v); return v }},
	{"any keys", func(r *Reader) any { v := new(map[any]any); ReadInto(r, v); return v }},
	{"anys", func(r *Reader) any { v := new([]any); ReadInto(r, v); return v }},
	{"floats", func(r *Reader) any { return ReadNumbers[float64](r) }},
	{"small ints", func(r *Reader) any { return ReadNumbers[int16](r) }},
	{"strings", func(r *Reader) any { return readStrings(r) }},
	{"bytes", func(r *Reader) any { return ReadBytes(r) }},
	{"times", func(r *Reader) any { return ReadTime(r) }},
	{"complex", func(r *Reader) any { return ReadComplex64(r) }},
	{"uint8", func(r *Reader) any { return ReadUint8(r) }},
	{"skip", func(r *Reader) any { r.Skip(); return nil }},
}

// checkDecoders reads msg in every way there is, and checks that none panics, allocates more than its budget and a
// tenth, or returns something after an error.
func checkDecoders(t testing.TB, msg []byte) {
	t.Helper()
	for _, compact := range []bool{false, true} {
		for _, d := range decoders {
			var r Reader
			cost := allocated(func() {
				r.Open(msg, compact, Limits{})
				for range r.Len() {
					d.read(&r)
				}
			})
			most := uint64(Limits{}.budget(len(msg)))
			if cost > most+most/10 {
				t.Errorf("%s: %d bytes of message cost %d bytes of memory, %d allowed", d.name, len(msg), cost, most)
			}
			if r.Len() == 0 {
				return // refused whole
			}
			if r.Failed() {
				if v := reflect.ValueOf(r.ReadAny()); v.IsValid() {
					t.Errorf("%s: ReadAny returned %v after %v", d.name, v, r.Err())
				}
				if text := r.Err().Error(); len(text) > 4096 {
					t.Errorf("%s: an error of %d bytes", d.name, len(text))
				}
			}
		}
	}
}

// newOf returns a pointer to a new value of v's type.
func newOf(v any) any { return reflect.New(reflect.TypeOf(v)).Interface() }

func unsafePointer[E any](s []E) unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(s)) }
