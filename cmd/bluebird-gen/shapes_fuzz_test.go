package main

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/tinylib/msgp/msgp"

	"github.com/bluebird-rpc/bluebird/internal/arbitrary"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
	"github.com/bluebird-rpc/bluebird/testdata/ok/shapes"
	"github.com/bluebird-rpc/bluebird/testdata/ok/shapes/figure"
)

// Each shape has a target of its own, so that the fuzzer learns what leads deeper into each. Between them they hold every
// kind of type.

func FuzzShapeBasics(f *testing.F)   { fuzzShape(f, "Basics") }
func FuzzShapeTexts(f *testing.F)    { fuzzShape(f, "Texts") }
func FuzzShapeBlocks(f *testing.F)   { fuzzShape(f, "Blocks") }
func FuzzShapeTimes(f *testing.F)    { fuzzShape(f, "Times") }
func FuzzShapeLists(f *testing.F)    { fuzzShape(f, "Lists") }
func FuzzShapeMaps(f *testing.F)     { fuzzShape(f, "Maps") }
func FuzzShapePointers(f *testing.F) { fuzzShape(f, "Pointers") }
func FuzzShapeTree(f *testing.F)     { fuzzShape(f, "Tree") }
func FuzzShapeUnions(f *testing.F)   { fuzzShape(f, "Unions") }
func FuzzShapeValues(f *testing.F)   { fuzzShape(f, "Values") }
func FuzzShapeBigs(f *testing.F)     { fuzzShape(f, "Bigs") }
func FuzzShapeForeign(f *testing.F)  { fuzzShape(f, "Foreign") }
func FuzzShapeNulls(f *testing.F)    { fuzzShape(f, "Nulls") }
func FuzzShapeEmbedded(f *testing.F) { fuzzShape(f, "Embedded") }
func FuzzShapeGenerics(f *testing.F) { fuzzShape(f, "Generics") }
func FuzzShapeRecord(f *testing.F)   { fuzzShape(f, "Record") }

// TestEveryShapeHasAFuzzTarget reads this file.
func TestEveryShapeHasAFuzzTarget(t *testing.T) {
	source := read(t, "shapes_fuzz_test.go")
	for _, s := range shapes.Shapes() {
		if !strings.Contains(source, "func FuzzShape"+s.Name+"(") {
			t.Errorf("there is no FuzzShape%s", s.Name)
		}
	}
}

// shapeCalled returns a shape by its name.
func shapeCalled(t testing.TB, name string) shapes.Shape {
	t.Helper()
	list := shapes.Shapes()
	i := slices.IndexFunc(list, func(s shapes.Shape) bool { return s.Name == name })
	if i < 0 {
		t.Fatalf("there is no shape %s", name)
	}
	return list[i]
}

// fuzzShape checks what must hold for any message that is read as a shape. It starts from honest values, and from messages that
// are none.
func fuzzShape(f *testing.F, name string) {
	s := shapeCalled(f, name)
	for seed := range uint64(4) {
		f.Add(encodeShape(f, s, random(s, seed), false), false)
		f.Add(encodeShape(f, s, random(s, seed), true), true)
	}
	first := reflect.TypeOf(s.New()).Elem().Field(0).Name // one field will do to show what bombs look like
	for key, msg := range bombs() {
		if len(msg) < 4096 && strings.HasSuffix(key, " "+name+"."+first) {
			f.Add(msg, false)
		}
	}
	for _, msg := range nested(name) {
		f.Add(msg, false)
	}
	f.Fuzz(func(t *testing.T, msg []byte, compact bool) { hostile(t, s, msg, compact) })
}

// nested returns messages with a field of a shape that is nested as deep as MaxDepth, and one level deeper.
func nested(name string) [][]byte {
	field := map[string]string{"Tree": "\xa4Left", "Values": "\xa3Any", "Lists": "\xa5Lists"}[name]
	if field == "" {
		field = "\xa4none"
	}
	var list [][]byte
	for _, levels := range []int{codec.DefaultMaxDepth, codec.DefaultMaxDepth + 1} {
		arrays := "\x91\x81" + field + strings.Repeat("\x91", levels-1) + "\xc0"
		structs := "\x91" + strings.Repeat("\x81"+field, levels) + "\xc0"
		list = append(list, []byte(arrays), []byte(structs))
	}
	return list
}

