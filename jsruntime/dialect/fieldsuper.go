package dialect

import (
	"strings"

	"github.com/dop251/goja/ast"
)

// fieldSuperWalk gives class fields whose values are made with super an arrow function that makes the value: the
// engine compiles an initializer where super has no meaning yet, but the functions in it where it has. nil: the text
// has no super.
func fieldSuperWalk(src string) *walker {
	if !strings.Contains(src, "super") {
		return nil
	}
	return &walker{element: func(e ast.ClassElement) {
		field, ok := e.(*ast.FieldDefinition)
		if !ok || field.Initializer == nil || !readsSuper(field.Initializer) {
			return
		}
		at, end := field.Initializer.Idx0(), field.Initializer.Idx1()
		field.Initializer = &ast.CallExpression{
			Callee: &ast.ArrowFunctionLiteral{
				Start:         at,
				ParameterList: &ast.ParameterList{Opening: at, Closing: at},
				Body:          &ast.ExpressionBody{Expression: field.Initializer},
			},
			LeftParenthesis: at, RightParenthesis: end,
		}
	}}
}

// readsSuper reports whether there is super in an expression that is no function or class itself.
func readsSuper(e ast.Expression) bool {
	switch e.(type) {
	case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral, *ast.ClassLiteral:
		return false
	}
	found := false
	w := walker{expr: func(slot *ast.Expression) {
		if _, ok := (*slot).(*ast.SuperExpression); ok {
			found = true
		}
	}}
	w.visit(&e)
	return found
}
