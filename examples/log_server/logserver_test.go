package logserver

import (
	"fmt"
	"reflect"
	"testing"
)

func TestGetLogReturnsTheLastLines(t *testing.T) {
	var l Logger
	for _, line := range []string{"a", "b", "c"} {
		l.AddLog(line)
	}
	for _, tt := range []struct {
		n    int
		want []string
	}{
		{-1, []string{}},
		{0, []string{}},
		{2, []string{"b", "c"}},
		{3, []string{"a", "b", "c"}},
		{100, []string{"a", "b", "c"}},
	} {
		if got := l.GetLog(tt.n); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("GetLog(%d) = %q; want %q", tt.n, got, tt.want)
		}
	}
}

func TestLoggerForgetsTheOldestLines(t *testing.T) {
	var l Logger
	for i := range maxLines + 2 {
		l.AddLog(fmt.Sprint(i))
	}
	got := l.GetLog(maxLines + 2)
	if len(got) != maxLines || got[0] != "2" {
		t.Errorf("after %d lines the log has %d and begins with %q; want %d and \"2\"", maxLines+2, len(got), got[0], maxLines)
	}
}
