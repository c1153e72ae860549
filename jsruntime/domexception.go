package jsruntime

import "slices"

// DOMException is the host side of the class of that name (Web IDL, section 2.8.1).
type DOMException struct {
	Name, Message string
	trace         *trace
}

// legacyCodes are the codes of the names that have one.
var legacyCodes = []string{
	"", "IndexSizeError", "", "HierarchyRequestError", "WrongDocumentError", "InvalidCharacterError",
	"", "NoModificationAllowedError", "NotFoundError", "NotSupportedError", "InUseAttributeError",
	"InvalidStateError", "SyntaxError", "InvalidModificationError", "NamespaceError",
	"InvalidAccessError", "", "TypeMismatchError", "SecurityError", "NetworkError", "AbortError",
	"URLMismatchError", "QuotaExceededError", "TimeoutError", "InvalidNodeTypeError", "DataCloneError",
}

var legacyConstants = []string{
	"", "INDEX_SIZE_ERR", "DOMSTRING_SIZE_ERR", "HIERARCHY_REQUEST_ERR", "WRONG_DOCUMENT_ERR",
	"INVALID_CHARACTER_ERR", "NO_DATA_ALLOWED_ERR", "NO_MODIFICATION_ALLOWED_ERR", "NOT_FOUND_ERR",
	"NOT_SUPPORTED_ERR", "INUSE_ATTRIBUTE_ERR", "INVALID_STATE_ERR", "SYNTAX_ERR",
	"INVALID_MODIFICATION_ERR", "NAMESPACE_ERR", "INVALID_ACCESS_ERR", "VALIDATION_ERR",
	"TYPE_MISMATCH_ERR", "SECURITY_ERR", "NETWORK_ERR", "ABORT_ERR", "URL_MISMATCH_ERR",
	"QUOTA_EXCEEDED_ERR", "TIMEOUT_ERR", "INVALID_NODE_TYPE_ERR", "DATA_CLONE_ERR",
}

// DOMExceptionClass is the class DOMException, whose prototype inherits from Error's.
var DOMExceptionClass = defineDOMException()

func defineDOMException() *Class[DOMException] {
	c := NewClass[DOMException]("DOMException").
		Constructor(0, func(vm *VM, args Args, this *Object) *DOMException {
			e := &DOMException{Name: "Error"}
			if v := args.At(0); !IsUndefined(v) {
				e.Message = domText(vm, v)
			}
			switch options := args.At(1).(type) {
			case *Object:
				if name := options.Get("name"); !IsUndefined(name) {
					e.Name = domText(vm, name)
				}
				if cause := options.Get("cause"); cause != nil {
					must(this.DefineDataProperty("cause", cause, Yes, Yes, No))
				}
			default:
				if !IsUndefined(options) {
					e.Name = domText(vm, options)
				}
			}
			vm.giveMembers(this, e)
			return e
		}).
		Getter("name", func(vm *VM, e *DOMException) Value { return vm.ToValue(e.Name) }).
		Getter("message", func(vm *VM, e *DOMException) Value { return vm.ToValue(e.Message) }).
		Getter("code", func(vm *VM, e *DOMException) Value { return vm.ToValue(e.code()) }).
		Setup(func(vm *VM, _, proto *Object) {
			must(proto.SetPrototype(vm.Get("Error").(*Object).Get("prototype").(*Object)))
		})
	for code, name := range legacyConstants {
		if name != "" {
			c.Const(name, code)
		}
	}
	return c
}

// code is that of the name; 0 if it has none.
func (e *DOMException) code() int {
	if e.Name == "" {
		return 0
	}
	return max(0, slices.Index(legacyCodes, e.Name))
}

// domText is [VM.Text] without what it takes from the class that is defined here.
func domText(vm *VM, v Value) string {
	if IsSymbol(v) {
		panic(vm.NewTypeError("Cannot convert a Symbol value to a string"))
	}
	return v.String()
}

// NewDOMException makes a DOMException.
func (vm *VM) NewDOMException(message, name string) *Object {
	e := &DOMException{Name: name, Message: message}
	o := DOMExceptionClass.New(vm, e)
	vm.giveMembers(o, e)
	return o
}

// giveMembers gives a DOMException members of its own, as the platform does, so that they are in its
// JSON and in copies of it; the standard has them on the prototype, where they are, too. Its stack is
// the one that an Error made here would have.
func (vm *VM) giveMembers(o *Object, e *DOMException) {
	must(o.DefineDataProperty("code", vm.ToValue(e.code()), No, Yes, Yes))
	must(o.DefineDataProperty("name", vm.ToValue(e.Name), No, Yes, Yes))
	must(o.DefineDataProperty("message", vm.ToValue(e.Message), No, Yes, Yes))
	e.trace = vm.takeTrace(vm.CaptureCallStack(0, nil), nil)
	must(o.DefineAccessorProperty("stack", vm.stackGetter, vm.stackSetter, Yes, Yes))
}
