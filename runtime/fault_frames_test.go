package bluebird_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
)

// header returns a frame header, right or wrong.
func header(length int, typ, flags, reserved byte, flow uint16, stream uint32) []byte {
	b := wire.AppendHeader(nil, wire.Header{Length: length, Type: wire.Type(typ), Flags: wire.Flags(flags), Flow: flow, Stream: stream})
	b[5] = reserved
	return b
}

func TestRow1RandomBytesAfterConnect(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	r := rand.New(rand.NewPCG(1, 1))
	for i := range 2000 {
		p := w.pipe(t)
		junk := make([]byte, 1+r.IntN(300))
		for j := range junk {
			junk[j] = byte(r.Uint32())
		}
		keep := r.IntN(len(wire.Preface)) // some begin well
		copy(junk, wire.Preface[:min(keep, len(junk))])
		if keep < len(junk) {
			junk[keep] = 'G'
		} else {
			junk = append(junk, 'G')
		}
		p.TrySend(junk)
		if last := p.ExpectClose(); last.Type != 0 {
			t.Fatalf("%d: %x was answered with %v", i, junk, last)
		}
	}
	if started, _, _ := w.counts(); started != 0 {
		t.Errorf("%d handlers ran", started)
	}
	if n := strings.Count(w.log.String(), "\n"); n > 100 {
		t.Errorf("%d lines in the log", n)
	}
	w.works()
}

func TestRow1ClosedAtTheFirstWrongByte(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	for n := range len(wire.Preface) {
		p := w.pipe(t)
		wrong := []byte(wire.Preface)[:n+1]
		wrong[n] ^= 0x40
		start := time.Now()
		p.SendBytes(wrong)
		p.ExpectClose()
		if d := time.Since(start); d > 4*time.Second { // the handshake has 5
			t.Errorf("a wrong byte %d was noticed after %v", n, d)
		}
	}
}

// TestRow2MalformedFrames sends frames that break the rules: the connection ends with PROTOCOL, no handler runs, and other
// connections do not notice.
func TestRow2MalformedFrames(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	open := func(payload string) []byte {
		return append(header(len(payload), 1, 1, 0, 0, 1), payload...)
	}
	for _, tt := range []struct {
		name string
		in   []byte
	}{
		{"type 0", header(0, 0, 0, 0, 0, 0)},
		{"unknown type", header(0, 0x20, 0, 0, 0, 1)},
		{"unknown type above those to ignore", header(0, 0x80, 0, 0, 0, 1)},
		{"reserved byte", header(8, 6, 0, 1, 0, 0)},
		{"unknown flag", header(0, 1, 0x80, 0, 0, 1)},
		{"END and MORE", header(0, 1, 3, 0, 0, 1)},
		{"OPEN on stream 0", header(0, 1, 1, 0, 0, 0)},
		{"OPEN with nothing in it", open("")},
		{"OPEN cut in its name", open("\x00\x08test")},
		{"OPEN with a name of 129 bytes", open("\x00\x81\x01" + strings.Repeat("a", 200))},
		{"OPEN with a number in too many bytes", open("\x80\x00")},
		{"STATUS from a client", wiretest.Status(1, 5, 0, "no").Append(nil)},
		{"GRANT from a client", wiretest.Grant(1, wire.GrantFrame{Method: 1}).Append(nil)},
		{"PING of seven bytes", append(header(7, 6, 0, 0, 0, 0), 1, 2, 3, 4, 5, 6, 7)},
		{"CREDIT with a byte too many", append(header(2, 5, 0, 0, 0, 0), 1, 1)},
		{"CANCEL of code 17", append(header(2, 4, 0, 0, 0, 1), 17, 0)},
		{"GOAWAY cut short", append(header(3, 7, 0, 0, 0, 0), 0, 0, 0)},
		{"DATA for a stream that was not opened", wiretest.Data(9, 0, wire.End, []byte{0x90}).Append(nil)},
		{"CALLBACK for a stream that was not opened", wiretest.Callback(9, 1, 1, 0, nil).Append(nil)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := w.raw(t)
			p.SendBytes(tt.in)
			p.ExpectGoAway(wire.Protocol)
			p.ExpectClose()
		})
	}
	if started, _, _ := w.counts(); started != 0 {
		t.Errorf("%d handlers ran", started)
	}
	w.works()
}

