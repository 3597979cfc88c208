package model

import (
	"go/types"
	"reflect"
	"strconv"
	"strings"

	"github.com/bluebird-rpc/bluebird/internal/diag"
)

// judgeStruct judges the fields of a struct: all that it holds must be sent or be marked as left out.
// The name is nil for an anonymous struct.
func (b *builder) judgeStruct(s *types.Struct, name *types.Named, at place) bool {
	if !b.judgeHidden(s, name, at) {
		return false
	}
	ok := b.judgeWritten(s, name, at)
	wires := map[string]string{}
	for _, f := range SentFields(s) {
		if other, taken := wires[f.Wire]; taken {
			ok = b.refuse(b.spot(at, f.Var), because(diag.WireNameShared, "the fields %s and %s are both called %q on the wire", other, f.Name(), f.Wire))
		}
		wires[f.Wire] = f.Name()
		ok = b.judge(f.Type(), b.field(at, f.Var)) && ok
	}
	return ok
}

// judgeHidden judges the fields of a struct that are not sent. Some may be missing, if a note tells so; but a struct that
// would arrive empty is refused.
func (b *builder) judgeHidden(s *types.Struct, name *types.Named, at place) bool {
	ok := true
	for i := range s.NumFields() {
		if f, tag := s.Field(i), s.Tag(i); badTag(tag) && at.expr != nil && b.field(at, f).expr != nil {
			ok = b.refuse(b.spot(at, f), because(diag.BadTag, "the tag of %s is malformed: %s", f.Name(), strconv.Quote(tag)))
		}
	}
	hidden := b.hiddenFields(s)
	switch {
	case len(hidden) == 0:
		return ok
	case name == nil || len(SentFields(s)) == 0:
		return b.refuse(b.spot(at, hidden[0]), b.hiddenState(hidden[0], name, at))
	case b.out.Copy && name.Obj().Pkg() == b.load.Types:
		return b.refuse(b.spot(at, hidden[0]), b.hiddenState(hidden[0], name, at))
	}
	var names []string
	for _, f := range hidden {
		names = append(names, f.Name())
	}
	b.noteOnce(diag.FieldsLeftOut, b.spot(at, hidden[0]), "%s is sent without what is unexported: %s", b.typeString(name), enumerate(names))
	return ok
}

// judgeWritten judges the fields of a struct that clients have to write out: one without a name, or one that is copied.
func (b *builder) judgeWritten(s *types.Struct, name *types.Named, at place) bool {
	if b.out.NoClient || name != nil && !b.copied(name) {
		return true
	}
	ok := true
	for i := range s.NumFields() {
		f, tag := s.Field(i), s.Tag(i)
		var why *reason
		switch {
		case name == nil && !f.Exported():
			why = because(diag.TypeUnnameable, "the struct has no name, and clients could not write its type with the unexported %s; declare a type for it", f.Name())
		case name == nil && !sent(f, tag):
			why = b.unwritableIn(f.Type())
		case f.Embedded():
			why = b.unnameableAlias(f.Type())
		}
		if why != nil {
			ok = b.refuse(b.spot(at, f), why)
		}
	}
	return ok
}

// copied reports whether the client package has a copy of a type.
func (b *builder) copied(t named) bool { return b.out.Copy && t.Obj().Pkg() == b.load.Types }

// unwritableIn looks at a type that is part of one without a name, but is not sent: nothing is copied for it.
func (b *builder) unwritableIn(t types.Type) *reason {
	for n := range namesIn(t) {
		if b.copied(n) {
			return because(diag.TypeUncopyable, "the struct has no name, and clients get no copy of %s, which is not sent; declare a type for the struct", b.typeString(n))
		}
	}
	return b.unnameableIn(t)
}

// unnameableAlias says why a client could not embed a type by another name that it has, if it has one.
func (b *builder) unnameableAlias(t types.Type) *reason {
	if alias := embeddedAlias(t); alias != nil {
		return b.unnameable(alias)
	}
	return nil
}

// embeddedAlias returns the alias by which a type is embedded, or nil.
func embeddedAlias(t types.Type) *types.Alias {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	alias, _ := t.(*types.Alias)
	return alias
}

// SentField is a field of a struct that is sent.
type SentField struct {
	*types.Var
	Tag  string
	Wire string // its name on the wire
}

