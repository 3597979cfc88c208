package mux_test

import (
	"context"
	"io"
	"testing"
	"testing/synctest"

	"github.com/bluebird-rpc/bluebird/internal/mux"
	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/internal/wire/wiretest"
	"github.com/bluebird-rpc/bluebird/runtime/bluebirdtest"
)

var allKinds = []mux.FlowKind{mux.ItemsUp, mux.ItemsDown, mux.BytesUp, mux.BytesDown, mux.Func}

// use works on all flows of a call, in both directions, until the call ends or n messages have passed on each.
func use(s *mux.Stream, server bool, n int) {
	done := make(chan struct{})
	ctx := context.Background()
	for i, kind := range allKinds {
		f := s.Flow(i + 1)
		go func() {
			defer func() { done <- struct{}{} }()
			switch up := kind == mux.ItemsUp || kind == mux.BytesUp; {
			case kind == mux.Func && server:
				for id := range n {
					if f.Call(ctx, uint64(id+1), 0, mux.Payload{Head: make([]byte, 100*id)}, false) != nil {
						return
					}
					m, err := f.Recv(ctx)
					if err != nil {
						return
					}
					m.Free()
				}
			case kind == mux.Func:
				for range n {
					m, err := f.Recv(ctx)
					if err != nil {
						return
					}
					if m.Kind == wire.Callback && f.Answer(ctx, m.Callback, 0, mux.Payload{Head: m.Bytes()}, false) != nil {
						return
					}
					m.Free()
				}
			case up == server:
				for range n {
					if _, _, err := f.Next(ctx); err != nil {
						return
					}
				}
				f.Stop(1, nil)
			default:
				for j := range n {
					b := make([]byte, 1+j*3000)
					if kind == mux.ItemsUp || kind == mux.ItemsDown {
						if f.Send(ctx, mux.Payload{Head: b}, j%2 == 0) != nil {
							return
						}
					} else if f.Write(ctx, b) != nil {
						return
					}
				}
				f.End()
			}
		}()
	}
	for range allKinds {
		<-done
	}
}

// frames makes frames for the flows of stream 1 from what a fuzzer made up: nearly right ones more often than junk.
func frames(ops []byte) (all []wiretest.Frame) {
	next := func() int {
		if len(ops) == 0 {
			return 0
		}
		b := ops[0]
		ops = ops[1:]
		return int(b)
	}
	for len(ops) > 0 {
		flow := uint16(next() % 7)
		text := make([]byte, next()*(next()%32))
		var f wiretest.Frame
		switch next() % 10 {
		case 0, 1:
			f = wiretest.Data(1, flow, 0, text)
		case 2:
			f = wiretest.Data(1, flow, wire.More, wire.AppendWhole(nil, next()*next()))
			f.Payload = append(f.Payload, text...)
		case 3:
			f = wiretest.Data(1, flow, wire.More, text)
		case 4:
			f = wiretest.Data(1, flow, wire.End, text)
		case 5:
			f = wiretest.Data(1, flow, wire.Batch, wire.AppendMessage(wire.AppendMessage(nil, text[:len(text)/2]), text))
		case 6:
			f = wiretest.Credit(1, flow, int64(1+next())<<(next()%16))
		case 7:
			f = wiretest.Callback(1, flow, uint64(next()%4), 0, text)
		case 8:
			f = wiretest.Answer(1, flow, uint64(next()%4), uint8(next()%17), text)
		case 9:
			f = wiretest.Cancel(1, flow, wire.CancelFrame{Code: uint8(next() % 17), Callback: uint64(next() % 4)})
		}
		if next()%8 == 0 {
			f.Flags ^= wire.Flags(next())
		}
		all = append(all, f)
	}
	return all
}

func addFlowSeeds(f *testing.F) {
	f.Add([]byte("\x01\x10\x01\x05\x01\x03\x10\x01\x00\x01\x05\x01\x02\x08\x01\x01"))
	f.Add([]byte("flows of all kinds, with items and bytes and callbacks and the credit that they need"))
	f.Add([]byte("\x01\xff\x1f\x02\xff\xff\x01\x01\xff\x1f\x03\x01\x05\x01\x01\x07\x01\x01\x05\x00\x01\x09\x01\x01\x01"))
}

// FuzzFlowsOfServer sends frames on the flows of a running call. Whatever they say, the call ends with its connection at
// the latest, and nothing is left behind.
func FuzzFlowsOfServer(f *testing.F) {
	addFlowSeeds(f)
	f.Fuzz(func(t *testing.T, ops []byte) {
		synctest.Test(t, func(t *testing.T) {
			near, far := bluebirdtest.Pipe()
			cfg := config()
			cfg.Memory = &mux.Memory{Limit: 4 << 20}
			h := flows(func(s *mux.Stream) {
				use(s, true, 20)
				reply(s, "")
			}, allKinds...)
			server := mux.NewServer(far, &cfg, h)
			served := make(chan error, 1)
			go func() { served <- server.Serve() }()
			p := wiretest.Client(t, near)
			go io.Copy(io.Discard, near)
			p.Send(wiretest.Open(1, wire.OpenFrame{Name: []byte("t.Use")}, []byte("args")))
			for _, frame := range frames(ops) {
				if p.TrySend(frame.Append(nil)) != nil {
					break
				}
			}
			synctest.Wait()
			near.Close()
			<-served
			cfg.Workers.Close()
			left(t, server)
		})
	})
}

// FuzzFlowsOfClient does the same to a client.
func FuzzFlowsOfClient(f *testing.F) {
	addFlowSeeds(f)
	f.Fuzz(func(t *testing.T, ops []byte) {
		synctest.Test(t, func(t *testing.T) {
			near, far := bluebirdtest.Pipe()
			cfg := config()
			cfg.Memory = &mux.Memory{Limit: 4 << 20}
			cfg.Owner = &owner{}
			p := wiretest.NewPeer(t, far)
			p.Greet()
			c, err := mux.NewClient(t.Context(), near, &cfg)
			if err != nil {
				t.Fatal(err)
			}
			p.ExpectGreeting()
			go io.Copy(io.Discard, far)
			s := openFlows(t, c, allKinds...)
			used := make(chan struct{})
			go func() {
				defer close(used)
				use(s, false, 20)
			}()
			for _, frame := range frames(ops) {
				if p.TrySend(frame.Append(nil)) != nil {
					break
				}
			}
			synctest.Wait()
			far.Close()
			wait(s, t.Context())
			<-used
			s.Discard()
			c.Close()
			left(t, c)
		})
	})
}

// left fails the test if a connection that has ended holds memory.
func left(t *testing.T, c *mux.Conn) {
	t.Helper()
	if c.Unread() != 0 || c.MemoryUsed() != 0 {
		t.Errorf("left behind: %d bytes unread, %d of the common memory", c.Unread(), c.MemoryUsed())
	}
}
