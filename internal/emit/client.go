package emit

import (
	"cmp"
	"fmt"
	"go/types"
	"slices"
	"strings"

	j "github.com/dave/jennifer/jen"

	"github.com/bluebird-rpc/bluebird/internal/model"
)

// methods writes
//
//	var (
//		methodAdd          = bluebird.Method{Name: "calc.Add", Fingerprint: 0x6d1f2c9a30b7e455}
//		methodLoggerAddLog = bluebird.Method{Name: "calc.Logger.AddLog", Fingerprint: 0x0b2b74a5ec9a24a1}
//	)
func (f *file) methods() {
	var vars []j.Code
	add := func(m *model.Method, s *model.Service) {
		vars = append(vars, j.Id(f.methodName("method", m, s)).Op("=").Add(f.method(m.WireName, m)))
	}
	for _, m := range f.pkg.Funcs {
		add(m, nil)
	}
	for _, s := range f.pkg.Services {
		for _, m := range s.Methods {
			add(m, s)
		}
	}
	switch len(vars) {
	case 0:
	case 1:
		f.declare("", j.Var().Add(vars[0]))
	default:
		f.declare("", j.Var().Defs(vars...))
	}
}

// client writes
//
//	// Client calls the functions of package calc.
//	type Client struct{ conn bluebird.Caller }
//
//	// NewClient returns a client that calls through conn.
//	func NewClient(conn bluebird.Caller) *Client { return &Client{conn} }
//
// and the stubs.
func (f *file) client(name, what string, methods []*model.Method) {
	f.clientType(name, what)
	for _, m := range methods {
		f.stub(name, m, nil)
	}
}

func (f *file) clientType(name, what string) {
	f.declare(fmt.Sprintf("%s %s.", name, what),
		j.Type().Id(name).Op("struct").Add(line(j.Id("conn").Add(f.bluebird("Caller")))))
	f.declare(fmt.Sprintf("New%s returns a client that calls through conn.", name),
		j.Func().Id("New"+name).Params(j.Id("conn").Add(f.bluebird("Caller"))).Op("*").Id(name).Add(
			line(j.Return(j.Op("&").Id(name).Values(j.Id("conn"))))))
}

// service writes
//
//	// Logger keeps log lines, for every caller the same ones.
//	type Logger interface {
//		// AddLog …
//		AddLog(ctx context.Context, line string) error
//	}
//
//	// LoggerClient is the Logger at the other end of a connection.
//	type LoggerClient struct{ conn bluebird.Caller }
//
//	var _ Logger = (*LoggerClient)(nil)
//
// the constructor, and the stubs.
func (f *file) service(s *model.Service) {
	doc := s.Doc
	if doc == "" {
		doc = fmt.Sprintf("%s is the service %s.", s.Name, s.WireName)
	}
	f.declare(doc, j.Type().Id(s.Name).InterfaceFunc(func(g *j.Group) {
		for i, m := range s.Methods {
			if i > 0 {
				g.Line()
			}
			comment(g, f.methodDoc(m))
			g.Id(m.GoName).Add(f.stubSignature(m, f.scope(m, nil)))
		}
	}))

	name := s.Name + "Client"
	f.clientType(name, fmt.Sprintf("is the %s at the other end of a connection", s.Name))
	f.declare("", j.Var().Id("_").Id(s.Name).Op("=").Parens(j.Op("*").Id(name)).Parens(f.predeclared("nil")))
	for _, m := range s.Methods {
		f.stub(name, m, s)
	}
}

// methodDoc returns the user's comment on m, and what a caller has to do so that the call ends.
func (f *file) methodDoc(m *model.Method) string {
	doc := cmp.Or(m.Doc, fmt.Sprintf("%s calls %s.", m.GoName, m.WireName))
	if ending := ending(m); ending != "" {
		return doc + "\n\n" + ending
	}
	return doc
}