// TestRow2FlowsThatACallDoesNotHave sends on flows of a call that has none.
func TestRow2FlowsThatACallDoesNotHave(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	for _, f := range []wiretest.Frame{
		wiretest.Data(1, 1, 0, []byte{1}),
		wiretest.Data(1, 65535, wire.End, nil),
		wiretest.Credit(1, 7, 100),
		wiretest.Cancel(1, 3, wire.CancelFrame{}),
		wiretest.Callback(1, 1, 1, 0, []byte{0x90}),
		wiretest.Answer(1, 1, 1, 0, []byte{0x90}),
	} {
		t.Run(f.Type.String(), func(t *testing.T) {
			p := w.raw(t)
			p.Send(wiretest.Call(1, "test.Wait", []byte{0x90}), f)
			p.ExpectGoAway(wire.Protocol)
			p.ExpectClose()
		})
	}
	eventually(t, "all handlers have ended", func() bool { _, running, _ := w.counts(); return running == 0 })
}

func TestRow2UnknownTypesAreSkippedWhereTheyMayBe(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	p := w.raw(t)
	for typ := wire.Type(0x40); typ <= 0x7f; typ += 9 {
		f := wiretest.Unknown(typ, make([]byte, 3000))
		f.Flags, f.Flow, f.Stream = 0xff, 77, 99
		p.Send(f)
	}
	p.Send(wiretest.Call(1, "test.Add", []byte{0x92, 1, 2}))
	if got := p.ExpectMessage(1); string(got) != "\x91\x03" {
		t.Errorf("reply %x", got)
	}
}

func TestRow3OversizeIsSeenInTheHeader(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	p := w.pipe(t)
	p.Greet()
	most := int(p.ExpectGreeting().MaxFrame)
	for _, n := range []int{most + 1, 0xffffff, 0x800000} {
		for _, typ := range []wire.Type{wire.Open, wire.Data, 0x50, wire.GoAway} {
			p := w.raw(t)
			h := wire.Header{Length: n, Type: typ, Stream: 1}
			if typ == wire.GoAway {
				h.Stream = 0
			}
			p.SendBytes(wire.AppendHeader(nil, h)) // and nothing of the payload
			p.ExpectGoAway(wire.FrameSize)
			p.ExpectClose()
		}
	}
}

func TestRow4EmptyFramesAreCounted(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	for _, tt := range []struct {
		name  string
		frame wiretest.Frame
	}{
		{"DATA of an unfinished message", wiretest.Data(2, 0, wire.More, nil)},
		{"DATA of a finished call", wiretest.Data(1, 0, 0, nil)},
		{"frames to ignore", wiretest.Unknown(0x44, nil)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := w.raw(t)
			p.Send(wiretest.Call(1, "test.Add", []byte{0x92, 1, 2}))
			p.ExpectMessage(1)
			first := wiretest.Call(2, "test.Echo", append(wire.AppendWhole(nil, 1000), 0x91))
			first.Flags = wire.More
			p.Send(first)
			b := bytes.Repeat(tt.frame.Append(nil), 1000)
			go func() {
				for range 50 {
					if p.TrySend(b) != nil {
						return
					}
				}
			}()
			p.ExpectGoAway(wire.TooMuch)
			p.ExpectClose()
		})
	}
}

// TestRow5TinyFramesCostMemoryAsLargeOnes fills many calls with fragments of one byte.
func TestRow5TinyFramesCostMemoryAsLargeOnes(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	p := w.raw(t)
	before := heap()
	var b []byte
	for id := uint32(1); id <= 256; id++ {
		first := wiretest.Call(id, "test.Echo", wire.AppendWhole(nil, 60_000))
		first.Flags = wire.More
		b = first.Append(b)
	}
	p.SendBytes(b)
	for range 200 {
		b = b[:0]
		for id := uint32(1); id <= 256; id++ {
			b = wiretest.Data(id, 0, wire.More, []byte{0}).Append(b)
		}
		if p.TrySend(b) != nil {
			break // it may be too much for the server
		}
	}
	if grown := heap() - before; grown > 64<<20 {
		t.Errorf("the heap has grown by %d MiB for 50 KiB", grown>>20)
	}
}

