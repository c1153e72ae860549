// Package vars is the kind of binding for plain values: environment variables and secrets.
//
// The section "vars" is handed over with .dev.vars and --var merged into it already; the names
// of those that must not be shown arrive in the section "paddock:secrets", those of --var in "paddock:typed".
//
// Platform: https://developers.cloudflare.com/workers/configuration/environment-variables/
package vars

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"paddock/bindings"
	"paddock/jsruntime"
	script "paddock/jsruntime/json"
)

// Kind is the kind of binding.
type Kind struct{}

var _ bindings.Kind = Kind{}

const (
	// SecretsSection is the section that lists the names of variables whose value is not shown.
	SecretsSection = "paddock:secrets"
	// TypedSection is the section that lists those of the command line.
	TypedSection = "paddock:typed"
)

// The turns of variables on env.
const (
	turnJSON = iota
	turnTyped
	turnText
	turnSecret
)

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
	secrets, err := listed(project, SecretsSection)
	if err != nil {
		return nil, err
	}
	typed, err := listed(project, TypedSection)
	if err != nil {
		return nil, err
	}
	names, err := keys(raw)
	if err != nil {
		return nil, err
	}
	var specs []bindings.Spec
	for _, name := range names {
		value := values[name]
		if value == nil {
			continue // a key that stands there again
		}
		delete(values, name)
		spec := bindings.Spec{
			Name: name, ID: name, Label: shown(value), Type: "Environment Variable",
			Secret: slices.Contains(secrets, name), Config: string(value), Path: "vars." + name,
		}
		if spec.Secret {
			spec.Label = `"(hidden)"`
		}
		switch {
		case value[0] != '"':
			spec.Turn = turnJSON
		case slices.Contains(typed, name):
			spec.Turn = turnTyped
		case spec.Secret:
			spec.Turn = turnSecret
		default:
			spec.Turn = turnText
		}
		specs = append(specs, spec)
	}
	return specs, nil
}

// listed gives the names of a section.
func listed(project bindings.Project, section string) (names []string, err error) {
	if raw := project.Section(section); raw != nil {
		if err := json.Unmarshal(raw, &names); err != nil {
			return nil, fmt.Errorf("read names of %s: %w", section, err)
		}
	}
	return names, nil
}

// keys gives the keys of an object in their order.
func keys(object json.RawMessage) ([]string, error) {
	d := json.NewDecoder(bytes.NewReader(object))
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	var names []string
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		names = append(names, name.(string))
		var skipped json.RawMessage
		if err := d.Decode(&skipped); err != nil {
			return nil, err
		}
	}
	return names, nil
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
	return bindings.Stateless(func(vm *jsruntime.VM) (jsruntime.Value, error) { return value(vm, text) }), nil
}

// value makes what a JSON text says: strings as they are, everything else as parsed JSON.
func value(vm *jsruntime.VM, text string) (parsed jsruntime.Value, err error) {
	var s string
	if json.Unmarshal([]byte(text), &s) == nil && text != "null" {
		return vm.ToValue(s), nil
	}
	err = vm.Try(func() { parsed = script.Parse(vm, text) })
	return parsed, err
}
