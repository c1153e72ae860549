package images

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/streams"
)

// binding is what stands on env.
type binding struct{}

var bindingClass = jsruntime.NewClass[binding]("ImagesBindingImpl").
	AsyncMethod("info", 2, info).
	Method("input", 2, func(vm *jsruntime.VM, _ *binding, args jsruntime.Args) jsruntime.Value {
		return transformerClass.New(vm, &transformer{stream: args.At(0), encoded: isBase64(args.At(1))})
	}).
	Method("text", 2, func(vm *jsruntime.VM, _ *binding, _ jsruntime.Args) jsruntime.Value {
		vm.Throw(&bindings.Unsupported{Feature: "text() of Images"})
		return nil
	}).
	Getter("hosted", func(vm *jsruntime.VM, _ *binding) jsruntime.Value {
		vm.Throw(&bindings.Unsupported{Feature: "hosted images"})
		return nil
	})

// isBase64 reads the options of input, info and image.
func isBase64(options jsruntime.Value) bool {
	o := jsruntime.AsObject(options)
	return o != nil && o.Get("encoding") != nil && o.Get("encoding").String() == "base64"
}

// failure is an error in the platform's form: operation is "INFO" or "TRANSFORM".
func failure(operation string, code int, text string) error {
	return &jsruntime.Error{
		Class: jsruntime.PlainError, Msg: fmt.Sprintf("IMAGES_%s_ERROR %d: %s", operation, code, text),
		Props: map[string]any{"code": code},
	}
}

// open makes a reader of an image that a script gives: a stream, or bytes.
func open(vm *jsruntime.VM, stream jsruntime.Value, encoded bool) (io.ReadCloser, error) {
	if data, ok := jsruntime.Bytes(stream); ok {
		return io.NopCloser(bytes.NewReader(bytes.Clone(data))), nil
	}
	if !streams.IsReadable(stream) { // the platform takes anything else for a text
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Cannot read properties of undefined (reading 'font')")
	}
	r, err := streams.Reader(vm, stream)
	if err != nil {
		return nil, err
	}
	r = streams.Bounded(vm, r)
	if !encoded {
		return r, nil
	}
	return struct {
		io.Reader
		io.Closer
	}{base64.NewDecoder(base64.StdEncoding, r), r}, nil
}

func info(vm *jsruntime.VM, _ *binding, args jsruntime.Args) (jsruntime.Value, error) {
	r, err := open(vm, args.At(0), isBase64(args.At(1)))
	if err != nil {
		return nil, err
	}
	return jsruntime.Async(vm, func(context.Context) (facts, error) {
		defer r.Close()
		data, err := io.ReadAll(r)
		if err != nil {
			return facts{}, err
		}
		f, err := inspect(data)
		return f, refusal("INFO", err)
	}, func(vm *jsruntime.VM, f facts) (jsruntime.Value, error) {
		o := vm.NewObject()
		if err := o.Set("format", f.format); err != nil || f.format == svg {
			return o, err
		}
		for _, p := range []struct {
			name string
			n    int
		}{{"fileSize", f.size}, {"width", f.width}, {"height", f.height}} {
			if err := o.Set(p.name, p.n); err != nil {
				return nil, err
			}
		}
		return o, nil
	}), nil
}

// transformer is an image with what is to be done to it.
type transformer struct {
	stream   jsruntime.Value
	encoded  bool // in base64
	steps    []step
	consumed bool
}

// step is a transform, or another image to be drawn with options.
type step struct {
	options jsruntime.Value
	drawn   *transformer // nil for a transform
}

