// Package files is the kind of binding for files that scripts in service-worker syntax find as globals:
// the sections "wasm_modules", "text_blobs" and "data_blobs", which modules do without since they
// import their files.
//
// Platform: https://developers.cloudflare.com/workers/wrangler/configuration/
package files

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/wasm"
)

// Kind is the kind of binding.
type Kind struct{}

var _ bindings.Kind = Kind{}

// Name implements bindings.Kind.
func (Kind) Name() string { return "files" }

// Keys implements bindings.Kind.
func (Kind) Keys() []string { return []string{"wasm_modules", "text_blobs", "data_blobs"} }

// types are what the table calls the bindings of a section.
var types = map[string]string{"wasm_modules": "Wasm Module", "text_blobs": "Text Blob", "data_blobs": "Data Blob"}

// file is the value of one entry.
type file struct{ section, path string }

// Parse implements bindings.Kind.
func (Kind) Parse(project bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	var entries map[string]json.RawMessage
	if err := json.Unmarshal(raw, &entries); err != nil {
		return nil, &bindings.Invalid{Path: key, Text: "should be an object but got " + string(raw) + "."}
	}
	var specs []bindings.Spec
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		at := key + "." + name
		var given string
		if json.Unmarshal(entries[name], &given) != nil {
			return nil, &bindings.Invalid{Path: at, Text: "should be a string but got " + string(entries[name]) + "."}
		}
		path := given
		if !filepath.IsAbs(path) {
			path = filepath.Join(project.Dir, path)
		}
		specs = append(specs, bindings.Spec{Name: name, ID: path, Label: given, Type: types[key], Path: at, Config: file{key, path}})
	}
	return specs, nil
}

// Open implements bindings.Kind.
func (Kind) Open(_ context.Context, _ bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	f, ok := spec.Config.(file)
	if !ok {
		return nil, fmt.Errorf("file %s is a %T", spec.Name, spec.Config)
	}
	if _, err := os.Stat(f.path); err != nil {
		return nil, fmt.Errorf("read the file of %s: %w", spec.Name, err)
	}
	return bindings.Stateless(f.value), nil
}

// value makes what stands on env. The file is read for each isolate, so that a reload sees it as it is then.
func (f file) value(vm *jsruntime.VM) (jsruntime.Value, error) {
	data, err := os.ReadFile(f.path)
	if err != nil {
		return nil, err
	}
	switch f.section {
	case "wasm_modules":
		return wasm.NewModule(vm, wasm.NewSource(filepath.Base(f.path), data)), nil
	case "text_blobs":
		return vm.ToValue(string(data)), nil
	}
	return vm.NewBuffer(data), nil
}
