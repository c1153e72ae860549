package config

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"paddock/wrangler/message"
)

// shape is the JSON type of a node.
type shape int

const (
	null shape = iota
	boolean
	number
	text
	list
	object
)

// span is a range of bytes in the file.
type span struct{ off, len int }

// node is a value of the configuration that knows where it was written.
type node struct {
	shape   shape
	scalar  json.RawMessage // of null, boolean, number and text
	items   []*node
	members []*member
	at      span // of the value
	key     span // of the key in front of it, if any
}

type member struct {
	name  string
	value *node
}

// get gives a member of an object, or nil.
func (n *node) get(name string) *node {
	if n == nil {
		return nil
	}
	for _, m := range n.members {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

// set adds or replaces a member.
func (n *node) set(name string, v *node) {
	for _, m := range n.members {
		if m.name == name {
			m.value = v
			return
		}
	}
	n.members = append(n.members, &member{name, v})
}

// str gives the text of a node, and whether it is one.
func (n *node) str() (string, bool) {
	if n == nil || n.shape != text {
		return "", false
	}
	var s string
	err := json.Unmarshal(n.scalar, &s)
	return s, err == nil
}

// isTrue reports whether the node is the boolean true.
func (n *node) isTrue() bool { return n != nil && n.shape == boolean && string(n.scalar) == "true" }

// json gives the canonical form: compact, members in the order of the file.
func (n *node) json() json.RawMessage {
	var b bytes.Buffer
	n.write(&b)
	return b.Bytes()
}

func (n *node) write(b *bytes.Buffer) {
	switch n.shape {
	case list:
		b.WriteByte('[')
		for i, item := range n.items {
			if i > 0 {
				b.WriteByte(',')
			}
			item.write(b)
		}
		b.WriteByte(']')
	case object:
		b.WriteByte('{')
		for i, m := range n.members {
			if i > 0 {
				b.WriteByte(',')
			}
			b.Write(quote(m.name))
			b.WriteByte(':')
			m.value.write(b)
		}
		b.WriteByte('}')
	default:
		b.Write(n.scalar)
	}
}

// quote gives s as JSON without the escapes for HTML, as JSON.stringify does.
func quote(s string) json.RawMessage {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(s) != nil { // a string always encodes
		return json.RawMessage(`""`)
	}
	return bytes.TrimSpace(b.Bytes())
}

// mark is the range to show for a node: a scalar itself, else the key in front of it.
func (n *node) mark() span {
	switch {
	case n.shape != list && n.shape != object && n.at.len > 0:
		return n.at
	case n.key.len > 0:
		return n.key
	}
	return span{n.at.off, min(n.at.len, 1)}
}

// find follows a path as "kv_namespaces[0].binding" and gives the deepest node on it that exists.
func (n *node) find(path string) *node {
	for path != "" {
		var next *node
		if strings.HasPrefix(path, "[") {
			index, rest, _ := strings.Cut(path[1:], "]")
			if i, err := strconv.Atoi(index); err == nil && i >= 0 && i < len(n.items) {
				next = n.items[i]
			}
			path = strings.TrimPrefix(rest, ".")
		} else {
			end := strings.IndexAny(path, ".[")
			if end < 0 {
				end = len(path)
			}
			next = n.get(path[:end])
			path = strings.TrimPrefix(path[end:], ".")
		}
		if next == nil {
			return n
		}
		n = next
	}
	return n
}

// source is a file as it was read.
type source struct {
	file string
	data []byte
}

// place gives the line and the column of a range.
func (s source) place(r span) *message.Place {
	off := min(max(r.off, 0), len(s.data))
	start := bytes.LastIndexByte(s.data[:off], '\n') + 1
	end := len(s.data)
	if i := bytes.IndexByte(s.data[off:], '\n'); i >= 0 {
		end = off + i
	}
	return &message.Place{
		File: s.file, Line: 1 + bytes.Count(s.data[:off], []byte("\n")), Column: off - start + 1,
		LineText: strings.TrimRight(string(s.data[start:end]), "\r"), Length: min(r.len, end-off),
	}
}
