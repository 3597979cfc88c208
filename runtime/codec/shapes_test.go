package codec

import (
	"strconv"
	"time"

	"github.com/tinylib/msgp/msgp"
)

// The types here have their codecs written as the generator writes them. Between them they hold every kind of
// value that a generated codec reads.

type point struct{ X, Y float64 }

func appendPoint(b []byte, v *point, e *Encoder) []byte {
	if e.Compact {
		b = msgp.AppendArrayHeader(b, 2)
	} else {
		b = msgp.AppendMapHeader(b, 2)
	}
	if !e.Compact {
		b = append(b, "\xa1X"...)
	}
	b = msgp.AppendFloat64(b, v.X)
	if !e.Compact {
		b = append(b, "\xa1Y"...)
	}
	return msgp.AppendFloat64(b, v.Y)
}

var fieldsPoint = Names{"X", "Y"}

func readPoint(r *Reader, v *point) {
	*v = point{}
	f := r.Struct(fieldsPoint)
	for f.Next(r) {
		switch f.Index {
		case 0:
			v.X = ReadFloat64(r)
		case 1:
			v.Y = ReadFloat64(r)
		default:
			r.Skip()
		}
	}
}

// tree is recursive in every way there is.
type tree struct {
	Name string
	Next *tree
	Kids []tree
	Ends map[string]*tree
}

func appendTree(b []byte, v *tree, e *Encoder) []byte {
	if !e.Enter() {
		return msgp.AppendNil(b)
	}
	defer e.Leave()
	if e.Compact {
		b = msgp.AppendArrayHeader(b, 4)
	} else {
		b = msgp.AppendMapHeader(b, 4)
	}
	if !e.Compact {
		b = append(b, "\xa4Name"...)
	}
	b = msgp.AppendString(b, v.Name)
	if !e.Compact {
		b = append(b, "\xa4Next"...)
	}
	b = appendTreePointer(b, v.Next, e)
	if !e.Compact {
		b = append(b, "\xa4Kids"...)
	}
	if v.Kids == nil {
		b = msgp.AppendNil(b)
	} else {
		b = msgp.AppendArrayHeader(b, uint32(len(v.Kids)))
		for i := range v.Kids {
			b = appendTree(b, &v.Kids[i], e)
		}
	}
	if !e.Compact {
		b = append(b, "\xa4Ends"...)
	}
	if v.Ends == nil {
		return msgp.AppendNil(b)
	}
	b = msgp.AppendMapHeader(b, uint32(len(v.Ends)))
	for k, x := range v.Ends {
		b = msgp.AppendString(b, k)
		b = appendTreePointer(b, x, e)
	}
	return b
}

func appendTreePointer(b []byte, v *tree, e *Encoder) []byte {
	if v == nil {
		return msgp.AppendNil(b)
	}
	return appendTree(b, v, e)
}

var fieldsTree = Names{"Name", "Next", "Kids", "Ends"}

func readTree(r *Reader, v *tree) {
	*v = tree{}
	f := r.Struct(fieldsTree)
	for f.Next(r) {
		switch f.Index {
		case 0:
			v.Name = ReadString(r)
		case 1:
			v.Next = readTreePointer(r)
		case 2:
			n, ok := r.Slice(56)
			if !ok {
				break
			}
			v.Kids = make([]tree, n)
			for i := range v.Kids {
				readTree(r, &v.Kids[i])
				if r.Failed() {
					r.AtIndex(i)
					break
				}
			}
		case 3:
			v.Ends = readTreeMap(r)
		default:
			r.Skip()
		}
	}
}

func readTreePointer(r *Reader) *tree {
	if r.Nil() || !r.Charge(56) {
		return nil
	}
	v := new(tree)
	readTree(r, v)
	return v
}

func readTreeMap(r *Reader) map[string]*tree {
	n, ok := r.Map(16 + 8)
	if !ok {
		return nil
	}
	m := make(map[string]*tree, n)
	for range n {
		k := ReadString(r)
		v := readTreePointer(r)
		Put(r, m, k, v)
		if r.Failed() {
			r.AtKey(k)
			break
		}
	}
	return m
}

