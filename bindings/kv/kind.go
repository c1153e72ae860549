package kv

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
func (Kind) Parse(_ bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	entries, err := bindings.Entries[entry](key, raw)
	if err != nil {
		return nil, err
	}
	var specs []bindings.Spec
	for _, e := range entries {
		label := cmp.Or(e.Value.PreviewID, e.Value.ID)
		specs = append(specs, bindings.Spec{Name: e.Value.Binding, ID: cmp.Or(label, e.Value.Binding), Label: label, Type: "KV Namespace", Path: e.Path})
	}
	return specs, nil
}

// Open implements bindings.Kind.
func (Kind) Open(_ context.Context, host bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	n, err := Open(host, spec.ID)
	if err != nil {
		return nil, err
	}
	n.log = host.Log()
	host.Background(func(ctx context.Context) { n.small.Run(ctx, n.log) })
	return &resource{n}, nil
}
