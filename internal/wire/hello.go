package wire

import "encoding/binary"

// MaxHello is the longest HELLO payload in bytes.
const MaxHello = 16 << 10

// HelloFrame is the payload of HELLO: what its sender accepts.
type HelloFrame struct {
	MinVersion, MaxVersion uint8
	MaxFrame               int64 // payload bytes
	MaxMessage             int64 // bytes
	MaxStreams             int64 // open at once
	ConnWindow             int64 // bytes
	CallWindow             int64 // bytes, flow 0
	FlowWindow             int64 // bytes, other flows
	MaxMetadata            int64 // bytes
	Features               uint64
	Build                  string
}

// Minimum is what every peer accepts, and what holds until its HELLO has come.
var Minimum = HelloFrame{
	MinVersion: Version, MaxVersion: Version,
	MaxFrame: 16 << 10, MaxMessage: 64 << 10, MaxStreams: 100,
	ConnWindow: 64 << 10, CallWindow: 64 << 10, FlowWindow: 64 << 10,
	MaxMetadata: MaxMetadata,
}

// helloField is a number of HELLO: where it stands and what it may be.
type helloField struct {
	key      uint64
	value    *int64
	min, max int64
}

func (h *HelloFrame) numbers() [7]helloField {
	return [7]helloField{
		{3, &h.MaxFrame, 16 << 10, MaxPayload},
		{4, &h.MaxMessage, 512, 1 << 30},
		{5, &h.MaxStreams, 1, 1 << 31},
		{6, &h.ConnWindow, 64 << 10, MaxCredit},
		{7, &h.CallWindow, 64 << 10, MaxCredit},
		{8, &h.FlowWindow, 64 << 10, MaxCredit},
		{9, &h.MaxMetadata, 0, 1 << 20},
	}
}

// AppendHello appends the payload of HELLO.
func AppendHello(b []byte, h HelloFrame) []byte {
	b = binary.AppendUvarint(b, 11)
	b = appendNumber(b, 1, uint64(h.MinVersion))
	b = appendNumber(b, 2, uint64(h.MaxVersion))
	for _, f := range h.numbers() {
		b = appendNumber(b, f.key, uint64(*f.value))
	}
	b = appendNumber(b, 10, h.Features)
	b = binary.AppendUvarint(b, 11)
	return appendText(b, h.Build)
}

func appendNumber(b []byte, key, v uint64) []byte {
	var n [binary.MaxVarintLen64]byte
	return appendText(binary.AppendUvarint(b, key), n[:binary.PutUvarint(n[:], v)])
}

// ParseHello reads the payload of HELLO. Keys that are missing keep the value of Minimum; a key that
// stands twice, or a value out of its range, is an error.
func ParseHello(b []byte) (HelloFrame, error) {
	h := Minimum
	if len(b) > MaxHello {
		return h, Errorf(FrameSize, "HELLO of %d bytes", len(b))
	}
	p := parser{b: b}
	var last uint64
	for range p.uvarint("HELLO") {
		key, value := p.uvarint("key of HELLO"), p.text("value of HELLO")
		if p.err != nil {
			return h, p.err
		}
		if key <= last {
			return h, protocolError("keys of HELLO out of order: %d after %d", key, last)
		}
		last = key
		if err := h.set(key, value); err != nil {
			return h, err
		}
	}
	if h.MinVersion > h.MaxVersion {
		p.refuse("HELLO with versions %d to %d", h.MinVersion, h.MaxVersion)
	}
	return h, p.end("HELLO")
}

func (h *HelloFrame) set(key uint64, value []byte) error {
	if key == 11 {
		h.Build = string(value[:min(len(value), 128)])
		return nil
	}
	if key > 11 {
		return nil
	}
	p := parser{b: value}
	v := p.uvarint("value of HELLO")
	if err := p.end("value of HELLO"); err != nil {
		return err
	}
	switch key {
	case 1:
		h.MinVersion = uint8(min(v, 255))
	case 2:
		h.MaxVersion = uint8(min(v, 255))
	case 10:
		h.Features = v
	}
	for _, f := range h.numbers() {
		if f.key != key {
			continue
		}
		if v < uint64(f.min) || v > uint64(f.max) {
			return protocolError("HELLO sets limit %d to %d, which is not in %d to %d", key, v, f.min, f.max)
		}
		*f.value = int64(v)
	}
	return nil
}
