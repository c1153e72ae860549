package jsruntime

import (
	"bytes"
	"reflect"

	"github.com/dop251/goja"
)

// Message is a value outside of any VM: what structured cloning makes of it. It may be kept,
// written to disk if it holds nothing but Data, and read in another isolate.
type Message struct {
	Data      []byte   // V8's serialization format, version 15
	Externals []any    // what Codec.Encode gave, by index
	Buffers   []Memory // contents of the transferred ArrayBuffers, by index
	// Transferred makes the other transferred objects anew, by index; each is called once.
	Transferred []func(*VM) *Object
}

// Memory is what a transferred ArrayBuffer held.
type Memory struct {
	Bytes     []byte
	Resizable bool
	Max       int // bytes that it may grow to, if it is resizable
}

// Transferable is what the host structs of classes implement whose instances can stand in a
// transfer list.
type Transferable interface {
	// Transfer leaves the instance detached and gives what makes it anew on the other side.
	// It throws DataCloneError for an instance that is detached already.
	Transfer(vm *VM) func(*VM) *Object
}

// Codec carries the objects of hosts, which the format does not know: they travel beside the
// bytes, in [Message.Externals]. The nil Codec knows none.
type Codec struct {
	// Encode gives what stands for o: an instance of a host class, a function, a proxy or,
	// with Strict, an instance of a script's class. ok is false for what it does not know.
	Encode func(vm *VM, o *Object) (external any, ok bool, err error)
	// Decode makes the object again.
	Decode func(vm *VM, external any) (Value, error)
	// Strict refuses instances of classes; otherwise they lose their class.
	Strict bool
	// NewStacks gives errors that keep their own properties a stack without frames instead of
	// that which they had.
	NewStacks bool
}

// maxSerialDepth bounds how deep values nest, where V8 runs out of stack.
const maxSerialDepth = 10000

// Tags of the format (v8/src/objects/value-serializer.cc).
const (
	tagVersion      = 0xFF
	serialVersion   = 15
	tagPadding      = 0
	tagUndefined    = '_'
	tagNull         = '0'
	tagTrue         = 'T'
	tagFalse        = 'F'
	tagInt32        = 'I'
	tagUint32       = 'U'
	tagDouble       = 'N'
	tagBigInt       = 'Z'
	tagUTF8         = 'S'
	tagOneByte      = '"'
	tagTwoByte      = 'c'
	tagReference    = '^'
	tagObject       = 'o'
	tagObjectEnd    = '{'
	tagSparse       = 'a'
	tagSparseEnd    = '@'
	tagDense        = 'A'
	tagDenseEnd     = '$'
	tagHole         = '-'
	tagDate         = 'D'
	tagTrueObject   = 'y'
	tagFalseObject  = 'x'
	tagNumberObject = 'n'
	tagBigIntObject = 'z'
	tagStringObject = 's'
	tagRegExp       = 'R'
	tagMap          = ';'
	tagMapEnd       = ':'
	tagSet          = '\''
	tagSetEnd       = ','
	tagBuffer       = 'B'
	tagResizable    = '~'
	tagTransferred  = 't'
	tagView         = 'V'
	tagError        = 'r'
	tagErrorMessage = 'm'
	tagErrorCause   = 'c'
	tagErrorStack   = 's'
	tagErrorEnd     = '.'
	tagHost         = '\\'
)

// Kinds of host objects, the byte after tagHost.
const (
	hostExternal     = 1 // followed by an index into Message.Externals
	hostTransferred  = 2 // followed by an index into Message.Transferred
	hostDOMException = 7 // followed by name, message and stack as strings
	hostNativeError  = 10
)

// Flags of a view.
const (
	viewTracks    = 1 // its buffer's length
	viewResizable = 2 // its buffer is
)

// viewTags are the kinds of views by their names.
var viewTags = []struct {
	tag  byte
	name string
	size int
}{
	{'b', "Int8Array", 1}, {'B', "Uint8Array", 1}, {'C', "Uint8ClampedArray", 1},
	{'w', "Int16Array", 2}, {'W', "Uint16Array", 2}, {'h', "Float16Array", 2}, {'d', "Int32Array", 4}, {'D', "Uint32Array", 4},
	{'f', "Float32Array", 4}, {'F', "Float64Array", 8}, {'q', "BigInt64Array", 8}, {'Q', "BigUint64Array", 8},
	{'?', "DataView", 1},
}

// errorTags are the error classes that the format tells apart from Error.
var errorTags = []struct {
	tag  byte
	name string
}{{'E', "EvalError"}, {'R', "RangeError"}, {'F', "ReferenceError"}, {'S', "SyntaxError"}, {'T', "TypeError"}, {'U', "URIError"}}

// regExpFlags are the flags of a regular expression by bit.
const regExpFlags = "gimyus\x00dv"

// intrinsics are the engine's own functions that cloning uses, whatever scripts put in the
// places where they were found.
type intrinsics struct {
	object                           *Object // Object.prototype
	weakMap, weakSet, dataView       *Object // prototypes
	getTime, mapEach, setEach        Callable
	mapSet, setAdd, push, bigValueOf Callable
	stringValueOf, describe, freeze  Callable
	errorText, objectText            Value // Error.prototype.toString, Object.prototype.toString
	ctors                            map[string]*Object
}

