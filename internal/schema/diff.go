package schema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bluebird-rpc/bluebird/internal/model"
)

// Diff returns what has changed from one contract to another, sorted by method and type, each change
// once. Nothing has changed for callers if the list is empty.
func Diff(old, new *Contract) []Item {
	d := &differ{old: old, new: new, seen: map[[2]*Type]*reach{}}
	for _, m := range old.Methods {
		if !m.Reserved {
			d.diffMethod(m)
		}
	}
	for _, m := range new.Methods {
		d.added(m)
		d.answers(m)
	}
	d.diffErrors()
	for _, p := range d.pairs {
		d.diffTypes(p)
		d.diffConstants(p[0], p[1])
	}
	return d.items
}

// differ is one run of Diff.
type differ struct {
	old, new *Contract
	items    []Item

	method string     // that is being looked at
	pairs  [][2]*Type // of types that stand for each other, in order of discovery
	seen   map[[2]*Type]*reach
}

// reach is how a pair of types is reached.
type reach struct {
	ways
	method string // the first one
}

// add appends an item whose verdict follows from its effects, unless hard.
func (d *differ) add(i Item, hard bool) {
	i.judge()
	if hard {
		i.Verdict = Breaks
	}
	if i.Method == "" {
		i.Method = d.method
	}
	d.items = append(d.items, i)
}

// diffMethod compares a method with what has become of it.
func (d *differ) diffMethod(m *Method) {
	d.method = m.Name
	to := d.new.method(m.Name)
	if to == nil || to.Reserved {
		d.gone(m)
		return
	}
	d.diffSignatures(m, to)
}

// gone tells of a method that is not there any more under its name.
func (d *differ) gone(m *Method) {
	for _, to := range d.new.Methods {
		if slices.Contains(to.Was, m.Name) {
			d.add(Item{Subject: m.Name, Change: "is called " + to.Name + " now and still answers to both names", NewClients: Refuses, Method: to.Name}, false)
			d.diffSignatures(m, to)
			return
		}
	}
	d.add(Item{Subject: m.Name, Change: "is removed", OldClients: Refuses, Callers: true,
		Note: "if another method has taken its place, say so on that with //bluebird:was " + m.Name[strings.LastIndex(m.Name, ".")+1:]}, true)
}

func (d *differ) diffSignatures(m, to *Method) {
	if m.Shape != to.Shape {
		d.add(Item{Subject: m.Name, Change: fmt.Sprintf("%s becomes %s", shapeName(m), shapeName(to)), OldClients: Refuses, NewClients: Refuses, Callers: true}, true)
		return
	}
	for _, name := range m.Was {
		if !slices.Contains(to.Was, name) && to.Name != name {
			d.add(Item{Subject: m.Name, Change: "does not answer to " + name + " any more", OldClients: Refuses, Callers: true}, true)
		}
	}
	if m.Idempotent && !to.Idempotent {
		d.add(Item{Subject: m.Name, Change: "is not idempotent any more", Note: "old clients may still run it twice"}, false)
	} else if to.Idempotent && !m.Idempotent {
		d.add(Item{Subject: m.Name, Change: "is idempotent now"}, false)
	}
	if to.Fails && !m.Fails {
		d.add(Item{Subject: m.Name, Change: "returns an error now", Note: "stubs always do"}, false)
	} else if m.Fails && !to.Fails {
		d.add(Item{Subject: m.Name, Change: "returns no error of its own any more", Note: "stubs always return one"}, false)
	}
	d.diffTuple(m.Name, "parameter", m.Params, to.Params, ways{in: true})
	d.diffTuple(m.Name, "result", m.Results, to.Results, ways{out: true})
}

func shapeName(m *Method) string {
	if m.Shape == "" {
		return "unary"
	}
	return m.Shape
}

// live returns the values that are in use.
func live(list []*Value) []*Value {
	var used []*Value
	for _, v := range list {
		if !v.Reserved {
			used = append(used, v)
		}
	}
	return used
}

// added tells of a method that was not there.
func (d *differ) added(m *Method) {
	before := d.old.method(m.Name)
	if m.Reserved || before != nil && !before.Reserved {
		return
	}
	if slices.ContainsFunc(m.Was, func(name string) bool { x := d.old.method(name); return x != nil && !x.Reserved }) {
		return // told already
	}
	d.method = m.Name
	if before != nil && d.differs(func(t *differ) { t.diffSignatures(before, m) }) {
		d.add(Item{Subject: m.Name, Change: "comes back with another signature, and the name is reserved", OldClients: Refuses,
			Note: "callers from before it was removed would call it wrongly"}, true)
		return
	}
	d.add(Item{Subject: m.Name, Change: "is added", NewClients: Some}, false)
}

