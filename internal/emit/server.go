package emit

import (
	"fmt"
	"go/types"
	"maps"

	j "github.com/dave/jennifer/jen"

	"github.com/bluebird-rpc/bluebird/internal/model"
)

// bluebirdGen writes the one type that the generator adds to the package.
//
//	// bluebirdGen holds what the generator adds to this package.
//	type bluebirdGen struct{}
func (f *file) bluebirdGen() {
	f.declare("bluebirdGen holds what the generator adds to this package.",
		j.Type().Id("bluebirdGen").Struct())
}

// self writes the receiver of generated methods.
func (f *file) self() j.Code { return j.Id(f.receiver).Id("bluebirdGen") }

// registerFuncs writes
//
//	// RegisterFuncs serves the functions of package calc on r.
//	func RegisterFuncs(r bluebird.Registrar) {
//		var g bluebirdGen
//		r.Handle(bluebird.Handler{…})
//	}
func (f *file) registerFuncs() {
	const r = "r"
	f.declare(fmt.Sprintf("RegisterFuncs serves the functions of package %s on %s.", f.pkg.Name, r),
		j.Func().Id("RegisterFuncs").Params(j.Id(r).Add(f.bluebird("Registrar"))).BlockFunc(func(g *j.Group) {
			g.Var().Add(f.self())
			for _, m := range f.pkg.Funcs {
				for _, name := range wireNames(m) {
					g.Add(f.handle(r, name, m, nil, j.Id(f.receiver).Dot(f.methodName("serve", m, nil))))
				}
			}
		}))
}

// registerService writes
//
//	// RegisterLogger serves l as calc.Logger on r.
//	func RegisterLogger(r bluebird.Registrar, l *Logger) {
//		var g bluebirdGen
//		r.Handle(bluebird.Handler{…})
//	}
func (f *file) registerService(s *model.Service) {
	const r = "r"
	taken := maps.Clone(f.used)
	taken.add(r, f.receiver, "ctx", "in") // what bind uses too
	l := taken.pick(initial(s.Name), "service")
	f.declare(fmt.Sprintf("Register%s serves %s as %s on %s.", s.Name, l, s.WireName, r),
		j.Func().Id("Register"+s.Name).Params(
			j.Id(r).Add(f.bluebird("Registrar")),
			j.Id(l).Add(f.serviceType(s)),
		).BlockFunc(func(g *j.Group) {
			g.Var().Add(f.self())
			for _, m := range s.Methods {
				for _, name := range wireNames(m) {
					g.Add(f.handle(r, name, m, s, f.bind(m, s, l)))
				}
			}
		}))
}

// wireNames returns the names by which m can be called: its own, then the former ones.
func wireNames(m *model.Method) []string { return append([]string{m.WireName}, m.Was...) }

// serviceType writes *Logger, or Logger if that is an interface.
func (f *file) serviceType(s *model.Service) *j.Statement {
	if s.Pointer {
		return j.Op("*").Id(s.Name)
	}
	return j.Id(s.Name)
}

// bind writes
//
//	func(ctx context.Context, in *bluebird.Incoming) error { return g.serveLoggerAddLog(ctx, in, l) }
func (f *file) bind(m *model.Method, s *model.Service, service string) j.Code {
	const ctx, in = "ctx", "in"
	return j.Func().Params(j.Id(ctx).Add(f.context()), j.Id(in).Op("*").Add(f.bluebird("Incoming"))).
		Add(f.predeclared("error")).
		Add(line(j.Return(j.Id(f.receiver).Dot(f.methodName("serve", m, s)).Call(j.Id(ctx), j.Id(in), j.Id(service)))))
}

