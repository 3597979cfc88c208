// Package greet is the smallest thing worth serving.
package greet

//go:generate go tool bluebird-gen .

// Hello greets name.
//
//bluebird:rpc
func Hello(name string) string { return "Hello, " + name + "!" }
