package logserver

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"

	bluebird "github.com/bluebird-rpc/bluebird/runtime"
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

func TestTailFollowsTheLog(t *testing.T) {
	var l Logger
	for i := range 3 {
		l.AddLog(fmt.Sprint(i))
	}
	var got []string
	for line, err := range l.Tail(t.Context(), 2) {
		if err != nil {
			t.Fatal(err)
		}
		if got = append(got, line); len(got) == 5 {
			break
		}
		l.AddLog("after " + line)
	}
	if want := []string{"1", "2", "after 1", "after 2", "after after 1"}; !reflect.DeepEqual(got, want) {
		t.Errorf("Tail(2) = %q; want %q", got, want)
	}
}

func TestTailSaysWhatItHasMissed(t *testing.T) {
	var l Logger
	l.AddLog("first")
	var end error
	for _, err := range l.Tail(t.Context(), 1) {
		if end = err; err != nil {
			break
		}
		for i := range 2 * maxLines {
			l.AddLog(fmt.Sprint(i))
		}
	}
	if !errors.Is(end, bluebird.DataLoss) {
		t.Errorf("Tail ended with %v; want DataLoss", end)
	}
}

func TestTailEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var l Logger
	for line, err := range l.Tail(ctx, 5) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("Tail of an empty log: %q, %v", line, err)
		}
	}
}
