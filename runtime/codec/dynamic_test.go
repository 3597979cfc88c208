package codec

import (
	"bytes"
	"math"
	"math/big"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/tinylib/msgp/msgp"
)

func TestAppendAnyEqualsGeneratedCode(t *testing.T) {
	for _, compact := range []bool{false, true} {
		e := Encoder{Compact: compact}
		rec, tr := someRecord(), someTree()
		for name, pair := range map[string][2][]byte{
			"record": {appendRecord(nil, &rec, &e), AppendAny(nil, rec, &e)},
			"tree":   {appendTree(nil, &tr, &e), AppendAny(nil, &tr, &e)},
			"point":  {appendPoint(nil, &point{1, 2}, &e), AppendAny(nil, point{1, 2}, &e)},
		} {
			if !bytes.Equal(pair[0], pair[1]) {
				t.Errorf("%s, compact %v: generated code writes\n% x, AppendAny\n% x", name, compact, pair[0], pair[1])
			}
		}
	}
}

func TestAppendAnyEqualsMsgp(t *testing.T) {
	for _, v := range []any{
		nil, true, false, 0, 1, -1, 127, 128, -32, -33, 1 << 20, int64(-1 << 40), int8(-7), int16(300), int32(-70000), int64(math.MinInt64),
		uint(7), uint8(255), uint16(65535), uint32(1 << 31), uint64(math.MaxUint64), float32(1.5), 0.1, "", "text", complex64(1), complex128(2i),
		[]byte("bytes"), []byte{}, time.Unix(5, 6), time.Hour, []any{1, "a", nil}, []string{"a", "b"}, map[string]any{"k": []any{}}, map[string]string{"a": "b"},
		[2]bool{true, false},
	} {
		want, err := msgp.AppendIntf(nil, v)
		if err != nil {
			t.Fatal(err)
		}
		if got := encode(t, v, false); !bytes.Equal(got, want) {
			t.Errorf("%T(%v): % x, msgp writes % x", v, v, got, want)
		}
	}
}

func TestReadersAgree(t *testing.T) {
	for _, compact := range []bool{false, true} {
		b := someBag()
		e := Encoder{Compact: compact}
		value := appendBag(nil, &b, &e)
		var generated, dynamic bag
		r := open(t, value, compact)
		readBag(r, &generated)
		if !reflect.DeepEqual(generated, b) || r.Err() != nil {
			t.Errorf("generated code read %+v, %v; want %+v", generated, r.Err(), b)
		}
		dynamic.Words = []string{"stale"}
		r = open(t, value, compact)
		ReadInto(r, &dynamic)
		if !reflect.DeepEqual(dynamic, b) || r.Err() != nil {
			t.Errorf("ReadInto read %+v, %v; want %+v", dynamic, r.Err(), b)
		}
		tr := someTree()
		var again tree
		r = open(t, appendTree(nil, &tr, &e), compact)
		ReadInto(r, &again)
		if !reflect.DeepEqual(again, tr) || r.Err() != nil {
			t.Errorf("ReadInto read %+v, %v; want %+v", again, r.Err(), tr)
		}
	}
}

func TestReadAny(t *testing.T) {
	when := time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC)
	for _, tt := range []struct{ sent, want any }{
		{nil, nil},
		{true, true},
		{5, int64(5)},
		{-500, int64(-500)},
		{uint64(math.MaxInt64), int64(math.MaxInt64)},
		{uint64(math.MaxUint64), uint64(math.MaxUint64)},
		{float32(1.5), 1.5},
		{2.5, 2.5},
		{"text", "text"},
		{[]byte{1}, []byte{1}},
		{[]byte{}, []byte{}},
		{when, when},
		{complex64(2i), complex128(2i)},
		{[]int{1, 2}, []int64{1, 2}}, // as if it were longer
		{[]float32{}, []float32{}},
		{[2]uint16{1, 2}, []uint16{1, 2}},
		{big.NewInt(-7), int64(-7)},
		{new(big.Int).SetUint64(math.MaxUint64), uint64(math.MaxUint64)},
		{new(big.Int).Lsh(big.NewInt(1), 64), new(big.Int).Lsh(big.NewInt(1), 64)},
		{[]any{}, []any{}},
		{make([]float64, 8), make([]float64, 8)},
		{make([]float32, 8), make([]float32, 8)},
		{make([]int, 8), make([]int64, 8)},
		{make([]uint, 8), make([]uint64, 8)},
		{make([]int8, 8), make([]int8, 8)},
		{make([]int16, 8), make([]int16, 8)},
		{make([]int32, 8), make([]int32, 8)},
		{make([]uint16, 8), make([]uint16, 8)},
		{make([]uint32, 8), make([]uint32, 8)},
		{make([]complex64, 8), make([]complex64, 8)},
		{make([]complex128, 8), make([]complex128, 8)},
		{map[string]int{"a": 1}, map[string]any{"a": int64(1)}},
		{map[string]int{}, map[string]any{}},
		{map[[2]byte]int{{'a', 'b'}: 1}, map[string]any{"ab": int64(1)}},
		{map[int]string{1: "a", 1000: ""}, map[any]any{int64(1): "a", int64(1000): ""}},
		{map[any]any{"a": 1, 2.5: nil, true: "x"}, map[any]any{"a": int64(1), 2.5: nil, true: "x"}},
		{map[time.Time]int{when: 1}, map[any]any{when: int64(1)}},
		{point{1, 2}, map[string]any{"X": 1.0, "Y": 2.0}},
		{&point{1, 2}, map[string]any{"X": 1.0, "Y": 2.0}},
	} {
		r := open(t, encode(t, tt.sent, false), false)
		if got := r.ReadAny(); !reflect.DeepEqual(got, tt.want) || r.Err() != nil {
			t.Errorf("%T(%v) = %T(%v), %v; want %T(%v)", tt.sent, tt.sent, got, got, r.Err(), tt.want, tt.want)
		}
		var into any
		r = open(t, encode(t, tt.sent, false), false)
		if ReadInto(r, &into); !reflect.DeepEqual(into, tt.want) || r.Err() != nil {
			t.Errorf("ReadInto of %T(%v) = %T(%v), %v; want %T(%v)", tt.sent, tt.sent, into, into, r.Err(), tt.want, tt.want)
		}
	}
}

