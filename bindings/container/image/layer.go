package image

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// layer is one that can be read from where the image comes from.
type layer struct {
	id     string // the digest of its contents without compression
	digest string // the digest of what open gives; "" when it is not known
	size   int64  // of what open gives; 0 when it is not known
	open   func() (io.ReadCloser, error)
	// attempts is how often it is read before damage is believed.
	attempts int
}

// damaged says that a layer did not arrive as its digest promises. Reading it again may help.
type damaged struct{ err error }

func (e *damaged) Error() string { return e.err.Error() }

func (e *damaged) Unwrap() error { return e.err }

// ensure makes the layer's folder, if the store lacks it.
func (s *Store) ensure(ctx context.Context, l layer, p *progress) (dir string, err error) {
	dir = s.layerDir(l.id)
	s.useLayer(dir)
	if exists(dir) {
		p.say("%s: Already exists", short(l.name()))
		return dir, nil
	}
	unlock, err := s.lock(ctx, "layer-"+l.id)
	if err != nil {
		return "", err
	}
	defer unlock()
	if exists(dir) {
		p.say("%s: Already exists", short(l.name()))
		return dir, nil
	}
	for attempt := 1; ; attempt++ {
		err := s.fetch(ctx, l, p)
		if err == nil {
			return dir, nil
		}
		if again := (*damaged)(nil); !errors.As(err, &again) || attempt >= l.attempts || ctx.Err() != nil {
			return "", fmt.Errorf("layer %s: %w", short(l.name()), s.Explain(err))
		}
		p.say("%s: Retrying: %v", short(l.name()), err)
	}
}

// Explain says what to do about an error that has to do with the store.
func (s *Store) Explain(err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("%w; make room, or remove %s, where images are kept until somebody does", err, s.dir)
	}
	return err
}

// fetch reads, checks and unpacks a layer; only a whole one gets its name.
func (s *Store) fetch(ctx context.Context, l layer, p *progress) error {
	scratch, discard, err := s.scratch()
	if err != nil {
		return err
	}
	defer discard()
	files := filepath.Join(scratch, "fs")
	if err := os.Mkdir(files, 0o755); err != nil {
		return err
	}
	in, err := l.open()
	if err != nil {
		return err
	}
	defer in.Close()
	source := &sourceReader{r: in, hash: sha256.New(), bar: p.bar(short(l.name()), l.size)}
	defer source.watch(s.stall, in).Stop()
	if err := s.unpackChecked(ctx, l, source, files); err != nil {
		return err
	}
	if err := s.commit(scratch, l.id); err != nil {
		return err
	}
	source.bar.done()
	return nil
}

// unpackChecked unpacks and compares both digests.
func (s *Store) unpackChecked(ctx context.Context, l layer, source *sourceReader, files string) error {
	content := sha256.New()
	var others owners
	err := func() error {
		plain, err := decompress(source)
		if err != nil {
			return err
		}
		defer plain.Close()
		m := &meter{limits: s.limits, packed: source.read}
		others, err = unpack(ctx, io.TeeReader(plain, content), files, m, s.isRoot())
		return err
	}()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if source.err != nil {
		return &damaged{source.err}
	}
	if err != nil && l.digest != "" {
		// Damage on the way explains the error better, if there was any.
		_, _ = io.Copy(io.Discard, source)
		if source.err != nil {
			return &damaged{source.err}
		}
		if got := digest(source.hash); got != l.digest {
			return &damaged{fmt.Errorf("it is corrupt: its digest is %s, not %s", got, l.digest)}
		}
	}
	if err != nil {
		return err
	}
	if got := digest(content); got != l.id {
		return &damaged{fmt.Errorf("it is corrupt: the digest of its contents is %s, not %s", got, l.id)}
	}
	return s.give(ctx, files, others)
}

// commit gives a whole layer, made in scratch, its name.
func (s *Store) commit(scratch, id string) error {
	final := filepath.Dir(s.layerDir(id))
	err := os.Rename(scratch, final)
	if err != nil && exists(s.layerDir(id)) {
		return nil // another process was faster
	}
	if err != nil {
		return fmt.Errorf("keep layer: %w", err)
	}
	return nil
}

// name is the digest by which the registry, and so docker pull, calls the layer.
func (l layer) name() string {
	if l.digest != "" {
		return l.digest
	}
	return l.id
}

// sourceReader remembers what came and what went wrong with it.
type sourceReader struct {
	r    io.Reader
	idle *time.Timer // ends the reading when nothing comes for long
	wait time.Duration
	hash hash.Hash
	n    int64
	err  error
	bar  *bar
}

func (s *sourceReader) Read(p []byte) (int, error) {
	s.idle.Reset(s.wait)
	n, err := s.r.Read(p)
	if !s.idle.Stop() {
		n, err = 0, fmt.Errorf("nothing came for %s", s.wait)
	}
	s.hash.Write(p[:n])
	s.n += int64(n)
	s.bar.add(int64(n))
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

// watch closes in when a read waits too long: a connection that is gone without a word would keep it
// for ever.
func (s *sourceReader) watch(wait time.Duration, in io.Closer) *time.Timer {
	s.wait, s.idle = wait, time.AfterFunc(wait, func() { in.Close() })
	s.idle.Stop()
	return s.idle
}

func (s *sourceReader) read() int64 { return s.n }

func digest(h hash.Hash) string { return fmt.Sprintf("sha256:%x", h.Sum(nil)) }

func exists(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}
