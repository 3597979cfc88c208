package codec

import (
	"bytes"
	"math/big"
	"reflect"
	"slices"
	"testing"

	"github.com/tinylib/msgp/msgp"
)

// knot is read as the generator's code reads a struct, and holds one of everything that is read in its own way.
type knot struct {
	Next   *knot
	Kids   []knot
	Record *record
	Small  []int16
	Block  []float64
	Boxed  **int
	Pair   [2]string
	Counts map[string]uint8
	Any    any
	Big    big.Int
	Weight complex128
	Ratio  float32
	Code   uint16
}

func someKnot() knot {
	n := 5
	p := &n
	return knot{
		Next: &knot{Kids: []knot{}, Code: 1}, Kids: []knot{{Code: 2}, {Pair: [2]string{"", "x"}}}, Small: []int16{-1, 300},
		Block: []float64{1, 2, 3, 4, 5, 6, 7, 8.5}, Boxed: &p, Pair: [2]string{"a", "b"}, Counts: map[string]uint8{"k": 200},
		Any: []any{"x", int64(-5)}, Big: *big.NewInt(1 << 40), Weight: complex(1, 2), Ratio: 0.5, Code: 500,
	}
}

func readKnot(r *Reader, v *knot) {
	var f Taken
	for f.Begin(r, 13, "Next,Kids,Record,Small,Block,Boxed,Pair,Counts,Any,Big,Weight,Ratio=Quota,Code"); f.More(r); {
		if f.Take(r, 0, "\xa4Next") {
			if !r.Nil() && r.Charge(int64(reflect.TypeFor[knot]().Size())) {
				v.Next = new(knot)
				readKnot(r, v.Next)
			}
		}
		if f.Take(r, 1, "\xa4Kids") {
			v.Kids = readKnots(r)
		}
		if f.Take(r, 2, "\xa6Record") {
			if !r.Nil() && r.Charge(int64(reflect.TypeFor[record]().Size())) {
				v.Record = new(record)
				readRecord(r, v.Record)
			}
		}
		if f.Take(r, 3, "\xa5Small") {
			v.Small = ReadNumbers[int16](r)
		}
		if f.Take(r, 4, "\xa5Block") {
			v.Block = ReadNumbers[float64](r)
		}
		if f.Take(r, 5, "\xa5Boxed") {
			v.Boxed = readBoxed(r)
		}
		if f.Take(r, 6, "\xa4Pair") && r.Array(2) {
			for i := range v.Pair {
				if v.Pair[i] = ReadString(r); r.Failed() {
					r.AtIndex(i)
					break
				}
			}
		}
		if f.Take(r, 7, "\xa6Counts") {
			ReadInto(r, &v.Counts)
		}
		if f.Take(r, 8, "\xa3Any") {
			v.Any = ReadAny(r)
		}
		if f.Take(r, 9, "\xa3Big") {
			ReadBigInt(r, &v.Big)
		}
		if f.Take(r, 10, "\xa6Weight") {
			v.Weight = ReadComplex128(r)
		}
		if f.Take(r, 11, "\xa5Ratio") || f.Take(r, 11, "\xa5Quota") {
			v.Ratio = ReadFloat32(r)
		}
		if f.Take(r, 12, "\xa4Code") {
			v.Code = ReadUint16(r)
		}
	}
	if r.Failed() {
		*v = knot{}
	}
}

func readKnots(r *Reader) []knot {
	n, ok := r.Slice(int64(reflect.TypeFor[knot]().Size()))
	if !ok {
		return nil
	}
	v := make([]knot, n)
	for i := range v {
		readKnot(r, &v[i])
		if r.Failed() {
			r.AtIndex(i)
			return nil
		}
	}
	return v
}

func readBoxed(r *Reader) **int {
	if !r.Array(1) || !r.Charge(8) {
		return nil
	}
	v := new(*int)
	if !r.Nil() && r.Charge(8) {
		*v = new(int)
		**v = ReadInt(r)
	}
	return v
}

