package workflows

import (
	"context"

	"paddock/bindings/store"
	"paddock/jsruntime"
)

// maxDeletes is how many instances one call deletes.
const maxDeletes = 100

func deleteBatch(vm *jsruntime.VM, flow *workflow, args jsruntime.Args) (jsruntime.Value, error) {
	list := elements(args.At(0))
	switch {
	case jsruntime.AsObject(args.At(0)) == nil:
		return nil, refused("body", "Provided argument is invalid")
	case len(list) > maxDeletes:
		return nil, refused("body", "batchDeleteInstances only supports 100 instances at a time")
	case len(list) == 0:
		return nil, refused("body", "batchDeleteInstances should have at least 1 instance")
	}
	for _, id := range list {
		if !jsruntime.IsString(id) || !addressableID.MatchString(id.String()) {
			return nil, refused("instance.invalid_id", "Instance ID is invalid")
		}
	}
	ids := make([]string, len(list))
	for n, id := range list {
		ids[n] = id.String()
	}
	return store.Async(vm, flow.host.Log(), func(context.Context) (map[string]error, error) { return flow.delete(ids), nil },
		func(vm *jsruntime.VM, outcome map[string]error) (jsruntime.Value, error) {
			return deletions(vm, ids, outcome), nil
		}), nil
}

// delete deletes instances and tells of each how that went.
func (w *workflow) delete(ids []string) map[string]error {
	outcome := map[string]error{}
	for _, id := range ids {
		if _, again := outcome[id]; !again {
			outcome[id] = (&handle{w, id}).find((*instance).remove)
		}
	}
	return outcome
}

// deletions makes what deleteBatch gives.
func deletions(vm *jsruntime.VM, ids []string, outcome map[string]error) jsruntime.Value {
	deleted, failures := []any{}, []any{}
	for _, id := range ids {
		entry := vm.NewObject()
		set(vm, entry, "id", vm.ToValue(id))
		if outcome[id] == nil {
			deleted = append(deleted, entry)
			continue
		}
		set(vm, entry, "code", vm.ToValue(10400))
		set(vm, entry, "message", vm.ToValue("workflows.api.error.instance.not_found"))
		failures = append(failures, entry)
	}
	result := vm.NewObject()
	set(vm, result, "deleted", vm.NewArray(deleted...))
	set(vm, result, "errors", vm.NewArray(failures...))
	return result
}