// answers tells of former names of a method that are reserved for something else.
func (d *differ) answers(m *Method) {
	for _, name := range m.Was {
		before := d.old.method(name)
		if before == nil || !before.Reserved || !d.differs(func(t *differ) { t.diffSignatures(before, m) }) {
			continue
		}
		d.add(Item{Subject: m.Name, Change: "answers to " + name + " too, and that name is reserved for another signature", OldClients: Refuses,
			Note: "callers from before it was removed would call it wrongly", Method: m.Name}, true)
	}
}

// differs reports whether a comparison, made on trial, finds anything that is not harmless.
func (d *differ) differs(compare func(*differ)) bool {
	t := &differ{old: d.old, new: d.new, seen: map[[2]*Type]*reach{}}
	compare(t)
	for _, p := range t.pairs {
		t.diffTypes(p)
	}
	return slices.ContainsFunc(t.items, func(i Item) bool { return i.Verdict != Safe })
}

// diffTuple compares parameters or results, which travel by position.
func (d *differ) diffTuple(method, what string, before, after []*Value, w ways) {
	old, new := live(before), live(after)
	if moved := mixedUp(old, new); moved != "" {
		d.add(Item{Subject: method, Change: fmt.Sprintf("%ss stood as (%s) and stand as (%s) now: %s", what, signature(old), signature(new), moved),
			OldClients: Refuses, NewClients: Refuses}, true)
		return
	}
	for i, v := range old {
		subject := fmt.Sprintf("%s: %s %s", method, what, v.Name)
		if i >= len(new) {
			d.dropped(subject, w)
			continue
		}
		if new[i].Name != v.Name {
			d.renamed(subject, v, new[i], w)
		}
		d.taken(method, what, before, new[i])
		d.forgotten(subject, v, new[i])
		d.diffValue(subject, v, new[i], w)
		d.diffDefaults(subject, v, new[i])
	}
	for _, v := range new[min(len(old), len(new)):] {
		if !d.taken(method, what, before, v) {
			d.appended(fmt.Sprintf("%s: %s %s", method, what, v.Name), v, w)
		}
	}
}

// mixedUp says which value has another place now, or returns "".
func mixedUp(old, new []*Value) string {
	for i, v := range old {
		k := slices.IndexFunc(new, func(n *Value) bool { return n.Name == v.Name || slices.Contains(n.Was, v.Name) })
		if k >= 0 && k != i {
			return v.Name + " has another place"
		}
		if k < 0 && i < len(new) && find(old, new[i].Name) != nil {
			return v.Name + " is not there any more"
		}
	}
	return ""
}

func signature(values []*Value) string {
	var words []string
	for _, v := range values {
		words = append(words, v.Name+" "+v.Type.String())
	}
	return strings.Join(words, ", ")
}

func (d *differ) dropped(subject string, w ways) {
	d.add(Item{Subject: subject, Change: "is removed", OldClients: Loses, Callers: w.in}, true)
}

func (d *differ) renamed(subject string, v, to *Value, w ways) {
	i := Item{Subject: subject, Change: "is called " + to.Name + " now", Pos: to.Pos}
	if slices.Contains(to.Was, v.Name) {
		i.Change += "; callers by name may use both"
	} else {
		i.Callers = true
		if w.in {
			i.Note = fmt.Sprintf("//bluebird:was %s=%s takes both names", to.Name, v.Name)
		}
	}
	d.add(i, false)
}

// taken tells of names of a value, present or former, that are reserved for something else, and reports whether there
// are some.
func (d *differ) taken(owner, what string, before []*Value, v *Value) bool {
	found := false
	for _, n := range append([]string{v.Name}, v.Was...) {
		old := find(before, n)
		if old == nil || !old.Reserved || !d.differs(func(t *differ) { t.diffValue("", old, v, ways{true, true}) }) {
			continue
		}
		found = true
		d.add(Item{Subject: fmt.Sprintf("%s: %s %s", owner, what, name(n)),
			Change:     fmt.Sprintf("comes back as %s, and the name is reserved for %s", v.Type, old.Type),
			OldClients: Refuses, NewClients: Refuses, Pos: v.Pos}, true)
	}
	return found
}

// forgotten tells of former names of a parameter that callers by name may not use any more.
func (d *differ) forgotten(subject string, v, to *Value) {
	for _, old := range v.Was {
		if !slices.Contains(to.Was, old) && to.Name != old {
			d.add(Item{Subject: subject, Change: "is not taken under the name " + old + " any more", Callers: true, Pos: to.Pos}, false)
		}
	}
}

