package dockerfile

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/moby/patternmatcher"

	"paddock/bindings/container/image"
)

// put is one thing that a COPY writes.
type put struct {
	dest   string // absolute
	entry  image.Entry
	inline *Inline
	target string // of a link
	meta   image.Meta
	top    bool   // the folder that the copy begins with: it stays as it is where it exists
	unpack bool   // the file is an archive whose contents are wanted
	owner  *owner // of these contents; nil: those that the archive says
}

// copyist works out what a COPY or ADD writes, before anything is written.
type copyist struct {
	store   *image.Store
	c       *Copy
	from    *source
	below   *image.Tree // what the stage has so far
	owner   *owner      // nil: that of the files in a stage or image, root's for others
	mode    *chmod
	exclude *patternmatcher.PatternMatcher
	puts    []put
}

// copy does COPY and ADD.
func (b *builder) copy(ctx context.Context, stage int, r *result, step Step, label string) error {
	spec := WriteSpec{Copy: step.Copy, Context: b.options.Context, Dockerfile: b.options.Dockerfile, Below: r.layers}
	from := b.context
	if step.Copy.From != "" {
		layers, _, err := b.from(ctx, stage, step.Copy.From)
		if err != nil {
			return fmt.Errorf("--from=%s: %w", step.Copy.From, err)
		}
		from, spec.From = &source{tree: image.NewTree(layers)}, append([]string{}, layers...)
	}
	var puts []put
	contents := ""
	c, discard, err := b.newCopyist(ctx, step.Copy, from, r.layers)
	if err == nil {
		defer discard()
		puts = c.puts
		contents, err = c.digest()
	}
	refused := err
	if err != nil {
		if contents, err = b.asRoot(ctx, spec, err); err != nil {
			return err
		}
	}
	return b.layer(ctx, r, keyOf(r.key, "copy", contents), label, step.Text, func(d *image.Draft) error {
		spec.Upper = d.Upper()
		err := refused
		if err == nil {
			err = b.write(ctx, d, puts)
		}
		if err != nil {
			_, err = b.asRoot(ctx, spec, err)
		}
		return err
	})
}

// newCopyist lists what is to be written. discard removes what was downloaded for it.
func (b *builder) newCopyist(ctx context.Context, c *Copy, from *source, layers []string) (_ *copyist, discard func(), err error) {
	w := &copyist{store: b.store, c: c, from: from, below: image.NewTree(layers)}
	discard = func() {}
	if c.Chown != "" {
		if w.owner, err = readOwner(c.Chown, w.below); err != nil {
			return nil, nil, err
		}
	}
	if c.Chmod != "" {
		if w.mode, err = readChmod(c.Chmod); err != nil {
			return nil, nil, err
		}
	}
	if len(c.Exclude) > 0 {
		if w.exclude, err = patternmatcher.New(c.Exclude); err != nil {
			return nil, nil, fmt.Errorf("--exclude: %w", err)
		}
	}
	for i := range c.Inline {
		w.inline(&c.Inline[i])
	}
	var addresses []string
	for _, s := range c.Sources {
		if c.Add && isAddress(s) {
			addresses = append(addresses, s)
			continue
		}
		if err := w.source(s); err != nil {
			return nil, nil, err
		}
	}
	if len(addresses) > 0 {
		if discard, err = w.download(ctx, addresses); err != nil {
			return nil, nil, err
		}
	}
	return w, discard, nil
}

// source adds what one source names.
func (w *copyist) source(pattern string) error {
	found, err := w.from.find(pattern)
	if err != nil {
		return err
	}
	before := len(w.puts)
	for _, named := range found {
		e, err := w.from.tree.Resolve(named.Name)
		if err != nil {
			return w.from.explain(pattern, err)
		}
		if err := w.named(e, named.FileInfo.Name()); err != nil {
			return err
		}
	}
	if len(w.puts) == before {
		return w.from.explain(pattern, fs.ErrNotExist) // all of it is left out
	}
	return nil
}

// named adds a file, or a folder's contents, that a source names.
func (w *copyist) named(e image.Entry, name string) error {
	if !e.IsDir() {
		if w.excluded(e, name) {
			return nil
		}
		return w.file(e, w.destOf(name), true)
	}
	before := len(w.puts)
	if err := w.walk(e, path.Clean(w.c.Dest), "", true); err != nil {
		return err
	}
	if len(w.puts) == before+1 && w.from.ignores(e.Name) {
		w.puts = w.puts[:before]
	}
	return nil
}

// destOf is where a file of that name goes: into the destination if that is a folder.
func (w *copyist) destOf(name string) string {
	if strings.HasSuffix(w.c.Dest, "/") {
		return path.Join(w.c.Dest, name)
	}
	if e, err := w.below.Resolve(w.c.Dest); err == nil && e.IsDir() {
		return path.Join(w.c.Dest, name)
	}
	return w.c.Dest
}

