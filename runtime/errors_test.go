package bluebird_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
)

var allCodes = []bluebird.Code{
	bluebird.Canceled, bluebird.Unknown, bluebird.InvalidArgument, bluebird.DeadlineExceeded, bluebird.NotFound, bluebird.AlreadyExists,
	bluebird.PermissionDenied, bluebird.ResourceExhausted, bluebird.FailedPrecondition, bluebird.Aborted, bluebird.OutOfRange,
	bluebird.Unimplemented, bluebird.Internal, bluebird.Unavailable, bluebird.DataLoss, bluebird.Unauthenticated,
}

// returned is what a caller gets whose handler returns err.
func returned(t testing.TB, srv *bluebird.Server, err error) error {
	t.Helper()
	conn := joinedWith(t, srv, new(bluebird.Dialer), func(context.Context, string) (string, error) { return "not this", err })
	s, err := run(bluebirdtest.Soon(t), conn, "")
	if s != "" {
		t.Errorf("the result is %q beside the error %v", s, err)
	}
	return err
}

func TestCodesArriveAsThemselves(t *testing.T) {
	for _, code := range allCodes {
		for form, sent := range map[string]error{
			"bare":          code,
			"wrapped":       fmt.Errorf("user 7: %w", code),
			"twice wrapped": fmt.Errorf("handler: %w", fmt.Errorf("user 7: %w", code)),
			"joined":        errors.Join(errors.New("first"), code, errors.New("last")),
			"two at once":   fmt.Errorf("%w while %w", code, io.ErrUnexpectedEOF),
		} {
			got := returned(t, new(bluebird.Server), sent)
			if !errors.Is(got, code) || bluebird.CodeOf(got) != code || bluebird.OutcomeOf(got) != bluebird.Executed {
				t.Errorf("%v %s arrives as %v (%v, %v)", code, form, got, bluebird.CodeOf(got), bluebird.OutcomeOf(got))
			}
			if got.Error() != sent.Error() {
				t.Errorf("%v %s: text %q; want %q", code, form, got, sent)
			}
			for _, other := range allCodes {
				if other != code && errors.Is(got, other) {
					t.Errorf("%v %s is %v, too", code, form, other)
				}
			}
		}
	}
}

func TestCodesHaveGRPCsNumbersAndWords(t *testing.T) {
	for i, code := range allCodes {
		if int(code) != i+1 || code.Error() == "" {
			t.Errorf("code %d is number %d and says %q", i+1, code, code.Error())
		}
	}
	if got := bluebird.Code(99).Error(); got != "unknown error" {
		t.Errorf("code 99 says %q", got)
	}
}

func TestJoinedErrorsAreAllFound(t *testing.T) {
	got := returned(t, new(bluebird.Server), errors.Join(bluebird.NotFound, fmt.Errorf("and: %w", bluebird.Aborted), io.EOF))
	for _, want := range []error{bluebird.NotFound, bluebird.Aborted, io.EOF} {
		if !errors.Is(got, want) {
			t.Errorf("error %q is not %v", got, want)
		}
	}
	if code := bluebird.CodeOf(got); code != bluebird.NotFound {
		t.Errorf("its code is %v; want the first, %v", code, bluebird.NotFound)
	}
}

func TestErrorsOfTheStandardLibraryArriveAsThemselves(t *testing.T) {
	_, noFile := os.Open("/there/is/no/such/file")
	noDir := os.Mkdir(t.TempDir(), 0o700)
	for _, tt := range []struct {
		sent error
		want error
	}{
		{io.EOF, io.EOF},
		{fmt.Errorf("reading: %w", io.ErrUnexpectedEOF), io.ErrUnexpectedEOF},
		{io.ErrClosedPipe, io.ErrClosedPipe},
		{fs.ErrNotExist, fs.ErrNotExist},
		{noFile, fs.ErrNotExist},
		{fmt.Errorf("loading: %w", noFile), fs.ErrNotExist},
		{noDir, fs.ErrExist},
		{fs.ErrPermission, os.ErrPermission},
		{os.ErrDeadlineExceeded, os.ErrDeadlineExceeded},
		{errors.ErrUnsupported, errors.ErrUnsupported},
		{context.Canceled, context.Canceled},
		{context.DeadlineExceeded, context.DeadlineExceeded},
		{fmt.Errorf("inner call: %w", context.DeadlineExceeded), bluebird.DeadlineExceeded},
		{errors.Join(bluebird.NotFound, context.Canceled), context.Canceled},
	} {
		got := returned(t, new(bluebird.Server), tt.sent)
		if !errors.Is(got, tt.want) || got.Error() != tt.sent.Error() {
			t.Errorf("%#v arrives as %q; want %v", tt.sent, got, tt.want)
		}
	}
}

