//go:build !unix

package mux

import "net"

// rawConn is not available here: reads hold a buffer while they wait, and a goroutine writes.
type rawConn struct{}

func (r *rawConn) init(net.Conn) {}

func (r *rawConn) ok() bool { return false }

func (r *rawConn) read(*reader, int) (int, error) { panic("mux: no raw connection") }

func (r *rawConn) unsent() int { return -1 }

func (r *rawConn) vectored() bool { return false }

func (r *rawConn) writev(net.Buffers) (int, error) { panic("mux: no raw connection") }

func (r *rawConn) write([]byte) (int, error) { panic("mux: no raw connection") }
