package config

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"github.com/tailscale/hujson"

	"paddock/wrangler/message"
)

// hujsonPlace is how the parser tells where it stopped.
var hujsonPlace = regexp.MustCompile(`^hujson: line (\d+), column (\d+): `)

// parseJSONC reads JSON with comments and trailing commas.
func parseJSONC(src source) (*node, error) {
	if len(bytes.TrimSpace(src.data)) == 0 {
		return nil, message.Errors{{Kind: message.Error, Text: "The configuration is empty.", Place: &message.Place{File: src.file}, Hint: "Write into it: " + example}}
	}
	v, err := hujson.Parse(src.data)
	if err != nil {
		return nil, message.Errors{jsonError(src, err)}
	}
	return fromJSON(&v), nil
}

func jsonError(src source, err error) message.Message {
	words := strings.TrimPrefix(err.Error(), "hujson: ")
	at := span{}
	if m := hujsonPlace.FindStringSubmatch(err.Error()); m != nil {
		words = strings.TrimPrefix(err.Error(), m[0])
		line, _ := strconv.Atoi(m[1]) // the expression lets only digits through
		column, _ := strconv.Atoi(m[2])
		at.off = src.offset(line, column)
	}
	return message.Message{Kind: message.Error, Text: "Invalid JSON: " + words + ".", Place: src.place(at),
		Hint: "Check for a missing comma, quote or bracket before this place."}
}

// offset is the reverse of place.
func (s source) offset(line, column int) int {
	off := 0
	for ; line > 1; line-- {
		i := strings.IndexByte(string(s.data[off:]), '\n')
		if i < 0 {
			break
		}
		off += i + 1
	}
	return min(off+column-1, len(s.data))
}

func fromJSON(v *hujson.Value) *node {
	n := &node{at: span{v.StartOffset, v.EndOffset - v.StartOffset}}
	switch x := v.Value.(type) {
	case *hujson.Object:
		n.shape = object
		for i := range x.Members {
			m := &x.Members[i]
			lit, _ := m.Name.Value.(hujson.Literal) // names are always literals
			child := fromJSON(&m.Value)
			child.key = span{m.Name.StartOffset, m.Name.EndOffset - m.Name.StartOffset}
			n.set(lit.String(), child)
		}
	case *hujson.Array:
		n.shape = list
		for i := range x.Elements {
			n.items = append(n.items, fromJSON(&x.Elements[i]))
		}
	case hujson.Literal:
		n.scalar = json.RawMessage(x)
		switch x.Kind() {
		case '"':
			n.shape, n.scalar = text, quote(x.String())
		case '0':
			n.shape = number
		case 't', 'f':
			n.shape = boolean
		}
	}
	return n
}
