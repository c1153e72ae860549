package images

import (
	"context"
	"encoding/json"

	"paddock/bindings"
	"paddock/jsruntime"
)

// Kind is the kind of binding.
type Kind struct{}

var _ bindings.Kind = Kind{}

// Name implements bindings.Kind.
func (Kind) Name() string { return "images" }

// Keys implements bindings.Kind.
func (Kind) Keys() []string { return []string{"images"} }

// Parse implements bindings.Kind.
func (Kind) Parse(_ bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	var section struct {
		Binding string `json:"binding"`
	}
	if err := json.Unmarshal(raw, &section); err != nil || section.Binding == "" {
		return nil, &bindings.Invalid{Path: key, Text: `should have a string "binding" field but got ` + string(raw) + "."}
	}
	return []bindings.Spec{{Name: section.Binding, ID: section.Binding, Type: "Images", Path: key}}, nil
}

// Open implements bindings.Kind.
func (Kind) Open(context.Context, bindings.Host, bindings.Spec) (bindings.Resource, error) {
	return bindings.Stateless(func(vm *jsruntime.VM) (jsruntime.Value, error) { return bindingClass.New(vm, &binding{}), nil }), nil
}
