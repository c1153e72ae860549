package dev

import (
	"path/filepath"

	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

// refused tells of projects of kinds that Paddock does not run.
func refused(p *config.Project) error {
	if p.Sections["pages_build_output_dir"] != nil && p.Main == "" {
		return message.Errors{{
			Kind: message.Error, Text: "not emulated: Pages projects. This one has \"pages_build_output_dir\", which only `wrangler pages dev` runs.",
			Place: place(p, "pages_build_output_dir"),
			Hint:  `for its static files alone, put "assets": { "directory": … } in its place; see https://developers.cloudflare.com/workers/static-assets/migration-guides/migrate-from-pages/`,
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
