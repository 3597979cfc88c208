package codec

import (
	"encoding/binary"
	"math"
	"reflect"
	"slices"
	"unsafe"

	"github.com/tinylib/msgp/msgp"
)

// AppendNumbers appends v: as a block from [BlockMin] elements up, as an array below, as bytes if that is what they are.
// nil is nil. A block of [LargeSize] or more is left out of b and recorded in e, see [Encoder.Refs].
func AppendNumbers[S ~[]E, E Number](b []byte, v S, e *Encoder) []byte {
	if v == nil {
		return append(b, null)
	}
	data, kind := unsafe.Pointer(unsafe.SliceData(v)), reflect.TypeFor[E]().Kind()
	if mem := elemOf(kind); len(v) < BlockMin && mem != elemUint8 {
		return appendArray(b, data, len(v), mem)
	}
	return appendBlock(b, data, len(v), kind, e)
}

// appendBlock appends n numbers of the given kind that stand in memory at data: as a block however few they are, or as bytes.
func appendBlock(b []byte, data unsafe.Pointer, n int, kind reflect.Kind, e *Encoder) []byte {
	mem, wire := elemOf(kind), wireElem(kind)
	switch {
	case mem == elemUint8:
		return appendBytes(b, unsafe.Slice((*byte)(data), n), e)
	case mem != wire:
		return appendWidened(b, data, n, mem, wire, e)
	}
	size := n * mem.size()
	b = appendExtHeader(b, size, wire.ext(), e)
	if littleEndian() {
		return e.payload(b, unsafe.Slice((*byte)(data), size))
	}
	b = append(b, unsafe.Slice((*byte)(data), size)...)
	swapWords(b[len(b)-size:], mem.word())
	return b
}

// appendWidened appends the block of a 32-bit host's ints.
func appendWidened(b []byte, data unsafe.Pointer, n int, mem, wire elem, e *Encoder) []byte {
	b = appendExtHeader(b, n*wire.size(), wire.ext(), e)
	if mem == elemInt32 {
		for _, i := range unsafe.Slice((*int32)(data), n) {
			b = binary.LittleEndian.AppendUint64(b, uint64(int64(i)))
		}
		return b
	}
	for _, u := range unsafe.Slice((*uint32)(data), n) {
		b = binary.LittleEndian.AppendUint64(b, uint64(u))
	}
	return b
}

// appendExtHeader appends the header of an extension whose payload has size bytes.
func appendExtHeader(b []byte, size int, typ int8, e *Encoder) []byte {
	switch {
	case size == 8:
		return append(b, fixext8, byte(typ))
	case size == 16:
		return append(b, fixext16, byte(typ))
	case size <= math.MaxUint8:
		return append(b, ext8, byte(size), byte(typ))
	case size <= math.MaxUint16:
		return append(b, ext16, byte(size>>8), byte(size), byte(typ))
	}
	e.checkSize(size)
	return append(b, ext32, byte(size>>24), byte(size>>16), byte(size>>8), byte(size), byte(typ))
}

// appendArray appends n numbers one by one, as msgp does.
func appendArray(b []byte, data unsafe.Pointer, n int, e elem) []byte {
	b = msgp.AppendArrayHeader(b, uint32(n))
	switch e {
	case elemInt8:
		return appendEach(b, data, n, msgp.AppendInt8)
	case elemInt16:
		return appendEach(b, data, n, msgp.AppendInt16)
	case elemInt32:
		return appendEach(b, data, n, msgp.AppendInt32)
	case elemInt64:
		return appendEach(b, data, n, msgp.AppendInt64)
	case elemUint16:
		return appendEach(b, data, n, msgp.AppendUint16)
	case elemUint32:
		return appendEach(b, data, n, msgp.AppendUint32)
	case elemUint64:
		return appendEach(b, data, n, msgp.AppendUint64)
	case elemFloat32:
		return appendEach(b, data, n, msgp.AppendFloat32)
	case elemFloat64:
		return appendEach(b, data, n, msgp.AppendFloat64)
	case elemComplex64:
		return appendEach(b, data, n, msgp.AppendComplex64)
	}
	return appendEach(b, data, n, msgp.AppendComplex128)
}

func appendEach[T any](b []byte, data unsafe.Pointer, n int, add func([]byte, T) []byte) []byte {
	for _, v := range unsafe.Slice((*T)(data), n) {
		b = add(b, v)
	}
	return b
}

// numbers are n numbers about to be read: in a block of from, or one by one in an array.
type numbers struct {
	off   int // of the value
	n     int
	block []byte
	from  elem
	array bool
}

