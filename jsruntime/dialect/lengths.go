package dialect

import (
	"fmt"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/unistring"
)

// lengthName is the function that looks at the length of a buffer before it is made.
const lengthName = "%length"

// maxBuffer is the size in bytes of the largest buffer. The memory of a buffer is taken at once,
// and what the machine has not got ends the process, which no script may do.
const maxBuffer = 1 << 31

// elementSizes are those of the classes whose constructors take a length.
var elementSizes = map[unistring.String]int64{
	"ArrayBuffer": 1, "SharedArrayBuffer": 1, "Uint8Array": 1, "Int8Array": 1, "Uint8ClampedArray": 1,
	"Uint16Array": 2, "Int16Array": 2, "Uint32Array": 4, "Int32Array": 4, "Float32Array": 4,
	"Float64Array": 8, "BigInt64Array": 8, "BigUint64Array": 8,
}

// lengthWalk turns new Uint8Array(n) into new Uint8Array(%length(n, "Uint8Array")), unless n is
// written out and small.
func lengthWalk() walker {
	parts := without("ArrayBuffer", "8Array", "8ClampedArray", "16Array", "32Array", "64Array") // of the names of elementSizes
	return walker{skip: parts, expr: func(slot *ast.Expression) {
		call, ok := (*slot).(*ast.NewExpression)
		if !ok || len(call.ArgumentList) == 0 {
			return
		}
		class, ok := call.Callee.(*ast.Identifier)
		if !ok || elementSizes[class.Name] == 0 {
			return
		}
		switch arg := call.ArgumentList[0].(type) {
		case *ast.ArrayLiteral, *ast.StringLiteral, *ast.SpreadElement:
			return
		case *ast.NumberLiteral:
			if n, ok := arg.Value.(int64); ok && n < maxBuffer/8 {
				return
			}
		}
		arg := call.ArgumentList[0]
		call.ArgumentList[0] = hostCall(lengthName, arg.Idx0(), arg, &ast.StringLiteral{Idx: arg.Idx0(), Value: class.Name})
	}}
}

// length gives its argument, or throws what V8 throws for a buffer that cannot be had.
func length(rt *goja.Runtime) func(goja.FunctionCall) goja.Value {
	return func(call goja.FunctionCall) goja.Value {
		v := call.Argument(0)
		if !goja.IsNumber(v) {
			return v
		}
		n := v.ToInteger()
		class := unistring.String(call.Argument(1).String())
		if n < 0 || n > 1<<53 || n <= maxBuffer && n*elementSizes[class] <= maxBuffer {
			return v // the engine refuses what is no length
		}
		text := "Array buffer allocation failed"
		if n == 1<<53 {
			text = "Invalid array buffer length"
		}
		if class != "ArrayBuffer" && class != "SharedArrayBuffer" {
			text = fmt.Sprintf("Invalid typed array length: %d", n)
		}
		panic(rangeError(rt, text))
	}
}
