package dialect

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
)

// handedOn does for what a function gives back what is done for s += x, where that is its own first
// parameter with something behind it, as in
//
//	function add(s, x) { return s + x; }        typeof s === "string" ? %concat(s, x) : s + x
//
// and the other side is a second parameter or shows that it is a text.
func (f *facts) handedOn(e ast.Expression, of *room) ast.Expression {
	sum, ok := e.(*ast.BinaryExpression)
	if !ok || sum.Operator != token.PLUS {
		return e
	}
	if of.first == nil || !sameReference(of.first, sum.Left) || f.numberNames[of.first.Name] {
		return e
	}
	if !f.textual(sum.Right) && (of.second == nil || !sameReference(of.second, sum.Right) || f.numberNames[of.second.Name]) {
		return e
	}
	if operandSize(sum.Right) > maxOperand {
		return e
	}
	return &ast.ConditionalExpression{Test: isString(sum.Left), Consequent: callConcat(sum.Left, sum.Right), Alternate: sum}
}

// rewriteEntry does it for m.set(k, m.get(k) + "x") and m.set(k, (m.get(k) ?? "") + x).
func rewriteEntry(call *ast.CallExpression) {
	callee, ok := call.Callee.(*ast.DotExpression)
	if !ok || callee.Identifier.Name != "set" || len(call.ArgumentList) != 2 {
		return
	}
	if grown := grownEntry(call.ArgumentList[1]); grown != nil {
		call.ArgumentList[1] = grown
	}
}

// grownEntry gives a sum that begins with an entry as the call that it may be; nil if it is none.
func grownEntry(e ast.Expression) ast.Expression {
	sum, ok := e.(*ast.BinaryExpression)
	if !ok || sum.Operator != token.PLUS {
		return nil
	}
	if left := grownEntry(sum.Left); left != nil {
		return callConcat(left, sum.Right)
	}
	entry := sum.Left
	if or, ok := entry.(*ast.BinaryExpression); ok && (or.Operator == token.LOGICAL_OR || or.Operator == token.COALESCE) && textual(or.Right) {
		entry = or.Left
	} else if !textual(sum.Right) {
		return nil
	}
	get, ok := entry.(*ast.CallExpression)
	if !ok {
		return nil
	}
	if callee, ok := get.Callee.(*ast.DotExpression); !ok || callee.Identifier.Name != "get" {
		return nil
	}
	return callConcat(sum.Left, sum.Right)
}
