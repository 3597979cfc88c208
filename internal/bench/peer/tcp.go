package peer

import (
	"context"
	"encoding/binary"
	"io"
	"net"

	"github.com/bluebird-rpc/bluebird/internal/bench/calc"
)

// tcp is a bare connection: 16 bytes there and back, and bytes that are read and thrown away, with nothing around them. The first eight bytes
// of an exchange say how many bytes are thrown away after it, 0 for none.

func newTCP(Config) (serve, error) {
	return func(l net.Listener) error {
		for {
			nc, err := l.Accept()
			if err != nil {
				return err
			}
			go serveTCP(nc)
		}
	}, nil
}

func serveTCP(nc net.Conn) {
	defer nc.Close()
	var message [16]byte
	buf := make([]byte, calc.Chunk)
	for {
		if _, err := io.ReadFull(nc, message[:]); err != nil {
			return
		}
		for left := int(binary.BigEndian.Uint64(message[:])); left > 0; {
			n, err := nc.Read(buf[:min(len(buf), left)])
			if err != nil {
				return
			}
			left -= n
		}
		if _, err := nc.Write(message[:]); err != nil {
			return
		}
	}
}

type tcpConn struct{ nc net.Conn }

func dialTCP(ctx context.Context, addr string, c Config) (Conn, error) {
	nc, err := c.dial(ctx, addr)
	return &tcpConn{nc}, err
}

func (c *tcpConn) Close() error { return c.nc.Close() }

// Call implements Conn. One caller may use the connection at a time. An add stands for a call that shows that the connection works.
func (c *tcpConn) Call(op Op) (func() error, error) {
	switch op.Name {
	case "pong", "add":
		return func() error { return c.exchange(0, nil) }, nil
	case "upload":
		buf := make([]byte, calc.Chunk)
		return func() error { return c.exchange(op.Size, buf) }, nil
	}
	return nil, ErrUnsupported
}

func (c *tcpConn) exchange(size int, buf []byte) error {
	var message [16]byte
	binary.BigEndian.PutUint64(message[:], uint64(size))
	if _, err := c.nc.Write(message[:]); err != nil {
		return err
	}
	for left := size; left > 0; {
		n, err := c.nc.Write(buf[:min(len(buf), left)])
		if err != nil {
			return err
		}
		left -= n
	}
	_, err := io.ReadFull(c.nc, message[:])
	return check(int(binary.BigEndian.Uint64(message[:])) == size, err)
}