// keyed is a type that may be compared or not.
type keyed struct{ V any }

func TestReadAnyRefuses(t *testing.T) {
	Register[keyed]("keyed.T")
	for _, tt := range []struct {
		value string
		kind  Kind
		text  string
	}{
		{"\xd4\x4d\x00", Type, "p: got extension 77, which has no Go type"},
		{"\x82\xa1a\x01\xa1a\x02", Duplicate, `p["a"]: the key "a" stands in the map twice`},
		{"\x82\x01\x01\x01\x02", Duplicate, `p["1"]: the key "1" stands in the map twice`},
		{"\x83\xa1a\x01\x01\x02\xc4\x01a\x03", Duplicate, `p["a"]: the key "a" stands in the map twice`},
		{"\x81\x90\x01", Type, "want a key that Go can compare, got []interface {}"},
		{"\x81\x80\x01", Type, "want a key that Go can compare, got map[string]interface {}"},
		{"\x81\xc7\x08\x20\x00\x00\x00\x00\x00\x00\x00\x00\x01", Type, "want a key that Go can compare, got []int8"},
		{"\x81\x92\xc7\x07\x2ckeyed.T\x81\xa1V\x90\x01", Type, "want a key that Go can compare, got codec.keyed"},
		{"\x81\x92\xc7\x08\x2c*keyed.T\x80\x01", Type, "want a key that Go can compare, got *codec.keyed"},
		{"\x81\xc7\x0a\x2b\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x01", Type, "want a key that Go can compare, got *big.Int"},
		{"\x92\x01\x81\xa1k\xd4\x4d\x00", Type, `p[1]["k"]: got extension 77`},
	} {
		r := open(t, []byte(tt.value), false)
		if got := r.ReadAny(); got != nil {
			t.Errorf("% x = %v", tt.value, got)
		}
		wantError(t, r.Err(), tt.kind, tt.text)
	}
}

func TestReadIntoTakesWhatIsExact(t *testing.T) {
	for _, tt := range []struct{ sent, want any }{
		{5, 5.0},
		{5.0, int8(5)},
		{[]int32{1, 2, 3, 4, 5, 6, 7, 8}, []float32{1, 2, 3, 4, 5, 6, 7, 8}},
		{[]int32{1, 2, 3, 4, 5, 6, 7, 8}, [8]uint8{1, 2, 3, 4, 5, 6, 7, 8}},
		{[]float64{1, 2, 3, 4, 5, 6, 7, 8.5}, []any{1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.5}},
		{[]uint64{0, 0, 0, 0, 0, 0, 1, math.MaxUint64}, []any{int64(0), int64(0), int64(0), int64(0), int64(0), int64(0), int64(1), uint64(math.MaxUint64)}},
		{"s", []byte("s")},
		{[]byte("s"), "s"},
		{map[string]any{"X": 1, "Z": []int{1}, "Y": 2}, point{1, 2}},
		{map[string]any{"X": 1}, &point{1, 0}},
		{[]any{1, "a", nil}, []any{int64(1), "a", nil}},
		{map[any]any{1: "a"}, map[any]any{int64(1): "a"}},
		{map[any]any{1: "a"}, map[int8]string{1: "a"}},
		{nil, point{}},
		{nil, [2]int{}},
		{time.Hour, time.Hour},
	} {
		got := newOf(tt.want)
		r := open(t, encode(t, tt.sent, false), false)
		ReadInto(r, got)
		if g := reflect.ValueOf(got).Elem().Interface(); !reflect.DeepEqual(g, tt.want) || r.Err() != nil {
			t.Errorf("%T(%v) = %T(%v), %v; want %T(%v)", tt.sent, tt.sent, g, g, r.Err(), tt.want, tt.want)
		}
	}
}

type Base struct{ ID int }

type hidden struct{ Note string }

