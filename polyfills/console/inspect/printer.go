package inspect

import (
	"slices"
	"strconv"
	"strings"

	"paddock/jsruntime"
)

// printer shows one value.
type printer struct {
	vm       *jsruntime.VM
	depth    int
	width    int
	indent   int
	deepest  int // level of the object that was shown last: see single
	seen     []*jsruntime.Object
	circular map[*jsruntime.Object]int
	describe jsruntime.Callable // Object.getOwnPropertyDescriptor
	custom   *jsruntime.Symbol
}

func newPrinter(vm *jsruntime.VM, o Options) *printer {
	p := &printer{vm: vm, depth: o.Depth, width: o.Break}
	p.describe = describer.Get(vm)
	p.custom = customSymbol.Get(vm)
	return p
}

var describer = jsruntime.NewSlot(func(vm *jsruntime.VM) jsruntime.Callable {
	fn, _ := jsruntime.AsFunction(vm.Get("Object").(*jsruntime.Object).Get("getOwnPropertyDescriptor"))
	return fn
})

var customSymbol = jsruntime.NewSlot(func(vm *jsruntime.VM) *jsruntime.Symbol {
	s, _ := vm.CallMethod(vm.Get("Symbol").(*jsruntime.Object), "for", vm.ToValue("nodejs.util.inspect.custom")).(*jsruntime.Symbol)
	return s
})

// value shows v at a level of nesting.
func (p *printer) value(v jsruntime.Value, level int, quote bool) string {
	o := jsruntime.AsObject(v)
	if o == nil {
		if jsruntime.IsString(v) {
			if !quote {
				return v.String()
			}
			return p.text(v.String())
		}
		return p.primitive(v)
	}
	for p.vm.KindOf(o) == "Proxy" {
		target := o.Export().(jsruntime.Proxy).Target()
		if target == nil {
			return "<Revoked Proxy>"
		}
		o = target
	}
	if text, ok := p.customized(o, level); ok {
		return text
	}
	if slices.Contains(p.seen, o) {
		if p.circular == nil {
			p.circular = map[*jsruntime.Object]int{}
		}
		if p.circular[o] == 0 {
			p.circular[o] = len(p.circular) + 1
		}
		return "[Circular *" + strconv.Itoa(p.circular[o]) + "]"
	}
	return p.object(o, level)
}

// customized lets the object show itself.
func (p *printer) customized(o *jsruntime.Object, level int) (string, bool) {
	fn, ok := jsruntime.AsFunction(o.GetSymbol(p.custom))
	if !ok {
		return "", false
	}
	options := p.vm.NewObject()
	if err := options.Set("depth", p.depth-level); err != nil {
		p.vm.Throw(err)
	}
	inspect := p.vm.NewFunction("inspect", 2, func(call jsruntime.FunctionCall) jsruntime.Value {
		return p.vm.ToValue(Value(p.vm, call.Argument(0), Options{Depth: p.depth - level, Break: p.width}))
	})
	v := p.vm.Call(fn, o, p.vm.ToValue(p.depth-level), options, inspect)
	if jsruntime.IsString(v) {
		return strings.ReplaceAll(v.String(), "\n", "\n"+strings.Repeat(" ", p.indent)), true
	}
	if v.SameAs(o) {
		return "", false
	}
	return p.value(v, level, true), true
}

func (p *printer) primitive(v jsruntime.Value) string {
	switch {
	case jsruntime.IsUndefined(v):
		return "undefined"
	case jsruntime.IsBigInt(v):
		return v.String() + "n"
	case jsruntime.IsSymbol(v):
		return "Symbol(" + v.String() + ")"
	case jsruntime.IsNumber(v) && v.ToFloat() == 0:
		return number(v.ToFloat())
	}
	return v.String()
}

// maxText bounds how much of a string is shown, in bytes.
const maxText = 10000

// text quotes a string; long ones with several lines get a line each.
func (p *printer) text(s string) string {
	more := ""
	if len(s) > maxText {
		more = "... " + strconv.Itoa(len(s)-maxText) + " more characters"
		s = strings.ToValidUTF8(s[:maxText], "")
	}
	if len(s) > 16 && len(s) > p.width-p.indent-4 && strings.Contains(strings.TrimSuffix(s, "\n"), "\n") {
		var lines []string
		for line := range strings.Lines(s) {
			lines = append(lines, quote(line))
		}
		return strings.Join(lines, " +\n"+strings.Repeat(" ", p.indent+2)) + more
	}
	return quote(s) + more
}

// quote writes a string literal with the quotes that need the least escaping.
func quote(s string) string {
	q := byte('\'')
	if strings.Contains(s, "'") {
		if !strings.Contains(s, `"`) {
			q = '"'
		} else if !strings.Contains(s, "`") && !strings.Contains(s, "${") {
			q = '`'
		}
	}
	var out strings.Builder
	out.WriteByte(q)
	for _, r := range s {
		switch {
		case r == rune(q) || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\t':
			out.WriteString(`\t`)
		case r == '\r':
			out.WriteString(`\r`)
		case r == '\b':
			out.WriteString(`\b`)
		case r == '\f':
			out.WriteString(`\f`)
		case r == '\v':
			out.WriteString(`\v`)
		case r < 0x20 || r == 0x7f:
			out.WriteString(`\x` + strings.ToUpper(strconv.FormatInt(int64(r)+0x100, 16)[1:]))
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte(q)
	return out.String()
}