var transformerClass = jsruntime.NewClass[transformer]("ImageTransformerImpl").
	MethodThis("transform", 1, func(_ *jsruntime.VM, this *jsruntime.Object, t *transformer, args jsruntime.Args) jsruntime.Value {
		t.steps = append(t.steps, step{options: args.At(0)})
		return this
	}).
	MethodThis("draw", 1, func(vm *jsruntime.VM, this *jsruntime.Object, t *transformer, args jsruntime.Args) jsruntime.Value {
		drawn, ok := transformerOf(args.At(0))
		if !ok {
			drawn = &transformer{stream: args.At(0)}
		} else if err := drawn.consume(); err != nil {
			vm.Throw(err)
		}
		t.steps = append(t.steps, step{options: args.At(1), drawn: drawn})
		return this
	}).
	AsyncMethod("output", 1, output)

// transformerOf does without the class, whose initialization it is part of.
func transformerOf(v jsruntime.Value) (*transformer, bool) {
	o := jsruntime.AsObject(v)
	if o == nil {
		return nil, false
	}
	host, _ := jsruntime.Host(o)
	t, ok := host.(*transformer)
	return t, ok
}

// consume makes sure that the image is used once.
func (t *transformer) consume() error {
	if t.consumed {
		return failure("TRANSFORM", 9525, "ImageTransformer consumed; you may only call .output() or draw a transformer once")
	}
	t.consumed = true
	return nil
}

func output(vm *jsruntime.VM, t *transformer, args jsruntime.Args) (jsruntime.Value, error) {
	if err := t.consume(); err != nil {
		return nil, err
	}
	var p *plan
	var f format
	err := vm.Try(func() {
		var err error
		if f, err = readFormat(vm, args.At(0)); err == nil {
			p, err = t.plan(vm)
		}
		if err != nil {
			vm.Throw(err)
		}
	})
	if err != nil {
		return nil, err
	}
	return jsruntime.Async(vm, func(context.Context) ([]byte, error) {
		m, err := p.run()
		if err != nil {
			return nil, refusal("TRANSFORM", err)
		}
		data, err := f.encode(m)
		return data, refusal("TRANSFORM", err)
	}, func(vm *jsruntime.VM, data []byte) (jsruntime.Value, error) {
		return resultClass.New(vm, &result{contentType: f.mime, data: data}), nil
	}), nil
}

// result is a finished image.
type result struct {
	contentType string
	data        []byte
	stream      jsruntime.Value // nil before it is asked for
}

var resultClass = jsruntime.NewClass[result]("TransformationResultImpl").
	Method("contentType", 0, func(vm *jsruntime.VM, r *result, _ jsruntime.Args) jsruntime.Value {
		return vm.ToValue(r.contentType)
	}).
	Method("image", 1, func(vm *jsruntime.VM, r *result, args jsruntime.Args) jsruntime.Value {
		if isBase64(args.At(0)) {
			text := []byte(base64.StdEncoding.EncodeToString(r.data))
			return streams.NewReadable(vm, io.NopCloser(bytes.NewReader(text)), streams.ReadableOptions{Length: int64(len(text))})
		}
		return r.image(vm)
	}).
	Method("response", 1, respond)

// respond makes a response of the image, with the headers that the options give.
func respond(vm *jsruntime.VM, r *result, args jsruntime.Args) jsruntime.Value {
	var given jsruntime.Value = jsruntime.Undefined()
	if o := jsruntime.AsObject(args.At(0)); o != nil {
		given = o.Get("headers")
	}
	headers, err := vm.New(vm.Get("Headers"), given)
	if err == nil {
		vm.CallMethod(headers, "set", vm.ToValue("content-type"), vm.ToValue(r.contentType))
		init := vm.NewObject()
		if err = init.Set("headers", headers); err == nil {
			var resp *jsruntime.Object
			if resp, err = vm.New(vm.Get("Response"), r.image(vm), init); err == nil {
				return resp
			}
		}
	}
	vm.Throw(err)
	return nil
}

// image gives the stream of the image, always the same.
func (r *result) image(vm *jsruntime.VM) jsruntime.Value {
	if r.stream == nil {
		r.stream = streams.NewReadable(vm, io.NopCloser(bytes.NewReader(r.data)), streams.ReadableOptions{Length: int64(len(r.data))})
	}
	return r.stream
}
