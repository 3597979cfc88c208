package codec

import (
	"bytes"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/tinylib/msgp/msgp"
)

// The rows are those of the catalogue of faults: what a hostile message may try.

func TestRow16DepthBomb(t *testing.T) {
	for _, tt := range []struct {
		name  string
		level string
	}{
		{"arrays", "\x91"},
		{"maps", "\x81\xa1N"},
		{"fields of a recursive struct", "\x81\xa4Next"},
		{"an unknown field", "\x81\xa1?"},
		{"long arrays", "\xdc\x00\x01"},
		{"keys", "\x81\x91"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n := 4 << 20 / len(tt.level)
			msg := append([]byte{0x91}, strings.Repeat(tt.level, n)...)
			msg = append(msg, bytes.Repeat([]byte{0xc0}, n+1)...)
			var r Reader
			cost := allocated(func() { r.Open(msg, false, Limits{}) })
			if kind := r.Err().(*Error).Kind; kind != Depth && kind != Malformed {
				t.Errorf("got %v, want an error about depth", r.Err())
			}
			if cost > 4<<10 {
				t.Errorf("refusing it cost %d bytes of memory", cost)
			}
		})
	}
}

func TestDepthEndsAtItsLimit(t *testing.T) {
	nested := func(n int) []byte { return append(bytes.Repeat([]byte{0x91}, n), 0xc0) }
	for _, limit := range []int{1, 2, 31, 32, 33, 34, 64, 65, 96, 97, 0, 5000, -1} {
		most := depthLimit(limit)
		if err := Scan(nested(most), limit); err != nil {
			t.Errorf("Scan of %d levels with limit %d = %v", most, limit, err)
		}
		_, err := Reorder(append([]byte("\x81\xa1a"), nested(most+1)...), Params{Names: []string{"a"}}, limit)
		wantError(t, err, Depth, fmt.Sprintf("MaxDepth (%d)", most))
		wantError(t, Scan(nested(most+1), limit), Depth, fmt.Sprintf("MaxDepth (%d)", most))

		var r Reader
		r.Open(message(1, nested(most)...), false, Limits{MaxDepth: limit})
		if err := r.Err(); err != nil {
			t.Errorf("Open of %d levels with limit %d = %v", most, limit, err)
		}
		r.Open(message(1, nested(most+1)...), false, Limits{MaxDepth: limit})
		wantError(t, r.Err(), Depth, fmt.Sprintf("MaxDepth (%d)", most))
	}
}

func TestRow17LengthWithoutData(t *testing.T) {
	for c := 0; c < 256; c++ {
		for _, tail := range []string{"", "\xff", "\xff\xff", "\xff\xff\xff\xff", "\xff\xff\xff\xff\x05", "\x7f\xff\xff\xff", "\xff\xff\xff\xffsome data"} {
			msg := append([]byte{0x91, byte(c)}, tail...)
			var r Reader
			cost := allocated(func() { r.Open(msg, false, Limits{}) })
			if cost > 4<<10 {
				t.Errorf("opening % x cost %d bytes of memory", msg, cost)
			}
			checkDecoders(t, msg)
		}
	}
	for _, head := range []string{"\xdd", "\xdf", "\xc6", "\xdb", "\xc9"} {
		msg := "\x91" + head + "\xff\xff\xff\xff"
		var r Reader
		r.Open([]byte(msg), false, Limits{})
		wantError(t, r.Err(), Malformed, "")
	}
}

func TestRow18NestedPlausibleArrays(t *testing.T) {
	for _, size := range []int{24 << 10, 49 << 10, 400 << 10} {
		msg := []byte{0x91}
		for i := 0; i < size/3 && i < 20000; i++ {
			left := min(size-3*i-3, math.MaxUint16)
			msg = append(msg, 0xdc, byte(left>>8), byte(left))
		}
		msg = append(msg, make([]byte, size)...)
		var r Reader
		cost := allocated(func() { r.Open(msg, false, Limits{MaxDepth: -1}); r.ReadAny() })
		if !r.Failed() || cost > 4<<10 {
			t.Errorf("%d bytes of nested arrays cost %d bytes of memory and gave %v", len(msg), cost, r.Err())
		}
		checkDecoders(t, msg)
	}
}

