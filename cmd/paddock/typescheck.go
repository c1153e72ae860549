package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"paddock/wrangler/config"
	"paddock/wrangler/declaration"
	"paddock/wrangler/runtimetypes"
)

// checkTypes tells whether a file of declarations is up to date: whether they would be the same now if
// they were made by the command that the file names. As wrangler's does, it takes from there what the
// command line does not say, but for the name of the interface.
//
//nolint:staticcheck // the errors are wrangler's words
func (a *app) checkTypes(ctx context.Context, f *typesFlags, path string) error {
	text, err := os.ReadFile(a.path(path))
	missing := errors.Is(err, os.ErrNotExist)
	if err != nil && !missing {
		return err
	}
	command, hash, hasEnv := declaration.MadeBy(string(text))
	a.sameAsBefore(f, command)
	projects, err := a.typedProjects()
	if err != nil {
		return err
	}
	runtime, hasRuntime := declaration.RuntimeOf(string(text))
	switch {
	case missing:
		return fmt.Errorf("Types file not found at %s.", path)
	case !hasEnv && !hasRuntime:
		return fmt.Errorf("No generated types found in %s.", path)
	}
	if hasEnv && !a.envIsFresh(ctx, f, projects, path, hash) || hasRuntime && !runtimeIsFresh(projects[0], runtime) {
		return fmt.Errorf("Types at %s are out of date. Run `paddock types` to regenerate.", path)
	}
	fmt.Fprintf(a.Stdout, "✨ Types at %s are up to date.\n\n", path)
	return nil
}

// sameAsBefore sets what the command line does not say to what an earlier one said.
func (a *app) sameAsBefore(f *typesFlags, command string) {
	before := flagsOf(command)
	last := func(name string) string {
		if values := before[name]; len(values) > 0 {
			return values[len(values)-1]
		}
		return ""
	}
	f.strict = last("strict-vars") != "false"
	if !f.mainGiven {
		f.main = last("include-main-module") != "false"
	}
	a.Env = cmp.Or(a.Env, last("env"))
	if len(a.EnvFiles) == 0 {
		a.EnvFiles = before["env-file"]
	}
	f.quiet = len(a.Config) < 2
	configs := before["config"]
	if len(configs) < 2 || len(a.Config) > 1 {
		return
	}
	for _, file := range configs[1:] {
		if _, err := os.Stat(a.path(file)); err != nil {
			return
		}
	}
	if len(a.Config) == 0 {
		a.Config = []string{""}
	}
	a.Config = append(a.Config, configs[1:]...)
}

// flagsOf gives the values of the flags of a command, which may be written as --name=value, as --name value
// and as --no-name.
func flagsOf(command string) map[string][]string {
	found := map[string][]string{}
	words := strings.Fields(command)
	for i := 0; i < len(words); i++ {
		name, ok := strings.CutPrefix(words[i], "--")
		if !ok {
			continue
		}
		name, value, assigned := strings.Cut(name, "=")
		switch off, no := strings.CutPrefix(name, "no-"); {
		case assigned:
		case no:
			name, value = off, "false"
		case i+1 < len(words) && !strings.HasPrefix(words[i+1], "-"):
			i++
			value = words[i]
		}
		found[name] = append(found[name], value)
	}
	return found
}

// envIsFresh tells whether the declarations of env would have the hash now.
func (a *app) envIsFresh(ctx context.Context, f *typesFlags, projects []*config.Project, path, hash string) bool {
	opts, err := a.typesOptions(ctx, f, projects, path)
	if err != nil {
		return false
	}
	text, err := a.envTypes(opts)
	return err == nil && text.Hash == hash
}

// runtimeIsFresh tells whether the declarations of the runtime are those of the project's date and flags,
// and of the workerd that it has installed.
func runtimeIsFresh(p *config.Project, had declaration.Runtime) bool {
	by, _ := runtimetypes.Find(p.Dir)
	return p.Compat.Date != "" && had.SameAs(declaration.NewRuntime(by.Version, p.Compat.Date, p.Compat.Flags))
}
