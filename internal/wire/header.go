package wire

import (
	"encoding/binary"
	"fmt"
)

// Preface opens both directions of a connection. Its last byte is the major version.
const Preface = "\xf5BBRD\r\n\x01"

// Version is the major version of the protocol that this package implements.
const Version = 1

// ALPN is the application protocol negotiated over TLS.
const ALPN = "bluebird/1"

// HeaderSize is the length of a frame header in bytes.
const HeaderSize = 12

// MaxPayload is the longest payload that a header can announce.
const MaxPayload = 1<<24 - 1

// MinCost is what a frame with a short payload costs of a window, in bytes.
const MinCost = 256

// MaxCredit is the most that one window may hold.
const MaxCredit = 1<<31 - 1

// Type is the type of a frame.
type Type uint8

// The frame types.
const (
	Open Type = 1 + iota
	Data
	Status
	Cancel
	Credit
	Ping
	GoAway
	Hello
	Callback
	Answer
	Grant
)

var typeNames = [...]string{"?", "OPEN", "DATA", "STATUS", "CANCEL", "CREDIT", "PING", "GOAWAY", "HELLO", "CALLBACK", "ANSWER", "GRANT"}

// String returns the name that the specification uses.
func (t Type) String() string {
	if t == 0 || int(t) >= len(typeNames) {
		return fmt.Sprintf("type %#x", uint8(t))
	}
	return typeNames[t]
}

// Ignorable reports whether a receiver that does not know t skips the frame.
func (t Type) Ignorable() bool { return t >= 0x40 && t <= 0x7f }

// Flags are the bits of a frame header.
type Flags uint8

// The flags.
const (
	End        Flags = 1 << iota // nothing follows from this side on this flow
	More                         // the message goes on in the flow's next frame
	Compact                      // structs are positional
	Meta                         // the payload begins with metadata
	Batch                        // the payload is several messages
	NotStarted                   // no handler was started
	Ack                          // the answer to a PING
)

// Header is the first HeaderSize bytes of a frame.
//
//	 0               3      4       5      6       8               12
//	+---------------+------+-------+------+-------+---------------+
//	| length    u24 | type | flags | zero | flow  | stream    u32 |
//	+---------------+------+-------+------+-------+---------------+
type Header struct {
	Length int // of the payload
	Type   Type
	Flags  Flags
	Flow   uint16
	Stream uint32
}

// Cost returns what the frame takes of its windows, in bytes. The end of a flow takes nothing, so that a sender can
// always say that it is done.
func (h Header) Cost() int {
	if h.Type == Data && h.Length == 0 && h.Flags&End != 0 && h.Flow != 0 {
		return 0
	}
	return max(h.Length, MinCost)
}

// AppendHeader appends the bytes of h. Length must fit in 24 bits.
func AppendHeader(b []byte, h Header) []byte {
	return append(b,
		byte(h.Length>>16), byte(h.Length>>8), byte(h.Length),
		byte(h.Type), byte(h.Flags), 0,
		byte(h.Flow>>8), byte(h.Flow),
		byte(h.Stream>>24), byte(h.Stream>>16), byte(h.Stream>>8), byte(h.Stream))
}

// PutLength sets the length in a header whose payload was appended behind it.
func PutLength(header []byte, n int) {
	header[0], header[1], header[2] = byte(n>>16), byte(n>>8), byte(n)
}

// AddFlags adds flags to a header that was appended.
func AddFlags(header []byte, f Flags) { header[4] |= byte(f) }

// where says what stream and flow a frame type may have.
type where uint8

const (
	onConn where = iota // stream 0, flow 0
	onCall              // a stream, flow 0
	onFlow              // a stream, flow > 0
	onAny               // a stream, any flow
	onBoth              // stream 0 and flow 0, or a stream and any flow
)

var rules = [...]struct {
	flags Flags
	where where
}{
	Open:     {End | More | Compact, onCall},
	Data:     {End | More | Compact | Meta | Batch, onAny},
	Status:   {NotStarted, onCall},
	Cancel:   {0, onAny},
	Credit:   {0, onBoth},
	Ping:     {Ack, onConn},
	GoAway:   {0, onConn},
	Hello:    {0, onConn},
	Callback: {More | Compact, onFlow},
	Answer:   {More | Compact, onFlow},
	Grant:    {0, onCall},
}

// ParseHeader reads the header at the start of b and checks that its type, flags, stream and flow
// can stand together. It does not check the length against any limit but that of the format.
// The error is an *Error of code Protocol.
func ParseHeader(b []byte) (Header, error) {
	if len(b) < HeaderSize {
		return Header{}, short("header")
	}
	h := Header{
		Length: int(b[0])<<16 | int(b[1])<<8 | int(b[2]),
		Type:   Type(b[3]),
		Flags:  Flags(b[4]),
		Flow:   binary.BigEndian.Uint16(b[6:]),
		Stream: binary.BigEndian.Uint32(b[8:]),
	}
	if h.Type.Ignorable() {
		return h, nil
	}
	if h.Type == 0 || int(h.Type) >= len(rules) {
		return h, protocolError("unknown frame %v", h.Type)
	}
	rule := rules[h.Type]
	if h.Flags&^rule.flags != 0 || h.Flags&More != 0 && h.Flags&(End|Batch) != 0 || b[5] != 0 {
		return h, protocolError("%v frame with flags %#x and reserved byte %#x", h.Type, uint8(h.Flags), b[5])
	}
	if !rule.where.holds(h) {
		return h, protocolError("%v frame on stream %d, flow %d", h.Type, h.Stream, h.Flow)
	}
	return h, nil
}

func (w where) holds(h Header) bool {
	switch w {
	case onConn:
		return h.Stream == 0 && h.Flow == 0
	case onCall:
		return h.Stream != 0 && h.Flow == 0
	case onFlow:
		return h.Stream != 0 && h.Flow != 0
	case onAny:
		return h.Stream != 0
	default:
		return h.Stream != 0 || h.Flow == 0
	}
}
