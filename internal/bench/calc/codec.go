package calc

import (
	"github.com/bluebird-rpc/bluebird/runtime/codec"
	"github.com/tinylib/msgp/msgp"
)

// AppendMessage appends m as a call's argument or reply, in the compact form. It and ReadMessage lend the generated codecs to limit+codec.
func AppendMessage(b []byte, m *Message, e *codec.Encoder) []byte {
	e.Reset(true)
	return bluebirdGen{}.appendPointerMessage(msgp.AppendArrayHeader(b, 1), m, e)
}

// ReadMessage reads what AppendMessage has appended.
func ReadMessage(b []byte, r *codec.Reader) (*Message, error) {
	r.Open(b, true, codec.Limits{})
	m := bluebirdGen{}.readPointerMessage(r)
	return m, r.Err()
}
