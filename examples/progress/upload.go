// Package progress takes files, and shows how to show how far that is.
//
// It is a module of its own, because of the progress bar that its client draws.
package progress

//go:generate go tool bluebird-gen .

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
)

// Store takes what r has to give, and returns how many bytes that were and their SHA-256 in hexadecimal. It keeps nothing.
//
//bluebird:rpc
func Store(ctx context.Context, name string, r io.Reader) (size int64, sum string, err error) {
	hash := sha256.New()
	if size, err = io.Copy(hash, r); err != nil {
		return 0, "", fmt.Errorf("%s, after %d bytes: %w", name, size, err)
	}
	return size, hex.EncodeToString(hash.Sum(nil)), nil
}
