// Package generic serves instances of generic types.
package generic

import (
	"time"

	"github.com/guregu/null/v6"
	"github.com/samber/mo"
	"k8s.io/apimachinery/pkg/util/sets"
)

// Row is a row of a table.
type Row struct {
	Name  null.String
	Score null.Value[float64]
	Born  null.Value[time.Time]
	Pair  null.Value[[2]int16]
}

//bluebird:rpc
func EchoRow(v Row) Row { return v }

//bluebird:rpc
func EchoNull(v null.Value[string]) null.Value[string] { return v }

//bluebird:rpc
func EchoSet(v sets.Set[string]) sets.Set[string] { return v }

//bluebird:rpc
func EchoOption(v mo.Option[int]) mo.Option[int] { return v }

//bluebird:rpc
func EchoOptions(v map[string]mo.Option[Row]) map[string]mo.Option[Row] { return v }