type tagged struct {
	A int `msg:"alpha,omitempty" json:"ignored"`
	B int `json:"beta,omitempty"`
	C int `json:",omitempty"`
	D int `msg:"-"`
	E int `json:"-"`
	//lint:ignore SA5008 the field is called "-"
	F       int `json:"-,"`
	private int
	Base
	*hidden2
	hidden
	_ struct{}
}

type hidden2 struct{ X int }

func TestFieldsAreNamedByTag(t *testing.T) {
	v := tagged{A: 1, B: 2, C: 3, D: 4, E: 5, F: 6, private: 7, Base: Base{8}, hidden: hidden{"n"}}
	want := map[string]any{"alpha": int64(1), "beta": int64(2), "C": int64(3), "-": int64(6), "Base": map[string]any{"ID": int64(8)}, "Note": "n"}
	value := encode(t, v, false)
	if got := open(t, value, false).ReadAny(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	got := tagged{D: 99, private: 99}
	r := open(t, value, false)
	ReadInto(r, &got)
	v.D, v.E, v.private = 0, 0, 0
	if !reflect.DeepEqual(got, v) || r.Err() != nil {
		t.Errorf("got %+v, %v; want %+v", got, r.Err(), v)
	}
}

func TestWhatCannotBeSent(t *testing.T) {
	type twice struct {
		A int `msg:"x"`
		B int `msg:"x"`
	}
	for _, tt := range []struct {
		v    any
		text string
	}{
		{make(chan int), "chan int cannot be sent"},
		{func() {}, "func() cannot be sent"},
		{uintptr(1), "uintptr cannot be sent"},
		{[]any{1, map[string]any{"k": struct{ F func() }{}}}, `[1]["k"].F: func() cannot be sent`},
		{map[int]any{7: make(chan int)}, "[7]: chan int cannot be sent"},
		{map[*point]int{{}: 1}, "*codec.point cannot be a key of a map that is sent"},
		{[]any{map[any]any{keyed{}: 1}}, "codec.keyed cannot be a key of a map that is sent"},
		{&sync.Mutex{}, "sync.Mutex cannot be sent: all of its fields are unexported"},
		{twice{}, `codec.twice cannot be sent: two of its fields are called "x"`},
	} {
		var e Encoder
		AppendAny(nil, tt.v, &e)
		wantError(t, e.Err(), Unsupported, tt.text)
	}
}

func TestWhatCannotBeReadInto(t *testing.T) {
	for _, tt := range []struct {
		into any
		text string
	}{
		{5, "want a pointer to read into, got int"},
		{(*int)(nil), "want a pointer to read into, got *int"},
		{nil, "want a pointer to read into, got <nil>"},
		{new(chan int), "p: chan int cannot be received"},
		{new(error), "p: error cannot be received: an interface with methods"},
		{new(sync.Mutex), "p: sync.Mutex cannot be received: all of its fields are unexported"},
		{new(map[[1]any]int), "p: map[[1]interface {}]int cannot be received: its keys need not be equal"},
		{new(map[struct{ A any }]int), "p: map[struct { A interface {} }]int cannot be received: its keys"},
		{new(map[*int]int), "p: map[*int]int cannot be received: its keys"},
	} {
		r := open(t, []byte("\x81\x91\x01\x02"), false)
		ReadInto(r, tt.into)
		wantError(t, r.Err(), Unsupported, tt.text)
	}
}

func TestReadIntoRefusesKeysThatGoCannotCompare(t *testing.T) {
	r := open(t, []byte("\x81\x91\x01\x02"), false)
	ReadInto(r, new(map[any]any))
	wantError(t, r.Err(), Type, "p[[1]]: want a key that Go can compare, got []interface {}")
}

// held writes itself, so that it may be a key though not all of its values can be compared.
type held struct{ v any }

func (h held) MarshalText() ([]byte, error) { return []byte("held"), nil }

func (h *held) UnmarshalText([]byte) error {
	h.v = []int{1}
	return nil
}

func TestReadIntoRefusesKeysThatACodecMakesIncomparable(t *testing.T) {
	r := open(t, []byte("\x81\xa4held\x02"), false)
	ReadInto(r, new(map[held]int))
	wantError(t, r.Err(), Type, "want a key that Go can compare, got codec.held")
}

// What is in an any does not depend on whether the two sides agree about the method.
func TestStructsInAnyHaveNames(t *testing.T) {
	held := map[string]any{"X": 1.0, "Y": 2.0}
	for _, tt := range []struct{ sent, want any }{
		{point{1, 2}, held},
		{&point{1, 2}, held},
		{[]point{{1, 2}}, []any{held}},
		{map[string]any{"p": []any{point{1, 2}}}, map[string]any{"p": []any{held}}},
	} {
		for _, compact := range []bool{false, true} {
			e := Encoder{Compact: compact}
			r := open(t, AppendTyped(nil, tt.sent, &e), compact)
			if got := ReadAny(r); !reflect.DeepEqual(got, tt.want) || r.Failed() {
				t.Errorf("compact %v: %T arrives as %v, %v", compact, tt.sent, got, r.Err())
			}
			if e.Compact != compact {
				t.Error("the mode of the message has changed")
			}
		}
	}
}
