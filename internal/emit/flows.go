package emit

import (
	"go/types"
	"maps"

	j "github.com/dave/jennifer/jen"

	"github.com/bluebird-rpc/bluebird/internal/model"
)

// What flows beside the messages of a call: iterators, channels, readers, writers and funcs.

// runtimeFlowKinds are the names of the kinds of flows in the runtime.
var runtimeFlowKinds = [...]string{
	model.ItemsUp: "ItemsUp", model.ItemsDown: "ItemsDown", model.BytesUp: "BytesUp", model.BytesDown: "BytesDown", model.FuncFlow: "FuncFlow",
}

// flowKinds writes []bluebird.FlowKind{bluebird.ItemsDown}.
func (f *file) flowKinds(kinds []model.FlowKind) j.Code {
	return j.Index().Add(f.bluebird("FlowKind")).ValuesFunc(func(g *j.Group) {
		for _, k := range kinds {
			g.Add(f.bluebird(runtimeFlowKinds[k]))
		}
	})
}

// flowType writes the type of a parameter that flows, without the name that the user may have given it.
func (f *file) flowType(v model.Value) *j.Statement {
	flow := v.Flow
	switch v.Role {
	case model.Reader:
		if flow.Form == model.ReadClose {
			return f.from("io", "ReadCloser")
		}
		return f.from("io", "Reader")
	case model.Writer:
		return f.from("io", "Writer")
	case model.Callback:
		return f.funcType(flow.Func)
	}
	switch item := f.goType(flow.Items[0].Go); flow.Form {
	case model.Seq:
		return f.from("iter", "Seq").Types(item)
	case model.SeqErr:
		return f.from("iter", "Seq2").Types(item, f.predeclared("error"))
	case model.Pairs:
		return f.from("iter", "Seq2").Types(item, f.goType(flow.Items[1].Go))
	default:
		return j.Op("<-").Chan().Add(item)
	}
}

// resultType writes the type of a client's result that flows, in which there is room for an error.
func (f *file) resultType(v model.Value) *j.Statement {
	if v.Role == model.Stream && v.Flow.Form != model.Pairs {
		return f.from("iter", "Seq2").Types(f.goType(v.Flow.Items[0].Go), f.predeclared("error"))
	}
	return f.flowType(v)
}

// isPairs reports whether v is a stream of pairs, beside which a client's method returns a func.
func isPairs(v model.Value) bool { return v.Role == model.Stream && v.Flow.Form == model.Pairs }

// why writes func() error.
func (f *file) why() *j.Statement { return j.Func().Params().Add(f.predeclared("error")) }

// funcType writes func(ctx context.Context, epoch int, loss float64) error.
func (f *file) funcType(fn *model.Func) *j.Statement {
	var params, results []j.Code
	named := named(fn.Params)
	if fn.Context && named {
		taken := names{}
		for _, p := range fn.Params {
			taken.add(p.Name)
		}
		params = append(params, j.Id(taken.pick("ctx", "callCtx")).Add(f.context()))
	} else if fn.Context {
		params = append(params, f.context())
	}
	for i, p := range fn.Params {
		s := j.Empty()
		if named {
			s.Id(p.Name)
		}
		if fn.Variadic && i == len(fn.Params)-1 {
			params = append(params, s.Op("...").Add(f.goType(elemOf(p.Type.Go))))
		} else {
			params = append(params, s.Add(f.goType(p.Type.Go)))
		}
	}
	for _, r := range fn.Results {
		results = append(results, f.goType(r.Type.Go))
	}
	if fn.Error {
		results = append(results, f.predeclared("error"))
	}
	return f.withResults(j.Func().Params(params...), results)
}

func (f *file) withResults(s *j.Statement, results []j.Code) *j.Statement {
	switch len(results) {
	case 0:
		return s
	case 1:
		return s.Add(results[0])
	}
	return s.Params(results...)
}

