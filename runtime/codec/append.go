package codec

import (
	"math"

	"github.com/tinylib/msgp/msgp"
)

// The appenders here write what msgp's do. Their short forms are inlined where they are called; the others are msgp's.

// AppendString appends a string.
func AppendString(b []byte, s string) []byte {
	if len(s) < 32 {
		return append(append(b, fixstr|byte(len(s))), s...)
	}
	return msgp.AppendString(b, s)
}

// AppendInt appends an int.
func AppendInt(b []byte, v int) []byte {
	if uint(v) < fixmap {
		return append(b, byte(v))
	}
	return msgp.AppendInt64(b, int64(v))
}

// AppendInt64 appends an int64.
func AppendInt64(b []byte, v int64) []byte {
	if uint64(v) < fixmap {
		return append(b, byte(v))
	}
	return msgp.AppendInt64(b, v)
}

// AppendFloat64 appends a float64.
func AppendFloat64(b []byte, v float64) []byte {
	u := math.Float64bits(v)
	return append(b, float64b, byte(u>>56), byte(u>>48), byte(u>>40), byte(u>>32), byte(u>>24), byte(u>>16), byte(u>>8), byte(u))
}

// Grow returns b with room for n bytes more.
func Grow(b []byte, n int) []byte {
	if cap(b)-len(b) >= n {
		return b
	}
	return grow(b, n)
}

func grow(b []byte, n int) []byte { return append(make([]byte, 0, 2*cap(b)+n), b...) }
