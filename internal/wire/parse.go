package wire

import "encoding/binary"

// parser reads the parts of a payload. After the first fault every read returns zero.
type parser struct {
	b   []byte
	err error
}

func (p *parser) fail(what string) {
	if p.err == nil {
		p.err = short(what)
	}
	p.b = nil
}

func (p *parser) refuse(format string, args ...any) {
	if p.err == nil {
		p.err = protocolError(format, args...)
	}
	p.b = nil
}

func (p *parser) uvarint(what string) uint64 {
	if len(p.b) > 0 && p.b[0] < 0x80 {
		v := p.b[0]
		p.b = p.b[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(p.b)
	if n == 0 {
		p.fail(what)
		return 0
	}
	if n < 0 || p.b[n-1] == 0 {
		p.refuse("%s is not a uvarint in its shortest form", what)
		return 0
	}
	p.b = p.b[n:]
	return v
}

// bounded reads a uvarint that must not be above limit.
func (p *parser) bounded(what string, limit uint64) uint64 {
	v := p.uvarint(what)
	if v > limit {
		p.refuse("%s is %d, above %d", what, v, limit)
		return 0
	}
	return v
}

func (p *parser) bytes(what string, n uint64) []byte {
	if n > uint64(len(p.b)) {
		p.fail(what)
		return nil
	}
	v := p.b[:n:n]
	p.b = p.b[n:]
	return v
}

func (p *parser) text(what string) []byte { return p.bytes(what, p.uvarint(what)) }

func (p *parser) u8(what string) byte {
	if v := p.bytes(what, 1); v != nil {
		return v[0]
	}
	return 0
}

func (p *parser) u32(what string) uint32 {
	if v := p.bytes(what, 4); v != nil {
		return binary.BigEndian.Uint32(v)
	}
	return 0
}

func (p *parser) u64(what string) uint64 {
	if v := p.bytes(what, 8); v != nil {
		return binary.BigEndian.Uint64(v)
	}
	return 0
}

// end returns the fault met, or one if bytes are left.
func (p *parser) end(what string) error {
	if p.err == nil && len(p.b) != 0 {
		p.err = protocolError("%s has %d bytes too many", what, len(p.b))
	}
	return p.err
}

func appendText[T ~string | ~[]byte](b []byte, s T) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}
