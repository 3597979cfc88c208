package protobuf_test

import (
	"fmt"
	"reflect"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/context/attribute_context"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/bluebird-rpc/bluebird/internal/arbitrary"
	"github.com/bluebird-rpc/bluebird/internal/thirdparty/protobuf"
	"github.com/bluebird-rpc/bluebird/internal/thirdparty/protobuf/protobufrpc"
	"github.com/bluebird-rpc/bluebird/internal/thirdparty/roundtrip"
)

// message tells m how to make messages of a type.
func message[T any, P interface {
	*T
	proto.Message
}](m arbitrary.Maker) {
	m.Special[reflect.TypeFor[P]()] = func(m arbitrary.Maker) any {
		if m.IntN(5) == 0 {
			return nil
		}
		v := P(new(T))
		fill(m, v.ProtoReflect(), 4)
		return v
	}
}

// fill sets the fields of a message, or leaves them unset.
func fill(m arbitrary.Maker, msg protoreflect.Message, depth int) {
	fields := msg.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		switch {
		case m.IntN(4) == 0 || depth == 0:
		case f.IsList():
			list := msg.Mutable(f).List()
			for range m.IntN(4) {
				list.Append(value(m, f, list.NewElement, depth))
			}
		case f.IsMap():
			entries := msg.Mutable(f).Map()
			for range m.IntN(4) {
				entries.Set(value(m, f.MapKey(), nil, depth).MapKey(), value(m, f.MapValue(), entries.NewValue, depth))
			}
		default:
			msg.Set(f, value(m, f, func() protoreflect.Value { return msg.NewField(f) }, depth))
		}
	}
}

// value makes one value for a field; empty makes a message for it.
func value(m arbitrary.Maker, f protoreflect.FieldDescriptor, empty func() protoreflect.Value, depth int) protoreflect.Value {
	switch f.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(m.IntN(2) == 0)
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(protoreflect.EnumNumber(m.IntN(3)))
	case protoreflect.Int32Kind:
		return protoreflect.ValueOfInt32(int32(m.Int64()))
	case protoreflect.Int64Kind:
		return protoreflect.ValueOfInt64(m.Int64())
	case protoreflect.DoubleKind:
		return protoreflect.ValueOfFloat64(m.NormFloat64())
	case protoreflect.StringKind:
		return protoreflect.ValueOfString(m.Text())
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes([]byte(m.Text()))
	case protoreflect.MessageKind:
		v := empty()
		fill(m, v.Message(), depth-1)
		return v
	}
	panic(fmt.Sprintf("no value for %v, a %v", f.FullName(), f.Kind()))
}

func TestMessagesArrive(t *testing.T) {
	m := arbitrary.New(1)
	message[errdetails.ErrorInfo](m)
	message[errdetails.RetryInfo](m)
	message[errdetails.DebugInfo](m)
	message[errdetails.QuotaFailure](m)
	message[errdetails.PreconditionFailure](m)
	message[errdetails.BadRequest](m)
	message[errdetails.RequestInfo](m)
	message[errdetails.ResourceInfo](m)
	message[errdetails.Help](m)
	message[errdetails.LocalizedMessage](m)
	message[status.Status](m)
	message[attribute_context.AttributeContext](m)
	message[structpb.Value](m)

	conns := roundtrip.Serve(t, protobuf.RegisterFuncs)
	named, compact := protobufrpc.NewClient(conns.Named), protobufrpc.NewClient(conns.Compact)
	equal := protocmp.Transform()
	roundtrip.Check(t, conns, m, named.EchoErrorInfo, compact.EchoErrorInfo, equal)
	roundtrip.Check(t, conns, m, named.EchoRetryInfo, compact.EchoRetryInfo, equal)
	roundtrip.Check(t, conns, m, named.EchoDebugInfo, compact.EchoDebugInfo, equal)
	roundtrip.Check(t, conns, m, named.EchoQuotaFailure, compact.EchoQuotaFailure, equal)
	roundtrip.Check(t, conns, m, named.EchoPreconditionFailure, compact.EchoPreconditionFailure, equal)
	roundtrip.Check(t, conns, m, named.EchoBadRequest, compact.EchoBadRequest, equal)
	roundtrip.Check(t, conns, m, named.EchoRequestInfo, compact.EchoRequestInfo, equal)
	roundtrip.Check(t, conns, m, named.EchoResourceInfo, compact.EchoResourceInfo, equal)
	roundtrip.Check(t, conns, m, named.EchoHelp, compact.EchoHelp, equal)
	roundtrip.Check(t, conns, m, named.EchoLocalizedMessage, compact.EchoLocalizedMessage, equal)
	roundtrip.Check(t, conns, m, named.EchoStatus, compact.EchoStatus, equal)
	roundtrip.Check(t, conns, m, named.EchoAttributeContext, compact.EchoAttributeContext, equal)
	roundtrip.Check(t, conns, m, named.EchoValue, compact.EchoValue, equal)
	roundtrip.Check(t, conns, m, named.EchoReport, compact.EchoReport, equal)
}
