package mux

import (
	"strings"
	"sync"
	"unsafe"
)

// Buffer is memory with one owner, which frees it once.
type Buffer struct {
	B    []byte
	kept bool
}

// KeptBuffer returns a buffer of length 0 with room for nearly a KiB, which Free leaves to whoever has made it, to be used again.
func KeptBuffer() *Buffer {
	k := new(keptBuffer)
	k.B, k.kept = k.memory[:0], true
	return &k.Buffer
}

// keptBuffer has its memory beside it, so that what is short shares a cache line with it.
type keptBuffer struct {
	Buffer
	memory [1<<10 - unsafe.Sizeof(Buffer{})]byte
}

// Sizes of pooled buffers. What is larger is made to measure and left to the collector, so that it may be given away; but what
// comes on a flow of bytes is never given away.
const (
	smallBuffer  = 1 << 10
	mediumBuffer = 8 << 10
	largeBuffer  = 64 << 10
	bytesBuffer  = 256 << 10
)

var smallBuffers, mediumBuffers, largeBuffers, bytesBuffers sync.Pool

// Poison makes freed buffers unusable, so that a test sees who still reads one.
var Poison = false

func poolFor(n int) (*sync.Pool, int) {
	switch {
	case n <= smallBuffer:
		return &smallBuffers, smallBuffer
	case n <= mediumBuffer:
		return &mediumBuffers, mediumBuffer
	case n <= largeBuffer:
		return &largeBuffers, largeBuffer
	}
	return nil, n
}

// newBytesBuffer is NewBuffer for what comes on a flow of bytes.
func newBytesBuffer(n int) *Buffer {
	if n <= largeBuffer || n > bytesBuffer {
		return NewBuffer(n)
	}
	if b, ok := bytesBuffers.Get().(*Buffer); ok {
		b.B = b.B[:n]
		return b
	}
	return &Buffer{B: make([]byte, n, bytesBuffer)}
}

// NewBuffer returns a buffer of length n, with arbitrary content.
func NewBuffer(n int) *Buffer {
	pool, size := poolFor(n)
	if pool != nil {
		if b, ok := pool.Get().(*Buffer); ok {
			b.B = b.B[:n]
			return b
		}
	}
	if n > largeBuffer {
		return &Buffer{B: unclear(n)}
	}
	return &Buffer{B: make([]byte, n, size)}
}

// blockAlign is what a block in a large message is aligned to: a cache line.
const blockAlign = 64

// newAligned is NewBuffer for a message that may have a block which wants to be aligned at offset at.
func newAligned(n, at int) *Buffer {
	if n <= largeBuffer || at == 0 {
		return NewBuffer(n)
	}
	b := unclear(n + blockAlign - 1)
	skip := -(int(uintptr(unsafe.Pointer(unsafe.SliceData(b)))) + at) & (blockAlign - 1)
	return &Buffer{B: b[skip : skip+n : skip+n]}
}

// unclear returns n bytes that were not cleared, as make has to, since all of them will be written. A strings.Builder is the way of the standard
// library to such memory.
func unclear(n int) []byte {
	var b strings.Builder
	b.Grow(n)
	b.WriteByte(0)
	return unsafe.Slice(unsafe.StringData(b.String()), n)
}

// Free gives the buffer back. The caller must not use it, nor any part of it, again.
func (b *Buffer) Free() {
	if b == nil {
		return
	}
	if Poison {
		PoisonBytes(b.B)
	}
	if b.kept {
		return
	}
	pool, size := poolFor(cap(b.B))
	if cap(b.B) == bytesBuffer {
		pool = &bytesBuffers
	}
	if pool != nil && size == cap(b.B) {
		pool.Put(b)
	}
}

// PoisonBytes overwrites all that b has room for.
func PoisonBytes(b []byte) {
	b = b[:cap(b)]
	if len(b) == 0 {
		return
	}
	b[0] = 0xc1 // the one byte that msgpack never uses
	for n := 1; n < len(b); n *= 2 {
		copy(b[n:], b[:n])
	}
}
