package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"paddock/wrangler/bundle"
	"paddock/wrangler/config"
	"paddock/wrangler/dev"
	"paddock/wrangler/message"
)

// deployFlags are those of deploy that are no overrides.
type deployFlags struct {
	dry    bool
	outdir string
	vars   []string
}

// newDeployCommand is wrangler's deploy, as far as it needs no account.
func newDeployCommand(a *app) *cobra.Command {
	f := deployFlags{}
	cmd := &cobra.Command{
		Use: "deploy [script] --dry-run", Short: "Bundle a project, as wrangler would to deploy it", Args: positionals(0, 1),
		Example: "  paddock deploy --dry-run\n  paddock deploy --dry-run --outdir dist",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				a.Script = args[0]
			}
			if !f.dry {
				return needsAccount("deploy", "`paddock deploy --dry-run` bundles the Worker, `paddock check` looks for what would not work")
			}
			vars, err := parseVars(f.vars)
			if err != nil {
				return err
			}
			projects, warnings, err := a.loadBuilt(vars)
			a.printMessages(warnings)
			if err != nil {
				return err
			}
			for _, p := range projects {
				if err := a.upload(cmd.Context(), p, f.outdir); err != nil {
					return err
				}
			}
			fmt.Fprintln(a.Stdout, "--dry-run: exiting now.")
			return nil
		},
	}
	flags := cmd.Flags()
	a.Overrides.addBundling(flags)
	flags.StringVar(&a.Assets, "assets", "", "folder of static assets")
	flags.StringArrayVar(&f.vars, "var", nil, "variable of the Worker, as NAME:VALUE")
	flags.BoolVar(&f.dry, "dry-run", false, "do not deploy")
	flags.StringVar(&f.outdir, "outdir", "", "folder to write the bundle to")
	requireValue(flags, "assets", "var", "outdir")
	addOnlineFlags(flags)
	return cmd
}

// addOnlineFlags adds what wrangler's deploy has for the account's side, of which a dry run has no use.
func addOnlineFlags(flags *pflag.FlagSet) {
	switches := []string{"keep-vars", "latest", "logpush", "strict", "upload-source-maps", "autoconfig"}
	values := []string{
		"tag", "message", "secrets-file", "triggers", "schedule", "schedules", "routes", "domain", "domains", "zone", "zones", "zone-id", "zone-ids",
		"old-asset-ttl", "dispatch-namespace", "containers-rollout", "durable-objects-code-update-mode",
	}
	for _, name := range switches {
		flags.Bool(name, false, "")
	}
	for _, name := range values {
		flags.StringArray(name, nil, "")
	}
	for _, name := range append(switches, values...) {
		_ = flags.MarkHidden(name) // they are there
	}
}

// upload bundles a project and tells what would be uploaded.
func (a *app) upload(ctx context.Context, p *config.Project, outdir string) error {
	if p.Name == "" {
		return message.Errors{{Kind: message.Error, Text: "You need to provide the name of your worker.", Hint: `add "name" to ` + a.shown(p.Path) + ", or give --name"}}
	}
	if p.Compat.Date == "" {
		return message.Errors{{
			Kind: message.Error, Text: "A compatibility_date is required when uploading a Worker.",
			Hint: fmt.Sprintf(`add "compatibility_date" to %s, or give --compatibility-date`, a.shown(p.Path)),
		}}
	}
	t := &terminal{out: a.Stdout, err: a.Stderr, color: a.Color, dir: a.printer().Dir}
	u, err := dev.Prepare(ctx, p, t)
	t.flush()
	if err != nil {
		return err
	}
	if u.AssetsDir != "" {
		fmt.Fprintf(a.Stdout, "✨ Read %d %s from the assets directory %s\n", u.Assets, plural(u.Assets, "file"), u.AssetsDir)
	}
	if u.Bundle != nil {
		if err := a.writeBundle(p, u.Bundle, outdir); err != nil {
			return err
		}
	}
	var rows []bindingRow
	for _, s := range u.Specs {
		rows = appendBinding(rows, s, "")
	}
	for _, line := range bindingLines(rows, a.columns()) {
		fmt.Fprintln(a.Stdout, line)
	}
	if tails := tailLines(p, nil); len(tails) > 0 {
		fmt.Fprintln(a.Stdout, tailsTitle+"\n"+strings.Join(tails, "\n"))
	}
	return nil
}

// writeBundle tells how large a bundle is, and writes it to outdir if there is one.
func (a *app) writeBundle(p *config.Project, out *bundle.Output, outdir string) error {
	files := map[string][]byte{"index.js": []byte(out.Code)}
	for _, m := range out.Modules {
		files[m.Name] = m.Data
	}
	if p.FindAdditionalModules || p.NoBundle {
		a.printModules(out.Modules)
	}
	size, zipped := 0, counter(0)
	zip := gzip.NewWriter(&zipped)
	for _, data := range files {
		size += len(data)
		if _, err := zip.Write(data); err != nil {
			return err
		}
	}
	if err := zip.Close(); err != nil {
		return err
	}
	fmt.Fprintf(a.Stdout, "Total Upload: %s / gzip: %s\n", kibibytes(size), kibibytes(int(zipped)))
	if outdir == "" {
		return nil
	}
	files["index.js.map"] = out.Map()
	return a.writeFiles(outdir, files)
}

// printModules lists the modules beside the main one; JavaScript is joined into that.
func (a *app) printModules(modules []bundle.Module) {
	if len(modules) == 0 {
		return
	}
	types := map[string]string{bundle.TypeText: "text", bundle.TypeData: "buffer", bundle.TypeWasm: "compiled-wasm"}
	rows, total := [][]string{{"Name", "Type", "Size"}}, 0
	for _, m := range modules {
		rows = append(rows, []string{m.Name, types[m.Type], kibibytes(len(m.Data))})
		total += len(m.Data)
	}
	fmt.Fprintln(a.Stdout, "Attaching additional modules:")
	a.printTable(append(rows, []string{fmt.Sprintf("Total (%d %s)", len(modules), plural(len(modules), "module")), "", kibibytes(total)}))
}

// writeFiles writes files into a folder, which it makes, by their names in it.
func (a *app) writeFiles(outdir string, files map[string][]byte) (err error) {
	for name, data := range files {
		path := filepath.Join(a.path(outdir), filepath.FromSlash(name))
		err = errors.Join(err, os.MkdirAll(filepath.Dir(path), 0o755))
		err = errors.Join(err, os.WriteFile(path, data, 0o644))
	}
	return err
}

func kibibytes(n int) string { return fmt.Sprintf("%.2f KiB", float64(n)/1024) }

// counter counts what is written to it.
type counter int

var _ io.Writer = (*counter)(nil)

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
