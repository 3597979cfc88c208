package schema

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/bluebird-rpc/bluebird/internal/model"
)

// ParseError says which line of a contract cannot be read.
type ParseError struct {
	Line int
	Text string
}

func (e *ParseError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Text) }

// Parse reads the text of a contract, whose lines are those that [Format] writes, in any order that makes sense: merges of branches
// have theirs. An error is a *ParseError.
func Parse(text []byte) (*Contract, error) {
	c := &Contract{}
	for number, line := range lines(text) {
		if err := c.parseLine(line); err != nil {
			return nil, &ParseError{number, err.Error()}
		}
	}
	if err := c.writes(text); err != nil {
		return nil, err
	}
	for _, t := range c.Types {
		if err := t.checkWords(c); err != nil {
			return nil, &ParseError{1, err.Error()}
		}
	}
	for _, e := range c.Errors {
		if err := e.Type.check(c); err != nil {
			return nil, &ParseError{1, fmt.Sprintf("%s: %v", e.Name, err)}
		}
	}
	for _, m := range c.Methods {
		for _, v := range append(m.Params[:len(m.Params):len(m.Params)], m.Results...) {
			if err := v.Type.check(c); err != nil {
				return nil, &ParseError{1, fmt.Sprintf("%s: %v", m.Name, err)}
			}
		}
	}
	return c, nil
}

// lines goes through the lines of a text that say something, with their numbers.
func lines(text []byte) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		number := 0
		for line := range bytes.Lines(text) {
			number++
			said := strings.TrimRight(string(line), "\r\n")
			if strings.TrimSpace(said) != "" && said[0] != '#' && !yield(number, said) {
				return
			}
		}
	}
}

// writes reports a line of text that the contract, which was read from it, would not be written with: what is said twice or in other
// words might mean something else to the next who reads it.
func (c *Contract) writes(text []byte) error {
	left := map[string]int{}
	for _, line := range lines(Format(c)) {
		left[line]++
	}
	for number, line := range lines(text) {
		if left[line]--; left[line] < 0 {
			return &ParseError{number, fmt.Sprintf("%q is said twice, or not in the words of bluebird-gen", line)}
		}
	}
	return nil
}

func (t *Type) checkWords(c *Contract) error {
	exprs := []*Expr{t.Is}
	for _, v := range t.Members {
		exprs = append(exprs, v.Type)
	}
	for _, e := range exprs {
		if err := e.check(c); err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
	}
	return nil
}

// check reports a type that is mentioned and not described.
func (e *Expr) check(c *Contract) error {
	if e == nil {
		return nil
	}
	if err := e.Key.check(c); err != nil {
		return err
	}
	for _, part := range slices.Concat(e.Params, e.Results) {
		if err := part.check(c); err != nil {
			return err
		}
	}
	if e.Op == Word && !plain(e.Word) && c.typ(e.Word) == nil {
		return fmt.Errorf("the type %s is not described", e.Word)
	}
	return e.Elem.check(c)
}

func (c *Contract) parseLine(line string) error {
	w := words{rest: line}
	what, gone := w.next(), false
	if what == "reserved" {
		what, gone = w.next(), true
	}
	subject := w.next()
	switch {
	case subject == "":
		return fmt.Errorf("%q: the name is missing", line)
	case strings.Contains(subject, " "):
		return fmt.Errorf("%q is no name: it has a blank in it", subject)
	}
	switch what {
	case "method":
		return c.parseMethod(&w, subject, gone)
	case "error":
		return c.parseError(&w, subject, gone)
	case "type":
		return c.parseType(&w, subject, gone)
	}
	return fmt.Errorf("%q begins with none of method, error and type", line)
}