func TestErrorsWithoutACodeAreUnknown(t *testing.T) {
	err := returned(t, new(bluebird.Server), errors.New("the disk is full"))
	wantError(t, err, bluebird.Unknown, bluebird.Executed)
	if err.Error() != "the disk is full" {
		t.Errorf("text %q", err)
	}
}

func TestHideErrorsHidesWhatHasNoCode(t *testing.T) {
	var log logBuffer
	hiding := func() *bluebird.Server {
		return &bluebird.Server{HideErrors: true, Logger: slog.New(slog.NewTextHandler(&log, nil))}
	}
	err := returned(t, hiding(), errors.New("password swordfish is wrong"))
	wantError(t, err, bluebird.Unknown, bluebird.Executed)
	wantText(t, err, "calls.Task.Run", "incident ")
	_, incident, _ := strings.Cut(err.Error(), "incident ")
	if strings.Contains(err.Error(), "swordfish") {
		t.Errorf("not hidden: %v", err)
	}
	if s := log.String(); !strings.Contains(s, "swordfish") || !strings.Contains(s, strings.TrimSuffix(incident, ")")) {
		t.Errorf("the log does not tell what was hidden from %q:\n%s", err, s)
	}
	if err := returned(t, hiding(), fmt.Errorf("user 7: %w", bluebird.NotFound)); err.Error() != "user 7: not found" {
		t.Errorf("an error with a code: %v", err)
	}
}

func TestOutcomesAreTold(t *testing.T) {
	for _, tt := range []struct {
		outcome bluebird.Outcome
		words   string
	}{
		{bluebird.NotSent, "not sent"}, {bluebird.NotStarted, "not started"},
		{bluebird.MaybeExecuted, "maybe executed"}, {bluebird.Executed, "executed"},
	} {
		if tt.outcome.String() != tt.words {
			t.Errorf("%d is %q; want %q", tt.outcome, tt.outcome, tt.words)
		}
	}
	if o := bluebird.OutcomeOf(nil); o != bluebird.Executed {
		t.Errorf("no error: %v", o)
	}
	if o := bluebird.OutcomeOf(io.EOF); o != bluebird.MaybeExecuted {
		t.Errorf("an error of no call is %v", o)
	}
	conn := joined(t, nothing)
	done, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := run(done, conn, "")
	wantError(t, err, bluebird.Canceled, bluebird.NotSent)
	_, err = bluebird.Invoke[any](t.Context(), conn, "calls.Nope", nil)
	wantError(t, err, bluebird.Unimplemented, bluebird.NotStarted)
	_, err = bluebird.Invoke[any](t.Context(), conn, "calls.Add", nil)
	wantError(t, err, bluebird.InvalidArgument, bluebird.NotStarted)
}

func TestRetryAfterIsPassedOn(t *testing.T) {
	c, p := dialRaw(t, nil)
	result := goAdd(t, c)
	s := wiretest.Status(p.ExpectOpen().Stream, uint8(bluebird.ResourceExhausted), wire.NotStarted, "busy")
	s.Payload = wire.AppendStatus(nil, &wire.StatusFrame{Code: uint8(bluebird.ResourceExhausted), RetryAfter: 1500 * time.Millisecond})
	p.Send(s)
	err := <-result
	wantError(t, err, bluebird.ResourceExhausted, bluebird.NotStarted)
	if d := bluebird.RetryAfter(err); d != 1500*time.Millisecond {
		t.Errorf("RetryAfter = %v; want 1.5s", d)
	}
	if d := bluebird.RetryAfter(io.EOF); d != 0 {
		t.Errorf("RetryAfter of an error of no call = %v", d)
	}
}

// A handler that returns the error of a call it made: the caller sees it as if it were the handler's own.
func TestErrorsPassThroughAServerInBetween(t *testing.T) {
	far := joined(t, func(context.Context, string) (string, error) {
		return "", fmt.Errorf("user 7: %w", errors.Join(bluebird.NotFound, io.EOF))
	})
	near := joined(t, func(ctx context.Context, arg string) (string, error) { return run(ctx, far, arg) })
	_, err := run(bluebirdtest.Soon(t), near, "")
	wantError(t, err, bluebird.NotFound, bluebird.Executed)
	if !errors.Is(err, io.EOF) || err.Error() != "user 7: not found\nEOF" {
		t.Errorf("error %q", err)
	}
}

func TestRetryAfterReachesTheCaller(t *testing.T) {
	conn := joined(t, func(context.Context, string) (string, error) {
		return "", bluebird.WithRetryAfter(fmt.Errorf("the queue is full: %w", bluebird.ResourceExhausted), 3*time.Second)
	})
	_, err := run(bluebirdtest.Soon(t), conn, "x")
	if got := bluebird.RetryAfter(err); got != 3*time.Second {
		t.Errorf("RetryAfter = %v", got)
	}
	wantError(t, err, bluebird.ResourceExhausted, bluebird.Executed)
	wantText(t, err, "the queue is full")
}

