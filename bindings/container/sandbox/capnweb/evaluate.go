package capnweb

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"time"
)

// maxBigint bounds the digits of a bigint, which cost more than linear time to read.
const maxBigint = 10_000

// evaluator makes values of expressions. What it imports is kept, for whoever disposes the value.
type evaluator struct {
	s *Session
	// lookUp finds what an expression refers to by number: an export of ours, or within a mapper its
	// captures and earlier results.
	lookUp   func(id int64) (any, bool)
	imported []*Stub
}

func (s *Session) evaluator() *evaluator {
	return &evaluator{s: s, lookUp: s.exportedValue}
}

// evaluate gives the value of an expression. It may contain futures.
func (e *evaluator) evaluate(expr any, depth int) (any, error) {
	if depth > maxDepth {
		return nil, plainError("Deserialization exceeded maximum allowed depth.")
	}
	switch expr := expr.(type) {
	case map[string]any:
		for name, value := range expr {
			v, err := e.evaluate(value, depth+1)
			if err != nil {
				return nil, err
			}
			if ofObjectPrototype(name) {
				delete(expr, name) // evaluated all the same, for the stubs in it
				continue
			}
			expr[name] = v
		}
		return expr, nil
	case []any:
		if len(expr) == 1 {
			if elements, ok := expr[0].([]any); ok {
				return e.elements(elements, depth+1)
			}
		}
		v, ok, err := e.special(expr, depth)
		if err == nil && !ok {
			err = typeError("unknown special value: " + jsonText(expr))
		}
		return v, err
	}
	return expr, nil
}

// elements evaluates each element of an array, in place.
func (e *evaluator) elements(list []any, depth int) ([]any, error) {
	for i := range list {
		v, err := e.evaluate(list[i], depth)
		if err != nil {
			return nil, err
		}
		list[i] = v
	}
	return list, nil
}

// special gives the value of an array that begins with the name of a type; false for one that is no
// such expression.
func (e *evaluator) special(expr []any, depth int) (v any, ok bool, err error) {
	if len(expr) == 0 {
		return nil, false, nil
	}
	kind, _ := expr[0].(string)
	switch kind {
	case "undefined":
		return Undefined{}, len(expr) == 1, nil
	case "inf":
		return math.Inf(1), true, nil
	case "-inf":
		return math.Inf(-1), true, nil
	case "nan":
		return math.NaN(), true, nil
	case "bigint":
		v, ok = bigint(expr)
		return v, ok, nil
	case "date":
		v, ok = date(expr)
		return v, ok, nil
	case "bytes":
		v, ok = byteArray(expr)
		return v, ok, nil
	case "error":
		return e.error(expr, depth)
	case "import", "pipeline":
		return e.reference(expr, depth)
	case "remap":
		return e.remap(expr)
	case "export", "promise", "writable", "readable":
		return e.capability(kind, expr)
	}
	return nil, false, nil
}

func bigint(expr []any) (*big.Int, bool) {
	digits, ok := at[string](expr, 1)
	if !ok || len(digits) > maxBigint {
		return nil, false
	}
	return new(big.Int).SetString(digits, 10)
}

func date(expr []any) (time.Time, bool) {
	if len(expr) == 2 && expr[1] == nil {
		return time.Time{}, true
	}
	ms, ok := at[float64](expr, 1)
	if !ok || math.IsNaN(ms) || math.Abs(ms) > 8.64e15 { // as far as a Date reaches
		return time.Time{}, ok
	}
	return time.UnixMilli(int64(ms)).UTC(), true
}

func byteArray(expr []any) ([]byte, bool) {
	text, ok := at[string](expr, 1)
	if !ok {
		return nil, false
	}
	for len(text) > 0 && text[len(text)-1] == '=' {
		text = text[:len(text)-1]
	}
	b, err := base64.RawStdEncoding.DecodeString(text)
	return b, err == nil
}

func (e *evaluator) error(expr []any, depth int) (any, bool, error) {
	name, ok := at[string](expr, 1)
	message, ok2 := at[string](expr, 2)
	if !ok || !ok2 {
		return nil, false, nil
	}
	out := &Error{Name: name, Message: message}
	out.Stack, _ = at[string](expr, 3)
	if len(expr) < 5 {
		return out, true, nil
	}
	props, ok := expr[4].(map[string]any)
	if !ok {
		return nil, false, nil
	}
	for _, own := range []string{"name", "message", "stack"} {
		delete(props, own)
	}
	if _, err := e.evaluate(props, depth+1); err != nil {
		return nil, false, err
	}
	out.Props = props
	return out, true, nil
}

// reference evaluates what refers to something the peer has from us: itself, a property, or the
// result of a call.
func (e *evaluator) reference(expr []any, depth int) (any, bool, error) {
	id, ok := at[float64](expr, 1)
	if !ok || len(expr) > 4 {
		return nil, false, nil
	}
	target, ok := e.lookUp(int64(id))
	if !ok {
		return nil, false, noSuchExport(id)
	}
	if len(expr) == 2 {
		return target, true, nil
	}
	path, ok := propertyPath(expr[2])
	if !ok {
		return nil, false, nil
	}
	if len(expr) == 3 {
		return e.s.property(target, path), true, nil
	}
	list, ok := expr[3].([]any)
	if !ok {
		return nil, false, nil
	}
	// The arguments belong to the call, which releases the stubs in them.
	sub := &evaluator{s: e.s, lookUp: e.lookUp}
	args, err := sub.elements(list, depth+1)
	if err != nil {
		return nil, false, err
	}
	return e.s.deliver(target, path, args, sub.imported), true, nil
}

// capability evaluates what the peer hands over.
func (e *evaluator) capability(kind string, expr []any) (any, bool, error) {
	n, ok := at[float64](expr, 1)
	if !ok {
		return nil, false, nil
	}
	id := int64(n)
	switch kind {
	case "promise":
		f, err := e.s.importPromise(id)
		return f, true, err
	case "readable":
		in, err := e.s.pipeReader(id)
		return in, true, err
	case "writable":
		st := e.s.importStub(id)
		return newWriter(st), true, nil
	}
	st := e.s.importStub(id)
	e.imported = append(e.imported, st)
	return st, true, nil
}

func noSuchExport(id float64) error {
	return plainError("no such entry on exports table: " + strconv.FormatFloat(id, 'f', -1, 64))
}

// propertyPath reads a list of names and indexes.
func propertyPath(v any) ([]any, bool) {
	path, ok := v.([]any)
	if !ok {
		return nil, false
	}
	for _, part := range path {
		switch part.(type) {
		case string, float64:
		default:
			return nil, false
		}
	}
	return path, true
}

// at gives an element of a type.
func at[T any](expr []any, i int) (v T, ok bool) {
	if i < len(expr) {
		v, ok = expr[i].(T)
	}
	return v, ok
}

// ofObjectPrototype tells of names that every object of JavaScript has; they are never the peer's.
func ofObjectPrototype(name string) bool {
	switch name {
	case "constructor", "__defineGetter__", "__defineSetter__", "hasOwnProperty", "__lookupGetter__",
		"__lookupSetter__", "isPrototypeOf", "propertyIsEnumerable", "toString", "valueOf", "__proto__",
		"toLocaleString", "toJSON":
		return true
	}
	return false
}

// jsonText is for messages; it is cut where it is long.
func jsonText(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return "?"
	}
	const enough = 200
	if len(text) > enough {
		return string(text[:enough]) + "…"
	}
	return string(text)
}