// handle writes
//
//	r.Handle(bluebird.Handler{
//		Method:  bluebird.Method{Name: "calc.Add", Fingerprint: 0x6d1f2c9a30b7e455},
//		Package: "example.com/calc",
//		Context: true,
//		Params:  []bluebird.Param{{Name: "a", Type: "float64"}, {Name: "b", Type: "float64"}},
//		Results: []bluebird.Param{{Name: "r0", Type: "float64"}},
//		Serve:   g.serveAdd,
//	})
func (f *file) handle(r, name string, m *model.Method, s *model.Service, serve j.Code) j.Code {
	fields := []j.Code{
		set("Method", f.method(name, m)),
		set("Package", j.Lit(f.pkg.Path)),
	}
	if m.Context || len(m.Flows) > 0 {
		fields = append(fields, set("Context", f.predeclared("true")))
	}
	if len(m.Params) > 0 {
		fields = append(fields, set("Params", f.describe(m.Params, m.Variadic)))
	}
	if len(m.Results) > 0 {
		fields = append(fields, set("Results", f.describe(m.Results, false)))
	}
	fields = append(fields, set("Serve", serve))
	return j.Id(r).Dot("Handle").Call(f.bluebird("Handler").Add(lines(fields...)))
}

// method writes bluebird.Method{Name: "calc.Add", Fingerprint: 0x6d1f2c9a30b7e455}.
func (f *file) method(name string, m *model.Method) j.Code {
	fields := []j.Code{
		set("Name", j.Lit(name)),
		set("Fingerprint", hexadecimal(m.Fingerprint)),
	}
	if m.MaxMessage != 0 {
		fields = append(fields, set("MaxMessage", j.Op(fmt.Sprint(m.MaxMessage))))
	}
	if m.Idempotent {
		fields = append(fields, set("Idempotent", f.predeclared("true")))
	}
	if len(m.Flows) > 0 {
		fields = append(fields, set("Flows", f.flowKinds(m.Flows)))
	}
	return f.bluebird("Method").Values(fields...)
}

// describe writes []bluebird.Param{{Name: "n", Type: "int", Default: "\x05"}}.
func (f *file) describe(values []model.Value, variadic bool) j.Code {
	return j.Index().Add(f.bluebird("Param")).ValuesFunc(func(g *j.Group) {
		for i, v := range values {
			fields := []j.Code{
				set("Name", j.Lit(v.Name)),
				set("Type", j.Lit(typeText(goOf(v), variadic && i == len(values)-1))),
			}
			switch {
			case v.Default != nil:
				fields = append(fields, set("Default", j.Lit(v.Default.Bytes)))
			case v.Role == model.Callback || v.Role == model.Writer: // who calls by name gets on without
				fields = append(fields, set("Default", j.Lit("\xc0")))
			}
			if v.Flow != nil {
				fields = append(fields, set("Flows", f.predeclared("true")))
			}
			if len(v.Was) > 0 {
				fields = append(fields, set("Was", f.strings(v.Was)))
			}
			g.Values(fields...)
		}
	})
}

// strings writes []string{"a", "b"}.
func (f *file) strings(list []string) j.Code {
	return j.Index().Add(f.predeclared("string")).ValuesFunc(func(g *j.Group) {
		for _, s := range list {
			g.Lit(s)
		}
	})
}

// serve writes
//
//	func (g bluebirdGen) serveAdd(ctx context.Context, in *bluebird.Incoming) error {
//		a := codec.ReadFloat64(&in.Args)
//		b := codec.ReadFloat64(&in.Args)
//		if err := in.Err(); err != nil {
//			return err
//		}
//		r0, err := Add(ctx, a, b)
//		if err != nil {
//			return err
//		}
//		in.Results(1)
//		in.Reply = codec.AppendFloat64(in.Reply, r0)
//		return in.Enc.Err()
//	}
//
// and for a method
//
//	func (g bluebirdGen) serveLoggerAddLog(ctx context.Context, in *bluebird.Incoming, l *Logger) error {
func (f *file) serve(m *model.Method, s *model.Service) {
	name := f.methodName("serve", m, s)
	local := f.scope(m, s)
	ctx := local.ctx
	if !m.Context && !needsContext(m) {
		ctx = "_"
	}
	params := []j.Code{j.Id(ctx).Add(f.context()), j.Id(local.in).Op("*").Add(f.bluebird("Incoming"))}
	if s != nil {
		params = append(params, j.Id(local.service).Add(f.serviceType(s)))
	}
	f.declare("", j.Func().Params(f.self()).Id(name).Params(params...).Add(f.predeclared("error")).
		BlockFunc(func(g *j.Group) {
			f.readArguments(g, m, local)
			f.invoke(g, m, f.call(m, s, local), local)
			f.appendResults(g, m, local)
		}))
}

