// Package figure declares interfaces and types that know how to encode themselves.
package figure

import (
	"encoding/json"
	"errors"
	"strconv"

	"github.com/tinylib/msgp/msgp"
)

// Figure is sealed: only types of this package implement it.
type Figure interface{ figure() }

// Circle is a Figure, and so is a pointer to it.
type Circle struct{ Radius float64 }

// Square is a Figure by pointer only.
type Square struct{ Side int }

// Label is a Figure that is no struct.
type Label string

// Group is a Figure of others.
type Group []Figure

// Watch is a Figure that cannot be sent.
type Watch struct{ Tick chan int }

type secret struct{}

func (Circle) figure()  {}
func (*Square) figure() {}
func (Label) figure()   {}
func (Group) figure()   {}
func (*Watch) figure()  {}
func (secret) figure()  {}

// Secret returns a Figure whose type has no name outside.
func Secret() Figure { return secret{} }

// Sum has state that is hidden, and a binary form.
type Sum struct{ parts []int8 }

// NewSum returns a Sum of parts.
func NewSum(parts ...int8) Sum { return Sum{parts} }

// MarshalBinary implements encoding.BinaryMarshaler.
func (s Sum) MarshalBinary() ([]byte, error) {
	b := []byte{byte(len(s.parts))}
	for _, p := range s.parts {
		b = append(b, byte(p))
	}
	return b, nil
}

// UnmarshalBinary implements encoding.BinaryUnmarshaler.
func (s *Sum) UnmarshalBinary(b []byte) error {
	if len(b) < 2 || int(b[0]) != len(b)-1 {
		return errors.New("figure: malformed sum")
	}
	for _, p := range b[1:] {
		s.parts = append(s.parts, int8(p))
	}
	return nil
}

// Price has hidden state and a text form.
type Price struct{ cents int64 }

// NewPrice returns a Price of cents.
func NewPrice(cents int64) Price { return Price{cents} }

// MarshalText implements encoding.TextMarshaler.
func (p Price) MarshalText() ([]byte, error) { return strconv.AppendInt(nil, p.cents, 10), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (p *Price) UnmarshalText(b []byte) (err error) {
	p.cents, err = strconv.ParseInt(string(b), 10, 64)
	return err
}

// Options have hidden state and a JSON form.
type Options struct{ values map[string]string }

// NewOptions returns Options with values.
func NewOptions(values map[string]string) Options { return Options{values} }

// MarshalJSON implements json.Marshaler.
func (o Options) MarshalJSON() ([]byte, error) { return json.Marshal(o.values) }

// UnmarshalJSON implements json.Unmarshaler.
func (o *Options) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &o.values) }

// Raw keeps its field out of JSON because it writes the JSON itself.
type Raw struct {
	Text string `json:"-"`
}

// MarshalJSON implements json.Marshaler.
func (r Raw) MarshalJSON() ([]byte, error) { return []byte(r.Text), nil }

// UnmarshalJSON implements json.Unmarshaler.
func (r *Raw) UnmarshalJSON(b []byte) error {
	r.Text = string(b)
	return nil
}

// Pair has hidden state and a form for gob.
type Pair struct{ a, b byte }

// NewPair returns a Pair.
func NewPair(a, b byte) Pair { return Pair{a, b} }

// GobEncode implements gob.GobEncoder.
func (p Pair) GobEncode() ([]byte, error) { return []byte{p.a, p.b}, nil }

// GobDecode implements gob.GobDecoder. It panics if the message is too short.
func (p *Pair) GobDecode(b []byte) error {
	p.a, p.b = b[0], b[1]
	return nil
}

// Color writes its own msgpack.
type Color struct{ R, G, B uint8 }

// MarshalMsg implements msgp.Marshaler.
func (c *Color) MarshalMsg(b []byte) ([]byte, error) {
	return msgp.AppendUint32(b, uint32(c.R)<<16|uint32(c.G)<<8|uint32(c.B)), nil
}

// UnmarshalMsg implements msgp.Unmarshaler.
func (c *Color) UnmarshalMsg(b []byte) ([]byte, error) {
	n, rest, err := msgp.ReadUint32Bytes(b)
	c.R, c.G, c.B = uint8(n>>16), uint8(n>>8), uint8(n)
	return rest, err
}

// Level is a number with a text form, which is not used: as a number nothing is lost.
type Level int

// MarshalText implements encoding.TextMarshaler.
func (l Level) MarshalText() ([]byte, error) { return []byte("level"), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (l *Level) UnmarshalText([]byte) error { return nil }

// Grade is a number that travels as text because a directive says so.
type Grade int

// MarshalText implements encoding.TextMarshaler.
func (g Grade) MarshalText() ([]byte, error) { return []byte("grade " + strconv.Itoa(int(g))), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (g *Grade) UnmarshalText(b []byte) error {
	n, err := strconv.Atoi(string(b[len("grade "):]))
	*g = Grade(n)
	return err
}

// Mark is a number that writes its own msgpack.
type Mark uint16

// MarshalMsg implements msgp.Marshaler.
func (m Mark) MarshalMsg(b []byte) ([]byte, error) { return msgp.AppendInt(b, -int(m)), nil }

// UnmarshalMsg implements msgp.Unmarshaler.
func (m *Mark) UnmarshalMsg(b []byte) ([]byte, error) {
	n, rest, err := msgp.ReadIntBytes(b)
	*m = Mark(-n)
	return rest, err
}

// Named is an open interface.
type Named interface{ Name() string }
