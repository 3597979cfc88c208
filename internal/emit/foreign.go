package emit

import (
	"go/types"

	j "github.com/dave/jennifer/jen"

	"github.com/bluebird-rpc/bluebird/internal/model"
)

const protoPath = "google.golang.org/protobuf/proto"

// codecNames are the codecs as they are called in the functions of package codec.
var codecNames = [...]string{
	model.BigInt: "BigInt", model.BigRat: "BigRat", model.Msgp: "Msgp", model.Proto: "With",
	model.Binary: "Binary", model.Text: "Text", model.JSON: "JSON", model.Gob: "Gob",
}

// appendForeign writes what appends a value by its own codec:
//
//	codec.AppendBinary(b, &v.URL, e)
//	codec.AppendWith[proto.Message](b, &v.Order, proto.Marshal, e)
func (f *file) appendForeign(b, pointer, e j.Code, t *model.Type) j.Code {
	add := f.codec("Append" + codecNames[t.Codec])
	if t.Codec == model.Proto {
		return add.Types(f.proto("Message")).Call(b, pointer, f.proto("Marshal"), e)
	}
	return add.Call(b, pointer, e)
}

// readForeign writes what reads such a value into a variable:
//
//	codec.ReadBinary(r, &v.URL)
//	codec.ReadWith[proto.Message](r, &v.Order, proto.Unmarshal)
func (f *file) readForeign(r, pointer j.Code, t *model.Type) j.Code {
	read := f.codec("Read" + codecNames[t.Codec])
	if t.Codec == model.Proto {
		return read.Types(f.proto("Message")).Call(r, pointer, f.proto("Unmarshal"))
	}
	return read.Call(r, pointer)
}

func (f *file) proto(name string) *j.Statement {
	f.importName(protoPath, "proto")
	return j.Qual(protoPath, name)
}

// readAny writes codec.ReadAny(r), as the type that t is called.
func (f *file) readAny(r j.Code, t *model.Type) j.Code {
	read := f.codec("ReadAny").Call(r)
	if isAny(t.Go) {
		return read
	}
	return f.goType(t.Go).Call(read)
}

// isAny reports whether t is any itself, under whatever alias, and no type of its own.
func isAny(t types.Type) bool {
	_, bare := types.Unalias(t).(*types.Interface)
	return bare
}

// hasFloats reports whether some value of a map's key type is not equal to itself.
func hasFloats(t *model.Type) bool {
	switch t.Kind {
	case model.Float32, model.Float64, model.Complex64, model.Complex128:
		return true
	case model.Array, model.BlockArray:
		return hasFloats(t.Elem)
	case model.Struct:
		for _, field := range t.Fields {
			if hasFloats(field.Type) {
				return true
			}
		}
	}
	return false
}
