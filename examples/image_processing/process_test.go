package imageprocessing

import (
	"bytes"
	"image"
	_ "image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bluebird-rpc/bluebird/examples/internal/exampletest"
)

func TestClientFiltersAndMeasures(t *testing.T) {
	addr := exampletest.Serve(t, "server", "-read-buffer", "4096", "-write-buffer", "4096")
	out := t.TempDir()
	got := exampletest.Run(t, exampletest.Build(t, "client"),
		"-addr", addr, "-out", out, "-rounds", "2", "-read-buffer", "4096", "-write-buffer", "4096")

	for _, name := range []string{"greyscale.jpeg", "blur.jpeg", "edges.jpeg"} {
		data, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Error(err)
			continue
		}
		if m, _, err := image.DecodeConfig(bytes.NewReader(data)); err != nil || m.Width != 1770 || m.Height != 996 {
			t.Errorf("%s has %d × %d pixels, error %v; want 1770 × 996", name, m.Width, m.Height, err)
		}
	}
	chart, err := os.ReadFile(filepath.Join(out, "buffers.svg"))
	if err != nil {
		t.Error(err)
	}
	for _, size := range []string{"1 KiB", "4 KiB", "16 KiB", "64 KiB", "256 KiB", "1 MiB"} {
		if !strings.Contains(got, " "+size+" ") {
			t.Errorf("the table has no row for %s:\n%s", size, got)
		}
		if !strings.Contains(string(chart), ">"+size+"<") {
			t.Errorf("the chart has no mark for %s", size)
		}
	}
}
