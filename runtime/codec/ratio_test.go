package codec

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"
	"unsafe"
)

// These have the codecs that msgp's own generator writes for them.
type (
	msgpRecord record
	msgpFloats []float64
)

// BenchmarkRatios sets the codec beside msgp, on one table, with what is to be reached. The two take turns in many short
// tries and the fastest of each counts, so a busy machine disturbs both alike.
func BenchmarkRatios(b *testing.B) {
	for b.Loop() {
		table := fmt.Sprintf("%-42s%12s%12s%9s  %s\n", "nanoseconds", "here", "msgp", "ratio", "wanted")
		for _, row := range slices.Concat(recordRatios(b), blockRatios(b)) {
			table += row.String()
		}
		fmt.Print("\n", table)
	}
}

// ratio is a row of the table: how long something takes here and with msgp.
type ratio struct {
	what       string
	here, msgp float64 // nanoseconds
	most       float64 // of here/msgp
	least      float64 // of msgp/here
	allocs     float64 // of here
}

func (r ratio) String() string {
	line := fmt.Sprintf("%-42s%12.1f%12.1f", r.what, r.here, r.msgp)
	switch {
	case r.least > 0:
		line += fmt.Sprintf("%8.1fx  at least %.0fx", r.msgp/r.here, r.least)
	case r.most > 0:
		line += fmt.Sprintf("%9.2f  at most %.2f; %.0f allocations, at most 4", r.here/r.msgp, r.most, r.allocs)
	default:
		line += fmt.Sprintf("%9.2f", r.here/r.msgp)
	}
	return line + "\n"
}

// side is a way to encode a value and one to decode it.
type side struct{ encode, decode func() }

// recordRatios measures the 20-field struct.
func recordRatios(b *testing.B) (rows []ratio) {
	theirs := msgpSide(b)
	for _, compact := range []bool{true, false} {
		mode, most := "named", 0.80
		if compact {
			mode, most = "compact", 0.60
		}
		ours := recordSide(b, compact)
		t := fastest(60, 300, ours.encode, theirs.encode, ours.decode, theirs.decode)
		allocs := testing.AllocsPerRun(100, func() { ours.encode(); ours.decode() })
		rows = append(rows,
			ratio{what: "record, " + mode + ": encode", here: t[0], msgp: t[1]},
			ratio{what: "record, " + mode + ": decode", here: t[2], msgp: t[3]},
			ratio{what: "record, " + mode + ": both", here: t[0] + t[2], msgp: t[1] + t[3], most: most, allocs: allocs},
		)
	}
	return rows
}

func recordSide(b *testing.B, compact bool) side {
	v := someRecord()
	buf := make([]byte, 0, 1024)
	var e Encoder
	var r Reader
	msg := appendRecord(message(1), &v, &Encoder{Compact: compact})
	return side{
		func() {
			e.Reset(compact)
			buf = appendRecord(append(buf[:0], 0x91), &v, &e)
		},
		func() {
			var v record
			r.Open(msg, compact, Limits{})
			readRecord(&r, &v)
			if err := r.Err(); err != nil {
				b.Fatal(err)
			}
		},
	}
}

func msgpSide(b *testing.B) side {
	m := msgpRecord(someRecord())
	buf := make([]byte, 0, 1024)
	msg, err := m.MarshalMsg(nil)
	if err != nil {
		b.Fatal(err)
	}
	return side{
		func() { buf, _ = m.MarshalMsg(buf[:0]) },
		func() {
			var m msgpRecord
			if _, err := m.UnmarshalMsg(msg); err != nil {
				b.Fatal(err)
			}
		},
	}
}

// blockRatios measures slices of numbers.
func blockRatios(b *testing.B) (rows []ratio) {
	for _, size := range []struct {
		name                 string
		n, turns, rounds     int
		encode, reuse, fresh float64
	}{
		{"1 Ki", 1 << 10, 60, 100, 30, 30, 0},
		{"1 Mi", 1 << 20, 30, 1, 8, 5, 2},
	} {
		ours, theirs := blockSides(b, size.n)
		t := fastest(size.turns, size.rounds, ours.encode, theirs.encode, ours.reuse, theirs.reuse, ours.fresh, theirs.fresh, ours.send, ours.take)
		what := "[]float64 of " + size.name + ": "
		rows = append(rows,
			ratio{what: what + "encode", here: t[0], msgp: t[1], least: size.encode},
			ratio{what: what + "decode, reused slice", here: t[2], msgp: t[3], least: size.reuse},
			ratio{what: what + "decode, fresh slice", here: t[4], msgp: t[5], least: cmp.Or(size.fresh, 1)},
		)
		if size.n >= LargeSize {
			rows = append(rows,
				ratio{what: what + "encode, as calls do", here: t[6], msgp: t[1], least: size.encode},
				ratio{what: what + "decode, as calls do", here: t[7], msgp: t[5], least: size.fresh},
			)
		}
	}
	return rows
}

// blockSide is what one side does with a slice. Send and take are what a call does with a large one: it goes out from where it is, and is handed over
// where it came.
type blockSide struct{ encode, reuse, fresh, send, take func() }

func blockSides(b *testing.B, n int) (ours, theirs blockSide) {
	v := make([]float64, n)
	for i := range v {
		v[i] = float64(i) * 1.1
	}
	e := Encoder{NoRefs: true}
	block := AppendNumbers(message(1), v, &e)
	array, _ := msgpFloats(v).MarshalMsg(nil)
	buf := make([]byte, 0, len(array)+16)
	into := make([]float64, n)
	var r Reader
	var refs Encoder
	at := BlockAt(block[:64])
	arrived := make([]byte, 64+len(block))
	arrived = arrived[-(int(uintptr(unsafe.Pointer(&arrived[0])))+at)&63:]
	arrived = arrived[:copy(arrived, block)]
	ours = blockSide{
		func() { buf = AppendNumbers(append(buf[:0], 0x91), v, &e) },
		func() { r.Open(block, false, Limits{}); ReadNumberArray(&r, into); wantNone(b, &r) },
		func() { r.Open(block, false, Limits{}); sink = ReadNumbers[float64](&r); wantNone(b, &r) },
		func() { refs.Reset(false); buf = AppendNumbers(append(buf[:0], 0x91), v, &refs) },
		func() { r.Open(arrived, false, Limits{}); r.Own(); sink = ReadNumbers[float64](&r); wantNone(b, &r) },
	}
	read := func(into msgpFloats) []float64 {
		if _, err := into.UnmarshalMsg(array); err != nil {
			b.Fatal(err)
		}
		return into
	}
	theirs = blockSide{
		encode: func() { buf, _ = msgpFloats(v).MarshalMsg(buf[:0]) },
		reuse:  func() { read(into) },
		fresh:  func() { sink = read(nil) },
	}
	return ours, theirs
}

func wantNone(b *testing.B, r *Reader) {
	if err := r.Err(); err != nil {
		b.Fatal(err)
	}
}

// fastest returns how many nanoseconds each of fs took for a round at the best of tries of n rounds. Every f has turns of
// a few tries one after the other, so that it finds in the caches what it has left there.
func fastest(turns, n int, fs ...func()) []float64 {
	best := make([]float64, len(fs))
	for range turns {
		for i, f := range fs {
			for range 3 {
				start := time.Now()
				for range n {
					f()
				}
				if t := float64(time.Since(start)) / float64(n); best[i] == 0 || t < best[i] {
					best[i] = t
				}
			}
		}
	}
	return best
}
