package model

import (
	"fmt"
	"go/types"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/bluebird-rpc/bluebird/internal/diag"
)

// judgeStruct judges the fields of a struct, with a name or without: all that it holds must be sent or be marked as left out.
func (b *builder) judgeStruct(t types.Type, at place) bool {
	if !b.judgeHidden(t, at) {
		return false
	}
	ok := b.judgeWritten(t, at)
	wires := map[string]string{}
	for _, f := range SentFields(t) {
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
func (b *builder) judgeHidden(t types.Type, at place) bool {
	ok := true
	s := t.Underlying().(*types.Struct)
	for i := range s.NumFields() {
		if f, tag := s.Field(i), s.Tag(i); badTag(tag) && at.expr != nil && b.field(at, f).expr != nil {
			ok = b.refuse(b.spot(at, f), because(diag.BadTag, "the tag of %s is malformed: %s", f.Name(), strconv.Quote(tag)))
		}
	}
	hidden := b.hiddenFields(t)
	if len(hidden) == 0 {
		return ok
	}
	name, _ := t.(*types.Named)
	if name == nil || b.copied(name) || len(SentFields(t)) == 0 {
		return b.refuse(b.spot(at, hidden[0]), b.hiddenState(hidden[0], t, at))
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
func SentFields(t types.Type) []SentField {
	var list []SentField
	s := t.Underlying().(*types.Struct)
	for i := range s.NumFields() {
		f, tag := s.Field(i), s.Tag(i)
		if inner := flattened(t, i); inner != nil {
			list = append(list, inner...)
		} else if sent(f, tag) {
			list = append(list, SentField{f, tag, wireField(f.Name(), tag), []int{i}})
		}
	}
	return list
}

// flattened returns the fields of the unexported struct that the ith field embeds, if all that are sent can be reached through the
// outer one. It returns nil for all other fields.
func flattened(outer types.Type, i int) []SentField {
	s := outer.Underlying().(*types.Struct)
	f := s.Field(i)
	if _, ok := f.Type().Underlying().(*types.Struct); !ok || !f.Embedded() || f.Exported() || leftOut(s.Tag(i)) {
		return nil
	}
	list := lent(s, i)
	for _, inner := range list {
		if !selects(outer, inner) {
			return nil
		}
	}
	return list
}

// lent returns what is sent of the struct that the ith field embeds, as it stands in the outer one.
func lent(outer *types.Struct, i int) []SentField {
	list := SentFields(outer.Field(i).Type())
	for k := range list {
		list[k].index = append([]int{i}, list[k].index...)
	}
	return list
}

// selects reports whether a selector of the outer struct is that of a field inside, and not of another field or a method of that name.
func selects(outer types.Type, inner SentField) bool {
	_, index, _ := types.LookupFieldOrMethod(outer, true, nil, inner.Name())
	return slices.Equal(index, inner.index)
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
func (b *builder) hiddenFields(t types.Type) []*types.Var {
	var list []*types.Var
	s := t.Underlying().(*types.Struct)
	for i := range s.NumFields() {
		if f := s.Field(i); flattened(t, i) != nil {
			list = append(list, b.hiddenFields(f.Type())...)
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
	return b.sizes.of(f.Type()).bytes != 0
}

// hiddenState says why a struct with a hidden field cannot be sent, and what to do.
func (b *builder) hiddenState(f *types.Var, t types.Type, at place) *reason {
	subject := "the struct"
	name, _ := t.(*types.Named)
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
	return because(diag.HiddenState, "%s cannot be sent: its unexported field %s would be lost%s; %s", subject, f.Name(), shadow(t, f), hint)
}

// shadow says what keeps the struct that a field embeds from being flattened.
func shadow(t types.Type, f *types.Var) string {
	if _, ok := f.Type().Underlying().(*types.Struct); !ok || !f.Embedded() {
		return ""
	}
	s := t.Underlying().(*types.Struct)
	for i := range s.NumFields() {
		if s.Field(i) != f {
			continue
		}
		for _, inner := range lent(s, i) {
			if !selects(t, inner) {
				return fmt.Sprintf(", since its %s is hidden by another %[1]s", inner.Name())
			}
		}
	}
	return ""
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
