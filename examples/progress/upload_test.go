package progress_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"

	"math/rand/v2"
	"testing"

	"github.com/bluebird-rpc/bluebird/examples/progress"
	"github.com/bluebird-rpc/bluebird/examples/progress/progressrpc"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
	"github.com/schollz/progressbar/v3"
)

func TestTheBarSeesAllOfAFile(t *testing.T) {
	file := make([]byte, 20<<20)
	random := rand.NewChaCha8([32]byte{})
	random.Read(file)
	var drawn bytes.Buffer
	bar := progressbar.NewOptions64(int64(len(file)), progressbar.OptionSetWriter(&drawn), progressbar.OptionShowBytes(true))
	reader := progressbar.NewReader(bytes.NewReader(file), bar)
	c := progressrpc.NewClient(bluebirdtest.Serve(t, progress.RegisterFuncs))
	size, sum, err := c.Store(t.Context(), "file", &reader)
	want := sha256.Sum256(file)
	if size != int64(len(file)) || sum != hex.EncodeToString(want[:]) || err != nil {
		t.Errorf("%d bytes with sum %s arrived, %v; want %d with %x", size, sum, err, len(file), want)
	}
	if !bar.IsFinished() || !bytes.Contains(drawn.Bytes(), []byte("100%")) {
		t.Errorf("the bar stands at %v and has drawn %.200q", bar.State().CurrentPercent, drawn.Bytes())
	}
}
