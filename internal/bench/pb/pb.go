// Package pb is package calc in protobuf, for the peers that speak it.
package pb

//go:generate bash generate.sh
