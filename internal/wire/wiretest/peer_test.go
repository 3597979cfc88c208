package wiretest_test

import (
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
)

// TestPeersTalk lets a client and a server, both by hand, make a call.
func TestPeersTalk(t *testing.T) {
	a, b := net.Pipe()
	var wg sync.WaitGroup
	wg.Go(func() {
		server := wiretest.Server(t, b)
		call := server.Recv()
		if got, want := call.String(), `OPEN END 1: "calc.Add" 0000000000000000, 920102`; got != want {
			t.Errorf("server received %s; want %s", got, want)
		}
		server.Send(
			wiretest.Grant(1, wire.GrantFrame{Method: 1}),
			wiretest.Data(1, 0, wire.More, []byte{0, 0, 0, 2, 0x91}),
			wiretest.Data(1, 0, wire.End, []byte{3}),
			wiretest.GoAway(wire.GoAwayFrame{Last: 1, Text: "bye"}),
		)
		b.Close()
	})
	client := wiretest.NewPeer(t, a)
	client.Print = true
	client.Greet()
	if h := client.ExpectGreeting(); h != wiretest.Generous {
		t.Errorf("greeted with %+v", h)
	}
	client.Send(wiretest.Call(1, "calc.Add", []byte{0x92, 1, 2}))
	if got := client.ExpectMessage(1); string(got) != "\x91\x03" {
		t.Errorf("reply %x; want 9103", got)
	}
	if g := client.ExpectGoAway(wire.None); g.Last != 1 {
		t.Errorf("GOAWAY with last %d; want 1", g.Last)
	}
	if _, err := client.TryRecv(); !errors.Is(err, io.EOF) {
		t.Errorf("after the end: %v; want %v", err, io.EOF)
	}
	client.ExpectClose()
	wg.Wait()
}

func TestFramesPrintWhatIsWrongWithThem(t *testing.T) {
	f := wiretest.Credit(7, 1, 1)
	f.Payload = []byte{0}
	if got := f.String(); !strings.Contains(got, "CREDIT 7.1") || !strings.Contains(got, "FLOW_CONTROL") {
		t.Errorf("a wrong frame prints as %s", got)
	}
}
