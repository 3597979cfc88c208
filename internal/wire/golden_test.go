package wire_test

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
)

// golden is one frame, or preface, of a file in testdata/wire.
type golden struct {
	name  string
	bytes []byte
	says  string // what follows =>
}

func readGolden(t testing.TB, file string) (all []golden) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../testdata/wire", file))
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(string(text), "\n") {
		if name, ok := strings.CutPrefix(line, "== "); ok {
			all = append(all, golden{name: name})
			continue
		}
		if len(all) == 0 {
			continue
		}
		last := &all[len(all)-1]
		if says, ok := strings.CutPrefix(line, "=> "); ok {
			last.says = says
			continue
		}
		b, err := goldenLine(line)
		if err != nil {
			t.Fatalf("%s:%d: %v", file, i+1, err)
		}
		last.bytes = append(last.bytes, b...)
	}
	return all
}

// goldenLine reads bytes in hex and in quotes, up to a comment.
func goldenLine(line string) (b []byte, err error) {
	for line = strings.TrimSpace(line); line != "" && line[0] != '#'; line = strings.TrimSpace(line) {
		if line[0] == '"' {
			quoted, err := strconv.QuotedPrefix(line)
			if err != nil {
				return nil, err
			}
			text, _ := strconv.Unquote(quoted)
			b, line = append(b, text...), line[len(quoted):]
			continue
		}
		digits, rest, _ := strings.Cut(line, " ")
		bytes, err := hex.DecodeString(digits)
		if err != nil {
			return nil, fmt.Errorf("%q: %v", digits, err)
		}
		b, line = append(b, bytes...), rest
	}
	return b, nil
}

// TestGoldenFiles reads every golden frame, prints it, and writes it again.
func TestGoldenFiles(t *testing.T) {
	for _, file := range []string{"frames.txt", "two_flows.txt", "two_callbacks.txt"} {
		t.Run(file, func(t *testing.T) {
			var ends [2]wiretest.Parser
			for _, g := range readGolden(t, file) {
				if string(g.bytes) == wire.Preface {
					continue
				}
				end := &ends[0]
				if strings.HasPrefix(g.name, "server") {
					end = &ends[1]
				}
				checkGolden(t, end, g)
			}
		})
	}
}

func checkGolden(t *testing.T, end *wiretest.Parser, g golden) {
	t.Helper()
	f, rest, err := wiretest.ParseFrame(g.bytes)
	if err != nil || len(rest) != 0 {
		t.Errorf("%s: %v, %d bytes too many", g.name, err, len(rest))
		return
	}
	parts, err := end.Parse(f)
	if err != nil {
		t.Errorf("%s: %v", g.name, err)
		return
	}
	if got := parts.String(); got != g.says {
		t.Errorf("%s:\n got %s\nwant %s", g.name, got, g.says)
	}
	if strings.Contains(g.name, "one number is enough") || strings.HasPrefix(g.name, "server: HELLO") {
		return // a HELLO is always written in full
	}
	if got := parts.Append(nil); string(got) != string(g.bytes) {
		t.Errorf("%s: appended\n got %x\nwant %x", g.name, got, g.bytes)
	}
}

