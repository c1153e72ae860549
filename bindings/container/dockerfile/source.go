package dockerfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"

	"paddock/bindings/container/image"
)

// source is where COPY takes files from: the build context, or a stage's or image's files.
type source struct {
	tree    *image.Tree
	folder  string // of the build context; "" for others
	ignore  *patternmatcher.PatternMatcher
	ignored string // the file that ignore was read from
}

// openContext opens the build context, without what its .dockerignore leaves out. A file beside the
// Dockerfile, with .dockerignore after its name, wins.
func openContext(folder, dockerfile string) (*source, error) {
	info, err := os.Stat(folder)
	if err == nil && !info.IsDir() {
		err = &fs.PathError{Op: "open", Path: folder, Err: errors.New("it is a file")}
	}
	if err != nil {
		return nil, fmt.Errorf("open build context: %w", err)
	}
	s := &source{tree: image.NewFolder(folder), folder: folder}
	for _, name := range []string{dockerfile + ".dockerignore", filepath.Join(folder, ".dockerignore")} {
		f, err := os.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read .dockerignore: %w", err)
		}
		patterns, err := ignorefile.ReadAll(f)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		if s.ignore, err = patternmatcher.New(patterns); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		s.ignored = filepath.Base(name)
		break
	}
	return s, nil
}

// find finds the files that a source of COPY names, which may hold wildcards. They are not followed.
func (s *source) find(pattern string) ([]image.Entry, error) {
	at := []image.Entry{}
	root, err := s.tree.Lookup("/")
	if err != nil {
		return nil, err
	}
	at = append(at, root)
	for _, part := range strings.Split(pattern, "/") {
		if part == "" || part == "." {
			continue
		}
		var next []image.Entry
		for _, e := range at {
			found, err := s.below(e, part)
			if err != nil {
				return nil, s.explain(pattern, err)
			}
			next = append(next, found...)
		}
		if len(next) == 0 {
			return nil, s.explain(pattern, fs.ErrNotExist)
		}
		at = next
	}
	return at, nil
}

// below finds what one part of a pattern names in e.
func (s *source) below(e image.Entry, part string) ([]image.Entry, error) {
	if !strings.ContainsAny(part, `*?[\`) {
		found, err := s.tree.Lookup(path.Join(e.Name, "/") + "/" + part)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		return []image.Entry{found}, err
	}
	e, err := s.tree.Resolve(e.Name)
	if err != nil || !e.IsDir() {
		return nil, err
	}
	list, err := e.List()
	if err != nil {
		return nil, err
	}
	var out []image.Entry
	for _, child := range list {
		if ok, err := path.Match(part, child.FileInfo.Name()); err != nil {
			return nil, fmt.Errorf("%q is no pattern: %w", part, err)
		} else if ok && !s.prunes(child.Name) {
			out = append(out, child)
		}
	}
	return out, nil
}

// ignores tells whether .dockerignore leaves out a name.
func (s *source) ignores(name string) bool {
	if s.ignore == nil {
		return false
	}
	out, err := s.ignore.MatchesOrParentMatches(strings.TrimPrefix(name, "/"))
	return err == nil && out
}

// prunes tells whether .dockerignore leaves out a name and all that could be below it.
func (s *source) prunes(name string) bool {
	return s.ignore != nil && !s.ignore.Exclusions() && s.ignores(name)
}

// explain says in the user's words why a source cannot be copied.
func (s *source) explain(pattern string, err error) error {
	switch {
	case errors.Is(err, image.ErrOutside):
		return fmt.Errorf("%s lies outside of the build context %s, or leads out of it by a link; move it into that folder, or make image_build_context a folder that holds it", pattern, s.folder)
	case errors.Is(err, fs.ErrPermission) && s.folder == "":
		return fmt.Errorf("%s belongs to another user of that image, and is not for all to read: make it so in the stage, as by RUN chmod a+rX, give this user ranges in /etc/subuid and /etc/subgid, or build as root or with Docker: %w", pattern, err)
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: %w", pattern, err)
	case s.folder == "":
		return fmt.Errorf("%s is not there: %w", pattern, err)
	case s.ignores(path.Clean("/" + pattern)):
		return fmt.Errorf("%s is left out of the build context by %s; remove the line there: %w", pattern, s.ignored, err)
	}
	return fmt.Errorf("%s is not in the build context %s: %w", pattern, s.folder, err)
}
