package emit

import (
	"fmt"

	j "github.com/dave/jennifer/jen"

	"github.com/bluebird-rpc/bluebird/internal/model"
)

// The vocabulary: the expressions and statements that generated code is made of. Each call returns fresh ones,
// because jennifer's statements grow in place.

func (f *file) bluebird(name string) *j.Statement { return f.from(runtimePath, name) }
func (f *file) codec(name string) *j.Statement    { return f.from(codecPath, name) }
func (f *file) msgp(name string) *j.Statement     { return f.from(msgpPath, name) }
func (f *file) stale(name string) *j.Statement    { return f.from(stalePath, name) }
func (f *file) universe(name string) *j.Statement { return f.from(universePath, name) }

func (f *file) from(path, name string) *j.Statement {
	f.importName(path, runtimeNames[path])
	return j.Qual(path, name)
}

// context writes the type context.Context.
func (f *file) context() *j.Statement { return f.from("context", "Context") }

// bytes writes the type []byte.
func (f *file) bytes() *j.Statement { return j.Index().Add(f.predeclared("byte")) }

// isNil writes v == nil.
func (f *file) isNil(t *model.Type, v string) j.Code {
	if !f.hides("nil") {
		return j.Id(v).Op("==").Nil()
	}
	switch t.Kind {
	case model.Map:
		return f.universe("IsNilMap").Call(j.Id(v))
	case model.Pointer:
		return f.universe("IsNilPointer").Call(j.Id(v))
	}
	return f.universe("IsNil").Call(j.Id(v))
}

// isThere writes x != nil for a func.
func (f *file) isThere(x string) j.Code {
	if f.hides("nil") {
		return f.universe("IsFunc").Call(j.Id(x))
	}
	return j.Id(x).Op("!=").Nil()
}

// none writes nil where a value of type t is expected.
func (f *file) none(t j.Code) j.Code {
	if f.hides("nil") {
		return f.universe("Nil").Types(t).Call()
	}
	return j.Nil()
}

// failed writes err != nil.
func (f *file) failed(err string) j.Code {
	if f.hides("nil") {
		return f.universe("Failed").Call(j.Id(err))
	}
	return j.Id(err).Op("!=").Nil()
}

// ifError writes
//
//	if err := what; err != nil {
//		return results, err
//	}
func (f *file) ifError(err string, what j.Code, results ...j.Code) j.Code {
	return j.If(j.Id(err).Op(":=").Add(what), f.failed(err)).Block(
		j.Return(append(results, j.Id(err))...),
	)
}

// length writes uint32(len(v)).
func (f *file) length(t *model.Type, v string) j.Code {
	size := f.predeclared("len").Call(j.Id(v))
	if f.hides("len") && t.Kind == model.Map {
		size = f.universe("LenMap").Call(j.Id(v))
	}
	return f.predeclared("uint32").Call(size)
}

// make writes make(T, n).
func (f *file) make(t *model.Type, n string) j.Code {
	if !f.hides("make") {
		return j.Make(f.goType(t.Go), j.Id(n))
	}
	name := "Make"
	if t.Kind == model.Map {
		name = "MakeMap"
	}
	return f.universe(name).Types(f.goType(t.Go)).Call(j.Id(n))
}

// new writes new(T).
func (f *file) new(t *model.Type) j.Code {
	if f.hides("new") {
		return f.universe("New").Types(f.goType(t.Go)).Call()
	}
	return j.New(f.goType(t.Go))
}

// appendText writes append(b, "text"...).
func (f *file) appendText(text string) j.Code {
	if f.hides("append") {
		return f.universe("Append").Call(j.Id("b"), j.Lit(text))
	}
	return j.Append(j.Id("b"), j.Lit(text).Op("..."))
}

// hexadecimal writes n as 0x6d1f2c9a30b7e455.
func hexadecimal(n uint64) j.Code { return j.Op(fmt.Sprintf("0x%016x", n)) }

// lines writes the elements of a composite literal, each on a line of its own.
func lines(elements ...j.Code) j.Code {
	return j.Custom(j.Options{Open: "{", Close: "}", Separator: ",", Multi: true}, elements...)
}

// line writes a block of one statement, or a struct type of one field, on one line.
func line(content j.Code) j.Code {
	return j.Custom(j.Options{Open: "{ ", Close: " }"}, content)
}

// set writes an element of a composite literal.
func set(field string, value j.Code) j.Code { return j.Id(field).Op(":").Add(value) }
