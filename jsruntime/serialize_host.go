package jsruntime

// Cloneable is what the host structs of classes implement whose instances structured cloning carries in
// the bytes, as the platform's format has them; see [VM.OnClone] for the way back.
type Cloneable interface {
	// CloneTag is the platform's number of the class.
	CloneTag() byte
	// CloneTo writes the instance o. What it throws is thrown by the cloning.
	CloneTo(w CloneWriter, o *Object)
}

// Uncloneable is what the host structs of classes implement whose instances cannot be cloned for a
// reason of their own.
type Uncloneable interface {
	// WhyNot is the message of the DataCloneError.
	WhyNot() string
}

// CloneWriter writes the parts of an instance.
type CloneWriter struct {
	w     *writer
	depth int
}

// VM gives the VM of the instance.
func (c CloneWriter) VM() *VM { return c.w.vm }

// Uint writes a number.
func (c CloneWriter) Uint(n uint64) { c.w.varint(n) }

// Text writes a text.
func (c CloneWriter) Text(s string) {
	c.w.varint(uint64(len(s)))
	c.w.buf = append(c.w.buf, s...)
}

// Data writes bytes.
func (c CloneWriter) Data(b []byte) {
	c.w.varint(uint64(len(b)))
	c.w.buf = append(c.w.buf, b...)
}

// Value writes a value of scripts.
func (c CloneWriter) Value(v Value) { c.w.value(v, c.depth+1) }

// CloneReader reads the parts of an instance in the order in which they were written. What is not there
// is thrown as bytes that are no message.
type CloneReader struct {
	r     *reader
	depth int
}

// Uint reads a number.
func (c CloneReader) Uint() uint64 { return c.r.varint() }

// Text reads a text.
func (c CloneReader) Text() string { return string(c.r.take(c.r.varint())) }

// Data reads bytes, which are shared with the message.
func (c CloneReader) Data() []byte { return c.r.take(c.r.varint()) }

// Value reads a value of scripts.
func (c CloneReader) Value() Value { return c.r.value(c.depth + 1) }

// Refuse throws the error of bytes that are no message.
func (c CloneReader) Refuse() { c.r.fail() }

// cloners make instances of Cloneable classes again, by their tags.
var cloners = NewSlot(func(*VM) map[byte]func(*VM, CloneReader) *Object { return map[byte]func(*VM, CloneReader) *Object{} })

// OnClone sets what makes instances of a [Cloneable] class again.
func (vm *VM) OnClone(tag byte, read func(vm *VM, r CloneReader) *Object) {
	cloners.Get(vm)[tag] = read
}

// part finds a capability in what an object carries, or in the structs of its superclasses.
func part[I any](host any) (found I, ok bool) {
	for {
		d, isDerived := host.(*derived)
		if !isDerived {
			found, ok = host.(I)
			return found, ok
		}
		if found, ok = d.self.(I); ok {
			return found, true
		}
		host = d.parent
	}
}
