package wire_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
)

// header returns the bytes of a header, right or wrong.
func header(length int, typ, flags, reserved byte, flow uint16, stream uint32) []byte {
	b := wire.AppendHeader(nil, wire.Header{Length: length, Type: wire.Type(typ), Flags: wire.Flags(flags), Flow: flow, Stream: stream})
	b[5] = reserved
	return b
}

func wantCode(t *testing.T, err error, code wire.Code) {
	t.Helper()
	var e *wire.Error
	if !errors.As(err, &e) || e.Code != code {
		t.Errorf("error = %v; want %v", err, code)
	}
}

// malformed is a payload that a parser must refuse.
type malformed struct {
	name  string
	parse func([]byte) error
	in    []byte
	code  wire.Code
}

func refuseAll(t *testing.T, tests []malformed) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { wantCode(t, tt.parse(tt.in), tt.code) })
	}
}

func parseOpen(b []byte) error     { _, _, err := wire.ParseOpen(b); return err }
func parseHello(b []byte) error    { _, err := wire.ParseHello(b); return err }
func parseStatus(b []byte) error   { _, err := wire.ParseStatus(b); return err }
func parseTree(b []byte) error     { _, err := wire.ParseTree(b); return err }
func parseCancel(b []byte) error   { _, err := wire.ParseCancel(b); return err }
func parseCredit(b []byte) error   { _, err := wire.ParseCredit(b); return err }
func parsePing(b []byte) error     { _, err := wire.ParsePing(b); return err }
func parseGoAway(b []byte) error   { _, err := wire.ParseGoAway(b); return err }
func parseGrant(b []byte) error    { _, err := wire.ParseGrant(b); return err }
func parseID(b []byte) error       { _, _, err := wire.ParseCallbackID(b); return err }
func parseCallback(b []byte) error { _, _, err := wire.ParseCallback(b); return err }
func parseAnswer(b []byte) error   { _, _, err := wire.ParseAnswer(b); return err }
func parseWhole(b []byte) error    { _, _, err := wire.ParseWhole(b); return err }
func nextMessage(b []byte) error   { _, _, err := wire.NextMessage(b); return err }
func cutMetadata(b []byte) error   { _, _, err := wire.CutMetadata(b); return err }

func TestRow2MalformedFrames(t *testing.T) {
	for _, tt := range []struct {
		name string
		in   []byte
	}{
		{"no bytes", nil},
		{"eleven bytes", header(0, 6, 0, 0, 0, 0)[:11]},
		{"type 0", header(0, 0, 0, 0, 0, 0)},
		{"first unknown type", header(0, 12, 0, 0, 0, 0)},
		{"last type before those to ignore", header(0, 0x3f, 0, 0, 0, 0)},
		{"first type after those to ignore", header(0, 0x80, 0, 0, 0, 0)},
		{"last type", header(0, 0xff, 0, 0, 0, 0)},
		{"reserved byte", header(8, 6, 0, 1, 0, 0)},
		{"unknown flag", header(0, 2, 0x80, 0, 0, 1)},
		{"END and MORE", header(0, 2, 0x03, 0, 0, 1)},
		{"MORE and BATCH", header(0, 2, 0x12, 0, 1, 1)},
		{"OPEN with META", header(0, 1, 0x08, 0, 0, 1)},
		{"OPEN on the connection", header(0, 1, 0, 0, 0, 0)},
		{"OPEN on a flow", header(0, 1, 0, 0, 1, 1)},
		{"DATA on the connection", header(0, 2, 0, 0, 0, 0)},
		{"DATA with ACK", header(0, 2, 0x40, 0, 0, 1)},
		{"STATUS with END", header(0, 3, 0x01, 0, 0, 1)},
		{"STATUS on a flow", header(0, 3, 0, 0, 1, 1)},
		{"CANCEL on the connection", header(0, 4, 0, 0, 0, 0)},
		{"CANCEL with END", header(0, 4, 1, 0, 0, 1)},
		{"CREDIT on a flow of the connection", header(1, 5, 0, 0, 1, 0)},
		{"PING on a call", header(8, 6, 0, 0, 0, 1)},
		{"PING on a flow", header(8, 6, 0, 0, 1, 0)},
		{"GOAWAY on a call", header(6, 7, 0, 0, 0, 1)},
		{"HELLO on a call", header(1, 8, 0, 0, 0, 1)},
		{"CALLBACK on flow 0", header(2, 9, 0, 0, 0, 1)},
		{"CALLBACK with END", header(2, 9, 1, 0, 1, 1)},
		{"ANSWER on flow 0", header(2, 10, 0, 0, 0, 1)},
		{"GRANT on a flow", header(3, 11, 0, 0, 1, 1)},
		{"GRANT on the connection", header(3, 11, 0, 0, 0, 0)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := wire.ParseHeader(tt.in)
			wantCode(t, err, wire.Protocol)
		})
	}
	for _, typ := range []byte{0x40, 0x55, 0x7f} {
		if h, err := wire.ParseHeader(header(9, typ, 0xff, 0xff, 7, 7)); err != nil || h.Length != 9 {
			t.Errorf("type %#x to be ignored: %+v, %v", typ, h, err)
		}
	}
}