// walk adds a folder's contents. One that is left out is still there if something in it is not.
func (w *copyist) walk(dir image.Entry, dest, rel string, top bool) error {
	list, err := dir.List()
	if err != nil {
		return err
	}
	w.puts = append(w.puts, put{dest: dest, entry: dir, meta: w.meta(dir), top: top})
	for _, e := range list {
		sub := path.Join(rel, e.FileInfo.Name())
		out := w.excluded(e, sub)
		if e.IsDir() {
			if w.from.prunes(e.Name) {
				continue
			}
			before := len(w.puts)
			if err := w.walk(e, path.Join(dest, e.FileInfo.Name()), sub, false); err != nil {
				return err
			}
			if out && len(w.puts) == before+1 {
				w.puts = w.puts[:before]
			}
			continue
		}
		if out {
			continue
		}
		if err := w.file(e, path.Join(dest, e.FileInfo.Name()), false); err != nil {
			return err
		}
	}
	return nil
}

// excluded tells whether .dockerignore or --exclude leave a file out.
func (w *copyist) excluded(e image.Entry, rel string) bool {
	if w.from.ignores(e.Name) {
		return true
	}
	if w.exclude == nil {
		return false
	}
	out, err := w.exclude.MatchesOrParentMatches(rel)
	return err == nil && out
}

// file adds a file or link. Sockets, pipes and devices are no part of images.
func (w *copyist) file(e image.Entry, dest string, named bool) error {
	p := put{dest: dest, entry: e, meta: w.meta(e)}
	switch {
	case e.Mode()&fs.ModeSymlink != 0:
		target, err := os.Readlink(e.Path)
		if err != nil {
			return err
		}
		p.target = target
	case !e.Mode().IsRegular():
		return nil
	case named && w.c.Add && (w.c.Unpack == nil || *w.c.Unpack):
		archive, err := isArchive(e.Path)
		if err != nil {
			return err
		}
		if p.unpack = archive; archive {
			p.dest, p.owner = path.Clean(w.c.Dest), w.owner
		}
	}
	w.puts = append(w.puts, p)
	return nil
}

func isArchive(name string) (bool, error) {
	f, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer f.Close()
	return image.IsArchive(f), nil
}

func (w *copyist) inline(f *Inline) {
	m := image.Meta{Mode: 0o644}
	w.adjust(&m)
	w.puts = append(w.puts, put{dest: w.destOf(f.Name), inline: f, meta: m})
}

// meta is what a copied file has beside its contents.
func (w *copyist) meta(e image.Entry) image.Meta {
	m := w.store.MetaOf(e)
	if w.from.folder != "" {
		m.UID, m.GID, m.Attributes = 0, 0, "" // who owns a file of this machine means nothing in an image
	}
	w.adjust(&m)
	return m
}

func (w *copyist) adjust(m *image.Meta) {
	if w.owner != nil {
		m.UID, m.GID = w.owner.uid, w.owner.gid
	}
	if w.mode != nil {
		m.Mode = w.mode.apply(m.Mode)
	}
}

// digest names all that is written, by contents and not by times.
func (w *copyist) digest() (string, error) {
	h := sha256.New()
	for _, p := range w.puts {
		feed(h, p.dest, uint32(p.meta.Mode), p.meta.UID, p.meta.GID, p.target, p.top, p.unpack, p.owner != nil)
		if p.inline != nil {
			feed(h, p.inline.Text)
			continue
		}
		if !p.entry.Mode().IsRegular() {
			continue
		}
		feed(h, p.entry.Size())
		f, err := os.Open(p.entry.Path)
		if err != nil {
			return "", err
		}
		_, err = io.Copy(h, f)
		f.Close()
		if err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%x", h.Sum(nil)), nil
}

// write writes what was listed.
func (b *builder) write(ctx context.Context, d *image.Draft, puts []put) error {
	for _, p := range puts {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := b.put(ctx, d, p); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) put(ctx context.Context, d *image.Draft, p put) error {
	parents := image.Meta{Mode: 0o755, UID: p.meta.UID, GID: p.meta.GID}
	switch {
	case p.unpack:
		return b.unpack(ctx, d, p)
	case p.inline == nil && p.entry.IsDir():
		return putFolder(d, p, parents)
	}
	dir, err := d.Folder(path.Dir(p.dest), parents)
	if err != nil {
		return err
	}
	dest := path.Join(dir, path.Base(p.dest))
	switch {
	case p.inline != nil:
		return d.File(dest, strings.NewReader(p.inline.Text), p.meta)
	case p.target != "":
		return d.Link(dest, p.target, p.meta)
	}
	f, err := os.Open(p.entry.Path)
	if err != nil {
		return err
	}
	defer f.Close()
	return d.File(dest, f, p.meta)
}

// putFolder makes a folder. One that is already there takes over what the copied one has, but for the
// one that the copy begins with.
func putFolder(d *image.Draft, p put, parents image.Meta) error {
	_, err := d.Tree().Resolve(p.dest)
	isNew := errors.Is(err, fs.ErrNotExist)
	name, err := d.Folder(p.dest, parents)
	if err != nil || p.top && !isNew {
		return err
	}
	return d.Describe(name, p.meta)
}
