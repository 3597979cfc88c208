package wire

import (
	"encoding/binary"
	"fmt"
	"time"
	"unicode/utf8"
)

// The limits of an error tree.
const (
	MaxTree      = 64 << 10 // bytes
	MaxTreeDepth = 64
)

// MaxStatus is the highest code of a call.
const MaxStatus = 16

// MetadataError is a well-formed frame whose metadata is too large. It fails the call, not the
// connection.
type MetadataError struct{ Pairs, Size int }

// Error says what the limits are.
func (e *MetadataError) Error() string {
	return fmt.Sprintf("metadata of %d pairs and %d bytes is above the limit of %d pairs and %d bytes", e.Pairs, e.Size, MaxPairs, MaxMetadata)
}

// Node is one error of a tree.
type Node struct {
	Code     uint8  // 0 is none
	Text     string // what Error() returns
	Name     string // registered name of a sentinel or type, or empty
	Details  []byte // msgpack of a registered type
	Children []Node
}

// StatusFrame is the payload of STATUS.
type StatusFrame struct {
	Code       uint8
	RetryAfter time.Duration // 0 is unknown; more than MaxTimeout is taken for that
	Metadata   []byte
	Tree       []byte // in the form of AppendTree
}

// AppendStatus appends the payload of STATUS.
func AppendStatus(b []byte, s *StatusFrame) []byte {
	b = binary.AppendUvarint(b, uint64(s.Code))
	b = binary.AppendUvarint(b, uint64(max(s.RetryAfter.Milliseconds(), 0)))
	if len(s.Metadata) == 0 {
		b = append(b, 0)
	} else {
		b = append(b, s.Metadata...)
	}
	return append(b, s.Tree...)
}

// ParseStatus reads the payload of STATUS. Metadata and Tree are parts of b.
func ParseStatus(b []byte) (s StatusFrame, err error) {
	p := parser{b: b}
	s.Code = uint8(p.bounded("status code", MaxStatus))
	if s.Code == 0 {
		p.refuse("STATUS with code 0")
	}
	delay := p.uvarint("retry delay")
	s.RetryAfter = time.Duration(min(delay, uint64(MaxTimeout.Milliseconds()))) * time.Millisecond
	s.Metadata = p.metadata()
	s.Tree = p.b
	return s, p.err
}

// AppendTree appends n as an error tree; nil is a tree of no nodes. Texts are cut, then details and
// the deepest and last children left out, where the tree would be above its limits; a cut text ends in "…".
func AppendTree(b []byte, n *Node) []byte {
	if n == nil {
		return append(b, 0)
	}
	t := treeWriter{left: MaxTree - 16}
	body := t.append(nil, n, 1)
	b = binary.AppendUvarint(b, uint64(t.nodes))
	return append(b, body...)
}

type treeWriter struct{ nodes, left int }

// nodeOverhead is more than the numbers and lengths of a node can take.
const nodeOverhead = 24

func (t *treeWriter) append(b []byte, n *Node, depth int) []byte {
	t.nodes++
	name, details := n.Name, n.Details
	room := t.left - nodeOverhead
	if len(name)+len(details) > room {
		details = nil
	}
	if len(name) > room {
		name = ""
	}
	text := cut(n.Text, room-len(name)-len(details))
	t.left = room - len(name) - len(details) - len(text)
	b = binary.AppendUvarint(b, uint64(n.Code))
	b = appendText(b, text)
	b = appendText(b, name)
	b = appendText(b, details)
	if depth == MaxTreeDepth {
		return append(b, 0)
	}
	fit := 0
	var body []byte
	for i := range n.Children {
		if t.left < 2*nodeOverhead {
			break
		}
		body = t.append(body, &n.Children[i], depth+1)
		fit++
	}
	b = binary.AppendUvarint(b, uint64(fit))
	return append(b, body...)
}

// cut returns s in about n bytes, without a broken rune at its end.
func cut(s string, n int) string {
	const mark = "…"
	if len(s) <= n {
		return s
	}
	n = max(n-len(mark), 0)
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + mark
}

// ParseTree reads an error tree. The result holds no part of b.
func ParseTree(b []byte) (*Node, error) {
	if len(b) > MaxTree {
		return nil, protocolError("error tree of %d bytes is above %d", len(b), MaxTree)
	}
	p := parser{b: b}
	left := p.bounded("nodes of an error tree", MaxTree/5)
	if left == 0 {
		return nil, p.end("error tree")
	}
	n := p.node(&left, 1)
	if left != 0 {
		p.refuse("error tree has %d nodes too few", left)
	}
	if err := p.end("error tree"); err != nil {
		return nil, err
	}
	return &n, nil
}

func (p *parser) node(left *uint64, depth int) (n Node) {
	if depth > MaxTreeDepth || *left == 0 {
		p.refuse("error tree is deeper or larger than it may be")
		return n
	}
	*left--
	n.Code = uint8(p.bounded("code of an error", MaxStatus))
	n.Text = string(p.text("text of an error"))
	n.Name = string(p.text("name of an error"))
	if d := p.text("details of an error"); len(d) > 0 {
		n.Details = append([]byte(nil), d...)
	}
	for range p.bounded("children of an error", *left) {
		if p.err != nil {
			return n
		}
		n.Children = append(n.Children, p.node(left, depth+1))
	}
	return n
}
