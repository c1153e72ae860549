package capnweb

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/big"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// maxDepth is how deep values may be nested, as with the original.
const maxDepth = 64

// encoder writes values as expressions. What has members is exported to the session.
type encoder struct {
	s       *Session
	out     []byte
	exports []int64 // made on the way, to be taken back when encoding fails
}

// encode writes one value. Streams within it begin to flow.
func (s *Session) encode(v any) ([]byte, error) {
	e := &encoder{s: s}
	if err := e.value(v, 0); err != nil {
		for _, id := range e.exports {
			_ = s.releaseExport(id, 1) // it was just made
		}
		return nil, err
	}
	return e.out, nil
}

// encodeArguments writes an array without the second pair of brackets that marks a literal one.
func (s *Session) encodeArguments(args []any) ([]byte, error) {
	if args == nil {
		args = []any{}
	}
	text, err := s.encode(args)
	if err != nil {
		return nil, err
	}
	return text[1 : len(text)-1], nil
}

func (e *encoder) text(s string) { e.out = append(e.out, s...) }

func (e *encoder) value(v any, depth int) error {
	if depth >= maxDepth {
		return plainError("Serialization exceeded maximum allowed depth. (Does the message contain cycles?)")
	}
	switch v := v.(type) {
	case nil:
		e.text("null")
	case Undefined:
		e.text(`["undefined"]`)
	case string:
		e.out = appendString(e.out, v)
	case bool:
		e.out = strconv.AppendBool(e.out, v)
	case float64:
		e.number(v)
	case []byte:
		e.text(`["bytes","`)
		e.out = base64.RawStdEncoding.AppendEncode(e.out, v)
		e.text(`"]`)
	case time.Time:
		if v.IsZero() {
			e.text(`["date",null]`)
			return nil
		}
		e.text(`["date",`)
		e.out = strconv.AppendInt(e.out, v.UnixMilli(), 10)
		e.text("]")
	case *big.Int:
		e.text(`["bigint","` + v.String() + `"]`)
	case *Error:
		return e.error(v, depth)
	case json.RawMessage:
		var tree any
		if err := json.Unmarshal(v, &tree); err != nil {
			return err
		}
		return e.value(tree, depth)
	case *Object, Method, Prompt:
		e.exported("export", e.s.exportValue(v))
	case *Stub:
		return e.stub(v)
	case *Stream:
		id, err := e.s.pump(v)
		if err != nil {
			return err
		}
		e.text(`["readable",` + strconv.FormatInt(id, 10) + "]")
	case []any:
		return e.array(len(v), depth, func(i int) any { return v[i] })
	case map[string]any:
		return e.object(slices.Sorted(maps.Keys(v)), depth, func(name string) any { return v[name] })
	default:
		w, ok := plainForm(v)
		if !ok {
			return typeError(fmt.Sprintf("Cannot serialize value: %T", v))
		}
		return e.value(w, depth)
	}
	return nil
}

func (e *encoder) number(n float64) {
	switch {
	case math.IsNaN(n):
		e.text(`["nan"]`)
	case math.IsInf(n, 1):
		e.text(`["inf"]`)
	case math.IsInf(n, -1):
		e.text(`["-inf"]`)
	default:
		e.out = strconv.AppendFloat(e.out, n, 'g', -1, 64)
	}
}

func (e *encoder) exported(kind string, id int64) {
	e.exports = append(e.exports, id)
	e.text(`["` + kind + `",` + strconv.FormatInt(id, 10) + "]")
}

func (e *encoder) stub(v *Stub) error {
	if v.session != e.s {
		return plainError("Cannot serialize RPC stubs without an RPC session.")
	}
	e.text(`["import",` + strconv.FormatInt(v.id, 10) + "]")
	return nil
}

// error writes an Error. A property that cannot be sent is left out: the error itself must arrive.
func (e *encoder) error(v *Error, depth int) error {
	e.text(`["error",`)
	e.out = append(appendString(e.out, v.Name), ',')
	e.out = appendString(e.out, v.Message)
	if v.Stack == "" && len(v.Props) == 0 {
		e.text("]")
		return nil
	}
	e.text(",")
	if v.Stack == "" {
		e.text("null")
	} else {
		e.out = appendString(e.out, v.Stack)
	}
	if len(v.Props) > 0 {
		e.text(",{")
		first := true
		for _, name := range slices.Sorted(maps.Keys(v.Props)) {
			before := len(e.out)
			if !first {
				e.text(",")
			}
			e.out = append(appendString(e.out, name), ':')
			if err := e.value(v.Props[name], depth+1); err != nil {
				e.out = e.out[:before]
				continue
			}
			first = false
		}
		e.text("}")
	}
	e.text("]")
	return nil
}

func (e *encoder) array(n, depth int, at func(int) any) error {
	e.text("[[")
	for i := range n {
		if i > 0 {
			e.text(",")
		}
		if err := e.value(at(i), depth+1); err != nil {
			return err
		}
	}
	e.text("]]")
	return nil
}

func (e *encoder) object(names []string, depth int, at func(string) any) error {
	e.text("{")
	for i, name := range names {
		if i > 0 {
			e.text(",")
		}
		e.out = append(appendString(e.out, name), ':')
		if err := e.value(at(name), depth+1); err != nil {
			return err
		}
	}
	e.text("}")
	return nil
}

const hexDigits = "0123456789abcdef"

// appendString writes a string as JSON. Bytes that are no UTF-8 become U+FFFD.
func appendString(out []byte, s string) []byte {
	out = append(out, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				out = append(append(out, s[start:i]...), "\ufffd"...)
				start = i + size
			}
			i += size
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		out = append(out, s[start:i]...)
		switch c {
		case '"', '\\':
			out = append(out, '\\', c)
		case '\n':
			out = append(out, '\\', 'n')
		case '\r':
			out = append(out, '\\', 'r')
		case '\t':
			out = append(out, '\\', 't')
		default:
			out = append(out, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		i++
		start = i
	}
	return append(append(out, s[start:]...), '"')
}
