package bluebird

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
)

// nonZero returns the fields of the struct that p points to which are not zero.
func nonZero(p any) (names []string) {
	v := reflect.ValueOf(p).Elem()
	for i := range v.NumField() {
		if !v.Field(i).IsZero() {
			names = append(names, v.Type().Field(i).Name)
		}
	}
	return names
}

// TestFreedCallsHoldNothing fills every field of a call, and looks at what is left when it has been freed: memory to be used again.
func TestFreedCallsHoldNothing(t *testing.T) {
	conn := &Conn{lines: make([]line, 1)}
	call := &Call{
		Buf: []byte("args"), Enc: codec.Encoder{Compact: true},
		method: new(Method), server: true, conn: conn, line: &conn.lines[0], link: new(link), grant: new(grant), key: "key",
		into: mux.KeptBuffer(), reply: mux.NewBuffer(8), flows: new(callFlows), passage: new(passage), remote: new(Remote), tried: true, replied: true,
		rest: [][]byte{[]byte("rest")}, md: []byte("md"),
	}
	call.Reply.Names, call.Reply.Within = []string{"name"}, 1
	call.Reply.Open([]byte{0x91, 0xc0}, true, codec.Limits{MaxDepth: 3})
	if all := nonZero(call); len(all) != reflect.TypeFor[Call]().NumField() {
		t.Fatalf("the test fills only the fields %v", all)
	}
	call.Free()
	// Open writes all of Reply but Names and Within.
	if left := nonZero(call); !slices.Equal(left, []string{"Buf", "Reply", "into", "rest", "md"}) {
		t.Errorf("a freed call holds %v", left)
	}
	if len(call.Buf)+len(call.rest)+len(call.md) > 0 || call.Reply.Names != nil || call.Reply.Within != 0 {
		t.Errorf("a freed call holds something of the last")
	}
}

// TestFreedIncomingsHoldNothing is the same for the serving end.
func TestFreedIncomingsHoldNothing(t *testing.T) {
	in := &Incoming{
		Reply: []byte("reply"), Enc: codec.Encoder{Compact: true},
		conn: new(serverConn), stream: new(mux.Stream), method: grantedMethod{kind: byTwin}, ctx: new(callContext),
		message: mux.Message{Code: 1}, rest: [][]byte{[]byte("rest")}, flows: new(serverFlows), passage: new(passage), began: true, short: true, timed: true,
	}
	in.Args.Names = []string{"name"}
	in.Args.Open([]byte{0x91, 0xc0}, true, codec.Limits{MaxDepth: 3})
	in.deadline = time.Now()
	if all := nonZero(in); len(all) != reflect.TypeFor[Incoming]().NumField() {
		t.Fatalf("the test fills only the fields %v", all)
	}
	in.recycle()
	if left := nonZero(in); !slices.Equal(left, []string{"Args", "Reply", "rest"}) {
		t.Errorf("a freed call holds %v", left)
	}
}

// TestGrantsAreFound grants more methods than are looked through, and one of each kind twice.
func TestGrantsAreFound(t *testing.T) {
	var k link
	methods := make([]Method, 3*fewGranted)
	for i := range methods {
		if g := k.granted(&methods[i]); g != nil {
			t.Fatalf("method %d has number %d before it was granted", i, g.number)
		}
		k.Grant(&methods[i], wire.GrantFrame{Method: uint32(i + 1)})
	}
	k.Grant(&methods[0], wire.GrantFrame{Method: 100})
	k.Grant(&methods[2*fewGranted], wire.GrantFrame{Method: 200})
	k.Grant(dynamicKey("by name"), wire.GrantFrame{Method: 300})
	for i := range methods {
		want := map[int]uint32{0: 100, 2 * fewGranted: 200}[i]
		if want == 0 {
			want = uint32(i + 1)
		}
		if g := k.granted(&methods[i]); g == nil || g.number != want {
			t.Errorf("method %d: %+v, want number %d", i, g, want)
		}
	}
	if g := k.granted(dynamicKey("by name")); g == nil || g.number != 300 {
		t.Errorf("the method by name: %+v", g)
	}
}
