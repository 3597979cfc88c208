package emit

import (
	"fmt"
	"go/types"
	"strings"

	j "github.com/dave/jennifer/jen"

	"github.com/bluebird-rpc/bluebird/internal/model"
)

// codecs writes the functions that append and read values, as far as this half needs them: the server reads
// parameters and appends results, the client does the opposite.
func (f *file) codecs() {
	for _, t := range f.pkg.Types {
		appends, reads := t.In, t.Out
		if f.server {
			appends, reads = t.Out || t.InError, t.In || t.InError
		}
		if appends {
			f.declare("", f.appendFunc(t))
		}
		if reads {
			f.declare("", f.readFunc(t))
		}
	}
}

// appendFunc writes
//
//	func (g bluebirdGen) appendPoint(b []byte, v *Point, e *codec.Encoder) []byte { … }
func (f *file) appendFunc(t *model.Type) j.Code {
	v := f.goType(t.Go)
	if byPointer(t) {
		v = j.Op("*").Add(v)
	}
	return f.codecFunc("append"+t.Func).
		Params(j.Id("b").Add(f.bytes()), j.Id("v").Add(v), j.Id("e").Op("*").Add(f.codec("Encoder"))).
		Add(f.bytes()).
		BlockFunc(func(g *j.Group) {
			switch t.Kind {
			case model.Struct:
				f.appendStruct(g, t)
			case model.Array:
				f.appendArray(g, t)
			case model.Slice:
				f.appendSlice(g, t)
			case model.Map:
				f.appendMap(g, t)
			case model.Pointer:
				f.appendPointer(g, t)
			case model.Union:
				f.appendUnion(g, t)
			}
		})
}

// codecFunc writes the head of a codec function: a method in the server's half, a function in the client's.
func (f *file) codecFunc(name string) *j.Statement {
	if !f.server {
		return j.Func().Id(f.funcs[name])
	}
	return j.Func().Params(f.self()).Id(f.funcs[name])
}

// callee writes the name of a codec function as its callers do.
func (f *file) callee(name string) *j.Statement {
	if !f.server {
		return j.Id(f.funcs[name])
	}
	return j.Id(f.receiver).Dot(f.funcs[name])
}

// appendStruct writes
//
//	if e.Compact {
//		b = msgp.AppendArrayHeader(b, 2)
//	} else {
//		b = msgp.AppendMapHeader(b, 2)
//		b = append(b, "\xa1X"...)
//	}
//	b = msgp.AppendFloat64(b, v.X)
//	if !e.Compact {
//		b = append(b, "\xa1Y"...)
//	}
//	b = msgp.AppendFloat64(b, v.Y)
//	return b
func (f *file) appendStruct(g *j.Group, t *model.Type) {
	f.enter(g, t)
	g.If(j.Id("e").Dot("Compact")).Block(
		f.appendHeader("Array", len(t.Fields)),
	).Else().BlockFunc(func(g *j.Group) {
		g.Add(f.appendHeader("Map", len(t.Fields)))
		if len(t.Fields) > 0 {
			g.Add(f.appendName(t.Fields[0]))
		}
	})
	for i, field := range t.Fields {
		if i > 0 {
			g.If(j.Op("!").Id("e").Dot("Compact")).Block(f.appendName(field))
		}
		g.Add(f.append("b", "v."+field.Name, "e", field.Type))
	}
	f.leave(g, t)
}

// appendHeader writes b = msgp.AppendArrayHeader(b, 2).
func (f *file) appendHeader(kind string, n int) j.Code {
	return j.Id("b").Op("=").Add(f.msgp("Append"+kind+"Header")).Call(j.Id("b"), j.Lit(n))
}

// appendName writes b = append(b, "\xa1X"...).
func (f *file) appendName(field model.Field) j.Code {
	return j.Id("b").Op("=").Add(f.appendText(wireString(field.Wire)))
}

// wireString returns s as msgpack.
func wireString(s string) string {
	switch n := len(s); {
	case n < 32:
		return string([]byte{0xa0 | byte(n)}) + s
	case n < 1<<8:
		return string([]byte{0xd9, byte(n)}) + s
	case n < 1<<16:
		return string([]byte{0xda, byte(n >> 8), byte(n)}) + s
	default:
		return string([]byte{0xdb, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}) + s
	}
}

// enter writes, for values that may contain themselves,
//
//	if !e.Enter() {
//		return msgp.AppendNil(b)
//	}
func (f *file) enter(g *j.Group, t *model.Type) {
	if guarded(t) {
		g.If(j.Op("!").Id("e").Dot("Enter").Call()).Block(
			j.Return(f.msgp("AppendNil").Call(j.Id("b"))),
		)
	}
}

