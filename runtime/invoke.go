package bluebird

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
	"github.com/tinylib/msgp/msgp"
)

// Args are arguments by parameter name.
type Args map[string]any

// Invoke calls a method by its name, with arguments by parameter name, over a *Conn or one of its Named views. A
// parameter left out takes its default if it has one, and is an error otherwise.
//
// R is the method's result; struct{} for a method without results, and for several either a struct whose
// fields have the names of the results (case and underscores aside, or by a msg or json tag) or []any. Numbers are converted where that is
// exact; any becomes nil, bool, int64, uint64, float64, string, []byte, time.Time, []any, map[string]any or a slice of numbers.
func Invoke[R any](ctx context.Context, c Caller, method string, args Args) (R, error) {
	var r R
	err := invoke(ctx, c, method, args, reflect.ValueOf(&r).Elem())
	if err != nil {
		var zero R
		return zero, err
	}
	return r, nil
}

// CallRemote calls a method of the server at addr by its name; see Invoke. It goes through DefaultDialer, whose
// connections are kept for later calls.
func CallRemote[R any](ctx context.Context, addr, method string, args Args) (R, error) {
	c, err := DefaultDialer.conn(addr)
	if err != nil {
		var zero R
		return zero, failed(method, Unavailable, NotSent, err)
	}
	return Invoke[R](ctx, c, method, args)
}

// DefaultDialer makes the connections of CallRemote.
var DefaultDialer SharedDialer

// SharedDialer keeps one connection for each address. The zero value is ready to use, from any number of goroutines.
type SharedDialer struct {
	Dialer // its fields must not be changed after the first call

	mu    sync.Mutex
	conns map[string]*Conn
}

// conn returns the connection to addr, which may not be connected yet.
func (d *SharedDialer) conn(addr string) (*Conn, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.conns[addr]; c != nil {
		return c, nil
	}
	c, err := d.newConn(addr)
	if err != nil {
		return nil, err
	}
	if d.conns == nil {
		d.conns = map[string]*Conn{}
	}
	d.conns[addr] = c
	return c, nil
}

// Close closes the connections that are kept. Later calls make new ones.
func (d *SharedDialer) Close() error {
	d.mu.Lock()
	conns := d.conns
	d.conns = nil
	d.mu.Unlock()
	for _, c := range conns {
		c.Close()
	}
	return nil
}

// dynamicKey is the key of a method by name in the grants of a link.
type dynamicKey string

func invoke(ctx context.Context, c Caller, method string, args Args, result reflect.Value) error {
	if err := checkName(method); err != nil {
		return failed(method, InvalidArgument, NotSent, fmt.Errorf("%w: %w", InvalidArgument, err))
	}
	call := start(c, method)
	defer call.Free()
	call.Buf = msgp.AppendMapHeader(call.Buf, uint32(len(args)))
	for name, v := range args {
		call.Buf = msgp.AppendString(call.Buf, name)
		call.Buf = codec.AppendAny(call.Buf, v, &call.Enc)
		if err := call.Enc.Err(); err != nil {
			return failed(method, InvalidArgument, NotSent, fmt.Errorf("%w: argument %s: %w", InvalidArgument, name, err))
		}
	}
	if err := call.Do(ctx); err != nil {
		return err
	}
	return call.results(result)
}

// start begins a call without a stub. The Method of such a call lives as long as the call.
func start(c Caller, method string) *Call {
	if n, ok := c.(namedConn); ok {
		c, method = n.conn, n.prefix+method
	}
	call := c.Start(&Method{Name: method})
	call.key = dynamicKey(call.method.Name)
	return call
}

// results reads the reply into a value of the type that the caller of Invoke wants.
func (call *Call) results(v reflect.Value) error {
	names, text := call.resultNames()
	if n := call.Reply.Len(); len(names) != n {
		names = make([]string, n)
		for i := range names {
			names[i] = fmt.Sprintf("r%d", i)
		}
	}
	call.Reply.Names = names
	if err := call.readResults(v, names); err != nil {
		return failed(call.method.Name, InvalidArgument, Executed, fmt.Errorf("%w: %w; the method is %s", InvalidArgument, err, text))
	}
	if err := call.Reply.Err(); err != nil {
		return failed(call.method.Name, InvalidArgument, Executed,
			fmt.Errorf("%w: the result does not fit %s: %w; the method is %s", InvalidArgument, v.Type(), err, text))
	}
	return nil
}

var anySlice = reflect.TypeFor[[]any]()

