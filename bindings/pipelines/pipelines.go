// Package pipelines is the kind of binding for Pipelines. As in wrangler, records are taken and
// thrown away.
//
// Platform: https://developers.cloudflare.com/pipelines/streams/writing-to-streams/
package pipelines

import (
	"cmp"
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
func (Kind) Name() string { return "pipelines" }

// Keys implements bindings.Kind.
func (Kind) Keys() []string { return []string{"pipelines"} }

// entry is one element of the section "pipelines".
type entry struct {
	Binding  string `json:"binding"`
	Pipeline string `json:"pipeline"`
	Stream   string `json:"stream"`
}

// Parse implements bindings.Kind.
func (Kind) Parse(_ bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	entries, err := bindings.Entries[entry](key, raw)
	if err != nil {
		return nil, err
	}
	var specs []bindings.Spec
	for _, e := range entries {
		name := cmp.Or(e.Value.Stream, e.Value.Pipeline)
		specs = append(specs, bindings.Spec{Name: e.Value.Binding, ID: name, Label: name, Type: "Pipeline", Path: e.Path})
	}
	return specs, nil
}

// Open implements bindings.Kind.
func (Kind) Open(context.Context, bindings.Host, bindings.Spec) (bindings.Resource, error) {
	return bindings.Stateless(func(vm *jsruntime.VM) (jsruntime.Value, error) { return class.New(vm, &pipeline{}), nil }), nil
}

// pipeline is one binding.
type pipeline struct{}

// class is the stub of the service that takes the records: records must be able to cross over.
var class = jsruntime.NewClass[pipeline]("Fetcher").
	AsyncMethod("send", 1, func(vm *jsruntime.VM, _ *pipeline, args jsruntime.Args) (jsruntime.Value, error) {
		_, err := rpc.Encode(vm, args.At(0))
		return nil, err
	})
