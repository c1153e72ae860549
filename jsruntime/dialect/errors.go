package dialect

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/unistring"
)

// tellSource lets a script tell its text first, so that errors can quote it (see Errors).
func tellSource(tree *ast.Program, name, src string) {
	if len(tree.Body) == 0 {
		return
	}
	start := tree.Idx0()
	tell := &ast.ExpressionStatement{Expression: hostCall(sourceName, start,
		&ast.StringLiteral{Idx: start, Value: unistring.NewFromString(name)},
		&ast.StringLiteral{Idx: start, Value: unistring.NewFromString(src)})}
	at := directives(tree.Body)
	body := make([]ast.Statement, 0, len(tree.Body)+1)
	tree.Body = append(append(append(body, tree.Body[:at]...), tell), tree.Body[at:]...)
}

// directives counts the statements of a directive prologue.
func directives(list []ast.Statement) int {
	for i, s := range list {
		e, ok := s.(*ast.ExpressionStatement)
		if !ok {
			return i
		}
		if _, ok := e.Expression.(*ast.StringLiteral); !ok {
			return i
		}
	}
	return len(list)
}

// hostCall is a call of one of the functions that the runtime has for compiled programs.
func hostCall(name unistring.String, at file.Idx, args ...ast.Expression) ast.Expression {
	return &ast.CallExpression{
		Callee:           &ast.Identifier{Name: name, Idx: at},
		LeftParenthesis:  at,
		ArgumentList:     args,
		RightParenthesis: at,
	}
}
