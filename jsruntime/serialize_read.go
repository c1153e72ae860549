package jsruntime

import (
	"encoding/binary"
	"math"
	"math/big"
	"slices"

	"github.com/dop251/goja"
)

// reader makes the value of a message. What goes wrong is thrown.
type reader struct {
	vm      *VM
	in      *intrinsics
	codec   *Codec
	message Message
	data    []byte // what is left
	version uint64
	objects []*Object // by id; nil while under construction

	transferred []*Object // by index into message.Transferred
}

func (vm *VM) newReader(m Message, c *Codec) *reader {
	return &reader{vm: vm, in: intrinsicsSlot.Get(vm), codec: c, data: m.Data, message: m}
}

// fail throws the error of bytes that are no message.
func (r *reader) fail() {
	r.vm.Throwf(PlainError, "Unable to deserialize cloned data.")
}

func (r *reader) header() {
	if len(r.data) == 0 || r.data[0] != tagVersion {
		r.fail()
	}
	r.data = r.data[1:]
	if r.version = r.varint(); r.version < 9 || r.version > serialVersion {
		r.vm.Throwf(PlainError, "Unable to deserialize cloned data due to invalid or unsupported version.")
	}
}

func (r *reader) byte() byte {
	if len(r.data) == 0 {
		r.fail()
	}
	b := r.data[0]
	r.data = r.data[1:]
	return b
}

// tag reads the next tag behind any padding.
func (r *reader) tag() byte {
	for {
		if b := r.byte(); b != tagPadding {
			return b
		}
	}
}

// peek gives the next tag without taking it; 0 at the end.
func (r *reader) peek() byte {
	for len(r.data) > 0 && r.data[0] == tagPadding {
		r.data = r.data[1:]
	}
	if len(r.data) == 0 {
		return 0
	}
	return r.data[0]
}

func (r *reader) varint() uint64 {
	n, size := binary.Uvarint(r.data)
	if size <= 0 {
		r.fail()
	}
	r.data = r.data[size:]
	return n
}

// take gives the next n bytes, shared with the message.
func (r *reader) take(n uint64) []byte {
	if n > uint64(len(r.data)) {
		r.fail()
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

func (r *reader) double() float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(r.take(8)))
}

// reserve gives the next id to an object that is about to be read.
func (r *reader) reserve() int {
	r.objects = append(r.objects, nil)
	return len(r.objects) - 1
}

func (r *reader) keep(o *Object) *Object {
	r.objects = append(r.objects, o)
	return o
}

// value reads one value and, after a buffer, the view of it.
func (r *reader) value(depth int) Value {
	if depth > maxSerialDepth {
		r.vm.Throwf(RangeError, "Maximum call stack size exceeded")
	}
	v := r.one(r.tag(), depth)
	if r.peek() == tagView {
		if o := AsObject(v); o != nil && IsArrayBuffer(o) {
			r.byte()
			return r.view(o)
		}
	}
	return v
}

func (r *reader) one(tag byte, depth int) Value {
	vm := r.vm
	switch tag {
	case tagUndefined:
		return Undefined()
	case tagNull:
		return Null()
	case tagTrue, tagFalse:
		return vm.ToValue(tag == tagTrue)
	case tagInt32:
		return vm.ToValue(r.int32())
	case tagUint32:
		return vm.ToValue(int64(uint32(r.varint())))
	case tagDouble:
		return vm.ToValue(r.double())
	case tagBigInt:
		return vm.ToValue(r.bigInt())
	case tagUTF8, tagOneByte, tagTwoByte:
		return r.text(tag)
	case tagReference:
		id := r.varint()
		if id >= uint64(len(r.objects)) || r.objects[id] == nil {
			r.fail()
		}
		return r.objects[id]
	case tagObject:
		return r.plain(depth)
	case tagDense:
		return r.dense(depth)
	case tagSparse:
		return r.sparse(depth)
	}
	return r.exotic(tag, depth)
}

