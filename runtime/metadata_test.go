package bluebird_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
)

func TestMetadataTravelsBothWays(t *testing.T) {
	var got bluebird.Metadata
	conn := joined(t, func(ctx context.Context, arg string) (string, error) {
		got = maps.Clone(bluebird.MetadataFrom(ctx))
		bluebird.ReplyMetadata(ctx)["Took"] = "3 ms\tgrüße"
		if arg == "fail" {
			return "", bluebird.NotFound
		}
		return "", nil
	})
	want := bluebird.Metadata{"User-Id": "7", "empty": "", "a.b:c/d_e": "ü"}
	base := bluebird.WithMetadata(bluebirdtest.Soon(t), "User-Id", "6", "empty", "")
	for _, arg := range []string{"", "fail", ""} {
		ctx, reply := bluebird.WithReplyMetadata(bluebird.WithMetadata(base, "User-Id", "7", "a.b:c/d_e", "ü"))
		if _, err := run(ctx, conn, arg); (err != nil) != (arg == "fail") {
			t.Error(err)
		}
		if !maps.Equal(got, want) {
			t.Errorf("the handler got %v; want %v", got, want)
		}
		if !maps.Equal(reply, bluebird.Metadata{"Took": "3 ms\tgrüße"}) {
			t.Errorf("the caller got %v", reply)
		}
	}
	ctx, reply := bluebird.WithReplyMetadata(bluebirdtest.Soon(t))
	run(ctx, conn, "")
	if len(got) != 0 || len(reply) != 1 {
		t.Errorf("a call without metadata: the handler got %v, the caller %v", got, reply)
	}
}

func TestReplyMetadataComesWithARefusal(t *testing.T) {
	srv := &bluebird.Server{Interceptors: []bluebird.Interceptor{func(ctx context.Context, _ *bluebird.Call, _ func(context.Context) error) error {
		bluebird.ReplyMetadata(ctx)["Login-At"] = "example.com"
		return fmt.Errorf("no token: %w", bluebird.Unauthenticated)
	}}}
	ctx, reply := bluebird.WithReplyMetadata(bluebirdtest.Soon(t))
	_, err := run(ctx, joinedWith(t, srv, new(bluebird.Dialer), nothing), "")
	wantError(t, err, bluebird.Unauthenticated, bluebird.NotStarted)
	if reply["Login-At"] != "example.com" {
		t.Errorf("the caller got %v", reply)
	}
}

// A handler that calls on must not hand its caller's credentials to whom it calls.
func TestMetadataIsNotPassedOn(t *testing.T) {
	var got bluebird.Metadata
	far := joined(t, func(ctx context.Context, _ string) (string, error) {
		got = bluebird.MetadataFrom(ctx)
		return "", nil
	})
	near := joined(t, func(ctx context.Context, arg string) (string, error) { return run(ctx, far, arg) })
	if _, err := run(bluebird.WithMetadata(bluebirdtest.Soon(t), "token", "secret"), near, ""); err != nil || len(got) != 0 {
		t.Errorf("the far handler got %v, %v", got, err)
	}
}

func TestMetadataBeyondTheLimitsIsNotSent(t *testing.T) {
	conn := joined(t, func(ctx context.Context, _ string) (string, error) {
		return fmt.Sprint(len(bluebird.MetadataFrom(ctx))), nil
	})
	many := func(n int) (pairs []string) {
		for i := range n {
			pairs = append(pairs, fmt.Sprint("key", i), "")
		}
		return pairs
	}
	const room = 8<<10 - 16 - len("key")
	for _, tt := range []struct {
		name  string
		pairs []string
		says  []string // "" is no error
	}{
		{"64 pairs", many(64), nil},
		{"65 pairs", many(65), []string{"65 pairs", "limit of 64 pairs"}},
		{"8 KiB", []string{"key", strings.Repeat("v", room)}, nil},
		{"8 KiB and a byte", []string{"key", strings.Repeat("v", room+1)}, []string{"8193 bytes", "8192 bytes"}},
		{"no key", []string{"", "v"}, []string{"key"}},
		{"long key", []string{strings.Repeat("k", 129), "v"}, []string{"1 to 128"}},
		{"key with a space", []string{"a b", "v"}, []string{`"a b"`}},
		{"line feed", []string{"key", "a\nb"}, []string{"key", "control character"}},
	} {
		_, err := run(bluebird.WithMetadata(bluebirdtest.Soon(t), tt.pairs...), conn, "")
		if tt.says == nil {
			if err != nil {
				t.Errorf("%s: %v", tt.name, err)
			}
			continue
		}
		wantError(t, err, bluebird.InvalidArgument, bluebird.NotSent)
		wantText(t, err, tt.says...)
	}
}

func TestReplyMetadataBeyondTheLimitsIsAnError(t *testing.T) {
	conn := joined(t, func(ctx context.Context, _ string) (string, error) {
		bluebird.ReplyMetadata(ctx)["key"] = strings.Repeat("v", 9<<10)
		return "", nil
	})
	_, err := run(bluebirdtest.Soon(t), conn, "")
	wantError(t, err, bluebird.Internal, bluebird.Executed)
	wantText(t, err, "calls.Task.Run", "metadata")
}

func TestWithMetadataPanicsWithoutAValue(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	odd := strings.Fields("a key without")
	bluebird.WithMetadata(t.Context(), odd...)
}

func TestPeerIsTheCaller(t *testing.T) {
	peers := make(chan bluebird.Peer, 1)
	srv := does(new(bluebird.Server), func(ctx context.Context, _ string) (string, error) {
		p, ok := bluebird.PeerFrom(ctx)
		if !ok {
			return "", errors.New("no peer")
		}
		peers <- p
		return "", nil
	})
	addr := listen(t, srv, "tcp", "localhost:0")
	if _, err := run(bluebirdtest.Soon(t), dial(t, new(bluebird.Dialer), addr), ""); err != nil {
		t.Fatal(err)
	}
	if p := <-peers; p.Addr.Network() != "tcp" || p.LocalAddr.String() != addr || p.Addr.String() == addr || p.TLS != nil {
		t.Errorf("peer %+v; want one that called %s", p, addr)
	}
}

func TestOutsideAHandlerThereIsNoCall(t *testing.T) {
	ctx := t.Context()
	if md := bluebird.MetadataFrom(ctx); md != nil {
		t.Errorf("MetadataFrom = %v", md)
	}
	if p, ok := bluebird.PeerFrom(ctx); ok {
		t.Errorf("PeerFrom = %v", p)
	}
	bluebird.ReplyMetadata(ctx)["nobody"] = "sees this"
}
