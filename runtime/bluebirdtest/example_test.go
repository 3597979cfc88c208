package bluebirdtest_test

import (
	"context"
	"fmt"
	"testing"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
	"github.com/tinylib/msgp/msgp"
)

// register stands for the RegisterFuncs of an annotated package: it serves calc.Double(n int64) int64.
func register(r bluebird.Registrar) {
	r.Handle(bluebird.Handler{
		Method:  bluebird.Method{Name: "calc.Double"},
		Params:  []bluebird.Param{{Name: "n", Type: "int64"}},
		Results: []bluebird.Param{{Name: "r0", Type: "int64"}},
		Serve: func(ctx context.Context, in *bluebird.Incoming) error {
			n := codec.ReadInt64(&in.Args)
			if err := in.Err(); err != nil {
				return err
			}
			in.Results(1)
			in.Reply = msgp.AppendInt64(in.Reply, 2*n)
			return nil
		},
	})
}

// A test of a service: in place of register there is calc.RegisterFuncs, and in place of Invoke a generated client such as
// calcrpc.NewClient(conn).
func ExampleServe() {
	test := func(t *testing.T) {
		conn := bluebirdtest.Serve(t, register)
		got, err := bluebird.Invoke[int](t.Context(), conn, "calc.Double", bluebird.Args{"n": 21})
		if got != 42 || err != nil {
			t.Errorf("Double(21) = %d, %v; want 42", got, err)
		}
	}
	fmt.Println(testing.RunTests(func(string, string) (bool, error) { return true, nil }, []testing.InternalTest{{Name: "TestDouble", F: test}}))
	// Output:
	// true
}
