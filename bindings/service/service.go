// Package service is the kind of binding for other entrypoints: of the same worker, or of
// another worker of the session.
//
// Platform: https://developers.cloudflare.com/workers/runtime-apis/bindings/service-bindings/
package service

import (
	"context"
	"encoding/json"
	"fmt"

	"paddock/bindings"
	"paddock/jsruntime"
	script "paddock/jsruntime/json"
	"paddock/polyfills/rpc"
)

// Kind is the kind of binding.
type Kind struct{}

var _ bindings.Kind = Kind{}

// Name implements bindings.Kind.
func (Kind) Name() string { return "service" }

// Keys implements bindings.Kind.
func (Kind) Keys() []string { return []string{"services"} }

// entry is one element of the section "services".
type entry struct {
	Binding    string          `json:"binding"`
	Service    string          `json:"service"`
	Entrypoint string          `json:"entrypoint"`
	Props      json.RawMessage `json:"props"`
}

// Parse implements bindings.Kind.
func (Kind) Parse(_ bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	entries, err := bindings.Entries[entry](key, raw)
	if err != nil {
		return nil, err
	}
	var specs []bindings.Spec
	for _, e := range entries {
		label := e.Value.Service
		if e.Value.Entrypoint != "" {
			label += "#" + e.Value.Entrypoint
		}
		specs = append(specs, bindings.Spec{
			Name: e.Value.Binding, ID: e.Value.Binding, Label: label, Type: "Worker", Config: e.Value, Path: e.Path,
		})
	}
	return specs, nil
}

// Open implements bindings.Kind.
func (Kind) Open(_ context.Context, host bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	e, ok := spec.Config.(entry)
	if !ok {
		return nil, fmt.Errorf("service %s is a %T", spec.Name, spec.Config)
	}
	b := &binding{entry: e, workers: host.Workers()}
	if f, ok := host.(bindings.Fronted); ok {
		b.workers = f.Front()
	}
	return b, nil
}

// binding is the stub's far end.
type binding struct {
	entry
	workers bindings.Dispatcher
}

// Bind implements bindings.Resource.
func (b *binding) Bind(vm *jsruntime.VM) (jsruntime.Value, error) {
	to := bindings.Target{Worker: b.Service, Entrypoint: b.Entrypoint}
	if len(b.Props) > 0 {
		err := vm.Try(func() {
			props, err := rpc.Encode(vm, script.Parse(vm, string(b.Props)))
			if err != nil {
				vm.Throw(err)
			}
			to.Props = &props
		})
		if err != nil {
			return nil, fmt.Errorf("props of service %s: %w", b.entry.Binding, err)
		}
	}
	return rpc.NewService(vm, bindings.Service(b.workers, to), rpc.Options{}), nil
}

// Close implements bindings.Resource.
func (*binding) Close() error { return nil }