// A code that is none would end the connection, with all calls on it.
func TestCodesThatAreNoneAreUnknown(t *testing.T) {
	for _, sent := range []error{bluebird.Code(0), bluebird.Code(17), bluebird.Code(255), fmt.Errorf("it: %w", bluebird.Code(99))} {
		got := returned(t, new(bluebird.Server), sent)
		if bluebird.CodeOf(got) != bluebird.Unknown || bluebird.OutcomeOf(got) != bluebird.Executed {
			t.Errorf("%#v arrives as %v (%v, %v)", sent, got, bluebird.CodeOf(got), bluebird.OutcomeOf(got))
		}
		var e codec.Encoder
		var r codec.Reader
		r.Open(bluebird.AppendError([]byte("\x91"), sent, &e), false, codec.Limits{})
		if got := bluebird.ReadError(&r); r.Failed() || got == nil || got.Error() != sent.Error() {
			t.Errorf("as a value %#v arrives as %v, %v", sent, got, r.Err())
		}
	}
}

// hollow is an error that is good for nothing without its field.
type hollow struct{ Inner *hollow }

func (*hollow) Error() string { return "hollow" }

func (h *hollow) Unwrap() error {
	if h.Inner.Inner == nil {
		return nil
	}
	return h.Inner.Inner
}

var _ = bluebird.RegisterErrors("hollow", bluebird.ErrorPointer("test.hollow",
	func(b []byte, v *hollow, e *codec.Encoder) []byte { return codec.AppendAny(b, *v, e) },
	func(r *codec.Reader, v *hollow) { codec.ReadInto(r, v) }))

// Methods of errors are called with what has come over the wire.
func TestPanicsOfUnwrapAreNobodysConcern(t *testing.T) {
	for _, err := range []error{&hollow{}, (*fs.PathError)(nil)} {
		var e codec.Encoder
		if bluebird.AppendError(nil, err, &e); e.Err() != nil {
			t.Errorf("%T: %v", err, e.Err())
		}
	}
	for details, whole := range map[string]bool{"\x91\x80": false, "\x91\x81\xa5Inner\x81\xa5Inner\x80": false, "\x91\x81\xa5Inner\x80": true} {
		c, p := dialRaw(t, nil)
		result := goAdd(t, c)
		tree := wire.AppendTree(nil, &wire.Node{Text: "hollow", Name: "test.hollow", Details: []byte(details), Children: []wire.Node{{Text: "x"}}})
		s := wiretest.Status(p.ExpectOpen().Stream, uint8(bluebird.NotFound), 0, "")
		s.Payload = wire.AppendStatus(nil, &wire.StatusFrame{Code: uint8(bluebird.NotFound), Tree: tree})
		p.Send(s)
		err := <-result
		var h *hollow
		if bluebird.CodeOf(err) != bluebird.NotFound || err.Error() != "hollow" || errors.As(err, &h) != whole {
			t.Errorf("%q arrives as %v, %v", details, err, h)
		}
	}
}

// As the cause of a context the error of one call is part of that of another, as with an errgroup.
func TestErrorSaysHowFarItsOwnCallCame(t *testing.T) {
	w := newWorld(t, new(bluebird.Server))
	c, closed := w.dial(nil), w.dial(nil)
	closed.Close()
	ctx, cancel := context.WithCancelCause(t.Context())
	done := make(chan error)
	go func() { done <- callWait(ctx, c) }()
	eventually(t, "it runs", func() bool { return w.count(methodWait) == 1 })
	_, first := callAdd(ctx, closed, 1, 2)
	cancel(first)
	err := <-done
	wantText(t, err, "test.Wait: context canceled: test.Add: ")
	if bluebird.OutcomeOf(first) != bluebird.NotSent || bluebird.OutcomeOf(err) != bluebird.MaybeExecuted || bluebird.CodeOf(err) != bluebird.Canceled {
		t.Errorf("%v: %v, %v", err, bluebird.OutcomeOf(err), bluebird.CodeOf(err))
	}
}

// What the server itself says of a call names the method too.
func TestRefusalsOfTheServerNameTheMethod(t *testing.T) {
	w := newWorld(t, &bluebird.Server{MaxHandlers: 1})
	c := w.dial(nil)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go callWait(ctx, c)
	eventually(t, "it runs", func() bool { return w.count(methodWait) == 1 })
	_, err := callAdd(bluebirdtest.Soon(t), c, 1, 2)
	wantText(t, err, "test.Add: resource exhausted: 1 calls are running on the server")
}
