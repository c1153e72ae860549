package workflows

import (
	"context"
	"errors"

	"paddock/bindings/store"
	"paddock/jsruntime"
)

// maxDeletes is how many instances one call deletes.
const maxDeletes = 100

// What is told of an instance that was not there to be deleted.
const (
	notFoundCode = 10400
	notFoundText = "workflows.api.error.instance.not_found"
)

func deleteBatch(vm *jsruntime.VM, flow *workflow, args jsruntime.Args) (jsruntime.Value, error) {
	list := jsruntime.AsObject(args.At(0))
	if list == nil {
		return nil, refused("body", "Provided argument is invalid")
	}
	switch n := lengthOf(list); {
	case n > maxDeletes:
		return nil, refused("body", "batchDeleteInstances only supports 100 instances at a time")
	case n == 0:
		return nil, refused("body", "batchDeleteInstances should have at least 1 instance")
	}
	var ids []string
	for _, id := range vm.Elements(list) {
		if id == nil || !jsruntime.IsString(id) || !addressableID.MatchString(id.String()) {
			return nil, refused("instance.invalid_id", "Instance ID is invalid")
		}
		ids = append(ids, id.String())
	}
	return store.Async(vm, flow.host.Log(), func(context.Context) (map[string]bool, error) { return flow.delete(ids) },
		func(vm *jsruntime.VM, found map[string]bool) (jsruntime.Value, error) {
			return deletions(vm, ids, found), nil
		}), nil
}

// lengthOf is how many elements an array has; 0 for what is no array.
func lengthOf(o *jsruntime.Object) int64 {
	if o.ClassName() != "Array" {
		return 0
	}
	return o.Get("length").ToInteger()
}

// delete deletes instances and tells of each whether it was there.
func (w *workflow) delete(ids []string) (found map[string]bool, err error) {
	found = map[string]bool{}
	for _, id := range ids {
		if _, again := found[id]; again {
			continue
		}
		err := w.find(id, (*instance).remove)
		if err != nil && !errors.Is(err, errNotFound) {
			return nil, err
		}
		found[id] = err == nil
	}
	return found, nil
}

// deletions makes what deleteBatch gives.
func deletions(vm *jsruntime.VM, ids []string, found map[string]bool) jsruntime.Value {
	deleted, failures := []any{}, []any{}
	for _, id := range ids {
		entry := vm.NewObject()
		set(vm, entry, "id", vm.ToValue(id))
		if found[id] {
			deleted = append(deleted, entry)
			continue
		}
		set(vm, entry, "code", vm.ToValue(notFoundCode))
		set(vm, entry, "message", vm.ToValue(notFoundText))
		failures = append(failures, entry)
	}
	result := vm.NewObject()
	set(vm, result, "deleted", vm.NewArray(deleted...))
	set(vm, result, "errors", vm.NewArray(failures...))
	return result
}
