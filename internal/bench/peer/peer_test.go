package peer

import (
	"errors"
	"net"
	"testing"

	"google.golang.org/protobuf/proto"
)

var ops = []Op{{"add", 0}, {"echo", 0}, {"bytes", 100}, {"bytes", 64 << 10}, {"bytes", 1 << 20}, {"sum", 1 << 16}, {"work", 10}}

// TestPeersAnswer calls everything of everyone, since what is not answered right must not be measured.
func TestPeersAnswer(t *testing.T) {
	for _, p := range All {
		t.Run(p.Name, func(t *testing.T) {
			conn := dialPeer(t, p)
			for _, op := range ops {
				call, err := conn.Call(op)
				if errors.Is(err, ErrUnsupported) {
					t.Log("not supported:", op)
					continue
				}
				for range 3 {
					if err == nil {
						err = call()
					}
				}
				if err != nil {
					t.Errorf("%v: %v", op, err)
				}
			}
		})
	}
}

// TestCallersDoNotMixUpAnswers lets small and large calls share a connection.
func TestCallersDoNotMixUpAnswers(t *testing.T) {
	for _, p := range All {
		t.Run(p.Name, func(t *testing.T) {
			conn := dialPeer(t, p)
			errs := make(chan error)
			for i := range 24 {
				call, err := conn.Call(ops[i%len(ops)])
				if errors.Is(err, ErrUnsupported) {
					t.SkipNow()
				}
				if err != nil {
					t.Fatal(err)
				}
				go func() {
					var err error
					for range 5 {
						err = errors.Join(err, call())
					}
					errs <- err
				}()
			}
			for range 24 {
				if err := <-errs; err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func dialPeer(t *testing.T, p Peer) Conn {
	t.Helper()
	serve, err := p.Server(Config{Methods: 3})
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go serve(l)
	conn, err := p.Dial(t.Context(), l.Addr().String(), Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		conn.Close()
		l.Close()
	})
	return conn
}

func TestSampleIsAbout580BytesLong(t *testing.T) {
	for name, n := range map[string]int{"msgpack, compact": sampleSize, "protobuf": proto.Size(samplePB())} {
		if n < 520 || n > 640 {
			t.Errorf("%s: the sample is %d bytes long; want about 580", name, n)
		}
	}
}
