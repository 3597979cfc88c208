package bluebird

import (
	"github.com/bluebird-rpc/bluebird/internal/wire"
	"github.com/bluebird-rpc/bluebird/runtime/codec"
	"github.com/tinylib/msgp/msgp"
)

func init() {
	codec.Errors.Append, codec.Errors.Read = AppendError, ReadError
}

// AppendError appends an error that is part of a message, as nil or a map of its code, text, name, details and of
// what it wraps. Generated code calls it.
func AppendError(b []byte, err error, e *codec.Encoder) []byte {
	if err == nil {
		return msgp.AppendNil(b)
	}
	n := errorTree(err, 1, e.Within)
	return appendNode(b, &n)
}

func appendNode(b []byte, n *wire.Node) []byte {
	at := len(b)
	b = msgp.AppendMapHeader(b, 0)
	fields := byte(0)
	if n.Code != 0 {
		b = msgp.AppendUint8(msgp.AppendString(b, "code"), n.Code)
		fields++
	}
	b = msgp.AppendString(msgp.AppendString(b, "text"), n.Text)
	fields++
	if n.Name != "" {
		b = msgp.AppendString(msgp.AppendString(b, "name"), n.Name)
		fields++
	}
	if len(n.Details) > 0 {
		b = msgp.AppendBytes(msgp.AppendString(b, "details"), n.Details)
		fields++
	}
	if len(n.Children) > 0 {
		b = msgp.AppendArrayHeader(msgp.AppendString(b, "wraps"), uint32(len(n.Children)))
		for i := range n.Children {
			b = appendNode(b, &n.Children[i])
		}
		fields++
	}
	b[at] += fields // 0x80 is a map without entries
	return b
}

// ReadError reads what AppendError wrote. Codes and registered errors arrive as themselves, so that errors.Is and errors.As
// hold. Generated code calls it.
func ReadError(r *codec.Reader) error {
	if r.Nil() {
		return nil
	}
	var n wire.Node
	readNode(r, &n, 1)
	if r.Failed() {
		return nil
	}
	return remote(&n, r.Within)
}

// nodeSize is what one error of a tree costs in memory, twice: as a node and as an error.
const nodeSize = 256

func readNode(r *codec.Reader, n *wire.Node, depth int) {
	if depth > wire.MaxTreeDepth {
		r.Fail(codec.Depth, "an error that wraps more than %d others, one in the other", wire.MaxTreeDepth)
		return
	}
	f := r.Struct(codec.Names{"code", "text", "name", "details", "wraps"})
	for f.Next(r) {
		switch f.Index {
		case 0:
			n.Code = codec.ReadUint8(r)
			if n.Code > wire.MaxStatus {
				r.Fail(codec.Range, "there is no code %d", n.Code)
			}
		case 1:
			n.Text = codec.ReadString(r)
		case 2:
			n.Name = codec.ReadString(r)
		case 3:
			n.Details = codec.ReadBytes(r)
		case 4:
			n.Children = readNodes(r, depth+1)
		default:
			r.Skip()
		}
	}
}

func readNodes(r *codec.Reader, depth int) []wire.Node {
	count, ok := r.Slice(nodeSize)
	if !ok {
		return nil
	}
	list := make([]wire.Node, count)
	for i := range list {
		readNode(r, &list[i], depth)
		if r.Failed() {
			r.AtIndex(i)
			return nil
		}
	}
	return list
}