func TestRow2MalformedPayloads(t *testing.T) {
	refuseAll(t, []malformed{
		{"OPEN, empty", parseOpen, nil, wire.Protocol},
		{"OPEN, a number in too many bytes", parseOpen, []byte{0x81, 0, 0, 0}, wire.Protocol},
		{"OPEN, a number of eleven bytes", parseOpen, bytes.Repeat([]byte{0xff}, 11), wire.Protocol},
		{"OPEN, method above 32 bits", parseOpen, []byte{0x80, 0x80, 0x80, 0x80, 0x10, 0, 0}, wire.Protocol},
		{"OPEN, name cut short", parseOpen, []byte("\x00\x05calc"), wire.Protocol},
		{"OPEN, name of 129 bytes", parseOpen, append([]byte{0, 0x81, 0x01}, make([]byte, 200)...), wire.Protocol},
		{"OPEN, fingerprint cut short", parseOpen, []byte("\x00\x01a1234567"), wire.Protocol},
		{"OPEN, no timeout", parseOpen, []byte("\x00\x01a12345678"), wire.Protocol},
		{"OPEN, no metadata", parseOpen, []byte("\x00\x01a12345678\x00"), wire.Protocol},
		{"STATUS, empty", parseStatus, nil, wire.Protocol},
		{"STATUS, code 0", parseStatus, []byte{0, 0, 0, 0}, wire.Protocol},
		{"STATUS, code 17", parseStatus, []byte{17, 0, 0, 0}, wire.Protocol},
		{"STATUS, no delay", parseStatus, []byte{1}, wire.Protocol},
		{"STATUS, no metadata", parseStatus, []byte{1, 0}, wire.Protocol},
		{"tree, empty", parseTree, nil, wire.Protocol},
		{"tree, no nodes and more", parseTree, []byte{0, 0}, wire.Protocol},
		{"tree, too many nodes", parseTree, []byte{2, 0, 0, 0, 0, 0}, wire.Protocol},
		{"tree, too few nodes", parseTree, []byte{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0}, wire.Protocol},
		{"tree, a byte behind it", parseTree, []byte{1, 0, 0, 0, 0, 0, 0}, wire.Protocol},
		{"tree, code 17", parseTree, []byte{1, 17, 0, 0, 0, 0}, wire.Protocol},
		{"tree, text cut short", parseTree, []byte{1, 0, 9, 'a', 'b', 'c'}, wire.Protocol},
		{"tree, 2^63 nodes", parseTree, append(binary.AppendUvarint(nil, 1<<63), 0, 0, 0, 0, 0), wire.Protocol},
		{"tree, 2^63 children", parseTree, binary.AppendUvarint([]byte{5, 0, 0, 0, 0}, 1<<63), wire.Protocol},
		{"tree, 65 deep", parseTree, deepTree(65), wire.Protocol},
		{"tree, over 64 KiB", parseTree, make([]byte, wire.MaxTree+1), wire.Protocol},
		{"CANCEL, empty", parseCancel, nil, wire.Protocol},
		{"CANCEL, code 17", parseCancel, []byte{17, 0}, wire.Protocol},
		{"CANCEL, no callback", parseCancel, []byte{1}, wire.Protocol},
		{"CANCEL, a callback id that is cut short", parseCancel, []byte{1, 0x80}, wire.Protocol},
		{"PING of seven bytes", parsePing, make([]byte, 7), wire.Protocol},
		{"PING of nine bytes", parsePing, make([]byte, 9), wire.Protocol},
		{"GOAWAY, empty", parseGoAway, nil, wire.Protocol},
		{"GOAWAY, code 256", parseGoAway, []byte{0, 0, 0, 0, 0x80, 2, 0}, wire.Protocol},
		{"GOAWAY, text cut short", parseGoAway, []byte{0, 0, 0, 0, 0, 3, 'a'}, wire.Protocol},
		{"GOAWAY, a byte too many", parseGoAway, []byte{0, 0, 0, 0, 0, 0, 0}, wire.Protocol},
		{"GRANT, empty", parseGrant, nil, wire.Protocol},
		{"GRANT, method 0", parseGrant, []byte{0, 0, 0}, wire.Protocol},
		{"GRANT, method above 32 bits", parseGrant, []byte{0x80, 0x80, 0x80, 0x80, 0x10, 0, 0}, wire.Protocol},
		{"GRANT, no bits", parseGrant, []byte{1}, wire.Protocol},
		{"GRANT, no signature", parseGrant, []byte{1, 1}, wire.Protocol},
		{"GRANT, a byte too many", parseGrant, []byte{1, 1, 0, 0}, wire.Protocol},
		{"CALLBACK, empty", parseID, nil, wire.Protocol},
		{"CALLBACK, id 0", parseID, []byte{0}, wire.Protocol},
		{"CALLBACK, no timeout", parseCallback, nil, wire.Protocol},
		{"ANSWER, no code", parseAnswer, nil, wire.Protocol},
		{"ANSWER, code 17", parseAnswer, []byte{17}, wire.Protocol},
		{"batch, message cut short", nextMessage, []byte{3, 1, 2}, wire.Protocol},
		{"batch, message of 2^64-1 bytes", nextMessage, binary.AppendUvarint(nil, math.MaxUint64), wire.Protocol},
	})
}

