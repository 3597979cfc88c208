package bluebird

import (
	"context"
	"errors"
	"fmt"
	"net"
	"testing"
	"time"

	"github.com/bluebird-rpc/bluebird/runtime/codec"
	"github.com/tinylib/msgp/msgp"
)

var methodAdd = Method{Name: "calc.Add", Fingerprint: 1}
var methodEcho = Method{Name: "calc.Echo", Fingerprint: 2}
var methodFail = Method{Name: "calc.Fail", Fingerprint: 3}

func registerCalc(r Registrar) {
	r.Handle(Handler{Method: methodAdd, Package: "x/calc", Context: true,
		Params:  []Param{{Name: "a", Type: "float64"}, {Name: "b", Type: "float64", Default: "\x05"}},
		Results: []Param{{Name: "sum", Type: "float64"}},
		Serve: func(ctx context.Context, in *Incoming) error {
			a := codec.ReadFloat64(&in.Args)
			b := codec.ReadFloat64(&in.Args)
			if err := in.Err(); err != nil {
				return err
			}
			in.Results(1)
			in.Reply = msgp.AppendFloat64(in.Reply, a+b)
			return nil
		}})
	r.Handle(Handler{Method: methodEcho, Package: "x/calc",
		Params: []Param{{Name: "b", Type: "[]byte"}}, Results: []Param{{Name: "r0", Type: "[]byte"}},
		Serve: func(ctx context.Context, in *Incoming) error {
			b := codec.ReadBytes(&in.Args)
			if err := in.Err(); err != nil {
				return err
			}
			in.Results(1)
			in.Reply = codec.AppendBytes(in.Reply, b, &in.Enc)
			return nil
		}})
	r.Handle(Handler{Method: methodFail, Package: "x/calc", Context: true,
		Params: []Param{{Name: "how", Type: "string"}},
		Serve: func(ctx context.Context, in *Incoming) error {
			how := codec.ReadString(&in.Args)
			if err := in.Err(); err != nil {
				return err
			}
			switch how {
			case "panic":
				panic("ouch")
			case "notfound":
				return fmt.Errorf("user 7: %w", NotFound)
			case "wait":
				<-ctx.Done()
				return ctx.Err()
			}
			return errors.New("plain")
		}})
}

func add(ctx context.Context, c Caller, a, b float64) (r float64, err error) {
	call := c.Start(&methodAdd)
	defer call.Free()
	call.Args(2)
	call.Buf = msgp.AppendFloat64(call.Buf, a)
	call.Buf = msgp.AppendFloat64(call.Buf, b)
	if err := call.Do(ctx); err != nil {
		return 0, err
	}
	r = codec.ReadFloat64(&call.Reply)
	return r, call.Err()
}

func echo(ctx context.Context, c Caller, b []byte) (r []byte, err error) {
	call := c.Start(&methodEcho)
	defer call.Free()
	call.Args(1)
	call.Buf = codec.AppendBytes(call.Buf, b, &call.Enc)
	if err := call.Do(ctx); err != nil {
		return nil, err
	}
	r = codec.ReadBytes(&call.Reply)
	return r, call.Err()
}

func fail(ctx context.Context, c Caller, how string) error {
	call := c.Start(&methodFail)
	defer call.Free()
	call.Args(1)
	call.Buf = msgp.AppendString(call.Buf, how)
	return call.Do(ctx)
}

func serveCalc(t testing.TB) *Conn {
	var srv Server
	registerCalc(&srv)
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	go srv.Serve(l)
	c, err := Dial(context.Background(), l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close(); srv.Close() })
	return c
}

func TestSmoke(t *testing.T) {
	c := serveCalc(t)
	ctx := context.Background()
	for range 3 {
		r, err := add(ctx, c, 1, 2)
		if r != 3 || err != nil {
			t.Fatal(r, err)
		}
	}
	for _, n := range []int{0, 10, 1000, 20000, 70000, 300000, 3 << 20, 40 << 20} {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(i * 7)
		}
		start := time.Now()
		r, err := echo(ctx, c, b)
		if string(r) != string(b) || err != nil {
			t.Fatal(n, len(r), err)
		}
		t.Log(n, time.Since(start))
	}
	_, err := echo(ctx, c, make([]byte, 65<<20))
	t.Log(err)
	for _, how := range []string{"panic", "notfound", "x"} {
		t.Log(fail(ctx, c, how))
	}
	t.Log(errors.Is(fail(ctx, c, "notfound"), NotFound))
	ctx2, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	err = fail(ctx2, c, "wait")
	t.Log(err, errors.Is(err, context.DeadlineExceeded), OutcomeOf(err))
	sum, err := Invoke[float64](ctx, c, "calc.Add", Args{"a": 1, "b": 2})
	t.Log(sum, err)
	sum, err = Invoke[float64](ctx, c, "calc.Add", Args{"a": 1})
	t.Log(sum, err)
	_, err = Invoke[float64](ctx, c, "calc.Add", Args{"c": 1})
	t.Log(err)
	_, err = Invoke[float64](ctx, c, "calc.Ad", Args{"c": 1})
	t.Log(err)
	_, err = Invoke[string](ctx, c, "calc.Add", Args{"a": 1})
	t.Log(err)
	_, err = Invoke[string](ctx, c, "calc.Add", Args{"a": "x"})
	t.Log(err)
	s, err := Invoke[map[string]any](ctx, c, "calc.Add", Args{"a": 1})
	t.Log(s, err)
	v, err := Invoke[any](ctx, c, "calc.Add", Args{"a": 1})
	t.Log(v, err)
	t.Log(c.Ping(ctx))
}

func BenchmarkAdd(b *testing.B) {
	c := serveCalc(b)
	ctx := context.Background()
	b.ReportAllocs()
	for b.Loop() {
		add(ctx, c, 1, 2)
	}
}

func BenchmarkAddParallel(b *testing.B) {
	c := serveCalc(b)
	ctx := context.Background()
	b.ReportAllocs()
	b.SetParallelism(50)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := add(ctx, c, 1, 2); err != nil {
				b.Error(err)
			}
		}
	})
}
func BenchmarkEcho1M(b *testing.B) {
	c := serveCalc(b)
	ctx := context.Background()
	b.ReportAllocs()
	p := make([]byte, 1<<20)
	b.SetBytes(1 << 20)
	for b.Loop() {
		if _, err := echo(ctx, c, p); err != nil {
			b.Error(err)
		}
	}
}
