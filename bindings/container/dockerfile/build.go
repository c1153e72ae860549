package dockerfile

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"paddock/bindings/container/image"
)

// Options say what to build.
type Options struct {
	Dockerfile string            // path
	Context    string            // folder that COPY takes files from
	Args       map[string]string // build arguments
	Target     string            // stage; "" is the last
	Secrets    map[string]string // files of RUN --mount=type=secret, by id
	// Resolve finds the images of FROM and --from; nil: the store's Resolve.
	Resolve func(ctx context.Context, reference string, progress io.Writer) (*image.Image, error)
}

// Build makes an image. Steps that an earlier build has made over the same files are taken from the
// store; RUN is done by runner. progress receives lines for the user; nil discards them.
//
// What is wrong in the Dockerfile, and a step that fails, is an [*Error] with its line; that of a RUN
// ends with the last of its output.
func Build(ctx context.Context, store *image.Store, runner Runner, o Options, progress io.Writer) (*image.Image, error) {
	b, err := newBuilder(store, runner, o, progress)
	if err != nil {
		return nil, err
	}
	target, err := b.file.Target(b.stages, o.Target)
	if err != nil {
		return nil, err
	}
	b.several = len(b.stages) > 1
	b.warnUnused()
	built, err := b.stage(ctx, target)
	if err != nil {
		return nil, err
	}
	return store.Assemble(built.config, built.layers)
}

// builder is one build.
type builder struct {
	store   *image.Store
	runner  Runner
	options Options
	file    *File
	in      Inputs
	stages  []Stage
	context *source
	out     *printer
	several bool // more than one stage may be built: lines name them
	built   map[int]*result
	images  map[string]*image.Image // of COPY --from and mounts
}

// result is a stage that was built.
type result struct {
	config image.Config
	layers []string
	key    string // names all that it was made of
}

func newBuilder(store *image.Store, runner Runner, o Options, progress io.Writer) (*builder, error) {
	file, err := Read(o.Dockerfile)
	if err != nil {
		return nil, err
	}
	if o.Context, err = filepath.Abs(o.Context); err != nil {
		return nil, err
	}
	if o.Resolve == nil {
		o.Resolve = store.Resolve
	}
	b := &builder{
		store: store, runner: runner, options: o, file: file,
		in:  Inputs{Args: o.Args, Platform: "linux/" + runtime.GOARCH},
		out: newPrinter(progress), built: map[int]*result{}, images: map[string]*image.Image{},
	}
	if b.stages, err = file.Stages(b.in); err != nil {
		return nil, err
	}
	b.context, err = openContext(o.Context, o.Dockerfile)
	return b, err
}

// stage builds a stage, once.
func (b *builder) stage(ctx context.Context, i int) (*result, error) {
	if r, ok := b.built[i]; ok {
		return r, nil
	}
	steps, needs, err := b.file.outline(i)
	if err != nil {
		return nil, err
	}
	// What the steps need is built first, so that its lines do not come in between.
	for _, from := range needs {
		if at := stageFrom(b.stages[:i], from); at >= 0 {
			if _, err := b.stage(ctx, at); err != nil {
				return nil, err
			}
		}
	}
	r, err := b.base(ctx, i, b.label(i, 1, steps))
	if err != nil {
		return nil, err
	}
	plan, err := b.file.Plan(i, r.config, b.in)
	if err != nil {
		return nil, err
	}
	for n, step := range plan.Steps {
		if err := b.step(ctx, i, r, step, b.label(i, n+2, len(plan.Steps))); err != nil {
			return nil, b.at(step, err)
		}
	}
	r.config = plan.Config
	b.built[i] = r
	return r, nil
}

// base is what a stage begins with.
func (b *builder) base(ctx context.Context, i int, label string) (*result, error) {
	s := b.stages[i]
	if s.Platform != "" && s.Platform != b.in.Platform {
		err := needsDocker("FROM --platform=%s: only %s runs on this machine without Docker; build with the engine docker", s.Platform, b.in.Platform)
		return nil, &Error{File: b.file.name, Line: s.Line, Msg: err.Error(), Err: err}
	}
	if s.From >= 0 {
		below, err := b.stage(ctx, s.From)
		if err != nil {
			return nil, err
		}
		b.out.step(label, "", "FROM "+s.Base)
		return &result{below.config, slices.Clone(below.layers), below.key}, nil
	}
	b.out.step(label, "", "FROM "+s.Base)
	if s.Base == Scratch {
		return &result{config: image.Config{Env: []string{defaultPath}, WorkingDir: "/"}, key: Scratch}, nil
	}
	img, err := b.options.Resolve(ctx, s.Base, b.out.w)
	key := ""
	if err == nil {
		key, err = img.Key()
	}
	if err != nil {
		return nil, &Error{File: b.file.name, Line: s.Line, Msg: "FROM: " + err.Error(), Err: err}
	}
	config := img.Config
	if _, ok := lookup(config.Env, "PATH"); !ok {
		config.Env = append(slices.Clone(config.Env), defaultPath)
	}
	return &result{config, slices.Clone(img.Layers), key}, nil
}

