// Package version is the kind of binding for what a worker may know of its own version. Here
// there is one version, as in wrangler: of a random id, without a tag, made when the session began.
//
// Platform: https://developers.cloudflare.com/workers/runtime-apis/bindings/version-metadata/
package version

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"

	"paddock/bindings"
	"paddock/jsruntime"
)

// Kind is the kind of binding.
type Kind struct{}

var _ bindings.Kind = Kind{}

// Name implements bindings.Kind.
func (Kind) Name() string { return "version" }

// Keys implements bindings.Kind.
func (Kind) Keys() []string { return []string{"version_metadata"} }

// Parse implements bindings.Kind.
func (Kind) Parse(_ bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	var section struct {
		Binding string `json:"binding"`
	}
	if err := json.Unmarshal(raw, &section); err != nil || section.Binding == "" {
		return nil, &bindings.Invalid{Path: key, Text: `should have a string "binding" field but got ` + string(raw) + "."}
	}
	return []bindings.Spec{{Name: section.Binding, ID: section.Binding, Type: "Worker Version Metadata", Path: key}}, nil
}

// isoMillis is the form of Date.prototype.toISOString.
const isoMillis = "2006-01-02T15:04:05.000Z"

// Open implements bindings.Kind.
func (Kind) Open(_ context.Context, host bindings.Host, _ bindings.Spec) (bindings.Resource, error) {
	var id [16]byte
	_, _ = rand.Read(id[:]) // never fails
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	metadata := [][2]string{
		{"id", fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])},
		{"tag", ""},
		{"timestamp", host.Now().UTC().Format(isoMillis)},
	}
	return bindings.Stateless(func(vm *jsruntime.VM) (jsruntime.Value, error) {
		o := vm.NewObject()
		for _, p := range metadata {
			if err := o.Set(p[0], p[1]); err != nil {
				return nil, err
			}
		}
		return o, nil
	}), nil
}
