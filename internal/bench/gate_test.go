package main

import "testing"

func measuredRow(name string, of map[string]figures) []measured {
	r := &row{name: name}
	var all []measured
	for label, f := range of {
		all = append(all, measured{row: r, label: label, figures: f, rounds: []figures{f}})
	}
	return all
}

// addRow is add/100 with Bluebird at that many calls and all bars but that of the rate reached.
func addRow(bluebird, limit float64) []measured {
	return measuredRow("add/100", map[string]figures{
		"bluebird": {rate: bluebird, p99: 1, clientAllocs: 0, serverAllocs: 1},
		"grpc-go":  {rate: 10, p99: 100},
		"limit":    {rate: limit},
	})
}

func TestGateSaysWhatIsMissed(t *testing.T) {
	for _, tt := range []struct {
		name            string
		bluebird, limit float64
		want            int
	}{
		{"all reached", 150, 200, 0},
		{"too far from limit", 110, 200, 1},
		{"limit too slow", 110, 119, 2},
	} {
		j := verdictsOf([]row{{name: "add/100"}}, addRow(tt.bluebird, tt.limit))
		if got := j.status(); got != tt.want {
			t.Errorf("%s: status %d; want %d (%v)", tt.name, got, tt.want, j.verdicts)
		}
	}
}

func TestMissedBarIsMeasuredTwiceMore(t *testing.T) {
	j := verdictsOf([]row{{name: "add/100"}}, addRow(110, 200))
	times := 0
	err := j.again(func(name string) ([]measured, error) {
		times++
		return addRow(150, 200), nil
	})
	if err != nil || times != 2 || j.status() != 0 {
		t.Errorf("measured %d times more, then status %d, error %v; want 2, 0, nil", times, j.status(), err)
	}
}

func TestUnmeasuredBarIsNotReached(t *testing.T) {
	j := verdictsOf([]row{{name: "add/100"}}, nil)
	if got := j.status(); got != 1 {
		t.Errorf("status is %d; want 1", got)
	}
}

func TestRatioIsTheMedianOfTheRounds(t *testing.T) {
	r := &row{name: "echo/1"}
	all := []measured{
		{row: r, label: "bluebird", rounds: []figures{{rate: 10}, {rate: 100}, {rate: 30}}},
		{row: r, label: "grpc-go", rounds: []figures{{rate: 5}, {rate: 50}, {rate: 10}}},
	}
	got, ok := bar{row: "echo/1", metric: rate, than: "grpc-go"}.ratio(all)
	if got != 2 || !ok {
		t.Errorf("ratio is %v, %v; want 2, true", got, ok)
	}
}

// TestBarsAreOfRows finds bars that nothing could ever reach, because no row measures them.
func TestBarsAreOfRows(t *testing.T) {
	labels := map[string]map[string]bool{}
	for _, r := range rows(1, nil) {
		if labels[r.name] != nil {
			t.Errorf("there are two rows %s", r.name)
		}
		labels[r.name] = map[string]bool{"": true}
		for _, s := range r.of {
			labels[r.name][s.label] = true
		}
	}
	for _, b := range append(bars(), judge) {
		if !labels[b.row]["bluebird"] || !labels[b.row][b.than] || !labels[b.row][b.of] {
			t.Errorf("%v: no row measures this", b)
		}
	}
}

func TestMissedRowIsMeasuredOfWhomItIsAbout(t *testing.T) {
	got := judged(row{name: "echo/1", of: withCodec})
	want := []string{"bluebird", "grpc-go", "limit+codec"}
	if len(got) != len(want) {
		t.Fatalf("%d subjects; want %v", len(got), want)
	}
	for i, s := range got {
		if s.label != want[i] {
			t.Errorf("subject %d is %s; want %s", i, s.label, want[i])
		}
	}
}
