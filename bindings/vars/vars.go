// Package vars is the kind of binding for plain values: environment variables and secrets.
//
// The section "vars" is handed over with .dev.vars and --var merged into it already; the name
// of those that must not be shown arrive in the section "paddock:secrets".
//
// Platform: https://developers.cloudflare.com/workers/configuration/environment-variables/
package vars

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"paddock/bindings"
	"paddock/jsruntime"
	script "paddock/jsruntime/json"
)

// Kind is the kind of binding.
type Kind struct{}

var _ bindings.Kind = Kind{}

// SecretsSection is the section that lists the names of variables whose value is not shown.
const SecretsSection = "paddock:secrets"

// Name implements bindings.Kind.
func (Kind) Name() string { return "vars" }

// Keys implements bindings.Kind.
func (Kind) Keys() []string { return []string{"vars"} }

// Parse implements bindings.Kind.
func (Kind) Parse(project bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	var values map[string]json.RawMessage
	if err := json.Unmarshal(raw, &values); err != nil {
		return nil, &bindings.Invalid{Path: key, Text: "should be an object but got " + string(raw) + "."}
	}
	var secrets []string
	if raw := project.Section(SecretsSection); raw != nil {
		if err := json.Unmarshal(raw, &secrets); err != nil {
			return nil, fmt.Errorf("read names of secrets: %w", err)
		}
	}
	var specs []bindings.Spec
	for _, name := range slices.Sorted(maps.Keys(values)) {
		secret := slices.Contains(secrets, name)
		label := shown(values[name])
		if secret {
			label = `"(hidden)"`
		}
		specs = append(specs, bindings.Spec{
			Name: name, ID: name, Label: label, Type: "Environment Variable",
			Secret: secret, Config: string(values[name]), Path: "vars." + name,
		})
	}
	return specs, nil
}

// longest is how many characters of a value the table of bindings shows.
const longest = 40

// plain takes back what encoding/json does to characters that matter in HTML alone.
var plain = strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&")

// shown gives the label of a value, cut if it is long.
func shown(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil && string(raw) != "null" {
		return `"` + cut(text) + `"`
	}
	return cut(plain.Replace(string(raw)))
}

func cut(text string) string {
	if r := []rune(text); len(r) > longest {
		return string(r[:longest-3]) + "..."
	}
	return text
}

// Open implements bindings.Kind.
func (Kind) Open(_ context.Context, _ bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	text, ok := spec.Config.(string)
	if !ok {
		return nil, fmt.Errorf("variable %s is a %T", spec.Name, spec.Config)
	}
	return value(text), nil
}

// value is the JSON text of a variable.
type value string

// Bind implements bindings.Resource: strings as they are, everything else as parsed JSON.
func (v value) Bind(vm *jsruntime.VM) (jsruntime.Value, error) {
	var text string
	if json.Unmarshal([]byte(v), &text) == nil && v != "null" {
		return vm.ToValue(text), nil
	}
	var parsed jsruntime.Value
	err := vm.Try(func() { parsed = script.Parse(vm, string(v)) })
	return parsed, err
}

// Close implements bindings.Resource.
func (value) Close() error { return nil }
