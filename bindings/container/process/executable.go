package process

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"paddock/bindings/container/dockerfile"
)

// chmodCommand is a chmod that lets files be run, as scripts of RUN have it.
var chmodCommand = regexp.MustCompile(`(?:^|[;&|\n])\s*chmod\s+(?:-R\s+)?(?:[ugoa]*[+=][rwX]*x[rwxX]*|[0-7]*[1357][0-7]{0,2})\s+([^;&|\n]+)`)

// madeExecutable finds what a RUN step lets be run: the absolute paths that it gives to chmod, which may
// hold wildcards. RUN steps are not run, but a script that is copied is of no use without this.
func madeExecutable(run *dockerfile.Run) (patterns []string) {
	for _, m := range chmodCommand.FindAllStringSubmatch(strings.Join(run.Argv, "\n"), -1) {
		for file := range strings.FieldsSeq(m[1]) {
			if !path.IsAbs(file) {
				file = path.Join("/", run.Dir, file)
			}
			patterns = append(patterns, path.Clean(file))
		}
	}
	return patterns
}

// letRun makes the copied files below root executable that the patterns name.
func (f *imageFiles) letRun(root string) error {
	for _, pattern := range f.Executable {
		names, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			continue // a pattern of the shell that is none of ours
		}
		for _, name := range names {
			info, err := os.Stat(name)
			if err != nil || !info.Mode().IsRegular() || !f.copied(strings.TrimPrefix(name, strings.TrimSuffix(root, "/"))) {
				continue
			}
			if err := os.Chmod(name, info.Mode()|0o111); err != nil {
				return err
			}
		}
	}
	return nil
}

// copied tells whether a file comes from the build context.
func (f *imageFiles) copied(name string) bool {
	for _, p := range f.Copies {
		if !p.Bind && (name == p.Dest || p.Dir && strings.HasPrefix(name, strings.TrimSuffix(p.Dest, "/")+"/")) {
			return true
		}
	}
	return false
}
