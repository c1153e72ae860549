package json

import (
	"math"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"paddock/jsruntime"
)

// Stringify gives the JSON text of a value, as JSON.stringify without further arguments; ok is
// false for what has none, as a function.
func Stringify(vm *jsruntime.VM, v jsruntime.Value) (text string, ok bool) {
	w := writer{vm: vm, engine: engineSlot.Get(vm)}
	return w.document(v)
}

// StringifyWith is JSON.stringify: a replacer, which is a function or a list of names, and what
// lines are indented by.
func StringifyWith(vm *jsruntime.VM, v, replacer, space jsruntime.Value) jsruntime.Value {
	w := writer{vm: vm, engine: engineSlot.Get(vm)}
	w.replace(replacer)
	w.indentBy(space)
	if text, ok := w.document(v); ok {
		return vm.ToValue(text)
	}
	return jsruntime.Undefined()
}

// writer writes one JSON text.
type writer struct {
	vm       *jsruntime.VM
	engine   *engine
	replacer jsruntime.Callable
	names    []string // of the members that are written; nil for all
	gap      string
	paper
	within map[*jsruntime.Object]bool // the objects of frames, when they are many
	steps  int
}

// paper is what a writer writes on.
type paper struct {
	buf    []byte
	frames []frame
	simple []string // the names of the open objects whose properties are all simple
}

// How much of a paper is kept for the next writer, in bytes of text and in frames or names.
const (
	paperText  = 16 << 10
	paperParts = 64
)

// erased gives a paper for the next writer, with what there is of this one unless that is large.
func (p paper) erased() paper {
	if cap(p.buf) > paperText || cap(p.frames) > paperParts || cap(p.simple) > paperParts {
		return paper{}
	}
	clear(p.frames[:cap(p.frames)])
	clear(p.simple[:cap(p.simple)])
	return paper{p.buf[:0], p.frames[:0], p.simple[:0]}
}

// frame is an array or object that is being written.
type frame struct {
	object *jsruntime.Object
	array  bool
	simple bool // the names are in the writer's list, from first on
	first  int
	keys   []string // of an object that is not simple
	length int
	next   int
	filled bool
}

const (
	// maxString is the length of V8's longest string.
	maxString = 1<<29 - 24
	// many is how deep values must lie in each other before circles are looked for in a map.
	many = 32

	noBigInt = "Do not know how to serialize a BigInt"
)

// replace takes the second argument of JSON.stringify.
func (w *writer) replace(replacer jsruntime.Value) {
	o := jsruntime.AsObject(replacer)
	if o == nil {
		return
	}
	if fn, ok := jsruntime.AsFunction(o); ok {
		w.replacer = fn
		return
	}
	if !w.engine.array(w.vm, o) {
		return
	}
	w.names = []string{}
	n := int(jsruntime.Integer(w.engine.property(w.vm, o, "length")))
	for i := range n {
		w.breathe()
		v := w.engine.property(w.vm, o, itoa(i))
		if of := jsruntime.AsObject(v); of != nil {
			if class := of.ClassName(); class != "String" && class != "Number" {
				continue
			}
			v = of.ToString()
		} else if !jsruntime.IsString(v) && !jsruntime.IsNumber(v) {
			continue
		}
		if name := jsruntime.WTF8(v.ToString()); !slices.Contains(w.names, name) {
			w.names = append(w.names, name)
		}
	}
}

// indentBy takes the third argument of JSON.stringify.
func (w *writer) indentBy(space jsruntime.Value) {
	const most = 10
	if o := jsruntime.AsObject(space); o != nil {
		switch o.ClassName() {
		case "Number":
			space = o.ToNumber()
		case "String":
			space = o.ToString()
		}
	}
	switch {
	case jsruntime.IsNumber(space):
		w.gap = strings.Repeat(" ", int(min(max(jsruntime.Integer(space), 0), most)))
	case jsruntime.IsString(space):
		units := jsruntime.Units(space)
		w.gap = jsruntime.WTF8(jsruntime.UTF16(units[:min(len(units), most)]))
	}
}