// needsContext reports whether m has a func without a context of its own: then that of the call is used.
func needsContext(m *model.Method) bool {
	for _, p := range m.Params {
		if p.Role == model.Callback && !p.Flow.Func.Context {
			return true
		}
	}
	return false
}

// goOf returns the Go type of a parameter or result.
func goOf(v model.Value) types.Type {
	if v.Flow != nil {
		return v.Flow.Go
	}
	return v.Type.Go
}

// readArguments writes the part of a serve method up to the call.
func (f *file) readArguments(g *j.Group, m *model.Method, local scope) {
	for i, p := range m.Params {
		switch {
		case p.Flow == nil:
			f.readNew(g, local.params[i], "&"+local.in+".Args", p.Type)
		case p.Role == model.Callback:
			f.recvFunc(g, local.params[i], p, local)
		default:
			g.Id(local.params[i]).Op(":=").Add(f.receive(local.in, p))
		}
	}
	g.Add(f.ifError(local.err, j.Id(local.in).Dot("Err").Call()))
}

// invoke writes the call of the user's code,
//
//	r0, err := l.GetLog(ctx, n)
//	if err != nil {
//		return err
//	}
//
// and if there is nothing but an error
//
//	if err := l.AddLog(line); err != nil {
//		return err
//	}
func (f *file) invoke(g *j.Group, m *model.Method, call *j.Statement, local scope) {
	if m.Error && len(m.Results) == 0 {
		g.Add(f.ifError(local.err, call))
		return
	}
	if len(m.Results) == 0 {
		g.Add(call)
		return
	}
	g.ListFunc(func(g *j.Group) {
		for _, r := range local.results {
			g.Id(r)
		}
		if m.Error {
			g.Id(local.err)
		}
	}).Op(":=").Add(call)
	if m.Error {
		g.If(f.failed(local.err)).Block(j.Return(j.Id(local.err)))
	}
}

// call writes Add(ctx, a, b) or l.AddLog(ctx, lines...).
func (f *file) call(m *model.Method, s *model.Service, local scope) *j.Statement {
	callee := j.Id(m.GoName)
	if s != nil {
		callee = j.Id(local.service).Dot(m.GoName)
	}
	return f.arguments(callee, m, local)
}

// arguments writes a call with the parameters of m.
func (f *file) arguments(callee *j.Statement, m *model.Method, local scope) *j.Statement {
	return callee.CallFunc(func(g *j.Group) {
		if m.Context {
			g.Id(local.ctx)
		}
		for i, p := range local.params {
			if m.Variadic && i == len(local.params)-1 {
				p += "..."
			}
			g.Id(p)
		}
	})
}

// appendResults writes the part of a serve method behind the call.
func (f *file) appendResults(g *j.Group, m *model.Method, local scope) {
	g.Id(local.in).Dot("Results").Call(j.Lit(len(m.Results)))
	for i, r := range m.Results {
		if r.Flow != nil {
			g.Add(f.send(local.in, local.results[i], r))
		} else {
			g.Add(f.append(local.in+".Reply", local.results[i], "&"+local.in+".Enc", r.Type))
		}
	}
	if fallible(m.Results) || f.hides("nil") {
		g.Return(j.Id(local.in).Dot("Enc").Dot("Err").Call())
	} else {
		g.Return(j.Nil())
	}
}

// fallible reports whether a value cannot be known to be sendable before it is looked at.
func fallible(values []model.Value) bool {
	for _, v := range values {
		if v.Flow != nil || !isBasic(v.Type) {
			return true
		}
	}
	return false
}
