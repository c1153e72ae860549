package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"paddock/wrangler/message"
)

// Var is a value on env that is no binding.
type Var struct {
	Value  json.RawMessage
	Secret bool // from a file of secrets or --var: not to be shown
	Typed  bool // by --var
}

// SetVar gives a variable its value. It keeps its place among the others if it has one.
func (p *Project) SetVar(name string, v Var) {
	if _, again := p.Vars[name]; !again {
		p.VarNames = append(p.VarNames, name)
	}
	p.Vars[name] = v
}

// TypedVar is a variable of the command line.
type TypedVar struct{ Name, Value string }

// loadVars lays the secret files and --var over the configuration's own variables.
func (p *Project) loadVars(opts Options) ([]message.Message, error) {
	secrets, err := p.secrets(opts)
	if err != nil {
		return nil, err
	}
	required := decode[struct{ Required []string }](p.Sections["secrets"]).Required
	for _, name := range p.SecretNames {
		if required == nil || slices.Contains(required, name) {
			p.SetVar(name, Var{Value: quote(secrets[name]), Secret: true})
		}
	}
	for _, v := range opts.Vars {
		p.SetVar(v.Name, Var{quote(v.Value), true, true}) // what is typed there may be a secret, and logs show the table
	}
	var missing []string
	for _, name := range required {
		if _, ok := p.Vars[name]; ok {
			continue
		}
		if value := opts.Getenv(name); value != "" {
			p.SetVar(name, Var{Value: quote(value), Secret: true})
			continue
		}
		missing = append(missing, name)
	}
	if missing == nil {
		return nil, nil
	}
	at := p.Where("secrets.required")
	return []message.Message{{
		Kind: message.Warning, Place: &at,
		Text: fmt.Sprintf("Missing required secrets: %s. Add them to .dev.vars, .env, or set as environment variables.", strings.Join(missing, ", ")),
	}}, nil
}

// secrets reads the files in force: those of --env-file, else one .dev.vars, else the .env family.
func (p *Project) secrets(opts Options) (map[string]string, error) {
	all := map[string]string{}
	if len(opts.EnvFiles) > 0 {
		for _, f := range opts.EnvFiles {
			if _, err := p.readVars(f, all, opts.Getenv, true); err != nil {
				return nil, err
			}
		}
		return all, nil
	}
	devVars := []string{".dev.vars"}
	if p.Env != "" {
		devVars = []string{".dev.vars." + p.Env, ".dev.vars"}
	}
	for _, f := range devVars {
		if found, err := p.readVars(f, all, nil, false); found || err != nil {
			return all, err
		}
	}
	if opts.Getenv("CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV") == "false" {
		return all, nil
	}
	family := []string{".env", ".env.local"}
	if p.Env != "" {
		family = append(family, ".env."+p.Env, ".env."+p.Env+".local")
	}
	for _, f := range family {
		if _, err := p.readVars(f, all, opts.Getenv, false); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// readVars adds the variables of a file to all, and reports whether it exists. With getenv,
// references to variables are expanded.
func (p *Project) readVars(name string, all map[string]string, getenv func(string) string, must bool) (bool, error) {
	path := name
	if !filepath.IsAbs(path) {
		path = filepath.Join(p.Home, name)
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !must {
		return false, nil
	}
	if err != nil {
		return false, message.Errors{{Kind: message.Error, Text: fmt.Sprintf("Could not read the variables of %s.", name), Place: &message.Place{File: path}, Notes: []string{err.Error()}}}
	}
	p.Files = append(p.Files, path)
	for _, v := range parseDotenv(string(data)) {
		if getenv != nil {
			v.value = expand(v.value, func(name string) string {
				if s, ok := all[name]; ok {
					return s
				}
				return getenv(name)
			})
		}
		if _, again := all[v.name]; !again {
			p.SecretNames = append(p.SecretNames, v.name)
		}
		all[v.name] = v.value
	}
	return true, nil
}
