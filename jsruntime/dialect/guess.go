package dialect

import (
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// textMethods give strings whatever they are called on, nearly always.
var textMethods = map[unistring.String]bool{
	"toString": true, "join": true, "substring": true, "substr": true, "charAt": true, "trim": true,
	"toUpperCase": true, "toLowerCase": true, "padStart": true, "padEnd": true, "repeat": true,
	"replace": true, "replaceAll": true, "fromCharCode": true, "fromCodePoint": true,
	"stringify": true, "toFixed": true, "decode": true, "toISOString": true,
}

// numberMethods and numberProps give numbers.
var (
	numberMethods = map[unistring.String]bool{"charCodeAt": true, "codePointAt": true, "now": true, "indexOf": true, "getTime": true}
	numberProps   = map[unistring.String]bool{"length": true, "byteLength": true, "size": true}
)

// textual reports whether an expression is very likely a string by its form.
func textual(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.StringLiteral:
		return true
	case *ast.TemplateLiteral:
		return e.Tag == nil
	case *ast.BinaryExpression:
		switch e.Operator {
		case token.PLUS:
			return textual(e.Left) || textual(e.Right)
		case token.LOGICAL_OR, token.COALESCE:
			return textual(e.Right)
		}
	case *ast.ConditionalExpression:
		return textual(e.Consequent) || textual(e.Alternate)
	case *ast.UnaryExpression:
		return e.Operator == token.TYPEOF
	case *ast.CallExpression:
		switch callee := e.Callee.(type) {
		case *ast.Identifier:
			return callee.Name == "String"
		case *ast.DotExpression:
			return textMethods[callee.Identifier.Name]
		}
	}
	return false
}

// numeric reports whether an expression is a number (or a bigint) by its form.
func numeric(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.NumberLiteral:
		return true
	case *ast.UnaryExpression:
		switch e.Operator {
		case token.MINUS, token.PLUS, token.BITWISE_NOT, token.INCREMENT, token.DECREMENT:
			return true
		}
	case *ast.BinaryExpression:
		return numericBinary(e)
	case *ast.ConditionalExpression:
		return numeric(e.Consequent) && numeric(e.Alternate)
	case *ast.DotExpression:
		return numberProps[e.Identifier.Name]
	case *ast.CallExpression:
		switch callee := e.Callee.(type) {
		case *ast.Identifier:
			return callee.Name == "Number" || callee.Name == "parseInt" || callee.Name == "parseFloat" || callee.Name == "BigInt"
		case *ast.DotExpression:
			base, ok := callee.Left.(*ast.Identifier)
			return ok && base.Name == "Math" || numberMethods[callee.Identifier.Name]
		}
	}
	return false
}

func numericBinary(e *ast.BinaryExpression) bool {
	switch e.Operator {
	case token.MINUS, token.MULTIPLY, token.SLASH, token.REMAINDER, token.EXPONENT,
		token.AND, token.OR, token.EXCLUSIVE_OR, token.SHIFT_LEFT, token.SHIFT_RIGHT, token.UNSIGNED_SHIFT_RIGHT:
		return true
	case token.PLUS:
		return numeric(e.Left) && numeric(e.Right)
	}
	return false
}

// operandSize counts the nodes of an expression; what must not be written out twice, such as
// a function or another assignment, counts as more than maxOperand.
func operandSize(e ast.Expression) int {
	switch e := e.(type) {
	case *ast.Identifier, *ast.NumberLiteral, *ast.StringLiteral, *ast.BooleanLiteral, *ast.NullLiteral, *ast.ThisExpression:
		return 1
	case *ast.BinaryExpression:
		return 1 + operandSize(e.Left) + operandSize(e.Right)
	case *ast.UnaryExpression:
		return 1 + operandSize(e.Operand)
	case *ast.ConditionalExpression:
		return 1 + operandSize(e.Test) + operandSize(e.Consequent) + operandSize(e.Alternate)
	case *ast.DotExpression:
		return 1 + operandSize(e.Left)
	case *ast.PrivateDotExpression:
		return 1 + operandSize(e.Left)
	case *ast.BracketExpression:
		return 1 + operandSize(e.Left) + operandSize(e.Member)
	case *ast.CallExpression:
		return 1 + operandSize(e.Callee) + operandSizes(e.ArgumentList)
	case *ast.TemplateLiteral:
		if e.Tag == nil {
			return 1 + operandSizes(e.Expressions)
		}
	}
	return maxOperand + 1
}

func operandSizes(list []ast.Expression) int {
	sum := 0
	for _, e := range list {
		sum += operandSize(e)
	}
	return sum
}
