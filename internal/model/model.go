// Package model describes annotated Go code as plain data: the services, methods, values and types
// that the generator writes code for.
//
// Build makes a Package from type-checked source and is the only place where user code is judged:
// every rule about what may be called or sent is checked there, and every decision about how (which
// shape a method has, how a type travels) is a field afterwards. Nothing here prints Go.
package model

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"
)

// Package is one annotated Go package.
type Package struct {
	Path string // import path
	Name string // package name
	Dir  string // folder of its source

	NoClient bool // no client package is made

	Main bool // package main: nobody can import it, so its types are copied to the client
	Copy bool // types declared here are copied to the client (true of Main, if there is a client)

	Prefix string // first part of every wire name, such as "calc"

	ClientPath string // import path of the client package
	ClientName string // its name: the last element of Path, made an identifier, plus "rpc"
	ClientDir  string

	Funcs    []*Method  // annotated functions, in source order
	Services []*Service // annotated types, in source order

	// Types holds every type that needs a codec function of its own, in order of first use.
	// The graph is cyclic where the Go types are; types are interned, so identical Go types are
	// one *Type.
	Types []*Type

	// Copies holds the named types that the client package declares anew, in order of first use.
	// Named basic types are among them, which have no codec function and so are not in Types.
	Copies []*Type

	// Aliases holds the aliases that the client package declares anew, in order of first use: embedded fields of copies
	// have their names.
	Aliases []Alias

	// Declared holds the named types of the package's module that are sent and can be written out field by field, in
	// order of first use. Generated code checks that they are what they were.
	Declared []*Type

	// ErrorVars and ErrorTypes are the errors that arrive as themselves.
	ErrorVars  []*ErrorVar
	ErrorTypes []*ErrorType

	ConstDocs map[types.Object]ConstDoc // comments of the package's constants

	Go *types.Package // the checked package; its scope is what generated names must avoid
}

// Constants returns the exported constants of a type that its own package declares, in order of their source.
func Constants(t *types.TypeName) []*types.Const {
	var list []*types.Const
	for _, name := range t.Pkg().Scope().Names() {
		c, ok := t.Pkg().Scope().Lookup(name).(*types.Const)
		if ok && c.Exported() && types.Identical(c.Type(), t.Type()) {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b *types.Const) int { return cmp.Compare(a.Pos(), b.Pos()) })
	return list
}

// Alias is another name of a type.
type Alias struct {
	Obj *types.TypeName
	Doc string
}

// Service is an annotated struct, other named type, or interface.
type Service struct {
	Name      string // Go name of the type
	WireName  string // "calc.Logger"
	Doc       string // its doc comment without directives
	Interface bool   // registration takes any implementation
	Pointer   bool   // registration takes *Name (false for interfaces)
	Spelled   bool   // an interface that can be written out, method by method
	Methods   []*Method
	Pos       token.Pos
}

// Method is one function or method that can be called.
type Method struct {
	GoName   string // name of the Go function or method, and of the stub
	WireName string // "calc.Add", "calc.Logger.AddLog"
	Doc      string // doc comment without directives
	Pos      token.Pos

	Context bool // the function takes a context.Context first
	Error   bool // the function's last result is an error

	Params   []Value // without the context
	Results  []Value // without the error
	Variadic bool    // the last of Params is variadic; its Type is the slice

	Was []string // wire names by which it can be called too

	Shape      Shape
	Flows      []FlowKind // of parameters and results that flow, in their order
	Lazy       bool       // the one result is a stream, and each loop over the client's is a call
	Idempotent bool
	MaxMessage int64 // bytes, from max=; 0 is the default of the server or dialer

	// Fingerprint identifies the wire shape; schema.Fingerprint computes it and Build leaves it 0.
	Fingerprint uint64
}

// Shape says which way messages stream in a call.
type Shape int

// The shapes of a call.
const (
	Unary Shape = iota
	ServerStream
	ClientStream
	Bidi
)

// Role says how a parameter or result travels.
type Role int

// The roles of a parameter or result.
const (
	Plain    Role = iota // in the arguments or the reply
	Stream               // an iterator or channel: a flow of items
	Reader               // an io.Reader or io.ReadCloser: a flow of bytes
	Writer               // an io.Writer: a flow of bytes the other way
	Callback             // a func: a flow of calls
)