// SentFields returns the fields of a struct that are sent. What an unexported embedded struct has to show is among them.
func SentFields(s *types.Struct) []SentField {
	var list []SentField
	for i := range s.NumFields() {
		f, tag := s.Field(i), s.Tag(i)
		if inner := flattened(s, f, tag); inner != nil {
			list = append(list, SentFields(inner)...)
		} else if sent(f, tag) {
			list = append(list, SentField{f, tag, wireField(f.Name(), tag)})
		}
	}
	return list
}

// flattened returns the struct behind an unexported embedded field if its exported fields can be reached through the outer
// one, and nil for all other fields.
func flattened(outer *types.Struct, f *types.Var, tag string) *types.Struct {
	inner, ok := f.Type().Underlying().(*types.Struct)
	if !ok || !f.Embedded() || f.Exported() || reflect.StructTag(tag).Get("msg") == "-" {
		return nil
	}
	for _, sent := range SentFields(inner) {
		obj, _, _ := types.LookupFieldOrMethod(outer, false, nil, sent.Name())
		if obj != sent.Var {
			return nil
		}
	}
	return inner
}

// spot points at the name of a field if the source spells it.
func (b *builder) spot(at place, f *types.Var) place {
	if inner := b.field(at, f); inner.expr != nil {
		at.pos = f.Pos()
	}
	return at
}

// sent reports whether a field is part of messages.
func sent(f *types.Var, tag string) bool {
	return f.Exported() && wireField(f.Name(), tag) != ""
}

// hiddenFields returns the fields of a struct, and of those that are flattened into it, that would be lost.
func (b *builder) hiddenFields(s *types.Struct) []*types.Var {
	var list []*types.Var
	for i := range s.NumFields() {
		f, tag := s.Field(i), s.Tag(i)
		if inner := flattened(s, f, tag); inner != nil {
			list = append(list, b.hiddenFields(inner)...)
		} else if b.hidden(f, tag) {
			list = append(list, f)
		}
	}
	return list
}

// hidden reports whether a field that is not sent holds something that would be lost. An empty one
// does not, nor does one that its author marked with "-".
func (b *builder) hidden(f *types.Var, tag string) bool {
	if f.Exported() || f.Name() == "_" || reflect.StructTag(tag).Get("msg") == "-" {
		return false
	}
	return b.sizeof(f.Type()) != 0
}

// hiddenState says why a struct with a hidden field cannot be sent, and what to do.
func (b *builder) hiddenState(f *types.Var, name *types.Named, at place) *reason {
	subject := "the struct"
	if name != nil {
		subject = b.typeString(name)
		if p := name.Obj().Pkg().Path(); p == "sync" || p == "sync/atomic" {
			return because(diag.Mutex, "%s cannot be sent: it guards the memory of one process; keep it out of messages", subject)
		}
	}
	hint := "export it, or tag it `msg:\"-\"` to leave it behind"
	switch {
	case b.field(at, f).expr == nil:
		hint = "send another type"
	case name == nil && !b.out.NoClient:
		hint = "export it, or declare a type for the struct and tag it `msg:\"-\"` there"
	}
	return because(diag.HiddenState, "%s cannot be sent: its unexported field %s would be lost; %s", subject, f.Name(), hint)
}

// wireField returns the name of an exported field on the wire, or "" if it is not sent: what its msg
// tag says, else its json tag, else its own name.
func wireField(name, tag string) string {
	for _, key := range []string{"msg", "json"} {
		value, ok := reflect.StructTag(tag).Lookup(key)
		if !ok {
			continue
		}
		if value == "-" {
			return ""
		}
		wire, _, _ := strings.Cut(value, ",")
		if wire != "" {
			return wire
		}
		return name
	}
	return name
}

// badTag reports whether a tag that seems to name the field on the wire is not of the form
// `key:"value"`, so that the name in it would go unnoticed.
func badTag(tag string) bool {
	if !strings.Contains(tag, "msg") && !strings.Contains(tag, "json") {
		return false
	}
	for tag = strings.TrimLeft(tag, " "); tag != ""; tag = strings.TrimLeft(tag, " ") {
		key, rest, ok := strings.Cut(tag, ":")
		if !ok || key == "" || strings.ContainsAny(key, " \"") {
			return true
		}
		quoted, err := strconv.QuotedPrefix(rest)
		if err != nil || quoted[0] != '"' {
			return true
		}
		tag = rest[len(quoted):]
		if tag != "" && tag[0] != ' ' {
			return true
		}
	}
	return false
}
