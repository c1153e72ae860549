// Package blob is Blob and File of the File API, https://w3c.github.io/FileAPI/.
//
// The one idea: a blob is bytes in Go that never change; slices share them.
package blob

import (
	"bytes"
	"io"
	"strings"
	"sync"

	"paddock/jsruntime"
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

func gather(vm *jsruntime.VM, parts jsruntime.Value, class string) []byte {
	if jsruntime.IsUndefined(parts) {
		return nil
	}
	if !vm.IsIterable(parts) {
		vm.Throwf(jsruntime.TypeError, "Failed to construct '%s': parameter 1 is not of type 'Array'.", class)
	}
	var b bytes.Buffer
	vm.Iterate(parts, func(part jsruntime.Value) bool {
		if other, ok := From(part); ok {
			b.Write(other.Data)
		} else if data, ok := jsruntime.Bytes(part); ok {
			b.Write(data)
		} else {
			b.WriteString(part.String())
		}
		return true
	})
	return b.Bytes()
}

func typeOf(v jsruntime.Value) string {
	if o := jsruntime.AsObject(v); o != nil {
		if t := o.Get("type"); !jsruntime.IsUndefined(t) {
			return MIME(t.String())
		}
	}
	return ""
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
		return &Blob{gather(vm, args.At(0), "Blob"), typeOf(args.At(1))}
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
				mime = MIME(v.String())
			}
			return New(vm, b.Data[start:max(start, end)], mime)
		}).
		AsyncMethod("text", 0, func(vm *jsruntime.VM, b *Blob, _ jsruntime.Args) (jsruntime.Value, error) {
			return vm.ToValue(strings.ToValidUTF8(string(b.Data), "\uFFFD")), nil
		}).
		AsyncMethod("arrayBuffer", 0, func(vm *jsruntime.VM, b *Blob, _ jsruntime.Args) (jsruntime.Value, error) {
			return vm.NewBuffer(bytes.Clone(b.Data)), nil
		}).
		AsyncMethod("bytes", 0, func(vm *jsruntime.VM, b *Blob, _ jsruntime.Args) (jsruntime.Value, error) {
			return vm.NewBytes(bytes.Clone(b.Data)), nil
		}).
		Method("stream", 0, func(vm *jsruntime.VM, b *Blob, _ jsruntime.Args) jsruntime.Value {
			return streams.NewReadable(vm, io.NopCloser(bytes.NewReader(b.Data)), streams.ReadableOptions{Length: int64(len(b.Data))})
		})
}

func defineFile() {
	jsruntime.Extends(fileClass.Constructor(2, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *File {
		if len(args) < 2 {
			vm.Throwf(jsruntime.TypeError, "Failed to construct 'File': parameter 2 is not of type 'string'.")
		}
		f := &File{Blob: Blob{gather(vm, args.At(0), "File"), typeOf(args.At(2))}, Name: args.At(1).String(), LastModified: vm.Now().UnixMilli()}
		if o := jsruntime.AsObject(args.At(2)); o != nil {
			if v := o.Get("lastModified"); !jsruntime.IsUndefined(v) {
				f.LastModified = jsruntime.Integer(v)
			}
		}
		return f
	}).
		Getter("name", func(vm *jsruntime.VM, f *File) jsruntime.Value { return vm.ToValue(f.Name) }).
		Getter("lastModified", func(vm *jsruntime.VM, f *File) jsruntime.Value { return vm.ToValue(f.LastModified) }),
		blobClass, func(f *File) *Blob { return &f.Blob })
}
