package schema

import (
	"strings"
	"testing"

	"github.com/bluebird-rpc/bluebird/internal/model"
)

func basic(k model.Kind) *model.Type { return &model.Type{Kind: k} }

func slice(elem *model.Type) *model.Type { return &model.Type{Kind: model.Slice, Elem: elem} }

func pointer(elem *model.Type) *model.Type { return &model.Type{Kind: model.Pointer, Elem: elem} }

func field(wire string, t *model.Type) model.Field {
	return model.Field{Name: wire, Wire: wire, Type: t}
}

func structure(fields ...model.Field) *model.Type {
	return &model.Type{Kind: model.Struct, Fields: fields}
}

func point() *model.Type {
	return structure(field("X", basic(model.Float64)), field("Y", basic(model.Float64)))
}

// list is type List struct { Value int; Next *List }, with the loop unrolled n times: the same wire
// shape for every n.
func list(n int) *model.Type {
	first := structure()
	last := first
	for range n {
		next := structure()
		last.Fields = []model.Field{field("Value", basic(model.Int)), field("Next", pointer(next))}
		last = next
	}
	last.Fields = []model.Field{field("Value", basic(model.Int)), field("Next", pointer(first))}
	return first
}

func method(params []*model.Type, results ...*model.Type) *model.Method {
	m := &model.Method{}
	for _, t := range params {
		m.Params = append(m.Params, model.Value{Type: t})
	}
	for _, t := range results {
		m.Results = append(m.Results, model.Value{Type: t})
	}
	return m
}

type params = []*model.Type

func TestTextIsWhatTheCommentShows(t *testing.T) {
	m := method(params{slice(point()), basic(model.String)}, basic(model.Bool))
	want := `bluebird1
unary
params #0 string
results bool
#0 slice #1
#1 struct "X":float64 "Y":float64
`
	if got := Text(m); got != want {
		t.Errorf("Text:\n%s\nwant:\n%s", got, want)
	}
}

func TestEqualShapesHaveEqualFingerprints(t *testing.T) {
	shared := point()
	named := point()
	named.Func, named.Copied = "Punkt", true
	renamed := method(params{point()})
	renamed.GoName, renamed.WireName, renamed.Context, renamed.Error = "Draw", "x.Draw", true, true
	renamed.Params[0].Name = "where"

	for _, tt := range []struct {
		name string
		a, b *model.Method
	}{
		{"nothing", method(nil), method(nil)},
		{"copy", method(params{point()}), method(params{named})},
		{"names of method and parameter", method(params{point()}), renamed},
		{"one type twice, two types", method(params{shared, shared}), method(params{point(), point()})},
		{"recursion, unrolled", method(params{list(0)}), method(params{list(2)})},
		{"recursion, entered elsewhere", method(params{list(0), list(0)}), method(params{list(3), list(1)})},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if Fingerprint(tt.a) != Fingerprint(tt.b) {
				t.Errorf("different texts:\n%s\n%s", Text(tt.a), Text(tt.b))
			}
		})
	}
}