// ending says when a call ends whose results flow, and is empty for others.
func ending(m *model.Method) string {
	streams, readers, pairs := 0, 0, 0
	for _, r := range m.Results {
		switch {
		case r.Role == model.Reader:
			readers++
		case isPairs(r):
			pairs++
			streams++
		case r.Role == model.Stream:
			streams++
		}
	}
	if streams+readers == 0 {
		return ""
	}
	doc := "Each loop over the result is a call, which ends with it."
	if !m.Lazy {
		until := slices.Concat(
			oneOrMore(streams, "its iterator has been gone through or left", "each of its iterators has been gone through or left"),
			oneOrMore(readers, "its reader has been closed", "each of its readers has been closed"))
		doc = "The call goes on until " + strings.Join(until, " and ") + ", or its context has ended."
	}
	why := oneOrMore(pairs, "The func tells, behind the loop, why that ended.", "The funcs tell, behind the loops, why these ended.")
	return strings.Join(append([]string{doc}, why...), " ")
}

// oneOrMore returns what there is to say of n things: nothing of none.
func oneOrMore(n int, one, more string) []string {
	switch n {
	case 0:
		return nil
	case 1:
		return []string{one}
	}
	return []string{more}
}

// stub writes
//
//	// Add returns the sum of a and b.
//	func (c *Client) Add(ctx context.Context, a, b float64) (float64, error) {
//		call := c.conn.Start(&methodAdd)
//		defer call.Free()
//		call.Args(2)
//		call.Buf = codec.AppendFloat64(call.Buf, a)
//		call.Buf = codec.AppendFloat64(call.Buf, b)
//		if err := call.Do(ctx); err != nil {
//			return 0, err
//		}
//		r0 := codec.ReadFloat64(&call.Reply)
//		return r0, call.Err()
//	}
func (f *file) stub(client string, m *model.Method, s *model.Service) {
	local := f.scope(m, nil)
	f.declare(f.methodDoc(m),
		j.Func().Params(j.Id(f.receiver).Op("*").Id(client)).Id(m.GoName).Add(f.stubSignature(m, local)).
			BlockFunc(func(g *j.Group) {
				if m.Lazy {
					f.lazy(g, m, s, local)
					return
				}
				f.startCall(g, m, s, local)
				f.await(g, m, local)
			}))
}

// startCall writes the part of a stub up to Do.
func (f *file) startCall(g *j.Group, m *model.Method, s *model.Service, local scope) {
	call := local.call
	g.Id(call).Op(":=").Id(f.receiver).Dot("conn").Dot("Start").Call(
		j.Op("&").Id(f.methodName("method", m, s)))
	g.Defer().Id(call).Dot("Free").Call()
	g.Id(call).Dot("Args").Call(j.Lit(len(m.Params)))
	for i, p := range m.Params {
		switch {
		case p.Flow == nil:
			g.Add(f.append(call+".Buf", local.params[i], "&"+call+".Enc", p.Type))
		case p.Role == model.Callback:
			g.Add(f.passFunc(call, local.params[i], p.Flow.Func, local))
		default:
			g.Add(f.send(call, local.params[i], p))
		}
	}
}

// await writes the part of a stub from Do on. Without results it is
//
//	return call.Do(ctx)
//
// One result that is zero when reading has failed needs no look at the error:
//
//	r0 := codec.ReadFloat64(&call.Reply)
//	return r0, call.Err()
//
// All others do:
//
//	var r0 Point
//	readPoint(&call.Reply, &r0)
//	if err := call.Err(); err != nil {
//		return Point{}, err
//	}
//	return r0, nil
//
// Where results flow the call goes on behind Begin, which takes the place of Do.
func (f *file) await(g *j.Group, m *model.Method, local scope) {
	begin := "Do"
	if flows(m.Results) {
		begin = "Begin"
	}
	do := j.Id(local.call).Dot(begin).Call(j.Id(local.ctx))
	if len(m.Results) == 0 {
		g.Return(do)
		return
	}
	g.Add(f.ifError(local.err, do, f.zeros(m)...))
	for i, r := range m.Results {
		if r.Flow != nil {
			f.receiveResult(g, m, i, local)
		} else {
			f.readResult(g, m, local.results[i], "&"+local.call+".Reply", r.Type)
		}
	}
	err := j.Id(local.call).Dot("Err").Call()
	if len(m.Results) > 1 || flows(m.Results) || partial(m.Results[0].Type) {
		g.Add(f.ifError(local.err, err, f.zeros(m)...))
		err = f.predeclared("nil")
	}
	g.ReturnFunc(func(g *j.Group) {
		for i, r := range local.results {
			g.Id(r)
			if isPairs(m.Results[i]) {
				g.Id(local.whys[i])
			}
		}
		g.Add(err)
	})
}

