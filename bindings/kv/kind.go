package kv

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
func (Kind) Name() string { return "kv" }

// Keys implements bindings.Kind.
func (Kind) Keys() []string { return []string{"kv_namespaces"} }

// entry is one element of the section "kv_namespaces".
type entry struct {
	Binding   string `json:"binding"`
	ID        string `json:"id"`
	PreviewID string `json:"preview_id"`
}

// Parse implements bindings.Kind.
func (Kind) Parse(_ bindings.Project, _ string, raw json.RawMessage) ([]bindings.Spec, error) {
	var entries []entry
	if err := json.Unmarshal(raw, &entries); err != nil {
		return nil, fmt.Errorf("read kv_namespaces: %w", err)
	}
	var specs []bindings.Spec
	for i, e := range entries {
		label := e.PreviewID
		if label == "" {
			label = e.ID
		}
		id := label
		if id == "" {
			id = e.Binding
		}
		specs = append(specs, bindings.Spec{Name: e.Binding, ID: id, Label: label, Type: "KV Namespace", Path: fmt.Sprintf("kv_namespaces[%d]", i)})
	}
	return specs, nil
}

// Open implements bindings.Kind.
func (Kind) Open(_ context.Context, host bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	n, err := Open(host, spec.ID)
	if err != nil {
		return nil, err
	}
	return &resource{n}, nil
}

// resource is a namespace that can be bound.
type resource struct{ *Namespace }

// Bind implements bindings.Resource.
func (r *resource) Bind(vm *jsruntime.VM) (jsruntime.Value, error) {
	return class.New(vm, r.Namespace), nil
}

// Close implements bindings.Resource.
func (r *resource) Close() error { return r.get.Close() }
