package bluebird

import (
	"testing"

	"github.com/bluebird-rpc/bluebird/internal/mux"
)

// PoisonBuffers makes freed buffers unusable for the rest of the test.
func PoisonBuffers(t testing.TB) {
	mux.Poison = true
	t.Cleanup(func() { mux.Poison = false })
}
