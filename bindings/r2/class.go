package r2

import (
	"context"
	"sync"

	"paddock/bindings"
	"paddock/bindings/store"
	"paddock/jsruntime"
	"paddock/polyfills/trace"
)

const bucketName = "R2Bucket"

var (
	bucketClass    = jsruntime.NewClass[Bucket](bucketName)
	uploadClass    = jsruntime.NewClass[upload](uploadName)
	headClass      = jsruntime.NewClass[head]("HeadResult")
	getClass       = jsruntime.NewClass[got]("GetResult")
	checksumsClass = jsruntime.NewClass[Object]("Checksums")
)

// WhyNot implements jsruntime.Uncloneable.
func (*Bucket) WhyNot() string { return "An R2 bucket binding cannot be serialized." }

// define completes the classes once per process: their members refer to them.
var define = sync.OnceFunc(func() {
	bucketClass.
		Method("head", 0, ofBucket("head", "HeadObject", headOf)).
		Method("get", 0, ofBucket("get", "GetObject", get)).
		Method("put", 0, ofBucket("put", "PutObject", put)).
		Method("createMultipartUpload", 0, ofBucket("createMultipartUpload", "CreateMultipartUpload", createUpload)).
		Method("resumeMultipartUpload", 0, resumeUpload).
		Method("delete", 0, ofBucket("delete", "DeleteObject", remove)).
		Method("list", 0, ofBucket("list", "ListObjects", list))
	defineUpload()
	defineHead()
	defineGet()
	checksumsClass.Method("toJSON", 0, checksumsJSON)
})

// rejecting makes a method that throws for a wrong receiver and rejects for everything else.
func rejecting[T any](f func(vm *jsruntime.VM, self *T, args jsruntime.Args) (jsruntime.Value, error)) func(*jsruntime.VM, *T, jsruntime.Args) jsruntime.Value {
	return func(vm *jsruntime.VM, self *T, args jsruntime.Args) jsruntime.Value {
		return vm.Asynchronous(func() (jsruntime.Value, error) { return f(vm, self, args) })
	}
}

// resource is a bucket that can be bound.
type resource struct{ *Bucket }

var _ bindings.Resetter = (*resource)(nil)

// Bind implements bindings.Resource.
func (r *resource) Bind(vm *jsruntime.VM) (jsruntime.Value, error) {
	define()
	return bucketClass.New(vm, r.Bucket), nil
}

func headOf(vm *jsruntime.VM, b *Bucket, args jsruntime.Args) (jsruntime.Value, error) {
	key, err := keyOf(vm, bucketName, "head", args, 0)
	if err != nil {
		return nil, err
	}
	tellKey(vm, key)
	span := trace.Here(vm)
	return store.Async(vm, b.log, func(ctx context.Context) (*Object, error) { return b.Head(ctx, key) },
		func(vm *jsruntime.VM, o *Object) (jsruntime.Value, error) {
			o.tell(span)
			if o == nil {
				return jsruntime.Null(), nil
			}
			return newHead(vm, head{Object: o, length: o.Size, ranged: true}), nil
		}), nil
}

func get(vm *jsruntime.VM, b *Bucket, args jsruntime.Args) (jsruntime.Value, error) {
	key, err := keyOf(vm, bucketName, "get", args, 0)
	if err != nil {
		return nil, err
	}
	d, err := optionsOf(vm, bucketName, "get", args, 1, "GetOptions")
	if err != nil {
		return nil, err
	}
	var opts GetOptions
	if opts.OnlyIf, err = readConditional(d); err != nil {
		return nil, err
	}
	if opts.Range, err = readRange(d); err != nil {
		return nil, err
	}
	if err := checkCustomerKey(d); err != nil {
		return nil, err
	}
	tellKey(vm, key)
	span := trace.Here(vm)
	return store.Async(vm, b.log, func(ctx context.Context) (*Found, error) { return b.Get(ctx, key, opts) },
		func(vm *jsruntime.VM, f *Found) (jsruntime.Value, error) {
			f.tell(span)
			if f == nil {
				return jsruntime.Null(), nil
			}
			h := head{Object: f.Object, offset: f.Offset, length: f.Length, ranged: true}
			if f.Body == nil {
				return newHead(vm, h), nil
			}
			return newGot(vm, h, f.Body), nil
		}), nil
}

func put(vm *jsruntime.VM, b *Bucket, args jsruntime.Args) (jsruntime.Value, error) {
	key, err := keyOf(vm, bucketName, "put", args, 0)
	if err != nil {
		return nil, err
	}
	value, err := valueOf(bucketName, "put", args)
	if err != nil {
		return nil, err
	}
	d, err := optionsOf(vm, bucketName, "put", args, 2, "PutOptions")
	if err != nil {
		return nil, err
	}
	opts, err := readPut(d)
	if err != nil {
		return nil, err
	}
	body, err := reader(vm, value)
	if err != nil {
		return nil, err
	}
	tellKey(vm, key)
	span := trace.Here(vm)
	return store.Async(vm, b.log, func(ctx context.Context) (*Object, error) {
		defer body.Close()
		return b.Put(ctx, key, body, opts)
	}, func(vm *jsruntime.VM, o *Object) (jsruntime.Value, error) {
		if o == nil {
			tellRefused(span, noMatch)
			return jsruntime.Null(), nil
		}
		o.tell(span)
		return newHead(vm, head{Object: o}), nil
	}), nil
}

func remove(vm *jsruntime.VM, b *Bucket, args jsruntime.Args) (jsruntime.Value, error) {
	if len(args) == 0 {
		return nil, wrongType(bucketName, "delete", 1, "string or Array")
	}
	var keys []string
	if o := jsruntime.AsObject(args[0]); o != nil && vm.KindOf(o) == "Array" {
		vm.Iterate(o, func(v jsruntime.Value) bool { keys = append(keys, vm.Text(v)); return true })
	} else {
		keys = []string{vm.Text(args[0])}
	}
	span := trace.Here(vm)
	tellKeys(span, keys)
	return store.Async(vm, b.log, func(ctx context.Context) (struct{}, error) { return struct{}{}, b.Delete(ctx, keys...) },
		func(*jsruntime.VM, struct{}) (jsruntime.Value, error) {
			tellDone(span)
			return nil, nil
		}), nil
}

// nothing is what a method resolves to that only does something.
func nothing(*jsruntime.VM, struct{}) (jsruntime.Value, error) { return nil, nil }