// TestGoldenValues holds frames.txt against the values that it stands for.
func TestGoldenValues(t *testing.T) {
	head := func(typ wire.Type, flags wire.Flags, flow uint16, stream uint32) wire.Header {
		return wire.Header{Type: typ, Flags: flags, Flow: flow, Stream: stream}
	}
	widest := wire.HelloFrame{
		MinVersion: 1, MaxVersion: 255, MaxFrame: wire.MaxPayload, MaxMessage: 1 << 30, MaxStreams: 1 << 31,
		ConnWindow: wire.MaxCredit, CallWindow: wire.MaxCredit, FlowWindow: wire.MaxCredit,
		MaxMetadata: 1 << 20, Features: 5, Build: "bluebird v0.1",
	}
	tree := &wire.Node{Code: 8, Text: "busy", Children: []wire.Node{
		{Text: "a: io", Name: "example.ErrIO", Details: []byte{0x91, 1}},
		{Code: 5, Text: "not there"},
	}}
	want := map[string]wiretest.Parts{
		"HELLO with the smallest limits": {Header: head(wire.Hello, 0, 0, 0), Hello: &wire.Minimum},
		"HELLO with the largest limits":  {Header: head(wire.Hello, 0, 0, 0), Hello: &widest},
		"OPEN by name": {
			Header: head(wire.Open, wire.End, 0, 1),
			Open:   &wire.OpenFrame{Name: []byte("calc.Add"), Fingerprint: 0x6d1f2c9a30b7e455},
			Bytes:  []byte{0x92, 1, 2},
		},
		"OPEN by number, with timeout and metadata": {
			Header: head(wire.Open, wire.End|wire.Compact, 0, 7),
			Open:   &wire.OpenFrame{Method: 300, Timeout: 2 * time.Second, Metadata: metadata("user", "ann", "id", "7")},
			Bytes:  []byte{0x93, 1, 2, 3},
		},
		"OPEN with the first of several fragments": {
			Header: head(wire.Open, wire.More, 0, 3), Open: &wire.OpenFrame{Method: 5}, Whole: 6, Bytes: []byte{0x95, 1, 2, 3},
		},
		"DATA with the last fragment": {Header: head(wire.Data, wire.End, 0, 3), Continued: true, Bytes: []byte{4, 5}},
		"OPEN with the longest timeout": {
			Header: head(wire.Open, wire.End, 0, 1<<32-1), Open: &wire.OpenFrame{Method: 1, Timeout: wire.MaxTimeout}, Bytes: []byte{0x90},
		},
		"DATA, a message": {Header: head(wire.Data, 0, 2, 9), Bytes: []byte("\xa2hi")},
		"DATA, a reply with metadata": {
			Header: head(wire.Data, wire.End|wire.Meta, 0, 9), Metadata: metadata("k", "v"), Bytes: []byte{0x91, 7},
		},
		"DATA, a batch":                  {Header: head(wire.Data, wire.Batch, 1, 9), Messages: [][]byte{{1}, {2}, {0xcc, 0xff}}},
		"DATA, the end and nothing else": {Header: head(wire.Data, wire.End, 1, 9)},
		"STATUS, as short as it can be":  {Header: head(wire.Status, 0, 0, 2), Status: &wire.StatusFrame{Code: 12, Tree: []byte{0}}},
		"STATUS with everything": {
			Header: head(wire.Status, wire.NotStarted, 0, 2),
			Status: &wire.StatusFrame{Code: 8, RetryAfter: 250 * time.Millisecond, Metadata: metadata("a", "b"), Tree: wire.AppendTree(nil, tree)},
		},
		"CANCEL of a call":       {Header: head(wire.Cancel, 0, 0, 2), Cancel: &wire.CancelFrame{Code: 1}},
		"CANCEL of one callback": {Header: head(wire.Cancel, 0, 3, 2), Cancel: &wire.CancelFrame{Code: 4, Callback: 300}},
		"CANCEL of a flow by its sender, with the reason": {
			Header: head(wire.Cancel, 0, 1, 2), Cancel: &wire.CancelFrame{Code: 2, Tree: wire.AppendTree(nil, &wire.Node{Text: "no!"})},
		},
		"CREDIT for the connection": {Header: head(wire.Credit, 0, 0, 0), Credit: wire.MaxCredit},
		"CREDIT for a flow":         {Header: head(wire.Credit, 0, 1, 4), Credit: 1},
		"PING":                      {Header: head(wire.Ping, 0, 0, 0), Ping: 0x0123456789abcdef},
		"PING, the answer":          {Header: head(wire.Ping, wire.Ack, 0, 0), Ping: 0x0123456789abcdef},
		"GOAWAY of a server that shuts down": {
			Header: head(wire.GoAway, 0, 0, 0), GoAway: &wire.GoAwayFrame{Last: 41, Text: "shutdown"},
		},
		"GOAWAY after a fault": {Header: head(wire.GoAway, 0, 0, 0), GoAway: &wire.GoAwayFrame{Last: 1<<32 - 1, Code: wire.FlowControl}},
		"CALLBACK": {
			Header: head(wire.Callback, wire.Compact, 1, 2), Callback: 1, Timeout: time.Millisecond, Bytes: []byte{0x92, 3, 4},
		},
		"ANSWER": {Header: head(wire.Answer, 0, 1, 2), Callback: 1, Bytes: []byte{0x91, 0xa1, 'x'}},
		"ANSWER with an error": {
			Header: head(wire.Answer, 0, 1, 2), Callback: 1, Code: 5, Bytes: wire.AppendTree(nil, &wire.Node{Code: 5, Text: "no!"}),
		},
		"GRANT": {Header: head(wire.Grant, 0, 0, 1), Grant: &wire.GrantFrame{Method: 300, Compact: true, Signature: []byte{}}},
		"GRANT to a caller without a stub": {
			Header: head(wire.Grant, 0, 0, 1), Grant: &wire.GrantFrame{Method: 2, Signature: []byte("a, b float64 (15.5)")},
		},
		"a frame that may be ignored, whatever it holds": {
			Header: head(0x5a, 0xff, 0x1234, 0), Bytes: []byte{0xde, 0xad, 0},
		},
	}
	var end wiretest.Parser
	seen := map[wire.Type]bool{}
	for _, g := range readGolden(t, "frames.txt") {
		f, _, err := wiretest.ParseFrame(g.bytes)
		if err != nil {
			t.Errorf("%s: %v", g.name, err)
			continue
		}
		seen[f.Type] = true
		parts, err := end.Parse(f)
		value, ok := want[g.name]
		value.Length = len(f.Payload)
		if !ok || err != nil || !reflect.DeepEqual(parts, value) {
			t.Errorf("%s: parsed, %v\n got %+v\nwant %+v", g.name, err, parts, value)
		}
		if got := value.Append(nil); string(got) != string(g.bytes) {
			t.Errorf("%s: appended\n got %x\nwant %x", g.name, got, g.bytes)
		}
	}
	for typ := wire.Open; typ <= wire.Grant; typ++ {
		if !seen[typ] {
			t.Errorf("frames.txt has no %v", typ)
		}
	}
}

// metadata returns pairs in the form of AppendMetadata.
func metadata(pairs ...string) []byte {
	return wire.AppendMetadata(nil, len(pairs)/2, func(yield func(string, string) bool) {
		for i := 0; i < len(pairs); i += 2 {
			if !yield(pairs[i], pairs[i+1]) {
				return
			}
		}
	})
}
