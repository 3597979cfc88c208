package codec

import (
	"testing"

	"github.com/tinylib/msgp/msgp"

	"github.com/bluebird-rpc/bluebird/internal/arbitrary"
)

// seeds are honest messages and what the catalogue of faults has against them.
func seeds(f *testing.F) {
	for _, v := range []any{
		someTree(), someBag(), someRecord(), []point{{1, 2}}, nil, 5, -1.5, "text", []byte("bytes"), map[any]any{"a": 1, 2: true},
		make([]int16, 9), make([]complex128, 8), make([]int32, 4), []int8{}, []any{[]any{}, map[string]any{}}, [][]string{{"a"}, nil},
	} {
		f.Add(message(1, encode(f, v, false)...))
		f.Add(message(1, encode(f, v, true)...))
	}
	for _, s := range []string{
		"\x91\xdd\xff\xff\xff\xff", "\x91\xdf\xff\xff\xff\xff", "\x91\xc6\xff\xff\xff\xff", "\x91\xdb\xff\xff\xff\xff", "\x91\xc9\xff\xff\xff\xff\x20",
		"\x91\xdc\x00\x03\xdc\x00\x00\xdc\x00\x00\xc0", "\x91\x81\xa4Next\x81\xa4Next\x80", "\x94\x80\x80\x80\x80", "\x91\x82\xa1a\x01\xa1a\x02",
		"\x91\xcb\x7f\xf8\x00\x00\x00\x00\x00\x00", "\x91\xc7\x09\x28123456789", "\x91\xc1", "\x90\x90", "\x80", "",
	} {
		f.Add([]byte(s))
	}
}

func FuzzScan(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, msg []byte) {
		err := Scan(msg, 0)
		rest, err2 := msgp.Skip(msg)
		if sound := err2 == nil && len(rest) == 0; err == nil && !sound {
			t.Errorf("Scan takes what msgp.Skip does not: %v, %d bytes left", err2, len(rest))
		} else if err != nil && sound && err.(*Error).Kind != Depth {
			t.Errorf("msgp.Skip takes what Scan does not: %v", err)
		}
		if err != nil {
			return
		}
		for n := range min(len(msg), 1000) {
			if Scan(msg[:n], 0) == nil {
				t.Errorf("Scan takes the first %d of %d bytes", n, len(msg))
			}
		}
	})
}

func FuzzReadAny(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, msg []byte) {
		var r Reader
		r.Open(msg, false, Limits{})
		n := r.Len()
		for range n {
			v := r.ReadAny()
			if r.Failed() {
				return
			}
			var e Encoder
			b := AppendAny(nil, v, &e)
			if err := e.Err(); err != nil {
				t.Fatalf("AppendAny of what ReadAny returned: %v", err)
			}
			if err := Scan(b, 0); err != nil {
				t.Fatalf("AppendAny wrote % x: %v", b, err)
			}
			again := open(t, b, false)
			if got := again.ReadAny(); again.Failed() || !arbitrary.Equal(got, v) {
				t.Errorf("%#v arrives as %#v, %v", v, got, again.Err())
			}
		}
	})
}

func FuzzReader(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, msg []byte) {
		checkDecoders(t, msg)
		for _, compact := range []bool{false, true} {
			agree(t, msg, compact, func(r *Reader) { readTree(r, new(tree)) }, func(r *Reader) { ReadInto(r, new(tree)) })
			agree(t, msg, compact, func(r *Reader) { readBag(r, new(bag)) }, func(r *Reader) { ReadInto(r, new(bag)) })
		}
		_, _ = Reorder(msg, Params{Names: []string{"a", "b"}, Defaults: []string{"", "\x05"}}, 0)
	})
}

// agree checks that generated code and reflection refuse the same messages for the same reason.
func agree(t *testing.T, msg []byte, compact bool, generated, dynamic func(*Reader)) {
	var g, d Reader
	g.Open(msg, compact, Limits{})
	d.Open(msg, compact, Limits{})
	for range g.Len() {
		generated(&g)
		dynamic(&d)
	}
	if !g.Failed() && !d.Failed() {
		return
	}
	if g.Failed() != d.Failed() || g.Err().(*Error).Kind != d.Err().(*Error).Kind {
		t.Errorf("generated code says %v, reflection says %v", g.Err(), d.Err())
	}
}
