package transfer

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

func times(ms ...float64) []time.Duration {
	var out []time.Duration
	for _, v := range ms {
		out = append(out, time.Duration(v*float64(time.Millisecond)))
	}
	return out
}

var some = []Result{
	{1 << 10, times(70, 75, 92)},
	{4 << 10, times(22, 25, 31)},
	{16 << 10, times(11, 12, 19)},
	{64 << 10, times(7, 8, 12)},
	{256 << 10, times(6.1, 6.6, 9)},
	{1 << 20, times(6, 6.7, 11)},
}

func TestTable(t *testing.T) {
	var b bytes.Buffer
	if err := Table(&b, some, 7_000_000); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(b.String(), "\n")
	for i, want := range []string{
		"buffers median fastest slowest MB/s",
		"1 KiB 75.0 ms 70.0 ms 92.0 ms 187",
		"4 KiB 25.0 ms 22.0 ms 31.0 ms 560",
	} {
		if got := strings.Join(strings.Fields(lines[i]), " "); got != want {
			t.Errorf("line %d is %q; want %q", i, got, want)
		}
	}
}

// TestChart writes its picture to the file that CHART names, for eyes.
func TestChart(t *testing.T) {
	var b bytes.Buffer
	if err := Chart(&b, some, 7_000_000); err != nil {
		t.Fatal(err)
	}
	if name := os.Getenv("CHART"); name != "" {
		if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"round trip (ms)", "(1 KiB = 1024 bytes)", ">1 KiB<", ">1 MiB<", ">75.0<", "7.00 MB each way", "median of 3"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the chart does not say %q", want)
		}
	}
	dots := 0
	for d := xml.NewDecoder(&b); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal("the chart is no XML:", err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "circle" {
			dots++
		}
	}
	if dots != len(some) {
		t.Errorf("the chart has %d dots; want %d", dots, len(some))
	}
}

func TestAxisEndsAtAMark(t *testing.T) {
	for _, tt := range []struct{ highest, step, limit float64 }{
		{0, 1, 1},
		{0.8, 0.2, 0.8},
		{1.6, 0.25, 1.75},
		{7, 1, 7},
		{12, 2, 12},
		{70, 10, 70},
		{92, 20, 100},
		{999, 200, 1000},
	} {
		if step, limit := axis(tt.highest); step != tt.step || limit != tt.limit {
			t.Errorf("axis(%g) = marks every %g up to %g; want %g, %g", tt.highest, step, limit, tt.step, tt.limit)
		}
	}
}

func TestSize(t *testing.T) {
	for bytes, want := range map[int]string{512: "512 B", 1 << 10: "1 KiB", 1500: "1500 B", 256 << 10: "256 KiB", 1 << 20: "1 MiB"} {
		if got := Size(bytes); got != want {
			t.Errorf("Size(%d) = %q; want %q", bytes, got, want)
		}
	}
}
