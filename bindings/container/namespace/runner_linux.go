package namespace

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"paddock/bindings/container"
	"paddock/bindings/container/dockerfile"
	"paddock/bindings/container/launch"
)

// runner runs the RUN steps of Dockerfiles.
type runner struct{ home *home }

func (h *home) runner() dockerfile.Runner {
	if hasRanges() {
		return writer{runner{h}}
	}
	return runner{h}
}

// writer writes into layers as the root of the images.
type writer struct{ runner }

var _ dockerfile.Writer = writer{}

// Write implements [dockerfile.Writer].
func (writer) Write(ctx context.Context, spec dockerfile.WriteSpec) (digest string, err error) {
	f, err := os.CreateTemp("", "paddock-copy-")
	if err != nil {
		return "", err
	}
	defer f.Close()
	if err := os.Remove(f.Name()); err != nil {
		return "", err
	}
	if err := asRoot(ctx, setup{Write: &spec}, f); err != nil {
		return "", err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return "", err
	}
	text, err := io.ReadAll(f)
	return string(text), err
}

// write does in the user namespace what Write asked for, and answers on standard input.
func write(spec *dockerfile.WriteSpec) error {
	digest, err := spec.Do(context.Background())
	if err != nil {
		return err
	}
	_, err = os.Stdin.WriteString(digest)
	return err
}

// buildHost is the host name during a build.
const buildHost = "buildkitsandbox"

// Run implements [dockerfile.Runner]. With a network a step has this machine's own.
func (r runner) Run(ctx context.Context, spec dockerfile.RunSpec) (exit int, err error) {
	f, err := newFolder(r.home.instances)
	if err != nil {
		return 0, err
	}
	if err := f.limit(container.Limits{}); err != nil {
		f.remove()
		return 0, err
	}
	choice := launch.Choice{Link: launch.LinkLoopback}
	if spec.Network {
		choice.Link = launch.LinkHost
	}
	c := isolate(choice)
	c.Name, c.Ended, c.Stdin, c.Stdout, c.Stderr = "build", f.remove, spec.Stdin, spec.Stdout, spec.Stderr
	c.Command = launch.Command{Argv: spec.Argv, Env: spec.Env, Dir: spec.Dir, User: userOf(spec.User, c.Users)}
	if c.Command.Dir == "" {
		c.Command.Dir = "/"
	}
	c.Placed = f.group.Add
	v := newView(f, spec.Layers, c.Users)
	v.Upper, v.Work, v.Volatile, v.Mounts = spec.Upper, spec.Work, false, spec.Mounts
	v.Hostname, v.Address = buildHost, "127.0.0.1"
	if resolv, err := os.ReadFile("/etc/resolv.conf"); err == nil && spec.Network {
		v.Resolv = string(resolv)
	}
	c.SetupConfig = setup{View: v}
	i, err := launch.Start(ctx, c)
	if err != nil {
		return notStarted(err, spec)
	}
	end, err := i.Wait(ctx)
	if err := i.Destroy(context.WithoutCancel(ctx)); err != nil {
		return 0, err
	}
	if err != nil {
		return 0, err
	}
	tidy(spec)
	return end.Code, nil
}

// tidy leaves a layer with what the step has written alone, and nothing of overlayfs's own.
func tidy(spec dockerfile.RunSpec) {
	removeStubs(spec.Upper)
	entries, err := os.ReadDir(spec.Work)
	if err != nil {
		return
	}
	for _, e := range entries {
		removeTree(filepath.Join(spec.Work, e.Name()))
	}
}

// notStarted tells of a command that is not there as a shell does.
func notStarted(err error, spec dockerfile.RunSpec) (int, error) {
	says, code := "", 0
	switch {
	case errors.Is(err, os.ErrNotExist):
		says, code = "not found", 127
	case errors.Is(err, os.ErrPermission):
		says, code = "Permission denied", 126
	}
	var not *container.ErrNotStarted
	if !errors.As(err, &not) || code == 0 {
		return 0, err
	}
	if spec.Stderr != nil {
		fmt.Fprintf(spec.Stderr, "%s: %s\n", spec.Argv[0], says)
	}
	tidy(spec)
	return code, nil
}

// removeStubs takes out of a layer what the container's own files were mounted on, where the image has
// a link to nowhere. Other places are left to the builder, who knows what the image lacked.
func removeStubs(upper string) {
	for _, name := range []string{"/etc/hosts", "/etc/hostname", "/etc/resolv.conf", aptFile} {
		path := filepath.Join(upper, name)
		if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() && info.Size() == 0 {
			_ = os.Remove(path)
		}
	}
}
