package aplusb_test

import (
	"testing"

	"github.com/bluebird-rpc/bluebird/examples/internal/exampletest"
)

func TestClientCallsServer(t *testing.T) {
	addr := exampletest.Serve(t, "server")
	got := exampletest.Run(t, exampletest.Build(t, "client"), "-addr", addr)
	want := `1 + 2 = 3
1 - 2 = -1
[1 2 3] + [10 20 30] = [11 22 33]
[1 2 3] - [10 20 30] = [-9 -18 -27]
[1 2 3] + [10 20] is an error: a has 3 elements and b has 2: invalid argument
by name: 1 + 2 = 3
`
	if got != want {
		t.Errorf("the client printed\n%s\nwant\n%s", got, want)
	}
}