func (c *Contract) parseMethod(w *words, subject string, gone bool) error {
	m := c.method(subject)
	if m == nil {
		c.Methods = append(c.Methods, &Method{Name: subject, Shape: w.rest, Reserved: gone})
		if w.rest != "" && !slices.Contains(shapes[model.Unary+1:], w.rest) {
			return fmt.Errorf("%s: there is no %q; or the line is missing that says only %q", subject, w.rest, "method "+subject)
		}
		return nil
	}
	switch what := w.next(); what {
	case "idempotent":
		m.Idempotent = true
		return w.end()
	case "error":
		m.Fails = true
		return w.end()
	case "param", "result":
		list := &m.Params
		if what == "result" {
			list = &m.Results
		}
		return w.value(list, gone && !m.Reserved)
	case "default":
		v := find(m.Params, w.next())
		if v == nil || w.next() != "=" {
			return errors.New("a default is written: default name = value")
		}
		v.Default = w.rest
		return nil
	case "was":
		if strings.Contains(w.rest, "=") {
			return w.was(m.Params)
		}
		m.Was = append(m.Was, w.next())
		return w.end()
	default:
		return fmt.Errorf("%s is described twice, or %q is not understood", m.Name, what)
	}
}

func (c *Contract) parseError(w *words, subject string, gone bool) (err error) {
	if c.err(subject) != nil {
		return fmt.Errorf("%s is described twice", subject)
	}
	e := &Error{Name: subject, Reserved: gone}
	c.Errors = append(c.Errors, e)
	if w.rest != "" {
		e.Type, err = w.expr()
	}
	return err
}

func (c *Contract) parseType(w *words, subject string, gone bool) (err error) {
	t := c.typ(subject)
	if t == nil {
		t = &Type{Name: subject, Kind: w.next(), Reserved: gone}
		c.Types = append(c.Types, t)
		switch t.Kind {
		case "is":
			t.Is, err = w.expr()
			return err
		case "struct", "union":
			return w.end()
		}
		return fmt.Errorf("%q is no kind of type", t.Kind)
	}
	switch what := w.next(); what {
	case "field", "variant":
		return w.value(&t.Members, gone && !t.Reserved)
	case "was":
		return w.was(t.Members)
	case "constant":
		return w.constant(t, gone && !t.Reserved)
	default:
		return fmt.Errorf("%s is described twice, or %q is not understood", t.Name, what)
	}
}

// find returns the value of that name, or nil.
func find(list []*Value, name string) *Value {
	for _, v := range list {
		if v.Name == name {
			return v
		}
	}
	return nil
}

// words are the parts of a line that are still to be read.
type words struct{ rest string }

// next returns the next word, without its quotes if it has some; "" at the end.
func (w *words) next() string {
	w.rest = strings.TrimLeft(w.rest, " ")
	if quoted, err := strconv.QuotedPrefix(w.rest); err == nil {
		w.rest = strings.TrimPrefix(w.rest[len(quoted):], " ")
		word, _ := strconv.Unquote(quoted)
		return word
	}
	word, rest, _ := strings.Cut(w.rest, " ")
	w.rest = rest
	return word
}

func (w *words) end() error {
	if w.rest != "" {
		return fmt.Errorf("%q is not understood", w.rest)
	}
	return nil
}

// value reads a name and a type, and adds them to a list.
func (w *words) value(list *[]*Value, reserved bool) (err error) {
	v := &Value{Name: w.next(), Reserved: reserved}
	if find(*list, v.Name) != nil {
		return fmt.Errorf("%s is described twice", v.Name)
	}
	*list = append(*list, v)
	v.Type, err = w.expr()
	return err
}

// constant reads a name and a value, and adds them to a type.
func (w *words) constant(t *Type, reserved bool) error {
	k := &Constant{Name: w.next(), Reserved: reserved}
	if equals := w.next(); equals != "=" || w.rest == "" {
		return errors.New("a constant is written: constant name = value")
	}
	k.Value = w.rest
	if other := constantCalled(t.Constants, k.Name); holds(t.Constants, k.Name, k.Value) || other != nil && !other.Reserved && !reserved && !t.Reserved {
		return fmt.Errorf("%s is described twice", k.Name)
	}
	t.Constants = append(t.Constants, k)
	return nil
}

// was reads: new = old.
func (w *words) was(list []*Value) error {
	v := find(list, w.next())
	if v == nil || w.next() != "=" {
		return errors.New("a former name is written: was name = former name")
	}
	v.Was = append(v.Was, w.next())
	return w.end()
}

// expr reads a type, up to the end of the line.
func (w *words) expr() (*Expr, error) {
	text := w.rest
	e, rest, err := parseExpr(text)
	if err == nil && rest != "" {
		err = fmt.Errorf("%q is no type", text)
	}
	w.rest = ""
	return e, err
}

