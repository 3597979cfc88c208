package bluebird

import (
	"context"
	"fmt"
	"strings"
)

// Method is what both ends know of a method. Generated code makes one for each.
type Method struct {
	Name        string // "calc.Add"
	Fingerprint uint64 // of the shape of its arguments and results; 0 if it is not known
	MaxMessage  int64  // bytes of its longest message; 0 is the setting of the Server or Dialer
	Idempotent  bool   // running it twice does no harm

	Flows []FlowKind // what flows beside the arguments and the reply, in the order of the signature
}

// Param is a parameter or result of a method, as callers by name and readers of errors see it.
type Param struct {
	Name    string
	Type    string // in Go syntax
	Default string // msgpack of the value that a caller by name may leave out; "" if it may not

	Was []string // names that it had before, which callers by name may use too

	Flows bool // it is a stream, reader, writer or func
}

// Handler serves a method. Generated code makes one for each and registers it.
type Handler struct {
	Method
	Package string // import path of the code that serves it
	Context bool   // Serve uses its context
	Params  []Param
	Results []Param
	// Serve reads the arguments from in, runs the method and appends the reply to in. It may block: only
	// methods that were measured to be quick run on a connection's reader, which is then read by another goroutine.
	Serve func(ctx context.Context, in *Incoming) error
}

// Registrar takes handlers. It is a *Server, or one of its Named views.
type Registrar interface {
	// Handle registers h, and panics if its name is not valid or taken.
	Handle(h Handler)
}

// signature returns the method as a reader of errors wants it: "calc.Add(a float64, b float64) float64".
func (h *Handler) signature() string {
	var b strings.Builder
	b.WriteString(h.Name)
	b.WriteByte('(')
	writeParams(&b, h.Params)
	b.WriteByte(')')
	switch {
	case len(h.Results) == 1:
		b.WriteString(" " + h.Results[0].Type)
	case len(h.Results) > 1:
		b.WriteString(" (")
		writeParams(&b, h.Results)
		b.WriteByte(')')
	}
	return b.String()
}

func writeParams(b *strings.Builder, params []Param) {
	for i, p := range params {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(p.Name + " " + p.Type)
		if p.Default != "" {
			b.WriteString(" = " + formatDefault(p.Default))
		}
	}
}

// checkName says what is wrong with a method's name on the wire.
func checkName(name string) error {
	if name == "" || len(name) > 128 {
		return fmt.Errorf("method name %q: a name is 1 to 128 bytes", name)
	}
	for _, r := range name {
		if notInKey(r) || r == '-' || r == '/' || r == ':' {
			return fmt.Errorf("method name %q: a name has only letters, digits, _ and . in it", name)
		}
	}
	return nil
}
