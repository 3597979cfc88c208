package emit

import (
	"go/types"

	j "github.com/dave/jennifer/jen"

	"github.com/bluebird-rpc/bluebird/internal/model"
)

// Guards are functions that nobody calls, and that do not compile when the code around a generated file has changed so
// that the file no longer fits. What the compiler says then has stale.RunGoGenerate in it.
//
// They cannot see what the file does not mention: another function with an annotation, another method of a struct,
// another variant of a union, another name of a parameter. For these there is bluebird-gen -check.

const (
	callsChanged = "If this function, which nobody calls, does not compile, what is served here has changed: run go generate."
	typesChanged = "If this function, which nobody calls, does not compile, a type has changed: run go generate."
)

// guardCalls writes
//
//	// If this function, which nobody calls, does not compile, what is served here has changed: run go generate.
//	func _() {
//		stale.RunGoGenerate[func(context.Context, float64, float64) (float64, error)](Add)
//		stale.RunGoGenerate[interface {
//			AddLog(string)
//			GetLog(int) []string
//		}]((*Logger)(nil))
//	}
func (f *file) guardCalls() {
	var guards []j.Code
	for _, m := range f.pkg.Funcs {
		t := f.pkg.Go.Scope().Lookup(m.GoName).Type()
		guards = append(guards, f.guard(f.goType(t), j.Id(m.GoName)))
	}
	for _, s := range f.pkg.Services {
		guards = append(guards, f.guardService(s))
	}
	f.guards(callsChanged, guards)
}

// guardService writes the guard of a service. That of an interface, which can tell when there is a method more, goes
// there and back:
//
//	stale.RunGoGenerate[Store](stale.RunGoGenerate[interface {
//		Get(string) ([]byte, error)
//	}](Store(nil)))
func (f *file) guardService(s *model.Service) j.Code {
	t := f.pkg.Go.Scope().Lookup(s.Name).Type()
	if s.Spelled {
		there := f.guard(f.constraint(t.Underlying().(*types.Interface)), f.valueOf(t))
		return f.guard(f.goType(t), there)
	}
	if s.Pointer {
		t = types.NewPointer(t)
	}
	methods := j.InterfaceFunc(func(g *j.Group) {
		for _, m := range s.Methods {
			method, _, _ := types.LookupFieldOrMethod(t, true, f.pkg.Go, m.GoName)
			g.Id(m.GoName).Add(f.signature(method.Type().(*types.Signature)))
		}
	})
	return f.guard(methods, f.valueOf(t))
}

// guardTypes writes
//
//	// If this function, which nobody calls, does not compile, a type has changed: run go generate.
//	func _() {
//		stale.RunGoGenerate[struct {
//			X, Y float64
//		}](Point{})
//		_ = stale.RunGoGenerateFor[int32]((*ID)(nil))
//		stale.RunGoGenerate[Shape](Circle{})
//	}
//
// The client's half leaves out the types of the annotated package: if it imports that, it is checked there.
func (f *file) guardTypes() {
	var guards []j.Code
	for _, t := range f.pkg.Declared {
		if f.watches(t) {
			guards = append(guards, f.guardType(t)...)
		}
	}
	for _, t := range f.pkg.Types {
		if t.Kind == model.Union && f.watches(t) {
			guards = append(guards, f.guardVariants(t)...)
		}
	}
	f.guards(typesChanged, guards)
}

// watches reports whether a change of a declared type is found by this file.
func (f *file) watches(t *model.Type) bool {
	if f.server {
		return true
	}
	return (t.In || t.Out) && t.Go.(*types.Named).Obj().Pkg().Path() != f.pkg.Path
}

// guardType writes the guard of a type's declaration: all fields of a struct with their tags, which are names on the
// wire, the methods of a type that encodes itself, and of other types what they are made of.
func (f *file) guardType(t *model.Type) []j.Code {
	switch t.Kind {
	case model.Union:
		return nil
	case model.Foreign:
		return f.guardCodec(t)
	case model.Struct:
		return []j.Code{f.guard(f.structure(t.Go.Underlying().(*types.Struct)), f.valueOf(t.Go))}
	}
	pointer := f.valueOf(types.NewPointer(t.Go))
	return []j.Code{j.Id("_").Op("=").Add(f.stale("RunGoGenerateFor")).Types(f.goType(t.Go.Underlying())).Call(pointer)}
}

// codecMethods are the methods that a type needs for a codec of its own.
var codecMethods = map[model.Codec][2]string{
	model.Msgp:   {"MarshalMsg", "UnmarshalMsg"},
	model.Binary: {"MarshalBinary", "UnmarshalBinary"},
	model.Text:   {"MarshalText", "UnmarshalText"},
	model.JSON:   {"MarshalJSON", "UnmarshalJSON"},
	model.Gob:    {"GobEncode", "GobDecode"},
}

// guardCodec writes
//
//	stale.RunGoGenerate[interface {
//		MarshalText() ([]byte, error)
//		UnmarshalText([]byte) error
//	}]((*Amount)(nil))
func (f *file) guardCodec(t *model.Type) []j.Code {
	names, ok := codecMethods[t.Codec]
	if !ok {
		return nil
	}
	pointer := types.NewPointer(t.Go)
	methods := j.InterfaceFunc(func(g *j.Group) {
		for _, name := range names {
			method, _, _ := types.LookupFieldOrMethod(pointer, true, nil, name)
			g.Id(name).Add(f.signature(method.Type().(*types.Signature)))
		}
	})
	return []j.Code{f.guard(methods, f.valueOf(pointer))}
}

// guardVariants writes what checks that the variants of an interface implement it. Any type implements one without
// methods.
func (f *file) guardVariants(t *model.Type) []j.Code {
	if t.Go.Underlying().(*types.Interface).NumMethods() == 0 {
		return nil
	}
	var guards []j.Code
	for _, variant := range t.Variants {
		guards = append(guards, f.guard(f.goType(t.Go), f.valueOf(variant.Type.Go)))
	}
	return guards
}

// guard writes stale.RunGoGenerate[want](have).
func (f *file) guard(want, have j.Code) *j.Statement {
	return f.stale("RunGoGenerate").Types(want).Call(have)
}

func (f *file) guards(doc string, guards []j.Code) {
	if len(guards) > 0 {
		f.declare(doc, j.Func().Id("_").Params().Block(guards...))
	}
}
