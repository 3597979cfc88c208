package codec

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/tinylib/msgp/msgp"
)

// raw keeps its field out of JSON because it writes the JSON itself.
type raw struct {
	Text string `json:"-"`
}

func (r raw) MarshalJSON() ([]byte, error) { return []byte(r.Text), nil }

func (r *raw) UnmarshalJSON(b []byte) error {
	r.Text = string(b)
	return nil
}

// kept has its field left out for us, too.
type kept struct {
	Number int
	Text   string `msg:"-"`
}

func (k kept) MarshalJSON() ([]byte, error) { return []byte(k.Text), nil }

func (k *kept) UnmarshalJSON(b []byte) error { return nil }

// mark is a number that writes its own msgpack.
type mark uint16

func (m mark) MarshalMsg(b []byte) ([]byte, error) { return msgp.AppendInt(b, -int(m)), nil }

func (m *mark) UnmarshalMsg(b []byte) ([]byte, error) {
	n, rest, err := msgp.ReadIntBytes(b)
	*m = mark(-n)
	return rest, err
}

// short gives back less than it was given, and an error or none.
type short struct{ err error }

func (s *short) MarshalMsg([]byte) ([]byte, error) { return nil, s.err }

func (s *short) UnmarshalMsg(b []byte) ([]byte, error) { return b, nil }

func TestMsgpThatFailsLeavesWhatWasThere(t *testing.T) {
	for _, tt := range []struct {
		err  error
		text string
	}{
		{errors.New("no"), "codec.short cannot be sent: no"},
		{nil, "codec.short cannot be sent: MarshalMsg returns less than it was given"},
	} {
		var e Encoder
		if b := AppendMsgp([]byte("\x92\x01"), &short{tt.err}, &e); string(b) != "\x92\x01\xc0" {
			t.Errorf("%v: the message is % x", tt.err, b)
		}
		wantError(t, e.Err(), Unsupported, tt.text)
	}
}

// noted keeps its note from JSON, as if that wrote fields that are not exported.
type noted struct {
	N    int
	note byte `json:"-"`
}

func (n noted) MarshalBinary() ([]byte, error) { return []byte{byte(n.N), n.note}, nil }

func (n *noted) UnmarshalBinary(b []byte) error {
	n.N, n.note = int(b[0]), b[1]
	return nil
}

// named holds an interface that says nothing of what to make.
type named struct {
	Name fmt.Stringer
	N    int
}

func (n named) MarshalBinary() ([]byte, error) { return []byte{byte(n.N)}, nil }

func (n *named) UnmarshalBinary(b []byte) error {
	n.N = int(b[0])
	return nil
}

type numbered struct {
	ID int `json:"number"`
}

// shadowing has an ID before that of what it embeds.
type shadowing struct {
	numbered
	ID int
}

func (s shadowing) MarshalText() ([]byte, error) { return fmt.Append(nil, s.numbered.ID, s.ID), nil }

func (s *shadowing) UnmarshalText(b []byte) error {
	_, err := fmt.Sscan(string(b), &s.numbered.ID, &s.ID)
	return err
}

// option is nil on the wire if nothing is chosen.
type option struct{ Choice string }

func (o *option) MarshalMsg(b []byte) ([]byte, error) {
	if o.Choice == "" {
		return msgp.AppendNil(b), nil
	}
	return msgp.AppendString(b, o.Choice), nil
}

func (o *option) UnmarshalMsg(b []byte) (rest []byte, err error) {
	o.Choice, rest, err = msgp.ReadStringBytes(b)
	return rest, err
}

func TestPointerToWhatWritesNilIsRefused(t *testing.T) {
	const text = "codec.option cannot be sent by a pointer: it writes nil"
	var generated, dynamic Encoder
	AppendMsgpPointer(nil, new(option), &generated)
	wantError(t, generated.Err(), Unsupported, text)
	AppendAny(nil, []*option{{"a"}, {}}, &dynamic)
	wantError(t, dynamic.Err(), Unsupported, "[1]: "+text)
	if got := string(encode(t, []option{{"a"}, {}}, false)); got != "\x92\xa1a\xc0" {
		t.Errorf("without pointers it is % x", got)
	}
}

// degrees hides a float.
type degrees struct{ f [1]float64 }

func (d degrees) MarshalBinary() ([]byte, error) {
	return binary.BigEndian.AppendUint64(nil, math.Float64bits(d.f[0])), nil
}

func (d *degrees) UnmarshalBinary(b []byte) error {
	d.f[0] = math.Float64frombits(binary.BigEndian.Uint64(b))
	return nil
}

func TestMinusZeroIsNotZero(t *testing.T) {
	for _, tt := range []struct {
		f    float64
		want string
	}{
		{0, "\xc0"},
		{math.Copysign(0, -1), "\xc4\x08\x80\x00\x00\x00\x00\x00\x00\x00"},
	} {
		if got := string(encode(t, degrees{[1]float64{tt.f}}, false)); got != tt.want {
			t.Errorf("%v is % x, want % x", tt.f, got, tt.want)
		}
	}
}

