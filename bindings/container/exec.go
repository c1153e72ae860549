package container

import (
	"context"
	"errors"
	"io"
	"math"
	"strings"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/abort"
	"paddock/polyfills/streams"
)

// execRequest is what exec() was asked for.
type execRequest struct {
	Command
	input  io.ReadCloser   // what stdin is fed with; nil: nothing
	signal jsruntime.Value // aborting it kills the command; undefined: none
}

// exec starts a command in the running container.
func (s *surface) exec(vm *jsruntime.VM, args jsruntime.Args) (jsruntime.Value, error) {
	argv, ok := texts(vm, args.At(0))
	if !ok {
		return nil, noParameter("exec", 1, "Array")
	}
	d, err := readDictionary(vm, args.At(1), "exec", 2, "ExecOptions")
	if err != nil {
		return nil, err
	}
	r := s.life.current()
	if r == nil {
		return nil, notRunning("exec")
	}
	req, err := readExec(vm, argv, d)
	if err != nil {
		return nil, err
	}
	return jsruntime.Async(vm, func(ctx context.Context) (Process, error) {
		return r.exec(ctx, req.Command)
	}, func(vm *jsruntime.VM, p Process) (jsruntime.Value, error) {
		return newExecProcess(vm, p, req), nil
	}), nil
}

// exec starts a command when the container itself has started.
func (r *run) exec(ctx context.Context, c Command) (Process, error) {
	select {
	case <-r.started:
	case <-r.ended:
		return nil, notRunning("exec")
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	if r.inst == nil {
		return nil, errors.New("Container failed to start") //nolint:staticcheck // the platform's words
	}
	x, ok := r.inst.(Execer)
	if !ok {
		return nil, &bindings.Unsupported{Feature: "container.exec on this system"}
	}
	return x.Exec(ctx, c)
}

// readExec reads the arguments of exec(). Its checks come in the platform's order.
func readExec(vm *jsruntime.VM, argv []string, d dictionary) (req execRequest, err error) {
	req.signal = jsruntime.Undefined()
	if len(argv) == 0 {
		return req, jsruntime.Errorf(jsruntime.TypeError, "exec() requires a non-empty command array.")
	}
	req.Argv = argv
	if req.Terminal, err = readTerminal(d); err != nil {
		return req, err
	}
	if err := req.readOutput(d); err != nil {
		return req, err
	}
	if v, ok := d.get("signal"); ok {
		if !abort.IsSignal(v) {
			return req, d.wrong("signal", "AbortSignal")
		}
		if abort.Aborted(v) {
			return req, vm.Wrap(abort.Reason(v))
		}
		req.signal = v
	}
	for _, f := range []struct {
		name string
		to   *string
	}{{"cwd", &req.Dir}, {"user", &req.User}} {
		if *f.to = d.text(f.name); strings.Contains(*f.to, "\x00") {
			return req, jsruntime.Errorf(jsruntime.TypeError, "%s cannot contain '\\0' characters.", f.name)
		}
	}
	if req.Env, err = d.environment(nil); err != nil {
		return req, err
	}
	return req, req.readInput(vm, d)
}

// defaultTerminal is the size of a terminal that was not given one.
var defaultTerminal = Size{Cols: 80, Rows: 24}

// readTerminal reads the field pty; nil: no terminal.
func readTerminal(d dictionary) (*Size, error) {
	v, ok := d.get("pty")
	if !ok {
		return nil, nil
	}
	size := defaultTerminal
	o := jsruntime.AsObject(v)
	if o == nil {
		if !v.ToBoolean() {
			return nil, nil
		}
		return &size, nil
	}
	for _, f := range []struct {
		name string
		to   *uint16
	}{{"cols", &size.Cols}, {"rows", &size.Rows}} {
		if v := o.Get(f.name); !jsruntime.IsUndefined(v) {
			n, err := dimension(f.name, v)
			if err != nil {
				return nil, err
			}
			*f.to = n
		}
	}
	return &size, nil
}

// dimension reads a size of the options of exec(), which is converted to 16 bits first.
func dimension(name string, v jsruntime.Value) (uint16, error) {
	n, err := long(v)
	switch {
	case err != nil:
		return 0, err
	case n < 0:
		return 0, jsruntime.Errorf(jsruntime.TypeError, "The value cannot be converted because it is negative and this API expects a positive number.")
	case n > math.MaxUint16:
		return 0, jsruntime.Errorf(jsruntime.TypeError, "Value out of range. Must be less than or equal to 65535.")
	case n == 0:
		return 0, jsruntime.Errorf(jsruntime.RangeError, "PTY %s must be between 1 and 65535.", name)
	}
	return uint16(n), nil
}

// readOutput reads the fields stdout and stderr.
func (r *execRequest) readOutput(d dictionary) error {
	mode := func(field string) string {
		if m := d.text(field); m != "" {
			return m
		}
		if field == "stderr" && r.Terminal != nil {
			return "combined"
		}
		return "pipe"
	}
	out, errs := mode("stdout"), mode("stderr")
	if out != "pipe" && out != "ignore" {
		return jsruntime.Errorf(jsruntime.TypeError, "Invalid stdout option: %s", out)
	}
	switch {
	case r.Terminal != nil && errs != "combined":
		return jsruntime.Errorf(jsruntime.TypeError, `stderr must be "combined" when PTY is enabled.`)
	case errs != "pipe" && errs != "ignore" && errs != "combined":
		return jsruntime.Errorf(jsruntime.TypeError, "Invalid stderr option: %s", errs)
	case errs == "combined" && out != "pipe":
		return jsruntime.Errorf(jsruntime.TypeError, `stderr: "combined" requires stdout to be "pipe".`)
	}
	r.Stdout, r.Stderr, r.Combined = out == "pipe", errs == "pipe", errs == "combined"
	return nil
}

// readInput reads the field stdin.
func (r *execRequest) readInput(vm *jsruntime.VM, d dictionary) error {
	v, ok := d.get("stdin")
	switch {
	case !ok:
		r.Stdin = r.Terminal != nil
	case streams.IsReadable(v):
		input, err := streams.Reader(vm, v)
		if err != nil {
			return err
		}
		r.Stdin, r.input = true, input
	case d.vm.Text(v) == "pipe":
		r.Stdin = true
	default:
		return jsruntime.Errorf(jsruntime.TypeError, `stdin must be a ReadableStream or the string "pipe".`)
	}
	return nil
}
