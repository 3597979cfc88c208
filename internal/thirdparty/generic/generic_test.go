package generic_test

import (
	"reflect"
	"testing"

	"github.com/samber/mo"

	"github.com/bluebird-rpc/bluebird/internal/arbitrary"
	"github.com/bluebird-rpc/bluebird/internal/thirdparty/generic"
	"github.com/bluebird-rpc/bluebird/internal/thirdparty/generic/genericrpc"
	"github.com/bluebird-rpc/bluebird/internal/thirdparty/roundtrip"
)

// option tells m how to make options of a type, whose fields are hidden.
func option[T any](m arbitrary.Maker) {
	m.Special[reflect.TypeFor[mo.Option[T]]()] = func(m arbitrary.Maker) any {
		var v T
		m.Fill(reflect.ValueOf(&v).Elem(), 3)
		return m.OneOf(mo.None[T](), mo.Some(v))
	}
}

func TestInstancesArrive(t *testing.T) {
	m := arbitrary.New(1)
	option[int](m)
	option[generic.Row](m)
	conns := roundtrip.Serve(t, generic.RegisterFuncs)
	named, compact := genericrpc.NewClient(conns.Named), genericrpc.NewClient(conns.Compact)
	roundtrip.Check(t, conns, m, named.EchoRow, compact.EchoRow)
	roundtrip.Check(t, conns, m, named.EchoNull, compact.EchoNull)
	roundtrip.Check(t, conns, m, named.EchoSet, compact.EchoSet)
	roundtrip.Check(t, conns, m, named.EchoOption, compact.EchoOption)
	roundtrip.Check(t, conns, m, named.EchoOptions, compact.EchoOptions)
}
