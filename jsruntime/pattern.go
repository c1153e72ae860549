package jsruntime

import (
	"reflect"
	"strings"
	"unsafe"

	"github.com/dop251/goja"

	"paddock/jsruntime/dialect"
)

// pattern tells of the pattern whose instruction runs, which looks whether there is something to take apart: the first key is in the instructions that follow, and what it is a part of in the one before.
func (m *machine) pattern(rt *goja.Runtime) *dialect.Pattern {
	vm := *at[unsafe.Pointer](unsafe.Pointer(rt), m.vm)
	prg, pc := *at[unsafe.Pointer](vm, m.prg), *at[int](vm, m.pc)
	if prg == nil {
		return nil
	}
	code := reflect.NewAt(m.codeType, unsafe.Add(prg, m.code)).Elem()
	name := func(i int) string {
		if i < 0 || i >= code.Len() || code.Index(i).IsNil() {
			return ""
		}
		return code.Index(i).Elem().Type().Name()
	}
	ofArray := name(pc-1) == "iterGetNextOrUndef"
	p := &dialect.Pattern{Nested: ofArray || name(pc-1) == "_getKey", Element: ofArray}
	if name(pc+1) != "_dup" {
		return p // it is empty, or begins with the rest
	}
	got := pc + 2
	switch first := code.Index(got).Elem(); name(got) {
	case "getProp":
		p.Key, p.Known = first.String(), true
	case "loadVal":
		key := first.Field(0).Elem()
		if key.Kind() != reflect.String {
			return p // a number, or a name that is not ASCII
		}
		p.Key, p.Known = key.String(), true
		for got++; name(got) != "_getKey" && name(got) != "_dup" && got < code.Len(); got++ { // what is assigned to comes between
		}
	default:
		return p
	}
	p.Default = strings.HasPrefix(name(got+1), "jdef")
	return p
}
