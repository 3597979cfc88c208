//go:build unix && !linux

package mux

import "net"

// vectored reports whether writev may be used.
func (r *rawConn) vectored() bool { return false }

// unsent returns -1: it is not known here.
func (r *rawConn) unsent() int { return -1 }

type vector struct{}

func (r *rawConn) writev(net.Buffers) (int, error) { panic("mux: no writev") }
