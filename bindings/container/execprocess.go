package container

import (
	"context"
	"io"
	"math"
	"syscall"

	"paddock/jsruntime"
	"paddock/polyfills/abort"
	"paddock/polyfills/streams"
)

// execProcess is what exec() gives: a command in a container.
type execProcess struct {
	process               Process
	terminal              bool
	stdin, stdout, stderr jsruntime.Value // streams, or undefined
	exitCode              jsruntime.Value // a promise; nil until it is asked for
	outputCalled          bool
}

func newExecProcess(vm *jsruntime.VM, p Process, req execRequest) jsruntime.Value {
	e := &execProcess{
		process: p, terminal: req.Terminal != nil,
		stdin: jsruntime.Undefined(), stdout: jsruntime.Undefined(), stderr: jsruntime.Undefined(),
	}
	if out := p.Stdout(); out != nil {
		e.stdout = streams.NewReadable(vm, out, streams.ReadableOptions{Length: -1})
	}
	if errs := p.Stderr(); errs != nil {
		e.stderr = streams.NewReadable(vm, errs, streams.ReadableOptions{Length: -1})
	}
	switch in := p.Stdin(); {
	case in == nil:
	case req.input != nil:
		vm.Go(func(ctx context.Context) { feed(ctx, in, req.input) })
	default:
		e.stdin = streams.NewWritable(vm, in)
	}
	remove := abort.OnAbort(req.signal, func(jsruntime.Value) { _ = p.Signal(syscall.SIGKILL) })
	if !jsruntime.IsUndefined(req.signal) {
		vm.Then(e.exit(vm), func(jsruntime.Value) { remove() }, func(jsruntime.Value) { remove() })
	}
	return execProcessClass.New(vm, e)
}

// feed copies a stream into a command until either ends.
func feed(ctx context.Context, to io.WriteCloser, from io.ReadCloser) {
	stop := context.AfterFunc(ctx, func() { _ = to.Close() })
	defer stop()
	defer func() { _ = from.Close() }()
	_, _ = io.Copy(to, from) // a command that does not read on is no error of the stream's
	_ = to.Close()
}

// exit gives the promise of the exit code, always the same.
func (e *execProcess) exit(vm *jsruntime.VM) jsruntime.Value {
	if e.exitCode == nil {
		e.exitCode = jsruntime.Async(vm, func(ctx context.Context) (int, error) {
			exit, err := e.process.Wait(ctx)
			return exit.Code, err
		}, nil)
	}
	return e.exitCode
}

var execProcessClass = jsruntime.NewClass[execProcess]("ExecProcess").
	Getter("stdin", func(_ *jsruntime.VM, e *execProcess) jsruntime.Value { return e.stdin }).
	Getter("stdout", func(_ *jsruntime.VM, e *execProcess) jsruntime.Value { return e.stdout }).
	Getter("stderr", func(_ *jsruntime.VM, e *execProcess) jsruntime.Value { return e.stderr }).
	Getter("pid", func(vm *jsruntime.VM, e *execProcess) jsruntime.Value { return vm.ToValue(e.process.PID()) }).
	Getter("isPty", func(vm *jsruntime.VM, e *execProcess) jsruntime.Value { return vm.ToValue(e.terminal) }).
	Getter("exitCode", func(vm *jsruntime.VM, e *execProcess) jsruntime.Value { return e.exit(vm) }).
	AsyncMethod("output", 0, func(vm *jsruntime.VM, e *execProcess, _ jsruntime.Args) (jsruntime.Value, error) {
		return e.output(vm)
	}).
	Method("kill", 1, func(vm *jsruntime.VM, e *execProcess, args jsruntime.Args) jsruntime.Value {
		number := int64(syscall.SIGTERM)
		if v := args.At(0); !jsruntime.IsUndefined(v) {
			number = jsruntime.Integer(v)
		}
		if number < 1 || number > 64 {
			vm.Throwf(jsruntime.RangeError, "Invalid signal number.")
		}
		_ = e.process.Signal(syscall.Signal(number)) // it may have just ended
		return nil
	}).
	Method("resize", 2, func(vm *jsruntime.VM, e *execProcess, args jsruntime.Args) jsruntime.Value {
		if !e.terminal {
			vm.Throwf(jsruntime.TypeError, "resize() can only be called on a process that was started with a PTY.")
		}
		cols, err := resized("cols", args.At(0))
		if err != nil {
			vm.Throw(err)
		}
		rows, err := resized("rows", args.At(1))
		if err != nil {
			vm.Throw(err)
		}
		_ = e.process.Resize(Size{cols, rows}) // as above
		return nil
	})

// resized reads a size of resize().
func resized(name string, v jsruntime.Value) (uint16, error) {
	n := jsruntime.Integer(v)
	if n < 1 || n > math.MaxUint16 {
		return 0, jsruntime.Errorf(jsruntime.RangeError, "PTY %s must be between 1 and %d.", name, math.MaxUint16)
	}
	return uint16(n), nil
}

// execOutput is all that a command has said.
type execOutput struct {
	stdout, stderr jsruntime.Value // ArrayBuffers
	exitCode       int64
}

var execOutputClass = jsruntime.NewClass[execOutput]("ExecOutput").
	Getter("stdout", func(_ *jsruntime.VM, o *execOutput) jsruntime.Value { return o.stdout }).
	Getter("stderr", func(_ *jsruntime.VM, o *execOutput) jsruntime.Value { return o.stderr }).
	Getter("exitCode", func(vm *jsruntime.VM, o *execOutput) jsruntime.Value { return vm.ToValue(o.exitCode) })

// output reads both streams to their ends and waits for the command.
func (e *execProcess) output(vm *jsruntime.VM) (jsruntime.Value, error) {
	if e.outputCalled {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "output() can only be called once.")
	}
	e.outputCalled = true
	stdout, err := allOf(vm, e.stdout, "stdout")
	if err != nil {
		return nil, err
	}
	stderr, err := allOf(vm, e.stderr, "stderr")
	if err != nil {
		return nil, err
	}
	o := &execOutput{}
	exit := e.exit(vm)
	throw := func(reason jsruntime.Value) jsruntime.Value { return vm.RejectedWith(vm.Wrap(reason)) }
	vm.MarkHandled(stderr)
	return vm.ThenValue(stdout, func(v jsruntime.Value) jsruntime.Value {
		o.stdout = v
		return vm.ThenValue(stderr, func(v jsruntime.Value) jsruntime.Value {
			o.stderr = v
			return vm.ThenValue(exit, func(v jsruntime.Value) jsruntime.Value {
				o.exitCode = v.ToInteger()
				return execOutputClass.New(vm, o)
			}, throw)
		}, throw)
	}, throw), nil
}

// allOf gives the promise of a stream's bytes as an ArrayBuffer, an empty one where there is no stream.
func allOf(vm *jsruntime.VM, stream jsruntime.Value, name string) (jsruntime.Value, error) {
	buffer := func(vm *jsruntime.VM, b []byte) (jsruntime.Value, error) {
		return vm.ToValue(vm.NewArrayBuffer(b)), nil
	}
	if jsruntime.IsUndefined(stream) {
		v, err := buffer(vm, nil)
		return vm.Resolved(v), err
	}
	if streams.Disturbed(stream) {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Cannot call output() after %s has started being consumed.", name)
	}
	return streams.ReadAll(vm, stream, buffer), nil
}
