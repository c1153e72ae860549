package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"paddock/wrangler/message"
)

// Options says which configuration to load, and with what.
type Options struct {
	Path     string              // an explicit file; "" searches upward from Dir
	Dir      string              // where the search starts; "" is the working folder
	Env      string              // the named environment; "" asks CLOUDFLARE_ENV
	EnvFiles []string            // of --env-file, relative to the configuration's folder
	Getenv   func(string) string // the process environment; nil is an empty one
	Vars     []TypedVar          // of --var
	// Code says that the Worker's code is wanted: the file that a build tool left is followed, as dev does
	// (see redirect.go), and the main file must be there.
	Code bool
	from string // where Env is from, in wrangler's words
}

// Compat is what selects the behaviour of the runtime.
type Compat struct {
	Date  string // yyyy-mm-dd, "" if not given
	Flags []string
}

// Project is one worker's configuration with its environment applied.
type Project struct {
	Path string // the file, absolute
	Dir  string // its folder
	Home string // the folder of the user's own configuration: Dir, unless a build tool made this one
	// UserPath is the user's own configuration where a build tool made the one in force, "" if there
	// is none or no tool made it.
	UserPath string
	Name     string // with the environment's suffix
	Main     string // the entry file, absolute; "" if there is none
	Env      string // the named environment, "" for the top level

	Compat   Compat
	Sections map[string]json.RawMessage // by wrangler key, inheritance applied
	Vars     map[string]Var             // of the configuration, the secret files and --var
	VarNames []string                   // those of Vars, in the order in which they are given
	Dev      Dev
	Site     Site
	Bundling

	SecretNames  []string // of the files of secrets that were read, in their order
	Environments []string // that the configuration names, in its order

	Files []string // the configuration and the variable files that were read, absolute

	src       source
	root      *node
	env       *node // the environment's object, nil at the top level
	unwritten bool  // it is that of an empty object
}

// Load finds and reads the configuration, applies the environment, checks it and merges the
// variables. What is wrong comes as message.Errors, all of it at once.
func Load(opts Options) (*Project, []message.Message, error) {
	if opts.Getenv == nil {
		opts.Getenv = func(string) string { return "" }
	}
	opts.from = "via the `--env/-e` CLI argument"
	if opts.Env == "" {
		opts.Env, opts.from = opts.Getenv("CLOUDFLARE_ENV"), "via the CLOUDFLARE_ENV environment variable"
	}
	path, err := locate(opts)
	var redirected *redirection
	if opts.Code && opts.Path == "" {
		var broken error
		if redirected, broken = findRedirection(opts, path); broken != nil {
			return nil, nil, broken
		}
	}
	if redirected != nil {
		return redirected.load(opts)
	}
	if err != nil {
		return nil, nil, err
	}
	return read(path, filepath.Dir(path), opts)
}

// read reads a configuration file. home is the folder of the user's own.
func read(path, home string, opts Options) (*Project, []message.Message, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, message.Errors{missingFile(path, err)}
	}
	p, warnings, err := parse(path, data, opts)
	if err != nil {
		return nil, warnings, err
	}
	p.Home = home
	if err := p.loadEnvironment(opts.Getenv); err != nil {
		return nil, warnings, err
	}
	more, err := p.loadVars(opts)
	return p, append(warnings, more...), err
}

// loadEnvironment takes from the process environment what concerns bundling.
func (p *Project) loadEnvironment(getenv func(string) string) error {
	if list := getenv("WRANGLER_BUILD_CONDITIONS"); list != "" {
		p.Conditions = strings.Split(list, ",")
	}
	p.NodeEnv, p.Platform = getenv("NODE_ENV"), getenv("WRANGLER_BUILD_PLATFORM")
	switch p.Platform {
	case "", "browser", "node", "neutral":
		return nil
	}
	return message.Errors{{Kind: message.Error, Text: "Invalid esbuild platform configuration defined in the WRANGLER_BUILD_PLATFORM environment variable.\n" +
		"Valid platform values are: 'browser', 'node' and 'neutral'."}}
}

