// Package gap is the kind of binding for what the platform has and Paddock has not: the
// binding stands on env, so that code which only passes it on runs, and whatever is done with
// it throws `not emulated: …`, with the words of wrangler, which has these on Cloudflare's network
// alone. A kind that comes to be emulated takes its line out of here.
package gap

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"paddock/bindings"
	"paddock/jsruntime"
)

// Kind is the kind of binding.
type Kind struct{}

var _ bindings.Kind = Kind{}

// Name implements bindings.Kind.
func (Kind) Name() string { return "gap" }

// section is a wrangler key whose bindings are not emulated.
type section struct {
	key  string
	kind string // as the table of bindings shows it
	name string // the property that holds the binding's name
}

var sections = []section{
	{"vectorize", "Vectorize Index", "binding"},
	{"mtls_certificates", "mTLS Certificate", "binding"},
	{"dispatch_namespaces", "Dispatch Namespace", "binding"},
	{"vpc_services", "VPC Service", "binding"},
	{"ai", "AI", "binding"},
	{"media", "Media", "binding"},
	{"stream", "Stream", "binding"},
	{"artifacts", "Artifacts", "binding"},
	{"ai_search", "AI Search Instance", "binding"},
	{"ai_search_namespaces", "AI Search Namespace", "binding"},
	{"agent_memory", "Agent Memory", "binding"},
	{"flagship", "Flagship", "binding"},
	{"k2", "K2 Stream", "binding"},
	{"vpc_networks", "VPC Network", "binding"},
	{"websearch", "Web Search", "binding"},
}

// Keys implements bindings.Kind.
func (Kind) Keys() []string {
	keys := make([]string, len(sections))
	for i, s := range sections {
		keys[i] = s.key
	}
	return keys
}

// Parse implements bindings.Kind.
func (Kind) Parse(_ bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	s := sections[slices.IndexFunc(sections, func(s section) bool { return s.key == key })]
	var entries []map[string]any
	single := map[string]any{}
	if json.Unmarshal(raw, &single) == nil {
		entries = append(entries, single)
	} else if err := json.Unmarshal(raw, &entries); err != nil {
		return nil, &bindings.Invalid{Path: key, Text: "should be an array or an object but got " + string(raw) + "."}
	}
	var specs []bindings.Spec
	for i, e := range entries {
		if name, _ := e[s.name].(string); name != "" {
			at := key
			if len(entries) > 1 || len(single) == 0 {
				at = fmt.Sprintf("%s[%d]", key, i)
			}
			specs = append(specs, bindings.Spec{Name: name, ID: name, Type: s.kind, Path: at, Gap: s.kind + " bindings"})
		}
	}
	return specs, nil
}

// Open implements bindings.Kind.
func (Kind) Open(_ context.Context, _ bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	return &resource{feature: fmt.Sprintf("%s (env.%s): Binding %[2]s needs to be run remotely", spec.Gap, spec.Name)}, nil
}

// resource is one binding that is not there.
type resource struct{ feature string }

// Bind implements bindings.Resource. Symbols and the members that merely passing a value on
// asks for are undefined; every other property throws.
func (r *resource) Bind(vm *jsruntime.VM) (jsruntime.Value, error) {
	return vm.NewDynamicObject(&absent{vm, r.feature}), nil
}

// Close implements bindings.Resource.
func (*resource) Close() error { return nil }

// absent is the object on env.
type absent struct {
	vm      *jsruntime.VM
	feature string
}

// Get throws, but for what promises, inspection and conversions to text ask of any object.
func (a *absent) Get(key string) jsruntime.Value {
	switch key {
	case "then", "toJSON", "constructor", "toString", "valueOf":
		return nil
	}
	a.vm.Throw(&bindings.Unsupported{Feature: a.feature})
	return nil
}

// Set throws.
func (a *absent) Set(string, jsruntime.Value) bool {
	a.vm.Throw(&bindings.Unsupported{Feature: a.feature})
	return false
}

// Has says no.
func (*absent) Has(string) bool { return false }

// Delete says that there was nothing.
func (*absent) Delete(string) bool { return true }

// Keys is empty.
func (*absent) Keys() []string { return nil }
