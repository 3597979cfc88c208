// Package bluebirdtest helps to test programs that use Bluebird: a server and its client joined in memory, connections in
// memory, and connections that fail on demand.
//
// Nothing here opens a port or starts a goroutine of its own, and everything works inside the bubbles of
// testing/synctest, so that a test about an hour's deadline takes no time.
package bluebirdtest
