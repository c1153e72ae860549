package dialect

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// rewriteLong does for s = s + x + y and s = `${s}…` what is done for s += x: where s is a string,
// it becomes %concat(%concat(s, x), y) and %concat(s, `…`).
func (f *facts) rewriteLong(a *ast.AssignExpression) {
	id, ok := a.Left.(*ast.Identifier)
	if !ok || !f.declared[id.Name] || operandSize(a.Right) > 2*maxOperand {
		return
	}
	var appended ast.Expression
	switch right := a.Right.(type) {
	case *ast.BinaryExpression:
		if f.textNames[id.Name] || textual(right) {
			appended = concatSum(right, id)
		}
	case *ast.TemplateLiteral:
		appended = concatTemplate(right, id)
	}
	if appended != nil {
		a.Right = &ast.ConditionalExpression{Test: isString(a.Left), Consequent: appended, Alternate: a.Right}
	}
}

// concatSum makes calls of a sum that begins with a name; nil for everything else.
func concatSum(e ast.Expression, first *ast.Identifier) ast.Expression {
	sum, ok := e.(*ast.BinaryExpression)
	if !ok || sum.Operator != token.PLUS {
		return nil
	}
	if id, ok := sum.Left.(*ast.Identifier); ok && id.Name == first.Name {
		return callConcat(sum.Left, sum.Right)
	}
	if left := concatSum(sum.Left, first); left != nil {
		return callConcat(left, sum.Right)
	}
	return nil
}

// concatTemplate makes a call of a template that begins with a name; nil for everything else.
func concatTemplate(t *ast.TemplateLiteral, first *ast.Identifier) ast.Expression {
	if t.Tag != nil || len(t.Expressions) == 0 || t.Elements[0].Parsed != "" {
		return nil
	}
	if id, ok := t.Expressions[0].(*ast.Identifier); !ok || id.Name != first.Name {
		return nil
	}
	rest := *t
	rest.Elements, rest.Expressions = t.Elements[1:], t.Expressions[1:]
	return callConcat(first, &rest)
}
