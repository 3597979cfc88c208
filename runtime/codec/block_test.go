package codec

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/tinylib/msgp/msgp"
)

type celsius float64
type flags uint8
type count int

// testBlock sends slices of all lengths around the limits and reads them back.
func testBlock[E Number](t *testing.T, ext int8, values ...E) {
	t.Run(fmt.Sprintf("%T", values), func(t *testing.T) {
		for _, n := range []int{0, 1, BlockMin - 1, BlockMin, 2 * BlockMin, 31, 32, 255, 256, 8191, 8192, 70000} {
			want := make([]E, n)
			for i := range want {
				want[i] = values[i%len(values)]
			}
			b := AppendNumbers(nil, want, &Encoder{NoRefs: true})
			if n >= BlockMin && ext != 0 {
				raw := msgp.RawExtension{Type: ext}
				if rest, err := msgp.ReadExtensionBytes(b, &raw); err != nil || len(rest) != 0 {
					t.Fatalf("%d elements are no extension %d: %v", n, ext, err)
				}
			}
			if got := ReadNumbers[E](open(t, b, false)); !reflect.DeepEqual(got, want) {
				t.Errorf("%d elements came back wrong", n)
			}
			into := make([]E, n)
			r := open(t, b, false)
			if ReadNumberArray(r, into); !reflect.DeepEqual(into, want) || r.Err() != nil {
				t.Errorf("an array of %d came back wrong: %v", n, r.Err())
			}
			var dynamic []E
			r = open(t, b, false)
			if ReadInto(r, &dynamic); !reflect.DeepEqual(dynamic, want) || r.Err() != nil {
				t.Errorf("%d elements came back wrong by reflection: %v", n, r.Err())
			}
			arrivesInAnyAsItself(t, want, b)
			readEachAsArray(t, want)
		}
		if b := AppendNumbers(nil, []E(nil), nil); string(b) != "\xc0" || ReadNumbers[E](open(t, b, false)) != nil {
			t.Errorf("nil came as % x", b)
		}
	})
}

// arrivesInAnyAsItself sends a slice as an any, in which its length does not decide about its type; b is what generated code writes
// for it.
func arrivesInAnyAsItself[E Number](t *testing.T, want []E, b []byte) {
	d := encode(t, want, false)
	if len(want) >= BlockMin && !bytes.Equal(d, b) {
		t.Errorf("AppendAny of %d elements differs", len(want))
	}
	got := open(t, d, false).ReadAny()
	slice := reflect.ValueOf(got)
	if kind := slice.Type().Elem().Kind(); elemOf(kind) != wireElem(reflect.TypeFor[E]().Kind()) {
		t.Errorf("%T of %d elements arrives as %T", want, len(want), got)
	}
	into := reflect.New(reflect.TypeOf(want))
	r := open(t, d, false)
	if ReadInto(r, into.Interface()); r.Failed() || !reflect.DeepEqual(into.Elem().Interface(), want) {
		t.Errorf("%d elements came back wrong: %v", len(want), r.Err())
	}
}

// readEachAsArray sends the elements one by one, as senders do who do not know of blocks.
func readEachAsArray[E Number](t *testing.T, want []E) {
	boxed := make([]any, len(want))
	for i, x := range want {
		boxed[i] = x
	}
	r := open(t, encode(t, boxed, false), false)
	if got := ReadNumbers[E](r); !reflect.DeepEqual(got, want) || r.Err() != nil {
		t.Errorf("%d elements came back wrong from an array: %v", len(want), r.Err())
	}
}

func TestBlocksOfEveryType(t *testing.T) {
	testBlock(t, ExtInt8, int8(0), -128, 127)
	testBlock(t, ExtInt16, int16(0), -32768, 32767, 256)
	testBlock(t, ExtInt32, int32(0), math.MinInt32, math.MaxInt32, 65536)
	testBlock(t, ExtInt64, int64(0), math.MinInt64, math.MaxInt64, 1<<40)
	testBlock(t, ExtInt64, int(0), math.MinInt32, math.MaxInt32)
	testBlock(t, ExtUint16, uint16(0), 65535, 256)
	testBlock(t, ExtUint32, uint32(0), math.MaxUint32, 65536)
	testBlock(t, ExtUint64, uint64(0), math.MaxUint64, 1<<40)
	testBlock(t, ExtUint64, uint(0), math.MaxUint32)
	testBlock(t, ExtFloat32, float32(0), 1.5, float32(math.Inf(-1)), math.MaxFloat32)
	testBlock(t, ExtFloat64, float64(0), 1.1, math.Inf(1), math.SmallestNonzeroFloat64)
	testBlock(t, ExtComplex64, complex64(0), complex(1, -2))
	testBlock(t, ExtComplex128, complex128(0), complex(1.1, -2.2))
	testBlock(t, ExtFloat64, celsius(0), 36.6)
	testBlock(t, ExtInt64, count(0), -1)
	testBlock(t, 0, uint8(0), 255)
	testBlock(t, 0, flags(0), 255)
}

