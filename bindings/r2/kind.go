package r2

import (
	"cmp"
	"context"
	"encoding/json"

	"paddock/bindings"
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
func (Kind) Parse(_ bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	entries, err := bindings.Entries[entry](key, raw)
	if err != nil {
		return nil, err
	}
	var specs []bindings.Spec
	for _, e := range entries {
		label := cmp.Or(e.Value.Preview, e.Value.Name)
		specs = append(specs, bindings.Spec{Name: e.Value.Binding, ID: cmp.Or(label, e.Value.Binding), Label: label, Type: "R2 Bucket", Path: e.Path})
	}
	return specs, nil
}

// Open implements bindings.Kind.
func (Kind) Open(_ context.Context, host bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	b, err := Open(host, spec.ID)
	if err != nil {
		return nil, err
	}
	b.log, b.binding, b.name = host.Log(), spec.Name, spec.ID
	return &resource{b}, nil
}
