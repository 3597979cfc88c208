package shapes

import "github.com/bluebird-rpc/bluebird/runtime/codec"

// Shape is a type of this package and its generated codec, for tests that have no use for a call.
type Shape struct {
	Name   string
	New    func() any // a pointer to a zero value
	Append func(b []byte, v any, e *codec.Encoder) []byte
	Read   func(r *codec.Reader, v any)
}

func shape[T any](name string, add func([]byte, *T, *codec.Encoder) []byte, read func(*codec.Reader, *T)) Shape {
	return Shape{
		Name:   name,
		New:    func() any { return new(T) },
		Append: func(b []byte, v any, e *codec.Encoder) []byte { return add(b, v.(*T), e) },
		Read:   func(r *codec.Reader, v any) { read(r, v.(*T)) },
	}
}

// Shapes returns all types of this package.
func Shapes() []Shape {
	var g bluebirdGen
	return []Shape{
		shape("Basics", g.appendBasics, g.readBasics),
		shape("Texts", g.appendTexts, g.readTexts),
		shape("Blocks", g.appendBlocks, g.readBlocks),
		shape("Times", g.appendTimes, g.readTimes),
		shape("Lists", g.appendLists, g.readLists),
		shape("Maps", g.appendMaps, g.readMaps),
		shape("Pointers", g.appendPointers, g.readPointers),
		shape("Tree", g.appendTree, g.readTree),
		shape("Unions", g.appendUnions, g.readUnions),
		shape("Values", g.appendValues, g.readValues),
		shape("Bigs", g.appendBigs, g.readBigs),
		shape("Foreign", g.appendForeign, g.readForeign),
		shape("Nulls", g.appendNulls, g.readNulls),
		shape("Embedded", g.appendEmbedded, g.readEmbedded),
		shape("Generics", g.appendGenerics, g.readGenerics),
		shape("Record", g.appendRecord, g.readRecord),
	}
}

// AppendRecord is the codec of a Record, as calls use it.
func AppendRecord(b []byte, v *Record, e *codec.Encoder) []byte {
	return bluebirdGen{}.appendRecord(b, v, e)
}

// ReadRecord is the codec of a Record, as calls use it.
func ReadRecord(r *codec.Reader, v *Record) { bluebirdGen{}.readRecord(r, v) }
