package model

import (
	"fmt"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"github.com/bluebird-rpc/bluebird/internal/diag"
	"github.com/bluebird-rpc/bluebird/internal/directive"
)

// Codec is how a value travels that is not sent part by part.
type Codec int

// The codecs. Those from Msgp to Gob are the type's own methods.
const (
	NoCodec Codec = iota
	BigInt        // math/big.Int
	BigRat        // math/big.Rat
	Msgp          // MarshalMsg and UnmarshalMsg
	Proto         // a message of protocol buffers
	Binary        // MarshalBinary and UnmarshalBinary
	Text          // MarshalText and UnmarshalText
	JSON          // MarshalJSON and UnmarshalJSON
	Gob           // GobEncode and GobDecode
)

// ownCodecs are the codecs that are a type's own methods, in the order in which they are preferred. The methods have these
// types, apart from the names of parameters.
var ownCodecs = []struct {
	codec            Codec
	append, read     string
	appends, reads   string
	directive, words string // the word of //bluebird:codec, and how a note calls it
}{
	{Binary, "MarshalBinary", "UnmarshalBinary", "func() ([]byte, error)", "func([]byte) error", "binary", "binary form"},
	{Text, "MarshalText", "UnmarshalText", "func() ([]byte, error)", "func([]byte) error", "text", "text form"},
	{JSON, "MarshalJSON", "UnmarshalJSON", "func() ([]byte, error)", "func([]byte) error", "json", "JSON form"},
	{Gob, "GobEncode", "GobDecode", "func() ([]byte, error)", "func([]byte) error", "", "form for gob"},
}

// codecOf returns how values of a named type travel. The order of the rules matters:
//
//  1. what the directive says
//  2. adapters
//  3. the type's own methods for msgpack
//  4. protocol buffers
//  5. part by part, if nothing is lost: then what arrives is the same value for sure
//  6. the type's own methods for other formats
//  7. part by part
func (b *builder) codecOf(t *types.Named) Codec {
	if known, ok := b.codecs.At(t).(Codec); ok {
		return known
	}
	c := b.chooseCodec(t)
	b.codecs.Set(t, c)
	return c
}

func (b *builder) chooseCodec(t *types.Named) Codec {
	d := b.overruled(t)
	switch {
	case types.IsInterface(t) || isNamed(t, "time", "Time"):
		return NoCodec
	case d != nil:
		return b.chosenCodec(d, t)
	case isNamed(t, "math/big", "Int"):
		return BigInt
	case isNamed(t, "math/big", "Rat"):
		return BigRat
	case isNamed(t, "math/big", "Float"):
		return Gob // its text leaves out the precision
	case hasMethod(t, "MarshalMsg", "func([]byte) ([]byte, error)") && hasMethod(t, "UnmarshalMsg", "func([]byte) ([]byte, error)"):
		return Msgp
	case isProto(t):
		return Proto
	case b.losslessParts(t, map[types.Type]bool{t: true}):
		return NoCodec
	}
	for _, own := range ownCodecs {
		if hasMethod(t, own.append, own.appends) && hasMethod(t, own.read, own.reads) {
			return own.codec
		}
	}
	return NoCodec
}

// overruled returns the //bluebird:codec for a type, or nil.
func (b *builder) overruled(t *types.Named) *directive.Directive {
	for _, c := range b.chosen {
		if types.Identical(c.t, t) || types.Identical(c.t, t.Origin()) {
			c.used = true
			return c.d
		}
	}
	return nil
}

// chosenCodec returns the codec that a directive names, and complains if the type does not have it.
func (b *builder) chosenCodec(d *directive.Directive, t *types.Named) Codec {
	word := d.Words[1]
	for _, own := range ownCodecs {
		if own.directive != word.Text {
			continue
		}
		for _, m := range [][2]string{{own.append, own.appends}, {own.read, own.reads}} {
			if !hasMethod(t, m[0], m[1]) {
				b.errorf(diag.BadCodec, word.Pos, "%s has no method %s of its own", b.typeString(t), m[0])
				return NoCodec
			}
		}
		return own.codec
	}
	return NoCodec // fields
}

// hasMethod reports whether a type, or a pointer to it, has a method that is its own: one that it has from an embedded
// field encodes no more than that field.
func hasMethod(t *types.Named, name, signature string) bool {
	obj, index, _ := types.LookupFieldOrMethod(types.NewPointer(t), true, nil, name)
	fn, ok := obj.(*types.Func)
	return ok && len(index) == 1 && bare(fn.Signature()) == signature
}

// bare returns a signature without the names of its parameters.
func bare(sig *types.Signature) string {
	strip := func(tuple *types.Tuple) *types.Tuple {
		var vars []*types.Var
		for v := range tuple.Variables() {
			vars = append(vars, types.NewParam(0, nil, "", v.Type()))
		}
		return types.NewTuple(vars...)
	}
	return types.TypeString(types.NewSignatureType(nil, nil, nil, strip(sig.Params()), strip(sig.Results()), sig.Variadic()), nil)
}

