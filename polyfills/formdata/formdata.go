// Package formdata is FormData of the XMLHttpRequest standard, with its two forms on the wire.
//
// The one idea: a list of names with text or a file; multipart and urlencoded bodies are read
// into it and written from it in Go.
package formdata

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/textproto"
	"slices"
	"strings"
	"sync"

	"paddock/jsruntime"
	"paddock/polyfills/blob"
	"paddock/polyfills/url"
)

// FormData is the host side of the class.
type FormData struct{ entries []entry }

type entry struct {
	name string
	text string
	file *blob.File        // nil for text
	show *jsruntime.Object // the file's object, made once
}

// API gives the global.
func API() jsruntime.API {
	define()
	return jsruntime.API{Name: "formdata", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"FormData": func(vm *jsruntime.VM) jsruntime.Value { return class.Object(vm) },
	}}
}

// From gives the host side of a FormData object.
func From(v jsruntime.Value) (*FormData, bool) { return class.From(v) }

// New makes the object of a list.
func New(vm *jsruntime.VM, f *FormData) *jsruntime.Object { return class.New(vm, f) }

// Parse reads a body by its Content-Type.
func Parse(body []byte, contentType string) (*FormData, error) {
	if contentType == "" {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Parsing a Body as FormData requires a Content-Type header.")
	}
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind, _, _ = strings.Cut(contentType, ";")
		kind = strings.ToLower(strings.TrimSpace(kind))
	}
	switch kind {
	case "application/x-www-form-urlencoded":
		f := &FormData{}
		url.Pairs(string(body), func(name, value string) { f.entries = append(f.entries, entry{name: name, text: value}) })
		return f, nil
	case "multipart/form-data":
		return parseMultipart(body, params["boundary"])
	}
	return nil, jsruntime.Errorf(jsruntime.TypeError, "Unrecognized Content-Type header value. FormData can only parse the following MIME types: multipart/form-data, application/x-www-form-urlencoded")
}

func parseMultipart(body []byte, boundary string) (*FormData, error) {
	if boundary == "" {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "No boundary string in Content-Type header. The multipart/form-data MIME type requires a boundary parameter, e.g. 'Content-Type: multipart/form-data; boundary=\"abcd\"'. See RFC 7578, section 4.")
	}
	f := &FormData{}
	for r := multipart.NewReader(bytes.NewReader(body), boundary); ; {
		part, err := r.NextRawPart()
		if err == io.EOF {
			return f, nil
		}
		if err != nil {
			return nil, jsruntime.Errorf(jsruntime.TypeError, "%s", "Failed to parse multipart body: "+err.Error())
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return nil, jsruntime.Errorf(jsruntime.TypeError, "%s", "Failed to parse multipart body: "+err.Error())
		}
		_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
		name, named := params["name"]
		if err != nil || !named {
			return nil, jsruntime.Errorf(jsruntime.TypeError, "No valid Content-Disposition header found in FormData part.")
		}
		if filename, ok := params["filename"]; ok {
			f.entries = append(f.entries, entry{name: name, file: &blob.File{
				Blob: blob.Blob{Data: data, Type: blob.MIME(part.Header.Get("Content-Type"))}, Name: filename,
			}})
			continue
		}
		f.entries = append(f.entries, entry{name: name, text: strings.ToValidUTF8(string(data), "\uFFFD")})
	}
}

// Encode writes the list as multipart/form-data and gives its Content-Type.
func (f *FormData) Encode() (body []byte, contentType string) {
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails
	boundary := "----formdata-" + hex.EncodeToString(random[:])
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.SetBoundary(boundary) // the boundary is valid
	for _, e := range f.entries {
		h := textproto.MIMEHeader{}
		disposition := fmt.Sprintf(`form-data; name="%s"`, escape(e.name))
		data := []byte(e.text)
		if e.file != nil {
			disposition += fmt.Sprintf(`; filename="%s"`, escape(e.file.Name))
			kind := e.file.Type
			if kind == "" {
				kind = "application/octet-stream"
			}
			h.Set("Content-Type", kind)
			data = e.file.Data
		}
		h.Set("Content-Disposition", disposition)
		part, _ := w.CreatePart(h) // a buffer takes everything
		_, _ = part.Write(data)
	}
	_ = w.Close()
	return b.Bytes(), "multipart/form-data; boundary=" + boundary
}

// escape follows the standard's "escape a multipart/form-data name".
func escape(s string) string {
	return strings.NewReplacer("\r", "%0D", "\n", "%0A", `"`, "%22").Replace(s)
}