// receiveResult writes the statement that receives a result that flows.
func (f *file) receiveResult(g *j.Group, m *model.Method, i int, local scope) {
	op := ":="
	if named(m.Results) {
		op = "="
	}
	names := []j.Code{j.Id(local.results[i])}
	if isPairs(m.Results[i]) {
		names = append(names, j.Id(local.whys[i]))
	}
	g.List(names...).Op(op).Add(f.receive(local.call, m.Results[i]))
}

// partial reports whether what is left of a value that could not be read is more than nothing.
func partial(t *model.Type) bool { return inPlace(t) || t.Kind == model.Pointer }

// readResult writes the statements that read one result: into a new variable, or into the one that the signature
// declares.
func (f *file) readResult(g *j.Group, m *model.Method, x, reader string, t *model.Type) {
	if named(m.Results) {
		g.Add(f.read(x, reader, t))
		return
	}
	f.readNew(g, x, reader, t)
}

// zeros writes the zero values of all results.
func (f *file) zeros(m *model.Method) []j.Code {
	var zeros []j.Code
	for _, r := range m.Results {
		switch {
		case r.Flow == nil:
			zeros = append(zeros, f.zero(r.Type.Go))
		case isPairs(r):
			zeros = append(zeros, f.none(f.resultType(r)), f.none(f.why()))
		default:
			zeros = append(zeros, f.none(f.resultType(r)))
		}
	}
	return zeros
}

// stubSignature writes
//
//	(ctx context.Context, a, b float64) (float64, error)
//
// and where the user has named his results
//
//	(ctx context.Context, a, b int) (quotient, remainder int, err error)
func (f *file) stubSignature(m *model.Method, local scope) *j.Statement {
	params := []j.Code{j.Id(local.ctx).Add(f.context())}
	params = append(params, f.variables(f.plain(m.Params, local.params), m.Variadic)...)

	list := f.clientResults(m, local)
	if !m.Lazy {
		list = append(list, variable{name: local.err, typ: f.predeclared("error")})
	}
	if named(m.Results) && !m.Lazy {
		return j.Params(params...).Params(f.variables(list, false)...)
	}
	var results []j.Code
	for _, r := range list {
		results = append(results, r.typ)
	}
	return f.withResults(j.Params(params...), results)
}

// clientResults returns the results of a stub, without the error: beside a stream of pairs stands the func that says why it has ended.
func (f *file) clientResults(m *model.Method, local scope) []variable {
	var list []variable
	for i, r := range m.Results {
		if r.Flow == nil {
			list = append(list, variable{local.results[i], f.goType(r.Type.Go), r.Type.Go})
			continue
		}
		list = append(list, variable{name: local.results[i], typ: f.resultType(r)})
		if isPairs(r) {
			list = append(list, variable{name: local.whys[i], typ: f.why()})
		}
	}
	return list
}

// named reports whether the user has given names to any of the values.
func named(values []model.Value) bool {
	for _, r := range values {
		if r.Named {
			return true
		}
	}
	return false
}

// variable is a parameter or result in the making.
type variable struct {
	name string
	typ  j.Code
	same types.Type // neighbours of one type share it; nil is one that none shares
}

// plain returns parameters under the names that they have in a stub.
func (f *file) plain(values []model.Value, names []string) []variable {
	var list []variable
	for i, v := range values {
		if v.Flow != nil {
			list = append(list, variable{name: names[i], typ: f.flowType(v)})
		} else {
			list = append(list, variable{names[i], f.goType(v.Type.Go), v.Type.Go})
		}
	}
	return list
}

// variables writes a, b float64, s ...string.
func (f *file) variables(values []variable, variadic bool) []j.Code {
	var list []j.Code
	for i, v := range values {
		rest := variadic && i == len(values)-1
		switch {
		case rest:
			list = append(list, j.Id(v.name).Op("...").Add(f.goType(elemOf(v.same))))
		case i+1 < len(values) && !(variadic && i+1 == len(values)-1) && v.same != nil && values[i+1].same != nil && types.Identical(v.same, values[i+1].same):
			list = append(list, j.Id(v.name))
		default:
			list = append(list, j.Id(v.name).Add(v.typ))
		}
	}
	return list
}
