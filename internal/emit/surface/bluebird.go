//go:build ignore

package bluebird

import (
	"context"

	"github.com/bluebird-rpc/bluebird/runtime/codec"
)

const Gen1OrRunGoGenerate = true

type Method struct {
	Name        string
	Fingerprint uint64
	MaxMessage  int64
	Idempotent  bool
}

type Param struct {
	Name    string
	Type    string
	Default string
	Was     []string
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
