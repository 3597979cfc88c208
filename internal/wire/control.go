package wire

import (
	"encoding/binary"
	"time"
)

// CancelFrame is the payload of CANCEL.
type CancelFrame struct {
	Code     uint8  // why, a status code
	Callback uint64 // the callback that is meant, or 0
	Tree     []byte // why in words, in the form of AppendTree; may be empty
}

// AppendCancel appends the payload of CANCEL.
func AppendCancel(b []byte, c CancelFrame) []byte {
	b = binary.AppendUvarint(binary.AppendUvarint(b, uint64(c.Code)), c.Callback)
	return append(b, c.Tree...)
}

// ParseCancel reads the payload of CANCEL. Tree is a part of b.
func ParseCancel(b []byte) (c CancelFrame, err error) {
	p := parser{b: b}
	c.Code = uint8(p.bounded("code of CANCEL", MaxStatus))
	c.Callback = p.uvarint("callback id")
	if len(p.b) > 0 {
		c.Tree = p.b
	}
	return c, p.err
}

// AppendCredit appends the payload of CREDIT.
func AppendCredit(b []byte, n int64) []byte { return binary.AppendUvarint(b, uint64(n)) }

// ParseCredit reads the payload of CREDIT: 1 to MaxCredit bytes.
func ParseCredit(b []byte) (int64, error) {
	p := parser{b: b}
	n := p.uvarint("credit")
	if err := p.end("CREDIT"); err != nil {
		return 0, err
	}
	if n == 0 || n > MaxCredit {
		return 0, Errorf(FlowControl, "credit of %d", n)
	}
	return int64(n), nil
}

// PingSize is the length of a PING payload.
const PingSize = 8

// ParsePing returns the eight bytes of a PING payload.
func ParsePing(b []byte) (id [PingSize]byte, err error) {
	if len(b) != PingSize {
		return id, protocolError("PING of %d bytes", len(b))
	}
	return [PingSize]byte(b), nil
}

// GoAwayFrame is the payload of GOAWAY.
type GoAwayFrame struct {
	Last uint32 // streams above it were not started
	Code Code
	Text string
}

// AppendGoAway appends the payload of GOAWAY.
func AppendGoAway(b []byte, g GoAwayFrame) []byte {
	b = binary.BigEndian.AppendUint32(b, g.Last)
	b = binary.AppendUvarint(b, uint64(g.Code))
	return appendText(b, g.Text)
}

// ParseGoAway reads the payload of GOAWAY.
func ParseGoAway(b []byte) (g GoAwayFrame, err error) {
	p := parser{b: b}
	g.Last = p.u32("last stream")
	g.Code = Code(p.bounded("code of GOAWAY", 255))
	g.Text = string(p.text("text of GOAWAY"))
	return g, p.end("GOAWAY")
}

// GrantFrame is the payload of GRANT.
type GrantFrame struct {
	Method    uint32 // the number of the method that the call's OPEN named
	Compact   bool   // the fingerprints are equal
	Signature []byte // for a caller without a stub, else empty
}

// AppendGrant appends the payload of GRANT.
func AppendGrant(b []byte, g GrantFrame) []byte {
	b = binary.AppendUvarint(b, uint64(g.Method))
	bits := byte(0)
	if g.Compact {
		bits = 1
	}
	return appendText(append(b, bits), g.Signature)
}

// ParseGrant reads the payload of GRANT. Signature is a part of b.
func ParseGrant(b []byte) (g GrantFrame, err error) {
	p := parser{b: b}
	g.Method = uint32(p.bounded("method number", 1<<32-1))
	g.Compact = p.u8("bits of GRANT")&1 != 0
	g.Signature = p.text("signature")
	if g.Method == 0 {
		p.refuse("GRANT of method number 0")
	}
	return g, p.end("GRANT")
}

// AppendCallback appends the start of a CALLBACK payload. Of a later fragment only the id is sent: first is false.
func AppendCallback(b []byte, id uint64, first bool, timeout time.Duration) []byte {
	b = binary.AppendUvarint(b, id)
	if !first {
		return b
	}
	return appendTimeout(b, timeout)
}

// AppendAnswer appends the start of an ANSWER payload. Of a later fragment only the id is sent: first is false.
func AppendAnswer(b []byte, id uint64, first bool, code uint8) []byte {
	b = binary.AppendUvarint(b, id)
	if !first {
		return b
	}
	return binary.AppendUvarint(b, uint64(code))
}

// ParseCallbackID reads the callback id of a CALLBACK or ANSWER payload and returns the rest.
func ParseCallbackID(b []byte) (id uint64, rest []byte, err error) {
	p := parser{b: b}
	id = p.uvarint("callback id")
	if id == 0 {
		p.refuse("callback id 0")
	}
	return id, p.b, p.err
}

// ParseCallback reads what follows the id in the first fragment of a CALLBACK.
func ParseCallback(b []byte) (timeout time.Duration, rest []byte, err error) {
	p := parser{b: b}
	timeout = p.timeout()
	return timeout, p.b, p.err
}

// ParseAnswer reads what follows the id in the first fragment of an ANSWER.
func ParseAnswer(b []byte) (code uint8, rest []byte, err error) {
	p := parser{b: b}
	code = uint8(p.bounded("code of ANSWER", MaxStatus))
	return code, p.b, p.err
}