// deepTree returns a tree in which every node but the last has one child.
func deepTree(n int) []byte {
	b := []byte{byte(n)}
	for i := range n {
		b = append(b, 0, 0, 0, 0, 1)
		if i == n-1 {
			b[len(b)-1] = 0
		}
	}
	return b
}

func TestRow3LengthIsReadFromTheHeaderAlone(t *testing.T) {
	for _, n := range []int{0, 1, 255, 256, 65536, wire.MaxPayload} {
		h, err := wire.ParseHeader(header(n, 2, 0, 0, 0, 1))
		if err != nil || h.Length != n || h.Cost() != max(n, 256) {
			t.Errorf("length %d: %+v, cost %d, %v", n, h, h.Cost(), err)
		}
	}
}

func TestRow9HelloOutOfRange(t *testing.T) {
	pair := func(key uint64, value uint64) []byte {
		v := binary.AppendUvarint(nil, value)
		return append(append(binary.AppendUvarint([]byte{1}, key), byte(len(v))), v...)
	}
	long := binary.AppendUvarint([]byte{1, 11}, wire.MaxHello)
	refuseAll(t, []malformed{
		{"empty", parseHello, nil, wire.Protocol},
		{"too long", parseHello, append(long, make([]byte, wire.MaxHello)...), wire.FrameSize},
		{"pairs missing", parseHello, []byte{2, 1, 1, 1}, wire.Protocol},
		{"2^63 pairs", parseHello, binary.AppendUvarint(nil, 1<<63), wire.Protocol},
		{"a byte too many", parseHello, []byte{0, 0}, wire.Protocol},
		{"key 0", parseHello, []byte{1, 0, 0}, wire.Protocol},
		{"key twice", parseHello, []byte{2, 1, 1, 1, 1, 1, 1}, wire.Protocol},
		{"keys out of order", parseHello, []byte{2, 2, 1, 1, 1, 1, 1}, wire.Protocol},
		{"value of no bytes", parseHello, []byte{1, 5, 0}, wire.Protocol},
		{"value in too many bytes", parseHello, []byte{1, 5, 2, 0x81, 0}, wire.Protocol},
		{"value and a byte", parseHello, []byte{1, 5, 2, 1, 1}, wire.Protocol},
		{"versions the wrong way round", parseHello, []byte{2, 1, 1, 2, 2, 1, 1}, wire.Protocol},
		{"frames of 0", parseHello, pair(3, 0), wire.Protocol},
		{"frames below the minimum", parseHello, pair(3, 16<<10-1), wire.Protocol},
		{"frames above the format", parseHello, pair(3, 1<<24), wire.Protocol},
		{"messages of 511", parseHello, pair(4, 511), wire.Protocol},
		{"messages above 1 GiB", parseHello, pair(4, 1<<30+1), wire.Protocol},
		{"no streams", parseHello, pair(5, 0), wire.Protocol},
		{"2^64-1 streams", parseHello, pair(5, math.MaxUint64), wire.Protocol},
		{"connection window below the minimum", parseHello, pair(6, 64<<10-1), wire.Protocol},
		{"call window of 2^31", parseHello, pair(7, 1<<31), wire.Protocol},
		{"flow window of 0", parseHello, pair(8, 0), wire.Protocol},
		{"metadata above 1 MiB", parseHello, pair(9, 1<<20+1), wire.Protocol},
	})
}

