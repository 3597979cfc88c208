package graph_test

import (
	"fmt"
	"maps"
	"reflect"
	"testing"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/bluebird-rpc/bluebird/internal/arbitrary"
	"github.com/bluebird-rpc/bluebird/internal/thirdparty/graph"
	"github.com/bluebird-rpc/bluebird/internal/thirdparty/graph/graphrpc"
	"github.com/bluebird-rpc/bluebird/internal/thirdparty/roundtrip"
)

// quantity makes resource.Quantity, which hides its number and its unit.
func quantity(m arbitrary.Maker) any {
	formats := []resource.Format{resource.DecimalExponent, resource.BinarySI, resource.DecimalSI}
	return m.OneOf(resource.Quantity{}, *resource.NewQuantity(m.Int64(), formats[m.IntN(3)]), *resource.NewMilliQuantity(-m.Int64(), formats[m.IntN(3)]),
		*resource.NewScaledQuantity(m.Int64(), resource.Scale(m.IntN(20)-9)))
}

func TestAllTypesOfTheGraphArrive(t *testing.T) {
	m := arbitrary.New(1)
	m.Most = 3
	m.Special[reflect.TypeFor[resource.Quantity]()] = quantity
	m.Special[reflect.TypeFor[metav1.FieldsV1]()] = func(m arbitrary.Maker) any { // whose field is not in JSON by itself
		return m.OneOf(metav1.FieldsV1{}, *metav1.NewFieldsV1(fmt.Sprintf(`{"f:spec":{"f:%d":{}}}`, m.Int())))
	}
	conns := roundtrip.Serve(t, graph.RegisterFuncs)
	named, compact := graphrpc.NewClient(conns.Named), graphrpc.NewClient(conns.Compact)

	types := roundtrip.Check(t, conns, m, named.EchoPod, compact.EchoPod)
	maps.Copy(types, roundtrip.Check(t, conns, m, named.EchoNode, compact.EchoNode))
	maps.Copy(types, roundtrip.Check(t, conns, m, named.EchoService, compact.EchoService))
	maps.Copy(types, roundtrip.Check(t, conns, m, named.EchoPersistentVolumes, compact.EchoPersistentVolumes))
	maps.Copy(types, roundtrip.Check(t, conns, m, named.EchoEvent, compact.EchoEvent))
	structs := 0
	for typ := range types {
		if typ.Kind() == reflect.Struct {
			structs++
		}
	}
	t.Logf("%d types, %d of them structs", len(types), structs)
	if structs <= 100 {
		t.Errorf("the graph has %d structs; want more than 100", structs)
	}
}
