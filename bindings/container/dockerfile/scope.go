package dockerfile

import (
	"bytes"
	"errors"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"

	"paddock/bindings/container/image"
)

// scope is the state of a stage while its instructions are read.
type scope struct {
	file    *File
	in      Inputs
	globals variables
	config  image.Config
	args    []string // "NAME=value" of ARG, in order
	hasCmd  bool     // the stage itself has set CMD
	steps   []Step
}

func newScope(f *File, base image.Config, globals variables, in Inputs) *scope {
	s := &scope{file: f, in: in, globals: globals, config: base}
	s.config.Env = slices.Clone(base.Env)
	s.config.Labels = maps.Clone(base.Labels)
	s.config.ExposedPorts = slices.Clone(base.ExposedPorts)
	s.config.Volumes = slices.Clone(base.Volumes)
	return s
}

// Get implements [shell.EnvGetter]: ENV wins over ARG.
func (s *scope) Get(name string) (string, bool) {
	for _, list := range [][]string{s.config.Env, s.args} {
		if value, ok := lookup(list, name); ok {
			return value, true
		}
	}
	if s.in.Lookup != nil {
		return s.in.Lookup(name)
	}
	return "", false
}

// Keys implements [shell.EnvGetter].
func (s *scope) Keys() []string {
	var keys []string
	for _, e := range slices.Concat(s.config.Env, s.args) {
		name, _, _ := strings.Cut(e, "=")
		keys = append(keys, name)
	}
	return keys
}

// triggers does what the base image has left to images that are built on it.
func (s *scope) triggers(at []parser.Range) error {
	list := s.config.OnBuild
	s.config.OnBuild = nil
	for _, text := range list {
		result, err := parser.Parse(bytes.NewReader([]byte(text)))
		if err != nil {
			return s.file.fail(at, "ONBUILD %s, of the image that this is built on: %w", text, err)
		}
		for _, node := range result.AST.Children {
			c, err := instructions.ParseCommand(node)
			if err == nil {
				err = s.do(c)
			}
			if err != nil {
				return s.file.fail(at, "ONBUILD %s, of the image that this is built on: %w", text, plain(err))
			}
		}
	}
	return nil
}

// plain takes the place from an error, which is that of a line elsewhere.
func plain(err error) error {
	var e *Error
	if errors.As(err, &e) {
		return errors.New(e.Msg)
	}
	return err
}

// do reads one instruction.
func (s *scope) do(c instructions.Command) error {
	if err := s.expand(c); err != nil {
		return s.fail(c, err)
	}
	switch c := c.(type) {
	case *instructions.ArgCommand:
		s.arg(c)
	case *instructions.EnvCommand:
		for _, kv := range c.Env {
			s.config.Env = setVar(s.config.Env, kv.Key, kv.Value)
		}
	case *instructions.LabelCommand:
		if s.config.Labels == nil {
			s.config.Labels = map[string]string{}
		}
		for _, kv := range c.Labels {
			s.config.Labels[kv.Key] = kv.Value
		}
	case *instructions.WorkdirCommand:
		s.config.WorkingDir = s.absolute(c.Path)
		s.step(c, Step{Dir: s.config.WorkingDir})
	case *instructions.UserCommand:
		s.config.User = c.User
	case *instructions.CmdCommand:
		s.config.Cmd, s.hasCmd = s.command(c.ShellDependantCmdLine), true
	case *instructions.EntrypointCommand:
		s.config.Entrypoint = s.command(c.ShellDependantCmdLine)
		if !s.hasCmd {
			s.config.Cmd = nil // arguments for the base image's own entrypoint
		}
	case *instructions.ShellCommand:
		s.config.Shell = c.Shell
	case *instructions.StopSignalCommand:
		s.config.StopSignal = c.Signal
	case *instructions.VolumeCommand:
		s.config.Volumes = addSorted(s.config.Volumes, c.Volumes...)
	case *instructions.OnbuildCommand:
		s.config.OnBuild = append(slices.Clone(s.config.OnBuild), c.Expression)
	case *instructions.HealthCheckCommand, *instructions.MaintainerCommand:
		// The platform has no health checks.
	case *instructions.ExposeCommand:
		return s.expose(c)
	case *instructions.CopyCommand:
		return s.copy(c)
	case *instructions.AddCommand:
		return s.add(c)
	case *instructions.RunCommand:
		return s.run(c)
	default:
		return s.fail(c, needsDocker("this instruction is not supported without Docker; build with the engine docker"))
	}
	return nil
}

