package bluebird_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"runtime"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
)

// The types of decodeWorld, as generated code reads them.
type (
	link  struct{ N *link }           // a list
	large struct{ Pad [1 << 10]byte } // an element that is larger in memory than on the wire
)

func readLink(r *codec.Reader, v *link) {
	*v = link{}
	for f := r.Struct(codec.Names{"N"}); f.Next(r); {
		switch {
		case f.Index != 0:
			r.Skip()
		case !r.Nil() && r.Charge(int64(unsafe.Sizeof(link{}))):
			v.N = new(link)
			readLink(r, v.N)
		}
	}
}

func readLarges(r *codec.Reader) []large {
	n, ok := r.Slice(int64(unsafe.Sizeof(large{})))
	if !ok {
		return nil
	}
	s := make([]large, n)
	for range s {
		for f := r.Struct(codec.Names{}); f.Next(r); {
			r.Skip()
		}
	}
	return s
}

func readMap(r *codec.Reader) map[string]uint64 {
	n, ok := r.Map(24)
	if !ok {
		return nil
	}
	m := make(map[string]uint64, n)
	for range n {
		k := codec.ReadString(r)
		codec.Put(r, m, k, codec.ReadUint64(r))
		if r.Failed() {
			r.AtKey(k)
			break
		}
	}
	return m
}

// newDecodeWorld is newWorld with a method for each type.
func newDecodeWorld(t *testing.T) *world {
	w := newWorld(t, new(bluebird.Server))
	for name, read := range map[string]func(*codec.Reader){
		"List":    func(r *codec.Reader) { readLink(r, new(link)) },
		"Larges":  func(r *codec.Reader) { readLarges(r) },
		"Map":     func(r *codec.Reader) { readMap(r) },
		"Numbers": func(r *codec.Reader) { codec.ReadNumbers[uint64](r) },
		"Bytes":   func(r *codec.Reader) { codec.ReadBytes(r) },
		"String":  func(r *codec.Reader) { codec.ReadString(r) },
		"Skip":    func(r *codec.Reader) { r.Skip() },
	} {
		w.handle(bluebird.Method{Name: "test." + name}, "v any", func(_ context.Context, in *bluebird.Incoming) error {
			read(&in.Args)
			if err := in.Err(); err != nil {
				return err
			}
			in.Results(0)
			return nil
		})
	}
	return w
}