// TestRow13AnnouncedIsNotAllocated begins many long messages with one byte each.
func TestRow13AnnouncedIsNotAllocated(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	p := w.raw(t)
	before := heap()
	var b []byte
	const calls = 2000
	for id := uint32(1); id <= calls; id++ {
		first := wiretest.Call(id, "test.Echo", append(wire.AppendWhole(nil, 60<<20), 0x91))
		first.Flags = wire.More
		b = first.Append(b)
	}
	b = wiretest.Ping(0, 1).Append(b)
	p.SendBytes(b)
	for p.Recv().Type != wire.Ping {
	}
	if grown := heap() - before; grown > calls*(64<<10)+32<<20 {
		t.Errorf("the heap has grown by %d MiB for %d calls of which one byte each has come", grown>>20, calls)
	}
	p.Conn.Close()
	w.works()
}

// TestRow13AnnouncedIsNotTakenFromOthers announces more on one connection than all may have in memory, and sends nothing of it.
func TestRow13AnnouncedIsNotTakenFromOthers(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	p := w.raw(t)
	for id := uint32(1); id <= 32; id++ {
		first := wiretest.Call(id, "test.Echo", wire.AppendWhole(nil, 64<<20))
		first.Flags = wire.More
		p.Send(first)
	}
	p.Send(wiretest.Ping(0, 1))
	for p.Recv().Type != wire.Ping {
	}
	arg := make([]byte, 1<<20)
	if got, err := callEcho(bluebirdtest.Soon(t), w.dial(nil), arg); len(got) != len(arg) || err != nil {
		t.Errorf("another client's call: %d bytes, %v", len(got), err)
	}
}

// TestRow32GrantsThatNobodyReads has the server grant methods to a client that gives up each call and reads nothing.
func TestRow32GrantsThatNobodyReads(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	p := w.raw(t)
	p.Timeout = 200 * time.Millisecond
	before := heap()
	var b []byte
	for id := uint32(1); id <= 100_000; id++ {
		open := wiretest.Open(id, wire.OpenFrame{Name: []byte("test.Add")}, wire.AppendWhole(nil, 100))
		open.Header.Flags = wire.More
		b = wiretest.Cancel(id, 0, wire.CancelFrame{Code: 1}).Append(open.Append(b))
		if len(b) > 32<<10 {
			if p.TrySend(b) != nil {
				break // the server reads no more
			}
			b = b[:0]
		}
	}
	if grown := heap() - before; grown > 4<<20 {
		t.Errorf("the heap has grown by %d MiB", grown>>20)
	}
}

func TestRow9Hello(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	pair := func(key byte, value string) string { return string([]byte{1, key, byte(len(value))}) + value }
	hello := func(payload string) []byte {
		return append(header(len(payload), 8, 0, 0, 0, 0), payload...)
	}
	long := "\x01\x0b\x81\x80\x01" + strings.Repeat("x", 16<<10+1)
	for _, tt := range []struct {
		name string
		in   []byte
		code wire.Code
	}{
		{"too long", hello(long), wire.FrameSize},
		{"too long, by its header", header(wire.MaxHello+1, 8, 0, 0, 0, 0), wire.FrameSize},
		{"of 16 MiB", header(wire.MaxPayload, 8, 0, 0, 0, 0), wire.FrameSize},
		{"limits of 0", hello(pair(6, "\x00")), wire.Protocol},
		{"windows of 2^62", hello(pair(7, "\xff\xff\xff\xff\xff\xff\xff\xff\x3f")), wire.Protocol},
		{"cut short", hello("\x02\x06\x03\x80"), wire.Protocol},
		{"after a call", wiretest.Call(1, "test.Add", []byte{0x92, 1, 2}).Append(nil), wire.Protocol},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := w.pipe(t)
			p.TrySend(append([]byte(wire.Preface), tt.in...))
			p.ExpectPreface()
			p.ExpectGoAway(tt.code)
			p.ExpectClose()
		})
	}
	t.Run("twice", func(t *testing.T) {
		p := w.raw(t)
		p.Send(wiretest.Hello(wiretest.Generous))
		p.ExpectGoAway(wire.Protocol)
		p.ExpectClose()
	})
	t.Run("as large as it may be", func(t *testing.T) {
		p := w.pipe(t)
		build := strings.Repeat("x", wire.MaxHello-5)
		p.SendBytes(append([]byte(wire.Preface), hello("\x01\x0b\xfb\x7f"+build[:16379])...))
		p.ExpectGreeting()
	})
	if started, _, _ := w.counts(); started != 0 {
		t.Errorf("%d handlers ran", started)
	}
}

