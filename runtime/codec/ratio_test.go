package codec

import (
	"testing"
	"time"
)

// msgpRecord is a record with the codec that msgp's own generator writes for it.
type msgpRecord record

// fastest returns the shortest time that each of fs took for n rounds, in tries that take turns. So a busy machine
// disturbs all of them alike.
func fastest(tries, n int, fs ...func()) []time.Duration {
	best := make([]time.Duration, len(fs))
	for range tries {
		for i, f := range fs {
			start := time.Now()
			for range n {
				f()
			}
			if d := time.Since(start) / time.Duration(n); best[i] == 0 || d < best[i] {
				best[i] = d
			}
		}
	}
	return best
}

// BenchmarkRecordRatio measures a record's way through its codec against msgp's own generated code, as a ratio of times.
func BenchmarkRecordRatio(b *testing.B) {
	v := someRecord()
	m := msgpRecord(v)
	buf := make([]byte, 0, 1024)
	one := func(compact bool) (enc, dec func()) {
		var e Encoder
		msg := appendRecord(message(1), &v, &Encoder{Compact: compact})
		var r Reader
		enc = func() {
			e.Reset(compact)
			buf = appendRecord(append(buf[:0], 0x91), &v, &e)
		}
		dec = func() {
			var v record
			r.Open(msg, compact, Limits{})
			readRecord(&r, &v)
			if r.Failed() {
				b.Fatal(r.Err())
			}
		}
		return enc, dec
	}
	msg, _ := m.MarshalMsg(nil)
	encNamed, decNamed := one(false)
	encCompact, decCompact := one(true)
	for b.Loop() {
		t := fastest(200, 300,
			func() { buf, _ = m.MarshalMsg(buf[:0]) },
			func() {
				var m msgpRecord
				if _, err := m.UnmarshalMsg(msg); err != nil {
					b.Fatal(err)
				}
			},
			encNamed, decNamed, encCompact, decCompact,
			func() { _ = Scan(msg, 0) },
		)
		both := func(i int) float64 { return float64(t[i] + t[i+1]) }
		b.ReportMetric(float64(t[0]), "msgp-enc-ns")
		b.ReportMetric(float64(t[1]), "msgp-dec-ns")
		b.ReportMetric(float64(t[2]), "named-enc-ns")
		b.ReportMetric(float64(t[3]), "named-dec-ns")
		b.ReportMetric(float64(t[4]), "compact-enc-ns")
		b.ReportMetric(float64(t[5]), "compact-dec-ns")
		b.ReportMetric(float64(t[6]), "scan-ns")
		b.ReportMetric(both(2)/both(0), "named/msgp")
		b.ReportMetric(both(4)/both(0), "compact/msgp")
	}
}
