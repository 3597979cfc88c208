package wiretest

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/bluebird-rpc/bluebird/internal/wire"
)

// Parts is a frame taken apart. Only what its type has is set.
type Parts struct {
	wire.Header

	Hello  *wire.HelloFrame
	Open   *wire.OpenFrame
	Status *wire.StatusFrame
	Cancel *wire.CancelFrame
	Credit int64
	Ping   uint64
	GoAway *wire.GoAwayFrame
	Grant  *wire.GrantFrame

	Callback  uint64        // the id in CALLBACK and ANSWER
	Timeout   time.Duration // in the first frame of CALLBACK
	Code      uint8         // in the first frame of ANSWER
	Continued bool          // the frame goes on with a message that another frame began

	Metadata []byte // in DATA with META
	Whole    int64  // in the first of several fragments, the length of the message; else 0
	Messages [][]byte
	Bytes    []byte // the message, the fragment, or the payload of a type that is not known
}

// Parser takes the frames of one direction apart. It remembers which messages are unfinished, since that decides
// what a frame holds. The zero value is ready.
type Parser struct{ unfinished map[message]bool }

// message is what fragments belong to.
type message struct {
	stream   uint32
	flow     uint16
	kind     wire.Type // Open counts as Data
	callback uint64
}

// Parse takes f apart. The parts share memory with f.
func (p *Parser) Parse(f Frame) (Parts, error) {
	parts := Parts{Header: f.Header}
	rest, err := parts.fixed(f.Payload)
	if err != nil {
		return parts, err
	}
	switch f.Type {
	case wire.Open, wire.Data, wire.Callback, wire.Answer:
		err = parts.message(p, rest)
	default:
		parts.Bytes = rest
	}
	if len(parts.Bytes) == 0 {
		parts.Bytes = nil
	}
	return parts, err
}

// fixed reads what stands in b for the sake of the frame's type, and returns the rest.
func (p *Parts) fixed(b []byte) (rest []byte, err error) {
	switch p.Type {
	case wire.Hello:
		h, err := wire.ParseHello(b)
		p.Hello = &h
		return nil, err
	case wire.Open:
		o, rest, err := wire.ParseOpen(b)
		p.Open = &o
		return rest, err
	case wire.Status:
		s, err := wire.ParseStatus(b)
		p.Status = &s
		return nil, err
	case wire.Cancel:
		c, err := wire.ParseCancel(b)
		p.Cancel = &c
		return nil, err
	case wire.Credit:
		p.Credit, err = wire.ParseCredit(b)
		return nil, err
	case wire.Ping:
		id, err := wire.ParsePing(b)
		p.Ping = binary.BigEndian.Uint64(id[:])
		return nil, err
	case wire.GoAway:
		g, err := wire.ParseGoAway(b)
		p.GoAway = &g
		return nil, err
	case wire.Grant:
		g, err := wire.ParseGrant(b)
		p.Grant = &g
		return nil, err
	case wire.Callback, wire.Answer:
		p.Callback, rest, err = wire.ParseCallbackID(b)
		return rest, err
	}
	return b, nil
}

// message reads the part of a message that b is.
func (p *Parts) message(state *Parser, b []byte) (err error) {
	id := message{p.Stream, p.Flow, p.Type, p.Callback}
	if p.Type == wire.Open {
		id.kind = wire.Data
	}
	p.Continued = state.unfinished[id]
	if state.unfinished == nil {
		state.unfinished = map[message]bool{}
	}
	if state.unfinished[id] = p.Flags&wire.More != 0; !state.unfinished[id] {
		delete(state.unfinished, id)
	}

	if p.Flags&wire.Meta != 0 {
		if p.Metadata, b, err = wire.CutMetadata(b); err != nil {
			return err
		}
	}
	switch {
	case p.Continued:
	case p.Type == wire.Callback:
		p.Timeout, b, err = wire.ParseCallback(b)
	case p.Type == wire.Answer:
		p.Code, b, err = wire.ParseAnswer(b)
	}
	if err == nil && !p.Continued && p.Flags&wire.More != 0 {
		p.Whole, b, err = wire.ParseWhole(b)
	}
	p.Bytes = b
	for p.Flags&wire.Batch != 0 && err == nil && len(p.Bytes) > 0 {
		var m []byte
		m, p.Bytes, err = wire.NextMessage(p.Bytes)
		p.Messages = append(p.Messages, m)
	}
	return err
}

