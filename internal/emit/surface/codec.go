//go:build ignore

package codec

import (
	"encoding"
	"math/big"
	"time"

	"github.com/tinylib/msgp/msgp"
)

type Number interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 |
		~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 |
		~float32 | ~float64 | ~complex64 | ~complex128
}

type Encoder struct {
	Compact bool
}

func (e *Encoder) Enter() bool
func (e *Encoder) Err() error
func (e *Encoder) Leave()

func AppendBytes[S ~[]E, E ~uint8](b []byte, v S, e *Encoder) []byte
func AppendNumbers[S ~[]E, E Number](b []byte, v S, e *Encoder) []byte
func AppendTime(b []byte, t time.Time) []byte

type GobEncoder interface{ GobEncode() ([]byte, error) }
type GobDecoder interface{ GobDecode([]byte) error }
type JSONMarshaler interface{ MarshalJSON() ([]byte, error) }
type JSONUnmarshaler interface{ UnmarshalJSON([]byte) error }

type Names []string

type Fields struct {
	Index int
}

type Taken struct{}

func (f *Taken) Begin(r *Reader, n int, names string)
func (f *Taken) More(r *Reader) bool
func (f *Taken) Take(r *Reader, i uint, name string) bool

func (f *Fields) Next(r *Reader) bool
func (f *Fields) Was(former Names, now ...int)

type Reader struct{}

func (r *Reader) Array(n int) bool
func (r *Reader) AtIndex(i int)
func (r *Reader) AtKey(k string)
func (r *Reader) Charge(size int64) bool
func (r *Reader) Failed() bool
func (r *Reader) Map(size int64) (n int, ok bool)
func (r *Reader) Nil() bool
func (r *Reader) Skip()
func (r *Reader) Slice(size int64) (n int, ok bool)
func (r *Reader) Variant(names Names) int
func (r *Reader) Struct(names Names) Fields

func AppendFloat64(b []byte, v float64) []byte
func AppendInt(b []byte, v int) []byte
func AppendInt64(b []byte, v int64) []byte
func AppendString(b []byte, s string) []byte
func AppendBigInt(b []byte, v *big.Int, e *Encoder) []byte
func AppendBigRat(b []byte, v *big.Rat, e *Encoder) []byte
func AppendBinary(b []byte, v encoding.BinaryMarshaler, e *Encoder) []byte
func AppendGob(b []byte, v GobEncoder, e *Encoder) []byte
func AppendJSON(b []byte, v JSONMarshaler, e *Encoder) []byte
func AppendMsgp(b []byte, v msgp.Marshaler, e *Encoder) []byte
func AppendMsgpPointer(b []byte, v msgp.Marshaler, e *Encoder) []byte
func AppendOther[T any](b []byte, v any, e *Encoder) []byte
func AppendText(b []byte, v encoding.TextMarshaler, e *Encoder) []byte
func AppendTyped(b []byte, v any, e *Encoder) []byte
func AppendWith[T any](b []byte, v T, marshal func(T) ([]byte, error), e *Encoder) []byte
func CheckKey[K comparable](k K, e *Encoder)
func ReadAny(r *Reader) any
func ReadAnys(r *Reader) []any
func ReadBigInt(r *Reader, v *big.Int)
func ReadBigRat(r *Reader, v *big.Rat)
func ReadBinary(r *Reader, v encoding.BinaryUnmarshaler)
func ReadGob(r *Reader, v GobDecoder)
func ReadJSON(r *Reader, v JSONUnmarshaler)
func ReadMsgp(r *Reader, v msgp.Unmarshaler)
func ReadText(r *Reader, v encoding.TextUnmarshaler)
func ReadWith[T any](r *Reader, v T, unmarshal func([]byte, T) error)
func Put[K comparable, V any](r *Reader, m map[K]V, k K, v V)
func ReadBool(r *Reader) bool
func ReadBytes(r *Reader) []byte
func ReadComplex128(r *Reader) complex128
func ReadComplex64(r *Reader) complex64
func ReadFloat32(r *Reader) float32
func ReadFloat64(r *Reader) float64
func ReadInt(r *Reader) int
func ReadInt16(r *Reader) int16
func ReadInt32(r *Reader) int32
func ReadInt64(r *Reader) int64
func ReadInt8(r *Reader) int8
func ReadNumberArray[E Number](r *Reader, into []E)
func ReadNumbers[E Number](r *Reader) []E
func ReadString(r *Reader) string
func ReadTime(r *Reader) time.Time
func ReadUint(r *Reader) uint
func ReadUint16(r *Reader) uint16
func ReadUint32(r *Reader) uint32
func ReadUint64(r *Reader) uint64
func ReadUint8(r *Reader) uint8
