package workflows

import (
	"context"
	"fmt"
	"regexp"

	"paddock/bindings/store"
	"paddock/jsruntime"
	"paddock/polyfills/crypto"
	"paddock/polyfills/trace"
)

// Ids of instances, and what get and delete take besides.
var (
	instanceID    = regexp.MustCompile(`^[a-zA-Z0-9_][a-zA-Z0-9-_]{0,99}$`)
	addressableID = regexp.MustCompile(`^[a-zA-Z0-9, */#_-]{1,271}$`)
)

func create(vm *jsruntime.VM, flow *workflow, args jsruntime.Args) (jsruntime.Value, error) {
	n, err := newInstance(vm, flow, args.At(0))
	if err != nil {
		return nil, err
	}
	return flow.create(vm, []*draft{n}, func(vm *jsruntime.VM, made []*draft) (jsruntime.Value, error) {
		if len(made) == 0 {
			return nil, taken(n.id)
		}
		return newHandle(vm, flow, n.id), nil
	}), nil
}

// create is make for a promise, away from the loop.
func (w *workflow) create(vm *jsruntime.VM, drafts []*draft, result func(vm *jsruntime.VM, made []*draft) (jsruntime.Value, error)) jsruntime.Value {
	return store.Async(vm, w.host.Log(), func(context.Context) ([]*draft, error) { return w.make(drafts) }, result)
}

// make makes instances of drafts, but those whose ids are taken.
func (w *workflow) make(drafts []*draft) (made []*draft, err error) {
	for _, d := range drafts {
		err := w.use(w.object(d.id), true, func(i *instance) error {
			created, err := i.create(d.metadata, d.params)
			if created {
				made = append(made, d)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return made, nil
}

// taken is the error for an instance whose id another has.
func taken(id string) error {
	return remote(fmt.Sprintf("WorkflowError: (instance.already_exists) Workflow instance with id %q already exists", id))
}

// draft is an instance that is to be.
type draft struct {
	id       string
	metadata []byte // what the journal keeps
	params   string // JSON
}

// newInstance reads the options {id, params} of an instance.
func newInstance(vm *jsruntime.VM, flow *workflow, options jsruntime.Value) (*draft, error) {
	id, params := jsruntime.Undefined(), jsruntime.Undefined()
	if o := jsruntime.AsObject(options); o != nil {
		id, params = member(o, "id"), member(o, "params")
	}
	if jsruntime.IsUndefined(id) {
		id = vm.ToValue(crypto.NewUUID())
	}
	if !jsruntime.IsString(id) || !instanceID.MatchString(id.String()) {
		return nil, remote("WorkflowError: Workflow instance has invalid id")
	}
	if jsruntime.IsUndefined(params) {
		params = vm.NewObject()
	}
	d := &draft{id: id.String()}
	var err error
	if d.metadata, err = flow.describe(vm, d.id, params); err != nil {
		return nil, err
	}
	d.params, err = stringify(vm, params)
	return d, err
}

// describe writes what the journal keeps of a new instance, in the local platform's form.
func (w *workflow) describe(vm *jsruntime.VM, id string, params jsruntime.Value) ([]byte, error) {
	now := w.host.Now()
	date, err := vm.New(vm.Get("Date"), vm.ToValue(now.UnixMilli()))
	if err != nil {
		return nil, err
	}
	stamp := vm.ToValue(trace.When(now))
	object := func(pairs ...any) *jsruntime.Object {
		o := vm.NewObject()
		for n := 0; n < len(pairs); n += 2 {
			set(vm, o, pairs[n].(string), vm.ToValue(pairs[n+1]))
		}
		return o
	}
	m, err := vm.Serialize(object(
		"accountId", 0, "workflow", object(), "version", object(),
		"instance", object("id", id, "created_on", stamp, "modified_on", stamp, "workflow_id", "", "version_id", "", "status", 0, "started_on", stamp, "ended_on", jsruntime.Null()),
		"event", object("timestamp", date, "payload", params, "instanceId", id, "workflowName", w.name),
	), nil, nil)
	return m.Data, err
}
