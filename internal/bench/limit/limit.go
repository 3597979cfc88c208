// Package limit is the least that a call over one connection can be: frames with request ids, written and read as
// well as we know how, and nothing else. No deadline, no cancellation, no limit on what a peer may send, no error but a
// lost connection. What Bluebird reaches is judged by it.
//
// A frame is a length, a request id and an operation, 4 bytes each, and a payload of that length.
//
// On the client the first caller that finds nobody writing yields the processor once, so that all others who
// are ready append their frames too, and writes for all. One goroutine reads what the kernel has into a large buffer and
// wakes the callers. The server runs handlers on its reader, or each in a goroutine, and writes the answers to all
// that one read brought in one system call. Payloads of Large bytes or more are written from where they are and read to where
// they stay.
package limit

import (
	"encoding/binary"
	"io"
	"net"
	"sync"
)

// Large is the length in bytes from which a payload is not copied.
const Large = 32 << 10

const (
	headerSize = 12
	readSize   = 64 << 10
)

type header struct {
	length, id, op uint32
}

func appendHeader(b []byte, h header) []byte {
	b = binary.LittleEndian.AppendUint32(b, h.length)
	b = binary.LittleEndian.AppendUint32(b, h.id)
	return binary.LittleEndian.AppendUint32(b, h.op)
}

func parseHeader(b []byte) header {
	return header{
		length: binary.LittleEndian.Uint32(b),
		id:     binary.LittleEndian.Uint32(b[4:]),
		op:     binary.LittleEndian.Uint32(b[8:]),
	}
}

var buffers = sync.Pool{New: func() any { b := make([]byte, readSize); return &b }}

// frames reads the frames of nc. Small is given each payload that is in the read buffer, which is valid until it returns;
// large is given the header of each other payload and the reader to take it from. Read is called when nothing more can be given
// without another system call.
func frames(nc net.Conn, small func(header, []byte) error, large func(header, io.Reader) error, read func() error) error {
	pooled := buffers.Get().(*[]byte)
	defer buffers.Put(pooled)
	buf := *pooled
	have := 0 // bytes in buf
	for {
		n, err := nc.Read(buf[have:])
		if err != nil {
			return err
		}
		have += n
		rest := buf[:have]
		for len(rest) >= headerSize {
			h := parseHeader(rest)
			if h.length >= Large {
				r := &joined{rest[headerSize:], nc}
				if err := large(h, r); err != nil {
					return err
				}
				rest = r.first
				continue
			}
			end := headerSize + int(h.length)
			if len(rest) < end {
				break
			}
			if err := small(h, rest[headerSize:end]); err != nil {
				return err
			}
			rest = rest[end:]
		}
		have = copy(buf, rest)
		if err := read(); err != nil {
			return err
		}
	}
}

// joined reads first, and then from nc.
type joined struct {
	first []byte
	nc    net.Conn
}

func (j *joined) Read(b []byte) (int, error) {
	if len(j.first) > 0 {
		n := copy(b, j.first)
		j.first = j.first[n:]
		return n, nil
	}
	return j.nc.Read(b)
}