// bomb sends a message of one argument to a method and returns the code of the answer, 0 for a reply. It fails the test if that took
// more memory than mem.
func (w *world) bomb(t *testing.T, method string, arg []byte, mem int64) (bluebird.Code, string) {
	t.Helper()
	p := w.raw(t)
	msg := append([]byte{0x91}, arg...)
	var frames []byte
	if len(msg) <= 200<<10 {
		frames = wiretest.Call(1, method, msg).Append(nil)
	} else {
		first := wiretest.Call(1, method, append(wire.AppendWhole(nil, len(msg)), msg[:100]...))
		first.Flags = wire.More
		frames = first.Append(nil)
		for msg = msg[100:]; len(msg) > 200<<10; msg = msg[200<<10:] {
			frames = wiretest.Data(1, 0, wire.More, msg[:200<<10]).Append(frames)
		}
		frames = wiretest.Data(1, 0, wire.End, msg).Append(frames)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	go p.TrySend(frames)
	var f wiretest.Parts
	for {
		if f = p.Recv(); f.Type == wire.Status || f.Type == wire.Data {
			break
		}
	}
	elapsed := time.Since(start)
	runtime.ReadMemStats(&after)
	if got := int64(after.TotalAlloc - before.TotalAlloc); got > mem {
		t.Errorf("%d bytes for %s took %d KiB of memory; want at most %d KiB", len(arg), method, got>>10, mem>>10)
	}
	if elapsed > 30*time.Second {
		t.Errorf("%d bytes for %s took %v", len(arg), method, elapsed)
	}
	p.Conn.Close()
	if f.Type == wire.Data {
		return 0, ""
	}
	return bluebird.Code(f.Status.Code), statusText(t, f)
}

// received is what it takes to receive n bytes, before anything is decoded.
func received(n int) int64 { return 8*int64(n) + 1<<20 }

func TestRow16DepthBombs(t *testing.T) {
	w := newDecodeWorld(t)
	const n = 1_300_000 // 4 MiB of {"N": {"N": …
	list := append(bytes.Repeat([]byte("\x81\xa1N"), n), 0xc0)
	arrays := append(bytes.Repeat([]byte{0x91}, 4<<20), 0xc0)
	for _, tt := range []struct {
		method string
		in     []byte
	}{
		{"test.List", list},
		{"test.Any", list},
		{"test.Any", arrays},
		{"test.Skip", arrays},
		{"test.Numbers", arrays},
		{"test.List", append([]byte("\x81\xa1?"), arrays...)}, // in a field that is not known
	} {
		code, text := w.bomb(t, tt.method, tt.in, received(len(tt.in)))
		if code != bluebird.InvalidArgument {
			t.Errorf("%s: %v %q; want %v", tt.method, code, text, bluebird.InvalidArgument)
		}
	}
	deep := append(bytes.Repeat([]byte("\x81\xa1N"), 900), 0xc0)
	if code, text := w.bomb(t, "test.List", deep, 1<<20); code != 0 {
		t.Errorf("900 levels: %v %q", code, text)
	}
	w.works()
}

func TestRow17LengthsWithoutData(t *testing.T) {
	w := newDecodeWorld(t)
	for _, typ := range []byte{0xdd, 0xdf, 0xc6, 0xdb, 0xc9} { // array32, map32, bin32, str32, ext32
		for _, n := range []uint32{1 << 20, 1 << 28, 1<<31 - 1, 1<<32 - 1} {
			in := binary.BigEndian.AppendUint32([]byte{typ}, n)
			if typ == 0xc9 {
				in = append(in, 38) // a block of uint64
			}
			for _, method := range []string{"test.Numbers", "test.Larges", "test.Map", "test.Bytes", "test.String", "test.Any", "test.List", "test.Skip"} {
				code, text := w.bomb(t, method, in, 256<<10)
				if code != bluebird.InvalidArgument {
					t.Errorf("%s of %x: %v %q; want %v", method, in, code, text, bluebird.InvalidArgument)
				}
			}
		}
	}
	w.works()
}

func TestRow18NestedArraysThatLookPlausible(t *testing.T) {
	w := newDecodeWorld(t)
	for _, size := range []int{49 << 10, 400 << 10} {
		var in []byte
		for left := size; left > 3; left -= 3 {
			in = append(in, 0xdc)
			in = binary.BigEndian.AppendUint16(in, uint16(min(left-3, 65535)))
		}
		code, text := w.bomb(t, "test.Any", in, received(size))
		if code != bluebird.InvalidArgument {
			t.Errorf("%d bytes: %v %q; want %v", size, code, text, bluebird.InvalidArgument)
		}
	}
}

func TestRow19WellFormedAmplification(t *testing.T) {
	w := newDecodeWorld(t)
	in := binary.BigEndian.AppendUint32([]byte{0xdd}, 1<<20)
	in = append(in, bytes.Repeat([]byte{0x80}, 1<<20)...) // a million empty structs of 1 KiB
	code, text := w.bomb(t, "test.Larges", in, received(len(in)))
	if code != bluebird.ResourceExhausted || !strings.Contains(text, "MaxDecoded") {
		t.Errorf("%v %q; want %v naming MaxDecoded", code, text, bluebird.ResourceExhausted)
	}
	if code, text := w.bomb(t, "test.Any", in, received(len(in))+80<<20); code != 0 && code != bluebird.ResourceExhausted {
		t.Errorf("as any: %v %q", code, text)
	}
	w.works()
}

func TestRow20MalformedArguments(t *testing.T) {
	w := newDecodeWorld(t)
	for _, tt := range []struct {
		name   string
		method string
		in     string
		want   string // in the text
	}{
		{"wrong type", "test.Numbers", "\xa3abc", "v"},
		{"wrong type of an element", "test.Map", "\x81\xa1k\xa1x", "k"},
		{"duplicate key", "test.Map", "\x82\xa1k\x01\xa1k\x02", "k"},
		{"duplicate field", "test.List", "\x82\xa1N\xc0\xa1N\xc0", "N"},
		{"byte that msgpack does not use", "test.Any", "\xc1", ""},
		{"trailing bytes", "test.Any", "\x01\x02", ""},
		{"number out of range", "test.Numbers", "\x91\xff", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code, text := w.bomb(t, tt.method, []byte(tt.in), 1<<20)
			if code != bluebird.InvalidArgument || !strings.Contains(text, tt.want) {
				t.Errorf("%v %q; want %v naming %q", code, text, bluebird.InvalidArgument, tt.want)
			}
		})
	}
}

// TestRow20CompactNeedsEqualFingerprints sends positions to a method that knows other ones: they must not be taken for its fields.
func TestRow20CompactNeedsEqualFingerprints(t *testing.T) {
	w := newDecodeWorld(t)
	w.handle(bluebird.Method{Name: "test.Twin", Fingerprint: 5 << 16}, "v any", func(_ context.Context, in *bluebird.Incoming) error {
		readLink(&in.Args, new(link))
		if err := in.Err(); err != nil {
			return err
		}
		in.Results(0)
		return nil
	})
	p := w.raw(t)
	for id, tt := range []struct {
		fingerprint uint64
		want        bluebird.Code
	}{{5 << 16, 0}, {6 << 16, bluebird.InvalidArgument}, {0, bluebird.InvalidArgument}} {
		f := wiretest.Open(uint32(id+1), wire.OpenFrame{Name: []byte("test.Twin"), Fingerprint: tt.fingerprint}, []byte{0x91, 0x91, 0xc0})
		f.Flags |= wire.Compact
		p.Send(f)
		if tt.want == 0 {
			p.ExpectMessage(f.Stream)
		} else if s := p.ExpectStatus(f.Stream); s.Status.Code != uint8(tt.want) {
			t.Errorf("fingerprint %d: %v; want %v", tt.fingerprint, s, tt.want)
		}
	}
}

// TestRow16RepliesAreBombsToo answers a client with the same.
func TestRow16RepliesAreBombsToo(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   string
	}{
		{"deep", strings.Repeat("\x91", 50_000) + "\xc0"},
		{"length without data", "\x91\xdd\xff\xff\xff\xff"},
		{"nothing", ""},
		{"not an array", "\xa1x"},
		{"a map", "\x81\xa1x\x01"},
		{"wrong type", "\x91\xa1x"},
		{"trailing bytes", "\x91\x01\x02"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, p := dialRaw(t, nil)
			result := goAdd(t, c)
			p.ExpectOpen()
			p.Send(wiretest.Reply(1, []byte(tt.in)))
			wantError(t, <-result, bluebird.Internal, bluebird.Executed)
		})
	}
}
