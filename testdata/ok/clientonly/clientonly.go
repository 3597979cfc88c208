// Package clientonly has no type of its own in its signatures: clients need not link it.
package clientonly

import (
	"net/http"
	"time"

	"github.com/bluebird-rpc/bluebird/testdata/ok/clientonly/units"
)

// Server is what clients do not want to link.
var Server http.Server

// Walk returns how far one gets at metres per second.
//
//bluebird:rpc
func Walk(speed units.Length, d time.Duration) units.Length {
	return speed * units.Length(d.Seconds())
}
