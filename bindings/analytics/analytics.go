// Package analytics is the kind of binding for Analytics Engine datasets. As in wrangler, data
// points are taken and thrown away.
//
// Platform: https://developers.cloudflare.com/analytics/analytics-engine/get-started/
package analytics

import (
	"cmp"
	"context"
	"encoding/json"

	"paddock/bindings"
	"paddock/jsruntime"
)

// Kind is the kind of binding.
type Kind struct{}

var _ bindings.Kind = Kind{}

// Name implements bindings.Kind.
func (Kind) Name() string { return "analytics" }

// Keys implements bindings.Kind.
func (Kind) Keys() []string { return []string{"analytics_engine_datasets"} }

// entry is one element of the section "analytics_engine_datasets".
type entry struct {
	Binding string `json:"binding"`
	Dataset string `json:"dataset"`
}

// Parse implements bindings.Kind.
func (Kind) Parse(_ bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	entries, err := bindings.Entries[entry](key, raw)
	if err != nil {
		return nil, err
	}
	var specs []bindings.Spec
	for _, e := range entries {
		dataset := cmp.Or(e.Value.Dataset, e.Value.Binding)
		specs = append(specs, bindings.Spec{Name: e.Value.Binding, ID: dataset, Label: dataset, Type: "Analytics Engine Dataset", Path: e.Path})
	}
	return specs, nil
}

// Open implements bindings.Kind.
func (Kind) Open(context.Context, bindings.Host, bindings.Spec) (bindings.Resource, error) {
	return bindings.Stateless(func(vm *jsruntime.VM) (jsruntime.Value, error) { return class.New(vm, &dataset{}), nil }), nil
}

// dataset is one binding.
type dataset struct{}

// class is LocalAnalyticsEngineDataset, to scripts a class of JavaScript: its instances have no tag.
var class = jsruntime.NewClass[dataset]("LocalAnalyticsEngineDataset").
	Method("writeDataPoint", 1, func(*jsruntime.VM, *dataset, jsruntime.Args) jsruntime.Value { return nil }).
	Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
		if err := proto.DeleteSymbol(jsruntime.SymToStringTag); err != nil {
			vm.Throw(err)
		}
	})