func TestRow19WellFormedAmplification(t *testing.T) {
	const n = 1 << 18
	for _, element := range []string{"\x80", "\x90", "\x91\x90", "\xc0", "\xa0", "\x00", "\xc4\x00", "\x81\xa0\x80", "\x81\x00\x90", "\x91\x80", "\xcd\x01\x00", "\x81\xa4Name\xa0", "\x81\xa4Next\x80"} {
		msg := msgp.AppendArrayHeader(message(1), n/uint32(len(element)))
		msg = append(msg, strings.Repeat(element, n/len(element))...)
		checkDecoders(t, msg)
	}
	msg := append(msgp.AppendArrayHeader(message(1), n), strings.Repeat("\x80", n)...)
	var r Reader
	r.Names = []string{"list"}
	r.Open(msg, false, Limits{})
	v := new([]wide)
	ReadInto(&r, v)
	wantError(t, r.Err(), Budget, "MaxDecoded")
	wantError(t, r.Err(), Budget, "list: ")
}

func TestBoxesAreCharged(t *testing.T) {
	type page [4096]byte
	type when struct{ At time.Time }
	Register[page]("codec.page")
	for _, tt := range []struct {
		name    string
		element string
		into    any
	}{
		{"registered types", "\x92\xc7\x0a\x2ccodec.page\xc0", new([]any)},
		{"times", "\x81\xa2At\xc0", new([]when)},
		{"integers as fractions", "\x05", new([]big.Rat)},
		{"texts as fractions", "\xa11", new([]big.Rat)},
	} {
		for _, n := range []int{240, 1 << 18} {
			msg := msgp.AppendArrayHeader(message(1), uint32(n))
			msg = append(msg, strings.Repeat(tt.element, n)...)
			var r Reader
			cost := allocated(func() { r.Open(msg, false, Limits{}); ReadInto(&r, tt.into) })
			if most := uint64(Limits{}.budget(len(msg)) - r.left); cost > most+most/10+1<<10 {
				t.Errorf("%d %s cost %d bytes of memory, %d were charged (%v)", n, tt.name, cost, most, r.Err())
			}
		}
	}
}

func TestWorkOnFractionsIsBounded(t *testing.T) {
	fraction := func(bits uint) []byte {
		n := new(big.Int).Lsh(big.NewInt(1), bits-1)
		b := AppendBigInt([]byte{0x92}, n, &Encoder{})
		return AppendBigInt(b, n.Add(n, big.NewInt(1)), &Encoder{})
	}
	for _, tt := range []struct {
		bits uint
		n    int
		fits bool
	}{
		{maxRatBits, 1, true},
		{maxRatBits, 2, false},
		{maxRatBits / 16, 300, true},
		{maxRatBits / 8, 300, false},
		{128, 1 << 15, true},
	} {
		msg := msgp.AppendArrayHeader(message(1), uint32(tt.n))
		msg = append(msg, bytes.Repeat(fraction(tt.bits), tt.n)...)
		var r Reader
		for range 2 { // every message has a budget of its own
			r.Open(msg, false, Limits{})
			ReadInto(&r, new([]big.Rat))
		}
		if !tt.fits {
			wantError(t, r.Err(), Budget, "take too much work")
		} else if err := r.Err(); err != nil {
			t.Errorf("%d fractions of %d bits: %v", tt.n, tt.bits, err)
		}
	}
}