// putOff reads msg twice, the second time all scanned before, and checks that this makes no difference. It returns the
// error.
func putOff[T any](t testing.TB, msg []byte, compact bool, read func(*Reader, *T)) error {
	t.Helper()
	var lazy, eager Reader
	var got, want T
	lazy.Open(msg, compact, Limits{})
	read(&lazy, &got)
	eager.Open(msg, compact, Limits{})
	eager.prove()
	read(&eager, &want)
	if g, w := text(lazy.Err()), text(eager.Err()); g != w || lazy.Element() != eager.Element() {
		t.Errorf("% x\nerror %s of value %d, and if scanned before %s of value %d", msg, g, lazy.Element(), w, eager.Element())
	}
	if lazy.Failed() {
		if !reflect.ValueOf(got).IsZero() {
			t.Errorf("% x\n%v leaves %+v", msg, lazy.Err(), got)
		}
		return lazy.Err()
	}
	if g, w := sorted(&got), sorted(&want); !bytes.Equal(g, w) {
		t.Errorf("% x\ngot %+v\nand if scanned before %+v", msg, got, want)
	}
	if lazy.off != eager.off || lazy.left != eager.left || lazy.proof != proved {
		t.Errorf("% x\nat %d with %d left (%d), and if scanned before at %d with %d", msg, lazy.off, lazy.left, lazy.proof, eager.off, eager.left)
	}
	return nil
}

func text(err error) string {
	if err == nil {
		return "none"
	}
	return err.Error()
}

// sorted returns the bytes of a message that holds v, in order: maps have none, and NaN is not equal to itself.
func sorted(v any) []byte {
	b := AppendAny(nil, v, &Encoder{NoRefs: true})
	slices.Sort(b)
	return b
}

// readTwo reads two values, of which the message may have fewer.
func readTwo(r *Reader, v *[2]knot) {
	readKnot(r, &v[0])
	readKnot(r, &v[1])
	if r.Failed() {
		*v = [2]knot{}
	}
}

func TestScanThatIsPutOffMakesNoDifference(t *testing.T) {
	for _, compact := range []bool{false, true} {
		k := encode(t, someKnot(), compact)
		rec := encode(t, someRecord(), compact)
		small := encode(t, knot{Pair: [2]string{"a", "b"}, Small: []int16{1}, Kids: make([]knot, 2)}, compact)
		for _, msg := range [][]byte{message(1, k...), message(1, small...), message(2, slices.Concat(small, small)...), message(2, slices.Concat([]byte{0xc0}, small)...), message(0)} {
			each(msg, func(msg []byte) {
				_ = putOff(t, msg, compact, readKnot)
				_ = putOff(t, msg, compact, readTwo)
			})
			if err := putOff(t, msg, compact, readTwo); err != nil {
				t.Errorf("% x\n%v", msg, err)
			}
		}
		each(message(1, rec...), func(msg []byte) { _ = putOff(t, msg, compact, readRecord) })
	}
}

// each calls f with msg, its beginnings, and everything that comes of changing, leaving out or adding a byte.
func each(msg []byte, f func([]byte)) {
	f(msg)
	for i := range msg {
		f(msg[:i])
		f(slices.Delete(slices.Clone(msg), i, i+1))
		for _, c := range []byte{0, 0x81, 0x91, 0x9f, 0xa4, 0xc0, 0xc4, 0xc7, 0xcb, 0xcd, 0xd1, 0xd9, 0xdc, 0xde, 0xdf, msg[i] + 1} {
			changed := slices.Clone(msg)
			changed[i] = c
			f(changed)
		}
		f(slices.Insert(slices.Clone(msg), i, 0x90))
	}
	f(append(slices.Clone(msg), 0))
	f(append(slices.Clone(msg), msg...))
}

