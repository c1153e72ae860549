package workflows

import (
	"context"
	"errors"

	"paddock/bindings/store"
	"paddock/jsruntime"
)

// handle is what scripts have of an instance. Its methods look the instance up.
type handle struct {
	flow *workflow
	id   string
}

var handleClass = jsruntime.NewClass[handle]("InstanceImpl").
	AsyncMethod("pause", 0, func(vm *jsruntime.VM, h *handle, _ jsruntime.Args) (jsruntime.Value, error) {
		return h.do(vm, (*instance).pause), nil
	}).
	AsyncMethod("resume", 0, func(vm *jsruntime.VM, h *handle, _ jsruntime.Args) (jsruntime.Value, error) {
		return h.do(vm, (*instance).resume), nil
	}).
	AsyncMethod("terminate", 0, func(vm *jsruntime.VM, h *handle, args jsruntime.Args) (jsruntime.Value, error) {
		rollback := false
		if o := jsruntime.AsObject(args.At(0)); o != nil {
			rollback = jsruntime.IsBoolean(member(o, "rollback")) && member(o, "rollback").ToBoolean()
		}
		return h.do(vm, func(i *instance) error { return i.terminate(rollback) }), nil
	}).
	AsyncMethod("restart", 0, restart).
	AsyncMethod("delete", 0, func(vm *jsruntime.VM, h *handle, _ jsruntime.Args) (jsruntime.Value, error) {
		return h.do(vm, (*instance).remove), nil
	}).
	AsyncMethod("status", 0, status).
	AsyncMethod("sendEvent", 1, sendEvent)

// find gives the instance to f; one that does not exist is the platform's error.
func (h *handle) find(f func(*instance) error) error {
	err := h.flow.find(h.id, f)
	if errors.Is(err, errNotFound) {
		return remote(errNotFound.Error())
	}
	return err
}

// do is find for a promise of nothing, away from the loop: f may wait for the end of a run.
func (h *handle) do(vm *jsruntime.VM, f func(*instance) error) jsruntime.Value {
	return store.Async(vm, h.flow.host.Log(), func(context.Context) (struct{}, error) { return struct{}{}, h.find(f) },
		func(*jsruntime.VM, struct{}) (jsruntime.Value, error) { return nil, nil })
}

// newHandle makes the object of an instance.
func newHandle(vm *jsruntime.VM, flow *workflow, id string) jsruntime.Value {
	o := handleClass.New(vm, &handle{flow, id})
	set(vm, o, "id", vm.ToValue(id))
	return o
}

// kinds are the events of the journal by the names that restart takes.
var kinds = map[string]int64{"do": stepStarted, "sleep": sleepStarted, "waitForEvent": waitStarted}

func restart(vm *jsruntime.VM, h *handle, args jsruntime.Args) (jsruntime.Value, error) {
	var at *startingPoint
	if o := jsruntime.AsObject(args.At(0)); o != nil {
		if from := jsruntime.AsObject(member(o, "from")); from != nil {
			at = &startingPoint{name: vm.Text(member(from, "name")), event: stepStarted, count: 1}
			if event, ok := kinds[vm.Text(member(from, "type"))]; ok {
				at.event = event
			}
			if n := member(from, "count"); !jsruntime.IsUndefined(n) {
				at.count = int(n.ToInteger())
			}
		}
	}
	return store.Async(vm, h.flow.host.Log(), func(context.Context) ([]byte, error) { return h.metadata() },
		func(vm *jsruntime.VM, metadata []byte) (jsruntime.Value, error) {
			params, err := paramsOf(vm, metadata)
			if err != nil {
				return nil, err
			}
			return h.do(vm, func(i *instance) error { return i.restart(at, params) }), nil
		}), nil
}

// metadata reads what the journal keeps of the instance's beginning.
func (h *handle) metadata() (data []byte, err error) {
	err = h.find(func(i *instance) error {
		data, err = i.metadata()
		return err
	})
	return data, err
}

// paramsOf gives the JSON of what an instance was created with.
func paramsOf(vm *jsruntime.VM, metadata []byte) (string, error) {
	v, err := vm.Deserialize(jsruntime.Message{Data: metadata}, nil)
	if err != nil {
		return "", err
	}
	return stringify(vm, member(jsruntime.AsObject(member(jsruntime.AsObject(v), "event")), "payload"))
}

func sendEvent(vm *jsruntime.VM, h *handle, args jsruntime.Args) (jsruntime.Value, error) {
	o := jsruntime.AsObject(args.At(0))
	if o == nil {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Cannot read properties of undefined (reading 'payload')")
	}
	data, err := h.flow.event(vm, member(o, "type"), member(o, "payload"))
	if err != nil {
		return nil, err
	}
	kind := vm.Text(member(o, "type"))
	return h.do(vm, func(i *instance) error { return i.receive(kind, data) }), nil
}

func status(vm *jsruntime.VM, h *handle, _ jsruntime.Args) (jsruntime.Value, error) {
	return store.Async(vm, h.flow.host.Log(), func(context.Context) (v *view, err error) {
		err = h.find(func(i *instance) error {
			v, err = i.look()
			return err
		})
		return v, err
	}, func(vm *jsruntime.VM, v *view) (jsruntime.Value, error) { return v.object(vm) }), nil
}

// object makes what status() gives.
func (v *view) object(vm *jsruntime.VM) (jsruntime.Value, error) {
	var err error
	outputs := make([]any, len(v.outputs))
	for n, raw := range v.outputs {
		if outputs[n], err = parse(vm, raw, jsruntime.Undefined()); err != nil {
			return nil, err
		}
	}
	output, err := parse(vm, v.output, jsruntime.Null())
	if err != nil {
		return nil, err
	}
	failure, err := parse(vm, v.failure, jsruntime.Undefined())
	if err != nil {
		return nil, err
	}
	o := vm.NewObject()
	set(vm, o, "status", vm.ToValue(v.state.String()))
	set(vm, o, "__LOCAL_DEV_STEP_OUTPUTS", vm.NewArray(outputs...))
	set(vm, o, "output", output)
	set(vm, o, "error", failure)
	return o, nil
}
