package plain

import "github.com/bluebird-rpc/bluebird/runtime/codec"

// Append returns the generated appenders of this package by the name of the type; each takes a pointer.
func Append() map[string]func(b []byte, v any, e *codec.Encoder) []byte {
	var g bluebirdGen
	return map[string]func(b []byte, v any, e *codec.Encoder) []byte{
		"Numbers": func(b []byte, v any, e *codec.Encoder) []byte { return g.appendNumbers(b, v.(*Numbers), e) },
		"Waves":   func(b []byte, v any, e *codec.Encoder) []byte { return g.appendWaves(b, v.(*Waves), e) },
		"Words":   func(b []byte, v any, e *codec.Encoder) []byte { return g.appendWords(b, v.(*Words), e) },
		"Tagged":  func(b []byte, v any, e *codec.Encoder) []byte { return g.appendTagged(b, v.(*Tagged), e) },
		"Moment":  func(b []byte, v any, e *codec.Encoder) []byte { return g.appendMoment(b, v.(*Moment), e) },
		"Inner":   func(b []byte, v any, e *codec.Encoder) []byte { return g.appendInner(b, v.(*Inner), e) },
		"Outer":   func(b []byte, v any, e *codec.Encoder) []byte { return g.appendOuter(b, v.(*Outer), e) },
		"Table":   func(b []byte, v any, e *codec.Encoder) []byte { return g.appendTable(b, v.(*Table), e) },
		"Arrays":  func(b []byte, v any, e *codec.Encoder) []byte { return g.appendArrays(b, v.(*Arrays), e) },
		"Node":    func(b []byte, v any, e *codec.Encoder) []byte { return g.appendNode(b, v.(*Node), e) },
		"Few":     func(b []byte, v any, e *codec.Encoder) []byte { return g.appendFew(b, v.(*Few), e) },
		"Deep":    func(b []byte, v any, e *codec.Encoder) []byte { return g.appendDeep(b, v.(*Deep), e) },
		"Empty":   func(b []byte, v any, e *codec.Encoder) []byte { return g.appendEmpty(b, v.(*Empty), e) },
	}
}

// New returns a pointer to a zero value of each type.
func New() map[string]any {
	return map[string]any{
		"Numbers": new(Numbers),
		"Waves":   new(Waves),
		"Words":   new(Words),
		"Tagged":  new(Tagged),
		"Moment":  new(Moment),
		"Inner":   new(Inner),
		"Outer":   new(Outer),
		"Table":   new(Table),
		"Arrays":  new(Arrays),
		"Node":    new(Node),
		"Few":     new(Few),
		"Deep":    new(Deep),
		"Empty":   new(Empty),
	}
}
