package docker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/moby/moby/api/types/build"
	"github.com/moby/moby/client"

	"paddock/bindings/container"
)

// buildFile builds a Dockerfile: with the docker command where it can, as wrangler does, and else by
// the API, with the daemon's BuildKit or its older builder. text is what it holds; nil: what is in the file.
func (d *daemon) buildFile(ctx context.Context, img container.Image, text []byte, progress io.Writer) (*ref, error) {
	said := &buildLog{to: progress}
	before, _ := d.describe(ctx, img.Tag, img.Tag) // nil: there is none
	id, err := img.Tag, error(nil)
	if command := d.buildCommand(ctx); command != "" {
		err = d.buildBy(ctx, command, img, text, said)
	} else {
		id, err = d.buildByAPI(ctx, img, text, said)
	}
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, said.failure(img.Dockerfile, err)
	}
	built, err := d.describe(ctx, id, img.Tag)
	if err == nil && before != nil && before.id != built.id {
		d.removeNameless(ctx, before.id)
	}
	return built, err
}

// removeNameless removes an image that has no name any more, unless a container or another image has it.
func (d *daemon) removeNameless(ctx context.Context, id string) {
	if info, err := d.api.ImageInspect(ctx, id); err == nil && len(info.RepoTags) == 0 {
		_, _ = d.api.ImageRemove(ctx, id, client.ImageRemoveOptions{PruneChildren: true}) // it costs space alone
	}
}

// buildCommand gives the docker command: $WRANGLER_DOCKER_BIN, or docker if it has BuildKit's part.
// "" is none.
func (d *daemon) buildCommand(ctx context.Context) string {
	if file := os.Getenv("WRANGLER_DOCKER_BIN"); file != "" {
		return file
	}
	if d.apiOnly || exec.CommandContext(ctx, "docker", "buildx", "version").Run() != nil {
		return ""
	}
	return "docker"
}

// buildBy runs the docker command, with wrangler's options.
func (d *daemon) buildBy(ctx context.Context, command string, img container.Image, text []byte, said *buildLog) error {
	file, remove, err := otherText(img.Dockerfile, text)
	if err != nil {
		return err
	}
	defer remove()
	args := []string{"build", "--load", "-t", img.Tag, "--platform", "linux/" + platform, "--provenance=false"}
	if d.again {
		args = append(args, "--pull")
	}
	for _, name := range slices.Sorted(maps.Keys(img.Vars)) {
		args = append(args, "--build-arg", name+"="+img.Vars[name])
	}
	c := exec.CommandContext(ctx, command, append(args, "-f", file, img.Context)...)
	c.Env = append(os.Environ(), "BUILDKIT_PROGRESS=plain")
	c.Env = append(c.Env, d.variables()...)
	c.Stdout, c.Stderr = said, said
	err = c.Run()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return errors.New("the build failed")
	}
	return err
}

// otherText gives a file with a Dockerfile's other text, and what it leaves out of the build context; nil is
// the Dockerfile's own. The file is there until remove is called.
func otherText(file string, text []byte) (other string, remove func(), err error) {
	if text == nil {
		return file, func() {}, nil
	}
	dir, err := os.MkdirTemp("", "paddock-dockerfile-")
	if err != nil {
		return "", nil, err
	}
	other = filepath.Join(dir, filepath.Base(file))
	remove = func() { os.RemoveAll(dir) }
	err = os.WriteFile(other, text, 0o644)
	ignored, noneIgnored := os.ReadFile(file + ".dockerignore")
	if err == nil && noneIgnored == nil {
		err = os.WriteFile(other+".dockerignore", ignored, 0o644)
	}
	if err != nil {
		remove()
	}
	return other, remove, err
}

// builder is the daemon's better one, or the one that $DOCKER_BUILDKIT asks for.
func (d *daemon) builder() build.BuilderVersion {
	if kit, err := strconv.ParseBool(os.Getenv("DOCKER_BUILDKIT")); err == nil {
		if kit {
			return build.BuilderBuildKit
		}
		return build.BuilderV1
	}
	return d.best
}

// buildLog passes a build's output on, and keeps what explains a failure.
type buildLog struct {
	to   io.Writer
	end  tail
	step string // the instruction that runs or has failed, as the builder tells it
}

// Write implements [io.Writer].
func (l *buildLog) Write(p []byte) (int, error) {
	l.end.Write(p)
	return l.to.Write(p)
}

func (l *buildLog) line(text string) {
	if text = strings.TrimRight(text, "\n"); text != "" {
		fmt.Fprintln(l, text)
	}
}

// buildLine is how builders name a line of the Dockerfile: the parser, and BuildKit's own excerpt.
var buildLine = regexp.MustCompile(`(?m)(?:parse error (?:on )?line |^Dockerfile[^\s:]*:)(\d+)`)

// failure is the error of a build: the place in the Dockerfile, the reason, and the end of the output.
func (l *buildLog) failure(file string, err error) error {
	place := file
	text, _ := os.ReadFile(file)
	if m := buildLine.FindStringSubmatch(err.Error() + "\n" + l.end.String()); m != nil {
		place += ":" + m[1]
	} else if n := lineOf(text, l.step); n > 0 {
		place += ":" + strconv.Itoa(n)
	}
	if l.step != "" {
		place += ": " + l.step
	}
	const lines = 10
	out := strings.Split(strings.TrimSpace(l.end.String()), "\n")
	out = out[max(0, len(out)-lines):]
	if len(out) == 1 && (out[0] == "" || strings.Contains(err.Error(), out[0])) {
		return fmt.Errorf("build %s: %w", place, err)
	}
	return fmt.Errorf("build %s: %w\n%s", place, err, strings.Join(out, "\n"))
}

// lineOf finds the line of a Dockerfile on which an instruction begins, 0 if it has none such.
// Builders tell instructions on one line, and their variables may be replaced.
func lineOf(text []byte, step string) int {
	want := strings.Fields(step)
	best, most := 0, 1
	for i, line := range bytes.Split(text, []byte("\n")) {
		same := 0
		for j, word := range strings.Fields(string(line)) {
			if j >= len(want) || !strings.EqualFold(word, want[j]) && word != want[j] {
				break
			}
			same++
		}
		if same > most {
			best, most = i+1, same
		}
	}
	return best
}
