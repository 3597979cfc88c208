package bluebird_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/bluebird-rpc/bluebird/testdata/ok/basics"
	"github.com/bluebird-rpc/bluebird/testdata/ok/calls"
	"github.com/bluebird-rpc/bluebird/testdata/ok/services"
)

func TestInvokePassesArgumentsByName(t *testing.T) {
	conn, ctx := joined(t, nothing), bluebirdtest.Soon(t)
	for _, args := range []bluebird.Args{
		{"a": 1, "b": 2},
		{"b": 2.0, "a": float32(1)},
		{"a": int8(1), "b": uint64(2)},
		{"a": -2}, // b is 5
		{"a": int64(1) - 3},
	} {
		if sum, err := bluebird.Invoke[float64](ctx, conn, "calls.Add", args); sum != 3 || err != nil {
			t.Errorf("Add(%v) = %v, %v; want 3", args, sum, err)
		}
	}
}

func TestInvokeReturnsWhatIsAskedFor(t *testing.T) {
	conn, ctx := joined(t, nothing), bluebirdtest.Soon(t)
	add, divide := bluebird.Args{"a": 1, "b": 2}, bluebird.Args{"a": 17, "b": 5}
	check := func(what string, got any, err error, want any) {
		t.Helper()
		if !reflect.DeepEqual(got, want) || err != nil {
			t.Errorf("%s = %#v, %v; want %#v", what, got, err, want)
		}
	}
	f, err := bluebird.Invoke[float64](ctx, conn, "calls.Add", add)
	check("float64", f, err, 3.0)
	i, err := bluebird.Invoke[int](ctx, conn, "calls.Add", add)
	check("int", i, err, 3)
	u, err := bluebird.Invoke[uint8](ctx, conn, "calls.Add", add)
	check("uint8", u, err, uint8(3))
	a, err := bluebird.Invoke[any](ctx, conn, "calls.Add", add)
	check("any", a, err, 3.0)
	p, err := bluebird.Invoke[*float64](ctx, conn, "calls.Add", add)
	three := 3.0
	check("*float64", p, err, &three)

	none, err := bluebird.Invoke[struct{}](ctx, conn, "calls.Nothing", nil)
	check("struct{}", none, err, struct{}{})
	null, err := bluebird.Invoke[any](ctx, conn, "calls.Nothing", bluebird.Args{})
	check("any of nothing", null, err, nil)

	type result struct{ Quotient, Remainder int }
	both, err := bluebird.Invoke[result](ctx, conn, "calls.Divide", divide)
	check("struct", both, err, result{3, 2})
	type tagged struct {
		R int64 `json:"remainder"`
		Q uint  `msg:"quotient"`
	}
	tags, err := bluebird.Invoke[tagged](ctx, conn, "calls.Divide", divide)
	check("struct with tags", tags, err, tagged{R: 2, Q: 3})
	list, err := bluebird.Invoke[[]any](ctx, conn, "calls.Divide", divide)
	check("[]any", list, err, []any{int64(3), int64(2)})
	dyn, err := bluebird.Invoke[any](ctx, conn, "calls.Divide", divide)
	check("any of two", dyn, err, []any{int64(3), int64(2)})

	point := bluebird.Args{"p": map[string]any{"Horizontal": 1, "Vertical": 2}}
	mp, err := bluebird.Invoke[map[string]any](ctx, conn, "calls.Mirror", point)
	check("map", mp, err, map[string]any{"Horizontal": int64(2), "Vertical": int64(1)})
	st, err := bluebird.Invoke[calls.Point](ctx, conn, "calls.Mirror", bluebird.Args{"p": calls.Point{Horizontal: 1, Vertical: 2}})
	check("struct of one result", st, err, calls.Point{Horizontal: 2, Vertical: 1})
	b, err := bluebird.Invoke[[]byte](ctx, conn, "calls.Echo", bluebird.Args{"b": []byte("x")})
	check("[]byte", b, err, []byte("x"))
}

func TestInvokeTakesDefaults(t *testing.T) {
	var log services.Logger
	conn := bluebirdtest.Serve(t, func(r bluebird.Registrar) { services.RegisterLogger(r, &log) })
	ctx := bluebirdtest.Soon(t)
	for i := range 9 {
		if _, err := bluebird.Invoke[struct{}](ctx, conn, "services.Logger.AddLog", bluebird.Args{"line": fmt.Sprint(i)}); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		args bluebird.Args
		want int
	}{{nil, 5}, {bluebird.Args{}, 5}, {bluebird.Args{"n": 2}, 2}} {
		if lines, err := bluebird.Invoke[[]string](ctx, conn, "services.Logger.GetLog", tt.args); len(lines) != tt.want || err != nil {
			t.Errorf("GetLog(%v) = %v, %v; want %d lines", tt.args, lines, err, tt.want)
		}
	}
}

