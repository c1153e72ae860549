package dockerfile

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"paddock/bindings/container/image"
)

// Sources are the files of the build context that an image is made of.
type Sources struct {
	Files   map[string]string // their versions, by absolute path
	Folders []string          // in which they lie: a file that is added is added there
}

// notSources are folders that tools fill, and change all the time.
var notSources = [...]string{".git", ".wrangler", "node_modules"}

// FindSources finds what a Dockerfile takes of its build context: itself, its .dockerignore, and what COPY,
// ADD and mounts of RUN name. What cannot be read is left out: a change of the Dockerfile mends it.
func FindSources(file, context string, args map[string]string) Sources {
	s := Sources{Files: map[string]string{}}
	for _, name := range []string{file, file + ".dockerignore", filepath.Join(context, ".dockerignore")} {
		s.add(name)
	}
	s.Folders = append(s.Folders, filepath.Dir(file), context)
	f, err := Read(file)
	if err != nil {
		return s
	}
	from, err := openContext(context, file)
	if err != nil {
		return s
	}
	for _, pattern := range f.patterns(args) {
		found, err := from.find(path.Clean("/" + pattern))
		if err != nil {
			continue
		}
		for _, e := range found {
			s.walk(from, e.Name)
		}
	}
	return s
}

// patterns are the names by which all stages take files of the build context.
func (f *File) patterns(args map[string]string) (patterns []string) {
	in := Inputs{Args: args, Platform: "linux/" + runtime.GOARCH}
	stages, err := f.Stages(in)
	if err != nil {
		return nil
	}
	for n := range stages {
		plan, err := f.Plan(n, image.Config{}, in)
		if err != nil {
			continue
		}
		for _, step := range plan.Steps {
			switch {
			case step.Copy != nil && step.Copy.From == "":
				patterns = append(patterns, step.Copy.Sources...)
			case step.Run != nil:
				for _, m := range step.Run.Mounts {
					if m.Type == "bind" && m.From == "" {
						patterns = append(patterns, m.Source)
					}
				}
			}
		}
	}
	return patterns
}

// walk adds what is at a name of the build context, and all that is below it.
func (s *Sources) walk(from *source, name string) {
	root := filepath.Join(from.folder, filepath.FromSlash(name))
	if parent := filepath.Dir(root); name != "/" {
		s.Folders = append(s.Folders, parent)
	}
	_ = filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil // it has just gone
		}
		rel, err := filepath.Rel(from.folder, file)
		if err != nil {
			return nil
		}
		within := "/" + filepath.ToSlash(rel)
		switch {
		case d.IsDir() && (file != root && slices.Contains(notSources[:], d.Name()) || from.prunes(within)):
			return filepath.SkipDir
		case d.IsDir():
			s.Folders = append(s.Folders, file)
		case !from.ignores(within) && !isEditors(d.Name()):
			s.add(file)
		}
		return nil
	})
}

// isEditors tells of the files that editors have beside the one that is edited.
func isEditors(name string) bool {
	return strings.HasPrefix(name, ".#") || strings.HasSuffix(name, "~") || strings.HasSuffix(name, ".swp") || strings.HasSuffix(name, ".swx")
}

// add notes the version of a file, if it is there.
func (s *Sources) add(file string) {
	if info, err := os.Stat(file); err == nil {
		s.Files[file] = fmt.Sprint(info.Mode(), info.Size(), info.ModTime().UnixNano())
	}
}
