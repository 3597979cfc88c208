package transfer

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"math"
	"time"
)

// The chart's page and the frame that the curve is drawn in, in pixels.
const (
	width, height = 760, 460
	left, right   = 90, 730
	top, bottom   = 90, 370
)

// chart collects the elements of an SVG file.
type chart struct{ bytes.Buffer }

// Chart draws results as an SVG picture: a dot for each median, a line for the slowest and fastest round trip.
// Each round trip moved n bytes there and n bytes back.
func Chart(w io.Writer, results []Result, n int) error {
	slowest := time.Duration(0)
	for _, r := range results {
		slowest = max(slowest, r.Times[len(r.Times)-1])
	}
	step, limit := axis(slowest.Seconds() * 1000)
	x := func(i int) float64 { return left + (float64(i)+0.5)*(right-left)/float64(len(results)) }
	y := func(d time.Duration) float64 { return bottom - d.Seconds()*1000/limit*(bottom-top) }

	var c chart
	c.printf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="14" fill="#222">`, width, height)
	c.printf(`<rect width="%d" height="%d" fill="white"/>`, width, height)
	c.text(left, 34, "start", `font-size="20" font-weight="bold"`, "A picture to the server and back")
	c.text(left, 60, "start", `fill="#666"`, fmt.Sprintf("%.2f MB each way; dots: median of %d round trips, lines: fastest to slowest", float64(n)/1e6, len(results[0].Times)))

	for value := 0.0; value <= limit+step/2; value += step {
		h := bottom - value/limit*(bottom-top)
		c.line(left, h, right, h, "#ddd", 1)
		c.text(left-10, h+5, "end", "", fmt.Sprintf("%.4g", value))
	}
	c.line(left, top, left, bottom, "#222", 1)
	c.line(left, bottom, right, bottom, "#222", 1)
	c.text(-(top+bottom)/2, 30, "middle", `transform="rotate(-90)"`, "round trip (ms)")
	c.text((left+right)/2, height-30, "middle", "", "read and write buffers on both ends (1 KiB = 1024 bytes)")

	var curve bytes.Buffer
	for i, r := range results {
		c.line(x(i), bottom, x(i), bottom+6, "#222", 1)
		c.text(x(i), bottom+24, "middle", "", Size(r.Buffer))
		c.line(x(i), y(r.Times[0]), x(i), y(r.Times[len(r.Times)-1]), "#8ab8de", 3)
		fmt.Fprintf(&curve, "%.1f,%.1f ", x(i), y(r.Median()))
	}
	c.printf(`<polyline points="%s" fill="none" stroke="#1f6fb2" stroke-width="2"/>`, bytes.TrimSpace(curve.Bytes()))
	for i, r := range results {
		c.printf(`<circle cx="%.1f" cy="%.1f" r="4.5" fill="#1f6fb2"/>`, x(i), y(r.Median()))
		c.text(x(i)+9, y(r.Median())-9, "start", `font-size="12"`, fmt.Sprintf("%.1f", r.Median().Seconds()*1000))
	}
	c.printf(`</svg>`)
	_, err := c.WriteTo(w)
	return err
}

// axis returns the distance between the marks of an axis that reaches up to highest, and where it ends: at a mark.
func axis(highest float64) (step, limit float64) {
	if highest <= 0 {
		return 1, 1
	}
	magnitude := math.Pow(10, math.Floor(math.Log10(highest)))
	for _, factor := range []float64{0.2, 0.25, 0.5, 1, 2} {
		if step = magnitude * factor; highest/step <= 7 {
			break
		}
	}
	return step, math.Ceil(highest/step) * step
}

func (c *chart) printf(format string, args ...any) { fmt.Fprintf(c, format+"\n", args...) }

func (c *chart) line(x1, y1, x2, y2 float64, colour string, thick int) {
	c.printf(`<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s" stroke-width="%d"/>`, x1, y1, x2, y2, colour, thick)
}

func (c *chart) text(x, y float64, anchor, style, s string) {
	c.printf(`<text x="%.1f" y="%.1f" text-anchor="%s" %s>%s</text>`, x, y, anchor, style, html.EscapeString(s))
}
