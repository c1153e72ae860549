package d1

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
func (Kind) Name() string { return "d1" }

// Keys implements bindings.Kind.
func (Kind) Keys() []string { return []string{"d1_databases"} }

// entry is one element of the section "d1_databases".
type entry struct {
	Binding   string `json:"binding"`
	Name      string `json:"database_name"`
	ID        string `json:"database_id"`
	PreviewID string `json:"preview_database_id"`
}

// Parse implements bindings.Kind.
func (Kind) Parse(_ bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	entries, err := bindings.Entries[entry](key, raw)
	if err != nil {
		return nil, err
	}
	var specs []bindings.Spec
	for _, e := range entries {
		v := e.Value
		specs = append(specs, bindings.Spec{
			Name: v.Binding, ID: cmp.Or(v.PreviewID, v.ID, v.Binding), Label: cmp.Or(v.PreviewID, v.Name, v.ID),
			Type: "D1 Database", Path: e.Path,
		})
	}
	return specs, nil
}

// Open implements bindings.Kind.
func (Kind) Open(_ context.Context, host bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	db, err := Open(host, spec.ID)
	if err != nil {
		return nil, err
	}
	return &resource{db}, nil
}