func (d *differ) appended(subject string, v *Value, w ways) {
	i := Item{Subject: subject, Change: "is added", NewClients: Loses, Note: "an old server does not send it", Pos: v.Pos}
	if w.in {
		i.Note = "an old server would drop it"
		i.Callers = v.Default == ""
	}
	if v.flows() {
		i.OldClients, i.NewClients, i.Note = Refuses, Refuses, "callers and servers that know other streams and funcs of a method refuse each other"
	}
	d.add(i, v.flows())
}

// flows reports whether a value is a stream, bytes or a func.
func (v *Value) flows() bool {
	return v.Type.Op == Flow || v.Type.Op == Func || v.Type.Op == Word && bytesWord(v.Type.Word)
}

// bytesWord reports whether a word stands for bytes that flow.
func bytesWord(word string) bool { return word == roles[model.Reader] || word == roles[model.Writer] }

func (d *differ) diffDefaults(subject string, v, to *Value) {
	switch {
	case v.Default == to.Default:
	case v.Default == "":
		d.add(Item{Subject: subject, Change: "has the default " + to.Default, Pos: to.Pos}, false)
	case to.Default == "":
		d.add(Item{Subject: subject, Change: "has no default any more", Callers: true, Pos: to.Pos}, false)
	default:
		d.add(Item{Subject: subject, Change: fmt.Sprintf("has the default %s instead of %s", to.Default, v.Default),
			Note: "callers by name who leave it out get the new one", Pos: to.Pos}, false)
	}
}

// diffValue compares the types of two values that stand for the same thing.
func (d *differ) diffValue(subject string, v, to *Value, w ways) {
	if v.Type.Op == Func && to.Type.Op == Func {
		d.diffFunc(subject, v, to)
		return
	}
	c := d.compare(v.Type, to.Type, w)
	if c == (change{}) {
		if same := v.Type.String() == to.Type.String(); !same && !d.sameWords(v.Type, to.Type) {
			d.add(Item{Subject: subject, Change: becomes(v, to), Pos: to.Pos}, false)
		}
		return
	}
	i := Item{Subject: subject, Change: becomes(v, to), Note: c.note, Pos: to.Pos}
	i.OldClients, i.NewClients = w.effects(c.forward, c.backward)
	d.add(i, c.hard)
}

// diffFunc compares two funcs. What they are called with goes from the server to the client, and what they return the other way.
func (d *differ) diffFunc(subject string, v, to *Value) {
	values := func(list []*Expr, letter string) []*Value {
		var vs []*Value
		for i, e := range list {
			vs = append(vs, &Value{Name: fmt.Sprint(letter, i), Type: e, Pos: to.Pos})
		}
		return vs
	}
	a, b, first := v.Type, to.Type, len(d.items)
	d.diffTuple(subject, "parameter", values(a.Params, "a"), values(b.Params, "a"), ways{out: true})
	d.diffTuple(subject, "result", values(a.Results, "r"), values(b.Results, "r"), ways{in: true})
	for i := range d.items[first:] {
		d.items[first+i].Callers = false // callers by name have no funcs
	}
}

func becomes(v, to *Value) string { return fmt.Sprintf("%s becomes %s", v.Type, to.Type) }

// sameWords reports whether two types differ in nothing but the names of described types, which do not
// travel.
func (d *differ) sameWords(a, b *Expr) bool {
	a, b = d.old.basic(a), d.new.basic(b)
	switch {
	case a == nil || b == nil:
		return a == b
	case d.old.defined(a) != nil && d.new.defined(b) != nil:
		return true
	case a.Op != b.Op || a.Word != b.Word || a.Len != b.Len:
		return false
	}
	return d.sameWords(a.Key, b.Key) && d.sameWords(a.Elem, b.Elem) && d.sameLists(a.Params, b.Params) && d.sameLists(a.Results, b.Results)
}

// basic returns what a type with constants is, and any other as it is.
func (c *Contract) basic(e *Expr) *Expr {
	if e != nil {
		if t := c.defined(e); t != nil && t.Is != nil && t.Is.Op == Word && plain(t.Is.Word) {
			return t.Is
		}
	}
	return e
}

func (d *differ) sameLists(a, b []*Expr) bool { return slices.EqualFunc(a, b, d.sameWords) }

// pair notes that two described types stand for each other, and which way they travel.
func (d *differ) pair(x, y *Type, w ways) change {
	if x.Kind != y.Kind {
		return replaced
	}
	key := [2]*Type{x, y}
	r := d.seen[key]
	if r == nil {
		r = &reach{method: d.method}
		d.seen[key] = r
		d.pairs = append(d.pairs, key)
	}
	before := r.ways
	r.in, r.out = r.in || w.in, r.out || w.out
	if r.ways != before {
		d.find(key)
	}
	return change{}
}

