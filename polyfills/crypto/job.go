package crypto

import (
	"context"
	"hash"
	"slices"

	"paddock/jsruntime"
)

// job is work that was prepared on the loop and touches no JavaScript.
type job[T any] struct {
	// heavy work leaves the loop and ends when its context does.
	heavy bool
	do    func(context.Context) (T, error)
}

// small is the number of bytes up to which work on them is done at once: leaving the loop
// costs more.
const small = 4096

// light is a job on n bytes.
func light[T any](n int, do func() (T, error)) *job[T] {
	return &job[T]{n > small, func(context.Context) (T, error) { return do() }}
}

// hashing is a job that begins with the hash of data.
func hashing[T any](h func() hash.Hash, data []byte, done func(sum []byte) T) *job[T] {
	const atOnce = 1 << 20 // bytes between looks at the context
	return &job[T]{len(data) > small, func(ctx context.Context) (none T, err error) {
		h := h()
		for rest := range slices.Chunk(data, atOnce) {
			if len(data) > atOnce && ctx.Err() != nil {
				return none, ctx.Err()
			}
			h.Write(rest)
		}
		return done(h.Sum(nil)), nil
	}}
}

func itself(sum []byte) []byte { return sum }

// heavy is a job that always leaves the loop.
func heavy[T any](do func(context.Context) (T, error)) *job[T] { return &job[T]{true, do} }

// run does a job; the result is a value or a promise of it.
func run[T any](vm *jsruntime.VM, j *job[T], done func(*jsruntime.VM, T) (jsruntime.Value, error)) (jsruntime.Value, error) {
	if j.heavy {
		return jsruntime.Compute(vm, j.do, done), nil
	}
	v, err := j.do(vm.Context())
	if err != nil {
		return nil, err
	}
	return done(vm, v)
}

func toBuffer(vm *jsruntime.VM, b []byte) (jsruntime.Value, error) { return vm.NewBuffer(b), nil }

func toBoolean(vm *jsruntime.VM, ok bool) (jsruntime.Value, error) { return vm.ToValue(ok), nil }

func toKey(vm *jsruntime.VM, k *Key) (jsruntime.Value, error) { return k.object(vm), nil }
