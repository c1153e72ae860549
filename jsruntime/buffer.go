package jsruntime

import (
	"fmt"
	"math"
	"weak"

	"github.com/dop251/goja"
)

// bufferClass carries what the engine does not know of a buffer. Most buffers carry nothing.
var bufferClass = NewClass[bufferState]("ArrayBuffer")

// bufferState is what a buffer is besides a row of bytes.
type bufferState struct {
	shared    bool
	pinned    bool
	resizable bool
	max       int                   // bytes that a resizable buffer may have
	grow      func(length int) bool // of one whose memory the host keeps
	outside   ArrayBuffer           // shown by views that the buffer has become too short for
	views     []watchedView
	prune     int // at this number of views those that are gone are dropped
}

// watchedView is a view of a resizable buffer, as it was made.
type watchedView struct {
	view   weak.Pointer[goja.Object]
	window window
	tracks bool // shows the buffer to its end, wherever that is
}

// MarkShared makes a buffer that is nobody's yet one of SharedArrayBuffer.
func MarkShared(buffer *Object) { bufferClass.Adopt(buffer, &bufferState{shared: true}) }

// IsSharedBuffer reports whether v is a buffer marked by [MarkShared].
func IsSharedBuffer(v Value) bool {
	s := stateOf(v)
	return s != nil && s.shared
}

// MarkPinned keeps scripts from taking the memory of a buffer away: it is lent to them.
func MarkPinned(buffer *Object) {
	if s := stateOf(buffer); s != nil {
		s.pinned = true
		return
	}
	bufferClass.Adopt(buffer, &bufferState{pinned: true})
}

// IsPinned reports whether v is a buffer marked by [MarkPinned].
func IsPinned(v Value) bool {
	s := stateOf(v)
	return s != nil && s.pinned
}

// MakeResizable lets a buffer that has no views yet be resized up to max bytes. From the first
// one on, the VM's constructors of views look at the buffers that they are given.
func (vm *VM) MakeResizable(buffer *Object, max int) {
	watchViews.Get(vm)
	if hook := resizableHook.Get(vm); hook.run != nil {
		run := hook.run
		hook.run = nil
		run()
	}
	s := stateOf(buffer)
	if s == nil {
		s = &bufferState{}
		bufferClass.Adopt(buffer, s)
	}
	s.resizable, s.max, s.prune = true, max, 16
	s.outside = standIn(vm, buffer.Export().(ArrayBuffer))
}

// MaxByteLength gives the most bytes that a buffer can have; resizable is false when those are
// the ones that it has.
func MaxByteLength(buffer *Object) (max int, resizable bool) {
	if s := stateOf(buffer); s != nil && s.resizable {
		return s.max, true
	}
	return len(buffer.Export().(ArrayBuffer).Bytes()), false
}

// newResizable makes a buffer of bytes that may be resized up to max.
func (vm *VM) newResizable(data []byte, max int) *Object {
	o := vm.NewBuffer(data)
	vm.MakeResizable(o, max)
	return o
}

// LendResizable makes a resizable buffer of memory that the host keeps. Where a script resizes it grow is asked, which
// calls [Follow] or refuses the length.
func (vm *VM) LendResizable(data []byte, max int, grow func(length int) bool) *Object {
	o := vm.newResizable(data, max)
	s := stateOf(o)
	s.pinned, s.grow = true, grow
	return o
}

// Follow gives a buffer of [VM.LendResizable] what has become of its memory.
func Follow(buffer *Object, data []byte) {
	s, b := stateOf(buffer), buffer.Export().(ArrayBuffer)
	replaceBytes(b, data)
	s.refit(b)
}

// Resize gives a resizable buffer a length of at most its maximum. What is new is zero, and its
// views show what they are to show of it. It is false where the host refuses the length.
func Resize(buffer *Object, length int) bool {
	s, b := stateOf(buffer), buffer.Export().(ArrayBuffer)
	if s.grow != nil {
		return s.grow(length)
	}
	old := b.Bytes()
	if length <= cap(old) {
		// The memory stays as long as it ever was: the engine reads and writes elements without a
		// look at its length.
		data := old[:length]
		clear(old[min(length, len(old)):])
		if length > len(old) {
			clear(data[len(old):])
		}
		replaceBytes(b, data)
	} else {
		data := make([]byte, length, min(max(length, 2*cap(old)), s.max))
		copy(data, old)
		replaceBytes(b, data)
	}
	s.refit(b)
	return true
}