// Bare gives the project of a folder without a configuration: for a script, or a folder of assets, that
// the user names instead.
func Bare(opts Options) (*Project, []message.Message, error) {
	dir, err := filepath.Abs(opts.Dir)
	if err != nil {
		return nil, nil, fmt.Errorf("find the working folder: %w", err)
	}
	p, warnings, err := parse(filepath.Join(dir, "wrangler.jsonc"), []byte("{}"), Options{})
	if err != nil {
		return nil, warnings, err
	}
	p.Env, p.Files, p.unwritten = opts.Env, nil, true
	if err := p.loadEnvironment(opts.Getenv); err != nil {
		return nil, warnings, err
	}
	more, err := p.loadVars(opts)
	return p, append(warnings, more...), err
}

// Unwritten tells that no file has the configuration: nothing can be told to be in it.
func (p *Project) Unwritten() bool { return p.unwritten }

// locate gives the absolute path of the configuration. The searches are three, as wrangler's:
// a wrangler.json of a parent beats a wrangler.toml beside you.
func locate(opts Options) (string, error) {
	start, err := filepath.Abs(opts.Dir)
	if err != nil {
		return "", fmt.Errorf("find the working folder: %w", err)
	}
	if opts.Path != "" {
		if filepath.IsAbs(opts.Path) {
			return filepath.Clean(opts.Path), nil
		}
		return filepath.Join(start, opts.Path), nil
	}
	for _, name := range []string{"wrangler.json", "wrangler.jsonc", "wrangler.toml"} {
		for dir := start; ; dir = filepath.Dir(dir) {
			path := filepath.Join(dir, name)
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() {
				return path, nil
			}
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	return "", &NotFound{start}
}

// NotFound is the error when neither a folder nor one above it has a configuration.
type NotFound struct{ Dir string }

func (e *NotFound) Error() string {
	return fmt.Sprintf("No wrangler configuration was found in %s or the folders above it.", e.Dir)
}

// Unwrap gives what the user reads.
func (e *NotFound) Unwrap() error {
	return message.Errors{{
		Kind: message.Error, Text: e.Error(),
		Hint: "Create a wrangler.jsonc: " + example,
	}}
}

// example is the smallest configuration.
const example = `{ "name": "my-worker", "main": "src/index.js", "compatibility_date": "2026-01-01" }`

func missingFile(path string, err error) message.Message {
	m := message.Message{Kind: message.Error, Text: fmt.Sprintf("Could not read file: %s", path)}
	if errors.Is(err, fs.ErrNotExist) {
		m.Hint = "Check the path given to --config."
	} else {
		m.Notes = []string{err.Error()}
	}
	return m
}

// parse makes a project of the file's text, all but the variables of other files.
func parse(path string, data []byte, opts Options) (*Project, []message.Message, error) {
	src := source{path, data}
	read := parseJSONC
	if filepath.Ext(path) == ".toml" {
		read = parseTOML
	}
	root, err := read(src)
	if err != nil {
		return nil, nil, err
	}
	if root.shape != object {
		return nil, nil, message.Errors{{Kind: message.Error, Text: "The configuration should be an object.", Place: src.place(root.mark())}}
	}
	p := &Project{Path: path, Dir: filepath.Dir(path), Home: filepath.Dir(path), Env: opts.Env, src: src, root: root, Files: []string{path},
		Sections: map[string]json.RawMessage{}, Vars: map[string]Var{}}
	if envs := root.get("env"); envs != nil {
		for _, m := range envs.members {
			p.Environments = append(p.Environments, m.name)
		}
	}
	c := &checker{p: p, code: opts.Code}
	c.omit(root)
	c.omit(root.get("env").get(opts.Env))
	view := c.resolve()
	c.check(view)
	if len(c.errs) > 0 {
		return nil, c.warnings, c.errs
	}
	p.fill(view)
	return p, c.warnings, nil
}

// Where gives the place of a path as "kv_namespaces[0].binding" in the user's file. A path is
// first sought in the environment in force; what does not exist falls back to its nearest parent.
func (p *Project) Where(path string) message.Place {
	from := p.root
	if p.env != nil {
		if n := p.env.find(path); n != p.env {
			from = p.env
		}
	}
	n := from.find(path)
	if n == p.root {
		return *p.src.place(span{n.at.off, min(n.at.len, 1)})
	}
	return *p.src.place(n.mark())
}
