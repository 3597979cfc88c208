package bluebird

import (
	"math"

	"github.com/bluebird-rpc/bluebird/runtime/codec"
)

// limits bounds what a message may decode to.
type limits = codec.Limits

func newLimits(depth int, decoded, foreign, message int64) limits {
	l := limits{MaxDepth: depth, MaxDecoded: decoded, MaxForeign: foreign}
	switch {
	case depth == 0:
		l.MaxDepth = 1000
	case depth < 0:
		l.MaxDepth = math.MaxInt // of which the codec takes 10 000
	}
	switch {
	case decoded == 0:
		l.MaxDecoded = max(64<<20, 2*message)
	case decoded < 0:
		l.MaxDecoded = math.MaxInt64
	}
	return l
}
