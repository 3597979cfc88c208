package peer

import (
	"context"
	"encoding/binary"
	"math"
	"net"
	"sync"

	"github.com/bluebird-rpc/bluebird/internal/bench/calc"
	"github.com/bluebird-rpc/bluebird/internal/bench/limit"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
)

// Operations of limit's frames.
const (
	opAdd = iota
	opEcho
	opEchoCodec
	opSum
	opWork
)

// sampleSize is the length of the message that limit echoes without looking into it.
var sampleSize = len(calc.AppendMessage(nil, calc.Sample(), new(codec.Encoder)))

func newLimit(spawn bool) func(Config) (serve, error) {
	return func(c Config) (serve, error) {
		srv := limit.Server{Spawn: spawn, Handlers: []limit.Handler{
			opAdd: limitAdd, opEcho: limitEcho, opEchoCodec: limitEchoCodec, opSum: limitSum, opWork: limitWork,
		}}
		return func(l net.Listener) error { return srv.Serve(c.listener(l)) }, nil
	}
}

func limitAdd(reply, args []byte) (appended, bulk []byte) {
	sum := calc.Add(float(args), float(args[8:]))
	return binary.LittleEndian.AppendUint64(reply, math.Float64bits(sum)), nil
}

func limitEcho(reply, args []byte) (appended, bulk []byte) {
	if len(args) >= limit.Large {
		return nil, calc.Bytes(args)
	}
	return append(reply, calc.Bytes(args)...), nil
}

// codecs are what reading and appending a message needs.
type codecs struct {
	r codec.Reader
	e codec.Encoder
}

var freeCodecs = sync.Pool{New: func() any { return new(codecs) }}

func limitEchoCodec(reply, args []byte) (appended, bulk []byte) {
	c := freeCodecs.Get().(*codecs)
	defer freeCodecs.Put(c)
	m, err := calc.ReadMessage(args, &c.r)
	if err != nil {
		return reply, nil // which the client takes for a wrong answer
	}
	return calc.AppendMessage(reply, calc.Echo(m), &c.e), nil
}

func limitSum(_, args []byte) (appended, bulk []byte) {
	both := limit.Numbers(args)
	n := len(both) / 2
	c, _ := calc.Sum(both[:n], both[n:])
	return nil, limit.Raw(c)
}

func limitWork(reply, args []byte) (appended, bulk []byte) {
	return binary.LittleEndian.AppendUint64(reply, calc.Work(binary.LittleEndian.Uint32(args))), nil
}

func float(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) }

type limitConn struct {
	client *limit.Client
	codec  bool
}

func dialLimit(codec bool) func(context.Context, string, Config) (Conn, error) {
	return func(ctx context.Context, addr string, c Config) (Conn, error) {
		nc, err := c.dial(ctx, addr)
		if err != nil {
			return nil, err
		}
		return &limitConn{limit.NewClient(nc), codec}, nil
	}
}

func (c *limitConn) Close() error { return c.client.Close() }

func (c *limitConn) Call(op Op) (func() error, error) {
	switch op.Name {
	case "add":
		return c.add(), nil
	case "echo":
		if c.codec {
			return c.echo(), nil
		}
		return c.bytes(sampleSize), nil
	case "bytes":
		return c.bytes(op.Size), nil
	case "sum":
		return c.sum(op.Size), nil
	case "work":
		return c.work(uint32(op.Size)), nil
	}
	return nil, ErrUnsupported
}

func (c *limitConn) add() func() error {
	return func() error {
		var args [16]byte
		binary.LittleEndian.PutUint64(args[:], math.Float64bits(1))
		binary.LittleEndian.PutUint64(args[8:], math.Float64bits(2))
		s := c.client.Get()
		defer c.client.Put(s)
		err := c.client.Call(s, opAdd, args[:], nil)
		return check(err == nil && len(s.Reply) == 8 && float(s.Reply) == 3, err)
	}
}

// bytes answers with freshly allocated bytes, as an API must.
func (c *limitConn) bytes(n int) func() error {
	data := randomBytes(n)
	room := func(n int) []byte { return make([]byte, n) }
	return func() error {
		s := c.client.Get()
		defer c.client.Put(s)
		s.Into = room
		if err := c.client.Call(s, opEcho, nil, data); err != nil {
			return err
		}
		got := s.Large
		if got == nil {
			got = append(make([]byte, 0, len(s.Reply)), s.Reply...)
		}
		return check(sameBytes(got, data), nil)
	}
}

func (c *limitConn) sum(n int) func() error {
	both := make([]float64, 2*n) // one behind the other, so that one piece of memory is written
	a, b := numbers(n)
	copy(both, a)
	copy(both[n:], b)
	return func() error {
		s := c.client.Get()
		defer c.client.Put(s)
		s.Into = limit.Aligned
		if err := c.client.Call(s, opSum, nil, limit.Raw(both)); err != nil {
			return err
		}
		return check(sameSum(limit.Numbers(s.Large), a, b), nil)
	}
}

func (c *limitConn) work(rounds uint32) func() error {
	return func() error {
		var args [4]byte
		binary.LittleEndian.PutUint32(args[:], rounds)
		s := c.client.Get()
		defer c.client.Put(s)
		return c.client.Call(s, opWork, args[:], nil)
	}
}

// echo encodes and decodes with Bluebird's own codecs.
func (c *limitConn) echo() func() error {
	var (
		m    = calc.Sample()
		e    codec.Encoder
		r    codec.Reader
		args []byte
	)
	return func() error {
		args = calc.AppendMessage(args[:0], m, &e)
		s := c.client.Get()
		defer c.client.Put(s)
		if err := c.client.Call(s, opEchoCodec, args, nil); err != nil {
			return err
		}
		got, err := calc.ReadMessage(s.Reply, &r)
		return check(sameMessage(got, m), err)
	}
}
