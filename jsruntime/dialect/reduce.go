package dialect

import "github.com/dop251/goja/ast"

// reduces reports whether a call is of a method that hands what a function gives back to it.
func reduces(call *ast.CallExpression) bool {
	callee, ok := call.Callee.(*ast.DotExpression)
	return ok && (callee.Identifier.Name == "reduce" || callee.Identifier.Name == "reduceRight") && len(call.ArgumentList) > 0
}

// rewriteReducer does for (sum, x) => sum + x what is done for sum += x, where reduce is given it:
//
//	(sum, x) => typeof sum === "string" ? %concat(sum, x) : sum + x
func rewriteReducer(call *ast.CallExpression) {
	if !reduces(call) {
		return
	}
	switch f := call.ArgumentList[0].(type) {
	case *ast.ArrowFunctionLiteral:
		first := firstParameter(f.ParameterList)
		switch body := f.Body.(type) {
		case *ast.ExpressionBody:
			body.Expression = concatResult(body.Expression, first)
		case *ast.BlockStatement:
			rewriteResult(body, first)
		}
	case *ast.FunctionLiteral:
		if !f.Async && !f.Generator {
			rewriteResult(f.Body, firstParameter(f.ParameterList))
		}
	}
}

func firstParameter(list *ast.ParameterList) *ast.Identifier {
	if list == nil || len(list.List) == 0 {
		return nil
	}
	id, _ := list.List[0].Target.(*ast.Identifier)
	return id
}

// rewriteResult does it to what a function returns at its end.
func rewriteResult(body *ast.BlockStatement, first *ast.Identifier) {
	if body == nil || len(body.List) == 0 {
		return
	}
	if ret, ok := body.List[len(body.List)-1].(*ast.ReturnStatement); ok {
		ret.Argument = concatResult(ret.Argument, first)
	}
}

// concatResult gives a sum or template in which a name stands as the call that it may be.
func concatResult(e ast.Expression, first *ast.Identifier) ast.Expression {
	if e == nil || first == nil || operandSize(e) > 2*maxOperand || isGuarded(e) {
		return e
	}
	grown := growth{target: first}.of(e)
	if grown == nil {
		return e
	}
	return &ast.ConditionalExpression{Test: isString(first), Consequent: grown, Alternate: e}
}

// isGuarded reports whether an expression is such a call already.
func isGuarded(e ast.Expression) bool {
	choice, ok := e.(*ast.ConditionalExpression)
	if !ok {
		return false
	}
	call, ok := choice.Consequent.(*ast.CallExpression)
	if !ok {
		return false
	}
	callee, ok := call.Callee.(*ast.Identifier)
	return ok && callee.Name == ConcatName
}