// leave writes the end of what enter began, and of the function:
//
//	e.Leave()
//	return b
func (f *file) leave(g *j.Group, t *model.Type) {
	if guarded(t) {
		g.Id("e").Dot("Leave").Call()
	}
	g.Return(j.Id("b"))
}

// guarded reports whether the encoder of t counts how deep it is. On every cycle of types is one with a name, and
// to count those is enough.
func guarded(t *model.Type) bool {
	_, named := t.Go.(*types.Named)
	return t.Recursive && named
}

// appendArray writes
//
//	b = msgp.AppendArrayHeader(b, 3)
//	for i := range v {
//		b = g.appendPoint(b, &v[i], e)
//	}
func (f *file) appendArray(g *j.Group, t *model.Type) {
	f.enter(g, t)
	g.Add(f.appendHeader("Array", int(t.Len)))
	f.appendElements(g, t)
	f.leave(g, t)
}

// appendSlice writes
//
//	if v == nil {
//		return msgp.AppendNil(b)
//	}
//	b = msgp.AppendArrayHeader(b, uint32(len(v)))
//	for i := range v {
//		b = g.appendPoint(b, &v[i], e)
//	}
func (f *file) appendSlice(g *j.Group, t *model.Type) {
	f.appendIfNil(g, t)
	f.enter(g, t)
	g.Id("b").Op("=").Add(f.msgp("AppendArrayHeader")).Call(j.Id("b"), f.length(t, "v"))
	f.appendElements(g, t)
	f.leave(g, t)
}

func (f *file) appendElements(g *j.Group, t *model.Type) {
	g.For(j.Id("i").Op(":=").Range().Id("v")).Block(f.append("b", "v[i]", "e", t.Elem))
}

// appendIfNil writes
//
//	if v == nil {
//		return msgp.AppendNil(b)
//	}
func (f *file) appendIfNil(g *j.Group, t *model.Type) {
	g.If(f.isNil(t, "v")).Block(j.Return(f.msgp("AppendNil").Call(j.Id("b"))))
}

// appendMap writes
//
//	if v == nil {
//		return msgp.AppendNil(b)
//	}
//	b = msgp.AppendMapHeader(b, uint32(len(v)))
//	for k, x := range v {
//		b = msgp.AppendString(b, k)
//		b = g.appendPoint(b, &x, e)
//	}
func (f *file) appendMap(g *j.Group, t *model.Type) {
	f.appendIfNil(g, t)
	f.enter(g, t)
	g.Id("b").Op("=").Add(f.msgp("AppendMapHeader")).Call(j.Id("b"), f.length(t, "v"))
	g.For(j.List(j.Id("k"), j.Id("x")).Op(":=").Range().Id("v")).BlockFunc(func(g *j.Group) {
		if hasFloats(t.Key) {
			g.Add(f.codec("CheckKey")).Call(j.Id("k"), j.Id("e"))
		}
		g.Add(f.append("b", "k", "e", t.Key))
		g.Add(f.append("b", "x", "e", t.Elem))
	})
	f.leave(g, t)
}

// appendPointer writes
//
//	if v == nil {
//		return msgp.AppendNil(b)
//	}
//	return g.appendPoint(b, v, e)
//
// What a pointer points to may itself be nil. It then stands in an array of one, so that the two can be told apart:
//
//	b = msgp.AppendArrayHeader(b, 1)
//	return g.appendSlicePoint(b, *v, e)
//
// A struct that writes its own msgpack does not, since few of them write nil. For one that does there is
//
//	return codec.AppendMsgpPointer(b, v, e)
func (f *file) appendPointer(g *j.Group, t *model.Type) {
	f.appendIfNil(g, t)
	if t.Elem.Codec == model.Msgp && !t.Boxed {
		g.Return(f.codec("AppendMsgpPointer").Call(j.Id("b"), j.Id("v"), j.Id("e")))
		return
	}
	f.enter(g, t)
	if t.Boxed {
		g.Add(f.appendHeader("Array", 1))
	}
	if !guarded(t) {
		g.Return(f.appended("b", "*v", "e", t.Elem))
		return
	}
	g.Add(f.append("b", "*v", "e", t.Elem))
	f.leave(g, t)
}