// send writes the statement that sends a parameter or result x that flows: at is the call, or what came in.
//
//	bluebird.SendSeqErr(in, r0, func(b []byte, v Line, e *codec.Encoder) []byte { return g.appendLine(b, &v, e) })
func (f *file) send(at, x string, v model.Value) j.Code {
	switch v.Role {
	case model.Reader:
		if v.Flow.Form == model.ReadClose {
			return f.bluebird("SendReadCloser").Call(j.Id(at), j.Id(x))
		}
		return f.bluebird("SendReader").Call(j.Id(at), j.Id(x))
	case model.Writer:
		return f.bluebird("PassWriter").Call(j.Id(at), j.Id(x))
	}
	name := map[model.Form]string{model.Seq: "SendSeq", model.SeqErr: "SendSeqErr", model.Pairs: "SendPairs", model.Chan: "SendChan"}[v.Flow.Form]
	return f.bluebird(name).Call(j.Id(at), j.Id(x), f.appender(v.Flow.Items))
}

// appender writes func(b []byte, v Line, e *codec.Encoder) []byte { return g.appendLine(b, &v, e) }, and for pairs
//
//	func(b []byte, k string, v int, _ *codec.Encoder) []byte {
//		b = codec.AppendString(b, k)
//		return codec.AppendInt(b, v)
//	}
func (f *file) appender(items []*model.Type) j.Code {
	encoder := "_"
	for _, t := range items {
		if usesEncoder(t) {
			encoder = "e"
		}
	}
	params := []j.Code{j.Id("b").Add(f.bytes())}
	names := []string{"v"}
	if len(items) == 2 {
		names = []string{"k", "v"}
	}
	for i, t := range items {
		params = append(params, j.Id(names[i]).Add(f.goType(t.Go)))
	}
	params = append(params, j.Id(encoder).Op("*").Add(f.codec("Encoder")))
	head := j.Func().Params(params...).Add(f.bytes())
	last := j.Return(f.appended("b", "v", "e", items[len(items)-1]))
	if len(items) == 1 {
		return head.Add(line(last))
	}
	return head.Block(f.append("b", "k", "e", items[0]), last)
}

// usesEncoder reports whether what appends a value of type t is handed the encoder.
func usesEncoder(t *model.Type) bool {
	return t.Kind > model.String && t.Kind != model.Time
}

// reader writes a function that reads an item: codec.ReadFloat64, g.readSlicePoint, or
//
//	func(r *codec.Reader) (v Line) {
//		g.readLine(r, &v)
//		return v
//	}
func (f *file) reader(items []*model.Type) j.Code {
	r := j.Id("r").Op("*").Add(f.codec("Reader"))
	if len(items) == 2 {
		return j.Func().Params(r).Params(j.Id("k").Add(f.goType(items[0].Go)), j.Id("v").Add(f.goType(items[1].Go))).Block(
			f.read("k", "r", items[0]), f.read("v", "r", items[1]), j.Return(j.Id("k"), j.Id("v")))
	}
	t := items[0]
	switch {
	case inPlace(t):
		return j.Func().Params(r).Params(j.Id("v").Add(f.goType(t.Go))).Block(f.read("v", "r", t), j.Return(j.Id("v")))
	case t.Kind <= model.String && isBasic(t):
		return f.codec("Read" + msgpNames[t.Kind])
	case t.Kind == model.Time:
		return f.codec("ReadTime")
	case t.Kind == model.Bytes && isPlainBytes(t):
		return f.codec("ReadBytes")
	case t.Kind == model.Error:
		return f.bluebird("ReadError")
	case t.Kind == model.Slice, t.Kind == model.Map, t.Kind == model.Pointer, t.Kind == model.Union:
		return f.callee("read" + t.Func)
	}
	return j.Func().Params(r).Add(f.goType(t.Go)).Add(line(j.Return(f.value("r", t))))
}

// isPlainBytes reports whether t is []byte itself.
func isPlainBytes(t *model.Type) bool {
	s, ok := t.Go.(*types.Slice)
	if !ok {
		return false
	}
	_, ok = s.Elem().(*types.Basic)
	return ok
}

// receive writes the expression that receives a parameter at the server, or a result at the client.
//
//	bluebird.RecvSeqErr(in, codec.ReadFloat64)
func (f *file) receive(at string, v model.Value) j.Code {
	switch v.Role {
	case model.Reader:
		return f.bluebird("RecvReader").Call(j.Id(at))
	case model.Writer:
		return f.bluebird("RecvWriter").Call(j.Id(at))
	}
	names := map[model.Form]string{model.Seq: "RecvSeq", model.SeqErr: "RecvSeqErr", model.Pairs: "RecvPairs", model.Chan: "RecvChan"}
	if !f.server {
		names = map[model.Form]string{model.Seq: "RecvSeqErr", model.SeqErr: "RecvSeqErr", model.Pairs: "RecvPairsErr", model.Chan: "RecvSeqErr"}
	}
	return f.bluebird(names[v.Flow.Form]).Call(j.Id(at), f.reader(v.Flow.Items))
}