func TestRow10NewerVersionIsToldTheRange(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	p := w.pipe(t)
	p.SendBytes([]byte("\xf5BBRD\r\n\x02"))
	p.ExpectPreface()
	if g := p.ExpectGoAway(wire.BadVersion); !strings.Contains(g.Text, "version 2") || !strings.Contains(g.Text, "1 to 1") {
		t.Errorf("the text %q does not name both", g.Text)
	}
	p.ExpectClose()
}

func TestRow12FragmentsThatDoNotFit(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	begin := func(whole int, first string) wiretest.Frame {
		f := wiretest.Call(1, "test.Echo", append(wire.AppendWhole(nil, whole), first...))
		f.Flags = wire.More
		return f
	}
	for _, tt := range []struct {
		name string
		in   []wiretest.Frame
	}{
		{"too short in all", []wiretest.Frame{begin(10, "\x91"), wiretest.Data(1, 0, wire.End, []byte("abc"))}},
		{"too long in all", []wiretest.Frame{begin(3, "\x91"), wiretest.Data(1, 0, wire.End, []byte("abc"))}},
		{"longer than announced, and more", []wiretest.Frame{begin(3, "\x91"), wiretest.Data(1, 0, wire.More, []byte("abc"))}},
		{"the first longer than all", []wiretest.Frame{begin(3, "abcd")}},
		{"no length", []wiretest.Frame{{Header: wire.Header{Type: wire.Open, Flags: wire.More, Stream: 1}, Payload: []byte("\x00\x09test.Echo123456\x00\x00\x00\x00\x00\x00")}}},
		{"a batch inside a message", []wiretest.Frame{begin(9, "\x91"), wiretest.Data(1, 0, wire.Batch, []byte{1, 1})}},
		{"a message after END", []wiretest.Frame{wiretest.Call(1, "test.Wait", []byte{0x90}), wiretest.Data(1, 0, wire.End, []byte{0x90})}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := w.raw(t)
			p.Send(tt.in...)
			p.ExpectGoAway(wire.Protocol)
			p.ExpectClose()
		})
	}
	if n := w.count(methodEcho); n != 0 {
		t.Errorf("%d handlers got a message that was not whole", n)
	}
}

func TestRow13LongMessagesFailAlone(t *testing.T) {
	w := newWorld(t, &bluebird.Server{MaxMessage: 1 << 20})
	p := w.raw(t)
	long := func(id, whole uint32) wiretest.Frame {
		f := wiretest.Call(id, "test.Echo", append(binary.BigEndian.AppendUint32(nil, whole), make([]byte, 1000)...))
		f.Flags = wire.More
		return f
	}
	for i, whole := range []uint32{1<<20 + 1, 1 << 31, 1<<32 - 1} {
		id := uint32(i + 1)
		p.Send(long(id, whole), wiretest.Data(id, 0, wire.More, make([]byte, 1000)))
		s := p.ExpectStatus(id)
		if s.Status.Code != uint8(bluebird.ResourceExhausted) || s.Flags&wire.NotStarted == 0 {
			t.Errorf("%d bytes: %v; want resource exhausted, not started", whole, s)
		}
		if text := statusText(t, s); !strings.Contains(text, "MaxMessage") || !strings.Contains(text, fmt.Sprint(whole)) || !strings.Contains(text, "1048576") {
			t.Errorf("the text %q does not name the setting and both sizes", text)
		}
	}
	p.Send(wiretest.Call(9, "test.Add", []byte{0x92, 1, 2}))
	if got := p.ExpectMessage(9); string(got) != "\x91\x03" {
		t.Errorf("reply %x", got)
	}
}