// append writes the statement that appends x, an expression of type t, to buf:
//
//	b = msgp.AppendFloat64(b, float64(v.Degrees))
//	b = codec.AppendTime(b, v.At)
//	b = codec.AppendBytes(b, v.Hash[:], e)
//	b = g.appendPoint(b, &v.Center, e)
func (f *file) append(buf, x, encoder string, t *model.Type) j.Code {
	return j.Id(buf).Op("=").Add(f.appended(buf, x, encoder, t))
}

// appended writes the right side of such a statement.
func (f *file) appended(buf, x, encoder string, t *model.Type) j.Code {
	b, e := j.Id(buf), j.Id(encoder)
	switch t.Kind {
	case model.Time:
		return f.codec("AppendTime").Call(b, j.Id(x))
	case model.Bytes:
		return f.codec("AppendBytes").Call(b, j.Id(x), e)
	case model.ByteArray:
		return f.codec("AppendBytes").Call(b, j.Id(elements(x)), e)
	case model.Block:
		return f.codec("AppendNumbers").Call(b, j.Id(x), e)
	case model.BlockArray:
		return f.codec("AppendNumbers").Call(b, j.Id(elements(x)), e)
	case model.Struct, model.Array:
		return f.callee("append"+t.Func).Call(b, j.Id(address(x)), e)
	case model.Slice, model.Map, model.Pointer, model.Union:
		return f.callee("append"+t.Func).Call(b, j.Id(x), e)
	case model.Foreign:
		return f.appendForeign(b, j.Id(address(x)), e, t)
	case model.Any:
		return f.codec("AppendTyped").Call(b, j.Id(x), e)
	case model.Error:
		return f.bluebird("AppendError").Call(b, j.Id(x), e)
	}
	value := j.Id(x)
	if !isBasic(t) {
		value = f.predeclared(basicName(t.Kind)).Call(value)
	}
	switch t.Kind {
	case model.String, model.Int, model.Int64, model.Float64: // short forms are inlined
		return f.codec("Append"+msgpNames[t.Kind]).Call(b, value)
	}
	return f.msgp("Append"+msgpNames[t.Kind]).Call(b, value)
}

// address returns &x; for the pointee *v that is v.
func address(x string) string {
	if pointer, ok := strings.CutPrefix(x, "*"); ok {
		return pointer
	}
	return "&" + x
}

// elements returns x[:]; for the pointee *v that is v[:].
func elements(x string) string { return strings.TrimPrefix(x, "*") + "[:]" }

// readFunc writes, for structs and arrays,
//
//	func (g bluebirdGen) readPoint(r *codec.Reader, v *Point) { … }
//
// where v points to a zero value, and for all other types
//
//	func (g bluebirdGen) readSlicePoint(r *codec.Reader) []Point { … }
func (f *file) readFunc(t *model.Type) j.Code {
	head := f.codecFunc("read" + t.Func)
	r := j.Id("r").Op("*").Add(f.codec("Reader"))
	if byPointer(t) {
		head.Params(r, j.Id("v").Op("*").Add(f.goType(t.Go)))
	} else {
		head.Params(r).Add(f.goType(t.Go))
	}
	return head.BlockFunc(func(g *j.Group) {
		switch t.Kind {
		case model.Struct:
			f.readStruct(g, t)
		case model.Array:
			f.readArray(g, t)
		case model.Slice:
			f.readSlice(g, t)
		case model.Map:
			f.readMap(g, t)
		case model.Pointer:
			f.readPointer(g, t)
		case model.Union:
			f.readUnion(g, t)
		}
	})
}

// readStruct writes what readTaken shows, and for structs that codec.Taken cannot read
//
//	f := r.Struct(codec.Names{"X", "Y"})
//	f.Was(codec.Names{"Left", "Top"}, 0, 1)
//	for f.Next(r) {
//		switch f.Index {
//		case 0:
//			v.X = codec.ReadFloat64(r)
//		case 1:
//			v.Y = codec.ReadFloat64(r)
//		default:
//			r.Skip()
//		}
//	}
//	if r.Failed() {
//		*v = Point{}
//	}
func (f *file) readStruct(g *j.Group, t *model.Type) {
	if takes(t) {
		f.readTaken(g, t)
		return
	}
	var names, former []string
	var now []j.Code
	for i, field := range t.Fields {
		names = append(names, field.Wire)
		for _, name := range field.Was {
			former, now = append(former, name), append(now, j.Lit(i))
		}
	}
	skip := j.Id("r").Dot("Skip").Call()
	g.Id("f").Op(":=").Id("r").Dot("Struct").Call(f.fieldNames(names))
	if len(former) > 0 {
		g.Id("f").Dot("Was").Call(append([]j.Code{f.fieldNames(former)}, now...)...)
	}
	g.For(j.Id("f").Dot("Next").Call(j.Id("r"))).BlockFunc(func(g *j.Group) {
		if len(t.Fields) == 0 {
			g.Add(skip)
			return
		}
		g.Switch(j.Id("f").Dot("Index")).BlockFunc(func(g *j.Group) {
			for i, field := range t.Fields {
				g.Case(j.Lit(i)).Block(f.read("v."+field.Name, "r", field.Type))
			}
			g.Default().Block(skip)
		})
	})
	if len(t.Fields) > 0 {
		g.Add(f.zeroIfFailed(t))
	}
}

