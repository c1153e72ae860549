package process

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"strings"

	"paddock/bindings/container/launch"
)

// stage is what one build stage of a Dockerfile says about running it.
type stage struct {
	name       string
	env        []string // "NAME=value" in the order of the file
	workdir    string   // absolute, "" when none was given
	entrypoint []string
	cmd        []string
	shell      []string
	copies     []copyStep
	skipped    []string // what is left out, one line for the user each
	runs       int      // RUN steps
}

// copyStep is one COPY or local ADD.
type copyStep struct {
	sources []string // relative to the build context, may hold wildcards
	dest    string   // absolute; ends in "/" when it must be a folder
}

// dockerfileError is a mistake in the file, with its place.
type dockerfileError struct {
	file string
	line int
	msg  string
}

func (e *dockerfileError) Error() string { return fmt.Sprintf("%s:%d: %s", e.file, e.line, e.msg) }

// readDockerfile parses the file and returns its last stage. vars are build arguments.
func readDockerfile(file string, vars map[string]string) (*stage, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read Dockerfile: %w", err)
	}
	return parseDockerfile(file, string(text), vars)
}

// instruction is one logical line: continuations joined, comments gone.
type instruction struct {
	line int // of its first line, from 1
	word string
	rest string
}

type parser struct {
	file   string
	escape byte
	vars   map[string]string // given build arguments
	global map[string]string // ARGs before the first FROM
	args   map[string]string // ARGs of the stage
	stages []*stage
}

func parseDockerfile(file, text string, vars map[string]string) (*stage, error) {
	p := &parser{file: file, escape: '\\', vars: vars, global: map[string]string{}}
	list, err := p.instructions(text)
	if err != nil {
		return nil, err
	}
	for _, in := range list {
		if err := p.run(in); err != nil {
			return nil, err
		}
	}
	if len(p.stages) == 0 {
		return nil, p.fail(1, "no FROM instruction")
	}
	return p.stages[len(p.stages)-1], nil
}

func (p *parser) fail(line int, format string, args ...any) error {
	return &dockerfileError{p.file, line, fmt.Sprintf(format, args...)}
}

func (p *parser) instructions(text string) ([]instruction, error) {
	text = strings.TrimPrefix(strings.ReplaceAll(text, "\r\n", "\n"), "\ufeff")
	var out []instruction
	var joined strings.Builder
	start, directives := 0, true
	flush := func() {
		word, rest := cutWord(joined.String())
		if word != "" {
			out = append(out, instruction{start, strings.ToUpper(word), rest})
		}
		joined.Reset()
		start = 0
	}
	for i, line := range strings.Split(text, "\n") {
		trimmed := strings.TrimSpace(line)
		if comment, ok := strings.CutPrefix(trimmed, "#"); ok {
			name, value, found := strings.Cut(comment, "=")
			if directives && found && strings.EqualFold(strings.TrimSpace(name), "escape") {
				switch value = strings.TrimSpace(value); value {
				case "\\", "`":
					p.escape = value[0]
				default:
					return nil, p.fail(i+1, "escape must be \\ or `, not %q", value)
				}
			}
			directives = directives && found
			continue // a comment inside a continued instruction is dropped, too
		}
		directives = false
		if trimmed == "" {
			continue // an empty line does not end a continuation
		}
		if start == 0 {
			start = i + 1
			line = trimmed
		}
		line = strings.TrimRight(line, " \t")
		if line[len(line)-1] == p.escape {
			joined.WriteString(line[:len(line)-1])
			continue
		}
		joined.WriteString(line)
		flush()
	}
	if start != 0 {
		flush()
	}
	return out, nil
}

func cutWord(s string) (word, rest string) {
	s = strings.TrimSpace(s)
	if i := strings.IndexAny(s, " \t"); i >= 0 {
		return s[:i], strings.TrimSpace(s[i:])
	}
	return s, ""
}

func (p *parser) run(in instruction) error {
	if hasHeredoc(in) {
		return p.fail(in.line, "%s with a here-document is not supported by this engine", in.word)
	}
	if in.word == "ARG" {
		return p.arg(in)
	}
	if in.word == "FROM" {
		return p.from(in)
	}
	if len(p.stages) == 0 {
		return p.fail(in.line, "%s before the first FROM", in.word)
	}
	st := p.stages[len(p.stages)-1]
	switch in.word {
	case "ENV":
		return p.env(st, in)
	case "WORKDIR":
		dir, err := p.expand(in, in.rest)
		if err != nil {
			return err
		}
		if dir == "" {
			return p.fail(in.line, "WORKDIR needs a folder")
		}
		st.workdir = path.Join("/", st.workdir, dir)
		if path.IsAbs(dir) {
			st.workdir = path.Clean(dir)
		}
	case "COPY", "ADD":
		return p.copy(st, in)
	case "ENTRYPOINT":
		command, err := p.command(st, in)
		if err != nil {
			return err
		}
		st.entrypoint, st.cmd = command, nil // as docker build: a new ENTRYPOINT clears an inherited CMD
	case "CMD":
		command, err := p.command(st, in)
		if err != nil {
			return err
		}
		st.cmd = command
	case "SHELL":
		var shell []string
		if err := json.Unmarshal([]byte(in.rest), &shell); err != nil || len(shell) == 0 {
			return p.fail(in.line, "SHELL needs a JSON list of strings")
		}
		st.shell = shell
	case "RUN":
		st.runs++
	case "USER", "EXPOSE", "LABEL", "VOLUME", "STOPSIGNAL", "HEALTHCHECK", "ONBUILD", "MAINTAINER":
	default:
		return p.fail(in.line, "unknown instruction %s", in.word)
	}
	return nil
}