// document writes v. It does not recurse: values may lie in each other as deeply as they like.
func (w *writer) document(v jsruntime.Value) (string, bool) {
	var holder *jsruntime.Object
	if w.replacer != nil {
		holder = w.vm.NewObject()
		must(holder.DefineDataProperty("", v, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes))
	}
	w.paper, w.engine.paper = w.engine.paper, paper{} // a script that is asked may write, too
	if !w.value(w.prepare(holder, "", v)) {
		return "", false
	}
	for len(w.frames) > 0 {
		w.step()
	}
	text := string(w.buf)
	w.engine.paper = w.erased()
	return text, true
}

// breath is after how many steps readers and writers look whether the script must stop.
const breath = 1 << 12

// breathe looks every now and then whether the writer should stop.
func (w *writer) breathe() {
	if w.steps++; w.steps%breath == 0 {
		w.vm.Breathe()
	}
}

// step writes the next part of the innermost array or object, or its end.
func (w *writer) step() {
	w.breathe()
	f := &w.frames[len(w.frames)-1]
	if f.next == f.length {
		w.end(f)
		return
	}
	i := f.next
	f.next++
	if f.array {
		w.element(f, i)
		return
	}
	w.member(f, w.name(f, i))
}

// name gives the name of an object's property.
func (w *writer) name(f *frame, i int) string {
	if f.simple {
		return w.simple[f.first+i]
	}
	return f.keys[i]
}

func (w *writer) element(f *frame, i int) {
	v, ok := w.engine.plain.Element(f.object, i)
	if !ok {
		v = w.engine.property(w.vm, f.object, itoa(i))
	}
	if w.asks(v) {
		v = w.prepare(f.object, itoa(i), v)
	}
	w.separate(f)
	if !w.value(v) {
		w.buf = append(w.buf, "null"...)
	}
}

func (w *writer) member(f *frame, key string) {
	v, ok := jsruntime.Value(nil), false
	if f.simple {
		v, ok = w.engine.plain.Property(f.object, key)
	}
	if !ok {
		v = w.engine.property(w.vm, f.object, key)
	}
	if w.asks(v) {
		v = w.prepare(f.object, key, v)
	}
	mark, filled := len(w.buf), f.filled
	w.separate(f)
	w.quote(key)
	w.buf = append(w.buf, ':')
	if w.gap != "" {
		w.buf = append(w.buf, ' ')
	}
	if !w.value(v) { // nothing has been opened then: f is still there
		w.buf, f.filled = w.buf[:mark], filled
	}
}

// separate writes what comes before a part.
func (w *writer) separate(f *frame) {
	if f.filled {
		w.buf = append(w.buf, ',')
	}
	f.filled = true
	w.newLine(len(w.frames))
}

func (w *writer) newLine(depth int) {
	if w.gap == "" {
		return
	}
	w.buf = append(w.buf, '\n')
	for range depth {
		w.buf = append(w.buf, w.gap...)
	}
}

func (w *writer) end(f *frame) {
	if f.filled {
		w.newLine(len(w.frames) - 1)
	}
	if f.array {
		w.buf = append(w.buf, ']')
	} else {
		w.buf = append(w.buf, '}')
	}
	if f.simple {
		w.simple = w.simple[:f.first]
	}
	delete(w.within, f.object)
	w.frames = w.frames[:len(w.frames)-1]
}

// asks reports whether a script may have a say in how v is written.
func (w *writer) asks(v jsruntime.Value) bool {
	return w.replacer != nil || jsruntime.AsObject(v) != nil || jsruntime.IsBigInt(v)
}

// prepare is what comes before a value is written: toJSON, and the replacer.
func (w *writer) prepare(holder *jsruntime.Object, key string, v jsruntime.Value) jsruntime.Value {
	var toJSON jsruntime.Value
	if o := jsruntime.AsObject(v); o != nil {
		toJSON = o.Get("toJSON")
	} else if jsruntime.IsBigInt(v) {
		toJSON = w.vm.Call(w.engine.get, jsruntime.Undefined(), v, w.vm.ToValue("toJSON"))
	}
	if fn, ok := jsruntime.AsFunction(toJSON); ok {
		v = w.vm.Call(fn, v, text(w.vm, key))
	}
	if w.replacer != nil {
		v = w.vm.Call(w.replacer, holder, text(w.vm, key), v)
	}
	return v
}

