package dialect

import (
	"errors"
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"
)

// badTarget is what the engine's parser says of a name or pattern that nothing can be put in. It says so, too,
// of a name with a default in an array pattern that has one, within the parameters of an arrow function:
//
//	({ at: [x = 0, y = 0] = [] }) => x + y
//
// It has read the parameters as an expression before, and does not know again what it made of an assignment.
const badTarget = "Invalid destructuring binding target"

// mendPatterns puts what such errors are about into the tree, where the parser has left a gap, and gives the
// errors that are left.
func mendPatterns(tree *ast.Program, src string, err error) error {
	var list parser.ErrorList
	if !errors.As(err, &list) || tree == nil || !slices.ContainsFunc(list, func(e *parser.Error) bool { return e.Message == badTarget }) {
		return err
	}
	mend := func(e ast.Expression) {
		pattern, ok := e.(*ast.ArrayPattern)
		if !ok {
			return
		}
		for i, element := range pattern.Elements {
			bad, ok := element.(*ast.BadExpression)
			if !ok {
				continue
			}
			at := tree.File.Position(int(bad.From) - tree.File.Base())
			e, ok := elementAt(src, int(bad.From)-tree.File.Base())
			if !ok {
				continue
			}
			pattern.Elements[i] = e
			list = slices.DeleteFunc(list, func(e *parser.Error) bool {
				return e.Message == badTarget && e.Position.Line == at.Line && e.Position.Column == at.Column
			})
		}
	}
	w := walker{
		expr:    func(slot *ast.Expression) { mend(*slot) },
		binding: func(b *ast.Binding) { mend(b.Target) },
	}
	w.program(tree)
	return list.Err()
}

// elementAt reads the element of an array pattern that begins at an offset of src: an assignment. Blanks stand in
// for what is before it, so that places stay what they are.
func elementAt(src string, from int) (*ast.AssignExpression, bool) {
	s := scanner{src: src, pos: from}
	for {
		s.space()
		if s.pos >= len(src) || len(s.stack) == 0 && (src[s.pos] == ',' || src[s.pos] == ']') {
			break
		}
		before := s.pos
		s.token()
		s.pos = max(s.pos, before+1)
	}
	if from == 0 || s.pos >= len(src) {
		return nil, false
	}
	alone := strings.Repeat(" ", from-1) + "(" + src[from:s.pos] + ")"
	tree, err := parseText("", alone)
	if err != nil || len(tree.Body) != 1 {
		return nil, false
	}
	statement, ok := tree.Body[0].(*ast.ExpressionStatement)
	if !ok {
		return nil, false
	}
	assign, ok := statement.Expression.(*ast.AssignExpression)
	return assign, ok
}
