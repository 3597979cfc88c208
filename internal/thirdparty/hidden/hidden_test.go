package hidden_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/Masterminds/semver/v3"
	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/bluebird-rpc/bluebird/internal/arbitrary"
	"github.com/bluebird-rpc/bluebird/internal/thirdparty/hidden"
	"github.com/bluebird-rpc/bluebird/internal/thirdparty/hidden/hiddenrpc"
	"github.com/bluebird-rpc/bluebird/internal/thirdparty/roundtrip"
)

func maker() arbitrary.Maker {
	m := arbitrary.New(1)
	m.Special[reflect.TypeFor[decimal.Decimal]()] = func(m arbitrary.Maker) any {
		return m.OneOf(decimal.Decimal{}, decimal.New(m.Int64()-1<<62, int32(m.IntN(2000)-1000)), decimal.New(0, int32(m.IntN(9)-4)))
	}
	m.Special[reflect.TypeFor[semver.Version]()] = func(m arbitrary.Maker) any {
		pre := m.OneOf("", "rc.1", "alpha-2.x").(string)
		return m.OneOf(semver.Version{}, *semver.New(m.Uint64N(9), m.Uint64(), m.Uint64N(3), pre, fmt.Sprint(m.Int())))
	}
	m.Special[reflect.TypeFor[semver.Constraints]()] = func(m arbitrary.Maker) any {
		c, err := semver.NewConstraint(fmt.Sprintf(">= 1.%d, < 2 || ~3.%d.x", m.IntN(99), m.IntN(99)))
		if err != nil {
			panic(err)
		}
		return *c
	}
	return m
}

// same compares by what the packages say themselves, and strictly: 1 and 1.0 are two decimals, and build metadata count.
var same = cmp.Options{
	cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) && a.Exponent() == b.Exponent() }),
	cmp.Comparer(func(a, b semver.Version) bool { return a.String() == b.String() }),
	cmp.Comparer(func(a, b semver.Constraints) bool { return a.String() == b.String() }),
}

func TestHiddenStateArrives(t *testing.T) {
	conns := roundtrip.Serve(t, hidden.RegisterFuncs)
	named, compact := hiddenrpc.NewClient(conns.Named), hiddenrpc.NewClient(conns.Compact)
	roundtrip.Check(t, conns, maker(), named.EchoDecimal, compact.EchoDecimal, same)
	roundtrip.Check(t, conns, maker(), named.EchoNullDecimal, compact.EchoNullDecimal, same)
	roundtrip.Check(t, conns, maker(), named.EchoVersion, compact.EchoVersion, same)
	roundtrip.Check(t, conns, maker(), named.EchoConstraints, compact.EchoConstraints, same)
	roundtrip.Check(t, conns, maker(), named.EchoInvoice, compact.EchoInvoice, same)
}