func TestBlocksAreLittleEndian(t *testing.T) {
	b := AppendNumbers(nil, []uint16{1, 2, 3, 4, 5, 6, 7, 0x1234}, &Encoder{})
	if want := "\xd8\x24\x01\x00\x02\x00\x03\x00\x04\x00\x05\x00\x06\x00\x07\x00\x34\x12"; string(b) != want {
		t.Errorf("got % x, want % x", b, want)
	}
}

// A big-endian host turns the words of a block round; this does what it would do.
func TestSwapWords(t *testing.T) {
	for _, tt := range []struct {
		e    elem
		want []byte
	}{
		{elemInt8, []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}},
		{elemUint16, []byte{2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15}},
		{elemFloat32, []byte{4, 3, 2, 1, 8, 7, 6, 5, 12, 11, 10, 9, 16, 15, 14, 13}},
		{elemComplex64, []byte{4, 3, 2, 1, 8, 7, 6, 5, 12, 11, 10, 9, 16, 15, 14, 13}},
		{elemInt64, []byte{8, 7, 6, 5, 4, 3, 2, 1, 16, 15, 14, 13, 12, 11, 10, 9}},
		{elemComplex128, []byte{8, 7, 6, 5, 4, 3, 2, 1, 16, 15, 14, 13, 12, 11, 10, 9}},
	} {
		p := []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}
		if swapWords(p, tt.e.word()); !bytes.Equal(p, tt.want) {
			t.Errorf("%v: got %v, want %v", tt.e, p, tt.want)
		}
	}
}

// What a 32-bit host does with its ints.
func TestBlocksOfNarrowInts(t *testing.T) {
	ints := []int32{0, 1, -1, math.MaxInt32, math.MinInt32, 5, 6, 7}
	b := appendWidened(nil, unsafePointer(ints), len(ints), elemInt32, elemInt64, &Encoder{})
	if got := ReadNumbers[int64](open(t, b, false)); len(got) != 8 || got[4] != math.MinInt32 || got[2] != -1 {
		t.Errorf("ints came back as %v", got)
	}
	uints := []uint32{0, 1, math.MaxUint32, 3, 4, 5, 6, 7}
	b = appendWidened(nil, unsafePointer(uints), len(uints), elemUint32, elemUint64, &Encoder{})
	if got := ReadNumbers[uint32](open(t, b, false)); !reflect.DeepEqual(got, uints) {
		t.Errorf("uints came back as %v", got)
	}
}

// convert sends a block of F and reads it as numbers of type T.
func convert[T, F Number](t *testing.T, from []F) ([]T, error) {
	r := open(t, AppendNumbers(nil, from, &Encoder{}), false)
	v := ReadNumbers[T](r)
	return v, r.Err()
}