func (r *reader) exotic(tag byte, depth int) Value {
	vm := r.vm
	switch tag {
	case tagDate:
		return r.keep(r.in.construct(vm, "Date", vm.ToValue(r.double())))
	case tagTrueObject, tagFalseObject:
		return r.keep(vm.ToValue(tag == tagTrueObject).ToObject(vm.Runtime))
	case tagNumberObject:
		return r.keep(vm.ToValue(r.double()).ToObject(vm.Runtime))
	case tagBigIntObject:
		return r.keep(vm.ToValue(r.bigInt()).ToObject(vm.Runtime))
	case tagStringObject:
		return r.keep(r.string().ToObject(vm.Runtime))
	case tagRegExp:
		return r.keep(r.regExp())
	case tagMap:
		return r.entries("Map", r.in.mapSet, tagMapEnd, 2, depth)
	case tagSet:
		return r.entries("Set", r.in.setAdd, tagSetEnd, 1, depth)
	case tagBuffer:
		return r.keep(vm.NewBuffer(slices.Clone(r.take(r.varint()))))
	case tagResizable:
		size, limit := r.varint(), r.varint()
		if limit < size || limit > math.MaxInt32<<20 {
			r.fail()
		}
		return r.keep(vm.newResizable(slices.Clone(r.take(size)), int(limit)))
	case tagTransferred:
		id := r.varint()
		if id >= uint64(len(r.message.Buffers)) {
			r.fail()
		}
		m := r.message.Buffers[id]
		if m.Resizable {
			return r.keep(vm.newResizable(m.Bytes, m.Max))
		}
		return r.keep(vm.NewBuffer(m.Bytes))
	case tagError:
		return r.error(depth)
	case tagHost:
		return r.host(depth)
	}
	r.fail()
	return nil
}

func (r *reader) int32() int32 {
	n := uint32(r.varint())
	return int32(n>>1) ^ -int32(n&1)
}

func (r *reader) bigInt() *big.Int {
	field := r.varint()
	digits := slices.Clone(r.take(field >> 1))
	slices.Reverse(digits)
	x := new(big.Int).SetBytes(digits)
	if field&1 != 0 {
		x.Neg(x)
	}
	return x
}

// string reads a value that must be a string.
func (r *reader) string() Value { return r.text(r.tag()) }

func (r *reader) text(tag byte) Value {
	switch tag {
	case tagUTF8:
		return r.vm.ToValue(string(r.take(r.varint())))
	case tagOneByte:
		b := r.take(r.varint())
		if !isASCII(b) {
			return latin1(b)
		}
		return r.vm.plain.Text(string(b))
	case tagTwoByte:
		b := r.take(r.varint())
		if len(b)%2 != 0 {
			r.fail()
		}
		units := make([]uint16, len(b)/2)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(b[2*i:])
		}
		return goja.StringFromUTF16(units)
	}
	r.fail()
	return nil
}

func latin1(b []byte) Value {
	units := make([]uint16, len(b))
	for i, c := range b {
		units[i] = uint16(c)
	}
	return goja.StringFromUTF16(units)
}

// plain reads a plain object.
func (r *reader) plain(depth int) Value {
	o := r.keep(r.vm.NewObject())
	r.fields(tagObjectEnd, depth, func(key string, v Value) error { r.vm.plain.set(o, key, v); return nil })
	return o
}

// properties reads what an array has besides its elements.
func (r *reader) properties(o *Object, end byte, depth int) {
	r.fields(end, depth, func(key string, v Value) error { return o.DefineDataProperty(key, v, Yes, Yes, Yes) })
}

// fields reads keys and values up to the end tag and checks their number.
func (r *reader) fields(end byte, depth int, set func(key string, v Value) error) {
	var count uint64
	for {
		tag := r.tag()
		if tag == end {
			break
		}
		key := r.key(tag, depth)
		must(set(key, r.value(depth+1)))
		count++
	}
	if r.varint() != count {
		r.fail()
	}
}

