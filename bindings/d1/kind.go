package d1

import (
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
		specs = append(specs, bindings.Spec{
			Name: e.Value.Binding, ID: e.Value.id(), Label: e.Value.label(), Type: "D1 Database", Path: e.Path,
		})
	}
	return specs, nil
}

// id is the identity of the state.
func (e entry) id() string {
	for _, id := range []string{e.PreviewID, e.ID} {
		if id != "" {
			return id
		}
	}
	return e.Binding
}

// label is what wrangler's table of bindings shows.
func (e entry) label() string {
	for _, label := range []string{e.PreviewID, e.Name, e.ID} {
		if label != "" {
			return label
		}
	}
	return ""
}

// Open implements bindings.Kind.
func (Kind) Open(_ context.Context, host bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	db, err := Open(host, spec.ID)
	if err != nil {
		return nil, err
	}
	return &resource{db}, nil
}
