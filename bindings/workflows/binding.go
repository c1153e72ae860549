package workflows

import (
	"context"

	"paddock/bindings/store"
	"paddock/jsruntime"
	"paddock/jsruntime/json"
)

// flowClass is the binding. Its name is that of the local platform's.
var flowClass = jsruntime.NewClass[workflow]("WorkflowImpl").
	AsyncMethod("get", 1, get).
	AsyncMethod("create", 1, create).
	AsyncMethod("createBatch", 1, createBatch).
	AsyncMethod("deleteBatch", 1, deleteBatch)

func get(vm *jsruntime.VM, flow *workflow, args jsruntime.Args) (jsruntime.Value, error) {
	h := &handle{flow, vm.Text(args.At(0))}
	return store.Async(vm, flow.host.Log(), func(context.Context) (struct{}, error) {
		return struct{}{}, h.find(func(*instance) error { return nil })
	}, func(vm *jsruntime.VM, _ struct{}) (jsruntime.Value, error) { return newHandle(vm, flow, h.id), nil }), nil
}

func member(o *jsruntime.Object, name string) jsruntime.Value {
	if v := o.Get(name); v != nil {
		return v
	}
	return jsruntime.Undefined()
}

// stringify makes JSON of a value; null of what JSON cannot say.
func stringify(vm *jsruntime.VM, v jsruntime.Value) (text string, err error) {
	if ex := vm.Try(func() {
		var ok bool
		if text, ok = json.Stringify(vm, v); !ok {
			text = "null"
		}
	}); ex != nil {
		return "", ex
	}
	return text, nil
}

// parse makes a value of JSON, or gives another where there is none.
func parse(vm *jsruntime.VM, raw []byte, otherwise jsruntime.Value) (v jsruntime.Value, err error) {
	if raw == nil {
		return otherwise, nil
	}
	if ex := vm.Try(func() { v = json.Parse(vm, string(raw)) }); ex != nil {
		return nil, ex
	}
	return v, nil
}
