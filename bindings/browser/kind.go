package browser

import (
	"context"
	"encoding/json"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/rpc"
)

// Kind is the kind of binding.
type Kind struct{}

var _ bindings.Kind = Kind{}

// Name implements bindings.Kind.
func (Kind) Name() string { return "browser" }

// Keys implements bindings.Kind.
func (Kind) Keys() []string { return []string{"browser"} }

// Parse implements bindings.Kind.
func (Kind) Parse(_ bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	var section struct {
		Binding string `json:"binding"`
	}
	if err := json.Unmarshal(raw, &section); err != nil || section.Binding == "" {
		return nil, &bindings.Invalid{Path: key, Text: `should have a string "binding" field but got ` + string(raw) + "."}
	}
	return []bindings.Spec{{Name: section.Binding, ID: section.Binding, Type: "Browser Run", Path: key}}, nil
}

// Open implements bindings.Kind. Browsers are started when they are asked for.
func (Kind) Open(_ context.Context, host bindings.Host, _ bindings.Spec) (bindings.Resource, error) {
	return &sessions{host: host, all: map[string]*session{}}, nil
}

// Bind implements bindings.Resource.
func (all *sessions) Bind(vm *jsruntime.VM) (jsruntime.Value, error) {
	return rpc.NewService(vm, service{all}, rpc.Options{}), nil
}