func TestRow22MetadataAboveItsLimits(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	p := w.raw(t)
	many := func(n int) []byte {
		return wire.AppendMetadata(nil, n, func(yield func(string, string) bool) {
			for i := range n {
				yield(fmt.Sprint("k", i), "v")
			}
		})
	}
	one := func(k, v string) []byte {
		return wire.AppendMetadata(nil, 1, func(yield func(string, string) bool) { yield(k, v) })
	}
	for i, tt := range []struct {
		name string
		md   []byte
		want bluebird.Code // 0 is a reply
	}{
		{"64 pairs", many(64), 0},
		{"65 pairs", many(65), bluebird.ResourceExhausted},
		{"1000 pairs", many(1000), bluebird.ResourceExhausted},
		{"8 KiB", one("k", strings.Repeat("v", 8<<10)), bluebird.ResourceExhausted},
		{"line break", one("k", "a\r\nb"), bluebird.InvalidArgument},
		{"zero byte", one("k", "a\x00b"), bluebird.InvalidArgument},
		{"escape", one("k", "\x1b[31m"), bluebird.InvalidArgument},
		{"key with a blank", one("a b", "v"), bluebird.InvalidArgument},
		{"empty key", one("", "v"), bluebird.InvalidArgument},
		{"long key", one(strings.Repeat("k", 129), "v"), bluebird.InvalidArgument},
	} {
		t.Run(tt.name, func(t *testing.T) {
			id := uint32(i + 1)
			p.Send(wiretest.Open(id, wire.OpenFrame{Name: []byte("test.Add"), Metadata: tt.md}, []byte{0x92, 1, 2}))
			if tt.want == 0 {
				if got := p.ExpectMessage(id); string(got) != "\x91\x03" {
					t.Errorf("reply %x", got)
				}
				return
			}
			s := p.ExpectStatus(id)
			if s.Status.Code != uint8(tt.want) || s.Flags&wire.NotStarted == 0 {
				t.Errorf("%v; want %v, not started", s, tt.want)
			}
		})
	}
	if n := w.count(methodAdd); n != 1 {
		t.Errorf("%d handlers ran; want 1", n)
	}
}

func TestRow22MetadataIsRefusedBeforeItIsSent(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	c := w.dial(nil)
	for _, pair := range [][2]string{{"k", strings.Repeat("v", 8<<10)}, {"k", "a\nb"}, {"", "v"}, {"a b", "v"}} {
		_, err := callAdd(bluebird.WithMetadata(t.Context(), pair[0], pair[1]), c, 1, 2)
		wantError(t, err, bluebird.InvalidArgument, bluebird.NotSent)
	}
}

func TestRow23StreamsAreNewAndInOrder(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	for _, tt := range []struct {
		name   string
		second uint32
	}{{"twice", 5}, {"lower", 4}, {"lowest", 1}} {
		t.Run(tt.name, func(t *testing.T) {
			before := w.count(methodWait)
			p := w.raw(t)
			p.Send(wiretest.Call(5, "test.Wait", []byte{0x90}))
			eventually(t, "the handler runs", func() bool { return w.count(methodWait) == before+1 })
			p.Send(wiretest.Call(tt.second, "test.Wait", []byte{0x90}))
			p.ExpectGoAway(wire.Protocol)
			p.ExpectClose()
			if n := w.count(methodWait) - before; n != 1 {
				t.Errorf("%d handlers ran; want 1", n)
			}
		})
	}
	t.Run("gaps are allowed", func(t *testing.T) {
		p := w.raw(t)
		for _, id := range []uint32{7, 1000, 1<<32 - 1} {
			p.Send(wiretest.Call(id, "test.Add", []byte{0x92, 1, 2}))
			p.ExpectMessage(id)
		}
	})
}

func TestRow24LateFramesAreIgnored(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	p := w.raw(t)
	p.Send(wiretest.Call(1, "test.Add", []byte{0x92, 1, 2}))
	p.ExpectMessage(1)
	before := heap()
	for range 200 {
		p.Send(
			wiretest.Cancel(1, 0, wire.CancelFrame{Code: 1}),
			wiretest.Credit(1, 0, 100),
			wiretest.Data(1, 0, wire.End, make([]byte, 100)),
			wiretest.Data(1, 3, 0, make([]byte, 100)),
			wiretest.Answer(1, 1, 1, 0, nil),
		)
	}
	p.Send(wiretest.Call(2, "test.Add", []byte{0x92, 1, 2}))
	if got := p.ExpectMessage(2); string(got) != "\x91\x03" {
		t.Errorf("reply %x", got)
	}
	if grown := heap() - before; grown > 4<<20 {
		t.Errorf("late frames cost %d KiB", grown>>10)
	}
}

