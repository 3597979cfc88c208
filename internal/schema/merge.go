package schema

import "slices"

// Merge returns the contract to keep from now on: the new one, with what the old one had and the new
// one has not as reserved.
func Merge(old, new *Contract) *Contract {
	c := new.clone()
	k := keeper{old: old, new: c, seen: map[[2]*Type]bool{}}
	for _, m := range old.Methods {
		if to := named(c.Methods, m.Name); to != nil {
			to.Params = k.tuple(m.Params, to.Params)
			to.Results = k.tuple(m.Results, to.Results)
		}
		k.method(m)
	}
	for _, e := range old.Errors {
		k.err(e)
	}
	c.sort()
	return c
}

// named returns the method that has a name, else the one that answers to it, else nil.
func named(list []*Method, name string) *Method {
	for _, m := range list {
		if m.Name == name {
			return m
		}
	}
	for _, m := range list {
		if slices.Contains(m.Was, name) {
			return m
		}
	}
	return nil
}

// keeper finds what has to be reserved.
type keeper struct {
	old, new *Contract
	seen     map[[2]*Type]bool
}

// clone copies a contract as deep as Merge changes it.
func (c *Contract) clone() *Contract {
	d := &Contract{}
	for _, m := range c.Methods {
		copied := *m
		d.Methods = append(d.Methods, &copied)
	}
	d.Errors = slices.Clone(c.Errors)
	for _, t := range c.Types {
		copied := *t
		copied.Members, copied.Constants = slices.Clone(t.Members), slices.Clone(t.Constants)
		d.Types = append(d.Types, &copied)
	}
	return d
}

// method reserves those names of an old method that nothing answers to any more.
func (k *keeper) method(m *Method) {
	for _, name := range append([]string{m.Name}, m.Was...) {
		if named(k.new.Methods, name) != nil {
			continue
		}
		gone := *m
		gone.Name, gone.Was, gone.Reserved = name, nil, true
		k.new.Methods = append(k.new.Methods, &gone)
		k.mention(m.Params)
		k.mention(m.Results)
	}
}

// err reserves the name of an error that is no more.
func (k *keeper) err(e *Error) {
	if to := k.new.err(e.Name); to != nil {
		k.types(e.Type, to.Type)
		return
	}
	gone := *e
	gone.Reserved = true
	k.new.Errors = append(k.new.Errors, &gone)
	k.describe(e.Type)
}

// tuple goes through the parameters or results of a method that is still there, and returns them with
// the names that are not in use any more.
func (k *keeper) tuple(old, new []*Value) []*Value {
	all := slices.Clone(new)
	for i, v := range live(old)[:min(len(live(old)), len(new))] {
		k.types(v.Type, new[i].Type)
	}
	for _, v := range old {
		all = k.reserve(all, v)
	}
	return all
}

// reserve returns the list with those names of v, which was one of it, that are not in use any more.
func (k *keeper) reserve(list []*Value, v *Value) []*Value {
	for _, name := range append([]string{v.Name}, v.Was...) {
		if slices.ContainsFunc(list, func(n *Value) bool { return n.Name == name || slices.Contains(n.Was, name) }) {
			continue
		}
		k.describe(v.Type)
		list = append(list, &Value{Name: name, Type: v.Type, Reserved: true})
	}
	return list
}

// reserveConstants returns the list with those of the old names and their values that are not in it.
func reserveConstants(list, old []*Constant) []*Constant {
	for _, k := range old {
		if !holds(list, k.Name, k.Value) {
			list = append(list, &Constant{Name: k.Name, Value: k.Value, Reserved: true})
		}
	}
	return list
}

// types finds the described types in two expressions that stand for each other.
func (k *keeper) types(a, b *Expr) {
	if a == nil || b == nil {
		return
	}
	x, y := k.old.defined(a), k.new.defined(b)
	switch {
	case x != nil && y != nil:
		k.keep(x, y)
		return
	case a.Op == Pointer && b.Op != Pointer:
		k.types(a.Elem, b)
		return
	case b.Op == Pointer && a.Op != Pointer:
		k.types(a, b.Elem)
		return
	}
	k.types(a.Key, b.Key)
	k.types(a.Elem, b.Elem)
	for _, lists := range [][2][]*Expr{{a.Params, b.Params}, {a.Results, b.Results}} {
		for i := range min(len(lists[0]), len(lists[1])) {
			k.types(lists[0][i], lists[1][i])
		}
	}
}

// keep reserves the members of an old type that are not in the new one.
func (k *keeper) keep(x, y *Type) {
	if k.seen[[2]*Type{x, y}] {
		return
	}
	k.seen[[2]*Type{x, y}] = true
	if x.Is != nil && y.Is != nil {
		k.types(x.Is, y.Is)
	}
	y.Constants = reserveConstants(y.Constants, x.Constants)
	for _, v := range x.Members {
		if to := counterpart(v, y); to != nil && !v.Reserved {
			k.types(v.Type, to.Type)
		}
		y.Members = k.reserve(y.Members, v)
	}
}

// mention keeps the descriptions of the types that reserved things are made of.
func (k *keeper) mention(list []*Value) {
	for _, v := range list {
		k.describe(v.Type)
	}
}

func (k *keeper) describe(e *Expr) {
	if e == nil {
		return
	}
	if t := k.old.defined(e); t != nil && k.new.typ(t.Name) == nil {
		gone := *t
		gone.Reserved = true
		k.new.Types = append(k.new.Types, &gone)
		k.describe(t.Is)
		k.mention(t.Members)
	}
	k.describe(e.Key)
	k.describe(e.Elem)
	for _, part := range slices.Concat(e.Params, e.Results) {
		k.describe(part)
	}
}
