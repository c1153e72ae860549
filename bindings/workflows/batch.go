package workflows

import (
	"fmt"
	"regexp"
	"slices"

	"paddock/jsruntime"
)

// maxCreates is how many instances one call creates.
const maxCreates = 100

// reservedID are ids that batches of the new form refuse.
var reservedID = regexp.MustCompile(`^(batch|terminate|terminateAll|cf_[0-9a-f]{64})$`)

// createBatch takes a list of options, for a list of instances, or an object {count, …} or {instances}, for an object
// that tells of those that could not be created, too.
func createBatch(vm *jsruntime.VM, flow *workflow, args jsruntime.Args) (jsruntime.Value, error) {
	o := jsruntime.AsObject(args.At(0))
	switch {
	case o == nil:
		return nil, refused("body", "Provided argument is invalid")
	case vm.KindOf(o) == "Array":
		return createList(vm, flow, o)
	}
	list, err := batchOf(vm, o)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 || len(list) > maxCreates {
		return nil, refused("body", "Batch size exceeds maximum allowed")
	}
	var drafts []*draft
	for _, options := range list {
		if err := checkOptions(options); err != nil {
			return nil, err
		}
		d, err := newInstance(vm, flow, options)
		if err != nil {
			return nil, err
		}
		drafts = append(drafts, d)
	}
	return flow.create(vm, drafts, func(vm *jsruntime.VM, made []*draft) (jsruntime.Value, error) {
		return batchResult(vm, flow, drafts, made), nil
	}), nil
}

// createList is createBatch of a list.
func createList(vm *jsruntime.VM, flow *workflow, list *jsruntime.Object) (jsruntime.Value, error) {
	switch n := lengthOf(list); {
	case n == 0:
		return nil, remote("WorkflowError: batchCreate should have at least 1 instance")
	case n > maxCreates:
		return nil, remote(fmt.Sprintf("WorkflowError: batchCreate only supports %d instances at a time", maxCreates))
	}
	var drafts []*draft
	for _, options := range vm.Elements(list) { // nil: a hole
		d, err := newInstance(vm, flow, options)
		if err != nil {
			return nil, err
		}
		drafts = append(drafts, d)
	}
	return flow.create(vm, drafts, func(vm *jsruntime.VM, made []*draft) (jsruntime.Value, error) {
		return vm.NewArray(handles(vm, flow, made)...), nil
	}), nil
}

func handles(vm *jsruntime.VM, flow *workflow, made []*draft) []any {
	list := make([]any, len(made))
	for n, d := range made {
		list[n] = newHandle(vm, flow, d.id)
	}
	return list
}

// batchOf gives the options of each instance of a batch.
func batchOf(vm *jsruntime.VM, o *jsruntime.Object) ([]jsruntime.Value, error) {
	if count := member(o, "count"); !jsruntime.IsUndefined(count) {
		n := count.ToFloat()
		switch {
		case !jsruntime.IsNumber(count) || n != float64(int64(n)) || n <= 0:
			return nil, refused("body", "count must be a positive integer")
		case n > maxCreates:
			return nil, refused("body", fmt.Sprintf("batchCreate only supports %d instances at a time", maxCreates))
		}
		options := vm.NewObject()
		set(vm, options, "params", member(o, "params"))
		return slices.Repeat([]jsruntime.Value{options}, int(n)), nil
	}
	list := jsruntime.AsObject(member(o, "instances"))
	if list == nil || vm.KindOf(list) != "Array" {
		return nil, refused("body", "Provided argument is invalid")
	}
	if lengthOf(list) > maxCreates {
		return nil, refused("body", "Batch size exceeds maximum allowed")
	}
	var all []jsruntime.Value
	for _, options := range vm.Elements(list) {
		all = append(all, options)
	}
	return all, nil
}

// checkOptions refuses what the new form does.
func checkOptions(options jsruntime.Value) error {
	o := jsruntime.AsObject(options)
	if o == nil {
		return refused("body", "Invalid input: expected object, received "+zodKind(options))
	}
	switch id := member(o, "id"); {
	case jsruntime.IsUndefined(id):
		return nil
	case !jsruntime.IsString(id):
		return refused("body", "Invalid input: expected string, received "+zodKind(id))
	case !instanceID.MatchString(id.String()) || reservedID.MatchString(id.String()):
		return refused("instance.invalid_id", "Instance ID is invalid")
	}
	return nil
}

// zodKind names the kind of a value as the platform's checks do.
func zodKind(v jsruntime.Value) string {
	if jsruntime.IsNull(v) {
		return "null"
	}
	return jsruntime.TypeOf(v)
}

// batchResult makes what createBatch gives of drafts, some of which were made.
func batchResult(vm *jsruntime.VM, flow *workflow, drafts, made []*draft) jsruntime.Value {
	failures, seen := []any{}, map[string]bool{}
	for index, d := range drafts {
		if slices.Contains(made, d) {
			seen[d.id] = true
			continue
		}
		code, message := 10405, "workflows.api.error.instance.already_exists"
		if seen[d.id] {
			code, message = 10415, "workflows.api.error.instance.duplicate_in_batch"
		}
		seen[d.id] = true
		e := vm.NewObject()
		set(vm, e, "index", vm.ToValue(index))
		set(vm, e, "id", vm.ToValue(d.id))
		set(vm, e, "code", vm.ToValue(code))
		set(vm, e, "message", vm.ToValue(message))
		failures = append(failures, e)
	}
	result := vm.NewObject()
	set(vm, result, "created", vm.NewArray(handles(vm, flow, made)...))
	set(vm, result, "errors", vm.NewArray(failures...))
	return result
}
