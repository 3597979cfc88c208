package bluebird_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
	"github.com/bluebird-rpc/bluebird/testdata/ok/errs"
	"github.com/bluebird-rpc/bluebird/testdata/ok/errs/errsrpc"
	"github.com/tinylib/msgp/msgp"
)

// failing returns what errs.Fail returns at a caller, and the same error as part of a message.
func failing(t *testing.T) func(kind string) []error {
	ctx := bluebirdtest.Soon(t)
	c := errsrpc.NewClient(bluebirdtest.Serve(t, errs.RegisterFuncs))
	return func(kind string) []error {
		t.Helper()
		told, err := c.Tell(ctx, kind)
		if err != nil || len(told) != 1 {
			t.Fatalf("Tell(%s) = %v, %v; want one error", kind, told, err)
		}
		return []error{c.Fail(ctx, kind), told[0]}
	}
}

func TestErrorVariablesArriveAsThemselves(t *testing.T) {
	fail := failing(t)
	for _, tt := range []struct {
		kind, text string
		is         []error
	}{
		{"sentinel", "division by zero", []error{errs.ErrDivide}},
		{"wrapping", "closed: division by zero", []error{errs.ErrClosed, errs.ErrDivide}},
		{"wrapped", "div: division by zero", []error{errs.ErrDivide}},
		{"joined", "a: division by zero\nnot found\nb is missing", []error{errs.ErrDivide, bluebird.NotFound, errs.Missing{Name: "b"}}},
		{"zero", "zero: 0 is out of range", []error{errs.ErrZero}},
	} {
		for _, err := range fail(tt.kind) {
			if err.Error() != tt.text {
				t.Errorf("%s: %q, want %q", tt.kind, err, tt.text)
			}
			for _, target := range tt.is {
				if !errors.Is(err, target) {
					t.Errorf("%s: %v is not %v", tt.kind, err, target)
				}
			}
		}
	}
	if told := fail("wrapping")[1]; told != errs.ErrClosed {
		t.Errorf("a variable that wraps another arrived as %#v, want the variable", told)
	}
}

func TestErrorTypesArriveAsThemselves(t *testing.T) {
	fail := failing(t)
	for _, err := range fail("type") {
		e, ok := errors.AsType[*errs.RangeError](err)
		want := &errs.RangeError{Op: "add", Value: 7, Bounds: []errs.Bounds{{Min: 1, Max: 2}, {Min: 3, Max: 4}}}
		if !ok || !reflect.DeepEqual(e, want) || err.Error() != want.Error() {
			t.Errorf("arrived as %#v, want %#v without what is unexported", e, want)
		}
	}
	for _, err := range fail("value") {
		if m, ok := errors.AsType[errs.Missing](err); !ok || m.Name != "milk" || !errors.Is(err, errs.Missing{Name: "milk"}) {
			t.Errorf("a value arrived as %#v", err)
		}
		if _, ok := errors.AsType[*errs.Missing](err); ok {
			t.Error("a value arrived as a pointer")
		}
	}
	for _, err := range fail("pointer") {
		if m, ok := errors.AsType[*errs.Missing](err); !ok || m.Name != "bread" {
			t.Errorf("a pointer to a value arrived as %#v", err)
		}
	}
	if told, ok := fail("value")[1].(errs.Missing); !ok {
		t.Errorf("an error in a message arrived as %T, want its type", told)
	}
}

func TestErrorsInFieldsOfErrorsArrive(t *testing.T) {
	for _, err := range failing(t)("deep") {
		outer, _ := errors.AsType[*errs.RangeError](err)
		middle, ok := errors.AsType[*errs.RangeError](outer.Unwrap())
		if !ok || outer.Op != "outer" || middle.Op != "middle" || !errors.Is(middle, errs.ErrDivide) {
			t.Errorf("arrived as %#v in %#v", middle, outer)
		}
		if want := "outer: 1 is out of range: middle: 2 is out of range: inner: 3 is out of range: division by zero"; err.Error() != want {
			t.Errorf("text is %q, want %q", err, want)
		}
	}
}

// Details in details in details would double with each level.
func TestLongChainsOfErrorsStaySmall(t *testing.T) {
	for _, err := range failing(t)("chain") {
		if !errors.Is(err, errs.ErrDivide) {
			t.Errorf("arrived as %.100v", err)
		}
	}
	var chain error = errs.ErrDivide
	for range 10 {
		chain = &errs.RangeError{Op: "link", Err: chain}
	}
	var e codec.Encoder
	b := bluebird.AppendError([]byte{0x91}, chain, &e)
	if len(b) > 64<<10 {
		t.Errorf("a chain of 10 errors takes %d bytes", len(b))
	}
	var r codec.Reader
	r.Open(b, false, codec.Limits{})
	err := bluebird.ReadError(&r)
	if got, ok := err.(*errs.RangeError); !ok || !errors.Is(got, errs.ErrDivide) || got.Error() != chain.Error() {
		t.Errorf("a chain of 10 arrived as %#v", err)
	}
}

