package dialect

import (
	"math"
	"unsafe"

	"github.com/dop251/goja"
)

// multiply is the operator * for numbers. Of zero and a negative integer the engine makes zero, where it is negative zero.
type multiply struct {
	*engine
	original instruction
}

func (m *multiply) exec(vm unsafe.Pointer) {
	sp, stack := *field[int](vm, m.sp), *field[[]goja.Value](vm, m.stack)
	left, right := *wordsOf(&stack[sp-2]), *wordsOf(&stack[sp-1])
	if left[0] != m.integer || right[0] != m.integer {
		m.fractions(vm, sp)
		return
	}
	x, y := *(*int64)(left[1]), *(*int64)(right[1])
	switch {
	case x != 0 && y != 0 && int64(int32(x)) == x && int64(int32(y)) == y:
		stack[sp-2] = intToValue(x * y)
	case x == 0 && y < 0, y == 0 && x < 0:
		stack[sp-2] = floatToValue(math.Copysign(0, -1))
	default:
		stack[sp-2] = floatToValue(float64(x) * float64(y))
	}
	*field[int](vm, m.sp) = sp - 1
	*field[int](vm, m.pc)++
}

// fractions multiplies what is not two integers.
func (m *multiply) fractions(vm unsafe.Pointer, sp int) {
	x, isNumber := m.number(vm, sp-2)
	y, areNumbers := m.number(vm, sp-1)
	if !isNumber || !areNumbers {
		m.original.exec(vm)
		return
	}
	(*field[[]goja.Value](vm, m.stack))[sp-2] = floatToValue(x * y)
	*field[int](vm, m.sp) = sp - 1
	*field[int](vm, m.pc)++
}