// find notes the pairs of types that are reached from this one.
func (d *differ) find(p [2]*Type) {
	r := d.seen[p]
	method := d.method
	d.method = r.method
	if p[0].Kind == "is" {
		d.compare(p[0].Is, p[1].Is, r.ways)
	}
	for _, v := range live(p[0].Members) {
		if to := counterpart(v, p[1]); to != nil {
			d.compare(v.Type, to.Type, r.ways)
		}
	}
	d.method = method
}

// counterpart returns what has become of a field or variant, nil if it is no more.
func counterpart(v *Value, t *Type) *Value {
	if to := find(live(t.Members), v.Name); to != nil {
		return to
	}
	for _, to := range live(t.Members) {
		if slices.Contains(to.Was, v.Name) {
			return to
		}
	}
	return nil
}

// diffTypes compares two described types that stand for each other.
func (d *differ) diffTypes(p [2]*Type) {
	r := d.seen[p]
	d.method = r.method
	what := "field"
	switch p[0].Kind {
	case "is":
		d.diffValue(p[0].Name, &Value{Type: p[0].Is}, &Value{Type: p[1].Is, Pos: p[1].Pos}, r.ways)
		return
	case "union":
		what = "variant"
	}
	for _, v := range live(p[0].Members) {
		subject := fmt.Sprintf("%s: %s %s", p[0].Name, what, name(v.Name))
		to := counterpart(v, p[1])
		if to == nil {
			d.lost(subject, what, p[1], r.ways)
			continue
		}
		if to.Name != v.Name {
			d.renamedMember(subject, what, to, r.ways)
		}
		d.diffValue(subject, v, to, r.ways)
		for _, old := range v.Was {
			if !slices.Contains(to.Was, old) && to.Name != old {
				before, after := r.ways.effects(Loses, None)
				d.add(Item{Subject: subject, Change: "is not read under the name " + old + " any more", OldClients: before, NewClients: after, Pos: to.Pos}, true)
			}
		}
	}
	d.addedMembers(p, what, r.ways)
	if order(p[0], p[1]) != order(p[1], p[0]) && what == "field" {
		d.add(Item{Subject: p[0].Name, Change: "fields have another order", Note: "old and new send them by name", Pos: p[1].Pos}, false)
	}
}

// lost tells of a field or variant of t that is no more.
func (d *differ) lost(subject, what string, t *Type, w ways) {
	i := Item{Subject: subject, Change: "is removed", Pos: t.Pos}
	if what == "field" {
		i.OldClients, i.NewClients = Loses, Loses
		i.Note = "what is in it gets lost on the way; if another field has taken its place, say so on that with //bluebird:was"
	} else {
		i.OldClients, i.NewClients = w.effects(Refuses, None)
	}
	d.add(i, true)
}

// renamedMember tells of a field or variant that is written by another name and read by both.
func (d *differ) renamedMember(subject, what string, to *Value, w ways) {
	unknown := Loses
	if what == "variant" {
		unknown = Refuses
	}
	i := Item{Subject: subject, Change: "is called " + name(to.Name) + " now and is read under both names", Pos: to.Pos}
	i.OldClients, i.NewClients = w.effects(None, unknown)
	if what == "field" {
		i.Note = fmt.Sprintf("the tag `msg:%q` would keep the name", strings.Split(subject, " field ")[len(strings.Split(subject, " field "))-1])
	}
	d.add(i, false)
}

func (d *differ) addedMembers(p [2]*Type, what string, w ways) {
	for _, v := range live(p[1].Members) {
		taken := d.taken(p[1].Name, what, p[0].Members, v)
		if taken || find(live(p[0].Members), v.Name) != nil || slices.ContainsFunc(v.Was, func(old string) bool { return find(live(p[0].Members), old) != nil }) {
			continue
		}
		subject := fmt.Sprintf("%s: %s %s", p[1].Name, what, name(v.Name))
		i := Item{Subject: subject, Change: "is added", Pos: v.Pos}
		i.OldClients, i.NewClients = w.effects(None, Some)
		i.Note = "old readers skip it"
		if what == "variant" {
			i.Note = "old readers refuse it"
		}
		d.add(i, false)
	}
}

// order returns the names of those members that both types have.
func order(t, other *Type) string {
	var names []string
	for _, v := range live(t.Members) {
		if find(live(other.Members), v.Name) != nil {
			names = append(names, name(v.Name))
		}
	}
	return strings.Join(names, " ")
}
