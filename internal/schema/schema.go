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

// Fingerprint returns the first eight bytes of the SHA-256 of the method's text. It is never 0, which
// on the wire stands for a caller without a stub.
func Fingerprint(m *model.Method) uint64 {
	sum := sha256.Sum256([]byte(Text(m)))
	return max(1, binary.BigEndian.Uint64(sum[:]))
}
