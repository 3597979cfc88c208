package codec

import (
	"fmt"
	"testing"
	"time"

	"github.com/tinylib/msgp/msgp"
)

// record is the 20-field struct of the speed bars, with its codec written as the generator writes it.
type record struct {
	ID, Name, Email, City, Country, Phone, Note string
	Age, Count, Level, Score                    int
	Lat, Lon, Height, Weight                    float64
	Active, Verified                            bool
	Created                                     time.Time
	Tags                                        []string
	Hash                                        []byte
}

func someRecord() record {
	hash := make([]byte, 32)
	for i := range hash {
		hash[i] = byte(i * 7)
	}
	return record{
		ID: "0123456789abcdef", Name: "Ada Lovelace", Email: "ada@example.com", City: "London", Country: "UK", Phone: "+44 20 7946 0000", Note: "first of all",
		Age: 36, Count: 1000, Level: 7, Score: 123456, Lat: 51.5, Lon: -0.12, Height: 1.7, Weight: 60.25,
		Active: true, Created: time.Unix(1700000000, 5).UTC(), Tags: []string{"alpha", "beta", "gamma", "delta"}, Hash: hash,
	}
}

func appendRecord(b []byte, v *record, e *Encoder) []byte {
	if e.Compact {
		b = msgp.AppendArrayHeader(b, 20)
	} else {
		b = msgp.AppendMapHeader(b, 20)
	}
	if !e.Compact {
		b = append(b, "\xa2ID"...)
	}
	b = AppendString(b, v.ID)
	if !e.Compact {
		b = append(b, "\xa4Name"...)
	}
	b = AppendString(b, v.Name)
	if !e.Compact {
		b = append(b, "\xa5Email"...)
	}
	b = AppendString(b, v.Email)
	if !e.Compact {
		b = append(b, "\xa4City"...)
	}
	b = AppendString(b, v.City)
	if !e.Compact {
		b = append(b, "\xa7Country"...)
	}
	b = AppendString(b, v.Country)
	if !e.Compact {
		b = append(b, "\xa5Phone"...)
	}
	b = AppendString(b, v.Phone)
	if !e.Compact {
		b = append(b, "\xa4Note"...)
	}
	b = AppendString(b, v.Note)
	if !e.Compact {
		b = append(b, "\xa3Age"...)
	}
	b = AppendInt(b, v.Age)
	if !e.Compact {
		b = append(b, "\xa5Count"...)
	}
	b = AppendInt(b, v.Count)
	if !e.Compact {
		b = append(b, "\xa5Level"...)
	}
	b = AppendInt(b, v.Level)
	if !e.Compact {
		b = append(b, "\xa5Score"...)
	}
	b = AppendInt(b, v.Score)
	if !e.Compact {
		b = append(b, "\xa3Lat"...)
	}
	b = AppendFloat64(b, v.Lat)
	if !e.Compact {
		b = append(b, "\xa3Lon"...)
	}
	b = AppendFloat64(b, v.Lon)
	if !e.Compact {
		b = append(b, "\xa6Height"...)
	}
	b = AppendFloat64(b, v.Height)
	if !e.Compact {
		b = append(b, "\xa6Weight"...)
	}
	b = AppendFloat64(b, v.Weight)
	if !e.Compact {
		b = append(b, "\xa6Active"...)
	}
	b = msgp.AppendBool(b, v.Active)
	if !e.Compact {
		b = append(b, "\xa8Verified"...)
	}
	b = msgp.AppendBool(b, v.Verified)
	if !e.Compact {
		b = append(b, "\xa7Created"...)
	}
	b = AppendTime(b, v.Created)
	if !e.Compact {
		b = append(b, "\xa4Tags"...)
	}
	b = appendStrings(b, v.Tags)
	if !e.Compact {
		b = append(b, "\xa4Hash"...)
	}
	return AppendBytes(b, v.Hash, e)
}

func appendStrings(b []byte, v []string) []byte {
	if v == nil {
		return msgp.AppendNil(b)
	}
	b = msgp.AppendArrayHeader(b, uint32(len(v)))
	for _, s := range v {
		b = AppendString(b, s)
	}
	return b
}

func readRecord(r *Reader, v *record) {
	var f Taken
	for f.Begin(r, 20, "ID,Name,Email,City,Country,Phone,Note,Age,Count,Level,Score,Lat,Lon,Height,Weight,Active,Verified,Created,Tags,Hash"); f.More(r); {
		if f.Take(r, 0, "\xa2ID") {
			v.ID = ReadString(r)
		}
		if f.Take(r, 1, "\xa4Name") {
			v.Name = ReadString(r)
		}
		if f.Take(r, 2, "\xa5Email") {
			v.Email = ReadString(r)
		}
		if f.Take(r, 3, "\xa4City") {
			v.City = ReadString(r)
		}
		if f.Take(r, 4, "\xa7Country") {
			v.Country = ReadString(r)
		}
		if f.Take(r, 5, "\xa5Phone") {
			v.Phone = ReadString(r)
		}
		if f.Take(r, 6, "\xa4Note") {
			v.Note = ReadString(r)
		}
		if f.Take(r, 7, "\xa3Age") {
			v.Age = ReadInt(r)
		}
		if f.Take(r, 8, "\xa5Count") {
			v.Count = ReadInt(r)
		}
		if f.Take(r, 9, "\xa5Level") {
			v.Level = ReadInt(r)
		}
		if f.Take(r, 10, "\xa5Score") {
			v.Score = ReadInt(r)
		}
		if f.Take(r, 11, "\xa3Lat") {
			v.Lat = ReadFloat64(r)
		}
		if f.Take(r, 12, "\xa3Lon") {
			v.Lon = ReadFloat64(r)
		}
		if f.Take(r, 13, "\xa6Height") {
			v.Height = ReadFloat64(r)
		}
		if f.Take(r, 14, "\xa6Weight") {
			v.Weight = ReadFloat64(r)
		}
		if f.Take(r, 15, "\xa6Active") {
			v.Active = ReadBool(r)
		}
		if f.Take(r, 16, "\xa8Verified") {
			v.Verified = ReadBool(r)
		}
		if f.Take(r, 17, "\xa7Created") {
			v.Created = ReadTime(r)
		}
		if f.Take(r, 18, "\xa4Tags") {
			v.Tags = readStrings(r)
		}
		if f.Take(r, 19, "\xa4Hash") {
			v.Hash = ReadBytes(r)
		}
	}
	if r.Failed() {
		*v = record{}
	}
}