// decode reads a message as a shape, with a Reader that has read another one before.
func decode(s shapes.Shape, msg []byte, compact bool, lim codec.Limits) (any, error) {
	var r codec.Reader
	r.Open([]byte("\x93\xa5stale\x81\xa5stale\xc3\xc0"), !compact, codec.Limits{})
	codec.ReadString(&r)
	r.ReadAny()
	v := s.New()
	r.Open(msg, compact, lim)
	s.Read(&r, v)
	return v, r.Err()
}

// hostile reads msg as a shape, and checks what must hold for any message.
func hostile(t testing.TB, s shapes.Shape, msg []byte, compact bool) {
	t.Helper()
	var r codec.Reader
	v := s.New()
	cost := allocation(func() {
		r.Open(msg, compact, codec.Limits{})
		s.Read(&r, v)
	})
	most := uint64(64*len(msg) + 1<<20)
	if !strings.Contains("Foreign Pointers Bigs", s.Name) && cost > most+most/10 { // what their own decoders allocate is beyond us
		t.Errorf("%d bytes cost %d bytes of memory, %d are allowed", len(msg), cost, most)
	}
	again, err := decode(s, msg, compact, codec.Limits{})
	if (err == nil) != (r.Err() == nil) || err == nil && !arbitrary.Equal(again, v) {
		t.Errorf("read twice:\n%+v, %v\n%+v, %v", v, r.Err(), again, err)
	}
	depthIsBounded(t, s, msg, compact, r.Err())
	dynamicAgrees(t, s, msg, compact, v, r.Err())
	if r.Failed() {
		return
	}
	if err := encodeAgain(t, s, v, compact); err != nil && !ownCodecs(s) {
		t.Errorf("what was read cannot be sent: %v\n%+v", err, v)
	}
}

// encodeAgain checks that what was read can be sent, and arrives as the same. Where it holds types with codecs of their own it may change
// once: a url.URL does, if its path is badly escaped.
func encodeAgain(t testing.TB, s shapes.Shape, v any, compact bool) error {
	t.Helper()
	rounds := 1
	if ownCodecs(s) {
		rounds = 2
	}
	for {
		e := codec.Encoder{Compact: compact, NoRefs: true}
		msg := s.Append(msgp.AppendArrayHeader(nil, 1), v, &e)
		if err := e.Err(); err != nil {
			return err
		}
		again, err := decode(s, msg, compact, codec.Limits{MaxDecoded: -1})
		same := arbitrary.Equal(again, v)
		if rounds--; err != nil || !same && rounds == 0 {
			t.Errorf("what was read and sent again arrives as\n%+v, %v; want\n%+v", again, err, v)
		}
		if same || rounds == 0 {
			return nil
		}
		v = again
	}
}

// ownCodecs reports whether a shape holds types whose own codecs are not exact, or refuse to send what they have read.
func ownCodecs(s shapes.Shape) bool { return s.Name == "Foreign" || s.Name == "Pointers" }

// depthIsBounded checks that a message is refused where MaxDepth is less than its depth, and read as before where it is not.
func depthIsBounded(t testing.TB, s shapes.Shape, msg []byte, compact bool, want error) {
	t.Helper()
	if codec.Scan(msg, -1) != nil {
		return
	}
	depth, _ := depthOf(msg)
	depth-- // the array of values holds the message together
	var e *codec.Error
	if depth > codec.DefaultMaxDepth && (!errors.As(want, &e) || e.Kind != codec.Depth) {
		t.Errorf("%d levels are taken, or refused for another reason: %v", depth, want)
	}
	if depth < 2 || depth > codec.DefaultMaxDepth {
		return
	}
	if _, err := decode(s, msg, compact, codec.Limits{MaxDepth: depth}); (err == nil) != (want == nil) {
		t.Errorf("%d levels, MaxDepth %[1]d: %v; without %v", depth, err, want)
	}
	if _, err := decode(s, msg, compact, codec.Limits{MaxDepth: depth - 1}); !errors.As(err, &e) || e.Kind != codec.Depth {
		t.Errorf("%d levels, MaxDepth %d: %v; want an error of the depth", depth, depth-1, err)
	}
}

