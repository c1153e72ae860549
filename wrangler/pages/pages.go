package pages

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"paddock/bindings/assets"
	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

// Options say what the user's command line says of a project.
type Options struct {
	Dir       string // the working folder, absolute: that of the folder functions
	Directory string // of static files, absolute; "": the configuration's pages_build_output_dir
	Script    string // the Worker's script, absolute; "": _worker.js, if it is there
	Secret    string // the same for a session: a part of URLs that only the Worker may know
	// Before is the main module of the reload before, "" for none: a _worker.js that is gone, as while a build
	// makes another, is then an error instead of a project without a Worker.
	Before string
}

// Prepare makes a Worker of a Pages project: it fills in the main module and the section of the assets.
// What is wrong with the project comes as message.Errors. It is called again at each reload.
func Prepare(p *config.Project, opts Options) ([]message.Message, error) {
	if err := check(p); err != nil {
		return nil, err
	}
	site, err := output(p, opts)
	if err != nil {
		return nil, err
	}
	setVariables(p, opts.Dir)
	p.Files = append(p.Files, site)
	var warnings []message.Message
	if _, err := os.Stat(site); err != nil { // functions alone are a project, too
		warnings = append(warnings, message.Message{
			Kind: message.Warning, Text: fmt.Sprintf("There is no folder %s: no files are served.", site), Hint: "run the project's build, as `npm run build`",
		})
		site = filepath.Join(opts.Dir, ".wrangler", "tmp", "empty")
		if err := os.MkdirAll(site, 0o755); err != nil {
			return nil, fmt.Errorf("make a folder without files: %w", err)
		}
	}
	more, err := setMain(p, opts, site)
	warnings = append(warnings, more...)
	if err != nil {
		return warnings, err
	}
	p.AssetsPath = "/cdn-cgi/pages-plugins/" + opts.Secret + "/"
	section := assets.Pages{Directory: site, Folders: p.AssetsPath}
	if p.Main != "" {
		which, err := readRules(site)
		if err != nil {
			return warnings, err
		}
		p.Files = append(p.Files, filepath.Join(site, rulesFile))
		section.Binding, section.Include, section.Exclude = "ASSETS", which.Include, which.Exclude
	}
	delete(p.Sections, "assets")
	p.Sections[assets.PagesKey], err = json.Marshal(section)
	return warnings, err
}

// output finds the folder of static files.
func output(p *config.Project, opts Options) (string, error) {
	dir := opts.Directory
	if dir == "" {
		_ = json.Unmarshal(p.Sections["pages_build_output_dir"], &dir) // the type is checked
		if dir == "" {
			return "", message.Errors{{
				Kind: message.Error, Text: "Must specify a directory of static assets to serve, or configure `pages_build_output_dir` in your Wrangler configuration file.",
				Hint: "name the folder that the project's build makes: paddock pages dev dist",
			}}
		}
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(p.Dir, dir)
		}
	}
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return "", message.Errors{{Kind: message.Error, Text: fmt.Sprintf("%s is no folder, from which the project's files could be served.", dir)}}
	}
	return dir, nil
}

// setVariables gives the Worker the variables of the platform's builds, by the state of the repository that
// the project is in.
func setVariables(p *config.Project, dir string) {
	revision := func(or string, args ...string) string {
		cmd := exec.Command("git", append([]string{"rev-parse"}, args...)...)
		cmd.Dir = dir
		out, err := cmd.Output()
		if err != nil { // it is in none
			return or
		}
		return strings.TrimSpace(string(out))
	}
	commit := revision(strings.Repeat("0", 40), "HEAD")
	for _, v := range []config.TypedVar{
		{Name: "CF_PAGES", Value: "1"},
		{Name: "CF_PAGES_BRANCH", Value: revision("local", "--abbrev-ref", "HEAD")},
		{Name: "CF_PAGES_COMMIT_SHA", Value: commit},
		{Name: "CF_PAGES_URL", Value: fmt.Sprintf("https://%s.%s.pages.dev", revision(commit[:8], "--short", "HEAD"), cmp.Or(p.Name, filepath.Base(dir)))},
	} {
		if _, given := p.Vars[v.Name]; !given {
			p.SetVar(v.Name, config.Var{Value: json.RawMessage(quote(v.Value))})
		}
	}
}

// setMain finds the Worker: _worker.js, which may be a folder, or else one that is made of the functions.
func setMain(p *config.Project, opts Options, site string) ([]message.Message, error) {
	worker := opts.Script
	if worker == "" {
		worker = filepath.Join(site, "_worker.js")
	}
	if info, err := os.Stat(worker); err == nil {
		p.Main = worker
		if info.IsDir() {
			p.Main = filepath.Join(worker, "index.js")
			p.FindAdditionalModules = true
			p.Rules = append(p.Rules, config.Rule{Type: "ESModule", Globs: []string{"**/*.js", "**/*.mjs"}})
		}
		p.BaseDir = filepath.Dir(p.Main)
		return nil, nil
	}
	if opts.Before == worker || opts.Before == filepath.Join(worker, "index.js") {
		p.Main = opts.Before
		return nil, nil
	}
	functions := filepath.Join(opts.Dir, "functions")
	if info, err := os.Stat(functions); err != nil || !info.IsDir() {
		return nil, nil
	}
	p.Build.WatchDir = append(p.Build.WatchDir, functions)
	routes, err := routesOf(functions)
	if err != nil {
		return nil, err
	}
	if len(routes) == 0 {
		return []message.Message{{
			Kind: message.Warning, Text: "No routes found when building Functions directory: ./functions - skipping",
			Hint: "a file of the folder answers requests with what it exports as onRequest or onRequestGet, onRequestPost…",
		}}, nil
	}
	p.Main = filepath.Join(opts.Dir, ".wrangler", "tmp", "functions", "worker.js")
	p.BaseDir = functions
	return nil, write(p.Main, script(routes))
}

// write writes a file unless it has that content, so that nothing is reloaded for it.
func write(path, text string) error {
	old, err := os.ReadFile(path)
	if err == nil && string(old) == text {
		return nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("write the functions' Worker: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("write the functions' Worker: %w", err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		return fmt.Errorf("write the functions' Worker: %w", err)
	}
	return nil
}