func TestBlocksOfOtherNumbersAreReadWhereExact(t *testing.T) {
	ints := []int32{-3, -2, -1, 0, 1, 2, 3, 1 << 24}
	if got, err := convert[int64](t, ints); err != nil || got[7] != 1<<24 || got[0] != -3 {
		t.Errorf("int32 as int64 = %v, %v", got, err)
	}
	if got, err := convert[float64](t, ints); err != nil || got[7] != 1<<24 || got[0] != -3 {
		t.Errorf("int32 as float64 = %v, %v", got, err)
	}
	if got, err := convert[complex64](t, ints); err != nil || got[0] != -3 {
		t.Errorf("int32 as complex64 = %v, %v", got, err)
	}
	if got, err := convert[int8](t, []float64{0, 1, 2, 3, 4, 5, 6, -128}); err != nil || got[7] != -128 {
		t.Errorf("float64 as int8 = %v, %v", got, err)
	}
	if got, err := convert[uint16](t, []byte{1, 2, 255}); err != nil || got[2] != 255 {
		t.Errorf("bytes as uint16 = %v, %v", got, err)
	}
	if got, err := convert[uint8](t, []int64{1, 2, 3, 4, 5, 6, 7, 255}); err != nil || got[7] != 255 {
		t.Errorf("int64 as bytes = %v, %v", got, err)
	}
	if got, err := convert[complex64](t, []complex128{0, 1, 2, 3, 4, 5, 6, complex(1, 2)}); err != nil || got[7] != complex(1, 2) {
		t.Errorf("complex128 as complex64 = %v, %v", got, err)
	}

	_, err := convert[uint32](t, ints)
	wantError(t, err, Range, "p[0]: uint32 cannot hold -3")
	_, err = convert[int16](t, ints)
	wantError(t, err, Range, "p[7]: int16 cannot hold 16777216")
	_, err = convert[float32](t, []float64{0, 1, 2, 0.1, 4, 5, 6, 7})
	wantError(t, err, Range, "p[3]: float32 cannot hold 0.1")
	_, err = convert[complex64](t, []complex128{0, 1, 2, 3, 4, 5, 6, complex(0.1, 2)})
	wantError(t, err, Range, "p[7]: complex64 cannot hold (0.1+2i)")
	_, err = convert[float64](t, make([]complex64, 8))
	wantError(t, err, Type, "p: want numbers of type float64, got block of complex64")
}

func TestBlocksThatAreNone(t *testing.T) {
	for _, tt := range []struct {
		value string
		kind  Kind
		text  string
	}{
		{"\xc7\x09\x28123456789", Malformed, "p: a block of float64 has 9 bytes"},
		{"\xd4\x4d\x00", Type, "p: want array of float64, got extension 77"},
		{"\xd7\x05\x00\x00\x00\x00\x00\x00\x00\x00", Type, "p: want array of float64, got time"},
		{"\xa1x", Type, "p: want array of float64, got string"},
		{"\x81\x00\x00", Type, "p: want array of float64, got map"},
		{"\x93\x01\xc0\xa1x", Type, "p[2]: want float, got string"},
		{"\x05", Type, "p: want array of float64, got int"},
	} {
		r := open(t, []byte(tt.value), false)
		if got := ReadNumbers[float64](r); got != nil {
			t.Errorf("% x = %v", tt.value, got)
		}
		wantError(t, r.Err(), tt.kind, tt.text)
	}
}

func TestArraysAreClearedByNil(t *testing.T) {
	for _, msg := range []string{"\x91\xc0", "\x90"} {
		var r Reader
		r.Open([]byte(msg), false, Limits{})
		into := [3]float64{1, 2, 3}
		if ReadNumberArray(&r, into[:]); into != [3]float64{} || r.Err() != nil {
			t.Errorf("% x left %v, %v", msg, into, r.Err())
		}
	}
	r := open(t, []byte("\x92\x01\x02"), false)
	ReadNumberArray(r, make([]int, 3))
	wantError(t, r.Err(), Range, "p: want 3 elements, got 2")
}

func TestBlockGivenAwayIsAligned(t *testing.T) {
	v := make([]float64, LargeSize)
	v[1] = 2
	b := AppendNumbers(nil, v, &Encoder{NoRefs: true})
	for shift := range 8 {
		msg := make([]byte, shift, shift+1+len(b))
		msg = append(append(msg, 0x91), b...)[shift:]
		var r Reader
		r.Open(msg, false, Limits{})
		r.Own()
		got := ReadNumbers[float64](&r)
		if !reflect.DeepEqual(got, v) {
			t.Errorf("shifted by %d it came back wrong", shift)
		}
		if uintptr(unsafe.Pointer(&got[0]))%unsafe.Alignof(v[0]) != 0 {
			t.Errorf("shifted by %d it is not aligned", shift)
		}
		off := uintptr(unsafePointer(msg[len(msg)-8*len(v):])) % unsafe.Alignof(v[0])
		if movable := off <= 6; littleEndian() && r.Given() != movable { // the header has 6 bytes
			t.Errorf("shifted by %d: given %v, %d bytes behind an aligned address", shift, r.Given(), off)
		}
	}
}

