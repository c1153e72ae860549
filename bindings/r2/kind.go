package r2

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
func (Kind) Name() string { return "r2" }

// Keys implements bindings.Kind.
func (Kind) Keys() []string { return []string{"r2_buckets"} }

// entry is one element of the section "r2_buckets".
type entry struct {
	Binding string `json:"binding"`
	Name    string `json:"bucket_name"`
	Preview string `json:"preview_bucket_name"`
}

// Parse implements bindings.Kind.
func (Kind) Parse(_ bindings.Project, _ string, raw json.RawMessage) ([]bindings.Spec, error) {
	var entries []entry
	if err := json.Unmarshal(raw, &entries); err != nil {
		return nil, fmt.Errorf("read r2_buckets: %w", err)
	}
	var specs []bindings.Spec
	for i, e := range entries {
		label := e.Preview
		if label == "" {
			label = e.Name
		}
		id := label
		if id == "" {
			id = e.Binding
		}
		specs = append(specs, bindings.Spec{Name: e.Binding, ID: id, Label: label, Type: "R2 Bucket", Path: fmt.Sprintf("r2_buckets[%d]", i)})
	}
	return specs, nil
}

// Open implements bindings.Kind.
func (Kind) Open(_ context.Context, host bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	b, err := Open(host, spec.ID)
	if err != nil {
		return nil, err
	}
	return &resource{b}, nil
}

// resource is a bucket that can be bound.
type resource struct{ *Bucket }

// Bind implements bindings.Resource.
func (r *resource) Bind(vm *jsruntime.VM) (jsruntime.Value, error) {
	define()
	return bucketClass.New(vm, r.Bucket), nil
}

// Close implements bindings.Resource.
func (*resource) Close() error { return nil }
