//go:build ignore

package proto

import "google.golang.org/protobuf/reflect/protoreflect"

type Message interface {
	ProtoReflect() protoreflect.Message
}

func Marshal(m Message) ([]byte, error)
func Unmarshal(b []byte, m Message) error