func (e *entry) value(vm *jsruntime.VM) jsruntime.Value {
	if e.file == nil {
		return vm.ToValue(e.text)
	}
	if e.show == nil {
		e.show = blob.NewFile(vm, e.file)
	}
	return e.show
}

// newEntry makes an entry of the arguments (name, value, filename).
func newEntry(vm *jsruntime.VM, args jsruntime.Args, method string) entry {
	if len(args) < 2 {
		vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'FormData': parameter %d is not of type 'string'.", method, len(args)+1)
	}
	e := entry{name: args.At(0).String()}
	b, isBlob := blob.From(args.At(1))
	if !isBlob {
		e.text = args.At(1).String()
		return e
	}
	f, isFile := blob.FileFrom(args.At(1))
	if !isFile {
		f = &blob.File{Blob: *b, Name: "blob", LastModified: vm.Now().UnixMilli()}
	} else {
		e.show = args.At(1).(*jsruntime.Object)
	}
	if v := args.At(2); !jsruntime.IsUndefined(v) {
		renamed := *f
		renamed.Name = v.String()
		f, e.show = &renamed, nil
	}
	e.file = f
	return e
}

var class = jsruntime.NewClass[FormData]("FormData")

// define completes the class once per process: its members refer to it.
var define = sync.OnceFunc(func() {
	c := class.
		Constructor(0, func(*jsruntime.VM, jsruntime.Args, *jsruntime.Object) *FormData { return &FormData{} }).
		Method("append", 2, func(vm *jsruntime.VM, f *FormData, args jsruntime.Args) jsruntime.Value {
			f.entries = append(f.entries, newEntry(vm, args, "append"))
			return nil
		}).
		Method("set", 2, func(vm *jsruntime.VM, f *FormData, args jsruntime.Args) jsruntime.Value {
			e := newEntry(vm, args, "set")
			i := slices.IndexFunc(f.entries, func(old entry) bool { return old.name == e.name })
			if i < 0 {
				f.entries = append(f.entries, e)
				return nil
			}
			f.entries[i] = e
			rest := slices.DeleteFunc(f.entries[i+1:], func(old entry) bool { return old.name == e.name })
			f.entries = f.entries[:i+1+len(rest)]
			return nil
		}).
		Method("delete", 1, func(_ *jsruntime.VM, f *FormData, args jsruntime.Args) jsruntime.Value {
			name := args.At(0).String()
			f.entries = slices.DeleteFunc(f.entries, func(e entry) bool { return e.name == name })
			return nil
		}).
		Method("get", 1, func(vm *jsruntime.VM, f *FormData, args jsruntime.Args) jsruntime.Value {
			name := args.At(0).String()
			for i := range f.entries {
				if f.entries[i].name == name {
					return f.entries[i].value(vm)
				}
			}
			return jsruntime.Null()
		}).
		Method("getAll", 1, func(vm *jsruntime.VM, f *FormData, args jsruntime.Args) jsruntime.Value {
			name := args.At(0).String()
			var values []jsruntime.Value
			for i := range f.entries {
				if f.entries[i].name == name {
					values = append(values, f.entries[i].value(vm))
				}
			}
			return vm.NewArrayOf(values...)
		}).
		Method("has", 1, func(vm *jsruntime.VM, f *FormData, args jsruntime.Args) jsruntime.Value {
			name := args.At(0).String()
			return vm.ToValue(slices.ContainsFunc(f.entries, func(e entry) bool { return e.name == name }))
		}).
		MethodThis("forEach", 1, func(vm *jsruntime.VM, this *jsruntime.Object, f *FormData, args jsruntime.Args) jsruntime.Value {
			fn, ok := jsruntime.AsFunction(args.At(0))
			if !ok {
				vm.Throwf(jsruntime.TypeError, "Failed to execute 'forEach' on 'FormData': parameter 1 is not of type 'Function'.")
			}
			for i := 0; i < len(f.entries); i++ {
				vm.Call(fn, args.At(1), f.entries[i].value(vm), vm.ToValue(f.entries[i].name), this)
			}
			return nil
		})
	jsruntime.Pairs(c, func(vm *jsruntime.VM, f *FormData, i int) (k, v jsruntime.Value, ok bool) {
		if i >= len(f.entries) {
			return nil, nil, false
		}
		return vm.ToValue(f.entries[i].name), f.entries[i].value(vm), true
	})
})