func TestHelloSkipsWhatItDoesNotKnow(t *testing.T) {
	got, err := wire.ParseHello([]byte("\x04\x05\x01\x07\x0b\x01b\x0c\x00\xff\x01\x03xyz"))
	want := wire.Minimum
	want.MaxStreams, want.Build = 7, "b"
	if err != nil || got != want {
		t.Errorf("ParseHello = %+v, %v; want %+v", got, err, want)
	}
}

func TestRow10VersionsAreTold(t *testing.T) {
	got, err := wire.ParseHello([]byte("\x02\x01\x01\x03\x02\x02\xac\x02"))
	if err != nil || got.MinVersion != 3 || got.MaxVersion != 255 {
		t.Errorf("versions %d to %d, %v; want 3 to 255 (300 is taken for that)", got.MinVersion, got.MaxVersion, err)
	}
	if wire.Preface[len(wire.Preface)-1] != wire.Version {
		t.Error("the preface does not end in the version")
	}
	if utf8.ValidString(wire.Preface[:1]) || wire.Preface[0] == 0x16 {
		t.Error("the preface may be taken for text or TLS")
	}
}

func TestRow12FragmentWithoutItsLength(t *testing.T) {
	for n := range 4 {
		wantCode(t, parseWhole(make([]byte, n)), wire.Protocol)
	}
	n, fragment, err := wire.ParseWhole([]byte{0xff, 0xff, 0xff, 0xff, 7})
	if n != math.MaxUint32 || string(fragment) != "\x07" || err != nil {
		t.Errorf("ParseWhole = %d, %x, %v", n, fragment, err)
	}
}