var (
	intType    = reflect.TypeFor[int64]()
	floatType  = reflect.TypeFor[float64]()
	boolType   = reflect.TypeFor[bool]()
	bigIntType = reflect.TypeFor[*big.Int]()
	proxyType  = reflect.TypeFor[jsruntime.Proxy]()
)

// value writes v, or opens it; it reports false for what JSON leaves out.
func (w *writer) value(v jsruntime.Value) bool {
	if o := jsruntime.AsObject(v); o != nil {
		return w.object(o)
	}
	switch {
	case jsruntime.IsString(v):
		w.quote(jsruntime.WTF8(v))
	case jsruntime.IsNull(v):
		w.buf = append(w.buf, "null"...)
	case jsruntime.IsUndefined(v), jsruntime.IsSymbol(v):
		return false
	case jsruntime.IsBigInt(v):
		w.vm.Throwf(jsruntime.TypeError, noBigInt)
	default:
		w.plain(v)
	}
	return true
}

// plain writes a number or a boolean.
func (w *writer) plain(v jsruntime.Value) {
	switch v.ExportType() {
	case intType:
		w.buf = strconv.AppendInt(w.buf, v.ToInteger(), 10)
	case floatType:
		if f := v.ToFloat(); math.IsNaN(f) || math.IsInf(f, 0) {
			w.buf = append(w.buf, "null"...)
			return
		}
		w.buf = append(w.buf, v.String()...)
	case boolType:
		w.buf = strconv.AppendBool(w.buf, v.ToBoolean())
	}
}

// object writes the wrapper of a primitive, or opens an array or object.
func (w *writer) object(o *jsruntime.Object) bool {
	if w.engine.plain.Is(o) {
		w.push(o)
		return true
	}
	switch o.ExportType() {
	case bigIntType:
		w.vm.Throwf(jsruntime.TypeError, noBigInt)
	case proxyType: // which may have been revoked and has no class then
	default:
		switch o.ClassName() {
		case "Number":
			return w.value(o.ToNumber())
		case "String":
			return w.value(o.ToString())
		case "Boolean":
			w.buf = strconv.AppendBool(w.buf, o.Export() == true)
			return true
		case "RawJSON":
			w.buf = append(w.buf, o.Get("rawJSON").String()...)
			return true
		}
	}
	if jsruntime.IsFunction(o) {
		return false
	}
	w.push(o)
	return true
}

// push opens an array or object.
func (w *writer) push(o *jsruntime.Object) {
	if w.opened(o) {
		w.vm.Throwf(jsruntime.TypeError, "Converting circular structure to JSON%s", w.circle(o))
	}
	if len(w.buf) > maxString {
		w.vm.Throwf(jsruntime.RangeError, "Invalid string length")
	}
	f := frame{object: o, array: w.engine.array(w.vm, o)}
	switch {
	case f.array:
		f.length = int(jsruntime.Integer(w.engine.property(w.vm, o, "length")))
	case w.names != nil:
		f.keys = w.names
	default:
		f.first = len(w.simple)
		if w.simple, f.simple = w.engine.plain.Names(w.simple, o); !f.simple {
			f.keys = w.engine.keysOf(w.vm, o)
		}
	}
	if f.array {
		w.buf = append(w.buf, '[')
	} else {
		f.length = len(f.keys)
		if f.simple {
			f.length = len(w.simple) - f.first
		}
		w.buf = append(w.buf, '{')
	}
	w.frames = append(w.frames, f)
	if w.within != nil {
		w.within[o] = true
	}
}

// opened reports whether o is being written already.
func (w *writer) opened(o *jsruntime.Object) bool {
	if w.within != nil {
		return w.within[o]
	}
	for i := range w.frames {
		if w.frames[i].object == o {
			return true
		}
	}
	if len(w.frames) >= many {
		w.within = map[*jsruntime.Object]bool{}
		for _, f := range w.frames {
			w.within[f.object] = true
		}
	}
	return false
}

func itoa(i int) string { return strconv.Itoa(i) }
