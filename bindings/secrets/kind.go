package secrets

import (
	"context"
	"encoding/json"
	"fmt"

	"paddock/bindings"
	"paddock/bindings/store"
	"paddock/jsruntime"
)

// Kind is the kind of binding.
type Kind struct{}

var _ bindings.Kind = Kind{}

// Name implements bindings.Kind.
func (Kind) Name() string { return "secrets" }

// Keys implements bindings.Kind.
func (Kind) Keys() []string { return []string{"secrets_store_secrets"} }

// entry is one element of the section "secrets_store_secrets".
type entry struct {
	Binding string `json:"binding"`
	Store   string `json:"store_id"`
	Name    string `json:"secret_name"`
}

// Parse implements bindings.Kind.
func (Kind) Parse(_ bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	entries, err := bindings.Entries[entry](key, raw)
	if err != nil {
		return nil, err
	}
	var specs []bindings.Spec
	for _, e := range entries {
		id := e.Value.Store + "/" + e.Value.Name
		specs = append(specs, bindings.Spec{
			Name: e.Value.Binding, ID: id, Label: id, Type: "Secrets Store Secret", Path: e.Path, Config: e.Value,
		})
	}
	return specs, nil
}

// Open implements bindings.Kind.
func (Kind) Open(_ context.Context, host bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	e, ok := spec.Config.(entry)
	if !ok {
		return nil, fmt.Errorf("secret %s is a %T", spec.Name, spec.Config)
	}
	s, err := Open(host, e.Store)
	if err != nil {
		return nil, err
	}
	return &secret{Store: s, name: e.Name, host: host}, nil
}

// secret is one binding.
type secret struct {
	*Store
	name string
	host bindings.Host
}

var _ bindings.Resource = (*secret)(nil)

// Bind implements bindings.Resource.
func (s *secret) Bind(vm *jsruntime.VM) (jsruntime.Value, error) { return class.New(vm, s), nil }

// Close implements bindings.Resource.
func (*secret) Close() error { return nil }

// class is the stub of the service that has the secret.
var class = jsruntime.NewClass[secret]("Fetcher").
	AsyncMethod("get", 0, func(vm *jsruntime.VM, s *secret, _ jsruntime.Args) (jsruntime.Value, error) {
		return store.Async(vm, s.host.Log(), func(context.Context) (string, error) {
			value, ok, err := s.Get(s.name)
			if err == nil && !ok {
				err = &jsruntime.Error{
					Class: jsruntime.PlainError, Msg: fmt.Sprintf("Secret %q not found", s.name), Props: map[string]any{"remote": true},
				}
			}
			return value, err
		}, nil), nil
	})
