package dialect

import (
	"math/big"
	"strconv"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"

	"paddock/jsruntime/bigtext"
	"paddock/jsruntime/rounded"
)

// Names of the functions that raise and shift big integers, and look at how far they are shifted.
const (
	powerName  = "%power"
	shiftName  = "%shift"
	placesName = "%places"
)

// bigIntWalk turns, where both sides may be big integers,
//
//	a ** b     %power(a, b)
//	o.x **= b  o.x = %power(o.x, b)  (append.go)
//	1n << n    %shift(1n, n)
//	a << b     a << (typeof b === "bigint" ? %places(b, true, a) : b)
//	o.x >> f() o.x >> %places(f(), false)
//
// Numbers are shifted in hot loops: beside one that shows there is nothing to ask.
func bigIntWalk() walker {
	return walker{skip: without("**", "<<", ">>"), expr: boundBigInt}
}

func boundBigInt(slot *ast.Expression) {
	switch e := (*slot).(type) {
	case *ast.BinaryExpression:
		if raised := literalPower(e); raised != nil {
			*slot = raised
		} else if name := boundOperation(e.Operator, e.Left, e.Right); name != "" {
			*slot = hostCall(name, e.Left.Idx0(), e.Left, e.Right)
		} else if shifts(e.Operator, e.Left, e.Right) {
			e.Right = boundPlaces(e.Operator, e.Left, e.Right)
		}
	case *ast.AssignExpression:
		if left, ok := e.Left.(*ast.Identifier); ok {
			if name := boundOperation(e.Operator, left, e.Right); name != "" {
				read := *left
				e.Operator, e.Right = token.ASSIGN, hostCall(name, left.Idx, &read, e.Right)
				return
			}
		}
		if shifts(e.Operator, e.Left, e.Right) {
			e.Right = boundPlaces(e.Operator, e.Left, e.Right)
		}
	}
}

// literalPower is a power of two numerals, which the engine would compute when it compiles; nil for another expression.
func literalPower(e *ast.BinaryExpression) ast.Expression {
	if e.Operator != token.EXPONENT {
		return nil
	}
	base, ok := literalNumber(e.Left)
	exponent, both := literalNumber(e.Right)
	if !ok || !both {
		return nil
	}
	return &ast.NumberLiteral{Idx: e.Left.Idx0(), Value: rounded.Pow(base, exponent)}
}

func literalNumber(e ast.Expression) (float64, bool) {
	if literal, ok := e.(*ast.NumberLiteral); ok {
		switch v := literal.Value.(type) {
		case int64:
			return float64(v), true
		case float64:
			return v, true
		}
	}
	return 0, false
}

// shifts reports whether an operation may shift a big integer.
func shifts(op token.Token, left, right ast.Expression) bool {
	return (op == token.SHIFT_LEFT || op == token.SHIFT_RIGHT) && !surelyNumber(left) && !surelyNumber(right)
}

// surelyNumber reports whether an expression is no big integer, by its form: it would throw with one.
func surelyNumber(e ast.Expression) bool {
	switch e := e.(type) {
	case *ast.NumberLiteral:
		_, number := numeral(e)
		return number
	case *ast.UnaryExpression:
		return e.Operator == token.PLUS || e.Operator != token.TYPEOF && surelyNumber(e.Operand)
	case *ast.BinaryExpression:
		return e.Operator == token.UNSIGNED_SHIFT_RIGHT || numericBinary(e) && (surelyNumber(e.Left) || surelyNumber(e.Right))
	case *ast.ConditionalExpression:
		return surelyNumber(e.Consequent) && surelyNumber(e.Alternate)
	case *ast.CallExpression:
		switch callee := e.Callee.(type) {
		case *ast.Identifier:
			return callee.Name == "Number" || callee.Name == "parseInt"
		case *ast.DotExpression:
			base, ok := callee.Left.(*ast.Identifier)
			return ok && base.Name == "Math"
		}
	}
	return false
}

