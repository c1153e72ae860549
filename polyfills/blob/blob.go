// Package blob is Blob and File of the File API, https://w3c.github.io/FileAPI/.
//
// The one idea: a blob is bytes in Go that never change; slices share them. MIME types, which
// bodies and data: URLs need too, are parsed here ([ParseMIME]).
package blob

import (
	"bytes"
	"io"
	"strings"
	"sync"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/encoding"
	"paddock/polyfills/streams"
)

// Blob is the host side of a Blob.
type Blob struct {
	Data []byte // shared; never written
	Type string // lower-case MIME type, or ""
}

// File is the host side of a File.
type File struct {
	Blob
	Name         string
	LastModified int64 // ms since the epoch
}

// API gives the globals.
func API() jsruntime.API {
	define()
	return jsruntime.API{Name: "blob", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"Blob": func(vm *jsruntime.VM) jsruntime.Value { return blobClass.Object(vm) },
		"File": func(vm *jsruntime.VM) jsruntime.Value { return fileClass.Object(vm) },
	}, Install: func(vm *jsruntime.VM) error {
		vm.OnClone(cloneTag, unclone)
		return nil
	}}
}

// New makes a Blob object. data must not change afterwards.
func New(vm *jsruntime.VM, data []byte, mime string) *jsruntime.Object {
	return blobClass.New(vm, &Blob{data, mime})
}

// NewFile makes a File object.
func NewFile(vm *jsruntime.VM, f *File) *jsruntime.Object { return fileClass.New(vm, f) }

// From gives the host side of a Blob or File.
func From(v jsruntime.Value) (*Blob, bool) { return blobClass.From(v) }

// FileFrom gives the host side of a File.
func FileFrom(v jsruntime.Value) (*File, bool) { return fileClass.From(v) }

// MIME normalizes a type: lower case, "" if it has characters outside of printable ASCII.
func MIME(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 || s[i] > 0x7e {
			return ""
		}
	}
	return strings.ToLower(s)
}

// resizable tells whether a part's buffer, or that of a view, can be resized.
func resizable(part jsruntime.Value) bool {
	if jsruntime.IsArrayBuffer(part) {
		return jsruntime.IsResizable(part)
	}
	buffer := jsruntime.AsObject(jsruntime.AsObject(part).Get("buffer"))
	return buffer != nil && jsruntime.IsResizable(buffer)
}

// gather joins the parts of a constructor's first argument.
func gather(vm *jsruntime.VM, parts jsruntime.Value, class string) []byte {
	if jsruntime.IsUndefined(parts) {
		return nil
	}
	o := jsruntime.AsObject(parts)
	if o == nil || o.ClassName() != "Array" { // the platform takes no other iterable
		vm.Throwf(jsruntime.TypeError, "Failed to construct '%s': constructor parameter 1 is not of type 'Array'.", class)
	}
	var b bytes.Buffer
	vm.Iterate(parts, func(part jsruntime.Value) bool {
		if other, ok := From(part); ok {
			b.Write(other.Data)
		} else if data, ok := jsruntime.Bytes(part); ok {
			if resizable(part) && compat.Of(vm).Has("no_resizable_array_buffer_in_blob") {
				vm.Throwf(jsruntime.TypeError, "Cannot create a Blob with a resizable ArrayBuffer")
			}
			b.Write(data)
		} else {
			b.WriteString(vm.Text(part))
		}
		return true
	})
	if b.Len() > maxSize {
		vm.Throwf(jsruntime.RangeError, "Blob size %d exceeds limit %d", b.Len(), maxSize)
	}
	return b.Bytes()
}

// maxSize is that of the memory of a Worker.
const maxSize = 128 << 20

// options checks the argument i (from 1) of a constructor; nil stands for none.
func options(vm *jsruntime.VM, v jsruntime.Value, i int, class string) *jsruntime.Object {
	if jsruntime.IsNullish(v) {
		return nil
	}
	o := jsruntime.AsObject(v)
	if o == nil {
		vm.Throwf(jsruntime.TypeError, "Failed to construct '%s': constructor parameter %d is not of type 'Options'.", class, i)
	}
	if !jsruntime.IsUndefined(o.Get("endings")) {
		vm.Throwf(jsruntime.PlainError, "The 'endings' field on 'Options' is not implemented.")
	}
	return o
}

