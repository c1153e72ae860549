package dialect

import (
	"math/big"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/token"
	"github.com/dop251/goja/unistring"
)

// Names of the functions that raise and shift big integers.
const (
	powerName = "%power"
	shiftName = "%shift"
)

// maxBigInt is how many bits the largest big integer of V8 has. The engine has no bound, and a text as
// short as 2n ** (2n ** 64n) would take all memory of the process.
const maxBigInt = 1 << 30

// bigIntWalk turns a ** b into %power(a, b), and 1n << n into %shift(1n, n), where both sides may be
// big integers: what is shifted without a literal beside it is left to the engine for its speed.
func bigIntWalk() walker {
	return walker{skip: without("**", "<<"), expr: boundBigInt}
}

func boundBigInt(slot *ast.Expression) {
	switch e := (*slot).(type) {
	case *ast.BinaryExpression:
		if name := boundOperation(e.Operator, e.Left, e.Right); name != "" {
			*slot = hostCall(name, e.Left.Idx0(), e.Left, e.Right)
		}
	case *ast.AssignExpression:
		left, ok := e.Left.(*ast.Identifier)
		if !ok {
			return
		}
		if name := boundOperation(e.Operator, left, e.Right); name != "" {
			read := *left
			e.Operator, e.Right = token.ASSIGN, hostCall(name, left.Idx, &read, e.Right)
		}
	}
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
	var plain goja.Callable
	return func(call goja.FunctionCall) goja.Value {
		a, b := call.Argument(0), call.Argument(1)
		if goja.IsBigInt(a) && goja.IsBigInt(b) {
			if text := refused(a.Export().(*big.Int), b.Export().(*big.Int)); text != "" {
				panic(rangeError(rt, text))
			}
		}
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

func powerRefused(a, b *big.Int) string {
	switch {
	case b.Sign() < 0:
		return "Exponent must be positive"
	case a.BitLen() <= 1:
		return "" // as large as a
	}
	bits := new(big.Int).Mul(big.NewInt(int64(a.BitLen()-1)), b) // one less than the least that it has
	return tooLarge(bits.Add(bits, big.NewInt(1)))
}

func shiftRefused(a, b *big.Int) string {
	if a.Sign() == 0 || b.Sign() < 0 {
		return ""
	}
	return tooLarge(new(big.Int).Add(big.NewInt(int64(a.BitLen())), b))
}

func tooLarge(bits *big.Int) string {
	if bits.IsInt64() && bits.Int64() <= maxBigInt {
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
