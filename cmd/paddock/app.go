package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"paddock/wrangler/config"
	"paddock/wrangler/message"
)

// app is what the commands share: the user's terminal and the global flags.
type app struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Color          bool // of Stderr
	Bright         bool // Stdout has colours, too
	Config         []string
	Cwd            string
	Env            string
	EnvFiles       []string
	Script         string // dev's argument: the primary Worker's main module; "": the configuration's
	Assets         string // dev's flag: the primary Worker's folder of static assets; "": the configuration's
	Overrides      overrides
	Pages          *pagesFlags // of `pages dev`; nil for Workers
	AnyKind        bool        // the command runs Pages projects as well as Workers
	Ballast        ballast
}

func newApp(stdin, stdout, stderr *os.File) *app {
	return &app{Stdin: stdin, Stdout: stdout, Stderr: stderr, Color: message.ColorFor(stderr), Bright: message.ColorFor(stdout), Ballast: newBallast(ballastOfRuns)}
}

// dir is the folder to work in.
func (a *app) dir() (string, error) {
	if a.Cwd != "" {
		return filepath.Abs(a.Cwd)
	}
	return os.Getwd()
}

// checkCwd refuses a folder to work in that is not there.
func (a *app) checkCwd() error {
	if a.Cwd == "" {
		return nil
	}
	if info, err := os.Stat(a.Cwd); err != nil || !info.IsDir() {
		return notFound(a.Cwd, "check the path given to --cwd")
	}
	return nil
}

// notFound is the error of a path that leads nowhere.
func notFound(path, hint string) error {
	return message.Errors{{
		Kind: message.Error, Text: "A file or directory could not be found.", Notes: []string{"Missing file or directory: " + path}, Hint: hint,
	}}
}

// path gives the place of a file that the user named, relative to the folder to work in.
func (a *app) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	dir, err := a.dir()
	if err != nil {
		return name
	}
	return filepath.Join(dir, name)
}

// shown gives a path as the user would name it, relative to the folder to work in.
func (a *app) shown(path string) string {
	dir, err := a.dir()
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(dir, path); err == nil {
		return rel
	}
	return path
}

// loadProject reads the configuration of the first --config, or of the working folder, and
// prints its warnings.
func (a *app) loadProject(_ context.Context) (*config.Project, error) {
	projects, warnings, err := a.load(nil)
	a.printMessages(warnings)
	if err != nil {
		return nil, err
	}
	return projects[0], nil
}

// load reads the configuration of every --config.
func (a *app) load(vars []config.TypedVar) ([]*config.Project, []message.Message, error) {
	return a.read(config.Options{Vars: vars})
}

// loadBuilt is load for commands that run the code: where a build tool has made a configuration of
// its own, that is the one.
func (a *app) loadBuilt(vars []config.TypedVar) ([]*config.Project, []message.Message, error) {
	return a.read(config.Options{Vars: vars, Code: true})
}

func (a *app) read(opts config.Options) ([]*config.Project, []message.Message, error) {
	dir, err := a.dir()
	if err != nil {
		return nil, nil, err
	}
	files := a.Config
	if len(files) == 0 {
		files = []string{""}
	}
	var projects []*config.Project
	var warnings []message.Message
	for _, file := range files {
		if file != "" && !filepath.IsAbs(file) {
			file = filepath.Join(dir, file)
		}
		opts.Path, opts.Dir, opts.Env, opts.EnvFiles, opts.Getenv = file, dir, a.Env, a.EnvFiles, os.Getenv
		p, w, err := config.Load(opts)
		var missing *config.NotFound
		if errors.As(err, &missing) && (a.Script != "" || a.Assets != "" || a.Pages != nil) {
			p, w, err = config.Bare(opts)
		}
		warnings = append(warnings, w...)
		if err != nil {
			return nil, warnings, err
		}
		projects = append(projects, p)
	}
	if a.Script != "" {
		if err := setMain(projects[0], a.path(a.Script), a.Script); err != nil {
			return nil, warnings, err
		}
	}
	if err := a.Overrides.apply(projects[0], a.path); err != nil {
		return nil, warnings, err
	}
	if a.Pages == nil && a.AnyKind && projects[0].Sections["pages_build_output_dir"] != nil {
		a.Pages = newPagesFlags()
	}
	if a.Pages != nil {
		more, err := a.Pages.prepare(a, projects[0])
		return projects, append(warnings, more...), err
	}
	if a.Assets != "" {
		if err := setAssets(projects[0], a.path(a.Assets)); err != nil {
			return nil, warnings, err
		}
	}
	return projects, warnings, nil
}

// setMain gives a project another main module, which must be there unless the project's own build
// makes it. Messages call it name.
func setMain(p *config.Project, path, name string) error {
	p.Main = path
	if _, err := os.Stat(path); err == nil || p.Build.Command != "" {
		return nil
	}
	return message.Errors{{
		Kind: message.Error, Text: fmt.Sprintf("The entry-point file at %q was not found.", name),
		Hint: "If a build step makes the file, as with most frameworks, run that first.",
	}}
}

// setAssets gives a project another folder of static assets.
func setAssets(p *config.Project, folder string) error {
	return change(p, "assets", map[string]any{"directory": folder})
}

// change sets keys of a section of a project.
func change(p *config.Project, key string, values map[string]any) error {
	section := map[string]any{}
	if raw := p.Sections[key]; raw != nil {
		if err := json.Unmarshal(raw, &section); err != nil {
			return fmt.Errorf("read %s: %w", key, err)
		}
	}
	maps.Copy(section, values)
	raw, err := json.Marshal(section)
	p.Sections[key] = raw
	return err
}

// stateDir is the folder of a project's local state, in wrangler's layout.
func (a *app) stateDir(p *config.Project, persistTo string) string {
	if persistTo == "" {
		return filepath.Join(p.Home, ".wrangler", "state", "v3")
	}
	if !filepath.IsAbs(persistTo) {
		if dir, err := a.dir(); err == nil {
			persistTo = filepath.Join(dir, persistTo)
		}
	}
	return filepath.Join(persistTo, "v3")
}

func (a *app) printer() message.Printer {
	dir, _ := a.dir() // else places are shown whole
	return message.Printer{W: a.Stderr, Color: a.Color, Dir: dir}
}

func (a *app) printMessages(messages []message.Message) {
	for _, m := range messages {
		a.printer().Print(m)
	}
}

// printError shows an error: with places and hints if it has them.
func (a *app) printError(err error) {
	var messages message.Errors
	if errors.As(err, &messages) {
		a.printMessages(messages)
		return
	}
	a.printer().Print(textMessage(message.Error, err.Error()))
}

// textMessage makes a message of a text: its first line, and a note of the others.
func textMessage(kind message.Kind, text string) message.Message {
	first, rest, _ := strings.Cut(text, "\n")
	m := message.Message{Kind: kind, Text: first}
	if rest = strings.Trim(rest, "\n"); rest != "" {
		m.Notes = []string{rest}
	}
	return m
}