// callbackScope holds the names inside what stands for a func.
type callbackScope struct {
	ctx, call, in, err string
	params, results    []string
}

// callbackScope gives names to what stands for a func. Of the method around it they hide what the func does not see.
func (f *file) callbackScope(fn *model.Func, local scope, sees ...string) callbackScope {
	taken := maps.Clone(f.used)
	maps.Copy(taken, constants)
	taken.add(f.receiver)
	taken.add(sees...)
	var in callbackScope
	if !fn.Context {
		in.ctx = local.ctx
		taken.add(in.ctx)
	}
	for _, p := range fn.Params {
		in.params = append(in.params, taken.pick(p.Name, p.Name+"Arg"))
	}
	for _, r := range fn.Results {
		in.results = append(in.results, taken.pick(r.Name, r.Name+"Result"))
	}
	if fn.Context {
		in.ctx = taken.pick("ctx", "callCtx")
	}
	in.call = taken.pick("call", "back")
	in.in = taken.pick("in", "incoming")
	in.err = taken.pick("err", "callErr")
	return in
}

// passFunc writes the statement of a client that has a func called back:
//
//	bluebird.PassFunc(call, progress != nil, func(ctx context.Context, in *bluebird.Incoming) error {
//		epoch := codec.ReadInt(&in.Args)
//		if err := in.Err(); err != nil {
//			return err
//		}
//		if err := progress(ctx, epoch); err != nil {
//			return err
//		}
//		in.Results(0)
//		return nil
//	})
func (f *file) passFunc(call, x string, fn *model.Func, outer scope) j.Code {
	names := f.callbackScope(fn, outer, x)
	ctx := names.ctx
	if !fn.Context {
		ctx = "_"
	}
	m := &model.Method{Params: fn.Params, Results: fn.Results, Variadic: fn.Variadic, Context: fn.Context, Error: fn.Error}
	local := scope{ctx: names.ctx, in: names.in, err: names.err, params: names.params, results: names.results}
	body := j.Func().Params(j.Id(ctx).Add(f.context()), j.Id(local.in).Op("*").Add(f.bluebird("Incoming"))).Add(f.predeclared("error")).
		BlockFunc(func(g *j.Group) {
			f.readArguments(g, m, local)
			f.invoke(g, m, f.callFunc(x, m, local), local)
			f.appendResults(g, m, local)
		})
	return f.bluebird("PassFunc").Call(j.Id(call), f.isThere(x), body)
}

// callFunc writes progress(ctx, epoch).
func (f *file) callFunc(callee string, m *model.Method, local scope) *j.Statement {
	return f.arguments(j.Id(callee), m, local)
}

// recvFunc writes the statements of a server that make a func of what the caller gave for one:
//
//	var progress func(int) error
//	if remote, ok := in.RecvFunc(); ok {
//		progress = func(epoch int) error {
//			call := remote.Start()
//			defer call.Free()
//			call.Args(1)
//			call.Buf = codec.AppendInt(call.Buf, epoch)
//			return call.Do(ctx)
//		}
//	}
func (f *file) recvFunc(g *j.Group, x string, v model.Value, outer scope) {
	fn := v.Flow.Func
	remote := outer.remote
	names := f.callbackScope(fn, outer, remote)
	g.Var().Id(x).Add(f.funcType(fn))
	var params []j.Code
	if fn.Context {
		params = append(params, j.Id(names.ctx).Add(f.context()))
	}
	params = append(params, f.variables(f.plain(fn.Params, names.params), fn.Variadic)...)
	var results []j.Code
	for _, r := range fn.Results {
		results = append(results, f.goType(r.Type.Go))
	}
	if fn.Error {
		results = append(results, f.predeclared("error"))
	}
	body := f.withResults(j.Func().Params(params...), results).BlockFunc(func(g *j.Group) {
		g.Id(names.call).Op(":=").Id(remote).Dot("Start").Call()
		g.Defer().Id(names.call).Dot("Free").Call()
		g.Id(names.call).Dot("Args").Call(j.Lit(len(fn.Params)))
		for i, p := range fn.Params {
			g.Add(f.append(names.call+".Buf", names.params[i], "&"+names.call+".Enc", p.Type))
		}
		f.answer(g, fn, names, remote)
	})
	g.If(j.List(j.Id(remote), j.Id(outer.ok)).Op(":=").Id(outer.in).Dot("RecvFunc").Call(), j.Id(outer.ok)).Block(
		j.Id(x).Op("=").Add(body),
	)
}

