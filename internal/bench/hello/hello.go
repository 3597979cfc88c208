// Package hello is what the programs have in common whose start and size are measured. It must not import what they
// would not link without it.
package hello

import (
	"net"
	"os"
)

// Serve listens on loopback, tells its parent where, and serves until standard input ends.
func Serve(serve func(net.Listener) error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fail(err)
	}
	os.Stdout.WriteString(l.Addr().String() + "\n")
	go func() {
		if err := serve(l); err != nil {
			fail(err)
		}
	}()
	os.Stdin.Read(make([]byte, 1))
}

// Call makes one call to the server whose address is the only argument, and prints the answer.
func Call(call func(addr string) (string, error)) {
	answer, err := call(os.Args[1])
	if err != nil {
		fail(err)
	}
	os.Stdout.WriteString(answer + "\n")
}

func fail(err error) {
	os.Stderr.WriteString(err.Error() + "\n")
	os.Exit(1)
}
