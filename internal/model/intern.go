package model

import (
	"go/types"
)

// intern returns the Type of a judged type whose aliases are resolved. The owner names where it is
// used, which is how anonymous structs get a name.
func (b *builder) intern(t types.Type, owner string) *Type {
	if known := b.types.At(t); known != nil {
		return known.(*Type)
	}
	n := &Type{Go: t, Kind: kindOf(t), Size: b.sizes.of(t).bytes}
	b.refine(n)
	n.Nilable = n.nilable()
	b.types.Set(t, n)
	slot := -1
	if n.Kind >= Slice {
		slot = len(b.out.Types)
		b.out.Types = append(b.out.Types, n)
	}
	named, _ := t.(*types.Named)
	if named != nil {
		b.declaredType(n, named)
		owner = typeName(named)
	}
	switch {
	case slot >= 0 && named != nil:
		n.Func = b.funcName(owner, qualifiedName(named))
	case n.Kind == Struct:
		n.Func = b.funcName(owner, "")
	}
	b.internParts(n, owner)
	if slot >= 0 && n.Func == "" {
		n.Func = b.funcName(describe(n), "")
	}
	return n
}

// declaredType notes what follows from a type having a name.
func (b *builder) declaredType(n *Type, named *types.Named) {
	b.keepDeclared(n, named)
	obj := named.Obj()
	switch {
	case obj.Pkg() != b.load.Types:
	case b.out.Copy:
		n.Copied = true
		if decl := b.src.types[obj]; decl != nil {
			n.Doc = doc(decl.doc)
		}
		b.out.Copies = append(b.out.Copies, n)
	default:
		b.imports(obj)
	}
}

// refine sets the kind of a type whose values do not travel part by part.
func (b *builder) refine(n *Type) {
	b.refineElements(n)
	named, ok := n.Go.(*types.Named)
	switch {
	case !ok || n.Kind == Time || n.Kind == Error:
	case n.Kind == Any && b.unionOf(named) != nil:
		n.Kind = Union
	case b.codecOf(named) != NoCodec:
		n.Kind, n.Codec = Foreign, b.codecOf(named)
	}
}

// refineElements sets the kind of a sequence of numbers that have a codec of their own.
func (b *builder) refineElements(n *Type) {
	sequence, ok := n.Go.Underlying().(interface{ Elem() types.Type })
	if !ok {
		return
	}
	if named, ok := types.Unalias(sequence.Elem()).(*types.Named); !ok || b.codecOf(named) == NoCodec {
		return
	}
	switch n.Kind {
	case Bytes, Block:
		n.Kind = Slice
	case ByteArray, BlockArray:
		n.Kind = Array
	}
}

// internParts fills in what a type is made of.
func (b *builder) internParts(n *Type, owner string) {
	switch n.Kind {
	case Foreign:
		return
	case Union:
		named := n.Go.(*types.Named)
		b.internVariants(n, named, b.unionOf(named))
		return
	}
	switch u := n.Go.Underlying().(type) {
	case *types.Pointer:
		n.Elem = b.use(u.Elem(), owner)
		n.Boxed = n.Elem.Nilable
	case *types.Slice:
		n.Elem = b.internElem(n, u.Elem(), owner)
	case *types.Array:
		n.Len = u.Len()
		n.Elem = b.internElem(n, u.Elem(), owner)
	case *types.Map:
		n.Key = b.use(u.Key(), owner+"Key")
		n.Elem = b.use(u.Elem(), owner)
	case *types.Struct:
		if n.Kind == Struct {
			b.internFields(n, owner)
		}
	}
}

// internElem returns the element of a sequence. Bytes are bytes, whatever they are called, but clients write the name.
func (b *builder) internElem(n *Type, elem types.Type, owner string) *Type {
	if n.Kind != Bytes && n.Kind != ByteArray {
		return b.use(elem, owner)
	}
	b.mention(b.written(elem))
	return nil
}

func (b *builder) internFields(n *Type, owner string) {
	for _, f := range SentFields(n.Go) {
		field := Field{
			Name: f.Name(),
			Wire: f.Wire,
			Type: b.intern(resolve(f.Type()), owner+f.Name()),
			Tag:  f.Tag,
			Pos:  f.Pos(),
		}
		b.mention(b.writtenField(f.Var))
		if decl := b.src.fields[f.Pos()]; decl != nil {
			field.Doc, field.Behind = doc(decl.Doc), doc(decl.Comment)
		}
		field.Was = b.formerFields(n.Go, f.Var)
		n.Fields = append(n.Fields, field)
	}
}

var basicKinds = map[types.BasicKind]Kind{
	types.Bool: Bool, types.String: String,
	types.Int: Int, types.Int8: Int8, types.Int16: Int16, types.Int32: Int32, types.Int64: Int64,
	types.Uint: Uint, types.Uint8: Uint8, types.Uint16: Uint16, types.Uint32: Uint32, types.Uint64: Uint64,
	types.Float32: Float32, types.Float64: Float64,
	types.Complex64: Complex64, types.Complex128: Complex128,
}