func readStrings(r *Reader) []string {
	n, ok := r.Slice(16)
	if !ok {
		return nil
	}
	v := make([]string, n)
	for i := range v {
		v[i] = ReadString(r)
		if r.Failed() {
			r.AtIndex(i)
			break
		}
	}
	return v
}

func message(values int, b ...byte) []byte {
	return append(msgp.AppendArrayHeader(nil, uint32(values)), b...)
}

func BenchmarkRecord(b *testing.B) {
	for _, compact := range []bool{false, true} {
		mode := map[bool]string{false: "named", true: "compact"}[compact]
		v := someRecord()
		var e Encoder
		e.Reset(compact)
		msg := appendRecord(message(1), &v, &e)
		b.Run("append/"+mode, func(b *testing.B) {
			b.ReportAllocs()
			buf := make([]byte, 0, 1024)
			for b.Loop() {
				e.Reset(compact)
				buf = appendRecord(buf[:0], &v, &e)
			}
			b.ReportMetric(float64(len(msg)-1), "wire-B")
		})
		b.Run("read/"+mode, func(b *testing.B) {
			b.ReportAllocs()
			var r Reader
			for b.Loop() {
				var v record
				r.Open(msg, compact, Limits{})
				readRecord(&r, &v)
				if r.Failed() {
					b.Fatal(r.Err())
				}
			}
		})
		b.Run("scan/"+mode, func(b *testing.B) {
			for b.Loop() {
				if Scan(msg, 0) != nil {
					b.Fatal()
				}
			}
		})
	}
}

func BenchmarkScan100(b *testing.B) {
	v := struct {
		ID, Name string
		X, Y, Z  float64
		Count    int
		Tags     []string
		On       bool
	}{"0123456789", "somebody", 1, 2, 3, 70000, []string{"a", "bc"}, true}
	var e Encoder
	msg := AppendAny(nil, v, &e)
	b.Logf("%d bytes", len(msg))
	b.ReportAllocs()
	for b.Loop() {
		if Scan(msg, 0) != nil {
			b.Fatal()
		}
	}
}

func BenchmarkSkip100(b *testing.B) {
	v := struct {
		ID, Name string
		X, Y, Z  float64
		Count    int
		Tags     []string
		On       bool
	}{"0123456789", "somebody", 1, 2, 3, 70000, []string{"a", "bc"}, true}
	var e Encoder
	msg := AppendAny(nil, v, &e)
	for b.Loop() {
		if _, err := msgp.Skip(msg); err != nil {
			b.Fatal()
		}
	}
}

func BenchmarkFloats(b *testing.B) {
	for _, n := range []int{16, 1 << 10, 1 << 20} {
		v := make([]float64, n)
		for i := range v {
			v[i] = float64(i) * 1.1
		}
		e := Encoder{NoRefs: true}
		block := AppendNumbers(message(1), v, &e)
		array := msgp.AppendArrayHeader(message(1), uint32(n))
		for _, x := range v {
			array = msgp.AppendFloat64(array, x)
		}
		run := func(name string, f func()) {
			b.Run(fmt.Sprintf("%d/%s", n, name), func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(8 * n))
				for b.Loop() {
					f()
				}
			})
		}
		buf := make([]byte, 0, len(array)+10)
		run("append/block", func() { buf = AppendNumbers(buf[:0], v, &e) })
		run("append/msgp", func() {
			buf = msgp.AppendArrayHeader(buf[:0], uint32(n))
			for _, x := range v {
				buf = msgp.AppendFloat64(buf, x)
			}
		})
		var r Reader
		into := make([]float64, n)
		run("reuse/block", func() { r.Open(block, false, Limits{}); ReadNumberArray(&r, into) })
		run("reuse/array", func() { r.Open(array, false, Limits{}); ReadNumberArray(&r, into) })
		run("reuse/msgp", func() {
			_, p, _ := msgp.ReadArrayHeaderBytes(array[1:])
			for i := range into {
				into[i], p, _ = msgp.ReadFloat64Bytes(p)
			}
		})
		run("fresh/block", func() { r.Open(block, false, Limits{}); sink = ReadNumbers[float64](&r) })
		run("fresh/array", func() { r.Open(array, false, Limits{}); sink = ReadNumbers[float64](&r) })
		run("fresh/msgp", func() {
			k, p, _ := msgp.ReadArrayHeaderBytes(array[1:])
			s := make([]float64, k)
			for i := range s {
				s[i], p, _ = msgp.ReadFloat64Bytes(p)
			}
			sink = s
		})
		if err := r.Err(); err != nil {
			b.Fatal(err)
		}
	}
}

var sink []float64
