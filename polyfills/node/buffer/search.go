package buffer

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"paddock/jsruntime"
)

// compare(a, b) is -1, 0 or 1.
func compare(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	return vm.ToValue(bytes.Compare(bytesOf(args.At(0)), bytesOf(args.At(1))))
}

// indexOf(view, needle, offset, width, forward) gives the first place at or after offset, or the
// last at or before it, where the needle stands on a multiple of width; -1: nowhere.
func indexOf(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	b, needle := bytesOf(args.At(0)), bytesOf(args.At(1))
	width, forward := int(args.At(3).ToInteger()), args.At(4).ToBoolean()
	at := jsruntime.Integer(args.At(2))
	if at < 0 {
		at += int64(len(b))
	}
	if at < 0 {
		if !forward {
			return vm.ToValue(-1)
		}
		at = 0
	}
	start := int(min(at, int64(len(b)/width*width)))
	if len(needle) == 0 {
		return vm.ToValue(start)
	}
	if len(b) < width || len(needle) < width {
		return vm.ToValue(-1)
	}
	if forward {
		return vm.ToValue(first(b, needle, start/width*width, width))
	}
	return vm.ToValue(last(b, needle, start/width*width, width))
}

func first(b, needle []byte, start, width int) int {
	for start <= len(b) {
		i := bytes.Index(b[start:], needle)
		if i < 0 {
			return -1
		}
		if (start+i)%width == 0 {
			return start + i
		}
		start += i + 1
	}
	return -1
}

func last(b, needle []byte, start, width int) int {
	for end := min(start+len(needle), len(b)); end >= len(needle); {
		i := bytes.LastIndex(b[:end], needle)
		if i < 0 || i%width == 0 {
			return i
		}
		end = i + len(needle) - 1
	}
	return -1
}

// fill(view, pattern, start, end) repeats the pattern, which has at least one byte.
func fill(_ *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	b, pattern := bytesOf(args.At(0)), bytes.Clone(bytesOf(args.At(1)))
	start, end := clamp(args.At(2), len(b)), clamp(args.At(3), len(b))
	if start >= end || len(pattern) == 0 {
		return jsruntime.Undefined()
	}
	b = b[start:end]
	for n := copy(b, pattern); n < len(b); n *= 2 {
		copy(b[n:], b[:n])
	}
	return jsruntime.Undefined()
}

// swap(view, size) turns the order of the bytes of each element of that size.
func swap(_ *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	size := int(args.At(1).ToInteger())
	for element := range slices.Chunk(bytesOf(args.At(0)), size) {
		slices.Reverse(element)
	}
	return jsruntime.Undefined()
}

func isUTF8(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	return vm.ToValue(utf8.Valid(bytesOf(args.At(0))))
}

func isASCII(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	return vm.ToValue(ascii(bytesOf(args.At(0))))
}