func TestInvokeConvertsOnlyWhatIsExact(t *testing.T) {
	conn := bluebirdtest.Serve(t, func(r bluebird.Registrar) { basics.RegisterFuncs(r); calls.RegisterFuncs(r) })
	ctx := bluebirdtest.Soon(t)
	args := func(name string, v any) bluebird.Args {
		a := bluebird.Args{"a": 0, "b": 0, "c": 0, "d": 0, "e": 0}
		a[name] = v
		return a
	}
	for _, v := range []any{int8(7), uint64(7), 7.0, float32(7), time.Duration(7)} {
		if r, err := bluebird.Invoke[[]any](ctx, conn, "basics.Integers", args("b", v)); err != nil || r[1] != int64(7) {
			t.Errorf("%T for an int8: %v, %v", v, r, err)
		}
	}
	for _, v := range []any{128, -129, 7.5, math.NaN(), math.Inf(1), 1e300, "7", true, uint64(math.MaxUint64)} {
		_, err := bluebird.Invoke[[]any](ctx, conn, "basics.Integers", args("b", v))
		wantError(t, err, bluebird.InvalidArgument, bluebird.NotStarted)
		wantText(t, err, "basics.Integers", "b")
	}
	if _, err := bluebird.Invoke[[]any](ctx, conn, "basics.Unsigned", args("a", -1)); !errors.Is(err, bluebird.InvalidArgument) {
		t.Errorf("-1 for a uint: %v", err)
	}
	// And on the way back.
	for _, v := range []any{0.5, 1e300, -1.0, 256.0} {
		_, err := bluebird.Invoke[uint8](ctx, conn, "calls.Add", bluebird.Args{"a": v, "b": 0})
		wantError(t, err, bluebird.InvalidArgument, bluebird.Executed)
		wantText(t, err, "uint8", "calls.Add(a float64, b float64 = 5) float64")
	}
	const exact = int64(1) << 53
	if sum, err := bluebird.Invoke[int64](ctx, conn, "calls.Add", bluebird.Args{"a": exact, "b": 0}); sum != exact || err != nil {
		t.Errorf("2⁵³ = %d, %v", sum, err)
	}
	if _, err := bluebird.Invoke[int64](ctx, conn, "calls.Add", bluebird.Args{"a": exact + 1, "b": 0}); !errors.Is(err, bluebird.InvalidArgument) {
		t.Errorf("2⁵³ + 1, which no float64 is: %v", err)
	}
}

func TestInvokesErrorsSayWhatWouldBeRight(t *testing.T) {
	conn, ctx := joined(t, nothing), bluebirdtest.Soon(t)
	const add = "calls.Add(a float64, b float64 = 5) float64"
	const divide = "calls.Divide(a int, b int) (quotient int, remainder int)"
	invoke := func(method string, args bluebird.Args) error {
		_, err := bluebird.Invoke[any](ctx, conn, method, args)
		return err
	}
	_, asString := bluebird.Invoke[string](ctx, conn, "calls.Add", bluebird.Args{"a": 1})
	_, asNothing := bluebird.Invoke[struct{}](ctx, conn, "calls.Add", bluebird.Args{"a": 1})
	_, asInt := bluebird.Invoke[int](ctx, conn, "calls.Divide", bluebird.Args{"a": 1, "b": 1})
	type half struct{ Quotient int }
	_, asHalf := bluebird.Invoke[half](ctx, conn, "calls.Divide", bluebird.Args{"a": 1, "b": 1})
	_, ofNothing := bluebird.Invoke[int](ctx, conn, "calls.Nothing", nil)
	for _, tt := range []struct {
		name    string
		err     error
		code    bluebird.Code
		outcome bluebird.Outcome
		says    []string
	}{
		{"misspelt method", invoke("calls.Ad", nil), bluebird.Unimplemented, bluebird.NotStarted, []string{`no method "calls.Ad"`, "did you mean " + add}},
		{"method of a younger server", invoke("calls.Multiply", nil), bluebird.Unimplemented, bluebird.NotStarted, []string{`no method "calls.Multiply"`, "others of calls are there: the server may be older"}},
		{"other method", invoke("nowhere.Near", nil), bluebird.Unimplemented, bluebird.NotStarted, []string{`no method "nowhere.Near"`}},
		{"no name", invoke("", nil), bluebird.InvalidArgument, bluebird.NotSent, []string{"method name"}},
		{"not a name", invoke("calls Add", nil), bluebird.InvalidArgument, bluebird.NotSent, []string{`"calls Add"`}},
		{"missing argument", invoke("calls.Divide", bluebird.Args{"a": 1}), bluebird.InvalidArgument, bluebird.NotStarted, []string{"b", divide}},
		{"unknown argument", invoke("calls.Add", bluebird.Args{"a": 1, "c": 1}), bluebird.InvalidArgument, bluebird.NotStarted, []string{"c", add}},
		{"wrong type", invoke("calls.Add", bluebird.Args{"a": "one"}), bluebird.InvalidArgument, bluebird.NotStarted, []string{"a", add}},
		{"wrong result", asString, bluebird.InvalidArgument, bluebird.Executed, []string{"string", add}},
		{"a result for struct{}", asNothing, bluebird.InvalidArgument, bluebird.Executed, []string{"1 result", "struct{}", add}},
		{"two results for one", asInt, bluebird.InvalidArgument, bluebird.Executed, []string{"2 results", "quotient, remainder", "[]any", divide}},
		{"two results, one field", asHalf, bluebird.InvalidArgument, bluebird.Executed, []string{"no field for the result remainder", divide}},
		{"no result for one", ofNothing, bluebird.InvalidArgument, bluebird.Executed, []string{"returns nothing", "struct{}", "calls.Nothing()"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wantError(t, tt.err, tt.code, tt.outcome)
			wantText(t, tt.err, tt.says...)
		})
	}
}

