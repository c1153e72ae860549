package dev

import (
	"cmp"
	"context"
	"slices"

	"paddock/bindings"
	"paddock/bindings/all"
	"paddock/bindings/assets"
	"paddock/bindings/container"
	"paddock/wrangler/bundle"
	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

// Upload is what a deployment of a project would send.
type Upload struct {
	Bundle *bundle.Output // nil for a project that has static assets alone
	Specs  []bindings.Spec

	AssetsDir string // absolute; "": there are no static assets
	Assets    int    // the number of its files
}

// Prepare builds a project as it would be deployed, its own build command first, and refuses what could not
// be. It runs nothing of the code. What is wrong with the project comes as message.Errors.
func Prepare(ctx context.Context, p *config.Project, console Console) (*Upload, error) {
	if err := refused(p); err != nil {
		return nil, err
	}
	if err := (&build{}).custom(ctx, p, "deploy", console); err != nil {
		return nil, err
	}
	u := &Upload{}
	var err error
	if u.Specs, err = declared(all.Kinds(container.Options{}), p); err != nil {
		return nil, err
	}
	if err := u.count(p); err != nil {
		return nil, err
	}
	if p.Main == "" {
		if u.AssetsDir == "" {
			return nil, missingEntry("deploy --dry-run")
		}
		return u, nil
	}
	in := BundleInput(p)
	in.NodeEnv = cmp.Or(in.NodeEnv, "production")
	if u.Bundle, err = bundle.Build(ctx, in); err != nil {
		return nil, err
	}
	for _, w := range u.Bundle.Warnings {
		console.Message(w)
	}
	if u.Bundle.Format == bundle.FormatModules {
		if err := misplaced(p); err != nil {
			return nil, err
		}
	}
	return u, CheckExports(p, func(class string) bool { return slices.Contains(u.Bundle.Exports, class) })
}

// count counts the static assets.
func (u *Upload) count(p *config.Project) error {
	for _, spec := range u.Specs {
		if spec.Kind != (assets.Kind{}).Name() {
			continue
		}
		var err error
		if u.AssetsDir, u.Assets, err = assets.Files(spec); err != nil {
			return message.Errors{{Kind: message.Error, Text: err.Error(), Place: place(p, spec.Path)}}
		}
	}
	return nil
}
