package fetch

import (
	"strings"
	"sync"

	"paddock/jsruntime"
	"paddock/jsruntime/json"
	"paddock/polyfills/blob"
	"paddock/polyfills/compat"
	"paddock/polyfills/encoding"
	"paddock/polyfills/formdata"
	"paddock/polyfills/headers"
)

// message is what Request and Response have in common: the host side of their superclass Body.
type message struct {
	body    Body
	headers headers.Headers
	object  *jsruntime.Object // the Headers object, made when first asked for
}

// bodyClass is the class Body, which scripts cannot construct.
var bodyClass = jsruntime.NewClass[message]("Body")

// standAlone makes a class one whose constructor has Function.prototype behind it: to the standard, Body is no class.
func standAlone(vm *jsruntime.VM, ctor *jsruntime.Object) {
	if err := ctor.SetPrototype(bodyClass.Object(vm).Prototype()); err != nil {
		vm.Throw(err)
	}
}

// headersObject gives the Headers object.
func (m *message) headersObject(vm *jsruntime.VM) jsruntime.Value {
	if m.object == nil {
		m.object = headers.Wrap(vm, &m.headers)
	}
	return m.object
}

// contentType gives the last Content-Type, "" for none.
func (m *message) contentType() string {
	values := m.headers.Header["Content-Type"]
	if len(values) == 0 {
		return ""
	}
	return values[len(values)-1]
}

// nameType sets the Content-Type that goes with the body unless there is one.
func (m *message) nameType() {
	if m.body.mime != "" && len(m.headers.Header["Content-Type"]) == 0 {
		m.headers.Header["Content-Type"] = []string{m.body.mime}
	}
}

// twin gives a copy with a body of its own; it throws when there is none to give.
func (m *message) twin(vm *jsruntime.VM) message {
	body, err := m.body.tee(vm)
	if err != nil {
		vm.Throw(err)
	}
	return message{body: body, headers: headers.Headers{Header: m.headers.Header.Clone(), Guard: m.headers.Guard}}
}

var defineBody = sync.OnceFunc(func() {
	reads := func(name string, convert func(vm *jsruntime.VM, m *message, data []byte) (jsruntime.Value, error)) {
		bodyClass.AsyncMethod(name, 0, func(vm *jsruntime.VM, m *message, _ jsruntime.Args) (jsruntime.Value, error) {
			return m.body.consume(vm, func(vm *jsruntime.VM, data []byte) (jsruntime.Value, error) { return convert(vm, m, data) })
		})
	}
	bodyClass.Getter("body", func(vm *jsruntime.VM, m *message) jsruntime.Value { return m.body.asStream(vm) })
	bodyClass.Getter("bodyUsed", func(vm *jsruntime.VM, m *message) jsruntime.Value {
		return vm.ToValue(m.body.present && m.body.isUsed())
	})
	reads("arrayBuffer", func(vm *jsruntime.VM, _ *message, data []byte) (jsruntime.Value, error) {
		return vm.NewBuffer(data), nil
	})
	reads("bytes", func(vm *jsruntime.VM, _ *message, data []byte) (jsruntime.Value, error) {
		return vm.NewBytes(data), nil
	})
	reads("text", func(vm *jsruntime.VM, _ *message, data []byte) (jsruntime.Value, error) {
		return vm.ToValue(readText(vm, data)), nil
	})
	reads("json", func(vm *jsruntime.VM, _ *message, data []byte) (jsruntime.Value, error) {
		return json.Parse(vm, readText(vm, data)), nil
	})
	reads("formData", func(vm *jsruntime.VM, m *message, data []byte) (jsruntime.Value, error) {
		kind := m.contentType()
		if kind == "" && len(m.headers.Header["Content-Type"]) > 0 {
			kind = " " // one that says nothing is not none
		}
		f, err := formdata.Parse(data, kind, vm.Breathe)
		if err != nil {
			return nil, err
		}
		if !compat.Of(vm).Has("formdata_parser_supports_files") {
			f.FilesToText()
		}
		return formdata.New(vm, f), nil
	})
	reads("blob", func(vm *jsruntime.VM, m *message, data []byte) (jsruntime.Value, error) {
		values := m.headers.Header["Content-Type"]
		if !compat.Of(vm).Has("blob_standard_mime_type") {
			return blob.New(vm, data, strings.Join(values, ", ")), nil
		}
		mime, _ := blob.ExtractMIME(values)
		return blob.New(vm, data, mime.String()), nil
	})
})

// readText reads text; a byte order mark was part of it in the past.
func readText(vm *jsruntime.VM, data []byte) string {
	if !compat.Of(vm).Has("strip_bom_in_read_all_text") {
		return encoding.UTF8(data)
	}
	return encoding.Text(data)
}