// expand replaces variables where the instruction has them.
func (s *scope) expand(c instructions.Command) error {
	word := s.file.expander(s)
	if e, ok := c.(instructions.SupportsSingleWordExpansion); ok {
		if err := e.Expand(word); err != nil {
			return err
		}
	}
	if e, ok := c.(instructions.SupportsSingleWordExpansionRaw); ok {
		return e.ExpandRaw(func(text string) (string, error) {
			lex := shell.NewLex(s.file.escape)
			lex.SkipProcessQuotes = true
			out, _, err := lex.ProcessWord(text, s)
			return out, err
		})
	}
	return nil
}

// argsOf are the names of a stage's ARGs.
func argsOf(s instructions.Stage) []string {
	var names []string
	for _, c := range s.Commands {
		if c, ok := c.(*instructions.ArgCommand); ok {
			for _, arg := range c.Args {
				names = append(names, arg.Key)
			}
		}
	}
	return names
}

func (s *scope) arg(c *instructions.ArgCommand) {
	for _, arg := range c.Args {
		value, ok := s.in.Args[arg.Key]
		if !ok && arg.Value != nil {
			value, ok = *arg.Value, true
		}
		if !ok {
			value, ok = s.globals[arg.Key]
		}
		if ok {
			s.args = setVar(s.args, arg.Key, value)
		}
	}
}

// command reads the exec form, or wraps the shell form.
func (s *scope) command(c instructions.ShellDependantCmdLine) []string {
	if len(c.CmdLine) == 0 {
		return nil // an empty list clears
	}
	if !c.PrependShell {
		return c.CmdLine
	}
	return append(s.shell(), strings.Join(c.CmdLine, " "))
}

func (s *scope) shell() []string {
	if len(s.config.Shell) > 0 {
		return slices.Clone(s.config.Shell)
	}
	return []string{"/bin/sh", "-c"}
}

// absolute is a path seen from the working folder.
func (s *scope) absolute(name string) string {
	if path.IsAbs(name) {
		return path.Clean(name)
	}
	return path.Join("/", s.config.WorkingDir, name)
}

func (s *scope) step(c instructions.Command, step Step) {
	step.Line, step.Text = c.Location()[0].Start.Line, text(c)
	s.steps = append(s.steps, step)
}

func (s *scope) fail(c instructions.Command, err error) error {
	return s.file.fail(c.Location(), "%s: %w", strings.ToUpper(c.Name()), err)
}

// text is the instruction on one line.
func text(c instructions.Command) string {
	code, ok := c.(interface{ String() string })
	if !ok {
		return strings.ToUpper(c.Name())
	}
	return strings.Join(strings.Fields(code.String()), " ")
}

func lookup(env []string, name string) (string, bool) {
	for _, e := range env {
		if v, ok := strings.CutPrefix(e, name+"="); ok {
			return v, true
		}
	}
	return "", false
}

// setVar replaces a variable in place, or appends it.
func setVar(env []string, name, value string) []string {
	for i, old := range env {
		if strings.HasPrefix(old, name+"=") {
			env[i] = name + "=" + value
			return env
		}
	}
	return append(env, name+"="+value)
}

func addSorted(list []string, more ...string) []string {
	list = append(list, more...)
	slices.Sort(list)
	return slices.Compact(list)
}