// typeOf gives the type that options ask for.
func typeOf(vm *jsruntime.VM, o *jsruntime.Object) string {
	if o == nil {
		return ""
	}
	v := o.Get("type")
	if jsruntime.IsUndefined(v) {
		return ""
	}
	return MIME(vm.Text(v))
}

var (
	blobClass = jsruntime.NewClass[Blob]("Blob")
	fileClass = jsruntime.NewClass[File]("File")
)

// define completes the classes once per process: their members refer to them.
var define = sync.OnceFunc(func() {
	defineBlob()
	defineFile()
})

func defineBlob() {
	blobClass.Constructor(0, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *Blob {
		o := options(vm, args.At(1), 2, "Blob")
		return &Blob{gather(vm, args.At(0), "Blob"), typeOf(vm, o)}
	}).
		Getter("size", func(vm *jsruntime.VM, b *Blob) jsruntime.Value { return vm.ToValue(len(b.Data)) }).
		Getter("type", func(vm *jsruntime.VM, b *Blob) jsruntime.Value { return vm.ToValue(b.Type) }).
		Method("slice", 0, func(vm *jsruntime.VM, b *Blob, args jsruntime.Args) jsruntime.Value {
			bound := func(v jsruntime.Value, missing int64) int64 {
				if jsruntime.IsUndefined(v) {
					return missing
				}
				n := jsruntime.Integer(v)
				if n < 0 {
					return max(0, int64(len(b.Data))+n)
				}
				return min(n, int64(len(b.Data)))
			}
			start, end := bound(args.At(0), 0), bound(args.At(1), int64(len(b.Data)))
			mime := ""
			if v := args.At(2); !jsruntime.IsUndefined(v) {
				mime = MIME(vm.Text(v))
			}
			return New(vm, b.Data[start:max(start, end)], mime)
		}).
		AsyncMethod("text", 0, func(vm *jsruntime.VM, b *Blob, _ jsruntime.Args) (jsruntime.Value, error) {
			return vm.ToValue(encoding.Text(b.Data)), nil
		}).
		AsyncMethod("arrayBuffer", 0, func(vm *jsruntime.VM, b *Blob, _ jsruntime.Args) (jsruntime.Value, error) {
			return vm.NewBuffer(bytes.Clone(b.Data)), nil
		}).
		AsyncMethod("bytes", 0, func(vm *jsruntime.VM, b *Blob, _ jsruntime.Args) (jsruntime.Value, error) {
			return vm.NewBytes(bytes.Clone(b.Data)), nil
		}).
		Method("stream", 0, func(vm *jsruntime.VM, b *Blob, _ jsruntime.Args) jsruntime.Value {
			return streams.NewReadable(vm, io.NopCloser(bytes.NewReader(b.Data)), streams.ReadableOptions{Length: int64(len(b.Data)), Made: streams.Held})
		})
}

func defineFile() {
	jsruntime.Extends(fileClass.Constructor(2, newFile).
		Getter("name", func(vm *jsruntime.VM, f *File) jsruntime.Value { return vm.ToValue(f.Name) }).
		Getter("lastModified", func(vm *jsruntime.VM, f *File) jsruntime.Value { return vm.ToValue(f.LastModified) }),
		blobClass, func(f *File) *Blob { return &f.Blob })
}

func newFile(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *File {
	if len(args) < 2 {
		vm.Throwf(jsruntime.TypeError, "Failed to construct 'File': constructor parameter 2 is not of type 'string'.")
	}
	if jsruntime.IsUndefined(args[0]) {
		vm.Throwf(jsruntime.TypeError, "Failed to construct 'File': constructor parameter 1 is not of type 'Array'.")
	}
	name, o := vm.Text(args[1]), options(vm, args.At(2), 3, "File")
	f := &File{Blob: Blob{gather(vm, args[0], "File"), typeOf(vm, o)}, Name: name, LastModified: vm.Now().UnixMilli()}
	if o != nil {
		if v := o.Get("lastModified"); !jsruntime.IsUndefined(v) {
			f.LastModified = jsruntime.Integer(v)
		}
	}
	return f
}