// key reads the name of a property. Nearly all are plain ASCII.
func (r *reader) key(tag byte, depth int) string {
	switch tag {
	case tagOneByte:
		b := r.take(r.varint())
		if isASCII(b) {
			return r.vm.plain.name(b)
		}
		return latin1(b).String()
	case tagInt32, tagUint32, tagDouble, tagUTF8, tagTwoByte:
		return r.one(tag, depth).String()
	}
	r.fail()
	return ""
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

// pushed is how many elements are given to an array at a time.
const pushed = 256

func (r *reader) dense(depth int) Value {
	length := r.varint()
	if length > uint64(len(r.data)) { // an element takes at least a byte
		r.fail()
	}
	a := r.keep(r.vm.NewArray())
	items := make([]Value, 0, min(length, pushed))
	flush := func() {
		r.vm.Call(r.in.push, a, items...)
		items = items[:0]
	}
	for i := range length {
		if r.peek() == tagHole {
			r.byte()
			flush()
			must(a.Set("length", i+1))
			continue
		}
		if items = append(items, r.value(depth+1)); len(items) == pushed {
			flush()
		}
	}
	flush()
	r.properties(a, tagDenseEnd, depth)
	if r.varint() != length {
		r.fail()
	}
	return a
}

// list reads the elements of a dense array that has no other properties, and is the first of the
// message's objects. There is no object for it that anything could refer to.
func (r *reader) list() []Value {
	if r.tag() != tagDense {
		r.fail()
	}
	length := r.varint()
	if length > uint64(len(r.data)) { // an element takes at least a byte
		r.fail()
	}
	r.reserve()
	values := make([]Value, 0, min(length, pushed))
	for range length {
		if r.peek() == tagHole {
			r.byte()
			values = append(values, Undefined())
			continue
		}
		values = append(values, r.value(1))
	}
	if r.tag() != tagDenseEnd || r.varint() != 0 || r.varint() != length {
		r.fail()
	}
	return values
}

func (r *reader) sparse(depth int) Value {
	length := r.varint()
	if length > math.MaxUint32 {
		r.fail()
	}
	a := r.keep(r.vm.NewArray())
	must(a.Set("length", int64(length)))
	r.properties(a, tagSparseEnd, depth)
	if r.varint() != length {
		r.fail()
	}
	return a
}

func (r *reader) entries(class string, add Callable, end byte, width, depth int) Value {
	o := r.keep(r.in.construct(r.vm, class))
	var count uint64
	for r.peek() != end {
		args := make([]Value, width)
		for i := range args {
			args[i] = r.value(depth + 1)
		}
		r.vm.Call(add, o, args...)
		count += uint64(width)
	}
	r.byte()
	if r.varint() != count {
		r.fail()
	}
	return o
}

func (r *reader) regExp() *Object {
	pattern, bits := r.string(), r.varint()
	flags := ""
	for i, f := range regExpFlags {
		if bits&(1<<i) != 0 && f != 0 {
			flags += string(f)
		}
	}
	return r.in.construct(r.vm, "RegExp", pattern, r.vm.ToValue(flags))
}

func (r *reader) view(buffer *Object) Value {
	tag, offset, length := r.byte(), r.varint(), r.varint()
	var flags uint64
	if r.version >= 14 {
		flags = r.varint()
	}
	size := uint64(len(buffer.Export().(ArrayBuffer).Bytes()))
	if offset > size || length > size-offset {
		r.fail()
	}
	for _, t := range viewTags {
		if t.tag != tag {
			continue
		}
		unit := uint64(t.size)
		if offset%unit != 0 || length%unit != 0 {
			r.fail()
		}
		args := []Value{buffer, r.vm.ToValue(offset), r.vm.ToValue(length / unit)}
		if flags&viewTracks != 0 && IsResizable(buffer) {
			args = args[:2]
		}
		return r.keep(r.in.construct(r.vm, t.name, args...))
	}
	r.fail()
	return nil
}

func (r *reader) error(depth int) Value {
	id := r.reserve()
	class := "Error"
	var args []Value
	var o *Object
	made := func() *Object { // before the cause, which may refer to the error
		if o == nil {
			o = r.in.construct(r.vm, class, args...)
			r.objects[id] = o
			r.vm.SetStack(o, Undefined())
		}
		return o
	}
	for {
		switch tag := r.byte(); tag {
		case tagErrorMessage:
			args = []Value{r.string()}
		case tagErrorCause:
			e := made()
			must(e.DefineDataProperty("cause", r.value(depth+1), Yes, Yes, No))
		case tagErrorStack:
			r.vm.SetStack(made(), r.string())
		case tagErrorEnd:
			return made()
		default:
			class = r.errorClass(tag)
		}
	}
}

func (r *reader) errorClass(tag byte) string {
	for _, t := range errorTags {
		if t.tag == tag {
			return t.name
		}
	}
	r.fail()
	return ""
}

// host reads what the format leaves to hosts.
func (r *reader) host(depth int) Value {
	id := r.reserve()
	var o *Object
	switch tag := r.byte(); tag {
	case hostDOMException:
		name, message, stack := r.string().String(), r.string().String(), r.string()
		o = r.vm.NewDOMException(message, name)
		r.vm.SetStack(o, stack)
	case hostTransferred:
		n := r.varint()
		if n >= uint64(len(r.transferred)) {
			r.fail()
		}
		o = r.transferred[n]
	case hostExternal:
		n := r.varint()
		if n >= uint64(len(r.message.Externals)) || r.codec == nil || r.codec.Decode == nil {
			r.fail()
		}
		v, err := r.codec.Decode(r.vm, r.message.Externals[n])
		if err != nil {
			r.vm.Throw(err)
		}
		if o = AsObject(v); o == nil {
			return v
		}
	case hostNativeError:
		return r.wholeError(id, depth)
	default:
		read := cloners.Get(r.vm)[tag]
		if read == nil {
			r.vm.Throwf(DOMError+"DataCloneError", "Could not deserialize object: its type is not known.")
		}
		o = read(r.vm, CloneReader{r, depth})
	}
	r.objects[id] = o
	return o
}
