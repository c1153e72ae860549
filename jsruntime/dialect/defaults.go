package dialect

import (
	"errors"
	"slices"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"
)

// awaitInParameters is what the engine's parser says of an await among the parameters of a function. It says so
// of one in a default that is an arrow function with an expression for its body, too, where it belongs:
//
//	async function f({ run = async (g) => await g() }) {}
const awaitInParameters = "Illegal await-expression in formal parameters of async function"

// withoutFalseAlarms gives the error of a parse without what the parser says of awaits that may stand where they are.
func withoutFalseAlarms(tree *ast.Program, err error) error {
	var list parser.ErrorList
	if !errors.As(err, &list) || tree == nil || slices.ContainsFunc(list, func(e *parser.Error) bool { return e.Message != awaitInParameters }) {
		return err
	}
	var wrong []file.Position
	outer := &walker{enter: func(n ast.Node) {
		depth, parameters := 0, parametersOf(n)
		inner := &walker{
			enter: func(n ast.Node) { depth += functions(n) },
			leave: func(n ast.Node) { depth -= functions(n) },
			expr: func(slot *ast.Expression) {
				if a, ok := (*slot).(*ast.AwaitExpression); ok && depth == 0 {
					wrong = append(wrong, tree.File.Position(int(a.Await)-tree.File.Base()))
				}
			},
		}
		inner.parameters(parameters)
	}}
	outer.program(tree)
	list = slices.DeleteFunc(list, func(e *parser.Error) bool {
		return !slices.ContainsFunc(wrong, func(p file.Position) bool { return p.Line == e.Position.Line && p.Column == e.Position.Column })
	})
	return list.Err()
}

// functions counts a node that is a function.
func functions(n ast.Node) int {
	if parametersOf(n) != nil {
		return 1
	}
	return 0
}

func parametersOf(n ast.Node) *ast.ParameterList {
	switch f := n.(type) {
	case *ast.FunctionLiteral:
		return f.ParameterList
	case *ast.ArrowFunctionLiteral:
		return f.ParameterList
	}
	return nil
}
