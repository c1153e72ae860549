package dev

import (
	"path/filepath"

	"paddock/bindings/assets"
	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

// refused tells of projects of kinds that Paddock does not run.
func refused(p *config.Project) error {
	if p.Sections["pages_build_output_dir"] != nil && p.Sections[assets.PagesKey] == nil {
		return message.Errors{{
			Kind: message.Error, Text: "It looks like you've run a Workers-specific command in a Pages project.",
			Place: place(p, "pages_build_output_dir"), Hint: "run `paddock pages dev` instead",
		}}
	}
	if filepath.Ext(p.Main) == ".py" {
		return message.Errors{{
			Kind: message.Error, Text: "not emulated: Workers in Python.", Place: place(p, "main"),
			Hint: "Paddock runs JavaScript, TypeScript and WebAssembly",
		}}
	}
	return nil
}