func TestMapsAreChargedAsGoMakesThem(t *testing.T) {
	check := func(name string, n int, size int64, fill func(n int)) {
		r := Reader{left: math.MaxInt64}
		r.chargeMap(0, n, size)
		cost, charged := allocated(func() { fill(n) }), uint64(math.MaxInt64-r.left)
		if cost > charged+charged/8+64 {
			t.Errorf("%s of %d entries costs %d bytes of memory, %d are charged", name, n, cost, charged)
		}
	}
	for _, n := range []int{1, 8, 9, 15, 100, 890, 900, 7000, 14000, 14330, 29000, 50000} {
		check("map[int64]struct{}", n, 8+1, fillMap[int64, struct{}])
		check("map[int32]bool", n, 4+1, fillMap[int32, bool])
		check("map[int64]bool", n, 8+1, fillMap[int64, bool])
		check("map[int64]any", n, 8+16, fillMap[int64, any])
		check("map[int64][3]any", n, 8+48, fillMap[int64, [3]any])
		check("map[int64][40]int", n, 8+320, fillMap[int64, [40]int])
	}
}

func fillMap[K int32 | int64, V any](n int) {
	m := make(map[K]V, n)
	for i := range n {
		m[K(i)] = *new(V)
	}
}

func TestHonestSmallElementsPass(t *testing.T) {
	n := 1 << 20
	if testing.Short() {
		n = 1 << 16
	}
	for _, v := range []any{
		make([]string, n),
		make([][]int, n),
		make([]time.Time, n),
		make([]*int, n),
		make([]any, n),
		make([]bool, n),
		make([]struct{}, n),
		make([][]byte, n),
		func() map[int]bool {
			m := make(map[int]bool)
			for i := range n {
				m[i] = true
			}
			return m
		}(),
	} {
		b := encode(t, v, false)
		var r Reader
		r.Open(message(1, b...), false, Limits{})
		ReadInto(&r, newOf(v))
		if err := r.Err(); err != nil {
			t.Errorf("ReadInto %T from %d bytes: %v", v, len(b), err)
		}
		r.Open(message(1, b...), false, Limits{MaxDecoded: 128 << 20})
		if r.ReadAny(); r.Failed() {
			t.Errorf("ReadAny of %T from %d bytes: %v", v, len(b), r.Err())
		}
	}
}

func TestRow20WrongValues(t *testing.T) {
	type inner struct{ Name string }
	type target struct {
		N       int8
		U       uint
		S       string
		F       float32
		T       time.Time
		M       map[string]int
		K       map[float64]int
		Members []inner
		A       [2]string
		P       *inner
		D       [4]byte
	}
	for _, tt := range []struct {
		name  string
		value string
		kind  Kind
		text  string
	}{
		{"string for int", "\x81\xa1N\xa1x", Type, "p.N: want int, got string (byte 4)"},
		{"int overflow", "\x81\xa1N\xcc\x80", Range, "p.N: int8 cannot hold 128 (byte 4)"},
		{"int underflow", "\x81\xa1N\xd1\xff\x00", Range, "p.N: int8 cannot hold -256"},
		{"fraction for int", "\x81\xa1N\xca\x3f\x00\x00\x00", Range, "p.N: int8 cannot hold 0.5"},
		{"negative for uint", "\x81\xa1U\xff", Range, fmt.Sprintf("p.U: uint%d cannot hold -1", strconv.IntSize)},
		{"inexact float", "\x81\xa1F\xcb\x3f\xb9\x99\x99\x99\x99\x99\x9a", Range, "p.F: float32 cannot hold 0.1"},
		{"int for string", "\x81\xa1S\x01", Type, "p.S: want string, got int"},
		{"nil for a field's name", "\x81\xc0\x01", Type, "p: want the name of a field, got nil"},
		{"duplicate field", "\x82\xa1N\x01\xa1N\x02", Duplicate, "p.N: the field is there twice"},
		{"duplicate field after others", "\x83\xa1S\xc0\xa1N\x01\xa1S\xc0", Duplicate, "p.S: the field is there twice"},
		{"duplicate key", "\x81\xa1M\x82\xa1a\x01\xa1a\x02", Duplicate, `p.M["a"]: the key`},
		{"wrong value in map", "\x81\xa1M\x81\xa1a\xc3", Type, `p.M["a"]: want int, got bool`},
		{"deep in slice", "\x81\xa7Members\x92\x80\x81\xa4Name\x01", Type, "p.Members[1].Name: want string, got int"},
		{"extension for time", "\x81\xa1T\xd4\x4d\x00", Type, "p.T: want time, got extension 77"},
		{"time with too many nanoseconds", "\x81\xa1T\xc7\x0c\x05\x00\x00\x00\x00\x00\x00\x00\x00\x3b\x9a\xca\x00", Range, "p.T: 1000000000 nanoseconds"},
		{"array too short", "\x81\xa1A\x91\xa0", Range, "p.A: want 2 elements, got 1"},
		{"bytes too short", "\x81\xa1D\xc4\x03abc", Range, "p.D: want 4 elements, got 3"},
		{"struct as array", "\x90", Type, "p: want a struct as a map of its fields, got array"},
		{"struct as string", "\xa0", Type, "p: want struct, got string"},
		{"block for strings", "\x81\xa1A\xd7\x20\x00\x00\x00\x00\x00\x00\x00\x00", Type, "p.A: want array, got block of int8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := open(t, []byte(tt.value), false)
			var v target
			ReadInto(r, &v)
			wantError(t, r.Err(), tt.kind, tt.text)
		})
	}
}