// hasHeredoc looks for <<NAME outside of quotes.
func hasHeredoc(in instruction) bool {
	if in.word != "RUN" && in.word != "COPY" && in.word != "ADD" {
		return false
	}
	var quote byte
	for i := 0; i+2 < len(in.rest); i++ {
		c := in.rest[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '<' && in.rest[i+1] == '<' && in.rest[i+2] != '<':
			name := strings.TrimLeft(in.rest[i+2:], "-\"'")
			if name != "" && isNameStart(name[0]) {
				return true
			}
		}
		if c == '<' && in.rest[i+1] == '<' {
			i++
			for i+1 < len(in.rest) && in.rest[i+1] == '<' {
				i++
			}
		}
	}
	return false
}

func (p *parser) arg(in instruction) error {
	words, err := p.words(in, in.rest)
	if err != nil {
		return err
	}
	if len(words) == 0 {
		return p.fail(in.line, "ARG needs a name")
	}
	for _, w := range words {
		name, value, given := strings.Cut(w, "=")
		if v, ok := p.vars[name]; ok {
			value, given = v, true
		} else if v, ok := p.global[name]; ok && !given && len(p.stages) > 0 {
			value, given = v, true
		}
		if !given {
			continue
		}
		if len(p.stages) == 0 {
			p.global[name] = value
		} else {
			p.args[name] = value
		}
	}
	return nil
}

func (p *parser) from(in instruction) error {
	words := strings.Fields(in.rest)
	for len(words) > 0 && strings.HasPrefix(words[0], "--") {
		words = words[1:]
	}
	if len(words) != 1 && (len(words) != 3 || !strings.EqualFold(words[1], "as")) {
		return p.fail(in.line, "FROM needs an image, or an image AS a name")
	}
	base, err := p.expand(in, words[0])
	if err != nil {
		return err
	}
	st := &stage{}
	for _, old := range p.stages {
		if old.name != "" && strings.EqualFold(old.name, base) {
			inherited := *old
			inherited.env = append([]string(nil), old.env...)
			inherited.copies = append([]copyStep(nil), old.copies...)
			inherited.skipped = append([]string(nil), old.skipped...)
			st = &inherited
		}
	}
	st.name = ""
	if len(words) == 3 {
		st.name = words[2]
	}
	p.args = map[string]string{}
	p.stages = append(p.stages, st)
	return nil
}

func (p *parser) env(st *stage, in instruction) error {
	// The old form, "ENV NAME the whole rest".
	if name, rest := cutWord(in.rest); !strings.Contains(name, "=") {
		if name == "" || rest == "" {
			return p.fail(in.line, "ENV needs NAME=value")
		}
		value, err := p.expand(in, rest)
		if err != nil {
			return err
		}
		st.env = launch.SetEnv(st.env, name, value)
		return nil
	}
	words, err := p.words(in, in.rest)
	if err != nil {
		return err
	}
	for _, w := range words {
		name, value, ok := strings.Cut(w, "=")
		if !ok || name == "" {
			return p.fail(in.line, "ENV needs NAME=value, not %q", w)
		}
		st.env = launch.SetEnv(st.env, name, value)
	}
	return nil
}

func (p *parser) copy(st *stage, in instruction) error {
	rest := in.rest
	from := ""
	for strings.HasPrefix(rest, "--") {
		var flag string
		flag, rest = cutWord(rest)
		if v, ok := strings.CutPrefix(flag, "--from="); ok {
			from = v
		}
	}
	var words []string
	if strings.HasPrefix(rest, "[") {
		if err := json.Unmarshal([]byte(rest), &words); err != nil {
			return p.fail(in.line, "%s has a list that is not JSON: %v", in.word, err)
		}
		for i, w := range words {
			v, err := p.expand(in, w)
			if err != nil {
				return err
			}
			words[i] = v
		}
	} else {
		var err error
		if words, err = p.words(in, rest); err != nil {
			return err
		}
	}
	if len(words) < 2 {
		return p.fail(in.line, "%s needs a source and a destination", in.word)
	}
	sources, dest := words[:len(words)-1], words[len(words)-1]
	if from != "" {
		st.skipped = append(st.skipped, fmt.Sprintf("%s:%d: COPY --from=%s is left out: other stages and images are not built", p.file, in.line, from))
		return nil
	}
	for _, s := range sources {
		if strings.Contains(s, "://") || strings.HasPrefix(s, "git@") {
			st.skipped = append(st.skipped, fmt.Sprintf("%s:%d: %s %s is left out: nothing is downloaded", p.file, in.line, in.word, s))
			return nil
		}
	}
	folder := strings.HasSuffix(dest, "/") || dest == "." || strings.HasSuffix(dest, "/.")
	if !path.IsAbs(dest) {
		dest = path.Join("/", st.workdir, dest)
	}
	dest = path.Clean(dest)
	if folder && dest != "/" {
		dest += "/"
	}
	if len(sources) > 1 && !strings.HasSuffix(dest, "/") {
		return p.fail(in.line, "%s with several sources needs a destination that ends in /", in.word)
	}
	st.copies = append(st.copies, copyStep{sources, dest})
	return nil
}

// command reads the exec form or wraps the shell form. An empty list is valid: it clears.
func (p *parser) command(st *stage, in instruction) ([]string, error) {
	if strings.HasPrefix(in.rest, "[") {
		var argv []string
		if err := json.Unmarshal([]byte(in.rest), &argv); err == nil {
			return argv, nil
		}
		// As docker build: what is not JSON is for the shell.
	}
	if in.rest == "" {
		return nil, p.fail(in.line, "%s needs a command", in.word)
	}
	shell := st.shell
	if shell == nil {
		shell = []string{"/bin/sh", "-c"}
	}
	return append(append([]string(nil), shell...), in.rest), nil
}