func TestErrorsThatCannotBeSentArriveAsText(t *testing.T) {
	fail := failing(t)
	for kind, want := range map[string]string{
		"opaque":    "opaque 5",
		"number":    "number 5",
		"hidden":    "x",
		"errHidden": "hidden",
		"nil type":  "nothing: ",
		"large":     "large: 7 is out of range",
	} {
		for _, err := range fail(kind) {
			if !strings.HasPrefix(err.Error(), want) {
				t.Errorf("%s: %.40q, want %q", kind, err, want)
			}
			if e, ok := errors.AsType[*errs.RangeError](err); ok {
				t.Errorf("%s arrived as a %T", kind, e)
			}
			if !errors.Is(err, bluebird.Unknown) && bluebird.CodeOf(err) != bluebird.Unknown {
				t.Errorf("%s: code %v", kind, bluebird.CodeOf(err))
			}
		}
	}
	for _, err := range fail("large") {
		if !errors.Is(err, errs.ErrDivide) {
			t.Error("what a large error wraps is lost")
		}
	}
}

// message is an error as it stands in a message.
func message(name string, details []byte) []byte {
	b := msgp.AppendMapHeader([]byte{0x91}, 3)
	b = msgp.AppendString(msgp.AppendString(b, "text"), "what it said")
	b = msgp.AppendString(msgp.AppendString(b, "name"), name)
	return msgp.AppendBytes(msgp.AppendString(b, "details"), details)
}

func TestHostileDetailsAreNoErrors(t *testing.T) {
	list := append([]byte{0x91, 0x81, 0xa6}, "Bounds"...)
	deep := []byte{0x91, 0x80}
	for range 40 { // details in details
		inner := message("errs.RangeError", deep)[1:]
		deep = append(append([]byte{0x91, 0x81, 0xa3}, "Err"...), inner...)
	}
	for what, details := range map[string][]byte{
		"nothing":         nil,
		"no list":         {0x80},
		"two values":      {0x92, 0x80, 0x80},
		"not msgpack":     {0x91, 0xc1},
		"another type":    {0x91, 0xa1, 'x'},
		"cut off":         {0x91, 0x81, 0xa2, 'O'},
		"more behind":     {0x91, 0x80, 0x80},
		"a bomb":          append(list, 0xdd, 0xff, 0xff, 0xff, 0xff),
		"too many":        append(append(list, 0xdd, 0, 0, 0xff, 0xff), make([]byte, 0xffff)...),
		"too large":       append([]byte{0x91, 0x80}, make([]byte, 65<<10)...),
		"the wrong shape": append(list, 0x05),
	} {
		var r codec.Reader
		r.Open(message("errs.RangeError", details), false, codec.Limits{})
		err := bluebird.ReadError(&r)
		if _, ok := err.(*errs.RangeError); ok || err == nil || err.Error() != "what it said" || r.Err() != nil {
			t.Errorf("%s: read as %#v, %v; want the text", what, err, r.Err())
		}
	}
	var r codec.Reader
	r.Open(message("errs.RangeError", deep), false, codec.Limits{})
	if err := bluebird.ReadError(&r); err == nil || r.Err() != nil {
		t.Errorf("details in details: %v, %v", err, r.Err())
	}
}

func TestUnknownNamesOfErrorsAreNone(t *testing.T) {
	var r codec.Reader
	r.Open(message("elsewhere.RangeError", []byte{0x91, 0x80}), false, codec.Limits{})
	if err := bluebird.ReadError(&r); err == nil || err.Error() != "what it said" || errors.Unwrap(err) != nil {
		t.Errorf("read as %#v, want the text", err)
	}
}

// A program may hold a server and the copies that its clients have.
func TestCopiesOfErrorsAreFoundToo(t *testing.T) {
	original, copied := errors.New("full"), errors.New("copy")
	bluebird.RegisterErrors("example.com/twice", bluebird.Sentinel("twice.ErrFull", original))
	bluebird.RegisterErrors("example.com/twice", bluebird.Sentinel("twice.ErrFull", copied))
	conn := joined(t, func(context.Context, string) (string, error) { return "", fmt.Errorf("wrapped: %w", original) })
	_, err := run(bluebirdtest.Soon(t), conn, "x")
	if !errors.Is(err, original) || !errors.Is(err, copied) || err.Error() != "wrapped: full" {
		t.Errorf("arrived as %v", err)
	}
}

func TestTwoPackagesWithOneNameForErrorsAreRefused(t *testing.T) {
	bluebird.RegisterErrors("example.com/a/shop", bluebird.Sentinel("shop.ErrClosed", errors.New("a")))
	defer func() {
		const want = "bluebird: errors of example.com/a/shop and of example.com/b/shop are both called shop.ErrClosed on the wire"
		if text := fmt.Sprint(recover()); !strings.HasPrefix(text, want) {
			t.Errorf("panic %q, want %q", text, want)
		}
	}()
	bluebird.RegisterErrors("example.com/b/shop", bluebird.Sentinel("shop.ErrClosed", errors.New("b")))
	t.Error("no panic")
}

type list []error

func (l list) Error() string { return "list" }

// Errors that cannot be compared are no keys of maps.
func TestErrorsThatCannotBeComparedAreText(t *testing.T) {
	conn := joined(t, func(context.Context, string) (string, error) { return "", list{errs.ErrDivide} })
	if _, err := run(bluebirdtest.Soon(t), conn, "x"); err == nil || err.Error() != "list" {
		t.Errorf("arrived as %v", err)
	}
}
