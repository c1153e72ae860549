package ratelimit

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"paddock/bindings"
	"paddock/jsruntime"
)

// Kind is the kind of binding. It holds the counts of a session.
type Kind struct {
	mu         sync.Mutex // guards namespaces
	namespaces map[string]*namespace
}

// New makes the kind for a session.
func New() *Kind { return &Kind{namespaces: map[string]*namespace{}} }

var _ bindings.Kind = (*Kind)(nil)

// Name implements bindings.Kind.
func (*Kind) Name() string { return "ratelimit" }

// Keys implements bindings.Kind. Before it had a section of its own, a rate limit was declared as
// an unsafe binding of the type "ratelimit".
func (*Kind) Keys() []string { return []string{"ratelimits", "unsafe"} }

// entry is one element of the section "ratelimits", or of unsafe.bindings.
type entry struct {
	Name      string `json:"name"`
	Type      string `json:"type"`
	Namespace string `json:"namespace_id"`
	Simple    struct {
		Limit  float64 `json:"limit"`
		Period float64 `json:"period"` // seconds
	} `json:"simple"`
}

// Parse implements bindings.Kind.
func (*Kind) Parse(_ bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	if key == "unsafe" {
		var section struct {
			Bindings json.RawMessage `json:"bindings"`
		}
		if err := json.Unmarshal(raw, &section); err != nil {
			return nil, &bindings.Invalid{Path: key, Text: "should be an object but got " + string(raw) + "."}
		}
		if section.Bindings == nil {
			return nil, nil
		}
		return parse("unsafe.bindings", section.Bindings, func(e entry) bool { return e.Type == "ratelimit" })
	}
	return parse(key, raw, func(entry) bool { return true })
}

func parse(section string, raw json.RawMessage, ours func(entry) bool) ([]bindings.Spec, error) {
	entries, err := bindings.Entries[entry](section, raw)
	if err != nil {
		return nil, err
	}
	var specs []bindings.Spec
	for _, e := range entries {
		v := e.Value
		if !ours(v) {
			continue
		}
		if v.Simple.Period != 10 && v.Simple.Period != 60 {
			return nil, &bindings.Invalid{Path: e.Path + ".simple.period", Text: "should be either 10 or 60 but got " + fmt.Sprint(v.Simple.Period) + "."}
		}
		specs = append(specs, bindings.Spec{
			Name: v.Name, ID: v.Namespace, Label: fmt.Sprintf("%v requests/%vs", v.Simple.Limit, v.Simple.Period),
			Type: "Rate Limit", Path: e.Path, Config: v,
		})
	}
	return specs, nil
}

// Open implements bindings.Kind.
func (k *Kind) Open(_ context.Context, host bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	e, ok := spec.Config.(entry)
	if !ok {
		return nil, fmt.Errorf("rate limit %s is a %T", spec.Name, spec.Config)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	n, ok := k.namespaces[spec.ID]
	if !ok {
		n = &namespace{now: host.Now, windows: map[bucket]window{}}
		k.namespaces[spec.ID] = n
	}
	return &resource{namespace: n, limit: e.Simple.Limit, period: e.Simple.Period}, nil
}

// resource is one binding: a namespace with a limit.
type resource struct {
	*namespace
	limit, period float64
}

var _ bindings.Resetter = (*resource)(nil)

// Bind implements bindings.Resource.
func (r *resource) Bind(vm *jsruntime.VM) (jsruntime.Value, error) { return class.New(vm, r), nil }

// Reset implements bindings.Resetter.
func (r *resource) Reset(context.Context) error {
	r.forget()
	return nil
}

// Close implements bindings.Resource.
func (*resource) Close() error { return nil }
