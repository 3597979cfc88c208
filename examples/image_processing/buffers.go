package imageprocessing

import (
	"context"
	"errors"
	"net"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

// BufferSizes are the sizes, in bytes, that callers can compare.
var BufferSizes = []int{1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20}

// Buffers serves the functions of this package several times, each time with buffers of another size.
//
//bluebird:service
type Buffers struct {
	ports   map[int]int
	servers []*bluebird.Server
	ended   chan error
}

// ListenBuffers serves on a free port of host for each of BufferSizes.
func ListenBuffers(host string) (*Buffers, error) {
	b := &Buffers{ports: map[int]int{}, ended: make(chan error, len(BufferSizes))}
	for _, size := range BufferSizes {
		l, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
		if err != nil {
			return nil, errors.Join(err, b.Shutdown(context.Background()))
		}
		srv := &bluebird.Server{ReadBuffer: size, WriteBuffer: size}
		RegisterFuncs(srv)
		b.ports[size] = l.Addr().(*net.TCPAddr).Port
		b.servers = append(b.servers, srv)
		go func() { b.ended <- srv.Serve(l) }()
	}
	return b, nil
}

// Ports returns the ports to call on, by the size of the server's read and write buffers in bytes.
func (b *Buffers) Ports() map[int]int { return b.ports }

// Shutdown ends serving when the calls in flight are finished, and waits for it within ctx.
//
//bluebird:ignore
func (b *Buffers) Shutdown(ctx context.Context) error {
	var errs []error
	for _, srv := range b.servers {
		errs = append(errs, srv.Shutdown(ctx))
	}
	for range b.servers {
		<-b.ended
	}
	return errors.Join(errs...)
}
