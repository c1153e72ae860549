package dialect

import "github.com/dop251/goja/ast"

// longestSum is how many operators may follow one another before the compiler is kept from going through them at each: it asks
// the operands on the left where they begin and whether they are constant, down to the first.
const longestSum = 256

// sumWalk makes a + b + … + z, of whatever operators, (true ? a + b + … : null) + z here and there, of which the compiler makes the
// same: it asks the condition only.
func sumWalk() walker {
	return walker{expr: func(slot *ast.Expression) {
		e, ok := (*slot).(*ast.BinaryExpression)
		if !ok {
			return
		}
		n := 0
		for left, ok := e, true; ok && n <= longestSum; left, ok = left.Left.(*ast.BinaryExpression) {
			n++
		}
		if n > longestSum {
			at := e.Left.Idx0()
			e.Left = &ast.ConditionalExpression{
				Test: &ast.BooleanLiteral{Idx: at, Literal: "true", Value: true}, Consequent: e.Left, Alternate: &ast.NullLiteral{Idx: at, Literal: "null"},
			}
		}
	}}
}
