package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/tailscale/hujson"

	"paddock/wrangler/message"
)

// redirectFile is what a build tool, as the Vite plugin, leaves beside the user's configuration: it
// names the configuration that the tool has made.
const redirectFile = ".wrangler/deploy/config.json"

// redirection is a configuration that a build tool made, in place of the user's.
type redirection struct {
	file string // absolute
	from string // the file that names it
	user string // the user's own configuration; "" for none
}

// findRedirection looks for a redirect file in the folder and those above it; nil for none. user is
// the user's configuration, "" if there is none.
func findRedirection(opts Options, user string) (*redirection, error) {
	start, err := filepath.Abs(opts.Dir)
	if err != nil {
		return nil, fmt.Errorf("find the working folder: %w", err)
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		from := filepath.Join(dir, redirectFile)
		data, err := os.ReadFile(from)
		if err == nil {
			return newRedirection(from, data, user)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, message.Errors{missingFile(from, err)}
		}
		if dir == filepath.Dir(dir) {
			return nil, nil
		}
	}
}

func newRedirection(from string, data []byte, user string) (*redirection, error) {
	refuse := func(format string, args ...any) (*redirection, error) {
		return nil, message.Errors{{
			Kind: message.Error, Text: fmt.Sprintf(format, args...), Place: &message.Place{File: from},
			Hint: "Run the project's build again, or remove the file: a build tool made it.",
		}}
	}
	plain, err := hujson.Standardize(data)
	var content struct{ ConfigPath string }
	if err == nil {
		err = json.Unmarshal(plain, &content)
	}
	if err != nil {
		return refuse("Failed to parse the deploy configuration file at %s", from)
	}
	if content.ConfigPath == "" {
		return refuse("A deploy configuration file was found at %q.\nBut this is not valid - the required \"configPath\" property was not found.", from)
	}
	r := &redirection{file: filepath.Join(filepath.Dir(from), content.ConfigPath), from: from, user: user}
	if filepath.IsAbs(content.ConfigPath) {
		r.file = content.ConfigPath
	}
	if _, err := os.Stat(r.file); err != nil {
		return refuse("There is a deploy configuration at %q.\nBut the redirected configuration path it points to, %q, does not exist.", from, r.file)
	}
	if user != "" && filepath.Join(filepath.Dir(user), redirectFile) != from {
		return refuse("Found both a user configuration file at %q\nand a deploy configuration file at %q.\nBut these do not share the same base path so it is not clear which should be used.", user, from)
	}
	return r, nil
}

// load reads the configuration that the tool made. It is that of one environment already.
func (r *redirection) load(opts Options) (*Project, []message.Message, error) {
	target, err := r.target()
	if err != nil {
		return nil, nil, err
	}
	if opts.Env != "" && target != "" && target != opts.Env {
		return nil, nil, message.Errors{{
			Kind: message.Error, Place: &message.Place{File: r.file},
			Text: fmt.Sprintf("You have specified the environment %q.\nThis does not match the target environment %q that was used when building the application.\nPerhaps you need to re-run the custom build of the project with %q as the selected environment?", opts.Env, target, opts.Env),
		}}
	}
	opts.Env = ""
	home := filepath.Dir(filepath.Dir(filepath.Dir(r.from))) // of <home>/.wrangler/deploy/config.json
	p, warnings, err := read(r.file, home, opts)
	if err != nil {
		return nil, warnings, err
	}
	p.Files = append(p.Files, r.from)
	p.UserPath = r.user
	return p, warnings, nil
}

// target is the environment that the tool made the configuration for.
func (r *redirection) target() (string, error) {
	data, err := os.ReadFile(r.file)
	if err != nil {
		return "", message.Errors{missingFile(r.file, err)}
	}
	var content struct{ TargetEnvironment string }
	if plain, err := hujson.Standardize(data); err == nil {
		_ = json.Unmarshal(plain, &content) // what is wrong with it is told when it is read
	}
	return content.TargetEnvironment, nil
}
