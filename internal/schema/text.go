package schema

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bluebird-rpc/bluebird/internal/model"
)

// version is the first line of every text. A change of the rules below changes it, and with it all
// fingerprints: callers and servers of different rules then talk by field names.
const version = "bluebird1"

// Text returns the wire shape of m, for
//
//	func Plot(p []Point, title string) (bool, error)
//
// it is
//
//	bluebird1
//	unary
//	params #0 string
//	results bool
//	#0 slice #1
//	#1 struct "X":float64 "Y":float64
//
// Composite types have numbers, in the order in which they are first mentioned, and a line each. What flows stands in its place:
//
//	params stream:float64 reader callback:(int #0)(bool)
//	results stream:string,int
func Text(m *model.Method) string {
	w := writer{classes: classes(m), numbers: map[int]int{}}
	fmt.Fprintf(&w.head, "%s\n%s\n", version, shapes[m.Shape])
	w.values("params", m.Params)
	w.values("results", m.Results)
	for i := 0; i < len(w.order); i++ { // describing one type may add others to the order
		fmt.Fprintf(&w.body, "#%d %s\n", i, describe(w.order[i], w.refer))
	}
	return w.head.String() + w.body.String()
}

var shapes = [...]string{
	model.Unary:        "unary",
	model.ServerStream: "server stream",
	model.ClientStream: "client stream",
	model.Bidi:         "bidi",
}

var roles = [...]string{
	model.Plain:    "",
	model.Stream:   "stream",
	model.Reader:   "reader",
	model.Writer:   "writer",
	model.Callback: "callback",
}

// writer numbers composite types as they are mentioned.
type writer struct {
	classes    map[*model.Type]int
	numbers    map[int]int   // class → number in the text
	order      []*model.Type // a type of each class, by number
	head, body strings.Builder
}

func (w *writer) values(label string, vs []model.Value) {
	w.head.WriteString(label)
	for _, v := range vs {
		w.head.WriteString(" ")
		if v.Flow == nil {
			w.head.WriteString(w.refer(v.Type))
			continue
		}
		w.head.WriteString(roles[v.Role])
		for i, item := range v.Flow.Items {
			w.head.WriteString(":,"[i:i+1] + w.refer(item))
		}
		if fn := v.Flow.Func; fn != nil {
			w.head.WriteString(":" + w.tuple(fn.Params) + w.tuple(fn.Results))
		}
	}
	w.head.WriteString("\n")
}

// tuple returns the words for what a func takes or returns.
func (w *writer) tuple(vs []model.Value) string {
	var words []string
	for _, v := range vs {
		words = append(words, w.refer(v.Type))
	}
	return "(" + strings.Join(words, " ") + ")"
}

// refer returns the word for t: the name of its kind, or the number of its line.
func (w *writer) refer(t *model.Type) string {
	if !composite(t) {
		return describe(t, nil)
	}
	class := w.classes[t]
	n, seen := w.numbers[class]
	if !seen {
		n = len(w.order)
		w.numbers[class] = n
		w.order = append(w.order, t)
	}
	return "#" + strconv.Itoa(n)
}

var kinds = [...]string{
	model.Bool: "bool", model.Int: "int", model.Int8: "int8", model.Int16: "int16",
	model.Int32: "int32", model.Int64: "int64", model.Uint: "uint", model.Uint8: "uint8",
	model.Uint16: "uint16", model.Uint32: "uint32", model.Uint64: "uint64",
	model.Float32: "float32", model.Float64: "float64", model.Complex64: "complex64",
	model.Complex128: "complex128", model.String: "string", model.Bytes: "bytes",
	model.Time: "time", model.Block: "block", model.ByteArray: "bytes",
	model.BlockArray: "block", model.Slice: "slice", model.Array: "array", model.Map: "map",
	model.Pointer: "pointer", model.Struct: "struct", model.Error: "error", model.Any: "any",
	model.Union: "union",
}

// codecs are the words for types that encode themselves.
var codecs = [...]string{
	model.BigInt: "bigint", model.BigRat: "bigrat", model.Msgp: "msgp", model.Proto: "proto",
	model.Binary: "binary", model.Text: "text", model.JSON: "json", model.Gob: "gob",
}

// describe returns one level of t; refer supplies the words for the types it is made of.
func describe(t *model.Type, refer func(*model.Type) string) string {
	kind := kinds[t.Kind]
	switch t.Kind {
	case model.ByteArray:
		return fmt.Sprintf("%s[%d]", kind, t.Len)
	case model.Block, model.Slice, model.Pointer:
		return fmt.Sprintf("%s %s", kind, refer(t.Elem))
	case model.Array, model.BlockArray:
		return fmt.Sprintf("%s[%d] %s", kind, t.Len, refer(t.Elem))
	case model.Map:
		return fmt.Sprintf("%s %s %s", kind, refer(t.Key), refer(t.Elem))
	case model.Foreign:
		return codecs[t.Codec]
	case model.Union:
		var b strings.Builder
		b.WriteString(kind)
		for _, v := range t.Variants {
			fmt.Fprintf(&b, " %q:%s", v.Name, refer(v.Type))
		}
		return b.String()
	case model.Struct:
		var b strings.Builder
		b.WriteString(kind)
		for _, f := range t.Fields {
			fmt.Fprintf(&b, " %q:%s", f.Wire, refer(f.Type))
		}
		return b.String()
	}
	return kind
}

// composite reports whether t is made of other types.
func composite(t *model.Type) bool {
	return t.Elem != nil && t.Kind != model.Bytes && t.Kind != model.ByteArray || t.Kind == model.Struct || t.Kind == model.Union
}
