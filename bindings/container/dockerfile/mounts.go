package dockerfile

import (
	"context"
	"path"
)

// mounts are those of one RUN, with what they take files from.
type mounts struct {
	run  *Run
	list []mount
}

type mount struct {
	RunMount
	copy     *copyist // of the build context
	contents string   // names what is mounted, for the key
	layers   []string // of a stage or image
}

// mounts finds what the mounts of a RUN take files from.
func (b *builder) mounts(ctx context.Context, stage int, run *Run) (*mounts, error) {
	m := &mounts{run: run}
	for _, spec := range run.Mounts {
		one := mount{RunMount: spec}
		var err error
		switch {
		case spec.Type == "bind" && spec.From != "":
			if !spec.ReadOnly {
				return nil, needsDocker("--mount=from=%s,rw is not supported without Docker; copy the files, or build with the engine docker", spec.From)
			}
			one.layers, one.contents, err = b.from(ctx, stage, spec.From)
		case spec.Type == "bind":
			// As ADD without unpacking: the place of the source in the context is kept.
			c := &Copy{Sources: []string{path.Join("/", spec.Source)}, Dest: path.Join("/", spec.Source)}
			if one.copy, _, err = b.newCopyist(ctx, c, b.context, nil); err == nil {
				one.contents, err = one.copy.digest()
			}
		case spec.Type == "cache" && spec.From != "":
			err = needsDocker("--mount=type=cache,from=%s is not supported without Docker; build with the engine docker", spec.From)
		}
		if err != nil {
			return nil, err
		}
		m.list = append(m.list, one)
	}
	return m, nil
}

// key is what the result depends on. Caches and secrets are left out, as with Docker.
func (m *mounts) key() []string {
	var out []string
	for _, one := range m.list {
		out = append(out, one.Type, one.Target, one.Source, one.contents)
	}
	return out
}
