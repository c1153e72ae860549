package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"paddock/wrangler/message"
)

// parseTOML reads TOML. The decoder proper judges the document first (double keys, tables that
// clash), because the parser that knows places only knows the grammar.
func parseTOML(src source) (*node, error) {
	var ignored map[string]any
	if err := toml.Unmarshal(src.data, &ignored); err != nil {
		return nil, message.Errors{tomlError(src, err)}
	}
	t := tomlReader{src: src, root: &node{shape: object}}
	t.table = t.root
	t.parser.Reset(src.data)
	for t.parser.NextExpression() {
		if err := t.expression(t.parser.Expression()); err != nil {
			return nil, err
		}
	}
	if err := t.parser.Error(); err != nil {
		return nil, message.Errors{tomlError(src, err)}
	}
	return t.root, nil
}

func tomlError(src source, err error) message.Message {
	m := message.Message{Kind: message.Error, Text: "Invalid TOML: " + strings.TrimPrefix(err.Error(), "toml: ") + ".", Place: src.place(span{})}
	var decode *toml.DecodeError
	if errors.As(err, &decode) {
		line, column := decode.Position()
		m.Place = src.place(span{src.offset(line, column), 1})
	}
	return m
}

type tomlReader struct {
	src         source
	parser      unstable.Parser
	root, table *node
}

func (t *tomlReader) expression(e *unstable.Node) error {
	switch e.Kind {
	case unstable.Table:
		return t.open(e, false)
	case unstable.ArrayTable:
		return t.open(e, true)
	case unstable.KeyValue:
		return t.assign(t.table, e)
	}
	return nil
}

// open makes the table of a [header], or a further one of a [[header]], the current one.
func (t *tomlReader) open(e *unstable.Node, isArray bool) error {
	names, at := t.keys(e.Key())
	parent, err := t.descend(t.root, names[:len(names)-1], at)
	if err != nil {
		return err
	}
	last := len(names) - 1
	if !isArray {
		t.table, err = t.descend(parent, names[last:], at[last:])
		return err
	}
	array := parent.get(names[last])
	if array == nil {
		array = &node{shape: list, at: at[last], key: at[last]}
		parent.set(names[last], array)
	}
	if array.shape != list {
		return t.clash(at[last], names[last])
	}
	t.table = &node{shape: object, at: at[last], key: at[last]}
	array.items = append(array.items, t.table)
	return nil
}

// descend follows names below n and makes the tables that are not there yet.
func (t *tomlReader) descend(n *node, names []string, at []span) (*node, error) {
	for i, name := range names {
		next := n.get(name)
		if next == nil {
			next = &node{shape: object, at: at[i], key: at[i]}
			n.set(name, next)
		}
		if next.shape == list && len(next.items) > 0 {
			next = next.items[len(next.items)-1]
		}
		if next.shape != object {
			return nil, t.clash(at[i], name)
		}
		n = next
	}
	return n, nil
}

func (t *tomlReader) clash(at span, name string) error {
	return message.Errors{{Kind: message.Error, Text: fmt.Sprintf("Invalid TOML: %q is already defined as something else.", name), Place: t.src.place(at)}}
}

func (t *tomlReader) assign(table *node, e *unstable.Node) error {
	names, at := t.keys(e.Key())
	last := len(names) - 1
	parent, err := t.descend(table, names[:last], at)
	if err != nil {
		return err
	}
	v, err := t.value(e.Value(), at[last])
	if err != nil {
		return err
	}
	v.key = at[last]
	parent.set(names[last], v)
	return nil
}

func (t *tomlReader) keys(it unstable.Iterator) (names []string, at []span) {
	for it.Next() {
		k := it.Node()
		names = append(names, string(k.Data))
		at = append(at, span{int(k.Raw.Offset), int(k.Raw.Length)})
	}
	return names, at
}

// value makes a node of v; at stands in for its place if the parser has none.
func (t *tomlReader) value(v *unstable.Node, at span) (*node, error) {
	n := &node{at: at}
	if v.Raw.Length > 0 {
		n.at = span{int(v.Raw.Offset), int(v.Raw.Length)}
	}
	switch v.Kind {
	case unstable.Array:
		n.shape = list
		for it := v.Children(); it.Next(); {
			if it.Node().Kind == unstable.Comment {
				continue
			}
			item, err := t.value(it.Node(), n.at)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, item)
		}
		return n, nil
	case unstable.InlineTable:
		n.shape = object
		for it := v.Children(); it.Next(); {
			if it.Node().Kind != unstable.KeyValue {
				continue
			}
			if err := t.assign(n, it.Node()); err != nil {
				return nil, err
			}
		}
		return n, nil
	}
	var ok bool
	if n.shape, n.scalar, ok = tomlScalar(v); !ok {
		return nil, message.Errors{{Kind: message.Error, Text: fmt.Sprintf("The number %s cannot be written in JSON.", v.Data), Place: t.src.place(n.at)}}
	}
	return n, nil
}

// tomlScalar gives the JSON of a scalar; dates become strings. It refuses inf and nan.
func tomlScalar(v *unstable.Node) (shape, json.RawMessage, bool) {
	digits := strings.ReplaceAll(string(v.Data), "_", "")
	switch v.Kind {
	case unstable.Bool:
		return boolean, json.RawMessage(string(v.Data)), true
	case unstable.Integer:
		i, err := strconv.ParseInt(digits, 0, 64)
		return number, strconv.AppendInt(nil, i, 10), err == nil
	case unstable.Float:
		f, err := strconv.ParseFloat(digits, 64)
		if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
			return number, nil, false
		}
		raw, err := json.Marshal(f)
		return number, raw, err == nil
	}
	return text, quote(string(v.Data)), true
}
