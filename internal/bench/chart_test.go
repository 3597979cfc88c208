package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestChartShowsEverySubject(t *testing.T) {
	var all []measured
	for i, r := range rows(1, nil)[:4] {
		for _, s := range r.of {
			all = append(all, measured{row: &r, label: s.label, figures: figures{rate: float64(1000 * (i + 1))}})
		}
	}
	some := plots(all)
	if len(some) != 1 || some[0].file != "add.svg" {
		t.Fatalf("%d plots of add; want 1", len(some))
	}
	svg := string(some[0].svg())
	for _, s := range append(everyone, subject{label: "calls per second"}, subject{label: "callers on one connection"}) {
		if !strings.Contains(svg, fmt.Sprintf(">%s</text>", s.label)) {
			t.Errorf("the chart does not say %q", s.label)
		}
	}
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func TestChartOfNothingCanBeDrawn(t *testing.T) {
	p := plot{ticks: []string{"1", "2"}, lines: []line{{"bluebird", []float64{0, 0}}}}
	if svg := string(p.svg()); strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
		t.Errorf("the chart has numbers that are none:\n%s", svg)
	}
}