// ReadNumbers reads a slice of numbers: a block, bytes, or an array, of the type asked for or of any other whose
// values it can hold exactly. nil is nil, and empty is empty.
func ReadNumbers[E Number](r *Reader) []E {
	to := elemOf(reflect.TypeFor[E]().Kind())
	src, ok := r.numbers(to)
	if !ok {
		return nil
	}
	if !r.chargeMany(src.off, src.n, int64(to.size())) {
		return nil
	}
	if same := src.as(to); same != nil && r.mayGive(len(src.block)) {
		if same = r.align(same, src, unsafe.Alignof(*new(E))); same != nil {
			r.given = true
			return unsafe.Slice((*E)(same), src.n)[:src.n:src.n]
		}
	}
	if same := src.as(to); same != nil {
		block := unsafe.Slice((*E)(same), src.n)
		v := make([]E, len(block)) // the compiler sees the copy, and does not clear v
		copy(v, block)
		return v
	}
	v := make([]E, src.n)
	r.fill(unsafe.Pointer(unsafe.SliceData(v)), to, src)
	if r.Failed() {
		return nil
	}
	return v
}

// ReadNumberArray reads exactly len(into) numbers as ReadNumbers does, without allocating. nil sets all of them to 0.
func ReadNumberArray[E Number](r *Reader, into []E) {
	to := elemOf(reflect.TypeFor[E]().Kind())
	if n, body := r.blockOf(to); n>>to.shift() == len(into) && littleEndian() {
		copy(unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(into))), n), r.buf[body:])
		r.off = body + n
		return
	}
	src, ok := r.numbers(to)
	if !ok {
		clear(into)
		return
	}
	if src.n != len(into) {
		r.wrongLength(src.off, len(into), src.n)
		return
	}
	r.fill(unsafe.Pointer(unsafe.SliceData(into)), to, src)
}

// numbers reads the header of a slice of numbers, and of a block all of it. It returns false for nil and after an
// error.
func (r *Reader) numbers(to elem) (src numbers, ok bool) {
	if n, body := r.blockOf(to); n >= 0 {
		src = numbers{off: r.off, n: n >> to.shift(), block: r.buf[body : body+n], from: to}
		r.off = body + n
		return src, true
	}
	if r.Nil() {
		return src, false
	}
	src.off = r.off
	if c := r.buf[r.off]; r.proof == begun && c-fixarray < 16 {
		src.n, src.array = int(c-fixarray), true
		r.off++
		return src, true
	}
	if !r.whole() {
		return src, false
	}
	n, body := span(r.buf, r.off)
	switch f := familyOf(r.buf[r.off]); {
	case f == famArray:
		src.n, src.array = n, true
		r.off = body
		return src, true
	case f == famBin || f == famStr && to == elemUint8:
		src.from = elemUint8
	case f == famExt:
		if src.from, ok = elemOfExt(int8(r.buf[body-1])); ok {
			break
		}
		fallthrough
	default:
		r.wrongType("array of " + to.String())
		return src, false
	}
	if n%src.from.size() != 0 {
		r.failHere(Malformed, "a block of %s has %d bytes", src.from, n)
		return src, false
	}
	src.n = n / src.from.size()
	src.block = r.buf[body : body+n]
	r.off = body + n
	return src, true
}

// blockOf returns the length and the offset of the payload that is next, if it is a block of e in its usual form, and
// otherwise a negative length.
func (r *Reader) blockOf(e elem) (n, body int) {
	b := r.buf[r.off:]
	if len(b) < 6 || e == elemUint8 {
		return -1, 0
	}
	switch b[0] {
	case ext8:
		n, body = int(b[1]), 3
	case ext16:
		n, body = int(binary.BigEndian.Uint16(b[1:])), 4
	case ext32:
		n, body = int(binary.BigEndian.Uint32(b[1:])), 6
	default:
		return -1, 0
	}
	if int8(b[body-1]) != e.ext() || uint(n) > uint(len(b)-body) || n&(e.size()-1) != 0 {
		return -1, 0
	}
	return n, r.off + body
}

// shift is a block that was moved within the message, over its own header.
type shift struct {
	from, to, size int
	header         [8]byte
}

// align returns data if it is aligned, and otherwise moves the block that stands there down to where it is: over its own header, which has been
// read. It returns nil where the header is too short for that.
func (r *Reader) align(data unsafe.Pointer, src numbers, alignment uintptr) unsafe.Pointer {
	by := int(uintptr(data) % alignment)
	if by == 0 {
		return data
	}
	size := len(src.block)
	body := r.off - size
	if by > body-src.off {
		return nil
	}
	m := shift{from: body, to: body - by, size: size}
	copy(m.header[:], r.buf[m.to:body])
	r.shifts = append(r.shifts, m)
	copy(r.buf[m.to:], r.buf[body:r.off])
	return unsafe.Add(data, -by)
}

