package schema

import "fmt"

// change is what happens when a type takes the place of another.
type change struct {
	forward, backward Effect // an old writer and a new reader, and the reverse
	hard              bool   // not to be done, whatever the effects
	note              string
}

// worse joins what happens to two parts of a value.
func (c change) worse(d change) change {
	if c.note == "" {
		c.note = d.note
	}
	return change{max(c.forward, d.forward), max(c.backward, d.backward), c.hard || d.hard, c.note}
}

// replaced is the change between types that have nothing in common.
var replaced = change{forward: Refuses, backward: Refuses, hard: true}

// compare says what happens when the type b takes the place of a. Pairs of described types are judged
// on their own: d looks at them later.
func (d *differ) compare(a, b *Expr, w ways) change {
	x, y := d.old.defined(a), d.new.defined(b)
	switch {
	case x != nil && y != nil:
		return d.pair(x, y, w)
	case x != nil && x.Kind == "is" && y == nil:
		return d.compare(x.Is, b, w)
	case y != nil && y.Kind == "is" && x == nil:
		return d.compare(a, y.Is, w)
	case a.Op == Pointer && b.Op == Pointer:
		return d.compareBoxed(a, b, w)
	case a.Op == Pointer:
		return d.pointer(a, d.old, func() change { return d.compare(a.Elem, b, w) })
	case b.Op == Pointer:
		return d.pointer(b, d.new, func() change { return d.compare(a, b.Elem, w) })
	case a.Op == Word && b.Op == Word:
		return words2(a.Word, b.Word)
	case isText(a) && isText(b):
		return change{}
	case a.Op == Slice && b.Op == Array:
		return d.compare(a.Elem, b.Elem, w).worse(change{forward: Refuses, hard: true, note: "an array is read from its exact number of elements only"})
	case a.Op == Array && b.Op == Slice:
		return d.compare(a.Elem, b.Elem, w).worse(change{backward: Refuses, hard: true, note: "an array is read from its exact number of elements only"})
	case a.Op != b.Op || a.Op == Word:
		return replaced
	}
	return d.compareParts(a, b, w)
}

// compareParts compares types of one form.
func (d *differ) compareParts(a, b *Expr, w ways) change {
	switch a.Op {
	case Array:
		if a.Len != b.Len {
			return replaced
		}
	case Codec, Flow:
		if a.Word != b.Word {
			return replaced
		}
		if a.Op == Codec {
			return change{}
		}
	case Map:
		return d.compare(a.Key, b.Key, w).worse(d.compare(a.Elem, b.Elem, w))
	case Pair:
		return d.compare(a.Params[0], b.Params[0], w).worse(d.compare(a.Params[1], b.Params[1], w))
	}
	return d.compare(a.Elem, b.Elem, w)
}

// compareBoxed compares two pointers. What a pointer to something nilable points to stands in an array
// of one.
func (d *differ) compareBoxed(a, b *Expr, w ways) change {
	if d.old.nilable(a.Elem) != d.new.nilable(b.Elem) {
		return replaced
	}
	return d.compare(a.Elem, b.Elem, w)
}

// pointer compares a pointer p, of a contract c, with something that is none.
func (d *differ) pointer(p *Expr, c *Contract, compare func() change) change {
	if c.nilable(p.Elem) {
		return replaced
	}
	return compare()
}

func (c *Contract) nilable(e *Expr) bool {
	if t := c.defined(e); t != nil {
		return t.Kind == "union" || t.Kind == "is" && c.nilable(t.Is)
	}
	switch e.Op {
	case Slice, Map, Pointer:
		return true
	}
	return e.Word == "any" || e.Word == "error"
}

// defined returns the description of a type, or nil if it has none.
func (c *Contract) defined(e *Expr) *Type {
	if e.Op != Word || plain(e.Word) {
		return nil
	}
	return c.typ(e.Word)
}

// isText reports whether values of a type travel as text or bytes of any length.
func isText(e *Expr) bool {
	return e.Op == Word && e.Word == "string" || e.Op == Slice && e.Elem.Op == Word && e.Elem.Word == "uint8"
}

// number describes a numeric type.
type number struct {
	class byte // 'i', 'u', 'f', 'c'
	bits  int
}

var numbers = map[string]number{
	"int": {'i', 64}, "int8": {'i', 8}, "int16": {'i', 16}, "int32": {'i', 32}, "int64": {'i', 64},
	"uint": {'u', 64}, "uint8": {'u', 8}, "uint16": {'u', 16}, "uint32": {'u', 32}, "uint64": {'u', 64},
	"float32": {'f', 32}, "float64": {'f', 64}, "complex64": {'c', 64}, "complex128": {'c', 128},
}

// words2 compares two types that are words.
func words2(a, b string) change {
	x, isNumber := numbers[a]
	y, alsoNumber := numbers[b]
	switch {
	case a == b:
		return change{}
	case bytesWord(a) || bytesWord(b):
		return replaced
	case a == "any" || b == "any":
		return change{forward: Some, backward: Some, hard: true, note: "a reader of any gets what was written, and another reader what fits"}
	case !isNumber || !alsoNumber:
		return replaced
	}
	return numeric(a, b, x, y)
}

// numeric compares two types of numbers. Readers convert where that is exact, and refuse a value that
// does not fit.
func numeric(a, b string, x, y number) change {
	fits := func(reader string) string {
		return fmt.Sprintf("a reader of %s refuses what it cannot hold", reader)
	}
	whole := func(n number) bool { return n.class == 'i' || n.class == 'u' }
	switch {
	case x == y:
		return change{}
	case whole(x) && whole(y) && y.bits < x.bits:
		return change{forward: Refuses, backward: outOfRange(y, x), hard: true, note: fits(b)}
	case whole(x) && whole(y):
		return change{forward: outOfRange(x, y), backward: Some, note: fits(a)}
	case x.class == y.class && y.bits < x.bits:
		return change{forward: Refuses, hard: true, note: fits(b)}
	case x.class == y.class:
		return change{backward: Refuses, note: fits(a)}
	case x.class == 'c':
		return change{forward: Refuses, hard: true}
	case y.class == 'c':
		return change{forward: Some, backward: Refuses}
	}
	return change{forward: Some, backward: Some, note: "a value that is not exact in both is refused"}
}

// outOfRange is None if a reader of y takes all values of x.
func outOfRange(x, y number) Effect {
	if x.class == y.class && x.bits <= y.bits || x.class == 'u' && y.class == 'i' && x.bits < y.bits {
		return None
	}
	return Some
}
