package mux

import (
	"net"
	"syscall"
	"unsafe"
)

// vectored reports whether writev may be used.
func (r *rawConn) vectored() bool { return r.ok() }

// unsent returns how many bytes the kernel holds which the other end has not acknowledged, or -1 if that is not known. It may be called while
// others read and write.
func (r *rawConn) unsent() int {
	if !r.ok() {
		return -1
	}
	n, errno := int32(0), syscall.Errno(0)
	err := r.rc.Control(func(fd uintptr) {
		_, _, errno = syscall.Syscall(syscall.SYS_IOCTL, fd, syscall.TIOCOUTQ, uintptr(unsafe.Pointer(&n)))
	})
	if err != nil || errno != 0 {
		return -1
	}
	return int(n)
}

// maxVector is how many pieces one system call writes.
const maxVector = 32

// vector is what a writev needs.
type vector struct {
	left net.Buffers
	iov  [maxVector]syscall.Iovec
	n    int
	err  error
	fn   func(fd uintptr) bool
}

// writev writes what the kernel takes of the pieces of v at once, which may be nothing.
func (r *rawConn) writev(v net.Buffers) (int, error) {
	if r.vec == nil {
		r.vec = new(vector)
		r.vec.fn = r.vec.write
	}
	r.vec.left, r.vec.n, r.vec.err = v, 0, nil
	err := r.rc.Write(r.vec.fn)
	r.vec.left = nil
	clear(r.vec.iov[:])
	if err == nil {
		err = r.vec.err
	}
	return r.vec.n, err
}

func (v *vector) write(fd uintptr) bool {
	for {
		want := v.fill()
		if want == 0 {
			return true
		}
		n, _, errno := syscall.Syscall(syscall.SYS_WRITEV, fd, uintptr(unsafe.Pointer(&v.iov)), uintptr(min(len(v.left), maxVector)))
		switch errno {
		case 0:
			v.n += int(n)
			if int(n) < want {
				return true
			}
			v.left = v.left[min(len(v.left), maxVector):]
		case syscall.EINTR:
		case syscall.EAGAIN:
			return true
		default:
			v.err = errno
			return true
		}
	}
}

// fill sets iov to the start of left, and returns how many bytes that are.
func (v *vector) fill() (size int) {
	for i, b := range v.left[:min(len(v.left), maxVector)] {
		v.iov[i].Base = unsafe.SliceData(b)
		v.iov[i].SetLen(len(b))
		size += len(b)
	}
	return size
}
