package arbitrary

import "reflect"

// Route is the way from a value to a part of it, step by step.
type Route struct {
	Type  reflect.Type // of the part
	steps []step
}

// step goes from a value into one of its parts.
type step struct {
	field   int          // of a struct
	key     bool         // into the key of a map, not into the value
	variant reflect.Type // of an interface
}

// Routes returns the shortest way to each type with a name that values of a type are made of, the type itself among them.
func (m Maker) Routes(root reflect.Type) []Route {
	seen := map[reflect.Type]bool{root: true}
	routes := []Route{{Type: root}}
	for i := 0; i < len(routes); i++ {
		from := routes[i]
		for _, next := range m.parts(from.Type) {
			if !seen[next.Type] {
				seen[next.Type] = true
				next.steps = append(from.steps[:len(from.steps):len(from.steps)], next.steps...)
				routes = append(routes, next)
			}
		}
	}
	named := routes[:0]
	for _, r := range routes {
		if r.Type.PkgPath() != "" {
			named = append(named, r)
		}
	}
	return named
}

// parts returns the types that a type is directly made of.
func (m Maker) parts(t reflect.Type) (list []Route) {
	if m.Special[t] != nil {
		return nil
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		list = append(list, Route{t.Elem(), []step{{}}})
	case reflect.Array:
		if t.Len() > 0 {
			list = append(list, Route{t.Elem(), []step{{}}})
		}
	case reflect.Map:
		list = append(list, Route{t.Key(), []step{{key: true}}}, Route{t.Elem(), []step{{}}})
	case reflect.Interface:
		for _, variant := range m.Variants[t] {
			list = append(list, Route{variant, []step{{variant: variant}}})
		}
	case reflect.Struct:
		for i := range t.NumField() {
			switch f := t.Field(i); {
			case sent(f):
				list = append(list, Route{f.Type, []step{{field: i}}})
			case flattened(f):
				for _, inner := range m.parts(f.Type) {
					inner.steps = append([]step{{field: i}}, inner.steps...)
					list = append(list, inner)
				}
			}
		}
	}
	return list
}

// FillAt sets the part of v that a route leads to, to a random value. Everything else of v is zero.
func (m Maker) FillAt(v reflect.Value, r Route, depth int) {
	v.SetZero()
	m.walk(v, r.steps, depth)
}

func (m Maker) walk(v reflect.Value, steps []step, depth int) {
	if len(steps) == 0 {
		m.Fill(v, depth)
		return
	}
	s, rest := steps[0], steps[1:]
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		m.walk(v.Elem(), rest, depth)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		m.walk(v.Index(0), rest, depth)
	case reflect.Array:
		m.walk(v.Index(m.IntN(v.Len())), rest, depth)
	case reflect.Struct:
		m.walk(v.Field(s.field), rest, depth)
	case reflect.Interface:
		x := reflect.New(s.variant).Elem()
		m.walk(x, rest, depth)
		v.Set(x)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		if s.key {
			m.walk(key, rest, depth)
		} else {
			m.Fill(key, depth)
			m.walk(value, rest, depth)
		}
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	}
}