// zeroIfFailed writes what takes back the fields of a struct that were read before one that cannot be.
func (f *file) zeroIfFailed(t *model.Type) j.Code {
	return j.If(j.Id("r").Dot("Failed").Call()).Block(j.Op("*").Id("v").Op("=").Add(f.zero(t.Go)))
}

// fieldNames writes codec.Names{"X", "Y"}, in several lines if there are many.
func (f *file) fieldNames(names []string) j.Code {
	const perLine = 6
	list := f.codec("Names")
	if len(names) <= perLine {
		return list.ValuesFunc(func(g *j.Group) {
			for _, name := range names {
				g.Lit(name)
			}
		})
	}
	return list.ValuesFunc(func(g *j.Group) {
		for i, name := range names {
			if i%perLine == 0 {
				g.Line().Lit(name)
			} else {
				g.Lit(name)
			}
		}
		g.Line()
	})
}

// readArray writes
//
//	if !r.Array(3) {
//		return
//	}
//	for i := range v {
//		g.readPoint(r, &v[i])
//		if r.Failed() {
//			r.AtIndex(i)
//			return
//		}
//	}
func (f *file) readArray(g *j.Group, t *model.Type) {
	g.If(j.Op("!").Id("r").Dot("Array").Call(j.Op(fmt.Sprint(t.Len)))).Block(j.Return())
	f.readElements(g, t)
}

func (f *file) readElements(g *j.Group, t *model.Type, onFailure ...j.Code) {
	g.For(j.Id("i").Op(":=").Range().Id("v")).Block(
		f.read("v[i]", "r", t.Elem),
		j.If(j.Id("r").Dot("Failed").Call()).Block(
			j.Id("r").Dot("AtIndex").Call(j.Id("i")),
			j.Return(onFailure...),
		),
	)
}

// readSlice writes
//
//	n, ok := r.Slice(16)
//	if !ok {
//		return nil
//	}
//	v := make([]Point, n)
//	for i := range v {
//		g.readPoint(r, &v[i])
//		if r.Failed() {
//			r.AtIndex(i)
//			return nil
//		}
//	}
//	return v
//
// A []any is read by codec.ReadAnys(r).
func (f *file) readSlice(g *j.Group, t *model.Type) {
	if t.Elem.Kind == model.Any && isAny(t.Elem.Go) {
		g.Return(f.codec("ReadAnys").Call(j.Id("r")))
		return
	}
	f.readHeader(g, t, "Slice", t.Elem.Size)
	g.Id("v").Op(":=").Add(f.make(t, "n"))
	f.readElements(g, t, f.zero(t.Go))
	g.Return(j.Id("v"))
}

// readHeader writes
//
//	n, ok := r.Slice(16)
//	if !ok {
//		return nil
//	}
func (f *file) readHeader(g *j.Group, t *model.Type, kind string, size int64) {
	g.List(j.Id("n"), j.Id("ok")).Op(":=").Id("r").Dot(kind).Call(j.Op(fmt.Sprint(size)))
	g.If(j.Op("!").Id("ok")).Block(j.Return(f.zero(t.Go)))
}

// readMap writes
//
//	n, ok := r.Map(32)
//	if !ok {
//		return nil
//	}
//	m := make(map[string]Point, n)
//	for range n {
//		k := codec.ReadString(r)
//		var x Point
//		g.readPoint(r, &x)
//		codec.Put(r, m, k, x)
//		if r.Failed() {
//			r.AtKey(k)
//			return nil
//		}
//	}
//	return m
//
// Keys that are no strings are told by their place:
//
//	for i := range n {
func (f *file) readMap(g *j.Group, t *model.Type) {
	f.readHeader(g, t, "Map", t.Key.Size+max(t.Elem.Size, 1))
	g.Id("m").Op(":=").Add(f.make(t, "n"))

	loop, place := j.Range().Id("n"), j.Id("r").Dot("AtKey").Call(j.Id("k"))
	switch {
	case t.Key.Kind != model.String:
		loop, place = j.Id("i").Op(":=").Add(loop), j.Id("r").Dot("AtIndex").Call(j.Id("i"))
	case !isBasic(t.Key):
		place = j.Id("r").Dot("AtKey").Call(f.predeclared("string").Call(j.Id("k")))
	}
	g.For(loop).BlockFunc(func(g *j.Group) {
		f.readNew(g, "k", "r", t.Key)
		f.readNew(g, "x", "r", t.Elem)
		g.Add(f.codec("Put")).Call(j.Id("r"), j.Id("m"), j.Id("k"), j.Id("x"))
		g.If(j.Id("r").Dot("Failed").Call()).Block(place, j.Return(f.zero(t.Go)))
	})
	g.Return(j.Id("m"))
}

