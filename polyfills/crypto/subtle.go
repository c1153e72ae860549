package crypto

import (
	"context"
	"crypto/hmac"
	gosubtle "crypto/subtle"

	"paddock/jsruntime"
)

// subtle is the host side of crypto.subtle.
type subtle struct{}

// small is the number of bytes up to which work is done at once: going off the loop costs more.
const small = 4096

// run does a job, on the loop if it is small, and gives its result as an ArrayBuffer.
func run(vm *jsruntime.VM, size int, job work) (jsruntime.Value, error) {
	if size <= small {
		b, err := job()
		if err != nil {
			return nil, err
		}
		return vm.NewBuffer(b), nil
	}
	return jsruntime.Async(vm, func(context.Context) ([]byte, error) { return job() },
		func(vm *jsruntime.VM, b []byte) (jsruntime.Value, error) { return vm.NewBuffer(b), nil }), nil
}

// slow is the size of jobs that always leave the loop.
const slow = small + 1

func keyOf(v jsruntime.Value) (*Key, error) {
	k, ok := keyClass.From(v)
	if !ok {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "parameter is not of type 'CryptoKey'.")
	}
	return k, nil
}

type method = func(*jsruntime.VM, *subtle, jsruntime.Args) (jsruntime.Value, error)

var subtleClass = jsruntime.NewClass[subtle]("SubtleCrypto").
	AsyncMethod("digest", 2, digest).
	AsyncMethod("sign", 3, sign).
	AsyncMethod("verify", 4, verify).
	AsyncMethod("encrypt", 3, cryptMethod("encrypt", true)).
	AsyncMethod("decrypt", 3, cryptMethod("decrypt", false)).
	AsyncMethod("deriveBits", 3, deriveBits).
	AsyncMethod("deriveKey", 5, deriveKey).
	AsyncMethod("generateKey", 3, generateKey).
	AsyncMethod("importKey", 5, importKey).
	AsyncMethod("exportKey", 2, exportKey).
	AsyncMethod("wrapKey", 4, wrapKey).
	AsyncMethod("unwrapKey", 7, unwrapKey).
	Method("timingSafeEqual", 2, func(vm *jsruntime.VM, _ *subtle, args jsruntime.Args) jsruntime.Value {
		a, okA := jsruntime.Bytes(args.At(0))
		b, okB := jsruntime.Bytes(args.At(1))
		if !okA || !okB {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'timingSafeEqual' on 'SubtleCrypto': parameter 1 is not of type 'ArrayBuffer or ArrayBufferView'.")
		}
		if len(a) != len(b) {
			vm.Throwf(jsruntime.TypeError, "Input buffers must have the same byte length.")
		}
		return vm.ToValue(gosubtle.ConstantTimeCompare(a, b) == 1)
	})

func digest(vm *jsruntime.VM, _ *subtle, args jsruntime.Args) (jsruntime.Value, error) {
	p := newParams(vm, args.At(0))
	h := newHash(p.name)
	if h == nil {
		return nil, failure("NotSupportedError", "Unrecognized or unimplemented digest algorithm requested: %s", p.name)
	}
	data, err := source(args.At(1))
	if err != nil {
		return nil, err
	}
	return run(vm, len(data), func() ([]byte, error) {
		sum := h()
		sum.Write(data)
		return sum.Sum(nil), nil
	})
}

// mac prepares the HMAC of data.
func mac(p params, v, data jsruntime.Value, usage string) (work, int, error) {
	key, err := keyOf(v)
	if err != nil {
		return nil, 0, err
	}
	if err := key.allows(usage, p.name); err != nil {
		return nil, 0, err
	}
	if p.name != "HMAC" {
		return nil, 0, unsupported(p.name, usage)
	}
	b, err := source(data)
	if err != nil {
		return nil, 0, err
	}
	return func() ([]byte, error) {
		m := hmac.New(newHash(key.hash), key.secret)
		m.Write(b)
		return m.Sum(nil), nil
	}, len(b), nil
}

func sign(vm *jsruntime.VM, _ *subtle, args jsruntime.Args) (jsruntime.Value, error) {
	job, size, err := mac(newParams(vm, args.At(0)), args.At(1), args.At(2), "sign")
	if err != nil {
		return nil, err
	}
	return run(vm, size, job)
}

func verify(vm *jsruntime.VM, _ *subtle, args jsruntime.Args) (jsruntime.Value, error) {
	signature, err := source(args.At(2))
	if err != nil {
		return nil, err
	}
	job, _, err := mac(newParams(vm, args.At(0)), args.At(1), args.At(3), "verify")
	if err != nil {
		return nil, err
	}
	return jsruntime.Async(vm, func(context.Context) (bool, error) {
		want, err := job()
		return err == nil && hmac.Equal(want, signature), err
	}, nil), nil
}

func cryptMethod(usage string, seal bool) method {
	return func(vm *jsruntime.VM, _ *subtle, args jsruntime.Args) (jsruntime.Value, error) {
		p := newParams(vm, args.At(0))
		key, err := keyOf(args.At(1))
		if err != nil {
			return nil, err
		}
		if err := key.allows(usage, p.name); err != nil {
			return nil, err
		}
		data, err := source(args.At(2))
		if err != nil {
			return nil, err
		}
		job, err := crypt(p, key, data, seal)
		if err != nil {
			return nil, err
		}
		return run(vm, len(data), job)
	}
}

func deriveBits(vm *jsruntime.VM, _ *subtle, args jsruntime.Args) (jsruntime.Value, error) {
	p := newParams(vm, args.At(0))
	key, err := keyOf(args.At(1))
	if err != nil {
		return nil, err
	}
	if err := key.allows("deriveBits", p.name); err != nil {
		return nil, err
	}
	job, err := derive(p, key, jsruntime.Integer(args.At(2)))
	if err != nil {
		return nil, err
	}
	return run(vm, slow, job)
}

func deriveKey(vm *jsruntime.VM, _ *subtle, args jsruntime.Args) (jsruntime.Value, error) {
	p, wanted := newParams(vm, args.At(0)), newParams(vm, args.At(2))
	key, err := keyOf(args.At(1))
	if err != nil {
		return nil, err
	}
	if err := key.allows("deriveKey", p.name); err != nil {
		return nil, err
	}
	bits, err := keyLength(wanted)
	if err != nil {
		return nil, err
	}
	job, err := derive(p, key, bits)
	if err != nil {
		return nil, err
	}
	made, err := newKey(wanted, args.At(3).ToBoolean(), usages(vm, args.At(4)))
	if err != nil {
		return nil, err
	}
	return jsruntime.Async(vm, func(context.Context) ([]byte, error) { return job() },
		func(vm *jsruntime.VM, b []byte) (jsruntime.Value, error) {
			made.secret = b
			return keyClass.New(vm, made), nil
		}), nil
}
