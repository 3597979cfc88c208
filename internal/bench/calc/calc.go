// Package calc is what the benchmarks call. The handlers of all peers are these functions.
package calc

//go:generate go tool bluebird-gen .

import "fmt"

// Message is a message of twenty fields, about 580 bytes long.
type Message struct {
	ID       uint64
	Account  uint64
	Created  int64
	Updated  int64
	Kind     int32
	Flags    uint32
	Amount   float64
	Balance  float64
	Rate     float32
	Active   bool
	Name     string
	Email    string
	Phone    string
	Street   string
	City     string
	Country  string
	Note     string
	Digest   []byte
	Tags     []string
	Readings []float64
}

// Sample returns a message as the benchmarks send it.
func Sample() *Message {
	digest := make([]byte, 32)
	for i := range digest {
		digest[i] = byte(i * 7)
	}
	return &Message{
		ID: 9007199254740993, Account: 4000123412341234, Created: 1767225600123456789, Updated: 1767312000987654321,
		Kind: 70001, Flags: 0x80000101, Amount: 1299.95, Balance: -20481.125, Rate: 0.0725, Active: true,
		Name:    "Ada Augusta King, Countess of Lovelace",
		Email:   "ada.lovelace@analytical-engine.example",
		Phone:   "+44 20 7946 0000",
		Street:  "12 St James's Square, second floor, by the garden door",
		City:    "London",
		Country: "United Kingdom",
		Note: "The Analytical Engine weaves algebraical patterns just as the Jacquard loom weaves flowers and leaves. " +
			"Deliver before noon; the porter keeps the keys and wants a signature.",
		Digest:   digest,
		Tags:     []string{"mathematics", "engines", "priority"},
		Readings: []float64{0.5, 1.25, 2.75, -3.125, 4.0625, 5.5, 6.25, 7.75},
	}
}

// Add returns the sum of a and b.
//
//bluebird:rpc
func Add(a, b float64) float64 { return a + b }

// Echo returns m.
//
//bluebird:rpc
func Echo(m *Message) *Message { return m }

// Bytes returns data.
//
//bluebird:rpc
func Bytes(data []byte) []byte { return data }

// Sum returns the sums of the elements of a and b, whose lengths must be equal.
//
//bluebird:rpc
func Sum(a, b []float64) ([]float64, error) {
	if len(a) != len(b) {
		return nil, fmt.Errorf("a has %d elements and b has %d", len(a), len(b))
	}
	c := make([]float64, len(a))
	b = b[:len(a)]
	for i := range c {
		c[i] = a[i] + b[i]
	}
	return c, nil
}

// Work computes for some rounds of Spin and returns what came out.
//
//bluebird:rpc
func Work(rounds uint32) uint64 { return Spin(rounds) }

// Spin computes for rounds rounds. How long one takes is measured by Calibrate of package peer.
func Spin(rounds uint32) uint64 {
	x := uint64(rounds) | 1
	for range rounds {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	return x
}