// parseExpr reads the type that text begins with.
func parseExpr(text string) (e *Expr, rest string, err error) {
	switch {
	case strings.HasPrefix(text, "*"):
		return parseElem(&Expr{Op: Pointer}, text[1:])
	case strings.HasPrefix(text, "[]"):
		return parseElem(&Expr{Op: Slice}, text[2:])
	case strings.HasPrefix(text, "["):
		length, rest, _ := strings.Cut(text[1:], "]")
		n, err := strconv.ParseInt(length, 10, 64)
		if err != nil || n < 0 {
			return nil, "", fmt.Errorf("%q is no length of an array", length)
		}
		return parseElem(&Expr{Op: Array, Len: n}, rest)
	case strings.HasPrefix(text, "map["):
		key, rest, err := parseExpr(text[len("map["):])
		if err != nil {
			return nil, "", err
		}
		after, found := strings.CutPrefix(rest, "]")
		if !found {
			return nil, "", fmt.Errorf("%q has no end of the key", text)
		}
		return parseElem(&Expr{Op: Map, Key: key}, after)
	}
	return parseWord(text)
}

func parseElem(e *Expr, text string) (_ *Expr, rest string, err error) {
	e.Elem, rest, err = parseExpr(text)
	return e, rest, err
}

// parseTuple reads (int, string).
func parseTuple(text string) (list []*Expr, rest string, err error) {
	rest, open := strings.CutPrefix(text, "(")
	if !open {
		return nil, "", fmt.Errorf("%q: a list of types is missing", text)
	}
	if after, empty := strings.CutPrefix(rest, ")"); empty {
		return nil, after, nil
	}
	for {
		e, after, err := parseExpr(rest)
		if err != nil {
			return nil, "", err
		}
		list = append(list, e)
		if end, closed := strings.CutPrefix(after, ")"); closed {
			return list, end, nil
		}
		next, more := strings.CutPrefix(after, ", ")
		if !more {
			return nil, "", fmt.Errorf("%q has no end", text)
		}
		rest = next
	}
}

// parseFunc reads what stands behind func.
func parseFunc(text string) (e *Expr, rest string, err error) {
	e = &Expr{Op: Func}
	if e.Params, rest, err = parseTuple(text); err != nil {
		return nil, "", err
	}
	after, some := strings.CutPrefix(rest, " ")
	switch {
	case !some:
	case strings.HasPrefix(after, "("):
		e.Results, rest, err = parseTuple(after)
	default:
		var one *Expr
		one, rest, err = parseExpr(after)
		e.Results = []*Expr{one}
	}
	return e, rest, err
}

func parseWord(text string) (*Expr, string, error) {
	if after, ok := strings.CutPrefix(text, "func("); ok {
		return parseFunc("(" + after)
	}
	if strings.HasPrefix(text, "(") {
		pair, rest, err := parseTuple(text)
		if err == nil && len(pair) != 2 {
			err = fmt.Errorf("%q is no pair of types", text)
		}
		return &Expr{Op: Pair, Params: pair}, rest, err
	}
	end := strings.IndexAny(text, " ,()[]*")
	if end < 0 {
		end = len(text)
	}
	word, rest := text[:end], text[end:]
	switch {
	case word == "":
		return nil, "", fmt.Errorf("%q: a type is missing", text)
	case word == roles[model.Stream] && strings.HasPrefix(rest, " "):
		return parseElem(&Expr{Op: Flow, Word: word}, rest[1:])
	case strings.HasPrefix(rest, "("):
		end := closing(rest)
		if end < 0 {
			return nil, "", fmt.Errorf("%q has no end", text)
		}
		return &Expr{Op: Codec, Word: word, Note: rest[1:end]}, rest[end+1:], nil
	}
	return &Expr{Word: word}, rest, nil
}

// closing returns the index of the parenthesis that ends the one at the beginning.
func closing(s string) int {
	depth := 0
	for i, r := range s {
		switch r {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// plain reports whether a word is no type that must be described.
func plain(word string) bool { return word != "" && 'a' <= word[0] && word[0] <= 'z' }
