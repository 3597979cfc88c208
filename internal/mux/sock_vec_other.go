//go:build unix && !linux

package mux

import "net"

// vectored reports whether writev may be used.
func (r *rawConn) vectored() bool { return false }

type vector struct{}

func (r *rawConn) writev(net.Buffers) (int, error) { panic("mux: no writev") }
