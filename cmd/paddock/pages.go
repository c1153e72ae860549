package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"paddock/wrangler/config"
	"paddock/wrangler/message"
	"paddock/wrangler/pages"
)

// pagesFlags are what `pages dev` has beside the flags of dev: the folder, and bindings, for projects without
// a configuration.
type pagesFlags struct {
	directory, script string
	proxy             int
	secret            string // the same as long as the program runs
	before            string // the main module when the project was last read

	vars, kv, d1, r2, objects, services []string
	ai, version                         string
}

func newPagesFlags() *pagesFlags { return &pagesFlags{secret: rand.Text()} }

func newPagesCommand(a *app) *cobra.Command {
	parent := &cobra.Command{Use: "pages", Short: "Work with Pages projects", Args: positionals(0, 0), RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	f, p := &devFlags{}, newPagesFlags()
	cmd := &cobra.Command{
		Use:     "dev [directory]",
		Short:   "Serve a Pages project locally and reload it on change",
		Example: "  paddock pages dev dist\n  paddock pages dev dist --kv CACHE --d1 DB=my-database -b GREETING=hello",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := p.read(args, cmd.ArgsLenAtDash(), a); err != nil {
				return err
			}
			a.Pages = p
			return a.dev(cmd.Context(), f, cmd.Flags())
		},
	}
	f.addDev(a, cmd)
	p.add(cmd.Flags())
	port := cmd.Flags().Lookup("port")
	port.DefValue = "8788"
	_ = port.Value.Set(port.DefValue) // a number
	parent.AddCommand(cmd)
	return parent
}

func (p *pagesFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&p.script, "script-path", "", "the Worker's script (default _worker.js)")
	flags.IntVar(&p.proxy, "proxy", 0, "port of a server for static files")
	_ = flags.MarkHidden("proxy") // it is refused
	flags.StringArrayVarP(&p.vars, "binding", "b", nil, "variable, as NAME=VALUE")
	flags.StringArrayVarP(&p.kv, "kv", "k", nil, "KV namespace, as NAME or NAME=ID")
	flags.StringArrayVar(&p.d1, "d1", nil, "D1 database, as NAME or NAME=ID")
	flags.StringArrayVar(&p.r2, "r2", nil, "R2 bucket, as NAME or NAME=BUCKET")
	flags.StringArrayVarP(&p.objects, "do", "o", nil, "Durable Object, as NAME=CLASS@WORKER")
	flags.StringArrayVar(&p.services, "service", nil, "Worker, as NAME=WORKER or NAME=WORKER#ENTRYPOINT")
	flags.StringVar(&p.ai, "ai", "", "name of the binding for Workers AI")
	flags.StringVar(&p.version, "version-metadata", "", "name of the binding for version metadata")
}

// read takes the folder from the arguments, and refuses what there is not.
func (p *pagesFlags) read(args []string, dash int, a *app) error {
	refuse := func(text, hint string) error {
		return message.Errors{{Kind: message.Error, Text: text, Hint: hint}}
	}
	switch {
	case p.proxy != 0, dash >= 0:
		return refuse("not emulated: Pages projects whose files another server gives.", "build the project to a folder, and name that: paddock pages dev dist")
	case len(args) > 1:
		return refuse("Unknown argument: "+args[1], "a flag takes one value: repeat it for more, as --kv A --kv B")
	case a.Env != "":
		return refuse("Pages does not support the --env flag during local development. Use the --branch flag to target your production or preview environment instead.", "leave the flag out")
	}
	if len(args) == 1 {
		p.directory = a.path(args[0])
	}
	return nil
}

// prepare makes a Worker of the project.
func (p *pagesFlags) prepare(a *app, project *config.Project) ([]message.Message, error) {
	dir, err := a.dir()
	if err != nil {
		return nil, err
	}
	opts := pages.Options{Dir: dir, Directory: p.directory, Secret: p.secret, Before: p.before}
	if p.script != "" {
		opts.Script = a.path(p.script)
	}
	warnings, err := pages.Prepare(project, opts)
	if err != nil {
		return warnings, err
	}
	p.before = project.Main
	return warnings, p.bind(project)
}

// bind adds the bindings of the command line to those of the configuration.
func (p *pagesFlags) bind(project *config.Project) error {
	errs := []error{p.bindVars(project), p.bindResources(project), p.bindObjects(project)}
	if p.ai != "" {
		errs = append(errs, set(project, "ai", map[string]string{"binding": p.ai}))
	}
	if p.version != "" {
		errs = append(errs, set(project, "version_metadata", map[string]string{"binding": p.version}))
	}
	return errors.Join(errs...)
}

// bindVars adds the texts of --binding NAME=VALUE.
func (p *pagesFlags) bindVars(project *config.Project) error {
	for _, v := range p.vars {
		name, value, ok := strings.Cut(v, "=")
		if !ok || name == "" {
			return fmt.Errorf("--binding %s: expected NAME=VALUE", v)
		}
		text, err := json.Marshal(value)
		if err != nil {
			return err
		}
		project.SetVar(name, config.Var{Value: text})
	}
	return nil
}

// bindResources adds what is given as NAME=ID, where the id is the name if it is left out, and services as
// NAME=SERVICE#ENTRYPOINT.
func (p *pagesFlags) bindResources(project *config.Project) error {
	var errs []error
	for _, list := range []struct {
		given     []string
		path, key string // where it stands in the configuration, and the key of what follows the name
	}{
		{p.kv, "kv_namespaces", "id"},
		{p.d1, "d1_databases", "database_id"},
		{p.r2, "r2_buckets", "bucket_name"},
		{p.services, "services", "service"},
	} {
		for _, given := range list.given {
			name, id, _ := strings.Cut(given, "=")
			entry := map[string]string{"binding": name, list.key: id}
			if id == "" {
				entry[list.key] = name
			}
			if list.path == "services" && id != "" {
				if entry["service"], entry["entrypoint"], _ = strings.Cut(id, "#"); entry["entrypoint"] == "" {
					delete(entry, "entrypoint")
				}
			}
			errs = append(errs, appendTo(project, list.path, entry))
		}
	}
	return errors.Join(errs...)
}

// bindObjects adds the Durable Objects of --do NAME=CLASS@WORKER.
func (p *pagesFlags) bindObjects(project *config.Project) error {
	if p.objects == nil {
		return nil
	}
	var objects struct {
		Bindings []config.DurableObject `json:"bindings"`
	}
	if raw := project.Sections["durable_objects"]; raw != nil {
		if err := json.Unmarshal(raw, &objects); err != nil {
			return err
		}
	}
	for _, given := range p.objects {
		name, rest, _ := strings.Cut(given, "=")
		class, worker, ok := strings.Cut(rest, "@")
		if !ok {
			return fmt.Errorf("--do %s: expected NAME=CLASS@WORKER", given)
		}
		objects.Bindings = append(objects.Bindings, config.DurableObject{Name: name, ClassName: class, ScriptName: worker})
	}
	return set(project, "durable_objects", objects)
}

// appendTo adds an entry to a section that is a list.
func appendTo(project *config.Project, key string, entry map[string]string) error {
	var list []json.RawMessage
	if raw := project.Sections[key]; raw != nil {
		if err := json.Unmarshal(raw, &list); err != nil {
			return err
		}
	}
	raw, err := json.Marshal(entry)
	if err != nil {
		return err
	}
	return set(project, key, append(list, raw))
}

// set puts a section in the place of another.
func set(project *config.Project, key string, section any) error {
	raw, err := json.Marshal(section)
	project.Sections[key] = raw
	return err
}
