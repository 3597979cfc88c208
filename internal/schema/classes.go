package schema

import (
	"slices"
	"strconv"

	"github.com/bluebird-rpc/bluebird/internal/model"
)

// classes sorts the composite types that m mentions into classes of equal wire shape.
//
// Type graphs may be cyclic, so shapes cannot be compared by walking them. Instead all types begin in
// one class, and each round splits the classes whose members look different one level down. When a
// round splits nothing, what is still together looks the same at any depth.
func classes(m *model.Method) map[*model.Type]int {
	types := reachable(m)
	class := make(map[*model.Type]int, len(types))
	for count := 0; ; {
		next := make(map[*model.Type]int, len(types))
		byLook := map[string]int{}
		for _, t := range types {
			look := strconv.Itoa(class[t]) + " " + describe(t, func(part *model.Type) string {
				if composite(part) {
					return "#" + strconv.Itoa(class[part])
				}
				return describe(part, nil)
			})
			if _, seen := byLook[look]; !seen {
				byLook[look] = len(byLook)
			}
			next[t] = byLook[look]
		}
		class = next
		if len(byLook) == count {
			return class
		}
		count = len(byLook)
	}
}

// reachable returns every composite type that the messages of m can hold, in order of first mention.
func reachable(m *model.Method) []*model.Type {
	seen := map[*model.Type]bool{}
	var order []*model.Type
	var visit func(*model.Type)
	visit = func(t *model.Type) {
		if t == nil || seen[t] || !composite(t) {
			return
		}
		seen[t] = true
		order = append(order, t)
		visit(t.Key)
		visit(t.Elem)
		for _, f := range t.Fields {
			visit(f.Type)
		}
		for _, v := range t.Variants {
			visit(v.Type)
		}
	}
	for _, v := range slices.Concat(m.Params, m.Results) {
		if v.Flow == nil {
			visit(v.Type)
			continue
		}
		for _, item := range v.Flow.Items {
			visit(item)
		}
		if fn := v.Flow.Func; fn != nil {
			for _, part := range slices.Concat(fn.Params, fn.Results) {
				visit(part.Type)
			}
		}
	}
	return order
}