// boundPlaces gives the right side of a shift as one that is looked at if it is a big integer.
func boundPlaces(op token.Token, left, right ast.Expression) ast.Expression {
	at := right.Idx0()
	up := &ast.BooleanLiteral{Idx: at, Literal: strconv.FormatBool(op == token.SHIFT_LEFT), Value: op == token.SHIFT_LEFT}
	args := []ast.Expression{right, up}
	if id, ok := left.(*ast.Identifier); ok {
		read := *id
		args = append(args, &read)
	}
	looked := hostCall(placesName, at, args...)
	if _, name := right.(*ast.Identifier); !name {
		return looked
	}
	return &ast.ConditionalExpression{
		Test: &ast.BinaryExpression{
			Operator: token.STRICT_EQUAL,
			Left:     &ast.UnaryExpression{Operator: token.TYPEOF, Idx: at, Operand: right},
			Right:    &ast.StringLiteral{Idx: at, Literal: `"bigint"`, Value: "bigint"},
		},
		Consequent: looked,
		Alternate:  right,
	}
}

// places gives by how many places a big integer is to be shifted, upwards or downwards as the second argument
// says: the engine has no bound, and counts them in 64 bits. What is shifted downwards by more than all it
// has is as far down by that many, and nothing is where it was; the third argument is what is shifted, if that
// is a variable.
func places(rt *goja.Runtime) func(goja.FunctionCall) goja.Value {
	most := big.NewInt(bigtext.MaxBits)
	return func(call goja.FunctionCall) goja.Value {
		v := call.Argument(0)
		if !goja.IsBigInt(v) {
			return v
		}
		n := v.Export().(*big.Int)
		switch up := call.Argument(1).ToBoolean() == (n.Sign() > 0); {
		case n.CmpAbs(most) <= 0:
			return v
		case up && isZero(call.Argument(2)):
			return rt.ToValue(new(big.Int))
		case up:
			panic(rangeError(rt, "Maximum BigInt size exceeded"))
		case n.Sign() < 0:
			return rt.ToValue(new(big.Int).Neg(most))
		}
		return rt.ToValue(most)
	}
}

func isZero(v goja.Value) bool {
	return goja.IsBigInt(v) && v.Export().(*big.Int).Sign() == 0
}

// boundOperation gives the name of the function for an operation; "" where the engine may do it.
func boundOperation(op token.Token, left, right ast.Expression) unistring.String {
	leftBig, leftNumber := numeral(left)
	rightBig, rightNumber := numeral(right)
	switch {
	case op == token.EXPONENT && !leftNumber && !rightNumber:
		return powerName
	case op == token.SHIFT_LEFT && (leftBig || rightBig) && !leftNumber && !rightNumber:
		return shiftName
	}
	return ""
}

// numeral reports whether an expression is the literal of a big integer, or of a number.
func numeral(e ast.Expression) (isBig, isNumber bool) {
	literal, ok := e.(*ast.NumberLiteral)
	if !ok {
		return false, false
	}
	_, isBig = literal.Value.(*big.Int)
	return isBig, !isBig
}

// bigOperation is what the functions do: the operator, unless refused says why a pair of big integers has no
// result.
func bigOperation(rt *goja.Runtime, operator string, refused func(a, b *big.Int) string) func(goja.FunctionCall) goja.Value {
	plain := operation(rt, operator)
	return func(call goja.FunctionCall) goja.Value {
		a, b := call.Argument(0), call.Argument(1)
		if goja.IsBigInt(a) && goja.IsBigInt(b) {
			if text := refused(a.Export().(*big.Int), b.Export().(*big.Int)); text != "" {
				panic(rangeError(rt, text))
			}
		}
		return plain(a, b)
	}
}

// operation is an operator of the engine, whatever it is given.
func operation(rt *goja.Runtime, operator string) func(a, b goja.Value) goja.Value {
	var plain goja.Callable
	return func(a, b goja.Value) goja.Value {
		if plain == nil {
			f, err := rt.RunScript(ownScript+"bigint", "(a, b) => a "+operator+" b")
			if err != nil {
				panic(err)
			}
			plain, _ = goja.AssertFunction(f)
		}
		v, err := plain(goja.Undefined(), a, b)
		if err != nil {
			panic(err)
		}
		return v
	}
}

func shiftRefused(a, b *big.Int) string {
	if a.Sign() == 0 || b.Sign() < 0 {
		return ""
	}
	return tooLarge(new(big.Int).Add(big.NewInt(int64(a.BitLen())), b))
}

func tooLarge(bits *big.Int) string {
	if bits.IsInt64() && bits.Int64() <= bigtext.MaxBits {
		return ""
	}
	return "Maximum BigInt size exceeded"
}

// rangeError makes one of the runtime's own.
func rangeError(rt *goja.Runtime, text string) goja.Value {
	e, err := rt.New(rt.Get("RangeError"), rt.ToValue(text))
	if err != nil {
		panic(err)
	}
	return e
}
