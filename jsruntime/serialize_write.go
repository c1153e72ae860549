package jsruntime

import (
	"encoding/binary"
	"math"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// writer makes a message. What goes wrong is thrown.
type writer struct {
	vm        *VM
	in        *intrinsics
	codec     *Codec
	buf       []byte
	ids       map[*Object]uint64 // of every object written, by order
	first     uint64             // the first of them
	transfers map[*Object]uint64
	order     []*Object // the transferred buffers
	moving    []Transferable
	externals []any
	buffers   []Memory
}

// newWriter makes a writer behind the head of a message.
func (vm *VM) newWriter(c *Codec) *writer {
	return &writer{vm: vm, in: intrinsicsSlot.Get(vm), codec: c, buf: append(make([]byte, 0, 64), tagVersion, serialVersion)}
}

func (w *writer) refuse(format string, args ...any) {
	w.vm.Throwf(DOMError+"DataCloneError", format, args...)
}

func (w *writer) addTransfers(transfer []Value) {
	for _, v := range transfer {
		o := AsObject(v)
		var moving Transferable
		if o != nil {
			host, _ := Host(o)
			moving, _ = host.(Transferable)
		}
		if moving == nil && (o == nil || !IsArrayBuffer(o)) {
			w.vm.Throwf(TypeError, "Object is not transferable")
		}
		if _, twice := w.transfers[o]; twice {
			w.refuse("%s occurs in the transfer list twice", className(o))
		}
		if w.transfers == nil {
			w.transfers = map[*Object]uint64{}
		}
		if moving != nil {
			w.transfers[o] = uint64(len(w.moving))
			w.moving = append(w.moving, moving)
			continue
		}
		if o.Export().(ArrayBuffer).Detached() {
			w.refuse("An ArrayBuffer is detached and could not be cloned.")
		}
		if IsPinned(o) {
			w.refuse("Object is not transferable.")
		}
		w.transfers[o] = uint64(len(w.order))
		w.order = append(w.order, o)
	}
}

func (w *writer) tag(b byte)      { w.buf = append(w.buf, b) }
func (w *writer) varint(n uint64) { w.buf = binary.AppendUvarint(w.buf, n) }
func (w *writer) double(f float64) {
	w.buf = binary.LittleEndian.AppendUint64(w.buf, math.Float64bits(f))
}

func (w *writer) value(v Value, depth int) {
	switch v := v.(type) {
	case nil:
		w.tag(tagUndefined)
		return
	case goja.String:
		w.string(v)
		return
	case *Object:
		w.object(v, depth)
		return
	case *Symbol:
		w.refuse("%s could not be cloned.", w.vm.Sketch(v))
	}
	switch x := v.Export().(type) {
	case nil:
		if IsNull(v) {
			w.tag(tagNull)
		} else {
			w.tag(tagUndefined)
		}
	case bool:
		if x {
			w.tag(tagTrue)
		} else {
			w.tag(tagFalse)
		}
	case int64:
		w.int(x)
	case float64:
		w.tag(tagDouble)
		w.double(x)
	case *big.Int:
		w.tag(tagBigInt)
		w.bigInt(x)
	default:
		w.refuse("%s could not be cloned.", v.String())
	}
}

func (w *writer) int(n int64) {
	if n < math.MinInt32 || n > math.MaxInt32 {
		w.tag(tagDouble)
		w.double(float64(n))
		return
	}
	w.tag(tagInt32)
	w.varint(uint64(uint32(int32(n)<<1) ^ uint32(int32(n)>>31)))
}

// bigInt writes the bit field (length and sign) and the digits, in whole words of 8 bytes.
func (w *writer) bigInt(x *big.Int) {
	digits := x.Bytes()
	size := (len(digits) + 7) / 8 * 8
	field := uint64(size) << 1
	if x.Sign() < 0 {
		field |= 1
	}
	w.varint(field)
	for i := len(digits) - 1; i >= 0; i-- {
		w.tag(digits[i])
	}
	for range size - len(digits) {
		w.tag(0)
	}
}

func (w *writer) goString(s string) {
	for i := range len(s) {
		if s[i] >= 0x80 {
			w.string(w.vm.ToValue(s).(goja.String))
			return
		}
	}
	w.tag(tagOneByte)
	w.varint(uint64(len(s)))
	w.buf = append(w.buf, s...)
}

func (w *writer) string(s goja.String) {
	n := s.Length()
	if text := s.String(); len(text) == n { // ASCII: anything else is longer in UTF-8
		w.tag(tagOneByte)
		w.varint(uint64(n))
		w.buf = append(w.buf, text...)
		return
	}
	narrow := true
	for i := 0; i < n && narrow; i++ {
		narrow = s.CharAt(i) <= 0xFF
	}
	if narrow {
		w.tag(tagOneByte)
		w.varint(uint64(n))
		for i := range n {
			w.tag(byte(s.CharAt(i)))
		}
		return
	}
	size := uint64(2 * n)
	if (len(w.buf)+1+len(binary.AppendUvarint(nil, size)))&1 != 0 {
		w.tag(tagPadding) // two-byte text is aligned
	}
	w.tag(tagTwoByte)
	w.varint(size)
	for i := range n {
		w.buf = binary.LittleEndian.AppendUint16(w.buf, s.CharAt(i))
	}
}

// reference writes a back reference to an object that was written before; else it numbers it.
func (w *writer) reference(o *Object) bool {
	if id, seen := w.ids[o]; seen {
		w.tag(tagReference)
		w.varint(id)
		return true
	}
	w.number(o)
	return false
}

func (w *writer) number(o *Object) {
	if w.ids == nil {
		w.ids = map[*Object]uint64{}
	}
	w.ids[o] = w.first + uint64(len(w.ids))
}

func (w *writer) object(o *Object, depth int) {
	if depth > maxSerialDepth {
		w.vm.Throwf(RangeError, "Maximum call stack size exceeded")
	}
	if _, seen := w.ids[o]; seen {
		w.reference(o)
		return
	}
	if w.plain(o) {
		w.number(o)
		w.tag(tagObject)
		w.tagged(tagObjectEnd, w.properties(o, o.Keys(), depth))
		return
	}
	kind := w.vm.KindOf(o)
	if kind == "View" {
		w.view(o, depth)
		return
	}
	w.number(o)
	if kind == "Function" || kind == "Proxy" {
		w.external(o)
		return
	}
	if host, ok := o.Get(hostKey).(*cell); ok && kind != "ArrayBuffer" {
		w.host(o, host.host, depth)
		return
	}
	w.exotic(o, kind, depth)
}

// plain reports whether o is what a literal makes, for sure.
func (w *writer) plain(o *Object) bool {
	return o.Prototype() == w.in.object && o.ClassName() == "Object" && o.ExportType() == plainType && o.Get(hostKey) == nil
}

var plainType = reflect.TypeFor[map[string]any]()

// external hands an object to the codec, which must take it.
func (w *writer) external(o *Object) {
	if !w.carried(o) {
		w.reject(o)
	}
}

// carried hands an object to the codec, and reports whether there is one that takes it.
func (w *writer) carried(o *Object) bool {
	if w.codec == nil || w.codec.Encode == nil {
		return false
	}
	external, ok, err := w.codec.Encode(w.vm, o)
	if err != nil {
		w.vm.Throw(err)
	}
	if !ok {
		return false
	}
	w.tag(tagHost)
	w.tag(hostExternal)
	w.varint(uint64(len(w.externals)))
	w.externals = append(w.externals, external)
	return true
}

// reject throws the error of an object that nothing carries.
func (w *writer) reject(o *Object) {
	if host, ok := carried(o); ok && w.codec == nil { // a proxy or a function of the host's
		if IsFunction(o) {
			w.refuse("#<%s> could not be cloned.", className(o))
		}
		if u, ok := part[Uncloneable](host); ok {
			w.refuse("%s", u.WhyNot())
		}
	}
	if IsProxy(o) || IsFunction(o) {
		w.refuse("%s could not be cloned.", w.vm.Sketch(o))
	}
	if o.Get(hostKey) != nil || (w.codec != nil && w.codec.Strict) {
		w.refuse("Could not serialize object of type \"%s\". This type does not support serialization.", className(o))
	}
	w.refuse("%s could not be cloned.", w.vm.Sketch(o))
}

// className is the name of an object's constructor.
func className(o *Object) string {
	if ctor := AsObject(o.Get("constructor")); ctor != nil {
		if name := ctor.Get("name"); IsString(name) && name.String() != "" {
			return name.String()
		}
	}
	return "Object"
}

func (w *writer) host(o *Object, host any, depth int) {
	if id, ok := w.transfers[o]; ok {
		w.tag(tagHost)
		w.tag(hostTransferred)
		w.varint(id)
		return
	}
	if e, ok := as[DOMException](host); ok {
		w.tag(tagHost)
		w.tag(hostDOMException)
		w.goString(e.Name)
		w.goString(e.Message)
		stack := ""
		if v := o.Get("stack"); IsString(v) {
			stack = v.String()
		}
		w.goString(stack)
		return
	}
	u, refuses := part[Uncloneable](host)
	if refuses && w.codec == nil {
		w.refuse("%s", u.WhyNot())
	}
	if w.carried(o) {
		return
	}
	if c, ok := part[Cloneable](host); ok && !refuses {
		w.tag(tagHost)
		w.tag(c.CloneTag())
		c.CloneTo(CloneWriter{w, depth}, o)
		return
	}
	w.reject(o)
}

func (w *writer) tagged(tag byte, n uint64) {
	w.tag(tag)
	w.varint(n)
}

// properties writes keys and values; a property that a getter deleted meanwhile is left out.
func (w *writer) properties(o *Object, keys []string, depth int) (count uint64) {
	for _, key := range keys {
		v := o.Get(key)
		if v == nil {
			continue
		}
		if n, ok := arrayIndex(key); ok {
			w.int(n)
		} else {
			w.goString(key)
		}
		w.value(v, depth+1)
		count++
	}
	return count
}

// arrayIndex reads a property name that is an array index.
func arrayIndex(key string) (int64, bool) {
	if key == "" || len(key) > 10 || key[0] < '0' || key[0] > '9' || (key[0] == '0' && len(key) > 1) {
		return 0, false
	}
	n, err := strconv.ParseInt(key, 10, 64)
	return n, err == nil && n < math.MaxUint32
}

func (w *writer) array(o *Object, depth int) {
	length := o.Get("length").ToInteger()
	keys := o.Keys()
	// Own keys begin with the indexes, in ascending order.
	dense := length == 0 || int64(len(keys)) >= length && keys[length-1] == strconv.FormatInt(length-1, 10)
	if !dense {
		w.tagged(tagSparse, uint64(length))
		n := w.properties(o, keys, depth)
		w.tagged(tagSparseEnd, n)
		w.varint(uint64(length))
		return
	}
	w.tagged(tagDense, uint64(length))
	for i := range length {
		v := o.Get(keys[i])
		if v == nil {
			w.tag(tagHole) // a getter shortened the array
			continue
		}
		w.value(v, depth+1)
	}
	n := w.properties(o, keys[length:], depth)
	w.tagged(tagDenseEnd, n)
	w.varint(uint64(length))
}

// list writes an array of values, which is the first of the message's objects.
func (w *writer) list(values []Value) {
	w.first = 1
	w.tagged(tagDense, uint64(len(values)))
	for _, v := range values {
		w.value(v, 1)
	}
	w.tagged(tagDenseEnd, 0)
	w.varint(uint64(len(values)))
}

func (w *writer) arrayBuffer(o *Object) {
	if id, ok := w.transfers[o]; ok {
		w.tagged(tagTransferred, id)
		return
	}
	b := o.Export().(ArrayBuffer)
	if b.Detached() {
		w.refuse("An ArrayBuffer is detached and could not be cloned.")
	}
	if limit, resizable := MaxByteLength(o); resizable {
		w.tagged(tagResizable, uint64(len(b.Bytes())))
		w.varint(uint64(limit))
	} else {
		w.tagged(tagBuffer, uint64(len(b.Bytes())))
	}
	w.buf = append(w.buf, b.Bytes()...)
}

// view writes the buffer, or a reference to it, and the view after it.
func (w *writer) view(o *Object, depth int) {
	buffer := BufferOf(o)
	var flags uint64
	if IsResizable(buffer) {
		switch {
		case buffer.Export().(ArrayBuffer).Detached(): // is refused with its buffer
		case Outside(o) && showsBytes(o):
			w.refuse("#<DataView> could not be cloned.")
		case Outside(o):
			w.refuse("[object Object] could not be cloned.") // V8 names no class here
		}
		flags = viewResizable
		if Tracks(o) {
			flags |= viewTracks
		}
	}
	w.object(buffer, depth+1)
	w.number(o)
	view, _ := AsView(o) // a DataView tells its size while it has a buffer only
	for _, t := range viewTags {
		if t.name == view.Kind {
			w.tag(tagView)
			w.tag(t.tag)
			w.varint(uint64(view.Offset))
			w.varint(uint64(view.Length))
			w.varint(flags)
			return
		}
	}
	w.refuse("#<%s> could not be cloned.", view.Kind)
}

// exotic writes the built-in classes.
func (w *writer) exotic(o *Object, kind string, depth int) {
	in := w.in
	switch kind {
	case "Array":
		w.array(o, depth)
	case "ArrayBuffer":
		w.arrayBuffer(o)
	case "Date":
		w.tag(tagDate)
		w.double(w.vm.Call(in.getTime, o).ToFloat())
	case "RegExp":
		w.tag(tagRegExp)
		w.goString(o.Get("source").String())
		var bits uint64
		for _, f := range o.Get("flags").String() {
			if i := strings.IndexRune(regExpFlags, f); i >= 0 {
				bits |= 1 << i
			}
		}
		w.varint(bits)
	case "Map":
		w.entries(o, in.mapEach, tagMap, tagMapEnd, 2, depth)
	case "Set":
		w.entries(o, in.setEach, tagSet, tagSetEnd, 1, depth)
	case "Error":
		if w.vm.wholeErrors {
			w.wholeError(o, depth)
			return
		}
		w.error(o, depth)
	case "String":
		w.tag(tagStringObject)
		w.string(w.vm.Call(in.stringValueOf, o).(goja.String))
	case "Number", "Boolean":
		w.wrapper(o)
	case "BigInt":
		w.tag(tagBigIntObject)
		w.bigInt(w.vm.Call(in.bigValueOf, o).Export().(*big.Int))
	case "Symbol":
		w.external(o)
	case "Object", "Math", "JSON", "global":
		w.other(o, depth)
	default:
		w.external(o)
	}
}

// uncloned are the classes of the language that look like plain objects but cannot be cloned.
var uncloned = []string{"Symbol", "Generator", "AsyncGenerator", "Array Iterator", "Map Iterator", "Set Iterator", "String Iterator", "RegExp String Iterator"}

// other writes objects that are no literals: of classes of scripts, without a prototype.
func (w *writer) other(o *Object, depth int) {
	if tag := o.GetSymbol(SymToStringTag); IsString(tag) && slices.Contains(uncloned, tag.String()) {
		w.refuse("[object %s] could not be cloned.", tag)
	}
	if p := o.Prototype(); w.codec != nil && w.codec.Strict && (p == nil || p != w.in.object) {
		w.external(o)
		return
	}
	w.tag(tagObject)
	w.tagged(tagObjectEnd, w.properties(o, o.Keys(), depth))
}

func (w *writer) wrapper(o *Object) {
	switch x := o.Export().(type) {
	case bool:
		if x {
			w.tag(tagTrueObject)
		} else {
			w.tag(tagFalseObject)
		}
	case int64:
		w.tag(tagNumberObject)
		w.double(float64(x))
	case float64:
		w.tag(tagNumberObject)
		w.double(x)
	default:
		w.external(o)
	}
}

// entries writes a Map or a Set as it is at this moment: getters of its values may change it.
func (w *writer) entries(o *Object, each Callable, begin, end byte, width, depth int) {
	var items []Value
	w.vm.Call(each, o, w.vm.ToValue(func(call FunctionCall) Value {
		if width == 2 {
			items = append(items, call.Argument(1))
		}
		items = append(items, call.Argument(0))
		return Undefined()
	}))
	w.tag(begin)
	for _, v := range items {
		w.value(v, depth+1)
	}
	w.tagged(end, uint64(len(items)))
}

// error writes an Error with message, stack and cause, which are all that survive. V8 reads them in
// this order only.
func (w *writer) error(o *Object, depth int) {
	w.tag(tagError)
	name := o.Get("name")
	for _, t := range errorTags {
		if IsString(name) && name.String() == t.name {
			w.tag(t.tag)
		}
	}
	own := map[string]bool{}
	for _, key := range o.GetOwnPropertyNames() {
		own[key] = true
	}
	if own["message"] {
		w.tag(tagErrorMessage)
		w.goString(o.Get("message").String())
	}
	if stack := o.Get("stack"); IsString(stack) {
		w.tag(tagErrorStack)
		w.goString(w.vm.MapStack(stack.String()))
	}
	if own["cause"] {
		w.tag(tagErrorCause)
		w.value(o.Get("cause"), depth+1)
	}
	w.tag(tagErrorEnd)
}