// kindOf returns how a judged type is encoded.
func kindOf(t types.Type) Kind {
	switch {
	case isNamed(t, "time", "Time"):
		return Time
	case isError(t):
		return Error
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return basicKinds[u.Kind()]
	case *types.Pointer:
		return Pointer
	case *types.Slice:
		return ofElem(u.Elem(), Bytes, Block, Slice)
	case *types.Array:
		return ofElem(u.Elem(), ByteArray, BlockArray, Array)
	case *types.Map:
		return Map
	case *types.Struct:
		return Struct
	case *types.Interface:
		return Any
	}
	return Invalid
}

// ofElem chooses the kind of a sequence by its element.
func ofElem(elem types.Type, bytes, numbers, other Kind) Kind {
	u, ok := elem.Underlying().(*types.Basic)
	switch {
	case !ok || u.Info()&types.IsNumeric == 0:
		return other
	case u.Kind() == types.Uint8:
		return bytes
	}
	return numbers
}

// nilable reports whether values of a type may travel as nil, other than because they are left out.
func (t *Type) nilable() bool {
	switch t.Kind {
	case Bytes, Block, Slice, Map, Pointer, Error, Any, Union:
		return true
	case Foreign:
		_, structure := t.Go.Underlying().(*types.Struct)
		return t.Codec >= Binary || t.Codec == BigRat || t.Codec == Msgp && !structure
	}
	return false
}

// resolve replaces the aliases within a type by what they stand for, but for those of embedded fields.
func resolve(t types.Type) types.Type {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		return types.NewPointer(resolve(t.Elem()))
	case *types.Slice:
		return types.NewSlice(resolve(t.Elem()))
	case *types.Array:
		return types.NewArray(resolve(t.Elem()), t.Len())
	case *types.Map:
		return types.NewMap(resolve(t.Key()), resolve(t.Elem()))
	case *types.Struct:
		return resolveStruct(t)
	case *types.Named:
		return resolveArgs(t)
	default:
		return t
	}
}

func resolveStruct(s *types.Struct) types.Type {
	var fields []*types.Var
	var tags []string
	for i := range s.NumFields() {
		f := s.Field(i)
		t := f.Type()
		if embeddedAlias(f) == nil { // which is also the name of the field
			t = resolve(t)
		}
		fields = append(fields, types.NewField(f.Pos(), f.Pkg(), f.Name(), t, f.Embedded()))
		tags = append(tags, s.Tag(i))
	}
	return types.NewStruct(fields, tags)
}

func resolveArgs(t *types.Named) types.Type {
	var args []types.Type
	for arg := range t.TypeArgs().Types() {
		args = append(args, resolve(arg))
	}
	if args == nil {
		return t
	}
	instance, err := types.Instantiate(nil, t.Origin(), args, false)
	if err != nil {
		return t
	}
	return instance
}

// finishTypes sets what depends on the whole graph of types.
func (b *builder) finishTypes() {
	in, out := func(t *Type) *bool { return &t.In }, func(t *Type) *bool { return &t.Out }
	for _, m := range b.methods() {
		markValues(m.Params, in, out)
		markValues(m.Results, out, in)
	}
	for _, e := range b.out.ErrorTypes {
		mark(e.Type, func(t *Type) *bool { return &t.InError })
	}
	for _, t := range b.out.Types {
		t.Recursive = reaches(t, t, map[*Type]bool{})
	}
}

// markValues sets a flag of the types of values that travel one way. What a func is called with goes the other way.
func markValues(values []Value, flag, back func(*Type) *bool) {
	for _, v := range values {
		switch {
		case v.Flow == nil:
			mark(v.Type, flag)
		case v.Flow.Func != nil:
			markValues(v.Flow.Func.Params, back, flag)
			markValues(v.Flow.Func.Results, flag, back)
		default:
			for _, item := range v.Flow.Items {
				mark(item, flag)
			}
		}
	}
}

// methods returns all methods of the package.
func (b *builder) methods() []*Method {
	list := b.out.Funcs[:len(b.out.Funcs):len(b.out.Funcs)]
	for _, s := range b.out.Services {
		list = append(list, s.Methods...)
	}
	return list
}

// mark sets a flag of a type and of all that it is made of.
func mark(t *Type, flag func(*Type) *bool) {
	if *flag(t) {
		return
	}
	*flag(t) = true
	for _, p := range parts(t) {
		mark(p, flag)
	}
}

// reaches reports whether a type is made of target, however deep.
func reaches(t, target *Type, seen map[*Type]bool) bool {
	for _, p := range parts(t) {
		if p == target {
			return true
		}
		if !seen[p] {
			seen[p] = true
			if reaches(p, target, seen) {
				return true
			}
		}
	}
	return false
}

// parts returns the types that a type is directly made of.
func parts(t *Type) []*Type {
	var list []*Type
	for _, p := range []*Type{t.Key, t.Elem} {
		if p != nil {
			list = append(list, p)
		}
	}
	for _, f := range t.Fields {
		list = append(list, f.Type)
	}
	for _, v := range t.Variants {
		list = append(list, v.Type)
	}
	return list
}
