package wire_test

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
)

// seed adds the payloads of the golden frames of a type, and some junk.
func seed(f *testing.F, types ...wire.Type) {
	for _, file := range []string{"frames.txt", "two_flows.txt", "two_callbacks.txt"} {
		for _, g := range readGolden(f, file) {
			frame, _, err := wiretest.ParseFrame(g.bytes)
			for _, typ := range types {
				if err == nil && frame.Type == typ {
					f.Add(frame.Payload)
				}
			}
		}
	}
	f.Add([]byte{})
	f.Add([]byte{0x80, 0})
	f.Add(bytes.Repeat([]byte{0xff}, 32))
	f.Add(bytes.Repeat([]byte{1}, 64))
}

// canonical fails unless got, appended from what was parsed of want, is the same bytes.
func canonical(t *testing.T, got, want []byte) {
	t.Helper()
	if !bytes.Equal(got, want) {
		t.Errorf("parsed from\n%x and appended as\n%x", want, got)
	}
}

func FuzzHeader(f *testing.F) {
	for _, g := range readGolden(f, "frames.txt") {
		f.Add(g.bytes)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		h, err := wire.ParseHeader(b)
		if err != nil {
			return
		}
		if h.Length < 0 || h.Length > wire.MaxPayload {
			t.Errorf("length %d", h.Length)
		}
		if !h.Type.Ignorable() {
			canonical(t, wire.AppendHeader(nil, h), b[:wire.HeaderSize])
		}
	})
}

func FuzzOpen(f *testing.F) {
	seed(f, wire.Open)
	f.Fuzz(func(t *testing.T, b []byte) {
		o, args, err := wire.ParseOpen(b)
		if err != nil {
			return
		}
		if len(o.Name) > wire.MaxName || o.Timeout < 0 || o.Timeout > wire.MaxTimeout {
			t.Errorf("accepted %+v", o)
		}
		again := append(wire.AppendOpen(nil, &o), args...)
		if o.Timeout < wire.MaxTimeout {
			canonical(t, again, b)
		}
	})
}

func FuzzHello(f *testing.F) {
	seed(f, wire.Hello)
	f.Fuzz(func(t *testing.T, b []byte) {
		h, err := wire.ParseHello(b)
		if err != nil {
			return
		}
		again, err := wire.ParseHello(wire.AppendHello(nil, h))
		if err != nil || again != h {
			t.Errorf("parsed %+v, then %+v, %v", h, again, err)
		}
	})
}

func FuzzStatus(f *testing.F) {
	seed(f, wire.Status)
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := wire.ParseStatus(b)
		if err == nil && s.RetryAfter < wire.MaxTimeout {
			canonical(t, wire.AppendStatus(nil, &s), b)
		}
	})
}

func FuzzTree(f *testing.F) {
	f.Add(wire.AppendTree(nil, &wire.Node{Text: "a", Children: []wire.Node{{Code: 5, Name: "n", Details: []byte{0xc0}}, {}}}))
	f.Add(deepTree(64))
	f.Add(deepTree(65))
	f.Add(bytes.Repeat([]byte{0, 0, 0, 0, 9}, 2000))
	seed(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		n, err := wire.ParseTree(b)
		if err != nil || n == nil {
			return
		}
		if nodes(n) > len(b)/5 {
			t.Errorf("%d nodes in %d bytes", nodes(n), len(b))
		}
		again, err := wire.ParseTree(wire.AppendTree(nil, n))
		if err != nil {
			t.Fatalf("appended and parsed: %v", err)
		}
		if len(b) < wire.MaxTree/8 && !reflect.DeepEqual(n, again) { // a larger one may have been cut
			t.Errorf("parsed\n%+v, then\n%+v", n, again)
		}
	})
}

func nodes(n *wire.Node) int {
	sum := 1
	for i := range n.Children {
		sum += nodes(&n.Children[i])
	}
	return sum
}

func FuzzMetadata(f *testing.F) {
	f.Add(metadata("a", "b", "", ""))
	f.Add(metadata("k", string(make([]byte, wire.MaxMetadata))))
	seed(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		md, rest, err := wire.CutMetadata(b)
		if err != nil {
			return
		}
		n := wire.CountMetadata(md)
		if n > wire.MaxPairs || len(md) > 2*wire.MaxMetadata {
			t.Errorf("accepted %d pairs in %d bytes", n, len(md))
		}
		canonical(t, append(wire.AppendMetadata(nil, n, wire.ParseMetadata(md)), rest...), b)
		for range wire.ParseMetadata(b) { // of what was not checked, too
		}
	})
}

