// Package defaults has parameters that callers by name may leave out.
package defaults

import "time"

// Unit is a unit of length.
type Unit string

// Metre is the unit of most lengths.
const Metre Unit = "m"

// Many is a number that does not fit in 32 bits.
const Many = 1 << 40

// Greet greets.
//
//bluebird:rpc
//bluebird:default name="world"
//bluebird:default times=2
//bluebird:default loud=true
func Greet(greeting, name string, times int, loud bool) (text string) {
	for range times {
		text += greeting + " " + name
		if loud {
			text += "!"
		}
	}
	return text
}

// Measure returns what it is given.
//
//bluebird:rpc
//bluebird:default unit=Metre
//bluebird:default value=1.5e3
//bluebird:default wait=3*time.Second
//bluebird:default count=Many
//bluebird:default small=-1
func Measure(unit Unit, value float32, wait time.Duration, count uint64, small int8) (Unit, float32, time.Duration, uint64, int8) {
	return unit, value, wait, count, small
}
