package process

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"paddock/bindings/container"
	"paddock/bindings/container/dockerfile"
	"paddock/bindings/container/launch"
	sandboxplace "paddock/bindings/container/sandbox/place"
)

// Options choose how the engine works. The zero value is right for users.
type Options struct {
	// Egress is one of launch's links; "" means launch.LinkAuto.
	Egress string
	// AllowLocal lets commands reach the daemons of this machine that run programs; see doors.
	AllowLocal bool
	// Closed are folders of this machine whose sockets no command may reach, whatever is allowed: those of
	// Paddock itself. They are made where they are not there, so that what comes later is behind them, too.
	Closed []string
	// StateDir is where instances get their folders; "" means the system's
	// temporary folder.
	StateDir string
}

// Check finds an Egress that is no link.
func (o Options) Check() error {
	_, err := launch.Links(o.Egress)
	return err
}

// Engine implements [container.Engine]. It is safe for concurrent use.
type Engine struct {
	options Options
	links   launch.Chooser
}

var (
	_ container.Engine    = (*Engine)(nil)
	_ container.Diagnoser = (*Engine)(nil)
)

// New returns an engine.
func New(options Options) *Engine { return &Engine{options: options} }

// Name returns "process".
func (e *Engine) Name() string { return "process" }

// Probe finds the egress link by trying each; see [container.Engine].
func (e *Engine) Probe(ctx context.Context) error {
	_, err := e.choose(ctx)
	return err
}

// choose returns the best link that works here.
func (e *Engine) choose(ctx context.Context) (*launch.Choice, error) {
	links, err := launch.Links(e.options.Egress)
	if err != nil {
		return nil, err
	}
	return e.links.Choose(ctx, links, probe)
}

// Diagnose implements [container.Diagnoser].
func (e *Engine) Diagnose(ctx context.Context) []container.Diagnosis {
	links, _ := launch.Links(launch.LinkAuto)
	return launch.Diagnose(ctx, links, probe)
}

// probe tries a link as commands use it.
func probe(ctx context.Context, link string) error {
	if link == launch.LinkNFT && os.Geteuid() != 0 {
		return launch.ErrNeedsRoot
	}
	c := launch.Config{Choice: launch.Choice{Link: link}}
	(&command{}).isolate(&c)
	return launch.Probe(ctx, c)
}

// ref is what Prepare returns.
type ref struct {
	host    bool
	stage   *stage
	context string
	file    string
	image   container.Image
	// snapshot is the folder of a snapshot of a container of the image, with what that was; "": none.
	snapshot string
	frozen   *frozen
}

// Prepare reads the Dockerfile; nothing is built. See [container.Engine].
func (e *Engine) Prepare(_ context.Context, img container.Image, progress io.Writer) (container.Ref, error) {
	if img.HostCommand {
		return &ref{host: true}, nil
	}
	if progress == nil {
		progress = io.Discard
	}
	if img.Snapshot != "" {
		return e.prepareSnapshot(img.Snapshot, progress)
	}
	if base, ok := sandboxplace.Of(img.Reference); ok && img.Dockerfile == "" {
		io.WriteString(progress, lacking(img.Reference))
		return &ref{stage: sandboxStage(base), file: img.Reference, image: img}, nil
	}
	if img.Dockerfile == "" {
		return nil, fmt.Errorf("%w: the engine process runs commands on the host's own files and has no images; name a Dockerfile in the configuration, or run the command with paddock exec", container.ErrUnfit)
	}
	file, err := dockerfile.Read(img.Dockerfile)
	if err != nil {
		return nil, err
	}
	st, err := readStage(file, img.Vars)
	if err != nil {
		return nil, err
	}
	if base, err := file.Base(dockerfile.Inputs{Args: img.Vars, Lookup: hostVariable}); err == nil {
		io.WriteString(progress, lacking(base))
	}
	if st.runs > 0 {
		fmt.Fprintf(progress, "%s: %d RUN step(s) are not run: the host's files stand in for the image\n", img.Dockerfile, st.runs)
	}
	for _, line := range st.skipped {
		fmt.Fprintln(progress, line)
	}
	return &ref{stage: st, context: img.Context, file: img.Dockerfile, image: img}, nil
}

// prepareSnapshot reads what the container was that the snapshot was made of.
func (e *Engine) prepareSnapshot(dir string, progress io.Writer) (container.Ref, error) {
	f, err := readFrozen(dir)
	if err != nil {
		return nil, err
	}
	below, err := e.Prepare(context.Background(), f.Image, progress)
	if err != nil {
		return nil, fmt.Errorf("the image below the snapshot: %w", err)
	}
	r := below.(*ref)
	r.snapshot, r.frozen = dir, f
	return r, nil
}

