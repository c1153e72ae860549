package dockerfile

import (
	"maps"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
)

// Inputs are what a Dockerfile is read with.
type Inputs struct {
	Args     map[string]string // build arguments
	Platform string            // as "linux/amd64": what is built, and what it is built on
	// Lookup finds variables that the file itself does not set; nil: there are none.
	Lookup func(name string) (string, bool)
}

// Stage is one FROM and what follows it.
type Stage struct {
	Name     string // after AS; "" when it has none
	Base     string // an image's reference, "scratch", or an earlier stage as the file names it
	From     int    // index of the earlier stage that Base names; -1 when it names none
	Platform string // after --platform; "" when there is none
	Line     int
}

// Scratch is the base of stages that begin with nothing.
const Scratch = "scratch"

// Stages gives the file's stages, variables replaced.
func (f *File) Stages(in Inputs) ([]Stage, error) {
	parsed, global, err := f.instructions()
	if err != nil {
		return nil, err
	}
	vars, err := f.globals(global, in)
	if err != nil {
		return nil, err
	}
	var out []Stage
	for _, p := range parsed {
		s := Stage{Name: p.Name, From: -1, Line: p.Location[0].Start.Line}
		for _, word := range []struct {
			to   *string
			from string
		}{{&s.Base, p.BaseName}, {&s.Platform, p.Platform}} {
			if *word.to, _, err = shell.NewLex(f.escape).ProcessWord(word.from, vars); err != nil {
				return nil, f.fail(p.Location, "FROM: %w", err)
			}
		}
		if s.Base == "" {
			return nil, f.fail(p.Location, "FROM %s names no image, because a variable in it is empty; set a default before the first FROM, as ARG NAME=value", p.BaseName)
		}
		s.From = stageOf(out, s.Base)
		out = append(out, s)
	}
	return out, nil
}

// stageOf finds an earlier stage by its name; -1: there is none.
func stageOf(stages []Stage, name string) int {
	for i := len(stages) - 1; i >= 0; i-- {
		if stages[i].Name != "" && strings.EqualFold(stages[i].Name, name) {
			return i
		}
	}
	return -1
}

// stageFrom finds what --from names: a stage by its name or number. -1: it is an image.
func stageFrom(stages []Stage, name string) int {
	if i := stageOf(stages, name); i >= 0 {
		return i
	}
	if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(stages) {
		return i
	}
	return -1
}

// Target finds the stage to build: the one of that name or number, or the last for "".
func (f *File) Target(stages []Stage, name string) (int, error) {
	if name == "" {
		return len(stages) - 1, nil
	}
	if i := stageFrom(stages, name); i >= 0 {
		return i, nil
	}
	var names []string
	for _, s := range stages {
		if s.Name != "" {
			names = append(names, s.Name)
		}
	}
	return 0, &Error{File: f.name, Msg: "there is no stage " + strconv.Quote(name) + "; those with a name are: " + strings.Join(names, ", ")}
}

// Base is the image, or "scratch", that the last stage is built on, directly or over other stages.
func (f *File) Base(in Inputs) (string, error) {
	stages, err := f.Stages(in)
	if err != nil {
		return "", err
	}
	at := len(stages) - 1
	for stages[at].From >= 0 {
		at = stages[at].From
	}
	return stages[at].Base, nil
}

// globals are the variables of FROM: those that every file has, and ARGs before the first FROM.
func (f *File) globals(list []instructions.ArgCommand, in Inputs) (variables, error) {
	vars := platformArgs(in.Platform)
	for _, c := range list {
		if err := c.Expand(f.expander(vars)); err != nil {
			return nil, f.fail(c.Location(), "ARG: %w", err)
		}
		for _, arg := range c.Args {
			if value, ok := in.Args[arg.Key]; ok {
				vars[arg.Key] = value
			} else if arg.Value != nil {
				vars[arg.Key] = *arg.Value
			}
		}
	}
	return vars, nil
}

func (f *File) expander(vars shell.EnvGetter) instructions.SingleWordExpander {
	return func(word string) (string, error) {
		out, _, err := shell.NewLex(f.escape).ProcessWord(word, vars)
		return out, err
	}
}

// platformArgs are those that exist without a build argument. We build for what we build on.
func platformArgs(platform string) variables {
	system, rest, _ := strings.Cut(platform, "/")
	arch, variant, _ := strings.Cut(rest, "/")
	vars := variables{}
	for _, side := range []string{"TARGET", "BUILD"} {
		vars[side+"PLATFORM"], vars[side+"OS"], vars[side+"ARCH"], vars[side+"VARIANT"] = platform, system, arch, variant
	}
	return vars
}

// isProxyArg tells of build arguments that RUN sees without an ARG, and that decide nothing.
func isProxyArg(name string) bool {
	switch strings.ToUpper(name) {
	case "HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY":
		return true
	}
	return false
}

// variables implement [shell.EnvGetter].
type variables map[string]string

func (v variables) Get(name string) (string, bool) {
	value, ok := v[name]
	return value, ok
}

func (v variables) Keys() []string {
	var keys []string
	for k := range maps.Keys(v) {
		keys = append(keys, k)
	}
	return keys
}
