package emit

import (
	"cmp"
	"fmt"

	j "github.com/dave/jennifer/jen"

	"github.com/bluebird-rpc/bluebird/internal/model"
)

// registerErrors writes
//
//	// Callers find these errors in what they get, with errors.Is and errors.As.
//	var _ = bluebird.RegisterErrors("example.com/calc",
//		bluebird.Sentinel("calc.ErrDivide", ErrDivide),
//		bluebird.ErrorPointer("calc.RangeError", bluebirdGen{}.appendRangeError, bluebirdGen{}.readRangeError),
//	)
func (f *file) registerErrors() {
	list := f.sentinels()
	for _, e := range f.pkg.ErrorTypes {
		register := "ErrorValue"
		if e.Pointer {
			register = "ErrorPointer"
		}
		gen := func(verb string) j.Code { return j.Id("bluebirdGen").Values().Dot(f.funcs[verb+e.Type.Func]) }
		list = append(list, f.bluebird(register).Call(j.Lit(e.WireName), gen("append"), gen("read")))
	}
	f.register("Callers find these errors in what they get, with errors.Is and errors.As.", list)
}

// copyErrors writes the error variables of a package that clients do not import anew:
//
//	// ErrDivide is returned for a division by zero.
//	var ErrDivide = errors.New("division by zero")
func (f *file) copyErrors() {
	if !f.pkg.Copy || len(f.pkg.ErrorVars) == 0 {
		return
	}
	for _, v := range f.pkg.ErrorVars {
		doc := cmp.Or(v.Doc, fmt.Sprintf("%s is a copy of the error in package %s.", v.Name, f.pkg.Name))
		f.declare(doc, j.Var().Id(v.Name).Op("=").Add(f.errorValue(v)))
	}
	f.register("These are found in what calls return, with errors.Is.", f.sentinels())
}

// errorValue writes what a copied error is: the name of another, or one with the text of the original that wraps what that wraps.
func (f *file) errorValue(v *model.ErrorVar) j.Code {
	switch {
	case v.Same != nil:
		return f.object(v.Same)
	case len(v.Wraps) > 0:
		args := []j.Code{j.Lit(v.Text)}
		for _, obj := range v.Wraps {
			args = append(args, f.object(obj))
		}
		return f.from("fmt", "Errorf").Call(args...)
	}
	return f.from("errors", "New").Call(j.Lit(v.Text))
}

// sentinels writes bluebird.Sentinel("calc.ErrDivide", ErrDivide) for each variable.
func (f *file) sentinels() []j.Code {
	var list []j.Code
	for _, v := range f.pkg.ErrorVars {
		list = append(list, f.bluebird("Sentinel").Call(j.Lit(v.WireName), j.Id(v.Name)))
	}
	return list
}

func (f *file) register(doc string, list []j.Code) {
	if len(list) == 0 {
		return
	}
	list = append([]j.Code{j.Lit(f.pkg.Path)}, list...)
	f.declare(doc, j.Var().Id("_").Op("=").Add(f.bluebird("RegisterErrors")).
		Add(j.Custom(j.Options{Open: "(", Close: ",\n)", Separator: ",\n"}, list...)))
}
