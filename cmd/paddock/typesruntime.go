package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"paddock/polyfills/compat"
	"paddock/wrangler/config"
	"paddock/wrangler/declaration"
	"paddock/wrangler/message"
	"paddock/wrangler/runtimetypes"
)

// runtimePart is what a file declares of the runtime, before and after that is made.
type runtimePart struct {
	declaration.Runtime
	by    runtimetypes.Runtime // makes it
	flags []string
}

// newRuntimePart tells which declarations of the runtime belong into the file: none (nil), those that the
// old file has, or new ones. Where no workerd is installed those of the old file must do, of any version;
// else it is an error if the user has asked for some, or would lose them.
func newRuntimePart(f *typesFlags, p *config.Project, old string) (*runtimePart, error) {
	if !f.runtime {
		return nil, nil
	}
	by, installed := runtimetypes.Find(p.Dir)
	want := declaration.NewRuntime(by.Version, p.Compat.Date, p.Compat.Flags)
	had, has := declaration.RuntimeOf(old)
	switch {
	case has && had.Types != "" && had.SameAs(want):
		return &runtimePart{Runtime: had}, nil
	case installed:
		return &runtimePart{Runtime: want, by: by, flags: p.Compat.Flags}, nil
	case !has && !f.runtimeGiven && f.env:
		return nil, nil
	}
	return nil, message.Errors{{
		Kind: message.Error, Text: "The types of the runtime are made by workerd, which is not installed in this project.",
		Hint: "npm install --save-dev wrangler, which brings it. Or leave them out by --include-runtime=false, and use @cloudflare/workers-types",
	}}
}

// make fills in the types.
func (r *runtimePart) make(ctx context.Context) error {
	if r.Types != "" {
		return nil
	}
	if r.Date == "" {
		return errors.New("Config must have a compatibility date.") //nolint:staticcheck // wrangler's words
	}
	// What Node.js's modules declare is in @types/node: workerd is asked without them.
	flags := slices.DeleteFunc(slices.Clone(r.flags), func(flag string) bool { return strings.Contains(flag, "nodejs_compat") })
	if compat.New(r.Date, nil).Has("nodejs_compat") {
		flags = append(flags, "no_nodejs_compat", "no_nodejs_compat_v2")
	}
	types, err := r.by.Declarations(ctx, r.Date, flags)
	r.Types = types
	return err
}

// part gives the part for the file.
func (r *runtimePart) part() *declaration.Runtime {
	if r == nil {
		return nil
	}
	return &r.Runtime
}

// adviseOnTypes says what else the project needs, or does not need any more.
func (a *app) adviseOnTypes(f *typesFlags, p *config.Project, runtime bool) {
	_, hasPackage := runtimetypes.Package(p.Dir, "@cloudflare/workers-types")
	switch {
	case runtime:
		a.adviseOnRuntimeTypes(p)
	case f.runtime && !hasPackage:
		fmt.Fprint(a.Stdout, "📖 The types of the runtime are not among them, as they are made by workerd, which is not installed in this project.\n"+
			"Run npm install --save-dev wrangler, which brings it, or npm install --save-dev @cloudflare/workers-types\n\n")
	}
}

// adviseOnRuntimeTypes gives wrangler's advice.
func (a *app) adviseOnRuntimeTypes(p *config.Project) {
	advise := func(action, why string) { fmt.Fprintf(a.Stdout, "Action required %s\n%s\n\n", action, why) }
	packages := p.TypePackages()
	if _, err := os.Stat(a.path(".wrangler/types/runtime.d.ts")); err == nil {
		advise("Remove the old runtime.d.ts file", "`paddock types` now outputs runtime and Env types in one file.\nYou can now delete the ./.wrangler/types/runtime.d.ts and update your tsconfig.json`")
	}
	if slices.ContainsFunc(packages, func(name string) bool { return strings.HasPrefix(name, "@cloudflare/workers-types") }) {
		advise("Migrate from @cloudflare/workers-types to generated runtime types", "`paddock types` now generates runtime types and supersedes @cloudflare/workers-types.\nYou should now uninstall @cloudflare/workers-types and remove it from your tsconfig.json.")
	}
	set := compat.New(p.Compat.Date, p.Compat.Flags)
	if (set.Node() || set.Has("nodejs_als")) && !slices.Contains(packages, "node") {
		if _, ok := runtimetypes.Package(a.path("."), "@types/node"); !ok {
			advise("Install @types/node", `Since your Worker has Node.js compatibility enabled, you should install Node.js types by running "npm i --save-dev @types/node".`)
		}
	}
	fmt.Fprint(a.Stdout, "📖 Read about runtime types\nhttps://developers.cloudflare.com/workers/languages/typescript/#generate-types\n")
}