func TestRow22MetadataAboveItsLimits(t *testing.T) {
	many := func(n int) []byte {
		var kv []string
		for i := range n {
			kv = append(kv, fmt.Sprint("k", i), "v")
		}
		return metadata(kv...)
	}
	half := strings.Repeat("x", wire.MaxMetadata-wire.PairOverhead-1)
	for _, tt := range []struct {
		name string
		in   []byte
		ok   bool
	}{
		{"none", metadata(), true},
		{"64 pairs", many(64), true},
		{"65 pairs", many(65), false},
		{"8 KiB in one value", metadata("k", half), true},
		{"8 KiB and a byte", metadata("k", half+"x"), false},
		{"8 KiB and an empty pair", metadata("k", half, "", ""), false},
		{"8 KiB in a key", metadata(half, "v"), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			open := append(append([]byte{1, 0}, tt.in...), 0x90)
			o, args, err := wire.ParseOpen(open)
			var tooBig *wire.MetadataError
			if got := err == nil; got != tt.ok || !got && !errors.As(err, &tooBig) {
				t.Errorf("OPEN: %v", err)
			}
			if string(args) != "\x90" || o.Method != 1 {
				t.Errorf("OPEN: method %d and arguments %x are lost", o.Method, args)
			}
			s, err := wire.ParseStatus(append(append([]byte{5, 0}, tt.in...), 0))
			if got := err == nil; got != tt.ok || s.Code != 5 || string(s.Tree) != "\x00" {
				t.Errorf("STATUS: %+v, %v", s, err)
			}
			if _, rest, err := wire.CutMetadata(append(bytes.Clone(tt.in), 0xc0)); (err == nil) != tt.ok || string(rest) != "\xc0" {
				t.Errorf("DATA: %x, %v", rest, err)
			}
		})
	}
	refuseAll(t, []malformed{
		{"empty", cutMetadata, nil, wire.Protocol},
		{"2^63 pairs", cutMetadata, binary.AppendUvarint(nil, 1<<63), wire.Protocol},
		{"value missing", cutMetadata, []byte{1, 1, 'k'}, wire.Protocol},
		{"value cut short", cutMetadata, []byte{1, 1, 'k', 2, 'v'}, wire.Protocol},
	})
}

func TestMetadataErrorNamesBothSizes(t *testing.T) {
	_, _, err := wire.CutMetadata(metadata("k", strings.Repeat("v", 9000)))
	const want = "metadata of 1 pairs and 9017 bytes is above the limit of 64 pairs and 8192 bytes"
	if err == nil || err.Error() != want {
		t.Errorf("error = %v; want %s", err, want)
	}
}

func TestRow25CreditOutOfRange(t *testing.T) {
	for _, n := range []uint64{0, 1 << 31, 1 << 32, 1<<32 + 1, 1 << 63, math.MaxUint64} {
		wantCode(t, parseCredit(binary.AppendUvarint(nil, n)), wire.FlowControl)
	}
	for _, n := range []int64{1, 255, wire.MaxCredit} {
		if got, err := wire.ParseCredit(wire.AppendCredit(nil, n)); got != n || err != nil {
			t.Errorf("ParseCredit = %d, %v; want %d", got, err, n)
		}
	}
	refuseAll(t, []malformed{
		{"empty", parseCredit, nil, wire.Protocol},
		{"not the shortest form", parseCredit, []byte{0x81, 0}, wire.Protocol},
		{"a byte too many", parseCredit, []byte{1, 1}, wire.Protocol},
	})
}