// Reflection chooses the codec that the generator chooses.
func TestReflectionKnowsOwnCodecs(t *testing.T) {
	third := new(big.Float).SetPrec(200).Quo(big.NewFloat(1), big.NewFloat(3))
	gob, err := third.GobEncode()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		v    any
		want []byte
	}{
		{raw{"null"}, []byte("\xa4null")},
		{kept{Number: 1, Text: "lost"}, []byte("\x81\xa6Number\x01")},
		{*third, msgp.AppendBytes(nil, gob)},
		{noted{1, 2}, []byte("\xc4\x02\x01\x02")},
		{named{N: 1}, []byte("\xc4\x01\x01")},
		{shadowing{numbered{1}, 2}, []byte("\xa31 2")},
		{[]mark{1, 2, 3, 4, 5, 6, 7, 8}, []byte("\x98\xff\xfe\xfd\xfc\xfb\xfa\xf9\xf8")},
		{[2]mark{1, 2}, []byte("\x92\xff\xfe")},
	} {
		value := encode(t, tt.v, false)
		if !reflect.DeepEqual(value, tt.want) {
			t.Errorf("%T is % x, want % x", tt.v, value, tt.want)
		}
		got := newOf(tt.v)
		r := open(t, value, false)
		ReadInto(r, got)
		want := tt.v
		if k, ok := want.(kept); ok {
			want = kept{Number: k.Number}
		}
		if g := reflect.ValueOf(got).Elem().Interface(); !reflect.DeepEqual(g, want) || r.Err() != nil {
			t.Errorf("%T arrives as %+v, %v", tt.v, g, r.Err())
		}
	}
}

// What was read with all the levels that MaxDepth allows can be sent on.
func TestWhatIsReadAtMaxDepthCanBeSent(t *testing.T) {
	for _, value := range []string{
		strings.Repeat("\x91", DefaultMaxDepth-1) + "\x90",
		strings.Repeat("\x91", DefaultMaxDepth) + "\x01",
		strings.Repeat("\x81\xa1k", DefaultMaxDepth) + "\xc0",
	} {
		v := open(t, []byte(value), false).ReadAny()
		if got := string(encode(t, v, false)); got != value {
			t.Errorf("% x… arrives as % x…", value[:8], got[:min(8, len(got))])
		}
	}
	var deep tree
	for range DefaultMaxDepth - 1 {
		next := deep
		deep = tree{Next: &next}
	}
	var e Encoder
	value := appendTree(nil, &deep, &e)
	if e.Err() != nil || Scan(value, 0) != nil {
		t.Errorf("%d levels: %v, %v", DefaultMaxDepth, e.Err(), Scan(value, 0))
	}
}

// link holds the next one by value, so that no pointer, slice or map is between them.
type link struct{ Next any }

func TestDepthCountsWhatIsInInterfaces(t *testing.T) {
	deep := func(n int, last any, wrap func(any) any) any {
		for range n {
			last = wrap(last)
		}
		return last
	}
	for name, wrap := range map[string]func(any) any{
		"structs":  func(v any) any { return link{v} },
		"arrays":   func(v any) any { return [1]any{v} },
		"pointers": func(v any) any { return &link{v} },
		"slices":   func(v any) any { return []any{v} },
		"maps":     func(v any) any { return map[string]any{"k": v} },
	} {
		var e Encoder
		value := AppendTyped(nil, deep(DefaultMaxDepth-1, wrap(time.Unix(1, 0)), wrap), &e)
		if err := Scan(value, 0); e.Err() != nil || err != nil {
			t.Errorf("%s: MaxDepth levels: %v, %v", name, e.Err(), err)
		}
		AppendTyped(nil, deep(1<<20, nil, wrap), &e)
		wantError(t, e.Err(), Cycle, "nested deeper than MaxDepth")
	}
}

// stamp hides a label, which its own JSON has in it and that of the time does not.
type stamp struct {
	time.Time
	label string
}

func (s stamp) MarshalJSON() ([]byte, error) { return []byte(s.label), nil }

func (s *stamp) UnmarshalJSON(b []byte) error {
	s.label = string(b)
	return nil
}

// dated has the time's methods and no other.
type dated struct {
	time.Time
	label string `msg:"-"`
}

func TestReflectionDoesNotGuessWhoseCodecItIs(t *testing.T) {
	var e Encoder
	AppendAny(nil, stamp{time.Unix(1, 0), "x"}, &e)
	wantError(t, e.Err(), Unsupported, "codec.stamp cannot be sent: only generated code knows")
	r := open(t, []byte("\x80"), false)
	ReadInto(r, new(stamp))
	wantError(t, r.Err(), Unsupported, "codec.stamp cannot be received: only generated code knows")

	want := map[string]any{"Time": time.Unix(1, 0).UTC()}
	if got := open(t, encode(t, dated{time.Unix(1, 0), "x"}, false), false).ReadAny(); !reflect.DeepEqual(got, want) {
		t.Errorf("codec.dated arrives as %v, want %v", got, want)
	}
}

func TestFieldsThatAreHiddenByOthersAreNotSent(t *testing.T) {
	type outer struct {
		numbered
		ID, Other int
	}
	type twice struct {
		numbered
		Number int `msg:"number"`
	}
	for _, tt := range []struct {
		v    any
		want string
	}{
		{outer{numbered{1}, 2, 3}, "\x82\xa2ID\x02\xa5Other\x03"},
		{struct{ numbered }{numbered{1}}, "\x81\xa6number\x01"},
	} {
		if got := string(encode(t, tt.v, false)); got != tt.want {
			t.Errorf("%+v is %q, want %q", tt.v, got, tt.want)
		}
	}
	var e Encoder
	AppendAny(nil, twice{}, &e)
	wantError(t, e.Err(), Unsupported, `two of its fields are called "number"`)
}
