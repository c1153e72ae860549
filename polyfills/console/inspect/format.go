package inspect

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"paddock/jsruntime"
	"paddock/jsruntime/json"
)

// Format makes the text of console.log's arguments: a first string may hold the specifiers
// %s %d %i %f %j %o %O %c %%; what is left over follows, parted by spaces.
func Format(vm *jsruntime.VM, args []jsruntime.Value) string {
	var text string
	if err := vm.Try(func() { text = FormatWith(vm, Defaults(), args) }); err != nil {
		return "[values that cannot be inspected: " + err.Error() + "]"
	}
	return strings.Map(func(r rune) rune {
		if isLoneSurrogate(r) {
			return utf8.RuneError
		}
		return r
	}, text)
}

// FormatValue is FormatWith for a script: halves of surrogate pairs stay what they are.
func FormatValue(vm *jsruntime.VM, o Options, args []jsruntime.Value) jsruntime.Value {
	text := FormatWith(vm, o, args)
	if !strings.ContainsFunc(text, isLoneSurrogate) {
		return vm.ToValue(text)
	}
	var units []uint16
	for _, r := range text {
		if isLoneSurrogate(r) {
			units = append(units, uint16(r-loneSurrogate+0xD800))
		} else {
			units = utf16.AppendRune(units, r)
		}
	}
	return jsruntime.UTF16(units)
}

// plainText gives a string, with lone surrogates as decode gives them.
func plainText(v jsruntime.Value) string {
	text := v.String()
	if strings.ContainsRune(text, utf8.RuneError) {
		return decode(jsruntime.Units(v))
	}
	return text
}

// FormatWith is Format with options; it throws what an object throws that shows itself. Lone surrogates are as decode
// gives them.
func FormatWith(vm *jsruntime.VM, o Options, args []jsruntime.Value) string {
	var out strings.Builder
	rest := args
	if len(args) > 0 && jsruntime.IsString(args[0]) {
		rest = args[1:]
		if len(args) == 1 || !strings.Contains(args[0].String(), "%") {
			out.WriteString(plainText(args[0]))
		} else {
			out.WriteString(specifiers(vm, o, plainText(args[0]), &rest))
		}
	} else if len(args) > 0 {
		out.WriteString(Text(vm, args[0], o))
		rest = args[1:]
	}
	for _, v := range rest {
		out.WriteByte(' ')
		if jsruntime.IsString(v) {
			out.WriteString(plainText(v))
			continue
		}
		out.WriteString(Text(vm, v, o))
	}
	return out.String()
}

// specifiers replaces the specifiers of a format, taking arguments from rest.
func specifiers(vm *jsruntime.VM, o Options, format string, rest *[]jsruntime.Value) string {
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
		out.WriteString(specified(vm, o, c, v))
		i++
	}
	return out.String()
}

func specified(vm *jsruntime.VM, o Options, c byte, v jsruntime.Value) string {
	switch c {
	case 's':
		return asString(vm, o, v)
	case 'd', 'i', 'f':
		return newPrinter(vm, o).digits(asNumber(vm, c, v))
	case 'j':
		return asJSON(vm, v)
	case 'o':
		o.ShowHidden, o.ShowProxy, o.Depth = true, true, 4
		return Text(vm, v, o)
	case 'O':
		return Text(vm, v, o)
	}
	return "" // %c: style sheets have no meaning in a terminal
}

func asString(vm *jsruntime.VM, o Options, v jsruntime.Value) string {
	object := jsruntime.AsObject(v)
	switch {
	case jsruntime.IsString(v):
		return plainText(v)
	case object == nil:
		return newPrinter(vm, Options{Separators: o.Separators}).primitive(v)
	case jsruntime.IsFunction(object) || ownText(vm, object):
		return object.String()
	}
	o.Depth, o.Style, o.Dense, o.Compact = 0, nil, false, 3
	return Text(vm, v, o)
}

// ownText tells whether an object's class has a toString of its own, and is none of the engine's.
func ownText(vm *jsruntime.VM, o *jsruntime.Object) bool {
	p := newPrinter(vm, Options{})
	if vm.KindOf(o) == "Proxy" {
		return false
	}
	name := vm.ToValue("toString")
	if d := p.descriptor(o, name); d != nil {
		return jsruntime.IsFunction(d.Get("value")) || jsruntime.IsFunction(d.Get("get"))
	}
	for at := o.Prototype(); at != nil; at = at.Prototype() {
		if p.descriptor(at, name) == nil {
			continue
		}
		d := p.descriptor(at, vm.ToValue("constructor"))
		if d == nil {
			return true
		}
		ctor := jsruntime.AsObject(d.Get("value"))
		return ctor == nil || vm.GlobalObject().Get(ctor.Get("name").String()) != ctor
	}
	return false
}

var (
	leadingInteger = regexp.MustCompile(`^\s*[+-]?(0[xX][0-9a-fA-F]+|\d+)`)
	leadingFloat   = regexp.MustCompile(`^\s*[+-]?(Infinity|\d+\.?\d*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?)`)
)

// numberOf is Number, which takes boxed big integers, too.
func numberOf(vm *jsruntime.VM) jsruntime.Callable {
	fn, _ := jsruntime.AsFunction(vm.Get("Number"))
	return fn
}

func asNumber(vm *jsruntime.VM, c byte, v jsruntime.Value) string {
	switch {
	case jsruntime.IsSymbol(v):
		return "NaN"
	case jsruntime.IsBigInt(v) && c != 'f':
		return v.String() + "n"
	case c == 'd':
		if object := jsruntime.AsObject(v); object != nil {
			return number(vm.Call(numberOf(vm), jsruntime.Undefined(), object).ToFloat())
		}
		return number(v.ToFloat())
	case c == 'i':
		return integer(strings.TrimSpace(leadingInteger.FindString(v.String())))
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(leadingFloat.FindString(v.String())), 64)
	if err != nil {
		return "NaN"
	}
	return number(f)
}

// integer is what parseInt makes of digits.
func integer(text string) string {
	if n, err := strconv.ParseInt(text, 0, 64); err == nil && strings.ContainsAny(text, "xX") {
		return strconv.FormatInt(n, 10)
	}
	f, err := strconv.ParseFloat(text, 64)
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
	err := vm.Try(func() {
		if s, ok := json.Stringify(vm, v); ok {
			text = s
		}
	})
	if err != nil {
		if strings.Contains(err.Error(), "ircular") {
			return "[Circular]"
		}
		vm.Throw(err)
	}
	return text
}