// refit lets all views show what they are to show.
func (s *bufferState) refit(b ArrayBuffer) {
	for _, w := range s.views {
		if view := w.view.Value(); view != nil {
			s.fit(view, w, b)
		}
	}
}

// fit lets a view show what it is to show now that its buffer has another length.
func (s *bufferState) fit(view *Object, w watchedView, b ArrayBuffer) {
	start, size := w.window.offset*w.window.size, len(b.Bytes())
	switch {
	case w.tracks && start <= size:
		setWindow(view, b, (size-start)/w.window.size)
	case !w.tracks && start+w.window.length*w.window.size <= size:
		setWindow(view, b, w.window.length)
	default:
		setWindow(view, s.outside, 0)
	}
}

// watch remembers a view that was just made.
func (s *bufferState) watch(view *Object, tracks bool) {
	if len(s.views) >= s.prune {
		kept := s.views[:0]
		for _, w := range s.views {
			if w.view.Value() != nil {
				kept = append(kept, w)
			}
		}
		clear(s.views[len(kept):])
		s.views, s.prune = kept, max(16, 2*len(kept))
	}
	s.views = append(s.views, watchedView{view: weak.Make(view), window: windowOf(view), tracks: tracks})
}

// Tracks reports whether a view shows a resizable buffer to its end, wherever that is.
func Tracks(view *Object) bool {
	s := stateOf(view.Get("buffer"))
	if s == nil || !s.resizable {
		return false
	}
	for _, w := range s.views {
		if w.view.Value() == view {
			return w.tracks
		}
	}
	return false
}

// FirstByte gives where in its buffer a view begins, whether the buffer is long enough or not.
func FirstByte(view *Object) int {
	w := windowOf(view)
	return w.offset * w.size
}

// hook is what is to happen when a VM has a resizable buffer for the first time.
type hook struct{ run func() }

var resizableHook = NewSlot(func(*VM) *hook { return &hook{} })

// WhenResizable has f called when the VM gets its first resizable buffer.
func (vm *VM) WhenResizable(f func()) { resizableHook.Get(vm).run = f }

// IsResizable reports whether v is a buffer that can be resized.
func IsResizable(v Value) bool {
	s := stateOf(v)
	return s != nil && s.resizable
}

func stateOf(v Value) *bufferState {
	if v == (*Object)(nil) || !IsArrayBuffer(v) {
		return nil
	}
	s, _ := bufferClass.From(v)
	return s
}

// viewClasses are the constructors of views.
var viewClasses = []string{
	"Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array",
	"Float16Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array", "DataView",
}

// watchViews makes the constructors of views tell resizable buffers of their views. It is done in
// VMs that have such buffers only.
var watchViews = NewSlot(func(vm *VM) struct{} {
	for _, name := range viewClasses {
		ctor, ok := vm.Get(name).(*Object)
		if !ok || !IsBuiltIn(ctor) { // a script's own class by that name
			continue
		}
		size := 1
		if v := ctor.Get("BYTES_PER_ELEMENT"); v != nil {
			size = int(v.ToInteger())
		}
		PatchConstruct(ctor, func(original NativeConstruct) NativeConstruct {
			return func(args []Value, newTarget *Object) *Object {
				if len(args) == 0 {
					return original(args, newTarget)
				}
				s := stateOf(args[0])
				if s == nil || !s.resizable {
					return original(args, newTarget)
				}
				tracks := len(args) < 3 || IsUndefined(args[2])
				if tracks && size > 1 {
					args = vm.wholeElements(args, size)
				}
				view := original(args, newTarget)
				s.watch(view, tracks)
				return view
			}
		})
	}
	return struct{}{}
})

// wholeElements gives the arguments of a constructor without a length one: as many elements as the
// buffer has now. The engine would refuse a buffer that ends amid an element.
func (vm *VM) wholeElements(args []Value, size int) []Value {
	at := 0
	if len(args) > 1 {
		at = vm.ToIndex(args[1], fmt.Sprintf("Start offset %s is outside the bounds of the buffer", args[1]))
	}
	length := len(args[0].Export().(ArrayBuffer).Bytes()) - at
	return []Value{args[0], vm.ToValue(at), vm.ToValue(max(length, 0) / size)}
}

// ToIndex reads a length or an index as the language does (ToIndex), or throws a RangeError.
func (vm *VM) ToIndex(v Value, message string) int {
	n := math.Trunc(v.ToNumber().ToFloat())
	if math.IsNaN(n) {
		return 0
	}
	if n < 0 || n > 1<<53-1 {
		vm.Throwf(RangeError, "%s", message)
	}
	return int(n)
}