func FuzzCancel(f *testing.F) {
	seed(f, wire.Cancel)
	f.Fuzz(func(t *testing.T, b []byte) {
		if c, err := wire.ParseCancel(b); err == nil {
			canonical(t, wire.AppendCancel(nil, c), b)
		}
	})
}

func FuzzCredit(f *testing.F) {
	seed(f, wire.Credit)
	f.Fuzz(func(t *testing.T, b []byte) {
		n, err := wire.ParseCredit(b)
		if err != nil {
			return
		}
		if n < 1 || n > wire.MaxCredit {
			t.Errorf("accepted credit of %d", n)
		}
		canonical(t, wire.AppendCredit(nil, n), b)
	})
}

func FuzzPing(f *testing.F) {
	seed(f, wire.Ping)
	f.Fuzz(func(t *testing.T, b []byte) {
		if id, err := wire.ParsePing(b); err == nil {
			canonical(t, id[:], b)
		}
	})
}

func FuzzGoAway(f *testing.F) {
	seed(f, wire.GoAway)
	f.Fuzz(func(t *testing.T, b []byte) {
		if g, err := wire.ParseGoAway(b); err == nil {
			canonical(t, wire.AppendGoAway(nil, g), b)
		}
	})
}

func FuzzGrant(f *testing.F) {
	seed(f, wire.Grant)
	f.Fuzz(func(t *testing.T, b []byte) {
		g, err := wire.ParseGrant(b)
		if err != nil {
			return
		}
		again, err := wire.ParseGrant(wire.AppendGrant(nil, g))
		if err != nil || !reflect.DeepEqual(g, again) {
			t.Errorf("parsed %+v, then %+v, %v", g, again, err)
		}
	})
}

func FuzzCallback(f *testing.F) {
	seed(f, wire.Callback)
	f.Fuzz(func(t *testing.T, b []byte) {
		id, rest, err := wire.ParseCallbackID(b)
		if err != nil {
			return
		}
		canonical(t, append(wire.AppendCallback(nil, id, false, 0), rest...), b)
		timeout, args, err := wire.ParseCallback(rest)
		if err == nil && timeout < wire.MaxTimeout {
			canonical(t, append(wire.AppendCallback(nil, id, true, timeout), args...), b)
		}
	})
}

func FuzzAnswer(f *testing.F) {
	seed(f, wire.Answer)
	f.Fuzz(func(t *testing.T, b []byte) {
		id, rest, err := wire.ParseCallbackID(b)
		if err != nil {
			return
		}
		canonical(t, append(wire.AppendAnswer(nil, id, false, 0), rest...), b)
		if code, results, err := wire.ParseAnswer(rest); err == nil {
			canonical(t, append(wire.AppendAnswer(nil, id, true, code), results...), b)
		}
	})
}

func FuzzBatch(f *testing.F) {
	seed(f, wire.Data)
	f.Fuzz(func(t *testing.T, b []byte) {
		var again []byte
		for rest := b; len(rest) > 0; {
			m, r, err := wire.NextMessage(rest)
			if err != nil {
				return
			}
			if len(r) >= len(rest) {
				t.Fatal("a message of a batch takes no bytes")
			}
			again, rest = wire.AppendMessage(again, m), r
		}
		canonical(t, again, b)
	})
}

func FuzzWhole(f *testing.F) {
	seed(f, wire.Data)
	f.Fuzz(func(t *testing.T, b []byte) {
		n, fragment, err := wire.ParseWhole(b)
		if err == nil {
			canonical(t, append(wire.AppendWhole(nil, int(n)), fragment...), b)
		}
	})
}

// FuzzFrames reads b as what one end sends, frame by frame.
func FuzzFrames(f *testing.F) {
	for _, file := range []string{"frames.txt", "two_flows.txt", "two_callbacks.txt"} {
		var all []byte
		for _, g := range readGolden(f, file) {
			if string(g.bytes) != wire.Preface {
				all = append(all, g.bytes...)
			}
		}
		f.Add(all)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var end wiretest.Parser
		for {
			frame, rest, err := wiretest.ParseFrame(b)
			if err != nil {
				return
			}
			parts, err := end.Parse(frame)
			if err == nil && parts.String() == "" {
				t.Errorf("%x prints as nothing", b[:len(b)-len(rest)])
			}
			b = rest
		}
	})
}