var intrinsicsSlot = NewSlot(func(vm *VM) *intrinsics {
	proto := func(class string) *Object { return vm.Get(class).(*Object).Get("prototype").(*Object) }
	method := func(class, name string) Callable { return callableOf(proto(class).Get(name)) }
	return &intrinsics{
		object:  proto("Object"),
		weakMap: proto("WeakMap"), weakSet: proto("WeakSet"), dataView: proto("DataView"),
		getTime: method("Date", "getTime"), mapEach: method("Map", "forEach"), setEach: method("Set", "forEach"),
		mapSet: method("Map", "set"), setAdd: method("Set", "add"), push: method("Array", "push"),
		bigValueOf: method("BigInt", "valueOf"), stringValueOf: method("String", "valueOf"),
		freeze:    callableOf(vm.Get("Object").(*Object).Get("freeze")),
		describe:  callableOf(vm.Get("Object").(*Object).Get("getOwnPropertyDescriptor")),
		errorText: proto("Error").Get("toString"), objectText: proto("Object").Get("toString"),
		ctors: map[string]*Object{},
	}
})

// construct makes an instance of a built-in class.
func (in *intrinsics) construct(vm *VM, class string, args ...Value) *Object {
	ctor, ok := in.ctors[class]
	if !ok {
		ctor = vm.GlobalObject().Get(class).(*Object)
		in.ctors[class] = ctor
	}
	o, err := vm.New(ctor, args...)
	if err != nil {
		vm.Rethrow(err)
	}
	return o
}

var proxyType = reflect.TypeFor[goja.Proxy]()

// IsProxy reports whether o is a Proxy.
func IsProxy(o *Object) bool { return o.ExportType() == proxyType }

// Serialize makes a message of v. transfer lists the ArrayBuffers whose contents move, and
// instances of [Transferable] classes: they are detached if all went well. What cannot be cloned gives a DataCloneError, what nests
// too deep a RangeError; a getter's exception comes as it is. With an error the message has the Externals that were
// encoded before, for the codec's owner to give up. Loop only.
func (vm *VM) Serialize(v Value, c *Codec, transfer []Value) (Message, error) {
	w := vm.newWriter(c)
	var transferred []func(*VM) *Object
	if ex := vm.Runtime.Try(func() {
		w.addTransfers(transfer)
		w.value(v, 0)
		for _, t := range w.moving {
			transferred = append(transferred, t.Transfer(vm))
		}
		for _, o := range w.order {
			m := Memory{}
			m.Max, m.Resizable = MaxByteLength(o)
			m.Bytes, _ = Detach(o)
			w.buffers = append(w.buffers, m)
		}
	}); ex != nil {
		return Message{Externals: w.externals}, vm.Wrap(ex.Value())
	}
	return Message{Data: w.buf, Externals: w.externals, Buffers: w.buffers, Transferred: transferred}, nil
}

// SerializeList gives the message that Serialize makes of an array of the values, without an array.
func (vm *VM) SerializeList(values []Value, c *Codec) (Message, error) {
	if len(values) == 0 {
		return Message{Data: emptyList}, nil
	}
	w := vm.newWriter(c)
	if ex := vm.Runtime.Try(func() { w.list(values) }); ex != nil {
		return Message{Externals: w.externals}, vm.Wrap(ex.Value())
	}
	return Message{Data: w.buf, Externals: w.externals}, nil
}

// emptyList is the message of an array without elements, to be read only.
var emptyList = []byte{tagVersion, serialVersion, tagDense, 0, tagDenseEnd, 0, 0}

// DeserializeList gives the elements of the array that a message is of, without an array.
func (vm *VM) DeserializeList(m Message, c *Codec) (values []Value, err error) {
	if bytes.Equal(m.Data, emptyList) {
		return nil, nil
	}
	r := vm.newReader(m, c)
	if ex := vm.Runtime.Try(func() {
		r.header()
		values = r.list()
	}); ex != nil {
		return nil, vm.Wrap(ex.Value())
	}
	return values, nil
}

// Deserialize makes the value of a message. Bytes that are no message give an error; no
// bytes can make it panic or use more memory than some multiple of their own. Loop only.
func (vm *VM) Deserialize(m Message, c *Codec) (Value, error) {
	v, _, err := vm.Receive(m, c)
	return v, err
}

// Receive is Deserialize that also gives what was transferred, ArrayBuffers excepted, in the
// order of the transfer list.
func (vm *VM) Receive(m Message, c *Codec) (v Value, transferred []*Object, err error) {
	r := vm.newReader(m, c)
	if ex := vm.Runtime.Try(func() {
		for _, make := range m.Transferred {
			r.transferred = append(r.transferred, make(vm))
		}
		r.header()
		v = r.value(0)
	}); ex != nil {
		return nil, nil, vm.Wrap(ex.Value())
	}
	return v, r.transferred, nil
}

// Clone is structuredClone inside of one VM.
func (vm *VM) Clone(v Value, c *Codec, transfer []Value) (Value, error) {
	m, err := vm.Serialize(v, c, transfer)
	if err != nil {
		return nil, err
	}
	return vm.Deserialize(m, c)
}
