package arbitrary

import (
	"math"
	"math/big"
	"net/netip"
	"net/url"
	"reflect"
	"time"
)

// Standard returns how to make values of those types of the standard library whose fields are hidden. The caller may add
// to the map.
func Standard() map[reflect.Type]func(Maker) any {
	return map[reflect.Type]func(Maker) any{
		reflect.TypeFor[time.Time](): func(m Maker) any {
			return m.OneOf(time.Time{}, time.Unix(m.Int64N(1<<40)-1<<39, m.Int64N(1e9)).UTC())
		},
		reflect.TypeFor[big.Int](): func(m Maker) any {
			return *new(big.Int).Lsh(big.NewInt(m.Int64()-1<<62), uint(m.IntN(200)))
		},
		reflect.TypeFor[big.Rat](): func(m Maker) any { return *big.NewRat(m.Int64(), 1+m.Int64N(1<<40)) },
		reflect.TypeFor[big.Float](): func(m Maker) any {
			return *new(big.Float).SetPrec(uint(1 + m.IntN(300))).SetMode(big.RoundingMode(m.IntN(6))).SetFloat64(m.NormFloat64())
		},
		reflect.TypeFor[url.URL](): func(m Maker) any {
			return m.OneOf(url.URL{}, url.URL{Scheme: "http", Host: "x", User: url.UserPassword("a", m.Text()), Path: "/p"})
		},
		reflect.TypeFor[netip.Addr](): func(m Maker) any {
			return m.OneOf(netip.Addr{}, netip.AddrFrom4([4]byte{1, 2, 3, byte(m.Int())}), netip.MustParseAddr("fe80::1%eth0"))
		},
		reflect.TypeFor[netip.Prefix](): func(m Maker) any {
			return m.OneOf(netip.Prefix{}, netip.PrefixFrom(netip.AddrFrom4([4]byte{10}), m.IntN(33)))
		},
		reflect.TypeFor[any](): func(m Maker) any {
			return m.OneOf(nil, true, int64(-7), uint64(math.MaxUint64), 1.5, "text", []byte("bytes"), []any{"a", nil}, map[string]any{"k": int64(1)},
				map[any]any{int64(1): "x"}, []float64{1, 2, 3, 4, 5, 6, 7, 8}, []int32{1, -2}, []uint64{}, time.Unix(5, 6).UTC(), complex(1, 2), new(big.Int).Lsh(big.NewInt(1), 100))
		},
	}
}
