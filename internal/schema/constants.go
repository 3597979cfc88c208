package schema

import (
	"fmt"
	"slices"
	"strings"
)

// constantCalled returns the constant of that name which is in use, else one that is not, else nil.
func constantCalled(list []*Constant, name string) *Constant {
	var found *Constant
	for _, k := range list {
		if k.Name == name && (found == nil || !k.Reserved) {
			found = k
		}
	}
	return found
}

// holds reports whether a name has, or had, a value.
func holds(list []*Constant, name, value string) bool {
	return slices.ContainsFunc(list, func(k *Constant) bool { return k.Name == name && k.Value == value })
}

// namesOf returns the names of a value, of constants that are in use or of those that are not.
func namesOf(list []*Constant, value string, reserved bool) []string {
	var names []string
	for _, k := range list {
		if k.Value == value && k.Reserved == reserved {
			names = append(names, k.Name)
		}
	}
	return names
}

// diffConstants compares what the values of two types that stand for each other are called.
func (d *differ) diffConstants(x, y *Type) {
	c := constantsDiff{differ: d, subject: x.Name + ": constant ", typ: y, old: x.Constants, new: y.Constants, told: map[string]bool{}}
	for _, k := range slices.Concat(x.Constants, y.Constants) {
		c.value(k.Value)
	}
	for _, k := range x.Constants {
		if !k.Reserved {
			c.name(k)
		}
	}
	for _, k := range y.Constants {
		if !k.Reserved {
			c.added(k)
		}
	}
}

// constantsDiff is one run of diffConstants.
type constantsDiff struct {
	*differ
	subject  string
	typ      *Type // as it is now
	old, new []*Constant
	told     map[string]bool // values that mean something else, and names that have another value for that
}

// value tells of a value that means something else now. It has kept none of its names; and one that it has got was that of another value, or one that it
// had is. (A value all of whose names are new, and all of whose old names are gone, has been renamed.) A value without names must not get one while it is
// reserved for another.
func (c *constantsDiff) value(v string) {
	before, after := namesOf(c.old, v, false), namesOf(c.new, v, false)
	kept := func(name string) bool { return slices.Contains(after, name) }
	if c.told[v] || len(after) == 0 || slices.ContainsFunc(before, kept) {
		return
	}
	item := Item{Subject: c.subject + strings.Join(after, ", "), OldClients: Loses, NewClients: Loses,
		Note: "clients and servers of different age take one for the other; give what is new a value of its own", Pos: constantCalled(c.new, after[0]).Pos}
	gone := namesOf(c.old, v, true)
	switch {
	case len(before) > 0 && (slices.ContainsFunc(after, c.had) || slices.ContainsFunc(before, c.has)):
		item.Change = fmt.Sprintf("is %s now, which was %s", v, strings.Join(before, ", "))
	case len(before) == 0 && len(gone) > 0 && !slices.ContainsFunc(gone, kept):
		item.Change = fmt.Sprintf("is %s, which is reserved for %s", v, strings.Join(gone, ", "))
	default:
		return
	}
	c.told[v] = true
	c.add(item, true)
}

// had reports whether a name was that of a value, and has whether it is.
func (c *constantsDiff) had(name string) bool {
	k := constantCalled(c.old, name)
	return k != nil && !k.Reserved
}

func (c *constantsDiff) has(name string) bool {
	k := constantCalled(c.new, name)
	return k != nil && !k.Reserved
}

// name tells what has become of a name.
func (c *constantsDiff) name(k *Constant) {
	to := constantCalled(c.new, k.Name)
	switch {
	case to == nil || to.Reserved:
		if others := namesOf(c.new, k.Value, false); len(others) > 0 && !slices.ContainsFunc(others, c.had) {
			c.add(Item{Subject: c.subject + k.Name, Change: "is called " + others[0] + " now", Pos: constantCalled(c.new, others[0]).Pos}, false)
			return
		}
		c.add(Item{Subject: c.subject + k.Name, Change: "is removed", OldClients: Some, Note: "old clients and servers may still send " + k.Value, Pos: c.typ.Pos}, false)
	case to.Value != k.Value && !c.told[to.Value]:
		item := Item{Subject: c.subject + k.Name, Change: fmt.Sprintf("is %s now, and was %s", to.Value, k.Value), Pos: to.Pos,
			Note: "old clients and servers go on with what it was"}
		lost := !slices.ContainsFunc(namesOf(c.new, k.Value, false), func(name string) bool { return holds(c.old, name, k.Value) })
		if lost { // the value has no other name that it had
			item.OldClients, item.NewClients = Loses, Loses
		}
		c.add(item, lost)
	}
}

// added tells of a name that is new.
func (c *constantsDiff) added(k *Constant) {
	before := constantCalled(c.old, k.Name)
	switch {
	case c.told[k.Value] || before != nil && !before.Reserved:
	case before != nil && !holds(c.old, k.Name, k.Value):
		c.add(Item{Subject: c.subject + k.Name, Change: fmt.Sprintf("comes back as %s, and the name is reserved for %s", k.Value, before.Value),
			OldClients: Loses, NewClients: Loses, Pos: k.Pos}, true)
	case len(namesOf(c.old, k.Value, false)) == 0:
		c.add(Item{Subject: c.subject + k.Name, Change: "is added", OldClients: Some, NewClients: Some, Note: "old readers get " + k.Value + " and have no name for it", Pos: k.Pos}, false)
	}
}
