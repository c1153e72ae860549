package dialect

import (
	"math/big"
	"sync/atomic"
	"unsafe"

	"github.com/dop251/goja"

	"paddock/jsruntime/bigtext"
)

// bigInteger gives the big integer that a value is; nil for others. It is not to be changed.
func (e *engine) bigInteger(v goja.Value) *big.Int {
	if is := wordsOf(&v); is[0] == e.bigInt {
		return (*big.Int)(is[1])
	}
	return nil
}

// stopped is thrown within [engine.stoppable].
type stopped struct{}

// stoppable does what an instruction does that may take long. Where the script must stop it leaves off in the middle: the machine, which
// is to be as it was before, looks by itself before it goes on with the same instruction.
func (e *engine) stoppable(vm unsafe.Pointer, do func(breathe func())) {
	defer func() {
		if v := recover(); v != nil && v != any(stopped{}) {
			panic(v)
		}
	}()
	do(func() {
		if atomic.LoadUint32(field[uint32](vm, e.interrupted)) != 0 {
			panic(stopped{})
		}
	})
}

// bigText writes the big integer at a place of the stack; false: there is something else. It says that it did, too, when
// the script must stop.
func (e *engine) bigText(vm unsafe.Pointer, at int) (written, wentOn bool) {
	x := e.bigInteger((*field[[]goja.Value](vm, e.stack))[at])
	if x == nil {
		return false, true
	}
	e.stoppable(vm, func(breathe func()) {
		text := bigtext.Write(x, 10, breathe)
		(*field[[]goja.Value](vm, e.stack))[at] = (*field[*goja.Runtime](vm, e.runtime)).ToValue(text)
		wentOn = true
	})
	return true, wentOn
}

// add is the operator +, which writes big integers beside texts itself.
type add struct {
	*engine
	original instruction
}

func (a *add) exec(vm unsafe.Pointer) {
	sp, stack := *field[int](vm, a.sp), *field[[]goja.Value](vm, a.stack)
	for i := range 2 {
		if at := sp - 1 - i; wordsOf(&stack[at])[0] == a.bigInt && asText(stack[sp-2+i]) != nil {
			if _, wentOn := a.bigText(vm, at); !wentOn {
				return
			}
		}
	}
	a.original.exec(vm)
}

// toText makes a text of what is in a template.
type toText struct {
	*engine
	original instruction
}

func (t *toText) exec(vm unsafe.Pointer) {
	written, wentOn := t.bigText(vm, *field[int](vm, t.sp)-1)
	switch {
	case !written:
		t.original.exec(vm)
	case wentOn:
		*field[int](vm, t.pc)++
	}
}