// readPointer writes
//
//	if r.Nil() || !r.Charge(16) {
//		return nil
//	}
//	v := new(Point)
//	g.readPoint(r, v)
//	return v
//
// and begins, if what it points to stands in an array of one, with
//
//	if !r.Array(1) || !r.Charge(24) {
func (f *file) readPointer(g *j.Group, t *model.Type) {
	none := j.Id("r").Dot("Nil").Call()
	if t.Boxed {
		none = j.Op("!").Id("r").Dot("Array").Call(j.Lit(1))
	}
	g.If(none.Op("||").Op("!").Id("r").Dot("Charge").Call(j.Op(fmt.Sprint(t.Elem.Size)))).Block(
		j.Return(f.zero(t.Go)),
	)
	g.Id("v").Op(":=").Add(f.new(t.Elem))
	g.Add(f.read("*v", "r", t.Elem))
	g.Return(j.Id("v"))
}

// inPlace reports whether values of t are read into a variable that is there already.
func inPlace(t *model.Type) bool {
	return byPointer(t) || t.Kind == model.Foreign || t.Kind == model.ByteArray || t.Kind == model.BlockArray
}

// readNew writes the statements that declare and read the variable x:
//
//	a := codec.ReadFloat64(r)
//
//	var p Point
//	g.readPoint(r, &p)
func (f *file) readNew(g *j.Group, x, reader string, t *model.Type) {
	if inPlace(t) {
		g.Var().Id(x).Add(f.goType(t.Go))
		g.Add(f.read(x, reader, t))
		return
	}
	g.Id(x).Op(":=").Add(f.value(reader, t))
}

// read writes the statement that reads a value of type t into x, which is zero:
//
//	v.X = codec.ReadFloat64(r)
//	g.readPoint(r, &v.Center)
func (f *file) read(x, reader string, t *model.Type) j.Code {
	r := j.Id(reader)
	switch {
	case t.Kind == model.Foreign:
		return f.readForeign(r, j.Id(address(x)), t)
	case byPointer(t):
		return f.callee("read"+t.Func).Call(r, j.Id(address(x)))
	case inPlace(t):
		return f.codec("ReadNumberArray").Call(r, j.Id(elements(x)))
	}
	return j.Id(x).Op("=").Add(f.value(reader, t))
}

// value writes the expression that reads a value of type t, which is not read in place:
//
//	codec.ReadFloat64(r)
//	Celsius(codec.ReadFloat64(r))
//	codec.ReadNumbers[float64](r)
//	g.readSlicePoint(r)
func (f *file) value(reader string, t *model.Type) j.Code {
	r := j.Id(reader)
	switch t.Kind {
	case model.Time:
		return f.codec("ReadTime").Call(r)
	case model.Bytes:
		return f.readBytes(r, t)
	case model.Block:
		return f.codec("ReadNumbers").Types(f.goType(elemOf(t.Go))).Call(r)
	case model.Slice, model.Map, model.Pointer, model.Union:
		return f.callee("read" + t.Func).Call(r)
	case model.Error:
		return f.bluebird("ReadError").Call(r)
	case model.Any:
		return f.readAny(r, t)
	}
	read := f.codec("Read" + msgpNames[t.Kind]).Call(r)
	if isBasic(t) {
		return read
	}
	return f.goType(t.Go).Call(read)
}

// readBytes writes codec.ReadBytes(r), or codec.ReadNumbers[Cell](r) if the bytes have a type of their own.
func (f *file) readBytes(r j.Code, t *model.Type) j.Code {
	if _, plain := types.Unalias(elemOf(t.Go)).(*types.Basic); plain {
		return f.codec("ReadBytes").Call(r)
	}
	return f.codec("ReadNumbers").Types(f.goType(elemOf(t.Go))).Call(r)
}
