// Package bluebird is the runtime of Bluebird: it serves and calls Go functions over a connection.
//
// A [Server] serves what generated code registers on it, over TCP, unix sockets or any net.Listener. A
// [Dialer] makes a [Conn], which carries any number of calls at once and which generated clients call through.
// [Invoke] and [CallRemote] call a method by its name, with no generated code.
//
// A context's deadline and cancellation reach the handler, and errors reach the caller: a handler that
// returns an error wrapping [NotFound] makes errors.Is(err, bluebird.NotFound) true at the caller.
// A call is run at most once. Every failed call says by [OutcomeOf] whether it was sent, started or executed.
//
// Iterators, channels, readers, writers and funcs in a signature are streams of its call: see the README at the top of the module.
//
// The package starts goroutines only for a Server or a Conn, whose Close waits for them; but not for one that goes through an iterator or
// reader of the caller's own, which ends at its next return, nor for one that runs a client's interceptors around results that flow.
package bluebird

// Gen1OrRunGoGenerate is named by generated code. It is there as long as this package serves code made by generators of
// generation 1. Where it is not, the compiler's message says what to do.
const Gen1OrRunGoGenerate = true