// Append appends the frame that p is.
func (p Parts) Append(b []byte) []byte { return p.Frame().Append(b) }

// Frame returns the frame that p is.
func (p Parts) Frame() Frame {
	if p.Type.Ignorable() {
		return frame(p.Type, p.Stream, p.Flow, p.Flags, p.Bytes)
	}
	var b []byte
	switch {
	case p.Hello != nil:
		b = wire.AppendHello(b, *p.Hello)
	case p.Open != nil:
		b = wire.AppendOpen(b, p.Open)
	case p.Status != nil:
		b = wire.AppendStatus(b, p.Status)
	case p.Cancel != nil:
		b = wire.AppendCancel(b, *p.Cancel)
	case p.Type == wire.Credit:
		b = wire.AppendCredit(b, p.Credit)
	case p.Type == wire.Ping:
		b = binary.BigEndian.AppendUint64(b, p.Ping)
	case p.GoAway != nil:
		b = wire.AppendGoAway(b, *p.GoAway)
	case p.Grant != nil:
		b = wire.AppendGrant(b, *p.Grant)
	case p.Type == wire.Callback:
		b = wire.AppendCallback(b, p.Callback, !p.Continued, p.Timeout)
	case p.Type == wire.Answer:
		b = wire.AppendAnswer(b, p.Callback, !p.Continued, p.Code)
	}
	if p.Flags&wire.Meta != 0 {
		b = append(b, metadataOrNone(p.Metadata)...)
	}
	if p.Flags&wire.More != 0 && !p.Continued {
		b = wire.AppendWhole(b, int(p.Whole))
	}
	for _, m := range p.Messages {
		b = wire.AppendMessage(b, m)
	}
	b = append(b, p.Bytes...)
	return frame(p.Type, p.Stream, p.Flow, p.Flags, b)
}

func metadataOrNone(md []byte) []byte {
	if len(md) == 0 {
		return []byte{0}
	}
	return md
}

var flagNames = []string{"END", "MORE", "COMPACT", "META", "BATCH", "NOTSTARTED", "ACK"}

// String returns the frame as one line for people: type, flags, stream and flow, and then what it says.
func (p Parts) String() string {
	var b strings.Builder
	b.WriteString(p.Type.String())
	for i, name := range flagNames {
		if p.Flags&(1<<i) != 0 {
			b.WriteString(" " + name)
		}
	}
	if p.Stream != 0 {
		fmt.Fprintf(&b, " %d", p.Stream)
	}
	if p.Flow != 0 {
		fmt.Fprintf(&b, ".%d", p.Flow)
	}
	if s := p.says(); s != "" {
		b.WriteString(": " + s)
	}
	return b.String()
}

