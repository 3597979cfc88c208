// Package schema knows the contract of a method: what its messages look like on the wire, as a
// canonical text and as a number.
//
// Two methods have one text exactly if no message could tell them apart. So names of types, import
// paths and names of parameters do not occur in it, and it does not matter whether a type is declared
// once and used twice, or copied. Names of struct fields do, because they travel.
package schema

import (
	"crypto/sha256"
	"encoding/binary"

	"github.com/bluebird-rpc/bluebird/internal/model"
)

// Stamp sets the fingerprint of every method of p.
func Stamp(p *model.Package) {
	for _, m := range p.Funcs {
		m.Fingerprint = Fingerprint(m)
	}
	for _, s := range p.Services {
		for _, m := range s.Methods {
			m.Fingerprint = Fingerprint(m)
		}
	}
}

// Fingerprint returns the number of the method's text: its upper 48 bits are the first of the SHA-256 of the text, its lower 16 tell the
// flows. It is never 0, which on the wire stands for a caller without a stub.
//
// A caller whose lower bits differ from the server's has other flows than the method, and is refused: neither side could take the
// frames of the other.
func Fingerprint(m *model.Method) uint64 {
	sum := sha256.Sum256([]byte(Text(m)))
	return max(1, binary.BigEndian.Uint64(sum[:])>>16)<<16 | uint64(flowBits(m.Flows))
}

// flowBits tells flows in 16 bits: 0 is none, up to five have three bits each, the first the lowest, and of more there is a hash, with
// the highest bit set.
func flowBits(kinds []model.FlowKind) uint16 {
	if len(kinds) <= 5 {
		bits := uint16(0)
		for i, k := range kinds {
			bits |= uint16(k+1) << (3 * i)
		}
		return bits
	}
	h := sha256.New()
	for _, k := range kinds {
		h.Write([]byte{byte(k)})
	}
	return binary.BigEndian.Uint16(h.Sum(nil)) | 1<<15
}
