package trace

import (
	"strings"

	"paddock/jsruntime"
	"paddock/jsruntime/json"
)

// NewLog makes a record of the arguments of a call of the console. It never throws.
func NewLog(vm *jsruntime.VM, level string, args []jsruntime.Value) Log {
	l := Log{Level: level, span: enclosingID(vm)}
	texts := make([]string, len(args))
	for i, arg := range args {
		texts[i] = argument(vm, arg)
		if e := failure(vm, arg); e != nil {
			if l.Errors == nil {
				l.Errors = make([]*Exception, len(args))
			}
			l.Errors[i] = e
		}
	}
	l.Message = "[" + strings.Join(texts, ", ") + "]"
	return l
}

// argument gives the JSON of an argument: of values that JSON has, of plain objects and of what has
// a toJSON the value's own, of all others that of their string.
func argument(vm *jsruntime.VM, v jsruntime.Value) string {
	text := "{}" // for what throws
	_ = vm.Try(func() {
		if !inJSON(vm, v) {
			v = vm.ToValue(vm.Text(v))
		}
		s, ok := json.Stringify(vm, v)
		if !ok {
			s = "null"
		}
		text = s
	})
	return text
}

func inJSON(vm *jsruntime.VM, v jsruntime.Value) bool {
	o := jsruntime.AsObject(v)
	if o == nil {
		return jsruntime.IsNullish(v) || jsruntime.IsString(v) || jsruntime.IsNumber(v) || jsruntime.IsBoolean(v)
	}
	proto := o.Prototype()
	plain := vm.Get("Object").(*jsruntime.Object).Get("prototype")
	return proto == nil || proto.SameAs(plain) || vm.KindOf(o) == "Array" || jsruntime.IsFunction(o.Get("toJSON"))
}

// failure tells of an argument that is an error; nil for others, and for one whose properties throw.
func failure(vm *jsruntime.VM, v jsruntime.Value) (e *Exception) {
	o := jsruntime.AsObject(v)
	if o == nil || vm.KindOf(o) != "Error" {
		return nil
	}
	if err := vm.Try(func() {
		name, message, stack := o.Get("name"), o.Get("message"), o.Get("stack")
		found := &Exception{Name: "Error"}
		if !jsruntime.IsNullish(name) {
			found.Name = vm.Text(name)
		}
		if !jsruntime.IsNullish(message) {
			found.Message = vm.Text(message)
		}
		if !jsruntime.IsNullish(stack) {
			found.Stack = frames(found.Name, found.Message, vm.MapStack(vm.Text(stack)))
		}
		e = found
	}); err != nil {
		return nil
	}
	return e
}

// FromException makes a record of something that was thrown.
func FromException(ex *jsruntime.Exception) Exception {
	return Exception{Name: ex.Name, Message: ex.Message, Stack: frames(ex.Name, ex.Message, ex.Stack)}
}

// frames takes the line of name and message, which are told of already, away from a stack.
func frames(name, message, stack string) string {
	if rest, ok := strings.CutPrefix(stack, name); ok {
		stack = strings.TrimPrefix(rest, ": ")
	}
	if rest, ok := strings.CutPrefix(stack, message); ok {
		stack = strings.TrimPrefix(rest, "\n")
	}
	return strings.TrimRight(stack, "\n")
}