func TestRow24LateFramesAreBounded(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	p := w.raw(t)
	p.Send(wiretest.Call(1, "test.Add", []byte{0x92, 1, 2}))
	p.ExpectMessage(1)
	b := bytes.Repeat(wiretest.Cancel(1, 0, wire.CancelFrame{Code: 1}).Append(nil), 1000)
	for range 100 {
		if p.TrySend(b) != nil {
			break
		}
	}
	p.TrySend(wiretest.Ping(0, 7).Append(nil))
	if last := p.Recv(); last.Type != wire.Ping && (last.Type != wire.GoAway || last.GoAway.Code != wire.TooMuch) {
		t.Errorf("100 000 late frames were answered with %v", last)
	}
	w.works()
}

func TestRow25CreditThatOverflows(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	for _, tt := range []struct {
		name   string
		stream uint32
		credit uint64
	}{
		{"zero on the connection", 0, 0},
		{"zero on a call", 1, 0},
		{"2^31 at once", 0, 1 << 31},
		{"2^64-1 at once", 0, 1<<64 - 1},
		{"2^31-1 on top, connection", 0, wire.MaxCredit},
		{"2^31-1 on top, call", 1, wire.MaxCredit},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := w.raw(t)
			p.Send(wiretest.Call(1, "test.Wait", []byte{0x90}))
			f := wiretest.Credit(tt.stream, 0, 1)
			f.Payload = wire.AppendCredit(nil, int64(tt.credit))
			p.Send(f)
			p.ExpectGoAway(wire.FlowControl)
			p.ExpectClose()
		})
	}
	w.works()
}

// TestRow26SendingBeyondCredit begins one message that takes all the memory for unfinished ones, so that nothing more is
// credited, and then sends more than the window of a call, or that of the connection, holds.
func TestRow26SendingBeyondCredit(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	for _, tt := range []struct {
		name  string
		calls uint32
		want  string
	}{
		{"on one call", 1, "stream 2"},
		{"on many calls", 50, "connection"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := w.pipe(t)
			p.Greet()
			h := p.ExpectGreeting()
			begin := func(id uint32, whole int64) wiretest.Frame {
				f := wiretest.Call(id, "test.Echo", append(wire.AppendWhole(nil, int(whole)), 0x91))
				f.Flags = wire.More
				return f
			}
			before := heap()
			p.Send(begin(1, h.MaxMessage))
			for id := uint32(2); id < 2+tt.calls; id++ {
				p.Send(begin(id, 2*h.CallWindow))
			}
			go func() {
				chunk := make([]byte, h.MaxFrame)
				for n := int64(0); n < h.CallWindow+h.ConnWindow; n += h.MaxFrame {
					id := 2 + uint32(n/h.MaxFrame)%tt.calls
					if p.TrySend(wiretest.Data(id, 0, wire.More, chunk).Append(nil)) != nil {
						return
					}
				}
			}()
			if g := p.ExpectGoAway(wire.FlowControl); !strings.Contains(g.Text, tt.want) {
				t.Errorf("GOAWAY says %q; want it to name the %s", g.Text, tt.want)
			}
			p.ExpectClose()
			if grown := heap() - before; grown > 64<<20 {
				t.Errorf("the heap has grown by %d MiB", grown>>20)
			}
		})
	}
	w.works()
}

// TestRow27OpenAndCancel opens calls and cancels them at once, faster than their handlers end.
func TestRow27OpenAndCancel(t *testing.T) {
	const most = 50
	w := newWorld(t, &bluebird.Server{MaxStreams: most})
	p := w.raw(t)
	p.Timeout = 10 * time.Second
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			if _, err := p.TryRecv(); err != nil {
				return
			}
		}
	}()
	for id := uint32(1); id <= 20_000; id++ {
		b := wiretest.Call(id, "test.Deaf", []byte{0x90}).Append(nil)
		b = wiretest.Cancel(id, 0, wire.CancelFrame{Code: 1}).Append(b)
		if p.TrySend(b) != nil {
			break
		}
	}
	if _, _, peak := w.counts(); peak > most {
		t.Errorf("%d handlers ran at once; want at most %d", peak, most)
	}
	w.freeDeaf()
	p.Conn.Close()
	<-done
	w.works()
}

