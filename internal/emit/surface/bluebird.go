//go:build ignore

package bluebird

import (
	"context"
	"io"

	"github.com/bluebird-rpc/bluebird/runtime/codec"
)

const Gen1OrRunGoGenerate = true

type Method struct {
	Name        string
	Fingerprint uint64
	MaxMessage  int64
	Idempotent  bool
	Flows       []FlowKind
}

type FlowKind uint8

const (
	ItemsUp FlowKind = iota
	ItemsDown
	BytesUp
	BytesDown
	FuncFlow
)

type Param struct {
	Name    string
	Type    string
	Default string
	Was     []string
	Flows   bool
}

type Handler struct {
	Method
	Package string
	Context bool
	Params  []Param
	Results []Param
	Serve   func(ctx context.Context, in *Incoming) error
}

type Registrar interface {
	Handle(h Handler)
}

type Incoming struct {
	Args  codec.Reader
	Reply []byte
	Enc   codec.Encoder
}

func (in *Incoming) Err() error
func (in *Incoming) Results(n int)

func (in *Incoming) RecvFunc() (r *Remote, ok bool)

type Remote struct{}

func (r *Remote) Start() *Call
func (r *Remote) Fail(err error)

type Flows interface{ flow() }

func (in *Incoming) flow()
func (call *Call) flow()

func SendSeq[T any](f Flows, seq func(yield func(T) bool), appendTo func([]byte, T, *codec.Encoder) []byte)
func SendSeqErr[T any](f Flows, seq func(yield func(T, error) bool), appendTo func([]byte, T, *codec.Encoder) []byte)
func SendPairs[K, V any](f Flows, seq func(yield func(K, V) bool), appendTo func([]byte, K, V, *codec.Encoder) []byte)
func SendChan[T any](f Flows, ch <-chan T, appendTo func([]byte, T, *codec.Encoder) []byte)
func SendReader(f Flows, r io.Reader)
func SendReadCloser(f Flows, r io.ReadCloser)
func RecvSeq[T any](f Flows, read func(*codec.Reader) T) func(yield func(T) bool)
func RecvSeqErr[T any](f Flows, read func(*codec.Reader) T) func(yield func(T, error) bool)
func RecvPairs[K, V any](f Flows, read func(*codec.Reader) (K, V)) func(yield func(K, V) bool)
func RecvPairsErr[K, V any](f Flows, read func(*codec.Reader) (K, V)) (seq func(yield func(K, V) bool), why func() error)
func RecvChan[T any](f Flows, read func(*codec.Reader) T) <-chan T
func RecvReader(f Flows) io.ReadCloser
func RecvWriter(in *Incoming) io.Writer
func PassWriter(call *Call, w io.Writer)
func PassFunc(call *Call, present bool, serve func(context.Context, *Incoming) error)
func Range[T any](ctx context.Context, call *Call, read func(*codec.Reader) T, yield func(T, error) bool)
func RangePairs[K, V any](ctx context.Context, call *Call, read func(*codec.Reader) (K, V), yield func(K, V) bool) error

func AppendError(b []byte, err error, e *codec.Encoder) []byte
func ReadError(r *codec.Reader) error

type Caller interface {
	Start(m *Method) *Call
}

type Call struct {
	Buf   []byte
	Enc   codec.Encoder
	Reply codec.Reader
}

func (call *Call) Args(n int)
func (call *Call) Do(ctx context.Context) error
func (call *Call) Begin(ctx context.Context) error
func (call *Call) Err() error
func (call *Call) Free()

type RegisteredError struct{}

func RegisterErrors(path string, list ...RegisteredError) bool
func Sentinel(name string, err error) RegisteredError
func ErrorValue[T error](name string, appendTo func([]byte, *T, *codec.Encoder) []byte, read func(*codec.Reader, *T)) RegisteredError
func ErrorPointer[T any, P interface {
	*T
	error
}](name string, appendTo func([]byte, P, *codec.Encoder) []byte, read func(*codec.Reader, P)) RegisteredError
