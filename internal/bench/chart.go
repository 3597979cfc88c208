package main

import (
	"bytes"
	"fmt"
	"html"
	"math"
)

// The page of a chart, the frame that its lines are drawn in, and where the legend begins, in pixels.
const (
	pageWidth, pageHeight    = 820, 460
	frameLeft, frameRight    = 110, 650
	frameTop, frameBottom    = 80, 390
	legendLeft, legendHeight = 675, 24
)

// colours of subjects; one that is not here is grey. Bluebird is blue, what judges it is black.
var colours = map[string]string{
	"bluebird": "#1f6fb2", "grpc-go": "#d1495b", "connect": "#edae49", "drpc": "#66a182", "ttrpc": "#8d6cab",
	"net/rpc": "#a0522d", "limit": "#222", "limit+codec": "#777",
}

// canvas collects the elements of an SVG file.
type canvas struct{ bytes.Buffer }

// svg draws the plot with a logarithmic scale upwards, since what is compared differs by factors.
func (p *plot) svg() []byte {
	low, high := p.decades()
	x := func(i int) float64 {
		return frameLeft + (float64(i)+0.5)*(frameRight-frameLeft)/float64(len(p.ticks))
	}
	y := func(v float64) float64 {
		return frameBottom - (math.Log10(v)-low)/(high-low)*(frameBottom-frameTop)
	}
	var c canvas
	c.printf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13" fill="#222">`, pageWidth, pageHeight)
	c.printf(`<rect width="%d" height="%d" fill="white"/>`, pageWidth, pageHeight)
	c.text(frameLeft, 32, "start", `font-size="19" font-weight="bold"`, p.title)
	c.text(frameLeft, 56, "start", `fill="#666"`, p.subtitle+"; logarithmic scale")
	c.axes(p, low, high, x, y)
	for i, l := range p.lines {
		c.curve(l, x, y)
		c.legend(i, l)
	}
	c.printf(`</svg>`)
	return c.Bytes()
}

// decades returns the powers of ten around all values.
func (p *plot) decades() (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, l := range p.lines {
		for _, v := range l.values {
			if v > 0 {
				low, high = min(low, math.Floor(math.Log10(v))), max(high, math.Ceil(math.Log10(v)))
			}
		}
	}
	if low > high {
		return 0, 1
	}
	return low, max(high, low+1)
}

func (c *canvas) axes(p *plot, low, high float64, x func(int) float64, y func(float64) float64) {
	for e := low; e <= high; e++ {
		h := y(math.Pow(10, e))
		c.line(frameLeft, h, frameRight, h, "#bbb", 1)
		c.text(frameLeft-10, h+5, "end", "", grouped(int64(math.Pow(10, e))))
		for n := 2.0; n < 10 && e < high; n++ {
			h := y(n * math.Pow(10, e))
			c.line(frameLeft, h, frameRight, h, "#eee", 1)
		}
	}
	c.line(frameLeft, frameTop, frameLeft, frameBottom, "#222", 1)
	c.line(frameLeft, frameBottom, frameRight, frameBottom, "#222", 1)
	for i, tick := range p.ticks {
		c.line(x(i), frameBottom, x(i), frameBottom+6, "#222", 1)
		c.text(x(i), frameBottom+24, "middle", "", tick)
	}
	c.text(-(frameTop+frameBottom)/2, 24, "middle", `transform="rotate(-90)"`, p.y)
	c.text((frameLeft+frameRight)/2, pageHeight-20, "middle", "", p.x)
}

// curve draws a line, interrupted where a value is missing.
func (c *canvas) curve(l line, x func(int) float64, y func(float64) float64) {
	for i, v := range l.values {
		if v <= 0 {
			continue
		}
		if i > 0 && l.values[i-1] > 0 {
			c.line(x(i-1), y(l.values[i-1]), x(i), y(v), l.colour(), l.thick())
		}
		c.printf(`<circle cx="%.1f" cy="%.1f" r="%d" fill="%s"><title>%s: %.4g</title></circle>`, x(i), y(v), l.thick()+2, l.colour(), html.EscapeString(l.label), v)
	}
}

func (c *canvas) legend(i int, l line) {
	h := float64(frameTop + 10 + i*legendHeight)
	c.line(legendLeft, h, legendLeft+24, h, l.colour(), l.thick())
	c.text(legendLeft+32, h+5, "start", "", l.label)
}

func (l line) colour() string {
	if s, ok := colours[l.label]; ok {
		return s
	}
	return "#999"
}

func (l line) thick() int {
	if l.label == "bluebird" {
		return 3
	}
	return 2
}

func (c *canvas) printf(format string, args ...any) { fmt.Fprintf(c, format+"\n", args...) }

func (c *canvas) line(x1, y1, x2, y2 float64, colour string, thick int) {
	c.printf(`<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s" stroke-width="%d"/>`, x1, y1, x2, y2, colour, thick)
}

func (c *canvas) text(x, y float64, anchor, style, s string) {
	c.printf(`<text x="%.1f" y="%.1f" text-anchor="%s" %s>%s</text>`, x, y, anchor, style, html.EscapeString(s))
}
