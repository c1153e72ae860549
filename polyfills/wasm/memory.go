package wasm

import (
	"math"
	"unsafe"

	"github.com/tetratelabs/wazero/api"

	"paddock/jsruntime"
)

// memory is the host side of WebAssembly.Memory.
type memory struct {
	object *jsruntime.Object
	limits limits
	memory api.Memory        // nil for one that is shared
	home   api.Module        // exports it as "x"
	buffer *jsruntime.Object // nil until asked for, and after growth, which a resizable one follows
	shown  []byte            // what buffer shows
}

// WhyNot implements jsruntime.Uncloneable.
func (*memory) WhyNot() string { return "#<Memory> could not be cloned." }

var memoryClass = newClass[memory]("Memory", "memory descriptor", func(w *world, descriptor *jsruntime.Object) *memory {
	l := w.limits("Memory", descriptor, maxPages)
	if shared := descriptor.Get("shared"); shared != nil && shared.ToBoolean() {
		if !l.hasMax {
			w.vm.Throwf(jsruntime.TypeError, "WebAssembly.Memory(): If shared is true, maximum property should be defined.")
		}
		return w.sharedMemory(l)
	}
	m := w.assembled(makes(external{kind: kindMemory, limits: l}), nil)
	return w.track(&memory{limits: l, memory: m.ExportedMemory(theExport), home: m})
}, methods[memory]{
	{name: "grow", length: 1, call: func(w *world, m *memory, args jsruntime.Args) jsruntime.Value {
		delta := w.address("WebAssembly.Memory.grow()", args.At(0))
		before := m.pages()
		if uint64(before)+uint64(delta) > uint64(m.maximum()) {
			w.vm.Throwf(jsruntime.RangeError, "WebAssembly.Memory.grow(): Maximum memory size exceeded")
		}
		if m.memory == nil {
			return w.vm.ToValue(before)
		}
		if _, ok := m.memory.Grow(delta); !ok {
			w.vm.Throwf(jsruntime.RangeError, "WebAssembly.Memory.grow(): Unable to grow instance memory")
		}
		m.grown()
		return w.vm.ToValue(before)
	}},
	{name: "buffer", get: func(w *world, m *memory) jsruntime.Value { return w.bufferOf(m) }},
	{name: "toFixedLengthBuffer", call: func(w *world, m *memory, _ jsruntime.Args) jsruntime.Value {
		if m.memory != nil && jsruntime.IsResizable(m.buffer) {
			m.detach()
		}
		return w.bufferOf(m)
	}},
	{name: "toResizableBuffer", call: func(w *world, m *memory, _ jsruntime.Args) jsruntime.Value {
		switch {
		case m.memory == nil:
			w.vm.Throwf(jsruntime.PlainError, "not emulated: resizable buffers of shared WebAssembly.Memory")
		case !m.limits.hasMax:
			w.vm.Throwf(jsruntime.TypeError, "WebAssembly.Memory.toResizableBuffer(): Memory must have a maximum")
		case !jsruntime.IsResizable(m.buffer):
			m.detach()
			m.shown = m.bytes()
			m.buffer = w.vm.LendResizable(m.shown, int(m.maximum())*pageSize, m.resize)
		}
		return m.buffer
	}},
})

// bufferOf gives the buffer, made where there is none.
func (w *world) bufferOf(m *memory) *jsruntime.Object {
	if m.buffer == nil {
		m.shown = m.bytes()
		m.buffer = w.vm.NewBuffer(m.shown)
		jsruntime.MarkPinned(m.buffer)
	}
	return m.buffer
}

// resize is what resizing a buffer does to the memory, which grows by pages alone.
func (m *memory) resize(length int) bool {
	size := m.size()
	if uint64(length) < size || length%pageSize != 0 {
		return false
	}
	_, ok := m.memory.Grow(uint32((uint64(length) - size) / pageSize))
	m.grown()
	return ok
}

// grown tells the buffer that the memory may be another.
func (m *memory) grown() {
	if m.memory == nil || !jsruntime.IsResizable(m.buffer) {
		m.detach()
		return
	}
	m.shown = m.bytes()
	jsruntime.Follow(m.buffer, m.shown)
}

// sharedMemory makes a memory that scripts can use among themselves, but no module.
func (w *world) sharedMemory(l limits) *memory {
	if l.min != l.max {
		w.vm.Throwf(jsruntime.PlainError, "not emulated: shared WebAssembly.Memory that can grow")
	}
	if l.min > maxShared {
		w.vm.Throwf(jsruntime.RangeError, "WebAssembly.Memory(): could not allocate memory")
	}
	buffer, err := w.vm.New(w.vm.Get("SharedArrayBuffer"), w.vm.ToValue(uint64(l.min)*pageSize))
	if err != nil {
		w.vm.Rethrow(err)
	}
	return &memory{limits: l, buffer: buffer}
}

func (m *memory) pages() uint32 {
	if m.memory == nil {
		return m.limits.min
	}
	return uint32(m.size() / pageSize)
}

// size is how many bytes the memory has. wazero says 0 for 4 GiB, which is one more than its type can tell.
func (m *memory) size() uint64 {
	if n := m.memory.Size(); n != 0 {
		return uint64(n)
	}
	pages, _ := m.memory.Grow(0)
	return uint64(pages) * pageSize
}

// bytes gives all of the memory, which wazero gives all but the last byte of where it has 4 GiB.
func (m *memory) bytes() []byte {
	n := m.size()
	shown, _ := m.memory.Read(0, uint32(min(n, math.MaxUint32)))
	if n > math.MaxUint32 {
		shown = unsafe.Slice(unsafe.SliceData(shown), n)
	}
	return shown
}

const (
	pageSize = 65536
	// maxShared is 2 GiB in pages: the memory is taken at once, and what the machine has not got
	// ends the process.
	maxShared = 1 << 15
	maxPages  = 65536
)

func (m *memory) maximum() uint32 {
	if m.limits.hasMax {
		return min(m.limits.max, maxPages)
	}
	return maxPages
}

// track makes the world look after a memory's buffer.
func (w *world) track(m *memory) *memory {
	w.memories[m.memory] = m
	return m
}

// moved tells the buffers of memories that have grown since they were made.
func (w *world) moved() {
	for _, m := range w.memories {
		if m.buffer != nil && m.size() != uint64(len(m.shown)) {
			m.grown()
		}
	}
}

func (m *memory) detach() {
	if m.buffer != nil {
		jsruntime.Detach(m.buffer)
		m.buffer, m.shown = nil, nil
	}
}

// exportedMemory gives the object for a memory that a module exports.
func (w *world) exportedMemory(m api.Module, field string, l limits) *memory {
	native := m.ExportedMemory(field)
	if known, ok := w.memories[native]; ok {
		return known
	}
	found := w.track(&memory{limits: l, memory: native, home: w.assembled(passes(field, external{kind: kindMemory, limits: limits{}}), m)})
	found.object = memoryClass.class.New(w.vm, found)
	return found
}
