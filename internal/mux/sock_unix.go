//go:build unix

package mux

import (
	"io"
	"net"
	"syscall"
)

// rawConn makes system calls on a connection that do not block. It is used by one reader and one
// writer at a time.
type rawConn struct {
	rc syscall.RawConn // nil if the connection has no file descriptor of its own

	r      *reader // whose buffer a read fills
	inMost int     // most bytes that one read moves, or 0
	nIn    int
	errIn  error

	out    []byte
	nOut   int
	errOut error

	vec *vector // nil until it is needed

	readFn, writeFn func(fd uintptr) bool
}

func (r *rawConn) init(nc net.Conn) {
	switch c := nc.(type) {
	case *net.TCPConn:
		r.rc, _ = c.SyscallConn()
	case *net.UnixConn:
		r.rc, _ = c.SyscallConn()
	}
	r.readFn, r.writeFn = r.readOnce, r.writeOnce
}

func (r *rawConn) ok() bool { return r.rc != nil }

// read waits for bytes and reads once, behind what from has buffered. While there is nothing to read, from gives its buffer back if that is empty.
func (r *rawConn) read(from *reader, most int) (int, error) {
	r.r, r.inMost = from, most
	r.nIn, r.errIn = 0, nil
	if err := r.rc.Read(r.readFn); err != nil {
		return 0, err
	}
	if r.errIn == nil && r.nIn == 0 {
		return 0, io.EOF
	}
	return r.nIn, r.errIn
}

func (r *rawConn) readOnce(fd uintptr) bool {
	for {
		n, err := syscall.Read(int(fd), limit(r.r.room(), r.inMost))
		switch err {
		case nil:
			r.nIn = n
			return true
		case syscall.EINTR:
		case syscall.EAGAIN:
			r.r.release()
			return false
		default:
			r.errIn = err
			return true
		}
	}
}

// write writes what the kernel takes at once, which may be nothing.
func (r *rawConn) write(b []byte) (int, error) {
	r.out, r.nOut, r.errOut = b, 0, nil
	err := r.rc.Write(r.writeFn)
	r.out = nil
	if err == nil {
		err = r.errOut
	}
	return r.nOut, err
}

func (r *rawConn) writeOnce(fd uintptr) bool {
	for {
		n, err := syscall.Write(int(fd), r.out)
		switch err {
		case nil:
			r.nOut = n
		case syscall.EINTR:
			continue
		case syscall.EAGAIN:
		default:
			r.errOut = err
		}
		return true
	}
}
