package dev

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"paddock/bindings/assets"
	"paddock/polyfills/compat"
	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

// misplaced tells of files that only scripts in service-worker syntax have as bindings.
func misplaced(p *config.Project) error {
	hints := map[string]string{
		"wasm_modules": "Instead, import the .wasm module directly in your code",
		"text_blobs":   "Instead, import the file directly in your code, and optionally configure `[rules]` in your " + filepath.Base(p.Path) + " file",
	}
	hints["data_blobs"] = hints["text_blobs"]
	var errs message.Errors
	for _, key := range []string{"wasm_modules", "text_blobs", "data_blobs"} {
		if p.Sections[key] != nil {
			errs = append(errs, message.Message{
				Kind: message.Error, Place: place(p, key),
				Text: "You cannot configure [" + key + "] with an ES module worker. " + hints[key],
			})
		}
	}
	if errs == nil {
		return nil
	}
	return errs
}

// refused tells of projects of kinds that Paddock does not run.
func refused(p *config.Project) error {
	if p.Sections["pages_build_output_dir"] != nil && p.Sections[assets.PagesKey] == nil {
		return message.Errors{{
			Kind: message.Error, Text: "It looks like you've run a Workers-specific command in a Pages project.",
			Place: place(p, "pages_build_output_dir"), Hint: "run `paddock pages dev` instead",
		}}
	}
	if raw := p.Sections["assets"]; raw != nil {
		if section := (struct{ Directory string }{}); json.Unmarshal(raw, &section) == nil && section.Directory == "" {
			return withoutDirectory(p)
		}
	}
	if today := time.Now().UTC().Format(time.DateOnly); p.Compat.Date > today {
		return message.Errors{{
			Kind: message.Error, Text: fmt.Sprintf("Compatibility date %q is in the future and unsupported", p.Compat.Date),
			Place: place(p, "compatibility_date"), Hint: fmt.Sprintf("take today's, %q, or an earlier one", today),
		}}
	}
	if unknown := compat.Unknown(p.Compat.Flags); unknown != "" {
		return message.Errors{{
			Kind: message.Error, Text: "No such compatibility flag: " + unknown,
			Place: place(p, fmt.Sprintf("compatibility_flags[%d]", slices.Index(p.Compat.Flags, unknown))), Hint: config.Suggestion(unknown, compat.Known()),
		}}
	}
	if conflict := compat.Conflict(p.Compat.Flags); conflict != "" {
		return message.Errors{{Kind: message.Error, Text: conflict, Place: place(p, "compatibility_flags"), Hint: "remove one of them"}}
	}
	if misfits := p.Misfits(); misfits != nil {
		return misfitting(p, misfits)
	}
	if filepath.Ext(p.Main) == ".py" {
		return message.Errors{{
			Kind: message.Error, Text: "not emulated: Workers in Python.", Place: place(p, "main"),
			Hint: "Paddock runs JavaScript, TypeScript and WebAssembly",
		}}
	}
	return nil
}

// misfitting tells of migrations of classes that there are not, or that there are already.
func misfitting(p *config.Project, misfits []config.Misfit) error {
	var errs message.Errors
	for _, m := range misfits {
		errs = append(errs, message.Message{Kind: message.Error, Text: m.Text, Place: place(p, m.Path)})
	}
	return errs
}

// withoutDirectory tells of assets without a folder: projects that Vite builds have them so.
func withoutDirectory(p *config.Project) error {
	hint := `name the folder: "assets": { "directory": … }`
	for _, name := range []string{"vite.config.ts", "vite.config.js", "vite.config.mts", "vite.config.mjs"} {
		if _, err := os.Stat(filepath.Join(p.Dir, name)); err == nil {
			hint = "Vite builds this project: run `npx vite build`, whose result paddock then finds by itself"
		}
	}
	return message.Errors{{
		Kind: message.Error, Text: "The `assets` property in your configuration is missing the required `directory` property.",
		Place: place(p, "assets"), Hint: hint,
	}}
}
