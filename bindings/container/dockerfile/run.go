package dockerfile

import (
	"context"
	"fmt"
	"strings"

	"paddock/bindings/container/image"
)

// run does RUN.
func (b *builder) run(ctx context.Context, stage int, r *result, step Step, label string) error {
	if b.runner == nil {
		return needsDocker("nothing here can run commands of an image; build with the engine docker")
	}
	mounts, err := b.mounts(ctx, stage, step.Run)
	if err != nil {
		return err
	}
	s := step.Run
	key := keyOf(r.key, "run", s.Argv, s.Env, s.Dir, s.User, s.Network, s.Script, mounts.key())
	return b.layer(ctx, r, key, label, step.Text, func(d *image.Draft) error {
		spec := RunSpec{
			Layers: r.layers, Upper: d.Upper(), Work: d.Work(), Argv: s.Argv, Env: append(s.Env[:len(s.Env):len(s.Env)], s.Proxy...),
			Dir: s.Dir, User: s.User, Network: s.Network,
		}
		done, err := mounts.prepare(ctx, b, d, &spec)
		if err != nil {
			return err
		}
		defer done()
		return b.command(ctx, step, r.layers, spec)
	})
}

// command runs the command; an exit code other than 0 is an error that shows the last of its output.
func (b *builder) command(ctx context.Context, step Step, layers []string, spec RunSpec) error {
	out := &output{p: b.out}
	spec.Stdout, spec.Stderr = out, out
	stubs := stubsOf(image.NewTree(layers), spec.Mounts)
	code, err := b.runner.Run(ctx, spec)
	last := out.end()
	if err != nil {
		return err
	}
	if code == 0 {
		return stubs.remove(spec.Upper)
	}
	msg := fmt.Sprintf("process %q did not complete successfully: exit code: %d", strings.Join(spec.Argv, " "), code)
	for _, line := range last {
		msg += "\n  | " + line
	}
	return &Error{File: b.file.name, Line: step.Line, Msg: msg}
}
