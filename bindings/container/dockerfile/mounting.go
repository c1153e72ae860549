package dockerfile

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"

	"paddock/bindings/container/image"
)

// mounting makes what one RUN mounts.
type mounting struct {
	b     *builder
	draft *image.Draft
	run   *Run
	spec  *RunSpec
	ends  []func()
}

// prepare puts the mounts into spec. done gives back what they share with others; it must be called
// when the command has ended.
func (m *mounts) prepare(ctx context.Context, b *builder, d *image.Draft, spec *RunSpec) (done func(), err error) {
	p := &mounting{b: b, draft: d, run: m.run, spec: spec}
	if err := p.all(ctx, m.list); err != nil {
		p.done()
		return nil, err
	}
	return p.done, nil
}

func (p *mounting) done() {
	for _, end := range p.ends {
		end()
	}
}

func (p *mounting) all(ctx context.Context, list []mount) error {
	if s := p.run.Script; s != nil {
		file, err := p.aside("script", []byte(s.Text), 0o755)
		if err != nil {
			return err
		}
		p.spec.Mounts = append(p.spec.Mounts, Mount{Source: file, Target: scriptFolder + "/" + s.Name, ReadOnly: true})
	}
	for i, one := range list {
		if one.Target != "" && !path.IsAbs(one.Target) {
			one.Target = path.Join(p.run.Dir, one.Target)
		}
		next, err := p.one(ctx, i, one)
		if err != nil {
			return err
		}
		if next.Target != "" {
			p.spec.Mounts = append(p.spec.Mounts, next)
		}
	}
	return nil
}

// one makes a mount. Without a target there is nothing to mount.
func (p *mounting) one(ctx context.Context, i int, one mount) (Mount, error) {
	next := Mount{Target: one.Target, ReadOnly: one.ReadOnly}
	var err error
	switch one.Type {
	case "tmpfs":
		next.Size = one.Size
	case "cache":
		next.Source, err = p.cache(ctx, one)
	case "secret":
		return p.secret(i, one)
	case "bind":
		if one.copy == nil {
			next.Layers, next.Subpath = one.layers, path.Join("/", one.Source)
			break
		}
		next.Source, err = p.bind(ctx, one)
	}
	return next, err
}

func (p *mounting) cache(ctx context.Context, one mount) (string, error) {
	id := one.ID
	if id == "" {
		id = one.Target
	}
	meta := image.Meta{Mode: 0o755, UID: one.UID, GID: one.GID}
	if one.Mode != 0 {
		meta.Mode = fileMode(one.Mode)
	}
	dir, end, err := p.b.store.Cache(ctx, id, meta, one.Sharing == "locked" || one.Sharing == "private")
	if err != nil {
		return "", err
	}
	p.ends = append(p.ends, end)
	return dir, nil
}

// bind copies files of the build context, without what .dockerignore leaves out, because the command
// may change them.
func (p *mounting) bind(ctx context.Context, one mount) (string, error) {
	files, err := p.b.store.Temporary()
	if err != nil {
		return "", err
	}
	p.ends = append(p.ends, files.Discard)
	if err := p.b.write(ctx, files, one.copy.puts); err != nil {
		return "", err
	}
	return filepath.Join(files.Upper(), filepath.FromSlash(path.Join("/", one.Source))), nil
}

// secret mounts a secret, or gives it as a variable. One that is not there is left out if it may be.
func (p *mounting) secret(i int, one mount) (Mount, error) {
	file, ok := p.b.options.Secrets[one.ID]
	if !ok && one.Required {
		return Mount{}, fmt.Errorf("the secret %q is required, and there is none", one.ID)
	}
	if !ok {
		return Mount{}, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return Mount{}, fmt.Errorf("secret %q: %w", one.ID, err)
	}
	if one.Env != "" {
		p.spec.Env = setVar(slices.Clone(p.spec.Env), one.Env, string(text))
	}
	if one.Target == "" {
		return Mount{}, nil
	}
	mode := os.FileMode(0o400)
	if one.Mode != 0 {
		mode = fileMode(one.Mode)
	}
	source, err := p.aside(fmt.Sprintf("secret-%d", i), text, mode)
	if err == nil && os.Geteuid() == 0 {
		err = os.Lchown(source, one.UID, one.GID)
	}
	return Mount{Source: source, Target: one.Target, ReadOnly: true}, err
}

// aside writes a file beside the layer.
func (p *mounting) aside(name string, text []byte, mode os.FileMode) (string, error) {
	dir, err := p.draft.Aside()
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, name)
	if err := os.WriteFile(file, text, 0o600); err != nil {
		return "", err
	}
	return file, os.Chmod(file, mode)
}
