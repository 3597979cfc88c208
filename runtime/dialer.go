package bluebird

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
)

// Dialer makes connections to servers. The zero value is ready to use. Its fields must not be changed while it is used;
// for numbers and durations 0 is the default, and a negative value means no limit.
type Dialer struct {
	// TLSConfig makes the connection use TLS. It is cloned; where they are unset, ALPN becomes "bluebird/1", the
	// lowest version TLS 1.3, and ServerName the host of the address.
	TLSConfig *tls.Config

	// ReadBuffer and WriteBuffer are the most bytes that one system call reads or writes, at least 512. At 0 the
	// connection chooses, and large payloads take more at once.
	ReadBuffer, WriteBuffer int

	// MaxMessage is the longest reply, in bytes; default 64 MiB, most 1 GiB.
	MaxMessage int64
	// MaxDecoded is the most memory that one reply may decode to, in bytes; default the larger of 64 MiB and 2 × MaxMessage.
	MaxDecoded int64

	// MaxForeign is the most bytes that a type's own decoder, such as its UnmarshalBinary, may see; default 4 MiB, negative
	// for no limit.
	MaxForeign int64
	// MaxDepth is how deep values may nest, what is sent too; default 1000, most 10 000.
	MaxDepth int

	// Conns is how many TCP connections a Conn spreads its calls over; default 1.
	Conns int
	// CallTimeout is the deadline of calls whose context has none; default none.
	CallTimeout time.Duration
	// IdleTimeout closes the TCP connection of a Conn without calls; the next call makes a new one. Default 10 minutes.
	IdleTimeout time.Duration

	// Interceptors run around every call, the first outermost.
	Interceptors []Interceptor

	// DialContext connects to the server, in place of net.Dialer. Network is "tcp" or "unix".
	DialContext func(ctx context.Context, network, addr string) (net.Conn, error)
}

// Dial connects to a server with the default settings; see Dialer.Dial.
func Dial(ctx context.Context, addr string) (*Conn, error) { return new(Dialer).Dial(ctx, addr) }

// Dial connects to the server at addr, "host:port" or "unix:/path". It returns when the server has answered, or with an error
// when that failed or ctx ended. Ctx is not used afterwards.
func (d *Dialer) Dial(ctx context.Context, addr string) (*Conn, error) {
	c, err := d.newConn(addr)
	if err != nil {
		return nil, err
	}
	for i := range c.lines {
		if _, err := c.lines[i].get(ctx); err != nil {
			c.Close()
			return nil, err
		}
	}
	return c, nil
}

// newConn makes a Conn that is not connected yet.
func (d *Dialer) newConn(addr string) (*Conn, error) {
	cfg, err := checkBuffers("Dialer", d.ReadBuffer, d.WriteBuffer)
	if err != nil {
		return nil, err
	}
	message, err := maxMessage("Dialer", d.MaxMessage)
	if err != nil {
		return nil, err
	}
	if d.Conns < 0 || d.Conns > 1024 {
		return nil, fmt.Errorf("bluebird: Dialer.Conns is %d; set 1 to 1024", d.Conns)
	}
	cfg.Idle = max(time.Duration(orDefault(int64(d.IdleTimeout), int64(DefaultDialerIdle))), 0)
	cfg.Hello = hello(message, -1)
	cfg.Reassembly = max(reassembly, message)
	cfg.BlockAt = codec.BlockAt
	cfg.TooLong = func(size, limit int64) string {
		return fmt.Sprintf("a reply of %d bytes is above the limit of %d bytes (Dialer.MaxMessage, or max= of the method)", size, limit)
	}
	c := &Conn{dialer: *d, addr: addr, cfg: cfg, limits: newLimits(d.MaxDepth, d.MaxDecoded, d.MaxForeign, message)}
	c.ctx, c.stop = context.WithCancel(context.Background())
	c.lines = make([]line, max(d.Conns, 1))
	for i := range c.lines {
		c.lines[i].conn = c
	}
	return c, nil
}

// connect makes one connection.
func (l *line) connect(ctx context.Context) (*link, error) {
	c := l.conn
	network, address := splitAddr(c.addr)
	nc, err := c.dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	if c.dialer.TLSConfig != nil {
		if nc, err = c.secure(ctx, nc, network, address); err != nil {
			return nil, err
		}
	}
	k := &link{line: l}
	cfg := c.cfg
	cfg.Owner = k
	if k.mux, err = mux.NewClient(ctx, nc, &cfg); err != nil {
		return nil, greetingError(err)
	}
	return k, nil
}

func (c *Conn) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if c.dialer.DialContext != nil {
		return c.dialer.DialContext(ctx, network, address)
	}
	var d net.Dialer
	return d.DialContext(ctx, network, address)
}

func (c *Conn) secure(ctx context.Context, nc net.Conn, network, address string) (net.Conn, error) {
	cfg := prepareTLS(c.dialer.TLSConfig)
	if cfg.ServerName == "" && !cfg.InsecureSkipVerify {
		cfg.ServerName = "localhost"
		if host, _, err := net.SplitHostPort(address); network != "unix" && err == nil {
			cfg.ServerName = host
		}
	}
	ctx, cancel := context.WithTimeout(ctx, handshakeTimeout)
	defer cancel()
	t := tls.Client(mux.NewBase(nc, c.cfg.WriteBuffer), cfg)
	if err := t.HandshakeContext(ctx); err != nil {
		nc.Close()
		return nil, handshakeError(err)
	}
	return t, nil
}

// handshakeError asks whether the server speaks TLS, unless it has shown that it does.
func handshakeError(err error) error {
	var header tls.RecordHeaderError
	var op *net.OpError // of the network, or of TLS: "remote error"
	broken := errors.As(err, &op) && (op.Op == "read" || op.Op == "write")
	if broken || errors.As(err, &header) || errors.Is(err, io.EOF) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("TLS handshake (does the server speak TLS?): %w", err)
	}
	return fmt.Errorf("TLS handshake: %w", err)
}

// greetingError says what to do about a failed greeting.
func greetingError(err error) error {
	var e *wire.Error
	switch {
	case errors.As(err, &e) && e.Code == wire.WantTLS:
		return errors.New("the server wants TLS: set Dialer.TLSConfig")
	case errors.As(err, &e) && e.Code == wire.BadVersion:
		return fmt.Errorf("no protocol version in common (this client speaks version %d): %s", wire.Version, e.Text)
	}
	return err
}
