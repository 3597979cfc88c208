//go:build ignore

package msgp

type Marshaler interface {
	MarshalMsg([]byte) ([]byte, error)
}

type Unmarshaler interface {
	UnmarshalMsg([]byte) ([]byte, error)
}

func AppendArrayHeader(b []byte, sz uint32) []byte
func AppendBool(b []byte, t bool) []byte
func AppendComplex128(b []byte, c complex128) []byte
func AppendComplex64(b []byte, c complex64) []byte
func AppendFloat32(b []byte, f float32) []byte
func AppendFloat64(b []byte, f float64) []byte
func AppendInt(b []byte, i int) []byte
func AppendInt16(b []byte, i int16) []byte
func AppendInt32(b []byte, i int32) []byte
func AppendInt64(b []byte, i int64) []byte
func AppendInt8(b []byte, i int8) []byte
func AppendMapHeader(b []byte, sz uint32) []byte
func AppendNil(b []byte) []byte
func AppendString(b []byte, s string) []byte
func AppendUint(b []byte, u uint) []byte
func AppendUint16(b []byte, u uint16) []byte
func AppendUint32(b []byte, u uint32) []byte
func AppendUint64(b []byte, u uint64) []byte
func AppendUint8(b []byte, u uint8) []byte
