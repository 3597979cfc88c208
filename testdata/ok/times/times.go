// Package times sends instants and durations.
package times

import "time"

// Event happens.
type Event struct {
	At    time.Time
	Takes time.Duration
	Ends  *time.Time
	On    time.Weekday
}

// Shift moves an event.
//
//bluebird:rpc
func Shift(e Event, by time.Duration) Event {
	e.At = e.At.Add(by)
	return e
}

// Add adds a duration to each instant.
//
//bluebird:rpc
func Add(by time.Duration, at ...time.Time) []time.Time {
	for i := range at {
		at[i] = at[i].Add(by)
	}
	return at
}

// Next returns the month behind m.
//
//bluebird:rpc
func Next(m time.Month) time.Month { return m%12 + 1 }

// ByMonth returns what it is given.
//
//bluebird:rpc
func ByMonth(m map[time.Month][]time.Duration) map[time.Month][]time.Duration { return m }
