package inspect

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"paddock/jsruntime"
)

// Format makes the text of console.log's arguments: a first string may hold the specifiers
// %s %d %i %f %j %o %O %c %%; what is left over follows, parted by spaces.
func Format(vm *jsruntime.VM, args []jsruntime.Value) string {
	return FormatWith(vm, Defaults(), args)
}

// FormatWith is [Format] with options.
func FormatWith(vm *jsruntime.VM, o Options, args []jsruntime.Value) string {
	var out strings.Builder
	rest := args
	if len(args) > 0 && jsruntime.IsString(args[0]) {
		rest = args[1:]
		out.WriteString(specifiers(vm, args[0].String(), &rest, len(args) > 1))
	} else if len(args) > 0 {
		out.WriteString(Value(vm, args[0], Defaults()))
		rest = args[1:]
	}
	for _, v := range rest {
		out.WriteByte(' ')
		if jsruntime.IsString(v) {
			out.WriteString(v.String())
			continue
		}
		out.WriteString(Value(vm, v, Defaults()))
	}
	return out.String()
}

// specifiers replaces the specifiers of a format, taking arguments from rest.
func specifiers(vm *jsruntime.VM, format string, rest *[]jsruntime.Value, any bool) string {
	if !any || !strings.Contains(format, "%") {
		return format
	}
	var out strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			out.WriteByte(format[i])
			continue
		}
		c := format[i+1]
		if c == '%' {
			out.WriteByte('%')
			i++
			continue
		}
		if len(*rest) == 0 || !strings.ContainsRune("sdifjoOc", rune(c)) {
			out.WriteByte('%')
			continue
		}
		v := (*rest)[0]
		*rest = (*rest)[1:]
		out.WriteString(specified(vm, c, v))
		i++
	}
	return out.String()
}

func specified(vm *jsruntime.VM, c byte, v jsruntime.Value) string {
	switch c {
	case 's':
		return asString(vm, v)
	case 'd', 'i', 'f':
		return asNumber(c, v)
	case 'j':
		return asJSON(vm, v)
	case 'o':
		return Value(vm, v, Options{Depth: 4, Break: 80})
	case 'O':
		return Value(vm, v, Defaults())
	}
	return "" // %c: style sheets have no meaning in a terminal
}

func asString(vm *jsruntime.VM, v jsruntime.Value) string {
	o := jsruntime.AsObject(v)
	switch {
	case jsruntime.IsString(v):
		return v.String()
	case o == nil:
		return newPrinter(vm, Defaults()).primitive(v)
	}
	kind := vm.KindOf(o)
	if kind == "Error" || kind == "Function" || ownText(newPrinter(vm, Options{}), o) {
		text := ""
		if err := vm.Try(func() { text = o.String() }); err == nil {
			return text
		}
	}
	return Value(vm, v, Options{Depth: 0, Break: All})
}

// ownText reports whether an object, or a class of a script, has a toString of its own.
func ownText(p *printer, o *jsruntime.Object) bool {
	for at := o; at != nil; at = at.Prototype() {
		d := p.descriptor(at, p.vm.ToValue("toString"))
		if d == nil {
			continue
		}
		f := jsruntime.AsObject(d.Get("value"))
		return f != nil && !strings.Contains(f.String(), "[native code]")
	}
	return false
}

var (
	leadingInteger = regexp.MustCompile(`^\s*[+-]?\d+`)
	leadingFloat   = regexp.MustCompile(`^\s*[+-]?(\d+\.?\d*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?)`)
)

func asNumber(c byte, v jsruntime.Value) string {
	if jsruntime.IsBigInt(v) {
		return v.String() + "n"
	}
	if jsruntime.AsObject(v) != nil || jsruntime.IsSymbol(v) {
		return "NaN"
	}
	if c == 'd' {
		return number(v.ToFloat())
	}
	pattern := leadingFloat
	if c == 'i' {
		pattern = leadingInteger
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(pattern.FindString(v.String())), 64)
	if err != nil {
		return "NaN"
	}
	return number(f)
}

func number(f float64) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	case f == 0 && math.Signbit(f):
		return "-0"
	}
	text := strconv.FormatFloat(f, 'f', -1, 64)
	if len(text) > 21 {
		text = strings.Replace(strings.Replace(strconv.FormatFloat(f, 'e', -1, 64), "e+0", "e+", 1), "e-0", "e-", 1)
	}
	return text
}

func asJSON(vm *jsruntime.VM, v jsruntime.Value) string {
	text := "undefined"
	err := vm.Try(func() { text = vm.CallMethod(vm.Get("JSON").(*jsruntime.Object), "stringify", v).String() })
	if err != nil {
		if strings.Contains(err.Error(), "ircular") {
			return "[Circular]"
		}
		return "[" + err.Error() + "]"
	}
	return text
}