// Start starts the command; see [container.Engine].
func (e *Engine) Start(ctx context.Context, r container.Ref, spec container.Spec) (container.Instance, error) {
	image, ok := r.(*ref)
	if !ok {
		return nil, fmt.Errorf("start %s: the image was prepared by another engine", spec.Name)
	}
	chosen, err := e.choose(ctx)
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", spec.Name, err)
	}
	if image.frozen != nil {
		if image.frozen.Beside == hasNamespaces(chosen.Link) {
			return nil, errOtherLink(spec.Name)
		}
		spec.Directories = over(image.frozen.Directories, spec.Directories)
	}
	p, err := plan(image, spec)
	if err != nil {
		return nil, err
	}
	if !e.options.AllowLocal {
		p.Doors = doors(p.Env)
	}
	p.Closed = e.options.closed()
	i, err := start(ctx, e.options, *chosen, p, spec)
	if err != nil {
		return nil, err
	}
	if !image.host {
		i.base = &frozen{Image: image.image, Directories: spec.Directories}
	}
	return i, nil
}

// command is one command to start, before any link is applied.
type command struct {
	launch.Command
	files
}

// files are what a command sees beside the host's files.
type files struct {
	// Image is set when a Dockerfile stands in for the image.
	Image *imageFiles
	Trust container.Trust
	// Doors are sockets of this machine that seem closed, Closed folders in which there seem to be none.
	Doors, Closed []string
	// Own are the names of variables that the image or the Worker has set.
	Own []string
}

// imageFiles are the files of a Dockerfile's stage.
type imageFiles struct {
	Copies []placement
	// Executable are those of Copies that may be run, whatever their mode in the build context.
	Executable []string
	Folders    []string // empty ones
	Workdir    string
	Hidden     []string // folders of the host that are not to be seen
	Writable   []string // folders of the host that may be written to, in the container's own view
	Private    []string // folders that are empty at first and may be written to, whatever the host has there
	Sandbox    bool     // the command is the sandbox server, which listens on its own port
	// Snapshot is a folder with what Layers begin with, each in the folder of its number; "": there is none.
	Snapshot string
	Layers   []layerOf
}

// placement is one thing of the build context and where it belongs.
type placement struct {
	Source string // absolute path on the host
	Dest   string // absolute path in the container
	Dir    bool   // Source is a folder and its contents go to Dest
	Bind   bool   // Source is a file that is shown as it is, and cannot be changed
	Layers bool   // Source is a folder with the layers of a snapshot, each of which has a place of its own
}

func plan(from *ref, spec container.Spec) (*command, error) {
	if from.host {
		if len(spec.Entrypoint) == 0 {
			return nil, errors.New("start: no command was given")
		}
		if len(spec.Directories) > 0 {
			return nil, fmt.Errorf("start %s: folders of snapshots are not brought back into the host's own files", spec.Name)
		}
		dir, err := os.Getwd()
		if err != nil {
			return nil, fmt.Errorf("start %s: %w", spec.Name, err)
		}
		return &command{
			launch.Command{Argv: spec.Entrypoint, Env: launch.OverlayEnv(os.Environ(), spec.Env), Dir: dir},
			files{Trust: spec.Trust, Own: slices.Collect(maps.Keys(spec.Env))},
		}, nil
	}
	st := from.stage
	argv := spec.Entrypoint
	if len(argv) == 0 {
		argv = append(append([]string(nil), st.config.Entrypoint...), st.config.Cmd...)
		// A shell-form ENTRYPOINT ignores CMD, as docker does: sh -c takes
		// what follows as arguments that nothing reads.
	}
	if len(argv) == 0 {
		return nil, fmt.Errorf("start %s: %s has neither ENTRYPOINT nor CMD, and its base image is not read; add one", spec.Name, from.file)
	}
	placements, err := place(from.context, st.copies)
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", spec.Name, err)
	}
	workdir := st.config.WorkingDir
	if workdir == "" {
		workdir = "/"
	}
	image := &imageFiles{Copies: placements, Executable: st.executable, Workdir: workdir, Hidden: spec.Hidden}
	base, own := baseEnv(), slices.Collect(maps.Keys(spec.Env))
	if len(st.servers) > 0 {
		if err := image.addServers(st.servers); err != nil {
			return nil, fmt.Errorf("start %s: %w", spec.Name, err)
		}
		base = image.addHome(base)
	}
	for _, e := range st.config.Env {
		name, value, _ := strings.Cut(e, "=")
		base, own = launch.SetEnv(base, name, value), append(own, name)
	}
	for _, d := range spec.Directories {
		if d.Source == "" {
			image.Folders = append(image.Folders, d.Dest)
		} else {
			image.Copies = append(image.Copies, placement{Source: d.Source, Dest: d.Dest, Dir: true})
		}
	}
	if from.frozen != nil {
		if err := image.thaw(from.snapshot, from.frozen); err != nil {
			return nil, fmt.Errorf("start %s: %w", spec.Name, err)
		}
	}
	return &command{
		launch.Command{Argv: argv, Env: launch.OverlayEnv(base, spec.Env), Dir: workdir},
		files{Image: image, Trust: spec.Trust, Own: own},
	}, nil
}

// baseEnv is what the host lends to a command that stands in for an image: how
// to find the tools, and nothing that could be a secret.
func baseEnv() []string {
	var env []string
	for _, name := range []string{"PATH", "HOME", "LANG", "SystemRoot", "TEMP", "TMP"} {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}
