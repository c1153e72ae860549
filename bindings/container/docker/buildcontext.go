package docker

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

// buildContext is the folder that COPY and ADD see.
type buildContext struct {
	dir        string
	source     string // the Dockerfile
	text       []byte // what it is to hold; nil: what is in the file
	dockerfile string // its name in what is sent
	ignored    *patternmatcher.PatternMatcher
}

// readIgnored reads the Dockerfile's own .dockerignore, or else the folder's.
func (b *buildContext) readIgnored() error {
	var patterns []string
	for _, file := range []string{b.source + ".dockerignore", filepath.Join(b.dir, ".dockerignore")} {
		text, err := os.ReadFile(file)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err == nil {
			patterns, err = ignorefile.ReadAll(bytes.NewReader(text))
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", file, err)
		}
		break
	}
	m, err := patternmatcher.New(patterns)
	if err != nil {
		return fmt.Errorf("read .dockerignore: %w", err)
	}
	b.ignored = m
	return nil
}

// write writes what is sent to the daemon: the folder without what is ignored, and the Dockerfile.
func (b *buildContext) write(w io.Writer) error {
	text := b.text
	if text == nil {
		var err error
		if text, err = os.ReadFile(b.source); err != nil {
			return fmt.Errorf("read the Dockerfile: %w", err)
		}
	}
	a := tar.NewWriter(w)
	// First, for its plain name: BuildKit tells an archive from a Dockerfile by the first header.
	if err := writeFile(a, b.dockerfile, text); err != nil {
		return err
	}
	err := filepath.WalkDir(b.dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(b.dir, name)
		if err != nil || rel == "." {
			return err
		}
		as := filepath.ToSlash(rel)
		skip, err := b.ignored.MatchesOrParentMatches(rel)
		switch {
		case err != nil:
			return err
		case as == b.dockerfile:
			return nil // written above
		case skip && e.IsDir() && !b.ignored.Exclusions():
			return filepath.SkipDir
		case skip:
			return nil
		}
		return writeEntry(a, name, as, e, ownByRoot)
	})
	if err != nil {
		return fmt.Errorf("send the build context: %w", err)
	}
	return a.Close()
}

// ownByRoot is how builders have it: the same files give the same layers for everyone.
func ownByRoot(h *tar.Header) { h.Uid, h.Gid = 0, 0 }