func TestElementsOfABlock(t *testing.T) {
	for e := elemUint8; e < elemComplex64; e++ {
		p := make([]byte, 3*e.size())
		for i := range p {
			p[i] = byte(0x40 + i)
		}
		var want string
		switch q := p[e.size():]; e {
		case elemFloat32:
			want = fmt.Sprint(float64(math.Float32frombits(binary.LittleEndian.Uint32(q))))
		case elemFloat64:
			want = fmt.Sprint(math.Float64frombits(binary.LittleEndian.Uint64(q)))
		default:
			var word [8]byte
			copy(word[:], q[:e.size()])
			want = fmt.Sprint(binary.LittleEndian.Uint64(word[:]))
		}
		if got := e.at(p, 1).String(); got != want {
			t.Errorf("element of %v is %s, want %s", e, got, want)
		}
	}
}

func TestBlockAt(t *testing.T) {
	large := make([]float64, LargeSize)
	message := func(values ...any) []byte {
		return encode(t, values, false)
	}
	for name, tt := range map[string]struct {
		msg  []byte
		want int
	}{
		"alone":           {message(large), 1 + 6},
		"behind scalars":  {message(int64(-1), "abc", 1.5, nil, true, large), 1 + 1 + 4 + 9 + 1 + 1 + 6},
		"in a struct":     {message([]any{1, large}), 1 + 1 + 1 + 6},
		"in a map":        {message(map[string]any{"pixels": large}), 1 + 1 + 7 + 6},
		"the first":       {message(large, large), 1 + 6},
		"small":           {message(large[:100]), 0},
		"bytes":           {message(make([]byte, 2*LargeSize)), 0},
		"too far":         {message(string(make([]byte, 100)), large), 0},
		"empty":           {nil, 0},
		"a string of -5":  {[]byte("\x91\xdb\xff\xff\xff\xfb\x00\x00\x00\x00\x00\x00"), 0}, // to a host of 32 bits
		"a block of -6":   {[]byte("\x91\xc9\xff\xff\xff\xfa\x2b\x00\x00\x00\x00\x00"), 0},
		"no block at all": {message(1, 2, 3, 4, 5, 6, 7, 8), 0},
	} {
		if got := BlockAt(tt.msg[:min(64, len(tt.msg))]); got != tt.want {
			t.Errorf("%s: at %d, want %d", name, got, tt.want)
		}
	}
}

// Whatever a message begins with, looking for a block ends, within it.
func FuzzBlockAt(f *testing.F) {
	f.Add([]byte{0x91, 0xc1, 0, 0, 0, 0, 0, 0})
	f.Add([]byte{0x91, 0xdb, 0xff, 0xff, 0xff, 0xff, 0, 0, 0})
	f.Add([]byte{0x91, 0xc9, 0, 1, 0, 0, byte(ExtFloat64), 0})
	f.Fuzz(func(t *testing.T, start []byte) {
		if at := BlockAt(start); at < 0 || at > len(start) {
			t.Errorf("a block at %d of %d bytes", at, len(start))
		}
	})
}

// Blocks of a message that may be given away are, wherever the message begins in memory and however many there are, and an error behind them
// is told as if they stood where they came.
func TestBlocksAreGivenAway(t *testing.T) {
	first, second := make([]float64, LargeSize), make([]float64, LargeSize)
	for i := range first {
		first[i], second[i] = float64(i), -float64(i)
	}
	msg := encode(t, []any{first, second, "three"}, false)
	room := make([]byte, len(msg)+64)
	for at := range 64 {
		r := new(Reader)
		part := room[at : at+len(msg)]
		copy(part, msg)
		r.Open(part, false, Limits{})
		r.Own()
		within := func(v []float64) bool {
			p, start := uintptr(unsafe.Pointer(unsafe.SliceData(v))), uintptr(unsafe.Pointer(unsafe.SliceData(part)))
			return p >= start && p < start+uintptr(len(part))
		}
		a, b := ReadNumbers[float64](r), ReadNumbers[float64](r)
		if !slices.Equal(a, first) || !slices.Equal(b, second) {
			t.Fatalf("at %d: the blocks came back wrong", at)
		}
		given := 0
		for _, v := range [][]float64{a, b} {
			if within(v) {
				given++
			}
		}
		if given == 0 || !r.Given() {
			t.Errorf("at %d: no block was given away", at)
		}
		if n := ReadNumbers[int](r); n != nil {
			t.Errorf("at %d: a string came as %v", at, n)
		}
		if got, want := fmt.Sprint(r.Err()), "[2]: want array of int"; !strings.Contains(got, want) {
			t.Errorf("at %d: got %q, want %q", at, got, want)
		}
		if !slices.Equal(a, first) || !slices.Equal(b, second) {
			t.Errorf("at %d: the error has changed what was given away", at)
		}
	}
}
