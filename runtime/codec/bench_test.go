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

var fieldsRecord = Names{"ID", "Name", "Email", "City", "Country", "Phone", "Note", "Age", "Count", "Level", "Score", "Lat", "Lon", "Height", "Weight", "Active", "Verified", "Created", "Tags", "Hash"}

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
	b = msgp.AppendString(b, v.ID)
	if !e.Compact {
		b = append(b, "\xa4Name"...)
	}
	b = msgp.AppendString(b, v.Name)
	if !e.Compact {
		b = append(b, "\xa5Email"...)
	}
	b = msgp.AppendString(b, v.Email)
	if !e.Compact {
		b = append(b, "\xa4City"...)
	}
	b = msgp.AppendString(b, v.City)
	if !e.Compact {
		b = append(b, "\xa7Country"...)
	}
	b = msgp.AppendString(b, v.Country)
	if !e.Compact {
		b = append(b, "\xa5Phone"...)
	}
	b = msgp.AppendString(b, v.Phone)
	if !e.Compact {
		b = append(b, "\xa4Note"...)
	}
	b = msgp.AppendString(b, v.Note)
	if !e.Compact {
		b = append(b, "\xa3Age"...)
	}
	b = msgp.AppendInt(b, v.Age)
	if !e.Compact {
		b = append(b, "\xa5Count"...)
	}
	b = msgp.AppendInt(b, v.Count)
	if !e.Compact {
		b = append(b, "\xa5Level"...)
	}
	b = msgp.AppendInt(b, v.Level)
	if !e.Compact {
		b = append(b, "\xa5Score"...)
	}
	b = msgp.AppendInt(b, v.Score)
	if !e.Compact {
		b = append(b, "\xa3Lat"...)
	}
	b = msgp.AppendFloat64(b, v.Lat)
	if !e.Compact {
		b = append(b, "\xa3Lon"...)
	}
	b = msgp.AppendFloat64(b, v.Lon)
	if !e.Compact {
		b = append(b, "\xa6Height"...)
	}
	b = msgp.AppendFloat64(b, v.Height)
	if !e.Compact {
		b = append(b, "\xa6Weight"...)
	}
	b = msgp.AppendFloat64(b, v.Weight)
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
		b = msgp.AppendString(b, s)
	}
	return b
}

func readRecord(r *Reader, v *record) {
	*v = record{}
	f := r.Struct(fieldsRecord)
	for f.Next(r) {
		switch f.Index {
		case 0:
			v.ID = ReadString(r)
		case 1:
			v.Name = ReadString(r)
		case 2:
			v.Email = ReadString(r)
		case 3:
			v.City = ReadString(r)
		case 4:
			v.Country = ReadString(r)
		case 5:
			v.Phone = ReadString(r)
		case 6:
			v.Note = ReadString(r)
		case 7:
			v.Age = ReadInt(r)
		case 8:
			v.Count = ReadInt(r)
		case 9:
			v.Level = ReadInt(r)
		case 10:
			v.Score = ReadInt(r)
		case 11:
			v.Lat = ReadFloat64(r)
		case 12:
			v.Lon = ReadFloat64(r)
		case 13:
			v.Height = ReadFloat64(r)
		case 14:
			v.Weight = ReadFloat64(r)
		case 15:
			v.Active = ReadBool(r)
		case 16:
			v.Verified = ReadBool(r)
		case 17:
			v.Created = ReadTime(r)
		case 18:
			v.Tags = readStrings(r)
		case 19:
			v.Hash = ReadBytes(r)
		default:
			r.Skip()
		}
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