// isProto reports whether pointers to a type are messages of protocol buffers.
func isProto(t *types.Named) bool {
	return hasMethod(t, "ProtoReflect", "func() google.golang.org/protobuf/reflect/protoreflect.Message")
}

// lossless reports whether the parts of a value are all of it. Types in seen are taken for it: on a cycle, what decides is
// elsewhere.
func (b *builder) lossless(t types.Type, seen map[types.Type]bool) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		return t.Kind() != types.Uintptr && t.Kind() != types.UnsafePointer && t.Kind() != types.Invalid
	case *types.Named:
		return b.losslessNamed(t, seen)
	case *types.Pointer:
		return b.lossless(t.Elem(), seen)
	case *types.Slice:
		return b.lossless(t.Elem(), seen)
	case *types.Array:
		return b.lossless(t.Elem(), seen)
	case *types.Map:
		return b.lossless(t.Key(), seen) && b.lossless(t.Elem(), seen)
	case *types.Struct:
		return b.losslessParts(t, seen)
	case *types.Interface:
		return t.Empty()
	}
	return false
}

func (b *builder) losslessNamed(t *types.Named, seen map[types.Type]bool) bool {
	switch {
	case seen[t] || isNamed(t, "time", "Time") || isError(t):
		return true
	case types.IsInterface(t):
		return b.unionOf(t) != nil || t.Underlying().(*types.Interface).Empty()
	}
	for other := range seen { // identical instances of a generic type are different pointers
		if types.Identical(other, t) {
			return true
		}
	}
	if argDepth(t) > maxArgDepth {
		return true // a type without end, which is refused elsewhere
	}
	seen[t] = true
	return b.losslessParts(t, seen) || b.hasOwnCodec(t)
}

// hasOwnCodec reports whether a type whose parts are not all of it is sent whole nevertheless.
func (b *builder) hasOwnCodec(t *types.Named) bool {
	if isNamed(t, "math/big", "Int") || isNamed(t, "math/big", "Rat") || isProto(t) || b.overruled(t) != nil ||
		hasMethod(t, "MarshalMsg", "func([]byte) ([]byte, error)") {
		return true
	}
	for _, own := range ownCodecs {
		if hasMethod(t, own.append, own.appends) && hasMethod(t, own.read, own.reads) {
			return true
		}
	}
	return false
}

// losslessParts looks at the fields of a struct, or at what another type is made of.
func (b *builder) losslessParts(t types.Type, seen map[types.Type]bool) bool {
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return b.lossless(t.Underlying(), seen)
	}
	for i := range s.NumFields() {
		f, tag := s.Field(i), s.Tag(i)
		switch {
		case flattened(t, i) != nil:
			if !b.losslessParts(f.Type(), seen) {
				return false
			}
		case b.hidden(f, tag) || b.leftToJSON(f, tag):
			return false
		case sent(f, tag) && !b.lossless(f.Type(), seen):
			return false
		}
	}
	return true
}

// leftToJSON reports whether a field is kept out of JSON, but not out of messages: if its type has a codec, that is what
// sends the field.
func (b *builder) leftToJSON(f *types.Var, tag string) bool {
	_, ours := reflect.StructTag(tag).Lookup("msg")
	return f.Exported() && !ours && !sent(f, tag) && b.sizes.of(f.Type()).bytes != 0
}

// judgeForeign judges a type that has a codec of its own.
func (b *builder) judgeForeign(t *types.Named, c Codec, at place) bool {
	if b.copied(t) {
		return b.refuse(at, because(diag.TypeUncopyable, "%s is declared in %s and encodes itself: a copy of it in %s would not have its methods; declare it in a package of its own",
			b.typeString(t), b.out.Name, b.out.ClientName))
	}
	if b.quiet == nil && c >= Msgp {
		b.noteForeign(t, c, at)
	}
	return true
}

// noteForeign takes down a type whose own decoder will read what others send.
func (b *builder) noteForeign(t *types.Named, c Codec, at place) {
	how := map[Codec]string{Msgp: "UnmarshalMsg", Proto: "package proto"}[c]
	for _, own := range ownCodecs {
		if own.codec == c {
			how = own.read
		}
	}
	name := fmt.Sprintf("%s (%s)", b.typeString(t), how)
	if len(b.foreign) == 0 {
		b.foreignAt = at
	}
	if !slices.Contains(b.foreign, name) {
		b.foreign = append(b.foreign, name)
	}
}

// noteForeigns names all types of the package that have decoders of their own.
func (b *builder) noteForeigns() {
	if len(b.foreign) > 0 && !b.diags.Failed() {
		b.notef(diag.ForeignDecoder, b.foreignAt.pos, "what is sent holds types that decode themselves, whose decoders Bluebird bounds only by what they see (MaxForeign): %s",
			strings.Join(b.foreign, ", "))
	}
}
