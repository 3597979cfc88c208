package schema

import "slices"

// Merge returns the contract to keep from now on: the new one, with what the old one had and the new
// one has not as reserved.
func Merge(old, new *Contract) *Contract {
	c := new.clone()
	k := keeper{old: old, new: c, seen: map[[2]*Type]bool{}}
	for _, m := range old.Methods {
		to := c.method(m.Name)
		if to == nil {
			to = renamed(c.Methods, m.Name)
		}
		if to != nil {
			to.Params = k.tuple(m.Params, to.Params)
			to.Results = k.tuple(m.Results, to.Results)
			continue
		}
		gone := *m
		gone.Reserved = true
		c.Methods = append(c.Methods, &gone)
		k.mention(m.Params)
		k.mention(m.Results)
	}
	c.sort()
	return c
}

// renamed returns the method that answers to a former name.
func renamed(list []*Method, name string) *Method {
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
	for _, t := range c.Types {
		copied := *t
		copied.Members = slices.Clone(t.Members)
		d.Types = append(d.Types, &copied)
	}
	return d
}

// tuple goes through the parameters or results of a method that is still there, and returns them with
// those that are no more.
func (k *keeper) tuple(old, new []*Value) []*Value {
	all := slices.Clone(new)
	for i, v := range live(old)[:min(len(live(old)), len(new))] {
		k.types(v.Type, new[i].Type)
	}
	for _, v := range old {
		kept := slices.ContainsFunc(new, func(n *Value) bool { return n.Name == v.Name || slices.Contains(n.Was, v.Name) })
		renamed := !v.Reserved && slices.Index(live(old), v) < len(new)
		if !kept && !renamed {
			all = append(all, k.gone(v))
		}
	}
	return all
}

// gone returns v as reserved.
func (k *keeper) gone(v *Value) *Value {
	gone := *v
	gone.Reserved, gone.Was, gone.Default = true, nil, ""
	k.describe(v.Type)
	return &gone
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
	for _, v := range x.Members {
		to := find(y.Members, v.Name)
		if to == nil {
			to = counterpart(v, y)
		}
		if to != nil {
			if !v.Reserved {
				k.types(v.Type, to.Type)
			}
			continue
		}
		y.Members = append(y.Members, k.gone(v))
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
}
