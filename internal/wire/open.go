package wire

import (
	"encoding/binary"
	"time"
)

// MaxName is the longest method name in bytes.
const MaxName = 128

// MaxTimeout is the longest timeout; a longer one is taken for this.
const MaxTimeout = 24 * time.Hour

// OpenFrame is what stands before the arguments in OPEN.
type OpenFrame struct {
	Method      uint32 // number granted on this connection, or 0
	Name        []byte // with Method 0
	Fingerprint uint64 // with Method 0
	Timeout     time.Duration
	Metadata    []byte // in the form of AppendMetadata; empty is none
}

// AppendOpen appends the start of an OPEN payload; the arguments follow it. A timeout of less than a microsecond is sent as one.
func AppendOpen(b []byte, o *OpenFrame) []byte {
	b = binary.AppendUvarint(b, uint64(o.Method))
	if o.Method == 0 {
		b = appendText(b, o.Name)
		b = binary.BigEndian.AppendUint64(b, o.Fingerprint)
	}
	b = appendTimeout(b, o.Timeout)
	if len(o.Metadata) == 0 {
		return append(b, 0)
	}
	return append(b, o.Metadata...)
}

// ParseOpen reads the start of an OPEN payload and returns the arguments behind it. Name, Metadata
// and args are parts of b.
func ParseOpen(b []byte) (o OpenFrame, args []byte, err error) {
	p := parser{b: b}
	o.Method = uint32(p.bounded("method number", 1<<32-1))
	if o.Method == 0 {
		o.Name = p.bytes("method name", p.bounded("length of the method name", MaxName))
		o.Fingerprint = p.u64("fingerprint")
	}
	o.Timeout = p.timeout()
	o.Metadata = p.metadata()
	return o, p.b, p.err
}

func appendTimeout(b []byte, d time.Duration) []byte {
	if d <= 0 {
		return append(b, 0)
	}
	return binary.AppendUvarint(b, uint64(max(d.Microseconds(), 1)))
}

func (p *parser) timeout() time.Duration {
	us := p.uvarint("timeout")
	return time.Duration(min(us, uint64(MaxTimeout.Microseconds()))) * time.Microsecond
}

// AppendWhole appends the length of a whole message, which stands before its first fragment.
func AppendWhole(b []byte, n int) []byte { return binary.BigEndian.AppendUint32(b, uint32(n)) }

// ParseWhole reads what AppendWhole wrote and returns the fragment behind it.
func ParseWhole(b []byte) (n int64, fragment []byte, err error) {
	p := parser{b: b}
	n = int64(p.u32("length of a whole message"))
	return n, p.b, p.err
}

// NextMessage reads the first message of a BATCH payload and returns the rest.
func NextMessage(b []byte) (message, rest []byte, err error) {
	p := parser{b: b}
	message = p.text("message of a batch")
	return message, p.b, p.err
}

// AppendMessage appends one message to a BATCH payload.
func AppendMessage(b, message []byte) []byte { return appendText(b, message) }