// bag holds slices, arrays, maps and boxes.
type bag struct {
	Points []point
	Grid   [3]float64
	Digest [4]byte
	Floats []float64
	Ints   []int
	Blob   []byte
	Words  []string
	Counts map[int]uint16
	Boxed  *[]string
	When   time.Time
	Wide   []wide
	Small  int8
}

// wide costs much memory for few bytes: what amplifies most.
type wide struct {
	Pad  [16]uint64
	Name string
}

func appendBag(b []byte, v *bag, e *Encoder) []byte { return AppendAny(b, v, e) }

var fieldsBag = Names{"Points", "Grid", "Digest", "Floats", "Ints", "Blob", "Words", "Counts", "Boxed", "When", "Wide", "Small"}

func readBag(r *Reader, v *bag) {
	*v = bag{}
	f := r.Struct(fieldsBag)
	for f.Next(r) {
		switch f.Index {
		case 0:
			if n, ok := r.Slice(16); ok {
				v.Points = make([]point, n)
				for i := range v.Points {
					readPoint(r, &v.Points[i])
					if r.Failed() {
						r.AtIndex(i)
						break
					}
				}
			}
		case 1:
			ReadNumberArray(r, v.Grid[:])
		case 2:
			ReadByteArray(r, v.Digest[:])
		case 3:
			v.Floats = ReadNumbers[float64](r)
		case 4:
			v.Ints = ReadNumbers[int](r)
		case 5:
			v.Blob = ReadBytes(r)
		case 6:
			v.Words = readStrings(r)
		case 7:
			v.Counts = readCounts(r)
		case 8:
			if !r.Nil() && r.Array(1) && r.Charge(24) {
				w := readStrings(r)
				v.Boxed = &w
			}
		case 9:
			v.When = ReadTime(r)
		case 10:
			if n, ok := r.Slice(144); ok {
				v.Wide = make([]wide, n)
				for i := range v.Wide {
					readWide(r, &v.Wide[i])
					if r.Failed() {
						r.AtIndex(i)
						break
					}
				}
			}
		case 11:
			v.Small = ReadInt8(r)
		default:
			r.Skip()
		}
	}
}

func readCounts(r *Reader) map[int]uint16 {
	n, ok := r.Map(8 + 2)
	if !ok {
		return nil
	}
	m := make(map[int]uint16, n)
	for range n {
		k := ReadInt(r)
		v := ReadUint16(r)
		Put(r, m, k, v)
		if r.Failed() {
			r.AtKey(strconv.Itoa(k))
			break
		}
	}
	return m
}

var fieldsWide = Names{"Pad", "Name"}

func readWide(r *Reader, v *wide) {
	*v = wide{}
	f := r.Struct(fieldsWide)
	for f.Next(r) {
		switch f.Index {
		case 0:
			ReadNumberArray(r, v.Pad[:])
		case 1:
			v.Name = ReadString(r)
		default:
			r.Skip()
		}
	}
}

func someTree() tree {
	return tree{
		Name: "root",
		Next: &tree{Name: "next", Kids: []tree{}},
		Kids: []tree{{Name: "a"}, {Name: "b", Ends: map[string]*tree{}}},
		Ends: map[string]*tree{"nil": nil},
	}
}

func someBag() bag {
	words := []string{"boxed"}
	return bag{
		Points: []point{{1, 2}, {3, 4}},
		Grid:   [3]float64{1, 2, 3},
		Digest: [4]byte{1, 2, 3, 4},
		Floats: []float64{1, 2, 3, 4, 5, 6, 7, 8, 9.5},
		Ints:   []int{-1, 2, 3},
		Blob:   []byte("blob"),
		Words:  []string{"one", "", "three"},
		Counts: map[int]uint16{-7: 7, 1000: 65535},
		Boxed:  &words,
		When:   time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC),
		Wide:   []wide{{Name: "w", Pad: [16]uint64{15: 1 << 63}}},
		Small:  -128,
	}
}
