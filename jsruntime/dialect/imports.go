package dialect

import (
	"errors"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
)

// ImportWord stands for import where it is called with options, as import(name, { with: … }): esbuild, which
// lowers other calls, leaves these as they are. It is as long as the word, so that places stay. Who compiles
// modules gives them a function of this name.
const ImportWord = "__load"

// parse parses src. Calls of import are named [ImportWord] where the parser stumbles over them.
func parse(name, src string) (*ast.Program, error) {
	tree, err := parseFields(name, src)
	for range maxRepairs {
		if err == nil || !strings.Contains(src, "import(") {
			break
		}
		at := importAt(src, err)
		if at < 0 {
			break
		}
		src = src[:at] + ImportWord + src[at+len(ImportWord):]
		tree, err = parseFields(name, src)
	}
	return tree, err
}

// importAt gives where the call of import is that is the first error; -1 if that is something else.
func importAt(src string, err error) int {
	var list parser.ErrorList
	if !errors.As(err, &list) || len(list) == 0 {
		return -1
	}
	at := offsetOf(src, list[0].Position.Line, list[0].Position.Column)
	if at < 0 || at > len(src) || !strings.HasPrefix(src[at:], "import(") {
		return -1
	}
	return at
}
