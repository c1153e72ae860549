package main

import (
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"paddock/wrangler/bundle"
	"paddock/wrangler/config"
	"paddock/wrangler/dev"
	"paddock/wrangler/message"
)

// newDeployCommand is wrangler's deploy, as far as it needs no account.
func newDeployCommand(a *app) *cobra.Command {
	dry, outdir := false, ""
	cmd := &cobra.Command{
		Use: "deploy --dry-run", Short: "Bundle a project, as wrangler would to deploy it", Args: positionals(0, 1),
		Example: "  paddock deploy --dry-run\n  paddock deploy --dry-run --outdir dist",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				a.Script = args[0]
			}
			if !dry {
				return needsAccount("deploy", "`paddock deploy --dry-run` bundles the Worker, `paddock check` looks for what would not work")
			}
			projects, warnings, err := a.loadBuilt(nil)
			a.printMessages(warnings)
			if err != nil {
				return err
			}
			for _, p := range projects {
				if err := a.upload(cmd.Context(), p, outdir); err != nil {
					return err
				}
			}
			fmt.Fprintln(a.Stdout, "--dry-run: exiting now.")
			return nil
		},
	}
	a.Overrides.add(cmd.Flags())
	cmd.Flags().BoolVar(&dry, "dry-run", false, "do not deploy")
	cmd.Flags().StringVar(&outdir, "outdir", "", "folder to write the bundle to")
	return cmd
}

// upload bundles a project and tells how much it would be to upload.
func (a *app) upload(ctx context.Context, p *config.Project, outdir string) error {
	if p.Compat.Date == "" {
		return message.Errors{{Kind: message.Error, Text: "A compatibility_date is required when publishing.", Hint: "add one to the configuration"}}
	}
	if p.Main == "" {
		return nil // assets only
	}
	in := dev.BundleInput(p)
	in.NodeEnv = cmp.Or(in.NodeEnv, "production")
	out, err := bundle.Build(ctx, in)
	if err != nil {
		return err
	}
	a.printMessages(out.Warnings)
	if err := dev.CheckExports(p, func(class string) bool { return slices.Contains(out.Exports, class) }); err != nil {
		return err
	}
	files := map[string][]byte{"index.js": []byte(out.Code)}
	for _, m := range out.Modules {
		files[m.Name] = m.Data
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
	fmt.Fprintf(a.Stdout, "Total Upload: %.2f KiB / gzip: %.2f KiB\n", float64(size)/1024, float64(zipped)/1024)
	if outdir == "" {
		return nil
	}
	files["index.js.map"] = out.Map
	dir, err := a.dir()
	for name, data := range files {
		path := filepath.Join(outdir, filepath.FromSlash(name))
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		err = errors.Join(err, os.MkdirAll(filepath.Dir(path), 0o755))
		err = errors.Join(err, os.WriteFile(path, data, 0o644))
	}
	return err
}

// counter counts what is written to it.
type counter int

var _ io.Writer = (*counter)(nil)

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