func TestScanIsPutOffForRecords(t *testing.T) {
	for _, compact := range []bool{false, true} {
		var r Reader
		r.Open(message(1, encode(t, someRecord(), compact)...), compact, Limits{})
		if r.proof != awaited {
			t.Errorf("compact %v: the message was scanned when it was opened", compact)
		}
		var v record
		var f Taken
		f.Begin(&r, 20, "")
		if r.proof != begun || f.left == 0 && !f.compact {
			t.Errorf("compact %v: the message was scanned when the struct began", compact)
		}
		r.Open(message(1, encode(t, someRecord(), compact)...), compact, Limits{})
		readRecord(&r, &v)
		if r.proof != proved || r.Err() != nil {
			t.Errorf("compact %v: at the end proof is %d, %v", compact, r.proof, r.Err())
		}
	}
}

// What a struct has read before the end of its message is missed must not have cost more than a proved message.
func TestNothingLargeIsMadeUnproved(t *testing.T) {
	for _, value := range []string{
		"\x81\xa4Kids\x9f", "\x81\xa4Kids\xdc\x00\x40", "\x81\xa4Kids\xdd\xff\xff\xff\xff", "\x81\xa5Small\x9f", "\x81\xa5Block\xc9\xff\xff\xff\xff\x28",
		"\x81\xa5Block\xc9\x00\x00\x01\x00\x28", "\x81\xa6Counts\xdf\xff\xff\xff\xff", "\x81\xa3Any\xdd\x00\x00\x00\x80", "\xdf\xff\xff\xff\xff", "\xde\xff\xff\xa4Code\x01",
		"\x81\xa6Record\x81\xa4Tags\xdc\x00\x80", "\x81\xa6Record\x81\xa4Hash\xc4\xff", "\x81\xa6Record\x81\xa4Hash\xc6\x00\x00\xff\xff", "\x81\xa6Record\x81\xa4Name\xd9\xff",
	} {
		msg := append(append(message(1), value...), bytes.Repeat([]byte{0xa0}, 100)...)
		var r Reader
		var v knot
		cost := allocated(func() {
			r.Open(msg, false, Limits{})
			readKnot(&r, &v)
		})
		wantError(t, r.Err(), Malformed, "")
		if cost > 2<<10 {
			t.Errorf("%q cost %d bytes of memory", value, cost)
		}
	}
}

func TestForeignDecodersSeeNothingUnproved(t *testing.T) {
	msg := message(1, []byte("\x92\xc4\x01x")...)
	var r Reader
	r.Open(msg, true, Limits{})
	var f Taken
	f.Begin(&r, 2, "A,B")
	ReadWith(&r, &msg, func([]byte, *[]byte) error {
		t.Error("a decoder saw a part of a message that is cut short")
		return nil
	})
	wantError(t, r.Err(), Malformed, "cut short")
}

func TestDepthHoldsWhereTheScanIsPutOff(t *testing.T) {
	for _, limit := range []int{2, 5, 100, 0} {
		most := depthLimit(limit)
		for _, tt := range []struct {
			levels int
			kind   Kind
		}{{most - 1, 0}, {most, 0}, {most + 1, Depth}} {
			msg := append(message(1), bytes.Repeat([]byte("\x81\xa4Next"), tt.levels-1)...)
			msg = append(msg, "\x81\xa4Code\x07"...)
			var r Reader
			r.Open(msg, false, Limits{MaxDepth: limit})
			readKnot(&r, new(knot))
			if tt.kind != 0 {
				wantError(t, r.Err(), tt.kind, "nested deeper than MaxDepth")
			} else if err := r.Err(); err != nil {
				t.Errorf("MaxDepth %d: %d levels: %v", limit, tt.levels, err)
			}
		}
	}
}

func FuzzScanPutOff(f *testing.F) {
	seeds(f)
	for _, compact := range []bool{false, true} {
		k := encode(f, someKnot(), compact)
		f.Add(message(1, k...))
		f.Add(message(2, slices.Concat(msgp.AppendString(nil, "text"), k)...))
		f.Add(message(1, encode(f, knot{Next: new(knot)}, compact)...))
	}
	f.Fuzz(func(t *testing.T, msg []byte) {
		for _, compact := range []bool{false, true} {
			_ = putOff(t, msg, compact, readKnot)
			_ = putOff(t, msg, compact, readTwo)
			_ = putOff(t, msg, compact, readRecord)
		}
	})
}
