package loader

import (
	"context"
	"encoding/json"
	"fmt"

	"paddock/bindings"
	"paddock/jsruntime"
)

// Kind is the kind of binding.
type Kind struct{}

var _ bindings.Kind = Kind{}

// Name implements bindings.Kind.
func (Kind) Name() string { return "loader" }

// Keys implements bindings.Kind.
func (Kind) Keys() []string { return []string{"worker_loaders"} }

// entry is one element of the section.
type entry struct {
	Binding string `json:"binding"`
}

// Parse implements bindings.Kind.
func (Kind) Parse(_ bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	entries, err := bindings.Entries[entry](key, raw)
	if err != nil {
		return nil, err
	}
	specs := make([]bindings.Spec, len(entries))
	for i, e := range entries {
		specs[i] = bindings.Spec{Name: e.Value.Binding, ID: e.Value.Binding, Type: "Worker Loader", Path: e.Path}
	}
	return specs, nil
}

// Open implements bindings.Kind.
func (Kind) Open(_ context.Context, host bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	workers, ok := host.(bindings.Loader)
	if !ok {
		return nil, fmt.Errorf("worker loader %s: this session runs no Workers of scripts", spec.Name)
	}
	return &loader{host: host, workers: workers, named: map[string]*dynamic{}}, nil
}

// Bind implements bindings.Resource.
func (l *loader) Bind(vm *jsruntime.VM) (jsruntime.Value, error) { return loaderClass.New(vm, l), nil }

// Close implements bindings.Resource.
func (*loader) Close() error { return nil }