// TestRow28CallsThatTheServerMustReset makes the server end calls, over and over. It may close the connection for it.
func TestRow28CallsThatTheServerMustReset(t *testing.T) {
	w := newWorld(t, &bluebird.Server{MaxMessage: 512})
	for _, tt := range []struct {
		name string
		open func(id uint32) wiretest.Frame
	}{
		{"message too long", func(id uint32) wiretest.Frame { return wiretest.Call(id, "test.Echo", make([]byte, 513)) }},
		{"unknown method", func(id uint32) wiretest.Frame { return wiretest.Call(id, "test.NoSuchMethod", []byte{0x90}) }},
		{"number that was not granted", func(id uint32) wiretest.Frame {
			return wiretest.Open(id, wire.OpenFrame{Method: 99}, []byte{0x90})
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := w.raw(t)
			before := heap()
			go func() {
				var b []byte
				for id := uint32(1); id <= 10_000; id++ {
					if b = tt.open(id).Append(b); len(b) > 16<<10 {
						if p.TrySend(b) != nil {
							return
						}
						b = b[:0]
					}
				}
				p.TrySend(wiretest.Ping(0, 1).Append(nil))
			}()
			for {
				f, err := p.TryRecv()
				if err != nil {
					t.Fatalf("the connection ended without a word: %v", err)
				}
				if f.Type == wire.GoAway && f.GoAway.Code != wire.TooMuch {
					t.Errorf("ended with %v; want TOO_MUCH", f)
				}
				if f.Type == wire.GoAway || f.Type == wire.Ping {
					break
				}
			}
			if grown := heap() - before; grown > 8<<20 {
				t.Errorf("the heap has grown by %d KiB", grown>>10)
			}
		})
	}
	if started, _, _ := w.counts(); started != 0 {
		t.Errorf("%d handlers ran", started)
	}
	w.works()
}

func TestRow29CallsOverTheLimit(t *testing.T) {
	const most = 10
	w := newWorld(t, &bluebird.Server{MaxStreams: most})
	p := w.raw(t)
	id := uint32(0)
	for range most {
		id++
		p.Send(wiretest.Call(id, "test.Wait", []byte{0x90}))
	}
	for range 100 {
		id++
		p.Send(wiretest.Call(id, "test.Wait", []byte{0x90}))
		if s := p.ExpectStatus(id); s.Status.Code != uint8(bluebird.ResourceExhausted) || s.Flags&wire.NotStarted == 0 {
			t.Fatalf("%v; want resource exhausted, not started", s)
		}
	}
	eventually(t, "the others run", func() bool { _, running, _ := w.counts(); return running == most })
	p.Send(wiretest.Cancel(1, 0, wire.CancelFrame{Code: 1}))
	eventually(t, "one is cancelled", func() bool { _, running, _ := w.counts(); return running == most-1 })
	id++
	p.Send(wiretest.Call(id, "test.Add", []byte{0x92, 1, 2}))
	if got := p.ExpectMessage(id); string(got) != "\x91\x03" {
		t.Errorf("in the free place: reply %x", got)
	}
	var b []byte
	b = wiretest.Call(id+1, "test.Wait", []byte{0x90}).Append(b)
	for range 3000 {
		id++
		b = wiretest.Call(id+1, "test.Wait", []byte{0x90}).Append(b)
	}
	go p.TrySend(b)
	p.ExpectGoAway(wire.TooMuch)
	p.ExpectClose()
}

func TestRow29ClientsWaitForAPlace(t *testing.T) {
	const most = 4
	w := newWorld(t, &bluebird.Server{MaxStreams: most})
	c := w.dial(nil)
	errs := make(chan error, 200)
	for range cap(errs) {
		go func() {
			_, err := callAdd(t.Context(), c, 1, 2)
			errs <- err
		}()
	}
	for range cap(errs) {
		if err := <-errs; err != nil {
			t.Errorf("a call over the limit: %v", err)
		}
	}
	if _, _, peak := w.counts(); peak > most {
		t.Errorf("%d handlers ran at once; want at most %d", peak, most)
	}
}