// depthOf returns how many arrays and maps of a well-formed value stand in each other, and what is behind the value. Empty ones
// count for nothing.
func depthOf(b []byte) (depth int, rest []byte) {
	n := uint32(0)
	switch msgp.NextType(b) {
	case msgp.ArrayType:
		n, b, _ = msgp.ReadArrayHeaderBytes(b)
	case msgp.MapType:
		n, b, _ = msgp.ReadMapHeaderBytes(b)
		n *= 2
	default:
		rest, _ = msgp.Skip(b)
		return 0, rest
	}
	if n == 0 {
		return 0, b
	}
	for range n {
		var d int
		d, b = depthOf(b)
		depth = max(depth, d)
	}
	return depth + 1, b
}

// dynamicAgrees reads a message by reflection, into a target that holds something else. It must be taken and refused as by the
// generated code, with the same values. Where a shape has fields that reflection cannot know, it reads the others, and has to take
// what the generated code took.
func dynamicAgrees(t testing.TB, s shapes.Shape, msg []byte, compact bool, generated any, want error) {
	t.Helper()
	typ, all := known(reflect.TypeOf(s.New()).Elem())
	if !all && (compact || want != nil) {
		return
	}
	v := reflect.New(typ)
	randomMaker(7).Fill(v.Elem(), 2)
	var r codec.Reader
	r.Open(msg, compact, codec.Limits{})
	if r.Len() == 0 {
		return // there is no value to read, and generated code has read zero values
	}
	codec.ReadInto(&r, v.Interface())
	if budget(want) || budget(r.Err()) {
		return // reflection needs a little more memory
	}
	if compact && want != nil && !r.Failed() {
		return // reflection takes arrays of fields that are too short or too long
	}
	if r.Failed() != (want != nil) {
		t.Errorf("generated code says %v, reflection says %v", want, r.Err())
	}
	if r.Failed() || want != nil {
		return
	}
	for i := range typ.NumField() {
		f := typ.Field(i)
		if !f.IsExported() && !f.Anonymous {
			continue
		}
		other, _ := reflect.TypeOf(generated).Elem().FieldByName(f.Name)
		if a, b := v.Elem().Field(i), reflect.ValueOf(generated).Elem().FieldByIndex(other.Index); !arbitrary.EqualValues(a, b) {
			t.Errorf("%s: generated code read %+v, reflection %+v", f.Name, b, a)
		}
	}
}

func budget(err error) bool {
	var e *codec.Error
	return errors.As(err, &e) && e.Kind == codec.Budget
}

// known returns a struct type without those fields that reflection reads otherwise than generated code: interfaces with variants,
// and types that a directive is about.
func known(t reflect.Type) (same reflect.Type, all bool) {
	var fields []reflect.StructField
	for i := range t.NumField() {
		if f := t.Field(i); !holdsUnknown(f.Type, map[reflect.Type]bool{}) {
			fields = append(fields, f)
		}
	}
	if len(fields) == t.NumField() {
		return t, true
	}
	return reflect.StructOf(fields), false
}

// holdsUnknown reports whether values of a type may hold one that only generated code knows.
func holdsUnknown(t reflect.Type, seen map[reflect.Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	switch {
	case t == reflect.TypeFor[figure.Grade]():
		return true
	case t.Kind() == reflect.Interface:
		return t.NumMethod() > 0 && t != reflect.TypeFor[error]()
	}
	switch t.Kind() {
	case reflect.Map:
		return holdsUnknown(t.Key(), seen) || holdsUnknown(t.Elem(), seen)
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return holdsUnknown(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if holdsUnknown(t.Field(i).Type, seen) {
				return true
			}
		}
	}
	return false
}

// What the fuzz targets check holds for honest values, and for the bombs of the catalogue that are not long.
func TestHostileChecksHold(t *testing.T) {
	for _, s := range shapes.Shapes() {
		t.Run(s.Name, func(t *testing.T) {
			for seed := range uint64(20) {
				for _, compact := range []bool{false, true} {
					hostile(t, s, encodeShape(t, s, random(s, seed), compact), compact)
				}
			}
			for _, msg := range nested(s.Name) {
				hostile(t, s, msg, false)
			}
		})
	}
}