// defaultPath is what images have that say nothing, as with Docker.
const defaultPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// step does one step over what r has so far.
func (b *builder) step(ctx context.Context, stage int, r *result, step Step, label string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	switch {
	case step.Copy != nil:
		return b.copy(ctx, stage, r, step, label)
	case step.Run != nil:
		return b.run(ctx, stage, r, step, label)
	}
	return b.workdir(ctx, r, step, label)
}

// workdir makes the folder of WORKDIR where it is missing.
func (b *builder) workdir(ctx context.Context, r *result, step Step, label string) error {
	if e, err := image.NewTree(r.layers).Resolve(step.Dir); err == nil && e.IsDir() {
		b.out.step(label, "", step.Text)
		return nil
	}
	return b.layer(ctx, r, keyOf(r.key, "workdir", step.Dir), label, step.Text, func(d *image.Draft) error {
		_, err := d.Folder(step.Dir, image.Meta{Mode: 0o755})
		if err != nil {
			_, err = b.asRoot(ctx, WriteSpec{Workdir: step.Dir, Below: r.layers, Upper: d.Upper()}, err)
		}
		return err
	})
}

// layer takes a layer from the store or makes it, and puts it over those of r.
func (b *builder) layer(ctx context.Context, r *result, key, label, text string, make func(d *image.Draft) error) error {
	dir, ok := b.store.Made(key)
	if !ok {
		d, err := b.store.Draft(ctx, key, r.layers)
		if err != nil {
			return err
		}
		if ok = d == nil; !ok {
			defer d.Discard()
			done := b.out.step(label, "", text)
			if err := make(d); err != nil {
				return err
			}
			if dir, err = d.Commit(ctx); err != nil {
				return err
			}
			done()
		}
	}
	if ok {
		dir, _ = b.store.Made(key)
		b.out.step(label, "CACHED ", text)
	}
	r.layers, r.key = append(r.layers, dir), key
	return nil
}

// from finds the layers of what --from names, and what names their contents.
func (b *builder) from(ctx context.Context, stage int, name string) (layers []string, key string, err error) {
	if at := stageFrom(b.stages[:stage], name); at >= 0 {
		r, err := b.stage(ctx, at)
		if err != nil {
			return nil, "", err
		}
		return r.layers, r.key, nil
	}
	img, ok := b.images[name]
	if !ok {
		if img, err = b.options.Resolve(ctx, name, b.out.w); err != nil {
			return nil, "", err
		}
		b.images[name] = img
	}
	key, err = img.Key()
	return img.Layers, key, err
}

// label is what Docker puts before a step: the stage, if there are several, and how far it is.
func (b *builder) label(stage, n, steps int) string {
	place := fmt.Sprintf("%d/%d", n, steps+1)
	if !b.several {
		return "[" + place + "]"
	}
	name := b.stages[stage].Name
	if name == "" {
		name = fmt.Sprintf("stage-%d", stage)
	}
	return "[" + name + " " + place + "]"
}

// at gives an error the place of its step, unless it has one.
func (b *builder) at(step Step, err error) error {
	if _, ok := err.(*Error); ok {
		return err
	}
	err = b.store.Explain(err)
	word, _, _ := strings.Cut(step.Text, " ")
	return &Error{File: b.file.name, Line: step.Line, Msg: strings.ToUpper(word) + ": " + err.Error(), Err: err}
}

// warnUnused tells of build arguments that no ARG takes.
func (b *builder) warnUnused() {
	known := map[string]bool{}
	stages, global, err := b.file.instructions()
	if err != nil {
		return
	}
	for _, arg := range global {
		for _, a := range arg.Args {
			known[a.Key] = true
		}
	}
	for _, s := range stages {
		for _, name := range argsOf(s) {
			known[name] = true
		}
	}
	var unused []string
	for _, name := range sortedNames(b.in.Args) {
		if !known[name] && !isProxyArg(name) {
			unused = append(unused, name)
		}
	}
	if len(unused) > 0 {
		b.out.say("[Warning] One or more build-args %v were not consumed", unused)
	}
}