// TestNoMethodIsSuggestedForItsPrefix asks for a method that has nothing but its package in common with others.
func TestNoMethodIsSuggestedForItsPrefix(t *testing.T) {
	conn, ctx := joined(t, nothing), bluebirdtest.Soon(t)
	_, err := bluebird.Invoke[any](ctx, conn, "calls.Mul", nil)
	wantError(t, err, bluebird.Unimplemented, bluebird.NotStarted)
	if err != nil && strings.Contains(err.Error(), "did you mean") {
		t.Errorf("%v", err)
	}
}

// The names of results must be there, even if the connection is gone when they are read.
func TestResultsAreReadAfterTheServerHasLeft(t *testing.T) {
	for range 50 {
		srv := new(bluebird.Server)
		conn := joinedWith(t, srv, &bluebird.Dialer{Interceptors: []bluebird.Interceptor{func(ctx context.Context, _ *bluebird.Call, next func(context.Context) error) error {
			err := next(ctx)
			srv.Close()
			return err
		}}}, nothing)
		type result struct{ Quotient, Remainder int }
		if r, err := bluebird.Invoke[result](bluebirdtest.Soon(t), conn, "calls.Divide", bluebird.Args{"a": 17, "b": 5}); r != (result{3, 2}) || err != nil {
			t.Errorf("Divide = %v, %v", r, err)
		}
	}
}

func TestCallRemoteKeepsItsConnection(t *testing.T) {
	leavesNothing(t)
	defer bluebird.DefaultDialer.Close()
	srv := does(new(bluebird.Server), nothing)
	addr := listen(t, srv, "tcp", "localhost:0")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 5 {
				if sum, err := bluebird.CallRemote[float64](bluebirdtest.Soon(t), addr, "calls.Add", bluebird.Args{"a": 1, "b": 2}); sum != 3 || err != nil {
					t.Errorf("CallRemote = %v, %v", sum, err)
				}
			}
		})
	}
	wg.Wait()
	if n := bluebird.OpenConns(srv); n != 1 {
		t.Errorf("%d connections for 40 calls; want 1", n)
	}
	for range 2 {
		if err := bluebird.DefaultDialer.Close(); err != nil {
			t.Errorf("Close = %v", err)
		}
		eventually(t, "the connection is closed", func() bool { return bluebird.OpenConns(srv) == 0 })
	}
	if sum, err := bluebird.CallRemote[int](bluebirdtest.Soon(t), addr, "calls.Add", bluebird.Args{"a": 1}); sum != 6 || err != nil {
		t.Errorf("CallRemote after Close = %v, %v", sum, err)
	}
}

func TestCallRemoteToNobodyIsNotSent(t *testing.T) {
	leavesNothing(t)
	defer bluebird.DefaultDialer.Close()
	_, err := bluebird.CallRemote[int](bluebirdtest.Soon(t), "localhost:1", "calls.Add", nil)
	wantError(t, err, bluebird.Unavailable, bluebird.NotSent)
	wantText(t, err, "calls.Add", "localhost:1", "refused")
}