func TestRow20NothingBehindTheMessage(t *testing.T) {
	for _, msg := range []string{"\x90\x00", "\x91\x01\xc0", "\x90\x90"} {
		var r Reader
		r.Open([]byte(msg), false, Limits{})
		wantError(t, r.Err(), Malformed, "1 bytes behind the end of the message (byte ")
		wantError(t, Scan([]byte(msg), 0), Malformed, "behind the end")
	}
}

func TestRow20StringsMayHoldAnyBytes(t *testing.T) {
	for _, s := range []string{"\xff\xfe", "a\x00b", "\xed\xa0\x80"} {
		r := open(t, msgp.AppendString(nil, s), false)
		if got := ReadString(r); got != s || r.Failed() {
			t.Errorf("ReadString = %q, %v; want %q", got, r.Err(), s)
		}
	}
}

func TestHostileTextInErrorsIsQuotedAndCut(t *testing.T) {
	long := strings.Repeat("evil\n", 1000)
	for _, value := range [][]byte{
		encode(t, map[string]any{long: 1}, false),
		encode(t, []any{map[string]any{long: map[string]any{long: 1}}}, false),
	} {
		r := open(t, value, false)
		var v []map[string]map[string]string
		if value[0] == 0x81 {
			ReadInto(r, new(map[string]string))
		} else {
			ReadInto(r, &v)
		}
		err := r.Err()
		if err == nil || strings.Contains(err.Error(), "\n") || len(err.Error()) > 600 {
			t.Errorf("got error %v", err)
		}
	}
	_, err := Reorder(encode(t, map[string]any{long: 1}, false), Params{}, 0)
	if err == nil || strings.Contains(err.Error(), "\n") || len(err.Error()) > 300 {
		t.Errorf("got error %v", err)
	}
}

func TestRow21FloodOfKeys(t *testing.T) {
	// Keys that differ in their high bits only, and as many that are spread: Go's maps are seeded, so both take the
	// same time. If all keys fell together, the flood would take some ten thousand times as long.
	read := func(step uint64) time.Duration {
		const n = 1 << 16
		b := msgp.AppendMapHeader(nil, n)
		for i := range uint64(n) {
			b = msgp.AppendUint64(b, i*step|1<<63)
			b = append(b, 0)
		}
		best := time.Hour
		for range 5 {
			r := open(t, b, false)
			start := time.Now()
			m := make(map[uint64]int8)
			ReadInto(r, &m)
			best = min(best, time.Since(start))
			if r.Failed() {
				t.Fatal(r.Err())
			}
		}
		return best
	}
	spread, flood := read(0x9e3779b97f4a7c15), read(1<<40)
	if flood > 100*spread {
		t.Errorf("hostile keys took %v, others %v", flood, spread)
	}
}

