package streams

import "paddock/jsruntime"

// pullInto is a buffer of a reader that is being filled: the standard's pull-into descriptor.
type pullInto struct {
	buffer      *object // ArrayBuffer
	bufferLen   int
	offset      int // of the view in the buffer
	length      int // of the view, bytes
	filled      int
	min         int // bytes that must be there before the read is answered
	elementSize int
	kind        string // the view's class
	readerType  readerType
	kept        bool // the buffer is still the script's
}

// readerType says for whom a pull-into descriptor is filled.
type readerType uint8

const (
	forDefault readerType = iota
	forBYOB
	forNone // its reader was released
)

var elementSizes = map[string]int{
	"Int16Array": 2, "Uint16Array": 2, "Int32Array": 4, "Uint32Array": 4, "Float32Array": 4,
	"Float64Array": 8, "BigInt64Array": 8, "BigUint64Array": 8,
}

func elementSize(kind string) int {
	if n, ok := elementSizes[kind]; ok {
		return n
	}
	return 1
}

// memory gives the bytes of the view.
func (p *pullInto) memory() []byte {
	b, _ := jsruntime.Bytes(p.buffer)
	if len(b) < p.offset+p.length {
		return nil // detached
	}
	return b[p.offset : p.offset+p.length]
}

// view is ReadableByteStreamControllerConvertPullIntoDescriptor: it gives the filled part
// over a buffer of its own, but for a kept one.
func (p *pullInto) view(vm *jsruntime.VM) value {
	if p.kept {
		return newView(vm, p.kind, p.buffer, p.offset, p.filled/p.elementSize)
	}
	return newView(vm, p.kind, transfer(vm, p.buffer), p.offset, p.filled/p.elementSize)
}

func newView(vm *jsruntime.VM, kind string, buffer value, offset, length int) value {
	v, err := vm.New(vm.Get(kind), buffer, vm.ToValue(offset), vm.ToValue(length))
	if err != nil {
		vm.Rethrow(err)
	}
	return v
}

// transfer moves the memory of an ArrayBuffer to a new one and detaches the old.
func transfer(vm *jsruntime.VM, buffer value) *object {
	b, _ := jsruntime.Detach(buffer)
	return vm.NewBuffer(b)
}

func detached(buffer value) bool {
	ab, ok := buffer.Export().(jsruntime.ArrayBuffer)
	return ok && ab.Detached()
}