func TestRow31PingFlood(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	t.Run("with the answers read", func(t *testing.T) {
		p := w.raw(t)
		b := bytes.Repeat(wiretest.Ping(0, 1).Append(nil), 1000)
		go func() {
			for range 100 {
				if p.TrySend(b) != nil {
					return
				}
			}
		}()
		p.ExpectGoAway(wire.TooMuch)
		p.ExpectClose()
	})
	t.Run("without", func(t *testing.T) { floodUnread(t, w, wiretest.Ping(0, 1).Append(nil), 200_000) })
	w.works()
}

// TestRow32ControlFloods sends what makes the server answer, and reads no answer.
func TestRow32ControlFloods(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	unknown := func(id uint32) []byte { return wiretest.Call(id, "no.Such", []byte{0x90}).Append(nil) }
	var calls []byte
	for id := uint32(1); id <= 50_000; id++ {
		calls = append(calls, unknown(id)...)
	}
	for _, tt := range []struct {
		name  string
		bytes []byte
		times int
	}{
		{"GOAWAY", wiretest.GoAway(wire.GoAwayFrame{Last: 1}).Append(nil), 200_000},
		{"CREDIT", wiretest.Credit(0, 0, 1).Append(nil), 200_000},
		{"CANCEL", wiretest.Cancel(1, 0, wire.CancelFrame{}).Append(nil), 200_000},
		{"PING answers", wiretest.Ping(wire.Ack, 1).Append(nil), 200_000},
		{"frames to ignore", wiretest.Unknown(0x41, []byte("x")).Append(nil), 200_000},
		{"calls of unknown methods", calls, 1},
	} {
		t.Run(tt.name, func(t *testing.T) { floodUnread(t, w, tt.bytes, tt.times) })
	}
	w.works()
}

// floodUnread sends b many times over without reading. The server may read it all, stop reading, or close.
func floodUnread(t *testing.T, w *world, b []byte, times int) {
	p := w.raw(t)
	p.Timeout = time.Second
	if b[3] == byte(wire.Cancel) {
		p.Send(wiretest.Call(1, "test.Add", []byte{0x92, 1, 2}))
		p.ExpectMessage(1)
	}
	before := heap()
	many := bytes.Repeat(b, max(1, min(times, (16<<10)/len(b))))
	for sent := 0; sent < times*len(b); sent += len(many) {
		if err := p.TrySend(many); err != nil {
			if !errors.Is(err, errTimeout) {
				t.Logf("closed after %d bytes: %v", sent, err)
			} else {
				t.Logf("stopped reading after %d bytes", sent)
			}
			break
		}
	}
	if grown := heap() - before; grown > 8<<20 {
		t.Errorf("the heap has grown by %d KiB", grown>>10)
	}
	p.Conn.Close()
}

// TestRow5TinyItemsPayForTheirMemory sends items of one byte to handlers that take none, as many as the windows allow.
func TestRow5TinyItemsPayForTheirMemory(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	m := bluebird.Method{Name: "test.Take", Fingerprint: 96<<16 | 1, Flows: []bluebird.FlowKind{bluebird.ItemsUp}}
	w.handle(m, "xs stream", w.wait)
	p := w.raw(t)
	p.Timeout = time.Second
	before := heap()
	sent := 0
	for id := uint32(1); id <= 64; id++ {
		b := wiretest.Open(id, wire.OpenFrame{Name: []byte(m.Name), Fingerprint: m.Fingerprint}, []byte{0x91, 0xc3}).Append(nil)
		for range 2048 {
			b = wiretest.Data(id, 1, 0, []byte{1}).Append(b)
		}
		if p.TrySend(b) != nil {
			break // it may be too much for the server
		}
		sent += len(b)
	}
	if grown := heap() - before; grown > 2*64*2048*wire.MinCost || sent < 1<<20 {
		t.Errorf("the heap has grown by %d MiB for %d KiB that cost %d MiB", grown>>20, sent>>10, 64*2048*wire.MinCost>>20)
	}
}