func (p Parts) says() string {
	var s []string
	say := func(format string, args ...any) { s = append(s, fmt.Sprintf(format, args...)) }
	switch {
	case p.Hello != nil:
		h := p.Hello
		say("versions %d to %d, frame %d, message %d, streams %d, windows %d %d %d, metadata %d, features %#x, build %q",
			h.MinVersion, h.MaxVersion, h.MaxFrame, h.MaxMessage, h.MaxStreams,
			h.ConnWindow, h.CallWindow, h.FlowWindow, h.MaxMetadata, h.Features, h.Build)
	case p.Open != nil:
		s = append(s, p.openSays()...)
	case p.Status != nil:
		s = append(s, p.statusSays()...)
	case p.Cancel != nil:
		say("code %d", p.Cancel.Code)
		if p.Cancel.Callback != 0 {
			say("callback %d", p.Cancel.Callback)
		}
		if len(p.Cancel.Tree) > 0 {
			say("tree %x", p.Cancel.Tree)
		}
	case p.Type == wire.Credit:
		say("%d bytes", p.Credit)
	case p.Type == wire.Ping:
		say("%#x", p.Ping)
	case p.GoAway != nil:
		say("last %d, %v, %q", p.GoAway.Last, p.GoAway.Code, p.GoAway.Text)
	case p.Grant != nil:
		say("method %d, compact %v", p.Grant.Method, p.Grant.Compact)
		if len(p.Grant.Signature) > 0 {
			say("signature %q", p.Grant.Signature)
		}
	case p.Type == wire.Callback, p.Type == wire.Answer:
		say("callback %d", p.Callback)
	}
	if p.Timeout != 0 {
		say("timeout %v", p.Timeout)
	}
	if p.Code != 0 {
		say("code %d", p.Code)
	}
	if p.Metadata != nil {
		say("metadata %v", pairs(p.Metadata))
	}
	if p.Whole != 0 {
		say("first %d of %d", len(p.Bytes), p.Whole)
	}
	for _, m := range p.Messages {
		say("message %s", short(m))
	}
	if len(p.Bytes) > 0 {
		say("%s", short(p.Bytes))
	}
	return strings.Join(s, ", ")
}

func (p Parts) openSays() (s []string) {
	o := p.Open
	if o.Method != 0 {
		s = append(s, fmt.Sprintf("method %d", o.Method))
	} else {
		s = append(s, fmt.Sprintf("%q %016x", o.Name, o.Fingerprint))
	}
	if o.Timeout != 0 {
		s = append(s, fmt.Sprintf("timeout %v", o.Timeout))
	}
	if o.Metadata != nil {
		s = append(s, fmt.Sprintf("metadata %v", pairs(o.Metadata)))
	}
	return s
}

func (p Parts) statusSays() []string {
	s := []string{fmt.Sprintf("code %d", p.Status.Code)}
	if p.Status.RetryAfter != 0 {
		s = append(s, fmt.Sprintf("retry after %v", p.Status.RetryAfter))
	}
	if p.Status.Metadata != nil {
		s = append(s, fmt.Sprintf("metadata %v", pairs(p.Status.Metadata)))
	}
	tree, err := wire.ParseTree(p.Status.Tree)
	switch {
	case err != nil:
		s = append(s, fmt.Sprintf("tree %s: %v", short(p.Status.Tree), err))
	case tree != nil:
		s = append(s, nodeSays(tree))
	}
	return s
}

func nodeSays(n *wire.Node) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q", n.Text)
	if n.Code != 0 {
		fmt.Fprintf(&b, " code %d", n.Code)
	}
	if n.Name != "" {
		fmt.Fprintf(&b, " name %q", n.Name)
	}
	if len(n.Details) > 0 {
		fmt.Fprintf(&b, " details %s", short(n.Details))
	}
	for i := range n.Children {
		fmt.Fprintf(&b, " [%s]", nodeSays(&n.Children[i]))
	}
	return b.String()
}

func pairs(md []byte) string {
	var s []string
	for k, v := range wire.ParseMetadata(md) {
		s = append(s, fmt.Sprintf("%q=%q", k, v))
	}
	return "{" + strings.Join(s, " ") + "}"
}

// short returns b as text in quotes if it is text, else in hex, not all of it if it is long.
func short(b []byte) string {
	const most = 64
	more := ""
	if len(b) > most {
		more = fmt.Sprintf("… (%d bytes)", len(b))
		b = b[:most]
	}
	if len(b) > 0 && bytes.IndexFunc(b, func(r rune) bool { return r < ' ' || r > '~' }) < 0 {
		return fmt.Sprintf("%q", b) + more
	}
	return hex.EncodeToString(b) + more
}

// String returns the frame as Parts prints it, as if it stood alone.
func (f Frame) String() string {
	parts, err := new(Parser).Parse(f)
	if err != nil {
		return fmt.Sprintf("%v %d.%d with flags %#x and %d bytes (%v)", f.Type, f.Stream, f.Flow, uint8(f.Flags), len(f.Payload), err)
	}
	return parts.String()
}