// unshift goes on with a copy of the message as it was, for the place of an error to be found. What was given away stays as it is.
func (r *Reader) unshift() {
	if len(r.shifts) == 0 {
		return
	}
	r.buf = slices.Clone(r.buf)
	for _, m := range slices.Backward(r.shifts) {
		copy(r.buf[m.from:], r.buf[m.to:m.to+m.size])
		copy(r.buf[m.to:m.from], m.header[:])
	}
	r.shifts = nil
}

// as returns where the elements stand in the message, if there are some and memory looks the same.
func (src numbers) as(to elem) unsafe.Pointer {
	if src.n == 0 || src.array || src.from != to || !littleEndian() {
		return nil
	}
	return unsafe.Pointer(unsafe.SliceData(src.block))
}

// fill reads the elements of src to memory at data, which has room for them.
func (r *Reader) fill(data unsafe.Pointer, to elem, src numbers) {
	switch {
	case src.array:
		r.fillFromArray(data, to, src.n)
	case src.from == to:
		p := unsafe.Slice((*byte)(data), len(src.block))
		copy(p, src.block)
		if !littleEndian() {
			swapWords(p, to.word())
		}
	default:
		r.fillConverted(data, to, src)
	}
}

// fillConverted reads a block of other numbers.
func (r *Reader) fillConverted(data unsafe.Pointer, to elem, src numbers) {
	toComplex, fromComplex := to >= elemComplex64, src.from >= elemComplex64
	if fromComplex && !toComplex {
		r.failAt(src.off, Type, "want numbers of type %s, got block of %s", to, src.from)
		return
	}
	for i := range src.n {
		p := unsafe.Add(data, i*to.size())
		if toComplex {
			c, exact := src.from.complexAt(src.block, i)
			if !to.storeComplex(p, c) || !exact {
				r.failAt(src.off, Range, "%s cannot hold %v", to, c)
			}
		} else if n := src.from.at(src.block, i); !to.store(p, n) {
			r.outOfRange(src.off, n, to.String())
		}
		if r.Failed() {
			r.AtIndex(i)
			return
		}
	}
}

// fillFromArray reads n numbers one by one.
func (r *Reader) fillFromArray(data unsafe.Pointer, to elem, n int) {
	switch to {
	case elemUint8:
		fillEach(r, data, n, ReadUint8)
	case elemInt8:
		fillEach(r, data, n, ReadInt8)
	case elemInt16:
		fillEach(r, data, n, ReadInt16)
	case elemInt32:
		fillEach(r, data, n, ReadInt32)
	case elemInt64:
		fillEach(r, data, n, ReadInt64)
	case elemUint16:
		fillEach(r, data, n, ReadUint16)
	case elemUint32:
		fillEach(r, data, n, ReadUint32)
	case elemUint64:
		fillEach(r, data, n, ReadUint64)
	case elemFloat32:
		fillEach(r, data, n, ReadFloat32)
	case elemFloat64:
		r.fillFloats(unsafe.Slice((*float64)(data), n))
	case elemComplex64:
		fillEach(r, data, n, ReadComplex64)
	case elemComplex128:
		fillEach(r, data, n, ReadComplex128)
	}
}

func fillEach[T any](r *Reader, data unsafe.Pointer, n int, read func(*Reader) T) {
	v := unsafe.Slice((*T)(data), n)
	for i := range v {
		v[i] = read(r)
		if r.Failed() {
			r.AtIndex(i)
			return
		}
	}
}

// fillFloats is fillEach for the numbers that most often come in long arrays, from senders who do not know of blocks.
func (r *Reader) fillFloats(v []float64) {
	b, off := r.buf, r.off
	for i := range v {
		if off+9 <= len(b) && b[off] == float64b {
			v[i] = math.Float64frombits(binary.BigEndian.Uint64(b[off+1:]))
			off += 9
			continue
		}
		r.off = off
		v[i] = r.float64()
		if r.Failed() {
			r.AtIndex(i)
			return
		}
		off = r.off
	}
	r.off = off
}

// BlockAt returns where the payload of the first block of [LargeSize] or more stands in a message that begins with start, or 0 if no such block
// begins there. A message whose memory is chosen so that it is aligned there can give the block away, see [Reader.Own].
func BlockAt(start []byte) int {
	for off := 0; off+6 <= len(start); {
		size, body := span(start, off)
		if size < 0 || size > math.MaxInt-body { // more than this host can count
			return 0
		}
		switch c := start[off]; familyOf(c) {
		case famArray, famMap:
			off = body
		case famExt:
			if _, ok := elemOfExt(int8(start[body-1])); ok && size >= LargeSize {
				return body
			}
			off = body + size
		case famStr, famBin:
			off = body + size
		case famReserved:
			return 0
		default:
			off += int(sizes[c])
		}
	}
	return 0
}