func TestTimeoutsAreRelativeAndBounded(t *testing.T) {
	for _, tt := range []struct{ in, want time.Duration }{
		{0, 0},
		{-time.Second, 0},
		{1, time.Microsecond},
		{time.Microsecond + 999, time.Microsecond},
		{time.Hour, time.Hour},
		{wire.MaxTimeout, wire.MaxTimeout},
		{wire.MaxTimeout + time.Second, wire.MaxTimeout},
		{math.MaxInt64, wire.MaxTimeout},
	} {
		o, _, err := wire.ParseOpen(wire.AppendOpen(nil, &wire.OpenFrame{Method: 1, Timeout: tt.in}))
		if o.Timeout != tt.want || err != nil {
			t.Errorf("timeout %v arrives as %v, %v; want %v", tt.in, o.Timeout, err, tt.want)
		}
	}
	longest := binary.AppendUvarint([]byte{1}, math.MaxUint64)
	if o, _, err := wire.ParseOpen(append(longest, 0)); o.Timeout != wire.MaxTimeout || err != nil {
		t.Errorf("timeout of 2^64-1 µs = %v, %v; want %v", o.Timeout, err, wire.MaxTimeout)
	}
}

func TestRetryDelayIsBounded(t *testing.T) {
	for _, tt := range []struct{ in, want time.Duration }{
		{-1, 0}, {time.Microsecond, 0}, {time.Second, time.Second}, {48 * time.Hour, wire.MaxTimeout},
	} {
		s, err := wire.ParseStatus(wire.AppendStatus(nil, &wire.StatusFrame{Code: 8, RetryAfter: tt.in, Tree: []byte{0}}))
		if s.RetryAfter != tt.want || err != nil {
			t.Errorf("delay %v arrives as %v, %v; want %v", tt.in, s.RetryAfter, err, tt.want)
		}
	}
}

func TestTreeIsCutToItsLimits(t *testing.T) {
	wide := wire.Node{Text: "all"}
	for i := range 10_000 {
		wide.Children = append(wide.Children, wire.Node{Code: 1, Text: fmt.Sprint(i)})
	}
	deep := &wire.Node{Text: "bottom"}
	for range 100 {
		deep = &wire.Node{Text: "level", Children: []wire.Node{*deep}}
	}
	long := strings.Repeat("é", 60_000)
	for _, tt := range []struct {
		name  string
		in    wire.Node
		check func(*wire.Node) bool
	}{
		{"long text", wire.Node{Text: long, Name: "x.Err", Details: []byte{1}}, func(n *wire.Node) bool {
			return strings.HasSuffix(n.Text, "é…") && len(n.Text) > 60_000 && n.Name == "x.Err" && len(n.Details) == 1
		}},
		{"long text of a child", wire.Node{Text: "a", Children: []wire.Node{{Text: long}, {Text: "b"}}}, func(n *wire.Node) bool {
			return n.Text == "a" && strings.HasSuffix(n.Children[0].Text, "é…")
		}},
		{"long details", wire.Node{Text: "a", Name: "x.Err", Details: make([]byte, wire.MaxTree)}, func(n *wire.Node) bool {
			return n.Text == "a" && n.Name == "x.Err" && n.Details == nil
		}},
		{"long name", wire.Node{Text: "a", Name: long}, func(n *wire.Node) bool { return n.Text == "a" && n.Name == "" }},
		{"too wide", wide, func(n *wire.Node) bool { return len(n.Children) > 2000 && n.Children[2000].Text == "2000" }},
		{"too deep", *deep, func(n *wire.Node) bool { return depth(n) == wire.MaxTreeDepth }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := wire.AppendTree(nil, &tt.in)
			n, err := wire.ParseTree(b)
			if err != nil || len(b) > wire.MaxTree || !tt.check(n) {
				t.Errorf("%d bytes, %v, text of %d bytes ending in %.20q, %d children", len(b), err, len(n.Text), n.Text[max(0, len(n.Text)-9):], len(n.Children))
			}
		})
	}
}

func depth(n *wire.Node) int {
	if len(n.Children) == 0 {
		return 1
	}
	return 1 + depth(&n.Children[0])
}

func TestTreeOfNothing(t *testing.T) {
	n, err := wire.ParseTree(wire.AppendTree(nil, nil))
	if n != nil || err != nil {
		t.Errorf("ParseTree = %+v, %v; want nothing", n, err)
	}
}

