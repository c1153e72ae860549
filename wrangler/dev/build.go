package dev

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"paddock/bindings/vars"
	"paddock/jsruntime"
	"paddock/jsruntime/dialect"
	"paddock/polyfills"
	"paddock/polyfills/compat"
	"paddock/polyfills/wasm"
	"paddock/wrangler/bundle"
	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

// build keeps a worker's bundler between reloads.
type build struct {
	builder *bundle.Builder
	key     string // the configuration that the builder was made for
	inputs  []string
	trees   []bundle.Tree // whose new files may concern the bundle
	built   []string      // the versions of the files that the custom build was last run for; nil: it was not
	// watched has the versions of the files in the folders of the custom build when its command had ended, by folder.
	watched map[string][]string
}

// BundleInput makes the bundler's input of a configuration.
func BundleInput(p *config.Project) bundle.Input {
	in := bundle.Input{
		Name: p.Name, Dir: p.Dir, Entry: p.Main, TSConfig: p.TSConfig, Define: p.Define, Alias: p.Alias,
		JSXFactory: p.JSXFactory, JSXFragment: p.JSXFragment, NoBundle: p.NoBundle,
		FindAdditionalModules: p.FindAdditionalModules || p.NoBundle, Minify: p.Minify,
		CompatDate: p.Compat.Date, CompatFlags: p.Compat.Flags,
		Conditions: p.Conditions, Platform: p.Platform, NodeEnv: p.NodeEnv, AssetsPath: p.AssetsPath,
		HostModules: polyfills.HasModule, HostExports: polyfills.ModuleExports,
		HostNames: func(specifiers []string) map[string][]string {
			return polyfills.ModuleNames(compat.New(p.Compat.Date, p.Compat.Flags), specifiers)
		},
	}
	in.Rules = moduleRules(p)
	return in
}

func moduleRules(p *config.Project) (rules []bundle.Rule) {
	for _, r := range p.Rules {
		rules = append(rules, bundle.Rule{Type: r.Type, Globs: r.Globs, Fallthrough: r.Fallthrough})
	}
	return rules
}

// RuleWarnings tells which module rules of a project, or default ones, have no effect.
func RuleWarnings(p *config.Project) []message.Message { return bundle.RuleWarnings(moduleRules(p)) }

// code is a worker ready to be deployed.
type code struct {
	program  *jsruntime.Program
	classic  bool // in service-worker syntax
	modules  map[string]func(*jsruntime.VM) jsruntime.Value
	files    map[string][]byte // what a Worker finds of itself in /bundle
	mapStack func(string) string
	text     string         // the script
	mapper   *bundle.Mapper // of its places
}

// run bundles and compiles.
func (b *build) run(ctx context.Context, p *config.Project, console Console) (*code, error) {
	in := BundleInput(p)
	shown := in
	shown.HostModules, shown.HostExports, shown.HostNames = nil, nil, nil // functions print as addresses
	if key := fmt.Sprintf("%+v", shown); b.builder == nil || key != b.key {
		b.close()
		builder, err := bundle.NewBuilder(in)
		if err != nil {
			return nil, err
		}
		b.builder, b.key = builder, key
	}
	out, err := b.builder.Build(ctx)
	if out != nil {
		b.inputs, b.trees = out.Inputs, out.Trees
	}
	if err != nil {
		return nil, err
	}
	for _, w := range out.Warnings {
		console.Message(w)
	}
	program, err := dialect.Compile(p.Name+".js", out.Code, dialect.Options{Sloppy: out.Format == bundle.FormatServiceWorker})
	if err != nil {
		return nil, fmt.Errorf("compile the bundle: %w", err)
	}
	if err := out.Unlinked(); err != nil {
		return nil, err
	}
	mapper := bundle.NewMapper(p.Dir, out.Map)
	return &code{program: program, classic: out.Format == bundle.FormatServiceWorker, modules: modules(out), files: files(p, out), mapStack: stackMapper(p.Name+".js", mapper), text: out.Code, mapper: mapper}, nil
}

func (b *build) close() {
	if b.builder != nil {
		b.builder.Close()
		b.builder = nil
	}
}

// files are the bundled script, under the name of the main module, and the files that are no
// JavaScript.
func files(p *config.Project, out *bundle.Output) map[string][]byte {
	all := map[string][]byte{bundle.MainName(p.Main, p.NoBundle): []byte(out.Code)}
	for _, mod := range out.Modules {
		all[mod.Name] = mod.Data
	}
	return all
}

// modules makes host modules of the files that are no JavaScript.
func modules(out *bundle.Output) map[string]func(*jsruntime.VM) jsruntime.Value {
	m := map[string]func(*jsruntime.VM) jsruntime.Value{}
	for _, mod := range out.Modules {
		m[bundle.ModulePrefix+mod.Name] = module(mod)
	}
	return m
}

// module gives what makes a module's default export.
func module(m bundle.Module) func(*jsruntime.VM) jsruntime.Value {
	switch m.Type {
	case bundle.TypeText:
		return func(vm *jsruntime.VM) jsruntime.Value { return vm.ToValue(string(m.Data)) }
	case bundle.TypeWasm:
		source := wasm.NewSource(m.Name, m.Data)
		return func(vm *jsruntime.VM) jsruntime.Value { return wasm.NewModule(vm, source) }
	}
	return func(vm *jsruntime.VM) jsruntime.Value { return vm.NewBuffer(append([]byte(nil), m.Data...)) }
}

// section gives the configuration's sections, with the variables of every source merged.
func section(p *config.Project) func(string) json.RawMessage {
	return func(key string) json.RawMessage {
		switch key {
		case "containers":
			if !p.Dev.EnableContainers {
				return nil
			}
		case "vars":
			if len(p.Vars) == 0 {
				return nil
			}
			return inOrder(p)
		case vars.SecretsSection:
			return namesOf(p, func(v config.Var) bool { return v.Secret })
		case vars.TypedSection:
			return namesOf(p, func(v config.Var) bool { return v.Typed })
		}
		return p.Sections[key]
	}
}

// inOrder gives the variables as an object whose keys stand in their order.
func inOrder(p *config.Project) json.RawMessage {
	var b bytes.Buffer
	for _, name := range p.VarNames {
		key, err := json.Marshal(name)
		if err != nil {
			return nil
		}
		b.WriteByte(',')
		b.Write(key)
		b.WriteByte(':')
		b.Write(p.Vars[name].Value)
	}
	object := append(b.Bytes(), '}')
	object[0] = '{'
	return object
}

// namesOf gives the names of the variables for which is holds.
func namesOf(p *config.Project, is func(config.Var) bool) json.RawMessage {
	var names []string
	for _, name := range p.VarNames {
		if is(p.Vars[name]) {
			names = append(names, name)
		}
	}
	raw, err := json.Marshal(names)
	if err != nil {
		return nil
	}
	return raw
}

// stackLines gives the frames of a stack for a message.
func stackLines(stack string) []string {
	var lines []string
	for _, line := range strings.Split(stack, "\n") {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "at ") {
			lines = append(lines, line)
		}
	}
	return lines
}
