package r2

import (
	"context"

	"paddock/bindings/store"
	"paddock/jsruntime"
	"paddock/polyfills/trace"
)

const uploadName = "R2MultipartUpload"

// upload is the host side of R2MultipartUpload.
type upload struct {
	bucket  *Bucket
	key, id string
}

func defineUpload() {
	uploadClass.
		Method("uploadPart", 0, ofUpload("uploadPart", "UploadPart", uploadPart)).
		Method("abort", 0, ofUpload("abortMultipartUpload", "AbortMultipartUpload", func(vm *jsruntime.VM, u *upload, _ jsruntime.Args) (jsruntime.Value, error) {
			return store.Async(vm, u.bucket.log, func(ctx context.Context) (struct{}, error) {
				return struct{}{}, u.bucket.AbortUpload(ctx, u.key, u.id)
			}, nothing), nil
		})).
		Method("complete", 0, ofUpload("completeMultipartUpload", "CompleteMultipartUpload", complete))
}

func newUpload(vm *jsruntime.VM, u *upload) *jsruntime.Object {
	o := uploadClass.New(vm, u)
	show(vm, o, "uploadId", vm.ToValue(u.id))
	show(vm, o, "key", vm.ToValue(u.key))
	return o
}

func createUpload(vm *jsruntime.VM, b *Bucket, args jsruntime.Args) (jsruntime.Value, error) {
	const method = "createMultipartUpload"
	key, err := keyOf(vm, bucketName, method, args, 0)
	if err != nil {
		return nil, err
	}
	d, err := optionsOf(vm, bucketName, method, args, 1, "MultipartOptions")
	if err != nil {
		return nil, err
	}
	http, err := readHTTP(d)
	if err != nil {
		return nil, err
	}
	custom, err := readCustom(d)
	if err != nil {
		return nil, err
	}
	if err := checkCustomerKey(d); err != nil {
		return nil, err
	}
	tellKey(vm, key)
	span := trace.Here(vm)
	return store.Async(vm, b.log, func(ctx context.Context) (string, error) { return b.CreateUpload(ctx, key, http, custom) },
		func(vm *jsruntime.VM, id string) (jsruntime.Value, error) {
			tellDone(span)
			tellText(span, "response.upload_id", id)
			return newUpload(vm, &upload{b, key, id}), nil
		}), nil
}

func resumeUpload(vm *jsruntime.VM, b *Bucket, args jsruntime.Args) jsruntime.Value {
	key, err := keyOf(vm, bucketName, "resumeMultipartUpload", args, 0)
	if err != nil {
		vm.Throw(err)
	}
	id, err := keyOf(vm, bucketName, "resumeMultipartUpload", args, 1)
	if err != nil {
		vm.Throw(err)
	}
	return newUpload(vm, &upload{b, key, id})
}

// partNumber checks the number of a part.
func partNumber(v jsruntime.Value) (int, error) {
	n, err := jsruntime.Int(v)
	if err == nil && (n < 1 || n > MaxPart) {
		err = jsruntime.Errorf(jsruntime.TypeError, "Part number must be between 1 and %d (inclusive). Actual value was: %d", MaxPart, n)
	}
	return n, err
}

func uploadPart(vm *jsruntime.VM, u *upload, args jsruntime.Args) (jsruntime.Value, error) {
	if len(args) == 0 {
		return nil, wrongType(uploadName, "uploadPart", 1, "integer")
	}
	value, err := valueOf(uploadName, "uploadPart", args)
	if err != nil {
		return nil, err
	}
	d, err := optionsOf(vm, uploadName, "uploadPart", args, 2, "UploadPartOptions")
	if err != nil {
		return nil, err
	}
	number, err := partNumber(args[0])
	if err != nil {
		return nil, err
	}
	if err := checkCustomerKey(d); err != nil {
		return nil, err
	}
	body, err := reader(vm, value)
	if err != nil {
		return nil, err
	}
	return store.Async(vm, u.bucket.log, func(ctx context.Context) (Part, error) {
		defer body.Close()
		return u.bucket.UploadPart(ctx, u.key, u.id, number, body)
	}, func(vm *jsruntime.VM, p Part) (jsruntime.Value, error) {
		o := vm.NewObject()
		set(vm, o, "partNumber", p.Number)
		set(vm, o, "etag", p.ETag)
		return o, nil
	}), nil
}

func complete(vm *jsruntime.VM, u *upload, args jsruntime.Args) (jsruntime.Value, error) {
	list := jsruntime.AsObject(args.At(0))
	if list == nil || vm.KindOf(list) != "Array" {
		return nil, wrongType(uploadName, "complete", 1, "Array")
	}
	parts, err := readParts(vm, list)
	if err != nil {
		return nil, err
	}
	return store.Async(vm, u.bucket.log, func(ctx context.Context) (*Object, error) {
		return u.bucket.CompleteUpload(ctx, u.key, u.id, parts)
	}, func(vm *jsruntime.VM, o *Object) (jsruntime.Value, error) { return newHead(vm, head{Object: o}), nil }), nil
}

// readParts reads an array of R2UploadedPart.
func readParts(vm *jsruntime.VM, list *jsruntime.Object) (parts []Part, err error) {
	vm.Iterate(list, func(v jsruntime.Value) bool {
		o := jsruntime.AsObject(v)
		if o == nil {
			err = jsruntime.Errorf(jsruntime.TypeError, "Incorrect type for array element %d: the provided value is not of type 'UploadedPart'.", len(parts))
			return false
		}
		d := dictionary{vm: vm, name: "UploadedPart", o: o}
		var p Part
		number, _ := d.get("partNumber")
		p.Number, err = partNumber(number)
		if etag := d.coerced("etag"); etag != nil {
			p.ETag = *etag
		}
		parts = append(parts, p)
		return err == nil
	})
	return parts, err
}