func TestEveryChangeOfShapeChangesTheFingerprint(t *testing.T) {
	flow := func(role model.Role, kind model.FlowKind, f model.Flow) *model.Method {
		f.Kind = kind
		m := method(nil)
		m.Params = []model.Value{{Role: role, Flow: &f}}
		m.Flows = []model.FlowKind{kind}
		return m
	}
	callback := func(params, results params) *model.Method {
		fn := &model.Func{}
		for _, t := range params {
			fn.Params = append(fn.Params, model.Value{Type: t})
		}
		for _, t := range results {
			fn.Results = append(fn.Results, model.Value{Type: t})
		}
		return flow(model.Callback, model.FuncFlow, model.Flow{Func: fn})
	}
	bidi := method(params{point()})
	bidi.Shape = model.Bidi
	methods := map[string]*model.Method{
		"nothing":             method(nil),
		"one parameter":       method(params{point()}),
		"as a result":         method(nil, point()),
		"two parameters":      method(params{point(), point()}),
		"one of each":         method(params{point()}, point()),
		"slice":               method(params{slice(point())}),
		"slice of slices":     method(params{slice(slice(point()))}),
		"pointer":             method(params{pointer(point())}),
		"int":                 method(params{basic(model.Int)}),
		"int64":               method(params{basic(model.Int64)}),
		"string":              method(params{basic(model.String)}),
		"bytes":               method(params{basic(model.Bytes)}),
		"3 bytes":             method(params{{Kind: model.ByteArray, Len: 3, Elem: basic(model.Uint8)}}),
		"4 bytes":             method(params{{Kind: model.ByteArray, Len: 4, Elem: basic(model.Uint8)}}),
		"block of float64":    method(params{{Kind: model.Block, Elem: basic(model.Float64)}}),
		"block of float32":    method(params{{Kind: model.Block, Elem: basic(model.Float32)}}),
		"array of 2 float32":  method(params{{Kind: model.BlockArray, Len: 2, Elem: basic(model.Float32)}}),
		"array of 2":          method(params{{Kind: model.Array, Len: 2, Elem: point()}}),
		"array of 3":          method(params{{Kind: model.Array, Len: 3, Elem: point()}}),
		"map":                 method(params{{Kind: model.Map, Key: basic(model.String), Elem: point()}}),
		"map with other keys": method(params{{Kind: model.Map, Key: basic(model.Int), Elem: point()}}),
		"renamed field":       method(params{structure(field("X", basic(model.Float64)), field("Z", basic(model.Float64)))}),
		"retyped field":       method(params{structure(field("X", basic(model.Float64)), field("Y", basic(model.Float32)))}),
		"swapped fields":      method(params{structure(field("Y", basic(model.Float64)), field("X", basic(model.Float64)))}),
		"one field less":      method(params{structure(field("X", basic(model.Float64)))}),
		"field like two":      method(params{structure(field(`X":float64 "Y`, basic(model.Float64)))}),
		"nested":              method(params{structure(field("P", point()))}),
		"list":                method(params{list(0)}),
		"list of two":         method(params{list(0), list(0)}),
		"another shape":       bidi,
		"stream":              flow(model.Stream, model.ItemsUp, model.Flow{Items: params{point()}}),
		"stream of ints":      flow(model.Stream, model.ItemsUp, model.Flow{Items: params{basic(model.Int)}}),
		"stream down":         flow(model.Stream, model.ItemsDown, model.Flow{Items: params{point()}}),
		"stream of pairs":     flow(model.Stream, model.ItemsUp, model.Flow{Items: params{basic(model.Int), point()}}),
		"reader":              flow(model.Reader, model.BytesUp, model.Flow{}),
		"writer":              flow(model.Writer, model.BytesDown, model.Flow{}),
		"func":                callback(nil, nil),
		"func of a point":     callback(params{point()}, nil),
		"func to a point":     callback(nil, params{point()}),
	}
	seen := map[uint64]string{}
	for name, m := range methods {
		number := Fingerprint(m)
		if other := seen[number]; other != "" {
			t.Errorf("%s and %s have one fingerprint, text:\n%s", name, other, Text(m))
		}
		seen[number] = name
	}
}

// A field of the innermost of two otherwise equal loops differs: the splitting must travel round.
func TestDifferenceDeepInALoopIsSeen(t *testing.T) {
	other := list(4)
	other.Fields[1].Type.Elem.Fields[1].Type.Elem.Fields[0].Type = basic(model.Int32)
	if Fingerprint(method(params{list(4)})) == Fingerprint(method(params{other})) {
		t.Error("a list with one int32 in five counts as a list of ints")
	}
}

// Types used many times over are described once, so the text does not explode.
func TestTextGrowsWithTheNumberOfTypes(t *testing.T) {
	typ := point()
	for range 60 {
		typ = structure(field("A", typ), field("B", typ))
	}
	if n := strings.Count(Text(method(params{typ})), "\n"); n != 4+61 {
		t.Errorf("text has %d lines, want %d", n, 4+61)
	}
}

// TestFlowsStandInTheLowerBits of a fingerprint, by which the runtime refuses callers with others.
func TestFlowsStandInTheLowerBits(t *testing.T) {
	const up, down, bytesUp, bytesDown, fn = model.ItemsUp, model.ItemsDown, model.BytesUp, model.BytesDown, model.FuncFlow
	for _, tt := range []struct {
		flows []model.FlowKind
		want  uint64
	}{
		{nil, 0},
		{[]model.FlowKind{up}, 1},
		{[]model.FlowKind{up, down}, 1 | 2<<3},
		{[]model.FlowKind{fn, bytesDown, bytesUp, down, up}, 5 | 4<<3 | 3<<6 | 2<<9 | 1<<12},
	} {
		m := method(nil)
		m.Flows = tt.flows
		if got := Fingerprint(m) & 0xffff; got != tt.want {
			t.Errorf("the lower bits with flows %v are %#o; want %#o", tt.flows, got, tt.want)
		}
	}
	six, other := method(nil), method(nil)
	six.Flows = []model.FlowKind{up, up, up, up, up, down}
	other.Flows = []model.FlowKind{up, up, up, up, down, up}
	if a, b := Fingerprint(six)&0xffff, Fingerprint(other)&0xffff; a == b || a>>15 != 1 || b>>15 != 1 {
		t.Errorf("the lower bits of six flows are %#x and %#x; want two with the highest bit", a, b)
	}
}

// The number is part of the protocol between releases: it changes only with the version line.
func TestFingerprintStays(t *testing.T) {
	const want = 0x2b9b1da067120000
	got := Fingerprint(method(params{list(0), slice(point())}, basic(model.Time)))
	if got != want {
		t.Errorf("Fingerprint = %#016x, want %#016x", got, uint64(want))
	}
}
