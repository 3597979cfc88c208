package sealed_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"

	"github.com/bluebird-rpc/bluebird/internal/arbitrary"
	"github.com/bluebird-rpc/bluebird/internal/thirdparty/roundtrip"
	"github.com/bluebird-rpc/bluebird/internal/thirdparty/sealed"
	"github.com/bluebird-rpc/bluebird/internal/thirdparty/sealed/sealedrpc"
)

func TestAllVariantsArrive(t *testing.T) {
	m := arbitrary.New(1)
	m.Most = 3
	m.Variants = map[reflect.Type][]reflect.Type{
		reflect.TypeFor[types.AttributeValue](): {
			reflect.TypeFor[*types.AttributeValueMemberB](), reflect.TypeFor[*types.AttributeValueMemberBOOL](), reflect.TypeFor[*types.AttributeValueMemberBS](),
			reflect.TypeFor[*types.AttributeValueMemberL](), reflect.TypeFor[*types.AttributeValueMemberM](), reflect.TypeFor[*types.AttributeValueMemberN](),
			reflect.TypeFor[*types.AttributeValueMemberNS](), reflect.TypeFor[*types.AttributeValueMemberNULL](), reflect.TypeFor[*types.AttributeValueMemberS](),
			reflect.TypeFor[*types.AttributeValueMemberSS](), reflect.TypeFor[*types.UnknownUnionMember](),
		},
	}
	conns := roundtrip.Serve(t, sealed.RegisterFuncs)
	named, compact := sealedrpc.NewClient(conns.Named), sealedrpc.NewClient(conns.Compact)
	got := roundtrip.Check(t, conns, m, named.EchoAttributeValue, compact.EchoAttributeValue)
	members := 0
	for typ := range got {
		if strings.HasPrefix(typ.Name(), "AttributeValueMember") || typ.Name() == "UnknownUnionMember" {
			members++
		}
	}
	if members != 11 {
		t.Errorf("%d variants were sent; want 11", members)
	}
	roundtrip.Check(t, conns, m, named.EchoItem, compact.EchoItem)
	roundtrip.Check(t, conns, m, named.EchoWrite, compact.EchoWrite)
}
