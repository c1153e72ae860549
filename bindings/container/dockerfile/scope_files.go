package dockerfile

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
)

// expose reads ports, as "80", "80/udp" and "8000-8010".
func (s *scope) expose(c *instructions.ExposeCommand) error {
	for _, port := range c.Ports {
		words, err := shell.NewLex(s.file.escape).ProcessWords(port, s)
		if err != nil {
			return s.fail(c, err)
		}
		for _, word := range words {
			number, protocol, _ := strings.Cut(word, "/")
			if protocol == "" {
				protocol = "tcp"
			}
			first, last, _ := strings.Cut(number, "-")
			if last == "" {
				last = first
			}
			from, err1 := strconv.ParseUint(first, 10, 16)
			to, err2 := strconv.ParseUint(last, 10, 16)
			if err1 != nil || err2 != nil || to < from {
				return s.fail(c, fmt.Errorf("%q is no port; want a number up to 65535, as 8080 or 8080/udp", word))
			}
			for p := from; p <= to; p++ {
				s.config.ExposedPorts = addSorted(s.config.ExposedPorts, fmt.Sprintf("%d/%s", p, strings.ToLower(protocol)))
			}
		}
	}
	return nil
}

func (s *scope) copy(c *instructions.CopyCommand) error {
	if c.Parents {
		return s.fail(c, needsDocker("--parents is not supported without Docker; name the folders, or build with the engine docker"))
	}
	return s.files(c, c.SourcesAndDest, Copy{From: c.From, Chown: c.Chown, Chmod: c.Chmod, Exclude: c.ExcludePatterns})
}

func (s *scope) add(c *instructions.AddCommand) error {
	return s.files(c, c.SourcesAndDest, Copy{
		Add: true, Chown: c.Chown, Chmod: c.Chmod, Exclude: c.ExcludePatterns, Checksum: c.Checksum, Unpack: c.Unpack,
	})
}

// files reads what COPY and ADD have in common.
func (s *scope) files(c instructions.Command, what instructions.SourcesAndDest, copy Copy) error {
	copy.Sources = slices.Clone(what.SourcePaths)
	for _, file := range what.SourceContents {
		copy.Inline = append(copy.Inline, Inline{file.Path, file.Data})
	}
	dest := what.DestPath
	folder := dest == "" || dest == "." || strings.HasSuffix(dest, "/") || strings.HasSuffix(dest, "/.")
	copy.Dest = s.absolute(dest)
	if folder && copy.Dest != "/" {
		copy.Dest += "/"
	}
	if len(copy.Sources)+len(copy.Inline) > 1 && !strings.HasSuffix(copy.Dest, "/") {
		return s.fail(c, fmt.Errorf("with more than one source file, the destination must be a directory and end with a /; write %s/", dest))
	}
	s.step(c, Step{Copy: &copy})
	return nil
}

func (s *scope) run(c *instructions.RunCommand) error {
	for _, flag := range c.FlagsUsed {
		if flag != "mount" && flag != "network" {
			return s.fail(c, needsDocker("--%s is not supported without Docker; build with the engine docker", flag))
		}
	}
	run := &Run{Dir: s.absolute(""), User: s.config.User, Network: instructions.GetNetwork(c) != instructions.NetworkNone}
	for _, m := range instructions.GetMounts(c) {
		mount, err := readMount(m)
		if err != nil {
			return s.fail(c, err)
		}
		run.Mounts = append(run.Mounts, mount)
	}
	line, err := s.heredocs(c, run)
	if err != nil {
		return s.fail(c, err)
	}
	run.Argv = s.command(line)
	run.Env = slices.Clone(s.args)
	for _, e := range s.config.Env {
		name, value, _ := strings.Cut(e, "=")
		run.Env = setVar(run.Env, name, value)
	}
	for _, name := range sortedNames(s.in.Args) {
		if _, set := lookup(run.Env, name); isProxyArg(name) && !set {
			run.Proxy = append(run.Proxy, name+"="+s.in.Args[name])
		}
	}
	s.step(c, Step{Run: run})
	return nil
}

// heredocs puts here-documents into the command. One alone is a script: the shell's, or with #! a
// program's own. Others are given to the shell as they were written.
func (s *scope) heredocs(c *instructions.RunCommand, run *Run) (instructions.ShellDependantCmdLine, error) {
	line := c.ShellDependantCmdLine
	if len(line.Files) == 0 {
		return line, nil
	}
	if len(line.CmdLine) != 1 || !line.PrependShell {
		return line, errors.New("here-documents need the shell form")
	}
	if parser.MustParseHeredoc(line.CmdLine[0]) == nil {
		full := line.CmdLine[0]
		for _, file := range line.Files {
			full += "\n" + file.Data + file.Name
		}
		line.CmdLine = []string{full}
		return line, nil
	}
	data := line.Files[0].Data
	if line.Files[0].Chomp {
		data = parser.ChompHeredocContent(data)
	}
	if strings.HasPrefix(data, "#!") {
		run.Script = &Inline{line.Files[0].Name, data}
		line.CmdLine, line.PrependShell = []string{scriptFolder + "/" + run.Script.Name}, false
		return line, nil
	}
	line.CmdLine = []string{data}
	return line, nil
}

// scriptFolder is where scripts in here-documents are while they run, as with Docker.
const scriptFolder = "/dev/pipes"

func readMount(m *instructions.Mount) (RunMount, error) {
	if m.Type == instructions.MountTypeSSH {
		return RunMount{}, needsDocker("--mount=type=ssh is not supported without Docker; build with the engine docker")
	}
	out := RunMount{
		Type: string(m.Type), From: m.From, Source: m.Source, Target: m.Target, ReadOnly: m.ReadOnly, Size: m.SizeLimit,
		ID: m.CacheID, Sharing: string(m.CacheSharing), Required: m.Required,
	}
	if m.Mode != nil {
		out.Mode = uint32(*m.Mode)
	}
	if m.UID != nil {
		out.UID = int(*m.UID)
	}
	if m.GID != nil {
		out.GID = int(*m.GID)
	}
	if m.Type == instructions.MountTypeSecret {
		return readSecret(m, out)
	}
	if out.Target == "" {
		return out, fmt.Errorf("--mount=type=%s needs a target", out.Type)
	}
	return out, nil
}

// readSecret fills in what a secret's mount leaves out.
func readSecret(m *instructions.Mount, out RunMount) (RunMount, error) {
	if out.ID == "" {
		out.ID = out.Source
	}
	if out.ID == "" {
		out.ID = out.Target[strings.LastIndexByte(out.Target, '/')+1:]
	}
	if m.Env != nil {
		if out.Env = *m.Env; out.Env == "" {
			out.Env = out.ID
		}
	} else if out.Target == "" {
		out.Target = "/run/secrets/" + out.ID
	}
	return out, nil
}

func sortedNames(m map[string]string) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
