package workflows

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"paddock/bindings"
	"paddock/jsruntime"
)

// Kind is the kind of binding. It holds the workflows of sessions, which a session's Workers share.
type Kind struct {
	mu    sync.Mutex // guards flows
	flows map[flowKey]*workflow
}

type flowKey struct {
	session bindings.Host
	name    string
}

// New makes the kind.
func New() *Kind { return &Kind{flows: map[flowKey]*workflow{}} }

var _ bindings.Kind = (*Kind)(nil)

// Name implements bindings.Kind.
func (*Kind) Name() string { return "workflows" }

// Keys implements bindings.Kind.
func (*Kind) Keys() []string { return []string{"workflows"} }

// defaultSteps is how many steps a run may take.
const defaultSteps = 10000

// entry is one element of the section.
type entry struct {
	Binding string `json:"binding"`
	Name    string `json:"name"`
	Class   string `json:"class_name"`
	Script  string `json:"script_name"`
	Limits  struct {
		Steps int `json:"steps"`
	} `json:"limits"`
}

// config is what a workflow is made of.
type config struct {
	name, worker, class string
	steps               int
	local               bool // the class is one of the Worker that declares it
}

// Parse implements bindings.Kind.
func (*Kind) Parse(project bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	entries, err := bindings.Entries[entry](key, raw)
	if err != nil {
		return nil, err
	}
	specs := make([]bindings.Spec, len(entries))
	for i, e := range entries {
		c := config{
			name: e.Value.Name, worker: cmp.Or(e.Value.Script, project.Worker), class: e.Value.Class,
			steps: cmp.Or(e.Value.Limits.Steps, defaultSteps), local: e.Value.Script == "" || e.Value.Script == project.Worker,
		}
		label := c.class
		if !c.local {
			label += fmt.Sprintf(" (defined in %s)", c.worker)
		}
		specs[i] = bindings.Spec{Name: e.Value.Binding, ID: c.name, Label: label, Type: "Workflow", Path: e.Path, Config: c}
	}
	return specs, nil
}

// Open implements bindings.Kind.
func (k *Kind) Open(_ context.Context, host bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	c, ok := spec.Config.(config)
	if !ok {
		return nil, fmt.Errorf("workflow binding is a %T", spec.Config)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	key := flowKey{host, c.name}
	flow, ok := k.flows[key]
	if !ok {
		flow = &workflow{name: c.name, host: host, open: map[string]*instance{}}
		k.flows[key] = flow
	}
	flow.configure(c)
	if !ok {
		if err := flow.continueAll(); err != nil {
			return nil, err
		}
	}
	return &resource{flow}, nil
}

// resource is one binding.
type resource struct{ flow *workflow }

var _ bindings.Resource = (*resource)(nil)

// Bind implements bindings.Resource.
func (r *resource) Bind(vm *jsruntime.VM) (jsruntime.Value, error) {
	return flowClass.New(vm, r.flow), nil
}

// Close implements bindings.Resource.
func (r *resource) Close() error { return nil }
