//go:build ignore

package universe

type (
	Any        = any
	Bool       = bool
	Byte       = byte
	Complex64  = complex64
	Complex128 = complex128
	Error      = error
	Float32    = float32
	Float64    = float64
	Int        = int
	Int8       = int8
	Int16      = int16
	Int32      = int32
	Int64      = int64
	Rune       = rune
	String     = string
	Uint       = uint
	Uint8      = uint8
	Uint16     = uint16
	Uint32     = uint32
	Uint64     = uint64
	Uintptr    = uintptr
)

const (
	True  = true
	False = false
)

func Append(b []byte, s string) []byte

func Len[S ~[]E, E any](s S) int

func LenMap[M ~map[K]V, K comparable, V any](m M) int

func Make[S ~[]E, E any](n int) S

func MakeMap[M ~map[K]V, K comparable, V any](n int) M

func New[T any]() *T

func Nil[T any]() (zero T)

func IsNil[S ~[]E, E any](s S) bool

func IsNilMap[M ~map[K]V, K comparable, V any](m M) bool

func IsFunc(f any) bool

func IsNilPointer[P ~*T, T any](p P) bool

func Failed(err error) bool
