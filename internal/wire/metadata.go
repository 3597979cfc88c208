package wire

import (
	"encoding/binary"
	"iter"
)

// The limits of metadata.
const (
	MaxMetadata  = 8 << 10 // bytes, counting PairOverhead for each pair
	MaxPairs     = 64
	PairOverhead = 16
)

// AppendMetadata appends a count and the pairs of md, which yields n of them. It does not check limits.
func AppendMetadata(b []byte, n int, md iter.Seq2[string, string]) []byte {
	b = binary.AppendUvarint(b, uint64(n))
	for k, v := range md {
		b = appendText(b, k)
		b = appendText(b, v)
	}
	return b
}

// ParseMetadata yields the pairs of what AppendMetadata wrote, which ParseOpen and ParseStatus have
// found to be well formed.
func ParseMetadata(b []byte) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		p := parser{b: b}
		for range p.uvarint("metadata") {
			k, v := p.text("key"), p.text("value")
			if p.err != nil || !yield(string(k), string(v)) {
				return
			}
		}
	}
}

// CountMetadata returns how many pairs md has.
func CountMetadata(md []byte) int {
	p := parser{b: md}
	return int(p.uvarint("metadata"))
}

// CutMetadata splits a payload that begins with metadata.
func CutMetadata(b []byte) (md, rest []byte, err error) {
	p := parser{b: b}
	md = p.metadata()
	return md, p.b, p.err
}

// metadata checks metadata and returns its bytes, nil if there are no pairs. A breach of the limits
// is marked ErrMetadata, since it fails the call and not the connection.
func (p *parser) metadata() []byte {
	start := p.b
	n := p.uvarint("metadata")
	if n == 0 {
		return nil
	}
	size := uint64(0)
	for range n {
		k, v := p.text("metadata key"), p.text("metadata value")
		if p.err != nil {
			return nil
		}
		size += uint64(len(k)) + uint64(len(v)) + PairOverhead
	}
	md := start[:len(start)-len(p.b)]
	if n > MaxPairs || size > MaxMetadata {
		p.err = &MetadataError{Pairs: int(n), Size: int(size)}
	}
	return md
}