// FlowKind says what moves on a flow, and which way. The numbers are those of the runtime.
type FlowKind int

// The kinds of flows.
const (
	ItemsUp FlowKind = iota // from the client
	ItemsDown
	BytesUp
	BytesDown
	FuncFlow
)

// Form says how Go writes a stream, or a reader.
type Form int

// The forms of streams, and of readers.
const (
	Seq       Form = iota // iter.Seq[T]
	SeqErr                // iter.Seq2[T, error]
	Pairs                 // iter.Seq2[K, V]
	Chan                  // <-chan T
	ReadOnly              // io.Reader
	ReadClose             // io.ReadCloser
)

// Flow is what a parameter or result is that does not travel in a message.
type Flow struct {
	Kind  FlowKind
	Form  Form       // of a Stream or Reader
	Items []*Type    // of a Stream: one, or two of Pairs
	Func  *Func      // of a Callback
	Go    types.Type // as the source has it, for people
}

// Func is the signature of a func that is called back.
type Func struct {
	Context  bool    // it takes a context.Context first
	Error    bool    // its last result is an error
	Params   []Value // without the context
	Results  []Value // without the error
	Variadic bool
}

// Value is one parameter or result.
type Value struct {
	Name    string // Go name; "" or "_" are replaced by a0, a1... for parameters, r0, r1... for results
	Named   bool   // the source names it
	Role    Role
	Type    *Type    // of a Plain one, else nil
	Flow    *Flow    // of all others, else nil
	Default *Default // of a parameter with //bluebird:default, else nil
	Was     []string // names that callers by name may use too
	Pos     token.Pos
}

// Default is the value a caller by name gets for a parameter it leaves out.
type Default struct {
	Text  string // the Go expression as written
	Bytes string // its msgpack encoding as the parameter's type
}

// Kind says how a type is encoded.
type Kind int

// The kinds of type. Kinds from Bool to String are those of the Go basic types.
const (
	Invalid Kind = iota
	Bool
	Int
	Int8
	Int16
	Int32
	Int64
	Uint
	Uint8
	Uint16
	Uint32
	Uint64
	Float32
	Float64
	Complex64
	Complex128
	String
	Bytes     // []byte and named forms, and slices of any type whose underlying type is byte
	Time      // time.Time
	Block     // slice of numbers (not bytes): a little-endian block from 8 elements up
	ByteArray // [N]byte: bin of exactly N bytes
	BlockArray
	Error   // error: nil or an error tree
	Any     // an interface without methods
	Foreign // a named type with a codec of its own
	Slice
	Array
	Map
	Pointer
	Struct
	Union // an interface whose values have one of several types
)

// Type is one Go type and how it travels.
type Type struct {
	Kind Kind
	Go   types.Type // as written: a named type, an alias resolved, or a literal type

	Elem   *Type   // of Block, BlockArray, Slice, Array, Map, Pointer
	Key    *Type   // of Map
	Len    int64   // of Array, ByteArray, BlockArray
	Fields []Field // of Struct, in source order, only what is sent
	Codec  Codec   // of Foreign

	Variants []Variant // of Union

	// Func is the suffix of this type's codec functions (appendFunc, readFunc), unique in the
	// package, such as "Point" or "MapStringPoint". It is empty for types that are encoded inline:
	// basic types, bytes, time and blocks.
	Func string

	Recursive bool  // the type contains itself: encoders guard against cyclic values
	Nilable   bool  // nil is a value of its own on the wire (slices, maps, pointers)
	Boxed     bool  // a Pointer whose Elem is Nilable: the pointee travels in an array of one
	In        bool  // reached from a parameter: the server reads it, the client appends it
	Out       bool  // reached from a result: the server appends it, the client reads it
	InError   bool  // reached from a registered error: the annotated package appends and reads it
	Size      int64 // bytes of one Go value on the widest supported platform, for the decode budget

	// Copied says that the type is declared in the annotated package and the client has a copy.
	Copied bool
	Doc    string // doc comment of a Copied type
}

// Field is one field of a struct.
type Field struct {
	Name string   // Go name
	Wire string   // name on the wire: msg tag, else json tag, else the Go name
	Was  []string // wire names that readers take too
	Type *Type
	Tag  string
	Pos  token.Pos

	Doc    string // the comment above it
	Behind string // the comment in the same line
}
