package bluebird

import (
	"context"
	"crypto/tls"
	"fmt"
	"maps"
	"net"
	"strings"

	"github.com/bluebird-rpc/bluebird/internal/wire"
)

// Metadata is strings that travel with a call, beside its arguments, or with its reply. Keys are
// compared byte for byte. A call carries at most 64 pairs and 8 KiB, where each pair counts 16 bytes more
// than its texts; keys are 1 to 128 bytes of letters, digits and "-_./:", values hold no control characters
// but tab.
type Metadata map[string]string

type (
	outgoingKey struct{}
	incomingKey struct{}
	replyKey    struct{}
)

// WithMetadata returns a context whose calls carry the given pairs of key and value besides those that ctx
// has. It panics if a value is missing. A call with metadata beyond the limits fails with InvalidArgument, unsent.
func WithMetadata(ctx context.Context, pairs ...string) context.Context {
	if len(pairs)%2 != 0 {
		panic("bluebird: WithMetadata: a key without a value")
	}
	old, _ := ctx.Value(outgoingKey{}).(Metadata)
	md := make(Metadata, len(old)+len(pairs)/2)
	maps.Copy(md, old)
	for i := 0; i < len(pairs); i += 2 {
		md[pairs[i]] = pairs[i+1]
	}
	return context.WithValue(ctx, outgoingKey{}, md)
}

// MetadataFrom returns what came with the call that a handler or a server's interceptor is serving, nil if nothing did. It is not
// passed on by calls that the handler makes. The caller must not change it.
func MetadataFrom(ctx context.Context) Metadata {
	if c, ok := ctx.Value(incomingKey{}).(*callContext); ok {
		return c.metadata()
	}
	return nil
}

// ReplyMetadata returns the metadata that goes back with the reply or the error. A handler sets
// pairs in it before it returns, from one goroutine at a time. Outside a handler it is a map that nobody sees.
func ReplyMetadata(ctx context.Context) Metadata {
	if c, ok := ctx.Value(incomingKey{}).(*callContext); ok {
		return c.replyMetadata()
	}
	return Metadata{}
}

// WithReplyMetadata returns a context for one call, and a map that holds the reply's metadata when
// that call has returned.
func WithReplyMetadata(ctx context.Context) (context.Context, Metadata) {
	md := Metadata{}
	return context.WithValue(ctx, replyKey{}, &md), md
}

// Peer is the other end of a call's connection.
type Peer struct {
	Addr      net.Addr             // of the caller
	LocalAddr net.Addr             // that it called
	TLS       *tls.ConnectionState // nil without TLS
}

// PeerFrom returns who made the call that a handler or a server's interceptor is serving.
func PeerFrom(ctx context.Context) (Peer, bool) {
	if c, ok := ctx.Value(incomingKey{}).(*callContext); ok {
		return c.peer(), true
	}
	return Peer{}, false
}

// appendMetadata appends md in wire form, nothing if it is empty, or says what is wrong with it.
func appendMetadata(b []byte, md Metadata) ([]byte, error) {
	if len(md) == 0 {
		return b, nil
	}
	size := 0
	for k, v := range md {
		size += len(k) + len(v) + wire.PairOverhead
		if err := checkPair(k, v); err != nil {
			return b, err
		}
	}
	if len(md) > wire.MaxPairs || size > wire.MaxMetadata {
		return b, fmt.Errorf("metadata of %d pairs and %d bytes is above the limit of %d pairs and %d bytes",
			len(md), size, wire.MaxPairs, wire.MaxMetadata)
	}
	return wire.AppendMetadata(b, len(md), maps.All(md)), nil
}

func checkPair(key, value string) error {
	if key == "" || len(key) > 128 || strings.ContainsFunc(key, notInKey) {
		return fmt.Errorf("metadata key %.140q: a key is 1 to 128 bytes, of letters, digits and -_./: only", key)
	}
	if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
		return fmt.Errorf("metadata %s: the value %.140q holds a control character", key, value)
	}
	return nil
}

func notInKey(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return false
	}
	return !strings.ContainsRune("-_./:", r)
}

// parseMetadata reads what appendMetadata wrote. Pairs that it would not have written are an error.
func parseMetadata(b []byte, into Metadata) error {
	for k, v := range wire.ParseMetadata(b) {
		if err := checkPair(k, v); err != nil {
			return err
		}
		into[k] = v
	}
	return nil
}
