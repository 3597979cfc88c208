package model

import (
	"go/types"
	"reflect"
	"slices"
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
	case b.copied(name):
		return b.refuse(b.spot(at, hidden[0]), b.hiddenState(hidden[0], name, at))
	}
	var names []string
	for _, f := range hidden {
		names = append(names, f.Name())
	}
	b.noteOnce(diag.FieldsLeftOut, b.spot(at, hidden[0]), "%s is sent without what is unexported: %s", b.typeString(name), enumerate(names))
	return ok
}

// SentField is a field of a struct that is sent.
type SentField struct {
	*types.Var
	Tag  string
	Wire string // its name on the wire

	index []int // where it stands, see types.LookupFieldOrMethod
}

// SentFields returns the fields of a struct that are sent. What an unexported embedded struct has to show is among them.
func SentFields(s *types.Struct) []SentField {
	var list []SentField
	for i := range s.NumFields() {
		f, tag := s.Field(i), s.Tag(i)
		if inner, ok := flattened(s, i); ok {
			list = append(list, inner...)
		} else if sent(f, tag) {
			list = append(list, SentField{f, tag, wireField(f.Name(), tag), []int{i}})
		}
	}
	return list
}

// flattened returns the fields of the unexported struct that the ith field embeds, if all that are sent can be reached through the
// outer one. It is false for all other fields.
func flattened(outer *types.Struct, i int) ([]SentField, bool) {
	f := outer.Field(i)
	inner, ok := f.Type().Underlying().(*types.Struct)
	if !ok || !f.Embedded() || f.Exported() || leftOut(outer.Tag(i)) {
		return nil, false
	}
	list := SentFields(inner)
	for k := range list {
		sent := &list[k]
		sent.index = append([]int{i}, sent.index...)
		if _, index, _ := types.LookupFieldOrMethod(outer, false, nil, sent.Name()); !slices.Equal(index, sent.index) {
			return nil, false
		}
	}
	return list, true
}

// spot points at the name of a field if the source spells it.
func (b *builder) spot(at place, f *types.Var) place {
	if inner := b.field(at, f); inner.expr != nil {
		at.pos = f.Pos()
	}
	return at
}

// sent reports whether a field is part of messages.
func sent(f *types.Var, tag string) bool { return f.Exported() && !leftOut(tag) }

// leftOut reports whether a tag says that its field is not sent.
func leftOut(tag string) bool { return wireField("field", tag) == "" }

// hiddenFields returns the fields of a struct, and of those that are flattened into it, that would be lost.
func (b *builder) hiddenFields(s *types.Struct) []*types.Var {
	var list []*types.Var
	for i := range s.NumFields() {
		f := s.Field(i)
		if _, ok := flattened(s, i); ok {
			list = append(list, b.hiddenFields(f.Type().Underlying().(*types.Struct))...)
		} else if b.hidden(f, s.Tag(i)) {
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
