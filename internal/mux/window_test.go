package mux

import "testing"

// A claim that is taken back lets those behind it go on.
func TestWithdrawnClaimsHoldUpNobody(t *testing.T) {
	b := budget{limit: 64}
	b.reserve(&claim{size: 60})
	large := &claim{size: 10, granted: func() { t.Error("it was taken back") }}
	granted := false
	b.reserve(large)
	b.reserve(&claim{size: 1, granted: func() { granted = true }})
	b.withdraw(large)
	if !granted || b.used != 61 {
		t.Errorf("granted %v, %d bytes used", granted, b.used)
	}
}

// Windows that grow leave memory to the messages of others.
func TestGrownWindowsLeaveMemoryToMessages(t *testing.T) {
	m := &Memory{Limit: 64}
	for range 10 {
		m.takeSpare(8)
	}
	if !m.take(32) || m.take(1) {
		t.Errorf("%d of 64 bytes used", m.used.Load())
	}
}