// TestRandomFramesComeBack appends frames with random content and parses them.
func TestRandomFramesComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var end wiretest.Parser
	for i := range 20_000 {
		want := randomParts(r)
		b := want.Append(nil)
		f, rest, err := wiretest.ParseFrame(b)
		if err != nil || len(rest) != 0 {
			t.Fatalf("%d: %v: %v, %d bytes too many", i, want, err, len(rest))
		}
		want.Length = f.Length
		got, err := end.Parse(f)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%d: parsed, %v\n got %+v\nwant %+v", i, err, got, want)
		}
	}
}

func randomParts(r *rand.Rand) wiretest.Parts {
	text := func(n int) []byte {
		b := make([]byte, 1+r.IntN(n))
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return b
	}
	number := func(bits int) uint64 { return r.Uint64() >> (64 - 1 - r.IntN(bits)) }
	md := func() []byte {
		if r.IntN(2) == 0 {
			return nil
		}
		return metadata(string(text(9)), string(text(99)), "", string(text(999)))
	}
	p := wiretest.Parts{Header: wire.Header{Type: wire.Type(1 + r.IntN(11))}}
	call := func() { p.Stream = uint32(number(32)) | 1 }
	flow := func() { call(); p.Flow = uint16(number(16)) | 1 }
	switch p.Type {
	case wire.Open:
		call()
		p.Flags = wire.End
		p.Open = &wire.OpenFrame{Method: uint32(number(32)), Timeout: time.Duration(number(30)) * time.Microsecond, Metadata: md()}
		if p.Open.Method == 0 {
			p.Open.Name, p.Open.Fingerprint = text(wire.MaxName), number(64)
		}
		p.Bytes = text(99)
	case wire.Data:
		flow()
		p.Flags = wire.Meta | wire.End
		p.Metadata, p.Bytes = md(), text(2000)
	case wire.Status:
		call()
		tree := wire.AppendTree(nil, &wire.Node{Code: uint8(r.IntN(17)), Text: string(text(99)), Children: []wire.Node{{Name: string(text(9))}}})
		p.Status = &wire.StatusFrame{Code: uint8(1 + r.IntN(16)), RetryAfter: time.Duration(number(20)) * time.Millisecond, Metadata: md(), Tree: tree}
	case wire.Cancel:
		flow()
		p.Cancel = &wire.CancelFrame{Code: uint8(r.IntN(17)), Callback: number(64)}
		if r.IntN(2) == 0 {
			p.Cancel.Tree = wire.AppendTree(nil, &wire.Node{Code: 5, Text: "gone"})
		}
	case wire.Credit:
		flow()
		p.Credit = int64(number(31)) | 1
	case wire.Ping:
		p.Ping = number(64)
	case wire.GoAway:
		p.GoAway = &wire.GoAwayFrame{Last: uint32(number(32)), Code: wire.Code(r.IntN(9)), Text: string(text(99))}
	case wire.Hello:
		h := wire.Minimum
		h.MaxStreams, h.Features, h.Build = int64(number(30))|1, number(64), string(text(99))
		h.ConnWindow += int64(number(30))
		p.Hello = &h
	case wire.Callback:
		flow()
		p.Callback, p.Timeout, p.Bytes = number(64)|1, time.Duration(number(30))*time.Microsecond, text(99)
	case wire.Answer:
		flow()
		p.Callback, p.Code, p.Bytes = number(64)|1, uint8(r.IntN(17)), text(99)
	case wire.Grant:
		call()
		p.Grant = &wire.GrantFrame{Method: uint32(number(32)) | 1, Compact: r.IntN(2) == 0, Signature: text(99)}
	}
	return p
}

func TestHeaderRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		h := wire.Header{Length: int(r.Uint32() >> 8), Type: wire.Data, Flags: wire.Compact, Flow: uint16(r.Uint32()), Stream: r.Uint32() | 1}
		b := wire.AppendHeader(nil, h)
		if got, err := wire.ParseHeader(b); got != h || err != nil || len(b) != wire.HeaderSize {
			t.Fatalf("ParseHeader(%x) = %+v, %v; want %+v", b, got, err, h)
		}
		wire.PutLength(b, 77)
		h.Length = 77
		if got, _ := wire.ParseHeader(b); got != h {
			t.Fatalf("after PutLength: %+v; want %+v", got, h)
		}
	}
}

func TestNamesOfTypesAndCodes(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{wire.Open.String(), "OPEN"},
		{wire.Grant.String(), "GRANT"},
		{wire.Type(0).String(), "type 0x0"},
		{wire.Type(99).String(), "type 0x63"},
		{wire.None.String(), "NONE"},
		{wire.WantTLS.String(), "TLS"},
		{wire.Code(200).String(), "code 200"},
		{wire.Errorf(wire.TooMuch, "%d pings", 9).Error(), "TOO_MUCH: 9 pings"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q; want %q", tt.got, tt.want)
		}
	}
}

// TestParsersAllocateLittle parses what announces far more than it holds.
func TestParsersAllocateLittle(t *testing.T) {
	huge := binary.AppendUvarint(nil, 1<<62)
	flat := append(binary.AppendUvarint(nil, 13_000), 0, 0, 0, 0)
	flat = binary.AppendUvarint(flat, 12_999)
	flat = append(flat, make([]byte, 5*12_999)...)
	for _, tt := range []struct {
		name  string
		parse func([]byte) error
		in    []byte
		most  uint64
	}{
		{"OPEN", parseOpen, append([]byte{0}, huge...), 4 << 10},
		{"OPEN with metadata", parseOpen, append([]byte{1, 0}, huge...), 4 << 10},
		{"HELLO", parseHello, huge, 4 << 10},
		{"STATUS", parseStatus, append([]byte{1, 0}, huge...), 4 << 10},
		{"GOAWAY", parseGoAway, append(make([]byte, 5), huge...), 4 << 10},
		{"GRANT", parseGrant, append([]byte{1, 0}, huge...), 4 << 10},
		{"metadata", cutMetadata, huge, 4 << 10},
		{"tree of too many nodes", parseTree, huge, 4 << 10},
		{"tree whose nodes all claim children", parseTree, append(binary.AppendUvarint(nil, 13_000), bytes.Repeat([]byte{0, 0, 0, 0, 60}, 1000)...), 1 << 20},
		{"tree of as many nodes as fit", parseTree, flat, 8 << 20},
	} {
		got := uint64(math.MaxUint64)
		for range 5 { // what else the process does is counted too
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			tt.parse(tt.in)
			runtime.ReadMemStats(&after)
			got = min(got, after.TotalAlloc-before.TotalAlloc)
		}
		if got > tt.most {
			t.Errorf("%s: %d bytes allocated for %d; want at most %d", tt.name, got, len(tt.in), tt.most)
		}
	}
}

func TestFixedPartsAllocateNothing(t *testing.T) {
	b := make([]byte, 0, 1<<10)
	open := wire.OpenFrame{Name: []byte("calc.Add"), Timeout: time.Second, Metadata: metadata("k", "v")}
	allocs := testing.AllocsPerRun(100, func() {
		b = wire.AppendHeader(b[:0], wire.Header{Type: wire.Open, Stream: 1})
		b = wire.AppendOpen(b, &open)
		wire.PutLength(b, len(b)-wire.HeaderSize)
		h, err := wire.ParseHeader(b)
		if err == nil {
			_, _, err = wire.ParseOpen(b[wire.HeaderSize : wire.HeaderSize+h.Length])
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	if allocs != 0 {
		t.Errorf("%v allocations for an OPEN; want 0", allocs)
	}
}