func (call *Call) readResults(v reflect.Value, names []string) error {
	switch {
	case v.Kind() == reflect.Struct && v.NumField() == 0:
		if len(names) != 0 {
			return fmt.Errorf("it returns %d results, and struct{} holds none", len(names))
		}
	case len(names) == 1:
		codec.ReadInto(&call.Reply, v.Addr().Interface())
	case len(names) == 0 && v.Kind() == reflect.Interface:
	case len(names) == 0:
		return fmt.Errorf("it returns nothing: want struct{} instead of %s", v.Type())
	case v.Type() == anySlice || v.Kind() == reflect.Interface && v.NumMethod() == 0:
		list := make([]any, len(names))
		for i := range list {
			list[i] = call.Reply.ReadAny()
		}
		v.Set(reflect.ValueOf(list))
	case v.Kind() == reflect.Struct:
		return call.readStruct(v, names)
	default:
		return fmt.Errorf("it returns %d results: want a struct with fields %s, or []any, instead of %s", len(names), strings.Join(names, ", "), v.Type())
	}
	return nil
}

func (call *Call) readStruct(v reflect.Value, names []string) error {
	fields := make([]reflect.Value, len(names))
	for i, name := range names {
		f, ok := fieldFor(v, name)
		if !ok {
			return fmt.Errorf("%s has no field for the result %s; want fields %s", v.Type(), name, strings.Join(names, ", "))
		}
		fields[i] = f
	}
	for _, f := range fields {
		codec.ReadInto(&call.Reply, f.Addr().Interface())
	}
	return nil
}

// fieldFor returns the field of a struct that a result of that name goes to.
func fieldFor(v reflect.Value, name string) (reflect.Value, bool) {
	plain := func(s string) string { return strings.ToLower(strings.ReplaceAll(s, "_", "")) }
	t := v.Type()
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		for _, key := range []string{"msg", "json"} {
			if tag, _, _ := strings.Cut(f.Tag.Get(key), ","); tag == name {
				return v.Field(i), true
			}
		}
		if plain(f.Name) == plain(name) {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

// resultNames returns what the server said about the results, and its signature.
func (call *Call) resultNames() ([]string, string) {
	if call.link != nil {
		if g := call.link.granted(call.key); g != nil {
			return g.results, g.text
		}
	}
	return nil, call.method.Name
}

func newGrant(f wire.GrantFrame) *grant {
	g := &grant{number: f.Method, compact: f.Compact}
	if len(f.Signature) > 0 {
		lines := strings.Split(string(f.Signature), "\n")
		g.text, g.results = lines[0], lines[1:]
	}
	return g
}

// unknownMethod says what the caller may have meant.
func (s *Server) unknownMethod(name []byte) error {
	err := fmt.Errorf("%w: no method %.128q", Unimplemented, name)
	if len(s.some(1)) == 0 {
		return fmt.Errorf("%w: nothing is registered on the server", err)
	}
	// The search takes milliseconds of the reader's time, so that a peer gets few of them.
	if _, ok := s.logs.allow("suggestions"); ok {
		methods := s.some(maxCompared)
		if e := nearest(methods, string(name)); e != nil {
			return fmt.Errorf("%w; did you mean %s?", err, e.signature)
		}
		owner, _ := splitName(string(name))
		sibling := func(e *entry) bool { other, _ := splitName(e.Name); return other == owner }
		if owner != "" && slices.ContainsFunc(methods, sibling) {
			return fmt.Errorf("%w; others of %s are there: the server may be older than its caller", err, owner)
		}
	}
	return err
}

// splitName parts the name of a method from what it belongs to: "calc.Logger" and "AddLog".
func splitName(name string) (owner, method string) {
	i := strings.LastIndexByte(name, '.')
	return name[:max(i, 0)], name[i+1:]
}

// some returns at most n methods.
func (s *Server) some(n int) []*entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]*entry, 0, min(n, len(s.methods)))
	for _, e := range s.methods {
		if len(list) == n {
			break
		}
		list = append(list, e)
	}
	return list
}

// maxCompared bounds what an unknown name costs.
const maxCompared = 256

// nearest returns the method whose name is most like name, nil if none is.
func nearest(methods []*entry, name string) *entry {
	var best *entry
	_, lastPart := splitName(name)
	bestDistance := max(2, len(lastPart)/3) // most names share all but the last part
	for _, e := range methods {
		d := distance(strings.ToLower(name), strings.ToLower(e.Name))
		if d < bestDistance || d == bestDistance && (best == nil || e.Name < best.Name) {
			best, bestDistance = e, d
		}
	}
	return best
}

// distance is the Levenshtein distance of two short strings.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// formatDefault shows the msgpack of a default value in Go syntax.
func formatDefault(b string) string {
	var r codec.Reader
	r.Open(append([]byte{0x91}, b...), false, limits{})
	v := r.ReadAny()
	if s, ok := v.(string); ok {
		return fmt.Sprintf("%q", s)
	}
	return fmt.Sprint(v)
}
