package bluebird_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
	bluebird "github.com/bluebird-rpc/bluebird/runtime"
)

// program reads frames from what a fuzzer made up: nearly right ones more often than junk.
type program struct{ ops []byte }

func (p *program) byte() int {
	if len(p.ops) == 0 {
		return 0
	}
	b := p.ops[0]
	p.ops = p.ops[1:]
	return int(b)
}

func (p *program) bytes() []byte {
	n := min(p.byte(), len(p.ops))
	b := p.ops[:n]
	p.ops = p.ops[n:]
	return b
}

// frame returns the next frame, for one of the streams around stream.
func (p *program) frame(stream uint32) wiretest.Frame {
	f := p.right(stream)
	f.Stream += uint32(p.byte()) % 3
	switch p.byte() % 8 {
	case 0:
		f.Flags ^= wire.Flags(p.byte())
	case 1:
		f.Flags = wire.More
		f.Payload = append(f.Payload, p.bytes()...)
	case 2:
		f.Flow = uint16(p.byte() % 3)
	case 3:
		f.Payload = p.bytes()
	case 4:
		f.Payload = f.Payload[:min(len(f.Payload), p.byte())]
	}
	return f
}

func (p *program) right(stream uint32) wiretest.Frame {
	methods := []string{"test.Add", "test.Echo", "test.Wait", "test.Fail", "test.Any", "test.None"}
	messages := []string{"\x92\x01\x02", "\x90", "\x91\xc4\x02hi", "\x91\xa2no", "\x81\xa1a\x01", "\x91\xc0"}
	args := []byte(messages[p.byte()%len(messages)])
	switch p.byte() % 13 {
	case 0, 1:
		return wiretest.Open(stream, wire.OpenFrame{Name: []byte(methods[p.byte()%len(methods)]), Fingerprint: uint64(p.byte()) << 16}, args)
	case 2:
		return wiretest.Open(stream, wire.OpenFrame{Method: uint32(1 + p.byte()%3), Timeout: time.Duration(p.byte()) * time.Second}, args)
	case 3:
		f := wiretest.Open(stream, wire.OpenFrame{Name: []byte("test.Echo")}, append(wire.AppendWhole(nil, p.byte()*p.byte()), args...))
		f.Flags = wire.More
		return f
	case 4:
		return wiretest.Data(stream, 0, wire.More, args)
	case 5:
		return wiretest.Data(stream, 0, wire.End, args)
	case 6:
		return wiretest.Data(stream, 0, wire.End|wire.Meta, append([]byte{1, 1, 'k', 1, 'v'}, args...))
	case 7:
		return wiretest.Status(stream, uint8(p.byte()%18), wire.Flags(p.byte())&wire.NotStarted, "no")
	case 8:
		return wiretest.Cancel(stream, 0, wire.CancelFrame{Code: uint8(p.byte() % 18)})
	case 9:
		return wiretest.Credit(stream, 0, int64(p.byte())<<(p.byte()%24))
	case 10:
		return wiretest.Ping(wire.Flags(p.byte())&wire.Ack, uint64(p.byte()))
	case 11:
		return wiretest.GoAway(wire.GoAwayFrame{Last: uint32(p.byte() % 5), Code: wire.Code(p.byte() % 2)})
	}
	return wiretest.Grant(stream, wire.GrantFrame{Method: uint32(p.byte() % 4), Compact: p.byte()%2 == 0})
}

// FuzzServer holds a conversation with a server. Whatever it says, the server serves the next client, and nothing is left
// behind when it is closed.
func FuzzServer(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x00\x00\x07"))
	f.Add([]byte("a call, and a few more bytes to make frames of, one after the other"))
	f.Add([]byte("\x01\x03\x10\x10\x00\x05\x01\x04\x00\x05\x01\x04\x00\x05\x00\x08\x01\x00\x05"))
	f.Fuzz(func(t *testing.T, ops []byte) {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, &bluebird.Server{MaxStreams: 4, MaxMessage: 2000})
			peer := w.raw(t)
			p := program{ops}
			for stream := uint32(1); len(p.ops) > 0; stream++ {
				if peer.TrySend(p.frame(stream).Append(nil)) != nil {
					break
				}
				if p.byte()%4 == 0 {
					time.Sleep(time.Duration(p.byte()) * 100 * time.Millisecond)
				}
			}
			synctest.Wait()
			if p.byte()%2 == 0 {
				peer.Conn.Close()
			}
			w.works()
		})
	})
}

// FuzzClient answers a client's calls. Whatever it says, each call ends at its deadline at the latest, and nothing is left behind when the
// client is closed.
func FuzzClient(f *testing.F) {
	f.Add([]byte("\x00\x05\x00\x07\x01\x00\x05\x00\x07"))
	f.Add([]byte("a call, and a few more bytes to make frames of, one after the other"))
	f.Add([]byte("\x00\x0c\x01\x00\x00\x05\x00\x05\x00\x05\x00\x07\x00\x0b\x01\x00"))
	f.Fuzz(func(t *testing.T, ops []byte) {
		synctest.Test(t, func(t *testing.T) {
			c, peer, l := dialRawListener(t, &bluebird.Dialer{MaxMessage: 2000})
			go func() { // for calls that are made again
				for {
					nc, err := l.Accept()
					if err != nil {
						return
					}
					nc.Close()
				}
			}()
			start := time.Now()
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			done := make(chan error, 3)
			for range cap(done) {
				go func() {
					got, err := callEcho(ctx, c, []byte("hi"))
					if err == nil && len(got) > 2000 {
						t.Errorf("a reply of %d bytes", len(got))
					}
					done <- err
				}()
			}
			synctest.Wait()
			p := program{ops}
			for stream := uint32(1); len(p.ops) > 0; stream = stream%3 + 1 {
				if peer.TrySend(p.frame(stream).Append(nil)) != nil {
					break
				}
			}
			for range cap(done) {
				<-done
			}
			if d := time.Since(start); d > time.Minute {
				t.Errorf("calls with a minute took %v", d)
			}
			c.Close()
			l.Close()
		})
	})
}
