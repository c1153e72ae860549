package dialect

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
	"github.com/dop251/goja/unistring"
)

// fieldNames are the names that the engine's parser, on meeting them in a class body, takes
// for the beginning of an accessor or an async method unless a parenthesis or a semicolon
// follows; class A { get = 1 } is then a syntax error.
var fieldNames = [...]string{"get", "set", "async"}

// maxRepairs bounds the reparsing of a text whose class fields scanFields failed to find.
const maxRepairs = 64

// parse parses src, with class fields called get, set and async.
//
// Such a field is renamed before the parse, to a name of the same length that occurs nowhere
// else in the text, and renamed back in the tree: places are as in the text, and one parse
// is enough. Where the fields are is found by a scan of the tokens; should the scan be wrong
// about a text, the parser's own complaints show the fields one by one.
func parseFields(name, src string) (*ast.Program, error) {
	if !mentionsField(src) {
		return parseText(name, src)
	}
	if offsets := scanFields(src); len(offsets) > 0 {
		if tree, ok := parseRenamed(name, src, offsets); ok {
			return tree, nil
		}
	}
	return parseStepwise(name, src)
}

// parseRenamed parses src with the names at offsets renamed, and reports whether all of
// them turned out to be class fields.
func parseRenamed(name, src string, offsets []int) (*ast.Program, bool) {
	stand := standIns(src)
	text := []byte(src)
	for _, at := range offsets {
		copy(text[at:], stand[fieldAt(src, at)])
	}
	tree, err := parseText(name, string(text))
	if err != nil {
		return nil, false
	}
	return tree, restore(tree, stand) == len(offsets)
}

// parseStepwise parses src, renames the field before the first error, parses again, and so on
// until there is no error or none that a field explains.
func parseStepwise(name, src string) (*ast.Program, error) {
	stand := standIns(src)
	text := []byte(src)
	for renamed := 0; ; renamed++ {
		tree, err := parseText(name, string(text))
		if err == nil {
			if restore(tree, stand) != renamed {
				return parseText(name, src)
			}
			return tree, nil
		}
		at := fieldBefore(string(text), err)
		if at < 0 || renamed == maxRepairs {
			return nil, err
		}
		copy(text[at:], stand[fieldAt(src, at)])
	}
}

// fieldBefore returns the offset of the field name that stands just before the first error, or
// -1. The parser complains when it has read past the sign after the name.
func fieldBefore(src string, err error) int {
	var list parser.ErrorList
	if !errors.As(err, &list) || len(list) == 0 {
		return -1
	}
	end := offsetOf(src, list[0].Position.Line, list[0].Position.Column)
	best := -1
	for _, name := range fieldNames {
		if at := strings.LastIndex(src[:end], name); at > best && onlySign(src[at+len(name):end]) && fieldAt(src, at) == name {
			best = at
		}
	}
	return best
}

// offsetOf turns a place as the engine writes it into an offset within src.
func offsetOf(src string, line, column int) int {
	start := 0
	for ; line > 1; line-- {
		nl := strings.IndexByte(src[start:], '\n')
		if nl < 0 {
			break
		}
		start += nl + 1
	}
	return min(start+column-1, len(src))
}

// onlySign reports whether a text is = or } with nothing but space and comments around it.
func onlySign(s string) bool {
	sc := scanner{src: s}
	sc.space()
	if sc.pos < len(s) && (s[sc.pos] == '=' || s[sc.pos] == '}') {
		sc.pos++
	}
	sc.space()
	return sc.pos == len(s)
}

// fieldAt returns the field name that stands as a whole word at an offset, or "".
func fieldAt(src string, at int) string {
	for _, name := range fieldNames {
		if strings.HasPrefix(src[at:], name) &&
			(at == 0 || !wordByte(src[at-1])) && (at+len(name) == len(src) || !wordByte(src[at+len(name)])) {
			return name
		}
	}
	return ""
}

// mentionsField is a cheap first look: whether one of the names stands before = or }.
func mentionsField(src string) bool {
	for _, name := range fieldNames {
		for at := 0; ; {
			i := strings.Index(src[at:], name)
			if i < 0 {
				break
			}
			at += i
			if fieldAt(src, at) == name && endsField(src, at+len(name)) {
				return true
			}
			at += len(name)
		}
	}
	return false
}

// endsField reports whether what follows a name makes it a field: = or }.
func endsField(src string, at int) bool {
	sc := scanner{src: src, pos: at}
	sc.space()
	rest := src[sc.pos:]
	if strings.HasPrefix(rest, "=") {
		return !strings.HasPrefix(rest, "==") && !strings.HasPrefix(rest, "=>")
	}
	return strings.HasPrefix(rest, "}")
}

// standIns returns for each field name an identifier of its length that src does not hold.
func standIns(src string) map[string]string {
	const alphabet = "$_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	out := make(map[string]string, len(fieldNames))
	for i, name := range fieldNames {
		first := string("$_Z"[i])
		for n := 0; n < len(alphabet)*len(alphabet); n++ {
			candidate := first + string(alphabet[n/len(alphabet)]) + string(alphabet[n%len(alphabet)]) + "$$"
			if candidate = candidate[:len(name)]; !strings.Contains(src, candidate) {
				out[name] = candidate
				break
			}
		}
		if out[name] == "" {
			out[name] = name // no room left: the parse will fail as it did before
		}
	}
	return out
}

// restore gives the renamed fields of a tree, and the texts that Function.prototype.toString
// shows, their names back. It returns how many fields there were.
func restore(tree *ast.Program, stand map[string]string) int {
	names := make(map[string]string, len(stand))
	var pairs []string
	for name, other := range stand {
		names[other] = name
		pairs = append(pairs, other, name)
	}
	replacer := strings.NewReplacer(pairs...)
	count := 0
	w := walker{
		skip: without(slices.Collect(maps.Values(stand))...),
		element: func(e ast.ClassElement) {
			field, ok := e.(*ast.FieldDefinition)
			if !ok || field.Computed {
				return
			}
			if key, ok := field.Key.(*ast.StringLiteral); ok && names[key.Literal] != "" {
				key.Literal = names[key.Literal]
				key.Value = unistring.String(key.Literal)
				count++
			}
		},
		enter: func(n ast.Node) {
			switch n := n.(type) {
			case *ast.FunctionLiteral:
				n.Source = replacer.Replace(n.Source)
			case *ast.ArrowFunctionLiteral:
				n.Source = replacer.Replace(n.Source)
			case *ast.ClassLiteral:
				n.Source = replacer.Replace(n.Source)
			case *ast.ClassStaticBlock:
				n.Source = replacer.Replace(n.Source)
			}
		},
	}
	w.program(tree)
	return count
}