// manyNames are those of a struct with 64 fields, one of which has a former name.
func manyNames() string {
	var names []string
	for i := range MaxTaken {
		names = append(names, fmt.Sprintf("EmployeeReference%d", i))
	}
	names[60] += "=Employee=Reference"
	return strings.Join(names, ",")
}

func TestFieldsAreFoundAmongNamesThatHoldTheirs(t *testing.T) {
	f := Taken{names: manyNames()}
	for name, want := range map[string]int{
		"EmployeeReference0": 0, "EmployeeReference1": 1, "EmployeeReference60": 60, "EmployeeReference63": 63, "Employee": 60, "Reference": 60,
		"EmployeeReference": -1, "e": -1, "60": -1, "EmployeeReference63,": -1, "Employee=Reference": -1, "": -1, "Reference,": -1,
	} {
		if got := f.find([]byte(name)); got != want {
			t.Errorf("%q is field %d, want %d", name, got, want)
		}
	}
}

func TestUnknownFieldsTakeNoLongerForWhatTheyAreCalled(t *testing.T) {
	names := manyNames()
	read := func(name string) time.Duration {
		const n = 1 << 10 // so short that it is done before anybody else runs
		msg := append(msgp.AppendMapHeader(message(1), n), strings.Repeat(string(append(msgp.AppendString(nil, name), 0)), n)...)
		best := time.Hour
		for range 30 {
			var r Reader
			r.Open(msg, false, Limits{})
			start := time.Now()
			var f Taken
			for f.Begin(&r, MaxTaken, names); f.More(&r); {
			}
			best = min(best, time.Since(start))
			if err := r.Err(); err != nil || f.before != 0 {
				t.Fatalf("%q is field %b, %v", name, f.before, err)
			}
		}
		return best
	}
	if strange, akin := read("?"), read("e"); akin > 200*strange { // 30, and 600 by strings.Index
		t.Errorf("names that are parts of ours took %v, others %v", akin, strange)
	}
}

func TestEveryPrefixIsRefused(t *testing.T) {
	for _, v := range []any{someTree(), someBag(), someRecord(), []any{nil, true, 1, -1, 300, 1.5, "s", []byte("b"), map[string]any{"k": complex(1, 2)}}} {
		for _, compact := range []bool{false, true} {
			msg := message(1, encode(t, v, compact)...)
			if err := Scan(msg, 0); err != nil {
				t.Fatal(err)
			}
			for n := range msg {
				var r Reader
				r.Open(msg[:n], compact, Limits{})
				wantError(t, r.Err(), Malformed, "")
				wantError(t, Scan(msg[:n], 0), Malformed, "")
			}
		}
	}
}

func TestFirstByteOfANameIsNotTakenForALongerOne(t *testing.T) {
	// 0xc0 is nil. It comes behind the last fixstr, and is not the first byte of a string of 32.
	name := strings.Repeat("n", 32)
	r := open(t, []byte("\xde\x00\x11\xc0"+name+"n"), false) // a map of 17 entries: nil, and integers
	f := r.Struct(Names{name})
	for f.Next(r) {
		t.Errorf("Index = %d", f.Index)
		r.Skip()
	}
	wantError(t, r.Err(), Type, "p: want the name of a field, got nil")
	r = open(t, append([]byte("\x81"), msgp.AppendInt(msgp.AppendString(nil, name), 5)...), false)
	f = r.Struct(Names{name})
	for f.Next(r) {
		if v := ReadInt(r); f.Index != 0 || v != 5 {
			t.Errorf("field %d is %d", f.Index, v)
		}
	}
	if err := r.Err(); err != nil {
		t.Error(err)
	}
}
