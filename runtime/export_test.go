package bluebird

import (
	"os"
	"strings"

	"github.com/bluebird-rpc/bluebird/internal/mux"
)

// Freed buffers are poisoned in every test, but not in benchmarks.
func init() {
	mux.Poison = true
	for _, arg := range os.Args {
		if strings.HasPrefix(arg, "-test.bench=") {
			mux.Poison = false
		}
	}
}