// answer writes the part of a func at the server from Do on. A func that has no error to return ends the call with one.
//
//	if err := call.Do(ctx); err != nil {
//		remote.Fail(err)
//		return 0
//	}
//	r0 := codec.ReadInt(&call.Reply)
//	if err := call.Err(); err != nil {
//		remote.Fail(err)
//		return 0
//	}
//	return r0
func (f *file) answer(g *j.Group, fn *model.Func, names callbackScope, remote string) {
	do := j.Id(names.call).Dot("Do").Call(j.Id(names.ctx))
	if fn.Error && len(fn.Results) == 0 {
		g.Return(do)
		return
	}
	g.Add(f.ifFailed(do, fn, names, remote))
	if len(fn.Results) == 0 {
		return
	}
	for i, r := range fn.Results {
		f.readNew(g, names.results[i], "&"+names.call+".Reply", r.Type)
	}
	g.Add(f.ifFailed(j.Id(names.call).Dot("Err").Call(), fn, names, remote))
	g.ReturnFunc(func(g *j.Group) {
		for _, r := range names.results {
			g.Id(r)
		}
		if fn.Error {
			g.Add(f.none(f.predeclared("error")))
		}
	})
}

// ifFailed writes what a func does with an error.
func (f *file) ifFailed(what j.Code, fn *model.Func, names callbackScope, remote string) j.Code {
	var zeros []j.Code
	for _, r := range fn.Results {
		zeros = append(zeros, f.zero(r.Type.Go))
	}
	if fn.Error {
		return f.ifError(names.err, what, zeros...)
	}
	return j.If(j.Id(names.err).Op(":=").Add(what), f.failed(names.err)).BlockFunc(func(g *j.Group) {
		g.Id(remote).Dot("Fail").Call(j.Id(names.err))
		if len(zeros) > 0 {
			g.Return(zeros...)
		}
	})
}

// flows reports whether any of the values flows.
func flows(values []model.Value) bool {
	for _, v := range values {
		if v.Flow != nil {
			return true
		}
	}
	return false
}

// lazy writes the body of a stub whose one result is a stream:
//
//	return func(yield func(Line, error) bool) {
//		call := c.conn.Start(&methodTail)
//		…
//		bluebird.Range(ctx, call, readLine, yield)
//	}
//
// and for pairs
//
//	var err error
//	seq := func(yield func(string, int) bool) {
//		…
//		err = bluebird.RangePairs(ctx, call, readPair, yield)
//	}
//	return seq, func() error { return err }
func (f *file) lazy(g *j.Group, m *model.Method, s *model.Service, local scope) {
	result := m.Results[0]
	item, second := f.goType(result.Flow.Items[0].Go), f.predeclared("error")
	rangeOver := "Range"
	if isPairs(result) {
		rangeOver, second = "RangePairs", f.goType(result.Flow.Items[1].Go)
	}
	loop := j.Func().Params(j.Id(local.yield).Func().Params(item, second).Add(f.predeclared("bool"))).BlockFunc(func(g *j.Group) {
		f.startCall(g, m, s, local)
		over := f.bluebird(rangeOver).Call(j.Id(local.ctx), j.Id(local.call), f.reader(result.Flow.Items), j.Id(local.yield))
		if isPairs(result) {
			g.Id(local.err).Op("=").Add(over)
		} else {
			g.Add(over)
		}
	})
	if !isPairs(result) {
		g.Return(loop)
		return
	}
	g.Var().Id(local.err).Add(f.predeclared("error"))
	g.Id(local.seq).Op(":=").Add(loop)
	g.Return(j.Id(local.seq), f.why().Add(line(j.Return(j.Id(local.err)))))
}
