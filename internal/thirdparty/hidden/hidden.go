// Package hidden serves types that keep their state to themselves.
package hidden

import (
	"github.com/Masterminds/semver/v3"
	"github.com/shopspring/decimal"
)

//bluebird:rpc
func EchoDecimal(v decimal.Decimal) decimal.Decimal { return v }

//bluebird:rpc
func EchoNullDecimal(v decimal.NullDecimal) decimal.NullDecimal { return v }

//bluebird:rpc
func EchoVersion(v *semver.Version) *semver.Version { return v }

//bluebird:rpc
func EchoConstraints(v semver.Constraints) semver.Constraints { return v }

// Invoice holds them as fields, elements and keys' values.
type Invoice struct {
	Total   decimal.Decimal
	Lines   []decimal.Decimal
	Rates   map[string]*decimal.Decimal
	Version semver.Version
}

//bluebird:rpc
func EchoInvoice(v Invoice) Invoice { return v }
