// Package roundtrip checks that values come back from a server as they were sent.
package roundtrip

import (
	"context"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bluebird-rpc/bluebird/internal/arbitrary"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
)

// Values is how many random values each type is sent with.
const Values = 300

// Conns are connections to a server with the same methods.
type Conns struct {
	Named   *bluebird.Conn // structs travel as maps, since the server knows other fingerprints
	Compact *bluebird.Conn // structs travel as arrays from the second call of a method on

	compact *int // calls so far
}

// Serve starts two servers for the test.
func Serve(t *testing.T, register func(bluebird.Registrar)) Conns {
	c := Conns{compact: new(int)}
	c.Named = bluebirdtest.Serve(t, func(r bluebird.Registrar) { register(stranger{r}) })
	var srv bluebird.Server
	register(&srv)
	c.Compact = bluebirdtest.Join(t, &srv, &bluebird.Dialer{Interceptors: []bluebird.Interceptor{c.count}})
	return c
}

func (c Conns) count(ctx context.Context, call *bluebird.Call, next func(context.Context) error) error {
	if call.Enc.Compact {
		*c.compact++
	}
	return next(ctx)
}

// stranger registers methods as if they had been generated from other types.
type stranger struct{ bluebird.Registrar }

func (s stranger) Handle(h bluebird.Handler) {
	h.Fingerprint += 1 << 16 // the lower bits tell the flows
	s.Registrar.Handle(h)
}

// Check sends each type that values of T are made of 300 times, by both connections: alone in a T that is zero elsewhere.
// It returns how many types these are. The options are what cmp needs to compare values that reflect.DeepEqual finds
// different.
func Check[T any](t *testing.T, c Conns, m arbitrary.Maker, named, compact func(context.Context, T) (T, error), opts ...cmp.Option) map[reflect.Type]bool {
	t.Helper()
	ctx, types := t.Context(), map[reflect.Type]bool{}
	routes := m.Routes(reflect.TypeFor[T]())
	if len(routes) == 0 || routes[0].Type != reflect.TypeFor[T]() {
		routes = append([]arbitrary.Route{{Type: reflect.TypeFor[T]()}}, routes...)
	}
	for _, route := range routes {
		types[route.Type] = true
		before := *c.compact
		for seed := range uint64(Values) {
			m.Rand = rand.New(rand.NewPCG(seed, 1))
			var sent T
			m.FillAt(reflect.ValueOf(&sent).Elem(), route, 3)
			for mode, call := range map[string]func(context.Context, T) (T, error){"named": named, "compact": compact} {
				got, err := call(ctx, sent)
				if err != nil {
					t.Fatalf("%v in %T, %s, seed %d: %v\n%+v", route.Type, sent, mode, seed, err, sent)
				}
				if reflect.DeepEqual(got, sent) {
					continue
				}
				if diff := cmp.Diff(sent, got, opts...); diff != "" {
					t.Fatalf("%v in %T, %s, seed %d: sent -, got +\n%s", route.Type, sent, mode, seed, diff)
				}
			}
		}
		if n := *c.compact - before; n < Values-1 {
			t.Errorf("%v in %T: %d calls were compact, want %d", route.Type, *new(T), n, Values-1)
		}
	}
	return types
}
