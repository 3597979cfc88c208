package model

import (
	"fmt"
	"go/types"
	"reflect"
	"strconv"
	"strings"
)

// judgeStruct judges the fields of a struct: all that it holds must be sent or be marked as left out.
// The name is nil for an anonymous struct.
func (b *builder) judgeStruct(s *types.Struct, name *types.Named, at place) bool {
	ok := true
	wires := map[string]string{}
	for i := range s.NumFields() {
		f, tag := s.Field(i), s.Tag(i)
		inner := b.field(at, f)
		if at.expr != nil && inner.expr != nil && badTag(tag) {
			ok = b.refuse(b.spot(at, f), fmt.Sprintf("the tag of %s is malformed: %s", f.Name(), strconv.Quote(tag)))
			continue
		}
		if !b.sent(f, tag) {
			if b.hidden(f, tag) {
				return b.refuse(b.spot(at, f), b.hiddenState(f, name, at))
			}
			continue
		}
		wire := wireField(f.Name(), tag)
		if other, taken := wires[wire]; taken {
			ok = b.refuse(b.spot(at, f), fmt.Sprintf("the fields %s and %s are both called %q on the wire", other, f.Name(), wire))
		}
		wires[wire] = f.Name()
		ok = b.judge(f.Type(), inner) && ok
	}
	return ok
}

// spot points at the name of a field if the source spells it.
func (b *builder) spot(at place, f *types.Var) place {
	if inner := b.field(at, f); inner.expr != nil {
		at.pos = f.Pos()
	}
	return at
}

// sent reports whether a field is part of messages.
func (b *builder) sent(f *types.Var, tag string) bool {
	return f.Exported() && wireField(f.Name(), tag) != ""
}

// hidden reports whether a field that is not sent holds something that would be lost. An empty one
// does not, nor does one that its author marked with "-".
func (b *builder) hidden(f *types.Var, tag string) bool {
	if f.Exported() || f.Name() == "_" || reflect.StructTag(tag).Get("msg") == "-" {
		return false
	}
	return b.sizes.Sizeof(f.Type()) != 0
}

// hiddenState says why a struct with a hidden field cannot be sent, and what to do.
func (b *builder) hiddenState(f *types.Var, name *types.Named, at place) string {
	subject := "the struct"
	if name != nil {
		subject = b.typeString(name)
		if p := name.Obj().Pkg().Path(); p == "sync" || p == "sync/atomic" {
			return subject + " cannot be sent: it guards the memory of one process; keep it out of messages"
		}
	}
	lost := fmt.Sprintf("%s cannot be sent: its unexported field %s would be lost", subject, f.Name())
	if method := ownCodec(name); method != "" {
		return fmt.Sprintf("%s, and its own %s is not used yet; send another type", lost, method)
	}
	if b.field(at, f).expr == nil {
		return lost + "; send another type"
	}
	return lost + "; export it, or tag it `msg:\"-\"` to leave it behind"
}

// ownCodec returns the name of the method by which a type would encode itself, or "".
func ownCodec(name *types.Named) string {
	if name == nil {
		return ""
	}
	methods := types.NewMethodSet(types.NewPointer(name))
	for _, m := range []string{"MarshalMsg", "MarshalBinary", "MarshalText", "MarshalJSON", "GobEncode"} {
		if methods.Lookup(nil, m) != nil {
			return m
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
